"""The text of a Word story (body, header, note, text box) as paragraphs and tables in document order."""

from collections.abc import Iterator
from dataclasses import replace

from parsers import symbols
from parsers.containers import Element
from parsers.formats.word.numbers import Numbers
from parsers.formats.word.styles import Numbering, StyleSheet, W, value
from parsers.formats.word.tables import ruled, spans
from parsers.manuscript import Grid, GridCell, Paragraph
from pipeline.model import Part

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_VAL = f"{W}val"

#: Elements that only wrap what they hold.
_WRAPPERS = frozenset(
    W + name
    for name in (
        "ins", "moveTo", "smartTag", "customXml", "sdt", "sdtContent", "hyperlink", "dir", "bdo", "fldSimple",
        "ruby", "rubyBase", "body", "hdr", "ftr",
    )
)  # fmt: skip
_DROPPED = frozenset((f"{W}del", f"{W}moveFrom"))
_CHANGES = _DROPPED | {f"{W}ins", f"{W}moveTo"}
_BOXES = frozenset((f"{W}drawing", f"{W}pict", f"{W}object"))
_FIXED = {
    f"{W}tab": "\t",
    f"{W}ptab": "\t",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
    # In TCVN3 fonts the soft hyphen is the letter ``ư``; elsewhere cleaning takes it away.
    f"{W}softHyphen": "\u00ad",
}

_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")

Block = Paragraph | Grid


class Walker:
    """Walks the stories of one document; what it passed over on the way stands in ``seen``."""

    def __init__(self, styles: StyleSheet, numbers: Numbers) -> None:
        """Keep what says how runs look and how lists count."""
        self._styles = styles
        self._numbers = numbers
        self._part = Part.BODY
        self._instructions: list[bool] = []
        self._fields_close = True
        #: ``tracked`` changes, ``hidden`` text, ``comments``: what a clerk should know of.
        self.seen: set[str] = set()

    def story(self, root: Element, part: Part) -> list[Block]:
        """Give the blocks of one story."""
        before = self._part, self._instructions, self._fields_close
        self._part, self._instructions = part, []
        kinds = [mark.get(f"{W}fldCharType") for mark in root.iter(f"{W}fldChar")]
        # A field that never ends would swallow the rest of the document.
        self._fields_close = kinds.count("begin") == kinds.count("end")
        try:
            return self._blocks(root)
        finally:
            self._part, self._instructions, self._fields_close = before

    def _blocks(self, parent: Element) -> list[Block]:
        out: list[Block] = []
        waiting: Paragraph | None = None
        for child in self._inside(parent):
            if child.tag == f"{W}p":
                paragraph, boxes, joins = self._paragraph(child)
                if waiting is not None:
                    # The mark between the two was deleted or the first is a drop cap: they print as one.
                    paragraph.runs[:0] = waiting.runs
                waiting = paragraph if joins else None
                if not joins:
                    out.append(paragraph)
                out += boxes
            elif child.tag == f"{W}tbl":
                out.append(self._table(child))
        if waiting is not None:
            out.append(waiting)
        return out

    def _inside(self, parent: Element) -> Iterator[Element]:
        """Give the children of ``parent``, those of wrappers in their place, deleted ones left out."""
        for child in parent:
            tag = child.tag
            if tag in _CHANGES:
                self.seen.add("tracked")
            if tag in _WRAPPERS:
                yield from self._inside(child)
            elif tag == f"{_MC}AlternateContent":
                twin = _twin(child)
                if twin is not None:
                    yield from self._inside(twin)
            elif tag not in _DROPPED:
                yield child

    def _paragraph(self, element: Element) -> tuple[Paragraph, list[Block], bool]:
        properties = element.find(f"{W}pPr")
        style = value(properties, "pStyle")
        joins = False
        listed = Numbering()
        direct: str | None = None
        mark: Element | None = None
        if properties is not None:
            direct = value(properties, "jc")
            mark = properties.find(f"{W}rPr")
            frame = properties.find(f"{W}framePr")
            joins = frame is not None and frame.get(f"{W}dropCap") in ("drop", "margin")
            if mark is not None and mark.find(f"{W}del") is not None:
                self.seen.add("tracked")
                joins = True
            own = properties.find(f"{W}numPr")
            if own is not None:
                level = value(own, "ilvl")
                listed = Numbering(value(own, "numId"), int(level) if level is not None and level.isdigit() else None)
        if listed.number is None:
            inherited = self._styles.numbering(style)
            listed = Numbering(inherited.number, inherited.level if listed.level is None else listed.level)
        out = Paragraph([], self._styles.alignment(style, direct), self._part)
        boxes: list[Block] = []
        self._runs(element, style, out, boxes)
        label = self._label(listed, style)
        if label and not joins:
            set_in = out.runs[0][1] if out.runs else self._styles.look(style, None, mark).style
            out.runs.insert(0, (f"{label} ", replace(set_in, capitals=False)))
        return out, boxes, joins

    def _label(self, listed: Numbering, style: str | None) -> str:
        return self._numbers.label(listed, style) if listed.number not in (None, "0") else ""

    def _runs(self, parent: Element, style: str | None, out: Paragraph, boxes: list[Block]) -> None:
        for child in self._inside(parent):
            tag = child.tag
            if tag == f"{W}r":
                self._run(child, style, out, boxes)
            elif tag in (f"{_M}oMath", f"{_M}oMathPara"):
                text = _formula(child)
                if text:
                    out.runs.append((text, self._styles.look(style, None, None).style))

    def _run(self, run: Element, style: str | None, out: Paragraph, boxes: list[Block]) -> None:
        properties = run.find(f"{W}rPr")
        pieces: list[str] = []
        for child in run:
            tag = child.tag
            if tag == f"{W}t":
                if child.text and not any(self._instructions):
                    pieces.append(child.text)
            elif tag in _FIXED:
                if not any(self._instructions):
                    pieces.append(_FIXED[tag])
            elif tag == f"{W}sym":
                pieces.append(_sym(child))
            elif tag == f"{W}fldChar":
                self._field(child.get(f"{W}fldCharType"))
            elif tag in _BOXES:
                boxes += self._boxes(child)
            elif tag == f"{_MC}AlternateContent":
                twin = _twin(child)
                if twin is not None:
                    boxes += self._boxes(twin)
            elif tag == f"{W}commentReference":
                self.seen.add("comments")
        text = "".join(pieces)
        if not text:
            return
        character = value(properties, "rStyle")
        look = self._styles.look(style, character, properties)
        if look.hidden:
            if text.strip():
                self.seen.add("hidden")
            return
        if max(text) >= "\uf000":
            text = symbols.plain(text, look.style.font)
        if look.raised:
            # Left as they are, a note's number would become a part of the figure before it.
            text = text.translate(_SUPERSCRIPT)
        out.runs.append((text, look.style))

    def _field(self, kind: str | None) -> None:
        """Follow nested fields: between ``begin`` and ``separate`` stand instructions, which are not printed."""
        if not self._fields_close:
            return
        if kind == "begin":
            self._instructions.append(True)
        elif kind == "separate" and self._instructions:
            self._instructions[-1] = False
        elif kind == "end" and self._instructions:
            self._instructions.pop()

    def _boxes(self, drawing: Element) -> list[Block]:
        """Give the blocks of the text boxes in a drawing, only one of each pair of twins."""
        out: list[Block] = []
        for content in _contents(drawing):
            part = self._part if self._part in (Part.HEADER, Part.FOOTER) else Part.TEXT_BOX
            out += self.story(content, part)
        return out

    def _table(self, table: Element) -> Grid:
        columns = 0
        open_cells: dict[int, GridCell] = {}
        cells: list[GridCell] = []
        number = 0
        for row in self._inside(table):
            if row.tag != f"{W}tr":
                continue
            properties = row.find(f"{W}trPr")
            if properties is not None and properties.find(f"{W}del") is not None:
                self.seen.add("tracked")
                continue
            column = _count(value(properties, "gridBefore"), 0)
            still_open: dict[int, GridCell] = {}
            for element in self._inside(row):
                if element.tag != f"{W}tc":
                    continue
                width, merge = spans(element)
                above = open_cells.get(column)
                if merge == "continue" and above is not None:
                    above.row_span += 1
                    still_open[column] = above
                else:
                    cell = GridCell(number, column, self._blocks(element), 1, width)
                    cells.append(cell)
                    if merge is not None:
                        still_open[column] = cell
                column += width
            columns = max(columns, column)
            open_cells = still_open
            number += 1
        return Grid(number, columns, cells, ruled(table, self._styles))


def _count(text: str | None, default: int) -> int:
    return int(text) if text is not None and text.isdigit() else default


def _twin(alternate: Element) -> Element | None:
    """Give the branch of an ``mc:AlternateContent`` that is read: the first choice, else the fallback."""
    choice = alternate.find(f"{_MC}Choice")
    return alternate.find(f"{_MC}Fallback") if choice is None else choice


def _contents(drawing: Element) -> Iterator[Element]:
    """Give the ``w:txbxContent`` elements of a drawing, outermost only."""
    for child in drawing:
        if child.tag == f"{W}txbxContent":
            yield child
        elif child.tag == f"{_MC}AlternateContent":
            twin = _twin(child)
            if twin is not None:
                yield from _contents(twin)
        elif isinstance(child.tag, str):
            yield from _contents(child)


def _sym(element: Element) -> str:
    try:
        code = int(element.get(f"{W}char", ""), 16)
    except ValueError:
        return ""
    return symbols.symbol(element.get(f"{W}font"), code)


def _formula(element: Element) -> str:
    """Give a formula on one line: ``1/3`` for a fraction, everything else letter by letter."""
    if element.tag == f"{_M}f":
        return "/".join(_formula(part) for part in element if part.tag in (f"{_M}num", f"{_M}den"))
    if element.tag == f"{_M}t":
        return element.text or ""
    return "".join(_formula(child) for child in element)
