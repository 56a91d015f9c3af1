"""The desk with 10,000 dispatches and 20 people at once on loopback: 95th percentile of each page, memory of the server.

Run: ``python tests/bench/desk.py [--documents N] [--people N] [--seconds S]``. Exit 1 when a page is over its limit.
"""

import argparse
import http.client
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
sys.path.insert(0, str(ROOT))

from sqlalchemy import event  # noqa: E402

from outputs.store import open_store  # noqa: E402
from pipeline.model import AgencyMention, Result  # noqa: E402
from tests.counter import hire  # noqa: E402
from tests.papers import dispatch, field, outcome  # noqa: E402

P95_MS, MEMORY_MB = 300, 600
SERVER = """
import sys
from pathlib import Path
from flows.assembly import open_store
from flows.desk import Hands
from flows.settings import Settings
from outputs.desk import app
settings = Settings(home=Path(sys.argv[1]))
store = open_store(settings)
app.serve(app.build(store, Hands(settings).commands()), "127.0.0.1", int(sys.argv[2]))
"""


def fill(home: Path, documents: int) -> tuple[list[str], list[str]]:
    """A store of made-up dispatches: a tenth in doubt. Give the ids in doubt and a session a person."""
    luck = random.Random(7)
    morning = datetime(2026, 1, 5, 1, tzinfo=UTC)
    with open_store(f"sqlite:///{home / 'var' / 'thidua.db'}") as store:
        hire(store)
        # Made-up papers need not survive a power cut; without this the disk is measured, not the desk.
        event.listen(store._database.engine, "checkout", lambda raw, *_: raw.execute("PRAGMA synchronous = OFF"))
        for n in range(documents):
            results = tuple(field(Result(f"Nội dung {i}", Decimal(luck.randrange(999)), "hộ")) for i in range(12))
            read = dispatch(
                f"{n}/BC-DV", f"2025-{n % 12 + 1:02d}-{n % 27 + 1:02d}", results=results,
                issuer=field(AgencyMention(f"ĐƠN VỊ SỐ {n % 300}", f"don-vi-{n % 300}")),
                signer_name=field("Đặng Thị Thử", confidence=luck.uniform(0.4, 1)),
            )  # fmt: skip
            made = outcome(str(n), read, review=n % 10 == 0)
            store.save(made, run_id="bench", received_at=morning + timedelta(minutes=n), archived_as=None)
        tokens = [store.people.sign_in("chuyen_vien") for _ in range(50)]
        return [h.id for h in store.queue()], tokens


def free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def visit(port: int, token: str, ways: list[tuple[str, str]], until: float, times: dict[str, list[float]]) -> None:
    """One person: page after page with a breath between, as a reader does."""
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    luck = random.Random(token)
    while time.monotonic() < until:
        name, way = luck.choice(ways)
        began = time.perf_counter()
        link.request("GET", way, headers={"Cookie": f"thidua_phien={token}"})
        answer = link.getresponse()
        answer.read()
        times[name].append(1000 * (time.perf_counter() - began))
        assert answer.status == 200, (way, answer.status)
        time.sleep(luck.uniform(0.2, 0.8))


def memory_mb(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return 0.0


def main() -> int:
    reader = argparse.ArgumentParser()
    reader.add_argument("--documents", type=int, default=10_000)
    reader.add_argument("--people", type=int, default=20)
    reader.add_argument("--seconds", type=float, default=20)
    reader.add_argument("--warm", type=float, default=5, help="seconds before the measuring begins")
    asked = reader.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        (home / "var").mkdir()
        began = time.perf_counter()
        doubts, tokens = fill(home, asked.documents)
        print(f"{asked.documents} dispatches made in {time.perf_counter() - began:.0f} s")
        port = free_port()
        server = subprocess.Popen([sys.executable, "-c", SERVER, folder, str(port)], cwd=ROOT, env=os.environ)
        try:
            ways = [("inbox", f"/den?trang={n}") for n in range(1, 12)]
            ways += [("all", f"/den?trang-thai=tat-ca&trang={n}") for n in range(1, 100, 9)]
            ways += [("search", f"/den?trang-thai=tat-ca&tim=don%20vi%20so%20{n}") for n in range(30)]
            ways += [("review", f"/van-ban/{i}") for i in doubts[:60]]
            ways += [("movements", "/phong-trao"), ("reports", "/bao-cao"), ("register", "/so?nam=2026")]
            _wait(port)
            times: dict[str, list[float]] = defaultdict(list)
            for seconds, kept in ((asked.warm, defaultdict(list)), (asked.seconds, times)):
                until = time.monotonic() + seconds
                crowd = [
                    threading.Thread(target=visit, args=(port, tokens[n], ways, until, kept))
                    for n in range(asked.people)
                ]
                for one in crowd:
                    one.start()
                for one in crowd:
                    one.join()
            used = memory_mb(server.pid)
        finally:
            server.terminate()
            server.wait(10)
    worst = 0.0
    for name, found in sorted(times.items()):
        found.sort()
        p95 = found[int(0.95 * (len(found) - 1))]
        worst = max(worst, p95)
        print(f"{name:<10} n={len(found):<5} median {found[len(found) // 2]:6.1f} ms   p95 {p95:6.1f} ms")
    every = sorted(t for found in times.values() for t in found)
    print(
        f"{'together':<10} n={len(every):<5} p95 {every[int(0.95 * (len(every) - 1))]:6.1f} ms   memory {used:.0f} MB"
    )
    return 0 if worst < P95_MS and used < MEMORY_MB else 1


def _wait(port: int) -> None:
    for _ in range(200):
        try:
            http.client.HTTPConnection("127.0.0.1", port, timeout=5).request("GET", "/dang-nhap")
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the desk did not start")


if __name__ == "__main__":
    sys.exit(main())
