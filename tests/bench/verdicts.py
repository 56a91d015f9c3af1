"""How a section of ``make bench`` is printed: what was measured, ours, the other's, the target, reached or not."""

import os
import resource
import statistics
from collections.abc import Callable
from dataclasses import dataclass

_HEAD = ("what", "ours", "other", "target", "")


@dataclass(frozen=True)
class Verdict:
    """One line: figures as they are shown; ``reached`` is None where there is no target."""

    what: str
    ours: str
    other: str = ""
    target: str = ""
    reached: bool | None = None

    @property
    def cells(self) -> tuple[str, ...]:
        said = {True: "reached", False: "NOT REACHED", None: ""}[self.reached]
        return (self.what, self.ours, self.other, self.target, said)


def show(title: str, verdicts: list[Verdict]) -> int:
    """Print the table; give 1 when a target was missed, 0 otherwise."""
    rows = [_HEAD, *(v.cells for v in verdicts)]
    widths = [max(len(row[n]) for row in rows) for n in range(len(_HEAD))]
    print(f"\n{title} (load {os.getloadavg()[0]:.1f}, {os.cpu_count()} cores)")
    for row in rows:
        print("  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
    return int(any(v.reached is False for v in verdicts))


def cpu_seconds() -> float:
    """Give the processor's seconds of this process and of the children it has waited for.

    Other work on the machine hardly moves them, which cannot be said of the clock on the wall.
    """
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(r.ru_utime + r.ru_stime for r in used)


def cost(work: Callable[[], object]) -> float:
    """Give the processor's seconds that ``work`` took."""
    before = cpu_seconds()
    work()
    return cpu_seconds() - before


def side_by_side(ours: Callable[[], object], other: Callable[[], object], rounds: int) -> tuple[float, float]:
    """Give the processor's seconds of both, taken in turns: the middle of ``rounds`` each, so that a busy spell hits both."""
    pairs = [(cost(ours), cost(other)) for _ in range(rounds)]
    return statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs)
