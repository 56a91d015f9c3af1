"""Cells of all units -> one total an indicator, by the rules of the dictionary."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from decimal import Decimal

from pipeline.consolidate.values import Cell, FindingRow, Total, Unit
from pipeline.model import Basis, Finding, Severity, State
from pipeline.reference.indicators import Indicator, Kind, OverUnits

#: Ratios are printed with at most two decimals; a stated one may differ from its parts by rounding.
_ROUNDING = Decimal("0.05")

Cells = Mapping[tuple[str, str], Cell]


def _ratio(indicator: Indicator, top: Decimal, bottom: Decimal) -> Decimal | None:
    if bottom == 0:
        return None
    value = top / bottom
    return 100 * value if "%" in indicator.unit else value


def derived(
    cells: Cells, units: Sequence[Unit], indicators: Sequence[Indicator]
) -> tuple[dict[tuple[str, str], Cell], tuple[FindingRow, ...]]:
    """Give ratio cells recomputed from their parts where the unit states none; a stated one that differs is a finding."""
    out: dict[tuple[str, str], Cell] = {}
    findings: list[FindingRow] = []
    for indicator in indicators:
        if indicator.kind is not Kind.RATIO or indicator.numerator is None or indicator.denominator is None:
            continue
        for unit in units:
            top, bottom = (cells.get((unit.id, code)) for code in (indicator.numerator, indicator.denominator))
            if top is None or bottom is None or top.value is None or bottom.value is None:
                continue
            value = _ratio(indicator, top.value, bottom.value)
            if value is None:
                continue
            stated = cells.get((unit.id, indicator.code))
            if stated is None or stated.value is None:
                sources = tuple(dict.fromkeys((*top.used, *bottom.used)))
                base = stated or Cell(unit.id, indicator.code, State.MISSING)
                out[unit.id, indicator.code] = replace(
                    base, state=State.STATED, value=value, sources=sources, coverage=top.coverage, derived=True
                )
            elif abs(stated.value - value) > _ROUNDING:
                evidence = tuple(e for s in stated.used for e in s.evidence)
                message = (
                    f"{unit.name}: «{indicator.name}» báo cáo là {_text(stated.value)} nhưng tính từ tử số và mẫu số "
                    f"đã nêu là {_text(value)}."
                )
                rule = "Tỷ lệ phải khớp với tử số và mẫu số"
                finding = Finding("RATIO_MISMATCH", Severity.WARNING, message, rule, "results", evidence)
                findings.append(FindingRow(stated.used[0].dispatch if stated.used else None, finding, unit.id))
    return out, tuple(findings)


def _text(value: Decimal) -> str:
    return f"{round(value, 2):f}".replace(".", ",")


def total(
    indicator: Indicator, cells: Cells, units: Sequence[Unit], left_out: Set[tuple[str, str]] = frozenset()
) -> Total:
    """Give the total over the units that count; an average of rates is never given, nor a sum of ratios.

    ``left_out`` are (unit, indicator) pairs that another unit's figure already holds.
    """
    codes = (indicator.code, indicator.numerator, indicator.denominator)
    apart = {u.id for u in units if any((u.id, code) in left_out for code in codes)}
    counted = [u for u in units if u.expected and u.id not in apart]
    aside = tuple(
        u.id for u in units if u.id in apart and (c := cells.get((u.id, indicator.code))) and c.value is not None
    )
    own = {u.id: cells[u.id, indicator.code] for u in counted if (u.id, indicator.code) in cells}
    stated = [u for u, c in own.items() if c.state is State.STATED]
    missing = tuple(u.id for u in counted if u.id not in own or own[u.id].state is State.MISSING)
    if not stated:
        applies = any(c.state is State.NOT_APPLICABLE for c in own.values()) and not missing
        return Total(
            indicator.code, State.NOT_APPLICABLE if applies else State.MISSING, None, (), missing, left_out=aside
        )
    if indicator.over_units in (OverUnits.SUM, OverUnits.DISTINCT) and indicator.kind is not Kind.RATIO:
        value = sum((v for u in stated if (v := own[u].value) is not None), Decimal(0))
        running = tuple(u for u in stated if own[u].basis is Basis.CUMULATIVE)
        overlap = indicator.over_units is OverUnits.DISTINCT and len(stated) > 1
        return Total(indicator.code, State.STATED, value, tuple(stated), missing, overlap, running, aside)
    if indicator.over_units is OverUnits.RECOMPUTE and indicator.numerator and indicator.denominator:
        pairs = [
            (u.id, top.value, bottom.value)
            for u in counted
            if (top := cells.get((u.id, indicator.numerator))) is not None
            and (bottom := cells.get((u.id, indicator.denominator))) is not None
            and top.value is not None
            and bottom.value is not None
        ]
        top_sum = sum((p[1] for p in pairs), Decimal(0))
        bottom_sum = sum((p[2] for p in pairs), Decimal(0))
        ratio = _ratio(indicator, top_sum, bottom_sum)
        if ratio is not None:
            inside = tuple(p[0] for p in pairs)
            lacking = tuple(u.id for u in counted if u.id not in inside)
            return Total(indicator.code, State.STATED, ratio, inside, lacking, left_out=aside)
    return Total(indicator.code, State.NOT_APPLICABLE, None, tuple(stated), missing, left_out=aside)
