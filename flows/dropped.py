"""The drop folder as it stands: which files are whole, which are still on their way, what cannot be looked into."""

import contextlib
import fcntl
import os
import signal
import stat
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from flows.files import is_temporary

#: An empty file is usually one whose writer has not begun: it is given so many times the quiet time.
_EMPTY = 5
#: A file that some program keeps open for writing is given so many times the quiet time, then taken as it is.
_OPEN = 15


@dataclass(frozen=True, slots=True)
class Look:
    """What tells a file that changes from one that rests. Times are nanoseconds."""

    size: int
    modified: int
    changed: int
    inode: int


@dataclass(slots=True)
class _Seen:
    look: Look
    since: float


class Drops:
    """The files of a drop folder and since when each has stood still, by a clock that never jumps."""

    def __init__(self, folder: Path, quiet: float, clock: Callable[[], float] = time.monotonic) -> None:
        """Watch over ``folder``; a file is whole once nothing of it changed for ``quiet`` seconds."""
        self.folder = folder
        #: What cannot be had, path by path, each with the system's words.
        self.troubles: dict[str, str] = {}
        self._quiet = quiet
        self._clock = clock
        self._seen: dict[Path, _Seen] = {}

    def __iter__(self) -> Iterator[Path]:
        """Give every file last seen, whole or not."""
        return iter(self._seen)

    def look(self) -> None:
        """Look at every file again."""
        now, seen = self._clock(), {}
        self.troubles = {}
        for path, look in self._walk():
            known = self._seen.get(path)
            seen[path] = known if known is not None and known.look == look else _Seen(look, now)
        self._seen = seen

    def whole(self) -> list[Path]:
        """Give the files that have stood still long enough, by name."""
        return sorted(path for path, seen in self._seen.items() if self._rests(path, seen))

    def moving(self) -> int:
        """Count the files that are still on their way."""
        return len(self._seen) - len(self.whole())

    def state(self, path: Path) -> Look | None:
        """Give what was last seen of a file, None when it is not there."""
        found = self._seen.get(path)
        return None if found is None else found.look

    def since(self, path: Path) -> float:
        """Give since when a file has stood still, by the clock of the looks."""
        return self._seen[path].since

    def fresh(self) -> bool:
        """Tell whether a single look cannot say: something changed within the quiet time, or at a time yet to come."""
        edge = time.time() - self._quiet
        return any(max(s.look.modified, s.look.changed) / 1e9 > edge for s in self._seen.values())

    def settle(self) -> None:
        """Take every file as having stood still long enough, whatever was seen of it."""
        for seen in self._seen.values():
            seen.since = float("-inf")

    def _rests(self, path: Path, seen: _Seen) -> bool:
        still = self._clock() - seen.since
        if still < self._quiet * (_EMPTY if seen.look.size == 0 else 1):
            return False
        return still >= self._quiet * _OPEN or not is_open_for_writing(path)

    def _walk(self) -> Iterator[tuple[Path, Look]]:
        def cannot(error: OSError) -> None:
            self.troubles[str(error.filename)] = error.strerror or type(error).__name__

        for folder, inside, names in os.walk(self.folder, onerror=cannot):
            inside[:] = sorted(name for name in inside if not name.startswith("."))
            for name in names:
                path = Path(folder, name)
                if is_temporary(path):
                    continue
                try:
                    found = path.lstat()
                except FileNotFoundError:
                    continue
                except OSError as error:
                    cannot(error)
                    continue
                if stat.S_ISREG(found.st_mode):
                    yield path, Look(found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)
                else:
                    self.troubles[str(path)] = "không phải tệp thường (liên kết hoặc thiết bị)"


def whole_now(folder: Path, quiet: float, wait: Callable[[float], object] = time.sleep) -> list[Path]:
    """Give the files of a drop folder that are whole, waiting the quiet time once when one was written just now."""
    drops = Drops(folder, quiet)
    drops.look()
    if drops.fresh():
        wait(quiet)
        drops.look()
    else:
        drops.settle()
    return drops.whole()


def is_open_for_writing(path: Path) -> bool:
    """Tell whether some program on this machine has the file open to write; False where the system cannot say."""
    lease, told_by = getattr(fcntl, "F_SETLEASE", None), getattr(fcntl, "F_SETSIG", None)
    if lease is None or told_by is None:
        return False
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    except OSError:
        return False
    try:
        # Whoever opens the file meanwhile makes the system signal us: by default that signal would end the process.
        fcntl.fcntl(handle, told_by, signal.SIGURG)
        fcntl.fcntl(handle, lease, fcntl.F_RDLCK)
    except BlockingIOError:
        return True
    except OSError:
        return False
    else:
        with contextlib.suppress(OSError):
            fcntl.fcntl(handle, lease, fcntl.F_UNLCK)
        return False
    finally:
        os.close(handle)
