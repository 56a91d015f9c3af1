"""Plain text: one line a line of the file, encodings by mark, by decodability, by letter statistics."""

import re

from pipeline.errors import Code, FileError
from pipeline.media import looks_like_utf16
from pipeline.model import Layout, Line, Source
from pipeline.text import clean

_BREAKS = re.compile(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


def read(source: Source) -> Layout:
    """Give the lines of a text file; each is a paragraph of its own.

    Raises:
        FileError: UNREADABLE, NO_TEXT when nothing is printed.
    """
    try:
        data = source.path.read_bytes()
    except OSError as error:
        raise FileError(Code.UNREADABLE) from error
    text = _CONTROLS.sub("", decode(data))
    lines: list[Line] = []
    for number, row in enumerate(_BREAKS.split(text), 1):
        printed = clean(row.rstrip())
        if printed.strip():
            lines.append(Line(len(lines), printed, f"dòng {number}", starts_paragraph=True))
    if not lines:
        raise FileError(Code.NO_TEXT)
    return Layout("plain", tuple(lines))


def decode(data: bytes) -> str:
    """Give the text of ``data``: byte order mark, UTF-8, UTF-16 without mark, else Windows-1258."""
    for mark, codec in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if data.startswith(mark):
            return data[len(mark) :].decode(codec, "replace")
    wide = looks_like_utf16(data[:4096])
    if wide is not None:
        return data.decode(wide, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1258", "replace")
