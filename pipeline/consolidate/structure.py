"""Old units and their successors: figures laid under the unit of the reference date, never counted twice for one period."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from pipeline.consolidate.values import Cell, FindingRow, Source, Unit
from pipeline.model import Basis, Finding, Severity, State
from pipeline.reference.indicators import Indicator, Kind, OverTime, OverUnits
from pipeline.successions import Heir, Lineage

_RULE = "Không cộng đơn vị cũ và đơn vị kế thừa trong cùng một kỳ"
_RULE_MAPPED = "Số liệu sắp xếp theo cơ cấu đơn vị tại ngày chốt"
_KINDS = {
    "merge": "sáp nhập",
    "split": "chia tách",
    "rename": "đổi tên",
    "transfer": "chuyển giao",
    "abolish": "giải thể",
}

Cells = Mapping[tuple[str, str], Cell]


@dataclass(frozen=True, slots=True)
class Laid:
    """Units as the report shows them, the unit that stands for each that filed, and what a person should know."""

    units: dict[str, Unit]
    heirs: dict[str, str]
    mapped: tuple[Heir, ...]
    findings: tuple[FindingRow, ...]
    #: By heir, the units that it stands for and that filed nothing.
    silent: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def _day(day: date) -> str:
    return f"{day.day:02d}/{day.month:02d}/{day.year}"


def lay(units: Mapping[str, Unit], lineage: Lineage, on: date, since: date, choices: Mapping[str, str]) -> Laid:
    """Give the units that stand on a day for those that filed; a unit that was split stays until a person chooses.

    ``since`` is the first day of the period: bodies that had ended before owe no figure for it.
    """
    out: dict[str, Unit] = {}
    heirs: dict[str, str] = {}
    mapped: list[Heir] = []
    findings: list[FindingRow] = []
    for unit in units.values():
        heir = lineage.heir(unit.id, on, choices)
        if heir.heir is None:
            names = "; ".join(a.name if (a := lineage.agency(o)) else o for o in heir.options)
            message = (
                f"{unit.name} đã được chia tách hoặc chuyển giao cho nhiều đơn vị: {names}; cần chọn đơn vị kế thừa."
            )
            finding = Finding("SPLIT_CHOICE", Severity.WARNING, message, _RULE_MAPPED, "issuer")
            findings.append(FindingRow(None, finding, unit.id))
        target = heir.heir or unit.id
        body = lineage.agency(target)
        heirs[unit.id] = target
        known = out.get(target) or units.get(target)
        name = known.name if known else (body.name if body else unit.name)
        out[target] = Unit(target, name, unit.expected or (known is not None and known.expected))
        if heir.path and heir.heir is not None:
            mapped.append(heir)
            step = heir.path[-1]
            message = (
                f"Số liệu của {unit.name} được tính vào {out[target].name} "
                f"({_KINDS.get(step.kind, step.kind)} từ ngày {_day(step.date)}, {step.source})."
            )
            findings.append(
                FindingRow(None, Finding("MAPPED_UNIT", Severity.INFO, message, _RULE_MAPPED, "issuer"), target)
            )
    silent = {u: tuple(b.name for b in lineage.olds(u, on, since) if b.id not in units) for u in out}
    return Laid(out, heirs, tuple(mapped), tuple(findings), silent)


def _clash(one: Cell, other: Cell, indicator: Indicator) -> bool:
    """Tell whether two figures speak of the same days; states at a date always do: the same households stand in both."""
    if indicator.over_time is not OverTime.SUM or not one.coverage or not other.coverage:
        return True
    return any(a.overlaps(b) for a in one.coverage for b in other.coverage)


def _together(unit: Unit, cells: Sequence[Cell], spare: Sequence[Cell], indicator: Indicator) -> Cell:
    value = sum((c.value for c in cells if c.value is not None), Decimal(0))
    basis = Basis.CUMULATIVE if any(c.basis is Basis.CUMULATIVE for c in cells) else Basis.PERIOD
    used = [s for c in cells for s in c.sources]
    rest = [replace(s, used=False) for c in spare for s in c.sources]
    coverage = tuple(sorted({p for c in cells for p in c.coverage}))
    conflict = any(c.conflict for c in cells)
    return Cell(unit.id, indicator.code, State.STATED, value, basis, coverage, (*used, *rest), conflict)


def _row(code: str, severity: Severity, message: str, cells: Sequence[Cell], unit: str, rule: str) -> FindingRow:
    used = [s for c in cells for s in c.used]
    evidence = tuple(e for s in used for e in s.evidence)
    finding = Finding(code, severity, message, rule, "results", evidence)
    return FindingRow(used[-1].dispatch if used else None, finding, unit)


def _joined(
    unit: Unit, own: Cell | None, olds: Sequence[tuple[Unit, Cell]], indicator: Indicator, unheard: Sequence[str]
) -> tuple[Cell, tuple[FindingRow, ...]]:
    """Give the cell of the unit that stands for ``olds``, and what could not be added."""
    stated = [(u, c) for u, c in olds if c.state is State.STATED]
    silent = [*(u.name for u, c in olds if c.state is State.MISSING), *unheard]
    addable = indicator.kind is not Kind.RATIO and indicator.over_units in (OverUnits.SUM, OverUnits.DISTINCT)
    rows: tuple[FindingRow, ...] = ()
    if own is not None and own.state is State.STATED:
        clash = [(u, c) for u, c in stated if not addable or _clash(own, c, indicator)]
        free = [c for u, c in stated if (u, c) not in clash]
        for old, cell in clash:
            message = (
                f"«{indicator.name}»: số liệu của {old.name} không cộng vào {unit.name} vì đơn vị kế thừa "
                "đã có số liệu cho cùng kỳ."
            )
            rows += (_row("PREDECESSOR_LEFT_OUT", Severity.WARNING, message, [cell], unit.id, _RULE),)
        if not free:
            return replace(own, sources=(*own.sources, *_unused(clash))), rows
        return _together(unit, [own, *free], [c for _, c in clash], indicator), rows
    if not stated:
        state = own.state if own is not None else State.MISSING
        if state is State.MISSING and olds and all(c.state is State.NOT_APPLICABLE for _, c in olds):
            state = State.NOT_APPLICABLE
        return Cell(unit.id, indicator.code, state, sources=_unused(olds)), rows
    if len(stated) == 1 and not silent:
        return replace(stated[0][1], unit=unit.id), rows
    if not addable:
        names = ", ".join(u.name for u, _ in stated)
        message = f"«{indicator.name}»: tỷ lệ của {names} không cộng lại được cho {unit.name}; cần tử số và mẫu số."
        rows += (_row("RATES_NOT_ADDED", Severity.INFO, message, [c for _, c in stated], unit.id, _RULE_MAPPED),)
        return Cell(unit.id, indicator.code, State.MISSING, sources=_unused(stated)), rows
    if silent:
        names = ", ".join(silent)
        message = f"«{indicator.name}» của {unit.name} chưa gồm số liệu của {names}."
        rows += (_row("PART_MISSING", Severity.WARNING, message, [c for _, c in stated], unit.id, _RULE_MAPPED),)
    return _together(unit, [c for _, c in stated], (), indicator), rows


def _unused(cells: Sequence[tuple[Unit, Cell]]) -> tuple[Source, ...]:
    return tuple(replace(s, used=False) for _, c in cells for s in c.sources)


def joined(
    laid: Laid, filed: Mapping[str, Unit], cells: Cells, indicators: Sequence[Indicator]
) -> tuple[dict[tuple[str, str], Cell], tuple[FindingRow, ...]]:
    """Give the cells of the units that the report shows, made of those that filed."""
    out: dict[tuple[str, str], Cell] = {}
    findings: tuple[FindingRow, ...] = ()
    for unit in laid.units.values():
        olds = [filed[i] for i, heir in laid.heirs.items() if heir == unit.id and i != unit.id]
        for indicator in indicators:
            own = cells.get((unit.id, indicator.code))
            if not olds:
                if own is not None:
                    out[unit.id, indicator.code] = own
                continue
            parts = [(old, cells[old.id, indicator.code]) for old in olds if (old.id, indicator.code) in cells]
            out[unit.id, indicator.code], found = _joined(unit, own, parts, indicator, laid.silent.get(unit.id, ()))
            findings += found
    return out, findings


def overlapping(
    units: Sequence[Unit], cells: Cells, indicators: Sequence[Indicator], lineage: Lineage
) -> tuple[Set[tuple[str, str]], tuple[FindingRow, ...]]:
    """Give the (unit, indicator) pairs left out of totals since the successor states the same days, and say so."""
    counted = [u for u in units if u.expected]
    pairs = [(old, new) for old in counted for new in counted if lineage.precedes(old.id, new.id)]
    out: set[tuple[str, str]] = set()
    findings: tuple[FindingRow, ...] = ()
    for old, new in pairs:
        for indicator in indicators:
            one, other = cells.get((old.id, indicator.code)), cells.get((new.id, indicator.code))
            if one is None or other is None or one.value is None or other.value is None:
                continue
            if (old.id, indicator.code) in out or not _clash(one, other, indicator):
                continue
            out.add((old.id, indicator.code))
            message = (
                f"«{indicator.name}»: {old.name} và đơn vị kế thừa {new.name} cùng có số liệu cho một kỳ; "
                f"tổng chỉ tính số của {new.name}."
            )
            findings += (_row("SUCCESSOR_OVERLAP", Severity.WARNING, message, [one], old.id, _RULE),)
    return out, findings
