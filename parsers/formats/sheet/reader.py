"""The layout of a workbook: values by calamine, looks and hidden places from the package where it is XLSX."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from parsers import compound
from parsers.containers import open_container, parse_xml
from parsers.encodings import Decoder, prints_capitals
from parsers.formats.sheet import biff, open_document
from parsers.formats.sheet.looks import CellLook, SheetLook, column_name, sheet_looks
from parsers.manuscript import NOTES
from pipeline import media
from pipeline.errors import Code, FileError
from pipeline.model import Cell, CellRef, Layout, Line, Note, Source, Table
from pipeline.text import clean

#: More cells than this on one sheet, blank ones between filled ones included, are no report.
MAX_CELLS = 2_000_000
_SHOWN_DIGITS = 10
#: Up to this many cells of a sheet, blank ones are told apart from places outside the sheet.
_DRAWN = 50_000
_PLAIN = CellLook()
_ZIPPED = frozenset({media.XLSX, media.XLSB, media.ODS})
_TOLD = {media.XLSX: sheet_looks, media.ODS: open_document.sheet_looks}
#: What a formula that went wrong prints.
_ERRORS = frozenset({"#REF!", "#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#VALUE!"})
_NAMED = 12
_ZIPPED_NOTES = (
    ("vbaProject.bin", NOTES["macros"]),
    ("/embeddings/", NOTES["carried"]),
    ("/externalLinks/", NOTES["outside"]),
)
#: The storage of macros in an .xls.
_XLS_MACROS = "_VBA_PROJECT_CUR"

Value = str | int | float | bool | date | datetime | time | timedelta
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Filled:
    """One filled cell: where, what is printed, the stored number, how it is set."""

    row: int
    column: int
    text: str
    number: str | None
    look: CellLook


def read(source: Source) -> Layout:
    """Give the layout of a workbook, one table a sheet, hidden sheets, rows and columns read and named.

    Raises:
        FileError: ENCRYPTED, DAMAGED, HOSTILE, TOO_LARGE, UNREADABLE, EMPTY when no cell is filled.
    """
    looks = _looks(source)
    for name, look in looks.items():
        # calamine lays the whole rectangle out in memory: two cells at opposite corners would take it all.
        if look.area > MAX_CELLS:
            raise FileError(Code.TOO_LARGE, f"trang tính {name}")
    try:
        return _workbook(source, looks)
    except PasswordError as error:
        raise FileError(Code.ENCRYPTED) from error
    except (CalamineError, ValueError, OverflowError) as error:
        raise FileError(Code.DAMAGED) from error
    except OSError as error:
        raise FileError(Code.UNREADABLE) from error
    except BaseException as error:
        # A panic of the Rust reader is no Exception; anything else goes on.
        if type(error).__name__ != "PanicException":
            raise
        raise FileError(Code.DAMAGED) from error


def _looks(source: Source) -> dict[str, SheetLook]:
    """Give the looks of the sheets by name. A zipped workbook is checked before calamine unpacks it without bounds."""
    if source.media_type == media.XLS:
        return biff.sheet_looks(compound.streams(source.path, "Workbook").get("Workbook", b""))
    if source.media_type not in _ZIPPED:
        return {}
    with source.path.open("rb") as stream:
        if stream.read(2) != b"PK":
            raise FileError(Code.UNKNOWN_FORMAT, "bảng tính .fods; lưu lại thành .ods hoặc .xlsx")
    with open_container(source.path) as container:
        for name in container.names:
            if name.endswith((".xml", ".rels", ".bin")):
                data = container.read(name) or b""
                if not name.endswith(".bin") and (b"<!DOCTYPE" in data or b"<!ENTITY" in data):
                    parse_xml(data)
    told = _TOLD.get(source.media_type)
    if told is None:
        return {}
    # Opened again: the bounds count every byte that is unpacked.
    with open_container(source.path) as container:
        return told(container)


def _carried(source: Source) -> list[Note]:
    """Give notes on what a workbook carries besides cells: macros, files, links to other workbooks."""
    if source.media_type == media.XLS:
        return [NOTES["macros"]] if any(name.startswith(_XLS_MACROS) for name in compound.names(source.path)) else []
    if source.media_type not in (media.XLSX, media.XLSB):
        return []
    with open_container(source.path) as container:
        return [note for part, note in _ZIPPED_NOTES if any(part in name for name in container.names)]


def _workbook(source: Source, looks: dict[str, SheetLook]) -> Layout:
    notes = _carried(source)
    sheets: list[tuple[str, CalamineSheet, dict[Span, Span], list[_Filled]]] = []
    hidden: list[str] = []
    # From its bytes: calamine trusts the ending of a path, and offices rename .xlsx to .xls by hand.
    with source.path.open("rb") as stream, CalamineWorkbook.from_filelike(stream) as workbook:
        for meta in workbook.sheets_metadata:
            if meta.typ is not SheetTypeEnum.WorkSheet:
                continue
            sheet = workbook.get_sheet_by_name(meta.name)
            if sheet.height * sheet.width > MAX_CELLS:
                raise FileError(Code.TOO_LARGE, f"trang tính {meta.name}")
            look = looks.get(meta.name, SheetLook())
            filled = list(_filled(sheet, look))
            if meta.visible is not SheetVisibleEnum.Visible and filled:
                hidden.append(meta.name)
            sheets.append((meta.name, sheet, look.spans or _spans(sheet), filled))
            notes += _sheet_notes(meta.name, look)
    if hidden:
        notes.insert(0, Note("HIDDEN_SHEETS", f"Trang tính ẩn (vẫn được đọc): {', '.join(hidden)}."))
    decoder = Decoder((cell.text, cell.look.font) for *_, filled in sheets for cell in filled)
    lines: list[Line] = []
    tables: list[Table] = []
    for name, sheet, spans, filled in sheets:
        if filled:
            tables.append(_table(len(tables), name, sheet, spans, filled, lines, decoder))
    if not lines:
        raise FileError(Code.EMPTY)
    wrong = [line.place for line in lines if line.text in _ERRORS]
    if wrong:
        notes.append(Note("FORMULA_ERRORS", f"Ô báo lỗi công thức: {_list(wrong)}."))
    return Layout("sheet", tuple(lines), tuple(tables), encoding=decoder.name, notes=tuple(notes))


def _filled(sheet: CalamineSheet, look: SheetLook) -> Iterator[_Filled]:
    start = sheet.start
    if start is None:
        return
    for r, row in enumerate(sheet.to_python(skip_empty_area=True), start[0]):
        for c, value in enumerate(row, start[1]):
            if value == "" and isinstance(value, str):
                continue
            set_as = look.looks.get((r, c), _PLAIN)
            text, number = printed(value, percent=set_as.percent)
            if text.strip():
                yield _Filled(r, c, text, number, set_as)


def printed(value: Value, *, percent: bool = False) -> tuple[str, str | None]:
    """Give what a cell prints and its stored number (decimal point, no exponent), None for all but numbers.

    Dates print as ``dd/mm/yyyy``. Stored numbers keep Excel's 15 digits (``0.1 + 0.2`` is ``0.3``), printed ones
    the ten that Excel's General format shows; the part before the point is always whole.
    """
    if isinstance(value, bool):
        return ("TRUE" if value else "FALSE"), None
    if isinstance(value, int | float):
        exact = Decimal(format(value, ".15g")) if isinstance(value, float) else Decimal(value)
        if not exact.is_finite():
            return str(value), None
        return (f"{_plain(_general(exact * 100))}%" if percent else _plain(_general(exact))), _plain(exact)
    if isinstance(value, datetime):
        day = f"{value.day:02d}/{value.month:02d}/{value.year:04d}"
        return (day if value.time() == time() else f"{day} {value:%H:%M}"), None
    if isinstance(value, date):
        return f"{value.day:02d}/{value.month:02d}/{value.year:04d}", None
    if isinstance(value, time):
        return f"{value:%H:%M}", None
    if isinstance(value, timedelta):
        minutes = int(value.total_seconds()) // 60
        return f"{minutes // 60}:{minutes % 60:02d}", None
    return value, None


def _general(number: Decimal) -> Decimal:
    return Context(prec=max(_SHOWN_DIGITS, number.adjusted() + 1), rounding=ROUND_HALF_UP).plus(number)


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _table(
    index: int,
    name: str,
    sheet: CalamineSheet,
    spans: dict[Span, Span],
    filled: list[_Filled],
    lines: list[Line],
    decoder: Decoder,
) -> Table:
    anchor = len(lines)
    cells: dict[Span, Cell] = {}
    for one in filled:
        place = f"{name}!{column_name(one.column)}{one.row + 1}"
        (text,) = decoder.pieces([(one.text, one.look.font)])
        own = []
        for piece in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
            if not piece.strip():
                continue
            kept = clean(piece)
            shown = kept.upper() if prints_capitals(one.look.font) else kept
            own.append(len(lines))
            lines.append(
                Line(
                    len(lines),
                    shown,
                    place,
                    cell=CellRef(index, one.row, one.column),
                    bold=one.look.bold,
                    italic=one.look.italic,
                    size=one.look.size,
                    font=one.look.font,
                    alignment=one.look.alignment,
                    starts_paragraph=len(own) == 1,
                    stored=None if shown == kept else kept,
                )
            )
        height, width = spans.get((one.row, one.column), (1, 1))
        printed_text = "\n".join(lines[i].text for i in own)
        cells[one.row, one.column] = Cell(one.row, one.column, printed_text, tuple(own), height, width, one.number)
    rows = max(c.row + c.row_span for c in cells.values())
    columns = max(c.column + c.column_span for c in cells.values())
    _add_blanks(cells, sheet, spans)
    ordered = tuple(cells[place] for place in sorted(cells))
    return Table(index, rows, columns, ordered, anchor, name=name)


def _spans(sheet: CalamineSheet) -> dict[Span, Span]:
    return {
        (top, left): (bottom - top + 1, right - left + 1)
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
    }


def _add_blanks(cells: dict[Span, Cell], sheet: CalamineSheet, spans: dict[Span, Span]) -> None:
    """Add the blank cells between the filled ones, those under a merged cell left out."""
    start, end = sheet.start, sheet.end
    if start is None or end is None or sheet.height * sheet.width > _DRAWN:
        return
    covered = set()
    for (top, left), (height, width) in spans.items():
        if height * width <= _DRAWN:
            covered |= {(r, c) for r in range(top, top + height) for c in range(left, left + width)}
    for r in range(start[0], end[0] + 1):
        for c in range(start[1], end[1] + 1):
            if (r, c) not in covered and (r, c) not in cells:
                cells[r, c] = Cell(r, c, "")


def _sheet_notes(name: str, look: SheetLook) -> Iterator[Note]:
    if look.hidden_rows:
        rows = _list([str(row + 1) for row in look.hidden_rows])
        yield Note("HIDDEN_ROWS", f"{name}: hàng ẩn (vẫn được đọc): {rows}.")
    if look.hidden_columns:
        columns = _list([column_name(column) for column in look.hidden_columns])
        yield Note("HIDDEN_COLUMNS", f"{name}: cột ẩn (vẫn được đọc): {columns}.")
    if look.uncounted:
        places = _list([f"{column_name(column)}{row + 1}" for row, column in look.uncounted])
        yield Note(
            "UNCOUNTED_FORMULAS",
            f"{name}: công thức chưa có kết quả lưu trong tệp, không đọc được số: {places}. Mở tệp bằng Excel rồi lưu lại.",
        )


def _list(items: list[str]) -> str:
    rest = len(items) - _NAMED
    return ", ".join(items[:_NAMED]) + (f" và {rest} chỗ nữa" if rest > 0 else "")
