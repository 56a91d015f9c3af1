"""Targets (chỉ tiêu): every number that a plan wants reached, out of prose and of plan tables."""

from parsers.fields.targets import prose, tables
from parsers.values import sections
from pipeline.model import Candidate, Field, Profile, Target, Zones


def find(zones: Zones, profile: Profile) -> tuple[Candidate, ...]:
    """Propose ``targets`` in the order of the page, one for each number; a goal repeated in an annex comes again."""
    bearings = sections.bearings(zones)
    found: list[tuple[int, Field[Target]]] = []
    for field in (*prose.read(zones, bearings), *tables.read(zones, bearings)):
        found.append((field.evidence[0].index, field))
    found.sort(key=lambda pair: pair[0])
    return tuple(Candidate("targets", field) for _, field in found)
