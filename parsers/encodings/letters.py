"""The letter tables of the legacy encodings and the fonts that give them away; both are data beside this module."""

import csv
import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from importlib import resources

UNICODE = "unicode"
TCVN3 = "tcvn3"
VNI = "vni"
VISCII = "viscii"
#: The encodings that have a table.
LEGACY = (TCVN3, VNI, VISCII)

#: Symbol fonts keep their bytes in this private block: U+F0B5 is byte B5.
_PRIVATE = {0xF000 + byte: byte for byte in range(0x20, 0x100)}


def _rows(name: str) -> Iterator[dict[str, str]]:
    with resources.files("parsers.encodings").joinpath(name).open(encoding="utf-8") as lines:
        yield from csv.DictReader(lines)


def _windows(byte: int) -> str:
    """Give the character by which Windows-1252 programs keep ``byte``; a code beyond bytes is what PDF readers make of one."""
    if byte > 0xFF:
        return chr(byte)
    try:
        return bytes([byte]).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)


@cache
def table(encoding: str) -> dict[str, str]:
    """Give stored letters (one character, two for VNI's letter and mark) to Unicode letters, NFC."""
    out: dict[str, str] = {}
    for row in _rows("letters.csv"):
        if row["encoding"] == encoding:
            codes = [int(code, 16) for code in row["stored"].split()]
            out["".join(map(chr, codes))] = row["letter"]
            out["".join(map(_windows, codes))] = row["letter"]
    return out


@cache
def _decoder(encoding: str) -> Callable[[str], str]:
    letters = table(encoding)
    if all(len(stored) == 1 for stored in letters):
        single = str.maketrans(_PRIVATE | {ord(stored): letter for stored, letter in letters.items()})
        # A byte of the private block must pass twice: first to its byte, then to its letter.
        single |= {0xF000 + ord(s): letter for s, letter in letters.items() if ord(s) < 0x100}
        return lambda text: text.translate(single)
    pattern = re.compile("|".join(sorted(map(re.escape, letters), key=len, reverse=True)))

    def pairs(text: str) -> str:
        return pattern.sub(lambda match: letters[match[0]], text.translate(_PRIVATE))

    return pairs


def decode(text: str, encoding: str) -> str:
    """Give ``text`` of a legacy ``encoding`` in Unicode, NFC; letters the encoding does not know stay as they are."""
    if encoding == UNICODE or text.isascii():
        return text
    return unicodedata.normalize("NFC", _decoder(encoding)(text))


@cache
def _fonts() -> tuple[tuple[re.Pattern[str], str, bool], ...]:
    return tuple((re.compile(row["pattern"]), row["encoding"], row["capitals"] == "1") for row in _rows("fonts.csv"))


#: The subset tag that PDF writers put before a font's name.
_SUBSET = re.compile(r"^[A-Z]{6}\+")


@lru_cache(maxsize=1024)
def _known(font: str) -> tuple[str | None, bool]:
    name = _SUBSET.sub("", font.strip()).replace("#2E", ".")
    return next(
        ((encoding, capitals) for pattern, encoding, capitals in _fonts() if pattern.search(name)), (None, False)
    )


def font_encoding(font: str | None) -> str | None:
    """Give the legacy encoding that the font's name stands for (``.VnTime`` is TCVN3), None when it tells nothing."""
    return None if font is None else _known(font)[0]


def prints_capitals(font: str | None) -> bool:
    """Tell whether the font prints small letters as capitals (``.VnTimeH``)."""
    return font is not None and _known(font)[1]
