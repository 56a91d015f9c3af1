"""The sub-folders that a file was dropped in: a hint at whose it is, kept beside a run's copy for as long as the run has it.

Never a path to open again: names come from anybody, so what is kept is text, cleaned and cut to a length.
"""

import contextlib
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from pipeline.text import clean, squeeze

#: Ending of the note beside a claimed file's folder: outside it, where no heir takes it for a document.
_NOTE = ".from"
#: The innermost folders say most: what is longer loses its beginning.
_LONGEST = 200
#: Controls, marks that turn the writing direction, halves of letters: what a name must not do to a screen or a table.
_UNSHOWN = ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")


def below(path: Path, inbox: Path, asked: Iterable[Path] = ()) -> str:
    """Give the folders that a file lies in below the drop folder (``Sở Tài chính/2026-Q3``), empty right in it.

    Outside it, those below the innermost folder of ``asked`` that holds the file, with that folder's own name; empty for
    a file that was named by itself.
    """
    inside = _inside(path, inbox.resolve())
    if inside is not None:
        return _told(inside)
    held: list[tuple[str, ...]] = []
    for folder in asked:
        more = _inside(path, folder.resolve())
        held += [(folder.name, *more)] if more is not None else []
    innermost: tuple[str, ...] = min(held, key=len, default=())
    return _told(innermost)


def _inside(path: Path, folder: Path) -> tuple[str, ...] | None:
    # The file's own name is not resolved: a link is refused elsewhere.
    place = path.parent.resolve()
    return place.relative_to(folder).parts if place.is_relative_to(folder) else None


def _told(parts: Iterable[str]) -> str:
    """Give names of folders as one text, NFC, without what does not print."""
    names = ("".join(c for c in squeeze(clean(part)) if unicodedata.category(c) not in _UNSHOWN) for part in parts)
    return "/".join(name for name in map(squeeze, names) if name)[-_LONGEST:].lstrip("/ ")


def note(place: Path, folder: str) -> None:
    """Lay down beside ``place``, the folder made for one claimed file, where the file came from; nothing without a folder."""
    if folder:
        _beside(place).write_text(folder, encoding="utf-8")


def noted(path: Path) -> str:
    """Give what was noted for the claimed file at ``path``; empty when nothing was."""
    try:
        return _beside(path.parent).read_text(encoding="utf-8")
    # The file itself counts, its hint does not: a note half written in a crash is none.
    except (OSError, ValueError):
        return ""


def forget(place: Path) -> None:
    """Drop the note of a claimed file that was let go."""
    with contextlib.suppress(OSError):
        _beside(place).unlink()


def _beside(place: Path) -> Path:
    return place.with_name(place.name + _NOTE)
