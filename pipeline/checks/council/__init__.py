"""Checks of a consolidation and the dispatches behind it: pure functions to findings; no figure is changed."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from pipeline.checks.council import (
    content,
    dossier,
    duplicates,
    ladder,
    magnitude,
    people,
    quota,
    running,
    standing,
    units,
)
from pipeline.checks.council.flags import read_flags
from pipeline.checks.council.ladder import asked
from pipeline.checks.council.matter import Flag, Matter, Traits
from pipeline.checks.council.rosters import read_headcounts, read_traits
from pipeline.consolidate.build import finding_order
from pipeline.consolidate.values import Consolidation, FindingRow

__all__ = ["Flag", "Matter", "Traits", "asked", "judge", "judged", "read_flags", "read_headcounts", "read_traits"]

_CHECKS: tuple[Callable[[Matter], Iterator[FindingRow]], ...] = (
    units.unknown,
    content.sections,
    content.targets,
    magnitude.magnitudes,
    running.series,
    dossier.complete,
    dossier.names_equal,
    quota.quotas,
    quota.shares,
    ladder.ladders,
    duplicates.persons,
    duplicates.merits,
    standing.pending,
    people.shares,
    standing.dissolved,
    standing.subjects,
)


def judge(matter: Matter) -> tuple[FindingRow, ...]:
    """Give every finding of checks 16 to 29, each once, in the report's order."""
    found = dict.fromkeys(row for check in _CHECKS for row in check(matter))
    return tuple(sorted(found, key=finding_order))


def judged(matter: Matter) -> Consolidation:
    """Give the consolidation with what the checks say put among its findings, and the dossiers that lack a part."""
    rows = dict.fromkeys((*matter.data.findings, *judge(matter)))
    return replace(matter.data, findings=tuple(sorted(rows, key=finding_order)), dossiers=dossier.lacking(matter))
