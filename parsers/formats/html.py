"""Web pages (HTML, MHTML, Word's "Web Page") as paragraphs and tables; often found under the name .doc."""

import email
import email.policy
import re
from dataclasses import dataclass, field, replace
from email.errors import MessageError
from email.message import EmailMessage

from parsers import manuscript
from parsers.containers import Element, parse_html
from parsers.manuscript import Block, Grid, GridCell, Paragraph, Style
from parsers.numbering import number_text
from pipeline import media
from pipeline.errors import Code, FileError
from pipeline.model import Alignment, Layout, Source

_BLANKS = re.compile("[ \t\r\n\f]+")
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]+)", re.IGNORECASE)
_DECLARED = re.compile(r"\s*([a-z-]+)\s*:\s*([^;]*)", re.IGNORECASE)
_SIZE = re.compile(r"([\d.]+)\s*(pt|px)", re.IGNORECASE)
_DROPPED = frozenset(
    # What was deleted with changes tracked is no text any more; Word's web pages keep it.
    {"del", "script", "style", "head", "title", "meta", "link", "noscript", "template", "object", "svg", "select"}
)
_BLOCKS = frozenset({
    "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "dl", "dt", "dd", "blockquote", "pre", "center",
    "address", "section", "article", "header", "footer", "main", "nav", "aside", "form", "fieldset", "body", "html",
    "figure", "figcaption", "hr",
})  # fmt: skip
_BOLD = frozenset({"b", "strong", "h1", "h2", "h3", "h4", "h5", "h6", "th"})
_ITALIC = frozenset({"i", "em", "cite", "address"})
_ALIGNMENTS = {
    "left": Alignment.LEFT,
    "center": Alignment.CENTER,
    "middle": Alignment.CENTER,
    "right": Alignment.RIGHT,
    "justify": Alignment.JUSTIFY,
}
#: Number formats of ``ol type`` in Word's numbering.
_LIST_TYPES = {"I": 1, "i": 2, "A": 3, "a": 4}
_WIDEST = 1000


def read(source: Source) -> Layout:
    """Give the layout of a web page.

    Raises:
        FileError: UNREADABLE, HOSTILE, EMPTY; NO_TEXT when only pictures are in it.
    """
    try:
        data = source.path.read_bytes()
    except OSError as error:
        raise FileError(Code.UNREADABLE) from error
    root = parse_html(_archived(data) if source.media_type == media.MHTML else _text(data, None))
    if root is None:
        raise FileError(Code.EMPTY)
    walker = _Walker()
    try:
        walker.element(root, _Look())
    except RecursionError as error:
        raise FileError(Code.HOSTILE, "thẻ HTML lồng quá sâu") from error
    blocks = walker.finish()
    if not blocks:
        raise FileError(Code.NO_TEXT if next(root.iter("img"), None) is not None else Code.EMPTY)
    return manuscript.layout("html", blocks)


def _text(data: bytes, told: str | None) -> str:
    """Give the page's text: by its byte order mark, its declared encoding, UTF-8 when it is that, Windows-1252."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    declared = _CHARSET.search(data[:4096])
    for name in (told, declared[1].decode("ascii") if declared else None, "utf-8"):
        try:
            if name:
                return data.decode("utf-8-sig" if name.lower() in ("utf-8", "utf8") else name)
        except (LookupError, UnicodeDecodeError):
            continue
    return data.decode("cp1252", "replace")


def _archived(data: bytes) -> str:
    """Give the page inside a web archive."""
    try:
        message = email.message_from_bytes(data, policy=email.policy.default)
        for part in message.walk():
            if isinstance(part, EmailMessage) and part.get_content_type() == "text/html":
                payload = part.get_payload(decode=True)
                if isinstance(payload, bytes):
                    return _text(payload, part.get_content_charset())
    except RecursionError as error:
        raise FileError(Code.HOSTILE, "thư lồng quá sâu") from error
    # The library meets broken headers with errors of many kinds.
    except (MessageError, ValueError, TypeError, LookupError, AttributeError) as error:
        raise FileError(Code.DAMAGED) from error
    raise FileError(Code.EMPTY)


@dataclass(frozen=True, slots=True)
class _Look:
    """What an element hands down to those inside."""

    style: Style = field(default_factory=lambda: Style(bold=False, italic=False))
    alignment: Alignment | None = None
    kept_blanks: bool = False


class _Walker:
    """Collects blocks; text goes to the paragraph in work until a block begins or ends."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.runs: list[tuple[str, Style]] = []
        self.alignment: Alignment | None = None
        self.label = ""
        #: The numbers that the open ordered lists have reached.
        self.lists: list[int] = []

    def finish(self) -> list[Block]:
        self.end(None)
        return self.blocks

    def end(self, alignment: Alignment | None) -> None:
        """End the paragraph in work; blanks at its ends print nothing."""
        runs, self.runs = self.runs, []
        if any(text.strip() for text, _ in runs) or self.label:
            if runs:
                runs[0] = (runs[0][0].lstrip(" "), runs[0][1])
            if self.label:
                runs.insert(0, (f"{self.label} ", runs[0][1] if runs else Style()))
                self.label = ""
            self.blocks.append(Paragraph(runs, self.alignment or alignment))
        self.alignment = None

    def text(self, text: str | None, look: _Look) -> None:
        if not text:
            return
        if not look.kept_blanks:
            text = _BLANKS.sub(" ", text)
            if not self.runs or self.runs[-1][0].endswith((" ", "\n")):
                text = text.lstrip(" ")
        if text:
            self.alignment = self.alignment or look.alignment
            self.runs.append((text, look.style))

    def element(self, element: Element, look: _Look) -> None:
        tag = element.tag
        if not isinstance(tag, str) or tag in _DROPPED:
            return
        declared = _declarations(element.get("style"))
        if declared.get("display") == "none" or declared.get("mso-hide") == "all":
            return
        look = _changed(look, element, tag, declared)
        if "mso-tab-count" in declared:
            self.runs.append(("\t", look.style))
            return
        if tag == "br":
            self.runs.append(("\n", look.style))
            return
        if tag == "table":
            self.end(look.alignment)
            self.blocks.append(_table(element, look))
            return
        block = tag in _BLOCKS
        if block:
            self.end(look.alignment)
        if tag == "ol":
            self.lists.append(_number(element.get("start"), 1) - 1)
        elif tag == "li":
            self.label = self.mark(element)
        self.text(element.text, look)
        for child in element:
            self.element(child, look)
            self.text(child.tail, look)
        if block:
            self.end(look.alignment)
        if tag == "ol":
            self.lists.pop()

    def mark(self, item: Element) -> str:
        """Give the mark printed before a list item: its number, or a dash."""
        parent = item.getparent()
        if parent is None or parent.tag != "ol" or not self.lists:
            return "-"
        self.lists[-1] = _number(item.get("value"), self.lists[-1] + 1)
        return f"{number_text(self.lists[-1], _LIST_TYPES.get(parent.get('type') or '', 0))}."


def _declarations(style: str | None) -> dict[str, str]:
    if not style:
        return {}
    return {name.lower(): value.strip().lower() for name, value in _DECLARED.findall(style)}


def _changed(look: _Look, element: Element, tag: str, declared: dict[str, str]) -> _Look:
    """Give the look inside ``element``."""
    changes: dict[str, object] = {}
    if tag in _BOLD or declared.get("font-weight", "") in ("bold", "bolder", "600", "700", "800", "900"):
        changes["bold"] = True
    elif declared.get("font-weight", "") in ("normal", "400"):
        changes["bold"] = False
    if tag in _ITALIC or declared.get("font-style") == "italic":
        changes["italic"] = True
    elif declared.get("font-style") == "normal":
        changes["italic"] = False
    if declared.get("text-transform") == "uppercase" or declared.get("font-variant") == "small-caps":
        changes["capitals"] = True
    if tag == "sup" or declared.get("vertical-align") == "super":
        changes["raised"] = True
    face = element.get("face") if tag == "font" else None
    style = element.get("style") or ""
    family = re.search(r"font-family\s*:\s*[\"']?([^;,\"']+)", style, re.IGNORECASE)
    if family or face:
        changes["font"] = (family[1] if family else (face or "").split(",")[0]).strip()
    size = _SIZE.search(declared.get("font-size", ""))
    if size:
        changes["size"] = round(float(size[1]) * (1 if size[2].lower() == "pt" else 0.75), 1)
    told = "center" if tag == "center" else declared.get("text-align") or (element.get("align") or "").lower()
    # The alignment of a table places the table, not the text in it.
    alignment = look.alignment if tag == "table" else _ALIGNMENTS.get(told, look.alignment)
    return replace(
        look,
        style=replace(look.style, **changes) if changes else look.style,  # type: ignore[arg-type]
        alignment=alignment,
        kept_blanks=look.kept_blanks or tag == "pre",
    )


def _number(text: str | None, default: int) -> int:
    return int(text) if text is not None and text.strip().isdecimal() else default


def _rows(table: Element) -> list[Element]:
    out: list[Element] = []
    for child in table:
        if child.tag == "tr":
            out.append(child)
        elif child.tag in ("thead", "tbody", "tfoot"):
            out += [row for row in child if row.tag == "tr"]
    return out


def _table(table: Element, look: _Look) -> Grid:
    rows = _rows(table)
    taken: dict[int, int] = {}
    cells: list[GridCell] = []
    drawn = columns = 0
    for number, row in enumerate(rows):
        column = 0
        for element in row:
            if element.tag not in ("td", "th"):
                continue
            while taken.get(column, 0) > number:
                column += 1
            width = max(1, min(_WIDEST, _number(element.get("colspan"), 1)))
            height = max(1, min(len(rows) - number, _number(element.get("rowspan"), 1)))
            walker = _Walker()
            walker.element(element, replace(look, alignment=None))
            cells.append(GridCell(number, column, walker.finish(), height, width))
            drawn += "solid" in (element.get("style") or "")
            for at in range(column, column + width):
                taken[at] = number + height
            column += width
        columns = max(columns, column)
    border = (table.get("border") or "0").strip()
    return Grid(len(rows), columns, cells, border not in ("0", "0px") or (bool(cells) and drawn * 2 >= len(cells)))
