"""Sums of money as Vietnamese prose writes them, in whole đồng: ``2 tỷ 500 triệu đồng`` is 2 500 000 000."""

import re
from dataclasses import dataclass
from decimal import Decimal

from parsers.values.numbers import Quantity, format_number
from parsers.values.numbers import find_all as find_quantities
from pipeline.reference.count_nouns import NounKind

_SCALE = re.compile(r"(nghìn|ngàn|triệu|trđ|tr|tỷ|tỉ)", re.IGNORECASE)
_WORTH = {"nghìn": 3, "ngàn": 3, "triệu": 6, "tr": 6, "trđ": 6, "tỷ": 9, "tỉ": 9}
#: A unit that is đồng and nothing else: no other currency, no price for a piece.
_DONG = re.compile(r"(?:(?:nghìn|ngàn|triệu|trđ|tr|tỷ|tỉ)\.?\s*)*(?:đồng|đ|vnd|vnđ)?\.?", re.IGNORECASE)
_GAP = re.compile(r"\s*(?:,\s*|và\s+)?")


@dataclass(frozen=True, slots=True)
class Money:
    """A sum: characters ``start`` to ``end``; ``dong`` in whole đồng, ``dong_max`` the upper end of a range.

    ``dong`` is None where the figure has no certain reading; ``alternatives`` are the other readings, in đồng.
    """

    start: int
    end: int
    dong: int | None
    dong_max: int | None = None
    bound: str = "="
    approximate: bool = False
    alternatives: tuple[int, ...] = ()


def _power(unit: str) -> int:
    return sum(_WORTH[scale.lower()] for scale in _SCALE.findall(unit))


def _whole(value: object, power: int) -> int | None:
    if not isinstance(value, Decimal):
        return None
    amount = value.scaleb(power)
    return int(amount) if amount == amount.to_integral_value() else None


def _is_sum(quantity: Quantity) -> bool:
    unit = quantity.unit
    if unit is None or _DONG.fullmatch(unit) is None:
        return False
    return quantity.kind is NounKind.MONEY or unit.lower() in ("tỷ", "tỉ", "triệu")


def find_all(text: str) -> list[Money]:
    """Give the sums of ``text`` in order. Neighbours of falling scale are one sum: ``1 triệu 200 nghìn đồng``."""
    out: list[Money] = []
    last_power = 0
    for quantity in find_quantities(text):
        if not _is_sum(quantity):
            continue
        power = _power(quantity.unit or "")
        money = Money(
            quantity.start,
            quantity.stop,
            _whole(quantity.value, power),
            _whole(quantity.value_max, power),
            quantity.bound,
            quantity.approximate,
            tuple(a for a in (_whole(other, power) for other in quantity.alternatives) if a is not None),
        )
        before = out[-1] if out else None
        joined = before is not None and _GAP.fullmatch(text, before.end, money.start) and power < last_power
        bare = joined and before is not None and not re.search(r"đ|vnd", text[before.start : before.end], re.IGNORECASE)
        if (
            bare
            and before is not None
            and before.dong is not None
            and money.dong is not None
            and before.dong_max is None
        ):
            out[-1] = Money(before.start, money.end, before.dong + money.dong, None, before.bound, before.approximate)
        else:
            out.append(money)
        last_power = power
    return out


def parse(text: str) -> int | None:
    """Read a text that is one sum and nothing else, in whole đồng; None when it is not or when it is in doubt."""
    stripped = text.strip()
    sums = find_all(stripped)
    if len(sums) != 1 or (sums[0].start, sums[0].end) != (0, len(stripped)) or sums[0].alternatives:
        return None
    return sums[0].dong if sums[0].dong_max is None else None


def format_money(dong: int) -> str:
    """Write whole đồng the Vietnamese way: ``1.250.000 đồng``. Law: ``parse(format_money(x)) == x`` for x >= 0."""
    return f"{format_number(Decimal(dong))} đồng"
