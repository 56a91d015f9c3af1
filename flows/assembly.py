"""Puts the house together: settings in, toolkit and store out. The only place that knows both wings."""

from functools import lru_cache, partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from flows.settings import Settings
from parsers import registry as parsers
from pipeline import hints
from pipeline.checks import dropped
from pipeline.model import Outcome
from pipeline.ports import Toolkit
from pipeline.process import process
from pipeline.reference import agencies
from pipeline.reference.agencies import Registry

if TYPE_CHECKING:
    from outputs.store import SqlStore


_BESIDE = ".members"


#: What tells that a list of units was replaced: its file, when it was written, its bytes.
_Stamp = tuple[tuple[Path, int, int], ...]


def registry(unit_files: tuple[Path, ...]) -> Registry:
    """Give the agencies that ship with the program and the office's own, read once a process and after every change."""
    return _registry(_stamp(unit_files))


def toolkit(unit_files: tuple[Path, ...]) -> Toolkit:
    """Give the parsers, built once a process and after every change of the office's own lists."""
    return _toolkit(_stamp(unit_files))


def _stamp(unit_files: tuple[Path, ...]) -> _Stamp:
    # A list may be replaced at the desk while a service runs for months; asking its times costs microseconds.
    found = ((path, path.stat()) for path in unit_files)
    return tuple((path, told.st_mtime_ns, told.st_size) for path, told in found)


@lru_cache(2)
def _registry(stamp: _Stamp) -> Registry:
    return agencies.load(*(path for path, *_ in stamp))


@lru_cache(2)
def _toolkit(stamp: _Stamp) -> Toolkit:
    return parsers.toolkit(_registry(stamp))


def read_file(path: Path, unit_files: tuple[Path, ...], folder: Path | None = None) -> Outcome:
    """Give the outcome of one file: the work of a reading process.

    What a bundle brings is laid into ``folder``; without one into a hidden folder beside the file, which goes when the
    claimed file does.
    """
    return process(path, toolkit(unit_files), path.parent / _BESIDE if folder is None else folder)


def heard(outcome: Outcome, settings: Settings) -> Outcome:
    """Give an outcome with what the names of the sub-folders it was dropped in say to it; as it is for a file without any."""
    if not outcome.source.folder:
        return outcome
    known, kit = registry(settings.unit_files), toolkit(settings.unit_files)
    read = partial(hints.read, outcome.source.folder, registry=known, resolve=kit.resolve, home=settings.office.agency)
    return dropped.judged(outcome, read, known)


def warm_up(unit_files: tuple[Path, ...]) -> None:
    """Load in a reading process, before its first file, what every file needs."""
    toolkit(unit_files)


def open_store(settings: Settings) -> "SqlStore":
    """Open the store in force with the reference tables equal to the data files."""
    # Reading files alone needs no database library.
    from outputs import registry as outputs
    from pipeline.reference.indicators import indicators

    settings.var.mkdir(parents=True, exist_ok=True)
    store = outputs.open_store(settings.store_url)
    mark = _mark(settings.unit_files)
    if not store.has_reference(mark):
        known = registry(settings.unit_files)
        store.sync_reference(known.agencies.values(), known.successions, indicators(), mark=mark)
    return store


def _mark(unit_files: tuple[Path, ...]) -> str:
    """Give what tells one state of the reference data from another: the hash of its files and of those that read them."""
    digest = sha256()
    own = sorted(p for p in Path(agencies.__file__).parent.iterdir() if p.suffix in (".csv", ".py"))
    for path in (*own, *unit_files):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
