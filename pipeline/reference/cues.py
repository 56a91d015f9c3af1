"""The phrases (từ khoá) by which administrative prose shows what a passage is: a goal, a result, a task, a schedule."""

import csv
import re
from functools import cache
from importlib.resources import files


@cache
def phrases() -> dict[str, tuple[str, ...]]:
    """Give the phrases of every group in lower case, longest first."""
    text = files("pipeline.reference").joinpath("cues.csv").read_text(encoding="utf-8")
    groups: dict[str, list[str]] = {}
    for row in csv.DictReader(text.splitlines()):
        groups.setdefault(row["group"], []).append(row["phrase"].casefold())
    return {group: tuple(sorted(found, key=len, reverse=True)) for group, found in groups.items()}


@cache
def pattern(*groups: str) -> re.Pattern[str]:
    """Give a pattern that finds any whole phrase of the groups, in any case, over any run of blanks."""
    found = sorted({p for group in groups for p in phrases()[group]}, key=len, reverse=True)
    body = "|".join(re.escape(p).replace(r"\ ", r"\s+") for p in found)
    return re.compile(rf"(?<!\w)(?:{body})(?!\w)", re.IGNORECASE)
