"""Originals in an object store (S3 and whatever else fsspec speaks to) instead of a folder of this machine."""

import errno
import shutil
import stat
import tempfile
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import file_digest
from pathlib import Path
from typing import Any

import fsspec

from outputs.archive import Proof, place_of, proved
from pipeline.errors import Code, FileError
from pipeline.model import Source

#: Stores where an object is there whole or not at all. Elsewhere a file is written beside its name and moved.
_WHOLE = frozenset({"s3", "s3a", "gs", "gcs", "abfs", "az", "oss"})
#: Copies of originals kept near, for eyes and the quarantine; the oldest go first.
_NEAR = 500


class Bucket:
    """Originals at a URL: ``ab/abcdef….docx`` under it, never rewritten. A fault of the store is an OSError: time may heal it."""

    def __init__(self, url: str, near: Path) -> None:
        """Work on ``url``; originals that are looked at are copied to the folder ``near``.

        Keys and the endpoint come from the environment (``AWS_…``, ``FSSPEC_S3_…``) and never stand in the settings.
        """
        self.url = url
        self.near = near
        with _told(url):
            # What another machine has written a second ago counts: no list of names is remembered.
            self._store: Any
            self._store, root = fsspec.core.url_to_fs(url, use_listings_cache=False)
            self._root = str(root).rstrip("/")

    def put(self, source: Source) -> str:
        """Keep the bytes of ``source`` and give their path inside the archive. Raises FileError (IN_USE) and OSError."""
        known = self.find(source.sha256)
        if known is not None:
            return known
        place = place_of(source)
        with tempfile.TemporaryDirectory(prefix="thidua-") as folder:
            # What is sent is what was hashed, whoever writes to the file meanwhile.
            draft = Path(folder) / "draft"
            shutil.copyfile(source.path, draft)
            with draft.open("rb") as stream:
                now = file_digest(stream, "sha256").hexdigest()
            if now != source.sha256:
                raise FileError(Code.IN_USE)
            self._send(draft, f"{self._root}/{place}")
        return place

    def _send(self, draft: Path, target: str) -> None:
        size = draft.stat().st_size
        with _told(self.url):
            if _WHOLE.isdisjoint(_protocols(self._store)):
                beside = f"{target.rpartition('/')[0]}/.{uuid.uuid4().hex}"
                self._store.makedirs(target.rpartition("/")[0], exist_ok=True)
                self._store.put_file(str(draft), beside)
                self._store.mv(beside, target)
            else:
                self._store.put_file(str(draft), target)
            kept = self._store.info(target)["size"]
        if kept != size:
            raise OSError(errno.EIO, f"{self.url}: {kept} of {size} bytes arrived")

    def find(self, sha256: str) -> str | None:
        """Give the path inside the archive of the bytes with this hash, None when they are not there."""
        with _told(self.url):
            try:
                # S3 looks the names up by their beginning; a store that cannot gives the whole folder.
                found = self._store.find(f"{self._root}/{sha256[:2]}", prefix=sha256)
            except FileNotFoundError:
                return None
        return min((name for name in map(self._inside, found) if name[3:].startswith(sha256)), default=None)

    def path(self, archived_as: str) -> Path:
        """Give where a copy of a kept file lies near; nothing lies there when the store has no such file.

        Raises ValueError for a path that leads out of the archive, OSError when the store does not answer.
        """
        target = (self.near / archived_as).resolve()
        if self.near.resolve() not in target.parents:
            raise ValueError(f"not in the archive: {archived_as!r}")
        if target.is_file():
            return target
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = target.with_name(f".{uuid.uuid4().hex}")
        try:
            with _told(self.url):
                try:
                    self._store.get_file(f"{self._root}/{archived_as}", str(draft))
                except FileNotFoundError:
                    return target
            draft.chmod(stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH)
            draft.rename(target)
        finally:
            draft.unlink(missing_ok=True)
        self._sweep()
        return target

    def _sweep(self) -> None:
        found = [(path.stat().st_mtime, path) for path in self.near.glob("??/*")]
        for _, path in sorted(found, reverse=True)[_NEAR:]:
            path.unlink(missing_ok=True)

    def __iter__(self) -> Iterator[str]:
        """Give the path inside the archive of every kept file, in order."""
        with _told(self.url):
            try:
                names = sorted(map(self._inside, self._store.find(self._root)))
            except FileNotFoundError:
                names = []
        yield from (name for name in names if not name.rpartition("/")[2].startswith("."))

    def verify(self, expected: Iterable[tuple[str, str | None]]) -> Proof:
        """Read every file again, from the store. See :meth:`outputs.archive.Archive.verify`."""
        return proved(expected, self._hash, self)

    def _hash(self, archived_as: str) -> str | None:
        with _told(self.url):
            try:
                with self._store.open(f"{self._root}/{archived_as}", "rb") as stream:
                    return file_digest(stream, "sha256").hexdigest()
            except FileNotFoundError:
                return None

    def _inside(self, name: str) -> str:
        return name.removeprefix(self._root).lstrip("/")


def _protocols(store: Any) -> tuple[str, ...]:
    named = store.protocol
    return (named,) if isinstance(named, str) else tuple(named)


@contextmanager
def _told(url: str) -> Iterator[None]:
    """Turn what a store's library raises into an OSError, which a later try may heal."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno or errno.EIO, f"{url}: {error.strerror or error}") from error
    except ImportError as error:
        raise OSError(errno.ENOPKG, f"{url}: {error}") from error
    except Exception as error:
        raise OSError(errno.EIO, f"{url}: {type(error).__name__}: {error}") from error
