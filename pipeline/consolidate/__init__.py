"""Records of one movement -> unit x indicator, totals, progress, awards, who reported. Import from here."""

from pipeline.consolidate.build import consolidate
from pipeline.consolidate.values import (
    AwardCount,
    Cell,
    Consolidation,
    Document,
    FindingRow,
    Nominee,
    Passage,
    Progress,
    Role,
    Source,
    Total,
    Unit,
    Verdict,
)

__all__ = [
    "AwardCount",
    "Cell",
    "Consolidation",
    "Document",
    "FindingRow",
    "Nominee",
    "Passage",
    "Progress",
    "Role",
    "Source",
    "Total",
    "Unit",
    "Verdict",
    "consolidate",
]
