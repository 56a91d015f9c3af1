"""Awards named in running text: which of the catalogue, and where they stand."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from pipeline.reference.awards import CatalogueAward, award, awards
from pipeline.text import bare, key, squeeze

#: Words that stand between the words of an award's name and tell nothing of which award it is.
_FILLERS = frozenset(
    map(key, ("của", "chủ tịch", "danh hiệu", "cấp", "hạng", "tặng", "thưởng", "chủ", "tịch", "ông", "các"))
)
_SHORT = {
    key("UBND"): tuple(map(key, ("ủy", "ban", "nhân", "dân"))),
    key("TP"): tuple(map(key, ("thành", "phố"))),
    key("CT"): (),
}
_WORD = re.compile(r"[^\s,;:()\"“”'‘’«»/]+")
_TITLE_BEFORE = re.compile(r"(?:danh\s+hiệu)(?:\s+thi\s+đua)?\s*[\"“«'‘]?\s*$", re.IGNORECASE)
_QUOTES = "\"“”«»'‘’"


@dataclass(frozen=True, slots=True)
class Named:
    """One award in a text: characters ``start`` to ``end`` name it."""

    start: int
    end: int
    award: CatalogueAward
    text: str


@dataclass(slots=True)
class _Node:
    next: dict[str, "_Node"]
    award: CatalogueAward | None = None


def _fold(word: str, toneless: bool) -> str:
    folded = key(word)
    return bare(folded) if toneless else folded


def _tokens(text: str, toneless: bool) -> list[tuple[str, int, int]]:
    out: list[tuple[str, int, int]] = []
    for found in _WORD.finditer(text):
        folded = key(found[0].strip(".-–—"))
        for word in _SHORT.get(folded, (folded,)):
            if word and word not in _FILLERS:
                out.append((bare(word) if toneless else word, found.start(), found.end()))
    return out


@cache
def _tree(toneless: bool) -> _Node:
    root = _Node({})
    for one in awards():
        for variant in one.variants:
            node = root
            for word, _, _ in _tokens(variant, toneless):
                node = node.next.setdefault(word, _Node({}))
            if node.award is None:
                node.award = one
    return root


def find(text: str, *, toneless: bool = False) -> list[Named]:
    """Give the awards that ``text`` names, the longest name at each place; ``toneless`` for what a scan reads."""
    tokens = _tokens(text, toneless)
    root = _tree(toneless)
    out: list[Named] = []
    at = 0
    while at < len(tokens):
        node, best, stop = root, None, at
        for step in range(at, len(tokens)):
            following = node.next.get(tokens[step][0])
            if following is None or (step > at and _broken(text, tokens[step - 1][2], tokens[step][1])):
                break
            node = following
            if node.award is not None:
                best, stop = node.award, step + 1
        if best is None:
            at += 1
            continue
        start, end = tokens[at][1], tokens[stop - 1][2]
        end -= len(text[start:end]) - len(text[start:end].rstrip(".-–—"))
        start, end = _with_title(text, start, end)
        out.append(Named(start, end, best, squeeze(text[start:end])))
        at = stop
    return out


def _broken(text: str, start: int, end: int) -> bool:
    """Tell whether a mark between two words ends a name: a semicolon, a colon, a full stop; a comma only in lists."""
    return re.search(r"[;:()]|\.\s", text[start:end]) is not None


def _with_title(text: str, start: int, end: int) -> tuple[int, int]:
    before = _TITLE_BEFORE.search(text[:start])
    if before is not None:
        start = before.start()
    if end < len(text) and text[end] in _QUOTES and any(q in text[start:end] for q in _QUOTES):
        end += 1
    return start, end


def by_giver(found: CatalogueAward, giver: str) -> CatalogueAward:
    """Give the award itself when its name tells who gives it, else the one that ``giver`` (the issuer as printed) gives."""
    if found.general is not None:
        return found
    words = bare(giver)
    level = _level(words)
    finer = {
        ("BK", "tỉnh"): "BKT", ("BK", "bộ"): "BKB", ("BK", "nhà nước"): "BKTTG",
        ("CO", "tỉnh"): "COTDT", ("CO", "bộ"): "COTDB", ("CO", "nhà nước"): "COTDCP",
        ("CSTD", "tỉnh"): "CSTDT", ("CSTD", "bộ"): "CSTDB", ("CSTD", "cơ sở"): "CSTDCS",
    }.get((found.code, level))  # fmt: skip
    return (award(finer) if finer else None) or found


def _level(giver: str) -> str:
    if re.search(r"\bthu tuong chinh phu\b|^chinh phu\b", giver):
        return "nhà nước"
    if re.search(r"\b(?:uy ban nhan dan|ubnd) (?:tinh|thanh pho|tp)\b", giver) and not re.search(
        r"\bthuoc tinh\b", giver
    ):
        return "tỉnh"
    if re.search(r"^bo (?!chi huy|tu lenh)|\bbo truong\b", giver):
        return "bộ"
    return "cơ sở" if re.search(r"^so |\b(?:uy ban nhan dan|ubnd) (?:huyen|quan|xa|phuong)\b", giver) else ""


def of_cell(text: str) -> CatalogueAward | None:
    """Give the award that a whole cell or heading names, tones lost or not; None when it names none or several."""
    found = find(text) or find(text, toneless=True)
    codes: Iterable[str] = {one.award.code for one in found}
    return found[0].award if len(set(codes)) == 1 else None
