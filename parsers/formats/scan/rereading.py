"""Lines read a second time where it pays: the head, the foot, citations, table cells, and what the engine was unsure of."""

import re
from collections.abc import Sequence
from statistics import fmean, median

import numpy as np

from parsers.encodings.syllables import is_syllable
from parsers.formats.scan import foot, fusing, labels, second_reader
from parsers.formats.scan.cleaning import Gray
from parsers.formats.scan.page import Sheet
from parsers.formats.scan.relayout import is_dirt
from parsers.formats.scan.words import Row, Word, from_confidence
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
#: A line of words in use that the engine is this sure of is right in 96 of 100 cases (measured): a second reading changed
#: none of 36 such lines of real scans for the better.
_CERTAIN, _RIGHT_ALONE = 95.0, 0.96
#: Doubtful words are read again with so many neighbours on both sides, unless that is most of the line anyway.
_NEIGHBOURS, _MOST_OF_LINE = 1, 0.7
#: Two readings of a line that agree word for word are right in 97 of 100 cases, those that do not in 60 (measured).
_AGREED, _DISAGREED = 0.97, 0.7

#: Under stamps and signatures the engine loses the ends of a line: the second reader looks further, in line heights.
_WIDER = 4.0
#: Lines this much lower than their neighbours were seen in part; the second reader alone is believed when it is this sure.
_SQUASHED = 0.75
_SURE_ALONE = 0.85
_TEXT, _NEVER = 4, 9
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
        return self.takes(row.box[0], row.box[2], row.height)

    def takes(self, x0: float, x1: float, height: float) -> bool:
        """Take what reading a line of that height from ``x0`` to ``x1`` costs; False when there is not enough."""
        cost = _SECONDS_A_SQUARE * (x1 - x0) / max(height, 8.0) + 0.01
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
        for row, in_text in _wanted(sheet, where):
            if in_text:
                _words_again(row, sheet.gray, purse)
                continue
            if not purse.pays(row):
                continue
            squashed = where is not None and where.is_left(row) and row.height < _SQUASHED * usual
            if not squashed or not whole(row, sheet.gray, usual):
                again(row, sheet.gray, _WIDER if where is not None and where.is_right(row) else 0.0)
    if where is not None:
        foot.mend(sheet, where)
    if sheet.number == 1:
        labels.mend_addressed(sheet.rows)


def _list_height(sheet: Sheet, where: foot.Foot | None) -> float:
    """Give the usual height of the lines of the recipients' list, in dots; 0 when there is none."""
    heights = [row.height for row in sheet.rows if where is not None and where.is_left(row)]
    return median(heights) if heights else 0.0


def _wanted(sheet: Sheet, where: foot.Foot | None) -> list[tuple[Row, bool]]:
    """Give the lines worth a second reading, those that matter most first: odd words before words of a known kind.

    Behind each, whether it is running text, of which the doubtful words alone are worth it.
    """
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
            rank = _TEXT if doubtful or unlikely(row.words) else _NEVER
        if rank < _TEXT and odd == 0 and row.sure >= _CERTAIN:
            row.legibility = max(row.legibility, _RIGHT_ALONE)
            rank = _NEVER
        if rank != _NEVER:
            ranked.append((rank, -odd, row.sure, row))
    return [(row, rank == _TEXT) for rank, *_, row in sorted(ranked, key=lambda item: item[:3])]


def oddness(row: Row) -> int:
    """Give how many words of a line are neither syllables in use nor abbreviations nor figures."""
    return sum(map(_oddness, row.words))


def unlikely(words: Sequence[Word]) -> set[int]:
    """Give the places of the words that are syllables in use and yet stand oddly: one mark may have been misread."""
    texts = ["", *(word.text for word in words), ""]
    return {at for at in range(len(words)) if fusing.is_unlikely(*texts[at : at + 3])}


def _oddness(word: Word) -> int:
    parts = _PARTS.findall(word.text)
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
    text, agreement = fusing.fuse(_said(row.words), _said_second(reading))
    row.text = _without_dirt(text, row, row.second)
    row.legibility = _legibility(agreement)


def _said(words: Sequence[Word]) -> list[fusing.Said]:
    return [fusing.Said(word.text, max(0.0, word.sure) / 100) for word in words]


def _said_second(reading: second_reader.Reading) -> list[fusing.Said]:
    return [fusing.Said(*word) for word in zip(reading.text.split(), reading.sure, strict=True)]


def _legibility(agreement: float) -> float:
    return round(_DISAGREED + (_AGREED - _DISAGREED) * agreement**2, 3)


def _words_again(row: Row, gray: Gray, purse: Purse) -> None:
    """Read the doubtful words of a line of running text again with their neighbours, as far as the purse goes."""
    text: list[str] = []
    second: list[str] = []
    trust = 0.0
    done = 0
    for first, last in _doubtful(row.words):
        piece = row.words[first:last]
        if not purse.takes(piece[0].x0, piece[-1].x1, row.height):
            continue
        reading = second_reader.read_line(crop(Row(list(piece)), gray))
        if not reading.text:
            continue
        read, agreement = fusing.fuse(_said(piece), _said_second(reading))
        before = [word.text for word in row.words[done:first]]
        text += [*before, read]
        second += [*before, reading.text]
        trust += from_confidence(row.words[done:first]) * len(before) + _legibility(agreement) * len(piece)
        done = last
    if not done:
        return
    rest = row.words[done:]
    left = [word.text for word in rest]
    row.second = " ".join([*second, *left])
    row.text = _without_dirt(" ".join([*text, *left]), row, row.second)
    row.legibility = round((trust + from_confidence(rest) * len(rest)) / len(row.words), 3)


def _doubtful(words: Sequence[Word]) -> list[tuple[int, int]]:
    """Give the stretches of words (from, up to) that hold the doubtful ones; the whole line when they are most of it."""
    out: list[tuple[int, int]] = []
    odd = unlikely(words)
    for at, word in enumerate(words):
        if word.sure >= _SURE and at not in odd and _oddness(word) == 0:
            continue
        first, last = max(0, at - _NEIGHBOURS), min(len(words), at + 1 + _NEIGHBOURS)
        if out and first <= out[-1][1]:
            first = out.pop()[0]
        out.append((first, last))
    read = sum(words[last - 1].x1 - words[first].x0 for first, last in out)
    return [(0, len(words))] if out and read > _MOST_OF_LINE * (words[-1].x1 - words[0].x0) else out


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
