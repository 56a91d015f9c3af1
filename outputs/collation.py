"""Vietnamese alphabetical order (TCVN): ``a ă â b c d đ e ê …``, tones by syllable in the order ngang huyền hỏi ngã sắc nặng.

Written out because the collation library that needs no C code has no Vietnamese tailoring, and PyICU needs ICU.
"""

import unicodedata

#: Letters in their order; a letter that is none of them stands behind all.
_ALPHABET = {letter: place for place, letter in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")}
#: Combining marks of the tones: huyền, hỏi, ngã, sắc, nặng.
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}

Key = tuple[tuple[tuple[int, ...], int], ...]


def _syllable(word: str) -> tuple[tuple[int, ...], int]:
    """Give the places of the letters, then the tone: tones part only syllables that are otherwise the same."""
    tone = 0
    bare = []
    for mark in unicodedata.normalize("NFD", word.casefold()):
        if mark in _TONES:
            tone = _TONES[mark]
        else:
            bare.append(mark)
    letters = unicodedata.normalize("NFC", "".join(bare))
    return tuple(_ALPHABET.get(c, len(_ALPHABET) + ord(c) if c.isalpha() else -1) for c in letters), tone


def order(text: str) -> Key:
    """Give the sort key of a text, syllable by syllable."""
    return tuple(_syllable(word) for word in text.split())


def person_order(name: str) -> tuple[Key, Key]:
    """Give the sort key of a person's name: the given name, which stands last, before the family name."""
    words = name.split()
    return order(words[-1] if words else ""), order(name)
