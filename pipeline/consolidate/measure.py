"""A stated figure in the measure that its indicator is summed in; None when it may not be summed."""

from decimal import Decimal
from functools import cache, lru_cache

from pipeline.model import Number, Result
from pipeline.reference.indicators import Indicator
from pipeline.reference.units import UnitRow, units
from pipeline.text import key, squeeze


@cache
def _by_name() -> dict[str, UnitRow]:
    """Give units by folded name; a unit that is only signs (``%``) by itself."""
    out: dict[str, UnitRow] = {}
    for row in units():
        for name in (row.unit, *row.variants):
            out.setdefault(key(name) or name.strip(), row)
    return out


@lru_cache(maxsize=4096)
def read_unit(text: str) -> tuple[str | None, Decimal]:
    """Give the kind of a printed unit (None when unknown) and what one of it is worth: ``tỷ đồng`` -> money, 10^9."""
    rows = _by_name()
    words = squeeze(text).split(" ")
    factor = Decimal(1)
    while len(words) > 1 and (row := rows.get(key(words[0]) or words[0])) is not None and row.kind == "multiplier":
        factor *= row.factor
        words = words[1:]
    rest = " ".join(words)
    row = rows.get(key(rest) or rest)
    if row is None:
        return None, factor
    if row.kind == "multiplier":
        return "money", factor * row.factor
    return row.kind, factor * row.factor


def fits(unit: str | None, indicator: Indicator) -> bool:
    """Tell whether a figure in ``unit`` counts what the indicator counts: người and lượt người do not mix.

    A figure without a unit, or in one that the reference does not know, is taken at its indicator's word.
    """
    if unit is None:
        return not indicator.is_money
    known = {key(u) or u for u in (indicator.unit, *indicator.accepts)}
    if (key(unit) or unit) in known:
        return True
    kind, _ = read_unit(unit)
    wanted, _ = read_unit(indicator.unit)
    return (kind is None and not indicator.is_money) or kind == wanted


def scaled(value: Number, unit: str | None) -> Decimal | None:
    """Give ``value`` in single units (``1,2 nghìn hộ`` -> 1200); None for a fraction, which is no count."""
    if not isinstance(value, Decimal):
        return None
    return value if unit is None else value * read_unit(unit)[1]


def measure(result: Result, indicator: Indicator) -> Decimal | None:
    """Give a result's figure in the indicator's measure (whole đồng for money), None when it may not be added to others."""
    if result.value is None:
        return None
    if indicator.is_money and result.value_vnd is not None:
        return Decimal(result.value_vnd)
    if not fits(result.unit, indicator):
        return None
    return scaled(result.value, result.unit)
