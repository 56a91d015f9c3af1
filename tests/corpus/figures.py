"""The corpus read and scored in this process, and the figures and floors committed beside it.

``thidua evaluate tests/corpus`` prints what is gained and lost against ``figures.json``; with ``--raise`` it writes the new
figures and raises ``floors.json``. A floor never falls.
"""

import json
from pathlib import Path
from typing import Any

from parsers import registry
from pipeline.evaluate import Report, evaluate, load_gold
from pipeline.process import process
from pipeline.record import as_record
from pipeline.reference import agencies

HERE = Path(__file__).parent
#: The corpus keeps one set of gold, head and body together.
SET = "gold"


def report() -> Report:
    """Read every document and score it."""
    gold = load_gold(HERE / SET)
    toolkit = registry.toolkit(agencies.load())
    return evaluate(gold, [as_record(process(HERE / "docs" / name, toolkit)) for name in gold])


def committed(name: str) -> dict[str, Any]:
    """Give ``figures.json`` or ``floors.json`` as committed."""
    return dict(json.loads((HERE / name).read_text(encoding="utf-8"))[SET])
