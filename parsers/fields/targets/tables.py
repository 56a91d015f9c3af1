"""Targets in plan tables: figures of rows by columns (chỉ tiêu giao), and the steps of schedules that name a number."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from parsers.fields.targets import prose
from parsers.values import indicators, numbers, periods, schedules, sections, units
from parsers.values.numbers import Quantity
from parsers.values.periods import PeriodMention
from parsers.values.sections import Bearings, Outlook, Section
from pipeline.model import Block, Cell, Evidence, Field, PartialDate, Piece, Table, Target, Zones
from pipeline.reference.count_nouns import NounKind, count_nouns
from pipeline.text import squeeze

_WANTED = re.compile(
    r"kế\s*hoạch|chỉ\s*tiêu|mục\s*tiêu|phấn\s*đấu|\bgiao\b|đăng\s*ký|dự\s*kiến|lộ\s*trình|\bKH\b", re.IGNORECASE
)
_DONE = re.compile(
    r"thực\s*hiện|kết\s*quả|ước|đạt\s*được|đã\s+đạt|hiện\s*trạng|cùng\s*kỳ|so\s*sánh|so\s+với|\bTH\b|tỷ\s*lệ\s*%?\s*(?:hoàn|so)|hiện\s+có|năm\s+gốc",
    re.IGNORECASE,
)
_MONEY_TABLE = re.compile(
    r"kinh\s*phí|dự\s*toán|ngân\s*sách|nguồn\s*vốn|nhu\s*cầu\s*vốn|phân\s*bổ\s*vốn|mức\s*thưởng|thang\s*điểm|điểm\s*tối\s*đa|chấm\s*điểm",
    re.IGNORECASE,
)
_LISTS = re.compile(
    r"danh\s*sách|họ\s+và\s+tên|họ\s+tên|thành\s*phần|biểu\s+mẫu|mẫu\s+số|báo\s*cáo\s+kết\s+quả", re.IGNORECASE
)
_UNIT_HEAD = re.compile(r"đơn\s*vị\s*(?:tính|đo)?$|^đvt|^đv\s*tính|^đơn\s*vị\s*tính", re.IGNORECASE)
_LABEL_HEAD = re.compile(
    r"chỉ\s*tiêu|nội\s*dung|tiêu\s*chí|mục\s*tiêu|tên|danh\s*mục|đơn\s*vị|địa\s*phương|xã|huyện|hạng\s*mục|nhiệm\s*vụ|diễn\s*giải",
    re.IGNORECASE,
)
_ORDER_HEAD = re.compile(r"^(?:s?tt|số\s*tt|số\s*thứ\s*tự|no)\.?$", re.IGNORECASE)
_SKIPPED_HEAD = re.compile(
    r"ghi\s*chú|cơ\s*quan|chủ\s*trì|phụ\s*trách|phối\s*hợp|tổng\s*cộng|^cộng$|căn\s*cứ|nguồn|kinh\s*phí|thời\s*gian|tiến\s*độ|thời\s*hạn",
    re.IGNORECASE,
)
_ENUMERATION = re.compile(r"^\s*(?:(?:[IVXLC]+|\d{1,2}(?:\.\d{1,2})*|[a-zđ])\s*[.)/]\s*|[-+•*]\s*)+", re.IGNORECASE)
#: What a cell may hold beside its figure.
_BOUND_WORDS = re.compile(
    r"ít nhất|tối thiểu|trở lên|trở xuống|không quá|tối đa|trên|dưới|từ|đến|khoảng|\W", re.IGNORECASE
)
_MEAN = re.compile(r"bình\s*quân|hằng\s*năm|hàng\s*năm|mỗi\s*năm", re.IGNORECASE)
_UP, _DOWN = re.compile(r"\btăng|nâng", re.IGNORECASE), re.compile(r"\bgiảm", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of wanted figures: its head on one line, the end of its period, the unit its head states."""

    index: int
    head: str
    due: PartialDate | None
    unit: str | None


def _figure(cell: Cell | None) -> Quantity | None:
    """Give the one figure that a cell holds; None for words, several figures or a blank."""
    text = squeeze(cell.text) if cell is not None else ""
    if not text or len(text) > 40:
        return None
    value = numbers.parse(text)
    if value is not None and "/" not in text:
        return Quantity(0, len(text), value)
    found = numbers.find_all(text)
    if len(found) != 1:
        return None
    rest = text[: found[0].start] + text[found[0].stop :]
    return found[0] if not _BOUND_WORDS.sub("", rest) else None


def _period(head: str, year: int | None = None) -> PeriodMention | None:
    found = [m for m in periods.find_all(head, year) if m.last is not None]
    if found:
        return found[-1]
    bare = re.search(r"(?<!\d)((?:19|20)\d\d)(?!\d)", head)
    return periods.find_all(f"năm {bare[1]}")[0] if bare else None


def _columns(
    table: Table, heads: tuple[str, ...], start: int, look: Outlook, goal: bool, year: int | None
) -> list[_Column]:
    body = table.grid[start:]
    any_wanted = goal or any(_WANTED.search(head) for head in heads)
    out = []
    for index, head in enumerate(heads):
        filled = [cell for row in body if (cell := row[index]) is not None and cell.text.strip()]
        counted = [cell for cell in filled if _figure(cell) is not None]
        if (
            not counted
            or 2 * len(counted) < len(filled)
            or _ORDER_HEAD.match(head)
            or _SKIPPED_HEAD.search(head)
            or _UNIT_HEAD.search(head)
        ):
            continue
        wanted, period = _WANTED.search(head), _period(head, year)
        if _DONE.search(head) and not (
            wanted and not re.search(r"so\s+(?:với|sánh)|%\s*(?:KH|kế)|/\s*KH|đạt", head, re.IGNORECASE)
        ):
            continue
        if look is Outlook.PAST and not wanted:
            continue
        if period is not None and period.period is not None and year is not None and period.period.end.year < year:
            continue
        if wanted or (any_wanted and (period is not None or _UP.search(head) or _DOWN.search(head) or goal)):
            clean, unit = units.of_label(head)
            out.append(_Column(index, squeeze(clean) or head, period.last if period else None, unit))
    return out


def _label_column(heads: tuple[str, ...], table: Table, start: int, taken: set[int]) -> int | None:
    for index, head in enumerate(heads):
        if index in taken or _ORDER_HEAD.match(head) or (_UNIT_HEAD.search(head) and not _LABEL_HEAD.search(head)):
            continue
        texts = _texts(table, start, index)
        worded = [t for t in texts if re.search(r"[^\W\d_]{2}", t)]
        if len(worded) * 2 > len(texts) and (_LABEL_HEAD.search(head) or len(set(worded)) > len(worded) // 2):
            return index
    return None


def _unit_column(heads: tuple[str, ...], table: Table, start: int) -> int | None:
    for index, head in enumerate(heads):
        if _UNIT_HEAD.search(head):
            texts = [text.casefold() for text in _texts(table, start, index)]
            known = [t for t in texts if t in count_nouns() or units.read(t).kind != "unknown"]
            if texts and 2 * len(known) >= len(texts):
                return index
    return None


def _texts(table: Table, start: int, index: int) -> list[str]:
    """Give the filled cells of a column below the head, each on one line."""
    cells = [row[index] for row in table.grid[start:]]
    return [text for cell in cells if cell is not None and (text := squeeze(cell.text))]


def _first_line(zones: Zones, cell: Cell) -> Evidence | None:
    lines = [zones.layout.lines[i] for i in cell.lines if zones.layout.lines[i].text.strip()]
    return Evidence.of(lines[0]) if lines else None


def _matrix(
    zones: Zones, table: Table, look: Outlook, headings: tuple[str, ...], year: int | None
) -> Iterator[Field[Target]]:
    heads, start = schedules.header_of(table), schedules.body_start(table)
    goal = sections.of_headings(headings) is Section.GOAL
    columns = _columns(table, heads, start, look, goal, year)
    if not columns:
        return
    label_column = _label_column(heads, table, start, {c.index for c in columns})
    if label_column is None:
        return
    unit_column = _unit_column(heads, table, start)
    due = next((named.last for heading in reversed(headings[-2:]) if (named := _period(heading)) is not None), None)
    columns = [column if column.due is not None else replace(column, due=due) for column in columns]
    caption = next((unit for heading in reversed(headings) if (unit := units.caption(heading))), None)
    for row in table.grid[start:]:
        label_cell = row[label_column]
        if label_cell is None:
            continue
        label = _ENUMERATION.sub("", squeeze(label_cell.text))
        unit_cell = row[unit_column] if unit_column is not None else None
        row_unit = squeeze(unit_cell.text) if unit_cell is not None and unit_cell.text.strip() else None
        label_clean, label_unit = units.of_label(label)
        for column in columns:
            cell = row[column.index]
            quantity = _figure(cell)
            if cell is None or quantity is None or quantity.value is None or not label or cell is label_cell:
                continue
            evidence = tuple(e for e in (_first_line(zones, label_cell), _first_line(zones, cell)) if e is not None)
            if evidence:
                unit = quantity.unit or row_unit or column.unit or label_unit or caption
                unit = unit or units.counted(label_clean) or units.counted(column.head)
                yield Field.of(_cell_target(label_clean, column, quantity, unit), evidence, 0.85 if unit else 0.6)


def _cell_target(label: str, column: _Column, quantity: Quantity, unit: str | None) -> Target:
    said = f"{label} {column.head}"
    up, down = _UP.search(said), _DOWN.search(said)
    assert quantity.value is not None
    return Target(
        text=f"{label} | {column.head}",
        value=quantity.value,
        value_max=quantity.value_max,
        unit=unit,
        operator=quantity.bound,
        direction="down" if down else "up" if up else None,
        per="year" if _MEAN.search(column.head) else quantity.per,
        indicator=indicators.match(label, unit).code,
        metric=label,
        due=column.due,
        value_vnd=units.to_vnd(quantity.value, unit),
    )


def _steps(zones: Zones, bearings: Bearings) -> Iterator[Field[Target]]:
    """Give the numbers in the content cells of schedules; lines under ``+`` are details of the line above."""
    for row in schedules.rows(zones, bearings):
        section = sections.of_headings(row.headings)
        if bearings.outlook(row.annex) is Outlook.PAST or section in (Section.PAST, Section.OTHER):
            continue
        if any(_MONEY_TABLE.search(h) for h in row.headings):
            continue
        for line in row.what:
            if line.text.lstrip().startswith("+") or not numbers.may_count(line.text):
                continue
            marks = re.match(r"\s*[-•*]\s*", line.text)
            block = Block(line.text, (Piece(0, len(line.text), line, 0),), label=marks[0].strip() if marks else "")
            mode = prose.Mode.FREE if section is Section.GOAL else prose.Mode.ACTION
            for field in prose.targets_of(block, mode, bearings.year):
                due = field.value.due or (row.when.last if row.when is not None and not row.when.recurring else None)
                if field.value.unit and _counts_something(field.value.unit):
                    yield replace(field, value=replace(field.value, due=due))


def _counts_something(unit: str) -> bool:
    return count_nouns().get(unit.casefold().split(" ")[-1]) is not NounKind.TIME


def read(zones: Zones, bearings: Bearings) -> list[Field[Target]]:
    """Give the targets of plan tables, row by row."""
    out: list[Field[Target]] = []
    for table in zones.tables:
        annex, headings = bearings.context(zones, table)
        look, section = bearings.outlook(annex), sections.of_headings(headings)
        if section in (Section.PAST, Section.OTHER) or look is Outlook.NEITHER:
            continue
        if look is Outlook.PAST and section not in (Section.GOAL, Section.PLAN):
            continue
        nearby = " ".join((*headings[-2:], *schedules.header_of(table)))
        if _MONEY_TABLE.search(nearby) or _LISTS.search(nearby):
            continue
        out.extend(_matrix(zones, table, look, headings, bearings.year))
    out.extend(_steps(zones, bearings))
    return out
