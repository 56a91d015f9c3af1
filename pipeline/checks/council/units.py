"""Reporting units that the registry does not know: proposed to a person, never created."""

from collections.abc import Iterator

from pipeline.checks.council.matter import Matter
from pipeline.consolidate.values import FindingRow, Role
from pipeline.proposals import unknown_issuer


def unknown(matter: Matter) -> Iterator[FindingRow]:
    """Give a finding for each unit whose reports come under a name that is in no list, once a unit."""
    if matter.registry is None:
        return
    seen: set[str] = set()
    for document in matter.data.documents:
        stored = matter.by_id.get(document.id)
        if document.role is not Role.REPORT or document.unit in seen or stored is None or document.unit is None:
            continue
        unit = matter.data.by_unit.get(document.unit)
        if document.unit in matter.registry.agencies or (
            unit is not None and unit.expected and matter.data.reporting.deadlines
        ):
            continue
        found = unknown_issuer(stored.dispatch)
        if found is not None:
            seen.add(document.unit)
            yield FindingRow(document.id, found, document.unit)
