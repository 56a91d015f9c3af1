"""Initials of a body's name as symbols carry them, and names of places compared as documents write them."""

import re
from functools import lru_cache

from pipeline.reference.agency_names import expand, fold
from pipeline.text import bare, flat, key

_LETTERS = re.compile(r"[^a-z]")
_WORD = re.compile(r"\w+")
_ROMAN = re.compile(r"[ivx]+")
#: Words that leave no letter in a symbol.
_SILENT = frozenset({"va", "cua", "cac", "cho", "ve", "voi"})
#: The shortest group that tells anything: two letters fit most names.
_TELLING = 2


@lru_cache(maxsize=2048)
def initials(name: str) -> str:
    """Give the first letters of ``name``, small and plain, abbreviations written whole: ``Sở Nội vụ`` -> ``snv``."""
    out = []
    for word in _WORD.findall(name):
        letters = flat(word)
        if letters in _SILENT:
            continue
        # UBND, THPT, II in a name stand in the symbol as they are.
        whole = (
            len(word) > 1 and word.isupper() and (_ROMAN.fullmatch(letters) or not any(c in "aeiouy" for c in letters))
        )
        out.append(letters if whole else letters[:1])
    return "".join(out)


def _is_spread(short: str, long: str) -> bool:
    rest = iter(long)
    return all(letter in rest for letter in short)


@lru_cache(maxsize=4096)
def stands_for(group: str, name: str, code: str = "") -> bool:
    """Tell whether ``group`` of a symbol may stand for the body ``name``: its ``code``, or initials of it in order."""
    short = _LETTERS.sub("", flat(group))
    if len(short) < _TELLING:
        return False
    if code and short in _LETTERS.sub("", flat(code)):
        return True
    long = {initials(name), "".join(word[:1] for word in flat(expand(name)).split() if word not in _SILENT)}
    return any(letters and letters[0] == short[0] and _is_spread(short, letters) for letters in long) or any(
        short in letters for letters in long if len(short) > _TELLING
    )


@lru_cache(maxsize=2048)
def same_place(one: str, other: str) -> bool:
    """Tell whether two texts name one place: class words, capitals, dashes and shorts (``TP.``) aside."""
    x, y = _place(one), _place(other)
    return x == y or "".join(w[:1] for w in y.split()) == x or "".join(w[:1] for w in x.split()) == y


def _place(text: str) -> str:
    folded = fold(re.sub(r"[-\u2010-\u2015]", " ", text))
    for word in ("tp", "t p", key("thành phố"), key("tỉnh")):
        folded = folded.removeprefix(word + " ")
    # Đăk and Đắk, lăk and lắk: the registry and the page differ by a tone in names of other tongues.
    return bare(folded)
