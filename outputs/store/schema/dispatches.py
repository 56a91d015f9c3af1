"""Tables of dispatches themselves: each one's head, which are versions of one another, how each names its file."""

from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    ColumnElement,
    Date,
    Double,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    case,
    cast,
    false,
    text,
)

from outputs.store.columns import Moment, Words, texts, words
from outputs.store.schema.base import metadata
from outputs.store.schema.ledger import file

dispatch = Table(
    "dispatch",
    metadata,
    words("id", primary_key=True),
    Column("sha256", Words, ForeignKey("file.sha256"), nullable=False),
    # What versions share (issuer, symbol, date), and the same with a count when one number was given to two documents.
    words("series", nullable=False, index=True),
    words("identity", nullable=False, index=True),
    Column("superseded_by", Words, ForeignKey("dispatch.id", deferrable=True, initially="DEFERRED"), index=True),
    Column("pinned", Boolean, nullable=False, server_default=false()),
    words("status", nullable=False, index=True),
    words("profile", nullable=False),
    words("symbol", index=True),
    *texts("number notation issued_on"),
    Column("issued_from", Date),
    Column("issued_to", Date),
    *texts("place doc_type issuer"),
    words("issuer_agency", index=True),
    *texts("issuer_name parent_issuer parent_agency parent_name subject"),
    *texts("urgency secrecy signer_name signer_position signer_capacity archive"),
    Column("arrival_year", Integer, nullable=False),
    Column("arrival_number", Integer, nullable=False),
    Column("received_at", Moment, nullable=False, index=True),
    words("run_id", nullable=False),
    Column("confidence", Double),
    Column("evidence", JSON, nullable=False),
    words("search", nullable=False),
    Column("record", JSON, nullable=False),
    # Which of the dispatches in its file it is, counted from 1, and its pages; NULL where the format has none.
    Column("part", Integer, nullable=False, server_default="1"),
    Column("page_from", Integer),
    Column("page_to", Integer),
    # What kind of copy it is: ``digital``, ``signed``, ``scan`` or ``envelope``; whether an envelope vouches for it.
    words("form", nullable=False, server_default="digital"),
    Column("vouched", Boolean, nullable=False, server_default=false()),
    # ``withdrawn`` by a recall, ``retired`` when a newer reading of its file no longer finds it; by what, and why.
    words("standing", nullable=False, server_default="counts"),
    *texts("standing_by standing_why"),
    # Who issued it and its type, which drafts and their final share; the digest of its text that tells how like two are.
    words("kin"),
    words("gist"),
    UniqueConstraint("arrival_year", "arrival_number"),
    UniqueConstraint("sha256", "part"),
    Index("ix_dispatch_issued_from_issued_to", "issued_from", "issued_to"),
    Index("ix_dispatch_kin_series", "kin", "series"),
    # One version of a dispatch is in force, whatever two processes do at once.
    Index(
        "uq_dispatch_in_force",
        "identity",
        unique=True,
        sqlite_where=text("superseded_by IS NULL"),
        postgresql_where=text("superseded_by IS NULL"),
    ),
    CheckConstraint("status in ('clean', 'needs_review')", name="status"),
    CheckConstraint("standing in ('counts', 'withdrawn', 'retired')", name="standing"),
)

#: Why two files are versions of one dispatch: ``made`` or ``proposed`` by the rules, ``together`` or ``apart`` by a person.
joining = Table(
    "joining",
    metadata,
    words("id", primary_key=True),
    Column("one", Words, ForeignKey("dispatch.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("other", Words, ForeignKey("dispatch.id", ondelete="CASCADE"), nullable=False, index=True),
    words("state", nullable=False),
    words("why", nullable=False),
    Column("likeness", Double),
    *texts("who reason"),
    Column("at", Moment, nullable=False),
    CheckConstraint("state in ('made', 'proposed', 'together', 'apart')", name="state"),
)


def named() -> ColumnElement[Any]:
    """Give the name of a dispatch in a query that joins its file: the file's, ``tệp.pdf#2`` for the second in it."""
    return case((dispatch.c.part > 1, file.c.name + "#" + cast(dispatch.c.part, Text)), else_=file.c.name)
