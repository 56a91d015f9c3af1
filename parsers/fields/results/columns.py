"""What the columns of a data table are: told by their headers, and by what their cells hold."""

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from itertools import pairwise

from parsers.fields.results import cells
from parsers.fields.results.sections import is_running
from parsers.values import periods, units
from parsers.values.periods import PeriodKind
from pipeline.model import Cell, Period, Table
from pipeline.reference.table_headers import header_phrases
from pipeline.text import bare, plain_marks, squeeze


class Role(StrEnum):
    """What a column holds. PLAN, PRIOR and RATIO columns are no levels reached; NAME columns make the table a list of people."""

    ORDINAL = "ordinal"
    LABEL = "label"
    UNIT = "unit"
    NOTE = "note"
    NAME = "name"
    ACTUAL = "actual"
    PLAN = "plan"
    PRIOR = "prior"
    OF_PLAN = "of_plan"
    OF_PRIOR = "of_prior"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its role, its header from top to bottom, the unit, period and running basis that the header states."""

    at: int
    role: Role
    path: tuple[str, ...]
    unit: str | None = None
    period: Period | None = None
    running: bool = False
    #: Header words that name what is counted, without those that only tell the role or the time.
    topic: str = ""

    @property
    def body(self) -> str | None:
        """The one body that the lowest header names (``Xã Hòa Lạc``), None when it names none."""
        return self.path[-1] if self.path and _ONE_BODY.match(self.path[-1]) else None

    @property
    def is_level(self) -> bool:
        """Whether the column holds figures reached."""
        return self.role is Role.ACTUAL


@dataclass(frozen=True, slots=True)
class Shape:
    """A table understood: where its data rows begin, its columns, and what its rows are."""

    first_row: int
    columns: tuple[Column, ...]
    label: int
    #: True when rows are bodies (xã, huyện, đơn vị) and columns are what is counted.
    rows_are_units: bool
    #: True when every figure column only tells a role or a time, so that the row label alone names what is counted.
    plain: bool
    caption_unit: str | None = None
    #: True for one row of figures without a label: the headers alone name what is counted, in the whole.
    lone: bool = False

    @property
    def bodies_across(self) -> bool:
        """True when rows are what is counted and columns are bodies."""
        return not self.rows_are_units and sum(c.body is not None for c in self.of(Role.ACTUAL)) >= 2

    def of(self, *roles: Role) -> list[Column]:
        """Give the columns with one of the roles."""
        return [column for column in self.columns if column.role in roles]


_NUMBERED = re.compile(
    r"\(?\s*(?:\d{1,2}(?![\d.,]\d)|[A-Da-d]|[IVX]{1,4})\s*\)?(?:\s*[=(:]?\s*[\d()+:/*x.,\s%=-]*\)?)?"
)
#: A header of a share that does not say of what; folded.
_BARE_RATIO = re.compile(r"(?:ty le|ti le|tl|phan tram|so sanh)(?:\W+(?:phan tram|dat))*")
_ONE_BODY = re.compile(
    r"(?:xã|phường|thị\s+trấn|huyện|quận|thị\s+xã|thành\s+phố|tỉnh|thôn|khu\s+phố|phòng|trường|chi\s+bộ|khối|cụm)\s+(?-i:[^\W_a-z])",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d\d")


def fold(text: str) -> str:
    """Give a header in the folding of the reference's phrases."""
    return bare(text.replace("%", " phần trăm ").replace("/", " trên "))


@cache
def _pattern(role: str, place: str) -> re.Pattern[str]:
    body = "|".join(header_phrases()[role])
    forms = {"whole": rf"(?:{body})", "start": rf"(?:{body})(?!\S).*", "any": rf"(?<!\S)(?:{body})(?!\S)"}
    return re.compile(forms[place])


def _is(role: str, text: str) -> bool:
    """Tell whether a whole header cell is one of the role's phrases."""
    return _pattern(role, "whole").fullmatch(text) is not None


def _opens(role: str, text: str) -> bool:
    return _pattern(role, "start").fullmatch(text) is not None


def _has(role: str, text: str) -> bool:
    return _pattern(role, "any").search(text) is not None


def _text(cell: Cell | None) -> str:
    return "" if cell is None else squeeze(plain_marks(cell.text))


def _is_numbering(row: tuple[Cell | None, ...]) -> bool:
    """Tell whether a row only numbers the columns: ``1 2 3 4``, ``(1) (2) (3)=(2)/(1)``, ``A B 1 2``."""
    texts = [_text(cell) for cell in row if _text(cell)]
    if len(texts) < 3 or any(_NUMBERED.fullmatch(text) is None for text in texts):
        return False
    counted = [int(m[0]) for text in texts if (m := re.search(r"\d{1,2}", text))]
    return len(counted) >= 2 and sum(b - a == 1 for a, b in pairwise(counted)) >= len(counted) // 2


def _head_rows(table: Table) -> int:
    """Give how many leading rows are header, numbering row included."""
    grid = table.grid
    for at in range(min(7, len(grid))):
        if at and _is_numbering(grid[at]):
            return at + 1
    for at, row in enumerate(grid):
        texts = [_text(cell) for cell in row]
        spans = any(cell is not None and cell.row_span > 1 and cell.row + cell.row_span > at + 1 for cell in row)
        body = [t for i, t in enumerate(texts) if i > 0 and cells.is_figure(t) and not _YEAR.fullmatch(t)]
        # A group row opens the data: a mark and a name, and not one word in the figure columns.
        filled = [i for i, t in enumerate(texts) if t and (i == 0 or row[i] is not row[i - 1])]
        group = at > 0 and not spans and len(filled) in (1, 2) and filled[0] < 2 and len(row) > 3 and not _merged(row)
        if at and (body or group):
            return at
        if at > 7:
            break
    return min(1, len(grid))


def _merged(row: tuple[Cell | None, ...]) -> bool:
    first = row[0]
    return first is not None and first.column_span >= len(row) - 1 and units.caption(first.text) is not None


def _path(table: Table, at: int, head: int) -> tuple[str, ...]:
    out: list[str] = []
    for row in table.grid[:head]:
        if _is_numbering(row):
            continue
        cell = row[at]
        text = _text(cell)
        if cell is not None and cell.column_span >= len(row) and len(row) > 1:
            continue
        if text and (not out or out[-1] != text):
            out.append(text)
    return tuple(out)


def _role(path: tuple[str, ...]) -> Role:
    name = fold(" ".join(path))
    if _has("of_plan", name) and not (path and _has("of_prior", fold(path[-1]))):
        return Role.OF_PLAN
    if _has("of_prior", name):
        return Role.OF_PRIOR
    # The lowest header speaks first: "Kết quả / Kế hoạch năm 2023 / Thực hiện".
    for text in reversed(path):
        word = fold(text)
        if _has("prior", word):
            return Role.PRIOR
        if _opens("plan", word):
            return Role.PLAN
        if _has("actual", word):
            return Role.ACTUAL
        if _has("plan", word) and re.match(r"so\b|muc\b|nam\b", word):
            return Role.PLAN
    return Role.ACTUAL


def goes_on(table: Table, shape: Shape) -> bool:
    """Tell whether a table without a header goes on with the rows of the one before it, which has this ``shape``."""
    if table.columns != len(shape.columns) or shape.lone or not table.grid:
        return False
    row = table.grid[0]
    figures = [
        c for c in shape.of(Role.ACTUAL, Role.PLAN, Role.PRIOR, Role.OF_PLAN) if cells.is_figure(_text(row[c.at]))
    ]
    named = _text(row[shape.label]) and not cells.is_figure(_text(row[shape.label]))
    marked = any(re.fullmatch(r"\d{1,3}[.)]?", _text(row[c.at])) for c in shape.of(Role.ORDINAL))
    return bool(figures and named and (marked or not shape.of(Role.ORDINAL)) and not _is_numbering(row))


def understand(table: Table, year: int | None, captions: list[str]) -> Shape | None:
    """Give the table's shape; None when it has no column of figures or no column of labels. ``captions`` stand above it."""
    if table.columns < 2:
        return None
    head = _head_rows(table)
    grid = table.grid
    body = [row for row in grid[head:] if any(_text(cell) for cell in row)]
    if not body:
        return None
    columns: list[Column] = []
    label: int | None = None
    for at in range(table.columns):
        path = _path(table, at, head)
        own = fold(path[-1]) if path else ""
        texts = [_text(row[at]) for row in body]
        filled = [t for t in texts if t]
        words = [t for t in filled if not cells.is_blank(t)]
        figures = sum(cells.is_figure(t) for t in words)
        empty = not words and any(_has(role, fold(" ".join(path))) for role in ("actual", "plan", "prior", "of_plan"))
        role: Role
        if figures * 2 < len(words) and _opens("name", own):
            role = Role.NAME
        elif at < 2 and label is None and (_is("ordinal", own) or _all_marks(filled, path)):
            role = Role.ORDINAL
        elif filled and _all_units(filled) and (_is("unit", own) or label is not None):
            role = Role.UNIT
        elif _opens("note", own):
            role = Role.NOTE
        elif label is not None and (empty or (words and figures * 2 >= len(words))):
            role = _role(path)
        elif label is None and (figures * 2 < len(words) or (words and _is("numbered", own))):
            # "Khối | Sĩ số": rows that only a number names.
            role, label = Role.LABEL, at
        else:
            role = Role.NOTE
        unit, period = _stated(path, year)
        columns.append(Column(at, role, path, unit, period, any(is_running(p) for p in path), _topic(path)))
    if label is None and len(body) == 1 and (lone := _lone(columns, body[0])):
        return Shape(head, lone, 0, True, False, _caption(table, head, captions), lone=True)
    if label is None or not any(c.role in (Role.ACTUAL, Role.PRIOR, Role.OF_PLAN) for c in columns):
        return None
    if any(c.role is Role.NAME for c in columns):
        return None
    columns = _without_bare_ratio(columns)
    levels = [c for c in columns if c.role in (Role.ACTUAL, Role.PRIOR)]
    plain = all(not c.topic for c in levels)
    named = fold(columns[label].path[-1]) if columns[label].path else ""
    bodies = _opens("body", named) and not _opens("label", named) and not plain
    return Shape(head, tuple(columns), label, bodies, plain, _caption(table, head, captions))


def _lone(columns: list[Column], row: tuple[Cell | None, ...]) -> tuple[Column, ...]:
    """Give the columns of a single row in which every cell is a figure under a header that names it; else none."""
    figures = all(cells.is_figure(_text(row[c.at])) for c in columns)
    named = all(c.topic and not _is("ordinal", fold(c.path[-1])) for c in columns)
    return tuple(replace(c, role=_role(c.path)) for c in columns) if figures and named else ()


def _without_bare_ratio(columns: list[Column]) -> list[Column]:
    """Give the columns with a bare ``Tỷ lệ (%)`` right of plan and figure told as the share of the plan."""
    roles = [c.role for c in columns]
    if Role.PLAN not in roles:
        return columns
    out = []
    for column in columns:
        own = fold(column.path[-1]) if column.path else ""
        beside = Role.PLAN in roles[: column.at] and Role.ACTUAL in roles[: column.at]
        bare_ratio = column.role is Role.ACTUAL and beside and _BARE_RATIO.fullmatch(own) is not None
        out.append(replace(column, role=Role.OF_PLAN) if bare_ratio else column)
    return out


def _all_marks(filled: list[str], path: tuple[str, ...]) -> bool:
    return (
        bool(filled) and not path and all(re.fullmatch(r"\(?(?:\d{1,3}|[IVX]{1,5}|[a-zA-Z])[.)]?", t) for t in filled)
    )


def _all_units(filled: list[str]) -> bool:
    known = sum(units.read(t).kind != "unknown" for t in filled)
    return known * 2 >= len(filled) and not any(re.fullmatch(r"[\d.,]+", t) for t in filled)


def _stated(path: tuple[str, ...], year: int | None) -> tuple[str | None, Period | None]:
    unit: str | None = None
    for text in reversed(path):
        _, stated = units.of_label(text)
        unit = unit or stated
        if unit is None and re.search(r"%", text):
            unit = "%"
    found = [
        m
        for text in path
        for m in periods.find_all(text, year)
        if m.period is not None and m.kind is not PeriodKind.DAY
    ]
    if found:
        return unit, found[-1].period
    for text in reversed(path):
        if _YEAR.fullmatch(text):
            return unit, Period.parse(text)
    return unit, None


def _topic(path: tuple[str, ...]) -> str:
    kept = []
    for text in path:
        named, _ = units.of_label(text)
        if re.sub(r"\d+", " ", _pattern("plain", "any").sub(" ", fold(named))).strip():
            kept.append(named)
    return " - ".join(kept)


def _caption(table: Table, head: int, captions: list[str]) -> str | None:
    inside = [_text(cell) for row in table.grid[:head] for cell in row[:1]]
    for text in (*reversed(captions), *inside):
        unit = units.caption(text)
        if unit is not None and units.read(unit).kind != "unknown":
            return unit
    return None
