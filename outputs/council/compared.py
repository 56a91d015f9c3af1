"""What rose and what fell since the earlier period, in words: by how much, by how many percent, over which units."""

from collections.abc import Sequence
from decimal import Decimal

from outputs.council import wording as say
from pipeline.consolidate import Consolidation
from pipeline.consolidate.earlier import Shift, reference, same_last_year, shifts
from pipeline.model import Period
from pipeline.reference.indicators import Indicator

#: From so many times the figure on, "gấp … lần" reads better than hundreds of percent.
_TIMES = 3
#: The overview names at most so many of each.
_NAMED = 3
#: A change that rounds to no percent is told by its amount alone.
_LEAST_PERCENT = Decimal("0.05")


def by_code(data: Consolidation) -> dict[str, Shift]:
    """Give what can be compared, by indicator."""
    return {s.indicator: s for s in shifts(data)}


def then(data: Consolidation) -> str:
    """Give what the period is held against: ``năm 2022``, ``cùng kỳ năm 2022``, ``quý II/2023``; blank when nothing is known."""
    earlier = reference(data)
    return "" if earlier is None else _words(data.period, earlier.period)


def _words(period: Period, earlier: Period) -> str:
    whole_years = (period.start.month, period.start.day, period.end.month, period.end.day) == (1, 1, 12, 31)
    if earlier == same_last_year(period) and not whole_years and period.start.year == period.end.year:
        return f"cùng kỳ năm {earlier.start.year}"
    return say.period(earlier)


def _size(value: Decimal, indicator: Indicator) -> str:
    size = say.amount(abs(value), indicator)
    return f"{size.removesuffix('%')} điểm phần trăm" if size.endswith("%") else size


def sentence(data: Consolidation, shift: Shift, indicator: Indicator) -> str:
    """Give ``So với năm 2022 tăng 12 nhà (48%).``; units are told where they are not all that the figure counts."""
    since = f"So với {_words(data.period, shift.since)}"
    among = "" if shift.all_units else f" (tính trên {say.count(len(shift.units))} đơn vị có số liệu của cả hai kỳ)"
    if shift.change == 0:
        return f"{since} không đổi{among}."
    moved = f"{since} {'tăng' if shift.change > 0 else 'giảm'} {_size(shift.change, indicator)}"
    if shift.then > 0 and shift.now >= _TIMES * shift.then:
        return f"{moved}, gấp {say.figure(shift.now / shift.then, 1)} lần{among}."
    share = _share(shift, indicator)
    if share and among:
        return f"{moved}, bằng {share}{among}."
    return f"{moved}{f' ({share})' if share else ''}{among}."


def _share(shift: Shift, indicator: Indicator) -> str | None:
    """Give the change in percent without a sign, None where it tells nothing: rates, changes from zero, next to none."""
    if indicator.display_unit == "%" or shift.percent is None or abs(shift.percent) < _LEAST_PERCENT:
        return None
    return say.percent(abs(shift.percent))


_VERBS = ((1, "tăng"), (-1, "giảm"))


def tally(data: Consolidation) -> str:
    """Give how many indicators rose, fell and stayed; blank when nothing can be compared."""
    found = shifts(data)
    if not found:
        return ""
    counts = [(sum(sign * s.change > 0 for s in found), verb) for sign, verb in _VERBS]
    counts.append((sum(s.change == 0 for s in found), "không đổi"))
    parts = [f"{say.count(n)} chỉ tiêu {verb}" for n, verb in counts if n]
    return f"So với {then(data)}, trong {say.count(len(found))} chỉ tiêu so sánh được có {say.listed(parts)}."


def overview(data: Consolidation) -> str:
    """Give how many indicators rose and fell, and those that moved most; blank when nothing can be compared."""
    said = tally(data)
    for sign, verb in _VERBS:
        mine = [s for s in shifts(data) if sign * s.change > 0]
        ranked = sorted(mine, key=lambda s: abs(s.percent or Decimal(0)), reverse=True)
        most = [m for s in ranked if (m := _moved(data, s, verb))]
        if most:
            said += f" {say.upper_first(verb)} nhiều nhất: {'; '.join(most[:_NAMED])}."
    return said


def _moved(data: Consolidation, shift: Shift, verb: str) -> str:
    indicator = data.by_indicator[shift.indicator]
    share = _share(shift, indicator)
    name = say.lower_first(say.part_name(indicator.name))
    return "" if share is None else f"{name} ({verb} {share})"


def signed(change: Decimal, indicator: Indicator) -> str:
    """Give a change for a table cell in the indicator's printed unit: ``+12``, ``-1,5``, ``0``."""
    text = say.cell(change, indicator)
    return f"+{text}" if change > 0 else text


def titles(data: Consolidation) -> Sequence[str]:
    """Give the titles of the two columns that tables compare in, none when nothing can be compared."""
    return (say.upper_first(then(data)), "Tăng (+), giảm (-)") if shifts(data) else ()
