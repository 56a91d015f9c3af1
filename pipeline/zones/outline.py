"""Labels of outline items (``PHẦN I``, ``Điều 1``, ``I.``, ``1.1.``, ``a)``, ``-``) and the depth they stand at."""

import re
from dataclasses import dataclass

from pipeline.text import flat

_ROMAN = r"(?:x{0,3}(?:ix|iv|v?i{1,3}|v|x))"
_ORDINAL = r"(?:thu\s+\w+|[ivxlc]+|\d{1,3}[a-z]?)"
_PATTERNS: tuple[tuple[int, re.Pattern[str]], ...] = tuple(
    (rank, re.compile(pattern))
    for rank, pattern in (
        (0, rf"phan\s+{_ORDINAL}\b\s*[.:/-]?"),
        (1, rf"chuong\s+{_ORDINAL}\b\s*[.:/-]?"),
        (2, r"muc\s+(?:[ivxlc]+|\d{1,2})\b\s*[.:/-]?"),
        (5, r"dieu\s*\d{1,3}[a-z]?\b\s*[.:/-]?"),
        (4, rf"{_ROMAN}\s*(?:[./)]\s*-?|-)(?=\s|[^\W\d])"),
        (3, r"[a-h]\s*(?:[./]|-)(?=\s|$)"),
        (8, r"\d{1,2}(?:\.\d{1,2}){2,4}\s*[.)/]?(?=[\s:]|[^\W\d])"),
        (7, r"\d{1,2}\.\d{1,2}\s*[.)/]?(?=\s|[^\W\d])"),
        (6, r"\d{1,2}\s*(?:[.)]\s*-?|/(?!\d)|-(?=\s))(?=\s|[^\W\d])"),
        (9, r"(?:dd|[a-z])\s*(?:\)|[./](?=\s))"),
        (9, r"\([a-z0-9]{1,3}\)(?=\s)"),
        (10, r"[-\u2212](?=\s|[^\W\d_])"),
        (11, r"\+(?=\s|[^\W\d_])"),
        (12, r"[•·●○▪■□➢✓*\uf02d\uf0b7\uf0a7\uf0d8\uf0fc](?=\s|[^\W\d_])"),
    )
)
#: Most lines begin with none of them: one look tells.
_ANY = re.compile("|".join(f"(?:{pattern.pattern})" for _, pattern in _PATTERNS))


@dataclass(frozen=True, slots=True)
class Label:
    """A printed mark and its rank: 0 for PHẦN down to 12 for bullets. ``end`` is where it ends in the text."""

    text: str
    rank: int
    end: int


def label_of(text: str) -> Label | None:
    """Give the outline label that ``text`` begins with; None for running text.

    Capital single letters are sections (``A.``), small ones points (``a.``); ``Điều`` ranks above ``1.``.
    """
    begin = len(text) - len(text.lstrip())
    low = flat(text[begin : begin + 40])
    if _ANY.match(low) is None or low.startswith("v/v"):
        return None
    for rank, pattern in _PATTERNS:
        found = pattern.match(low)
        if found is None:
            continue
        mark = text[begin : begin + found.end()].rstrip()
        if rank in (3, 4) and not mark[0].isupper():
            continue
        if rank == 9 and mark[0].isupper():
            continue
        if rank in (0, 1, 2, 5) and not mark[0].isupper():
            continue
        return Label(mark, rank, begin + len(mark))
    return None
