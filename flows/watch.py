"""``thidua watch``: takes in what is dropped once it is whole, until stopped; says a trouble once and goes on by itself."""

import errno
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from watchfiles import watch as signals

from flows import journal
from flows.dropped import Drops, Look
from flows.files import left_behind
from flows.settings import Settings
from flows.taking_in import Summary
from outputs import registry as outputs

#: Milliseconds between two looks at the clock while nothing is signalled.
_TICK = 250
#: Seconds before the second, third … try when the surroundings fail (disk full, database gone).
_PATIENCE = (2, 5, 15, 30, 60)

#: Takes files in; None when somebody else does and will tell.
Take = Callable[[list[Path]], Summary | None]
Say = Callable[[str], None]


class Watch:
    """One drop folder watched: ``run`` until ``stop``. What can fail is outside, in ``take``."""

    def __init__(self, settings: Settings, take: Take, say: Say, clock: Callable[[], float] = time.monotonic) -> None:
        """Hand whole files to ``take`` and tell people through ``say``."""
        self.stop = threading.Event()
        self._settings = settings
        self._take = take
        self._say = say
        self._clock = clock
        self._drops = Drops(settings.inbox, settings.watch.quiet_seconds, clock)
        self._handed: dict[Path, tuple[Look | None, float]] = {}
        self._told: dict[str, str] = {}
        self._waiting_since: float | None = None
        self._scanned = self._failed_at = float("-inf")
        self._failures = 0
        self._owed = False

    def run(self) -> None:
        """Watch until told to stop; a run under way is finished first."""
        while not self.stop.is_set():
            try:
                self._settings.inbox.mkdir(parents=True, exist_ok=True)
                for changed in self._signals():
                    self.tick(bool(changed))
                    if self.stop.is_set():
                        return
            # The folder may go and come back (a share, a disk), and the system may run out of signals to give.
            except (OSError, RuntimeError) as error:
                self._trouble(
                    "watching", f"Không theo dõi được {self._settings.inbox}: {_words(error)}. Sẽ tự thử lại."
                )
                self.tick(False)
                self.stop.wait(min(5, self._settings.watch.rescan_seconds))

    def _signals(self) -> Iterator[object]:
        return signals(
            self._settings.inbox,
            watch_filter=None,
            debounce=_TICK,
            step=50,
            stop_event=self.stop,
            rust_timeout=_TICK,
            yield_on_timeout=True,
            force_polling=self._settings.watch.polling or None,
            poll_delay_ms=1000,
            raise_interrupt=False,
        )

    def tick(self, changed: bool) -> None:
        """Look when something changed, is on its way, or the time for a full look has come; hand over what is whole."""
        now = self._clock()
        full = now - self._scanned >= self._settings.watch.rescan_seconds
        if not (changed or full or self._owed or any(not self._known(path, now) for path in self._drops)):
            return
        self._drops.look()
        self._tell_troubles()
        if full:
            self._scanned = now
            self._owed = self._owed or left_behind(self._settings.work, self._settings.inbox)
        if now - self._failed_at < self._pause():
            return
        whole = [path for path in self._drops.whole() if not self._known(path, now)]
        if not whole and not self._owed:
            self._waiting_since = None
            return
        # A burst becomes one run, but a slow writer does not hold the others up.
        self._waiting_since = now if self._waiting_since is None else self._waiting_since
        if self._drops.moving() and now - self._waiting_since < 2 * self._settings.watch.quiet_seconds:
            return
        self._waiting_since = None
        self._hand_over(whole, now)

    def _known(self, path: Path, now: float) -> bool:
        """Tell whether a file lies there as it lay when it was handed over: someone else's, or not to be had for now."""
        look, at = self._handed.get(path, (None, float("-inf")))
        return look == self._drops.state(path) and now - at < 10 * self._settings.watch.rescan_seconds

    def _hand_over(self, whole: list[Path], now: float) -> None:
        """Hand over one burst; what is left comes with the next tick, behind whatever has been dropped meanwhile."""
        part = whole
        if len(whole) > self._settings.watch.burst:
            # Somebody waits for the file he has just dropped; for one of the hundreds before it, nobody in particular.
            part = sorted(whole, key=self._drops.since, reverse=True)[: self._settings.watch.burst]
        for path in part:
            journal.tell("whole", file=journal.id_of(path), path=path)
        try:
            summary = self._take(part)
        except Exception as error:
            self._failures += 1
            self._failed_at, self._owed = self._clock(), True
            self._trouble("taking in", f"Chưa tiếp nhận được: {_words(error)}. Tệp được giữ nguyên, sẽ tự thử lại.")
            return
        self._failures, self._owed = 0, False
        self._over("taking in", "Đã tiếp nhận trở lại.")
        self._handed |= {path: (self._drops.state(path), now) for path in part}
        for line in summary.lines() if summary is not None and summary.taken else ():
            self._say(line)
        self._handed = {path: entry for path, entry in self._handed.items() if self._drops.state(path) is not None}

    def _pause(self) -> float:
        return _PATIENCE[min(self._failures, len(_PATIENCE)) - 1] if self._failures else 0

    def _tell_troubles(self) -> None:
        for path, words in self._drops.troubles.items():
            self._trouble(path, f"Không đọc được {path}: {words}.")
        for path in [p for p in self._told if p.startswith(os.sep) and p not in self._drops.troubles]:
            self._over(path, f"Đã đọc lại được {path}.")
        if str(self._settings.inbox) not in self._drops.troubles:
            self._over("watching", "Đã theo dõi trở lại.")

    def _trouble(self, about: str, words: str) -> None:
        """Say a trouble once; the same again says nothing."""
        if self._told.get(about) != words:
            self._told[about] = words
            self._say(words)
            journal.tell("trouble", about=about, words=words)

    def _over(self, about: str, words: str) -> None:
        if self._told.pop(about, None) is not None:
            self._say(words)
            journal.tell("trouble over", about=about)


def _words(error: BaseException) -> str:
    """Give what went wrong as a clerk can act on it."""
    if isinstance(error, OSError):
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            return "đĩa đầy, cần dọn chỗ trống"
        if error.errno == errno.EROFS:
            return "đĩa chỉ cho đọc"
        if error.errno == errno.EACCES:
            return f"không có quyền với {error.filename}"
    if outputs.is_store_error(error):
        return str(error)
    return f"{type(error).__name__}: {error}"


def through_flow(settings: Settings) -> Take:
    """Give a taker that runs the Prefect flow in this process."""
    from prefect import tags

    from flows.ingest import ingest

    def take(paths: list[Path]) -> Summary:
        with tags("drop"):
            return ingest(paths=[str(p) for p in paths] if all(map(_sendable, paths)) else None)

    return take


def through_deployment(name: str) -> Take:
    """Give a taker that asks a Prefect deployment: its worker, here or on another machine, does the work."""
    from prefect.deployments import run_deployment

    def take(paths: list[Path]) -> None:
        sent = [str(p) for p in paths] if all(map(_sendable, paths)) else None
        run_deployment(name, parameters={"paths": sent}, timeout=0, tags=["drop"], as_subflow=False)

    return take


def _sendable(path: Path) -> bool:
    """Tell whether a name can travel as JSON; a folder scan finds the others."""
    try:
        str(path).encode()
    except UnicodeEncodeError:
        return False
    return True


@contextmanager
def _stopped_by_signals(stop: threading.Event) -> Iterator[None]:
    before = {s: signal.signal(s, lambda *_: stop.set()) for s in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def watch(settings: Settings, say: Say) -> None:
    """Watch the drop folder until SIGTERM or Ctrl-C."""
    from flows import standby

    journal.open_journal(settings)
    deployment = settings.watch.deployment
    take = through_deployment(deployment) if deployment else through_flow(settings)
    watcher = Watch(settings, take, say)
    with _stopped_by_signals(watcher.stop), standby.keeping():
        say(f"Đang theo dõi {settings.inbox}. Dừng bằng Ctrl-C.")
        watcher.run()
        say("Đã dừng theo dõi.")
