"""Awards on offer: what a plan or a guide promises (hình thức khen thưởng), once per form and kind of receiver."""

import re
from collections.abc import Iterator

from parsers.fields.awards import names, subjects
from pipeline.model import Award, Block, Candidate, Field
from pipeline.reference.awards import AwardKind, CatalogueAward
from pipeline.text import plain_marks

_SECTION = re.compile(r"\bkhen\s+thưởng\b|\bdanh\s+hiệu\s+thi\s+đua\b|\bhình\s+thức\s+khen\b", re.IGNORECASE)
#: A block of fewer letters may be a heading of what follows.
_HEADING = 120
_FORMS = re.compile(
    r"hình\s+thức\s+(?:và\s+\S+\s+)?khen|danh\s+hiệu\s+thi\s+đua|hình\s+thức,?\s+.{0,30}khen\s+thưởng", re.IGNORECASE
)
#: A past award mentioned for another reason.
_PAST = re.compile(
    r"\b(?:đã\s+được\s+tặng|từng\s+được|được\s+tặng\s+thưởng\s+năm|kèm\s+theo|theo\s+quy\s+định\s+tại)\b", re.IGNORECASE
)

#: "đề nghị Thủ tướng Chính phủ tặng …", "Chủ tịch UBND tỉnh xem xét, tặng …".
_GIVER = re.compile(
    r"\b(?P<giver>(?:Thủ\s+tướng|Chủ\s+tịch|Bộ\s+trưởng|Giám\s+đốc|Ủy\s+ban|UBND)\b[^,;:.]{0,60}?)"
    r"\s+(?:xem\s+xét|xét|quyết\s+định|(?:khen\s+)?thưởng|tặng|công\s+nhận|trao|,\s*)[^;:.]{0,40}$",
    re.IGNORECASE,
)


def _tells_forms(heading: str) -> bool:
    return _SECTION.search(plain_marks(heading)) is not None


def find(body: tuple[Block, ...], year: int | None) -> Iterator[Candidate]:
    """Give the awards of the sections that tell the forms of commendation."""
    seen: set[tuple[str, str | None]] = set()
    section_kinds: list[str] = []
    section: tuple[str, ...] | None = None
    # A heading stands over many blocks and is looked at once.
    told = {heading: _tells_forms(heading) for heading in {heading for block in body for heading in block.headings}}
    for block in body:
        chain = tuple(heading for heading in block.headings if told[heading])
        if len(block.text) < _HEADING and _tells_forms(block.text):
            chain += (block.text,)
        if not chain:
            section, section_kinds = None, []
            continue
        if section != chain[:1]:
            section, section_kinds = chain[:1], []
        found = names.find(block.text)
        kinds = subjects.kinds_in(block.text)
        if not found:
            section_kinds = kinds or section_kinds
            continue
        if _PAST.search(block.text):
            continue
        above = next((k for h in reversed(block.headings) if (k := subjects.kinds_in(h))), [])
        for i, one in enumerate(found):
            # "Giấy khen, Bằng khen: tặng cho tập thể, cá nhân": one clause may name the forms and the next the receivers.
            stop = found[i + 1].start if i + 1 < len(found) else len(block.text)
            own = (
                subjects.kinds_in(block.text[one.end : _clause_end(block.text, one.end, stop)])
                if len(found) > 1
                else []
            )
            given = names.by_giver(one.award, _giver(block.text, one.start))
            for kind in _receivers(one.award, own or kinds or above or section_kinds):
                mark = (given.general or one.text.casefold(), kind)
                if mark in seen:
                    continue
                seen.add(mark)
                value = Award(one.text, given.general, kind, status="available", year=year)
                sure = 0.9 if _FORMS.search(" ".join(chain)) else 0.75
                evidence = block.evidence(one.start, one.end)
                if evidence:
                    yield Candidate("awards", Field.of(value, evidence, sure if given.general else 0.6))


def _giver(text: str, start: int) -> str:
    """Give the words right before an award that say who gives it: "Chủ tịch UBND tỉnh xét, tặng Bằng khen"."""
    told = _GIVER.search(text, max(0, start - 120), start)
    return told["giver"] if told else ""


def _clause_end(text: str, start: int, stop: int) -> int:
    mark = text.find(";", start, stop)
    if mark >= 0:
        return mark
    return stop if re.search(r"\bcho\b", text[start:stop]) else start


def _receivers(found: CatalogueAward, stated: list[str]) -> list[str | None]:
    """Give the kinds among those stated that may hold the award; a title of one kind needs no word of it."""
    if found.kind is AwardKind.TITLE:
        allowed = [kind for kind in stated if kind in found.subjects]
        return list(allowed or found.subjects)
    return list(stated) or [None]
