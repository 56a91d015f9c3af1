"""Tables of the dated reference data that figures are understood by: bodies, their names and heirs, indicators."""

from sqlalchemy import JSON, Column, Integer, Table

from outputs.store.columns import texts, words
from outputs.store.schema.base import metadata

agency = Table(
    "agency",
    metadata,
    words("id", primary_key=True),
    words("name", nullable=False),
    *texts("parent province kind seat valid_from valid_to source"),
)

agency_name = Table(
    "agency_name",
    metadata,
    Column("row", Integer, primary_key=True, autoincrement=False),
    words("agency_id", nullable=False, index=True),
    words("name", nullable=False),
    *texts("short code valid_from valid_to source"),
)

succession = Table(
    "succession",
    metadata,
    Column("row", Integer, primary_key=True, autoincrement=False),
    words("from_id", nullable=False, index=True),
    *texts("to_id date kind source"),
)

alias = Table(
    "alias",
    metadata,
    Column("row", Integer, primary_key=True, autoincrement=False),
    words("agency_id", nullable=False, index=True),
    words("text", nullable=False),
    *texts("kind source"),
)

indicator = Table(
    "indicator",
    metadata,
    words("code", primary_key=True),
    words("name", nullable=False),
    *texts("unit kind over_units over_time direction valid_from valid_to source"),
    # What the reference data says beyond these columns (synonyms, numerator, denominator …).
    Column("details", JSON, nullable=False),
)
