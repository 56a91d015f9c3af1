"""The same figures in earlier periods: which periods a report looks back on, what rose and fell since, the course over time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from pipeline.consolidate.figures import Figures
from pipeline.consolidate.periods import before
from pipeline.consolidate.values import Consolidation, Earlier, Figure
from pipeline.model import Basis, Period
from pipeline.reference.indicators import Indicator, OverUnits

#: So many earlier years, or other long periods, are looked back on.
_BACK = 4
#: Fewer periods than this show no course.
_COURSE = 3
_ADDED = (OverUnits.SUM, OverUnits.DISTINCT)


@dataclass(frozen=True, slots=True)
class Shift:
    """An indicator then and now, in its measure, over the ``units`` that state it both times; ``all_units``: those are all."""

    indicator: str
    since: Period
    then: Decimal
    now: Decimal
    units: tuple[str, ...]
    all_units: bool

    @property
    def change(self) -> Decimal:
        """How much more, below zero how much less."""
        return self.now - self.then

    @property
    def percent(self) -> Decimal | None:
        """The change in percent of the figure then, None when that was zero."""
        return None if self.then == 0 else 100 * self.change / abs(self.then)


def _months(period: Period) -> int | None:
    """Give how many whole months a period is, None when it is not a number of them."""
    count = 12 * (period.end.year - period.start.year) + period.end.month - period.start.month + 1
    last = Period.parse(f"{period.end.year}-{period.end.month:02d}").end
    return count if period.start.day == 1 and period.end == last else None


def _year_before(day: date) -> date:
    leap = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if leap else day.day)


def same_last_year(period: Period) -> Period:
    """Give the same days one year before: quý III/2022 for quý III/2023; the end of February stays the end of February."""
    end = _year_before(period.end)
    if (period.end.month, period.end.day) == (2, 28) and _months(period) is not None:
        end = Period.parse(f"{end.year}-02").end
    return Period(_year_before(period.start), end)


def looked_back(period: Period, since: date | None = None) -> tuple[Period, ...]:
    """Give the earlier periods worth asking for, the oldest first, none that ends before ``since``.

    Months and quarters follow each other back to the same one of last year, years and longer periods four times; what is
    neither (6 tháng, 9 tháng) is held against the same part of earlier years.
    """
    months = _months(period)
    steps = {1: 12, 3: 4}.get(months or 0, _BACK)
    follows = months is not None and (months in (1, 3) or months % 12 == 0)
    out: list[Period] = []
    at = period
    for _ in range(steps):
        at = before(at) if follows else same_last_year(at)
        if since is not None and at.end < since:
            break
        out.append(at)
    return tuple(reversed(out))


def remembered(data: Consolidation, pasts: Iterable[Figures | Consolidation]) -> Consolidation:
    """Give the data with what earlier periods of the same movement hold; those without a figure are left out."""
    return replace(data, earlier=tuple(e for p in pasts if (e := Earlier(p.period, _figures(p))).figures))


def _figures(data: Figures | Consolidation) -> tuple[Figure, ...]:
    expected = {u.id for u in data.units if u.expected}
    return tuple(
        Figure(c.unit, c.indicator, c.value)
        for c in data.cells
        if c.unit in expected and c.value is not None and c.basis is Basis.PERIOD and not c.conflict
    )


def reference(data: Consolidation) -> Earlier | None:
    """Give the earlier period that this one is held against: the same days of last year, else the period just before."""
    by_period = {e.period: e for e in data.earlier}
    last_year = same_last_year(data.period)
    return by_period.get(last_year) or by_period.get(before(data.period))


def shifts(data: Consolidation) -> tuple[Shift, ...]:
    """Give what can be compared with the earlier period, in the order of the indicators.

    Sums are compared over the units that state them both times: a sum that grew because more units reported has not risen.
    What does not add up is compared for a single unit only, since no figure of all is stated.
    """
    then = reference(data)
    if then is None:
        return ()
    old, new = ({(f.unit, f.indicator): f.value for f in figures} for figures in (then.figures, _figures(data)))
    out = []
    for indicator in data.indicators:
        both = tuple(u.id for u in data.units if (u.id, indicator.code) in old and (u.id, indicator.code) in new)
        if not both or (indicator.over_units not in _ADDED and len(both) > 1):
            continue
        total = data.by_total.get(indicator.code)
        whole = total is not None and set(total.counted) == set(both)
        sums = [sum((figures[u, indicator.code] for u in both), Decimal(0)) for figures in (old, new)]
        out.append(Shift(indicator.code, then.period, sums[0], sums[1], both, whole))
    return tuple(out)


def course(data: Consolidation, indicator: Indicator) -> Sequence[tuple[Period, Decimal]]:
    """Give an added-up indicator over time, this period last, over the units that state it in every one of the periods.

    Fewer than three periods are no course: then nothing is given.
    """
    told = _told(data, indicator)
    same = counted(data, indicator)
    return [(p, sum((units[u] for u in same), Decimal(0))) for p, units in told] if same else ()


def counted(data: Consolidation, indicator: Indicator) -> tuple[str, ...]:
    """Give the units that a course is made of, none when there is no course."""
    told = _told(data, indicator)
    return tuple(sorted(set.intersection(*(set(units) for _, units in told)))) if told else ()


def _told(data: Consolidation, indicator: Indicator) -> list[tuple[Period, dict[str, Decimal]]]:
    """Give the units' figures by period, nothing unless this period and two before state any."""
    if indicator.over_units not in _ADDED:
        return []
    rows = [(e.period, e.figures) for e in data.earlier] + [(data.period, _figures(data))]
    told = [(p, {f.unit: f.value for f in figures if f.indicator == indicator.code}) for p, figures in rows]
    told = [(p, units) for p, units in told if units]
    return told if len(told) >= _COURSE and told[-1][0] == data.period else []
