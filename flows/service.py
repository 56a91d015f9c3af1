"""``thidua serve``: Prefect's server if none is configured, deployments, drop folder, desk; each a process kept alive."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, MutableMapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path

from flows import journal, orchestration, pulse
from flows.settings import Settings

Say = Callable[[str], None]

#: Seconds that a first start of Prefect's server may take on a slow disk.
_START = 120
#: Seconds that a part gets to end by itself: a run under way finishes its batch.
_END = 60
#: A part that died is started again after so many seconds, longer each time it dies young.
_AGAIN = (1, 2, 5, 15, 60)


@dataclass(slots=True)
class Part:
    """One process of the service, started again whenever it dies."""

    name: str
    command: list[str]
    #: Where its talk goes; None for the service's own output.
    log: Path | None = None
    process: subprocess.Popen[bytes] | None = None
    deaths: int = 0
    started: float = 0.0
    again_at: float = field(default=0.0)

    @property
    def up(self) -> bool:
        """It runs."""
        return self.process is not None and self.process.poll() is None

    def start(self) -> None:
        """Start it, in a group of its own: a Ctrl-C for the service reaches it through the service alone."""
        with ExitStack() as stack:
            output = None
            if self.log is not None:
                self.log.parent.mkdir(parents=True, exist_ok=True)
                output = stack.enter_context(self.log.open("wb"))
            self.process = subprocess.Popen(self.command, start_new_session=True, stdout=output, stderr=output)
        self.started = time.monotonic()
        journal.tell("part started", part=self.name, process=self.process.pid)

    def mind(self) -> bool:
        """Start it again when it died and its time has come; tell whether it has just died."""
        if self.process is None or self.process.poll() is None:
            return False
        now = time.monotonic()
        if not self.again_at:
            self.deaths = 1 if now - self.started > 300 else self.deaths + 1
            self.again_at = now + _AGAIN[min(self.deaths, len(_AGAIN)) - 1]
            journal.tell("part died", part=self.name, code=self.process.returncode)
            return True
        if now >= self.again_at:
            self.again_at = 0.0
            self.start()
        return False

    def end(self, patience: float) -> None:
        """End it: asked first, forced after ``patience`` seconds, with everything it started."""
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.terminate()
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(patience)
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def free_port() -> int:
    """Give a port of 127.0.0.1 that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def parts(settings: Settings, environment: MutableMapping[str, str]) -> list[Part]:
    """Give the service's processes in the order of their start; the server's address goes into ``environment``."""
    python = sys.executable
    out = []
    if "PREFECT_API_URL" not in environment:
        port = settings.service.prefect_port or free_port()
        environment["PREFECT_API_URL"] = f"http://127.0.0.1:{port}/api"
        command = [python, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)]
        out.append(Part("prefect", command, settings.logs / "prefect.log"))
    # With the server's address in its environment, the reports that people ask for at the desk are Prefect runs too.
    here = "from flows.command import main; main()"
    where = ["--host", settings.service.desk_host, "--port", str(settings.service.desk_port)]
    desk = [Part("desk", [python, "-c", here, "desk", *where])] if settings.service.desk_port else []
    return [
        *out,
        # Prefect's runner forgets to await its own stop, and says so when it ends.
        Part("deployments", [python, "-W", "ignore::RuntimeWarning", "-m", "flows.deployments"]),
        Part("watch", [python, "-c", here, "watch"]),
        *desk,
    ]


def _answers(address: str, server: Part, stop: threading.Event) -> bool:
    deadline = time.monotonic() + _START
    while time.monotonic() < deadline and not stop.is_set() and (server.process is None or server.up):
        try:
            with urllib.request.urlopen(f"{address}/health", timeout=5) as reply:
                if reply.status == 200:
                    return True
        except (OSError, urllib.error.URLError):
            stop.wait(0.3)
    return False


def serve(settings: Settings, say: Say) -> bool:
    """Run the service until SIGTERM or Ctrl-C; False when Prefect's server never answered."""
    journal.open_journal(settings)
    orchestration.prepare(settings)
    orchestration.prune(settings)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    mine = parts(settings, os.environ)
    address = os.environ["PREFECT_API_URL"]
    with ExitStack() as stack:
        # Called last to first: the watcher ends before the server that it tells.
        for part in mine:
            stack.callback(part.end, _END)
        if mine[0].name == "prefect":
            mine[0].start()
        if not _answers(address, mine[0], stop):
            if not stop.is_set():
                say(f"Máy chủ Prefect không trả lời tại {address}.")
            return stop.is_set()
        for part in mine:
            if not part.up:
                part.start()
        say(f"Prefect: {address.removesuffix('/api')}")
        if settings.service.health_port:
            standing = stack.enter_context(
                pulse.answering(settings, lambda: {p.name: p.up for p in mine}, settings.service.health_port)
            )
            say(f"Tình trạng: http://127.0.0.1:{standing}/health, /metrics")
        say(f"Thư mục tiếp nhận: {settings.inbox}. Dừng bằng Ctrl-C.")
        while not stop.wait(0.5):
            for part in mine:
                if part.mind():
                    say(f"Phần «{part.name}» đã dừng (mã {part.process and part.process.returncode}), sẽ chạy lại.")
    say("Đã dừng.")
    return True
