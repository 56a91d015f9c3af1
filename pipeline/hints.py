"""What the names of the sub-folders that a file was dropped in say: whose it may be, which period, which movement.

Names are typed by anybody: without tones, with ``_`` for blanks, numbered, in capitals. A name that fits several bodies
names none.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pipeline.model import Dispatch, PartialDate, Period
from pipeline.ports import Resolver
from pipeline.reference.agencies import Agency, Registry
from pipeline.text import bare, squeeze

#: What people put in front of a name to keep folders in order: ``01.``, ``2 -``, ``03_``.
_NUMBERED = re.compile(r"^\s*\d{1,3}\s*[._)-]+\s*(?=\D)")
_PARTED = re.compile(r"\s+[-\u2010-\u2015]+\s+|[,;()]|_+-_+|__+")
_BLANKS = re.compile(r"[_.]+|(?<=[^\W\d_]{2})[-\u2010-\u2015](?=[^\W\d_]{2})")
_CODE = re.compile(r"[^\W\d_]{2,12}")
_Y = r"(?P<year>(?:19|20)\d\d)"
_Q = r"q(?:uy)? ?(?P<quarter>iv|i{1,3}|[1-4])"
_RANK = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_DAY = re.compile(rf"\b(?:{_Y} \d\d \d\d|\d\d? \d\d? (?:19|20)\d\d)\b")
_YEARS = re.compile(rf"\b{_Y} (?P<last>(?:19|20)\d\d)\b")
_QUARTER = re.compile(rf"\b(?:{_Y} {_Q}|{_Q.replace('quarter', 'one')}(?: nam)?(?: {_Y.replace('year', 'its')})?)\b")
_MONTHS = re.compile(rf"\b(?P<count>[69]) thang(?: dau)?(?: nam)?(?: {_Y})?\b")
_LAST_HALF = re.compile(rf"\b6 thang cuoi(?: nam)?(?: {_Y})?\b")
_MONTH = re.compile(
    rf"\b(?:{_Y} (?:thang |t)?(?P<month>0[1-9]|1[0-2])|(?:thang ?|t)(?P<one>\d\d?)(?:(?: nam)? (?P<its>(?:19|20)\d\d))?"
    r"|(?P<plain>0[1-9]|1[0-2]) (?P<of>(?:19|20)\d\d))\b"
)
_YEAR = re.compile(rf"\b{_Y}\b")


@dataclass(frozen=True, slots=True)
class Hints:
    """What names of folders say, each with the name that says it; ``words`` are all names, bare, to find a movement in."""

    body: Agency | None = None
    body_in: str = ""
    period: Period | None = None
    period_in: str = ""
    words: str = ""

    @property
    def silent(self) -> bool:
        """Nothing is said of a body or a period."""
        return self.body is None and self.period is None


def read(folder: str, dispatch: Dispatch, registry: Registry, resolve: Resolver, home: str | None = None) -> Hints:
    """Give what the folders (``Sở Tài chính/2026-Q3``) say to a dispatch; of two that say the same kind, the inner one counts.

    Which body a short name means is told by the province that the dispatch itself names, then by that of ``home``, the
    registry id of the office that takes it in.
    """
    names = folder.split("/")
    when = _period(names)
    # Where the page has no day, the period tells which of the bodies that bore a name in turn is meant.
    on = when[0].start if when is not None else None
    if dispatch.issued_on is not None:
        on = dispatch.issued_on.value.period.start
    province = _province(dispatch, registry, resolve, on) or registry.province_of(home)
    body = next(((found, n) for n in reversed(names) if (found := _body(n, registry, resolve, on, province))), None)
    whose, whose_in = body or (None, "")
    period, period_in = when or (None, "")
    return Hints(whose, whose_in, period, period_in, f" {bare(folder)} ")


def _province(dispatch: Dispatch, registry: Registry, resolve: Resolver, on: date | None) -> str | None:
    for field in (dispatch.parent_issuer, dispatch.issuer):
        found = registry.province_of(field.value.agency) if field is not None else None
        if found is not None:
            return found
    place = dispatch.place
    committee = None if place is None else resolve(f"UBND {place.value}", on, None)
    return None if committee is None else committee.province


def _body(name: str, registry: Registry, resolve: Resolver, on: date | None, province: str | None) -> Agency | None:
    """Give the one body that a folder is named after: by its id or code as they stand, or by its name."""
    for text in _readings(name):
        if (found := registry.agencies.get(text)) is not None:
            return found
        if _CODE.fullmatch(text) and text.isupper() and (found := _of_code(text, registry, on, province)) is not None:
            return found
        if " " in text and (found := resolve(text, on, province)) is not None:
            return found
    return None


def _of_code(code: str, registry: Registry, on: date | None, province: str | None) -> Agency | None:
    bearing = [a for a in registry.agencies.values() if a.code and bare(a.code) == bare(code) and a.alive(on)]
    near = [a for a in bearing if province is not None and registry.province_of(a.id) == province]
    found = near or [a for a in bearing if registry.province_of(a.id) is None]
    return found[0] if len(found) == 1 else None


def _readings(name: str) -> Iterator[str]:
    """Give the ways to read a folder's name: as it is, without its number, with blanks for ``_``, piece by piece."""
    plain = squeeze(_NUMBERED.sub("", name))
    pieces = [squeeze(_BLANKS.sub(" ", piece)) for piece in _PARTED.split(plain)]
    seen = dict.fromkeys((name, plain, squeeze(_BLANKS.sub(" ", plain)), *pieces))
    yield from (text for text in seen if text)


def _period(names: list[str]) -> tuple[Period, str] | None:
    """Give the innermost period that is named; a quarter or a month takes its year from a folder around it."""
    texts = [bare(name) for name in names]
    for at in reversed(range(len(names))):
        around = next((y["year"] for text in reversed(texts[:at]) if (y := _YEAR.search(text))), None)
        found = _named(texts[at], around)
        if found is not None:
            return found, names[at]
    return None


def _named(text: str, around: str | None) -> Period | None:
    # A whole day is when somebody put the file there, no period of a report.
    if _DAY.search(text):
        return None
    if (years := _YEARS.search(text)) and years["year"] <= years["last"]:
        return Period(_year(years["year"]).start, _year(years["last"]).end)
    if found := _QUARTER.search(text):
        rank = found["quarter"] or found["one"]
        year = found["year"] or found["its"] or around
        first = 3 * int(_RANK.get(rank, rank)) - 2
        return None if year is None else _months(int(year), first, first + 2)
    if found := _LAST_HALF.search(text):
        year = found["year"] or around
        return None if year is None else _months(int(year), 7, 12)
    if found := _MONTHS.search(text):
        year = found["year"] or around
        return None if year is None else _months(int(year), 1, int(found["count"]))
    if found := _MONTH.search(text):
        month, year = found["month"] or found["one"] or found["plain"], found["year"] or found["its"] or found["of"]
        year = year or around
        return _months(int(year), int(month), int(month)) if year is not None and 1 <= int(month) <= 12 else None
    found = _YEAR.search(text)
    return None if found is None else _year(found["year"])


def _months(year: int, first: int, last: int) -> Period:
    return Period(PartialDate(year, first).period.start, PartialDate(year, last).period.end)


def _year(year: str) -> Period:
    return PartialDate(int(year)).period
