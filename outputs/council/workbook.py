"""Facts -> Excel: summary, matrix, every stated figure with its place, who is missing, nominees, points to verify."""

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, time
from decimal import Decimal
from math import ceil
from pathlib import Path

from outputs.council import wording as say
from outputs.council.archive import frozen
from outputs.council.facts import ReportFacts, Table
from outputs.workbook import (
    CELL,
    CENTER,
    HEADER,
    NOTE,
    NUMBER,
    SUBTITLE,
    TITLE,
    TOTAL,
    Sheet,
    Style,
    Value,
    open_workbook,
)

_LEGEND = (
    "…: chưa có số liệu; x: không áp dụng; 0: không phát sinh. Ô tổng là công thức cộng các đơn vị trong danh sách."
)
_PERCENT = replace(NUMBER, number="0%")
_SIDES = {"left": CELL, "center": CENTER, "right": NUMBER}
_MOST_WIDE = 60.0
#: Widths of the figures beside a chart.
_BESIDE = (52.0, 14.0, 18.0)
#: Points: one line of 12-point text, and the highest row that Excel allows.
_LINE, _HIGHEST = 15.75, 409.0


def column_name(number: int) -> str:
    """Give the letters of a column counted from 0: ``A``, ``Z``, ``AA``."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _unique(header: Sequence[str]) -> list[str]:
    """Give headers that differ from each other whatever their case, as native tables demand."""
    out: list[str] = []
    for text in header:
        taken = {o.casefold() for o in out}
        name, count = text, 1
        while name.casefold() in taken:
            count += 1
            name = f"{text} ({count})"
        out.append(name)
    return out


def _grow(sheet: Sheet, row: int, texts: Sequence[Value], widths: Sequence[float]) -> None:
    """Make a row as high as its longest text needs; not every viewer does it on opening."""
    lines = max(
        (ceil(len(str(text)) / width) for text, width in zip(texts, widths, strict=True) if text is not None),
        default=1,
    )
    if lines > 1:
        sheet.height(row, min(_HIGHEST, _LINE * lines + 2))


def _listing(
    sheet: Sheet,
    top: int,
    name: str,
    header: Sequence[str],
    rows: Sequence[Sequence[Value]],
    styles: Sequence[Style],
    widths: Sequence[float],
) -> int:
    """Write a native table with widths and heights that show every word; give the first free row below."""
    last = sheet.native(top, name, _unique(header), rows, styles)
    sheet.widths(*widths)
    # The filter's button takes some of a header's width.
    _grow(sheet, top, [f"{h}___" for h in header], widths)
    for n, row in enumerate(rows, top + 1):
        _grow(sheet, n, [None if isinstance(v, Decimal | float) else v for v in row], widths)
    return last


def _heading(sheet: Sheet, facts: ReportFacts, title: str, columns: int) -> int:
    """Write the sheet's title and give the row of its table."""
    sheet.span(0, 0, columns - 1, title, TITLE)
    sheet.span(
        1, 0, columns - 1, f"Phong trào thi đua {facts.movement}, {facts.period} - {facts.office.words}", SUBTITLE
    )
    return 3


def _plain(sheet: Sheet, facts: ReportFacts, table: Table | None, name: str, title: str, empty: str) -> None:
    """Write a table of the report as a native table; its group lines become a column of their own."""
    if table is None:
        _heading(sheet, facts, title, 6)
        sheet.widths(*[18.0] * 6)
        sheet.write(3, 0, empty, NOTE)
        sheet.area(3, 5)
        return
    grouped = any(r.span for r in table.rows)
    header = [c.title for c in table.columns] + (["Nhóm"] if grouped else [])
    rows: list[list[Value]] = []
    group = ""
    for row in table.rows:
        if row.span:
            group = row.cells[0].text
            continue
        cells: list[Value] = [" ".join(p for p in (c.text, c.source) if p) for c in row.cells]
        rows.append(cells + ([group] if grouped else []))
    styles = [_SIDES[c.align] for c in table.columns] + ([CELL] if grouped else [])
    top = _heading(sheet, facts, title, len(header))
    widths = [min(_MOST_WIDE, max(7.0, c.width * 0.62)) for c in table.columns] + ([40.0] if grouped else [])
    last = _listing(sheet, top, name, header, rows, styles, widths)
    sheet.freeze(top + 1, 0)
    for n, note in enumerate(table.notes):
        sheet.span(last + n, 0, len(header) - 1, note, NOTE)
    sheet.area(last + len(table.notes), len(header) - 1)


def _summary(sheet: Sheet, facts: ReportFacts, matrix: str) -> None:
    titles = [facts.then, "Tăng (+), giảm (-)"] if facts.then else []
    header = ["TT", "Chỉ tiêu", "Đơn vị tính", "Kết quả", *titles, "Số đơn vị có số liệu"]
    top = _heading(sheet, facts, "TỔNG HỢP KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU", len(header))
    for n, (label, value) in enumerate(facts.headline):
        sheet.span(top + n, 0, 2, label, CELL)
        sheet.write(top + n, 3, value, CENTER)
    top += len(facts.headline) + 1
    counted = [r for r in facts.matrix if r.counts]
    rows: list[list[Value]] = []
    for n, measure in enumerate(facts.measures):
        stated = sum(not isinstance(r.values[n], str) for r in counted)
        since: list[Value] = [measure.then, measure.change] if titles else []
        rows.append([n + 1, measure.name, measure.unit, measure.total, *since, f"{stated}/{len(counted)}"])
    styles = [CENTER, CELL, CENTER, NUMBER, *[NUMBER] * len(titles), CENTER]
    last = _listing(sheet, top, "TongHop", header, rows, styles, (7, 58, 16, 18, *[16] * len(titles), 18))
    for n, measure in enumerate(facts.measures):
        row = top + 1 + n
        if measure.adds and measure.total is not None:
            cell = f"='{matrix}'!{column_name(n + 1)}{_MATRIX_TOP + len(counted) + 2}"
            sheet.formula(row, 3, cell, float(measure.total), NUMBER)
        elif measure.total is None:
            stated = any(isinstance(r.values[n], Decimal) for r in counted)
            sheet.write(row, 3, "không tính" if stated else "…", CENTER)
        if titles and measure.change is None:
            sheet.write(row, 4, "…", CENTER)
            sheet.write(row, 5, "…", CENTER)
        elif titles and measure.change is not None and not measure.partly:
            sheet.formula(row, 5, f"=D{row + 1}-E{row + 1}", float(measure.change), NUMBER)
    sheet.freeze(top + 1, 0)
    sheet.span(last, 0, len(header) - 1, _LEGEND, NOTE)
    if any(m.partly for m in facts.measures):
        last += 1
        words = "Mức tăng, giảm không bằng hiệu của hai cột là so trên các đơn vị có số liệu của cả hai kỳ."
        sheet.span(last, 0, len(header) - 1, words, NOTE)
    sheet.area(last, len(header) - 1)


def _charts(sheet: Sheet, facts: ReportFacts) -> None:
    """Draw the report's charts from their figures, which stand beside them."""
    sheet.span(0, 0, 7, "BIỂU ĐỒ", TITLE)
    sheet.widths(*_BESIDE)
    row = 2
    drawn = [b.picture for s in facts.sections for b in s.blocks if b.picture is not None and b.picture.bars]
    for picture in drawn:
        for column, words in enumerate(("Nội dung", say.upper_first(picture.unit) or "Số liệu", "Ghi trên hình")):
            sheet.write(row, column, words, HEADER)
        for n, bar in enumerate(picture.bars, row + 1):
            _grow(sheet, n, [bar.label], _BESIDE[:1])
            for column, (value, style) in enumerate(((bar.label, CELL), (bar.value, NUMBER), (bar.text, CENTER))):
                sheet.write(n, column, value, style)
        end = sheet.chart(row, 4, picture.title, row, len(picture.bars), upright=picture.upright)
        row = max(row + len(picture.bars), end) + 2
    if not drawn:
        sheet.span(row, 0, 2, "Chưa đủ số liệu để vẽ biểu đồ.", NOTE)
    sheet.area(row, 15)


_MATRIX_TOP = 3


def _matrix(sheet: Sheet, facts: ReportFacts) -> None:
    counted = [r for r in facts.matrix if r.counts]
    outside = [r for r in facts.matrix if not r.counts]
    header = ["Đơn vị", *(f"{m.name} ({m.unit})" for m in facts.measures), "Nguồn"]
    top = _heading(sheet, facts, "SỐ LIỆU CỦA CÁC ĐƠN VỊ THEO CHỈ TIÊU", len(header))
    styles = [CELL, *([NUMBER] * len(facts.measures)), CENTER]
    values: list[list[Value]] = [[r.unit, *r.values, r.sources] for r in counted]
    last = _listing(sheet, top, "MaTran", header, values, styles, (34, *[15.0] * len(facts.measures), 16))
    sheet.write(last, 0, "Tổng số", replace(CELL, bold=True))
    for n, measure in enumerate(facts.measures, 1):
        column = column_name(n)
        if measure.total is None:
            sheet.write(last, n, "", TOTAL)
        elif measure.adds:
            sheet.formula(last, n, f"=SUM({column}{top + 2}:{column}{last})", float(measure.total))
        else:
            sheet.write(last, n, measure.total, TOTAL)
    sheet.write(last, len(header) - 1, "", CELL)
    row = last + 1
    for one in outside:
        for column_index, value in enumerate([f"{one.unit} (ngoài danh sách)", *one.values, one.sources]):
            sheet.write(row, column_index, value, styles[column_index])
        row += 1
    sheet.span(row, 0, len(header) - 1, _LEGEND, NOTE)
    sheet.freeze(top + 1, 1)
    sheet.area(row, len(header) - 1)


def _figures(sheet: Sheet, facts: ReportFacts) -> None:
    header = (
        "Mã", "Đơn vị", "Chỉ tiêu", "Số liệu", "Đơn vị tính", "Kỳ số liệu", "Số, ký hiệu", "Ngày văn bản", "Vị trí",
        "Nguyên văn", "Độ tin cậy", "Sử dụng", "Tệp",
    )  # fmt: skip
    top = _heading(sheet, facts, "SỐ LIỆU NGUỒN", len(header))
    rows: list[list[Value]] = [
        [
            r.code,
            r.unit,
            r.indicator,
            r.value,
            r.measure,
            r.days,
            r.symbol,
            r.issued,
            r.place,
            r.raw,
            r.confidence,
            r.use,
            r.file,
        ]
        for r in facts.figures
    ]
    styles: list[Style] = [CENTER, CELL, CELL, NUMBER, CENTER, CELL, CELL, CENTER, CELL, CELL, _PERCENT, CELL, CELL]
    widths = (9, 30, 36, 14, 13, 20, 18, 13, 24, 48, 10, 26, 26)
    last = _listing(sheet, top, "SoLieuNguon", header, rows, styles, widths)
    sheet.freeze(top + 1, 3)
    sheet.area(last - 1, len(header) - 1)


def _manifest(sheet: Sheet, facts: ReportFacts) -> None:
    header = ("Mã", "Văn bản", "Ngày ban hành", "Cơ quan, đơn vị", "Trích yếu", "Tệp", "SHA-256", "Ngày tiếp nhận")
    top = _heading(sheet, facts, "VĂN BẢN NGUỒN", len(header))
    rows = [[f.code, f.document, f.issued, f.unit, f.subject, f.file, f.sha256, f.received] for f in facts.manifest]
    styles = [CENTER, CELL, CENTER, CELL, CELL, CELL, CELL, CENTER]
    last = _listing(sheet, top, "VanBan", header, rows, styles, (9, 26, 14, 30, 48, 26, 36, 14))
    sheet.freeze(top + 1, 0)
    sheet.area(last - 1, len(header) - 1)


def workbook(facts: ReportFacts) -> bytes:
    """Give the Excel file; the same facts give the same bytes."""
    with tempfile.TemporaryDirectory(prefix="thidua-xlsx-") as folder:
        path = Path(folder) / "report.xlsx"
        _write(facts, path)
        return frozen(path.read_bytes())


def _write(facts: ReportFacts, path: Path) -> None:
    made = datetime.combine(facts.day, time(), UTC)
    tables = {t.id: t for a in facts.annexes for t in a.tables}
    empty = {t.id: a.empty for a in facts.annexes for t in a.tables} | {a.id: a.empty for a in facts.annexes}
    with open_workbook(path, title=facts.title, created=made, properties={"author": facts.office.words}) as book:
        _summary(book.sheet("Tổng hợp", landscape=False), facts, "Ma trận")
        _matrix(book.sheet("Ma trận"), facts)
        _figures(book.sheet("Số liệu nguồn"), facts)
        for sheet, annex, table, name, title in (
            ("Chỉ tiêu", "pl-progress", "chi-tieu", "ChiTieu", "KẾT QUẢ THỰC HIỆN SO VỚI CHỈ TIÊU KẾ HOẠCH"),
            ("Nguồn lực", "pl-resources", "nguon-luc", "NguonLuc", "NGUỒN LỰC HUY ĐỘNG THEO NGUỒN"),
            ("Đơn vị chưa báo cáo", "pl-absent", "chua-bao-cao", "ChuaBaoCao", "ĐƠN VỊ CHƯA GỬI HOẶC GỬI CHẬM BÁO CÁO"),
            ("Đề nghị khen thưởng", "pl-nominees", "de-nghi", "DeNghi", "DANH SÁCH ĐỀ NGHỊ KHEN THƯỞNG"),
            ("Cần xác minh", "pl-findings", "xac-minh", "CanXacMinh", "CÁC ĐIỂM CẦN XÁC MINH"),
            ("Lưu ý", "pl-remarks", "luu-y", "LuuY", "CÁC ĐIỂM LƯU Ý"),
        ):
            _plain(book.sheet(sheet), facts, tables.get(table), name, title, empty[annex])
        if (settled := tables.get("chap-nhan")) is not None:
            _plain(book.sheet("Đã chấp nhận"), facts, settled, "DaChapNhan", settled.title.upper(), "")
        _manifest(book.sheet("Văn bản nguồn"), facts)
        _charts(book.sheet("Biểu đồ"), facts)
