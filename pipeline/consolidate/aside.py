"""Figures that stand beside the one that counts: what they contradict, and what no period could be found for, is said.

Quarters beside a year, a half-year beside its months: the consolidation takes the stretches that count the most days and
leaves the rest aside. That is right while they agree; where they do not, silence would be wrong.
"""

from collections.abc import Sequence, Set
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from pipeline.consolidate.claims import Claim, note, shown
from pipeline.consolidate.values import Cell, FindingRow
from pipeline.model import Basis, Period, Severity
from pipeline.reference.indicators import Indicator, Kind

_DAY = timedelta(days=1)
#: A report about a period is written within this many days of its end.
_SOON = timedelta(days=60)
#: Money is rounded in print: sums of it may lie apart by this share of the larger figure. Counts are not rounded.
_ROUNDED = Decimal("0.005")
_RULE_PARTS = "Số của các kỳ nhỏ phải khớp với số của kỳ lớn chứa chúng"
_RULE_DAYS = "Chỉ cộng số liệu nêu rõ kỳ và nằm trọn trong kỳ báo cáo"
_ASK = "Đề nghị đơn vị xác nhận số liệu của từng kỳ."


def aside(
    cell: Cell, claims: Sequence[Claim], indicator: Indicator, name: str, period: Period
) -> tuple[FindingRow, ...]:
    """Give what a person should know of the figures for a period that its cell does not use.

    ``claims`` are all that the unit states for the indicator; those for the very days of a used one have been compared
    with it before. ``name`` is the unit's.
    """
    if cell.value is None or indicator.kind is Kind.RATIO:
        return ()
    taken = {(s.dispatch, s.index) for s in cell.used}
    plain = [c for c in claims if c.basis is Basis.PERIOD and c.value is not None]
    used = _by_days([*(c for c in plain if c.place in taken), *_as_a_whole(cell, claims, taken)])
    spare = [c for c in plain if c.place not in taken and c.days not in used]
    opening = f"{name}: số liệu của chỉ tiêu «{indicator.name}»"
    return (
        *_undated(cell, plain, spare, opening, period),
        *_disagreeing(used, _by_days(spare), indicator, opening),
        *_beyond(cell, spare, opening, period),
    )


def _as_a_whole(cell: Cell, claims: Sequence[Claim], taken: Set[tuple[str, int]]) -> tuple[Claim, ...]:
    """Give a cell's running figure as one for the days that it was worked out for."""
    running = [c for c in claims if c.place in taken and c.basis is Basis.CUMULATIVE]
    if not running or len(cell.coverage) != 1:
        return ()
    return (replace(max(running, key=lambda c: c.newest), days=cell.coverage[0], value=cell.value),)


def _by_days(claims: Sequence[Claim]) -> dict[Period, Claim]:
    """Give the newest claim for each stretch of days."""
    ordered = sorted((c for c in claims if c.days is not None), key=lambda c: c.newest)
    return {c.days: c for c in ordered if c.days is not None}


def _value(claim: Claim) -> Decimal:
    assert claim.value is not None
    return claim.value


def _undated(
    cell: Cell, plain: Sequence[Claim], spare: Sequence[Claim], opening: str, period: Period
) -> tuple[FindingRow, ...]:
    """Say which figures name no days and repeat none that does: nobody can tell whether they are counted already."""
    known = {c.value for c in plain if c.days is not None} | {cell.value}
    loose = [c for c in spare if c.days is None and c.value not in known]
    loose = [c for c in loose if period.start <= c.at <= period.end + _SOON]
    if not cell.coverage or cell.value is None or not loose:
        return ()
    listed = "; ".join(shown(v) for v in sorted({_value(c) for c in loose}))
    message = f"{opening} có {listed} không nêu kỳ, không cộng vào số đã nêu kỳ ({shown(cell.value)})."
    return note("UNDATED_FIGURE", Severity.WARNING, message, loose, _RULE_DAYS, _ASK)


def _disagreeing(
    used: dict[Period, Claim], spare: dict[Period, Claim], indicator: Indicator, opening: str
) -> tuple[FindingRow, ...]:
    """Say where the figures for parts of a stretch come to more than the figure for all of it, or fill it with less."""
    out: tuple[FindingRow, ...] = ()
    for wholes, rest in ((used, spare), (spare, used)):
        for days, whole in sorted(wholes.items()):
            parts = _apart({d: c for d, c in rest.items() if days.contains(d)})
            together, value = sum((_value(c) for c in parts.values()), Decimal(0)), _value(whole)
            slack = _ROUNDED * max(abs(value), abs(together)) if indicator.is_money else Decimal(0)
            filled = sum(_length(d) for d in parts) == _length(days)
            if not parts or not (together > value + slack or (filled and together < value - slack)):
                continue
            message = (
                f"{opening} từ {days.start:%d/%m/%Y} đến {days.end:%d/%m/%Y} là {shown(value)}, các kỳ nằm trong đó "
                f"cộng lại là {shown(together)}; đang lấy số của {'cả kỳ' if wholes is used else 'các kỳ nhỏ'}."
            )
            out += note("PARTS_DISAGREE", Severity.WARNING, message, [whole, *parts.values()], _RULE_PARTS, _ASK)
    return out


def _length(days: Period) -> int:
    return (days.end - days.start).days + 1


def _apart(claims: dict[Period, Claim]) -> dict[Period, Claim]:
    """Give claims that share no day, short stretches first: what may be added up."""
    out: dict[Period, Claim] = {}
    for days in sorted(claims, key=lambda d: (_length(d), d.start)):
        if not any(days.overlaps(one) for one in out):
            out[days] = claims[days]
    return out


def _beyond(cell: Cell, spare: Sequence[Claim], opening: str, period: Period) -> tuple[FindingRow, ...]:
    """Say which figures reach over an edge of the period and count days of it that no used figure counts.

    A figure that holds the whole period, of several years say, is about something else.
    """
    across = [
        c
        for c in spare
        if c.days is not None
        and period.overlaps(c.days)
        and not period.contains(c.days)
        and not c.days.contains(period)
        and not _covered(max(c.days.start, period.start), min(c.days.end, period.end), cell.coverage)
    ]
    if not across or not cell.coverage or cell.value is None:
        return ()
    message = (
        f"{opening} có kỳ vượt ra ngoài kỳ báo cáo nên không cộng vào {shown(cell.value)}; có ngày chưa được tính."
    )
    return note(
        "OUTSIDE_PERIOD", Severity.WARNING, message, across, _RULE_DAYS, "Đề nghị đơn vị báo cáo số liệu đúng kỳ."
    )


def _covered(start: date, end: date, taken: Sequence[Period]) -> bool:
    """Tell whether every day from ``start`` to ``end`` is in one of ``taken``."""
    day = start
    for one in sorted(taken):
        if one.start <= day <= one.end:
            day = one.end + _DAY
    return day > end
