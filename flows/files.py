"""Files on their way in: what a path stands for, and how a run makes a file its own."""

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
    """A file that a run owns: where its bytes lie now, and the path and name it came with."""

    path: Path
    came_from: Path
    moved: bool


def claim(path: Path, inbox: Path, work: Path) -> Claimed:
    """Make a file the run's own: a file of the drop folder is moved by one rename, any other is copied.

    Two runs never get one file, since a rename succeeds once. Raises OSError when the file cannot be had.
    """
    folder = work / uuid.uuid4().hex
    folder.mkdir(parents=True)
    target = folder / path.name
    moved = inbox.resolve() in path.resolve().parents
    try:
        if moved:
            path.rename(target)
        else:
            shutil.copyfile(path, target)
    except OSError:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return Claimed(target, path, moved)


def release(claimed: Claimed) -> None:
    """Drop the run's copy once its bytes are in the archive or the quarantine."""
    shutil.rmtree(claimed.path.parent, ignore_errors=True)


def left_behind(work: Path) -> list[Path]:
    """Give the files that an earlier run claimed and never finished; they are taken up again first."""
    return sorted(p for p in work.glob("*/*") if p.is_file()) if work.exists() else []


def free_name(folder: Path, name: str) -> Path:
    """Give a path in ``folder`` that nothing has yet: ``name``, then ``name (2)`` and so on."""
    candidate, n = folder / name, 2
    stem, suffix = candidate.stem, candidate.suffix
    while candidate.exists():
        candidate, n = folder / f"{stem} ({n}){suffix}", n + 1
    return candidate
