"""Document symbols (số, ký hiệu): one symbol, or every citation in running prose.

Grammar after NĐ 30/2020/NĐ-CP, Phụ lục I, mục II.3 (state), HD 36-HD/VPTW (Party) and the year that legal
normative documents carry::

    STATE  119/KH-UBND   31/2020/QĐ-UBND   06/2022/QH15   1232/BTĐKT-VI   4321/QĐ-BNN-TCCB   12a/BC-SNV
    PARTY  12-KH/TU      1594-TB/TU
    OLD    51/CP         80-TTg            (only behind a type name or "số")

What is printed against the rules is read as printed, blanks and dashes folded: ``NQ - CP``, ``CTr.UBND``, ``QĐ/BTC``.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cache

from pipeline.reference.symbol_codes import codes, nicknamed, type_names

_CAPITAL = "[A-ZĐĂÂÊÔƠƯ]"
_LETTER = "[A-Za-zĐđĂÂÊÔƠƯăâêôơư0-9]"
#: One group of a symbol: ``UBND``, ``TTg``, ``SNN&PTNT``, ``THPTCL2``.
_GROUP = rf"{_CAPITAL}{_LETTER}{{0,14}}(?:\s?&\s?{_CAPITAL}{_LETTER}{{0,14}})?"
#: A group that prose would hardly write by chance.
_SURE = rf"(?={_CAPITAL}{{2}}|{_CAPITAL}[a-zđ]{{0,2}}{_CAPITAL}|{_CAPITAL}\d){_GROUP}"
_NUMBER = r"(?P<number>\d{1,5}[A-Za-zđĐ]?|\d\.\d{3})"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_SLASH = r"\s{0,3}/\s{0,3}"
#: A hyphen inside the symbol: tight, or with one blank on one side (a line end fell there).
_TIGHT = r"(?:-\s?|\s-)"
#: A dot or a slash where the rules want a hyphen.
_LOOSE = rf"[./](?={_CAPITAL}{{2}}|{_CAPITAL}[a-z]?{_CAPITAL}|{_CAPITAL}\d)"
#: A symbol ends where its letters end; a few words get glued to it when a blank was lost.
_END = r"(?:(?!\w)|(?=ngày|năm|của|về|và\b))"
#: The first hyphen may stand between blanks (``NQ - CP``), before capitals only; a later one is a dash of the sentence
#: unless the date follows.
_TAIL = (
    rf"(?:\s?-\s?{_SURE}|{_TIGHT}{_GROUP}|{_LOOSE}{_GROUP})"
    rf"(?:{_TIGHT}{_GROUP}|{_LOOSE}{_GROUP}|\s-\s{_CAPITAL}{{2,8}}(?=\s+ngày\b)){{0,4}}"
)

_DASHES = re.compile("[\u2010-\u2015\u2212]")
_SPACES = re.compile(r"\s+")
_PREFIX = re.compile(r"^\s*(?:Số|SỐ|số|So|SO)?\s*[:.]?\s*")
#: What stands in place of an unwritten number.
_BLANK = r"[\s._…·*-]*"
_NUMBER_WORD = re.compile(r"\bsố\s{0,3}:?\s{0,3}$", re.IGNORECASE)
#: What every symbol in prose has; most paragraphs have none of it and need no search.
_POSSIBLE = re.compile(
    r"\d(?:[A-Za-zđĐ]?\s{0,3}[/\-\u2010-\u2015\u2212]\s{0,3}[\dA-ZĐ]|[a-zđ]?\s{1,3}[A-ZĐ]\w{1,4}\s?/)"
)
#: A year behind a number left blank, or behind one that lost its slash (``số        2006/QĐ-UBND``), is no number.
_YEAR_ALONE = re.compile(r"(?:19|20)\d\d(?!\d)")
_UNWRITTEN = re.compile(r"(?:\s{4,}|[.…_]\s*|\d\s+)$")
_GOES_ON = re.compile(r"\s*(?:,|;|và)\s*(?:số\s*)?")
#: Numbers behind these words name forms, lots and addresses, not documents.
_NO_DOCUMENT = re.compile(
    r"\b(?:mẫu|biểu|biển|phụ lục|bảng|lô|thửa|bản đồ|nhà|đường|ngõ|tài khoản|ký hiệu|mã)\s*$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Symbol:
    """One document symbol. ``str`` gives it as printed with blanks and dashes folded.

    ``number`` keeps its zeros and its letter (``05``, ``12a``) and is None when left blank. ``notation`` is what
    follows number and year: ``KH-UBND``, ``QH15``, ``KH/TU``. ``type_code`` is the known code that opens it, None
    for a công văn. ``party`` tells ``12-KH/TU`` from ``12/KH-TU``.
    """

    number: str | None
    notation: str
    year: int | None = None
    type_code: str | None = None
    party: bool = False

    def __str__(self) -> str:
        """Write the symbol."""
        joint = "-" if self.party else "/"
        year = "" if self.year is None else f"{self.year}/"
        return f"{self.number or ''}{joint}{year}{self.notation}"

    @property
    def is_law(self) -> bool:
        """Tell whether the symbol carries its year, as legal normative documents do."""
        return self.year is not None


@cache
def _codes() -> str:
    return "|".join(sorted(map(re.escape, codes()), key=lambda c: (-len(c), c)))


@cache
def _state(whole: bool) -> re.Pattern[str]:
    number = rf"(?:{_NUMBER}|{_BLANK})" if whole else _NUMBER
    # A year that ran into the code ("18/2020QĐ-UBND") stays in the notation: it is printed so.
    lost = rf"(?:\d{{4,5}}(?=(?:{_codes()})[-.]))?"
    body = rf"(?P<body>{lost}(?:{_SURE}(?P<tail>{_TAIL})?|{_GROUP}(?P<tail2>{_TAIL})))"
    return re.compile(rf"{number}(?P<slash>{_SLASH})(?:{_YEAR}{_SLASH})?{body}{_END}")


@cache
def _party(whole: bool) -> re.Pattern[str]:
    number = rf"(?:{_NUMBER}|[\s._…·*]*)" if whole else _NUMBER
    joint = r"(?:\s{0,3}-\s{0,3}|\s{1,3})"
    body = rf"(?P<body>(?:{_codes()}|[A-ZĐ]{{2,4}})\s?/\s?{_GROUP}(?:{_TIGHT}{_GROUP}){{0,3}})"
    return re.compile(rf"{number}{joint}{body}{_END}")


_OLD = re.compile(rf"{_NUMBER}-(?P<body>{_SURE}){_END}")


@cache
def _type_before(numbered: bool) -> re.Pattern[str]:
    """Give a pattern for the type right before a symbol; without ``số`` some types only take a nickname's number."""
    names = [n for n in type_names() if numbered or n not in nicknamed()]
    options = "|".join(re.escape(n).replace(r"\ ", r"\s+") for n in names)
    return re.compile(rf"\b(?:{options}|văn bản|(?-i:{_codes()}))\s*$", re.IGNORECASE)


def _fold(text: str) -> str:
    return _SPACES.sub("", text)


@cache
def _loose_codes() -> dict[str, str | None]:
    out: dict[str, str | None] = {}
    for code in codes():
        folded = code.casefold()
        out[folded] = code if folded not in out else None
    return out


def _code_of(notation: str) -> str | None:
    first = re.split(r"[-./]", re.sub(r"^\d+", "", notation), maxsplit=1)
    if len(first) < 2:
        return None
    return first[0] if first[0] in codes() else _loose_codes().get(first[0].casefold())


def _symbol(match: re.Match[str], party: bool) -> Symbol:
    groups = match.groupdict()
    notation = _fold(groups["body"])
    year = groups.get("year")
    return Symbol(groups["number"], notation, int(year) if year else None, _code_of(notation), party)


def parse(text: str) -> Symbol | None:
    """Read a text that is a symbol and nothing else, with or without ``Số:``; a blank or dotted number is None.

    Gives None when the text is anything else.
    """
    folded = _PREFIX.sub("", _DASHES.sub("-", text)).rstrip(" \t.;,:")
    match = _party(True).fullmatch(folded)
    if match and "/" not in match["body"].partition("/")[2]:
        return _symbol(match, party=True)
    match = _state(True).fullmatch(folded)
    if match:
        return _symbol(match, party=False)
    match = _OLD.fullmatch(folded)
    return _symbol(match, party=True) if match else None


class _Verdict(Enum):
    """What the words before a match make of it."""

    CITED = "cited"
    FORM = "form"
    NOTHING = "nothing"


def _verdict(text: str, start: int, *, certain: bool) -> _Verdict:
    """Judge a match by what stands before it; ``certain`` shapes need no word before them to be a citation."""
    if start and (text[start - 1].isalnum() or text[start - 1] in "/._"):
        return _Verdict.NOTHING
    if start > 1 and text[start - 1] in "-," and text[start - 2].isalnum():
        return _Verdict.NOTHING
    before = text[max(0, start - 48) : start]
    if _YEAR_ALONE.match(text, start) and _UNWRITTEN.search(before):
        return _Verdict.NOTHING
    number = _NUMBER_WORD.search(before)
    word = before[: number.start()].rstrip() if number else before.rstrip()
    if _NO_DOCUMENT.search(word):
        return _Verdict.FORM
    known = certain or _type_before(number is not None).search(word) is not None
    return _Verdict.CITED if known else _Verdict.NOTHING


def _matches(text: str) -> Iterator[tuple[int, int, Symbol, bool]]:
    for match in _state(False).finditer(text):
        groups = match.groupdict()
        certain = bool(groups["tail"] or groups["tail2"] or groups["year"])
        yield match.start(), match.end(), _symbol(match, party=False), certain
    for match in _party(False).finditer(text):
        symbol = _symbol(match, party=True)
        yield match.start(), match.end(), symbol, symbol.type_code is not None
    for match in _OLD.finditer(text):
        yield match.start(), match.end(), _symbol(match, party=True), False


def _judged(text: str) -> list[tuple[int, int, Symbol, _Verdict]]:
    """Give every match with its verdict, in order, without overlaps; a list goes on as it began."""
    out: list[tuple[int, int, Symbol, _Verdict]] = []
    if _POSSIBLE.search(text) is None:
        return out
    folded = _DASHES.sub("-", text)
    for start, end, symbol, certain in sorted(_matches(folded), key=lambda m: (m[0], -m[1])):
        verdict = _verdict(folded, start, certain=certain)
        if verdict is _Verdict.NOTHING or (out and start < out[-1][1]):
            continue
        if out and out[-1][3] is _Verdict.FORM and _GOES_ON.fullmatch(folded, out[-1][1], start):
            verdict = _Verdict.FORM
        out.append((start, end, symbol, verdict))
    return out


def read(text: str) -> tuple[list[tuple[int, int, Symbol]], frozenset[Symbol]]:
    """Give what ``find_all`` and ``forms`` give, by one reading."""
    judged = _judged(text)
    cited = [(start, end, symbol) for start, end, symbol, verdict in judged if verdict is _Verdict.CITED]
    return cited, frozenset(symbol for _, _, symbol, verdict in judged if verdict is _Verdict.FORM)


def find_all(text: str) -> list[tuple[int, int, Symbol]]:
    """Give every symbol cited in running prose as (start, end, symbol), in order, without overlaps.

    Dates, fractions, standards (``TCVN 7978:2009``), form numbers (``mẫu số 02/GTGT``) and money are not symbols.
    """
    return read(text)[0]


def forms(text: str) -> frozenset[Symbol]:
    """Give the numbers of forms in ``text`` (``Biểu số 60/CK-NSNN``), as the symbols they look like."""
    return read(text)[1]
