"""The kind of a file told by its first bytes and its inner names, never by its extension."""

import re
import struct
import zipfile
import zlib
from pathlib import Path
from typing import BinaryIO

from pipeline.errors import Code, FileError

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
XLSB = "application/vnd.ms-excel.sheet.binary.macroenabled.12"
DOC = "application/msword"
XLS = "application/vnd.ms-excel"
MSG = "application/vnd.ms-outlook"
RTF = "application/rtf"
PDF = "application/pdf"
ODT = "application/vnd.oasis.opendocument.text"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
HTML = "text/html"
MHTML = "multipart/related"
MAIL = "message/rfc822"
EDXML = "application/edxml+xml"
XML = "application/xml"
ZIP = "application/zip"
RAR = "application/vnd.rar"
SEVEN_ZIP = "application/x-7z-compressed"
TEXT = "text/plain"

#: What the reader of scans takes.
IMAGES = ("image/png", "image/jpeg", "image/tiff", "image/gif", "image/bmp")

#: A zip directory larger than this (some 50,000 names) is not even loaded.
MAX_DIRECTORY = 4 * 1024 * 1024
#: How much of the start of a file tells its kind.
HEAD_BYTES = 64 * 1024

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"Rar!\x1a\x07", RAR),
    (b"7z\xbc\xaf\x27\x1c", SEVEN_ZIP),
)
#: The part that makes a zip file an office document.
_PARTS: tuple[tuple[str, str], ...] = (
    ("word/document.xml", DOCX),
    ("word/document2.xml", DOCX),
    ("xl/workbook.xml", XLSX),
    ("xl/workbook.bin", XLSB),
    ("ppt/presentation.xml", PPTX),
)
#: The stream that makes a compound file an office document.
_STREAMS: tuple[tuple[str, str], ...] = (
    ("WordDocument", DOC),
    ("Workbook", XLS),
    ("Book", XLS),
    ("__properties_version1.0", MSG),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: A Windows shortcut: the header size and the shell link's class id.
_SHORTCUT = b"L\x00\x00\x00\x01\x14\x02\x00"
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|meta|table|div|p)\b", re.IGNORECASE)
_XML = re.compile(rb"\s*<\?xml\b")
_EDXML = re.compile(rb"<(?:\w+:)?edXML(?:Envelope)?\b|www\.e-doc\.vn/Schema|/TBT/QCVN_102", re.IGNORECASE)
#: OpenDocument as one XML file (.fodt, .fods), by what its root says of itself.
_FLAT = re.compile(rb"<office:document\s[^>]{0,8000}?office:mimetype=[\"']([^\"']+)[\"']", re.DOTALL)
_MAIL = re.compile(
    rb"(?:[A-Z][A-Za-z0-9-]*:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*){0,40}?"
    rb"(?:MIME-Version|Received|Return-Path|Message-ID):",
    re.IGNORECASE,
)
_MIME = re.compile(rb"Content-Type:\s*multipart/", re.IGNORECASE)
_RELATED = re.compile(rb"^Content-Type:\s*multipart/related", re.IGNORECASE | re.MULTILINE)
_SENT = re.compile(rb"^(?:Received|Return-Path|Message-ID|To):", re.IGNORECASE | re.MULTILINE)


def media_type(path: Path, head: bytes) -> str:
    """Give the media type of the file whose first ``HEAD_BYTES`` are ``head``.

    Raises:
        FileError: ENCRYPTED for a locked office file, DAMAGED for a container that cannot be opened,
            NOT_A_FILE for a shortcut, UNKNOWN_FORMAT when nothing fits.
    """
    if head.startswith(_OLE):
        return _of_compound(path)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _of_zip(path)
    if b"%PDF-" in head[:1024]:
        return PDF
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if head.startswith(b"BM") and head[6:10] == bytes(4) and len(head) > 26:
        # Two letters alone may begin a text; the four bytes after the size are zero in a bitmap only.
        return "image/bmp"
    if head.startswith(_SHORTCUT) or head.lstrip().startswith(b"[InternetShortcut]"):
        raise FileError(Code.NOT_A_FILE)
    markup = _of_markup(head)
    if markup is not None:
        return markup
    if looks_like_text(head):
        return TEXT
    raise FileError(Code.UNKNOWN_FORMAT)


def _of_markup(head: bytes) -> str | None:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"{\\rtf"):
        return RTF
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        # UTF-16: the letters of the markup alternate with zeros.
        start = head[2:].replace(b"\x00", b"").lstrip()
    if _XML.match(start) or start.startswith(b"<"):
        if _EDXML.search(start):
            return EDXML
        flat = _FLAT.search(start)
        if flat is not None:
            return {ODT.encode(): ODT, ODS.encode(): ODS}.get(flat[1].removesuffix(b"-template"), XML)
        if _HTML.search(start[:4096]):
            return HTML
        return XML if _XML.match(start) else None
    if _MAIL.match(start) or _MIME.match(start):
        return _of_mail(head)
    return None


def _of_mail(head: bytes) -> str:
    """Tell an edXML message with its files as MIME parts, a saved web page, and a mail apart."""
    if _EDXML.search(head):
        return EDXML
    top = re.split(rb"\r?\n\r?\n", head, maxsplit=1)[0]
    is_page = _RELATED.search(top) is not None and b"text/html" in head[:8192]
    # A page saved by a program was sent by nobody.
    return MHTML if is_page and _SENT.search(top) is None else MAIL


def looks_like_text(head: bytes) -> bool:
    """Tell whether ``head`` can be decoded as text: a byte order mark, UTF-8, or hardly any control byte."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        return True
    if b"\x00" in head:
        return looks_like_utf16(head) is not None
    controls = sum(1 for byte in head if byte < 32 and byte not in (7, 9, 10, 11, 12, 13, 26, 27))
    return controls * 100 <= len(head)


def looks_like_utf16(head: bytes) -> str | None:
    """Give the codec of UTF-16 text without a mark, told by where its zero bytes fall; None for anything else."""
    pairs = len(head) // 2
    if pairs < 4:
        return None
    odd, even = head[1::2].count(0), head[0::2].count(0)
    # Vietnamese text is at least a third ASCII (blanks, consonants), whose high bytes are zero.
    if odd * 3 > pairs and even * 20 < pairs:
        return "utf-16-le"
    if even * 3 > pairs and odd * 20 < pairs:
        return "utf-16-be"
    return None


def _of_zip(path: Path) -> str:
    if _directory_size(path) > MAX_DIRECTORY:
        raise FileError(Code.HOSTILE, "quá nhiều mục nén")
    try:
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
            names = {info.filename for info in infos}
            kind = next((kind for part, kind in _PARTS if part in names), None)
            if kind is None and "mimetype" in names:
                kind = _of_open_document(archive)
            if kind is None and "[Content_Types].xml" in names:
                # An office package whose main part is gone or renamed; its reader tells what is missing.
                kind = DOCX if any(n.startswith("word/") for n in names) else None
                kind = kind or (XLSX if any(n.startswith("xl/") for n in names) else None)
            if any(info.flag_bits & 1 for info in infos):
                raise FileError(Code.ENCRYPTED)
    except (
        zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, ValueError, EOFError, KeyError, struct.error
    ) as error:  # fmt: skip
        raise FileError(Code.DAMAGED) from error
    return kind or ZIP


def _directory_size(path: Path) -> int:
    """Give how many bytes the directory of a zip file claims to hold (APPNOTE 4.3.16); 0 when there is none."""
    with path.open("rb") as stream:
        stream.seek(0, 2)
        stream.seek(max(0, stream.tell() - 65_557))
        tail = stream.read()
    at = tail.rfind(b"PK\x05\x06")
    return struct.unpack_from("<I", tail, at + 12)[0] if 0 <= at <= len(tail) - 22 else 0


def _of_open_document(archive: zipfile.ZipFile) -> str | None:
    with archive.open("mimetype") as stream:
        kind = stream.read(256).strip().decode("ascii", "replace").removesuffix("-template")
    if kind not in (ODT, ODS):
        return None
    if "META-INF/manifest.xml" in archive.namelist():
        with archive.open("META-INF/manifest.xml") as stream:
            if b"encryption-data" in stream.read(1 << 20):
                raise FileError(Code.ENCRYPTED)
    return kind


def _of_compound(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            names = compound_names(stream)
    except (struct.error, ValueError, IndexError) as error:
        raise FileError(Code.DAMAGED) from error
    if "EncryptedPackage" in names:
        raise FileError(Code.ENCRYPTED)
    for name, kind in _STREAMS:
        if name in names:
            return kind
    raise FileError(Code.UNKNOWN_FORMAT)


def compound_names(stream: BinaryIO) -> set[str]:
    """Give the names of the streams and storages at the root of an OLE compound file (MS-CFB 2.6).

    Raises ValueError, IndexError or struct.error when the directory is damaged.
    """
    header = stream.read(512)
    shift, first_directory = struct.unpack_from("<H", header, 30)[0], struct.unpack_from("<I", header, 48)[0]
    if shift not in (9, 12):
        raise ValueError("sector size")
    size = 1 << shift

    def sector(number: int) -> bytes:
        stream.seek((number + 1) * size)
        return stream.read(size)

    fat_sectors = [n for n in struct.unpack_from("<109I", header, 76) if n < 0xFFFFFFFA]
    per_sector = size // 4
    directory = b""
    number, steps = first_directory, 0
    while number < 0xFFFFFFFA and steps < 4096:
        directory += sector(number)
        table = sector(fat_sectors[number // per_sector])
        number = struct.unpack_from("<I", table, number % per_sector * 4)[0]
        steps += 1
    return _root_names(directory)


def _root_names(directory: bytes) -> set[str]:
    def entry(number: int) -> tuple[str, int, int, int]:
        raw = directory[number * 128 : number * 128 + 128]
        length = struct.unpack_from("<H", raw, 64)[0]
        left, right, child = struct.unpack_from("<3I", raw, 68)
        return raw[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace"), left, right, child

    names: set[str] = set()
    waiting, seen = [entry(0)[3]], set()
    while waiting:
        number = waiting.pop()
        if number >= 0xFFFFFFFA or number in seen or number * 128 + 128 > len(directory):
            continue
        seen.add(number)
        name, left, right, _ = entry(number)
        names.add(name)
        waiting += (left, right)
    return names
