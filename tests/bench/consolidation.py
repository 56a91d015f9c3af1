"""How long the consolidation of one movement and period takes from a full store, on SQLite and on PostgreSQL.

The measured step is all of what the report asks for (``flows.reporting.gather``): reading the dispatches, consolidating, the
period before, decisions of other years, the checks, the periods looked back on. Each store is measured in a process of its own,
so that its memory is its own too. PostgreSQL is started for the measure where it is installed.

Environment: ``THIDUA_BENCH_DISPATCHES`` (10000), ``THIDUA_BENCH_POSTGRES`` (a SQLAlchemy URL of an empty database, instead),
``THIDUA_BENCH_WORST`` (set: also a store whose every document is about the one movement; no target).
"""

import os
import resource
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

from pipeline.model import (
    AgencyMention,
    Award,
    Dispatch,
    Evidence,
    Field,
    MovementMention,
    Outcome,
    PartialDate,
    Period,
    Profile,
    Result,
    Source,
    Status,
)

COUNT = int(os.environ.get("THIDUA_BENCH_DISPATCHES", "10000"))
MOVEMENTS, UNITS, YEARS = 5, 50, 4
LIMIT_SECONDS, LIMIT_MB = 3.0, 500
#: Ten times the documents may take so many times as long for each: near linear growth.
LIMIT_GROWTH = 1.5
CODES = (("B06", "hộ"), ("D01", "nhà"), ("C01", "triệu đồng"), ("A05", "lượt người"), ("D05", "mô hình"))
MONTHS = 12 * YEARS


def field(value, text, index):
    return Field(value, text, 0.95, (Evidence(index, text, f"bảng 1, hàng {index}, cột 2", 2),))


def outcome(n: int, movements: int) -> Outcome:
    """The n-th dispatch: five figures of one unit for one month, two persons put forward."""
    movement, rest = n % movements, n // movements
    unit, month = rest % UNITS, (rest + rest // UNITS) % MONTHS
    year, month = 2021 + month // 12, month % 12 + 1
    span = Period.parse(f"{year}-{month:02d}")
    results = tuple(
        field(
            Result(
                f"Chỉ tiêu {code}", Decimal((n * 7 + k) % 97 + 1), unit_, code, span.start, span.end, table=True,
                value_vnd=((n * 7 + k) % 97 + 1) * 1_000_000 if unit_ == "triệu đồng" else None,
            ),
            f"Chỉ tiêu {code} {(n * 7 + k) % 97 + 1} {unit_}",
            k,
        )
        for k, (code, unit_) in enumerate(CODES)
    )  # fmt: skip
    awards = tuple(
        field(
            Award("Bằng khen", "BKT", "cá nhân", f"Người Mẫu {n * 2 + k}", "Chuyên viên", f"Đơn vị {unit}", year=year),
            f"Người Mẫu {n * 2 + k}",
            10 + k,
        )
        for k in range(2)
    )
    name = f"Đơn vị số {unit}"
    dispatch = Dispatch(
        symbol=field(f"{n + 1}/BC-DV{unit}", f"{n + 1}/BC-DV{unit}", 20),
        issued_on=field(PartialDate(span.end.year, span.end.month, 25), "ngày 25", 21),
        doc_type=field("BC", "BÁO CÁO", 22),
        issuer=field(AgencyMention(name, f"dv-{unit}", name), name, 23),
        subject=field(f"Kết quả phong trào mẫu {movement}", "Kết quả", 24),
        movements=(field(MovementMention(f"Phong trào mẫu {movement}", PartialDate(2021), PartialDate(2024)), "Phong trào", 25),),
        results=results,
        awards=awards,
    )  # fmt: skip
    source = Source(f"{n}.docx", Path(f"{n}.docx"), f"{n:064x}", 1000, "application/docx")
    return Outcome(source, Status.CLEAN, dispatch, profile=Profile.STATE)


def fill(store, count: int, movements: int) -> None:
    for n in range(count):
        made = outcome(n, movements)
        issued = made.dispatch.issued_on.value.period.start
        received = datetime(issued.year, issued.month, issued.day, 9, tzinfo=UTC)
        store.save(made, run_id="bench", received_at=received, archived_as=None)


def measure(url: str) -> None:
    """Print the best of three: seconds, seconds of the processor, number of findings, peak memory in MB."""
    from flows import reporting
    from flows.assembly import open_store
    from flows.settings import Settings

    with tempfile.TemporaryDirectory(prefix="thidua-bench-") as folder:
        home = Path(folder)
        rows = ["id,name,parent,kind", "so-mau,Sở Mẫu,,department"]
        rows += [f"dv-{u},Đơn vị số {u},so-mau,unit" for u in range(UNITS)]
        (home / "agencies.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
        settings = Settings(home=home, database_url=url, office={"agency": "so-mau"})
        with open_store(settings) as store:
            movement = store.movements()[0].id
        runs = []
        for _ in range(3):
            began, worked = time.perf_counter(), time.process_time()
            data = reporting.gather(settings, movement, Period.parse("2024"), date(2025, 1, 31))
            runs.append((time.perf_counter() - began, time.process_time() - worked))
        assert data.by_total["B06"].value is not None and data.by_total["B06"].counted
    wall, worked = min(r[0] for r in runs), min(r[1] for r in runs)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(wall, worked, len(data.findings), peak)


def told(url: str, count: int, movements: int) -> tuple[float, float, bool]:
    """Measure in a process of its own, print target and reached; give the seconds, those of the processor, and whether it holds."""
    command = [sys.executable, __file__, url]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    wall, worked, findings, peak = map(float, done.stdout.split())
    shape = f"{count} dispatches, {5 * count} results, {2 * count} awards, {movements} movement{'s' * (movements > 1)}"
    # Beside other work the clock on the wall measures that work: then the processor's own seconds are held to the target.
    load, cores = os.getloadavg()[0], os.cpu_count() or 1
    busy = load > cores
    fine = (worked if busy else wall) <= LIMIT_SECONDS and peak <= LIMIT_MB
    print(
        f"{url.split(':')[0].split('+')[0]:<11}{shape}: target {LIMIT_SECONDS:.0f} s, {LIMIT_MB} MB; reached {wall:.2f} s "
        f"({worked:.2f} s of processor), {peak:.0f} MB, {findings:.0f} findings"
        f"{f'; the machine is busy (load {load:.0f} on {cores} cores)' if busy else ''}{'' if fine else '  MISSED'}",
        flush=True,
    )
    return wall, worked, fine


@contextmanager
def postgres() -> Iterator[str | None]:
    """Give the address of an empty database on a server started for it; None where PostgreSQL is not installed."""
    binaries = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not binaries:
        yield None
        return
    home = Path(tempfile.mkdtemp(prefix="thidua-pg-"))
    user: list[str] = []
    if os.geteuid() == 0:
        # PostgreSQL refuses to run as root: Debian's package brings the user it wants.
        shutil.chown(home, "postgres", "postgres")
        user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--"]
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    programs, data = binaries[-1].parent, home / "data"

    def run(*words: object, check: bool = True) -> None:
        subprocess.run([*user, *map(str, words)], check=check, capture_output=True, cwd=home)

    try:
        run(programs / "initdb", "-D", data, "-U", "thidua", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync")
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={home} -c fsync=off"
        run(programs / "pg_ctl", "-D", data, "-o", options, "-l", home / "log", "-w", "start")
        run(programs / "createdb", "-h", "127.0.0.1", "-p", port, "-U", "thidua", "bench")
        yield f"postgresql+psycopg://thidua@127.0.0.1:{port}/bench"
    finally:
        run(programs / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop", check=False)
        shutil.rmtree(home, ignore_errors=True)


def main() -> int:
    from outputs.registry import dump_store, load_store, open_store, store_revision

    # With fewer the months of the last year are empty.
    few = min(COUNT, max(COUNT // 10, 500))
    with tempfile.TemporaryDirectory(prefix="thidua-bench-") as folder, postgres() as server:
        files = {n: f"sqlite:///{folder}/{n}.db" for n in (few, COUNT)}
        for count, url in files.items():
            with open_store(url) as store:
                fill(store, count, MOVEMENTS)
        reached = [(n, *told(url, n, MOVEMENTS)) for n, url in files.items()]
        fine = all(r[-1] for r in reached)
        times = (reached[1][2] / COUNT) / (reached[0][2] / few)
        fine &= times <= LIMIT_GROWTH
        print(
            f"{'':<11}from {few} to {COUNT}: one document costs {times:.2f} times as much (target {LIMIT_GROWTH})",
            flush=True,
        )
        url = os.environ.get("THIDUA_BENCH_POSTGRES") or server
        if url is None:
            print("postgresql: not installed, not measured")
        else:
            load_store(url, dump_store(files[COUNT]), store_revision())
            fine &= told(url, COUNT, MOVEMENTS)[-1]
        if os.environ.get("THIDUA_BENCH_WORST"):
            # Every document of the store is about the one movement that is asked for.
            with open_store(f"sqlite:///{folder}/worst.db") as store:
                fill(store, COUNT, 1)
            told(f"sqlite:///{folder}/worst.db", COUNT, 1)
    return 0 if fine else 1


if __name__ == "__main__":
    if len(sys.argv) == 2:
        measure(sys.argv[1])
        sys.exit(0)
    sys.exit(main())
