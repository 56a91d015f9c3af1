"""Pages of a PDF as runs of letters with boxes, and as rules and images; the one door to pypdfium2.

PDFium is asked letter by letter through its C interface, in one pass a page: its text page keeps the drawing
order that tells two columns apart. Boxes are in points from the top left of the page as it is shown.
"""

import ctypes
import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from parsers.formats.pdf import catalogue
from parsers.formats.pdf.fonts import Face, face
from parsers.formats.pdf.scene import WHITE, Frame, Scene, holds
from parsers.pictures import Picture, reading_dpi
from pipeline.errors import Code, FileError
from pipeline.model import Box, Note

#: A newspaper page has 30,000 letters; more than this is no page of text.
MAX_CHARS = 400_000


def _prototype(function: Any, result: Any, *arguments: Any) -> Any:
    return ctypes.PYFUNCTYPE(result, *arguments)(ctypes.cast(function, ctypes.c_void_p).value or 0)


# Called once a letter: numbers in place of pointer objects, and no giving up of the interpreter lock, save half the time.
_object_of = _prototype(pdfium.FPDFText_GetTextObject, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)
_loose_box = _prototype(pdfium.FPDFText_GetLooseCharBox, ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)
_MARKS = {0xFFFE: "-", 0x02: "-", 0x09: " ", 0x0A: None, 0x0D: None, 0x00: None}


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
class Page:
    """One page. ``rules`` are drawn lines and thin bars; ``fields`` are the kinds of its form fields (``Sig``, ``Tx``).

    ``image_share`` is the part of the page under images, 0 to 1; ``drawings`` counts vector drawings.
    """

    number: int
    width: float
    height: float
    runs: tuple[Run, ...]
    rules: tuple[Box, ...]
    image_share: float
    drawings: int
    fields: tuple[str, ...] = ()
    #: Where digital signatures show something.
    signed: tuple[Box, ...] = ()


@contextmanager
def open_document(path: Path) -> Iterator["Document"]:
    """Open the PDF at ``path``.

    Raises:
        FileError: ENCRYPTED when it wants a password, DAMAGED when PDFium cannot read it.
    """
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        code = getattr(error, "err_code", None)
        if code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
            raise FileError(Code.ENCRYPTED) from error
        raise FileError(Code.DAMAGED) from error
    except OSError as error:
        raise FileError(Code.UNREADABLE) from error
    try:
        yield Document(document)
    finally:
        document.close()


class Document:
    """An open PDF."""

    def __init__(self, document: pypdfium2.PdfDocument) -> None:
        """Wrap an open document."""
        self._document = document
        self._raw = document.raw
        self._faces: dict[int, Face] = {}
        # Filled anew for every run; making them costs more than asking.
        self._matrix = pdfium.FS_MATRIX()
        self._origin = (ctypes.c_double(), ctypes.c_double())
        self._color = tuple(ctypes.c_uint() for _ in range(4))

    def __len__(self) -> int:
        """Give the number of pages."""
        return len(self._document)

    def signatures(self) -> tuple[catalogue.Dictionary, ...]:
        """Give the signature dictionaries."""
        return catalogue.signature_dictionaries(self._raw)

    def attachments(self) -> Iterator[tuple[str, bytes | None]]:
        """Give name and bytes of every attached file; None for one that cannot be had."""
        return catalogue.attachments(self._raw)

    def notes(self, path: Path) -> tuple[Note, ...]:
        """Give what a clerk should know of the document besides its pages; ``path`` is where it lies."""
        return catalogue.notes(self._raw, path)

    def size(self, number: int) -> tuple[float, float]:
        """Give width and height of page ``number`` (from 1) in points, as it is shown. Raises FileError DAMAGED."""
        try:
            page = self._document[number - 1]
        except pypdfium2.PdfiumError as error:
            raise FileError(Code.DAMAGED, f"trang {number}") from error
        try:
            width, height = page.get_size()
            return float(width), float(height)
        finally:
            page.close()

    def drawn(self, number: int, dpi: float | None = None, *, stamps: bool = False) -> Picture:
        """Give page ``number`` (from 1) as it is shown, drawn to be read unless told how fine.

        ``stamps`` draws what digital signatures show over it too. Raises FileError DAMAGED.
        """
        try:
            page = self._document[number - 1]
            if stamps and pdfium.FPDFPage_GetAnnotCount(page.raw) > 0:
                # What signature fields show is drawn only once it is printed onto the page.
                pdfium.FPDFPage_Flatten(page.raw, pdfium.FLAT_NORMALDISPLAY)
                page.close()
                page = self._document[number - 1]
            dpi = dpi or reading_dpi(*page.get_size())
            bitmap = page.render(scale=dpi / 72, rev_byteorder=True, force_bitmap_format=pdfium.FPDFBitmap_BGR)
        except pypdfium2.PdfiumError as error:
            raise FileError(Code.DAMAGED, f"trang {number}") from error
        try:
            wide, raw = 3 * bitmap.width, bytes(bitmap.buffer)
            rows = (raw[at : at + wide] for at in range(0, bitmap.height * bitmap.stride, bitmap.stride))
            pixels = raw if bitmap.stride == wide else b"".join(rows)
            return Picture(number, bitmap.width, bitmap.height, dpi, pixels)
        finally:
            bitmap.close()
            page.close()

    def page(self, number: int) -> Page:
        """Give page ``number`` (from 1), the appearances of its form fields printed onto it.

        Raises FileError DAMAGED when it cannot be loaded, TOO_LARGE when it holds too many letters.
        """
        page = pdfium.FPDF_LoadPage(self._raw, number - 1)
        if not page:
            raise FileError(Code.DAMAGED, f"trang {number}")
        try:
            boxes, kinds = _fields(page)
            own: int | None = None
            if boxes:
                # Offices fill number and date in as appearances of signature fields.
                text = pdfium.FPDFText_LoadPage(page)
                own = pdfium.FPDFText_CountChars(text)
                pdfium.FPDFText_ClosePage(text)
                if pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY) == pdfium.FLATTEN_SUCCESS:
                    pdfium.FPDF_ClosePage(page)
                    page = pdfium.FPDF_LoadPage(self._raw, number - 1)
            frame = Frame(page, pdfium.FPDFPage_GetRotation(page))
            scene = Scene(self._raw, page, frame)
            runs = self._runs(page, frame, scene, boxes, own)
            turn = _turn(runs)
            if turn:
                # A wide table set sideways on an upright page.
                frame = Frame(page, pdfium.FPDFPage_GetRotation(page) + turn)
                scene = Scene(self._raw, page, frame)
                runs = self._runs(page, frame, scene, boxes, own)
        finally:
            pdfium.FPDF_ClosePage(page)
        signed = tuple(frame.box(rect) for rect, kind in zip(boxes, kinds, strict=True) if kind == "Sig")
        return Page(
            number, frame.width, frame.height, tuple(runs), tuple(scene.rules), scene.share(), scene.paths,
            tuple(kinds), signed,
        )  # fmt: skip

    def _runs(self, page: Any, frame: Frame, scene: Scene, boxes: list[Any], own: int | None) -> list[Run]:
        text = pdfium.FPDFText_LoadPage(page)
        if not text:
            return []
        try:
            return list(self._walk(text, frame, scene, [frame.box(r) for r in boxes], own))
        finally:
            pdfium.FPDFText_ClosePage(text)

    def _walk(self, text: Any, frame: Frame, scene: Scene, boxes: list[Box], own: int | None) -> Iterator[Run]:
        count = pdfium.FPDFText_CountChars(text)
        if count > MAX_CHARS:
            raise FileError(Code.TOO_LARGE, "trang có quá nhiều chữ")
        letters = _letters(text, max(0, count))
        pointer = ctypes.cast(text, ctypes.c_void_p)
        rect = pdfium.FS_RECTF()
        where = ctypes.byref(rect)
        run: _Open | None = None
        key_before = None
        order, height, middle, edge = 0, 0.0, 0.0, 0.0
        place = frame.place
        for i, letter in enumerate(letters):
            key = _object_of(pointer, i)
            if key is None or letter is None:
                # Blanks and line ends that PDFium made up; the gaps themselves are looked at instead.
                continue
            _loose_box(pointer, i, where)
            x0, y0, x1, y1 = place(rect.left, rect.bottom, rect.right, rect.top)
            # It goes on in the same row, not far to the right, hardly to the left; turned letters just go on.
            if (
                run is not None
                and key == key_before
                and (run.angle or (abs(y0 + y1 - middle) < height and -0.8 * height < x0 - edge < 1.1 * height))
            ):
                run.letters.append(letter)
                run.spans.append((x0, x1))
                edge = x1
                continue
            if run is not None:
                yield run.closed(scene)
            order += 1
            run = self._open(text, key, i, order, frame)
            run.letters, run.spans, run.y0, run.y1 = [letter], [(x0, x1)], y0, y1
            key_before, height, middle, edge = key, y1 - y0, y0 + y1, x1
            if own is not None and i >= own:
                run.widget = _over(boxes, x0, y0, x1, y1)
        if run is not None:
            yield run.closed(scene)

    def _open(self, text: Any, key: int, i: int, order: int, frame: Frame) -> "_Open":
        thing = ctypes.cast(key, pdfium.FPDF_PAGEOBJECT)
        font = pdfium.FPDFTextObj_GetFont(thing)
        name = ctypes.addressof(font.contents) if font else 0
        known = self._faces.get(name)
        if known is None:
            known = self._faces[name] = _face(font) if font else Face(None)
        mode = pdfium.FPDFTextObj_GetTextRenderMode(thing)
        matrix, (x, y), color = self._matrix, self._origin, self._color
        pdfium.FPDFText_GetMatrix(text, i, matrix)
        pdfium.FPDFText_GetCharOrigin(text, i, x, y)
        pdfium.FPDFText_GetFillColor(text, i, *color)
        red, green, blue, alpha = (part.value for part in color)
        return _Open(
            key,
            order,
            known.emboldened() if mode == pdfium.FPDF_TEXTRENDERMODE_FILL_STROKE else known,
            pdfium.FPDFText_GetFontSize(text, i) * math.hypot(matrix.c, matrix.d),
            frame.place(x.value, y.value, x.value, y.value)[1],
            frame.angle(matrix.a, matrix.b),
            mode == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE or alpha == 0,
            red >= WHITE and green >= WHITE and blue >= WHITE,
        )


@dataclass(slots=True)
class _Open:
    """A run that is still growing."""

    key: int
    order: int
    face: Face
    size: float
    base: float
    angle: int
    invisible: bool
    white: bool
    widget: int | None = None
    letters: list[str] = field(default_factory=list)
    spans: list[tuple[float, float]] = field(default_factory=list)
    y0: float = 0.0
    y1: float = 0.0

    def closed(self, scene: Scene) -> Run:
        """Give the finished run."""
        x0, x1 = min(s[0] for s in self.spans), max(s[1] for s in self.spans)
        height = self.y1 - self.y0
        size = self.size if self.angle or 0.5 * height <= self.size <= 1.3 * height else height / 1.15
        hidden = self.invisible or scene.hides(self.key, self.white, (x0 + x1) / 2, (self.y0 + self.y1) / 2)
        text, spans = self._spaced(size)
        return Run(
            text, x0, self.y0, x1, self.y1, self.base, size, self.face, self.order, spans, x0, x1, hidden,
            self.widget, self.angle,
        )  # fmt: skip

    def _spaced(self, size: float) -> tuple[str, list[tuple[float, float]]]:
        """Give the letters with blanks where only the gap says so; evenly spread letters are one word."""
        letters, spans = self.letters, self.spans
        if self.angle or len(letters) < 2:
            return "".join(letters), spans
        gaps = [b[0] - a[1] for a, b in pairwise(spans)]
        limit = 0.18 * size
        if max(gaps) < limit:
            return "".join(letters), spans
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
        return "".join(out), places


def _over(boxes: list[Box], x0: float, y0: float, x1: float, y1: float) -> int:
    """Give the number of the field that a letter drawn by one of them belongs to, -1 when none holds it."""
    x, y = (x0 + x1) / 2, (y0 + y1) / 2
    held = [(b.x1 - b.x0, i) for i, b in enumerate(boxes) if holds(b, x, y)]
    return min(held)[1] if held else -1


def _turn(runs: list[Run]) -> int:
    """Give the quarter turns (clockwise) that set most letters of a page upright."""
    votes = {0: 0, 90: 0, 180: 0, 270: 0}
    for run in runs:
        if run.angle >= 0:
            votes[run.angle] += len(run.text)
    return max(votes, key=lambda angle: votes[angle]) // 90


def _letters(text: Any, count: int) -> list[str | None]:
    """Give every letter by its number; None for line ends."""
    buffer = (ctypes.c_ushort * (count + 1))()
    written = pdfium.FPDFText_GetText(text, 0, count, buffer) if count else 0
    # Some letters take two code units, or none: then each is asked for.
    one_each = written == count + 1
    codes = list(buffer[:count]) if one_each else [pdfium.FPDFText_GetUnicode(text, i) for i in range(count)]
    return [_MARKS[code] if code in _MARKS else chr(code) for code in codes]


def _fields(page: Any) -> tuple[list[Any], list[str]]:
    """Give the rectangles and kinds (``Sig``, ``Tx``, ``""`` for a note) of the annotations that are drawn on a page."""
    boxes, kinds = [], []
    drawn = (pdfium.FPDF_ANNOT_WIDGET, pdfium.FPDF_ANNOT_FREETEXT, pdfium.FPDF_ANNOT_STAMP)
    for i in range(max(0, pdfium.FPDFPage_GetAnnotCount(page))):
        annotation = pdfium.FPDFPage_GetAnnot(page, i)
        if pdfium.FPDFAnnot_GetSubtype(annotation) in drawn:
            rect = pdfium.FS_RECTF()
            pdfium.FPDFAnnot_GetRect(annotation, rect)
            boxes.append(rect)
            kinds.append(_string(annotation, b"FT"))
        pdfium.FPDFPage_CloseAnnot(annotation)
    return boxes, kinds


def _string(annotation: Any, key: bytes) -> str:
    buffer = (ctypes.c_ushort * 32)()
    length = pdfium.FPDFAnnot_GetStringValue(annotation, key, buffer, ctypes.sizeof(buffer))
    return bytes(buffer)[: max(0, length - 2)].decode("utf-16-le", "replace") if length <= ctypes.sizeof(buffer) else ""


def _face(font: Any) -> Face:
    buffer = ctypes.create_string_buffer(256)
    pdfium.FPDFFont_GetBaseFontName(font, buffer, 256)
    angle = ctypes.c_int()
    pdfium.FPDFFont_GetItalicAngle(font, angle)
    name = buffer.value.decode("utf-8", "replace")
    return face(name, pdfium.FPDFFont_GetFlags(font), pdfium.FPDFFont_GetWeight(font), angle.value)
