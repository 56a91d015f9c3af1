"""Figures kept from one change to the next: what was gained, what was lost, and floors that only rise."""

from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.evaluate.scoring import Report
from pipeline.likeness import Mode

#: A floor stands this far under the figure, so that one document more or less does not trip it.
SLACK = 0.005
_TOLD = ("name", "award_code", "value", "value_max", "unit", "start", "end")


def figures(scored: Report) -> dict[str, Any]:
    """Give the figures as they are kept: F1 a field, and the fields each document misses with what was wanted and got."""
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
        return " ".join(str(value[key]) for key in _TOLD if value.get(key) is not None)
    return str(value)


def changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    """Give a line for each document and field that is right now and was not (+), the other way round (-), or else wrong (~)."""
    for name in sorted(old["misses"].keys() | new["misses"].keys()):
        before, after = old["misses"].get(name, {}), new["misses"].get(name, {})
        for field in sorted(before.keys() | after.keys()):
            if field not in after:
                yield f"+ {name}: {field}"
            elif field not in before:
                yield f"- {name}: {field}: {after[field][0]} -> {after[field][1]}"
            elif before[field] != after[field]:
                yield f"~ {name}: {field}: {before[field][1]} -> {after[field][1]}"


def raised(floors: Mapping[str, float], fields: Mapping[str, float]) -> dict[str, float]:
    """Give the floors under new figures, none lower than before."""
    known = sorted(floors.keys() | fields.keys())
    return {name: max(floors.get(name, 0.0), round(fields.get(name, 0.0) - SLACK, 4)) for name in known}


def fallen(floors: Mapping[str, float], fields: Mapping[str, float]) -> dict[str, tuple[float, float]]:
    """Give (figure, floor) of each field that lies under its floor; a field no longer measured lies under it too."""
    return {name: (fields.get(name, 0.0), floor) for name, floor in floors.items() if fields.get(name, 0.0) < floor}
