"""Two Dask workers against one on the same batch and the same two cores: seconds, and the same stored rows.

The batch is scanned pages: a second and more of the reading process's own work for each, next to which claiming, storing
and Prefect are little. Each worker has one reading process. Cluster, readers and Prefect's server start before the clock.
"""

import argparse
import hashlib
import json
import os
import shutil
import sqlite3
import sys
import tempfile
import time
from pathlib import Path

TARGET = 1.7
DPI = 200
#: Lines that make every page as full as an office prints it.
BODY = (
    "Đơn vị đã ban hành kế hoạch, phân công lãnh đạo phụ trách và sơ kết",
    "hằng quý; mỗi phòng giúp đỡ một địa chỉ, báo cáo trước ngày 05 tháng 12.",
    "Công tác tuyên truyền được thực hiện qua hội nghị và truyền thanh cơ sở.",
)


def documents(folder: Path, count: int, first: int = 1) -> list[Path]:
    """Reports as scanners of offices send them: one picture of a page in a PDF each, no letter in it that can be copied."""
    import matplotlib
    from PIL import Image, ImageDraw, ImageFont

    sys.path.insert(0, str(Path(__file__).parents[2]))
    from tests.crashes import REPORT

    # matplotlib is a dependency and brings its fonts along, on every machine the same.
    face = ImageFont.truetype(str(Path(matplotlib.get_data_path()) / "fonts" / "ttf" / "DejaVuSerif.ttf"), 27)
    folder.mkdir(parents=True, exist_ok=True)
    out = []
    for number in range(first, first + count):
        text = REPORT.format(number=number).replace("Nơi nhận:", "\n".join(BODY * 3) + "\n\nNơi nhận:")
        page = Image.new("RGB", (1654, 2339), "white")
        pen = ImageDraw.Draw(page)
        for row, line in enumerate(text.splitlines()):
            pen.text((230, 150 + 48 * row), line, "black", face)
        path = folder / f"{number:04d}.pdf"
        # Without a moment of its own inside, a file drawn again is the same to the letter.
        page.save(path, resolution=DPI, quality=75, creationDate=time.gmtime(0), modDate=time.gmtime(0))
        out.append(path)
    return out


def once(home: Path, sources: list[Path], workers: int) -> dict[str, float]:
    """Take the files in on a cluster of ``workers``; give the seconds, by the clock and of the processors."""
    import dask
    from distributed import LocalCluster

    inbox = home / "var" / "inbox"
    os.environ |= {
        "THIDUA_HOME": str(home),
        "THIDUA_ENGINE": "dask",
        "THIDUA_WORKERS": "1",
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
            # The first batches start the readers of every worker, and load their models.
            documents(inbox, 3 * workers, first=9000)
            ingest()
            for path in sources:
                shutil.copyfile(path, inbox / path.name)
            began, before = time.perf_counter(), processors()
            summary = ingest()
            seconds, after = time.perf_counter() - began, processors()
            assert summary.counts["new"] == len(sources), summary.counts
    return {"seconds": seconds, "work": after[0] - before[0], "rest": after[1] - before[1]}


def processors() -> tuple[float, float]:
    """Give the seconds of processor used so far: by the workers with their readers, and by the flow and Prefect's server."""
    import psutil

    here = psutil.Process()
    theirs, used = set(), [0.0, 0.0]
    for process in (here, *here.children(recursive=True)):
        try:
            command, times = " ".join(process.cmdline()), process.cpu_times()
            if process.ppid() in theirs or ("spawn_main" in command and process.ppid() == here.pid):
                theirs.add(process.pid)
        except psutil.Error:
            continue
        used[process.pid not in theirs] += times.user + times.system
    return used[0], used[1]


def rows(home: Path, sources: Path) -> list[tuple[str, ...]]:
    """Give what is stored of the files in the folder ``sources``: hash, symbol, the whole record."""
    wanted = {hashlib.sha256(path.read_bytes()).hexdigest() for path in sources.iterdir()}
    with sqlite3.connect(home / "var" / "thidua.db") as connection:
        found = connection.execute("SELECT sha256, symbol, record FROM dispatch ORDER BY 1").fetchall()
    return [row for row in found if row[0] in wanted]


def main() -> int:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--files", type=int, default=24)
    words.add_argument("--workers", type=int, default=None, help="one measurement, as JSON; for the program itself")
    words.add_argument("--home", type=Path, default=None)
    told = words.parse_args()
    if told.workers:
        print(json.dumps(once(told.home, documents(told.home / "documents", told.files), told.workers)))
        return 0
    import subprocess

    found, stored = {}, {}
    with tempfile.TemporaryDirectory(prefix="thidua-cluster-") as folder:
        for workers in (1, 2):
            home = Path(folder) / str(workers)
            home.mkdir()
            command = [sys.executable, __file__, "--files", str(told.files), "--workers", str(workers), "--home", home]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode:
                print(done.stderr[-4000:])
                return 1
            found[workers], stored[workers] = json.loads(done.stdout.splitlines()[-1]), rows(home, home / "documents")
            print(
                f"{workers} Dask worker(s), {told.files} scanned pages: {found[workers]['seconds']:.1f} s, "
                f""
                f"{found[workers]['work']:.1f} s of processor in the workers, {found[workers]['rest']:.1f} s around them, load {os.getloadavg()[0]:.1f}",
                flush=True,
            )
    ratio, same = found[1]["seconds"] / found[2]["seconds"], stored[1] == stored[2] and len(stored[1]) == told.files
    both = (found[2]["work"] + found[2]["rest"]) / 2
    print(f"by the processors' seconds alone, on two cores that do nothing else: {found[1]['work'] / both:.2f} times")
    reached = ratio >= TARGET and same
    print(f"{ratio:.2f} times as fast (target {TARGET}), same rows: {same}: {'reached' if reached else 'MISSED'}")
    return 0 if reached else 1


if __name__ == "__main__":
    sys.exit(main())
