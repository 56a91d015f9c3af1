"""Syllables that dispatches and names of persons and places really use: a prior when two readings of a word differ."""

import csv
import re
import unicodedata
from functools import cache, lru_cache
from importlib import resources

_WORDS = re.compile(r"[^\W\d_]+")
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")


def is_common(syllable: str) -> bool:
    """Tell whether ``syllable`` is one of them, in either case and wherever its tone mark stands (``hoà``, ``hòa``)."""
    return _key(syllable) in _known()


def are_common(first: str, second: str) -> bool:
    """Tell whether two syllables often follow each other in dispatches (``thành phố``, ``nội dung``)."""
    return _key(second) in _pairs().get(_key(first), frozenset())


@cache
def _pairs() -> dict[str, frozenset[str]]:
    with resources.files("pipeline.reference").joinpath("common_pairs.csv").open(encoding="utf-8") as lines:
        return {_key(row["first"]): frozenset(map(_key, row["seconds"].split())) for row in csv.DictReader(lines)}


@cache
def syllables() -> tuple[str, ...]:
    """Give the syllables of dispatches and names, as printed in small letters."""
    with resources.files("pipeline.reference").joinpath("common_syllables.csv").open(encoding="utf-8") as lines:
        return tuple(dict.fromkeys(word for row in csv.DictReader(lines) for word in row["syllables"].split()))


@cache
def _known() -> frozenset[str]:
    folder = resources.files("pipeline.reference")
    out = set(map(_key, syllables()))
    for name, column in (("provinces.csv", "name"), ("surnames.csv", "surname")):
        with folder.joinpath(name).open(encoding="utf-8") as lines:
            for row in csv.DictReader(lines):
                out.update(map(_key, _WORDS.findall(row.get(column) or "")))
    return frozenset(out)


@lru_cache(maxsize=16384)
def _key(syllable: str) -> str:
    marks = unicodedata.normalize("NFD", syllable.lower())
    tones = "".join(c for c in marks if c in _TONES)
    return unicodedata.normalize("NFC", "".join(c for c in marks if c not in _TONES)) + tones
