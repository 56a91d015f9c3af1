"""Periods and deadlines as dispatches write them: ``quý III/2023``, ``6 tháng đầu năm 2023``, ``trước ngày 15/11 hằng năm``.

Every mention keeps its days, the date as printed (cut off where the page is), and what the words around it make of it:
a deadline, an as-of date, or something that comes back every year. Single dates are read by ``parsers.values.dates``.
"""

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import lru_cache

from parsers.values import dates
from pipeline.model import PartialDate, Period


class PeriodKind(StrEnum):
    """How the mention is cut: by the calendar, by a stated span of days, or yearly without a year (hằng năm)."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    MONTHS = "months"
    YEAR = "year"
    YEARS = "years"
    SCHOOL_YEAR = "school_year"
    SPAN = "span"
    YEARLY = "yearly"


@dataclass(frozen=True, slots=True)
class PeriodMention:
    """One mention: characters ``start`` to ``end`` with its leading words (``đến``, ``trước ngày``).

    ``period`` is None where the year is neither printed nor hinted at. ``last`` is the end as printed (``2025``).
    ``deadline`` is True after trước, chậm nhất, đến; ``as_of`` is the day after ``tính đến``; ``recurring`` is True
    with ``hằng năm``; ``hinted`` is True when the year comes from the hint and not from the page.
    """

    start: int
    end: int
    kind: PeriodKind
    period: Period | None
    last: PartialDate | None = None
    as_of: date | None = None
    deadline: bool = False
    recurring: bool = False
    hinted: bool = False


_Y = r"(?:19|20)\d\d"
_DASH = r"\s*(?:-|–|—|đến(?:\s+hết)?|tới)\s*"
_OF_YEAR = rf"(?:\s*(?:/|-|,?\s*(?:của\s+)?năm)\s*(?P<year>{_Y}))"
_Q = r"(?:IV|I{1,3}|[1-4])"
_RANK = {"I": 1, "II": 2, "III": 3, "IV": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_COUNT = {"ba": 3, "sáu": 6, "chín": 9}

_QUARTER = re.compile(
    rf"\bquý\s+(?P<first>{_Q})(?:\s*(?:,|và|{_DASH})\s*(?:quý\s+)?(?P<second>{_Q}))?(?!\w){_OF_YEAR}?", re.IGNORECASE
)
_MONTHS = re.compile(
    rf"\b(?P<count>\d{{1,2}}|ba|sáu|chín)\s+tháng(?:\s+(?P<half>đầu|cuối)(?:\s+năm)?)?(?:\s*(?:/|năm)?\s*(?P<year>{_Y})(?!\d))?",
    re.IGNORECASE,
)
_SCHOOL = re.compile(rf"\bnăm\s+học\s+(?P<first>{_Y}){_DASH}(?P<second>{_Y})", re.IGNORECASE)
_YEARS = re.compile(
    rf"(?:\b(?:giai\s+đoạn|thời\s+kỳ|nhiệm\s+kỳ|(?:từ\s+)?(?:các\s+)?năm|từ)\s+)?(?<![\d/.,-])(?P<first>{_Y}){_DASH}(?:năm\s+)?(?P<second>{_Y})(?![\d/]|[.,]\d)",
    re.IGNORECASE,
)
_MONTH_RANGE = re.compile(
    rf"\b(?:từ\s+)?tháng\s+(?P<first>\d{{1,2}})(?:\s*/\s*(?P<early>{_Y}))?(?:{_DASH}|(?P<list>\s*(?:,|và)\s*))(?:tháng\s+)?(?P<second>\d{{1,2}})(?!\d|\s*/\s*\d{{1,2}}(?!\d)){_OF_YEAR}?",
    re.IGNORECASE,
)
_MONTH = re.compile(rf"\btháng\s+(?P<month>\d{{1,2}})(?!\d|\s*[/.-]\s*\d{{1,2}}(?!\d)){_OF_YEAR}?(?!\d)", re.IGNORECASE)
_BARE_MONTH = re.compile(rf"(?<![\d/.,])(?P<month>0?[1-9]|1[0-2])\s?/\s?(?P<year>{_Y})(?!\s*/|\d)")
_DAY_SPAN = re.compile(
    rf"\b(?:từ\s+)?(?:ngày\s+)?(?P<d1>\d{{1,2}})(?:\s*[/.-]\s*(?P<m1>\d{{1,2}})|\s+tháng\s+(?P<m1l>\d{{1,2}}))?"
    rf"(?:\s*[/.-]\s*(?P<y1>{_Y})|\s+năm\s+(?P<y1l>{_Y}))?\s*(?:đến(?:\s+hết)?|tới|-|–|(?P<list>,|và))\s*(?:hết\s+)?(?:ngày\s+)?"
    rf"(?P<d2>\d{{1,2}})(?:\s*[/.-]\s*|\s+tháng\s+)(?P<m2>\d{{1,2}})(?!\d)(?:(?:\s*[/.-]\s*|\s+năm\s+)(?P<y2>{_Y}))?(?!\d|[.,]\d|\s*%)",
    re.IGNORECASE,
)
#: "từ tháng 01/2020 đến 30/6/2020": the first day of the month to a day.
_MONTH_TO_DAY = re.compile(
    rf"\b(?:từ\s+)?tháng\s+(?P<m1>\d{{1,2}})(?:\s*[/.-]\s*(?P<y1>{_Y}))?\s*(?:đến(?:\s+hết)?|tới|-|–)\s*(?:ngày\s+)?"
    rf"(?P<d2>\d{{1,2}})(?:\s*[/.-]\s*|\s+tháng\s+)(?P<m2>\d{{1,2}})(?!\d)(?:\s*[/.-]\s*|\s+năm\s+)(?P<y2>{_Y})(?!\d)",
    re.IGNORECASE,
)
_DAY_OF_YEARLESS = re.compile(
    r"(?:\bngày\s+|(?<=trước )|(?<=đến )|(?<=nhất )|(?<=là )|(?<=dịp ))"
    r"(?P<day>\d{1,2})(?:\s*[/.-]\s*|\s+tháng\s+)(?P<month>\d{1,2})(?!\d|\s*[/.-]\s*\d)",
    re.IGNORECASE,
)
_YEAR = re.compile(
    rf"(?:\b(?:cả|trong|vào|đầu|cuối)\s+)?\bnăm\s+(?P<year>{_Y})(?!\d|\s?[-–]\s?\d{{3,}})|^\W{{0,4}}(?P<bare>{_Y})(?=\s*:)",
    re.IGNORECASE,
)
_YEARLY = re.compile(r"\b(?:hằng|hàng|mỗi)\s+(?P<what>năm|quý|tháng)\b", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_HINT = re.compile(r"quý|(?:hằng|hàng|mỗi)\s+(?:năm|tháng)|(?:ba|sáu|chín)\s+tháng")
_RECURS = re.compile(r"hằng|hàng|mỗi|định\s")
_AS_OF = re.compile(
    r"(?:tính\s+đến|tính\s+từ.*?đến|đến\s+thời\s+điểm|tại\s+thời\s+điểm)(?:\s+hết)?\s*(?:ngày\s+)?$", re.IGNORECASE
)
_DEADLINE = re.compile(
    r"(?:trước|chậm\s+nhất(?:\s+(?:là|vào|đến))*|muộn\s+nhất(?:\s+là)?|hạn\s+(?:cuối|chót)(?:\s+là)?|không\s+quá|không\s+muộn\s+hơn"
    r"|xong\s+(?:trong|trước)|thời\s+hạn(?:\s+là)?|(?<!tính )đến|\bhết)(?:\s+hết)?"
    r"(?:\s+\d{1,2}\s*(?:giờ|h|g)\s*(?:\d{2})?(?:\s*phút)?,?)?\s*(?:ngày\s+|cuối\s+|đầu\s+)?$",
    re.IGNORECASE,
)
_EVERY = re.compile(
    r"\s*,?\s*\(?(?:của\s+)?(?:(?:hằng|hàng|mỗi)\s+(?:năm|quý|tháng)|năm\s+(?:sau|kế\s+tiếp|tiếp\s+theo|liền\s+kề))",
    re.IGNORECASE,
)
#: "6 tháng" is a stretch of time and no half of a year after these words and before those.
_STRETCH = re.compile(
    r"(?:thời\s+hạn|thời\s+gian|trong|đủ|sau|từ|ít\s+nhất|kỳ\s+hạn|trên|dưới|quá|hơn|trước|mỗi|tối\s+thiểu|định\s+kỳ)\s*$",
    re.IGNORECASE,
)
_STRETCH_AFTER = re.compile(r"\s*(?:kể\s+từ|trở|tuổi|lương|một\s+lần|/|\d\s+lần|01\s+lần|liên\s+tục|tù)", re.IGNORECASE)
_REGULAR = re.compile(r"\bđịnh\s+kỳ\b", re.IGNORECASE)


def _days(first: PartialDate, last: PartialDate) -> Period | None:
    return Period(first.period.start, last.period.end) if first.period.start <= last.period.end else None


def _partial(year: int | None, month: int | None = None, day: int | None = None) -> PartialDate | None:
    try:
        return None if year is None else PartialDate(year, month, day)
    except ValueError:
        return None


def _mention(
    match: re.Match[str], kind: PeriodKind, first: PartialDate | None, last: PartialDate | None, hinted: bool
) -> PeriodMention:
    period = _days(first, last) if first is not None and last is not None else None
    printed = last if kind is not PeriodKind.QUARTER and kind is not PeriodKind.MONTHS else None
    if printed is None and period is not None:
        printed = PartialDate(period.end.year, period.end.month)
    return PeriodMention(
        match.start(), match.end(), kind, period, printed if period else None, hinted=hinted and period is not None
    )


def _year_of(match: re.Match[str], hint: int | None) -> tuple[int | None, bool]:
    printed = match["year"]
    return (int(printed), False) if printed else (hint, True)


def _quarter(match: re.Match[str], hint: int | None) -> PeriodMention | None:
    year, hinted = _year_of(match, hint)
    first = _RANK[match["first"].upper()]
    second = _RANK[(match["second"] or match["first"]).upper()]
    if second < first:
        return None
    return _mention(match, PeriodKind.QUARTER, _partial(year, 3 * first - 2), _partial(year, 3 * second), hinted)


def _months(match: re.Match[str], hint: int | None) -> PeriodMention | None:
    printed = match["count"].lower()
    count = _COUNT.get(printed) or int(printed)
    year, hinted = _year_of(match, hint)
    if (
        not 1 <= count <= 12
        or _is_stretch(match)
        or (match["half"] is None and (match["year"] is None and count not in (6, 9)))
    ):
        return None
    late = (match["half"] or "").lower() == "cuối"
    first, last = (13 - count, 12) if late else (1, count)
    return _mention(match, PeriodKind.MONTHS, _partial(year, first), _partial(year, last), hinted)


def _is_stretch(match: re.Match[str]) -> bool:
    if match["half"] is not None or match["year"] is not None:
        return False
    before = match.string[max(0, match.start() - 20) : match.start()]
    return _STRETCH.search(before) is not None or _STRETCH_AFTER.match(match.string, match.end()) is not None


def _school_year(match: re.Match[str], hint: int | None) -> PeriodMention | None:
    """The school year runs from September to the end of May (khung kế hoạch thời gian năm học)."""
    first, second = int(match["first"]), int(match["second"])
    if second != first + 1:
        return None
    return _mention(match, PeriodKind.SCHOOL_YEAR, PartialDate(first, 9), PartialDate(second, 5), False)


def _years(match: re.Match[str], hint: int | None) -> PeriodMention | None:
    first, second = int(match["first"]), int(match["second"])
    return _mention(match, PeriodKind.YEARS, PartialDate(first), PartialDate(second), False) if first < second else None


def _month_range(match: re.Match[str], hint: int | None) -> PeriodMention | None:
    if match["list"] and int(match["second"]) != int(match["first"]) + 1:
        # "tháng 6 và tháng 12": two months, and no half of a year between them.
        return None
    year, hinted = _year_of(match, hint)
    first = _partial(int(match["early"]) if match["early"] else year, int(match["first"]))
    last = _partial(year, int(match["second"]))
    if first is None or last is None:
        return None if year is not None else PeriodMention(match.start(), match.end(), PeriodKind.MONTHS, None)
    return replace(_mention(match, PeriodKind.MONTHS, first, last, hinted), last=last) if first <= last else None


def _month(match: re.Match[str], hint: int | None) -> PeriodMention | None:
    year, hinted = _year_of(match, hint)
    month = _partial(year, int(match["month"]))
    return _mention(match, PeriodKind.MONTH, month, month, hinted) if 1 <= int(match["month"]) <= 12 else None


def _day_span(match: re.Match[str], hint: int | None) -> PeriodMention | None:
    d1, m1, y1, d2, m2, y2 = (match[n] for n in ("d1", "m1", "y1", "d2", "m2", "y2"))
    if match["list"] and (m1 or match["m1l"] or int(d2) != int(d1) + 1):
        # "ngày 10 và 11/9" is one stretch of two days; other lists of days are single days.
        return None
    late = y2 or y1 or match["y1l"]
    year = int(late) if late else hint
    early = y1 or match["y1l"]
    first = _partial(int(early) if early else year, int(m1 or match["m1l"] or m2), int(d1))
    last = _partial(year, int(m2), int(d2))
    if first is None or last is None or last < first:
        return None
    return _mention(match, PeriodKind.SPAN, first, last, late is None)


def _month_to_day(match: re.Match[str], hint: int | None) -> PeriodMention | None:
    year = int(match["y2"])
    first = _partial(int(match["y1"]) if match["y1"] else year, int(match["m1"]))
    last = _partial(year, int(match["m2"]), int(match["d2"]))
    return None if first is None or last is None else _mention(match, PeriodKind.SPAN, first, last, False)


def _day(match: re.Match[str], hint: int | None) -> PeriodMention | None:
    try:
        if int(match["day"]) > calendar.monthrange(2024, int(match["month"]))[1]:
            return None
    except (calendar.IllegalMonthError, ValueError):
        return None
    day = _partial(hint, int(match["month"]), int(match["day"]))
    return _mention(match, PeriodKind.DAY, day, day, True)


def _year(match: re.Match[str], hint: int | None) -> PeriodMention | None:
    year = PartialDate(int(match["year"] or match["bare"]))
    mention = _mention(match, PeriodKind.YEAR, year, year, False)
    return replace(mention, start=match.start("bare")) if match["bare"] else mention


@dataclass(frozen=True, slots=True)
class _Form:
    """A way to write a period: where it stands, what it means, and what a text in small letters has that may hold one."""

    pattern: re.Pattern[str]
    read: Callable[[re.Match[str], int | None], PeriodMention | None]
    hint: re.Pattern[str]


_DAY_AND_MONTH = re.compile(r"\d\s*(?:[/.-]|tháng)\s*\d")
#: In this order: the longer form is never read as a shorter one.
_FORMS = (
    _Form(_SCHOOL, _school_year, re.compile("học")),
    _Form(_MONTH_TO_DAY, _month_to_day, re.compile("tháng")),
    _Form(_DAY_SPAN, _day_span, _DAY_AND_MONTH),
    _Form(_YEARS, _years, re.compile(rf"{_Y}\s*(?:-|–|—|đến|tới)")),
    _Form(_QUARTER, _quarter, re.compile("quý")),
    _Form(_MONTHS, _months, re.compile("tháng")),
    _Form(_MONTH_RANGE, _month_range, re.compile("tháng")),
)
_SHORT_FORMS = (
    _Form(_DAY_OF_YEARLESS, _day, _DAY_AND_MONTH),
    _Form(_MONTH, _month, re.compile("tháng")),
    _Form(_BARE_MONTH, _month, re.compile(rf"\d\s?/\s?{_Y}")),
    _Form(_YEAR, _year, re.compile(_Y)),
)


def _clear(found: list[PeriodMention], start: int, end: int) -> bool:
    return all(end <= other.start or start >= other.end for other in found)


def _with_context(text: str, mention: PeriodMention, floor: int) -> PeriodMention:
    head = text[max(floor, mention.start - 30) : mention.start]
    recurring = _EVERY.match(text, mention.end)
    end = recurring.end() if recurring else mention.end
    out = replace(mention, end=end, recurring=recurring is not None)
    if recurring and mention.hinted:
        out = replace(out, period=None, last=None, hinted=False)
    as_of, deadline = _AS_OF.search(head), _DEADLINE.search(head)
    if as_of:
        at = mention.period.end if mention.period else None
        return replace(out, start=mention.start - len(head) + as_of.start(), as_of=at)
    if deadline and mention.kind not in (PeriodKind.YEARS, PeriodKind.SCHOOL_YEAR, PeriodKind.SPAN):
        return replace(out, start=mention.start - len(head) + deadline.start(), deadline=True)
    return out


#: What stands between the days of a row: "trước ngày 15/6 và ngày 15/12/2024".
_ROW = re.compile(r"\s*(?:,|;|và)\s*(?:ngày\s+)?", re.IGNORECASE)
_ROW_DAY = re.compile(
    r"\s*(?:,|;|và)\s+(?P<day>\d{1,2})\s*[/.-]\s*(?P<month>\d{1,2})(?!\d|\s*[/.-]\s*\d|\s*%)", re.IGNORECASE
)


def _in_rows(text: str, found: list[PeriodMention]) -> list[PeriodMention]:
    """Give the mentions with the year that a row prints once, behind its last day or month, laid on those before it."""
    out = found[:]
    for at in range(len(out) - 1, 0, -1):
        one, after = out[at - 1], out[at]
        if (
            one.hinted
            and one.kind is after.kind
            and one.period is not None
            and after.period is not None
            and _ROW.fullmatch(text, one.end, after.start)
        ):
            moved = _of_year(one, after.period.end.year)
            if moved is not None and moved.period is not None and moved.period.end <= after.period.end:
                out[at - 1] = replace(moved, hinted=after.hinted)
    return out


def _of_year(mention: PeriodMention, year: int) -> PeriodMention | None:
    if mention.kind not in (PeriodKind.DAY, PeriodKind.MONTH) or mention.period is None:
        return None
    first = mention.period.start
    day = _partial(year, first.month, first.day if mention.kind is PeriodKind.DAY else None)
    return None if day is None else replace(mention, period=day.period, last=day)


def _like_the_one_before(text: str, before: PeriodMention | None, mention: PeriodMention) -> PeriodMention:
    """Give a mention the deadline of the one it stands in a row with: "trước ngày 15/6 và ngày 15/12"."""
    if (
        before is not None
        and before.deadline
        and not mention.deadline
        and mention.as_of is None
        and before.kind is mention.kind
        and _ROW.fullmatch(text, before.end, mention.start)
    ):
        return replace(mention, deadline=True)
    return mention


def find_all(text: str, year_hint: int | None = None) -> list[PeriodMention]:
    """Give the mentions of ``text`` in order, without overlaps. ``year_hint`` fills a year that is not printed."""
    return list(_find(text, year_hint)) if _DIGIT.search(text) or _HINT.search(text.lower()) else []


@lru_cache(maxsize=1024)
def _find(text: str, year_hint: int | None) -> tuple[PeriodMention, ...]:
    """Several families read the same block: the answer is kept for a while."""
    found: list[PeriodMention] = []
    low = text.lower()

    def read(forms: tuple[_Form, ...]) -> None:
        for form in forms:
            for match in form.pattern.finditer(text) if form.hint.search(low) else ():
                if _clear(found, match.start(), match.end()) and (mention := form.read(match, year_hint)) is not None:
                    found.append(mention)

    read(_FORMS)
    for start, end, value in dates.find_all(text):
        if value.day is not None and _clear(found, start, end):
            found.append(PeriodMention(start, end, PeriodKind.DAY, value.period, value))
    read(_SHORT_FORMS)
    for mention in [m for m in found if m.kind is PeriodKind.DAY]:
        # "ngày 14/11 và 18/11": the second day of a row without its word.
        row = _ROW_DAY.match(text, mention.end)
        if row and _clear(found, row.start(), row.end()) and (day := _day(row, year_hint)) is not None:
            found.append(replace(day, start=row.start("day")))
    found.sort(key=lambda m: m.start)
    found = _in_rows(text, found)
    floors = [0, *(mention.end for mention in found)]
    out: list[PeriodMention] = []
    for mention, floor in zip(found, floors, strict=False):
        out.append(_like_the_one_before(text, out[-1] if out else None, _with_context(text, mention, floor)))
    if _RECURS.search(low) is None:
        return tuple(out)
    regular = min((m.start() for p in (_YEARLY, _REGULAR) for m in p.finditer(text)), default=len(text))
    out = [
        replace(m, period=None, last=None, hinted=False, recurring=True)
        if m.hinted and m.start > regular and m.kind in (PeriodKind.DAY, PeriodKind.MONTH, PeriodKind.QUARTER)
        else m
        for m in out
    ]
    out += [
        PeriodMention(match.start(), match.end(), PeriodKind.YEARLY, None, recurring=True)
        for match in _YEARLY.finditer(text)
        if match["what"].lower() == "năm" and _clear(out, match.start(), match.end())
    ]
    return tuple(sorted(out, key=lambda m: m.start))
