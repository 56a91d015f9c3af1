"""A path opened once: size, hash and kind by content, or the reason why it cannot be taken in."""

import errno
import hashlib
import stat
import unicodedata
from pathlib import Path

from pipeline.errors import Code, FileError
from pipeline.media import HEAD_BYTES, media_type
from pipeline.model import Source

#: Largest file taken in, in bytes. A 300-page colour scan stays well below.
MAX_BYTES = 256 * 1024 * 1024
_CHUNK = 1024 * 1024
#: Windows: another process has locked the file (sharing and lock violations).
_LOCKED = frozenset({32, 33})


def open_source(path: Path, *, origin: str | None = None) -> Source:
    """Give the ``Source`` of the file at ``path``: NFC name, size, SHA-256 and media type by content.

    ``origin`` names the bundle or mail that the file came in.

    Raises:
        FileError: NOT_FOUND, NOT_A_FILE, UNREADABLE, IN_USE, EMPTY, TOO_LARGE, ENCRYPTED, DAMAGED
            or UNKNOWN_FORMAT.
    """
    name = unicodedata.normalize("NFC", path.name)
    try:
        before = path.stat()
        if not stat.S_ISREG(before.st_mode):
            raise FileError(Code.NOT_A_FILE)
        if before.st_size == 0:
            raise FileError(Code.EMPTY)
        if before.st_size > MAX_BYTES:
            raise FileError(Code.TOO_LARGE, f"{MAX_BYTES // 1024 // 1024} MB")
        digest = hashlib.sha256()
        head = b""
        size = 0
        with path.open("rb") as stream:
            while chunk := stream.read(_CHUNK):
                head = head or chunk[:HEAD_BYTES]
                size += len(chunk)
                digest.update(chunk)
        after = path.stat()
        if size != before.st_size or (after.st_size, after.st_mtime_ns) != (before.st_size, before.st_mtime_ns):
            raise FileError(Code.IN_USE)
        kind = media_type(path, head)
    except OSError as error:
        raise _named(error) from error
    except ValueError as error:
        # A path with a zero byte names no file.
        raise FileError(Code.NOT_FOUND) from error
    return Source(name, path, digest.hexdigest(), size, kind, origin)


def _named(error: OSError) -> FileError:
    if getattr(error, "winerror", None) in _LOCKED or error.errno in (errno.ETXTBSY, errno.EBUSY):
        return FileError(Code.IN_USE)
    if isinstance(error, FileNotFoundError) or error.errno in (errno.ENOTDIR, errno.ENAMETOOLONG, errno.ELOOP):
        return FileError(Code.NOT_FOUND)
    if isinstance(error, IsADirectoryError):
        return FileError(Code.NOT_A_FILE)
    return FileError(Code.UNREADABLE)
