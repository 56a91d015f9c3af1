"""The text of a document put together from its pieces, and where each character's properties lie."""

import struct
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from parsers.formats.legacy_word.binary import CHARACTER_PAGES, PARAGRAPH_PAGES, PIECES, Document, plc, u16, u32
from parsers.formats.legacy_word.sprms import modifiers
from pipeline.errors import Code, FileError

_PAGE = 512
#: Modifiers whose operand is a place in the data stream (sprmPHugePapx, new and old).
_HUGE = (0x6646, 0x6645)
#: Characters that the last piece may reach beyond the end of the stream.
_SLACK = 2
#: Short forms of modifiers in a piece (MS-DOC 2.9.214, Prm0): only those that change what is printed here.
_SHORT = {
    5: 0x2403, 24: 0x2416, 25: 0x2417, 65: 0x0800, 66: 0x0801, 85: 0x0835, 86: 0x0836, 90: 0x083A, 91: 0x083B,
    92: 0x083C,
}  # fmt: skip


#: Reads one 512-byte page of properties: (first byte, byte after the last, properties).
_Page = Callable[[bytes], list[tuple[int, int, bytes]]]


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters ``start`` to ``end`` stand in the main stream from byte ``at``, ``width`` bytes each."""

    start: int
    end: int
    at: int
    width: int
    changes: bytes


@dataclass(slots=True)
class Spans:
    """Byte ranges of the main stream in order, each with its properties."""

    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    values: list[bytes] = field(default_factory=list)

    def find(self, at: int) -> int:
        """Give the index of the range that holds byte ``at``, -1 when none does."""
        index = bisect_right(self.starts, at) - 1
        return index if index >= 0 and at < self.ends[index] else -1


@dataclass(frozen=True)
class Text:
    """All parts' text in one string, with its pieces and properties."""

    text: str
    pieces: tuple[Piece, ...]
    characters: Spans
    paragraphs: Spans

    def place(self, position: int) -> tuple[Piece, int]:
        """Give the piece that holds the character ``position``, and its byte in the main stream."""
        piece = self.pieces[max(0, bisect_right(self._starts, position) - 1)]
        return piece, piece.at + (position - piece.start) * piece.width

    @cached_property
    def _starts(self) -> list[int]:
        return [piece.start for piece in self.pieces]

    def paragraph_properties(self, position: int) -> tuple[bytes, bytes, bool]:
        """Give style and modifiers of the paragraph around ``position``, its piece's changes, and whether it ends there."""
        piece, at = self.place(position)
        index = self.paragraphs.find(at)
        if index < 0:
            return b"", piece.changes, True
        return self.paragraphs.values[index], piece.changes, self.paragraphs.ends[index] == at + piece.width

    def runs(self) -> list[tuple[int, int, bytes, bytes]]:
        """Give (start, end, modifiers, piece's changes) for all text in order; gaps have no modifiers."""
        out = []
        spans = self.characters
        for piece in self.pieces:
            position, at = piece.start, piece.at
            index = max(0, bisect_right(spans.starts, at) - 1)
            while position < piece.end:
                while index < len(spans.starts) and spans.ends[index] <= at:
                    index += 1
                if index >= len(spans.starts) or spans.starts[index] > at:
                    ahead = spans.starts[index] if index < len(spans.starts) else 1 << 62
                    value, stop_at = b"", ahead
                else:
                    value, stop_at = spans.values[index], spans.ends[index]
                stop = min(piece.end, position + max(1, -(-(stop_at - at) // piece.width)))
                out.append((position, stop, value, piece.changes))
                at += (stop - position) * piece.width
                position = stop
        return out


def open_text(document: Document, load: Callable[[], bytes]) -> Text:
    """Give the text by the piece table, fast-saved files too; ``load`` gives the data stream when something needs it.

    Raises:
        FileError: DAMAGED when the piece table is missing or cut off.
    """
    pieces, parts = [], []
    changes, table = _piece_table(document.structure(PIECES))
    positions, entries = plc(table, 8)
    total = 0
    for start, end, entry in zip(positions, positions[1:], entries, strict=False):
        if end <= start:
            continue
        where, prm = u32(entry, 2), u16(entry, 6)
        compressed = bool(where & 0x40000000)
        at = (where & 0x3FFFFFFF) // (2 if compressed else 1)
        width = 1 if compressed else 2
        raw = document.main[at : at + (end - start) * width]
        if len(raw) < (end - start - _SLACK) * width:
            raise FileError(Code.DAMAGED, "văn bản bị cắt cụt")
        text = _eight_bit(raw) if compressed else raw.decode("utf-16-le", "replace")
        # A surrogate pair is one character here and two in the file: positions must stay those of the file.
        if len(text) != end - start:
            text = "".join(map(chr, struct.unpack(f"<{len(raw) // 2}H", raw[: len(raw) // 2 * 2])))
            text = text.ljust(end - start, "\0")
        pieces.append(Piece(total, total + end - start, at, width, _piece_changes(prm, changes)))
        parts.append(text)
        total += end - start
    if not pieces or total + _SLACK < document.counts[0]:
        raise FileError(Code.DAMAGED, "bảng đoạn văn bản không đủ")
    return Text(
        "".join(parts),
        tuple(pieces),
        _spans(document, CHARACTER_PAGES, _character_page),
        _with_huge(_spans(document, PARAGRAPH_PAGES, _paragraph_page), load),
    )


def _eight_bit(raw: bytes) -> str:
    """Give compressed text: Windows-1252, bytes it does not know as themselves."""
    try:
        return raw.decode("cp1252")
    except UnicodeDecodeError:
        return "".join(bytes([b]).decode("cp1252", "ignore") or chr(b) for b in raw)


def _piece_table(data: bytes) -> tuple[list[bytes], bytes]:
    """Give the long modifiers and the PLC out of a CLX."""
    changes, at = [], 0
    while at + 5 <= len(data):
        if data[at] == 1:
            size = u16(data, at + 1)
            changes.append(data[at + 3 : at + 3 + size])
            at += 3 + size
        elif data[at] == 2:
            return changes, data[at + 5 : at + 5 + u32(data, at + 1)]
        else:
            break
    return changes, b""


def _piece_changes(prm: int, changes: list[bytes]) -> bytes:
    if prm & 1:
        return changes[prm >> 1] if prm >> 1 < len(changes) else b""
    code = _SHORT.get(prm >> 1 & 0x7F)
    return b"" if code is None else struct.pack("<HB", code, prm >> 8)


def _spans(document: Document, index: int, page: _Page) -> Spans:
    """Give all ranges out of the 512-byte pages that the PLC ``index`` names."""
    spans = Spans()
    _, entries = plc(document.structure(index), 4)
    found: list[tuple[int, int, bytes]] = []
    for entry in entries:
        start = (u32(entry, 0) & 0x3FFFFF) * _PAGE
        data = document.main[start : start + _PAGE]
        if len(data) == _PAGE:
            found.extend(page(data))
    found.sort(key=lambda span: span[0])
    for first, last, value in found:
        if last > first:
            spans.starts.append(first)
            spans.ends.append(last)
            spans.values.append(value)
    return spans


def _with_huge(spans: Spans, load: Callable[[], bytes]) -> Spans:
    """Give ``spans`` with the modifiers that were too many for their page, which stand in the data stream."""
    for index, value in enumerate(spans.values):
        if b"\x66" not in value:
            continue
        for code, operand in modifiers(value[2:]):
            if code in _HUGE:
                data = load()
                at = u32(operand, 0)
                spans.values[index] = value[:2] + data[at + 2 : at + 2 + u16(data, at)]
                break
    return spans


def _character_page(page: bytes) -> list[tuple[int, int, bytes]]:
    count = page[511]
    if 4 * (count + 1) + count > 511:
        return []
    edges = struct.unpack_from(f"<{count + 1}I", page, 0)
    out = []
    for i in range(count):
        at = page[4 * (count + 1) + i] * 2
        out.append((edges[i], edges[i + 1], page[at + 1 : at + 1 + page[at]] if at else b""))
    return out


def _paragraph_page(page: bytes) -> list[tuple[int, int, bytes]]:
    count = page[511]
    if 4 * (count + 1) + 13 * count > 511:
        return []
    edges = struct.unpack_from(f"<{count + 1}I", page, 0)
    out = []
    for i in range(count):
        at = page[4 * (count + 1) + 13 * i] * 2
        value = b""
        if at:
            size = page[at]
            value = page[at + 1 : at + 2 * size] if size else page[at + 2 : at + 2 + 2 * page[at + 1]]
        out.append((edges[i], edges[i + 1], value))
    return out
