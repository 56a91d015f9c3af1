"""Pages of a PDF for the eye: their sizes, and a page as a picture at screen resolution."""

from pathlib import Path

from parsers.formats.pdf.pages import open_document
from parsers.pictures import Picture
from pipeline.errors import Code, FileError

#: Enough to read 13-point type on a screen; a page is drawn in some 50 ms.
DPI = 110
#: Longest side of a page in dots: a plan on A0 is drawn smaller.
LONGEST_DOTS = 2_400


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
