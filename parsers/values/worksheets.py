"""The data blocks of a worksheet: a sheet is one table to its reader, head, figures and signatures together."""

import re
from dataclasses import dataclass, replace

from pipeline.model import Cell, Table
from pipeline.text import bare, squeeze

_ORDINAL = re.compile(r"s?tt|so tt|so thu tu")
_FIGURE = re.compile(r"[-+]?\d[\d.,]*\s*%?")
_FOOT = re.compile(r"(?:noi nhan|nguoi lap(?: bieu)?|thu truong|tm |kt |giam doc|xac nhan)\b.*")


@dataclass(frozen=True, slots=True)
class DataBlock:
    """One block: a table of its own whose rows begin at 0, and the texts of the rows that stand above it in the sheet."""

    table: Table
    above: tuple[str, ...]


def blocks(table: Table) -> tuple[DataBlock, ...]:
    """Give the data blocks of a worksheet in order; a table that is no worksheet is one block with nothing above."""
    if table.name is None:
        return (DataBlock(table, ()),)
    out: list[DataBlock] = []
    rows = [_texts(row) for row in table.grid]
    at = since = 0
    while at < len(rows):
        if not _opens(rows, at):
            at += 1
            continue
        end = at + 1
        while end < len(rows) and rows[end] and not _FOOT.fullmatch(bare(rows[end][0])):
            end += 1
        above = tuple(text for row in rows[since:at] for text in row)
        out.append(DataBlock(_slice(table, at, end), above))
        at = since = end
    return tuple(out)


def _texts(row: tuple[Cell | None, ...]) -> list[str]:
    """Give the distinct filled cells of a row as text."""
    out: list[str] = []
    last: Cell | None = None
    for cell in row:
        if cell is not None and cell is not last and cell.text.strip():
            out.append(squeeze(cell.text))
        last = cell
    return out


def _opens(rows: list[list[str]], at: int) -> bool:
    """Tell whether a header begins here: several words, no figure, and rows of data soon below."""
    row = rows[at]
    if len(row) < 2 or any(_FIGURE.fullmatch(text) and not re.fullmatch(r"(?:19|20)\d\d", text) for text in row):
        return False
    if not any(_ORDINAL.fullmatch(bare(text)) for text in row) and len(row) < 3:
        return False
    below = rows[at + 1 : at + 6]
    return any(len(r) >= 2 and any(_FIGURE.fullmatch(t) for t in r) for r in below)


def _slice(table: Table, first: int, end: int) -> Table:
    cells = tuple(
        replace(cell, row=cell.row - first, row_span=min(cell.row_span, end - cell.row))
        for cell in table.cells
        if first <= cell.row < end
    )
    anchor = min((i for cell in cells for i in cell.lines), default=table.anchor)
    return Table(
        table.index, end - first, table.columns, cells, anchor, table.page, table.name, table.ruled, table.parent
    )
