"""Words of targets that say how much, not what: bounds (trên, ít nhất), heads of a count (tổng số), names of money."""

import csv
from functools import cache
from importlib.resources import files

from pipeline.text import key


@cache
def target_words(role: str) -> tuple[tuple[str, ...], ...]:
    """Give the phrases of a role (``bound``, ``head``, ``money``) as folded words, the longest first."""
    with (files("pipeline.reference") / "target_words.csv").open(encoding="utf-8") as file:
        found = {tuple(key(row["word"]).split()) for row in csv.DictReader(file) if row["role"] == role}
    return tuple(sorted(found, key=lambda words: (-len(words), words)))


def without(words: tuple[str, ...], phrases: tuple[tuple[str, ...], ...]) -> tuple[str, ...]:
    """Give words with every phrase taken out where it stands, the longest that fits first."""
    out: list[str] = []
    at = 0
    while at < len(words):
        step = next((len(p) for p in phrases if words[at : at + len(p)] == p), 0)
        if not step:
            out.append(words[at])
        at += step or 1
    return tuple(out)
