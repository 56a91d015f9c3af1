"""``make bench``: the most memory one reading process needs, class by class, and whether it grows over many files.

Each class of files is read by a process of its own, everything included (fields, agencies, models of the readers). The files
are those of a shared corpus when one lies beside the project, and the made-up inbox and scan otherwise.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

import endless
from scanned import make
from verdicts import Verdict, show

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared" / "bench"
INBOX = ROOT / "examples" / "inbox"
#: Megabytes of one process; how many more it may hold at the end of a row of scans than after its first few.
MOST, MORE = 700, 60
SCANS, SETTLED = 24, 6
#: Born-digital dispatches with new words in each: read, read when what is remembered has filled up, and in years.
LETTERS, WARM, YEARS, GROWN = 3000, 1500, 10_000, 100
#: Run in a process of its own: reads the paths, prints after each how much it holds and held at most, in MB.
READS = """
import sys
from pathlib import Path
from flows.assembly import read_file
scratch = Path(sys.argv[1])
for line in sys.stdin.read().splitlines():
    outcome = read_file(Path(line), (), scratch)
    kept = dict(l.split(":", 1) for l in Path("/proc/self/status").read_text().splitlines())
    now, most = (int(kept[k].split()[0]) / 1024 for k in ("VmRSS", "VmHWM"))
    print(now, most, int(outcome.failure is not None), sep="\\t")
"""


def read(paths: list[Path], scratch: Path) -> tuple[list[float], float, int]:
    """Give megabytes held after each file, the most ever held, and how many files failed."""
    done = subprocess.run(
        [sys.executable, "-c", READS, scratch],
        input="\n".join(map(str, paths)),
        capture_output=True,
        text=True,
        check=True,
    )
    rows = [line.split("\t") for line in done.stdout.splitlines() if line.count("\t") == 2]
    return [float(r[0]) for r in rows], max(float(r[1]) for r in rows), sum(int(r[2]) for r in rows)


def classes(scan: Path | None) -> dict[str, list[Path]]:
    """Give the files of each class."""
    found = sorted([*(SHARED / "corpus" / "docs").glob("*"), *(SHARED / "legacy" / "docs").glob("*"), *INBOX.glob("*")])
    pictured = [path for path in found if path.suffix == ".pdf" and _is_scan(path)]
    out: dict[str, list[Path]] = {}
    for path in found:
        out.setdefault("scans" if path in pictured else path.suffix[1:].upper(), []).append(path)
    if scan is not None:
        out.setdefault("scans", []).append(scan)
    return out


def _is_scan(path: Path) -> bool:
    from parsers.formats import pdf
    from pipeline.errors import FileError
    from pipeline.intake import open_source

    try:
        return bool(pdf.survey(open_source(path)).pictured)
    except FileError:
        return False


def main() -> int:
    if not Path("/proc/self/status").exists():
        print("\nMemory: not measured, this system does not tell it")
        return 0
    rows = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        scan = make(folder / "scan")
        for kind, paths in sorted(classes(scan.clean if scan else None).items()):
            _, most, failed = read(paths, folder / "members")
            what = f"{kind}, {len(paths)} files" + (f" ({failed} not read)" if failed else "")
            rows.append(Verdict(what, f"{most:.0f} MB", "", f"< {MOST} MB", most < MOST))
        if scan is not None:
            held, _, _ = read([*scan.pictures] * (SCANS // len(scan.pictures)), folder / "members")
            before, behind = max(held[:SETTLED]), max(held[-SETTLED:])
            what = f"growth from scan {SETTLED} to scan {len(held)}"
            rows.append(
                Verdict(what, f"{behind - before:+.0f} MB", f"{before:.0f} MB", f"< {MORE} MB", behind - before < MORE)
            )
        held_after = endless.course(LETTERS)
        before, behind = held_after[WARM], held_after[LETTERS]
        # What is remembered of words fills up over the first thousand; a leak goes on.
        to_come = (behind - before) / (LETTERS - WARM) * (YEARS - LETTERS)
        what = f"growth over {YEARS} dispatches, from {WARM} to {LETTERS} measured"
        rows.append(
            Verdict(what, f"{behind - before + to_come:+.0f} MB", f"{before:.0f} MB", f"< {GROWN} MB",
                    behind - before + to_come < GROWN)
        )  # fmt: skip
    return show("Memory of one reading process at most", rows)


if __name__ == "__main__":
    sys.exit(main())
