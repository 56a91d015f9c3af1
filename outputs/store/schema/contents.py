"""Tables of what dispatches say: a row an item, with where it was read and how sure.

Figures stand as exact text in ``value`` (``1/3`` stays ``1/3``) with a float for sorting beside it; money also as
whole đồng in ``value_vnd``. Dates that a document cuts off are ISO text (``2022-09``).
"""

from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Double,
    ForeignKey,
    Index,
    Integer,
    Table,
)

from outputs.store.columns import Words, texts, words
from outputs.store.schema.base import metadata


def _child(name: str, *columns: Any) -> Table:
    """A table of rows read from a document: identity first, then its own columns, then where they were read."""
    return Table(
        name,
        metadata,
        words("id", primary_key=True),
        Column("dispatch_id", Words, ForeignKey("dispatch.id", ondelete="CASCADE"), nullable=False, index=True),
        Column("ordinal", Integer, nullable=False),
        *columns,
        words("raw", nullable=False),
        Column("confidence", Double, nullable=False),
        Column("evidence", JSON, nullable=False),
    )


recipient = _child(
    "recipient",
    words("role", nullable=False),
    words("text", nullable=False),
    words("agency", index=True),
    words("purpose"),
    CheckConstraint("role in ('addressee', 'recipient')", name="role"),
)

reference = _child(
    "reference",
    words("symbol", nullable=False, index=True),
    *texts("doc_type issued_on issuer subject"),
    words("relation", nullable=False),
    # Where else the document is meant ("Kế hoạch nêu trên"): evidence like that of the row.
    Column("mentions", JSON),
)

movement = Table(
    "movement",
    metadata,
    words("id", primary_key=True),
    words("name", nullable=False),
    words("fold", nullable=False, index=True),
    *texts("start end"),
    # The document that names it best: a plan before anything else, then the earliest.
    Column("dispatch_id", Words, ForeignKey("dispatch.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("confidence", Double, nullable=False),
    Column("evidence", JSON, nullable=False),
)

mention = _child(
    "mention",
    Column("movement_id", Words, ForeignKey("movement.id"), nullable=False, index=True),
    words("fold", nullable=False, index=True),
    words("name", nullable=False),
    *texts("start end"),
)

target = _child(
    "target",
    words("text", nullable=False),
    words("indicator", index=True),
    *texts("metric direction"),
    words("operator", nullable=False),
    words("value", nullable=False),
    words("value_max"),
    Column("value_number", Double),
    words("unit"),
    Column("value_vnd", BigInteger),
    *texts("per baseline due"),
)

milestone = _child(
    "milestone",
    words("text", nullable=False),
    Column("start", Date),
    Column("end", Date),
)

task = _child(
    "task",
    words("actor"),
    words("text", nullable=False),
    words("due"),
    # Bodies with "; " between them.
    *texts("leads cooperates"),
)

result = _child(
    "result",
    words("label", nullable=False),
    words("indicator", index=True),
    words("state", nullable=False),
    words("value"),
    Column("value_number", Double),
    words("unit"),
    Column("value_vnd", BigInteger),
    Column("period_start", Date),
    Column("period_end", Date),
    Column("as_of", Date),
    words("basis", nullable=False),
    words("about"),
    Column("from_table", Boolean, nullable=False),
    Column("is_total", Boolean, nullable=False),
    Index("ix_result_period_start_period_end", "period_start", "period_end"),
    CheckConstraint("state in ('stated', 'missing', 'not_applicable')", name="state"),
)

award = _child(
    "award",
    words("award", nullable=False),
    words("award_code", index=True),
    *texts("subject_kind name position unit"),
    words("status", nullable=False),
    Column("year", Integer),
)
