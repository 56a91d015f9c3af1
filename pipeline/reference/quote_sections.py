"""Which sections of a report are quoted in the council's report, by the words of their headings."""

import csv
from functools import cache
from importlib.resources import files

from pipeline.text import bare


@cache
def sections() -> tuple[tuple[str, str], ...]:
    """Give (kind, folded heading words), in the order of the data."""
    with files("pipeline.reference").joinpath("quote_sections.csv").open(encoding="utf-8") as handle:
        return tuple((row["kind"], bare(row["heading"])) for row in csv.DictReader(handle))


def kind_of(heading: str) -> str | None:
    """Give the kind of section that a heading opens, None for one that is not quoted."""
    folded = f" {bare(heading)} "
    return next((kind for kind, words in sections() if f" {words} " in folded), None)
