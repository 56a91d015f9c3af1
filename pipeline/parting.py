"""Several dispatches in one file: where each further one begins, and what is cut out for it.

A further dispatch has a head of its own, with a number or a signer that no form has, at the top of a page or behind the
foot of the one before it. The annex of a dispatch has its symbol or says that it goes with it; a dispatch quoted in a
body stands in the middle of a page and has no foot above it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from itertools import pairwise
from typing import Any, TypeVar

from pipeline import zones
from pipeline.model import CellRef, Dispatch, Evidence, Extent, Field, Finding, Layout, Line, Severity, Zones
from pipeline.text import flat
from pipeline.zones.letters import Kind, kind_of

T = TypeVar("T")

#: A further number, day or name less sure than this is a form to be filled in, or a document quoted.
_SURE = 0.7
#: More heads than this are not looked at.
_MOST = 50
#: Under the head of an annex: "(Kèm theo Kế hoạch số …)", "(Ban hành kèm theo Quyết định số …)".
_GOES_WITH = re.compile(r"\W*(?:duoc\s+)?(?:ban\s+hanh\s+)?(?:dinh\s+)?kem\s+theo\b")
#: A page number, a rule or a mark of the folder at the top of a page.
_SMALL = 6
#: An annex is announced so many lines above its head.
_ABOVE = 4

#: Gives the dispatch of zones, as ``pipeline.process`` does for the whole file.
Read = Callable[[Zones], Dispatch]


@dataclass(frozen=True, slots=True)
class Parting:
    """Where further dispatches begin (line numbers), and findings on heads that may begin one, by their line."""

    starts: tuple[int, ...] = ()
    doubts: tuple[tuple[int, Finding], ...] = ()


def part(split: Zones, first: Dispatch, read: Read) -> Parting:
    """Tell where the dispatches behind the first one begin; ``split`` are the zones of the whole file."""
    layout, at, seen = split.layout, split.next_head, {_symbol(first)}
    small = {item.line.index for item in split.ignored}
    starts: list[int] = []
    doubts: list[tuple[int, Finding]] = []
    heads = 0
    while at is not None and heads < _MOST:
        heads += 1
        tail = zones.split(piece(layout, at))
        dispatch = read(tail)
        symbol = _symbol(dispatch)
        again = symbol is not None and symbol in seen
        if _is_own(dispatch, layout.ocr) and not again and not _is_annex(layout, at, tail):
            numbered = symbol is not None
            if _begins(layout, at, starts[-1] if starts else 0, small, numbered):
                starts.append(at)
                seen.add(symbol)
            elif numbered:
                doubts.append((at, _doubt(layout, at, tail, dispatch)))
        at = None if tail.next_head is None else at + tail.next_head
    return Parting(tuple(starts), tuple(doubts))


def _symbol(dispatch: Dispatch) -> str | None:
    """The symbol, None without a number: two drafts share a blank one."""
    return None if dispatch.symbol is None or dispatch.number is None else dispatch.symbol.value


def _sure(field: Field[T] | None) -> bool:
    return field is not None and field.confidence >= _SURE


def _is_own(dispatch: Dispatch, ocr: bool) -> bool:
    """Tell whether a head is a dispatch's: number and day, which forms leave blank, or the name of who signed it.

    On a scan number and day are written by hand and often unread; the year is printed.
    """
    issued = dispatch.issued_on
    if dispatch.symbol is None or issued is None or not _sure(issued):
        return False
    whole = issued.value.day is not None
    if dispatch.number is not None and _sure(dispatch.symbol) and whole:
        return True
    return _sure(dispatch.signer_name) and _sure(dispatch.issuer) and (whole or ocr)


def _is_annex(layout: Layout, at: int, tail: Zones) -> bool:
    """Tell whether the head belongs to an annex or a form: announced above it, or said under its title."""
    above = [line.text for line in layout.lines[max(0, at - _ABOVE) : at] if line.text.strip()]
    if any(kind_of(flat(text)[:200].strip()) is Kind.ANNEX for text in above):
        return True
    below = [line.text for line in tail.title] + [block.text for block in tail.body[:2]]
    return any(_GOES_WITH.match(flat(text[:200])) for text in below)


def _begins(layout: Layout, at: int, before: int, small: set[int], numbered: bool) -> bool:
    """Tell whether a dispatch may begin at a line: at the top of a page, or behind the foot of the one before it.

    A head without a number needs both where there are pages.
    """
    page = layout.lines[at].page
    on_page = [line for line in layout.lines[before:at] if line.page == page]
    on_top = page is not None and not any(
        line.index not in small and len(line.text.strip()) > _SMALL for line in on_page
    )
    if numbered and on_top:
        return True
    foot = zones.split(piece(layout, before, at))
    closed = bool(foot.signature or foot.recipients)
    return closed and (numbered or on_top or page is None)


def _doubt(layout: Layout, at: int, tail: Zones, dispatch: Dispatch) -> Finding:
    assert dispatch.symbol is not None and dispatch.issued_on is not None
    end = len(layout.lines) if tail.next_head is None else at + tail.next_head
    pages = _pages(layout.lines[at:end])
    where = f"từ {layout.lines[at].place}" if pages is None else f"trang {pages[0]}–{pages[1]}"
    message = (
        f"Trong tệp có thể còn một văn bản khác: {dispatch.symbol.value} ngày {dispatch.issued_on.value} ({where}); "
        "chưa tách riêng vì phần đầu không đứng đầu trang và không nằm sau phần ký của văn bản trước."
    )
    evidence = tuple(_shifted(e, at) for e in dispatch.symbol.evidence)
    advice = "Nếu là văn bản riêng, tách thành tệp riêng rồi thả lại vào thư mục tiếp nhận."
    return Finding("SECOND_DISPATCH", Severity.WARNING, message, None, "symbol", evidence, advice)


def _pages(lines: tuple[Line, ...]) -> tuple[int, int] | None:
    pages = [line.page for line in lines if line.page is not None]
    return (min(pages), max(pages)) if pages else None


def pieces(layout: Layout, starts: tuple[int, ...]) -> tuple[tuple[int, Layout, Extent], ...]:
    """Give each dispatch's own layout with the line where it begins in the file, and which part of the file it is."""
    bounds = (0, *starts, len(layout.lines))
    return tuple(
        (begin, piece(layout, begin, end), Extent(number, len(starts) + 1, _pages(layout.lines[begin:end])))
        for number, (begin, end) in enumerate(pairwise(bounds), 1)
    )


def piece(layout: Layout, start: int, end: int | None = None) -> Layout:
    """Give the lines from ``start`` to ``end``, that one left out, with their tables, as a layout of its own."""
    stop = len(layout.lines) if end is None else end
    inside = range(start, stop)
    kept = [table for table in layout.tables if any(i in inside for cell in table.cells for i in cell.lines)]
    names = {table.index: number for number, table in enumerate(kept)}

    def moved(cell: CellRef | None) -> CellRef | None:
        return None if cell is None or cell.table not in names else replace(cell, table=names[cell.table])

    lines = tuple(replace(line, index=line.index - start, cell=moved(line.cell)) for line in layout.lines[start:stop])
    tables = tuple(
        replace(
            table,
            index=names[table.index],
            anchor=max(0, table.anchor - start),
            parent=moved(table.parent),
            cells=tuple(replace(c, lines=tuple(i - start for i in c.lines if i in inside)) for c in table.cells),
        )
        for table in kept
    )
    return replace(layout, lines=lines, tables=tables)


def _shifted(evidence: Evidence, start: int) -> Evidence:
    return replace(evidence, index=evidence.index + start)


def in_file(dispatch: Dispatch, start: int) -> Dispatch:
    """Give the dispatch of a piece with its evidence counted in the lines of the whole file."""

    def moved(field: Field[T]) -> Field[T]:
        return replace(field, evidence=tuple(_shifted(e, start) for e in field.evidence))

    values = {f.name: getattr(dispatch, f.name) for f in fields(dispatch)}
    out: dict[str, Any] = {
        name: tuple(moved(one) for one in value) if isinstance(value, tuple) else moved(value)
        for name, value in values.items()
        if value
    }
    return replace(dispatch, **out)


def findings_in_file(findings: tuple[Finding, ...], start: int) -> tuple[Finding, ...]:
    """Give the findings on a piece with their evidence counted in the lines of the whole file."""
    return tuple(replace(f, evidence=tuple(_shifted(e, start) for e in f.evidence)) for f in findings)
