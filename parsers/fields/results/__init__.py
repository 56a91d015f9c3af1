"""Figures reached (kết quả): out of running text and out of tables."""

import re

from parsers.fields.results import prose, tables
from parsers.fields.results.sections import When, heading_period, looks_back, reports, title_of, year_of
from pipeline.model import Block, Candidate, Profile, Zones


def find(zones: Zones, profile: Profile) -> tuple[Candidate, ...]:
    """Give every figure that the document reports as reached, in reading order: prose first, then tables."""
    title = title_of(zones)
    year = year_of(title)
    whole = reports(title)
    time = heading_period(title, year) or When()
    wanted = _reporting_tables(zones, whole, title)
    return (*prose.find(zones.body, whole, time, year), *tables.find(zones, time, year, wanted))


def _reporting_tables(zones: Zones, whole: bool, title: str) -> set[int]:
    """Give the tables that stand where the document looks back; a file without a title (a sheet) is told by its own heads."""
    wanted: set[int] = set()
    for table in zones.tables:
        above = _block_before(zones.body, table.anchor)
        if above is not None and above.annex == 0 and title:
            if looks_back(above, whole):
                wanted.add(table.index)
        elif whole or not title:
            near = " ".join(line.text for line in zones.layout.lines[max(0, table.anchor - 5) : table.anchor])
            if (
                re.search(r"\bkế\s+hoạch\s+(?:năm|thực\s+hiện|giai)|\bmục\s+tiêu\b", near, re.IGNORECASE) is None
                or whole
            ):
                wanted.add(table.index)
        elif above is not None and looks_back(above, whole):
            wanted.add(table.index)
    return wanted


def _block_before(body: tuple[Block, ...], anchor: int) -> Block | None:
    last = None
    for block in body:
        if block.pieces and block.pieces[0].line.index < anchor:
            last = block
        elif block.pieces:
            break
    return last
