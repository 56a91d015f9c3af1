"""``make evaluate``: accuracy a field on the project's own corpus, and on a shared one beside the project when it is there.

Fails when a field has fallen under its floor.
"""

import sys
from pathlib import Path

from flows.measuring import Asked, evaluate
from flows.settings import Settings

ROOT = Path(__file__).parents[2]
CORPORA = (ROOT / "tests" / "corpus", ROOT.parent / "shared" / "bench" / "corpus")


def main() -> int:
    worst = 0
    for corpus in CORPORA:
        if corpus.is_dir():
            print(f"### {corpus.relative_to(ROOT.parent)}")
            worst = max(worst, evaluate(corpus, Settings(), Asked(errors=True)))
    return worst


if __name__ == "__main__":
    sys.exit(main())
