"""Vietnamese text made comparable: one composed form to store, folded keys to compare.

Nothing here changes what a document says. ``clean`` gives the text that is stored and shown;
``key`` and ``bare`` give strings that are only ever compared.
"""

import re
import unicodedata
from functools import lru_cache

#: Eth and African D look like Đ and are typed for it (``QÐ``), Oi for Ư (``TRƢỜNG``).
_LOOKALIKE_LETTERS = {"\u00d0": "Đ", "\u0189": "Đ", "\u0256": "đ", "\u01a2": "Ư", "\u01a3": "ư"}
#: Blanks of every width are blanks; the non-breaking hyphen is a hyphen.
_LOOKALIKE_MARKS = {"\u00a0": " ", "\u2007": " ", "\u202f": " ", "\u2011": "-"}
#: Soft hyphen, zero-width blanks and joiners, and the byte order mark print nothing.
_UNPRINTED = dict.fromkeys("\u00ad\u200b\u200c\u200d\ufeff")
_LOOKALIKE = str.maketrans(_LOOKALIKE_LETTERS | _LOOKALIKE_MARKS | _UNPRINTED)
_DASHES = re.compile("[\u2010-\u2015\u2212]")
_SINGLE_QUOTES = re.compile("[\u2018\u2019\u201a\u201b\u2032`´]")
_DOUBLE_QUOTES = re.compile("[\u201c-\u201f\u00ab\u00bb\u2033]|''")
#: Nothing of a text that holds none of these is changed by ``plain_marks``.
_MARKS = re.compile("[\u2010-\u2015\u2212\u2018-\u201f\u2032\u2033`´\u00ab\u00bb]|''")
_NO_LETTERS = re.compile(r"[^0-9a-z]+")
#: So many words are remembered folded: the syllables in use are some 7,000, in small letters and in capitals.
_WORDS = 16_384
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")


def clean(text: str) -> str:
    """Give ``text`` in NFC with look-alike letters and invisible marks folded; tabs and runs of blanks stay.

    Every reader passes every line through here once, and nobody else does.
    """
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", text.translate(_LOOKALIKE))


def squeeze(text: str) -> str:
    """Give ``text`` with every run of white space as one blank and none at the ends."""
    return " ".join(text.split())


def plain_marks(text: str) -> str:
    """Give ``text`` with every dash as ``-`` and every quotation mark as ``'`` or ``"``, length kept except for ``''``."""
    if _MARKS.search(text) is None:
        return text
    return _DOUBLE_QUOTES.sub('"', _SINGLE_QUOTES.sub("'", _DASHES.sub("-", text)))


def key(text: str) -> str:
    """Give a key in which case, punctuation, blanks, y/i and the place of the tone mark do not count; the tone does.

    ``key("Ủy ban  Nhân dân") == key("UỶ BAN NHÂN DÂN")`` and ``key("Chiến sỹ") == key("chiến sĩ")``.
    """
    return " ".join([folded for word in text.split() if (folded := _key_of_word(word))])


@lru_cache(maxsize=_WORDS)
def _key_of_word(word: str) -> str:
    """Words are kept, not texts: all dispatches share a few thousand syllables, and hardly one sentence."""
    folded = unicodedata.normalize("NFD", plain_marks(clean(word)).casefold())
    letters = "".join(c for c in folded if c not in _TONES and (c.isalnum() or unicodedata.combining(c)))
    if not letters:
        return ""
    return unicodedata.normalize("NFC", letters).replace("y", "i") + "".join(sorted(c for c in folded if c in _TONES))


def bare(text: str) -> str:
    """Give ``text`` lower-case, without any diacritic, ``đ`` as ``d``, punctuation as blanks: ``"Sở Nội vụ" -> "so noi vu"``."""
    return " ".join([folded for word in text.split() if (folded := _bare_of_word(word))])


@lru_cache(maxsize=_WORDS)
def _bare_of_word(word: str) -> str:
    folded = unicodedata.normalize("NFD", clean(word).casefold()).replace("đ", "d")
    return " ".join(_NO_LETTERS.sub(" ", "".join(c for c in folded if not unicodedata.combining(c))).split())


def slug(text: str) -> str:
    """Give an identifier for ``text``: ``"Chi cục Thú y" -> "chi-cuc-thu-y"``."""
    return bare(text).replace(" ", "-")


def is_capitals(text: str) -> bool:
    """Tell whether ``text`` has letters and all of them are capitals."""
    return text.isupper()


def _folding() -> dict[int, str]:
    table = {ord("đ"): "d", ord("Đ"): "d", 0x2010: "-", 0x2011: "-", 0x2012: "-", 0x2013: "-", 0x2014: "-", 0x2212: "-"}
    for code in (*range(0x41, 0x5B), *range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        base = unicodedata.normalize("NFD", chr(code))[0].lower()
        if base.isascii():
            table.setdefault(code, base)
    return table


_FOLD = _folding()


_COMBINING = re.compile("[\u0300-\u036f]")


@lru_cache(maxsize=4096)
def flat(text: str) -> str:
    """Give ``text`` in lower-case ASCII letters as far as it has any, of the same length: ``Sở Nội vụ -> so noi vu``."""
    out = text.translate(_FOLD)
    # Combining marks left over by a reader keep their place: evidence is counted in printed characters.
    return out if out.isascii() else _COMBINING.sub(" ", out)
