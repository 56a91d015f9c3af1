"""The neutral page: lines with a place. Every format reader ends here, every field begins here."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in PDF points (1/72 inch) from the top left of the page."""

    x0: float
    y0: float
    x1: float
    y1: float

    def __post_init__(self) -> None:
        """Refuse an inverted box."""
        if self.x1 < self.x0 or self.y1 < self.y0:
            raise ValueError(f"inverted box {self}")

    def union(self, other: "Box") -> "Box":
        """Give the smallest box around both."""
        return Box(min(self.x0, other.x0), min(self.y0, other.y0), max(self.x1, other.x1), max(self.y1, other.y1))

    @property
    def height(self) -> float:
        """Height in points."""
        return self.y1 - self.y0

    @property
    def middle(self) -> float:
        """Horizontal middle in points."""
        return (self.x0 + self.x1) / 2


class Part(StrEnum):
    """Which part of the document a line stands in."""

    BODY = "body"
    TEXT_BOX = "text_box"
    HEADER = "header"
    FOOTER = "footer"
    FOOTNOTE = "footnote"
    #: Text drawn by a digital signature ("Người ký:"): kept as evidence, never read as a field.
    SIGNATURE = "signature"
    #: An element of an electronic envelope (edXML); ``Line.place`` is its path. Read by the envelope's fields only.
    ENVELOPE = "envelope"


class Alignment(StrEnum):
    """How a line is set."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"
    JUSTIFY = "justify"


@dataclass(frozen=True, slots=True)
class CellRef:
    """The table cell a line stands in; all counted from 0. ``sheet`` names the worksheet of a spreadsheet."""

    table: int
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line (PDF, scan) or one paragraph piece between breaks (Word, text), with its place.

    ``text`` is NFC with tabs and runs of blanks kept (they are the columns of a head set with tabs).
    ``place`` is what a clerk can find: ``đoạn 12``, ``bảng 2, hàng 3, cột 1``, ``trang 1, dòng 5``, ``Sheet1!B7``.
    A style that the format does not tell is None, which is not the same as False.
    A table cell with several paragraphs gives several lines with the same ``cell``.
    """

    index: int
    text: str
    place: str
    page: int | None = None
    box: Box | None = None
    cell: CellRef | None = None
    part: Part = Part.BODY
    bold: bool | None = None
    italic: bool | None = None
    size: float | None = None
    font: str | None = None
    alignment: Alignment | None = None
    #: First lines of paragraphs in formats that know paragraphs (Word, text); None where only printed lines are known.
    starts_paragraph: bool | None = None
    #: Confidence of the reading itself, 1.0 where the text is digital.
    legibility: float = 1.0
    #: The letters as the file keeps them where a capitals font or format prints them otherwise; None: as in ``text``.
    stored: str | None = None

    def __post_init__(self) -> None:
        """Refuse a line that cannot be found again."""
        if "\n" in self.text:
            raise ValueError("a line has no line break")
        if self.page is not None and self.page < 1:
            raise ValueError("pages are counted from 1")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table with its span; ``lines`` are indices into ``Layout.lines``. A blank cell has none."""

    row: int
    column: int
    text: str
    lines: tuple[int, ...] = ()
    row_span: int = 1
    column_span: int = 1
    #: The stored number of a spreadsheet cell as text with a decimal point (``"1234.5"``), None elsewhere.
    number: str | None = None


@dataclass(frozen=True)
class Table:
    """A table as drawn: ``rows`` x ``columns`` with its cells. ``anchor`` is how many lines of the layout stand before it.

    ``name`` is the worksheet's name for spreadsheets. ``ruled`` is False for a borderless layout table (head, foot).
    A table inside a cell of another is a table of its own with ``parent`` set.
    """

    index: int
    rows: int
    columns: int
    cells: tuple[Cell, ...]
    anchor: int = 0
    page: int | None = None
    name: str | None = None
    ruled: bool | None = None
    parent: CellRef | None = None

    @cached_property
    def grid(self) -> tuple[tuple[Cell | None, ...], ...]:
        """``rows`` x ``columns`` cells, a merged cell repeated wherever it reaches; None where nothing is drawn."""
        out: list[list[Cell | None]] = [[None] * self.columns for _ in range(self.rows)]
        for cell in self.cells:
            for row in range(cell.row, min(self.rows, cell.row + cell.row_span)):
                for column in range(cell.column, min(self.columns, cell.column + cell.column_span)):
                    out[row][column] = cell
        return tuple(tuple(row) for row in out)


@dataclass(frozen=True, slots=True)
class Signature:
    """A digital signature as found in the file: present, never "valid" (not checked online)."""

    signer: str | None
    signed_at: str | None


@dataclass(frozen=True, slots=True)
class Note:
    """Something the reader noticed that is no failure: hidden rows, macros, tracked changes, lost letters.

    ``needs_person`` when someone must act on it (a recalled dispatch); else it is only good to know.
    """

    code: str
    message: str
    needs_person: bool = False


@dataclass(frozen=True)
class Layout:
    """A whole file as lines in reading order and tables. Laws: ``lines[i].index == i``; no line of the file is dropped.

    ``encoding`` is how the text was stored: ``unicode``, ``tcvn3``, ``vni``, ``viscii`` or ``mixed``.
    ``page_sizes`` are points (width, height), empty for formats without pages.
    """

    reader: str
    lines: tuple[Line, ...]
    tables: tuple[Table, ...] = ()
    pages: int | None = None
    page_sizes: tuple[tuple[float, float], ...] = ()
    encoding: str = "unicode"
    ocr: bool = False
    notes: tuple[Note, ...] = ()
    signatures: tuple[Signature, ...] = ()
    #: True when the format knows paragraphs (Word, text) and False when it knows printed lines only (PDF, scan).
    has_paragraphs: bool = True

    def __post_init__(self) -> None:
        """Refuse lines out of order."""
        if any(line.index != i for i, line in enumerate(self.lines)):
            raise ValueError("lines must be numbered in order")

    def of_cell(self, ref: CellRef) -> Iterator[Line]:
        """Give the lines of one table cell in order."""
        return (line for line in self.lines if line.cell == ref)
