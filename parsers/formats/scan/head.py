"""The handwritten number and day of a dispatch: read digit by digit several times, written into the line only when all agree."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np
from numpy.typing import NDArray

from parsers.formats.scan import digits, ink, recogniser
from parsers.formats.scan.digits import Scores
from parsers.formats.scan.page import Sheet
from parsers.formats.scan.words import Row
from pipeline.reference.symbol_codes import codes
from pipeline.text import clean, flat

#: The number and the date stand in this part of the first page.
_TOP = 0.42
#: Room above and below the line, in its heights: handwriting is taller than print.
_ROOMS = (0.2, 0.3, 0.4)
#: The parts of a dot without color differ by no more than this (0 to 255), and readings of them are one.
_COLORLESS = 8
#: How much more likely (log) a value must be than the next in most readings, and in every one.
_LEAD, _LEAST = 1.0, 0.4
_GAP = "      "
#: Room above and below a line whose handwriting is taken out by its ink.
_INK_ROOMS = (0.2, 0.4)
#: What the ink alone says and the line does not is never surer than this.
_INK_ALONE = 0.8
#: Handwriting reaches so far (in line heights) over the blank that is left for it.
_OVER = 1.0

_NUMBER_LINE = re.compile(r"\W*[s5§]?\s*[o0ó6]\s*[:;.]|\W*[s5]o\s*(?=[\d/])")
_NOTATION = re.compile(
    r"[/!|⁄]\s*(?P<year>(?:19|20)\d\d\s*/\s*)?(?P<notation>[A-ZĐƯ][A-Za-zĐđƯư]*(?:\s*[-–—&.]\s*[A-ZĐƯ][A-Za-zĐđƯư0-9]*)*)"
)
#: The Party's and the Youth Union's (HD 36-HD/VPTW): a dash behind the number, the slash behind the type's code.
_PARTY = re.compile(
    r"^[^/A-ZĐ]*\bS?[^/A-ZĐ]{0,14}[-–—]\s*(?P<code>[A-ZĐ][A-Za-zĐđ]{0,3})\s*/\s*(?P<body>[A-ZĐƯ][A-Za-zĐđƯư]*(?:\s*[-–—]\s*[A-ZĐƯ]+)*)"
)
#: The rest of a date, and what a blank for the number or the day leaves open.
_DATED = re.compile(r"[a-z]{0,3}ang\b.*\bn.m\s*(?:19|20)\d\d")
_SLASH = re.compile(r"^\W{0,2}/")
_OPEN_NUMBER = re.compile(r"^\W*[s5]?\s*[o0]\s*[:;.]*[^/]{0,6}$")
_OPEN_DAY = re.compile(r"\bngay\W*$")
_DAY_WORD = re.compile(r"\bn\s?g\s?a?\s?[yv]")


@dataclass(frozen=True, slots=True)
class Reading:
    """A value that several readings gave; ``agreed`` when all of them did."""

    value: str
    agreed: bool


def read_digits(sheet: Sheet) -> None:
    """Write the number and the date of the first page into their lines, a gap where the readings differ."""
    limit = _TOP * sheet.height * sheet.dpi / 72
    top = [row for row in sheet.rows if row.box[1] < limit]
    for row in top:
        _join(sheet, row, _OPEN_NUMBER, _SLASH)
        _join(sheet, row, _OPEN_DAY, _DATED)
    top = [row for row in sheet.rows if row.box[1] < limit]
    number = next((row for row in top if _is_number_line(row)), None)
    date = next((row for row in top if _is_date_line(row)), None)
    if number is not None:
        _write_number(sheet, number)
    if date is not None:
        _write_date(sheet, date)


def _is_number_line(row: Row) -> bool:
    return any(
        _NUMBER_LINE.match(flat(text)) and len(text) < 60 and "ngay" not in flat(text)
        for text in (row.text, row.second)
    )


def _is_date_line(row: Row) -> bool:
    letters = flat(row.text)
    return len(letters) < 75 and _DATED.search(letters) is not None and "ngay" in letters


def _join(sheet: Sheet, row: Row, ends: re.Pattern[str], begins: re.Pattern[str]) -> None:
    """Put a line and its rest together again when a blank to be filled in by hand parted them."""
    if not ends.search(flat(row.text)):
        return
    _, y0, x1, y1 = row.box
    for other in sheet.rows:
        a0, b0, _, b1 = other.box
        beside = x1 <= a0 < x1 + 8 * (y1 - y0) and min(y1, b1) > max(y0, b0)
        if other is not row and beside and begins.search(flat(other.text)):
            row.words.extend(other.words)
            row.text = f"{row.text} {other.text}"
            row.second = f"{row.second} {other.second}".strip()
            sheet.rows.remove(other)
            return


def _write_number(sheet: Sheet, row: Row) -> None:
    party = _party_notation(row)
    notation = ("", party) if party is not None else _notation(row)
    if notation is None:
        return
    joint = "/" if party is None else "-"
    if not recogniser.is_here():
        return
    found: list[str] = []
    pure = 0
    for scores in _readings(sheet, row):
        if len(set(found)) > 1:
            # Readings differ already: the number stays a gap whatever the others say.
            break
        path = digits.best_path(scores, recogniser.letters())
        window = digits.number_window(path, notation[1], joint)
        value = digits.digits_between(scores, *window, recogniser.digit_places()) if window else ""
        pure += window is not None and digits.letters_between(path, *window) == value
        # A slash before the year that was read as a stroke of it.
        found.append(value.removesuffix(notation[0]) if len(value) > len(notation[0]) else value)
    reading = _agreed(found)
    # Where the recogniser would rather see letters, digits alone are what is left of a number, not the number.
    sure = reading.agreed and len(reading.value) <= 5 and pure + 1 >= len(found)
    of_line = reading.value if sure else ""
    value = _settled(of_line, _inked_number(sheet, row, notation[1], joint))
    year = f"{notation[0]}/" if notation[0] else ""
    row.text = f"Số: {value or _GAP}{joint}{year}{notation[1]}"
    row.legibility = min(row.legibility, 0.95 if of_line else _INK_ALONE) if value else 0.7


def _settled(printed: str, inked: str) -> str:
    """Give what the line and its ink alone both say, or the one of them that says anything; nothing where they differ."""
    return printed or inked if not printed or not inked or printed == inked else ""


def _inked_number(sheet: Sheet, row: Row, notation: str, joint: str = "/") -> str:
    """Give the number that its blue ink alone spells in every reading; nothing without ink, or when a reading differs.

    In half of the readings at least it must be what stood there before letters were forbidden, sign by sign.
    """
    found: list[str] = []
    plain = 0
    for image, scores in _rooms(sheet, row):
        window = digits.number_window(digits.best_path(scores, recogniser.letters()), notation, joint)
        for read in _by_ink(image, len(scores), window, row.height):
            value = digits.digits_between(read, 0, len(read), recogniser.digit_places())
            plain += digits.looks_like(digits.best_path(read, recogniser.letters()).text, value)
            found.append(value)
    reading = _agreed(found)
    # NĐ 30/2020, Phụ lục I: numbers below 10 are written with a zero; a lone digit has lost its neighbour.
    sure = reading.agreed and 2 <= len(reading.value) <= 5 and 2 * plain >= len(found)
    return reading.value if sure else ""


def _inked_day(sheet: Sheet, row: Row) -> str:
    """Give the day that its blue ink alone spells in every reading, two digits long; nothing otherwise."""
    days: list[tuple[str, float]] = []
    for image, scores in _rooms(sheet, row):
        window = digits.day_window(digits.best_path(scores, recogniser.letters()))
        for read in _by_ink(image, len(scores), window, row.height, ends=True):
            best = digits.best_value(read, 0, len(read), range(1, 32), recogniser.digit_places())
            days.append(best or ("", 0.0))
    return _value(days)


def _rooms(sheet: Sheet, row: Row) -> Iterator[tuple[NDArray[np.uint8], Scores]]:
    """Give pictures in color of a line that has some, and their scores."""
    if sheet.color is None:
        return
    for room in _INK_ROOMS:
        image = _cut_out(sheet.color, row, room)
        if int(np.ptp(image, axis=2).max()) > _COLORLESS:
            yield image, recogniser.scores(image)


def _by_ink(
    image: NDArray[np.uint8], steps: int, window: tuple[int, int] | None, height: float, *, ends: bool = False
) -> Iterator[Scores]:
    """Give the scores of what is written in ink in a ``window`` of steps; with ``ends`` whatever is behind it is another's."""
    if window is None:
        return
    left, right = (recogniser.column(image, step, steps) for step in window)
    left, right = left - _OVER * height, right + _OVER * height
    line = image[:, : max(1, round(right))] if ends else image
    for piece in ink.written(line, left, right):
        yield recogniser.scores(piece)


def _notation(row: Row) -> tuple[str, str] | None:
    """Give the printed year (or nothing) and the notation behind the slash, from the reading that has them."""
    for text in (row.second, row.text):
        found = _NOTATION.search(clean(text.replace("ĐÐ", "Đ")))
        if found:
            year = re.sub(r"\D", "", found["year"] or "")
            return year, re.sub(r"\s*([-–—&.])\s*", r"\1", found["notation"]).replace("–", "-").replace("—", "-")
    return None


def _party_notation(row: Row) -> str | None:
    """Give the notation of a Party symbol (``KH/TU``), from the reading that has it; None for one of the state."""
    for text in (row.second, row.text):
        found = _PARTY.match(clean(text.replace("ĐÐ", "Đ")))
        if found and found["code"] in codes():
            return f"{found['code']}/" + re.sub(r"\s*[-–—]\s*", "-", found["body"])
    return None


def _write_date(sheet: Sheet, row: Row) -> None:
    text = row.text
    letters = flat(text)
    day_at = _DAY_WORD.search(letters)
    year = re.search(r"\bn.m\s*((?:19|20)\d\d)", letters)
    if day_at is None or year is None or not recogniser.is_here():
        return
    days: list[tuple[str, float]] = []
    months: list[tuple[str, float]] = []
    plain: set[str] = set()
    for scores in _readings(sheet, row):
        if len({text.zfill(2) for text, _ in months}) > 1:
            # Without a month there is no day either.
            break
        path = digits.best_path(scores, recogniser.letters())
        places = recogniser.digit_places()
        for window, values, out in (
            (digits.day_window(path), range(1, 32), days),
            (digits.month_window(path), range(1, 13), months),
        ):
            best = digits.best_value(scores, *window, values, places) if window else None
            out.append(best or ("", 0.0))
        window = digits.day_window(path)
        plain.add(digits.letters_between(path, *window) if window else "")
    # NĐ 30/2020, Phụ lục I: days below 10 and months 1 and 2 are written with a zero; a lone digit has lost its neighbour.
    month = _value(months, lone=tuple("3456789"))
    of_line = _value(days, plain=plain)
    day = _settled(of_line, _inked_day(sheet, row)) if month else ""
    written_day, written_month = day or _GAP, month or _GAP
    place = text[: day_at.start()].rstrip()
    row.text = f"{place} ngày {written_day} tháng {written_month} năm {year[1]}"
    row.legibility = min(row.legibility, 0.95 if of_line else _INK_ALONE) if day and month else 0.75


def _value(read: Sequence[tuple[str, float]], lone: tuple[str, ...] = (), plain: Collection[str] = frozenset()) -> str:
    """Give the value, two digits long, on which all readings agree and which leads clearly in most; nothing otherwise.

    A small lead is enough where the readings were the same (``plain``) before letters were forbidden.
    """
    spelled = Counter(text for text, _ in read).most_common(1)[0][0] if read else ""
    value = spelled.zfill(2)
    leads = [lead for text, lead in read if text.zfill(2) == value]
    if not spelled or len(leads) < len(read) or min(leads) < _LEAST:
        return ""
    if median(leads) < _LEAD and set(plain) != {value}:
        return ""
    return value if len(spelled) == 2 or spelled in lone else ""


def _readings(sheet: Sheet, row: Row) -> Iterator[Scores]:
    """Give the recogniser's scores of a line: in color, by its red part and by its darkest part, with little and more room.

    Black on gray paper is the same in all three: there each room gives one reading.
    """
    if sheet.color is None:
        return
    for room in _ROOMS:
        image = _cut_out(sheet.color, row, room)
        yield recogniser.scores(image)
        if int(np.ptp(image, axis=2).max()) <= _COLORLESS:
            continue
        yield recogniser.scores(np.ascontiguousarray(image[..., 0]))
        yield recogniser.scores(np.ascontiguousarray(image.min(axis=2)))


def _cut_out(color: NDArray[np.uint8], row: Row, room: float) -> NDArray[np.uint8]:
    height = row.height
    usual = [w for w in row.words if w.height <= 1.5 * height] or row.words
    top, bottom = min(w.y0 + w.fall for w in usual), max(w.y1 + w.fall for w in usual)
    left, _, right, _ = row.box
    more = round(room * height)
    return np.ascontiguousarray(color[max(0, top - more) : bottom + more, max(0, left - 8) : right + 8])


def _agreed(found: Sequence[str]) -> Reading:
    """Give the commonest reading, and whether all readings are it."""
    if not found:
        return Reading("", False)
    value, count = Counter(found).most_common(1)[0]
    return Reading(value, bool(value) and count == len(found))
