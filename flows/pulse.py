"""How the service is: ``/health`` for a watchdog, ``/metrics`` for Prometheus, on this machine only."""

import json
import shutil
import threading
import time
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from flows.dropped import Drops
from flows.settings import Settings
from outputs import registry as outputs

#: Less than this many bytes free and the service calls itself unwell.
_ROOM = 2**28
#: Seconds that an answer about the store is good for: a probe must not become a load.
_FRESH = 5


@dataclass(frozen=True, slots=True)
class Pulse:
    """One look at the service. ``files`` are counted by state; ``faults`` says in words what is wrong."""

    parts: dict[str, bool]
    files: dict[str, int]
    review: int
    last_run: float | None
    free_bytes: int
    dropped: int
    faults: tuple[str, ...]

    def as_health(self) -> dict[str, Any]:
        """Give what ``/health`` answers."""
        return {
            "status": "unwell" if self.faults else "well",
            "faults": list(self.faults),
            "parts": self.parts,
            "files": self.files,
            "needs_review": self.review,
            "waiting_in_inbox": self.dropped,
            "free_bytes": self.free_bytes,
            "last_run_ended": self.last_run,
        }

    def as_metrics(self) -> str:
        """Give what ``/metrics`` answers: Prometheus' text format."""
        rows: list[tuple[str, str, list[tuple[str, float]]]] = [
            ("up", "1 when nothing is wrong", [("", float(not self.faults))]),
            ("part_up", "1 while a part runs", [(f'{{part="{n}"}}', float(up)) for n, up in self.parts.items()]),
            ("files", "Files of the ledger by state", [(f'{{state="{n}"}}', c) for n, c in self.files.items()]),
            ("review_queue", "Dispatches that need a person", [("", self.review)]),
            ("inbox_files", "Files in the drop folder", [("", self.dropped)]),
            ("free_bytes", "Free space of the data folder", [("", self.free_bytes)]),
            ("last_run_ended_timestamp_seconds", "When the last run ended", [("", self.last_run or 0)]),
        ]
        lines = []
        for name, words, samples in rows:
            lines += [f"# HELP thidua_{name} {words}.", f"# TYPE thidua_{name} gauge"]
            lines += [f"thidua_{name}{label} {value:.10g}" for label, value in samples]
        return "\n".join(lines) + "\n"


def feel(settings: Settings, parts: dict[str, bool]) -> Pulse:
    """Look at the service; ``parts`` tells which of its processes run. Nothing raises: what fails is a fault."""
    faults = [f"phần «{name}» không chạy" for name, up in parts.items() if not up]
    files: dict[str, int] = {}
    review, last = 0, None
    try:
        free = shutil.disk_usage(settings.var).free
        drops = Drops(settings.inbox, 0)
        drops.look()
        faults += [f"không đọc được {path}: {words}" for path, words in drops.troubles.items()]
        dropped = drops.moving() + len(drops.whole())
    except OSError as error:
        free, dropped = 0, 0
        faults.append(f"không đọc được {settings.var}: {error.strerror}")
    if free < _ROOM:
        faults.append(f"đĩa chỉ còn {free / 2**20:.0f} MiB")
    try:
        with outputs.open_store(settings.store_url) as store:
            balance, review = store.balance(), len(store.queue())
            ended = [r["ended_at"] for r in store.runs() if r["ended_at"] is not None]
        files = {"stored": balance.stored, "waiting": balance.waiting, "quarantined": balance.quarantined}
        last = max(ended).timestamp() if ended else None
        if not balance.balanced:
            faults.append("sổ tiếp nhận không cân")
    except Exception as error:
        faults.append(f"kho dữ liệu: {error}")
    return Pulse(parts, files, review, last, free, dropped, tuple(faults))


@contextmanager
def answering(settings: Settings, parts: Callable[[], dict[str, bool]], port: int) -> Any:
    """Answer ``/health`` and ``/metrics`` on 127.0.0.1 while the context lasts; give the port."""
    lock = threading.Lock()
    last: tuple[float, Pulse] | None = None

    def pulse() -> Pulse:
        nonlocal last
        with lock:
            if last is None or time.monotonic() - last[0] > _FRESH or last[1].parts != parts():
                last = (time.monotonic(), feel(settings, parts()))
            return last[1]

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path not in ("/health", "/metrics"):
                self.send_error(404)
                return
            now = pulse()
            if self.path == "/health":
                self._answer(503 if now.faults else 200, "application/json", json.dumps(now.as_health()) + "\n")
            else:
                self._answer(200, "text/plain; version=0.0.4", now.as_metrics())

        def _answer(self, code: int, kind: str, text: str) -> None:
            body = text.encode()
            self.send_response(code)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """A probe every few seconds is no news."""

    server = ThreadingHTTPServer(("127.0.0.1", port), Answers)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
