"""Type names where they stand on the page (ô 5a): alone, before their authority, or before the subject on one line."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from pipeline.model import Block, Evidence, Line
from pipeline.reference import document_types
from pipeline.reference.document_types import DocumentType
from pipeline.reference.page_words import begins
from pipeline.text import flat
from pipeline.zones.body import joined
from pipeline.zones.letters import despaced

#: Letters a type name begins with, and what may stand before it: a quick look before the real one.
TITLE_LETTERS = frozenset("abcdghjlknpqstuvx*\"'“(.")
#: Words that tell who issues together belong to the type name: ``KẾ HOẠCH LIÊN TỊCH``, ``QUY CHẾ PHỐI HỢP``.
_JOINT = re.compile(r"\s+(?:lien\s+(?:tich|nganh|bo|so|co\s+quan)|phoi\s+hop)\b(?=\W*$)")
_AUTHORITY = re.compile(r"[\s:]*cua\s")
#: How law databases print a head: type, authority, symbol, date and subject in one sentence.
_CATALOGUE = re.compile(
    r"(?:cua\s+(?P<authority>(?:(?!\b(?:ve|ban\s+hanh|thuc\s+hien|quy\s+dinh)\b)\D){3,90}?)\s+)?so\s*:?\s*(?P<symbol>\d[\w./&-]*(?:\s?[/-]\s?[a-z\d][\w./&-]*)*)[\s,]*"
    r"(?P<date>ngay\s+\d{1,2}(?:\s+thang\s+\d{1,2},?\s+nam\s+\d{4}|\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}))[\s,:]*(?P<subject>.*)",
    re.DOTALL,
)


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


@dataclass(frozen=True, slots=True)
class Catalogued:
    """A head printed as one sentence: ``block`` is the sentence, ``spans`` where each part of it stands."""

    block: Block
    spans: dict[str, tuple[int, int]]

    def text(self, name: str) -> str:
        """Give the printed part called ``authority``, ``symbol``, ``date`` or ``subject``; empty when there is none."""
        start, end = self.spans.get(name, (0, 0))
        return self.block.text[start:end]

    def evidence(self, name: str) -> tuple[Evidence, ...]:
        """Give where the part stands."""
        return self.block.evidence(*self.spans[name]) if name in self.spans else ()


def catalogued(lines: Sequence[Line]) -> Catalogued | None:
    """Read a title like ``NGHỊ ĐỊNH CỦA CHÍNH PHỦ SỐ 1/1998/NĐ-CP NGÀY 1 THÁNG 5 NĂM 1998 VỀ …``; None for any other."""
    if not lines or len(lines) > 12:
        return None
    text, pieces = joined(lines)
    pattern, _ = _names()
    letters = flat(text)
    name = pattern.match(letters, len(letters) - len(letters.lstrip(" .*\"'")))
    found = None if name is None else _CATALOGUE.match(letters[name.end() :].lstrip(" :"))
    if name is None or found is None:
        return None
    begin = len(letters) - len(letters[name.end() :].lstrip(" :"))
    spans = {part: (begin + found.start(part), begin + found.end(part)) for part in found.groupdict() if found[part]}
    return Catalogued(Block(text, pieces), spans)


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
    joint = _JOINT.match(letters, end)
    end = joint.end() if joint else end
    rest = letters[end:]
    if not any(c.isalnum() for c in rest):
        return TitleMatch(kind, start, end)
    name, after = text[start:end], text[end:]
    authority = _AUTHORITY.match(rest)
    if authority is not None and (name.isupper() or len(letters) <= 70):
        follows = after[authority.end() :]
        if begins("body", follows) or begins("office", follows) or begins("place", follows):
            return TitleMatch(kind, start, end, authority=True)
    if name.isupper() and not rest.lstrip().startswith("so "):
        offset = len(after) - len(after.lstrip(" \t:-–,"))
        return TitleMatch(kind, start, end, rest=end + offset)
    return None
