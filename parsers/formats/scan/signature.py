"""The signer's name out of the picture that a digital signature shows: the text of the page does not hold it."""

from dataclasses import dataclass

import numpy as np

from parsers.formats.scan import relayout, second_reader, tesseract
from parsers.formats.scan.cleaning import colors, without_red
from parsers.formats.scan.rereading import again
from parsers.formats.scan.words import Row
from parsers.pictures import Picture
from pipeline.model import Box
from pipeline.reference.common_syllables import is_common
from pipeline.reference.people import surnames
from pipeline.text import clean, key

#: A name out of a small picture is never surer than this.
_LEGIBLE = 0.85
#: Below this the readers disagree too much for a name.
_DOUBTFUL = 0.65
_WIDER = 1.0
#: Room around the field, in points.
_ROOM = 4.0


@dataclass(frozen=True, slots=True)
class Name:
    """A name as read, where it stands on the page in points, and how far it can be trusted."""

    text: str
    box: Box
    legibility: float


def names(picture: Picture, area: Box) -> tuple[Name, ...]:
    """Give what reads like a person's name inside ``area`` (points) of a page: known surname, syllables in use, capitals.

    Raises FileError MISSING_TOOL, TIMEOUT or CRASHED when the engine cannot read.
    """
    scale = picture.dpi / 72
    left, top = (max(0, round((edge - _ROOM) * scale)) for edge in (area.x0, area.y0))
    right, bottom = (round((edge + _ROOM) * scale) for edge in (area.x1, area.y1))
    crop = np.ascontiguousarray(without_red(colors(picture))[top:bottom, left:right])
    if min(crop.shape) < 20:
        return ()
    out = []
    for row in relayout.rows(tesseract.read_words(crop, picture.dpi, sparse=True)):
        if not _could_be_name(row):
            continue
        if second_reader.is_here():
            again(row, crop, _WIDER)
        text = clean(row.text).strip(" .,;:-_'\"")
        if is_name(text) and row.legibility >= _DOUBTFUL:
            x0, y0, x1, y1 = row.box
            box = Box((x0 + left) / scale, (y0 + top) / scale, (x1 + left) / scale, (y1 + top) / scale)
            out.append(Name(text, box, min(_LEGIBLE, row.legibility)))
    return tuple(out)


def _could_be_name(row: Row) -> bool:
    return 2 <= len(row.text.split()) <= 6 and not any(c.isdigit() or c == "@" for c in row.text)


def is_name(text: str) -> bool:
    """Tell whether ``text`` is built like a person's name: a known surname and one to four more syllables in use."""
    words = text.split()
    return (
        2 <= len(words) <= 5
        and key(words[0]) in surnames()
        and all(word[:1].isupper() and word[1:].islower() and is_common(word) for word in words)
    )
