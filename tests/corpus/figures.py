"""The figures of the corpus: how many values of each field are right to the letter, and what each document misses.

``python tests/corpus/figures.py`` prints what is gained and lost against ``figures.json``; ``--raise`` writes the new
figures and raises ``floors.json``. A floor never falls.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from parsers import registry
from pipeline.evaluate import Report, evaluate, load_gold
from pipeline.likeness import Mode
from pipeline.process import process
from pipeline.record import as_record
from pipeline.reference import agencies

HERE = Path(__file__).parent
#: A floor stands this far under the figure, so that one document more or less does not trip it.
SLACK = 0.005


def report() -> Report:
    """Read every document and score it."""
    gold = load_gold(HERE / "gold")
    toolkit = registry.toolkit(agencies.load())
    return evaluate(gold, [as_record(process(HERE / "docs" / name, toolkit)) for name in gold])


def figures(scored: Report) -> dict[str, Any]:
    """Give the figures as they are committed: F1 a field, and the fields each document misses with what was wanted and got."""
    documents: dict[str, dict[str, list[list[str]]]] = {}
    for miss in scored.misses:
        wanted, got = ([_short(value) for value in side] for side in (miss.wanted, miss.got))
        documents.setdefault(miss.file, {})[miss.field] = [wanted, got]
    return {
        "documents": scored.documents,
        "whole heads": scored.whole[Mode.STRICT],
        "micro": round(scored.micro(Mode.STRICT), 4),
        "fields": {name: round(counts[Mode.STRICT].f1, 4) for name, counts in sorted(scored.counts.items())},
        "misses": dict(sorted(documents.items())),
    }


def _short(value: Any) -> str:
    if isinstance(value, dict):
        keys = ("name", "award_code", "value", "value_max", "unit", "start", "end")
        return " ".join(str(value[key]) for key in keys if value.get(key) is not None)
    return str(value)


def changes(old: dict[str, Any], new: dict[str, Any]) -> Iterator[str]:
    """Give a line for each document and field that is right now and was not, or the other way round."""
    for name in sorted(old["misses"].keys() | new["misses"].keys()):
        before, after = old["misses"].get(name, {}), new["misses"].get(name, {})
        for field in sorted(before.keys() | after.keys()):
            if field not in after:
                yield f"+ {name}: {field}"
            elif field not in before:
                yield f"- {name}: {field}: {after[field][0]} -> {after[field][1]}"
            elif before[field] != after[field]:
                yield f"~ {name}: {field}: {before[field][1]} -> {after[field][1]}"


def committed(name: str) -> dict[str, Any]:
    """Give ``figures.json`` or ``floors.json`` as committed; empty before the first."""
    path = HERE / name
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else {}


def raised(floors: dict[str, float], fields: dict[str, float]) -> dict[str, float]:
    """Give the floors under new figures, none lower than before."""
    known = sorted(floors.keys() | fields.keys())
    return {name: max(floors.get(name, 0.0), round(fields.get(name, 0.0) - SLACK, 4)) for name in known}


def main(words: list[str]) -> None:
    """Print the changes; with ``--raise`` commit them to the files."""
    new = figures(report())
    for line in changes(committed("figures.json") or {"misses": {}}, new):
        print(line)
    print(f"micro F1 {new['micro']}, đúng cả phần đầu {new['whole heads']}/{new['documents']}")
    if "--raise" in words:
        floors = raised(committed("floors.json"), new["fields"])
        for name, content in (("figures.json", new), ("floors.json", floors)):
            (HERE / name).write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
