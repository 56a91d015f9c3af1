"""Records of one movement -> unit x indicator, totals, progress, awards, who reported. Import from here."""

from pipeline.consolidate.build import consolidate
from pipeline.consolidate.values import (
    Acceptance,
    Accepted,
    Answer,
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
    SourceChoice,
    Total,
    Unit,
    Verdict,
)

__all__ = [
    "Acceptance",
    "Accepted",
    "Answer",
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
    "SourceChoice",
    "Total",
    "Unit",
    "Verdict",
    "consolidate",
]
