"""``make bench``: how fast, side by side with others reading the same files in the same run, on this machine.

Whole files a second on two processes, start-up left out (each pool reads a few files before the clock starts).
The others only read text; thidua reads, cuts, finds every field, names agencies and checks.
"""

import multiprocessing
import os
import platform
import resource
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from dispatches import make

COUNT, WORKERS = 200, 2


def with_python_docx(path: Path) -> int:
    from docx import Document

    document = Document(str(path))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return sum(len(p.text) for p in document.paragraphs) + sum(map(len, cells))


def with_pdfplumber(path: Path) -> int:
    import pdfplumber

    with pdfplumber.open(path) as pdf:
        return sum(len(page.extract_text() or "") for page in pdf.pages)


def rival(read, paths: list[Path]) -> float:
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(WORKERS, mp_context=context) as pool:
        list(pool.map(read, paths[:4]))
        began = time.perf_counter()
        list(pool.map(read, paths, chunksize=4))
        return len(paths) / (time.perf_counter() - began)


def ours(paths: list[Path]) -> float:
    from flows.assembly import read_file, warm_up
    from parsers import registry

    with registry.sandbox(partial(read_file, unit_files=()), workers=WORKERS, warm_up=partial(warm_up, ())) as readers:
        list(readers.run(paths[:4]))
        began = time.perf_counter()
        outcomes = list(readers.run(paths))
        seconds = time.perf_counter() - began
    failed = [o for o in outcomes if o.failure]
    assert not failed, failed[:3]
    return len(paths) / seconds


def steps(path: Path) -> dict[str, float]:
    """Give milliseconds a step of one file, the fastest of ten."""
    from flows.assembly import toolkit
    from pipeline import zones
    from pipeline.assemble import assemble
    from pipeline.intake import open_source

    kit = toolkit(())
    best: dict[str, float] = {}

    def timed(name, work):
        began = time.perf_counter()
        out = work()
        best[name] = min(best.get(name, 1e9), (time.perf_counter() - began) * 1000)
        return out

    for _ in range(10):
        source = timed("open", lambda: open_source(path))
        layout = timed("read", lambda source=source: kit.read(source))
        split = timed("zones", lambda layout=layout: zones.split(layout))
        profile = kit.detect(split)
        found = timed(
            "fields", lambda split=split, profile=profile: [c for f in kit.families for c in f(split, profile)]
        )
        timed("assemble", lambda found=found: assemble(found, kit.resolve))
    return best


def main() -> int:
    folder = Path(os.environ.get("THIDUA_BENCH_FOLDER") or tempfile.mkdtemp(prefix="thidua-bench-"))
    word, printed = make(folder, COUNT)
    print(
        f"Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; {len(word)} DOCX, {len(printed)} PDF, {WORKERS} processes"
    )
    rows = [("thidua (all fields), DOCX + PDF", ours(word + printed)), ("thidua (all fields), DOCX", ours(word))]
    rows.append(("python-docx (text only), DOCX", rival(with_python_docx, word)))
    if printed:
        rows += [
            ("thidua (all fields), PDF", ours(printed)),
            ("pdfplumber (text only), PDF", rival(with_pdfplumber, printed)),
        ]
    for name, rate in rows:
        print(f"{name:<36}{rate:>8.1f} files/s")
    for path in (word[0], *printed[:1]):
        print(f"{path.suffix}: " + ", ".join(f"{name} {ms:.1f} ms" for name, ms in steps(path).items()))
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"largest worker: {peak:.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
