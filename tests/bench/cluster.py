"""Two Dask workers against one on the same batch and the same two cores: seconds, and the same stored rows.

Each worker has one reading process. The cluster, its readers and Prefect's server are started before the clock.
"""

import argparse
import json
import os
import shutil
import sqlite3
import sys
import tempfile
import time
from pathlib import Path


def documents(folder: Path, count: int) -> list[Path]:
    """Reports with long tables as plain text: all work is the processor's."""
    sys.path.insert(0, str(Path(__file__).parents[2]))
    from tests.crashes import REPORT

    folder.mkdir(parents=True, exist_ok=True)
    out = []
    for number in range(count):
        rows = "\n".join(
            f"{i}. Trong năm có {i + number} hộ thoát nghèo; huy động {i * 3} triệu đồng để xây {i} nhà Đại đoàn kết."
            for i in range(1, 150)
        )
        path = folder / f"{number:04d}.txt"
        path.write_text(REPORT.format(number=number).replace("Nơi nhận:", f"{rows}\n\nNơi nhận:"), encoding="utf-8")
        out.append(path)
    return out


def once(home: Path, sources: list[Path], workers: int) -> float:
    """Take the files in on a cluster of ``workers`` and give the seconds."""
    import dask
    from distributed import LocalCluster

    inbox = home / "var" / "inbox"
    os.environ |= {
        "THIDUA_HOME": str(home),
        "THIDUA_ENGINE": "dask",
        "THIDUA_WORKERS": "1",
        "THIDUA_BATCH": "10",
        "THIDUA_WATCH__QUIET_SECONDS": "0",
    }
    dask.config.set({"distributed.worker.daemon": False, "distributed.scheduler.work-stealing": True})
    with LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=None) as cluster:
        os.environ["THIDUA_DASK_ADDRESS"] = cluster.scheduler_address
        from flows import orchestration
        from flows.settings import Settings

        orchestration.prepare(Settings())
        from prefect.testing.utilities import prefect_test_harness

        with prefect_test_harness(server_startup_timeout=120):
            from flows.ingest import ingest

            shutil.rmtree(inbox, ignore_errors=True)
            inbox.mkdir(parents=True)
            # The first batches start the readers of every worker.
            for number in range(20 * workers):
                (inbox / f"warm {number}.txt").write_text(f"Báo cáo {number}", encoding="utf-8")
            ingest()
            for path in sources:
                shutil.copyfile(path, inbox / path.name)
            began = time.perf_counter()
            summary = ingest()
            seconds = time.perf_counter() - began
            assert summary.counts["new"] == len(sources), summary.counts
    return seconds


def rows(home: Path) -> list[tuple[str, ...]]:
    with sqlite3.connect(home / "var" / "thidua.db") as connection:
        found = connection.execute("SELECT sha256, symbol, record FROM dispatch WHERE symbol IS NOT NULL ORDER BY 1")
        return found.fetchall()


def main() -> int:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--files", type=int, default=200)
    words.add_argument("--workers", type=int, default=None, help="one measurement, as JSON; for the program itself")
    words.add_argument("--home", type=Path, default=None)
    told = words.parse_args()
    if told.workers:
        seconds = once(told.home, documents(told.home / "documents", told.files), told.workers)
        print(json.dumps({"seconds": seconds}))
        return 0
    import subprocess

    found = {}
    with tempfile.TemporaryDirectory(prefix="thidua-cluster-") as folder:
        for workers in (1, 2):
            home = Path(folder) / str(workers)
            home.mkdir()
            command = [sys.executable, __file__, "--files", str(told.files), "--workers", str(workers), "--home", home]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode:
                print(done.stderr[-4000:])
                return 1
            found[workers] = (json.loads(done.stdout.splitlines()[-1])["seconds"], rows(home))
            print(f"{workers} Dask worker(s): {found[workers][0]:.1f} s, load {os.getloadavg()[0]:.1f}", flush=True)
    print(f"{found[1][0] / found[2][0]:.2f} times as fast; same rows: {found[1][1] == found[2][1]}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
