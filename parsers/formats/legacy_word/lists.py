"""Printed list numbers and bullets, counted anew from the list tables (MS-DOC 2.9.131, 2.9.150)."""

import struct
from dataclasses import dataclass, field

from parsers.formats.legacy_word.binary import LIST_OVERRIDES, LISTS, Document, i16, i32, u16, u32
from parsers.numbering import number_text

_LEVELS = 9
_LSTF, _LVLF, _LFO = 28, 28, 16
_BULLET = 23
_NO_NUMBER = 0xFF


@dataclass(frozen=True, slots=True)
class Level:
    """One level: first number, number format, the text with numbers' places (character below 9), what follows it."""

    start: int
    style: int
    text: str
    follow: int
    characters: bytes
    legal: bool = False


@dataclass(slots=True)
class Override:
    """A use of a list: levels that it defines itself, and numbers that it starts anew."""

    list_id: int
    levels: dict[int, Level] = field(default_factory=dict)
    starts: dict[int, int] = field(default_factory=dict)


class Lists:
    """Counts the numbers of one document's lists while its paragraphs pass in order."""

    def __init__(self, document: Document) -> None:
        """Read the tables; broken ones give no labels."""
        try:
            self._lists = _lists(document.structure(LISTS), document.tail(LISTS))
            self._overrides = _overrides(document.structure(LIST_OVERRIDES))
        except (struct.error, IndexError, OverflowError):
            self._lists, self._overrides = {}, []
        self._counters: dict[int, list[int | None]] = {}
        self._used: set[int] = set()

    def label(self, index: int, level: int) -> tuple[Level, str] | None:
        """Give the level and the printed label of the next paragraph of list ``index``, None when it prints none."""
        if not 0 < index <= len(self._overrides) or not 0 <= level < _LEVELS:
            return None
        override = self._overrides[index - 1]
        levels = self._lists.get(override.list_id)
        if levels is None:
            return None
        found = override.levels.get(level) or (levels[level] if level < len(levels) else None)
        if found is None:
            return None
        counters = self._counters.setdefault(override.list_id, [None] * _LEVELS)
        if index not in self._used:
            self._used.add(index)
            for at, start in override.starts.items():
                counters[at] = start - 1
        if found.style == _BULLET:
            return found, found.text
        before = counters[level]
        counters[level] = found.start if before is None else before + 1
        for deeper in range(level + 1, _LEVELS):
            counters[deeper] = None
        for above in range(level):
            if counters[above] is None:
                counters[above] = (override.levels.get(above) or levels[above]).start if above < len(levels) else 1
        if found.style == _NO_NUMBER and not found.text:
            return None
        out = []
        for char in found.text:
            if ord(char) >= _LEVELS:
                out.append(char)
                continue
            place = ord(char)
            style = (override.levels.get(place) or levels[place]).style if place < len(levels) else 0
            out.append(number_text(counters[place] or 0, 0 if found.legal and place != level else style))
        return found, "".join(out)


def _level(data: bytes, at: int) -> tuple[Level, int]:
    """Give the level at ``at`` and where the next one begins."""
    start, style, info, follow = i32(data, at), data[at + 4], data[at + 5], data[at + 15]
    characters_size, paragraph_size = data[at + 24], data[at + 25]
    at += _LVLF + paragraph_size
    characters = data[at : at + characters_size]
    at += characters_size
    length = u16(data, at)
    text = data[at + 2 : at + 2 + 2 * length].decode("utf-16-le", "replace")
    return Level(start, style, text, follow, characters, bool(info & 4)), at + 2 + 2 * length


def _lists(data: bytes, tail: bytes) -> dict[int, list[Level]]:
    out: dict[int, list[Level]] = {}
    if len(data) < 2:
        return out
    at = 0
    for number in range(i16(data, 0)):
        head = 2 + _LSTF * number
        levels = []
        for _ in range(1 if data[head + 26] & 1 else _LEVELS):
            level, at = _level(tail, at)
            levels.append(level)
        out[i32(data, head)] = levels
    return out


def _overrides(data: bytes) -> list[Override]:
    out: list[Override] = []
    if len(data) < 4:
        return out
    count = u32(data, 0)
    at = 4 + _LFO * count
    for number in range(count):
        head = 4 + _LFO * number
        override = Override(i32(data, head))
        out.append(override)
        at += 4
        for _ in range(data[head + 12]):
            start, info = i32(data, at), u32(data, at + 4)
            at += 8
            place = info & 0xF
            if info & 0x20:
                level, at = _level(data, at)
                override.levels[place] = level
                if info & 0x10:
                    override.starts[place] = level.start
            elif info & 0x10:
                override.starts[place] = start
    return out
