"""Dated rows of this package's data files: those in force on a day."""

import csv
from datetime import date
from functools import cache
from importlib.resources import files


@cache
def _all(name: str) -> tuple[dict[str, str], ...]:
    with (files("outputs.letters") / name).open(encoding="utf-8") as file:
        return tuple(csv.DictReader(file))


def rows(name: str, day: date) -> tuple[dict[str, str], ...]:
    """Give the rows of a file that hold on ``day``; an open end holds for ever."""
    return tuple(
        r
        for r in _all(name)
        if (not r["valid_from"] or date.fromisoformat(r["valid_from"]) <= day)
        and (not r["valid_to"] or day <= date.fromisoformat(r["valid_to"]))
    )
