"""``make bench``: from drop to stored rows through the flow, against a plain process pool with the same parse and writes.

Prefect's server is started before the clock; processes that read start with the clock on both sides. With more than
1,000 files, a thousand go first, and the time a file and the memory are compared. Making ten thousand documents takes
longer than measuring them: ``THIDUA_BENCH_FOLDER`` keeps them, and ``--make-only`` makes them beforehand.
"""

import argparse
import logging
import multiprocessing
import os
import shutil
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from dispatches import make

WORKERS = 2
#: The flow's wall time against the plain pool's, a file's time among 10,000 against one's among 1,000, and growth in MB.
RATIO, GROWTH, MEMORY_MB = 1.20, 1.15, 64
FIRST = 1000


def settle(folder: Path, sources: list[Path]) -> Path:
    """A fresh home whose drop folder holds the files, all written long ago."""
    inbox = folder / "var" / "inbox"
    inbox.mkdir(parents=True)
    for path in sources:
        shutil.copyfile(path, inbox / path.name)
    os.environ["THIDUA_HOME"] = str(folder)
    os.environ["THIDUA_WORKERS"] = str(WORKERS)
    os.environ["THIDUA_WATCH__QUIET_SECONDS"] = "0"
    return inbox


def plain_pool(inbox: Path) -> float:
    from flows.assembly import open_store, read_file, warm_up
    from flows.settings import Settings
    from outputs import registry as outputs
    from pipeline.intake import open_source

    settings = Settings()
    began = time.perf_counter()
    archive = outputs.Archive(settings.archive)
    paths = sorted(inbox.iterdir())
    context = multiprocessing.get_context("forkserver")
    with (
        open_store(settings) as store,
        ProcessPoolExecutor(WORKERS, mp_context=context, initializer=partial(warm_up, ())) as pool,
    ):
        for path, outcome in zip(paths, pool.map(partial(read_file, unit_files=()), paths, chunksize=4), strict=True):
            source = replace(open_source(path), name=path.name)
            kept, now = archive.put(source), datetime.now(UTC)
            store.receive(source, run_id="pool", received_at=now, archived_as=kept)
            store.save(outcome, run_id="pool", received_at=now, archived_as=kept)
            path.unlink()
    return time.perf_counter() - began


def through_the_flow(count: int) -> float:
    from flows.ingest import ingest

    began = time.perf_counter()
    summary = ingest()
    seconds = time.perf_counter() - began
    assert summary.counts["new"] == count, summary.counts
    return seconds


class Refusals(logging.Handler):
    """Counts the answers of Prefect's server that say it is too busy (HTTP 503, 429): its client tries them again."""

    count = 0

    def emit(self, record: logging.LogRecord) -> None:
        self.count += "retryable status code" in record.getMessage()


def resident() -> float:
    """Give the memory of this process now, in MB."""
    import psutil

    return psutil.Process().memory_info().rss / 2**20


def compare(folder: Path, sources: list[Path], *, pool_too: bool) -> tuple[float, float | None]:
    """Give the seconds of the flow and of the plain pool on the same files in fresh homes, and print them."""
    pool = None
    if pool_too:
        with tempfile.TemporaryDirectory(dir=folder) as home:
            pool = plain_pool(settle(Path(home), sources))
    with tempfile.TemporaryDirectory(dir=folder) as home:
        settle(Path(home), sources)
        flow = through_the_flow(len(sources))
    words = f"plain pool {pool:.1f} s ({len(sources) / pool:.1f} files/s), " if pool is not None else ""
    words += f"flow {flow:.1f} s ({len(sources) / flow:.1f} files/s)"
    words += f", ratio {flow / pool:.2f} (target at most {RATIO:.2f})" if pool is not None else ""
    print(f"{len(sources)} files: {words}, load {os.getloadavg()[0]:.1f}, {resident():.0f} MB", flush=True)
    return flow, pool


def main() -> int:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--files", type=int, default=FIRST)
    words.add_argument("--rounds", type=int, default=1)
    words.add_argument(
        "--make-only", action="store_true", help="make the documents in THIDUA_BENCH_FOLDER, measure nothing"
    )
    told = words.parse_args()
    folder = Path(os.environ.get("THIDUA_BENCH_FOLDER") or tempfile.mkdtemp(prefix="thidua-bench-"))
    word, printed = make(folder / "dispatches", told.files)
    if told.make_only:
        print(f"{len(word)} DOCX, {len(printed)} PDF in {folder}")
        return 0
    # A quarter of each slice is PDF, as of the whole.
    sources = [path for _, path in sorted((int(p.stem[3:]) * 7919 % told.files, p) for p in word + printed)]
    print(f"{len(word)} DOCX, {len(printed)} PDF, {WORKERS} processes, load {os.getloadavg()[0]:.1f}", flush=True)
    os.environ["THIDUA_HOME"] = str(folder)
    from flows.orchestration import prepare
    from flows.settings import Settings

    prepare(Settings())
    from prefect.testing.utilities import prefect_test_harness

    refusals, missed = Refusals(), []
    with prefect_test_harness(server_startup_timeout=120):
        for name in ("prefect", "prefect.client"):
            logging.getLogger(name).setLevel(logging.DEBUG)
        logging.getLogger("prefect.client").addHandler(refusals)
        # What is loaded once is in memory before the first look at it.
        compare(folder, sources[:20], pool_too=False)
        first = sources[:FIRST]
        ratios, flows = [], []
        for _ in range(told.rounds):
            flow, pool = compare(folder, first, pool_too=True)
            ratios.append(flow / pool)
            flows.append(flow / len(first))
        if min(ratios) > RATIO:
            missed.append("ratio")
        if len(sources) > len(first):
            before = resident()
            flow, _ = compare(folder, sources, pool_too=False)
            growth, grown = flow / len(sources) / min(flows), resident() - before
            print(f"{'':<24}{f'among {len(first)}':>14}{f'among {len(sources)}':>14}{'':>10}{'target':>10}")
            ms = 1000 * min(flows), 1000 * flow / len(sources)
            print(f"{'a file, ms':<24}{ms[0]:>14.1f}{ms[1]:>14.1f}{growth:>9.2f}x{f'{GROWTH:.2f}x':>10}")
            after = before + grown
            print(f"{'this process, MB':<24}{before:>14.0f}{after:>14.0f}{grown:>+10.0f}{f'+{MEMORY_MB}':>10}")
            missed += ["time a file"] * (growth > GROWTH) + ["memory"] * (grown > MEMORY_MB)
        else:
            print("ten thousand files: python tests/bench/intake.py --files 10000")
    print(f"HTTP 503 or 429 from Prefect's server: {refusals.count} (target 0)")
    missed += ["refusals"] * bool(refusals.count)
    print(f"MISSED: {', '.join(missed)}" if missed else "reached")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
