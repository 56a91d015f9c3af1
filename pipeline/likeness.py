"""How two printed values compare: to the letter, softly, by edit distance, by common blocks.

The four ways are those of GROBID's end-to-end evaluation. Numbers, dates and codes only ever compare to the letter.

Whole texts compare by their gists: the smallest hashes of what stands in them (bottom-k sketches; Broder, "On the
resemblance and containment of documents", 1997). A gist is a kilobyte or two whatever the length of the text, and the
resemblance it tells is off by at most some 0.03 (one standard deviation, k = 256).
"""

import base64
import re
import string
import struct
import unicodedata
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise

from pipeline.text import flat, plain_marks

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


#: Hashes kept of one text.
_KEPT = 256
#: Letters that one hash of four bytes takes in base 85, and what each is worth (RFC 1924).
_LETTERS = 5
_ALPHABET = f"{string.digits}{string.ascii_uppercase}{string.ascii_lowercase}!#$%&()*+-;<=>?@^_`{{|}}~"
_DIGITS = {letter: worth for worth, letter in enumerate(_ALPHABET)}
#: Knuth's multiplier: a check sum of like strings is like, and the smallest hashes must be a fair draw.
_SPREAD = 2654435761
_WORD = re.compile(r"[a-z]+|\d[\d.,]*")


@dataclass(frozen=True, slots=True)
class Gist:
    """The digest of one text: its pairs of neighbouring words without tone marks, and its figures, as hashes."""

    pairs: tuple[int, ...] = ()
    figures: tuple[int, ...] = ()

    def __str__(self) -> str:
        """Give what ``Gist.parse`` reads; empty for a text without words."""
        return ":".join(_packed(part) for part in (self.pairs, self.figures)) if self.pairs else ""

    @classmethod
    def parse(cls, text: str | None) -> "Gist":
        """Read what ``str`` wrote."""
        pairs, _, figures = (text or "").partition(":")
        return cls(_unpacked(pairs), _unpacked(figures))


@dataclass(frozen=True, slots=True)
class Likeness:
    """How much of two texts is the same, 0 to 1: of their words, of their figures; None: neither has figures."""

    words: float
    figures: float | None


def gist(texts: Iterable[str]) -> Gist:
    """Give the gist of a text in pieces, where the pieces begin changes nothing."""
    words = [word for text in texts for word in _WORD.findall(flat(text))]
    letters = [word for word in words if not word[0].isdigit()]
    figures = {word.strip(".,") for word in words if word[0].isdigit()}
    pairs = {f"{one} {other}" for one, other in pairwise(letters)}
    return Gist(_smallest(pairs), _smallest(figures))


def likeness(one: Gist, other: Gist) -> Likeness:
    """Tell how like two texts are."""
    figures = _resemblance(one.figures, other.figures) if one.figures or other.figures else None
    return Likeness(_resemblance(one.pairs, other.pairs), figures)


def marks(written: str | None) -> frozenset[str]:
    """Give the pairs of a written gist without decoding them: equal hashes are written with the same letters."""
    pairs = (written or "").partition(":")[0]
    return frozenset(pairs[at : at + _LETTERS] for at in range(0, len(pairs), _LETTERS))


def at_most(one: frozenset[str], other: frozenset[str]) -> float:
    """Give a bound that ``likeness(...).words`` of the gists with these marks never exceeds; costs a hundredth of it."""
    return len(one & other) / max(len(one), len(other), 1)


def _smallest(items: Iterable[str]) -> tuple[int, ...]:
    return tuple(sorted({zlib.crc32(item.encode()) * _SPREAD & 0xFFFFFFFF for item in items})[:_KEPT])


def _resemblance(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """The share of the smallest hashes of both that each has: the common part over the union."""
    both = {*one}.intersection(other)
    union = sorted({*one, *other})[:_KEPT]
    return len(both.intersection(union)) / len(union) if union else 0.0


def _packed(hashes: tuple[int, ...]) -> str:
    return base64.b85encode(struct.pack(f">{len(hashes)}I", *hashes)).decode()


def _unpacked(text: str) -> tuple[int, ...]:
    # Ten times as fast as the library, whose decoder must take any number of bytes.
    try:
        digits = [_DIGITS[letter] for letter in text]
    except KeyError:
        return ()
    groups = zip(*(digits[at::_LETTERS] for at in range(_LETTERS)), strict=False)
    out = tuple((((a * 85 + b) * 85 + c) * 85 + d) * 85 + e for a, b, c, d, e in groups)
    return out if max(out, default=0) <= 0xFFFFFFFF else ()
