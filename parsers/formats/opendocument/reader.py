"""An OpenDocument text as a layout: headers, body with its text boxes in place, footers, notes."""

import base64
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from parsers import manuscript
from parsers.containers import Element, open_container, parse_xml
from parsers.formats.opendocument.lists import Lists
from parsers.formats.opendocument.styles import DRAW, OFFICE, STYLE, TABLE, TEXT, Look, Styles
from parsers.manuscript import NOTES, Block, Grid, GridCell, Paragraph, Style, written
from pipeline.errors import Code, FileError
from pipeline.model import Layout, Part, Source

_BLANKS = re.compile(r"[ \t\r\n]+")
_PARAGRAPHS = (f"{TEXT}p", f"{TEXT}h")
_NOT_TEXT = frozenset({f"{TEXT}tracked-changes", f"{OFFICE}forms", f"{TEXT}sequence-decls", f"{TEXT}variable-decls"})
#: Rows and columns that a spreadsheet program repeats to the end of the page hold nothing.
_MOST_REPEATED = 200


def read(source: Source) -> Layout:
    """Give the layout of an OpenDocument text.

    Raises:
        FileError: DAMAGED, HOSTILE, ENCRYPTED, UNREADABLE, EMPTY; NO_TEXT when only pictures are in it.
    """
    content, styles, pictures = _flat(source.path) if _is_flat(source.path) else _packed(source.path)
    body = None if content is None else content.find(f"{OFFICE}body/{OFFICE}text")
    if content is None or body is None:
        raise FileError(Code.DAMAGED, "thiếu nội dung chính")
    roots = [root for root in dict.fromkeys((styles, content)) if root is not None]
    walker = _Walker(Styles(roots), Lists(roots))
    try:
        headers, footers = walker.margins(styles)
        blocks = headers + walker.story(body, Part.BODY) + footers + walker.notes
    except RecursionError as error:
        raise FileError(Code.HOSTILE, "XML lồng quá sâu") from error
    if not written(blocks):
        raise FileError(Code.NO_TEXT if pictures else Code.EMPTY)
    return manuscript.layout("opendocument", blocks, [note for name, note in NOTES.items() if name in walker.seen])


def _is_flat(path: Path) -> bool:
    try:
        with path.open("rb") as stream:
            return stream.read(2) != b"PK"
    except OSError as error:
        raise FileError(Code.UNREADABLE) from error


def _flat(path: Path) -> tuple[Element, Element, bool]:
    """Give content and styles of a document kept as one XML file, which are one element; and whether it has pictures."""
    root = parse_xml(path.read_bytes(), large=True)
    return root, root, next(root.iter(f"{OFFICE}binary-data"), None) is not None


def _packed(path: Path) -> tuple[Element | None, Element | None, bool]:
    with open_container(path) as container:
        manifest = container.read("META-INF/manifest.xml") or b""
        if b"encryption-data" in manifest:
            raise FileError(Code.ENCRYPTED)
        pictures = any(name.startswith("Pictures/") for name in container.names)
        return container.xml("content.xml"), container.xml("styles.xml"), pictures


def pictures(path: Path) -> Iterator[bytes]:
    """Give the pictures of the text in the order in which they stand there. Raises FileError as ``read`` does."""
    if _is_flat(path):
        for element in _flat(path)[0].iter(f"{OFFICE}binary-data"):
            with suppress(ValueError):
                yield base64.b64decode(element.text or "")
        return
    with open_container(path) as container:
        content = container.xml("content.xml")
        for image in () if content is None else content.iter(f"{DRAW}image"):
            name = image.get("{http://www.w3.org/1999/xlink}href", "").removeprefix("./")
            data = container.read(name)
            if data is not None:
                yield data


class _Walker:
    """Walks the stories of one document."""

    def __init__(self, styles: Styles, lists: Lists) -> None:
        self.styles = styles
        self.lists = lists
        self.notes: list[Block] = []
        self.seen: set[str] = set()
        self.part = Part.BODY
        self.label = ""

    def story(self, root: Element, part: Part) -> list[Block]:
        before, self.part = self.part, part
        try:
            return self.blocks(root)
        finally:
            self.part = before

    def margins(self, styles: Element | None) -> tuple[list[Block], list[Block]]:
        """Give headers and footers of all page styles, each distinct text once."""
        out: tuple[list[Block], list[Block]] = ([], [])
        texts: set[str] = set()
        for page in () if styles is None else styles.iter(f"{STYLE}master-page"):
            for element in page:
                name = str(element.tag).rpartition("}")[2]
                if not name.startswith(("header", "footer")) or element.get(f"{STYLE}display") == "false":
                    continue
                text = name[:6] + "".join(element.itertext()).strip()
                if text in texts:
                    continue
                texts.add(text)
                part = Part.HEADER if name.startswith("header") else Part.FOOTER
                out[part is Part.FOOTER].extend(written(self.story(element, part)))
        return out

    def blocks(self, parent: Element, style: str | None = None, depth: int = -1) -> list[Block]:
        out: list[Block] = []
        for child in parent:
            tag = child.tag
            if tag in _PARAGRAPHS:
                out += self.paragraph(child)
            elif tag == f"{TABLE}table":
                out.append(self.table(child))
            elif tag == f"{TEXT}list":
                out += self.items(child, style, depth + 1)
            elif tag == f"{TEXT}tracked-changes":
                self.seen.add("tracked")
            elif tag == f"{DRAW}frame":
                out += self.frame(child)
            elif tag not in _NOT_TEXT and isinstance(tag, str):
                out += self.blocks(child, style, depth)
        return out

    def items(self, element: Element, around: str | None, depth: int) -> list[Block]:
        style = element.get(f"{TEXT}style-name") or around or self._named_by_paragraph(element)
        continues = (
            element.get(f"{TEXT}continue-numbering") == "true" or element.get(f"{TEXT}continue-list") is not None
        )
        if not continues:
            self.lists.restart(style, depth)
        out: list[Block] = []
        for item in element:
            if item.tag == f"{TEXT}list-item" and any(child.tag in _PARAGRAPHS for child in item):
                own = item.get(f"{TEXT}style-override") or style
                start = item.get(f"{TEXT}start-value", "")
                self.label = self.lists.item(own, depth, int(start) if start.isdecimal() else None)
            out += self.blocks(item, style, depth)
            self.label = ""
        return out

    def _named_by_paragraph(self, element: Element) -> str | None:
        first = next((child for item in element for child in item if child.tag in _PARAGRAPHS), None)
        return None if first is None else self.styles.list_style(first.get(f"{TEXT}style-name"))

    def paragraph(self, element: Element) -> list[Block]:
        look = self.styles.paragraph(element.get(f"{TEXT}style-name"))
        paragraph = Paragraph([], look.alignment, self.part)
        label, self.label = self.label, ""
        if element.tag == f"{TEXT}h" and not label and element.get(f"{TEXT}is-list-header") != "true":
            level = element.get(f"{TEXT}outline-level", "1")
            label = self.lists.heading(int(level) - 1 if level.isdecimal() else 0)
        boxes: list[Block] = []
        self.runs(element, look, paragraph.runs, boxes)
        if label:
            first = paragraph.runs[0][1] if paragraph.runs else look.style
            paragraph.runs.insert(0, (f"{label} ", Style(first.font, first.size, first.bold, first.italic)))
        return [paragraph, *boxes]

    def runs(self, element: Element, look: Look, out: list[tuple[str, Style]], boxes: list[Block]) -> None:
        self.letters(element.text, look, out)
        for child in element:
            tag = child.tag
            if tag == f"{TEXT}span":
                self.runs(child, self.styles.span(child.get(f"{TEXT}style-name"), look), out, boxes)
            elif tag == f"{TEXT}s":
                count = child.get(f"{TEXT}c", "1")
                self.add(" " * min(_MOST_REPEATED, int(count) if count.isdecimal() else 1), look, out)
            elif tag == f"{TEXT}tab":
                self.add("\t", look, out)
            elif tag == f"{TEXT}line-break":
                self.add("\n", look, out)
            elif tag == f"{TEXT}note":
                self.note(child)
            elif tag == f"{OFFICE}annotation":
                self.seen.add("comments")
            elif tag == f"{DRAW}frame":
                boxes += self.frame(child)
            elif tag in (f"{TEXT}hidden-text", f"{TEXT}hidden-paragraph"):
                self.seen.add("hidden")
            elif tag == f"{TEXT}ruby":
                base = child.find(f"{TEXT}ruby-base")
                if base is not None:
                    self.runs(base, look, out, boxes)
            elif isinstance(tag, str) and tag.startswith(DRAW):
                boxes += self.story(child, self._box_part())
            elif isinstance(tag, str):
                self.runs(child, look, out, boxes)
            self.letters(child.tail, look, out)

    def letters(self, text: str | None, look: Look, out: list[tuple[str, Style]]) -> None:
        """Add text of the file, in which a run of blanks is one blank and leading ones are none."""
        if not text:
            return
        text = _BLANKS.sub(" ", text)
        if not out or out[-1][0].endswith((" ", "\n")):
            text = text.lstrip(" ")
        self.add(text, look, out)

    def add(self, text: str, look: Look, out: list[tuple[str, Style]]) -> None:
        if not text:
            return
        if look.hidden:
            self.seen.add("hidden")
            return
        if out and out[-1][1] == look.style:
            out[-1] = (out[-1][0] + text, look.style)
        else:
            out.append((text, look.style))

    def note(self, element: Element) -> None:
        body = element.find(f"{TEXT}note-body")
        if body is not None:
            label, self.label = self.label, ""
            self.notes += written(self.story(body, Part.FOOTNOTE))
            self.label = label

    def _box_part(self) -> Part:
        return self.part if self.part in (Part.HEADER, Part.FOOTER) else Part.TEXT_BOX

    def frame(self, element: Element) -> list[Block]:
        """Give the blocks of the text box in a frame; pictures have none."""
        out: list[Block] = []
        for box in element.iterfind(f"{DRAW}text-box"):
            out += written(self.story(box, self._box_part()))
        return out

    def table(self, element: Element) -> Grid:
        cells: list[GridCell] = []
        drawn = columns = number = 0
        for row in _rows(element):
            column = 0
            for cell in row:
                repeated = min(_MOST_REPEATED, _count(cell.get(f"{TABLE}number-columns-repeated")))
                if cell.tag == f"{TABLE}covered-table-cell":
                    column += repeated
                    continue
                if cell.tag != f"{TABLE}table-cell":
                    continue
                width = min(_MOST_REPEATED, _count(cell.get(f"{TABLE}number-columns-spanned")))
                height = _count(cell.get(f"{TABLE}number-rows-spanned"))
                ruled = self.styles.has_rules(cell.get(f"{TABLE}style-name"))
                for _ in range(repeated):
                    cells.append(GridCell(number, column, self.blocks(cell), height, width))
                    drawn += ruled
                    # Covered cells come next; they move the column on.
                    column += 1
            columns = max(columns, column, *(c.column + c.column_span for c in cells if c.row == number), 0)
            number += min(_MOST_REPEATED, _count(row.get(f"{TABLE}number-rows-repeated")))
        for one in cells:
            one.row_span = min(one.row_span, number - one.row)
        return Grid(number, columns, cells, bool(cells) and drawn * 2 >= len(cells))


def _rows(table: Element) -> Iterator[Element]:
    for child in table:
        if child.tag == f"{TABLE}table-row":
            yield child
        elif child.tag in (f"{TABLE}table-header-rows", f"{TABLE}table-rows", f"{TABLE}table-row-group"):
            yield from _rows(child)


def _count(text: str | None) -> int:
    return max(1, int(text)) if text is not None and text.isdecimal() else 1
