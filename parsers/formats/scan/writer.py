"""Pages read from images written down as lines and tables, numbered through; a table that goes on over the page stays one."""

from collections.abc import Sequence
from difflib import SequenceMatcher

from parsers.formats.scan.page import Sheet
from parsers.formats.scan.rules import Grid
from parsers.formats.scan.words import Row
from parsers.growing import HEAD_ROWS, Growing
from pipeline.model import Box, Cell, CellRef, Line, Part, Table
from pipeline.text import clean, flat

#: The upright rules of one table stand this near on both pages, as a part of the table's width.
_NEAR = 0.02
#: Two readings of one printed head are at least this alike.
_ALIKE = 0.75


class Writer:
    """Numbers the lines and tables of all pages."""

    def __init__(self) -> None:
        """Begin with no line."""
        self.lines: list[Line] = []
        self._tables: list[Growing] = []

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables written so far."""
        return tuple(growing.table for growing in self._tables)

    def add(self, sheet: Sheet) -> None:
        """Write one page: its lines from top to bottom, a table where it stands."""
        waiting = list(zip(sheet.grids, sheet.cells, strict=True))
        number = 0
        for row in sheet.rows:
            while waiting and waiting[0][0].box[1] < (row.box[1] + row.box[3]) / 2:
                self._add_table(sheet, *waiting.pop(0), first=number == 0)
            number += 1
            self._add_line(sheet, row, f"trang {sheet.number}, dòng {number}", None)
            if self._tables and not _is_page_mark(row.text):
                self._tables[-1].open = False
        for grid, cells in waiting:
            self._add_table(sheet, grid, cells, first=number == 0)

    def _add_line(self, sheet: Sheet, row: Row, place: str, cell: CellRef | None, part: Part = Part.BODY) -> int:
        scale = 72 / sheet.dpi
        x0, y0, x1, y1 = row.box
        box = Box(x0 * scale, y0 * scale, max(x0, x1) * scale, max(y0, y1) * scale)
        index = len(self.lines)
        text = clean(row.text)
        self.lines.append(
            Line(index, text, place, sheet.number, box, cell=cell, part=part, legibility=round(row.legibility, 3))
        )
        return index

    def _add_table(self, sheet: Sheet, grid: Grid, cells: Sequence[Sequence[Row]], *, first: bool) -> None:
        table, repeated = self._host(sheet, grid, cells, first=first)
        offset = table.rows - repeated
        where = f"trang {sheet.number}, bảng {table.index + 1}"
        for one, rows in zip(grid.cells, cells, strict=True):
            if one.row < repeated:
                for row in rows:
                    self._add_line(sheet, row, f"{where}, tiêu đề lặp lại", None, Part.HEADER)
                continue
            ref = CellRef(table.index, one.row + offset, one.column)
            place = f"{where}, hàng {ref.row + 1}, cột {ref.column + 1}"
            own = tuple(self._add_line(sheet, row, place, ref) for row in rows)
            text = "\n".join(self.lines[i].text for i in own)
            table.cells.append(Cell(ref.row, ref.column, text, own, one.row_span, one.column_span))
        table.rows += grid.rows - repeated
        table.last_page, table.open = sheet.number, True

    def _host(self, sheet: Sheet, grid: Grid, cells: Sequence[Sequence[Row]], *, first: bool) -> tuple[Growing, int]:
        """Give the table that ``grid`` goes on with, or a new one, and how many of its first rows are a head printed again."""
        lanes = _lanes(grid)
        last = self._tables[-1] if self._tables else None
        if last is not None and first and last.goes_on(sheet.number, grid.columns, lanes, _NEAR):
            return last, _repeated(last, grid, cells)
        table = Growing(len(self._tables), len(self.lines), sheet.number, grid.columns, lanes)
        self._tables.append(table)
        return table, 0


def _lanes(grid: Grid) -> tuple[float, ...]:
    """Give where the upright rules stand, 0 at the table's left and 1 at its right."""
    left, _, right, _ = grid.box
    starts = {cell.column: cell.box[0] for cell in grid.cells}
    places = [starts.get(column, left) for column in range(grid.columns)]
    return tuple((x - left) / max(right - left, 1.0) for x in places)


def _repeated(table: Growing, grid: Grid, cells: Sequence[Sequence[Row]]) -> int:
    texts = {
        (cell.row, cell.column): " ".join(row.text for row in rows)
        for cell, rows in zip(grid.cells, cells, strict=True)
    }
    for count in range(min(HEAD_ROWS, grid.rows - 1), 0, -1):
        old = {(c.row, c.column): c.text.replace("\n", " ") for c in table.cells if c.row < count and c.text}
        new = {place: text for place, text in texts.items() if place[0] < count and text}
        if old and old.keys() == new.keys() and all(_alike(old[place], new[place]) for place in old):
            return count
    return 0


def _alike(one: str, two: str) -> bool:
    return SequenceMatcher(None, flat(one), flat(two), autojunk=False).ratio() >= _ALIKE


def _is_page_mark(text: str) -> bool:
    return len(text) <= 8 and not any(c.isalpha() for c in text)
