"""A layout cut into zones: noise out, head, foot, data tables, and the body with its annexes from what is left."""

from collections.abc import Sequence

from pipeline.model import Cell, Ignored, Layout, Line, Part, Table, Zones
from pipeline.reference.page_words import begins, is_body
from pipeline.text import flat
from pipeline.zones.body import blocks
from pipeline.zones.columns import cut
from pipeline.zones.foot import read_foot
from pipeline.zones.head import read_head
from pipeline.zones.letters import Kind, country_at, is_capitals, kind_of
from pipeline.zones.noise import sift
from pipeline.zones.reading import Head

#: Nothing of a foot, a heading or a second head stands further into a line than this.
_READ = 260


def split(layout: Layout) -> Zones:
    """Give the zones of ``layout``. Law: every line stands in exactly one place; pieces of a cut line share its index.

    Never raises: a layout without head or foot is all body.
    """
    lines, ignored = sift(layout)
    notes = [line for line in lines if line.part is Part.FOOTNOTE]
    lines = [line for line in lines if line.part is not Part.FOOTNOTE]
    head = read_head(layout, lines)
    letters = [flat(line.text if len(line.text) <= _READ else line.text[:_READ]).strip() for line in lines]
    limit = _second_head(lines, letters, head)
    foot = read_foot(layout, lines, letters, head.end, limit)
    if foot.end is None and limit < len(lines):
        foot.end = limit
    ignored += head.ignored + foot.ignored
    taken = foot.taken | {line.index for line in lines[: head.end]}
    rest = [(at, line) for at, line in enumerate(lines) if line.index not in taken]
    tables, inside = _data_tables(layout, taken, {line.index for _, line in rest}, head.tables | foot.tables)
    body: list[Line] = []
    annexes: list[int] = []
    numbers = _annexes(lines, letters, foot.end, head.end)
    for at, line in rest:
        if line.index in inside:
            continue
        if kind_of(letters[at]) is Kind.RULE:
            ignored.append(Ignored(line, "rule"))
            continue
        body.append(line)
        annexes.append(numbers[at])
    body += notes
    annexes += [0] * len(notes)
    return Zones(
        layout,
        tuple(head.left),
        tuple(head.right) + tuple(foot.dates),
        tuple(head.marks),
        tuple(head.title),
        tuple(head.addressees),
        blocks(layout, body, annexes),
        tables,
        tuple(foot.signature),
        tuple(foot.recipients),
        tuple(sorted(ignored, key=lambda item: item.line.index)),
        lines[limit].index if limit < len(lines) else None,
    )


def _second_head(lines: Sequence[Line], letters: Sequence[str], head: Head) -> int:
    """Give where the head of a second document in the same file begins; the number of lines when there is none."""
    for at in range(head.end + 2, len(lines)):
        if len(letters[at]) > 200 or country_at(letters[at]) is None:
            continue
        if not any(strip.kind is Kind.COUNTRY for strip in cut(lines[at])):
            continue
        cell = lines[at].cell
        while at > head.end + 1 and _before_country(lines[at - 1], letters[at - 1], cell.table if cell else None):
            at -= 1
        return at
    return len(lines)


def _before_country(line: Line, letters: str, table: int | None) -> bool:
    if line.cell is not None:
        return line.cell.table == table
    return len(letters) <= 60 and is_capitals(line.text) and (is_body(line.text) or begins("place", line.text))


def _annexes(lines: Sequence[Line], letters: Sequence[str], foot_end: int | None, head_end: int) -> list[int]:
    """Give the annex number of each line: 0 for the main text, counted up at every annex heading or second head."""
    out = [0] * len(lines)
    number = 0
    heads_at = -10
    for at in range(head_end, len(lines)):
        after = foot_end is not None and at >= foot_end
        if after and number == 0:
            number, heads_at = 1, at
        elif _opens_annex(lines[at], letters[at], after) and at - heads_at > 4:
            number, heads_at = number + 1, at
        out[at] = number
    return out


def _opens_annex(line: Line, letters: str, after: bool) -> bool:
    if len(letters) > 120:
        return False
    if letters[:1] in "pbm" and kind_of(letters) is Kind.ANNEX:
        whole = len(letters) <= 30
        return (whole and (after or line.text.strip()[:3].isupper())) or (after and is_capitals(line.text))
    return after and country_at(letters) is not None


def _data_tables(
    layout: Layout, taken: set[int], free: set[int], layout_tables: set[int]
) -> tuple[tuple[Table, ...], set[int]]:
    """Give the tables that hold data, and the indices of their lines. Head, foot and one-column tables are layout."""
    tables: list[Table] = []
    inside: set[int] = set()
    for table in layout.tables:
        cells = tuple(c for c in table.cells if not taken.intersection(c.lines))
        if not _holds_data(table, cells, free, layout_tables):
            continue
        owned = {i for cell in cells for i in cell.lines} & free - inside
        if not owned:
            continue
        if len(cells) == len(table.cells) and all(set(c.lines) <= owned for c in cells):
            tables.append(table)
        else:
            kept = tuple(
                c if set(c.lines) <= owned else Cell(c.row, c.column, c.text, tuple(i for i in c.lines if i in owned),
                                                     c.row_span, c.column_span, c.number)
                for c in cells
            )  # fmt: skip
            tables.append(
                Table(
                    table.index,
                    table.rows,
                    table.columns,
                    kept,
                    table.anchor,
                    table.page,
                    table.name,
                    table.ruled,
                    table.parent,
                )
            )
        inside |= owned
    return tuple(tables), inside


def _holds_data(table: Table, cells: Sequence[Cell], free: set[int], layout_tables: set[int]) -> bool:
    filled = [c for c in cells if free.intersection(c.lines)]
    rows = {c.row for c in filled}
    columns = {c.column for c in filled}
    if len(rows) < 2 or len(columns) < 2:
        return False
    if table.index in layout_tables:
        # A worksheet is one table: its head and foot are cells above and below the data.
        return len(rows) >= 3 and len(columns) >= 3
    return table.ruled is not False or len(columns) >= 3
