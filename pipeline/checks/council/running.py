"""Check 20: cumulative figures that fall from one period to the next, and totals that mix them with those of a period."""

from collections.abc import Iterator
from decimal import Decimal

from pipeline.checks.council.matter import Matter, finding
from pipeline.consolidate.values import Cell, FindingRow, Source
from pipeline.model import Basis, Severity

_RULE_FALL = "Số luỹ kế không được giảm giữa các kỳ"
_RULE_MIX = "Không cộng số trong kỳ với số luỹ kế"
_RULE_LESS = "Số luỹ kế không nhỏ hơn số trong kỳ"


def _running(cell: Cell | None) -> tuple[Decimal, Source] | None:
    """Give the newest cumulative figure among a cell's sources, whether it was used or not."""
    if cell is None:
        return None
    found = [
        (s.result.value.as_of or s.result.value.period_end, s.value, s)
        for s in cell.sources
        if s.result.value.basis is Basis.CUMULATIVE and s.value is not None
    ]
    dated = [(day, value, s) for day, value, s in found if day is not None]
    if not dated:
        return (found[-1][1], found[-1][2]) if found else None
    _, value, source = max(dated, key=lambda d: (d[0], d[2].dispatch, d[2].index))
    return value, source


def series(matter: Matter) -> Iterator[FindingRow]:
    """Give findings for cumulative figures that contradict the last period, the period's own figure, or their total."""
    data = matter.data
    for indicator in data.indicators:
        for unit in data.units:
            cell = data.by_cell.get((unit.id, indicator.code))
            now = _running(cell)
            if now is None or cell is None:
                continue
            # The consolidation itself has compared figures that stand in one cell.
            compared = {s.dispatch for s in cell.sources}
            before = _running(matter.last.by_cell.get((unit.id, indicator.code))) if matter.last is not None else None
            if before is not None and now[0] < before[0] and before[1].dispatch not in compared:
                message = f"{unit.name}: số luỹ kế của «{indicator.name}» giảm so với kỳ trước ({before[0]:f} xuống {now[0]:f})."
                found = finding("CUMULATIVE_FALL", Severity.ERROR, message, _RULE_FALL, [now[1].result], on="results")
                yield FindingRow(now[1].dispatch, found, unit.id)
            own = [s for s in cell.used if s.result.value.basis is Basis.PERIOD and s.dispatch == now[1].dispatch]
            own = [s for s in own if s.value is not None and s.value > now[0]]
            if own:
                message = f"{unit.name}: «{indicator.name}» luỹ kế {now[0]:f} nhỏ hơn số trong kỳ {own[0].value:f}."
                found = finding(
                    "CUMULATIVE_LESS", Severity.ERROR, message, _RULE_LESS, [now[1].result, own[0].result], on="results"
                )
                yield FindingRow(now[1].dispatch, found, unit.id)
        total = data.by_total.get(indicator.code)
        if total is not None and total.cumulative and len(total.counted) > len(total.cumulative):
            names = ", ".join(matter.name(u) for u in total.cumulative)
            message = f"Tổng của «{indicator.name}» gồm số luỹ kế của {names} lẫn với số trong kỳ của các đơn vị khác."
            yield FindingRow(None, finding("MIXED_BASIS", Severity.WARNING, message, _RULE_MIX, on="results"))
