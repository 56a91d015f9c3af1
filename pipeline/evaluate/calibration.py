"""What stated confidences are worth: of the values said to be so sure, how many are right."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.evaluate.matching import LISTS, SCALARS, abstains, listed, right
from pipeline.evaluate.scoring import by_name
from pipeline.likeness import Mode

#: Lists whose gold does not hold all that a page states: gold gives the level of each indicator, a page ratios too.
PARTIAL = frozenset({"results"})
_BANDS = 10


@dataclass(frozen=True, slots=True)
class Band:
    """Stated against true: values whose stated confidence lies in one band."""

    low: float
    high: float
    fields: int
    stated: float
    true: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """What stated confidences are worth. ``sure`` fields were said to be at least :data:`SURE`, ``sure_right`` of them are.

    ``error`` is the expected calibration error over ten bands (Guo et al. 2017): the mean distance of stated from true,
    weighted by the fields of each band; 0.0 without fields.
    """

    bands: tuple[Band, ...]
    sure: int
    sure_right: int

    @property
    def error(self) -> float:
        """Expected calibration error."""
        total = sum(band.fields for band in self.bands)
        return sum(band.fields * abs(band.stated - band.true) for band in self.bands) / total if total else 0.0

    @property
    def sure_share(self) -> float:
        """Share of the sure fields that are right; 1.0 when none was sure."""
        return self.sure_right / self.sure if self.sure else 1.0


#: A field this sure or more is taken at its word.
SURE = 0.9


@dataclass(frozen=True, slots=True)
class Judged:
    """One found value, how sure it was said to be, and whether it is right (softly). ``at`` counts the items of a list."""

    field: str
    at: int | None
    confidence: float
    right: bool


def judged(fields: Mapping[str, Any], record: Mapping[str, Any]) -> Iterator[Judged]:
    """Give every found value of one document that its gold can judge.

    An honest half (a date without its unread day) is neither right nor wrong and is not counted.
    """
    read = record.get("fields") or {}
    for name in sorted(SCALARS & fields.keys()):
        value, wanted = read.get(name), fields[name]
        if value and not (wanted is not None and abstains(name, value["value"], wanted)):
            ok = wanted is not None and right(name, value["value"], wanted, Mode.SOFT)
            yield Judged(name, None, value["confidence"], ok)
    for name in sorted(LISTS & fields.keys()):
        left = list(fields[name])
        for at, (value, item) in enumerate(listed(record, name)):
            match = next((i for i, wanted in enumerate(left) if right(name, value, wanted, Mode.SOFT)), None)
            if match is not None:
                del left[match]
            yield Judged(name, at, item["confidence"], match is not None)


def calibration(
    gold: Mapping[str, Mapping[str, Any]], records: Iterable[Mapping[str, Any]], names: Iterable[str] = SCALARS
) -> Calibration:
    """Give stated confidence against the share that is right, for some fields, in ten bands; empty bands left out."""
    asked, read = frozenset(names), by_name(records)
    points = [
        (value.confidence, value.right)
        for name, fields in gold.items()
        if name in read
        for value in judged({n: wanted for n, wanted in fields.items() if n in asked}, read[name])
    ]
    return of_points(points)


def of_points(points: Iterable[tuple[float, bool]]) -> Calibration:
    """Give the calibration of pairs of a stated confidence and whether the value is right."""
    pairs = list(points)
    bands = []
    for i in range(_BANDS):
        inside = [(c, ok) for c, ok in pairs if i == min(int(c * _BANDS), _BANDS - 1)]
        if inside:
            stated, true = sum(c for c, _ in inside) / len(inside), sum(ok for _, ok in inside) / len(inside)
            bands.append(Band(i / _BANDS, (i + 1) / _BANDS, len(inside), stated, true))
    sure = [ok for c, ok in pairs if c >= SURE]
    return Calibration(tuple(bands), len(sure), sum(sure))
