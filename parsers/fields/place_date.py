"""Địa danh và thời gian ban hành: where and when the document was issued (NĐ 30/2020, Phụ lục I, ô 4)."""

import re
from collections.abc import Iterator

from parsers.values import dates
from pipeline.model import Block, Candidate, Evidence, Field, Line, PartialDate, Profile, Zones
from pipeline.text import flat, squeeze
from pipeline.zones.body import joined
from pipeline.zones.letters import date_at, is_year_tail
from pipeline.zones.titles import catalogued

_BLANKS = re.compile(r"[\s.…_:,]")
_FILLED = re.compile(r"\s*\d{1,2}\s*")
#: How minutes tell the day of the meeting: they have no date line.
_MEETING = re.compile(r"\W*(?:hom\s+nay|vao\s+(?:hoi|luc)|luc\b|hoi\s+\d|thoi\s+gian)")
_OPEN_DAY = "Ngày hoặc tháng để trống."
_ONE_SENTENCE = "Phần đầu văn bản in thành một câu; ngày ban hành lấy từ câu đó."
_BODY_DATE = "Không có dòng địa danh, ngày tháng; lấy ngày họp trong nội dung."
#: A month and its year on a line of their own.
_MONTH = re.compile(r"\W*\d{1,2}\s+nam\s+\d{4}\W*$")


def find(zones: Zones, profile: Profile) -> tuple[Candidate, ...]:
    """Give ``place`` and ``issued_on``; a day or month left blank cuts the date off before it."""
    lines = zones.head_right
    for at, line in enumerate(lines):
        below = lines[at + 1 : at + 2]
        found = _month_below(line, below) or _read(line, lines[at + 1 :], lines) or _broken(line, below)
        if found:
            return found
    for line in zones.head_left:
        found = _read(line, (), ())
        if found:
            return found
    # In a head that is one sentence a line of its own may hold the day of what the document is about.
    told = tuple(_in_title(zones.title))
    for line in () if told else zones.title:
        found = _read(line, (), ())
        if found:
            return found
    return told or tuple(_meeting(zones))


def _read(line: Line, below: tuple[Line, ...], column: tuple[Line, ...]) -> tuple[Candidate, ...]:
    letters = flat(line.text)
    begin = len(letters) - len(letters.lstrip())
    date = date_at(letters.strip())
    if date is None:
        return ()
    candidates = []
    place = line.text[begin : begin + date.start()].strip(" \t,.;-–*")
    sure = 0.97 * line.legibility
    if any(c.isalpha() for c in place):
        if line.text.strip().startswith(place + ".") and len(place) <= 4:
            place += "."
        candidates.append(Candidate("place", Field.of(squeeze(place), (Evidence.of(line, place),), sure)))
    printed = line.text[begin + date.start() :].strip().rstrip(" .,;/*")
    evidence = [Evidence.of(line, printed)]
    day, month, year = (_number(date.group(name)) for name in ("day", "month", "year"))
    if year is None:
        tail = next((other for other in below[:2] if is_year_tail(flat(other.text).strip())), None)
        if tail is not None:
            year = _number(re.findall(r"\d+", tail.text)[-1] if re.search(r"\d", tail.text) else None)
            evidence.append(Evidence.of(tail))
    if day is None and (written := _written_into(line, column)) is not None:
        # The number was put into the blank by the office's own software and stands on a line of its own.
        day = _number(written.text)
        evidence.append(Evidence.of(written))
    value = _date(year, month, day)
    if value is not None:
        reasons = () if value.day is not None else (_OPEN_DAY,)
        candidates.append(Candidate("issued_on", Field.of(value, tuple(evidence), sure, *reasons)))
    return tuple(candidates)


def _month_below(line: Line, below: tuple[Line, ...]) -> tuple[Candidate, ...]:
    """Read a date line that was cut off behind ``tháng``; the month begins the line below."""
    if not flat(line.text).rstrip().endswith("thang") or not below or not _MONTH.match(flat(below[0].text)):
        return ()
    return _broken(line, below)


def _broken(line: Line, below: tuple[Line, ...]) -> tuple[Candidate, ...]:
    """Read a date line that a line break cut in two: ``Hà Nội, ngày`` / ``28 tháng 02 năm 2017``."""
    if not below or "ngay" not in flat(line.text):
        return ()
    text, pieces = joined((line, *below))
    date = date_at(flat(text))
    if date is None:
        return ()
    block = Block(text, pieces)
    sure = 0.95 * min(line.legibility, below[0].legibility)
    out = []
    place = text[: date.start()].strip(" \t,.;-–")
    if any(c.isalpha() for c in place):
        at = text.index(place)
        out.append(Candidate("place", Field.of(squeeze(place), block.evidence(at, at + len(place)), sure)))
    value = _date(*(_number(date.group(name)) for name in ("year", "month", "day")))
    if value is not None:
        out.append(Candidate("issued_on", Field.of(value, block.evidence(date.start()), sure)))
    return tuple(out)


def _written_into(line: Line, column: tuple[Line, ...]) -> Line | None:
    """Give the lone number printed inside the box of ``line``."""
    if line.box is None:
        return None
    for other in column:
        if other.box is None or other.page != line.page or not _FILLED.fullmatch(other.text):
            continue
        middle = (other.box.y0 + other.box.y1) / 2
        if line.box.y0 - 4 <= middle <= line.box.y1 + 4 and line.box.x0 < other.box.x0 < line.box.x1:
            return other
    return None


def _number(text: str | None) -> int | None:
    """Give the number written in ``text``; None for a blank and for anything that cannot be read as digits alone."""
    digits = _BLANKS.sub("", text or "")
    return int(digits) if digits.isdecimal() else None


def _date(year: int | None, month: int | None, day: int | None) -> PartialDate | None:
    if year is None or not 1930 <= year <= 2100:
        return None
    for parts in ((year, month, day if month else None), (year, month, None)):
        try:
            return PartialDate(*parts)
        except ValueError:
            continue
    return PartialDate(year)


def _in_title(title: tuple[Line, ...]) -> Iterator[Candidate]:
    """Give the date of a head that is one sentence (``NGHỊ ĐỊNH CỦA CHÍNH PHỦ SỐ … NGÀY …``)."""
    sentence = catalogued(title)
    if sentence is None:
        return
    found = dates.find_all(sentence.text("date"))
    if found:
        yield Candidate("issued_on", Field.of(found[0][2], sentence.evidence("date"), 0.88, _ONE_SENTENCE))


def _meeting(zones: Zones) -> Iterator[Candidate]:
    for block in [b for b in zones.body if b.annex == 0][:8]:
        if _MEETING.match(flat(block.text[:40])) is None:
            continue
        for start, end, value in dates.find_all(block.text):
            if value.day is not None:
                yield Candidate("issued_on", Field.of(value, block.evidence(start, end), 0.7, _BODY_DATE))
                return
