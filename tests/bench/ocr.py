"""``make bench``: a scanned dispatch of three pages beside bare Tesseract on the same pages in the same run.

Ours is the whole reading of the PDF: drawing, taking out the stamp, Tesseract, ruled tables, the second reader on head, foot,
citations and doubtful words, the reader of handwritten digits. Bare Tesseract is its command on the clean pages at 300 dots
an inch: fast Vietnamese data, page segmentation 3, one thread, its own layout.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

from scanned import PAGES, Dispatch, error, make, strings
from verdicts import Verdict, cpu_seconds, show, side_by_side

#: Times the processor's seconds of bare Tesseract; share of wrong letters on clean pages, and on crooked ones with a stamp.
TIMES, CLEAN, STAMPED = 1.1, 0.015, 0.03
#: Two pages at once on two cores: times the pages of one process in the same seconds.
AT_ONCE = 1.8
ROUNDS = 3


def read(path: Path) -> str:
    from flows.assembly import toolkit
    from pipeline.intake import open_source
    from pipeline.plain_text import render

    return render(toolkit(()).read(open_source(path)))


def bare(pictures: tuple[Path, ...]) -> str:
    command = ["-", "-l", "vie", "--psm", "3"]
    environment = os.environ | {"OMP_THREAD_LIMIT": "1"}
    return "\n".join(
        subprocess.run(
            ["tesseract", picture, *command], env=environment, capture_output=True, text=True, check=True
        ).stdout
        for picture in pictures
    )


def pages_a_second(dispatch: Dispatch, workers: int) -> float:
    """Give pages a second of files read by so many processes."""
    from flows.assembly import read_file, warm_up
    from parsers import registry

    work = partial(read_file, unit_files=())
    with registry.sandbox(work, workers=workers, warm_up=partial(warm_up, ())) as readers:
        # Models are loaded before the clock.
        list(readers.run([dispatch.clean] * workers))
        began = time.perf_counter()
        outcomes = list(readers.run([dispatch.clean, dispatch.stamped] * 2))
        seconds = time.perf_counter() - began
    assert not any(o.failure for o in outcomes)
    return len(outcomes) * PAGES / seconds


def main() -> int:
    from parsers.formats import scan

    missing = scan.problem()
    with tempfile.TemporaryDirectory() as folder:
        dispatch = make(Path(folder)) if missing is None else None
        if dispatch is None or shutil.which("tesseract") is None:
            print(f"\nScans: not measured, missing {missing or 'soffice or tesseract'}")
            return 0
        printed = strings()
        texts = {path: read(path) for path in (dispatch.clean, dispatch.stamped)}
        other = error(bare(dispatch.pictures), printed)
        ours, theirs = side_by_side(partial(read, dispatch.clean), partial(bare, dispatch.pictures), ROUNDS)
        before = cpu_seconds()
        read(dispatch.stamped)
        stamped = cpu_seconds() - before
        one, two = (pages_a_second(dispatch, workers) for workers in (1, 2))
    wrong, wrong_stamped = error(texts[dispatch.clean], printed), error(texts[dispatch.stamped], printed)
    crowded = os.getloadavg()[0] > (os.cpu_count() or 1) + 0.5
    rows = [
        Verdict(
            "CPU s a page, clean",
            f"{ours / PAGES:.2f}",
            f"{theirs / PAGES:.2f}",
            f"<= {TIMES} times",
            ours <= TIMES * theirs,
        ),
        Verdict(
            "CPU s a page, stamp and skew",
            f"{stamped / PAGES:.2f}",
            f"{theirs / PAGES:.2f}",
            f"<= {TIMES} times",
            stamped <= TIMES * theirs,
        ),
        Verdict("wrong letters, clean", f"{wrong:.4f}", f"{other:.4f}", f"<= {CLEAN}", wrong <= CLEAN),
        Verdict(
            "wrong letters, stamp and 1.5 degrees",
            f"{wrong_stamped:.4f}",
            "",
            f"<= {STAMPED}",
            wrong_stamped <= STAMPED,
        ),
        Verdict(
            "pages a second, two processes and one",
            f"{two:.2f}",
            f"{one:.2f}",
            f">= {AT_ONCE} times",
            # Where others use the cores too, the clock on the wall tells nothing of ours.
            None if crowded else two >= AT_ONCE * one,
        ),
    ]
    return show(f"Scans, a dispatch of {PAGES} pages, beside bare Tesseract at 300 dots an inch", rows)


if __name__ == "__main__":
    sys.exit(main())
