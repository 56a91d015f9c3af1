"""How alike two folded strings are: the one door to rapidfuzz."""

from collections.abc import Iterable

from rapidfuzz import fuzz, process
from rapidfuzz.distance import DamerauLevenshtein


def closest(text: str, choices: Iterable[str], *, floor: float, limit: int = 5) -> list[tuple[str, float]]:
    """Give the choices most like ``text`` (Levenshtein ratio, 0 to 100, not under ``floor``), best first."""
    found = process.extract(text, list(choices), scorer=fuzz.ratio, score_cutoff=floor, limit=limit)
    return [(choice, score) for choice, score, _ in found]


def one_edit(one: str, other: str) -> bool:
    """Tell whether one letter put in, left out, changed or swapped with its neighbour makes ``one`` the other."""
    return DamerauLevenshtein.distance(one, other, score_cutoff=1) == 1
