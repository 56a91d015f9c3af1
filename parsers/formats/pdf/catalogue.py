"""What a PDF carries besides its pages: signature dictionaries, attached files, scripts and forms. Nothing is run."""

import ctypes
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pypdfium2.raw as pdfium

from pipeline.model import Note

#: A signature with its chain, revocation lists and time stamp stays far below.
_LARGEST_SIGNATURE = 8 * 1024 * 1024
#: A document's own time stamp (RFC 3161) is signed by nobody.
_TIME_STAMP = b"ETSI.RFC3161"
#: Actions that run something: PDF 32000-1, 12.6.4.5 and 12.6.4.16.
_ACTIONS = re.compile(rb"/(?:JavaScript|JS|Launch)(?![A-Za-z])")
_OBJECT_STREAM = re.compile(rb"/ObjStm\b[^>]{0,400}?>>\s*stream\r?\n")
#: So much of one object stream, and of so many of them, is looked at.
_LARGEST_STREAM, _MOST_STREAMS = 4 * 1024 * 1024, 2_000
_XFA = frozenset({pdfium.FORMTYPE_XFA_FULL, pdfium.FORMTYPE_XFA_FOREGROUND})


@dataclass(frozen=True, slots=True)
class Dictionary:
    """A signature dictionary: the time it tells (``D:20190515085027+07'00'``) and its CMS bytes, padding included."""

    time: str | None
    contents: bytes = b""


def signature_dictionaries(raw: Any) -> tuple[Dictionary, ...]:
    """Give the signature dictionaries of an open document in their order, time stamps of the document left out."""
    out = []
    for i in range(max(0, pdfium.FPDF_GetSignatureCount(raw))):
        one = pdfium.FPDF_GetSignatureObject(raw, i)
        kind = _bytes(partial(pdfium.FPDFSignatureObj_GetSubFilter, one), 64)
        if kind.rstrip(b"\0") == _TIME_STAMP:
            continue
        time = _bytes(partial(pdfium.FPDFSignatureObj_GetTime, one), 64)
        contents = _bytes(partial(pdfium.FPDFSignatureObj_GetContents, one), _LARGEST_SIGNATURE)
        out.append(Dictionary(time.rstrip(b"\0").decode("ascii", "replace") or None, contents))
    return tuple(out)


def attachments(raw: Any) -> Iterator[tuple[str, bytes | None]]:
    """Give name and bytes of every attached file; None for one that cannot be had."""
    for i in range(max(0, pdfium.FPDFDoc_GetAttachmentCount(raw))):
        one = pdfium.FPDFDoc_GetAttachment(raw, i)
        if not one:
            continue
        name = _bytes(partial(_name, one), 4096).decode("utf-16-le", "replace").rstrip("\0")
        size = ctypes.c_ulong()
        if not pdfium.FPDFAttachment_GetFile(one, None, 0, size) or size.value == 0:
            yield name, None
            continue
        buffer = ctypes.create_string_buffer(size.value)
        whole = pdfium.FPDFAttachment_GetFile(one, buffer, size.value, size)
        yield name, buffer.raw[: size.value] if whole else None


def is_portfolio(path: Path) -> bool:
    """Tell whether the file is a mere cover around its attachments (PDF 32000-1, 12.3.5)."""
    return any(b"/Collection" in part for part in _plain(path))


def notes(raw: Any, path: Path) -> tuple[Note, ...]:
    """Give what a clerk should know of an open document besides its pages: scripts that are never run, dynamic forms."""
    out = []
    if pdfium.FPDFDoc_GetJavaScriptActionCount(raw) > 0 or any(_ACTIONS.search(part) for part in _plain(path)):
        out.append(Note("SCRIPTS", "Tệp PDF chứa mã lệnh (JavaScript, Launch); không mã nào được chạy."))
    if pdfium.FPDF_GetFormType(raw) in _XFA:
        out.append(
            Note(
                "XFA_FORM",
                "Tệp PDF là biểu mẫu XFA: nội dung biểu mẫu có thể không hiện trên trang; đề nghị in ra PDF thường.",
                needs_person=True,
            )
        )
    return tuple(out)


def _plain(path: Path) -> Iterator[bytes]:
    """Give the bytes of a file, and what its object streams hold unpacked, within bounds."""
    try:
        data = path.read_bytes()
    except OSError:
        return
    yield data
    at, number = 0, 0
    # Found by its bytes first: many times faster than the expression over the whole file.
    while number < _MOST_STREAMS and (at := data.find(b"/ObjStm", at)) >= 0:
        match = _OBJECT_STREAM.match(data, at)
        if match is None:
            at += 1
            continue
        at, number = match.end(), number + 1
        try:
            yield zlib.decompressobj().decompress(data[match.end() : match.end() + _LARGEST_STREAM], _LARGEST_STREAM)
        except zlib.error:
            continue


def _name(attachment: Any, buffer: Any, size: int) -> int:
    letters = None if buffer is None else ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR))
    return int(pdfium.FPDFAttachment_GetName(attachment, letters, size))


def _bytes(ask: Callable[[Any, int], int], most: int) -> bytes:
    """Give what PDFium writes when asked twice, first for the length; nothing beyond ``most`` bytes."""
    length = int(ask(None, 0))
    if not 0 < length <= most:
        return b""
    buffer = ctypes.create_string_buffer(length)
    written = min(length, int(ask(buffer, length)))
    return buffer.raw[:written]
