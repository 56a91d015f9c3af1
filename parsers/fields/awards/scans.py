"""Names of bodies that a scan read with wrong marks, mended by the other lines of the same list; persons never."""

from collections import Counter, defaultdict
from dataclasses import replace
from itertools import pairwise

from parsers.fields.awards.subjects import PERSON, Subject
from pipeline.text import bare

#: A pair of words must stand so often, and in so large a share of its readings, to mend the others.
_OFTEN, _SHARE = 3, 0.75

#: Told with every mended name.
REASON = "Tên đã sửa dấu theo các dòng khác trong cùng danh sách"

_Pair = tuple[str, str]


def mend(entries: list[Subject]) -> list[Subject]:
    """Give the entries with words of bodies' names as most lines read them (``Mâm non`` among many ``Mầm non``).

    Only a pair of neighbouring words that differs in marks alone is mended; what was mended is trusted less.
    """
    readings: dict[_Pair, Counter[_Pair]] = defaultdict(Counter)
    for one in entries:
        for text in (one.name if one.kind != PERSON else "", one.unit or ""):
            words = text.split()
            for first, second in pairwise(words):
                readings[bare(first), bare(second)][first.casefold(), second.casefold()] += 1
    usual: dict[_Pair, _Pair] = {}
    for letters, counts in readings.items():
        pair, times = counts.most_common(1)[0]
        if all(letters) and len(counts) > 1 and times >= _OFTEN and times >= _SHARE * counts.total():
            usual[letters] = pair
    out = []
    for one in entries:
        name = one.name if one.kind == PERSON else _mended(one.name, usual)
        unit = one.unit and _mended(one.unit, usual)
        out.append(one if name == one.name else replace(one, name=name, unit=unit, sure=min(one.sure, 0.7)))
        if name == one.name and unit != one.unit:
            out[-1] = replace(one, unit=unit)
    return out


def _mended(text: str, usual: dict[_Pair, _Pair]) -> str:
    words = text.split()
    for i in range(len(words) - 1):
        pair = usual.get((bare(words[i]), bare(words[i + 1])))
        if pair is not None:
            words[i], words[i + 1] = _as(words[i], pair[0]), _as(words[i + 1], pair[1])
    return " ".join(words)


def _as(word: str, usual: str) -> str:
    """Give the usual reading in the capitals of ``word``; capitals alone are never changed."""
    if word.casefold() == usual or len(word) != len(usual):
        return word
    return "".join(u.upper() if w.isupper() else u for w, u in zip(word, usual, strict=True))
