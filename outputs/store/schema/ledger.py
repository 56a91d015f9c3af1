"""Tables of what happened: files that came in, runs, the sealed trail of events."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Double,
    Index,
    Integer,
    Table,
)

from outputs.store.columns import Moment, texts, words
from outputs.store.schema.base import metadata

file = Table(
    "file",
    metadata,
    words("sha256", primary_key=True),
    words("name", nullable=False),
    Column("size", BigInteger, nullable=False),
    words("media_type", nullable=False),
    words("origin"),
    # The sub-folders that it was dropped in (``Sở Tài chính/2026-Q3``): a hint, no path; NULL for none.
    words("folder"),
    words("state", nullable=False, index=True),
    *texts("status archived_as"),
    Column("received_at", Moment, nullable=False, index=True),
    words("run_id", nullable=False, index=True),
    words("reader"),
    Column("pages", Integer),
    words("encoding"),
    Column("ocr", Boolean),
    Column("seconds", Double),
    *texts("failure_code failure_detail failure_message"),
    # How many files a bundle brought; NULL for a file that speaks for itself.
    Column("members", Integer),
    CheckConstraint("state in ('received', 'stored', 'quarantined')", name="state"),
)

run = Table(
    "run",
    metadata,
    words("id", primary_key=True),
    words("kind", nullable=False),
    words("state", nullable=False),
    Column("started_at", Moment, nullable=False, index=True),
    Column("ended_at", Moment),
    words("version"),
    Column("new", Integer, nullable=False, server_default="0"),
    Column("same_file", Integer, nullable=False, server_default="0"),
    Column("new_version", Integer, nullable=False, server_default="0"),
    Column("needs_review", Integer, nullable=False, server_default="0"),
    Column("failed", Integer, nullable=False, server_default="0"),
    Column("details", JSON),
    CheckConstraint("state in ('running', 'done', 'failed')", name="state"),
)

audit = Table(
    "audit",
    metadata,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    words("who", nullable=False),
    words("what", nullable=False),
    words("subject", nullable=False, index=True),
    Column("details", JSON, nullable=False),
    words("previous", nullable=False),
    words("hash", nullable=False, unique=True),
    Index("ix_audit_what", "what"),
)
