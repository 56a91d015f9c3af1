"""Sheets written down as lines and tables, numbered through; a table that goes on over the page stays one."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from parsers.encodings import Decoder, prints_capitals
from parsers.formats.pdf.sheets import Item, Sheet
from parsers.formats.pdf.tables import RuledTable
from parsers.growing import HEAD_ROWS, Growing
from pipeline.model import Box, Cell, CellRef, Line, Part, Table
from pipeline.text import clean

#: The upright rules of one table stand this near on both pages, in points.
_NEAR = 4.0
_PAGE_NUMBER = re.compile(r"[-–\s]*(?:trang\s*)?\d{1,4}(?:\s*/\s*\d{1,4})?[-–\s]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Plan:
    """Where one page's table is written: its first ``repeated`` rows are a head printed again, the rest moves down."""

    table: Growing
    repeated: int = 0
    offset: int = 0


class Writer:
    """Numbers the lines and tables of all pages."""

    def __init__(self, decoder: Decoder, modern: frozenset[str | None] = frozenset()) -> None:
        """Take what turns stored letters into Unicode, and the font families that hold Unicode already."""
        self._modern = modern
        self.lines: list[Line] = []
        self._decoder = decoder
        self._tables: list[Growing] = []

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables written so far."""
        return tuple(growing.table for growing in self._tables)

    def add(self, sheet: Sheet) -> None:
        """Write one page."""
        stored: list[str] = []
        texts: list[str] = []
        for item in sheet.items:
            runs = [(run.text, run.face.family) for run in item.row.runs]
            modern = all(family in self._modern for _, family in runs)
            pieces = [text for text, _ in runs] if modern else self._decoder.pieces(runs)
            stored.append(clean(item.row.text(pieces)))
            if any(prints_capitals(family) for _, family in runs):
                pieces = [
                    piece.upper() if prints_capitals(family) else piece
                    for piece, (_, family) in zip(pieces, runs, strict=True)
                ]
                texts.append(clean(item.row.text(pieces)))
            else:
                texts.append(stored[-1])
        plans = [self._plan(number, sheet, texts) for number in range(len(sheet.tables))]
        held: dict[tuple[int, int, int], list[int]] = {}
        number = 0
        for item, text, kept in zip(sheet.items, texts, stored, strict=True):
            where = f"trang {sheet.page.number}"
            ref: CellRef | None = None
            part = Part.SIGNATURE if item.stamp else Part.BODY
            if item.cell is None:
                number += 1
                where += f", dòng {number}"
            else:
                which, row, column = item.cell
                plan = plans[which]
                where += f", bảng {plan.table.index + 1}"
                if row < plan.repeated:
                    where, part = f"{where}, tiêu đề lặp lại", Part.HEADER
                else:
                    ref = CellRef(plan.table.index, row + plan.offset, column)
                    where += f", hàng {ref.row + 1}, cột {column + 1}"
                    held.setdefault(item.cell, []).append(len(self.lines))
            line = _line(len(self.lines), text, where, item, sheet, ref, part)
            self.lines.append(line if kept == text else replace(line, stored=kept))
        for which, (plan, (grid, _)) in enumerate(zip(plans, sheet.tables, strict=True)):
            self._fill(plan, grid, which, held)

    def _plan(self, number: int, sheet: Sheet, texts: Sequence[str]) -> _Plan:
        grid, before = sheet.tables[number]
        lanes = tuple(sorted({x for cell in grid.cells for x in (cell.box.x0, cell.box.x1)}))
        last = self._tables[-1] if self._tables else None
        goes_on = (
            number == 0
            and last is not None
            and last.goes_on(sheet.page.number, grid.columns, lanes, _NEAR)
            and all(_PAGE_NUMBER.fullmatch(text) for text in texts[:before])
        )
        if goes_on and last is not None:
            repeated = _repeated(last, grid, _texts(number, sheet, texts))
            plan = _Plan(last, repeated, last.rows - repeated)
            last.rows += grid.rows - repeated
        else:
            anchor = len(self.lines) + before
            table = Growing(len(self._tables), anchor, sheet.page.number, grid.columns, lanes, grid.rows)
            self._tables.append(table)
            plan = _Plan(table)
        plan.table.last_page = sheet.page.number
        end = max(i for i, item in enumerate(sheet.items) if item.cell is not None and item.cell[0] == number)
        behind = zip(sheet.items[end + 1 :], texts[end + 1 :], strict=True)
        plan.table.open = all(item.stamp or _PAGE_NUMBER.fullmatch(text) for item, text in behind)
        return plan

    def _fill(self, plan: _Plan, grid: RuledTable, which: int, held: Mapping[tuple[int, int, int], list[int]]) -> None:
        for one in grid.cells:
            if one.row < plan.repeated:
                continue
            own = tuple(held.get((which, one.row, one.column), ()))
            text = "\n".join(self.lines[i].text for i in own)
            plan.table.cells.append(Cell(one.row + plan.offset, one.column, text, own, one.row_span, one.column_span))


def _texts(number: int, sheet: Sheet, texts: Sequence[str]) -> dict[tuple[int, int], str]:
    """Give the text of every filled cell of one table of a page."""
    out: dict[tuple[int, int], str] = {}
    for item, text in zip(sheet.items, texts, strict=True):
        if item.cell is not None and item.cell[0] == number:
            place = item.cell[1:]
            out[place] = f"{out[place]}\n{text}" if place in out else text
    return out


def _repeated(table: Growing, grid: RuledTable, texts: Mapping[tuple[int, int], str]) -> int:
    """Give how many rows at the top of ``grid`` are the head of ``table`` printed again."""
    for count in range(min(HEAD_ROWS, grid.rows - 1), 0, -1):
        new = [c for c in grid.cells if c.row < count]
        old = [c for c in table.cells if c.row < count]
        ends_there = all(c.row + c.row_span <= count for c in new)
        same = [(c.row, c.column, c.row_span, c.column_span, texts.get((c.row, c.column), "")) for c in new]
        if ends_there and same == [(c.row, c.column, c.row_span, c.column_span, c.text) for c in old]:
            return count
    return 0


def _line(index: int, text: str, place: str, item: Item, sheet: Sheet, ref: CellRef | None, part: Part) -> Line:
    row = item.row
    weight = sum(len(run.text) for run in row.runs)
    main = max(row.runs, key=lambda run: len(run.text))
    return Line(
        index,
        text,
        place,
        page=sheet.page.number,
        box=Box(row.x0, row.y0, max(row.x0, row.x1), max(row.y0, row.y1)),
        cell=ref,
        part=part,
        bold=sum(len(run.text) for run in row.runs if run.face.bold) * 2 > weight,
        italic=sum(len(run.text) for run in row.runs if run.face.italic) * 2 > weight,
        size=round(main.size, 1),
        font=main.face.name,
        alignment=item.alignment,
        legibility=sheet.legibility,
    )
