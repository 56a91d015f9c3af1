r"""The pictures of an RTF document (``\\pict``): PNG and JPEG as hexadecimal digits or as bytes."""

import re
from collections.abc import Iterator
from pathlib import Path

from pipeline.errors import Code, FileError

#: What Word writes beside it for older programs (WMF) is the same picture again.
_PICTURE = re.compile(rb"\\(?:pngblip|jpegblip)(?![a-z])")
_ANY = re.compile(rb"\\pict(?![a-z])")
_BYTES = re.compile(rb"\\bin(\d{1,10}) ?")
#: Fewer digits in a row are the picture's name; the number of a command before them is none of them.
_DIGITS = re.compile(rb"(?<![A-Za-z0-9-])[0-9A-Fa-f][0-9A-Fa-f\r\n]{500,}")
_BLANKS = b"\r\n"


def pictures(path: Path) -> Iterator[bytes]:
    """Give the pictures in the order in which they stand in the file. Raises FileError UNREADABLE."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise FileError(Code.UNREADABLE) from error
    reached = 0
    for match in _PICTURE.finditer(data):
        if match.end() < reached:
            # The letters of a command happen to stand in the bytes of a picture.
            continue
        following = _ANY.search(data, match.end())
        end = len(data) if following is None else following.start()
        digits, whole = _DIGITS.search(data, match.end(), end), _BYTES.search(data, match.end(), end)
        if whole is not None and (digits is None or whole.start() < digits.start()):
            reached = whole.end() + int(whole[1])
            yield data[whole.end() : reached]
        elif digits is not None:
            bare = digits[0].translate(None, _BLANKS)
            yield bytes.fromhex(bare[: len(bare) // 2 * 2].decode("ascii"))
