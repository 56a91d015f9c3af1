"""Tables of the review desk: who may sign in, documents settled, periods closed."""

from sqlalchemy import Boolean, CheckConstraint, Column, Date, ForeignKey, Index, Integer, Table

from outputs.store.columns import Moment, Words, words
from outputs.store.schema.base import metadata

account = Table(
    "account",
    metadata,
    words("name", primary_key=True),
    words("full_name", nullable=False),
    words("role", nullable=False),
    # The registry id of the one body whose documents the person may see; None: all.
    words("unit"),
    words("secret", nullable=False),
    Column("active", Boolean, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
)

session = Table(
    "session",
    metadata,
    # The hash of what the browser holds: whoever reads this table cannot sign in with it.
    words("token", primary_key=True),
    Column("account", Words, ForeignKey("account.name", ondelete="CASCADE"), nullable=False, index=True),
    words("form", nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),
)

attempt = Table(
    "attempt",
    metadata,
    Column("row", Integer, primary_key=True),
    words("mark", nullable=False),
    Column("at", Moment, nullable=False),
    Index("ix_attempt_mark_at", "mark", "at"),
)

review = Table(
    "review",
    metadata,
    Column("dispatch_id", Words, ForeignKey("dispatch.id", ondelete="CASCADE"), primary_key=True),
    words("state", nullable=False),
    words("who", nullable=False),
    Column("at", Moment, nullable=False),
    words("reason"),
    CheckConstraint("state in ('confirmed', 'returned')", name="state"),
)

closing = Table(
    "closing",
    metadata,
    words("id", primary_key=True),
    words("movement_id", nullable=False, index=True),
    Column("start", Date, nullable=False),
    Column("end", Date, nullable=False),
    words("state", nullable=False),
    words("proposed_by", nullable=False),
    Column("proposed_at", Moment, nullable=False),
    words("decided_by"),
    Column("decided_at", Moment),
    words("reason"),
    CheckConstraint("state in ('proposed', 'locked', 'reopened')", name="state"),
)
