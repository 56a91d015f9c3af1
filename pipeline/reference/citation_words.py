"""Words that tell what a cited document is to the citing one, and words that open a cited trích yếu."""

import csv
from functools import cache
from importlib.resources import files


@cache
def _words() -> dict[str, tuple[str, ...]]:
    out: dict[str, tuple[str, ...]] = {}
    with files("pipeline.reference").joinpath("citation_words.csv").open(encoding="utf-8") as handle:
        for row in csv.DictReader(handle):
            out[row["role"]] = (*out.get(row["role"], ()), row["text"])
    return out


def words(role: str) -> tuple[str, ...]:
    """Give the words of a role (a ``Relation`` value, or ``subject``), longest first."""
    return tuple(sorted(_words().get(role, ()), key=len, reverse=True))
