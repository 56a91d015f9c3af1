"""Cited documents: symbol, type, date, issuer, trích yếu, and what each is to the citing document.

NĐ 30/2020/NĐ-CP, Phụ lục I, mục II.6: a first citation gives type, symbol, date, issuer and trích yếu, a later one type
and symbol. The document's own citations count; those of annexes and promulgated texts do not.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from parsers.values import dates, symbols
from parsers.values.symbols import Symbol
from pipeline.model import (
    Block,
    Candidate,
    Evidence,
    Field,
    Line,
    PartialDate,
    Profile,
    Reference,
    Relation,
    Zones,
)
from pipeline.reference.citation_words import words
from pipeline.reference.document_types import all_types
from pipeline.text import squeeze

#: Longer than any trích yếu; what runs on without an end is no trích yếu.
_SUBJECT_MOST, _ISSUER_MOST = 420, 120
_SENTENCE = re.compile(r"[;\n]|\.(?=\s+[A-ZĐÀ-Ỹ“\"(])|\./\.")
_NUMBER_WORD = re.compile(r"\s*(?:\(?\s*số\s*:?)?\s*$", re.IGNORECASE)
_TO_DATE = re.compile(r"[\s,(]*(?:ban hành|ký|được ban hành)?\s*$", re.IGNORECASE)
_OF = re.compile(r"[\s,)]*(?:và\s+)?của\s+(?=[A-ZĐÀ-Ỹ])")
_ISSUED_BY = re.compile(r"[\s,)]*(?:do\s+)?(?=(?:Ủy ban|Uỷ ban|UBND|Bộ|Sở|Chính phủ|Thủ tướng|Hội đồng|Ban)\b)")
#: Where the name of an issuer ends whatever follows.
_ISSUER_END = re.compile(
    r"[,;:()“\"]|\.(?!\w)|\s(?:ngày|năm|tại|đã|là|thì|để|nhằm|trong|khi|như|được|nay|có|do|từ|theo)\s"
)
#: ``Xét đề nghị của Giám đốc Sở … tại Tờ trình số``: the issuer stands before the type.
_ISSUER_BEFORE = re.compile(r"\bcủa\s+(?P<issuer>[A-ZĐÀ-Ỹ][^,;:()]{2,110}?)\s*,?\s*tại\s*(?:các\s+)?$")
#: A sentence goes on with a new subject behind the trích yếu: a comma, then a body's name or a new citation.
_SUBJECT_END = re.compile(
    r"[;()]|\.(?=\s|$)|\./\.|:(?=\s*$)|,\s+(?=(?:Ủy ban|Uỷ ban|UBND|Sở|Bộ|Ban|Chủ tịch|Giám đốc|Hội đồng|Cục|Chi cục|"
    r"Phòng|Trường|Trung tâm|Công ty|Văn phòng|Thủ tướng|Tập đoàn|Viễn thông|VNPT|Công đoàn|Tỉnh|Huyện|HĐND)\b)"
)
_QUOTED = re.compile(r"[“\"«][^”\"»]{0,300}[”\"»]")
_INTO = re.compile(r"(?:của|tại|theo|thực hiện|kèm theo|hành|điều|khoản|mục)\s*$", re.IGNORECASE)
#: Between two citations of one list.
_LISTED = re.compile(r"\s*,?\s*(?:và|cùng)?\s*(?:các)?\s*(?:số\s*)?")
_OPENING = re.compile(r"^[\s\-–(“\"+*]*(?:(?:[IVX]+|\d+|[a-zđ])[.)/]\s*)*")
_NO_WORD_BETWEEN = re.compile(r"[,;.:]|\b(?:theo|tại|của|ngày|và các)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Text:
    """A run of text to search, and where its letters stand: a block of the body or one line."""

    text: str
    source: Block | Line

    def evidence(self, start: int, end: int) -> tuple[Evidence, ...]:
        if isinstance(self.source, Block):
            return self.source.evidence(start, end)
        return (Evidence.of(self.source, self.text[start:end].strip()),)

    @property
    def legibility(self) -> float:
        if isinstance(self.source, Block):
            return min((p.line.legibility for p in self.source.pieces), default=1.0)
        return self.source.legibility


@dataclass(frozen=True, slots=True)
class _Cited:
    """One citation in one text: its span from the type word to the last part read."""

    start: int
    end: int
    subject_end: int
    reference: Reference
    confidence: float
    reasons: tuple[str, ...] = ()


def find(zones: Zones, profile: Profile) -> tuple[Candidate, ...]:
    """Give ``references`` in the order of the body, then of the head; one per symbol, the first mention counts."""
    seen = _own(zones)
    out: list[Candidate] = []
    for text in _texts(zones):
        for cited in _citations(text.text):
            if cited.reference.symbol in seen:
                continue
            seen.add(cited.reference.symbol)
            evidence = text.evidence(cited.start, cited.end)
            if evidence:
                confidence = cited.confidence * text.legibility
                out.append(Candidate("references", Field.of(cited.reference, evidence, confidence, *cited.reasons)))
    return tuple(out)


def _own(zones: Zones) -> set[str]:
    """Give the document's own symbol, which its annexes and its later pages repeat."""
    for line in (*zones.head_left, *zones.head_right, *zones.title):
        symbol = symbols.parse(line.text)
        if symbol is not None:
            return {str(symbol)}
    return set()


def _texts(zones: Zones) -> Iterator[_Text]:
    annexed = min((p.line.index for b in zones.body if b.annex for p in b.pieces), default=None)
    for block in zones.body:
        if not block.annex:
            yield _Text(block.text, block)
    for table in zones.tables:
        for line in zones.table_lines(table):
            if annexed is None or line.index < annexed:
                yield _Text(line.text, line)
    for line in (*zones.title, *zones.head_left):
        if symbols.parse(line.text) is None:
            yield _Text(line.text, line)


def _citations(text: str) -> list[_Cited]:
    found = symbols.find_all(text)
    out: list[_Cited] = []
    for position, (start, end, symbol) in enumerate(found):
        following = found[position + 1][0] if position + 1 < len(found) else len(text)
        out.append(_cited(text, start, end, symbol, following, out[-1] if out else None))
    return out


def _cited(text: str, start: int, end: int, symbol: Symbol, following: int, before: _Cited | None) -> _Cited:
    name, opens = _type_before(text, start)
    listed = (
        before is not None and name is None and re.fullmatch(r"[\s,;]*(?:và|;)?\s*(?:số)?\s*", text[before.end : start])
    )
    if listed and before is not None:
        name = before.reference.doc_type
    issued_on, last = _date(text, end, following)
    issuer, last = _issuer(text, last, following)
    if issued_on is None:
        issued_on, last = _date(text, last, following)
    subject, subject_end = _subject(text, last)
    if issuer is None:
        issuer = _issuer_before(text, opens)
    reference = Reference(str(symbol), name, issued_on, issuer, subject, _relation(text, opens, before, listed))
    confidence, reasons = _trust(symbol, name)
    return _Cited(opens, max(last, end), max(subject_end, last), reference, confidence, reasons)


def _trust(symbol: Symbol, name: str | None) -> tuple[float, tuple[str, ...]]:
    if symbol.notation[0].isdigit():
        return 0.6, ("Ký hiệu in sai thể thức, giữ nguyên như bản in.",)
    return (0.97, ()) if name is not None else (0.85, ("Trước số, ký hiệu không ghi tên loại văn bản.",))


@cache
def _type_pattern() -> re.Pattern[str]:
    names = {n for t in all_types() for n in t.names} | {"Chương trình hành động", "Kế hoạch hành động", "Văn bản"}
    options = "|".join(re.escape(n).replace(r"\ ", r"\s+") for n in sorted(names, key=len, reverse=True))
    return re.compile(rf"\b(?P<name>{options})\s*$", re.IGNORECASE)


def _type_before(text: str, start: int) -> tuple[str | None, int]:
    """Give the type word as printed before the symbol, and where the citation begins."""
    lead = text[max(0, start - 60) : start]
    number = _NUMBER_WORD.search(lead)
    stem = lead[: number.start()] if number else lead
    match = _type_pattern().search(stem)
    if match is None:
        return None, start
    return squeeze(match["name"]), start - len(lead) + match.start("name")


def _date(text: str, after: int, following: int) -> tuple[PartialDate | None, int]:
    window = text[after : min(following, after + 60)]
    for first, last, value in dates.find_all(window):
        if _TO_DATE.fullmatch(window[:first]):
            return value, after + last
        break
    return None, after


def _issuer(text: str, after: int, following: int) -> tuple[str | None, int]:
    opening = _OF.match(text, after)
    if opening is None:
        return None, after
    start = opening.end()
    stop = min(len(text), start + _ISSUER_MOST, max(following, start))
    ends = [m.start() for m in (_ISSUER_END.search(text, start, stop), _subject_words().search(text, start, stop)) if m]
    end = min(ends, default=stop)
    if not ends and stop < len(text) and stop != following:
        return None, after
    printed = _without_next_type(text[start:end]).rstrip(" .,-")
    return (squeeze(printed), start + len(printed)) if len(printed) > 1 else (None, after)


def _without_next_type(text: str) -> str:
    """Cut off what belongs to the next citation: ``… của Chính phủ và Thông tư số``."""
    lead = _NUMBER_WORD.sub("", text)
    match = _type_pattern().search(lead)
    return re.sub(r"(?:\s*,|\s+và|\s+và\s+các)\s*$", "", lead[: match.start()]) if match else text


@cache
def _subject_words() -> re.Pattern[str]:
    options = "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in words("subject"))
    return re.compile(rf"(?<!\w)(?:{options})(?!\w)")


def _subject(text: str, after: int) -> tuple[str | None, int]:
    """Give the trích yếu that follows, as printed, and where it ends; None when none opens or none closes."""
    gap = re.compile(r"[\s,]*").match(text, after)
    start = gap.end() if gap else after
    opening = re.compile(_subject_words().pattern, re.IGNORECASE).match(text, start)
    if opening is None:
        return None, after
    stop = min(len(text), start + _SUBJECT_MOST)
    quoted = [m.span() for m in _QUOTED.finditer(text, start, stop)]
    for end in (m.start() for m in _SUBJECT_END.finditer(text, start, stop)):
        if not any(a < end < b for a, b in quoted):
            break
    else:
        if stop < len(text):
            return None, after
        end = stop
    subject = text[start:end]
    for first, _, _ in symbols.find_all(subject):
        cut = _next_citation(subject, first)
        if cut is not None:
            subject = subject[:cut]
            break
    shown = squeeze(subject).strip(" .,:-")
    return (shown, start + len(subject.rstrip())) if len(shown.split()) > 1 else (None, after)


def _next_citation(subject: str, first: int) -> int | None:
    """Give where the next citation of the list begins, None when the symbol is part of this trích yếu."""
    _, opens = _type_before(subject, first)
    lead = subject[:opens]
    match = re.search(r"(?:,|\s+và(?:\s+các)?)\s*$", lead)
    return match.start() if match else None


def _issuer_before(text: str, opens: int) -> str | None:
    match = _ISSUER_BEFORE.search(text, max(0, opens - 160), opens)
    return squeeze(match["issuer"]) if match else None


@cache
def _cue(relation: Relation) -> re.Pattern[str]:
    options = "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in words(relation.value))
    return re.compile(rf"(?<!\w)(?:{options})(?!\w)", re.IGNORECASE)


_ACTING = (Relation.IMPLEMENTS, Relation.AMENDS, Relation.REPLACES)


def _relation(text: str, opens: int, before: _Cited | None, listed: bool) -> Relation:
    """Tell what the document cited at ``opens`` is to the citing one.

    A citation inside the trích yếu of another is a mention; an opening word (``Căn cứ``, ``Thực hiện``) holds for its
    whole sentence; elsewhere only a word right before the citation tells.
    """
    if before is not None and opens < before.subject_end:
        return Relation.MENTIONS
    if listed and before is not None:
        return before.reference.relation
    begin = max((m.end() for m in _SENTENCE.finditer(text, 0, opens)), default=0)
    opening = _OPENING.match(text, begin, opens)
    first = opening.end() if opening else begin
    if _cue(Relation.ATTACHED_TO).match(text, first) or re.compile(r"ban hành\s+kèm", re.I).match(text, first):
        return Relation.ATTACHED_TO
    for relation in (Relation.BASIS, *_ACTING):
        if _cue(relation).match(text, first, opens):
            return relation
    if begin and text[begin - 1] == ";" and before is not None and before.reference.relation is Relation.BASIS:
        return Relation.BASIS
    return _cue_before(text[max(begin, opens - 90) : opens])


def _cue_before(lead: str) -> Relation:
    """Tell the relation from the last cue before the citation, if no other thought stands between."""
    best, relation = -1, Relation.MENTIONS
    for kind in _ACTING:
        for match in _cue(kind).finditer(lead):
            if match.start() > best and not _NO_WORD_BETWEEN.search(lead, match.end()):
                best, relation = match.start(), kind
    return relation
