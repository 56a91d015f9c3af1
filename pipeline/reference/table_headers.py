"""The words of table headers and what they tell of a column, as folded phrases.

No diacritics; ``%`` is ``phan tram`` and ``/`` is ``tren``.
"""

import csv
from functools import cache
from importlib.resources import files


@cache
def header_phrases() -> dict[str, tuple[str, ...]]:
    """Give the phrases of each role (``plan``, ``actual``, ``of_plan`` …), longest first."""
    out: dict[str, list[str]] = {}
    with (files("pipeline.reference") / "table_headers.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            out.setdefault(row["role"], []).append(row["phrase"])
    return {role: tuple(sorted(phrases, key=lambda p: (-len(p), p))) for role, phrases in out.items()}
