"""Printed labels of OpenDocument lists, counted anew (OpenDocument 1.3, 16.30 and 19.880)."""

from dataclasses import dataclass

from parsers import symbols
from parsers.containers import Element
from parsers.formats.opendocument.styles import STYLE, TEXT
from parsers.numbering import number_text

_FORMATS = {"I": 1, "i": 2, "A": 3, "a": 4, "1": 0}


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list style. ``format`` is empty when no number is printed."""

    format: str = ""
    prefix: str = ""
    suffix: str = ""
    start: int = 1
    shown: int = 1
    bullet: str = ""


class Lists:
    """The list styles of a document, and how far each list has counted."""

    def __init__(self, roots: list[Element]) -> None:
        """Take the roots of ``styles.xml`` and ``content.xml``."""
        self._styles: dict[str, dict[int, Level]] = {}
        self._outline: dict[int, Level] = {}
        self._counters: dict[str, dict[int, int]] = {}
        for root in roots:
            for element in root.iter(f"{TEXT}list-style"):
                self._styles[element.get(f"{STYLE}name", "")] = _levels(element)
            for element in root.iter(f"{TEXT}outline-style"):
                self._outline = _levels(element)

    def restart(self, style: str | None, depth: int) -> None:
        """Begin the numbers of a list style anew from ``depth`` on, as a new list does."""
        counters = self._counters.get(style or "", {})
        for level in [one for one in counters if one >= depth]:
            del counters[level]

    def item(self, style: str | None, depth: int, start: int | None) -> str:
        """Give the label of the next item at ``depth`` (from 0) of a list in ``style``, ``""`` when none is printed."""
        return self._next(style or "", self._styles.get(style or "", {}), depth, start)

    def heading(self, depth: int) -> str:
        """Give the number of the next heading at ``depth`` (from 0), ``""`` when headings have none."""
        if not any(level.format for level in self._outline.values()):
            return ""
        return self._next("\0outline", self._outline, depth, None)

    def _next(self, key: str, levels: dict[int, Level], depth: int, start: int | None) -> str:
        level = levels.get(depth)
        if level is None:
            return ""
        if level.bullet:
            return symbols.bullet(level.bullet)
        counters = self._counters.setdefault(key, {})
        counters[depth] = start if start is not None else counters.get(depth, level.start - 1) + 1
        for deeper in [one for one in counters if one > depth]:
            del counters[deeper]
        if not level.format:
            return (level.prefix + level.suffix).strip()
        numbers = []
        for place in range(max(0, depth - level.shown + 1), depth + 1):
            one = levels.get(place, level)
            numbers.append(number_text(counters.get(place, one.start), _FORMATS.get(one.format, 0)))
        return f"{level.prefix}{'.'.join(numbers)}{level.suffix}".strip()


def _levels(style: Element) -> dict[int, Level]:
    out: dict[int, Level] = {}
    for element in style:
        number = element.get(f"{TEXT}level")
        if number is None or not number.isdecimal():
            continue
        shown = element.get(f"{TEXT}display-levels", "1")
        start = element.get(f"{TEXT}start-value", "1")
        out[int(number) - 1] = Level(
            element.get(f"{STYLE}num-format", ""),
            element.get(f"{STYLE}num-prefix", ""),
            element.get(f"{STYLE}num-suffix", ""),
            int(start) if start.isdecimal() else 1,
            int(shown) if shown.isdecimal() else 1,
            element.get(f"{TEXT}bullet-char", ""),
        )
    return out
