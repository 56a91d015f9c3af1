"""The door to ``olefile``: the streams of a compound file (OLE2: .doc, .xls, .msg) as bytes."""

from pathlib import Path

import olefile

from pipeline.errors import Code, FileError

#: A stream of a text document is never larger than this; a header that claims more is damaged or hostile.
_LARGEST_STREAM = 256 * 1024 * 1024


def streams(path: Path, *names: str) -> dict[str, bytes]:
    """Give the streams among ``names`` (``"WordDocument"``, ``"1Table"``) that the file has, each whole; a storage gives no bytes.

    Raises FileError: DAMAGED when the container cannot be read, TOO_LARGE for a stream beyond 256 MiB.
    """
    try:
        with olefile.OleFileIO(path) as container:
            out: dict[str, bytes] = {}
            for name in names:
                if not container.exists(name):
                    continue
                if container.get_type(name) != olefile.STGTY_STREAM:
                    out[name] = b""
                    continue
                if container.get_size(name) > _LARGEST_STREAM:
                    raise FileError(Code.TOO_LARGE, "luồng dữ liệu quá 256 MB")
                out[name] = container.openstream(name).read()
            return out
    except FileError:
        raise
    # olefile raises bare IOError, struct.error, IndexError and its own errors on a broken container.
    except Exception as error:
        raise FileError(Code.DAMAGED, "cấu trúc OLE hỏng") from error


def names(path: Path) -> tuple[str, ...]:
    """Give the names of all streams, storages joined by ``/``; empty when the container cannot be read."""
    try:
        with olefile.OleFileIO(path) as container:
            return tuple("/".join(entry) for entry in container.listdir())
    except Exception:
        return ()
