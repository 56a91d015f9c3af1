"""Programs that the desk starts: each in a process of its own, its last lines kept for whoever looks."""

import os
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from flows.settings import Settings
from outputs.desk.commands import Work


@dataclass
class Run:
    """A program that the desk started."""

    work: Work
    process: "subprocess.Popen[str] | None" = None


@dataclass
class Runs:
    """The last runs of one running desk, newest first. Close it when the desk stops."""

    settings: Settings
    latest: "deque[Run]" = field(default_factory=lambda: deque(maxlen=10))
    lock: threading.Lock = field(default_factory=threading.Lock)
    again: bool = False

    def works(self) -> tuple[Work, ...]:
        """Give how the last runs stand."""
        return tuple(run.work for run in self.latest)

    def close(self) -> None:
        """Stop what still runs."""
        for run in self.latest:
            if run.process is not None and run.process.poll() is None:
                run.process.terminate()

    def start_ingest(self, who: str) -> None:
        """Start a run over the drop folder; while one is running another follows it, once."""
        with self.lock:
            if any(run.work.kind == "tiếp nhận" and run.work.state == "running" for run in self.latest):
                self.again = True
                return
            run = self.started("tiếp nhận", who)
        threading.Thread(target=self._ingest, args=(run,), daemon=True).start()

    def _ingest(self, run: Run) -> None:
        self.follow(run, ["ingest", "--quiet"])
        with self.lock:
            again, self.again = self.again, False
        if again:
            self.start_ingest(run.work.who)

    def started(self, kind: str, who: str) -> Run:
        """Enter a run that is about to start; the caller holds the lock."""
        run = Run(Work(kind, "running", datetime.now(UTC), who))
        self.latest.appendleft(run)
        return run

    def follow(self, run: Run, arguments: Sequence[str]) -> int:
        """Run a command of the program in a process of its own and keep what it prints."""
        start = "import sys; from flows.command import main; sys.argv[0] = 'thidua'; main()"
        environment = os.environ | {"THIDUA_HOME": str(self.settings.home.resolve()), "PYTHONUNBUFFERED": "1"}
        code = 3
        try:
            process = subprocess.Popen(
                [sys.executable, "-c", start, *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT, text=True, encoding="utf-8", errors="replace", env=environment,
            )  # fmt: skip
            run.process = process
            for line in process.stdout or ():
                if line.strip():
                    run.work = replace(run.work, lines=(*run.work.lines[-40:], line.strip()[:400]))
            code = process.wait()
        except OSError as error:
            run.work = replace(run.work, lines=(f"Không chạy được: {error.strerror}",))
        run.work = replace(run.work, state="done" if code in (0, 1) else "failed")
        return code
