"""The three forms in one workbook: each counts its list by formulas, so that a line an officer completes is counted at once."""

import csv
import tempfile
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from functools import cache
from importlib.resources import files
from pathlib import Path

from outputs.collation import order
from outputs.council import wording as say
from outputs.council.archive import frozen
from outputs.council.compose import stem
from outputs.council.facts import Office
from outputs.council.render import whole
from outputs.workbook import (
    CELL,
    CENTER,
    DATE,
    HEADER,
    NOTE,
    SUBTITLE,
    TITLE,
    WHOLE,
    Sheet,
    Style,
    Value,
    Workbook,
    open_workbook,
)
from pipeline.consolidate import Consolidation
from pipeline.model import Award
from pipeline.ports import MovementRow
from pipeline.text import key

#: The forms' axes (domain of TT 02/2023/TT-BNV, ngày 23/3/2023), in the words that the lists use.
_LEVELS = ("Trung ương", "Bộ, ngành, tỉnh", "Cơ quan, đơn vị")
_SCOPES = ("Toàn quốc", "Bộ, ngành, địa phương", "Cụm, khối thi đua", "Cơ quan, đơn vị")
_SPANS = ("Dưới 1 năm", "1 năm", "Trên 1 năm đến dưới 3 năm", "Từ 3 năm đến dưới 5 năm", "Từ 5 năm trở lên")
_MODES = ("Thi đua theo chuyên đề", "Thi đua thường xuyên")
_SUBJECTS = ("tập thể", "doanh nghiệp", "hộ", "cá nhân")
_MERITS = ("Công trạng", "Chuyên đề", "Đột xuất", "Cống hiến", "Niên hạn", "Đối ngoại")
#: Lists reach so far down that an officer can add lines.
_ROOM = 500
#: Width of the column of award forms, in characters.
_FORM = 34
_FIRST = 5


@cache
def _rows(name: str) -> tuple[dict[str, str], ...]:
    with (files("outputs.statistics") / name).open(encoding="utf-8") as file:
        return tuple(csv.DictReader(file))


def tier(position: str | None) -> str:
    """Give the class of a person by the position's words, blank when no word tells; the longest words win."""
    words = f" {key(position or '')} "
    found = [
        (len(one), row["tier"])
        for row in _rows("positions.csv")
        for one in row["words"].split("|")
        if f" {key(one)} " in words
    ]
    return max(found)[1] if found else ""


def span(start: date | None, end: date | None) -> str:
    """Give the class of a movement's length, blank when an end is not known; 1 year is 12 months to the day."""
    if start is None or end is None or end < start:
        return ""
    months = 12 * (end.year - start.year) + end.month - start.month + (end.day >= start.day - 1)
    if months == 12:
        return _SPANS[1]
    return _SPANS[0] if months < 12 else _SPANS[2 + sum(months >= 12 * limit for limit in (3, 5))]


def form_row(award: Award) -> tuple[str, str] | None:
    """Give the form and its row that an award is counted in, None for one below them."""
    for row in _rows("rows.csv"):
        if award.award_code in row["codes"].split("|"):
            return row["form"], row["row"]
    return None


def statistics(
    data: Consolidation, office: Office, movements: Sequence[MovementRow], out_dir: Path
) -> tuple[Path, int]:
    """Write the forms for the year of the period and give the file and how many lines a person has to complete."""
    with tempfile.TemporaryDirectory(prefix="thidua-xlsx-") as folder:
        path = Path(folder) / "forms.xlsx"
        made = datetime.combine(data.as_of, time(), UTC)
        title = f"Biểu thống kê 0601.N, 0602.N, 0603.N/BNV-TĐKT {say.period(data.period)}"
        with open_workbook(path, title=title, created=made, properties={"author": office.words}) as book:
            listed = _movements(data, movements)
            given = _awards(data)
            _form_0601(book, data, office, listed)
            _form_awards(book, data, office, "0602", "KHEN THƯỞNG CẤP NHÀ NƯỚC", given)
            _form_awards(book, data, office, "0603", "KHEN THƯỞNG CẤP BỘ, BAN, NGÀNH, TỈNH", given)
            _list(
                book,
                "DS phong trào",
                "DANH MỤC PHONG TRÀO THI ĐUA TRONG KỲ",
                _MOVEMENT_COLUMNS,
                listed,
                _MOVEMENT_STYLES,
            )
            _list(
                book,
                "DS khen thưởng",
                f"DANH SÁCH ĐÃ KHEN THƯỞNG TRONG PHONG TRÀO {data.movement}",
                _AWARD_COLUMNS,
                given,
                _AWARD_STYLES,
            )
        open_lines = sum(any(v in (None, "") for v in row[4:]) for row in listed)
        open_lines += sum((row[5] == "cá nhân" and not row[6]) or not row[8] for row in given)
        return whole(out_dir / f"{stem('thong-ke', data)}.xlsx", frozen(path.read_bytes())), open_lines


_MOVEMENT_COLUMNS = (
    ("TT", 6), ("Tên phong trào", 52), ("Bắt đầu", 13), ("Kết thúc", 13), ("Cấp phát động", 20), ("Phạm vi", 24),
    ("Thời gian", 26), ("Phương thức", 26),
)  # fmt: skip
_MOVEMENT_STYLES = (CENTER, CELL, DATE, DATE, CELL, CELL, CELL, CELL)


def _movements(data: Consolidation, movements: Sequence[MovementRow]) -> list[list[Value]]:
    """Give the movements of the period. Who launched one and how far it reaches no document states: a person fills it in."""
    first, last = data.period.start, data.period.end
    mine = [m for m in movements if (m.start or first) <= last and (m.end or last) >= first]
    mine.sort(key=lambda m: (order(m.name), m.id))
    return [
        [n, m.name, m.start, m.end, None, None, span(m.start, m.end) or None, _MODES[0]] for n, m in enumerate(mine, 1)
    ]


_AWARD_COLUMNS = (
    ("TT", 6), ("Họ và tên, tên tập thể", 36), ("Chức vụ", 26), ("Đơn vị", 34), ("Hình thức theo biểu", 40), ("Đối tượng", 15),
    ("Nhóm cá nhân", 32), ("Loại thành tích", 16), ("Đơn vị trình", 34),
)  # fmt: skip
_AWARD_STYLES = (CENTER, *([CELL] * 8))
#: The columns of the list that the forms count by, and where they stand in a row of it.
_INDEX = {"E": 4, "F": 5, "G": 6, "H": 7, "I": 8}


def _awards(data: Consolidation) -> list[list[Value]]:
    out: list[list[Value]] = []
    for one in data.nominees:
        award = one.award.value
        place = form_row(award)
        if award.status != "granted" or place is None:
            continue
        unit = award.unit or (data.by_unit[one.unit].name if one.unit in data.by_unit else "")
        group = tier(award.position) if award.subject_kind == "cá nhân" else ""
        submitter = data.by_unit[one.unit].name if one.unit in data.by_unit else None
        line = [len(out) + 1, award.name, award.position, unit, place[1], award.subject_kind, group, _MERITS[1]]
        out.append([*line, submitter])
    return out


def _list(
    book: Workbook,
    name: str,
    title: str,
    columns: Sequence[tuple[str, int]],
    rows: Sequence[Sequence[Value]],
    styles: Sequence[Style],
) -> None:
    sheet = book.sheet(name)
    sheet.widths(*(width for _, width in columns))
    sheet.span(0, 0, len(columns) - 1, title, TITLE)
    note = "Điền các ô trống; biểu tổng hợp tự đếm lại theo danh sách này."
    sheet.span(1, 0, len(columns) - 1, note, SUBTITLE)
    last = sheet.table(_FIRST - 2, [n for n, _ in columns], rows, styles)
    sheet.area(max(last, _FIRST), len(columns) - 1)


def _head(sheet: Sheet, data: Consolidation, office: Office, code: str, title: str, columns: int) -> None:
    sheet.span(0, 0, 1, f"Biểu số {code}.N/BNV-TĐKT")
    sheet.span(0, 2, columns - 1, f"Đơn vị báo cáo: {office.words}")
    sheet.span(1, 0, columns - 1, title, TITLE)
    words = f"{say.upper_first(say.period(data.period))}; số liệu đến {say.day(data.as_of)}"
    sheet.span(2, 0, columns - 1, words, SUBTITLE)


def _count(name: str, *tests: tuple[str, str]) -> str:
    """Give a formula that counts the lines of a list that pass every test: column letter and words."""
    last = _FIRST + _ROOM
    parts = [f"'{name}'!${c}${_FIRST}:${c}${last},\"{_criterion(w)}\"" for c, w in tests]
    return f"=COUNTIFS({','.join(parts)})"


def _criterion(words: str) -> str:
    """Give words as a formula compares them: quotation marks doubled, the signs that stand for any letters as themselves."""
    return "".join("~" + c if c in "*?~" else c * 2 if c == '"' else c for c in words)


def _form_0601(book: Workbook, data: Consolidation, office: Office, listed: Sequence[Sequence[Value]]) -> None:
    sheet = book.sheet("0601.N", landscape=False)
    sheet.widths(6, 48, 12, *[15] * len(_LEVELS))
    _head(sheet, data, office, "0601", "SỐ PHONG TRÀO THI ĐUA", 3 + len(_LEVELS))
    for column, words in enumerate(("TT", "Phân loại", "Tổng số", *_LEVELS)):
        sheet.write(4, column, words, HEADER)
    name, row = "DS phong trào", 5
    groups: tuple[tuple[str, str, str, int, tuple[str, ...]], ...] = (
        ("I", "Theo phạm vi", "F", 5, _SCOPES),
        ("II", "Theo thời gian", "G", 6, _SPANS),
        ("III", "Theo phương thức", "H", 7, _MODES),
    )
    for number, title, letter, index, classes in groups:
        sheet.write(row, 0, number, HEADER)
        sheet.span(row, 1, 2 + len(_LEVELS), title, HEADER)
        row += 1
        for n, one in enumerate(classes, 1):
            sheet.write(row, 0, n, CENTER)
            sheet.write(row, 1, one, CELL)
            mine = [r for r in listed if r[index] == one]
            sheet.formula(row, 2, _count(name, (letter, one)), len(mine), WHOLE)
            for k, level in enumerate(_LEVELS):
                result = sum(r[4] == level for r in mine)
                sheet.formula(row, 3 + k, _count(name, (letter, one), ("E", level)), result, WHOLE)
            row += 1
    sheet.write(row, 1, "Tổng số phong trào trong danh mục", HEADER)
    sheet.formula(row, 2, f"=COUNTA('{name}'!$B${_FIRST}:$B${_FIRST + _ROOM})", len(listed), WHOLE)
    missing = "Phong trào chưa ghi cấp phát động, phạm vi trong danh mục không được đếm ở các dòng tương ứng."
    sheet.span(row + 1, 0, 2 + len(_LEVELS), missing, NOTE)
    sheet.area(row + 1, 2 + len(_LEVELS))


def _form_awards(
    book: Workbook, data: Consolidation, office: Office, code: str, title: str, given: Sequence[Sequence[Value]]
) -> None:
    sheet = book.sheet(f"{code}.N")
    tiers = [r["tier"] for r in _rows("positions.csv")]
    header = ["TT", "Hình thức", "Tổng số", *(say.upper_first(s) for s in _SUBJECTS), *tiers, *_MERITS]
    sheet.widths(5, _FORM, 8, *[8] * len(_SUBJECTS), *[13] * len(tiers), *[9] * len(_MERITS))
    sheet.height(4, 68)
    _head(sheet, data, office, code, title, len(header))
    first = 3 + len(_SUBJECTS)
    for column in range(3):
        sheet.write(3, column, "", HEADER)
    sheet.span(3, 3, first - 1, "Chia theo đối tượng", HEADER)
    sheet.span(3, first, first + len(tiers) - 1, "Trong đó, cá nhân là", HEADER)
    sheet.span(3, first + len(tiers), len(header) - 1, "Chia theo loại thành tích", HEADER)
    tests = [("F", s) for s in _SUBJECTS] + [("G", t) for t in tiers] + [("H", m) for m in _MERITS]
    for column, words in enumerate(header):
        sheet.write(4, column, words, HEADER)
    forms = [r["row"] for r in _rows("rows.csv") if r["form"] == code]
    mine = [g for g in given if g[_INDEX["E"]] in forms]
    row = _group(sheet, 5, "I", "Theo hình thức", len(header))
    first_row = row
    for n, form in enumerate(forms, 1):
        sheet.write(row, 0, n, CENTER)
        sheet.write(row, 1, form, CELL)
        sheet.height(row, 18.0 * -(-len(form) // _FORM))
        _counts(sheet, row, [("E", form)], tests, [g for g in mine if g[_INDEX["E"]] == form])
        row += 1
    total = row
    _sums(sheet, total, first_row, tests, mine)
    row = _group(sheet, total + 1, "II", "Theo đơn vị trình", len(header))
    first_row = row
    submitters = sorted({str(g[_INDEX["I"]]) for g in mine if g[_INDEX["I"]]}, key=order)
    for n, unit in enumerate(submitters, 1):
        sheet.write(row, 0, n, CENTER)
        sheet.write(row, 1, unit, CELL)
        sheet.height(row, 18.0 * -(-len(unit) // _FORM))
        _counts(sheet, row, [("I", unit)], tests, [g for g in mine if g[_INDEX["I"]] == unit], forms)
        row += 1
    # Lines that name no body, or one that an officer has added: the two parts always count the same.
    sheet.write(row, 0, "", CENTER)
    sheet.write(row, 1, "Đơn vị khác hoặc chưa ghi", CELL)
    rest = [g for g in mine if not g[_INDEX["I"]]]
    for k, test in enumerate([None, *tests]):
        letter = chr(67 + k)
        above = f"-SUM({letter}{first_row + 1}:{letter}{row})" if submitters else ""
        sheet.formula(row, 2 + k, f"={letter}{total + 1}{above}", _passing(rest, test), WHOLE)
    _sums(sheet, row + 1, first_row, tests, mine)
    scope = f"Phạm vi: các trường hợp đã khen thưởng nêu trong văn bản của phong trào “{data.movement}”."
    sheet.span(row + 2, 0, len(header) - 1, f"{scope} Trường hợp khác bổ sung vào danh sách.", NOTE)
    sheet.area(row + 2, len(header) - 1)


def _group(sheet: Sheet, row: int, number: str, title: str, columns: int) -> int:
    """Write the line over a part of a form and give the next row."""
    sheet.write(row, 0, number, HEADER)
    sheet.span(row, 1, columns - 1, title, HEADER)
    return row + 1


def _passing(lines: Sequence[Sequence[Value]], test: tuple[str, str] | None) -> int:
    return sum(test is None or line[_INDEX[test[0]]] == test[1] for line in lines)


def _counts(
    sheet: Sheet,
    row: int,
    by: Sequence[tuple[str, str]],
    tests: Sequence[tuple[str, str]],
    lines: Sequence[Sequence[Value]],
    forms: Sequence[str] = (),
) -> None:
    """Write a row of a form: all ``lines`` that pass ``by``, then those that pass one more test each.

    ``forms`` are counted together where the row is not about one of them.
    """
    for k, test in enumerate([None, *tests]):
        wanted = [*by, *([test] if test else [])]
        formula = _count_any("DS khen thưởng", forms, wanted) if forms else _count("DS khen thưởng", *wanted)
        sheet.formula(row, 2 + k, formula, _passing(lines, test), WHOLE)


def _count_any(name: str, forms: Sequence[str], tests: Sequence[tuple[str, str]]) -> str:
    """Give a formula that counts the lines of any of the forms that pass every test."""
    listed = ",".join(f'"{form}"' for form in forms)
    last = _FIRST + _ROOM
    inner = _count(name, *tests).removeprefix("=COUNTIFS(")
    return f"=SUMPRODUCT(COUNTIFS('{name}'!$E${_FIRST}:$E${last},{{{listed}}},{inner})"


def _sums(
    sheet: Sheet, row: int, first: int, tests: Sequence[tuple[str, str]], lines: Sequence[Sequence[Value]]
) -> None:
    """Write the line that adds up the rows from ``first`` (from 0) to the one above."""
    sheet.write(row, 0, "", HEADER)
    sheet.write(row, 1, "Cộng", HEADER)
    for k, test in enumerate([None, *tests]):
        letter = chr(67 + k)
        sheet.formula(row, 2 + k, f"=SUM({letter}{first + 1}:{letter}{row})", _passing(lines, test))
