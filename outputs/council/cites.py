"""Short codes of the source documents (``[3]``), the names of the rows that they link to, and the numbers of the annexes."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from outputs.council.facts import Span
from pipeline.consolidate import Cell, Consolidation, Document, Role
from pipeline.model import Evidence


@dataclass(frozen=True)
class Cites:
    """Documents in the order of their codes; ``numbers`` maps a dispatch id to its code's number.

    ``annexes`` maps an annex (``matrix``, ``absent`` …) to its Roman number in this report; those left out are not there.
    """

    documents: tuple[Document, ...]
    numbers: dict[str, int]
    annexes: Mapping[str, str] = field(default_factory=dict)

    def annex(self, name: str) -> str:
        """Give ``Phụ lục IV``, blank when this report has no such annex."""
        return f"Phụ lục {self.annexes[name]}" if name in self.annexes else ""

    def form(self, name: str, part: str = "") -> str:
        """Give ``Biểu số 4. `` for the title of an annex's table, blank when this report has no such annex."""
        return f"Biểu số {list(self.annexes).index(name) + 1}{part}. " if name in self.annexes else ""

    def see(self, name: str) -> str:
        """Give `` (Phụ lục IV)``, blank when this report has no such annex."""
        return f" ({self.annex(name)})" if name in self.annexes else ""

    def code(self, dispatch: str) -> str:
        """Give ``[3]``."""
        return f"[{self.numbers[dispatch]}]"

    def codes(self, dispatches: Iterable[str]) -> str:
        """Give ``[3], [7]`` in order, each once."""
        return ", ".join(f"[{n}]" for n in sorted({self.numbers[d] for d in dispatches if d in self.numbers}))

    def of(self, cell: Cell) -> str:
        """Give the codes of the documents that make up a cell."""
        return self.codes(s.dispatch for s in cell.used)

    def ref(self, cell: Cell) -> str:
        """Give the row of the first source of a cell, blank when it has none."""
        return next((anchor(self.numbers[s.dispatch], s.index) for s in cell.used), "")

    def spans(self, cell: Cell) -> tuple[Span, ...]:
        """Give the codes of a cell as links."""
        first = {s.dispatch: s.index for s in reversed(cell.used)}
        return tuple(
            Span(f" {self.code(d)}", "source", anchor(self.numbers[d], i))
            for d, i in sorted(first.items(), key=lambda p: self.numbers[p[0]])
        )


def anchor(number: int, index: int) -> str:
    """Give the name of the row of one figure of one document."""
    return f"s{number}-{index + 1}"


def cites(data: Consolidation, annexes: Mapping[str, str]) -> Cites:
    """Number the documents: plans first, then reports in the order of the units, then others that an award or a figure names."""
    order = {u.id: n for n, u in enumerate(data.units)}
    named = {d for n in data.nominees for d in n.documents} | {f.dispatch for f in data.findings if f.dispatch}
    named |= {a.row.dispatch for a in data.accepted if a.row.dispatch}
    named |= {s.dispatch for c in data.cells for s in c.sources} | {o.report for o in data.reporting.owed if o.report}
    kept = [d for d in data.documents if d.role is Role.PLAN or d.id in named or (d.role is Role.REPORT)]
    rank = {Role.PLAN: 0, Role.REPORT: 1, Role.OTHER: 2}
    kept.sort(
        key=lambda d: (
            rank[d.role],
            order.get(d.unit or "", len(order)),
            d.issued_on or d.received_at.date(),
            d.symbol or "",
            d.id,
        )
    )
    return Cites(tuple(kept), {d.id: n for n, d in enumerate(kept, 1)}, annexes)


def place(evidence: Sequence[Evidence], most: int = 3) -> str:
    """Give where a figure stands, each place once, cells of one row together, only the first of many."""
    places = _joined(dict.fromkeys(e.line for e in evidence))
    more = f" và {len(places) - most} chỗ khác" if len(places) > most else ""
    return "; ".join(places[:most]) + more


#: A cell of a table (``bảng 4, hàng 3, cột 2``), a line of a page (``trang 1, dòng 22``) and a cell of a sheet (``Báo cáo!B10``).
_CELL = re.compile(r"(?P<row>.*, (?:cột|dòng)) (?P<column>\d+)")
_SHEET_CELL = re.compile(r"(?P<row>.*!)(?P<column>[A-Z]{1,3}\d+)")


def _joined(places: Iterable[str]) -> list[str]:
    """Give places with the cells of one row, and the lines of one page, as one: ``bảng 4, hàng 3, cột 2, 5``."""
    rows: dict[str, list[str]] = {}
    for one in places:
        found = _CELL.fullmatch(one) or _SHEET_CELL.fullmatch(one)
        rows.setdefault(found["row"] if found else one, []).extend([found["column"]] if found else [])
    return [
        row + ("" if row.endswith("!") or not columns else " ") + ", ".join(columns) for row, columns in rows.items()
    ]
