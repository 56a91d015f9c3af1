"""Several dispatches in one file: each further head that is a dispatch's own, with its pages."""

from collections.abc import Callable
from dataclasses import replace

from pipeline import zones
from pipeline.model import CellRef, Dispatch, Finding, Layout, Severity, Zones

#: A further number or day less sure than this is a form to be filled in, or a document quoted.
_SURE = 0.7
#: More dispatches than this in one file are told of as that many.
_MOST = 20

#: Gives the dispatch of zones, as ``pipeline.process`` does for the whole file.
Read = Callable[[Zones], Dispatch]


def further(split: Zones, first: Dispatch, read: Read) -> tuple[Finding, ...]:
    """Give a finding for each dispatch that begins behind the first one; ``split`` are the zones of the whole file.

    A head counts when it has a number, a whole day and a symbol of its own: the forms in an annex have a national
    title too, but their number and day are blank.
    """
    layout, start, seen = split.layout, split.next_head, {_symbol(first)}
    out: list[Finding] = []
    while start is not None and len(out) < _MOST:
        part = zones.split(tail(layout, start))
        dispatch = read(part)
        symbol = _symbol(dispatch)
        if _is_own(dispatch) and symbol not in seen:
            seen.add(symbol)
            out.append(_finding(layout, start, part, dispatch))
        start = None if part.next_head is None else start + part.next_head
    return tuple(out)


def _symbol(dispatch: Dispatch) -> str | None:
    return None if dispatch.symbol is None else dispatch.symbol.value


def _is_own(dispatch: Dispatch) -> bool:
    symbol, number, issued = dispatch.symbol, dispatch.number, dispatch.issued_on
    if symbol is None or number is None or issued is None or issued.value.day is None:
        return False
    return min(symbol.confidence, issued.confidence) >= _SURE


def _finding(layout: Layout, start: int, part: Zones, dispatch: Dispatch) -> Finding:
    assert dispatch.symbol is not None and dispatch.issued_on is not None
    end = len(layout.lines) if part.next_head is None else start + part.next_head
    pages = [line.page for line in layout.lines[start:end] if line.page is not None]
    where = f"trang {min(pages)}–{max(pages)}" if pages else f"từ {layout.lines[start].place}"
    message = (
        f"Trong tệp còn một văn bản khác: {dispatch.symbol.value} ngày {dispatch.issued_on.value} ({where}); "
        "chưa được tiếp nhận riêng."
    )
    evidence = tuple(replace(e, index=e.index + start) for e in dispatch.symbol.evidence)
    advice = "Tách văn bản này thành tệp riêng rồi thả lại vào thư mục tiếp nhận."
    return Finding("SECOND_DISPATCH", Severity.WARNING, message, None, "symbol", evidence, advice)


def tail(layout: Layout, start: int) -> Layout:
    """Give the lines from ``start`` on, with their tables, as a layout of its own."""
    kept = [table for table in layout.tables if any(i >= start for cell in table.cells for i in cell.lines)]
    names = {table.index: number for number, table in enumerate(kept)}

    def moved(cell: CellRef | None) -> CellRef | None:
        return None if cell is None or cell.table not in names else replace(cell, table=names[cell.table])

    lines = tuple(
        replace(line, index=line.index - start, cell=moved(line.cell)) for line in layout.lines if line.index >= start
    )
    tables = tuple(
        replace(
            table,
            index=names[table.index],
            anchor=max(0, table.anchor - start),
            parent=moved(table.parent),
            cells=tuple(replace(c, lines=tuple(i - start for i in c.lines if i >= start)) for c in table.cells),
        )
        for table in kept
    )
    return replace(layout, lines=lines, tables=tables)
