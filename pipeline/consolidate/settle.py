"""Claims of one unit for one indicator -> one cell: which figures count, which give way, what contradicts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from pipeline.consolidate.aside import aside
from pipeline.consolidate.claims import Claim, note, shown
from pipeline.consolidate.values import Cell, FindingRow
from pipeline.model import Basis, Period, Severity, State
from pipeline.reference.indicators import Indicator, Kind, OverTime, OverUnits

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Slot:
    """One figure for some days: the claims that state it, those that it overrides."""

    days: Period | None
    value: Decimal
    used: tuple[Claim, ...]
    others: tuple[Claim, ...] = ()
    conflict: bool = False

    @property
    def newest(self) -> tuple[object, ...]:
        return max(c.newest for c in self.used)


def _within(claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """Give the claims of one dispatch that state its figure for one slot: a total row, else the surest reading."""
    totals = [c for c in claims if c.result.value.is_total]
    pool = totals or list(claims)
    best = max(pool, key=lambda c: (c.result.confidence, c.result.value.table, -c.index))
    return tuple(c for c in pool if c.value == best.value)


def _adds_up(claims: Sequence[Claim], chosen: Decimal) -> bool:
    """Tell whether the other figures are the parts of the chosen total."""
    totals = [c for c in claims if c.result.value.is_total]
    parts = [c.value for c in claims if not c.result.value.is_total and c.value is not None]
    return bool(totals) and (sum(parts) == chosen or all(p == chosen for p in parts))


def _per_object(indicator: Indicator) -> bool:
    """Tell whether one report may well state several figures, one an object (tỷ lệ hoàn thành từng chỉ tiêu)."""
    if indicator.over_units is OverUnits.LIST:
        return True
    return indicator.kind is Kind.RATIO and indicator.numerator is None and indicator.denominator is None


def _resolve(
    claims: Sequence[Claim], days: Period | None, indicator: Indicator, unit: str
) -> tuple[_Slot, tuple[FindingRow, ...]]:
    """Give the figure for one slot: the document dated last wins, and contradictions are said."""
    findings: tuple[FindingRow, ...] = ()
    by_dispatch: dict[str, list[Claim]] = {}
    for claim in claims:
        by_dispatch.setdefault(claim.dispatch, []).append(claim)
    chosen: list[Claim] = []
    conflict = False
    for own in by_dispatch.values():
        picked = _within(own)
        value = picked[0].value
        assert value is not None
        if any(c.value != value for c in own) and not _adds_up(own, value) and not _per_object(indicator):
            conflict = True
            listed = "; ".join(sorted({shown(c.value) for c in own if c.value is not None}))
            findings += note(
                "CONFLICT_WITHIN",
                Severity.WARNING,
                f"{unit}: một báo cáo nêu nhiều số liệu khác nhau ({listed}) cho chỉ tiêu «{indicator.name}» trong cùng kỳ; "
                f"tạm lấy {shown(value)}.",
                own,
                "Lấy dòng tổng nếu có, nếu không lấy số đọc được chắc nhất",
            )
        chosen += picked
    winner = max(chosen, key=lambda c: c.newest)
    value = winner.value
    assert value is not None
    rivals = [c for c in chosen if c.value != value]
    if rivals:
        conflict = True
        sides = sorted({(c.issued, c.dispatch, c.value) for c in chosen if c.value is not None})
        listed = "; ".join(f"{shown(v)} (văn bản ngày {d.day:02d}/{d.month:02d}/{d.year})" for d, _, v in sides)
        findings += note(
            "CONFLICT",
            Severity.ERROR,
            f"{unit}: các báo cáo cùng kỳ nêu số liệu khác nhau cho chỉ tiêu «{indicator.name}»: {listed}; "
            f"lấy số {shown(value)} của văn bản ban hành sau cùng.",
            chosen,
            "Cùng đơn vị, cùng kỳ: lấy văn bản ban hành sau cùng",
            "Đề nghị đơn vị xác nhận số liệu bằng văn bản.",
        )
    used = tuple(c for c in chosen if c.value == value)
    taken = {c.place for c in used}
    others = tuple(c for c in claims if c.place not in taken)
    return _Slot(days, value, used, others, conflict), findings


def _slots(claims: Iterable[Claim], indicator: Indicator, unit: str) -> tuple[list[_Slot], tuple[FindingRow, ...]]:
    groups: dict[Period | None, list[Claim]] = {}
    for claim in claims:
        groups.setdefault(claim.days, []).append(claim)
    out: list[_Slot] = []
    findings: tuple[FindingRow, ...] = ()
    for days, group in groups.items():
        slot, found = _resolve(group, days, indicator, unit)
        out.append(slot)
        findings += found
    return out, findings


def _series(
    claims: Iterable[Claim], indicator: Indicator, unit: str
) -> tuple[list[tuple[date, _Slot]], tuple[FindingRow, ...]]:
    """Give the cumulative figures in the order of their days."""
    groups: dict[date, list[Claim]] = {}
    for claim in claims:
        groups.setdefault(claim.at, []).append(claim)
    out: list[tuple[date, _Slot]] = []
    findings: tuple[FindingRow, ...] = ()
    for at in sorted(groups):
        slot, found = _resolve(groups[at], None, indicator, unit)
        out.append((at, slot))
        findings += found
    return out, findings


def _best(slots: Sequence[_Slot]) -> tuple[_Slot, ...]:
    """Give slots that share no day and count the most days; fewer and newer ones among equals (interval scheduling)."""
    ordered = sorted(
        (s for s in slots if s.days is not None), key=lambda s: (s.days.end, s.days.start) if s.days else ()
    )
    best: list[tuple[tuple[int, int], tuple[_Slot, ...]]] = [((0, 0), ())]
    for n, slot in enumerate(ordered, 1):
        days = slot.days
        assert days is not None
        before = n - 1
        while before > 0:
            earlier = ordered[before - 1].days
            assert earlier is not None
            if earlier.end < days.start:
                break
            before -= 1
        (covered, count), chain = best[before]
        score = (covered + (days.end - days.start).days + 1, count - 1)
        best.append(max(best[n - 1], (score, (*chain, slot)), key=lambda b: b[0]))
    return best[-1][1]


def _cell(unit: str, code: str, slots: Sequence[_Slot], spare: Iterable[Claim], basis: Basis = Basis.PERIOD) -> Cell:
    used = {c.place: c for s in slots for c in s.used}
    rest = {c.place: c for c in [*(c for s in slots for c in s.others), *spare] if c.place not in used}
    value = sum((s.value for s in slots), Decimal(0))
    sources = [used[at].source(True) for at in sorted(used)] + [rest[at].source(False) for at in sorted(rest)]
    coverage = tuple(sorted(s.days for s in slots if s.days is not None))
    conflict = any(s.conflict for s in slots)
    return Cell(unit, code, State.STATED, value, basis, coverage, tuple(sources), conflict)


def _flow(
    claims: Sequence[Claim], indicator: Indicator, unit: str, name: str, period: Period, since: date | None
) -> tuple[Cell | None, tuple[FindingRow, ...]]:
    plain = [c for c in claims if c.basis is Basis.PERIOD and c.days is not None and period.contains(c.days)]
    slots, findings = _slots(plain, indicator, name)
    running, found = _series((c for c in claims if c.basis is Basis.CUMULATIVE and c.at <= period.end), indicator, name)
    findings += found
    last: _Slot | None = None
    for position, (at, slot) in enumerate(running):
        begin = slot.used[0].start or since
        if position:
            before_at, before = running[position - 1]
            if slot.value < before.value:
                findings += note(
                    "CUMULATIVE_DROP",
                    Severity.ERROR,
                    f"{name}: số luỹ kế của chỉ tiêu «{indicator.name}» giảm từ {shown(before.value)} xuống {shown(slot.value)}.",
                    [*before.used, *slot.used],
                    "Số luỹ kế không được giảm",
                    "Đề nghị đơn vị rà soát, báo cáo lại số luỹ kế.",
                )
            elif before_at + _DAY >= period.start and (begin is None or begin < period.start):
                days = Period(before_at + _DAY, at)
                slots.append(
                    _Slot(days, slot.value - before.value, (*slot.used, *before.used), slot.others, slot.conflict)
                )
        if begin is not None and period.start <= begin <= at:
            slots.append(_Slot(Period(begin, at), slot.value, slot.used, slot.others, slot.conflict))
        if at >= period.start:
            last = slot
    chain = _best(slots)
    if chain:
        taken = [s.days for s in chain if s.days]
        clash = [s for s in slots if s not in chain and s.days and not any(t.contains(s.days) for t in taken)]
        clash = [s for s in clash if not _inside(s.days, taken)]
        if clash:
            findings += note(
                "OVERLAP",
                Severity.WARNING,
                f"{name}: các kỳ số liệu của chỉ tiêu «{indicator.name}» chồng lấn nhau; chỉ cộng các kỳ không trùng ngày.",
                [c for s in (*chain, *clash) for c in s.used],
                "Không cộng hai lần cùng một ngày",
            )
        return _cell(unit, indicator.code, chain, claims), findings
    if last is not None:
        findings += note(
            "CUMULATIVE_ONLY",
            Severity.WARNING,
            f"{name}: chỉ tiêu «{indicator.name}» chỉ có số luỹ kế, chưa có số luỹ kế kỳ trước để tính riêng cho kỳ báo cáo.",
            last.used,
            "Số luỹ kế chỉ được trừ khi có số luỹ kế kỳ trước của cùng đơn vị",
        )
        return _cell(unit, indicator.code, [last], claims, Basis.CUMULATIVE), findings
    return _undated(claims, indicator, unit, name, period, findings)


def _inside(days: Period | None, taken: Sequence[Period]) -> bool:
    """Tell whether every day of ``days`` is in one of ``taken``."""
    if days is None:
        return True
    day = days.start
    for one in sorted(taken):
        if one.start <= day <= one.end:
            day = one.end + _DAY
    return day > days.end


def _undated(
    claims: Sequence[Claim],
    indicator: Indicator,
    unit: str,
    name: str,
    period: Period,
    findings: tuple[FindingRow, ...],
) -> tuple[Cell | None, tuple[FindingRow, ...]]:
    """Give the figure of the newest report that does not say which days it counts, if it was issued in the period or soon after."""
    loose = [c for c in claims if c.days is None and c.basis is Basis.PERIOD]
    soon = [c for c in loose if period.start <= c.at <= period.end + timedelta(days=60)]
    if not soon:
        return None, findings
    newest = max(c.newest for c in soon)
    slot, found = _resolve([c for c in soon if c.newest == newest], None, indicator, name)
    found += note(
        "PERIOD_UNKNOWN",
        Severity.INFO,
        f"{name}: báo cáo không nêu rõ kỳ số liệu của chỉ tiêu «{indicator.name}»; tính vào kỳ báo cáo theo ngày văn bản.",
        slot.used,
        "Số liệu không nêu kỳ được tính theo ngày văn bản",
    )
    return _cell(unit, indicator.code, [slot], claims), findings + found


def _stock(
    claims: Sequence[Claim], indicator: Indicator, unit: str, name: str, period: Period
) -> tuple[Cell | None, tuple[FindingRow, ...]]:
    """Give the state on the last day known in the period; on the first one for indicators of the beginning."""
    if indicator.over_time is OverTime.FIRST:
        dates = {id(c): c.start or c.at for c in claims}
        usable = [c for c in claims if period.start - _DAY <= dates[id(c)] <= period.end]
        wanted = min((dates[id(c)] for c in usable), default=None)
    else:
        dates = {id(c): c.at for c in claims}
        usable = [c for c in claims if period.start <= c.at <= period.end]
        if not usable:
            usable = [
                c
                for c in claims
                if c.days is None
                and period.end < c.at <= period.end + timedelta(days=60)
                and c.result.value.as_of is None
                and c.result.value.period_end is None
            ]
        wanted = max((dates[id(c)] for c in usable), default=None)
    if wanted is None:
        return None, ()
    there = [c for c in usable if dates[id(c)] == wanted]
    # A state has no running total: where a table has both columns, the period's one is meant.
    there = [c for c in there if c.basis is Basis.PERIOD] or there
    slot, findings = _resolve(there, Period(wanted, wanted), indicator, name)
    return _cell(unit, indicator.code, [slot], claims), findings


def _beside(cell: Cell, mute: Sequence[Claim]) -> Cell:
    """Give a cell with the blanks and signs that stand beside its figure, none of them used."""
    if not mute:
        return cell
    ordered = sorted(mute, key=lambda c: c.place)
    return replace(cell, sources=(*cell.sources, *(c.source(False) for c in ordered)))


def _denied(cell: Cell, mute: Sequence[Claim], indicator: Indicator, name: str) -> tuple[FindingRow, ...]:
    """Give a finding where a report says "not applicable" of the very days that another place gives a figure for."""
    denied = [
        c
        for c in mute
        if c.state is State.NOT_APPLICABLE
        and (c.days is None or not cell.coverage or any(c.days.overlaps(d) for d in cell.coverage))
    ]
    if not denied or cell.value is None:
        return ()
    return note(
        "STATE_CONFLICT",
        Severity.WARNING,
        f"{name}: chỉ tiêu «{indicator.name}» có nơi ghi không áp dụng, có nơi ghi {shown(cell.value)}; tạm lấy số đã ghi.",
        denied,
        "Không áp dụng và có số liệu là hai điều trái nhau",
        "Đề nghị đơn vị xác nhận.",
    )


def settle(
    claims: Sequence[Claim], indicator: Indicator, unit: str, name: str, period: Period, since: date | None
) -> tuple[Cell, tuple[FindingRow, ...]]:
    """Give the cell of ``unit`` and what is doubtful about it.

    ``since`` is the movement's first day: cumulative figures that name no beginning run from there.
    """
    stated = [c for c in claims if c.state is State.STATED and c.value is not None]
    findings: tuple[FindingRow, ...] = ()
    if stated:
        if indicator.over_time is OverTime.SUM:
            cell, findings = _flow(stated, indicator, unit, name, period, since)
            if cell is not None:
                findings += aside(cell, stated, indicator, name, period)
        else:
            cell, findings = _stock(stated, indicator, unit, name, period)
        if cell is not None:
            mute = [c for c in claims if c.state is not State.STATED]
            return _beside(cell, mute), findings + _denied(cell, mute, indicator, name)
    near = [c for c in claims if c.state is not State.STATED and (c.days is None or period.overlaps(c.days))]
    state = State.NOT_APPLICABLE if any(c.state is State.NOT_APPLICABLE for c in near) else State.MISSING
    across = [c for c in stated if c.days is not None and period.overlaps(c.days) and not period.contains(c.days)]
    if across:
        findings += note(
            "OUTSIDE_PERIOD",
            Severity.WARNING,
            f"{name}: số liệu của chỉ tiêu «{indicator.name}» thuộc kỳ vượt ra ngoài kỳ báo cáo nên không đưa vào tổng hợp.",
            across,
            "Chỉ cộng số liệu nằm trọn trong kỳ báo cáo",
            "Đề nghị đơn vị báo cáo số liệu đúng kỳ.",
        )
    sources = tuple(c.source(False) for c in sorted(claims, key=lambda c: (c.dispatch, c.index)))
    return Cell(unit, indicator.code, state, sources=sources), findings
