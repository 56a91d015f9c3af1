"""Figures reached (kết quả): out of running text and out of tables."""

from parsers.fields.results import prose, tables
from parsers.fields.results.sections import When, ahead, heading_period, looks_back, reports, title_of, year_of
from parsers.values import stacked, worksheets
from parsers.values.worksheets import DataBlock
from pipeline.model import Block, Candidate, Profile, Zones


def find(zones: Zones, profile: Profile) -> tuple[Candidate, ...]:
    """Give every figure that the document reports as reached, in reading order: prose first, then tables."""
    title = title_of(zones)
    year = year_of(title)
    whole = reports(title)
    # A plan's own years say nothing of what its look back tells.
    time = (heading_period(title, year) if whole else None) or When()
    out = list(prose.find(zones.body, whole, time, year))
    wanted = _reporting_tables(zones, whole, title)
    drawn = [
        DataBlock(stacked.unstacked(table, zones.layout.lines), ())
        for table in zones.tables
        if table.index in wanted and table.name is None
    ]
    out += tables.find(zones, drawn, time, year)
    for sheet in zones.layout.tables:
        for block in worksheets.blocks(sheet) if sheet.name is not None else ():
            head = next((text for text in block.above if reports(text)), "")
            if not (whole or head) or (not head and any(ahead(text) for text in block.above[-4:])):
                continue
            named = " ".join(block.above[-6:])
            own = heading_period(named, year_of(named) or year) or time
            out += tables.find(zones, [block], own, year_of(named) or year)
    return tuple(out)


def _reporting_tables(zones: Zones, whole: bool, title: str) -> set[int]:
    """Give the tables that stand where the document looks back; without a title their own heads tell."""
    wanted: set[int] = set()
    for table in zones.tables:
        near = " ".join(line.text for line in zones.layout.lines[max(0, table.anchor - 5) : table.anchor])
        above = _block_before(zones.body, table.anchor)
        in_place = above is not None and looks_back(above, whole and not ahead(near))
        on_its_own = (above is None or above.annex > 0) and (whole or not title) and not ahead(near)
        if in_place or on_its_own:
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
