"""Handwriting in blue ink taken out of a printed line: by itself it is read better than between printed letters."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from parsers.formats.scan.cleaning import Color

#: Blue ink is bluer than the paper by this (blue less red, 0 to 255).
_BLUER = 25
#: A stroke has this much ink around each of its dots; single dots are noise of the picture's compression.
_STROKE = 2
#: Fewer dots of ink (in squares of the line's height) are no digit.
_LEAST = 0.05
#: More ink than this outside the blank, as a part of what is in it: the print is blue too, or a stamp lies over the line.
_ASTRAY = 0.25
#: White left and right of the digits, in line heights: a recogniser reads the same strokes anew in another frame.
_FRAMES = (0.15, 0.35, 0.6)


def written(line: Color, left: float, right: float) -> Iterator[NDArray[np.uint8]]:
    """Give pictures of what is written in ink between two columns of ``line``, nothing else on them, each in another frame.

    None where there is no ink, or where ink all over the line tells nothing apart.
    """
    height, width = line.shape[:2]
    ink = _ink(line)
    at = np.arange(width)
    inside = (at >= left) & (at <= right)
    amount = int(ink[:, inside].sum())
    if amount < _LEAST * height * height or int(ink[:, ~inside].sum()) > _ASTRAY * amount:
        return
    columns = np.flatnonzero((ink.sum(axis=0) >= _STROKE) & inside)
    if not len(columns):
        return
    first, last = max(0, int(columns[0]) - _STROKE), min(width, int(columns[-1]) + _STROKE + 1)
    piece = np.where(_grown(ink)[:, first:last, None], line[:, first:last], 255).astype(np.uint8)
    for frame in _FRAMES:
        room = round(frame * height)
        yield np.ascontiguousarray(np.pad(piece, ((0, 0), (room, room), (0, 0)), constant_values=255))


def _ink(line: Color) -> NDArray[np.bool_]:
    """Tell for each dot whether it is bluer than the paper."""
    bluer = line[..., 2].astype(np.int16) - line[..., 0]
    return np.asarray(bluer - np.median(bluer) > _BLUER, np.bool_)


def _grown(ink: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Give the ink and the dots around it, where the stroke fades into the paper."""
    out = ink.copy()
    for _ in range(_STROKE):
        wide = np.pad(out, 1)
        out = wide[:-2, 1:-1] | wide[2:, 1:-1] | wide[1:-1, :-2] | wide[1:-1, 2:] | out
    return out
