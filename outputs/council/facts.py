"""What a report says, as strings ready to print; every renderer (Word, Excel, page) shows these and computes nothing."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


class ReportError(Exception):
    """A document cannot be made as asked; the message says why in Vietnamese."""


@dataclass(frozen=True, slots=True)
class Office:
    """The office that signs the report; filled from the settings, every line as it is to be printed.

    ``parent`` is the body above it, blank for a People's Committee. ``code`` is the issuer's part of the symbol
    (``SNNMT``). ``addressee`` follows "Kính gửi:"; ``through`` is the standing body that receives for the Council, blank
    when there is none. ``capacity`` is ``KT. GIÁM ĐỐC`` when a deputy signs, blank when the head does.
    ``signer`` may be blank: the name is then written by hand. ``agency`` is the registry id.
    """

    name: str
    parent: str
    place: str
    code: str
    addressee: str
    position: str
    through: str = ""
    capacity: str = ""
    signer: str = ""
    recipients: tuple[str, ...] = ()
    archive: str = "VT"
    agency: str | None = None
    #: Codes of the office and of the addressee in the exchange of electronic documents (mã định danh), blank when unknown.
    organ: str = ""
    addressee_organ: str = ""
    #: How the text speaks of the office: ``Sở Nông nghiệp và Môi trường``; blank takes ``name`` as it stands.
    spoken: str = ""

    @property
    def words(self) -> str:
        """The office's name inside a sentence."""
        return self.spoken or " ".join(self.name.split())


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text. ``kind`` is blank, ``strong``, ``italic`` or ``source`` (a code ``[3]`` that links to ``ref``)."""

    text: str
    kind: str = ""
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """``kind`` is ``text``, ``heading`` (a numbered line inside a section), ``item`` (``- ...``), ``quote`` or ``note``."""

    spans: tuple[Span, ...]
    kind: str = "text"

    @property
    def text(self) -> str:
        """The words without their links."""
        return "".join(s.text for s in self.spans)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: ``width`` in millimetres of the printed page, ``align`` is ``left``, ``center`` or ``right``."""

    title: str
    width: float
    align: str = "left"


@dataclass(frozen=True, slots=True)
class Cell:
    """``text`` as printed, ``source`` its codes (``[3]``), ``ref`` the row that it comes from, ``value`` the plain number."""

    text: str
    source: str = ""
    ref: str = ""
    value: Decimal | None = None
    flag: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """``strong`` marks totals and group lines; ``anchor`` is the name others link to; ``span``: one text over all columns."""

    cells: tuple[Cell, ...]
    strong: bool = False
    anchor: str = ""
    span: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its title (``Bảng 1. ...``), the unit or legend beside it, and notes under it."""

    id: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    unit: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a chart: ``text`` is what stands beside it; ``value`` None draws no bar."""

    label: str
    value: Decimal | None
    text: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart: PNG bytes, its title, the words that say the same, and its figures for programs that draw it themselves.

    ``unit`` is what the bars count; ``upright`` bars stand side by side (over time), others lie one under another.
    """

    id: str
    title: str
    png: bytes
    words: str
    bars: tuple[Bar, ...] = ()
    unit: str = ""
    upright: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """One thing after another: a paragraph, a table or a picture; exactly one is set."""

    paragraph: Paragraph | None = None
    table: Table | None = None
    picture: Picture | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the report: ``I.`` and its title in capitals."""

    number: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Annex:
    """A phụ lục: ``IV``, its title in capitals, its tables; ``empty`` is what it says when it has none.

    Without a number it stands in the workbook only.
    """

    id: str
    number: str
    title: str
    tables: tuple[Table, ...]
    empty: str = ""
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Measure:
    """An indicator as the workbook shows it: ``divisor`` turns its stored measure into the printed unit."""

    code: str
    name: str
    unit: str
    divisor: Decimal
    adds: bool
    total: Decimal | None
    #: The figure of the earlier period and the change since, None when they cannot be compared; ``partly``: over the units
    #: that state both.
    then: Decimal | None = None
    change: Decimal | None = None
    partly: bool = False


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One unit's figures, one for each measure: a number in printed units, or the sign for a missing one."""

    unit: str
    counts: bool
    values: tuple[Decimal | str, ...]
    sources: str


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One stated figure and where it stands; ``use`` says whether and why it counts."""

    code: str
    anchor: str
    unit: str
    indicator: str
    value: Decimal | None
    text: str
    measure: str
    days: str
    symbol: str
    issued: str
    place: str
    raw: str
    confidence: float
    use: str
    file: str
    #: The frame on the picture of its page, blank when there is no such picture.
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A frame on a page: the name that figures link to, and left, top, width, height in percent of the page."""

    anchor: str
    words: str
    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class PageView:
    """A page of a source document as a picture, with the places of the figures on it; size in points."""

    anchor: str
    title: str
    png: bytes
    width: float
    height: float
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One document behind the report, so that the same report can be made again from the same files."""

    code: str
    document: str
    issued: str
    unit: str
    subject: str
    file: str
    sha256: str
    received: str


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """The whole report in words. ``file_stem`` names the files; ``day`` is the report's day.

    ``parent`` and ``issuer`` are the names of the head, broken into lines, as is the title in ``title_lines``.
    ``heading`` is the kind in capitals, blank for a letter (công văn), whose ``about`` is
    then its ``V/v ...`` line. ``template`` is the Word file that it is printed on.
    """

    office: Office
    parent: str
    issuer: str
    day: date
    file_stem: str
    symbol: str
    place_date: str
    title: str
    movement: str
    period: str
    addressees: tuple[str, ...]
    opening: tuple[Paragraph, ...]
    sections: tuple[Section, ...]
    closing: str
    annexes: tuple[Annex, ...]
    measures: tuple[Measure, ...] = ()
    matrix: tuple[MatrixRow, ...] = ()
    figures: tuple[FigureRow, ...] = ()
    headline: tuple[tuple[str, str], ...] = ()
    manifest: tuple[SourceFile, ...] = ()
    heading: str = "BÁO CÁO"
    about: str = ""
    template: str = "consolidated.docx"
    title_lines: str = ""
    views: tuple[PageView, ...] = ()
    #: What the period is held against (``Năm 2022``), blank when nothing is known of it.
    then: str = ""

    @property
    def kind(self) -> str:
        """The kind of document inside a sentence: ``Báo cáo``, ``Công văn``."""
        return self.heading.capitalize() if self.heading else "Công văn"

    @property
    def one_page(self) -> bool:
        """Tell whether the paper is meant to be one page: nothing numbered, no annex."""
        return bool(self.sections) and not self.printed_annexes and not any(s.number for s in self.sections)

    @property
    def printed_annexes(self) -> tuple[Annex, ...]:
        """The annexes that are printed."""
        return tuple(a for a in self.annexes if a.number)
