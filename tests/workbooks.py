"""Workbooks made up for tests in the formats that openpyxl does not write: .xls record by record, .ods element by element."""

import struct
from pathlib import Path

from tests.cabinet import zipped
from tests.compound_files import compound

#: Looks by number in the .xls: plain, percent, percent with a decimal, a bold legacy font in the middle.
PLAIN, PERCENT, FINE_PERCENT, BOLD = 0, 1, 2, 3


def record(kind: int, body: bytes = b"") -> bytes:
    """One record of an .xls."""
    return struct.pack("<HH", kind, len(body)) + body


def wide(text: str, width: int = 1) -> bytes:
    """A string with its length in ``width`` bytes."""
    return len(text).to_bytes(width, "little") + b"\1" + text.encode("utf-16-le")


def _begin(kind: int) -> bytes:
    return record(0x809, struct.pack("<HHHHII", 0x0600, kind, 0, 0, 0, 0))


def label(row: int, column: int, text: str, look: int = PLAIN) -> bytes:
    """A cell with text."""
    return record(0x204, struct.pack("<3H", row, column, look) + wide(text, 2))


def number(row: int, column: int, value: float, look: int = PLAIN) -> bytes:
    """A cell with a number."""
    return record(0x203, struct.pack("<3Hd", row, column, look, value))


def numbers(row: int, first: int, *values: tuple[int, int]) -> bytes:
    """A run of whole numbers in one row, each with its look."""
    cells = b"".join(struct.pack("<HI", look, (value << 2 | 2) & 0xFFFFFFFF) for look, value in values)
    return record(0xBD, struct.pack("<2H", row, first) + cells + struct.pack("<H", first + len(values) - 1))


def hidden_row(row: int) -> bytes:
    """What hides a row."""
    return record(0x208, struct.pack("<6HI", row, 0, 9, 300, 0, 0, 0x20))


def hidden_columns(first: int, last: int) -> bytes:
    """What hides columns."""
    return record(0x7D, struct.pack("<6H", first, last, 0, 0, 1, 0))


def merged(top: int, bottom: int, left: int, right: int) -> bytes:
    """What merges cells."""
    return record(0xE5, struct.pack("<5H", 1, top, bottom, left, right))


def workbook(sheets: dict[str, bytes], fonts: tuple[str, str] = ("Times New Roman", ".VnArialH")) -> bytes:
    """The stream ``Workbook``: sheets by name, each the bytes of its records."""
    font = b"".join(
        record(0x31, struct.pack("<5H4x", 240, 0, 0, 700 if name == fonts[1] else 400, 0) + wide(name))
        for name in (fonts[0],) * 4 + (fonts[1],)
    )
    form = record(0x41E, struct.pack("<H", 164) + wide('0.0"%"%', 2))
    looks = b"".join(
        record(0xE0, struct.pack("<3HB13x", face, kind, 0, alignment))
        for face, kind, alignment in ((0, 0, 0), (0, 9, 0), (0, 164, 0), (5, 0, 2))
    )
    head = _begin(5) + font + form + looks
    size = len(head) + sum(len(record(0x85, bytes(6) + wide(name))) for name in sheets) + 4
    told, bodies = b"", b""
    for name, body in sheets.items():
        told += record(0x85, struct.pack("<IH", size + len(bodies), 0) + wide(name))
        bodies += _begin(0x10) + body + record(0x0A)
    return head + told + record(0x0A) + bodies


def xls(path: Path, sheets: dict[str, bytes]) -> Path:
    """An Excel 97 workbook."""
    path.write_bytes(compound({"Workbook": workbook(sheets)}))
    return path


_NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{full}:1.0"'
    for name, full in (
        ("office", "office"),
        ("table", "table"),
        ("text", "text"),
        ("style", "style"),
        ("fo", "xsl-fo-compatible"),
    )
)
ODS = "application/vnd.oasis.opendocument.spreadsheet"


def ods(path: Path, tables: str, styles: str = "") -> Path:
    """An OpenDocument spreadsheet of the elements ``table:table``."""
    content = (
        f"<office:document-content {_NAMES}><office:automatic-styles>{styles}</office:automatic-styles><office:body>"
        f"<office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    return zipped({"mimetype": ODS, "content.xml": content, "META-INF/manifest.xml": manifest}, path)


def cell(text: str, kind: str = "string", value: str = "", rest: str = "") -> str:
    """A filled cell of an .ods."""
    told = f'office:value="{value}"' if value else ""
    return f'<table:table-cell office:value-type="{kind}" {told} {rest}><text:p>{text}</text:p></table:table-cell>'
