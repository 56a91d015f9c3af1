"""The layout of a PDF: pages to lines and tables, letters decoded, what is hidden left out and named."""

from dataclasses import dataclass, field

from parsers.encodings import Decoder
from parsers.formats.pdf.alignment import alignments, in_cell
from parsers.formats.pdf.lines import Row, cut, printed, rows
from parsers.formats.pdf.pages import Page, Run, open_document
from parsers.formats.pdf.signatures import is_stamp_text, signatures
from parsers.formats.pdf.tables import RuledTable, ruled_tables
from pipeline.errors import Code, FileError
from pipeline.model import Alignment, Box, Cell, CellRef, Layout, Line, Note, Part, Source, Table
from pipeline.text import clean

MAX_PAGES = 2_000
#: An image over this part of a page makes it a scan when hardly any letter is drawn on it.
_SCAN_SHARE = 0.5
_FEW_LETTERS = 20
#: A page of so many drawings and hardly a letter has its letters drawn as curves.
_MANY_DRAWINGS = 300
#: How far the text of a scanner's own hidden layer can be trusted.
_LAYER_LEGIBILITY = 0.7


@dataclass(slots=True)
class _Item:
    """One line to be: its row, where it stands, how it is set."""

    row: Row
    alignment: Alignment | None
    place: str
    cell: CellRef | None = None


@dataclass(slots=True)
class _Sheet:
    """One page ready to be written: its items in reading order, its tables with the count of items before each."""

    page: Page
    legibility: float
    items: list[_Item] = field(default_factory=list)
    tables: list[tuple[RuledTable, int, int]] = field(default_factory=list)


@dataclass(slots=True)
class _Found:
    """Numbers of pages that a clerk should know of."""

    scans: list[int] = field(default_factory=list)
    layers: list[int] = field(default_factory=list)
    hidden: list[int] = field(default_factory=list)
    garbled: list[int] = field(default_factory=list)


def read(source: Source) -> Layout:
    """Give the layout of a PDF: lines in reading order, each with page and box, tables cell by cell.

    Raises:
        FileError: ENCRYPTED, DAMAGED, UNREADABLE, TOO_LARGE, NO_TEXT when no page holds letters of its own.
    """
    found = _Found()
    sheets: list[_Sheet] = []
    with open_document(source.path) as document:
        if len(document) > MAX_PAGES:
            raise FileError(Code.TOO_LARGE, f"{len(document)} trang")
        if len(document) == 0:
            raise FileError(Code.DAMAGED)
        # Printing the fields onto their pages takes the signatures out of the open document.
        times = document.signature_times()
        tables = 0
        for number in range(1, len(document) + 1):
            sheets.append(_sheet(document.page(number), tables, found))
            tables += len(sheets[-1].tables)
    decoder = Decoder((run.text, run.face.name) for sheet in sheets for item in sheet.items for run in item.row.runs)
    writer = _Writer(decoder)
    for sheet in sheets:
        writer.add(sheet)
    if not any(line.part is Part.BODY for line in writer.lines):
        raise FileError(Code.NO_TEXT, f"{len(sheets)} trang")
    return Layout(
        "pdf",
        tuple(writer.lines),
        tuple(writer.tables),
        pages=len(sheets),
        page_sizes=tuple((sheet.page.width, sheet.page.height) for sheet in sheets),
        encoding=decoder.name,
        ocr=bool(found.layers),
        notes=_notes(found),
        signatures=signatures(times, [line for line in writer.lines if line.part is Part.SIGNATURE]),
        has_paragraphs=False,
    )


def needs_ocr(page: Page) -> bool:
    """Tell whether a page shows text that only a picture holds."""
    letters = sum(len(run.text) for run in page.runs if run.widget is None)
    return letters < _FEW_LETTERS and (page.image_share >= _SCAN_SHARE or page.drawings > _MANY_DRAWINGS)


def _sheet(page: Page, tables: int, found: _Found) -> _Sheet:
    """Put the runs of a page together; ``tables`` is how many tables stand on the pages before."""
    if needs_ocr(page):
        found.scans.append(page.number)
    shown, layer = _readable(page, found)
    if _is_garbled(shown):
        found.garbled.append(page.number)
    out = _Sheet(page, _LAYER_LEGIBILITY if layer else 1.0)
    runs = printed(shown)
    grids = ruled_tables(page.rules)
    inside: list[list[list[Run]]] = [[[] for _ in grid.cells] for grid in grids]
    outside: list[Run] = []
    for run in runs:
        _place(run, grids, inside, outside)
    lines = rows([run for run in outside if run.angle == 0])
    stamps = [row for row in lines if _is_stamp(row, page)]
    lines = [row for row in lines if not _is_stamp(row, page)]
    lines += [Row([run], run.base) for run in outside if run.angle != 0]
    # Two stamps side by side would interleave: each is kept whole, behind the page's own lines.
    lines += sorted(stamps, key=lambda row: (row.runs[0].widget or 0, row.base))
    waiting = [(grid, cells) for grid, cells in zip(grids, inside, strict=True) if any(cells)]
    for number, (row, alignment) in enumerate(zip(lines, alignments(lines, page.width), strict=True), 1):
        while waiting and (waiting[0][0].box.y0 < row.base or _is_stamp(row, page)):
            _add_table(out, *waiting.pop(0), tables + len(out.tables))
        out.items.append(_Item(row, alignment, f"trang {page.number}, dòng {number}"))
    for grid, cells in waiting:
        _add_table(out, grid, cells, tables + len(out.tables))
    return out


def _readable(page: Page, found: _Found) -> tuple[list[Run], bool]:
    """Give the runs to be read, and whether they are the hidden text layer of a scan."""
    shown = [run for run in page.runs if not run.hidden]
    hidden = [run for run in page.runs if run.hidden and run.text.strip()]
    if not hidden:
        return shown, False
    letters = sum(len(run.text) for run in hidden)
    if page.image_share >= _SCAN_SHARE and letters > sum(len(run.text) for run in shown if run.widget is None):
        found.layers.append(page.number)
        return list(page.runs), True
    found.hidden.append(page.number)
    return shown, False


def _is_stamp(row: Row, page: Page) -> bool:
    """Tell whether a row is wholly printed by a signature field, or reads like what signing software prints."""
    widgets = {run.widget for run in row.runs}
    if None in widgets:
        return False
    kinds = {page.fields[w] if w is not None and 0 <= w < len(page.fields) else "" for w in widgets}
    return "Sig" in kinds or is_stamp_text(row.text())


def _is_garbled(runs: list[Run]) -> bool:
    """Tell whether letters came out as codes without a meaning: a font without a map to Unicode."""
    letters = [c for run in runs for c in run.text if not c.isspace()]
    broken = sum(c == "\ufffd" or "\ue000" <= c <= "\uf8ff" or not c.isprintable() for c in letters)
    return broken * 10 > len(letters) and broken > _FEW_LETTERS


def _place(run: Run, grids: list[RuledTable], inside: list[list[list[Run]]], outside: list[Run]) -> None:
    """Put ``run``, cut at upright rules, into the cell it stands in, or outside of all tables."""
    middle = (run.y0 + run.y1) / 2
    for grid, cells in zip(grids, inside, strict=True):
        box = grid.box
        if run.widget is None and box.y0 <= middle <= box.y1 and box.x0 - 2 <= (run.x0 + run.x1) / 2 <= box.x1 + 2:
            for part in cut(run, grid.edges_at(middle)):
                at = grid.cell_at((part.x0 + part.x1) / 2, middle)
                (outside if at is None else cells[at]).append(part)
            return
    outside.append(run)


def _add_table(out: _Sheet, grid: RuledTable, cells: list[list[Run]], index: int) -> None:
    before = len(out.items)
    for cell, runs in zip(grid.cells, cells, strict=True):
        place = f"trang {out.page.number}, bảng {index + 1}, hàng {cell.row + 1}, cột {cell.column + 1}"
        lines = rows([run for run in runs if run.angle == 0], columns=False)
        turned = [run for run in runs if run.angle != 0]
        lines += [Row(turned, turned[0].base)] if turned else []
        for row in lines:
            out.items.append(_Item(row, in_cell(row, cell.box), place, CellRef(index, cell.row, cell.column)))
    out.tables.append((grid, index, before))


class _Writer:
    """Numbers the lines and tables of all pages."""

    def __init__(self, decoder: Decoder) -> None:
        self.decoder = decoder
        self.lines: list[Line] = []
        self.tables: list[Table] = []

    def add(self, sheet: _Sheet) -> None:
        """Write one page."""
        first = len(self.lines)
        cells: dict[CellRef, list[int]] = {}
        for item in sheet.items:
            if item.cell is not None:
                cells.setdefault(item.cell, []).append(len(self.lines))
            self.lines.append(self._line(item, sheet))
        for grid, index, before in sheet.tables:
            drawn = []
            for one in grid.cells:
                own = tuple(cells.get(CellRef(index, one.row, one.column), ()))
                text = "\n".join(self.lines[i].text for i in own)
                drawn.append(Cell(one.row, one.column, text, own, one.row_span, one.column_span))
            table = Table(
                index, grid.rows, grid.columns, tuple(drawn), first + before, page=sheet.page.number, ruled=True
            )
            self.tables.append(table)

    def _line(self, item: _Item, sheet: _Sheet) -> Line:
        row = item.row
        weight = sum(len(run.text) for run in row.runs)
        bold = sum(len(run.text) for run in row.runs if run.face.bold)
        italic = sum(len(run.text) for run in row.runs if run.face.italic)
        main = max(row.runs, key=lambda run: len(run.text))
        text = clean(row.text(self.decoder.pieces([(run.text, run.face.name) for run in row.runs])))
        return Line(
            len(self.lines),
            text,
            item.place,
            page=sheet.page.number,
            box=Box(row.x0, row.y0, max(row.x0, row.x1), max(row.y0, row.y1)),
            cell=item.cell,
            part=Part.SIGNATURE if _is_stamp(row, sheet.page) else Part.BODY,
            bold=bold * 2 > weight,
            italic=italic * 2 > weight,
            size=round(main.size, 1),
            font=main.face.name,
            alignment=item.alignment,
            legibility=sheet.legibility,
        )


def _notes(found: _Found) -> tuple[Note, ...]:
    def pages(numbers: list[int]) -> str:
        return "Trang " + ", ".join(map(str, numbers))

    out = []
    if found.scans:
        out.append(
            Note("SCANNED_PAGES", f"{pages(found.scans)} là ảnh quét không có lớp chữ, chưa đọc được chữ trên ảnh.")
        )
    if found.layers:
        out.append(
            Note("OCR_LAYER", f"{pages(found.layers)} đọc từ lớp chữ ẩn do máy quét tạo sẵn; cần đối chiếu với ảnh.")
        )
    if found.hidden:
        out.append(Note("HIDDEN_TEXT", f"{pages(found.hidden)} có chữ không hiện trên trang; phần chữ này không đọc."))
    if found.garbled:
        out.append(
            Note("GARBLED_TEXT", f"{pages(found.garbled)} có phông chữ không kèm bảng mã; nhiều chữ không đọc được.")
        )
    return tuple(out)
