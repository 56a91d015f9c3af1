"""Dates as dispatches write them: whole, cut off, or a period."""

import calendar
import re
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A date whose day, or month and day, may be unread: ``2022-09-28``, ``2022-09``, ``2022``."""

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        """Refuse a day without a month and a day that no calendar has."""
        if self.month is None and self.day is not None:
            raise ValueError("a day needs its month")
        date(self.year, 1 if self.month is None else self.month, 1 if self.day is None else self.day)

    def __str__(self) -> str:
        """ISO 8601, cut off before the first unknown part."""
        out = f"{self.year:04d}"
        if self.month is not None:
            out += f"-{self.month:02d}"
            if self.day is not None:
                out += f"-{self.day:02d}"
        return out

    @classmethod
    def parse(cls, text: str) -> "PartialDate":
        """Read what ``str`` wrote. Raises ValueError on anything else."""
        parts = [int(p) for p in text.split("-")]
        return cls(*parts)

    @property
    def period(self) -> "Period":
        """The days that this date may be."""
        first = date(self.year, self.month or 1, self.day or 1)
        if self.day is not None:
            return Period(first, first)
        month = self.month or 12
        return Period(first, date(self.year, month, calendar.monthrange(self.year, month)[1]))


_PERIOD = re.compile(r"(?P<year>\d{4})(?:-(?:[Qq](?P<quarter>[1-4])|(?P<month>\d\d)(?:-(?P<day>\d\d))?))?")


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Days from ``start`` to ``end``, both included: quý III/2023 is 2023-07-01 to 2023-09-30."""

    start: date
    end: date

    def __post_init__(self) -> None:
        """Refuse a period that ends before it begins."""
        if self.end < self.start:
            raise ValueError(f"period ends before it begins: {self.start}..{self.end}")

    @classmethod
    def parse(cls, text: str) -> "Period":
        """Read ``2023``, ``2023-Q3``, ``2023-06`` or a day. Raises ValueError on anything else."""
        match = _PERIOD.fullmatch(text.strip())
        if match is None:
            raise ValueError(f"not a period: {text!r}")
        year = int(match["year"])
        if match["quarter"]:
            first = 3 * int(match["quarter"]) - 2
            return cls(PartialDate(year, first).period.start, PartialDate(year, first + 2).period.end)
        month, day = match["month"], match["day"]
        return PartialDate(year, int(month) if month else None, int(day) if day else None).period

    def contains(self, other: "Period") -> bool:
        """Tell whether ``other`` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: "Period") -> bool:
        """Tell whether the two share a day."""
        return self.start <= other.end and other.start <= self.end
