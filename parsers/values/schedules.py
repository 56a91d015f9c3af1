"""Rows of schedule tables: what is to be done, by when, and who does it, whatever the order of the columns."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from parsers.values import periods
from parsers.values.periods import PeriodKind, PeriodMention
from parsers.values.sections import Bearings
from pipeline.model import Cell, Line, Period, Table, Zones
from pipeline.text import key, squeeze

_WHAT = re.compile(
    r"nội dung|nhiệm vụ|công việc|hoạt động|việc cần|phần việc|công tác|giải pháp|hạng mục|các bước", re.IGNORECASE
)
_WHEN = re.compile(
    r"thời\s*gian|tiến\s*độ|thời\s*hạn|thời\s*điểm|hoàn\s*thành|lộ\s*trình|hạn\b|ngày\b|^(?:tháng|quý|tuần|bắt\s+đầu|từ)$",
    re.IGNORECASE,
)
#: Two columns for one time: "Bắt đầu | Kết thúc", "Từ ngày | Đến ngày".
_FROM = re.compile(r"bắt\s*đầu|(?<!\w)từ(?:\s+ngày)?$", re.IGNORECASE)
_UNTIL = re.compile(r"kết\s*thúc|(?<!\w)đến(?:\s+ngày)?$", re.IGNORECASE)
_WHO = re.compile(
    r"chủ\s*trì|thực\s*hiện|phụ\s*trách|phân\s*công|trách\s*nhiệm|đơn\s*vị|cơ\s*quan|người", re.IGNORECASE
)
_WITH = re.compile(r"phối\s*hợp|tham\s*gia", re.IGNORECASE)
_LEADS = re.compile(r"chủ\s*trì|đầu\s*mối", re.IGNORECASE)
#: A cell of a column of days may hold the day alone: "20/10".
_DAY = re.compile(r"\d{1,2}\s*[/-]\s*\d{1,2}")
_NUMBERING = re.compile(r"\W*(?:\(?\d{1,3}(?:\.\d+)*\)?|[IVXLC]+|[a-zđ])?\W*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the lines of its content, the period of its time cell (None when none is read), the doer and its lines.

    ``annex`` and ``headings`` tell where its table stands. ``leads`` tells that the doer's column is headed chủ trì or
    đầu mối; ``help`` are the lines of the column headed phối hợp; ``also`` the further times of the cell ("Tháng 6, tháng 12").
    """

    annex: int
    headings: tuple[str, ...]
    what: tuple[Line, ...]
    when: PeriodMention | None
    when_lines: tuple[Line, ...]
    who: str | None
    who_lines: tuple[Line, ...]
    leads: bool = False
    help: tuple[Line, ...] = ()
    also: tuple[PeriodMention, ...] = ()


def header_of(table: Table) -> tuple[str, ...]:
    """Give the text of every column's head: the first row, joined with the next one where the head is two rows deep."""
    grid = table.grid
    if not grid:
        return ()
    first = grid[0]
    deep = len(grid) > 2 and any(
        cell is not None and cell.column_span > 1 and cell.column_span < table.columns for cell in first
    )
    heads = []
    for column in range(table.columns):
        cells = [first[column], grid[1][column] if deep else None]
        texts = []
        for cell in cells:
            if cell is not None and squeeze(cell.text) and squeeze(cell.text) not in texts:
                texts.append(squeeze(cell.text))
        heads.append(" ".join(texts))
    return tuple(heads)


def body_start(table: Table) -> int:
    """Give the number of head rows; a row that only numbers the columns belongs to the head."""
    grid = table.grid
    deep = len(grid) > 2 and any(
        cell is not None and cell.column_span > 1 and cell.column_span < table.columns for cell in grid[0]
    )
    start = 2 if deep else 1
    if len(grid) > start:
        marks = [squeeze(cell.text).strip("()") for cell in grid[start] if cell is not None and cell.text.strip()]
        if (
            len(marks) > 2
            and all(re.fullmatch(r"\d{1,2}|[A-Z]", m) for m in marks)
            and marks[1:] != marks[:-1]
            and _counts(marks)
        ):
            start += 1
    return start


def _counts(marks: list[str]) -> bool:
    figures = [int(m) for m in marks if m.isdigit()]
    return len(figures) > 1 and all(b == a + 1 for a, b in pairwise(figures))


def _lines(zones: Zones, cell: Cell | None) -> tuple[Line, ...]:
    lines = (zones.layout.lines[i] for i in cell.lines) if cell is not None else ()
    return tuple(line for line in lines if line.text.strip())


def columns_of(table: Table) -> tuple[int, int, int | None] | None:
    """Give the columns of content, time and doer (None when nobody is named); None when the table is no schedule."""
    heads = header_of(table)
    when = next((i for i, head in enumerate(heads) if _WHEN.search(head) and len(head) < 60), None)
    what = next((i for i, head in enumerate(heads) if i != when and _WHAT.search(head)), None)
    if when is None or what is None:
        return None
    who = next(
        (
            i
            for i, head in enumerate(heads)
            if i not in (when, what) and _WHO.search(head) and not _WITH.search(head) and not _WHEN.search(head)
        ),
        None,
    )
    return what, when, who


def _from_to(found: list[PeriodMention]) -> list[PeriodMention]:
    """Give the one period of a cell that tells the first day and a cell that tells the last."""
    if len(found) != 2 or found[0].period is None or found[1].period is None:
        return found
    start, end = found[0].period.start, found[1].period.end
    whole = replace(found[1], kind=PeriodKind.SPAN, period=Period(start, end), deadline=False) if start <= end else None
    return found if whole is None else [whole]


def rows(zones: Zones, bearings: Bearings) -> Iterator[Row]:
    """Give the rows of every schedule table of the body and annexes."""
    for table in zones.tables:
        columns = columns_of(table)
        if columns is None:
            continue
        what, when, who = columns
        heads = header_of(table)
        annex, headings = bearings.context(zones, table)
        leads = who is not None and _LEADS.search(heads[who]) is not None
        until = next((i for i, h in enumerate(heads) if i not in (what, when) and _UNTIL.search(h)), None)
        until = until if _FROM.search(heads[when]) else None
        helping = next((i for i, h in enumerate(heads) if i not in columns and _WITH.search(h)), None)
        for line in table.grid[body_start(table) :]:
            content = _lines(zones, line[what])
            text = squeeze(" ".join(piece.text for piece in content))
            if not text or _NUMBERING.fullmatch(text):
                continue
            time_lines = (*_lines(zones, line[when]), *(_lines(zones, line[until]) if until is not None else ()))
            stated = squeeze(" ".join(piece.text for piece in time_lines))
            found = periods.find_all(stated, bearings.year)
            if not found and re.fullmatch(r"tháng|quý", heads[when], re.IGNORECASE):
                # Under "Tháng" the cell only holds the number.
                found = periods.find_all(f"{heads[when]} {stated}", bearings.year)
            elif not found and _DAY.fullmatch(stated):
                found = periods.find_all(f"ngày {stated}", bearings.year)
            if until is not None:
                found = _from_to(found)
            doer = squeeze(" ".join(piece.text for piece in _lines(zones, line[who]))) if who is not None else ""
            yield Row(
                annex,
                headings,
                content,
                found[0] if found and line[when] is not line[what] else None,
                time_lines if line[when] is not line[what] else (),
                doer if key(doer) else None,
                _lines(zones, line[who]) if who is not None else (),
                leads,
                _lines(zones, line[helping]) if helping is not None else (),
                tuple(found[1:]) if line[when] is not line[what] else (),
            )
