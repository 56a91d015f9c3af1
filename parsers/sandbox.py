"""Work on files in processes that can be killed: a hang, a leak or a crash costs one file and never the batch.

One long-lived process a worker, started clean (no fork of the caller), replaced when it is lost. The parser of
a stranger's file is the place where memory runs out and libraries crash; whoever calls this stays whole.
"""

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError, TimeoutError
from contextlib import suppress
from multiprocessing.context import BaseContext
from pathlib import Path
from types import TracebackType

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from pipeline.errors import Code, Failure, FileError
from pipeline.intake import open_source
from pipeline.model import Outcome, Source, Status
from pipeline.text import clean

Work = Callable[[Path], Outcome]

#: Seconds for one file; a 60-page PDF with tables takes 3.
TIMEOUT_S = 120.0
#: Bytes that one file may need on top of what the warm worker holds.
MEMORY_BYTES = 2 * 1024**3
#: A worker is replaced after so many files, so that small leaks of libraries never add up. Sixty scans one after another
#: left none: 491 MB held after the eighth, 481 after the last, 545 at most.
_FILES_A_WORKER = 2_000
#: Files handed out ahead of the one that is awaited, for each worker.
_AHEAD = 8


class Sandbox:
    """Workers that run ``work`` on one file each. Use as a context; several batches may run one after another."""

    def __init__(
        self,
        work: Work,
        *,
        workers: int = 1,
        timeout_s: float = TIMEOUT_S,
        memory_bytes: int | None = MEMORY_BYTES,
        warm_up: Callable[[], object] | None = None,
    ) -> None:
        """Set the workers up; they start with the first batch.

        Args:
            work: a function at the top level of a module; it is sent by name.
            workers: how many processes.
            timeout_s: seconds after which the work on one file is given up.
            memory_bytes: what one file may need beyond the warm worker's own memory; None for no limit.
            warm_up: called once in every new worker, before its limits are set: loads what is slow to load.
        """
        self._work = work
        self._timeout_s = timeout_s
        self._window = workers * _AHEAD
        self._pool = ProcessPool(
            max_workers=workers,
            max_tasks=_FILES_A_WORKER,
            initializer=_prepare,
            initargs=(memory_bytes, warm_up),
            context=_context(),
        )

    def __enter__(self) -> "Sandbox":
        """Give the sandbox."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop all workers, running ones too."""
        self.stop()

    def stop(self) -> None:
        """Stop all workers, running ones too."""
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()

    def run(self, paths: Iterable[Path]) -> Iterator[Outcome]:
        """Give the outcome of each path in the order of ``paths``, as soon as it and all before it are done."""
        waiting: deque[tuple[Path, ProcessFuture[Outcome]]] = deque()
        try:
            for path in paths:
                waiting.append((path, self._pool.schedule(_checked, args=(self._work, path), timeout=self._timeout_s)))
                if len(waiting) >= self._window:
                    yield self._outcome(*waiting.popleft())
            while waiting:
                yield self._outcome(*waiting.popleft())
        finally:
            for _, future in waiting:
                future.cancel()  # type: ignore[no-untyped-call]

    def _outcome(self, path: Path, future: "ProcessFuture[Outcome]") -> Outcome:
        try:
            return future.result()
        except TimeoutError:
            return lost(path, Failure(Code.TIMEOUT, f"{self._timeout_s:g} giây"), self._timeout_s)
        except MemoryError:
            return lost(path, Failure(Code.MEMORY))
        except (ProcessExpired, CancelledError):
            return lost(path, Failure(Code.CRASHED))
        except FileError as error:
            return lost(path, error.failure)
        # Whatever the work raised, or could not send back, is the program's fault and this file's alone.
        except Exception as error:
            return lost(path, Failure(Code.INTERNAL, type(error).__name__))


def read_all(
    paths: Iterable[Path],
    work: Work,
    *,
    workers: int = 1,
    timeout_s: float = TIMEOUT_S,
    memory_bytes: int | None = MEMORY_BYTES,
    warm_up: Callable[[], object] | None = None,
) -> Iterator[Outcome]:
    """Give the outcome of each path in order, from a sandbox that lives as long as the batch. See :class:`Sandbox`."""
    with Sandbox(work, workers=workers, timeout_s=timeout_s, memory_bytes=memory_bytes, warm_up=warm_up) as sandbox:
        yield from sandbox.run(paths)


def lost(path: Path, failure: Failure, seconds: float = 0.0) -> Outcome:
    """Give the failed outcome of a file whose worker did not come back with one."""
    try:
        source = open_source(path)
    except FileError:
        source = Source(clean(path.name), path, "", 0, "application/octet-stream")
    return Outcome(source, Status.FAILED, failure=failure, seconds=seconds)


def _checked(work: Work, path: Path) -> Outcome:
    """Run the work in the worker; what is no outcome is not even sent."""
    found = work(path)
    if not isinstance(found, Outcome):
        raise TypeError(type(found).__name__)
    return found


def _context() -> BaseContext:
    # A fork of the caller would copy its threads' locks and its database connections.
    methods = multiprocessing.get_all_start_methods()
    return multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")


def _prepare(memory_bytes: int | None, warm_up: Callable[[], object] | None) -> None:
    """Make a new worker ready; a warm-up that fails shows in the work itself."""
    if warm_up is not None:
        with suppress(Exception):
            warm_up()
    # Limits of this kind are Unix only; elsewhere time and crashes are still caught.
    with suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if memory_bytes is not None:
            pages = int(Path("/proc/self/statm").read_text().split()[0])
            limit = pages * resource.getpagesize() + memory_bytes
            resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
