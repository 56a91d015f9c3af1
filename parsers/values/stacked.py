"""Table rows that were read as one, cut apart again by where their lines stand.

A table whose rows are parted by dots or by nothing comes as one row with every name in one cell and every unit in the
next. Lines of neighbouring cells at one height are one row.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from pipeline.model import Cell, Line, Table

#: A cell holds so many lines before it is taken for a stack of rows.
_FEWEST = 4
#: So large a share of the lines must have a neighbour at their height.
_SHARE = 0.8


def unstacked(table: Table, lines: Sequence[Line]) -> Table:
    """Give ``table`` with every stack of rows cut into its rows; the table itself when it has none.

    ``lines`` are the layout's. Cells keep their columns and lines; what stands at no row's height goes to the nearest.
    """
    rows: list[list[Cell]] = []
    cut = False
    for at in range(table.rows):
        own = [cell for cell in table.cells if cell.row == at]
        heights = _rows_of(own, lines)
        if heights is None or any(cell.row_span > 1 for cell in own):
            rows.append(own)
            continue
        cut = True
        parts: list[list[Cell]] = [[] for _ in heights]
        for cell in own:
            held: list[list[int]] = [[] for _ in heights]
            for index in cell.lines:
                middle = _middle(lines[index])
                if middle is not None:
                    held[min(range(len(heights)), key=lambda n: abs(heights[n] - middle))].append(index)
            for part, indices in zip(parts, held, strict=True):
                text = "\n".join(lines[i].text for i in indices)
                part.append(Cell(0, cell.column, text, tuple(indices), 1, cell.column_span))
        rows.extend(parts)
    if not cut:
        return table
    placed = tuple(replace(cell, row=number) for number, row in enumerate(rows) for cell in row)
    return replace(table, rows=len(rows), cells=placed)


def _middle(line: Line) -> float | None:
    return None if line.box is None else (line.box.y0 + line.box.y1) / 2


def _rows_of(cells: list[Cell], lines: Sequence[Line]) -> list[float] | None:
    """Give the heights of the rows stacked in one row's cells, from the top down; None when nothing is stacked."""
    columns = []
    for cell in cells:
        middles = [m for index in cell.lines if (m := _middle(lines[index])) is not None]
        if len(middles) >= _FEWEST:
            columns.append(sorted(middles))
    if len(columns) < 2:
        return None
    columns.sort(key=len, reverse=True)
    first = columns[0]
    steps = [below - above for above, below in pairwise(first)]
    pitch = median(steps)
    for other in columns[1:]:
        if len(other) < _SHARE * len(first):
            return None
        beside = sum(min(abs(m - n) for n in other) < pitch / 2 for m in first)
        if beside >= _SHARE * len(first) and min(steps) > pitch / 3:
            return first
    return None
