"""The head of a dispatch: issuer, symbol and V/v on the left, national title, place and date on the right, title, addressees.

NĐ 30/2020, Phụ lục I, ô 1 to 5 and 9a. Readers give the two columns in any order; what a strip says comes
first, the column it stands in second, what came before it last.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.model import Layout, Line
from pipeline.reference.page_words import begins, is_body
from pipeline.zones.addressing import walk_addressees
from pipeline.zones.columns import Columns, Side, Strip, cut, page_middle, sided
from pipeline.zones.heading import walk_title
from pipeline.zones.letters import (
    Kind,
    broken_title,
    country_at,
    is_capitals,
    is_date,
    is_year_tail,
    is_yearless,
)
from pipeline.zones.outline import label_of
from pipeline.zones.reading import RIGHT, STATE, Head, Reading, Row
from pipeline.zones.titles import TITLE_LETTERS, title_at

#: The head ends within so many printed lines, or there is none.
_REACH = 70
#: A number or day filled in by hand or by software, or a file mark (``TH.320``), on a line of its own.
_FILLED = re.compile(r"\d{1,5}|[a-z]{1,4}\.\s?\d{1,5}")
#: A title or a date cut off by a line break passes for one of these.
_BREAKABLE = frozenset({Kind.TEXT, Kind.SYMBOL})
#: How the second half of a national title ends.
_COUNTRY_REST = re.compile(r"^(?:xa\s+)?(?:hoi\b|chu\b|nghia\b|viet\b)|nam$")
#: A page without any of these and without a title has no head.
_TELLING = frozenset({Kind.SYMBOL, Kind.DATE, Kind.COUNTRY, Kind.PARTY, Kind.YOUTH, Kind.ADDRESSEE})


def read_head(layout: Layout, lines: Sequence[Line]) -> Head:
    """Give the head of the document that begins with ``lines`` (noise already taken out); ``end`` counts in ``lines``."""
    rows = _whole([cut(line) for line in lines[:_REACH]])
    columns = _columns(layout, rows)
    expects = any(s.kind in STATE or s.kind is Kind.MOTTO for row in rows for s in row)
    reading = Reading(layout, [sided(row, columns) for row in rows], expects_state=expects)
    head = reading.head
    at = walk_addressees(reading, walk_title(reading, _walk_columns(reading, 0)))
    if not head.title and head.addressees and at < len(rows) and len(rows[at]) == 1:
        # "Kính gửi" before the type name: seen in older letters.
        strip = reading.rows[at][0]
        if reading.seen & _TELLING and _is_title(reading, strip):
            at = walk_title(reading, at)
    head.end = at
    if not reading.seen & _TELLING and not head.title and not head.addressees:
        return Head()
    return head


def _whole(rows: list[Row]) -> list[Row]:
    """Give ``rows`` with national titles and dates that were broken over two lines told on both."""
    for at in range(len(rows) - 1):
        upper, lower = rows[at][-1], rows[at + 1][-1]
        broken = _broken(upper, lower)
        if broken is not None and not _is_of_the_left(upper, lower, rows[at + 2][-1] if at + 2 < len(rows) else None):
            rows[at] = (*rows[at][:-1], replace(upper, kind=broken))
            rows[at + 1] = (*rows[at + 1][:-1], replace(lower, kind=broken, side=Side.RIGHT))
            continue
        if broken is not None:
            # The line between is the issuer's own: "NGÂN HÀNG NHÀ NƯỚC" / "VIỆT NAM" beside the broken title.
            rows[at] = (*rows[at][:-1], replace(upper, kind=broken))
            rows[at + 2] = (*rows[at + 2][:-1], replace(rows[at + 2][-1], kind=broken, side=Side.RIGHT))
            continue
        if upper.kind not in _BREAKABLE or lower.kind is not Kind.TEXT or len(upper.letters) + len(lower.letters) > 90:
            continue
        both = f"{upper.letters} {lower.letters}"
        kind = None
        if "ngay" in upper.letters and lower.letters[:1] in "0123456789tn" and is_date(both):
            kind = Kind.DATE
        elif _COUNTRY_REST.search(lower.letters) and country_at(both) == 0:
            kind = Kind.COUNTRY
        if kind is not None and (upper.whole is lower.whole or lower.whole):
            rows[at] = (*rows[at][:-1], replace(upper, kind=kind))
            rows[at + 1] = (*rows[at + 1][:-1], replace(lower, kind=kind, side=upper.side or lower.side))
    return rows


def _broken(upper: Strip, lower: Strip) -> Kind | None:
    """Give what ``upper`` breaks off and ``lower`` ends to the letter: the national title, the motto, or a date.

    A line set with tabs goes on at the left margin, under the issuer.
    """
    title = broken_title(upper.letters, lower.letters)
    if title is not None:
        return title
    ends = upper.kind is Kind.DATE and is_yearless(upper.letters) and is_year_tail(lower.letters)
    return Kind.DATE if ends else None


def _is_of_the_left(upper: Strip, lower: Strip, after: Strip | None) -> bool:
    """Tell whether ``lower`` stands left of ``upper`` while the line behind it, under ``upper``, ends ``upper`` as well."""
    box, above = lower.line.box, upper.line.box
    if after is None or box is None or above is None or after.line.box is None or box.x1 >= above.x0:
        return False
    return _broken(upper, after) is not None and after.line.box.x1 > above.x0


def _columns(layout: Layout, rows: Sequence[tuple[Strip, ...]]) -> Columns:
    anchors = [s for row in rows for s in row if s.kind in RIGHT]
    state = next((s for s in anchors if s.kind in STATE or s.kind is Kind.MOTTO), None)
    if state is None:
        # Without a national title a date tells the columns when it stands near the top, not when it closes a form.
        state = next((s for row in rows[:12] for s in row if s.kind in RIGHT), None)
        if state is None:
            return Columns()
    cell, box = state.line.cell, state.line.box
    x = None
    if box is not None and state.whole:
        same = [s.line.box.x0 for s in anchors if s.whole and s.line.box and s.line.page == state.line.page]
        x = min((v for v in same if abs(v - box.x0) < 160), default=box.x0)
        middle = page_middle(layout, state.line)
        # A national title centred over the whole page, or set at its left margin, has no column to its left.
        if middle is not None and (abs(box.middle - middle) < 25 or box.x0 < 0.25 * 2 * middle):
            x = None
    edge = None
    if x is not None:
        left = [
            s.line.box.x1
            for row in rows
            for s in row
            if s.whole and s.line.box and s.line.page == state.line.page and s.line.box.x1 <= x + 14
            and (s.kind is Kind.SYMBOL or (box is not None and s.line.box.y0 < box.y1 + 30))
        ]  # fmt: skip
        edge = max(left, default=None)
    return Columns(cell.table if cell is not None else None, cell.column if cell is not None else None, x, edge)


def _walk_columns(reading: Reading, at: int) -> int:
    while at < len(reading.rows):
        row = reading.rows[at]
        if len(row) == 1 and _ends_columns(reading, row[0]):
            break
        for strip in row:
            reading.place(strip)
        at += 1
    return at


def _ends_columns(reading: Reading, strip: Strip) -> bool:
    """Tell whether ``strip`` begins the title, the addressees or the body."""
    if strip.kind in (Kind.ADDRESSEE, Kind.RECIPIENTS):
        return True
    if strip.kind is not Kind.TEXT:
        return (
            strip.kind is Kind.ANNEX
            and strip.side is not Side.RIGHT
            and (bool(reading.seen) or not reading.expects_state)
        )
    if _is_title(reading, strip):
        return True
    if _heads_data(reading, strip):
        return True
    if strip.side is not None and not (strip.side is Side.RIGHT and len(strip.letters) > 60):
        return False
    if reading.completes_state(strip) or reading.completes_date(strip) or _FILLED.fullmatch(strip.letters):
        return False
    if _stands_above_addressee(reading, strip):
        return False
    if reading.about:
        return len(strip.letters) > 100 or begins("opener", strip.text) or label_of(strip.text) is not None
    return not _may_be_issuer(reading, strip)


def _stands_above_addressee(reading: Reading, strip: Strip) -> bool:
    """Tell whether ``strip`` is of a letter's subject without V/v: under the number, short lines down to ``Kính gửi``."""
    if Kind.SYMBOL not in reading.seen or is_capitals(strip.text) or strip.line.cell is not None:
        return False
    at = reading.position(strip)
    for row in reading.rows[at : at + 5]:
        if row[0].kind is Kind.ADDRESSEE:
            return True
        if row[0].kind is not Kind.TEXT or len(row[0].letters) > 60 or label_of(row[0].text) is not None:
            return False
    return False


def _heads_data(reading: Reading, strip: Strip) -> bool:
    """Tell whether ``strip`` is the first of a row of three cells and more, none of them of a head: data begin."""
    cell = strip.line.cell
    if cell is None:
        return False
    at = reading.position(strip)
    row = [
        other[0] for other in reading.rows[at : at + 12]
        if (o := other[0].line.cell) is not None and (o.table, o.row) == (cell.table, cell.row)
    ]  # fmt: skip
    columns = {other.line.cell.column for other in row if other.line.cell is not None}
    return len(columns) > 2 and not any(other.kind in _TELLING or other.kind is Kind.MOTTO for other in row)


def _is_title(reading: Reading, strip: Strip) -> bool:
    if strip.letters[:1] not in TITLE_LETTERS or len(strip.letters) > 400:
        return False
    found = title_at(strip.text)
    if found is None:
        return False
    if strip.side is Side.LEFT and strip.line.box is None:
        # Below number and date the left column is over: a worksheet's title stands in its first cell.
        over = {Kind.SYMBOL, Kind.DATE} <= reading.seen and not reading.about
        return over and strip.whole and strip.line.cell is not None
    # An issuer may begin like a type name ("BAN CHỈ ĐẠO / CHƯƠNG TRÌNH …") while its number is still to come.
    before_number = Kind.SYMBOL not in reading.seen and Kind.DATE not in reading.seen and reading.expects_state
    return not (before_number and found.rest is not None and bool(reading.head.left)) or not _number_follows(
        reading, strip
    )


def _number_follows(reading: Reading, strip: Strip) -> bool:
    start = next((i for i, row in enumerate(reading.rows) if strip in row), 0)
    return any(s.kind in (Kind.SYMBOL, Kind.COUNTRY) for row in reading.rows[start + 1 : start + 4] for s in row)


def _may_be_issuer(reading: Reading, strip: Strip) -> bool:
    """Tell whether a strip without a column may be part of the issuer's name."""
    if Kind.SYMBOL in reading.seen or len(strip.letters) > 70 or label_of(strip.text) is not None:
        return False
    named = is_body(strip.text) or begins("place", strip.text)
    if reading.head.left and not (is_capitals(strip.text) or strip.line.bold or (named and len(strip.letters) <= 60)):
        return False
    if reading.expects_state:
        if is_body(strip.text) or Kind.COUNTRY not in reading.seen:
            return True
        # Under a national title set first stands the issuer with its number, or the title of a form.
        return is_capitals(strip.text) and (
            bool(reading.head.left) or begins("place", strip.text) or _number_near(reading, strip)
        )
    if is_capitals(strip.text):
        return is_body(strip.text) or begins("place", strip.text) or bool(reading.head.left)
    # A name whose capitals were lost with its font stands right above the type name.
    return is_body(strip.text) and len(strip.letters) <= 50 and _title_follows(reading, strip)


def _number_near(reading: Reading, strip: Strip) -> bool:
    at = reading.position(strip)
    return any(s.kind in (Kind.SYMBOL, Kind.DATE) for row in reading.rows[at + 1 : at + 5] for s in row)


def _title_follows(reading: Reading, strip: Strip) -> bool:
    below = reading.below(strip, 2)
    return bool(below) and below[0].kind is Kind.TEXT and title_at(below[0].text) is not None
