"""Frozen values that cross borders. Import from here."""

from pipeline.model.bundle import Member, Unpacked
from pipeline.model.dates import PartialDate, Period
from pipeline.model.dispatch import (
    Addressee,
    AgencyMention,
    Award,
    Basis,
    Dispatch,
    Milestone,
    MovementMention,
    Number,
    Quote,
    Recipient,
    Reference,
    Relation,
    Result,
    State,
    Target,
    Task,
)
from pipeline.model.evidence import Candidate, Evidence, Field, Finding, Severity
from pipeline.model.layout import Alignment, Box, Cell, CellRef, Layout, Line, Note, Part, Signature, Table
from pipeline.model.outcome import Outcome, Reading, Status
from pipeline.model.source import Source
from pipeline.model.zones import Block, Ignored, Piece, Profile, Zones

__all__ = [
    "Addressee",
    "AgencyMention",
    "Alignment",
    "Award",
    "Basis",
    "Block",
    "Box",
    "Candidate",
    "Cell",
    "CellRef",
    "Dispatch",
    "Evidence",
    "Field",
    "Finding",
    "Ignored",
    "Layout",
    "Line",
    "Member",
    "Milestone",
    "MovementMention",
    "Note",
    "Number",
    "Outcome",
    "Part",
    "PartialDate",
    "Period",
    "Piece",
    "Profile",
    "Quote",
    "Reading",
    "Recipient",
    "Reference",
    "Relation",
    "Result",
    "Severity",
    "Signature",
    "Source",
    "State",
    "Status",
    "Table",
    "Target",
    "Task",
    "Unpacked",
    "Zones",
]
