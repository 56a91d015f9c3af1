"""The reading processes: started for one run, or kept between runs by a process that serves many."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from flows.assembly import read_file, warm_up
from flows.settings import Settings
from parsers import registry as parsers
from pipeline.model import Outcome

if TYPE_CHECKING:
    from parsers.sandbox import Sandbox

#: Where the files of bundles lie inside a run's folder: too deep for an heir to take them for claimed files.
UNPACKED = "unpacked"

_kept: dict[tuple[object, ...], "Sandbox"] = {}
_keeping = False


def read_claimed(path: Path, unit_files: tuple[Path, ...]) -> Outcome:
    """Give the outcome of one claimed file; what a bundle brings is laid into the folder of the run that claimed it."""
    return read_file(path, unit_files, path.parent.parent / UNPACKED)


def _open(settings: Settings) -> "Sandbox":
    units = settings.unit_files
    return parsers.sandbox(
        partial(read_claimed, unit_files=units),
        workers=settings.workers,
        timeout_s=settings.timeout_seconds,
        memory_bytes=settings.memory_mb * 2**20,
        warm_up=partial(warm_up, units),
    )


@contextmanager
def readers(settings: Settings) -> Iterator["Sandbox"]:
    """Give the reading processes; they end with the context unless this process keeps them."""
    if not _keeping:
        sandbox = _open(settings)
        try:
            yield sandbox
        finally:
            sandbox.stop()
        return
    mark = (settings.unit_files, settings.workers, settings.timeout_seconds, settings.memory_mb)
    if mark not in _kept:
        _kept[mark] = _open(settings)
    yield _kept[mark]


@contextmanager
def keeping() -> Iterator[None]:
    """Keep reading processes alive from run to run: a dropped file then waits for no start."""
    global _keeping
    _keeping = True
    try:
        yield
    finally:
        _keeping = False
        _stop_all()


def _stop_all() -> None:
    while _kept:
        _kept.popitem()[1].stop()


def keep_for_good() -> None:
    """Keep reading processes until this process ends: for a worker of a cluster, which nobody tells that it is over."""
    global _keeping
    if not _keeping:
        import atexit

        _keeping = True
        atexit.register(_stop_all)
