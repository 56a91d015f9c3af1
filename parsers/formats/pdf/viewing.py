"""Pages of a PDF for the eye: their sizes, a page as a picture at screen resolution, the letters inside a frame."""

import re
from pathlib import Path

from parsers.formats.pdf.pages import open_document
from parsers.formats.pdf.runs import Run
from parsers.pictures import Picture
from pipeline.errors import Code, FileError
from pipeline.model import Box
from pipeline.text import squeeze

#: Enough to read 13-point type on a screen; a page is drawn in some 50 ms.
DPI = 110
#: Longest side of a page in dots: a plan on A0 is drawn smaller.
LONGEST_DOTS = 2_400
#: Runs stand on one line when their baselines differ by less than this part of the type size, and are two words from
#: that gap on.
_SAME_LINE, _GAP = 0.5, 0.18
_WORD = re.compile(r"\S+")


def sizes(path: Path) -> tuple[tuple[float, float], ...]:
    """Give width and height of every page in points, as shown. Raises FileError ENCRYPTED, DAMAGED or UNREADABLE."""
    with open_document(path) as document:
        return tuple(document.size(number) for number in range(1, len(document) + 1))


def picture(path: Path, number: int) -> Picture:
    """Give page ``number`` (from 1) as it is shown. Raises FileError; NOT_FOUND for a page that is not there."""
    with open_document(path) as document:
        if not 1 <= number <= len(document):
            raise FileError(Code.NOT_FOUND)
        return document.drawn(number, min(DPI, LONGEST_DOTS * 72 / max(*document.size(number), 1.0)))


def text_in(path: Path, number: int, frame: Box) -> str:
    """Give the letters of page ``number`` (from 1) that are seen inside ``frame``, line after line; empty for a picture.

    Raises FileError; NOT_FOUND for a page that is not there.
    """
    with open_document(path) as document:
        if not 1 <= number <= len(document):
            raise FileError(Code.NOT_FOUND)
        runs = document.page(number).runs
    rows: list[list[tuple[Run, str]]] = []
    for run in sorted((r for r in runs if not r.hidden and not r.angle), key=lambda r: (r.base, r.x0)):
        if not frame.y0 <= (run.y0 + run.y1) / 2 <= frame.y1:
            continue
        seen = _words_in(run, frame)
        if not seen:
            continue
        same = rows and run.base - rows[-1][0][0].base < _SAME_LINE * run.size
        if same:
            rows[-1].append((run, seen))
        else:
            rows.append([(run, seen)])
    return squeeze(" ".join(_joined(sorted(row, key=lambda part: part[0].x0)) for row in rows))


def _words_in(run: Run, frame: Box) -> str:
    """Give the words of a run whose middle lies inside the frame: nobody frames a word to the letter."""
    out = []
    for match in _WORD.finditer(run.text):
        middle = (run.spans[match.start()][0] + run.spans[match.end() - 1][1]) / 2
        if frame.x0 <= middle <= frame.x1:
            out.append(match[0])
    return " ".join(out)


def _joined(parts: list[tuple[Run, str]]) -> str:
    """Give the pieces of one line in a string; a gap that was drawn without a blank becomes one."""
    out, edge = "", None
    for run, text in parts:
        gap = edge is not None and run.x0 - edge > _GAP * run.size
        out += (" " if gap else "") + text
        edge = run.x1
    return out
