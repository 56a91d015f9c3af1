"""The file information block (FIB, MS-DOC 2.5) and little readers of little-endian numbers."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from pipeline.errors import Code, FileError

#: Indices into FibRgFcLcb97 (MS-DOC 2.5.6).
STYLES, FOOTNOTE_TEXT, SECTIONS, HEADERS, CHARACTER_PAGES, PARAGRAPH_PAGES, FONTS = 1, 3, 6, 11, 12, 13, 15
SETTINGS, PIECES, ANCHORS, ENDNOTE_TEXT, TEXT_BOXES, HEADER_TEXT_BOXES = 31, 33, 40, 47, 56, 58
LISTS, LIST_OVERRIDES = 73, 74

_MAGIC = 0xA5EC
_WORD_97 = 0x00C1
_TABLE_AT = 154


def u16(data: bytes, at: int) -> int:
    """Give the unsigned 16-bit number at ``at``; struct.error when it lies outside."""
    return int(struct.unpack_from("<H", data, at)[0])


def i16(data: bytes, at: int) -> int:
    """Give the signed 16-bit number at ``at``."""
    return int(struct.unpack_from("<h", data, at)[0])


def u32(data: bytes, at: int) -> int:
    """Give the unsigned 32-bit number at ``at``."""
    return int(struct.unpack_from("<I", data, at)[0])


def i32(data: bytes, at: int) -> int:
    """Give the signed 32-bit number at ``at``."""
    return int(struct.unpack_from("<i", data, at)[0])


def plc(data: bytes, size: int) -> tuple[list[int], list[bytes]]:
    """Give the positions and the elements of ``size`` bytes of a PLC (n+1 positions, then n elements)."""
    if len(data) < 4:
        return [], []
    count = (len(data) - 4) // (4 + size)
    positions = list(struct.unpack_from(f"<{count + 1}I", data, 0))
    start = 4 * (count + 1)
    return positions, [data[start + size * i : start + size * (i + 1)] for i in range(count)]


def ranges(positions: list[int], limit: int) -> Iterator[tuple[int, int, int]]:
    """Give (number, start, end) of the ranges between positions that hold something and lie in order below ``limit``."""
    reached = 0
    for number, (start, end) in enumerate(pairwise(positions)):
        if reached <= start < end <= limit:
            reached = end
            yield number, start, end


@dataclass(frozen=True)
class Document:
    """The two streams of a document, and what the FIB says of them. ``counts`` are characters of each part."""

    main: bytes
    table: bytes
    #: Main text, footnotes, headers, macros, comments, endnotes, text boxes, text boxes of headers.
    counts: tuple[int, ...]

    def structure(self, index: int) -> bytes:
        """Give the bytes of the structure ``index`` (a constant above), empty when the file has none."""
        at = _TABLE_AT + 8 * index
        if at + 8 > self.limit:
            return b""
        start, size = u32(self.main, at), u32(self.main, at + 4)
        return self.table[start : start + size] if size else b""

    def tail(self, index: int) -> bytes:
        """Give the table stream from the end of structure ``index`` on (list levels follow their list so)."""
        at = _TABLE_AT + 8 * index
        return self.table[u32(self.main, at) + u32(self.main, at + 4) :] if at + 8 <= self.limit else b""

    @property
    def limit(self) -> int:
        """Where the FIB's table of structures ends in the main stream."""
        return min(len(self.main), _TABLE_AT + 8 * u16(self.main, _TABLE_AT - 2))


def open_document(streams: dict[str, bytes]) -> Document:
    """Give the document in the streams ``WordDocument``, ``0Table``, ``1Table``.

    Raises FileError: ENCRYPTED, DAMAGED, or UNKNOWN_FORMAT for Word 6 and 95, which another reader must take.
    """
    main = streams.get("WordDocument", b"")
    if len(main) < _TABLE_AT:
        raise FileError(Code.DAMAGED, "không có luồng WordDocument")
    version, flags = u16(main, 2), u16(main, 10)
    if flags & 0x0100:
        raise FileError(Code.ENCRYPTED)
    if u16(main, 0) != _MAGIC or version < _WORD_97:
        raise FileError(Code.UNKNOWN_FORMAT, "Word 6.0/95")
    table = streams.get("1Table" if flags & 0x0200 else "0Table", b"")
    if not table:
        raise FileError(Code.DAMAGED, "không có luồng Table")
    counts = tuple(max(0, n) for n in struct.unpack_from("<8i", main, 76))
    return Document(main, table, counts)
