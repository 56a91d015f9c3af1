"""Figures reached, out of data tables: one a cell, with its row's label, its column's time and its unit."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from parsers.fields.results import cells, columns
from parsers.fields.results.columns import Column, Role, Shape
from parsers.fields.results.sections import When, heading_period
from parsers.values import indicators, units
from parsers.values.worksheets import DataBlock
from pipeline.model import Basis, Candidate, Cell, Evidence, Field, Line, Number, Period, Result, State, Table, Zones
from pipeline.reference.count_nouns import misread_units
from pipeline.text import bare, plain_marks, squeeze

_WHOLE = "tinh|huyen|xa|nganh|thanh pho|truong|quan|so|don vi|khoi|thi xa|cum"
_TOTAL = re.compile(
    rf"(?:tong(?: cong| so| chung)?|cong|toan (?:{_WHOLE})|tong (?:cong|so) (?!ty).{{0,20}}|cong (?:chung|i{{1,3}})?)\s*(?:\(.*\))?"
)
_SUBTOTAL = re.compile(r"(?:cong|tong) (?:i|ii|iii|iv|v|muc|nhom)\b.*")
_PART = re.compile(r"^\s*(?:trong\s+đó|chia\s+ra|gồm|bao\s+gồm)\s*[:,]?\s*", re.IGNORECASE)
_MARK = re.compile(r"^\s*(?:(?:[IVXLC]{1,6}|[A-ZĐ]|\d{1,2}(?:\.\d{1,2})*|[a-zđ])\s*[.)]|[-+*•–—])\s*")
_MOMENT = re.compile(r"(?:đầu|cuối)\s+(?:năm|kỳ|giai\s+đoạn)", re.IGNORECASE)
#: Reports round shares of the plan so far.
_ROUNDING = Decimal("0.15")
_LOOSE = re.compile(r"^(?:trong\s+đó|chia\s+ra|gồm|bao\s+gồm)\s*:?$", re.IGNORECASE)


def find(zones: Zones, tables: Iterable[DataBlock], title: When, year: int | None) -> Iterator[Candidate]:
    """Give the results of the tables. ``title`` is the document's own period, ``year`` what fills a year not printed."""
    before: Shape | None = None
    for block in tables:
        above = list(block.above[-8:]) or _above(zones, block.table)
        shape: Shape | None
        if before is not None and columns.goes_on(block.table, before):
            shape = replace(before, first_row=0)
        else:
            shape = columns.understand(block.table, title.period.end.year if title.period else year, above)
        before = shape
        if shape is not None:
            yield from _of_table(zones, block.table, shape, above, title, year)


def _above(zones: Zones, table: Table) -> list[str]:
    """Give the lines that stand right above a table: its title, its unit caption."""
    out: list[str] = []
    for line in reversed(zones.layout.lines[max(0, table.anchor - 6) : table.anchor]):
        if line.cell is not None and line.cell.table != table.index:
            break
        out.append(line.text)
    return out[::-1]


def _below(zones: Zones, table: Table) -> list[str]:
    last = max((i for cell in table.cells for i in cell.lines), default=table.anchor)
    return [line.text for line in zones.layout.lines[last + 1 : last + 6]]


def _of_table(
    zones: Zones, table: Table, shape: Shape, above: list[str], title: When, year: int | None
) -> Iterator[Candidate]:
    own = next((t for text in reversed(above) if (t := heading_period(text, year)) is not None), None)
    time = own or title
    marks = cells.legend([*above, *_below(zones, table)])
    body = table.grid[shape.first_row :]
    styles = {
        column.at: cells.style(
            cell.text for row in body if (cell := row[column.at]) is not None and cell.number is None
        )
        for column in shape.columns
    }
    group = ""
    for row in body:
        label_cell = row[shape.label]
        if label_cell is None or not label_cell.text.strip():
            continue
        label = _MARK.sub("", squeeze(label_cell.text)).strip(" :;")
        head = shape.columns[shape.label].path
        if head and cells.is_figure(label):
            label = f"{head[-1]} {label}"
        figures = [
            c
            for c in shape.of(Role.ACTUAL, Role.PRIOR, Role.OF_PLAN, Role.PLAN, Role.OF_PRIOR)
            if not _blank(row[c.at])
        ]
        if not figures and _row_unit(shape, row) is None:
            # A row of words only heads the rows below; one that states its unit is a row left blank.
            if not _LOOSE.match(label):
                group = label
            continue
        total = shape.lone or _is_total(label)
        part = _PART.match(label)
        name = _PART.sub("", label) if part else label
        # "Năm | Số hộ": the number that names the row is its year.
        row_time = (heading_period(label, year) if head and label.startswith(f"{head[-1]} ") else None) or time
        yield from _of_row(zones, table, shape, row, name, group, row_time, styles, marks, total)


def _blank(cell: Cell | None) -> bool:
    return cell is None or not cell.text.strip()


def _is_total(label: str) -> bool:
    folded = bare(label)
    return _TOTAL.fullmatch(folded) is not None or _SUBTOTAL.fullmatch(folded) is not None


def _row_unit(shape: Shape, row: tuple[Cell | None, ...]) -> str | None:
    for column in shape.of(Role.UNIT):
        cell = row[column.at]
        if cell is not None and cell.text.strip():
            text = squeeze(cell.text)
            return misread_units().get(text, text)
    return None


def _of_row(
    zones: Zones,
    table: Table,
    shape: Shape,
    row: tuple[Cell | None, ...],
    name: str,
    group: str,
    time: When,
    styles: dict[int, cells.Style],
    marks: dict[str, State | None],
    total: bool,
) -> Iterator[Candidate]:
    own_name, label_unit = units.of_label(name)
    row_unit = _row_unit(shape, row) or label_unit
    seen: set[int] = set()
    done, planned = (_values(shape.of(role), row, styles, marks) for role in (Role.ACTUAL, Role.PLAN))
    for column in shape.of(Role.ACTUAL, Role.PRIOR, Role.OF_PLAN):
        cell = row[column.at]
        if cell is not None and (id(cell) in seen or (cell.column_span > 1 and cell.column <= shape.label)):
            continue
        if cell is not None:
            seen.add(id(cell))
        if column.role is Role.PRIOR and column.period is None:
            continue
        figure = cells.read(cell.text if cell else "", styles[column.at], cell.number if cell else None, marks)
        if figure is None:
            continue
        if column.role is Role.OF_PLAN and done and not _contradicts(figure.value, done, planned):
            continue
        label = _label(shape, column, own_name)
        # A share is never in the row's unit, and a level never in the header's % when the row states its own.
        unit = figure.unit or (column.unit if column.role is Role.OF_PLAN or shape.rows_are_units else None)
        unit = unit or row_unit or column.unit or shape.caption_unit
        unit = unit or units.counted(column.topic) or units.counted(label)
        if column.role is Role.OF_PLAN:
            unit = figure.unit or "%"
        candidate = _result(zones, table, row, column, shape, figure, label, unit, group, time, total)
        if candidate is not None:
            yield candidate


def _values(
    columns: list[Column], row: tuple[Cell | None, ...], styles: dict[int, cells.Style], marks: dict[str, State | None]
) -> list[Decimal]:
    """Give the figures of some columns of a row."""
    out = []
    for column in columns:
        cell = row[column.at]
        figure = cells.read(cell.text, styles.get(column.at, cells.Style.OPEN), cell.number, marks) if cell else None
        if figure is not None and isinstance(figure.value, Decimal):
            out.append(figure.value)
    return out


def _contradicts(share: Number | None, done: list[Decimal], planned: list[Decimal]) -> bool:
    """Tell whether a stated share of the plan is another than plan and figure beside it make: then it is worth showing.

    One that agrees, or that stands beside a figure without its plan, tells nothing the figure does not.
    """
    if not isinstance(share, Decimal) or len(done) != 1 or len(planned) != 1 or not planned[0]:
        return False
    exponent = share.as_tuple().exponent
    half = Decimal(5).scaleb(exponent - 1) if isinstance(exponent, int) and exponent < 0 else Decimal("0.5")
    return abs(done[0] / planned[0] * 100 - share) > max(half, _ROUNDING)


def _label(shape: Shape, column: Column, name: str) -> str:
    if column.role is Role.OF_PLAN:
        return f"{name} - đạt kế hoạch"
    if shape.rows_are_units:
        return column.topic or " - ".join(column.path)
    across = shape.bodies_across and (column.body is not None or _is_total(column.topic))
    if column.topic and not shape.plain and not across:
        return f"{name} - {column.topic}"
    return name


def _result(
    zones: Zones,
    table: Table,
    row: tuple[Cell | None, ...],
    column: Column,
    shape: Shape,
    figure: cells.Figure,
    label: str,
    unit: str | None,
    group: str,
    time: When,
    total: bool,
) -> Candidate | None:
    code = _code(shape, column, label, unit, group)
    if figure.state is State.MISSING and code is None:
        return None
    evidence = _evidence(zones, row, column.at, shape.label)
    if not evidence:
        return None
    period = _period(column, time)
    confidence, reasons = figure.confidence, [figure.reason] if figure.reason else []
    if unit is None and figure.value is not None:
        confidence = min(confidence, 0.75)
        reasons.append("Không thấy đơn vị tính của dòng, cột hoặc bảng")
    read = min(zones.layout.lines[e.index].legibility for e in evidence)
    if read < confidence:
        confidence = read
        reasons.append("Bản quét đọc không rõ")
    about = None
    if shape.rows_are_units and not total:
        cell = row[shape.label]
        about = _MARK.sub("", squeeze(cell.text)).strip(" :;") if cell else None
        head = shape.columns[shape.label].path
        about = f"{head[-1]} {about}" if about and head and cells.is_figure(about) else about
    if shape.bodies_across:
        about, total = column.body, total or _is_total(column.path[-1] if column.path else "")
    result = Result(
        label=label,
        value=figure.value,
        unit=unit,
        indicator=code,
        period_start=period.start if period else None,
        period_end=period.end if period else None,
        as_of=time.as_of,
        basis=Basis.CUMULATIVE if column.running or time.cumulative else Basis.PERIOD,
        state=figure.state,
        value_vnd=None if figure.value is None else units.to_vnd(figure.value, unit),
        about=about,
        table=True,
        is_total=total,
    )
    return Candidate("results", Field.of(result, evidence, confidence, *reasons))


def _period(column: Column, time: When) -> Period | None:
    """Give the column's own period; one that runs on (luỹ kế từ 2021) ends where the report's period ends."""
    if column.period is None or time.period is None or not column.running:
        return column.period or time.period
    return Period(min(column.period.start, time.period.start), max(column.period.end, time.period.end))


def _code(shape: Shape, column: Column, label: str, unit: str | None, group: str) -> str | None:
    if column.role is Role.OF_PLAN:
        return "E09"
    if not shape.rows_are_units and shape.plain:
        # "Đầu năm", "Cuối năm" tell no new thing counted, but they tell B01 from B02.
        moment = _MOMENT.search(plain_marks(" ".join(column.path)))
        if moment is not None and (told := indicators.match(f"{label} {moment[0]}", unit).code) is not None:
            return told
    found = indicators.match(label, unit)
    if found.code is not None or not group:
        return found.code
    return indicators.match(f"{group} {label}", unit).code


def _evidence(zones: Zones, row: tuple[Cell | None, ...], at: int, label: int) -> tuple[Evidence, ...]:
    out: list[Evidence] = []
    for place in (label, at):
        cell = row[place]
        for index in cell.lines if cell is not None else ():
            line: Line = zones.layout.lines[index]
            if line.text.strip():
                out.append(Evidence.of(line))
    return tuple(out)
