"""Dates as dispatches write them, whole or cut off before the first unread part.

``ngày 28 tháng 9 năm 2022``, ``07/9/2022``, ``7-9-2022``, ``tháng 9/2022``, ``năm 2022``; a day or month left blank
(``ngày … tháng 12 năm 2022``) cuts the date off there. An impossible date is no date.
"""

import re

from pipeline.model import PartialDate

#: What stands for a day or a month nobody has written in yet.
_BLANK = r"[\s._…·]*"
_DAY = rf"(?:{_BLANK}(?P<day>\d{{1,2}}){_BLANK}|{_BLANK})"
_MONTH = rf"(?:{_BLANK}(?P<month>\d{{1,2}}){_BLANK}|{_BLANK})"
_YEAR = r"(?P<year>(?:19|20)\d\d)(?!\d)"

#: Words without tone marks come from scans.
_LONG = re.compile(rf"(?<!\w)ng[àa]y{_DAY}th[áa]ng{_MONTH},?\s*n[ăa]m\s*{_YEAR}", re.IGNORECASE)
_SHORT = re.compile(
    r"(?:(?<!\w)ng[àa]y\s*|(?<![\w/.]))(?P<day>\d{1,2})\s?(?P<mark>[-/.])\s?(?P<month>\d{1,2})\s?(?P=mark)\s?"
    rf"{_YEAR}(?!\s?/\s?[A-ZĐ])",
    re.IGNORECASE,
)
#: ``ngày …/…/2022`` and ``ngày   /9/2022``: the word tells that the blanks are a date's.
_OPEN = re.compile(
    rf"(?<!\w)ng[àa]y{_BLANK}(?P<day>\d{{1,2}})?{_BLANK}/{_BLANK}(?P<month>\d{{1,2}})?{_BLANK}/\s?{_YEAR}",
    re.IGNORECASE,
)
_MONTHLY = re.compile(
    rf"(?<!\w)th[áa]ng\s*(?P<month>\d{{1,2}})\s*(?:[/.-]\s?|,?\s*(?:năm|nam)\s*){_YEAR}(?!\s?/\s?[A-ZĐ])", re.IGNORECASE
)
_YEARLY = re.compile(rf"(?<!\w)n[ăa]m\s*{_YEAR}(?!\s?/\s?[A-ZĐ])", re.IGNORECASE)
#: Every form has its year.
_PRINTED_YEAR = re.compile(r"(?:19|20)\d\d")
#: In this order: a whole date is never read as its own tail.
_FORMS = (_LONG, _SHORT, _OPEN, _MONTHLY, _YEARLY)


def _date(match: re.Match[str]) -> PartialDate | None:
    parts = match.groupdict()
    month, day = parts.get("month"), parts.get("day")
    try:
        if month is None:
            return PartialDate(int(parts["year"]))
        return PartialDate(int(parts["year"]), int(month), int(day) if day else None)
    except ValueError:
        return None


def find_all(text: str) -> list[tuple[int, int, PartialDate]]:
    """Give every date in running prose as (start, end, date), in order, without overlaps.

    The word ``ngày``, ``tháng`` or ``năm`` that opens a date belongs to it; an impossible date is skipped whole.
    """
    if _PRINTED_YEAR.search(text) is None:
        return []
    found: list[tuple[int, int, PartialDate | None]] = []
    for form in _FORMS:
        for match in form.finditer(text):
            if all(match.end() <= start or match.start() >= end for start, end, _ in found):
                found.append((match.start(), match.end(), _date(match)))
    return [(start, end, value) for start, end, value in sorted(found, key=lambda f: f[0]) if value is not None]


def parse(text: str) -> PartialDate | None:
    """Read a text that is one date and nothing else; None when it is not, or when no calendar has it."""
    stripped = text.strip(" \t.,;:")
    for form in _FORMS:
        match = form.fullmatch(stripped)
        if match:
            return _date(match)
    return None
