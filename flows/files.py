"""Files on their way in: what a path stands for, and how a run makes a file its own."""

import contextlib
import errno
import fcntl
import os
import shutil
import time
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from flows import folders
from pipeline.model import Member

#: Names that programs use while they write: Word's and LibreOffice's lock files, partial downloads, editors' copies.
_TEMPORARY_STARTS = ("~$", ".~", ".")
_TEMPORARY_ENDS = (".tmp", ".part", ".partial", ".filepart", ".crdownload", ".opdownload", ".download", "~")
#: What Windows lays into every folder it looks at.
_NOBODYS = ("thumbs.db", "desktop.ini")
#: A folder with such a name is a mistake for a document, not a folder of documents.
_DOCUMENT_ENDS = (".doc", ".docx", ".pdf", ".rtf", ".txt", ".xls", ".xlsx", ".odt", ".ods")


def is_temporary(path: Path) -> bool:
    """Tell whether a name is one that programs give to files they still write, or to files of their own."""
    name = path.name.casefold()
    return name.startswith(_TEMPORARY_STARTS) or name.endswith(_TEMPORARY_ENDS) or name in _NOBODYS


def _hidden(path: Path, root: Path) -> bool:
    return is_temporary(path) or any(part.startswith(".") for part in path.relative_to(root).parts)


def expand(paths: Iterable[Path]) -> Iterator[Path]:
    """Give the files that the paths stand for: a folder stands for the files in it and below, by name.

    A path that is no folder comes back as it is, even when nothing is there; so does a folder that is empty or is
    named like a document. Opening it then fails with a name, which is how nothing named by a person gets lost.
    """
    for path in paths:
        if not path.is_dir() or path.suffix.casefold() in _DOCUMENT_ENDS:
            yield path
            continue
        inside = sorted(p for p in path.rglob("*") if not p.is_dir() and not _hidden(p, path))
        odd = sorted(p for p in path.rglob("*") if p.is_dir() and p.suffix.casefold() in _DOCUMENT_ENDS)
        yield from inside or [path]
        yield from odd


@dataclass(frozen=True, slots=True)
class Claimed:
    """A file that a run owns: where its bytes lie now, the name it came with, its size and times when it was claimed.

    ``member`` is what the file is to the bundle it came in, ``origin`` the way to it; None for a file of its own.
    ``folder`` names the sub-folders that it was dropped in; empty for none.
    """

    path: Path
    name: str
    stamp: tuple[int, int] | None = None
    member: Member | None = None
    origin: str | None = None
    folder: str = ""


def claimed_at(path: Path, stamp: tuple[int, int] | None) -> Claimed:
    """Give the claimed file that lies in a run's folder, with what was noted of where it was dropped."""
    return Claimed(path, path.name, stamp, folder=folders.noted(path))


def _claimed(path: Path) -> Claimed:
    return claimed_at(path, _stamp(path))


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns


#: Where a file of a drop folder on another disk waits, on that disk, while its bytes are fetched.
_HELD = ".thidua"
#: A folder that a run began to make and never finished is swept after so many seconds.
_STALE = 3600


class WorkFolder:
    """The folder of one run's claimed files, locked while the run lives, so that nobody takes over a living run's files."""

    def __init__(self, work: Path, run_id: str, *, joins: bool = False) -> None:
        """Make the folder and take its lock; both go with ``close`` once every file is released.

        One that ``joins`` works in the folder of a run that holds the lock elsewhere, and leaves both to it.
        """
        self._work = work
        self.path = work / run_id
        self._lock: int | None = None
        if joins:
            return
        work.mkdir(parents=True, exist_ok=True)
        self._lock = _lock(self.path) if self.path.exists() else self._make()
        if self._lock is None:
            raise OSError(f"another process works in {self.path}")

    def _make(self) -> int | None:
        """Make the folder with its lock held from the first moment: an heir may look at any time."""
        draft = self._work / f".{uuid.uuid4().hex}"
        draft.mkdir()
        handle = _lock(draft)
        draft.rename(self.path)
        return handle

    def claim(self, path: Path, inbox: Path, asked: Iterable[Path] = ()) -> Claimed:
        """Make a file the run's own: a file of the drop folder is moved by one rename, any other is copied.

        Two runs never get one file, since a rename succeeds once. ``asked`` are the folders that were named, whose
        sub-folders are hints as those of the drop folder are. Raises OSError when the file cannot be had.
        """
        folder = self._place(folders.below(path, inbox, asked))
        target = folder / path.name
        try:
            if inbox.resolve() in path.resolve().parents and not path.is_symlink():
                self._move(path, inbox, target)
            else:
                self._copy(path, target)
        except OSError:
            _let_go(folder)
            raise
        return _claimed(target)

    def _place(self, dropped_in: str = "") -> Path:
        """Make the folder of one file; where it was dropped is noted before the file can lie in it."""
        folder = self.path / uuid.uuid4().hex
        folder.mkdir()
        folders.note(folder, dropped_in)
        return folder

    def _copy(self, path: Path, target: Path) -> None:
        # A half-made copy never stands where an heir would take it for a document.
        draft = self.path / f".{target.parent.name}"
        try:
            shutil.copyfile(path, draft)
            draft.rename(target)
        finally:
            draft.unlink(missing_ok=True)

    def _move(self, path: Path, inbox: Path, target: Path) -> None:
        try:
            path.rename(target)
        except OSError as error:
            if error.errno != errno.EXDEV:
                raise
        else:
            return
        # The drop folder lies on another disk: owned there by one rename, then fetched.
        held = inbox / _HELD / self.path.name / target.parent.name
        held.mkdir(parents=True, exist_ok=True)
        folders.note(held, folders.noted(target))
        path.rename(held / path.name)
        self._fetch(held / path.name, target)

    def _fetch(self, held: Path, target: Path) -> None:
        self._copy(held, target)
        held.unlink()
        folders.forget(held.parent)
        for folder in (held.parent, held.parent.parent):
            with contextlib.suppress(OSError):
                folder.rmdir()

    def take_over(self, inbox: Path | None = None) -> list[Claimed]:
        """Move here the files that dead runs claimed and never finished, and give them.

        With ``inbox``, also those that lie claimed on the disk of a drop folder elsewhere.
        """
        found = []
        for other in sorted(p for p in self._work.iterdir() if p.is_dir() and p != self.path):
            if other.name.startswith(".") and _young(other):
                continue
            lock = _lock(other)
            if lock is None:
                continue
            for file in sorted(p for p in other.glob("*/*") if p.is_file()):
                found.append(_claimed(file.rename(self._place(folders.noted(file)) / file.name)))
            shutil.rmtree(other, ignore_errors=True)
            os.close(lock)
        return found + (self._take_over_held(inbox / _HELD) if inbox else [])

    def _take_over_held(self, holds: Path) -> list[Claimed]:
        found = []
        for file in sorted(p for p in holds.glob("*/*/*") if p.is_file()):
            owner = self._work / file.parent.parent.name
            if not owner.exists() or (owner != self.path and _dead(owner)):
                target = self._place(folders.noted(file)) / file.name
                self._fetch(file, target)
                found.append(_claimed(target))
        return found

    def close(self) -> None:
        """Give the lock back, and drop the folder when no file is left in it."""
        if self._lock is not None:
            if not any(p.is_file() for p in self.path.glob("*/*")):
                shutil.rmtree(self.path, ignore_errors=True)
            os.close(self._lock)
            self._lock = None


def _lock(folder: Path) -> int | None:
    """Lock a folder without waiting; None when a living process holds it or it is gone. The lock dies with its process."""
    try:
        handle = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT, 0o600)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        return None
    return handle


def left_behind(work: Path, inbox: Path) -> bool:
    """Tell whether files lie claimed by runs that are over: the next run takes them over."""
    if not work.is_dir():
        return False
    for folder in (p for p in work.iterdir() if p.is_dir() and not p.name.startswith(".")):
        if any(p.is_file() for p in folder.glob("*/*")) and _dead(folder):
            return True
    held = (p.parent.parent.name for p in (inbox / _HELD).glob("*/*/*"))
    return any(not (work / name).exists() or _dead(work / name) for name in set(held))


def _dead(folder: Path) -> bool:
    lock = _lock(folder)
    if lock is not None:
        os.close(lock)
    return lock is not None


def _young(folder: Path) -> bool:
    try:
        return time.time() - folder.stat().st_mtime < _STALE
    except OSError:
        return True


def release(claimed: Claimed) -> None:
    """Drop the run's copy once its bytes are in the archive or the quarantine.

    A file that somebody wrote to after it was claimed stays, and the next run takes it over as it is then.
    """
    if claimed.stamp is None or _stamp(claimed.path) == claimed.stamp:
        _let_go(claimed.path.parent)


def _let_go(place: Path) -> None:
    shutil.rmtree(place, ignore_errors=True)
    folders.forget(place)


def free_name(folder: Path, name: str) -> Path:
    """Give a path in ``folder`` that nothing has yet: ``name``, then ``name (2)`` and so on."""
    candidate, n = folder / name, 2
    stem, suffix = candidate.stem, candidate.suffix
    while candidate.exists():
        candidate, n = folder / f"{stem} ({n}){suffix}", n + 1
    return candidate
