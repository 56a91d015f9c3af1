"""How much two parts of a document that agree, or do not, say about each of them; from ``agreements.csv``.

``agree`` and ``disagree`` are likelihood ratios: how many times likelier the observation is when the value is right
than when it is wrong. ``readings.csv`` tells how fast reading off an image spoils a field; ``calibration.csv``, written
by ``make calibrate`` and by no hand, sets what comes out to what was measured.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from pipeline.text import key


@dataclass(frozen=True, slots=True)
class Weight:
    """What one observation does to one field: factors on the odds, and the sentences that say so (may be empty)."""

    agree: float
    disagree: float
    agree_reason: str
    disagree_reason: str


@dataclass(frozen=True, slots=True)
class Spoiling:
    """How reading off an image spoils a field: ``per_letter`` for each letter and unit of illegibility, ``handwriting`` once.

    ``handwriting`` is the share still right where a pen wrote part of the field and no second reading confirmed it.
    """

    per_letter: float
    handwriting: float


def _rows(name: str) -> Iterator[dict[str, str]]:
    with files("pipeline.reference").joinpath(name).open(encoding="utf-8") as handle:
        yield from csv.DictReader(handle)


@cache
def weights() -> dict[tuple[str, str], Weight]:
    """Give the weights by (rule, field)."""
    return {
        (row["rule"], row["field"]): Weight(
            float(row["agree"]), float(row["disagree"]), row["agree_reason"], row["disagree_reason"]
        )
        for row in _rows("agreements.csv")
    }


@cache
def assuring() -> frozenset[str]:
    """Give every sentence that raises a confidence: no answer to the question what is doubtful about a value."""
    return frozenset(w.agree_reason for w in weights().values() if w.agree_reason)


@cache
def spoilings() -> dict[str, Spoiling]:
    """Give how each field spoils on images."""
    return {
        row["field"]: Spoiling(float(row["per_letter"]), float(row["handwriting"])) for row in _rows("readings.csv")
    }


@dataclass(frozen=True, slots=True)
class Scale:
    """How the odds that the rules come to are set to what was measured: ``slope`` x log odds + ``offset``.

    ``slope`` is positive, so that no order changes. ``values`` were measured, ``right`` of them were right.
    """

    slope: float
    offset: float
    values: int
    right: int


@cache
def scales() -> dict[str, Scale]:
    """Give the scale of each field, from ``calibration.csv``; a field that is not there is taken at its word."""
    return {
        row["field"]: Scale(float(row["slope"]), float(row["offset"]), int(row["values"]), int(row["right"]))
        for row in _rows("calibration.csv")
    }


@cache
def province_keys() -> frozenset[str]:
    """Give the keys (``pipeline.text.key``) of the names of provinces and cities, past and present."""
    return frozenset(key(row["name"]) for row in _rows("provinces.csv"))
