"""The data tables of a Word document: the template gives the look of one row, this writes all of them.

A template engine takes a second over two thousand rows of six cells. So it fills in one row with marks for the texts; the row
is adapted to its columns and kinds here (widths, sides, bold, over all columns), and every row is written from that.
"""

import copy
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from outputs.council.facts import Cell, Row, Table

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TWIPS = 1440 / 25.4
#: Rows, header included: tables up to the first stay on one page; of longer ones the first and the last stay together.
_SHORT, _OPENING, _ENDING = 7, 3, 2
#: Longer tables go on as tables of so many rows, each from a new page: LibreOffice takes twice as long over one of thousands.
_LONG, _PART = 300, 250

#: Marks of the pattern row, from the private use area that no document's text holds (see ``legible``).
_TEXT, _SOURCE, _FROM, _TO = "\ue000", "\ue001", "\ue002", "\ue003"
_ROWS = re.compile(f"<w:tr>{_FROM}(\\d+)</w:tr>(.*?)<w:tr>{_TO}</w:tr>", re.DOTALL)
_ROW = re.compile(r"<w:tr[ >].*?</w:tr>", re.DOTALL)
_CELL = re.compile(r"<w:tc[ >].*?</w:tc>", re.DOTALL)
_RUN = re.compile(r"<w:r(?: [^>]*)?>.*?</w:r>", re.DOTALL)
_BREAK = '</w:t><w:br/><w:t xml:space="preserve">'


def pattern(table: Table) -> dict[str, Any]:
    """Give a table as the template sees it: everything but its rows, in whose place stands one with marks."""
    cells = [{"text": _TEXT, "source": _SOURCE}] * len(table.columns)
    plain = {name: getattr(table, name) for name in ("id", "title", "unit", "notes", "columns")}
    return plain | {"rows": [{"cells": cells}]}


@dataclass(frozen=True, slots=True)
class _Look:
    """How a row looks: totals and group lines are bold, a group line reaches over all columns, some stay with the next."""

    strong: bool
    span: bool
    with_next: bool


@dataclass(frozen=True, slots=True)
class _Filling:
    """Rows to write at one place, each with the number of its look among the patterns left there."""

    rows: tuple[tuple[Row, int], ...]


class Grids:
    """The data tables of one document: first their frames in the tree, then their rows in its text."""

    def __init__(self, tables: Mapping[str, Table]) -> None:
        """Take the tables by id; a table of the document names its own in its description (alt text)."""
        self._tables = tables
        self._fillings: list[_Filling] = []

    def fit(self, body: Any) -> None:
        """Give every data table below ``body`` the widths of its facts, and leave patterns where its rows will stand."""
        for element in list(body.iter(f"{_W}tbl")):
            mark = element.find(f"{_W}tblPr/{_W}tblDescription")
            table = None if mark is None else self._tables.get(mark.get(f"{_W}val", ""))
            rows = element.findall(f"{_W}tr")
            marked = [r for r in rows if any(_TEXT in (t.text or "") for t in r.iter(f"{_W}t"))]
            if table is not None and len(marked) == 1:
                self._frame(element, table, rows.index(marked[0]))

    def _frame(self, element: Any, table: Table, at: int) -> None:
        widths = [round(c.width * _TWIPS) for c in table.columns]
        _set_widths(element, widths)
        rows = element.findall(f"{_W}tr")
        for head in rows[:at]:
            for column, cell in enumerate(head.findall(f"{_W}tc")):
                _fit_cell(cell, widths[column], "center", False)
            # The paragraphs of a header stay with the rows below, whatever the template says.
            _keep_with_next(head)
        looks = _looks(table.rows, at)
        whole = rows[at]
        starts = range(0, len(looks), _PART) if len(looks) > _LONG else range(1)
        before = element
        for start in starts:
            stop = start + _PART if len(looks) > _LONG else len(looks)
            part = element
            if start:
                part = _continued(element, before, rows[:at])
                before = part
            self._leave(part, whole, table, widths, looks[start:stop], start)
        for behind in rows[at + 1 :]:
            before.append(behind)
        element.remove(whole)

    def _leave(
        self, part: Any, whole: Any, table: Table, widths: Sequence[int], looks: Sequence[_Look], start: int
    ) -> None:
        """Leave one pattern for each look that occurs, between marks that tell which filling they belong to."""
        kinds = list(dict.fromkeys(looks))
        begin = part.makeelement(f"{_W}tr", {})
        begin.text = f"{_FROM}{len(self._fillings)}"
        end = part.makeelement(f"{_W}tr", {})
        end.text = _TO
        patterns = [_row(whole, look, table, widths) for look in kinds]
        place = whole if part is whole.getparent() else None
        for one in (begin, *patterns, end):
            if place is None:
                part.append(one)
            else:
                place.addprevious(one)
        numbers = {look: n for n, look in enumerate(kinds)}
        rows = table.rows[start : start + len(looks)]
        self._fillings.append(_Filling(tuple((r, numbers[k]) for r, k in zip(rows, looks, strict=True))))

    def write(self, xml: bytes) -> bytes:
        """Give the document's XML with the rows in the places left for them."""
        return _ROWS.sub(lambda found: self._written(found), xml.decode("utf-8")).encode("utf-8")

    def _written(self, found: re.Match[str]) -> str:
        filling = self._fillings[int(found[1])]
        patterns = [_Pattern(text) for text in _ROW.findall(found[2])]
        return "".join(patterns[look].row(row.cells) for row, look in filling.rows)


class _Pattern:
    """A row of Word's XML cut open where the texts belong."""

    def __init__(self, xml: str) -> None:
        found = list(_CELL.finditer(xml))
        self._head, self._tail = xml[: found[0].start()], xml[found[-1].end() :]
        self._cells = [(one[0], _without_source(one[0])) for one in found]

    def row(self, cells: Sequence[Cell]) -> str:
        out = [self._head]
        for (full, bare), cell in zip(self._cells, cells, strict=False):
            text = _text(cell.text)
            out.append(
                full.replace(_TEXT, text).replace(_SOURCE, _text(cell.source))
                if cell.source
                else bare.replace(_TEXT, text)
            )
        out.append(self._tail)
        return "".join(out)


def _without_source(cell: str) -> str:
    """Give a cell without the run of the source's code: an empty raised run would still make the line higher."""
    lone = (r[0] for r in _RUN.finditer(cell) if _SOURCE in r[0] and _TEXT not in r[0])
    for run in lone:
        cell = cell.replace(run, "")
    return cell.replace(_SOURCE, "")


def _text(text: str) -> str:
    return escape(text).replace("\n", _BREAK)


def _looks(rows: Sequence[Row], heads: int) -> list[_Look]:
    count = len(rows) + heads
    out = []
    for n, row in enumerate(rows):
        number = n + heads
        together = count <= _SHORT or number < _OPENING or number >= count - _ENDING
        # A line over a group stays with the first row of the group.
        out.append(_Look(row.strong or row.span, row.span, n < len(rows) - 1 and (together or row.span)))
    return out


def _set_widths(element: Any, widths: Sequence[int]) -> None:
    properties = element.find(f"{_W}tblPr")
    width = properties.find(f"{_W}tblW")
    if width is not None:
        width.set(f"{_W}w", str(sum(widths)))
        width.set(f"{_W}type", "dxa")
    layout = properties.find(f"{_W}tblLayout")
    if layout is None:
        layout = properties.makeelement(f"{_W}tblLayout", {})
        properties.find(f"{_W}tblCellMar").addprevious(layout)
    layout.set(f"{_W}type", "fixed")
    for grid, size in zip(element.findall(f"{_W}tblGrid/{_W}gridCol"), widths, strict=False):
        grid.set(f"{_W}w", str(size))


def _row(whole: Any, look: _Look, table: Table, widths: Sequence[int]) -> Any:
    """Give the pattern row as rows of one look have it."""
    row = copy.deepcopy(whole)
    cells = row.findall(f"{_W}tc")
    if look.span:
        first, *rest = cells
        for cell in rest:
            row.remove(cell)
        _fit_cell(first, sum(widths), "left", True)
        properties = first.find(f"{_W}tcPr")
        over = properties.makeelement(f"{_W}gridSpan", {f"{_W}val": str(len(widths))})
        properties.find(f"{_W}tcW").addnext(over)
    else:
        for column, cell in enumerate(cells):
            _fit_cell(cell, widths[column], table.columns[column].align, look.strong)
    for text in row.iter(f"{_W}t"):
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    if look.with_next:
        _keep_with_next(row)
    return row


def _continued(element: Any, before: Any, heads: Sequence[Any]) -> Any:
    """Add a further table with the same header on a new page behind ``before``."""
    paragraph = element.makeelement(f"{_W}p", {})
    layout = paragraph.makeelement(f"{_W}pPr", {})
    layout.append(layout.makeelement(f"{_W}pageBreakBefore", {}))
    layout.append(layout.makeelement(f"{_W}spacing", {f"{_W}line": "20", f"{_W}lineRule": "exact"}))
    paragraph.append(layout)
    table = element.makeelement(f"{_W}tbl", {})
    for name in ("tblPr", "tblGrid"):
        table.append(copy.deepcopy(element.find(f"{_W}{name}")))
    for head in heads:
        table.append(copy.deepcopy(head))
    before.addnext(paragraph)
    paragraph.addnext(table)
    return table


def _keep_with_next(row: Any) -> None:
    """Keep a row on the page of the one below: no header stands alone, no short table is torn."""
    for paragraph in row.iter(f"{_W}p"):
        layout = paragraph.find(f"{_W}pPr")
        if layout.find(f"{_W}keepNext") is None:
            layout.find(f"{_W}pStyle").addnext(layout.makeelement(f"{_W}keepNext", {}))


def _fit_cell(cell: Any, width: int, align: str, strong: bool) -> None:
    properties = cell.find(f"{_W}tcPr")
    if properties is None:
        properties = cell.makeelement(f"{_W}tcPr", {})
        cell.insert(0, properties)
    size = properties.find(f"{_W}tcW")
    if size is None:
        size = properties.makeelement(f"{_W}tcW", {})
        properties.insert(0, size)
    size.set(f"{_W}w", str(width))
    size.set(f"{_W}type", "dxa")
    if properties.find(f"{_W}vAlign") is None:
        properties.append(properties.makeelement(f"{_W}vAlign", {f"{_W}val": "center"}))
    for paragraph in cell.findall(f"{_W}p"):
        layout = paragraph.find(f"{_W}pPr")
        old = layout.find(f"{_W}jc")
        if old is not None:
            layout.remove(old)
        layout.append(layout.makeelement(f"{_W}jc", {f"{_W}val": align}))
        if strong:
            for run in paragraph.findall(f"{_W}r"):
                look = run.find(f"{_W}rPr")
                if look is None:
                    look = run.makeelement(f"{_W}rPr", {})
                    run.insert(0, look)
                if look.find(f"{_W}b") is None:
                    look.insert(0, look.makeelement(f"{_W}b", {}))
