"""Type names where they stand on the page (ô 5a): alone, before their authority, or before the subject on one line."""

import re
from dataclasses import dataclass
from functools import cache

from pipeline.reference import document_types
from pipeline.reference.document_types import DocumentType
from pipeline.reference.page_words import begins
from pipeline.zones.letters import despaced, flat

_AUTHORITY = re.compile(r"[\s:]*cua\s")


@dataclass(frozen=True, slots=True)
class TitleMatch:
    """A type name at characters ``start`` to ``end`` of a text. ``rest`` is where the subject begins on the same line.

    ``rest`` is None when nothing but punctuation or the authority (``CỦA ỦY BAN NHÂN DÂN …``) follows.
    ``authority`` tells the latter.
    """

    kind: DocumentType
    start: int
    end: int
    rest: int | None = None
    authority: bool = False


@cache
def _names() -> tuple[re.Pattern[str], dict[str, DocumentType]]:
    kinds: dict[str, DocumentType] = {}
    for kind in document_types.all_types():
        for name in kind.names:
            kinds.setdefault(despaced(flat(name)), kind)
    longest = sorted(kinds, key=len, reverse=True)
    # Letters may be spaced out (``Q U Y Ế T  Đ Ị N H``), so blanks may stand anywhere inside a name.
    inner = "|".join(r"\s*".join(name) for name in longest)
    return re.compile(rf"(?P<name>{inner})(?![a-z0-9])"), kinds


def title_at(text: str) -> TitleMatch | None:
    """Give the type name that ``text`` is, or begins with in capitals; None for anything else.

    ``Kế hoạch này …`` is a sentence: a name in small letters counts only when it is the whole line.
    """
    letters = flat(text)
    begin = len(letters) - len(letters.lstrip(" \t*\"'“(."))
    pattern, kinds = _names()
    found = pattern.match(letters, begin)
    if found is None:
        return None
    start, end = found.span("name")
    kind = kinds[despaced(found["name"])]
    rest = letters[end:]
    if not any(c.isalnum() for c in rest):
        return TitleMatch(kind, start, end)
    name, after = text[start:end], text[end:]
    authority = _AUTHORITY.match(rest)
    if authority is not None and (name.isupper() or len(letters) <= 70):
        follows = rest[authority.end() :]
        if begins("body", follows) or begins("office", follows) or begins("place", follows):
            return TitleMatch(kind, start, end, authority=True)
    if name.isupper() and not rest.lstrip().startswith("so "):
        offset = len(after) - len(after.lstrip(" \t:-–,"))
        return TitleMatch(kind, start, end, rest=end + offset)
    return None
