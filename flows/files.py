"""Files on their way in: what a path stands for, and how a run makes a file its own."""

import fcntl
import os
import shutil
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

#: Names that programs use while they write: Word's and LibreOffice's lock files, partial downloads, editors' copies.
_TEMPORARY_STARTS = ("~$", ".~", ".")
_TEMPORARY_ENDS = (".tmp", ".part", ".crdownload", ".partial", "~")
#: A folder with such a name is a mistake for a document, not a folder of documents.
_DOCUMENT_ENDS = (".doc", ".docx", ".pdf", ".rtf", ".txt", ".xls", ".xlsx", ".odt", ".ods")


def is_temporary(path: Path) -> bool:
    """Tell whether a name is one that programs give to files they still write."""
    return path.name.startswith(_TEMPORARY_STARTS) or path.name.endswith(_TEMPORARY_ENDS)


def expand(paths: Iterable[Path]) -> Iterator[Path]:
    """Give the files that the paths stand for: a folder stands for the files in it and below, by name.

    A path that is no folder comes back as it is, even when nothing is there; so does a folder that is empty or is
    named like a document. Opening it then fails with a name, which is how nothing named by a person gets lost.
    """
    for path in paths:
        if not path.is_dir() or path.suffix.casefold() in _DOCUMENT_ENDS:
            yield path
            continue
        inside = sorted(p for p in path.rglob("*") if not p.is_dir() and not is_temporary(p))
        odd = sorted(p for p in path.rglob("*") if p.is_dir() and p.suffix.casefold() in _DOCUMENT_ENDS)
        yield from inside or [path]
        yield from odd


@dataclass(frozen=True, slots=True)
class Claimed:
    """A file that a run owns: where its bytes lie now, and the name it came with."""

    path: Path
    name: str


class WorkFolder:
    """The folder of one run's claimed files, locked while the run lives, so that nobody takes over a living run's files."""

    def __init__(self, work: Path, run_id: str) -> None:
        """Make the folder and take its lock; both go with ``close`` once every file is released."""
        self._work = work
        self.path = work / run_id
        self.path.mkdir(parents=True, exist_ok=True)
        self._lock = _lock(self.path)
        if self._lock is None:
            raise OSError(f"another process works in {self.path}")

    def claim(self, path: Path, inbox: Path) -> Claimed:
        """Make a file the run's own: a file of the drop folder is moved by one rename, any other is copied.

        Two runs never get one file, since a rename succeeds once. Raises OSError when the file cannot be had.
        """
        folder = self.path / uuid.uuid4().hex
        folder.mkdir()
        target = folder / path.name
        try:
            if inbox.resolve() in path.resolve().parents and not path.is_symlink():
                path.rename(target)
            else:
                shutil.copyfile(path, target)
        except OSError:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        return Claimed(target, path.name)

    def take_over(self) -> list[Claimed]:
        """Move here the files that dead runs claimed and never finished, and give them."""
        found = []
        for other in sorted(p for p in self._work.iterdir() if p.is_dir() and p != self.path):
            lock = _lock(other)
            if lock is None:
                continue
            for file in sorted(p for p in other.glob("*/*") if p.is_file()):
                folder = self.path / uuid.uuid4().hex
                folder.mkdir()
                found.append(Claimed(file.rename(folder / file.name), file.name))
            shutil.rmtree(other, ignore_errors=True)
            os.close(lock)
        return found

    def close(self) -> None:
        """Give the lock back, and drop the folder when no file is left in it."""
        if self._lock is not None:
            if not any(p.is_file() for p in self.path.glob("*/*")):
                shutil.rmtree(self.path, ignore_errors=True)
            os.close(self._lock)
            self._lock = None


def _lock(folder: Path) -> int | None:
    """Lock a folder without waiting; None when a living process holds it. The lock dies with its process."""
    handle = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        return None
    return handle


def release(claimed: Claimed) -> None:
    """Drop the run's copy once its bytes are in the archive or the quarantine."""
    shutil.rmtree(claimed.path.parent, ignore_errors=True)


def free_name(folder: Path, name: str) -> Path:
    """Give a path in ``folder`` that nothing has yet: ``name``, then ``name (2)`` and so on."""
    candidate, n = folder / name, 2
    stem, suffix = candidate.stem, candidate.suffix
    while candidate.exists():
        candidate, n = folder / f"{stem} ({n}){suffix}", n + 1
    return candidate
