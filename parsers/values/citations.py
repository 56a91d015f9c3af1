"""Citations in running text: symbol, type, date, issuer and trích yếu of each cited document, and where it stands.

NĐ 30/2020/NĐ-CP, Phụ lục I, mục II.6: a first citation gives type, symbol, date, issuer and trích yếu, a later one type
and symbol. What the cited document is to the citing one is not told here.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from parsers.values import dates, symbols
from parsers.values.symbols import Symbol
from pipeline.model import PartialDate
from pipeline.reference.citation_words import words
from pipeline.reference.document_types import of_name
from pipeline.reference.people import body_words
from pipeline.reference.symbol_codes import codes, names_of, type_names
from pipeline.text import squeeze

#: Longer than any trích yếu; what runs on without an end is no trích yếu.
_SUBJECT_MOST, _ISSUER_MOST = 420, 120
_NUMBER_WORD = re.compile(r"\s*(?:\(?\s*số\s*:?)?\s*$", re.IGNORECASE)
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
#: Remarks in parentheses behind a trích yếu; other parentheses are part of it.
_REMARK = r"sau đây|gọi|viết|được|kèm|gửi|bản|có|đính|Công văn|văn bản|nay|đã"
_QUOTED = re.compile(r"[“\"«][^”\"»]{0,300}[”\"»]")
_TRAILING = re.compile(r"(?:[\s.,-]|\svà(?:\s+các)?\s*$)+$")
_GAP = re.compile(r"[\s,]*(?P<quote>[“\"«])?")
#: Numbers that share the notation of the last: ``số 1, 2 và 3/QĐ-UBND``.
_NUMBER_LIST = re.compile(
    r"\bsố\s*:?\s*(?P<list>\d{1,5}[a-z]?(?:\s*,\s*\d{1,5}[a-z]?){0,7}\s*(?:,|và|,\s*và)\s*)$", re.IGNORECASE
)
_ONE = re.compile(r"\d{1,5}[a-z]?")
#: Between two citations of one list.
_LISTED = re.compile(r"\s*,?\s*(?:và|cùng)?\s*(?:các)?\s*(?:số\s*)?")


@dataclass(frozen=True, slots=True)
class Citation:
    """One cited document. ``start`` to ``end`` is the citation without its trích yếu, which ends at ``subject_end``.

    ``doc_type`` is the type word as printed; ``listed`` tells that it goes on with the citation before it (``…, …
    và …``). ``misprint`` tells a symbol against the rules, kept as printed.
    """

    start: int
    end: int
    subject_end: int
    symbol: Symbol
    doc_type: str | None = None
    issued_on: PartialDate | None = None
    issuer: str | None = None
    subject: str | None = None
    listed: bool = False
    #: The notation is that of the last number of its list (``số 1, 2 và 3/QĐ-UBND``); the date is not taken over.
    shared: bool = False

    @property
    def misprint(self) -> bool:
        """Tell a symbol whose code swallowed the year (``18/20202QĐ-UBND``)."""
        return self.symbol.notation[0].isdigit()


def find_all(text: str, found: Sequence[tuple[int, int, Symbol]] | None = None) -> list[Citation]:
    """Give every citation of ``text`` in order; ``found`` are its symbols where they have been read before."""
    if found is None:
        found = symbols.find_all(text)
    out: list[Citation] = []
    for position, (start, end, symbol) in enumerate(found):
        following = found[position + 1][0] if position + 1 < len(found) else len(text)
        numbers = _numbers_before(text, start, symbol)
        if not numbers:
            out.append(_citation(text, start, end, symbol, following, out[-1] if out else None))
            continue
        first = _citation(text, numbers[0][0], end, symbol, following, out[-1] if out else None)
        for order, (at, number) in enumerate(numbers):
            opens, close = (first.start if order == 0 else at), at + len(number)
            out.append(
                replace(
                    first, start=opens, end=close, subject_end=close, symbol=replace(symbol, number=number),
                    issued_on=None, subject=None, listed=first.listed or order > 0, shared=True,
                )
            )  # fmt: skip
        out.append(replace(first, start=start, listed=True))
    return out


def _numbers_before(text: str, start: int, symbol: Symbol) -> list[tuple[int, str]]:
    """Give the numbers of a list that shares one notation: ``các Quyết định số 1, 2 và 3/QĐ-UBND``; none elsewhere."""
    lead = _NUMBER_LIST.search(text, max(0, start - 60), start)
    if symbol.number is None or lead is None:
        return []
    name, _, _ = _type_before(text, lead.start("list"), symbol)
    return [] if name is None else [(m.start(), m[0]) for m in _ONE.finditer(text, lead.start("list"), start)]


def _citation(text: str, start: int, end: int, symbol: Symbol, following: int, before: Citation | None) -> Citation:
    name, title, opens = _type_before(text, start, symbol)
    listed = before is not None and _LISTED.fullmatch(text[max(before.end, before.subject_end) : opens]) is not None
    if name is None and listed and before is not None:
        name = before.doc_type
    issued_on, last = _date(text, end, following)
    issuer, last = _issuer(text, last, following)
    if issued_on is None:
        issued_on, last = _date(text, last, following)
    subject, subject_end = _subject(text, last)
    issuer = issuer or _issuer_before(text, opens)
    subject = subject or title
    return Citation(opens, max(last, end), max(subject_end, last), symbol, name, issued_on, issuer, subject, listed)


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
    if _subject_opening().match(text, start) is None:
        return None, after
    end = _subject_end(text, start, quoted=gap is not None and gap["quote"] is not None)
    if end is None:
        return None, after
    subject = text[start:end]
    for first, _, symbol in symbols.find_all(subject):
        cut = _next_citation(subject, first, symbol)
        if cut is not None:
            subject = subject[:cut]
            break
    shown = squeeze(subject).strip(" .,:-")
    return (shown, start + len(subject.rstrip())) if len(shown.split()) > 1 else (None, after)


def _subject_end(text: str, start: int, *, quoted: bool) -> int | None:
    """Give where the trích yếu ends: at its closing quotation mark, or where the sentence turns; None when it runs on."""
    stop = min(len(text), start + _SUBJECT_MOST)
    if quoted:
        closing = re.compile(r"[”\"»]").search(text, start, stop)
        return closing.start() if closing else None
    inside = [m.span() for m in _QUOTED.finditer(text, start, stop)]
    for end in (m.start() for m in _turns().finditer(text, start, stop)):
        closes_own = text[end] == ")" and "(" in text[start:end]
        if not closes_own and not any(a < end < b for a, b in inside):
            return end
    return stop if stop == len(text) else None


@cache
def _turns() -> re.Pattern[str]:
    """Give the ends of a trích yếu; behind a comma the sentence goes on with a body's name."""
    bodies = "|".join(re.escape(w) for w in sorted(body_words(), key=len, reverse=True) if w[0].isupper())
    return re.compile(
        rf";|\)|\((?=\s*(?:{_REMARK}))|\.(?=\s|$)|\./\.|:(?=\s|$)|,\s+(?=(?:{bodies})\b)|"
        r",\s+(?=(?:trên địa bàn|trong thời gian|đến nay|thời gian qua|hiện nay)\b)|"
        r"\s(?=(?:đã|thì|hết hiệu lực|có hiệu lực)\s)"
    )


def _next_citation(subject: str, first: int, symbol: Symbol) -> int | None:
    """Give where the next citation of the list begins, None when the symbol is part of this trích yếu."""
    _, _, opens = _type_before(subject, first, symbol)
    lead = subject[:opens]
    match = re.search(r"(?:,|\s+và(?:\s+các)?)\s*$", lead)
    return match.start() if match else None


def _issuer_before(text: str, opens: int) -> str | None:
    match = _ISSUER_BEFORE.search(text, max(0, opens - 160), opens)
    return squeeze(match["issuer"]) if match else None
