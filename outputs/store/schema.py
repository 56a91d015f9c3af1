"""The normalized tables, once, for SQLite and PostgreSQL alike.

Every row that came from a document carries ``dispatch_id``, ``evidence`` (the contract's shape) and ``confidence``.
Its ``id`` is the dispatch's id, the kind and the place in the document, so the same document always gives the same ids.
Figures stand as exact text in ``value`` (``1/3`` stays ``1/3``) with a float for sorting beside it; money also as
whole đồng in ``value_vnd``. Dates that a document cuts off are ISO text (``2022-09``).
"""

import re
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Dialect,
    Double,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    false,
    text,
)

#: The revision that these tables stand at; the newest file of ``migrations/versions``.
HEAD = "0001"

#: What ``thidua export`` writes, in this order; ``mention`` stays inside (it shows in ``dispatch.movements``).
EXPORTED = (
    "file",
    "dispatch",
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


_UNFIT = re.compile("[\0\ud800-\udfff]")


class Words(TypeDecorator[str]):
    """Text that both databases take: what UTF-8 or PostgreSQL cannot hold is replaced (the exact text is in ``record``)."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Replace NUL and lone surrogates by U+FFFD."""
        return value if value is None or _UNFIT.search(value) is None else _UNFIT.sub("\ufffd", value)


class Moment(TypeDecorator[datetime]):
    """An instant: timezone-aware UTC in Python on every database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse an instant without a time zone; SQLite keeps the UTC wall clock."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"an instant needs its time zone: {value}")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the instant back in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _words(name: str, **options: Any) -> Column[Any]:
    return Column(name, Words, **options)


def _texts(names: str) -> list[Column[Any]]:
    """Columns of text that may be missing."""
    return [_words(name) for name in names.split()]


file = Table(
    "file",
    metadata,
    _words("sha256", primary_key=True),
    _words("name", nullable=False),
    Column("size", BigInteger, nullable=False),
    _words("media_type", nullable=False),
    _words("origin"),
    _words("state", nullable=False, index=True),
    *_texts("status archived_as"),
    Column("received_at", Moment, nullable=False, index=True),
    _words("run_id", nullable=False, index=True),
    _words("reader"),
    Column("pages", Integer),
    _words("encoding"),
    Column("ocr", Boolean),
    Column("seconds", Double),
    *_texts("failure_code failure_detail failure_message"),
    CheckConstraint("state in ('received', 'stored', 'quarantined')", name="state"),
)

dispatch = Table(
    "dispatch",
    metadata,
    _words("id", primary_key=True),
    Column("sha256", Words, ForeignKey("file.sha256"), nullable=False, unique=True),
    # What versions share (issuer, symbol, date), and the same with a count when one number was given to two documents.
    _words("series", nullable=False, index=True),
    _words("identity", nullable=False, index=True),
    Column("superseded_by", Words, ForeignKey("dispatch.id", deferrable=True, initially="DEFERRED"), index=True),
    Column("pinned", Boolean, nullable=False, server_default=false()),
    _words("status", nullable=False, index=True),
    _words("profile", nullable=False),
    _words("symbol", index=True),
    *_texts("number notation issued_on"),
    Column("issued_from", Date),
    Column("issued_to", Date),
    *_texts("place doc_type issuer"),
    _words("issuer_agency", index=True),
    *_texts("issuer_name parent_issuer parent_agency parent_name subject"),
    *_texts("urgency secrecy signer_name signer_position signer_capacity archive"),
    Column("arrival_year", Integer, nullable=False),
    Column("arrival_number", Integer, nullable=False),
    Column("received_at", Moment, nullable=False, index=True),
    _words("run_id", nullable=False),
    Column("confidence", Double),
    Column("evidence", JSON, nullable=False),
    _words("search", nullable=False),
    Column("record", JSON, nullable=False),
    UniqueConstraint("arrival_year", "arrival_number"),
    Index("ix_dispatch_issued_from_issued_to", "issued_from", "issued_to"),
    # One version of a dispatch is in force, whatever two processes do at once.
    Index(
        "uq_dispatch_in_force",
        "identity",
        unique=True,
        sqlite_where=text("superseded_by IS NULL"),
        postgresql_where=text("superseded_by IS NULL"),
    ),
    CheckConstraint("status in ('clean', 'needs_review')", name="status"),
)


def _child(name: str, *columns: Any) -> Table:
    """A table of rows read from a document: identity first, then its own columns, then where they were read."""
    return Table(
        name,
        metadata,
        _words("id", primary_key=True),
        Column("dispatch_id", Words, ForeignKey("dispatch.id", ondelete="CASCADE"), nullable=False, index=True),
        Column("ordinal", Integer, nullable=False),
        *columns,
        _words("raw", nullable=False),
        Column("confidence", Double, nullable=False),
        Column("evidence", JSON, nullable=False),
    )


recipient = _child(
    "recipient",
    _words("role", nullable=False),
    _words("text", nullable=False),
    _words("agency", index=True),
    _words("purpose"),
    CheckConstraint("role in ('addressee', 'recipient')", name="role"),
)

reference = _child(
    "reference",
    _words("symbol", nullable=False, index=True),
    *_texts("doc_type issued_on issuer subject"),
    _words("relation", nullable=False),
)

movement = Table(
    "movement",
    metadata,
    _words("id", primary_key=True),
    _words("name", nullable=False),
    _words("fold", nullable=False, index=True),
    *_texts("start end"),
    # The document that names it best: a plan before anything else, then the earliest.
    Column("dispatch_id", Words, ForeignKey("dispatch.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("confidence", Double, nullable=False),
    Column("evidence", JSON, nullable=False),
)

mention = _child(
    "mention",
    Column("movement_id", Words, ForeignKey("movement.id"), nullable=False, index=True),
    _words("fold", nullable=False, index=True),
    _words("name", nullable=False),
    *_texts("start end"),
)

target = _child(
    "target",
    _words("text", nullable=False),
    _words("indicator", index=True),
    *_texts("metric direction"),
    _words("operator", nullable=False),
    _words("value", nullable=False),
    _words("value_max"),
    Column("value_number", Double),
    *_texts("unit per baseline due"),
)

milestone = _child(
    "milestone",
    _words("text", nullable=False),
    Column("start", Date),
    Column("end", Date),
)

task = _child(
    "task",
    _words("actor"),
    _words("text", nullable=False),
    _words("due"),
)

result = _child(
    "result",
    _words("label", nullable=False),
    _words("indicator", index=True),
    _words("state", nullable=False),
    _words("value"),
    Column("value_number", Double),
    _words("unit"),
    Column("value_vnd", BigInteger),
    Column("period_start", Date),
    Column("period_end", Date),
    Column("as_of", Date),
    _words("basis", nullable=False),
    _words("about"),
    Column("from_table", Boolean, nullable=False),
    Column("is_total", Boolean, nullable=False),
    Index("ix_result_period_start_period_end", "period_start", "period_end"),
    CheckConstraint("state in ('stated', 'missing', 'not_applicable')", name="state"),
)

award = _child(
    "award",
    _words("award", nullable=False),
    _words("award_code", index=True),
    *_texts("subject_kind name position unit"),
    _words("status", nullable=False),
    Column("year", Integer),
)

agency = Table(
    "agency",
    metadata,
    _words("id", primary_key=True),
    _words("name", nullable=False),
    *_texts("parent province kind seat valid_from valid_to source"),
)

agency_name = Table(
    "agency_name",
    metadata,
    Column("row", Integer, primary_key=True, autoincrement=False),
    _words("agency_id", nullable=False, index=True),
    _words("name", nullable=False),
    *_texts("short code valid_from valid_to source"),
)

succession = Table(
    "succession",
    metadata,
    Column("row", Integer, primary_key=True, autoincrement=False),
    _words("from_id", nullable=False, index=True),
    *_texts("to_id date kind source"),
)

alias = Table(
    "alias",
    metadata,
    Column("row", Integer, primary_key=True, autoincrement=False),
    _words("agency_id", nullable=False, index=True),
    _words("text", nullable=False),
    *_texts("kind source"),
)

indicator = Table(
    "indicator",
    metadata,
    _words("code", primary_key=True),
    _words("name", nullable=False),
    *_texts("unit kind over_units over_time direction valid_from valid_to source"),
    # What the reference data says beyond these columns (synonyms, numerator, denominator …).
    Column("details", JSON, nullable=False),
)

finding = Table(
    "finding",
    metadata,
    _words("id", primary_key=True),
    Column("sha256", Words, ForeignKey("file.sha256"), nullable=False, index=True),
    Column("dispatch_id", Words, ForeignKey("dispatch.id", ondelete="CASCADE"), index=True),
    Column("ordinal", Integer, nullable=False),
    _words("code", nullable=False, index=True),
    _words("severity", nullable=False),
    _words("message", nullable=False),
    *_texts("rule field suggestion"),
    Column("evidence", JSON, nullable=False),
    # ``open`` until a person accepts it with a reason.
    _words("state", nullable=False, server_default="open"),
    _words("decided_by"),
    Column("decided_at", Moment),
    _words("reason"),
    CheckConstraint("state in ('open', 'accepted')", name="state"),
)

correction = Table(
    "correction",
    metadata,
    _words("id", primary_key=True),
    Column("dispatch_id", Words, ForeignKey("dispatch.id"), nullable=False, index=True),
    _words("field", nullable=False),
    Column("ordinal", Integer),
    Column("old", JSON),
    Column("new", JSON),
    _words("reason"),
    _words("who", nullable=False),
    Column("at", Moment, nullable=False),
)

run = Table(
    "run",
    metadata,
    _words("id", primary_key=True),
    _words("kind", nullable=False),
    _words("state", nullable=False),
    Column("started_at", Moment, nullable=False, index=True),
    Column("ended_at", Moment),
    _words("version"),
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
    _words("who", nullable=False),
    _words("what", nullable=False),
    _words("subject", nullable=False, index=True),
    Column("details", JSON, nullable=False),
    _words("previous", nullable=False),
    _words("hash", nullable=False, unique=True),
    Index("ix_audit_what", "what"),
)
