"""What is drawn on a PDF page besides letters: rules, fills, images; and what lies over what."""

import ctypes
from collections.abc import Iterator, Sequence
from typing import Any

import pypdfium2.raw as pdfium

from pipeline.model import Box

#: Drawings looked at on one page; a map or a chart may hold far more and none of them is a table.
MAX_OBJECTS = 20_000
#: A colour is white when its darkest part is at least this (0 to 255).
WHITE = 250
_DEPTH = 6
#: Dots on a side of an image drawn only to learn whether it is clear.
_SMALL = 64
#: An image over this part of a page may hide the letters under it.
_SCREEN = 0.4
_THIN = 3.0
_DARK = 200


class Frame:
    """From PDFium's page space (y upwards, rotation and crop not undone) to points from the top left as shown."""

    def __init__(self, page: Any, rotation: int) -> None:
        """Take the crop of ``page`` and its rotation in quarter turns clockwise."""
        rect = pdfium.FS_RECTF()
        pdfium.FPDF_GetPageBoundingBox(page, rect)
        self._left, self._bottom = float(rect.left), float(rect.bottom)
        self._right, self._top = float(rect.right), float(rect.top)
        self.rotation = rotation % 4
        width, height = abs(self._right - self._left), abs(self._top - self._bottom)
        self.width, self.height = (height, width) if self.rotation % 2 else (width, height)

    def place(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        """Give x0, y0, x1, y1 as shown."""
        if self.rotation == 0:
            return left - self._left, self._top - top, right - self._left, self._top - bottom
        if self.rotation == 1:
            return bottom - self._bottom, left - self._left, top - self._bottom, right - self._left
        if self.rotation == 2:
            return self._right - right, bottom - self._bottom, self._right - left, top - self._bottom
        return self._top - top, self._right - right, self._top - bottom, self._right - left

    def places(self, *sides: Sequence[float]) -> tuple[Sequence[float], ...]:
        """Give x0, y0, x1, y1 as shown of many boxes, whose left, bottom, right and top are each a sequence."""
        if self.rotation:
            return tuple(zip(*map(self.place, *sides), strict=True)) or ((), (), (), ())
        # Nearly every page: four passes cost a third of a call a letter.
        (lefts, bottoms, rights, tops), left, top = sides, self._left, self._top
        return (
            [x - left for x in lefts],
            [top - y for y in tops],
            [x - left for x in rights],
            [top - y for y in bottoms],
        )

    def box(self, rect: Any) -> Box:
        """Give a rectangle as a box as shown."""
        x0, y0, x1, y1 = self.place(rect.left, rect.bottom, rect.right, rect.top)
        return Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))

    def angle(self, a: float, b: float) -> int:
        """Give the angle of a direction as shown: 0, 90 (climbing), 180, 270, or -1 when slanted."""
        if abs(b) <= 0.05 * abs(a):
            turned = 0 if a >= 0 else 2
        elif abs(a) <= 0.05 * abs(b):
            turned = 1 if b > 0 else 3
        else:
            return -1
        return (turned - self.rotation) % 4 * 90


class Scene:
    """What is drawn on a page besides letters, and what lies over what."""

    def __init__(self, document: Any, page: Any, frame: Frame) -> None:
        """Walk the objects of ``page`` in drawing order, those inside forms too."""
        self.rules: list[Box] = []
        self.paths = 0
        self._document, self._page = document, page
        self._frame = frame
        self._depth: dict[int, int] = {}
        self._images: list[tuple[int, Box, Any]] = []
        self._opaque: dict[int, bool] = {}
        self._dark: list[tuple[int, Box]] = []
        self._left = MAX_OBJECTS
        count = pdfium.FPDFPage_CountObjects(page)
        self._visit((pdfium.FPDFPage_GetObject(page, i) for i in range(count)), (1.0, 0.0, 0.0, 1.0, 0.0, 0.0), _DEPTH)
        # Images over much of the page may hide letters.
        half = _SCREEN * frame.width * frame.height
        self._screens = [(at, box, image) for at, box, image in self._images if _area(box) >= half]

    def share(self) -> float:
        """Give the part of the page under images, 0 to 1."""
        area = max(1.0, self._frame.width * self._frame.height)
        return min(1.0, sum(_area(box) for _, box, _ in self._images) / area)

    def hides(self, key: int, white: bool, x: float, y: float) -> bool:
        """Tell whether letters of object ``key`` around (x, y) are not to be seen."""
        if not (0 <= x <= self._frame.width and 0 <= y <= self._frame.height):
            return True
        depth = self._depth.get(key)
        if white:
            grounds = [*self._dark, *((at, box) for at, box, _ in self._images)]
            if not any((depth is None or at < depth) and holds(box, x, y) for at, box in grounds):
                return True
        if depth is None or not self._screens:
            return False
        return any(at > depth and holds(box, x, y) and self._is_opaque(at, image) for at, box, image in self._screens)

    def _is_opaque(self, at: int, image: Any) -> bool:
        """Tell whether an image covers what lies under it; a picture of ink on clear ground does not."""
        known = self._opaque.get(at)
        if known is None:
            known = self._opaque[at] = _covers(self._document, self._page, image)
        return known

    def _visit(self, things: Iterator[Any], matrix: tuple[float, ...], depth: int) -> None:
        kind_of, address = pdfium.FPDFPageObj_GetType, ctypes.addressof
        for thing in things:
            self._left -= 1
            if self._left < 0:
                return
            kind = kind_of(thing)
            at = MAX_OBJECTS - self._left
            if kind == pdfium.FPDF_PAGEOBJ_TEXT:
                self._depth[address(thing.contents)] = at
            elif kind == pdfium.FPDF_PAGEOBJ_PATH:
                self.paths += 1
                self._path(thing, matrix, at)
            elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                box = self._bounds(thing, matrix)
                if box is not None:
                    self._images.append((at, box, thing))
            elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth:
                own = pdfium.FS_MATRIX()
                pdfium.FPDFPageObj_GetMatrix(thing, own)
                inner = _times((own.a, own.b, own.c, own.d, own.e, own.f), matrix)
                count = pdfium.FPDFFormObj_CountObjects(thing)
                self._visit((pdfium.FPDFFormObj_GetObject(thing, i) for i in range(count)), inner, depth - 1)

    def _bounds(self, thing: Any, matrix: tuple[float, ...]) -> Box | None:
        left, bottom, right, top = (ctypes.c_float() for _ in range(4))
        if not pdfium.FPDFPageObj_GetBounds(thing, left, bottom, right, top):
            return None
        return self._shown([(left.value, bottom.value), (right.value, top.value)], matrix)

    def _shown(self, points: list[tuple[float, float]], matrix: tuple[float, ...]) -> Box:
        a, b, c, d, e, f = matrix
        xs = [a * x + c * y + e for x, y in points]
        ys = [b * x + d * y + f for x, y in points]
        x0, y0, x1, y1 = self._frame.place(min(xs), min(ys), max(xs), max(ys))
        return Box(x0, y0, max(x0, x1), max(y0, y1))

    def _path(self, path: Any, matrix: tuple[float, ...], at: int) -> None:
        box = self._bounds(path, matrix)
        if box is None:
            return
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDFPath_GetDrawMode(path, fill, stroke)
        color = pdfium.FPDFPageObj_GetStrokeColor if stroke.value else pdfium.FPDFPageObj_GetFillColor
        red, green, blue, alpha = (ctypes.c_uint(0) for _ in range(4))
        color(path, red, green, blue, alpha)
        if not (fill.value or stroke.value) or min(red.value, green.value, blue.value) >= WHITE:
            return
        wide, high = box.x1 - box.x0, box.y1 - box.y0
        if min(wide, high) <= _THIN:
            if max(wide, high) > _THIN:
                self.rules.append(box)
            return
        if fill.value and max(red.value, green.value, blue.value) < _DARK:
            self._dark.append((at, box))
        if stroke.value:
            self.rules += self._segments(path, matrix)

    def _segments(self, path: Any, matrix: tuple[float, ...]) -> Iterator[Box]:
        """Give the straight level and upright pieces of a drawn path."""
        own = pdfium.FS_MATRIX()
        pdfium.FPDFPageObj_GetMatrix(path, own)
        matrix = _times((own.a, own.b, own.c, own.d, own.e, own.f), matrix)
        x, y = ctypes.c_float(), ctypes.c_float()
        start = last = (0.0, 0.0)
        for i in range(min(pdfium.FPDFPath_CountSegments(path), 400)):
            segment = pdfium.FPDFPath_GetPathSegment(path, i)
            pdfium.FPDFPathSegment_GetPoint(segment, x, y)
            here = (x.value, y.value)
            kind = pdfium.FPDFPathSegment_GetType(segment)
            if kind == pdfium.FPDF_SEGMENT_MOVETO:
                start = here
            ends = [(last, here)] if kind == pdfium.FPDF_SEGMENT_LINETO else []
            if pdfium.FPDFPathSegment_GetClose(segment):
                ends.append((here, start))
            for one, two in ends:
                box = self._shown([one, two], matrix)
                if min(box.x1 - box.x0, box.y1 - box.y0) <= 1.0:
                    yield box
            last = here


def texts_from(page: Any, first: int) -> Iterator[int]:
    """Give the addresses of the text objects of a loaded page from object ``first`` on, those inside forms too."""
    waiting = [(pdfium.FPDFPage_GetObject(page, i), _DEPTH) for i in range(first, pdfium.FPDFPage_CountObjects(page))]
    while waiting:
        thing, depth = waiting.pop()
        kind = pdfium.FPDFPageObj_GetType(thing)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            yield ctypes.addressof(thing.contents)
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth:
            inside = range(pdfium.FPDFFormObj_CountObjects(thing))
            waiting += [(pdfium.FPDFFormObj_GetObject(thing, i), depth - 1) for i in inside]


def _covers(document: Any, page: Any, image: Any) -> bool:
    if pdfium.FPDFPageObj_HasTransparency(image):
        return False
    own = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(image, own)
    # Drawn small it costs a sixth, and nearly every image is clear ground or solid: the opaque part is no larger than the
    # mean. Only what lies between is drawn in full.
    pdfium.FPDFImageObj_SetMatrix(image, _SMALL, 0, 0, _SMALL, 0, 0)
    try:
        alpha = _alpha(document, page, image)
    finally:
        pdfium.FPDFPageObj_SetMatrix(image, own)
    if sum(alpha) < 0.3 * 255 * len(alpha):
        return False
    alpha = _alpha(document, page, image)
    return alpha.count(b"\xff") * 2 > len(alpha)


def _alpha(document: Any, page: Any, image: Any) -> bytes:
    """Give how opaque each dot of an image is when it is drawn: 255 for one that covers."""
    bitmap = pdfium.FPDFImageObj_GetRenderedBitmap(document, page, image)
    if not bitmap:
        return b"\xff"
    try:
        if pdfium.FPDFBitmap_GetFormat(bitmap) != pdfium.FPDFBitmap_BGRA:
            return b"\xff"
        size = pdfium.FPDFBitmap_GetStride(bitmap) * pdfium.FPDFBitmap_GetHeight(bitmap)
        return ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), size)[3::4]
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)


def _times(one: tuple[float, ...], two: tuple[float, ...]) -> tuple[float, ...]:
    a, b, c, d, e, f = one
    g, h, i, j, k, m = two
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def _area(box: Box) -> float:
    return (box.x1 - box.x0) * (box.y1 - box.y0)


def holds(box: Box, x: float, y: float) -> bool:
    """Tell whether the point (x, y) lies in ``box``."""
    return box.x0 <= x <= box.x1 and box.y0 <= y <= box.y1
