"""Documents meant again without their symbol: ``Kế hoạch này``, ``Quyết định nêu trên``, ``Kế hoạch số 12``.

NĐ 30/2020/NĐ-CP, Phụ lục I, mục II.6 lets a later citation be short; offices shorten it further to a word that points
back. Which document is meant is not told here.
"""

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cache

from pipeline.reference.citation_words import words
from pipeline.reference.document_types import all_types, by_code, of_name
from pipeline.reference.symbol_codes import type_names
from pipeline.text import squeeze

#: The word for a document of any kind.
ANY = "Văn bản"
#: A bare ``trên`` points back only where no place or ground follows it (``Kế hoạch trên địa bàn tỉnh``).
_ENDS = (
    r"(?=\s*(?:$|[,.;:)]|(?:và|của|là|được|đã|thì|cần|phải|theo|có|đến|tới|để|nhằm|trước|"
    r"ban|quy|nêu|hết|vẫn|chưa|như|do|còn|đang|sẽ)\b))"
)
_WORD = re.compile(r"\w+")
_ISSUER = re.compile(r"\s+của\s+(?P<issuer>[A-ZĐÀ-Ỹ][^,;:.()]{2,80})")


class Way(Enum):
    """How a document is meant: this one, one cited before, or one by its number alone."""

    THIS = "this"
    AGAIN = "again"
    NUMBERED = "numbered"


@dataclass(frozen=True, slots=True)
class Mention:
    """Characters ``start`` to ``end`` mean a document of type ``name`` (official name, ``ANY`` for any).

    ``number`` is the number printed alone (``Kế hoạch số 12``); ``issuer`` what follows ``của``, running on to the end
    of its clause.
    """

    start: int
    end: int
    name: str
    way: Way
    number: str | None = None
    issuer: str | None = None


def type_name(printed: str | None, code: str | None) -> str | None:
    """Give the official type name of a citation by its printed word, else by its symbol's code; a letter has no code."""
    text = squeeze(printed or "")
    kind = of_name(text)
    if kind is None and text and text != ANY:
        # A longer name opens with the type's own: Chương trình hành động.
        kind = next((of_name(n) for n in type_names() if text.casefold().startswith(n.casefold())), None)
    if kind is None:
        kind = next(iter(by_code().get(code or text, ())), None)
    if kind is not None:
        return kind.name
    return letter() if code is None else None


@cache
def letter() -> str:
    """Give the name of the kind whose symbols carry no code."""
    return next(kind.name for kind in all_types() if kind.kind == "letter")


def _any_of(texts: tuple[str, ...]) -> str:
    return "|".join(re.escape(t).replace(r"\ ", r"\s+") for t in sorted(texts, key=len, reverse=True))


@cache
def _pointer() -> re.Pattern[str]:
    """Give what stands behind the type word: a number alone, words that point back, or both; never in capitals."""
    pointing = (
        rf"(?:(?P<this>{_any_of(words('self'))})|(?P<again>{_any_of(words('again'))})"
        rf"|(?P<bare>{_any_of(words('again_bare'))}){_ENDS})(?!\w)"
    )
    number = r"(?:số\s*:?\s*)?(?P<number>\d{1,5}[a-zđ]?)(?!\w|\s{0,3}[-/\u2010-\u2015]\s{0,3}[\w&]|[.,]\d|\s*%)"
    return re.compile(rf"\s(?:{number}(?:\s+{pointing})?|{pointing.replace('P<', 'P<only_')})")


@cache
def _names() -> dict[str, str]:
    """Give the official type name, or ``ANY``, by every printed name in small letters."""
    known = {name.casefold(): type_name(name, "") for name in (*type_names(), *words("type"))}
    known[ANY.casefold()] = ANY
    return {printed: name for printed, name in known.items() if name is not None}


#: No type name has more words.
_MOST_WORDS = 6
_BEFORE = 60


def _named(text: str, end: int) -> tuple[int, str] | None:
    """Give where the type name that ends before ``end`` begins, and the official name; None where several are meant."""
    found = list(_WORD.finditer(text, max(0, end - _BEFORE), end))[-_MOST_WORDS - 1 :]
    for first in range(max(0, len(found) - _MOST_WORDS), len(found)):
        start = found[first].start()
        name = _names().get(squeeze(text[start:end]).casefold())
        if name is not None:
            before = found[first - 1][0].casefold() if first else ""
            return None if before in _several() or before.isdigit() else (start, name)
    return None


@cache
def _several() -> frozenset[str]:
    return frozenset(word.split()[-1] for word in words("several"))


def find_all(text: str, numbers: Container[str]) -> Iterator[Mention]:
    """Give every mention of ``text`` in order; a number alone counts when it is among ``numbers``, those ever cited.

    Several documents at once (``các văn bản nêu trên``) are no mention of one. A type word in small letters is a common
    noun (``chương trình này``) unless words stand behind it that only point to documents (``nêu trên``).
    """
    at = 0
    while (match := _pointer().search(text, at)) is not None:
        # "Hướng dẫn trên": what is no pointer may hold one.
        at = match.start() + 1
        number = match["number"]
        again, this = match["again"] or match["only_again"], match["this"] or match["only_this"]
        pointed = again or this or match["bare"] or match["only_bare"]
        if number is not None and number.lstrip("0") not in numbers and not pointed:
            continue
        named = _named(text, match.start())
        if named is None or (text[named[0]].islower() and again is None):
            continue
        way = Way.NUMBERED if number else Way.THIS if this else Way.AGAIN
        issuer = _ISSUER.match(text, match.end())
        yield Mention(
            named[0], match.end(), named[1], way, number, squeeze(issuer["issuer"]) if issuer is not None else None
        )
