"""What each family of fields and each check costs of one dispatch whose layout is read, in milliseconds of the processor.

``python tests/bench/families.py [FILE…]``; without files, made-up reports of four pages, each read once: nothing that one
reading remembered helps another but what the wording has in common.
"""

import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from dispatches import write

#: Dispatches that are read before the clock runs, and measured ones.
WARM, COUNT = 2, 12


def costs(paths: list[Path]) -> dict[str, float]:
    """Give the milliseconds of each step for one dispatch, over all of them but the first ones."""
    from flows.assembly import toolkit
    from pipeline import checks, zones
    from pipeline.assemble import assemble
    from pipeline.checks import arithmetic
    from pipeline.checks.case import Case
    from pipeline.intake import open_source

    kit = toolkit(())
    spent: dict[str, float] = defaultdict(float)

    def timed(name: str, work: Callable[[], Any]) -> Any:
        began = time.process_time()
        out = work()
        spent[name] += time.process_time() - began
        return out

    for at, path in enumerate(paths):
        layout = kit.read(open_source(path))
        if at == WARM:
            spent.clear()
        split = timed("zones", lambda layout=layout: zones.split(layout))
        profile = timed("profile", lambda split=split: kit.detect(split))
        found = []
        for find in kit.families:
            name = f"fields {find.__module__.rpartition('.')[2]}"
            found += timed(name, lambda find=find, split=split, profile=profile: find(split, profile))
        made = timed("assemble", lambda found=found, split=split: assemble(found, kit.resolve, split, "x.docx"))
        case = Case(made.dispatch, split, profile, kit.resolve)
        for check in checks._FAMILIES:
            name = f"check {check.__module__.rpartition('.')[2]}"
            timed(name, lambda check=check, case=case: list(check(case)))
        timed("check arithmetic", lambda made=made: arithmetic.check(made.dispatch))
    return {name: 1000 * seconds / max(1, len(paths) - WARM) for name, seconds in spent.items()}


def main() -> int:
    """Print the steps, the dearest first, and their sum."""
    with tempfile.TemporaryDirectory() as name:
        paths = [Path(word) for word in sys.argv[1:]]
        if not paths:
            paths = [Path(name) / f"{seed}.docx" for seed in range(WARM + COUNT)]
            for seed, path in enumerate(paths):
                write(path, seed)
        found = costs(paths)
    for step, cost in sorted(found.items(), key=lambda pair: -pair[1]):
        print(f"{step:<24}{cost:7.2f} ms")
    print(f"{'all':<24}{sum(found.values()):7.2f} ms")
    return 0


if __name__ == "__main__":
    sys.exit(main())
