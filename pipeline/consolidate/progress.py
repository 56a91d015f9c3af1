"""Targets of the plan against the figures reached."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from pipeline.consolidate.goals import Goals
from pipeline.consolidate.measure import fits, read_unit, scaled
from pipeline.consolidate.values import Progress, Total, Verdict
from pipeline.model import Field, Period, State, Target
from pipeline.ports import StoredDispatch
from pipeline.reference.indicators import Direction, Indicator, Kind
from pipeline.text import key, squeeze


def _amount(value: Decimal | Fraction, target: Target, indicator: Indicator) -> Decimal | None:
    if indicator.is_money:
        if target.unit is None or read_unit(target.unit)[0] != "money":
            return None
        return scaled(value, target.unit)
    return scaled(value, target.unit) if fits(target.unit, indicator) else None


def _years(period: Period) -> int | None:
    """Give how many whole calendar years a period is, None when it is not a number of them."""
    whole = (period.start.month, period.start.day, period.end.month, period.end.day) == (1, 1, 12, 31)
    return period.end.year - period.start.year + 1 if whole else None


def _quarters(period: Period, months: int) -> int | None:
    """Give how many whole quarters (``months`` = 3) or months (1) a period is."""
    count = 12 * (period.end.year - period.start.year) + period.end.month - period.start.month + 1
    whole = period.start.day == 1 and Period.parse(f"{period.end.year}-{period.end.month:02d}").end == period.end
    return count // months if whole and count % months == 0 else None


def _times(target: Target, indicator: Indicator, period: Period) -> int | None:
    """Give how often the target falls due in the period: 1 unless it is one a year, quarter or month of a flow."""
    if target.per is None or indicator.kind is not Kind.FLOW:
        return 1
    if target.per == "year":
        return _years(period)
    return _quarters(period, 3 if target.per == "quarter" else 1)


def _verdict(target: Target, indicator: Indicator, goal: Decimal, reached: Decimal, open_: bool) -> Verdict:
    """Tell whether ``reached`` satisfies the target; "giảm N hộ" counts a reduction, where more is better."""
    falls = target.operator == "<=" or (target.operator in ("=", "range") and indicator.direction is Direction.DOWN)
    if target.operator == "range" and falls:
        goal = max(goal, reached) if target.value_max is None else goal
    met = reached <= goal if falls else reached >= goal
    if met and not (falls and open_):
        return Verdict.MET
    return Verdict.IN_PROGRESS if open_ else Verdict.NOT_MET


def _progress(
    plan: str,
    index: int,
    field: Field[Target],
    indicator: Indicator | None,
    totals: Mapping[str, Total],
    period: Period,
    as_of: date,
) -> Progress:
    target = field.value
    code = indicator.code if indicator else None

    def unmeasured(reason: str, goal: Decimal | None = None, reached: Decimal | None = None) -> Progress:
        return Progress(plan, index, field, code, goal, None, reached, None, Verdict.NOT_MEASURABLE, reason)

    if indicator is None:
        return unmeasured("chỉ tiêu chưa có trong danh mục số liệu báo cáo")
    found = totals.get(indicator.code)
    reached = found.value if found is not None and found.state is State.STATED else None
    once = _amount(target.value, target, indicator)
    if once is None:
        reason = "chỉ tiêu tính theo tỷ lệ so với số gốc" if isinstance(target.value, Fraction) else "khác đơn vị tính"
        return unmeasured(reason, None, reached)
    if target.direction == "down" and indicator.kind is Kind.STOCK and target.operator != "<=":
        return unmeasured("chỉ tiêu tính theo mức giảm, cần số liệu đầu kỳ và cuối kỳ", None, reached)
    most = None if target.value_max is None else _amount(target.value_max, target, indicator)
    times = _times(target, indicator, period)
    partial = times is None
    goal = once * (times or 1)
    goal_max = None if most is None else most * (times or 1)
    if reached is None:
        reason = (
            "chưa có số liệu" if found is None or found.state is State.MISSING else "không có số chung của các đơn vị"
        )
        return Progress(plan, index, field, code, goal, goal_max, None, None, Verdict.NOT_MEASURABLE, reason)
    due = target.due.period.end if target.due else None
    open_ = partial or (due is not None and due > min(as_of, period.end))
    limit = goal_max if goal_max is not None and indicator.direction is Direction.DOWN else goal
    verdict = _verdict(target, indicator, limit, reached, open_)
    grows = target.operator != "<=" and indicator.direction is not Direction.DOWN
    percent = 100 * reached / goal if grows and goal > 0 else None
    return Progress(plan, index, field, code, goal, goal_max, reached, percent, verdict)


def progress(
    plans: Sequence[StoredDispatch],
    indicators: Sequence[Indicator],
    totals: Mapping[str, Total],
    period: Period,
    as_of: date,
) -> tuple[Progress, ...]:
    """Give every target of ``plans`` with what was reached, in the order of the plans; one repeated in words counts once."""
    goals = Goals(indicators)
    out: list[Progress] = []
    seen: set[tuple[object, ...]] = set()
    for plan in plans:
        for index, field in enumerate(plan.dispatch.targets):
            target = field.value
            due = target.due.period if target.due else None
            if due is not None and due.end < period.start:
                continue
            indicator = goals.indicator(target)
            mark = (
                indicator.code if indicator else key(squeeze(target.text)),
                target.value,
                target.value_max,
                target.unit,
                target.due,
            )
            if mark in seen:
                continue
            seen.add(mark)
            out.append(_progress(plan.id, index, field, indicator, totals, period, as_of))
    return tuple(out)
