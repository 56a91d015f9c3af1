"""How two printed values compare: to the letter, softly, by edit distance, by common blocks.

The four ways are those of GROBID's end-to-end evaluation. Numbers, dates and codes only ever compare to the letter.
"""

import re
import unicodedata
from difflib import SequenceMatcher
from enum import StrEnum
from functools import lru_cache

from pipeline.text import plain_marks

_SPACES = re.compile("[\\s\u00a0\u200b\ufeff]+")
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")


class Mode(StrEnum):
    """A way to compare, strictest first."""

    STRICT = "strict"
    SOFT = "soft"
    LEVENSHTEIN = "lev"
    RATCLIFF = "ratcliff"


def strict(text: str) -> str:
    """Give ``text`` in NFC with dashes, quotes, blanks and end marks folded; case and tones stay."""
    folded = plain_marks(unicodedata.normalize("NFC", text).replace("\u00d0", "Đ"))
    return _SPACES.sub(" ", folded).strip().strip(".;,:").strip()


@lru_cache(maxsize=50_000)
def soft(text: str) -> str:
    """Give ``strict(text)`` without case, punctuation and the place of the tone mark; the tone itself counts."""
    words = []
    for word in unicodedata.normalize("NFD", strict(text).casefold()).split():
        tones = "".join(sorted(c for c in word if c in _TONES))
        letters = "".join(c for c in word if c not in _TONES and (c.isalnum() or unicodedata.combining(c)))
        if letters:
            words.append(unicodedata.normalize("NFC", letters) + tones)
    return " ".join(words)


def levenshtein(a: str, b: str) -> float:
    """Give 1 minus the edit distance over the longer length; 1.0 for equal strings, 0.0 when one is empty."""
    if a == b:
        return 1.0
    if not a or not b:
        return 0.0
    above = list(range(len(b) + 1))
    for i, left in enumerate(a, 1):
        row = [i]
        for j, right in enumerate(b, 1):
            row.append(min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (left != right)))
        above = row
    return 1 - above[-1] / max(len(a), len(b))


def same(a: str, b: str, mode: Mode) -> bool:
    """Tell whether two printed texts are the same in ``mode`` (edit ratio from 0.8, common blocks from 0.95)."""
    if mode is Mode.STRICT:
        return strict(a) == strict(b)
    x, y = soft(a), soft(b)
    if mode is Mode.SOFT:
        return x == y
    if mode is Mode.LEVENSHTEIN:
        return levenshtein(x, y) >= 0.8
    return SequenceMatcher(None, x, y, autojunk=False).ratio() >= 0.95
