"""The numbers and bullets that Word prints before list paragraphs, counted again (ECMA-376 17.9)."""

import re
from dataclasses import dataclass, field

from parsers.containers import Element
from parsers.formats.word.styles import Numbering, StyleSheet, W, is_on, value
from parsers.symbols import bullet

_PLACE = re.compile(r"%([1-9])")
_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
          (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip


@dataclass(slots=True)
class _Level:
    start: int = 1
    format: str = "decimal"
    text: str = ""
    legal: bool = False
    restart: int | None = None
    style: str | None = None


@dataclass(slots=True)
class _List:
    abstract: str
    levels: dict[int, _Level] = field(default_factory=dict)
    #: Levels that begin anew in this list although its counters are shared (``w:startOverride``).
    overrides: dict[int, int] = field(default_factory=dict)


class Numbers:
    """The lists of one document and how far each has counted."""

    def __init__(self, numbering: Element | None, styles: StyleSheet) -> None:
        """Read ``word/numbering.xml``; without it no paragraph has a label."""
        self._styles = styles
        self._abstracts: dict[str, Element] = {}
        self._nums: dict[str, Element] = {}
        self._lists: dict[str, _List | None] = {}
        self._counters: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()
        if numbering is None:
            return
        for element in numbering.iterfind(f"{W}abstractNum"):
            self._abstracts[element.get(f"{W}abstractNumId", "")] = element
        for element in numbering.iterfind(f"{W}num"):
            self._nums[element.get(f"{W}numId", "")] = element

    def label(self, listed: Numbering, style: str | None) -> str:
        """Give the label printed before the next paragraph of a list, ``""`` when none is printed. Counts on.

        ``style`` is the paragraph's style id; a list level may belong to a style.
        """
        if listed.number is None or listed.number == "0":
            return ""
        found = self._list(listed.number)
        if found is None:
            return ""
        level = listed.level
        if level is None:
            level = next((n for n, one in found.levels.items() if one.style is not None and one.style == style), 0)
        here = found.levels.get(level)
        if here is None:
            return ""
        counters = self._counters.setdefault(found.abstract, {})
        first = (listed.number, level) not in self._begun
        self._begun.add((listed.number, level))
        if first and level in found.overrides:
            counters[level] = found.overrides[level]
        else:
            counters[level] = counters[level] + 1 if level in counters else here.start
        for deeper in [n for n in counters if n > level]:
            restart = found.levels[deeper].restart if deeper in found.levels else None
            if restart is None or (restart != 0 and level < restart):
                del counters[deeper]
        return self._printed(found, here, counters)

    def _printed(self, found: _List, here: _Level, counters: dict[int, int]) -> str:
        if here.format == "bullet":
            return bullet(here.text)
        if here.format == "none" and not _PLACE.search(here.text):
            return here.text

        def number(match: re.Match[str]) -> str:
            place = int(match[1]) - 1
            level = found.levels.get(place)
            if level is None:
                return ""
            count = counters.setdefault(place, level.start)
            return counted(count, "decimal" if here.legal and level.format != "none" else level.format)

        return _PLACE.sub(number, here.text)

    def _list(self, number: str) -> _List | None:
        if number not in self._lists:
            self._lists[number] = self._load(number)
        return self._lists[number]

    def _load(self, number: str) -> _List | None:
        num = self._nums.get(number)
        name = value(num, "abstractNumId")
        abstract = self._abstracts.get(name or "")
        if num is None or name is None or abstract is None:
            return None
        out = _List(name)
        link = value(abstract, "numStyleLink")
        if link is not None and abstract.find(f"{W}lvl") is None:
            target = self._styles.numbering(link).number
            # A list may only borrow the levels of another once.
            linked = self._abstracts.get(value(self._nums.get(target or ""), "abstractNumId") or "")
            abstract = abstract if linked is None else linked
        for element in abstract.iterfind(f"{W}lvl"):
            _put(out, element)
        for override in num.iterfind(f"{W}lvlOverride"):
            depth = override.get(f"{W}ilvl", "")
            own = override.find(f"{W}lvl")
            if own is not None:
                _put(out, own)
            start = value(override, "startOverride")
            if depth.isdigit() and start is not None and start.isdigit():
                out.overrides[int(depth)] = int(start)
        return out


def _put(out: _List, element: Element) -> None:
    depth = element.get(f"{W}ilvl", "")
    if not depth.isdigit():
        return
    start, restart, legal = value(element, "start"), value(element, "lvlRestart"), element.find(f"{W}isLgl")
    out.levels[int(depth)] = _Level(
        start=int(start) if start is not None and start.isdigit() else 1 if start is not None else 0,
        format=value(element, "numFmt") or "decimal",
        text=value(element, "lvlText") or "",
        legal=legal is not None and is_on(legal),
        restart=int(restart) if restart is not None and restart.isdigit() else None,
        style=value(element, "pStyle"),
    )


def counted(count: int, form: str) -> str:
    """Give ``count`` in one of Word's number formats; unknown ones as decimal: ``counted(4, "lowerRoman") == "iv"``."""
    if form == "none":
        return ""
    if form in ("lowerLetter", "upperLetter") and count > 0:
        # Word goes a..z, aa, bb, cc.
        letter = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letter if form == "lowerLetter" else letter.upper()
    if form in ("lowerRoman", "upperRoman") and 0 < count < 4000:
        out = ""
        for size, digits in _ROMAN:
            out += digits * (count // size)
            count %= size
        return out.lower() if form == "lowerRoman" else out
    return f"{count:02d}" if form == "decimalZero" else str(count)
