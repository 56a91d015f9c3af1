"""What an .xls says of its cells besides their values (MS-XLS): fonts, percentages, hidden rows and columns."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from parsers.formats.sheet.looks import ALIGNMENTS, PERCENT, CellLook, SheetLook, prints_percent

#: Types of records (MS-XLS 2.3). A cell's record begins with its row, its column and the number of its look.
_END, _LOCKED, _FONT, _FORMAT, _LOOK, _SHEET, _ROW, _COLUMNS = 0x0A, 0x2F, 0x31, 0x41E, 0xE0, 0x85, 0x208, 0x7D
_CELLS = frozenset({0x06, 0x203, 0x204, 0x205, 0x27E, 0xFD, 0xD6})
_RUN_OF_NUMBERS = 0xBD
#: Excel 97 and later; older workbooks store their texts in the code page of a machine.
_BIFF8 = 0x0600
_HIDDEN_ROW, _HIDDEN_COLUMN = 0x20, 0x01
_ITALIC, _BOLD = 0x02, 600
#: No font has this number.
_NO_FONT = 4
#: Horizontal alignments by their code (MS-XLS, ``HorizAlign``).
_SET = ("general", "left", "center", "right", "fill", "justify", "centerContinuous", "distributed")


@dataclass(slots=True)
class _Book:
    fonts: list[CellLook] = field(default_factory=list)
    formats: dict[int, bool] = field(default_factory=dict)
    looks: list[CellLook] = field(default_factory=list)
    #: Name and place of every sheet.
    sheets: list[tuple[str, int]] = field(default_factory=list)


def sheet_looks(data: bytes) -> dict[str, SheetLook]:
    """Give the look of every sheet by its name from the stream ``Workbook``; what is damaged or locked has none."""
    book = _Book()
    out: dict[str, SheetLook] = {}
    try:
        if struct.unpack_from("<H", data, 4)[0] != _BIFF8:
            return {}
        for kind, body in _records(data, 0):
            if kind == _LOCKED:
                return {}
            _global(book, kind, body)
        for name, at in book.sheets:
            out[name] = _sheet(data, at, book.looks)
    except (struct.error, IndexError):
        return out
    return out


def _records(data: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """Give type and body of the records of one part, up to its end; charts inside it have an end of their own."""
    depth = 0
    while at + 4 <= len(data):
        kind, size = struct.unpack_from("<HH", data, at)
        if kind == 0x809:
            depth += 1
        elif kind == _END:
            depth -= 1
            if depth <= 0:
                return
        elif depth == 1:
            yield kind, data[at + 4 : at + 4 + size]
        at += 4 + size


def _global(book: _Book, kind: int, body: bytes) -> None:
    if kind == _FONT:
        height, style, _, weight = struct.unpack_from("<4H", body)
        look = CellLook(_text(body, 14, 1), height / 20, weight >= _BOLD, bool(style & _ITALIC))
        book.fonts.append(look)
    elif kind == _FORMAT:
        book.formats[struct.unpack_from("<H", body)[0]] = prints_percent(_text(body, 2, 2))
    elif kind == _LOOK:
        font, form, _, alignment = struct.unpack_from("<3HB", body)
        at = font - 1 if font > _NO_FONT else font
        base = book.fonts[at] if at < len(book.fonts) else CellLook()
        set_as = ALIGNMENTS.get(_SET[alignment & 7])
        book.looks.append(replace(base, alignment=set_as, percent=book.formats.get(form, form in PERCENT)))
    elif kind == _SHEET:
        book.sheets.append((_text(body, 6, 1), struct.unpack_from("<I", body)[0]))


def _text(body: bytes, at: int, width: int) -> str:
    """Give a string whose length takes ``width`` bytes (MS-XLS 2.5.240, 2.5.294)."""
    length = int.from_bytes(body[at : at + width], "little")
    if body[at + width] & 1:
        return body[at + width + 1 : at + width + 1 + 2 * length].decode("utf-16-le", "replace")
    return body[at + width + 1 : at + width + 1 + length].decode("latin-1")


def _sheet(data: bytes, at: int, looks: list[CellLook]) -> SheetLook:
    out = SheetLook()
    hidden: set[int] = set()
    filled: set[int] = set()

    def put(row: int, column: int, look: int) -> None:
        filled.add(row)
        if look < len(looks):
            out.looks[row, column] = looks[look]

    for kind, body in _records(data, at):
        if kind in _CELLS:
            put(*struct.unpack_from("<3H", body))
        elif kind == _RUN_OF_NUMBERS:
            row, first = struct.unpack_from("<2H", body)
            for i in range((len(body) - 6) // 6):
                put(row, first + i, struct.unpack_from("<H", body, 4 + 6 * i)[0])
        elif kind == _ROW and len(body) >= 16 and struct.unpack_from("<I", body, 12)[0] & _HIDDEN_ROW:
            hidden.add(struct.unpack_from("<H", body)[0])
        elif kind == _COLUMNS and struct.unpack_from("<H", body, 8)[0] & _HIDDEN_COLUMN:
            first, last = struct.unpack_from("<2H", body)
            if last - first < 255:
                out.hidden_columns += range(first, last + 1)
    out.hidden_rows = sorted(hidden & filled)
    return out
