"""Pages of a PDF as runs of letters with boxes, and as rules and images. Boxes are in points from the top left as shown."""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from parsers.formats.pdf import catalogue
from parsers.formats.pdf.runs import Gatherer, Printed, Run
from parsers.formats.pdf.scene import Frame, Scene, texts_from
from parsers.pictures import Picture, reading_dpi
from pipeline.errors import Code, FileError
from pipeline.model import Box, Note


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
        self._gatherer = Gatherer()

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
            own = pdfium.FPDFPage_CountObjects(page)
            # Offices fill number and date in as appearances of signature fields.
            if boxes and pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY) == pdfium.FLATTEN_SUCCESS:
                pdfium.FPDF_ClosePage(page)
                page = pdfium.FPDF_LoadPage(self._raw, number - 1)
            objects = frozenset(texts_from(page, own)) if boxes else frozenset()
            rotation = pdfium.FPDFPage_GetRotation(page)
            frame, scene, runs = self._seen(page, rotation, boxes, objects)
            turn = _turn(runs)
            if turn:
                # A wide table set sideways on an upright page.
                frame, scene, runs = self._seen(page, rotation + turn, boxes, objects)
        finally:
            pdfium.FPDF_ClosePage(page)
        signed = tuple(frame.box(rect) for rect, kind in zip(boxes, kinds, strict=True) if kind == "Sig")
        return Page(
            number, frame.width, frame.height, tuple(runs), tuple(scene.rules), scene.share(), scene.paths,
            tuple(kinds), signed,
        )  # fmt: skip

    def _seen(
        self, page: Any, rotation: int, boxes: list[Any], objects: frozenset[int]
    ) -> tuple[Frame, Scene, list[Run]]:
        """Give a loaded page as it is shown when turned by ``rotation`` quarters."""
        frame = Frame(page, rotation)
        scene = Scene(self._raw, page, frame)
        printed = Printed(objects, tuple(frame.box(rect) for rect in boxes))
        return frame, scene, self._gatherer.runs(page, frame, scene, printed)


def _turn(runs: list[Run]) -> int:
    """Give the quarter turns (clockwise) that set most letters of a page upright."""
    votes = {0: 0, 90: 0, 180: 0, 270: 0}
    for run in runs:
        if run.angle >= 0:
            votes[run.angle] += len(run.text)
    return max(votes, key=lambda angle: votes[angle]) // 90


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
