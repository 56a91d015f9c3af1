"""Letters of a PDF page gathered into runs: what was drawn in one go on one baseline.

PDFium is asked letter by letter through its C interface, in one pass a page: its text page keeps the drawing order
that tells two columns apart.
"""

import ctypes
import math
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, repeat
from operator import sub
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from parsers.formats.pdf.fonts import Face, face
from parsers.formats.pdf.scene import WHITE, Frame, Scene, holds
from pipeline.errors import Code, FileError
from pipeline.model import Box

#: A newspaper page has 30,000 letters; more than this is no page of text.
MAX_CHARS = 400_000
_MARKS = {0xFFFE: "-", 0x02: "-", 0x09: " ", 0x0A: None, 0x0D: None, 0x00: None}


def _prototype(function: Any, result: Any, *arguments: Any) -> Any:
    return ctypes.PYFUNCTYPE(result, *arguments)(ctypes.cast(function, ctypes.c_void_p).value or 0)


# Called once a letter or a run: numbers in place of pointer objects, and no giving up of the interpreter lock, take half
# the time or less. ``_int`` is a number, ``_at`` an address.
_int, _at = ctypes.c_int, ctypes.c_void_p
_object_of = _prototype(pdfium.FPDFText_GetTextObject, _at, _at, _int)
_loose_box = _prototype(pdfium.FPDFText_GetLooseCharBox, _int, _at, _int, _at)
_font_of = _prototype(pdfium.FPDFTextObj_GetFont, _at, _at)
_mode_of = _prototype(pdfium.FPDFTextObj_GetTextRenderMode, _int, _at)
_matrix_of = _prototype(pdfium.FPDFText_GetMatrix, _int, _at, _int, _at)
_origin_of = _prototype(pdfium.FPDFText_GetCharOrigin, _int, _at, _int, _at, _at)
_color_of = _prototype(pdfium.FPDFText_GetFillColor, _int, _at, _int, _at, _at, _at, _at)
_size_of = _prototype(pdfium.FPDFText_GetFontSize, ctypes.c_double, _at, _int)


@dataclass(slots=True)
class Run:
    """Letters drawn in one go on one baseline. ``order`` counts the runs as drawn; ``widget`` is the field's number.

    ``spans`` holds the left and right edge of every letter of ``text``. ``left`` and ``right`` reach over the
    blanks that were drawn before and after. ``hidden``: not to be seen on the page (invisible mode, white on
    white, under an image, off the page). ``angle`` is 0 for upright letters, 90 for climbing, -1 for slanted ones.
    """

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    base: float
    size: float
    face: Face
    order: int
    spans: list[tuple[float, float]]
    left: float
    right: float
    hidden: bool = False
    widget: int | None = None
    angle: int = 0


@dataclass(frozen=True, slots=True)
class Printed:
    """What form fields print onto a page: the text objects by address, and the boxes of the fields."""

    objects: frozenset[int]
    boxes: tuple[Box, ...]

    def field_at(self, x: float, y: float) -> int:
        """Give the number of the narrowest field that holds the point, -1 when none does."""
        held = [(box.x1 - box.x0, i) for i, box in enumerate(self.boxes) if holds(box, x, y)]
        return min(held)[1] if held else -1


class Gatherer:
    """Gathers the letters of one document's pages; keeps its fonts."""

    def __init__(self) -> None:
        """Begin with no font known."""
        self._faces: dict[tuple[int, int], Face] = {}
        # Filled anew for every run; making them costs more than asking.
        self._matrix = pdfium.FS_MATRIX()
        self._origin = (ctypes.c_double * 2)()
        self._color = (ctypes.c_uint * 4)()
        self._matrix_at = ctypes.addressof(self._matrix)
        self._origin_at = _addresses(self._origin)
        self._color_at = _addresses(self._color)

    def runs(self, page: Any, frame: Frame, scene: Scene, printed: Printed) -> list[Run]:
        """Give the runs of a loaded page in drawing order. Raises FileError TOO_LARGE when it holds too many letters."""
        text = pdfium.FPDFText_LoadPage(page)
        if not text:
            return []
        try:
            return list(self._walk(text, frame, scene, printed))
        finally:
            pdfium.FPDFText_ClosePage(text)

    def _walk(self, text: Any, frame: Frame, scene: Scene, printed: Printed) -> Iterator[Run]:
        count = max(0, pdfium.FPDFText_CountChars(text))
        if count > MAX_CHARS:
            raise FileError(Code.TOO_LARGE, "trang có quá nhiều chữ")
        at = ctypes.cast(text, ctypes.c_void_p).value or 0
        letters, objects = _letters(text, count), list(map(_object_of, repeat(at, count), range(count)))
        # Blanks and line ends that PDFium made up are of no object; the gaps themselves are looked at instead.
        kept = [i for i in range(count) if objects[i] is not None and letters[i] is not None]
        own, keys = [letters[i] or "" for i in kept], [objects[i] for i in kept]
        x0s, y0s, x1s, y1s = frame.places(*_loose_boxes(at, kept))
        for order, (style, start, end) in enumerate(self._strokes(at, kept, keys, frame, (x0s, y0s, x1s, y1s)), 1):
            lefts, rights, y0, y1 = x0s[start:end], x1s[start:end], y0s[start], y1s[start]
            x0, x1, height = min(lefts), max(rights), y1 - y0
            trusted = style.angle or 0.5 * height <= style.size <= 1.3 * height
            size = style.size if trusted else height / 1.15
            words, spans = own[start:end], list(zip(lefts, rights, strict=True))
            if not style.angle:
                words, spans = _spaced(words, spans, list(map(sub, lefts[1:], rights)), size)
            unseen = style.unseen or scene.hides(style.key, style.white, (x0 + x1) / 2, (y0 + y1) / 2)
            by_field = style.key in printed.objects
            widget = printed.field_at((lefts[0] + rights[0]) / 2, (y0 + y1) / 2) if by_field else None
            yield Run(
                "".join(words), x0, y0, x1, y1, style.base, size, style.face, order, spans, x0, x1,
                unseen, widget, style.angle,
            )  # fmt: skip

    def _strokes(
        self, at: int, kept: Sequence[int], keys: Sequence[int], frame: Frame, sides: Sequence[Sequence[float]]
    ) -> Iterator[tuple["_Style", int, int]]:
        """Give how each run is drawn, and where it begins and ends among the ``kept`` letters."""
        style: _Style | None = None
        start, height, middle, edge = 0, 0.0, 0.0, 0.0
        for n, (key, x0, y0, x1, y1) in enumerate(zip(keys, *sides, strict=True)):
            # It goes on in the same row, not far to the right, hardly to the left; turned letters just go on.
            if (
                style is not None
                and key == style.key
                and (style.angle or (abs(y0 + y1 - middle) < height and -0.8 * height < x0 - edge < 1.1 * height))
            ):
                edge = x1
                continue
            if style is not None:
                yield style, start, n
            style, start, height, middle, edge = self._style(at, key, kept[n], frame), n, y1 - y0, y0 + y1, x1
        if style is not None:
            yield style, start, len(kept)

    def _style(self, at: int, key: int, i: int, frame: Frame) -> "_Style":
        font, mode = _font_of(key) or 0, _mode_of(key)
        known = self._faces.get((font, mode))
        if known is None:
            known = _face(font) if font else Face(None)
            known = known.emboldened() if mode == pdfium.FPDF_TEXTRENDERMODE_FILL_STROKE else known
            self._faces[font, mode] = known
        matrix, color = self._matrix, self._color
        _matrix_of(at, i, self._matrix_at)
        _origin_of(at, i, *self._origin_at)
        _color_of(at, i, *self._color_at)
        x, y = self._origin
        red, green, blue, alpha = color
        return _Style(
            key,
            known,
            _size_of(at, i) * math.hypot(matrix.c, matrix.d),
            frame.place(x, y, x, y)[1],
            frame.angle(matrix.a, matrix.b),
            mode == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE or alpha == 0,
            red >= WHITE and green >= WHITE and blue >= WHITE,
        )


class _Style(NamedTuple):
    """How the letters of a run are drawn; ``key`` is their text object."""

    key: int
    face: Face
    size: float
    base: float
    angle: int
    unseen: bool
    white: bool


def _spaced(
    letters: list[str], spans: list[tuple[float, float]], gaps: list[float], size: float
) -> tuple[list[str], list[tuple[float, float]]]:
    """Give the letters with blanks where only the gap says so; evenly spread letters are one word."""
    limit = 0.18 * size
    if not gaps or max(gaps) < limit:
        return letters, spans
    inner = sorted(g for g, (a, b) in zip(gaps, pairwise(letters), strict=True) if a != " " and b != " ")
    if len(inner) >= 4:
        limit += max(0.0, inner[len(inner) // 2])
    out, places = [letters[0]], [spans[0]]
    for gap, (before, letter), place in zip(gaps, pairwise(letters), spans[1:], strict=True):
        if gap >= limit and before != " " and letter != " ":
            out.append(" ")
            places.append((places[-1][1], place[0]))
        out.append(letter)
        places.append(place)
    return out, places


def _letters(text: Any, count: int) -> list[str | None]:
    """Give every letter by its number; None for line ends."""
    buffer = (ctypes.c_ushort * (count + 1))()
    written = pdfium.FPDFText_GetText(text, 0, count, buffer) if count else 0
    # Some letters take two code units, or none: then each is asked for.
    one_each = written == count + 1
    codes = buffer[:count] if one_each else [pdfium.FPDFText_GetUnicode(text, i) for i in range(count)]
    return [_MARKS[code] if code in _MARKS else chr(code) for code in codes]


def _loose_boxes(at: int, kept: Sequence[int]) -> tuple[list[float], list[float], list[float], list[float]]:
    """Give left, bottom, right and top of the letters with those numbers, in the space of the page."""
    # FS_RECTF is left, top, right, bottom; PDFium fills one after another without a loop of ours.
    store = (ctypes.c_float * (4 * len(kept)))()
    first = ctypes.addressof(store)
    deque(map(_loose_box, repeat(at), kept, range(first, first + 16 * len(kept), 16)), maxlen=0)
    return store[0::4], store[3::4], store[2::4], store[1::4]


def _addresses(store: Any) -> tuple[int, ...]:
    """Give the address of each number in an array."""
    return tuple(ctypes.addressof(store) + i * ctypes.sizeof(store._type_) for i in range(len(store)))


def _face(at: int) -> Face:
    font = ctypes.cast(at, pdfium.FPDF_FONT)
    buffer = ctypes.create_string_buffer(256)
    pdfium.FPDFFont_GetBaseFontName(font, buffer, 256)
    angle = ctypes.c_int()
    pdfium.FPDFFont_GetItalicAngle(font, angle)
    name = buffer.value.decode("utf-8", "replace")
    return face(name, pdfium.FPDFFont_GetFlags(font), pdfium.FPDFFont_GetWeight(font), angle.value)
