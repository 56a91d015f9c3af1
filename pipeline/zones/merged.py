"""A foot whose two columns ran into one line at a single blank: ``Nơi nhận: TM. ỦY BAN NHÂN DÂN``, ``- Sở X; KT. CHỦ TỊCH``.

Copies from sites and text drawn out of Word lose the tabs between the columns. That it happened is told by the line of
``Nơi nhận`` alone: nothing in capitals stands behind the label otherwise.
"""

import re
from dataclasses import replace

from pipeline.model import Line
from pipeline.reference.page_words import begins
from pipeline.reference.people import surnames
from pipeline.text import flat, key
from pipeline.zones.columns import Side, Strip, cut, strip_of
from pipeline.zones.letters import RECIPIENTS, is_capitals
from pipeline.zones.signing import is_formal, is_name

_CAPACITY = re.compile(r"\s(?=(?:TM|KT|TL|TUQ|T\s?/\s?M|K\s?/\s?T|T\s?/\s?L|Q)\s?[./ ]\s?/?\s*[A-ZĐ])")
_SIGNED = re.compile(r"\s(?=\(?[Đđ]ã ký\b)")
_WORD = re.compile(r"(?<=\s)\S")
#: A name has at most so many syllables.
_SYLLABLES = 5


def is_merged(line: Line) -> bool:
    """Tell whether an office in capitals or a mark of capacity stands right behind ``Nơi nhận:``."""
    strips = cut(line)
    found = RECIPIENTS.match(flat(line.text)) if len(strips) == 1 else None
    return found is not None and _signs(line, line.text[found.end() :])


def part(line: Line, *, named: bool) -> tuple[Strip, ...]:
    """Give the strips of a line of such a foot: the receiver on the left, the signer's on the right.

    ``named`` tells that the signer's name was read already; without it a name may end the line.
    """
    strips = cut(line)
    if len(strips) > 1:
        return strips
    at = _turn(line, named)
    if at is None:
        return strips
    left, right = line.text[:at].rstrip(), line.text[at:].strip()
    return (
        strip_of(replace(line, text=left), Side.LEFT, whole=False),
        strip_of(replace(line, text=right), Side.RIGHT, whole=False),
    )


def _signs(line: Line, text: str) -> bool:
    return bool(text.strip()) and is_capitals(text) and is_formal(strip_of(replace(line, text=text.strip())))


def _turn(line: Line, named: bool) -> int | None:
    """Give the offset at which the signer's part begins."""
    text = line.text
    for pattern in (_CAPACITY, _SIGNED):
        found = pattern.search(text)
        if found is not None:
            return found.end()
    starts = [match.start() for match in _WORD.finditer(text)]
    for at in starts:
        if _signs(line, text[at:]):
            return at
    if named:
        return None
    return next((at for at in starts[-_SYLLABLES - 2 : -1] if _names(line, text[at:])), None)


def _names(line: Line, text: str) -> bool:
    """Tell whether ``text`` is a name in small letters: with a rank, or with a known surname first (``Lưu VT`` is none)."""
    words = text.split()
    if any(word.strip(".").isupper() and len(word) > 1 for word in words):
        return False
    if not is_name(strip_of(replace(line, text=text))):
        return False
    return begins("rank", text) or (len(words) <= _SYLLABLES and key(words[0]) in surnames())
