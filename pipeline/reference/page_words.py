"""The words by which bodies, offices and opening formulas are told on the page, from ``page_words.csv``."""

import csv
import re
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files

from pipeline.text import flat

_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")


@cache
def words(role: str) -> tuple[str, ...]:
    """Give the words of a role: ``place``, ``body``, ``no_body``, ``office``, ``rank``, ``opener``, ``soft_opener`` or ``bare``."""
    with files("pipeline.reference").joinpath("page_words.csv").open(encoding="utf-8") as handle:
        return tuple(dict.fromkeys(row["word"] for row in csv.DictReader(handle) if row["role"] == role))


@cache
def _beginning(role: str) -> re.Pattern[str]:
    longest = sorted({flat(word) for word in words(role)}, key=len, reverse=True)
    inner = "|".join(re.escape(word).replace(r"\ ", r"[\s,]+").replace(",", ",?") for word in longest)
    return re.compile(rf"[\W_]*(?P<word>{inner})(?![a-z0-9])")


@cache
def _sounds(role: str) -> frozenset[str]:
    return frozenset(_sound(word) for word in words(role))


def _sound(text: str) -> str:
    """Give the bare letters and the tone of each word: ``Đồng`` and a scan's ``Đòng`` sound alike, ``Động`` does not."""
    words = []
    for word in unicodedata.normalize("NFD", text.lower()).split():
        tones = "".join(sorted(c for c in word if c in _TONES))
        letters = "".join(c for c in word if c.isalnum()).replace("đ", "d").replace("y", "i")
        if letters:
            words.append(letters + tones)
    return " ".join(words)


@lru_cache(maxsize=4096)
def begins(role: str, text: str) -> bool:
    """Tell whether printed ``text`` begins with a word of ``role``.

    Tone counts (``Sở`` is not ``Số``) unless the text has lost it (``SO NOI VU``).
    """
    letters = flat(text[:60])
    found = _beginning(role).match(letters)
    if found is None:
        return False
    printed = text[found.start("word") : found.end("word")]
    return printed.isascii() or _sound(printed) in _sounds(role)


def is_body(text: str) -> bool:
    """Tell whether printed ``text`` begins the name of a body (cơ quan, tổ chức), not the middle of one."""
    return begins("body", text) and not begins("no_body", text)


@cache
def _bare() -> frozenset[str]:
    return frozenset(flat(word) for word in words("bare"))


def is_bare(text: str) -> bool:
    """Tell whether printed ``text`` is the kind of a body alone, its own name still to come: ``BAN QUẢN LÝ``."""
    return " ".join(flat(text).strip(" *-_.,").split()) in _bare()
