"""Words for taking persons out of a text: made-up name syllables, and what tells a person's name or number."""

import csv
from collections.abc import Iterator
from functools import cache
from importlib.resources import files


def _rows(kind: str) -> Iterator[str]:
    with (files("pipeline.reference") / "masking_words.csv").open(encoding="utf-8") as file:
        yield from (row["text"] for row in csv.DictReader(file) if row["kind"] == kind)


@cache
def masking_words(kind: str) -> tuple[str, ...]:
    """Give the words of a kind, the longest first.

    ``given``: syllables for made-up names. ``named_after``: stands before the name of a street, school or place.
    ``number``: stands before a telephone, account or identity number. ``person``: heads a column of persons' names.
    ``opening``: opens a line and is no name.
    """
    return tuple(sorted(_rows(kind), key=lambda text: (-len(text), text)))
