"""The indicators (chỉ tiêu thống kê) that reports are summed by: what they count and how their figures may be combined."""

import csv
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files


class Kind(StrEnum):
    """What a figure is: a count over a period, a state at a date, or a ratio."""

    FLOW = "F"
    STOCK = "S"
    RATIO = "R"


class OverUnits(StrEnum):
    """How the figures of several units become one.

    ``distinct`` means that two units may report the same object: without lists of objects the sum stands with a warning.
    ``list`` means that the figures are only ever listed unit by unit.
    """

    SUM = "sum"
    RECOMPUTE = "recompute"
    DISTINCT = "distinct"
    LIST = "list"


class OverTime(StrEnum):
    """How one unit's figures of several periods become one."""

    SUM = "sum"
    LAST = "last"
    FIRST = "first"
    RECOMPUTE = "recompute"


class Direction(StrEnum):
    """Which way is better; for highlighting only, never a score."""

    UP = "up"
    DOWN = "down"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Indicator:
    """One row of the dictionary.

    ``unit`` is the unit that figures are stored in (``đồng`` for money) and ``accepts`` are other printed units that mean
    the same count; ``display_unit`` is what reports print. A ratio names its ``numerator`` and ``denominator`` where they
    are indicators themselves, None otherwise (then it is listed, never recomputed). ``part_of`` is the code of the total
    that this one is a part of (trong đó); ``cost_of`` are the codes of things that its money paid for.
    """

    code: str
    name: str
    synonyms: tuple[str, ...]
    unit: str
    accepts: tuple[str, ...]
    kind: Kind
    over_units: OverUnits
    over_time: OverTime
    direction: Direction
    numerator: str | None
    denominator: str | None
    part_of: str | None
    cost_of: tuple[str, ...]
    display_unit: str
    valid_from: date | None
    valid_to: date | None
    source: str

    @property
    def is_money(self) -> bool:
        """Whether its figures are sums of money, stored in whole đồng."""
        return self.unit == "đồng"

    def in_force(self, day: date) -> bool:
        """Tell whether the row holds on ``day``; an open end holds for ever."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _many(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split("|") if part.strip())


@cache
def indicators() -> tuple[Indicator, ...]:
    """Give every indicator in the order of the dictionary."""
    with (files("pipeline.reference") / "indicators.csv").open(encoding="utf-8") as file:
        return tuple(
            Indicator(
                code=row["code"],
                name=row["name"],
                synonyms=_many(row["synonyms"]),
                unit=row["unit"],
                accepts=_many(row["accepts"]),
                kind=Kind(row["kind"]),
                over_units=OverUnits(row["over_units"]),
                over_time=OverTime(row["over_time"]),
                direction=Direction(row["direction"]),
                numerator=row["numerator"] or None,
                denominator=row["denominator"] or None,
                part_of=row["part_of"] or None,
                cost_of=_many(row["cost_of"]),
                display_unit=row["display_unit"],
                valid_from=_day(row["valid_from"]),
                valid_to=_day(row["valid_to"]),
                source=row["source"],
            )
            for row in csv.DictReader(file)
        )


@cache
def _by_code() -> dict[str, Indicator]:
    return {one.code: one for one in indicators()}


def indicator(code: str) -> Indicator | None:
    """Give the indicator with ``code``, None when the dictionary has no such code."""
    return _by_code().get(code)


@cache
def parts_of(code: str) -> tuple[Indicator, ...]:
    """Give the indicators that are stated as parts of ``code`` (trong đó)."""
    return tuple(one for one in indicators() if one.part_of == code)
