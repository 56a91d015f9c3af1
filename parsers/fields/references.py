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
    Field,
    Line,
    PartialDate,
    Piece,
    Profile,
    Reference,
    Relation,
    Zones,
)
from pipeline.reference.citation_words import words
from pipeline.reference.document_types import of_name
from pipeline.reference.symbol_codes import codes, names_of, type_names
from pipeline.text import squeeze

#: Longer than any trích yếu; what runs on without an end is no trích yếu.
_SUBJECT_MOST, _ISSUER_MOST = 420, 120
_SENTENCE = re.compile(r"[;\n]|\.(?=\s+[A-ZĐÀ-Ỹ“\"(])|\./\.")
_NUMBER_WORD = re.compile(r"\s*(?:\(?\s*số\s*:?)?\s*$", re.IGNORECASE)
_NUMBERED = re.compile(r"\s*Số\b", re.IGNORECASE)
_TO_DATE = re.compile(r"[\s,(]*(?:ban hành|ký|được ban hành)?\s*$", re.IGNORECASE)
#: A date that no calendar has (``12/4/20210``) still stands before the issuer.
_UNREAD_DATE = re.compile(r"[\s,(]*ngày[\d\s/.…thángăm-]{2,40}?(?=\s+của\s)")
_OF = re.compile(r"[\s,)]*(?:và\s+)?của\s+(?=[A-ZĐÀ-Ỹ])")
#: Where the name of an issuer ends whatever follows.
_ISSUER_END = re.compile(
    r"[,;:()“\"]|\.(?!\w)|\s(?:ngày|năm|tại|đã|là|thì|để|nhằm|trong|khi|như|được|nay|có|do|từ|theo|[Vv]/v)\s|"
    r"\sthành\s(?!phố|viên|ủy|uỷ)"
)
#: ``Xét đề nghị của Giám đốc Sở … tại Tờ trình số``: the issuer stands before the type.
_ISSUER_BEFORE = re.compile(r"\bcủa\s+(?P<issuer>[A-ZĐÀ-Ỹ][^,;:()]{2,110}?)\s*,?\s*tại\s*(?:các\s+)?$")
#: A sentence goes on with a new subject behind the trích yếu: a comma, then a body's name or a new citation.
_SUBJECT_END = re.compile(
    r";|\)|\((?=\s*(?:sau đây|gọi|viết|được|kèm|gửi|bản|có|đính|Công văn|văn bản|nay|đã))|\.(?=\s|$)|\./\.|:(?=\s|$)|"
    r",\s+(?=(?:Ủy ban|Uỷ ban|UBND|Sở|Bộ|Ban|Chủ tịch|Giám đốc|Hội đồng|Cục|Chi cục|Phòng|Trường|Trung tâm|Công ty|"
    r"Văn phòng|Thủ tướng|Tập đoàn|Viễn thông|VNPT|Công đoàn|Tỉnh|Huyện|HĐND)\b)|"
    r",\s+(?=(?:trên địa bàn|trong thời gian|đến nay|thời gian qua|hiện nay)\b)|\s(?=(?:đã|thì|hết hiệu lực|có hiệu lực)\s)"
)
_QUOTED = re.compile(r"[“\"«][^”\"»]{0,300}[”\"»]")
_ISSUED_WITH = re.compile(r"ban\s+hành\s+kèm", re.IGNORECASE)
_TRAILING = re.compile(r"(?:[\s.,-]|\svà(?:\s+các)?\s*$)+$")
_GAP = re.compile(r"[\s,]*")
#: Between two citations of one list.
_LISTED = re.compile(r"\s*,?\s*(?:và|cùng)?\s*(?:các)?\s*(?:số\s*)?")
_OPENING = re.compile(r"^[\s\-–(“\"+*]*(?:(?:[IVX]+|\d+|[a-zđ])[.)/]\s*)*")
_NO_WORD_BETWEEN = re.compile(r"[,;.:]|\b(?:theo|tại|của|ngày|và các)\b", re.IGNORECASE)


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
    texts = tuple(_texts(zones))
    # A number once printed as a form's is a form's wherever it stands.
    seen = _own(zones) | {form.casefold() for block in texts for form in symbols.forms(block.text)}
    out: list[Candidate] = []
    for block in texts:
        for cited in _citations(block.text):
            # A title in capitals writes QĐ-TTG for QĐ-TTg: one document, one symbol.
            known = cited.reference.symbol.casefold()
            evidence = block.evidence(cited.start, cited.end)
            if known in seen or not evidence:
                continue
            seen.add(known)
            legibility = min(piece.line.legibility for piece in block.pieces)
            field = Field.of(cited.reference, evidence, cited.confidence * legibility, *cited.reasons)
            out.append(Candidate("references", field))
    return tuple(out)


def _own(zones: Zones) -> set[str]:
    """Give the document's own symbol, which its annexes and its later pages repeat."""
    for line in (*zones.head_left, *zones.head_right, *zones.title):
        symbol = symbols.parse(line.text)
        if symbol is None and _NUMBERED.match(line.text):
            symbol = next((found for _, _, found in symbols.find_all(line.text)), None)
        if symbol is not None:
            return {str(symbol).casefold()}
    return set()


def _texts(zones: Zones) -> Iterator[Block]:
    annexed = min((p.line.index for b in zones.body if b.annex for p in b.pieces), default=None)
    yield from (block for block in zones.body if not block.annex and block.pieces)
    for table in zones.tables:
        for cell in table.cells:
            lines = [zones.layout.lines[i] for i in cell.lines]
            if lines and (annexed is None or lines[0].index < annexed):
                yield _joined(lines)
    for zone in (zones.title, zones.head_left):
        lines = [line for line in zone if line.text.strip() and symbols.parse(line.text) is None]
        if lines:
            yield _joined(lines)


def _joined(lines: list[Line]) -> Block:
    """Join lines by one blank, so that a citation broken at a line end is one."""
    pieces, end = [], 0
    for line in lines:
        pieces.append(Piece(end, end + len(line.text), line, 0))
        end += len(line.text) + 1
    return Block(" ".join(line.text for line in lines), tuple(pieces))


def _citations(text: str) -> list[_Cited]:
    found = symbols.find_all(text)
    out: list[_Cited] = []
    for position, (start, end, symbol) in enumerate(found):
        following = found[position + 1][0] if position + 1 < len(found) else len(text)
        out.append(_cited(text, start, end, symbol, following, out[-1] if out else None))
    return out


def _cited(text: str, start: int, end: int, symbol: Symbol, following: int, before: _Cited | None) -> _Cited:
    name, title, opens = _type_before(text, start, symbol)
    listed = before is not None and _LISTED.fullmatch(text[max(before.end, before.subject_end) : opens]) is not None
    if name is None and listed and before is not None:
        name = before.reference.doc_type
    issued_on, last = _date(text, end, following)
    issuer, last = _issuer(text, last, following)
    if issued_on is None:
        issued_on, last = _date(text, last, following)
    subject, subject_end = _subject(text, last)
    issuer = issuer or _issuer_before(text, opens)
    subject = subject or title
    reference = Reference(str(symbol), name, issued_on, issuer, subject, _relation(text, opens, before, listed))
    confidence, reasons = _trust(symbol, name)
    return _Cited(opens, max(last, end), max(subject_end, last), reference, confidence, reasons)


def _trust(symbol: Symbol, name: str | None) -> tuple[float, tuple[str, ...]]:
    if symbol.notation[0].isdigit():
        return 0.6, ("Ký hiệu in sai thể thức, giữ nguyên như bản in.",)
    return (0.97, ()) if name is not None else (0.85, ("Trước số, ký hiệu không ghi tên loại văn bản.",))


@cache
def _type_pattern() -> re.Pattern[str]:
    names = sorted({*type_names(), *words("type")}, key=len, reverse=True)
    options = "|".join(re.escape(n).replace(r"\ ", r"\s+") for n in names)
    abbreviated = "|".join(sorted(codes(), key=len, reverse=True))
    return re.compile(rf"\b(?P<name>{options}|(?-i:{abbreviated})(?=\s*$))\s*$", re.IGNORECASE)


@cache
def _type_apart(name: str) -> re.Pattern[str]:
    """Give a pattern for a type whose name of the document stands between it and ``số``: ``Luật Giáo dục số``."""
    return re.compile(rf"\b(?P<name>(?:Bộ\s+)?{re.escape(name)})\s+(?P<title>[^;.:]{{2,120}}?)[\s,]*$", re.IGNORECASE)


def _type_before(text: str, start: int, symbol: Symbol) -> tuple[str | None, str | None, int]:
    """Give the type word as printed before the symbol, the name set between the two, and where the citation begins."""
    lead = text[max(0, start - 160) : start]
    begin = start - len(lead)
    number = _NUMBER_WORD.search(lead)
    stem = lead[: number.start()] if number else lead
    match = _type_pattern().search(stem)
    if match is not None:
        return _shown(match["name"]), None, begin + match.start("name")
    for name in _expected(symbol) if number and number[0].strip() else ():
        match = _last(_type_apart(name), stem)
        if match is not None:
            return _shown(match["name"]), squeeze(match["title"]), begin + match.start("name")
    return None, None, start


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """Give the match that begins last, so that nothing of an earlier citation comes in."""
    match = pattern.search(text)
    later = match
    while later is not None:
        match, later = later, pattern.search(text, later.start() + 1)
    return match


def _expected(symbol: Symbol) -> tuple[str, ...]:
    """Give the type names that the symbol itself tells: its code's, or those of the National Assembly."""
    if symbol.type_code is not None:
        return names_of(symbol.type_code)
    return ("Luật", "Pháp lệnh", "Nghị quyết") if symbol.notation.startswith(("QH", "UBTVQH")) else ()


def _shown(name: str) -> str:
    """Give a type word as printed; one in the capitals of a title as its official name."""
    kind = of_name(name) if name.isupper() else None
    return kind.name if kind and name not in codes() else squeeze(name)


def _date(text: str, after: int, following: int) -> tuple[PartialDate | None, int]:
    window = text[after : min(following, after + 60)]
    for first, last, value in dates.find_all(window):
        if _TO_DATE.fullmatch(window[:first]):
            return value, after + last
        break
    return None, after


def _issuer(text: str, after: int, following: int) -> tuple[str | None, int]:
    unread = _UNREAD_DATE.match(text, after)
    opening = _OF.match(text, unread.end() if unread else after)
    if opening is None:
        return None, after
    start = opening.end()
    stop = min(len(text), start + _ISSUER_MOST, max(following, start))
    ends = [m.start() for m in (_ISSUER_END.search(text, start, stop), _subject_words().search(text, start, stop)) if m]
    end = min(ends, default=stop)
    if not ends and stop < len(text) and stop != following:
        return None, after
    printed = _TRAILING.sub("", _without_next_type(text[start:end]))
    return (squeeze(printed), start + len(printed)) if len(printed) > 1 else (None, after)


def _without_next_type(text: str) -> str:
    """Cut off what belongs to the next citation: ``… của Chính phủ và Thông tư số``."""
    lead = _NUMBER_WORD.sub("", text)
    match = _type_pattern().search(lead)
    return lead[: match.start()] if match else text


@cache
def _subject_words() -> re.Pattern[str]:
    options = "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in words("subject"))
    return re.compile(rf"(?<!\w)(?:{options})(?!\w)")


@cache
def _subject_opening() -> re.Pattern[str]:
    return re.compile(_subject_words().pattern, re.IGNORECASE)


def _subject(text: str, after: int) -> tuple[str | None, int]:
    """Give the trích yếu that follows, as printed, and where it ends; None when none opens or none closes."""
    gap = _GAP.match(text, after)
    start = gap.end() if gap else after
    opening = _subject_opening().match(text, start)
    if opening is None:
        return None, after
    stop = min(len(text), start + _SUBJECT_MOST)
    quoted = [m.span() for m in _QUOTED.finditer(text, start, stop)]
    for end in (m.start() for m in _SUBJECT_END.finditer(text, start, stop)):
        closes_own = text[end] == ")" and "(" in text[start:end]
        if not closes_own and not any(a < end < b for a, b in quoted):
            break
    else:
        if stop < len(text):
            return None, after
        end = stop
    subject = text[start:end]
    for first, _, symbol in symbols.find_all(subject):
        cut = _next_citation(subject, first, symbol)
        if cut is not None:
            subject = subject[:cut]
            break
    shown = squeeze(subject).strip(" .,:-")
    return (shown, start + len(subject.rstrip())) if len(shown.split()) > 1 else (None, after)


def _next_citation(subject: str, first: int, symbol: Symbol) -> int | None:
    """Give where the next citation of the list begins, None when the symbol is part of this trích yếu."""
    _, _, opens = _type_before(subject, first, symbol)
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
    if _cue(Relation.ATTACHED_TO).match(text, first) or _ISSUED_WITH.match(text, first):
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
