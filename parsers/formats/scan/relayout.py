"""Words put together again as printed lines: the engine merges the columns of head and foot, gaps tell them apart."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from statistics import median

from parsers.formats.scan.words import Row, Word, usual_height

#: A gap wider than this (in word heights) parts two columns; measured on 29 real scans.
_CUT = 2.0
#: Pieces of one printed line nearer than this belong together.
_JOIN = 1.6
#: Two pieces stand on one line when they share this part of the lower one's height.
_SAME_LINE = 0.5
#: Below these the engine saw dirt: marks without a letter, and marks of one letter.
_DIRT_SURE = 60.0
_SPECK_SURE = 45.0
#: What a dash before an item is read as.
_DASH = re.compile(r"[-~–—_¬+]{1,3}")
#: A page falls less than this (dots a dot) when it lies straight, and lines of so many words tell.
_CROOKED = 0.003
_TELLING = 6


def rows(words: Sequence[Word], *, columns: bool = True) -> list[Row]:
    """Give the printed lines of a page from top to bottom, left to right on one height.

    With ``columns`` a wide gap parts two lines; without (inside a table cell) all on one height is one line.
    """
    height = usual_height(words)
    pieces = [piece for line in _lines(words) for piece in (_cut(line, _CUT * height) if columns else [line])]
    pieces = [piece for piece in pieces if not all(map(is_dirt, piece))]
    joined = _joined(pieces, _JOIN * height if columns else None)
    return in_order([Row(_dashed(sorted(piece, key=lambda w: w.x0), 2 * height)) for piece in joined])


def _dashed(words: list[Word], near: float) -> list[Word]:
    """Write the mark that opens an item as the dash it is, however it was read."""
    first = words[0]
    if len(words) > 1 and _DASH.fullmatch(first.text) and words[1].x0 - first.x1 < near:
        return [replace(first, text="-", sure=max(first.sure, _DIRT_SURE)), *words[1:]]
    return words


def straightened(words: Sequence[Word]) -> list[Word]:
    """Give the words of a crooked page moved up or down to where they stood on a straight one."""
    slope = _slope(words)
    if abs(slope) < _CROOKED:
        return list(words)
    out = []
    for word in words:
        fall = round(slope * (word.x0 + word.x1) / 2)
        out.append(replace(word, y0=word.y0 - fall, y1=word.y1 - fall, fall=fall))
    return out


def _slope(words: Sequence[Word]) -> float:
    """Give by how many dots lines fall a dot to the right: the median over lines of many words."""
    slopes = []
    for line in _lines(words):
        if len(line) < _TELLING or line[-1].x1 - line[0].x0 < 10 * usual_height(line):
            continue
        # Feet of words hang below the line here and there; halves of a line have about as many of them.
        half = len(line) // 2
        left, right = line[:half], line[-half:]
        run = sum(w.x0 + w.x1 for w in right) - sum(w.x0 + w.x1 for w in left)
        fall = sum(w.y0 + w.y1 for w in right) - sum(w.y0 + w.y1 for w in left)
        slopes.append(fall / run)
    return median(slopes) if len(slopes) >= 3 else 0.0


def _lines(words: Iterable[Word]) -> list[list[Word]]:
    lines: dict[int, list[Word]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word)
    return [sorted(line, key=lambda w: w.x0) for line in lines.values()]


def _cut(line: list[Word], gap: float) -> list[list[Word]]:
    """Cut a line at wide gaps; a speck of dirt inside a gap does not bridge it."""
    out: list[list[Word]] = []
    edge: int | None = None
    for word in line:
        if edge is None or word.x0 - edge > gap:
            out.append([])
        out[-1].append(word)
        if edge is None or not is_dirt(word) or word.x0 - edge <= gap / 3:
            edge = word.x1 if edge is None else max(edge, word.x1)
    return out


def is_dirt(word: Word) -> bool:
    """Tell whether a word is a mark that stamps, pen strokes and dirt leave behind: hardly a letter, and the engine unsure."""
    letters = sum(c.isalnum() for c in word.text)
    if letters == 0:
        # A dash, a full stop or a bracket is writing when the engine is sure of it.
        return word.sure < _DIRT_SURE
    return letters == 1 and len(word.text) <= 2 and word.sure < _SPECK_SURE and not word.text.isdigit()


def _joined(pieces: list[list[Word]], near: float | None) -> list[list[Word]]:
    """Put pieces of one printed line together; ``near`` is the widest gap in dots, None for any."""
    out: list[list[Word]] = []
    for piece in sorted(pieces, key=lambda p: min(w.x0 for w in p)):
        host = next((other for other in out if _goes_on(other, piece, near)), None)
        if host is None:
            out.append(list(piece))
        else:
            host.extend(piece)
    return out


def _goes_on(left: list[Word], right: list[Word], near: float | None) -> bool:
    a, b = _ends(left, last=True), _ends(right, last=False)
    if near is not None and not -0.5 * near < b[0] - a[1] < near:
        return False
    shared = min(a[3], b[3]) - max(a[2], b[2])
    return shared >= _SAME_LINE * min(a[3] - a[2], b[3] - b[2])


def _ends(piece: list[Word], *, last: bool) -> tuple[int, int, int, int]:
    """Give left, right, top and bottom; the heights of the nearest few words only, since a crooked line climbs."""
    words = sorted(piece, key=lambda w: w.x0)
    near = words[-3:] if last else words[:3]
    return words[0].x0, max(w.x1 for w in words), min(w.y0 for w in near), max(w.y1 for w in near)


def in_order(found: list[Row]) -> list[Row]:
    """Sort by height; lines that stand on one height from left to right."""
    waiting = sorted(found, key=lambda row: (row.box[1] + row.box[3]) / 2)
    out: list[Row] = []
    while waiting:
        first = waiting[0]
        middle, reach = (first.box[1] + first.box[3]) / 2, 0.5 * first.height
        level = [row for row in waiting if abs((row.box[1] + row.box[3]) / 2 - middle) <= reach]
        out += sorted(level, key=lambda row: row.box[0])
        waiting = [row for row in waiting if row not in level]
    return out
