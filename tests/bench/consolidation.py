"""How long the consolidation of one movement and period takes from a full store, on SQLite and, where a URL is given, PostgreSQL.

Environment: ``THIDUA_BENCH_DISPATCHES`` (10000), ``THIDUA_BENCH_POSTGRES`` (a SQLAlchemy URL of an empty database).
The measured step is all of what the report asks for: reading the dispatches, consolidating, the period before, the checks.
"""

import os
import resource
import sys
import tempfile
import time
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

from pipeline.checks.council import Matter, judged
from pipeline.consolidate import consolidate
from pipeline.consolidate.periods import before
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
from pipeline.obligations import ExpectedUnit
from pipeline.reference.agencies import load
from pipeline.reference.indicators import indicators
from pipeline.successions import Lineage

COUNT = int(os.environ.get("THIDUA_BENCH_DISPATCHES", "10000"))
MOVEMENTS, UNITS, YEARS = 5, 50, 4
LIMIT_SECONDS, LIMIT_MB = 3.0, 500
CODES = (("B06", "hộ"), ("D01", "nhà"), ("C01", "triệu đồng"), ("A05", "lượt người"), ("D05", "mô hình"))
MONTHS = 12 * YEARS


def field(value, text, index):
    return Field(value, text, 0.95, (Evidence(index, text, f"bảng 1, hàng {index}, cột 2", 2),))


def outcome(n: int) -> Outcome:
    """The n-th dispatch: five figures of one unit for one month, two persons put forward."""
    movement, rest = n % MOVEMENTS, n // MOVEMENTS
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


def fill(store, count: int) -> None:
    for n in range(count):
        made = outcome(n)
        issued = made.dispatch.issued_on.value.period.start
        received = datetime(issued.year, issued.month, issued.day, 9, tzinfo=UTC)
        store.save(made, run_id="bench", received_at=received, archived_as=None)


def once(store, registry, lineage) -> tuple[float, float, float, int]:
    """Give the seconds of reading, of computing and of the processor, and the number of findings."""
    movement = store.movements()[0]
    period, as_of = Period.parse("2024"), date(2025, 1, 31)
    expected = tuple(ExpectedUnit(f"dv-{u}", f"Đơn vị số {u}") for u in range(UNITS))
    began, worked = time.perf_counter(), time.process_time()
    dispatches = list(store.dispatches(movement.id))
    read = time.perf_counter() - began

    def over(span):
        return consolidate(dispatches, span, as_of, expected, indicators(), movement=movement, lineage=lineage)

    data = judged(Matter(over(period), dispatches, over(before(period)), registry=registry))
    assert data.by_total["B06"].value is not None
    return read, time.perf_counter() - began - read, time.process_time() - worked, len(data.findings)


def measure(url: str, count: int) -> bool:
    from outputs.registry import open_store

    registry = load()
    lineage = Lineage(registry)
    with open_store(url) as store:
        began = time.perf_counter()
        fill(store, count)
        filled = time.perf_counter() - began
        runs = [once(store, registry, lineage) for _ in range(3)]
    read, compute, worked, findings = min(runs, key=lambda r: r[0] + r[1])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{url.split(':')[0]:<22}{count:>7} dispatches, {5 * count} results, {2 * count} awards: filled in {filled:.1f} s; "
        f"one movement read {read:.2f} s + computed {compute:.2f} s = {read + compute:.2f} s "
        f"({worked:.2f} s of processor), {findings} findings, peak {peak:.0f} MB"
    )
    return read + compute <= LIMIT_SECONDS and peak <= LIMIT_MB


def main() -> int:
    fine = True
    for count in dict.fromkeys((max(COUNT // 10, 1), COUNT)):
        with tempfile.TemporaryDirectory(prefix="thidua-bench-") as folder:
            fine &= measure(f"sqlite:///{folder}/bench.db", count)
    if url := os.environ.get("THIDUA_BENCH_POSTGRES"):
        fine &= measure(url, COUNT)
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
