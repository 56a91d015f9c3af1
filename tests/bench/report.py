"""``make bench``: how long the report takes for a whole province, and how much memory: 50 units, 40 indicators, 2,000 awards.

All made up. Prints seconds by the clock and of the processor, and megabytes. Fails when the limits of the project are passed by
both: the clock alone may tell of what else the machine had to do.
"""

import resource
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from outputs import registry
from outputs.council.pdf import pdf, program
from pipeline.consolidate import Consolidation, consolidate
from pipeline.obligations import ExpectedUnit
from pipeline.reference.indicators import indicators
from tests.movement import MOVEMENT, OFFICE, YEAR, award, dispatch, field, plan, result

UNITS, INDICATORS, AWARDS = 50, 40, 2000
#: Seconds and megabytes.
LIMITS = {"docx, xlsx, html": 6.0, "pdf": 10.0, "memory": 600.0}
OFFICE_HEAD = registry.Office(
    "SỞ NÔNG NGHIỆP", "ỦY BAN NHÂN DÂN\nTỈNH HẠ ĐÔNG GIANG", "Hạ Đông Giang", "SNN",
    "Hội đồng Thi đua - Khen thưởng tỉnh Hạ Đông Giang", "GIÁM ĐỐC", "Sở Nội vụ", recipients=("Như trên",), agency=OFFICE,
)  # fmt: skip


def province() -> Consolidation:
    units = tuple(ExpectedUnit(f"don-vi-{n}", f"Ủy ban nhân dân huyện Thử Nghiệm {n}") for n in range(1, UNITS + 1))
    wanted = [i for i in indicators() if i.unit][:INDICATORS]
    sent = [plan()]
    each = AWARDS // UNITS
    for n, unit in enumerate(units, 1):
        figures = tuple(
            result(i.code, 10 * n + k, i.display_unit if i.is_money else i.unit) for k, i in enumerate(wanted)
        )
        people = tuple(
            award(f"Người Thử {n} {k}", "cá nhân", "Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh", "BKT", unit.name, "Chuyên viên")
            for k in range(each)
        )  # fmt: skip
        sent.append(
            dispatch(
                f"report-{n:02d}", "BC", f"{n}/BC-DV{n}", f"2023-12-{1 + n % 20:02d}", unit.agency_id, unit.name,
                subject=field("Kết quả thực hiện Phong trào thi đua năm 2023"), results=figures, awards=people,
            )
        )  # fmt: skip
    return consolidate(sent, YEAR, date(2023, 12, 31), units, indicators(), movement=MOVEMENT, own=OFFICE)


def main() -> int:
    began = time.perf_counter()
    data = province()
    gathered = time.perf_counter() - began
    measured: dict[str, float] = {}
    busy: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        # Libraries are loaded on the way: this is what an officer waits for, in a program that has just started.
        began, worked = time.perf_counter(), time.process_time()
        made = dict(registry.report().write(data, OFFICE_HEAD, out, ("docx", "xlsx", "html")))
        measured["docx, xlsx, html"] = time.perf_counter() - began
        busy["docx, xlsx, html"] = time.process_time() - worked
        if program() is not None:
            began, worked = time.perf_counter(), _of_children()
            printed = out / "report.pdf"
            printed.write_bytes(pdf(made["docx"].read_bytes()))
            measured["pdf"] = time.perf_counter() - began
            busy["pdf"] = _of_children() - worked
            made["pdf"] = printed
        sizes = ", ".join(f"{k} {p.stat().st_size / 2**10:.0f} KiB" for k, p in made.items())
    measured["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"report of {UNITS} units, {len(data.indicators)} indicators, {len(data.nominees)} awards (consolidated in {gathered:.1f} s)"
    )
    for name, value in measured.items():
        unit = "MB" if name == "memory" else "s"
        processor = f", {busy[name]:.1f} s of the processor" if name in busy else ""
        print(f"  {name:18} {value:8.1f} {unit}{processor}   (limit {LIMITS[name]:.0f} {unit})")
    print(f"  {sizes}")
    return int(any(min(value, busy.get(name, value)) > LIMITS[name] for name, value in measured.items()))


def _of_children() -> float:
    """Seconds of the processor that ended programs of this one took."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    sys.exit(main())
