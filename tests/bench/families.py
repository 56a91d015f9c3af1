"""What fields and checks cost of dispatches whose layout is read: by step, by document, and by four pages of text.

``python tests/bench/families.py [FILE…]``; without files, made-up reports of four pages. Milliseconds of the processor, so
that a busy machine counts for little. Each file is read once, so nothing that was remembered of it helps; the process has
read the project's own corpus before, as a process that is at work has: what the very first document costs beyond that
(patterns compiled, spaCy loaded) is told apart.

Papers differ in length by a hundred times and Word files have no pages, so the promise is held for four pages: as printed
where the format has pages, else 45 lines of 85 letters a page, which is A4 in 14 points (Nghị định 30/2020, Phụ lục I).
"""

import math
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dispatches import ROOT, write

from pipeline.model import Layout, Source

#: Dispatches made up where no files are given.
COUNT = 12
#: A page without a format that tells pages: lines, and letters of a line.
_LINES, _LETTERS = 45, 85
_PAGES = 4


@dataclass
class Cost:
    """Milliseconds by step over some documents, and of each document: (milliseconds, pages)."""

    steps: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    documents: list[tuple[float, float]] = field(default_factory=list)

    @property
    def by_document(self) -> float:
        """The mean of the documents."""
        return sum(spent for spent, _ in self.documents) / max(1, len(self.documents))

    @property
    def by_pages(self) -> float:
        """The share of ``_PAGES`` pages in all that was spent."""
        return _PAGES * sum(spent for spent, _ in self.documents) / sum(pages for _, pages in self.documents)


def pages(layout: Layout) -> float:
    """Give how many pages a layout fills, one at least."""
    if layout.pages is not None:
        return float(layout.pages)
    return max(1.0, sum(math.ceil(len(line.text) / _LETTERS) for line in layout.lines) / _LINES)


class Bench:
    """Takes documents through everything behind their layout, step by step, with the clock on each."""

    def __init__(self) -> None:
        """Build the toolkit that the product reads with."""
        from flows.assembly import toolkit

        self.kit = toolkit(())

    def measure(self, paths: list[Path]) -> Cost:
        """Give what the documents cost."""
        from pipeline.intake import open_source

        cost = Cost()
        for path in paths:
            source = open_source(path)
            layout = self.kit.read(source)
            before = sum(cost.steps.values())
            self._understand(source, layout, cost)
            cost.documents.append((sum(cost.steps.values()) - before, pages(layout)))
        return cost

    def _understand(self, source: Source, layout: Layout, cost: Cost) -> None:
        """Do what ``pipeline.process`` does with a layout, one family and one check after the other."""
        from pipeline import checks, zones
        from pipeline.assemble import assemble
        from pipeline.checks import arithmetic
        from pipeline.checks.case import Case
        from pipeline.definitions import definitions, honouring
        from pipeline.likeness import gist

        def timed(name: str, work: Callable[[], Any]) -> Any:
            began = time.process_time()
            out = work()
            cost.steps[name] += 1000 * (time.process_time() - began)
            return out

        split = timed("zones", lambda: zones.split(layout))
        profile = timed("profile", lambda: self.kit.detect(split))
        found: list[Any] = []
        for find in self.kit.families:
            family = find.__module__.removeprefix("parsers.fields.")
            found += timed(f"fields {family}", lambda find=find: find(split, profile))
        resolve = timed(
            "definitions", lambda: honouring(self.kit.resolve, definitions(line.text for line in layout.lines))
        )
        made = timed("assemble", lambda: assemble(found, resolve, split, source.name))
        case = Case(made.dispatch, split, profile, resolve)
        for check in checks._FAMILIES:
            timed(f"check {check.__module__.rpartition('.')[2]}", lambda check=check: list(check(case)))
        timed("check arithmetic", lambda: arithmetic.check(made.dispatch))
        timed("gist", lambda: gist(block.text for block in split.body if block.annex == 0))


def warm(bench: Bench) -> float:
    """Read the project's corpus, scans left out; give the milliseconds of its first document."""
    paths = [path for path in sorted((ROOT / "tests/corpus/docs").iterdir()) if path.suffix in (".docx", ".txt")]
    first = bench.measure(paths[:1]).by_document
    bench.measure(paths[1:])
    return first


def main() -> int:
    """Print the steps, the dearest first, then a document, four pages, and the first document of a process."""
    bench = Bench()
    first = warm(bench)
    with tempfile.TemporaryDirectory() as name:
        paths = [Path(word) for word in sys.argv[1:]]
        if not paths:
            paths = [Path(name) / f"{seed}.docx" for seed in range(COUNT)]
            for seed, path in enumerate(paths):
                write(path, seed)
        cost = bench.measure(paths)
    many = len(cost.documents)
    for step, spent in sorted(cost.steps.items(), key=lambda pair: -pair[1]):
        print(f"{step:<24}{spent / many:7.2f} ms")
    length = sum(pages for _, pages in cost.documents) / many
    print(f"{'a document':<24}{cost.by_document:7.2f} ms  ({many} documents of {length:.1f} pages)")
    print(f"{'four pages':<24}{cost.by_pages:7.2f} ms")
    print(f"{'first of a process':<24}{first:7.0f} ms")
    return 0


if __name__ == "__main__":
    sys.exit(main())
