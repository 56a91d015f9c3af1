"""``make soak``: thousands of files while runs are killed, failed and doubled at random; in the end nothing is lost or twice.

Most runs are forks that read for themselves and die at a named point after a random number of calls. Every tenth is
the whole program with its reading processes, killed at a random moment.
"""

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from tests import crashes  # noqa: E402  (no package: the path comes first)
from tests.crashes import FAULTS, ONCE, POINTS, Dropped, at, die, faults, raising  # noqa: E402  (no package: the path comes first)

PROGRAM = "import sys; sys.path.insert(0, sys.argv[1]); from tests import crashes; crashes.work(sys.argv[2], own_readers=False)"
#: From so many files on, a point that killed nobody is a fault of the soak itself.
ENOUGH = 3000


class Deck:
    """Names drawn at random, none again before all the others were."""

    def __init__(self, names) -> None:
        self._names, self._left = list(names), []

    def draw(self, dice: random.Random) -> str:
        if not self._left:
            self._left = dice.sample(self._names, len(self._names))
        return self._left.pop()


KILLS, FAILURES = Deck(POINTS), Deck([*FAULTS, "read-only store", "jumping clock"])


def killed(dice: random.Random):
    name = KILLS.draw(dice)
    place, when = POINTS[name]
    # A round has six to eighteen files, and those that the dead have left.
    call = 1 if name in ONCE else dice.choice((1, 2, 3, 5, 8, 13))
    return f"killed: {name}", lambda: at(place, when, call, die)


def failed(dice: random.Random):
    name = FAILURES.draw(dice)
    if name == "read-only store":
        return name, crashes.read_only
    if name == "jumping clock":
        return name, crashes.jumping_clock
    place, make = FAULTS[name]
    call = dice.choice((1, 2, 3, 8))
    return name, lambda: at(place, "before", call, raising(make))


def ended(meant: str, code: int) -> str:
    """Give what a run's end is counted as: by what was meant for it, if that happened."""
    if code == 0:
        return meant if meant == "jumping clock" else "lived to the end"
    if meant.startswith("killed") and code != -signal.SIGKILL:
        return "failed before its death"
    return meant


def whole_program(run_id: str, dice: random.Random) -> int:
    """Run the program with its reading processes and kill all of it at a random moment."""
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(ROOT), run_id],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    try:
        return process.wait(timeout=dice.uniform(1, 8))
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        return process.wait()


def main() -> int:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--files", type=int, default=10_000)
    words.add_argument("--minutes", type=float, default=90, help="stop after so many, with what was dropped by then")
    words.add_argument("--seed", type=int, default=None)
    words.add_argument("--keep", action="store_true", help="leave the home for a look")
    told = words.parse_args()
    seed = told.seed if told.seed is not None else random.SystemRandom().randrange(10**6)
    dice = random.Random(seed)
    home = Path(tempfile.mkdtemp(prefix="thidua-soak-"))
    os.environ |= {"THIDUA_HOME": str(home), "THIDUA_WORKERS": "1"}
    dropped = Dropped(home / "var" / "inbox")
    dropped.inbox.mkdir(parents=True)
    crashes.warm_up(home)
    print(f"seed {seed}, home {home}", flush=True)
    began, runs, ends = time.monotonic(), 0, Counter[str]()
    while dropped.count < told.files and time.monotonic() - began < 60 * told.minutes:
        for _ in range(dice.randint(1, 3)):
            dropped.some(dropped.count * 10)
        runs += 1
        if runs % 50 == 0:
            spent = time.monotonic() - began
            rate = dropped.count / spent
            left = min((told.files - dropped.count) / rate, max(60 * told.minutes - spent, 0))
            print(
                f"{dropped.count} of {told.files} files, {runs} rounds, {spent:.0f} s, {rate:.1f} files/s, "
                f"{left / 60:.0f} minutes to go at most",
                flush=True,
            )
        if runs % 10 == 0:
            ends["whole program killed" if whole_program(f"soak-{runs}", dice) < 0 else "whole program ended"] += 1
            continue
        name, prepare = dice.choice((killed, killed, failed))(dice)
        children = [(name, crashes.start(f"soak-{runs}", prepare))]
        if dice.random() < 0.3:
            # A night run beside a drop; now and then both are meant to die.
            beside, also = killed(dice) if dice.random() < 0.5 else ("beside a death", lambda: None)
            children.append((beside, crashes.start(f"soak-{runs}-b", also)))
        for meant, child in children:
            ends[ended(meant, crashes.end(child))] += 1
    last = [crashes.run(f"last-{number}") for number in range(2)]
    found = faults(home, dropped)
    hits = {name: ends[f"killed: {name}"] for name in POINTS}
    missed = [name for name, count in hits.items() if not count]
    if missed and dropped.count >= ENOUGH:
        found += [f"nobody died at: {name}" for name in missed]
    for name, count in sorted(ends.items()):
        print(f"{count:>6}  {name}")
    spent = time.monotonic() - began
    print(
        f"{dropped.count} files dropped ({len(dropped.stored)} documents), {runs} rounds, {sum(hits.values())} deaths at "
        f"{len(POINTS) - len(missed)} of {len(POINTS)} points, {min(hits.values())} to {max(hits.values())} at each, "
        f"{spent:.0f} s, {dropped.count / spent:.1f} files/s, last runs {last}"
    )
    if dropped.count < told.files:
        print(f"stopped after {told.minutes:g} minutes, before {told.files} files (--minutes)")
    print("\n".join(found) if found else "lost 0, twice 0, unexplained 0 (target 0, 0, 0)")
    if not told.keep and not found:
        shutil.rmtree(home)
    return 1 if found or any(last) else 0


if __name__ == "__main__":
    sys.exit(main())
