"""Done over planned in one breath: ``đạt 62.372/52.786 ha`` is 62 372 ha reached of 52 786 ha planned."""

import re
from dataclasses import replace
from decimal import Decimal

from parsers.values import numbers
from parsers.values.numbers import Quantity
from pipeline.reference.count_nouns import NounKind

_FIGURE = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?"
_PAIR = re.compile(rf"(?<![\w/.,-])(?P<top>{_FIGURE})\s?/\s?(?P<bottom>{_FIGURE})(?![\d/]|[.,]\d)")
_WORTHY = re.compile(r"[.,]|\d{3}")


def with_plans(text: str, found: list[Quantity]) -> list[Quantity]:
    """Give ``found`` with every pair as one figure: its value is what was done, ``total`` what was planned.

    A pair needs a unit that is known; small whole numbers without one are days, symbols and shares.
    """
    if "/" not in text:
        return found
    out = list(found)
    for match in _PAIR.finditer(text):
        planned = next((q for q in numbers.find_all(text[match.start("bottom") :]) if q.start == 0), None)
        done, total = numbers.parse(match["top"]), numbers.parse(match["bottom"])
        if planned is None or planned.kind is None or not isinstance(done, Decimal) or not isinstance(total, Decimal):
            continue
        telling = _WORTHY.search(match[0]) or done > total or planned.kind is NounKind.RATIO
        if not telling:
            # "15/21 chỉ tiêu" is read as a count already, and 14/5 is a day.
            continue
        by = match.start("bottom")
        unit: tuple[int | None, int | None] = (None, None)
        if planned.unit_start is not None and planned.unit_end is not None:
            unit = (planned.unit_start + by, planned.unit_end + by)
        pair = replace(
            planned, start=match.start(), end=match.end(), value=done, value_max=None, bound="=", total=total,
            unit_start=unit[0], unit_end=unit[1], alternatives=(), approximate=False,
        )  # fmt: skip
        out = [q for q in out if q.stop <= pair.start or q.start >= pair.stop]
        out.append(pair)
    return sorted(out, key=lambda q: q.start)
