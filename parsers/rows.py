"""Table rows with cell edges and merge flags, as Word's old formats keep them, rebuilt as a grid of spans."""

from dataclasses import dataclass, field

from parsers.manuscript import Grid, GridCell, Paragraph, written

#: Cell edges nearer than this are one edge (twentieths of a point: 2 mm).
_NEAR = 113
#: Flags of a cell (MS-DOC 2.9.317): parts of a horizontal merge, part of a vertical one, first of a vertical one.
FIRST_MERGED, MERGED, VERTICAL, RESTART = 1, 2, 0x20, 0x40


@dataclass(slots=True)
class Row:
    """One row: its cells' blocks, the cells' edges in twips, their flags, and which cells have rules on two sides."""

    cells: list[list[Paragraph | Grid]] = field(default_factory=list)
    edges: list[int] = field(default_factory=list)
    flags: list[int] = field(default_factory=list)
    ruled: list[bool] = field(default_factory=list)


def grid(rows: list[Row]) -> Grid:
    """Give the table of ``rows``: columns are the distinct cell edges of all rows."""
    columns = _columns(rows)
    cells: list[GridCell] = []
    open_cells: dict[int, GridCell] = {}
    last = 0
    for number, row in enumerate(rows):
        still_open: dict[int, GridCell] = {}
        before: GridCell | None = None
        joined = _joined(row.flags)
        placed = len(row.edges) > len(row.cells)
        for at, blocks in enumerate(row.cells):
            flags = row.flags[at] if at < len(row.flags) else 0
            if placed:
                column, stop = columns[row.edges[at]], columns[row.edges[at + 1]]
            else:
                column, stop = at, at + 1
            if before is not None:
                column = max(column, before.column + before.column_span)
            width = max(1, stop - column)
            last = max(last, column + width)
            blank = not written(blocks)
            if before is not None and blank and at < len(joined) and joined[at]:
                before.column_span = column + width - before.column
                continue
            above = open_cells.get(column)
            if flags & VERTICAL and not flags & RESTART and above is not None and blank:
                above.row_span += 1
                still_open[column] = above
                before = GridCell(number, column, [], 1, width)
                continue
            before = GridCell(number, column, blocks, 1, width)
            cells.append(before)
            if flags & VERTICAL:
                still_open[column] = before
        open_cells = still_open
    known = [ruled for row in rows for ruled in row.ruled]
    return Grid(len(rows), last, cells, sum(known) * 2 >= len(known) if known else None)


def _joined(flags: list[int]) -> list[bool]:
    """Tell for each cell of a row whether it is the later part of a horizontal merge.

    Writers disagree which of the two flags begins a merge; the first flagged cell of a row tells.
    """
    merges = [flag & (FIRST_MERGED | MERGED) for flag in flags]
    begins = next((merge for merge in merges if merge), 0)
    return [merge not in (0, begins) for merge in merges]


def _columns(rows: list[Row]) -> dict[int, int]:
    """Give the number of the column that begins at each edge; edges close together are one."""
    out: dict[int, int] = {}
    column, anchor = -1, None
    for edge in sorted({edge for row in rows for edge in row.edges}):
        if anchor is None or edge - anchor > _NEAR:
            column, anchor = column + 1, edge
        out[edge] = column
    return out


@dataclass(slots=True)
class OpenTable:
    """A table whose end has not been seen: finished rows, the row in work, the cell in work."""

    rows: list[Row] = field(default_factory=list)
    row: Row = field(default_factory=Row)
    blocks: list[Paragraph | Grid] = field(default_factory=list)

    def close_cell(self) -> None:
        """End the cell in work."""
        self.row.cells.append(self.blocks)
        self.blocks = []

    def close_row(self) -> None:
        """End the row in work; a cell without its mark is kept when something is written in it."""
        if written(self.blocks):
            self.close_cell()
        self.blocks = []
        if self.row.cells:
            self.rows.append(self.row)
        self.row = Row()


class Stack:
    """The text outside tables and the tables open around the present paragraph, outermost first."""

    def __init__(self) -> None:
        """Begin outside any table."""
        self._tables = [OpenTable()]

    @property
    def depth(self) -> int:
        """How many tables are open."""
        return len(self._tables) - 1

    @property
    def top(self) -> OpenTable:
        """The innermost open table; at depth 0 its ``blocks`` are the story itself."""
        return self._tables[-1]

    def go_to(self, depth: int) -> None:
        """Close and open tables until ``depth`` of them are open."""
        while self.depth > depth:
            table = self._tables.pop()
            table.close_row()
            if table.rows:
                self.top.blocks.append(grid(table.rows))
        while self.depth < depth:
            self._tables.append(OpenTable())

    def finish(self) -> list[Paragraph | Grid]:
        """Close every table and give the story."""
        self.go_to(0)
        return self.top.blocks
