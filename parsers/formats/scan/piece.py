"""A piece of a page image that a person has framed, read on its own."""

import numpy as np

from parsers.formats.scan import relayout, tesseract
from parsers.formats.scan.cleaning import colors, without_red
from parsers.pictures import Picture
from pipeline.model import Box
from pipeline.text import squeeze

#: White around the piece, in dots: letters that touch the edge are lost.
_EDGE = 24
#: Fewer dots than this, either way, hold no letter.
_FEWEST = 6


def read_piece(picture: Picture, frame: Box) -> str:
    """Give what stands inside ``frame`` (points from the top left of the page), line after line; empty for no letters.

    Raises FileError MISSING_TOOL when Tesseract or its Vietnamese data is missing, CRASHED when it fails.
    """
    scale = picture.dpi / 72
    left, right = (min(max(0, round(x * scale)), picture.width) for x in (frame.x0, frame.x1))
    top, bottom = (min(max(0, round(y * scale)), picture.height) for y in (frame.y0, frame.y1))
    if right - left < _FEWEST or bottom - top < _FEWEST:
        return ""
    gray = without_red(colors(picture)[top:bottom, left:right])
    words = tesseract.read_words(np.pad(gray, _EDGE, constant_values=255), picture.dpi, sparse=True)
    return squeeze(" ".join(row.text for row in relayout.rows(words, columns=False)))
