"""``make bench``: from drop to stored rows through the flow, against a plain process pool with the same parse and writes.

Prefect's server is started before the clock; processes that read start with the clock on both sides.
"""

import argparse
import multiprocessing
import os
import resource
import shutil
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from dispatches import make

WORKERS = 2


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


def main() -> int:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--files", type=int, default=1000)
    words.add_argument("--rounds", type=int, default=1)
    told = words.parse_args()
    folder = Path(os.environ.get("THIDUA_BENCH_FOLDER") or tempfile.mkdtemp(prefix="thidua-bench-"))
    word, printed = make(folder / "dispatches", told.files)
    sources = word + printed
    print(f"{len(word)} DOCX, {len(printed)} PDF, {WORKERS} processes, load {os.getloadavg()[0]:.1f}")
    with ExitStack() as stack:
        for number in range(told.rounds):
            homes = [Path(stack.enter_context(tempfile.TemporaryDirectory(dir=folder))) for _ in range(2)]
            pool = plain_pool(settle(homes[0], sources))
            settle(homes[1], sources)
            if number == 0:
                from flows.orchestration import prepare
                from flows.settings import Settings

                prepare(Settings())
                from prefect.testing.utilities import prefect_test_harness

                stack.enter_context(prefect_test_harness(server_startup_timeout=120))
            flow = through_the_flow(len(sources))
            print(
                f"plain pool {pool:.1f} s ({len(sources) / pool:.1f} files/s), flow {flow:.1f} s "
                f"({len(sources) / flow:.1f} files/s), ratio {flow / pool:.2f}, load {os.getloadavg()[0]:.1f}"
            )
    print(f"memory of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB at most")
    return 0


if __name__ == "__main__":
    sys.exit(main())
