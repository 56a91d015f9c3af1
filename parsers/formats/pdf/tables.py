"""Ruled tables of a PDF page: cells found by pdfplumber from the rules that PDFium saw."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.model import Box

#: Fewer rules than these make no table, and more than these make a drawing.
_FEWEST = 2
_MOST = 4_000
_LONG = 6.0
_NEAR = 3.0


@dataclass(frozen=True, slots=True)
class GridBox:
    """One cell of a ruled table: its place, its span and its box."""

    row: int
    column: int
    row_span: int
    column_span: int
    box: Box


@dataclass(frozen=True, slots=True)
class RuledTable:
    """A ruled table: its box, its size, and its cells row by row."""

    box: Box
    rows: int
    columns: int
    cells: tuple[GridBox, ...]

    def edges_at(self, y: float) -> list[float]:
        """Give the x of the upright rules that are met at height ``y``."""
        return [cell.box.x0 for cell in self.cells if cell.box.y0 <= y <= cell.box.y1]

    def cell_at(self, x: float, y: float) -> int | None:
        """Give the number of the cell at (x, y), a little beyond its rules too; None when no cell is there."""
        best: tuple[float, int] | None = None
        for i, cell in enumerate(self.cells):
            box = cell.box
            away = max(box.x0 - x, x - box.x1, 0.0) + max(box.y0 - y, y - box.y1, 0.0)
            if away == 0.0:
                return i
            if away <= _NEAR and (best is None or away < best[0]):
                best = (away, i)
        return None if best is None else best[1]


def ruled_tables(rules: Sequence[Box]) -> list[RuledTable]:
    """Give the tables that ``rules`` draw, from top to bottom; frames of a single cell are none."""
    level = [r for r in rules if r.x1 - r.x0 >= _LONG and r.y1 - r.y0 <= _NEAR]
    upright = [r for r in rules if r.y1 - r.y0 >= _LONG and r.x1 - r.x0 <= _NEAR]
    if min(len(level), len(upright)) < _FEWEST or len(level) + len(upright) > _MOST:
        return []
    # pdfplumber takes half a second to load: only for pages that have rules enough for a table.
    from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells, merge_edges

    edges = [_edge("h", r.x0, r.x1, (r.y0 + r.y1) / 2, (r.y0 + r.y1) / 2) for r in level]
    edges += [_edge("v", (r.x0 + r.x1) / 2, (r.x0 + r.x1) / 2, r.y0, r.y1) for r in upright]
    merged = merge_edges(edges, _NEAR, _NEAR, _NEAR, _NEAR)
    cells = intersections_to_cells(edges_to_intersections(merged, _NEAR, _NEAR))
    return [_table([Box(*cell) for cell in table]) for table in cells_to_tables(cells)]


def _edge(orientation: str, x0: float, x1: float, top: float, bottom: float) -> dict[str, object]:
    return {"orientation": orientation, "object_type": "line", "x0": x0, "x1": x1, "top": top, "bottom": bottom,
            "width": x1 - x0, "height": bottom - top}  # fmt: skip


def _table(boxes: list[Box]) -> RuledTable:
    lefts, tops = _lanes([x for b in boxes for x in (b.x0, b.x1)]), _lanes([y for b in boxes for y in (b.y0, b.y1)])
    cells = []
    for box in boxes:
        column, row = _lane(lefts, box.x0), _lane(tops, box.y0)
        width, height = _lane(lefts, box.x1) - column, _lane(tops, box.y1) - row
        cells.append(GridBox(row, column, max(1, height), max(1, width), box))
    cells.sort(key=lambda c: (c.row, c.column))
    whole = Box(lefts[0], tops[0], lefts[-1], tops[-1])
    return RuledTable(whole, len(tops) - 1, len(lefts) - 1, tuple(cells))


def _lanes(places: list[float]) -> list[float]:
    """Give the distinct places in order; those within reach of each other are one."""
    out: list[float] = []
    for place in sorted(places):
        if not out or place - out[-1] > _NEAR:
            out.append(place)
    return out


def _lane(lanes: list[float], place: float) -> int:
    return min(range(len(lanes)), key=lambda i: abs(lanes[i] - place))
