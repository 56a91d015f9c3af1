"""Which encoding a text without fonts is in: the reading under which its words are Vietnamese syllables."""

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from parsers.encodings.letters import LEGACY, UNICODE, decode, font_encoding
from parsers.encodings.syllables import is_syllable

#: Letters that only Unicode text has; the legacy encodings keep theirs below U+0100.
_UNICODE_ONLY = re.compile("[ĂăĐđĨĩŨũƠơƯưẠ-ỹ\u0300\u0301\u0303\u0309\u0323]")
#: A word: legacy letters may look like signs (``®``, ``¬``), so only ASCII signs, digits and dashes part words.
_WORD = re.compile(r"[^\s\x00-\x40\x5b-\x60\x7b-\x7f\u2000-\u206f]+")
#: More distinct words than this add nothing to the judgement.
_ENOUGH = 400
#: Share of words that must read as syllables before letters are changed without a font that says so.
_SURE = 0.7
#: Distinct words that must read so; one or two may be chance (``×``, ``m²``).
_FEW = 3


def is_unicode_only(text: str) -> bool:
    """Tell whether ``text`` holds a Vietnamese letter that no legacy encoding can hold."""
    return not text.isascii() and _UNICODE_ONLY.search(text) is not None


def words(text: str) -> list[str]:
    """Give the distinct words of ``text`` with a letter beyond ASCII that any encoding may claim, most frequent first."""
    if text.isascii():
        return []
    found = Counter(word for word in _WORD.findall(text) if not word.isascii() and not _UNICODE_ONLY.search(word))
    return [word for word, _ in found.most_common(_ENOUGH)]


@lru_cache(maxsize=65536)
def _reads(word: str, encoding: str) -> bool:
    return is_syllable(decode(word, encoding))


def share(found: list[str], encoding: str) -> float:
    """Give the share of words that read as Vietnamese syllables under ``encoding``; 0 when there is no word."""
    if not found:
        return 0.0
    return sum(_reads(word, encoding) for word in found) / len(found)


def detect(text: str) -> str:
    """Give ``tcvn3``, ``vni``, ``viscii`` or ``unicode``: the encoding most of ``text`` is in; ``unicode`` when unsure."""
    found = words(text)
    if len(found) < _FEW:
        return UNICODE
    as_is = share(found, UNICODE)
    best, encoding = max((share(found, encoding), encoding) for encoding in LEGACY)
    # VISCII shares half its letters with Unicode: only words that read under it alone speak for it, and ``m³`` is one word.
    gained = sum(is_syllable(decode(word, encoding)) and not is_syllable(word) for word in found)
    return encoding if best >= _SURE and best > as_is and gained >= _FEW else UNICODE


def to_unicode(text: str, font: str | None = None) -> tuple[str, str]:
    """Give ``text`` in Unicode, NFC, and the encoding it was in; the font's name tells, else the letters.

    A text that already is Unicode comes back unchanged, whatever the font is called.
    """
    if text.isascii():
        return text, UNICODE
    encoding = choose(text, font_encoding(font))
    return decode(text, encoding), encoding


def choose(text: str, expected: str | None) -> str:
    """Give the encoding of ``text`` when the font or the document makes one ``expected`` (None: nothing is)."""
    if expected is None or expected == UNICODE:
        return UNICODE if is_unicode_only(text) else detect(text)
    found = words(text)
    as_is, as_expected = share(found, UNICODE), share(found, expected)
    if as_is != as_expected:
        return UNICODE if as_is > as_expected else expected
    return UNICODE if is_unicode_only(text) else expected


def belies(texts: Iterable[str], expected: str) -> bool:
    """Tell whether text set in a font of a legacy encoding is Unicode after all, by the words that only one reading fits."""
    legacy = unicode = 0
    for word in set(_WORD.findall("\n".join(texts))):
        if word.isascii():
            continue
        if _UNICODE_ONLY.search(word):
            unicode += 1
            continue
        as_is, as_expected = is_syllable(word), _reads(word, expected)
        legacy += as_expected and not as_is
        unicode += as_is and not as_expected
    return unicode > legacy
