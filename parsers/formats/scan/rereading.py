"""Lines read a second time where it pays: the head, the foot, citations, table cells, and what the engine was unsure of."""

import re
from collections.abc import Sequence
from statistics import fmean, median

import numpy as np

from parsers.encodings.syllables import is_syllable
from parsers.formats.scan import foot, fusing, second_reader
from parsers.formats.scan.cleaning import Gray
from parsers.formats.scan.page import Sheet
from parsers.formats.scan.relayout import is_dirt
from parsers.formats.scan.words import Row
from pipeline.reference.common_syllables import is_common
from pipeline.text import flat
from pipeline.zones.letters import country_at, motto_at

#: The head of a dispatch stands in this part of its first page.
_HEAD = 0.42
#: Seconds of a second reading that one page may cost; what is not used is kept for the pages behind it.
SECONDS_A_PAGE = 1.35
#: What one line costs: seconds for each time its width holds its height (measured on one core).
_SECONDS_A_SQUARE = 0.0032
#: A line whose every word the engine is this sure of is not read again for its own sake.
_SURE = 85.0
#: Two readings of a line that agree word for word are right in 97 of 100 cases, those that do not in 60 (measured).
_AGREED, _DISAGREED = 0.97, 0.7

#: Under stamps and signatures the engine loses the ends of a line: the second reader looks further, in line heights.
_WIDER = 4.0
#: Lines this much lower than their neighbours were seen in part; the second reader alone is believed when it is this sure.
_SQUASHED = 0.75
_SURE_ALONE = 0.85
_NEVER = 9
_PARTS = re.compile(r"[^\W\d_]+")
_OPENING = re.compile(r"\W*(?:can\s+cu|thuc\s+hien|xet\b|theo\b|tiep\s+theo)\s")
_CITATION = re.compile(r"\d\s*/\s*(?:\d{4}\s*/\s*)?[^\W\d_]{2}|\bso\s*[:.]?\s*\d")


class Purse:
    """Seconds that may still be spent on second readings."""

    def __init__(self) -> None:
        """Begin with nothing; every page pays in."""
        self.seconds = 0.0

    def pays(self, row: Row) -> bool:
        """Take what reading ``row`` costs; False when there is not enough."""
        x0, _, x1, _ = row.box
        cost = _SECONDS_A_SQUARE * (x1 - x0) / max(row.height, 8.0) + 0.01
        if cost > self.seconds:
            return False
        self.seconds -= cost
        return True


def reread(sheet: Sheet, purse: Purse) -> None:
    """Read the lines of ``sheet`` that matter again and put both readings together, as far as the purse goes."""
    purse.seconds += SECONDS_A_PAGE
    where = foot.find(sheet)
    if where is not None and not foot.has_name(sheet, where):
        foot.read_right_again(sheet, where)
    usual = _list_height(sheet, where)
    if sheet.gray is not None and second_reader.is_here():
        for row in _wanted(sheet, where):
            if not purse.pays(row):
                continue
            squashed = where is not None and where.is_left(row) and row.height < _SQUASHED * usual
            if not squashed or not whole(row, sheet.gray, usual):
                again(row, sheet.gray, _WIDER if where is not None and where.is_right(row) else 0.0)
    if where is not None:
        foot.mend(sheet, where)


def _list_height(sheet: Sheet, where: foot.Foot | None) -> float:
    """Give the usual height of the lines of the recipients' list, in dots; 0 when there is none."""
    heights = [row.height for row in sheet.rows if where is not None and where.is_left(row)]
    return median(heights) if heights else 0.0


def _wanted(sheet: Sheet, where: foot.Foot | None) -> list[Row]:
    """Give the lines worth a second reading, those that matter most first: odd words before words of a known kind."""
    ranked: list[tuple[int, int, float, Row]] = []
    head = _head(sheet)
    cells = {id(row) for table in sheet.cells for cell in table for row in cell}
    for row in sheet.all_rows:
        if not any(c.isalnum() for c in row.text):
            continue
        letters, odd = flat(row.text), oddness(row)
        doubtful = odd > 0 or row.sure < _SURE
        if country_at(letters) is not None or motto_at(letters) is not None:
            rank = _NEVER
        elif id(row) in cells:
            rank = 3 if doubtful and any(c.isalpha() for c in row.text) else _NEVER
        elif row.box[1] < head:
            rank = 0
        elif where is not None and (where.is_right(row) or where.is_left(row)):
            rank = 1
        elif _CITATION.search(letters):
            rank = 2
        else:
            rank = 4 if doubtful else _NEVER
        if rank != _NEVER:
            ranked.append((rank, -odd, row.sure, row))
    return [row for *_, row in sorted(ranked, key=lambda item: item[:3])]


def oddness(row: Row) -> int:
    """Give how many words of a line are neither syllables in use nor abbreviations nor figures."""
    parts = [part for word in row.words for part in _PARTS.findall(word.text)]
    return sum(
        not is_common(part) and not (part.isupper() and not is_syllable(part)) for part in parts if len(part) > 1
    )


def _head(sheet: Sheet) -> float:
    """Give the height in dots at which the head of the first page ends: where the text opens; 0 on other pages."""
    if sheet.number != 1:
        return 0.0
    limit = _HEAD * sheet.height * sheet.dpi / 72
    for row in sheet.rows[6:]:
        if _OPENING.match(flat(row.text)):
            return min(limit, row.box[1])
    return limit


def again(row: Row, gray: Gray, wider: float = 0.0) -> None:
    """Read ``row`` a second time, ``wider`` by so many line heights on both sides, and put both readings together."""
    reading = second_reader.read_line(crop(row, gray, wider))
    row.second = reading.text
    if not reading.text:
        return
    second = [fusing.Said(*word) for word in zip(reading.text.split(), reading.sure, strict=True)]
    first = [fusing.Said(word.text, max(0.0, word.sure) / 100) for word in row.words]
    text, agreement = fusing.fuse(first, second)
    row.text = _without_dirt(text, row, row.second)
    row.legibility = round(_DISAGREED + (_AGREED - _DISAGREED) * agreement**2, 3)


def whole(row: Row, gray: Gray, height: float) -> bool:
    """Read a line again of which the engine saw a strip only, its upper half and its end under pen strokes; False: no better."""
    x0, _, x1, y1 = row.box
    fall = row.words[0].fall
    top, bottom = round(y1 + fall - 1.3 * height), round(y1 + fall + 0.3 * height)
    room = round(0.3 * height)
    piece = np.ascontiguousarray(gray[max(0, top) : bottom, max(0, x0 - room) : x1 + round(_WIDER * 1.5 * height)])
    reading = second_reader.read_line(piece)
    if len(reading.text) <= len(row.text) or not reading.sure or fmean(reading.sure) < _SURE_ALONE:
        return False
    row.second = reading.text
    row.text = " ".join(reading.text.split())
    row.legibility = _DISAGREED
    return True


def crop(row: Row, gray: Gray, wider: float = 0.0) -> Gray:
    """Give the image of a line with a little room around it; a word whose box reaches far out of the line does not widen it."""
    height = row.height
    usual = [w for w in row.words if w.height <= 1.6 * height] or row.words
    top, bottom = min(w.y0 + w.fall for w in usual), max(w.y1 + w.fall for w in usual)
    left, right = min(w.x0 for w in row.words), max(w.x1 for w in row.words)
    room = max(3, round(0.15 * height))
    aside = room + round(wider * height)
    return np.ascontiguousarray(gray[max(0, top - room) : bottom + room, max(0, left - aside) : right + aside])


def _without_dirt(text: str, row: Row, second: str) -> str:
    """Cut marks off the ends that only the first reader saw and was unsure of."""
    dirt = {word.text for word in row.words if is_dirt(word)} - set(second.split())
    words = text.split()
    while words and words[0] in dirt:
        words.pop(0)
    while words and words[-1] in dirt:
        words.pop()
    return " ".join(words) or text


def cleaned(rows: Sequence[Row]) -> list[Row]:
    """Give the lines with unread dirt cut off their ends; a line of dirt alone is gone."""
    out = []
    for row in rows:
        if not row.second:
            row.text = _without_dirt(row.text, row, "")
        if row.text.strip() and not all(is_dirt(word) for word in row.words):
            out.append(row)
    return out
