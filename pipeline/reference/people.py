"""Words around persons: surnames, what is set before a name, and the positions and collectives that sign."""

import csv
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from pipeline.text import bare, key


def _rows(name: str) -> Iterator[dict[str, str]]:
    with files("pipeline.reference").joinpath(name).open(encoding="utf-8") as handle:
        yield from csv.DictReader(handle)


@cache
def surnames() -> frozenset[str]:
    """Keys (``pipeline.text.key``) of the surnames of Vietnam's peoples. A surname not here may still be one."""
    return frozenset(key(row["surname"]) for row in _rows("surnames.csv"))


@cache
def written_surnames() -> tuple[str, ...]:
    """Give the surnames as written (``Nguyễn``), in the order of the data."""
    return tuple(row["surname"] for row in _rows("surnames.csv"))


@cache
def honorifics() -> tuple[str, ...]:
    """What stands before a name and is no part of it (ông, TS, Đại tá), longest first."""
    return tuple(sorted((row["text"] for row in _rows("honorifics.csv")), key=len, reverse=True))


@cache
def position_keys() -> frozenset[str]:
    """Keys of the titles a person signs with (Giám đốc, Phó Chủ tịch), those of preparers too."""
    return frozenset(key(row["text"]) for row in _rows("positions.csv") if row["kind"] in ("position", "preparer"))


@cache
def preparer_keys() -> frozenset[str]:
    """Keys of those who sign beside the responsible one (Người lập biểu, Thư ký)."""
    return frozenset(key(row["text"]) for row in _rows("positions.csv") if row["kind"] == "preparer")


@cache
def toneless_position_keys() -> frozenset[str]:
    """Position keys without any diacritic: what a scan or a slip of the pen leaves of a title."""
    return frozenset(bare(row["text"]) for row in _rows("positions.csv") if row["kind"] in ("position", "preparer"))


@cache
def collective_keys() -> frozenset[str]:
    """Keys of the bodies on whose behalf one signs (Ủy ban nhân dân, Hội đồng)."""
    return frozenset(key(row["text"]) for row in _rows("positions.csv") if row["kind"] == "collective")


@cache
def body_words() -> tuple[str, ...]:
    """Words that open the name of a body or of its head, as written (Sở, Chủ tịch)."""
    return tuple(row["text"] for row in _rows("body_words.csv") if row["kind"] == "body")


@cache
def _body_keys(kind: str) -> frozenset[str]:
    return frozenset(key(row["text"]) for row in _rows("body_words.csv") if row["kind"] == kind)


#: Longer than any row of the tables.
_LONGEST = 8


def opens_with(text: str, keys: frozenset[str]) -> bool:
    """Tell whether the first words of ``text`` are one of ``keys``."""
    words = key(text).split()[:_LONGEST]
    return any(" ".join(words[:n]) in keys for n in range(1, len(words) + 1))


def opens_with_title(text: str) -> bool:
    """Tell whether ``text`` opens as a signer's title does, tones aside (``HIỆU TRƯỜNG`` for Hiệu trưởng)."""
    words = bare(text).split()[:_LONGEST]
    return any(" ".join(words[:n]) in toneless_position_keys() for n in range(1, len(words) + 1))


def opens_with_body(text: str) -> bool:
    """Tell whether ``text`` opens as the name of a body or of its head does (Sở, Các, Chủ tịch)."""
    return opens_with(text, _body_keys("body"))


def opens_with_place(text: str) -> bool:
    """Tell whether ``text`` opens as the name of a place does (Tỉnh, Huyện)."""
    return opens_with(text, _body_keys("place"))


@cache
def signing_words() -> dict[str, str]:
    """Give each title and collective as written (``Phó Chủ tịch``) by its letters without diacritics, where these tell it."""
    written: dict[str, list[str]] = {}
    for row in _rows("positions.csv"):
        written.setdefault(bare(row["text"]), []).append(row["text"])
    # Of two spellings of one title (ủy, uỷ) the one that the data names first.
    return {letters: texts[0] for letters, texts in written.items() if len({key(text) for text in texts}) == 1}
