"""``make evaluate``: accuracy a field on the project's own corpus, and on a shared one beside the project when it is there."""

import sys
from pathlib import Path

from flows.measuring import evaluate
from flows.settings import Settings

ROOT = Path(__file__).parents[2]
CORPORA = (ROOT / "tests" / "corpus", ROOT.parent / "shared" / "bench" / "corpus")


def main() -> int:
    for corpus in CORPORA:
        if corpus.is_dir():
            print(f"### {corpus.relative_to(ROOT.parent)}")
            evaluate(corpus, Settings(), errors=True, output=None)
    return 0


if __name__ == "__main__":
    sys.exit(main())
