"""A person's name out of a text: titles off, capitals made title case, and how sure the shape is.

Names are two to six syllables, each beginning with a capital; a known surname raises the confidence, an unknown one
does not forbid. Ranks and degrees are no part of the name
(NĐ 30/2020/NĐ-CP, Phụ lục I, mục II.7).
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from pipeline.reference.people import collective_keys, honorifics, opens_with, position_keys, surnames
from pipeline.text import key, squeeze

_FEWEST, _MOST = 2, 6
#: A syllable Vietnamese can spell, tone off: ``nguyên``, ``ánh``; what a scan or a foreign hand makes often is none.
_SPELLED = re.compile(
    r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnpqrstvx])?"
    r"(?:[aeiouăâêôơưy]{1,3})(?:ch|ng|nh|[cmnpt])?"
)
#: A syllable: letters, with an apostrophe or hyphen inside (``H'Len``, ``Y-Bion``) or one initial (``Y``, ``K``, ``H'``).
_SYLLABLE = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*['’.]?")
_VOWEL = re.compile(r"[aeiouyăâêôơư]", re.IGNORECASE)
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
#: The longest letters-only run a Vietnamese syllable can have (``nghiêng``).
_LONGEST = 9


@dataclass(frozen=True, slots=True)
class Person:
    """A name in title case without titles; ``printed`` is the name as it stands in the text (letter for letter).

    ``titles`` is what stood before it (``PGS.TS.``), empty when nothing did. ``known`` tells a known surname,
    ``spelled`` that every syllable is one Vietnamese can spell.
    """

    name: str
    printed: str
    titles: str = ""
    known: bool = True
    spelled: bool = True


def _dotted(abbreviation: str) -> str:
    """Give a pattern for an abbreviation with or without dots inside: ``ThS``, ``Th.S``, ``PGS.TS``."""
    return r"\.?".join(re.escape(c) for c in abbreviation.replace(".", ""))


@cache
def _titles() -> re.Pattern[str]:
    # A degree glued to the next by a dot ("PGS.TS.Nguyễn") ends at the dot; a word ends at a blank.
    short = "|".join(_dotted(h) for h in honorifics() if any(c.isupper() for c in h[1:]))
    words = "|".join(re.escape(h) for h in honorifics() if not any(c.isupper() for c in h[1:]))
    return re.compile(rf"\s*(?:(?:(?:{short})(?:\s*[.,:]+\s*|\s+)|(?:{words})(?:\s*[.,:]\s*|\s+)))+", re.IGNORECASE)


def strip_titles(text: str) -> str:
    """Give ``text`` without the honorifics, ranks and degrees before the name: ``"TS. Lê A" -> "Lê A"``."""
    match = _titles().match(text)
    return text[match.end() :].strip() if match else text.strip()


def titles_before(text: str) -> str:
    """Give the honorifics, ranks and degrees that ``text`` opens with, letter for letter; empty when there are none."""
    match = _titles().match(text)
    return match[0] if match else ""


def title_case(text: str) -> str:
    """Give a name with each syllable capitalised when it is printed in capitals or small letters; else as it is."""
    if not (text.isupper() or text.islower()):
        return text
    return re.sub(r"[^\W\d_]+", lambda m: m[0][0].upper() + m[0][1:].lower(), text)


def _is_syllable(word: str) -> bool:
    if not _SYLLABLE.fullmatch(word) or not word[0].isupper():
        return False
    letters = word.rstrip(".'’")
    return len(letters) <= 2 * _LONGEST and (len(letters) == 1 or _VOWEL.search(key(letters)) is not None)


def _is_spelled(word: str) -> bool:
    letters = unicodedata.normalize("NFD", word.casefold())
    return _SPELLED.fullmatch(unicodedata.normalize("NFC", "".join(c for c in letters if c not in _TONES))) is not None


def _is_office(name: str) -> bool:
    """Tell a position or a body from a person; a surname may be the first word of a body (Đoàn)."""
    if opens_with(name, position_keys()):
        return True
    first = name.split()[0]
    return opens_with(name, collective_keys() - ({key(first)} if _surname(first) else set()))


def parse(text: str) -> Person | None:
    """Read a text that is one person's name and nothing else, with or without titles before it.

    None when the shape forbids it: too few or too many syllables, small letters, digits, a position or a body.
    """
    whole = text.strip(" \t.,;:()[]*_-")
    printed = strip_titles(whole).strip(" \t.,;:-")
    # "Anh Đào" is a name whose first syllable is also a form of address.
    printed = printed if len(printed.split()) >= _FEWEST else whole
    titles = whole[: whole.rfind(printed)].strip() if printed else ""
    name = title_case(squeeze(printed))
    words = name.split()
    if not _FEWEST <= len(words) <= _MOST or not all(_is_syllable(w) for w in words):
        return None
    if _is_office(name):
        return None
    return Person(name, printed, titles, _surname(words[0]), all(_is_spelled(w) for w in words))


def _surname(word: str) -> bool:
    first = re.split(r"['’\-]", word)[0]
    return key(word) in surnames() or key(first) in surnames()
