"""The pictures of an old Word document: the records of Office drawings (MS-ODRAW 2.2.23 to 2.2.31) that hold one."""

import struct
from collections.abc import Iterator
from pathlib import Path

from parsers import compound

#: Types of records that hold a JPEG, a PNG, a TIFF, a JPEG in CMYK.
_RECORDS = frozenset({0xF01D, 0xF01E, 0xF029, 0xF02A})
#: What the pictures themselves begin with.
_MAGIC = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\0", b"MM\0*")
_HEAD = 8
#: Bytes between a record's head and its picture: one hash or two, and a tag.
_BEFORE = (17, 33)


def pictures(path: Path) -> Iterator[bytes]:
    """Give the pictures in the order in which they are stored: those in the line, then those that float.

    Raises FileError as ``parsers.compound.streams`` does.
    """
    found = compound.streams(path, "Data", "WordDocument")
    for name in ("Data", "WordDocument"):
        yield from _records(found.get(name, b""))


def _records(data: bytes) -> Iterator[bytes]:
    """Give what stands in every picture record of a stream; records are found by what they hold, at any place."""
    reached = 0
    for at, start, size in sorted(_candidates(data)):
        if at >= reached:
            reached = at + _HEAD + size
            yield data[start:reached]


def _candidates(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Give (start of the record, start of the picture, size of the record)."""
    for magic in _MAGIC:
        start = data.find(magic)
        while start >= 0:
            for head in _BEFORE:
                at = start - head - _HEAD
                if at >= 0:
                    _, record, size = struct.unpack_from("<HHI", data, at)
                    if record in _RECORDS and head < size <= len(data) - at - _HEAD:
                        yield at, start, size
            start = data.find(magic, start + 1)
