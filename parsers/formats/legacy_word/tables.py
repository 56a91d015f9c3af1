"""Tables rebuilt from cell marks and row ends: which cell reaches over which columns and rows."""

import struct
from dataclasses import dataclass, field

from parsers.formats.legacy_word.sprms import TABLE, kind, modifiers
from parsers.manuscript import Grid, GridCell, Paragraph

#: Cell edges nearer than this are one edge (twentieths of a point: 2 mm).
_NEAR = 113
_CELL = 20
_FIRST_MERGED, _MERGED, _VERTICAL, _RESTART = 1, 2, 0x20, 0x40


@dataclass(slots=True)
class Row:
    """One row: its cells' blocks, the cells' edges in twips, their flags, and which cells have rules on two sides."""

    cells: list[list[Paragraph | Grid]] = field(default_factory=list)
    edges: list[int] = field(default_factory=list)
    flags: list[int] = field(default_factory=list)
    ruled: list[bool] = field(default_factory=list)


def define(row: Row, changes: bytes) -> None:
    """Fill in a row's edges, flags and rules from the modifiers of its end mark; broken ones leave it plain."""
    table_upright = table_level = False
    own: list[tuple[bool | None, bool | None]] = []
    try:
        for code, operand in modifiers(changes):
            if kind(code) != TABLE:
                continue
            if code == 0xD608 and operand:
                row.edges, row.flags, own = _definition(operand)
            elif code in (0xD605, 0xD613):
                top, left, bottom, right, inside_h, inside_v = _table_borders(operand, code)
                table_upright, table_level = left or right or inside_v, top or bottom or inside_h
            elif code == 0xD62B and len(operand) >= 2 and operand[0] < len(row.flags):
                upright = {1: _VERTICAL, 3: _VERTICAL | _RESTART}.get(operand[1], 0)
                row.flags[operand[0]] = row.flags[operand[0]] & ~(_VERTICAL | _RESTART) | upright
            elif code == 0x5624 and len(operand) >= 2:
                for at in range(operand[0], min(operand[1], len(row.flags))):
                    row.flags[at] |= _FIRST_MERGED if at == operand[0] else _MERGED
            elif code in (0xD620, 0xD62F) and len(operand) >= 4:
                drawn = _drawn(operand[3:], code == 0xD62F)
                for at in range(operand[0], min(operand[1], len(own))):
                    up, level = own[at]
                    own[at] = (
                        (drawn or bool(up)) if operand[2] & 0x0A else up,
                        (drawn or bool(level)) if operand[2] & 0x05 else level,
                    )
    except (struct.error, IndexError):
        return
    row.ruled = [
        (table_upright if up is None else up) and (table_level if level is None else level) for up, level in own
    ]


def _definition(operand: bytes) -> tuple[list[int], list[int], list[tuple[bool | None, bool | None]]]:
    count = operand[0]
    edges = list(struct.unpack_from(f"<{count + 1}h", operand, 1))
    flags, own = [], []
    start = 1 + 2 * (count + 1)
    for at in range(start, start + _CELL * count, _CELL):
        cell = operand[at : at + _CELL]
        if len(cell) < _CELL:
            flags.append(0)
            own.append((None, None))
            continue
        flags.append(cell[0] | cell[1] << 8)
        sides = [
            None if cell[k : k + 4] == b"\xff\xff\xff\xff" else _drawn(cell[k : k + 4], False) for k in (4, 8, 12, 16)
        ]
        own.append((_either(sides[1], sides[3]), _either(sides[0], sides[2])))
    return edges, flags, own


def _either(one: bool | None, other: bool | None) -> bool | None:
    """Tell whether one of two opposite sides is drawn; None when neither speaks against the table's own rules."""
    return True if one or other else None if one is None or other is None else False


def _drawn(border: bytes, wide: bool) -> bool:
    """Tell whether a border has a line: its type byte is neither 0 nor 255."""
    at = 5 if wide else 1
    return len(border) > at and border[at] not in (0, 255)


def _table_borders(operand: bytes, code: int) -> list[bool]:
    size, wide = (4, False) if code == 0xD605 else (8, True)
    return [_drawn(operand[at : at + size], wide) for at in range(0, 6 * size, size)]


def grid(rows: list[Row]) -> Grid:
    """Give the table of ``rows``: columns are the distinct cell edges of all rows."""
    columns = _columns(rows)
    cells: list[GridCell] = []
    open_cells: dict[int, GridCell] = {}
    last = 0
    for number, row in enumerate(rows):
        still_open: dict[int, GridCell] = {}
        before: GridCell | None = None
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
            written = _written(blocks)
            if before is not None and not written and flags & (_FIRST_MERGED | _MERGED) and _joins(row.flags, at):
                before.column_span = column + width - before.column
                continue
            above = open_cells.get(column)
            if flags & _VERTICAL and not flags & _RESTART and above is not None and not written:
                above.row_span += 1
                still_open[column] = above
                before = GridCell(number, column, [], 1, width)
                continue
            before = GridCell(number, column, blocks, 1, width)
            cells.append(before)
            if flags & _VERTICAL:
                still_open[column] = before
        open_cells = still_open
    known = [ruled for row in rows for ruled in row.ruled]
    return Grid(len(rows), last, cells, sum(known) * 2 >= len(known) if known else None)


def _joins(flags: list[int], at: int) -> bool:
    """Tell whether cell ``at`` is the later part of a horizontal merge: the cell before it belongs to it too."""
    return at > 0 and at - 1 < len(flags) and bool(flags[at - 1] & (_FIRST_MERGED | _MERGED))


def _written(blocks: list[Paragraph | Grid]) -> bool:
    return any(isinstance(b, Grid) or any(text.strip() for text, _ in b.runs) for b in blocks)


def _columns(rows: list[Row]) -> dict[int, int]:
    """Give the number of the column that begins at each edge; edges close together are one."""
    out: dict[int, int] = {}
    column, anchor = -1, None
    for edge in sorted({edge for row in rows for edge in row.edges}):
        if anchor is None or edge - anchor > _NEAR:
            column, anchor = column + 1, edge
        out[edge] = column
    return out
