"""Short codes of the source documents (``[3]``) and the names of the rows that they link to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from outputs.council.facts import Span
from pipeline.consolidate import Cell, Consolidation, Document, Role
from pipeline.model import Evidence


@dataclass(frozen=True)
class Cites:
    """Documents in the order of their codes; ``numbers`` maps a dispatch id to its code's number."""

    documents: tuple[Document, ...]
    numbers: dict[str, int]

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


def cites(data: Consolidation) -> Cites:
    """Number the documents: plans first, then reports in the order of the units, then others that an award or a figure names."""
    order = {u.id: n for n, u in enumerate(data.units)}
    named = {d for n in data.nominees for d in n.documents} | {f.dispatch for f in data.findings if f.dispatch}
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
    return Cites(tuple(kept), {d.id: n for n, d in enumerate(kept, 1)})


def place(evidence: Sequence[Evidence], most: int = 3) -> str:
    """Give where a figure stands, each place once, only the first of many."""
    places = list(dict.fromkeys(e.line for e in evidence))
    more = f" và {len(places) - most} chỗ khác" if len(places) > most else ""
    return "; ".join(places[:most]) + more
