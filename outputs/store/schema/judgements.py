"""Tables of doubt and of people's words on it: findings, corrections, decisions on reports, what was taught.

A person's word is a row with who, when and why; it is undone, never deleted.
"""

from sqlalchemy import JSON, CheckConstraint, Column, Date, ForeignKey, Index, Integer, Table

from outputs.store.columns import Moment, Words, texts, undone, words
from outputs.store.schema.base import metadata

finding = Table(
    "finding",
    metadata,
    words("id", primary_key=True),
    Column("sha256", Words, ForeignKey("file.sha256"), nullable=False, index=True),
    Column("dispatch_id", Words, ForeignKey("dispatch.id", ondelete="CASCADE"), index=True),
    Column("ordinal", Integer, nullable=False),
    words("code", nullable=False, index=True),
    words("severity", nullable=False),
    words("message", nullable=False),
    *texts("rule field suggestion"),
    Column("evidence", JSON, nullable=False),
    # ``open`` until a person accepts it with a reason.
    words("state", nullable=False, server_default="open"),
    words("decided_by"),
    Column("decided_at", Moment),
    words("reason"),
    CheckConstraint("state in ('open', 'accepted')", name="state"),
)

correction = Table(
    "correction",
    metadata,
    words("id", primary_key=True),
    Column("dispatch_id", Words, ForeignKey("dispatch.id"), nullable=False, index=True),
    words("field", nullable=False),
    Column("ordinal", Integer),
    Column("old", JSON),
    Column("new", JSON),
    words("reason"),
    words("who", nullable=False),
    Column("at", Moment, nullable=False),
)

decision = Table(
    "decision",
    metadata,
    words("id", primary_key=True),
    words("kind", nullable=False),
    words("movement_id", nullable=False, index=True),
    # Both NULL: whatever the period of the report.
    Column("start", Date),
    Column("end", Date),
    # The indicator of a source, the key of a finding.
    words("subject", nullable=False),
    Column("details", JSON, nullable=False),
    words("who", nullable=False),
    Column("at", Moment, nullable=False),
    words("reason", nullable=False),
    *undone(),
    CheckConstraint("kind in ('source', 'accept')", name="kind"),
)

learned = Table(
    "learned",
    metadata,
    words("id", primary_key=True),
    words("kind", nullable=False),
    words("text", nullable=False),
    # The text as it is compared.
    words("key", nullable=False),
    words("target", nullable=False),
    words("name", nullable=False),
    words("who", nullable=False),
    Column("at", Moment, nullable=False),
    words("reason", nullable=False),
    *undone(),
    CheckConstraint("kind in ('label', 'alias')", name="kind"),
    Index("ix_learned_kind_key", "kind", "key"),
)
