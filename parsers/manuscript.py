"""A flowing document (paragraphs, tables, notes) turned into a :class:`Layout`: the last step of every flow format.

A reader collects :class:`Paragraph` and :class:`Grid` values in document order; :func:`layout` numbers the
lines, turns legacy letters into Unicode font by font, and gives every line its place in Vietnamese.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from parsers import encodings
from pipeline.model import Alignment, Cell, CellRef, Layout, Line, Note, Part, Table
from pipeline.text import clean

_PLACES = {
    Part.HEADER: "đầu trang",
    Part.FOOTER: "chân trang",
    Part.FOOTNOTE: "chú thích",
    Part.TEXT_BOX: "hộp chữ",
}


#: Control characters print nothing; tabs and line breaks do.
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_UNPRINTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")


@dataclass(frozen=True, slots=True)
class Style:
    """How a run of letters is set. None: the format does not tell.

    ``capitals``: printed in capitals whatever is stored. ``raised``: a superscript, the number of a note or a square.
    """

    font: str | None = None
    size: float | None = None
    bold: bool | None = None
    italic: bool | None = None
    capitals: bool = False
    raised: bool = False


@dataclass(slots=True)
class Paragraph:
    r"""One paragraph: ``runs`` are (text, style) in order, ``\n`` for a line break inside; legacy letters still unread."""

    runs: list[tuple[str, Style]] = field(default_factory=list)
    alignment: Alignment | None = None
    part: Part = Part.BODY


@dataclass(slots=True)
class GridCell:
    """One cell: its place, its span, and the paragraphs and inner tables it holds."""

    row: int
    column: int
    blocks: "list[Paragraph | Grid]"
    row_span: int = 1
    column_span: int = 1


@dataclass(slots=True)
class Grid:
    """One table with its cells in reading order; ``ruled`` as in :class:`pipeline.model.Table`."""

    rows: int
    columns: int
    cells: list[GridCell]
    ruled: bool | None = None


Block = Paragraph | Grid
Blocks = Sequence[Block]

#: What readers of flow formats may have to tell a clerk, by the name under which they note it.
NOTES = {
    "tracked": Note("TRACKED_CHANGES", "Văn bản còn dấu vết sửa đổi; đọc như đã chấp nhận mọi sửa đổi."),
    "hidden": Note("HIDDEN_TEXT", "Văn bản có chữ ẩn; phần chữ ẩn không in ra nên không đọc."),
    "comments": Note("COMMENTS", "Văn bản còn nhận xét (comment) chưa xoá."),
    "macros": Note("MACROS", "Tệp chứa macro; macro không được chạy."),
    "carried": Note("EMBEDDED_FILES", "Tệp nhúng tệp khác (đối tượng OLE); tệp nhúng không được mở hay chạy."),
    "outside": Note(
        "EXTERNAL_LINKS",
        "Tệp trỏ tới nội dung bên ngoài (mẫu, ảnh, đối tượng liên kết); không nội dung nào được tải về.",
    ),
}


#: A paragraph of two pages; what is longer comes in pieces, so that no pattern runs over megabytes without an end.
LONGEST = 4_000
_SENTENCE_END = re.compile(r"[.;:!?…]\s+(?=\S)")


def cuts(text: str) -> list[slice]:
    """Give where a printed line is cut: behind a sentence, else at a blank, and hard only where there is neither."""
    out = []
    start = 0
    while len(text) - start > LONGEST:
        window = text[start : start + LONGEST]
        ends = [match.end() for match in _SENTENCE_END.finditer(window)]
        stop = start + (ends[-1] if ends else window.rfind(" ") + 1 or LONGEST)
        out.append(slice(start, stop))
        start = stop
    return [*out, slice(start, len(text))]


def is_written(block: Block) -> bool:
    """Tell whether a block prints a letter anywhere in it."""
    if isinstance(block, Grid):
        return any(is_written(inner) for cell in block.cells for inner in cell.blocks)
    return any(text.strip() for text, _ in block.runs)


def written(blocks: Blocks) -> list[Block]:
    """Give the blocks that print a letter."""
    return [block for block in blocks if is_written(block)]


def plain(blocks: Blocks) -> str:
    """Give the stored letters of ``blocks``, to compare one story with another."""
    out = []
    for block in blocks:
        if isinstance(block, Paragraph):
            out.append("".join(text for text, _ in block.runs))
        else:
            out += [plain(cell.blocks) for cell in block.cells]
    return "\n".join(out)


class _Writer:
    """Collects lines and tables while it walks the blocks."""

    def __init__(self, decoder: encodings.Decoder) -> None:
        self.decoder = decoder
        self.lines: list[Line] = []
        self.tables: list[Table | None] = []
        self.counts: dict[Part, int] = {}

    def blocks(self, blocks: Blocks, cell: CellRef | None = None) -> None:
        for block in blocks:
            if isinstance(block, Grid):
                self.grid(block, cell)
            else:
                self.paragraph(block, cell)

    def grid(self, grid: Grid, parent: CellRef | None) -> None:
        index, anchor = len(self.tables), len(self.lines)
        self.tables.append(None)
        cells = []
        for one in grid.cells:
            ref = CellRef(index, one.row, one.column)
            first = len(self.lines)
            self.blocks(one.blocks, ref)
            # Inner tables number their lines in between; only the cell's own lines are the cell's text.
            own = tuple(i for i in range(first, len(self.lines)) if self.lines[i].cell == ref)
            text = "\n".join(self.lines[i].text for i in own)
            cells.append(Cell(one.row, one.column, text, own, one.row_span, one.column_span))
        self.tables[index] = Table(
            index, grid.rows, grid.columns, tuple(cells), anchor, ruled=grid.ruled, parent=parent
        )

    def paragraph(self, paragraph: Paragraph, cell: CellRef | None) -> None:
        if cell is None:
            self.counts[paragraph.part] = self.counts.get(paragraph.part, 0) + 1
            number = self.counts[paragraph.part]
            place = f"{_PLACES[paragraph.part]}, đoạn {number}" if paragraph.part in _PLACES else f"đoạn {number}"
        else:
            place = f"bảng {cell.table + 1}, hàng {cell.row + 1}, cột {cell.column + 1}"
        first = True
        for pieces in _split(self.decoded(paragraph.runs)):
            kept = clean("".join(piece for piece, _ in pieces))
            if not kept.strip():
                continue
            text = clean("".join(_printed(piece, style) for piece, style in pieces))
            style = _dominant(pieces)
            # Capitals of a few letters are two: then there is no telling which stored letters a piece prints.
            stored = kept if len(kept) == len(text) else text
            for part in cuts(text):
                self.lines.append(
                    Line(
                        len(self.lines),
                        text[part],
                        place,
                        cell=cell,
                        part=paragraph.part,
                        bold=style.bold,
                        italic=style.italic,
                        size=style.size,
                        font=style.font,
                        alignment=paragraph.alignment,
                        starts_paragraph=first,
                        stored=None if stored[part] == text[part] else stored[part],
                    )
                )
                first = False

    def decoded(self, runs: Sequence[tuple[str, Style]]) -> list[tuple[str, Style]]:
        """Give the runs in Unicode."""
        texts = self.decoder.pieces([(text, style.font) for text, style in runs])
        return [(_UNPRINTED.sub("", text), style) for text, (_, style) in zip(texts, runs, strict=True)]


def _printed(text: str, style: Style) -> str:
    """Give ``text`` in capitals where the format or the font prints them, digits raised where they are raised."""
    if style.raised:
        # Left as they are, a note's number would become a part of the figure before it.
        text = text.translate(_RAISED)
    return text.upper() if style.capitals or encodings.prints_capitals(style.font) else text


def _split(runs: Sequence[tuple[str, Style]]) -> list[list[tuple[str, Style]]]:
    """Cut the runs of one paragraph at its line breaks."""
    out: list[list[tuple[str, Style]]] = [[]]
    for text, style in runs:
        first, *rest = text.split("\n")
        if first:
            out[-1].append((first, style))
        out.extend([(piece, style)] if piece else [] for piece in rest)
    return out


def _dominant(pieces: Sequence[tuple[str, Style]]) -> Style:
    """Give the style of most letters of one line, each property on its own."""
    weighed = [(len(text.replace(" ", "").replace("\t", "")), style) for text, style in pieces]
    weighed = [pair for pair in weighed if pair[0]] or weighed
    if not weighed:
        return Style()
    if len(weighed) == 1:
        return weighed[0][1]

    def most(name: str) -> object:
        votes: dict[object, int] = {}
        for weight, style in weighed:
            value = getattr(style, name)
            votes[value] = votes.get(value, 0) + weight
        return max(votes, key=lambda value: votes[value])

    return Style(most("font"), most("size"), most("bold"), most("italic"))  # type: ignore[arg-type]


def layout(reader: str, blocks: Blocks, notes: Sequence[Note] = ()) -> Layout:
    """Give the layout of ``blocks`` in their order; blank paragraphs are counted and give no line."""
    decoder = encodings.Decoder(_runs(blocks))
    writer = _Writer(decoder)
    writer.blocks(blocks)
    tables = tuple(table for table in writer.tables if table is not None)
    return Layout(reader, tuple(writer.lines), tables, encoding=decoder.name, notes=tuple(notes))


def _runs(blocks: Blocks) -> list[tuple[str, str | None]]:
    """Give every run's text and font, inner tables too."""
    out: list[tuple[str, str | None]] = []
    stack: list[Paragraph | Grid] = list(reversed(blocks))
    while stack:
        block = stack.pop()
        if isinstance(block, Paragraph):
            out.extend((text, style.font) for text, style in block.runs)
        else:
            stack.extend(inner for cell in reversed(block.cells) for inner in reversed(cell.blocks))
    return out
