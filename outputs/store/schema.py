"""The normalized tables, once, for SQLite and PostgreSQL alike.

Every row that came from a document carries ``dispatch_id``, ``evidence`` (the contract's shape) and ``confidence``.
Its ``id`` is the dispatch's id, the kind and the place in the document, so the same document always gives the same ids.
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
    ColumnElement,
    Date,
    Double,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    case,
    cast,
    false,
    text,
)

from outputs.store.columns import Kind, Moment, Words, kind_of, texts, words

#: The revision that these tables stand at; the newest file of ``migrations/versions``.
HEAD = "0006"

#: What ``thidua export`` writes, in this order; ``mention`` stays inside (it shows in ``dispatch.movements``).
EXPORTED = (
    "file",
    "dispatch",
    "joining",
    "recipient",
    "reference",
    "movement",
    "target",
    "milestone",
    "task",
    "result",
    "award",
    "agency",
    "agency_name",
    "succession",
    "alias",
    "indicator",
    "finding",
    "correction",
    "run",
    "audit",
)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


file = Table(
    "file",
    metadata,
    words("sha256", primary_key=True),
    words("name", nullable=False),
    Column("size", BigInteger, nullable=False),
    words("media_type", nullable=False),
    words("origin"),
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


def named() -> ColumnElement[Any]:
    """Give the name of a dispatch in a query that joins its file: the file's, ``tệp.pdf#2`` for the second in it."""
    return case((dispatch.c.part > 1, file.c.name + "#" + cast(dispatch.c.part, Text)), else_=file.c.name)


def columns(table: str) -> dict[str, Kind]:
    """Give the columns of a table in order, each with the kind of its values. Raises KeyError for another table."""
    return {column.name: kind_of(column) for column in metadata.tables[table].columns}
