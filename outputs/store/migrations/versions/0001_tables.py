"""The first tables, and a trail that the database itself refuses to rewrite."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_SQLITE = """CREATE TRIGGER audit_no_{0} BEFORE {0} ON audit
BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END"""
_POSTGRESQL = (
    """CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$BEGIN RAISE EXCEPTION 'the audit trail is append-only'; END$$""",
    "CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON audit FOR EACH ROW EXECUTE FUNCTION audit_refuse()",
    "CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit EXECUTE FUNCTION audit_refuse()",
)


def _texts(names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text()) for name in names.split()]


def _needed(names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names.split()]


def upgrade() -> None:
    """Make every table of the contract."""
    op.create_table(
        "agency",
        *_needed("id name"),
        *_texts("parent province kind seat valid_from valid_to source"),
        sa.PrimaryKeyConstraint("id", name="pk_agency"),
    )
    op.create_table(
        "agency_name",
        sa.Column("row", sa.Integer(), autoincrement=False, nullable=False),
        *_needed("agency_id name"),
        *_texts("short code valid_from valid_to source"),
        sa.PrimaryKeyConstraint("row", name="pk_agency_name"),
    )
    op.create_index("ix_agency_name_agency_id", "agency_name", ["agency_id"])
    op.create_table(
        "alias",
        sa.Column("row", sa.Integer(), autoincrement=False, nullable=False),
        *_needed("agency_id text"),
        *_texts("kind source"),
        sa.PrimaryKeyConstraint("row", name="pk_alias"),
    )
    op.create_index("ix_alias_agency_id", "alias", ["agency_id"])
    op.create_table(
        "audit",
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        *_needed("who what subject"),
        sa.Column("details", sa.JSON(), nullable=False),
        *_needed("previous hash"),
        sa.PrimaryKeyConstraint("seq", name="pk_audit"),
        sa.UniqueConstraint("hash", name="uq_audit_hash"),
    )
    op.create_index("ix_audit_subject", "audit", ["subject"])
    op.create_index("ix_audit_what", "audit", ["what"])
    op.create_table(
        "file",
        *_needed("sha256 name"),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text()),
        sa.Column("state", sa.Text(), nullable=False),
        *_texts("status archived_as"),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("run_id", sa.Text(), nullable=False),
        sa.Column("reader", sa.Text()),
        sa.Column("pages", sa.Integer()),
        sa.Column("encoding", sa.Text()),
        sa.Column("ocr", sa.Boolean()),
        sa.Column("seconds", sa.Double()),
        *_texts("failure_code failure_detail failure_message"),
        sa.CheckConstraint("state in ('received', 'stored', 'quarantined')", name="ck_file_state"),
        sa.PrimaryKeyConstraint("sha256", name="pk_file"),
    )
    op.create_index("ix_file_received_at", "file", ["received_at"])
    op.create_index("ix_file_run_id", "file", ["run_id"])
    op.create_index("ix_file_state", "file", ["state"])
    op.create_table(
        "indicator",
        *_needed("code name"),
        *_texts("unit kind over_units over_time direction valid_from valid_to source"),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_indicator"),
    )
    op.create_table(
        "run",
        *_needed("id kind state"),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("version", sa.Text()),
        sa.Column("new", sa.Integer(), server_default="0", nullable=False),
        sa.Column("same_file", sa.Integer(), server_default="0", nullable=False),
        sa.Column("new_version", sa.Integer(), server_default="0", nullable=False),
        sa.Column("needs_review", sa.Integer(), server_default="0", nullable=False),
        sa.Column("failed", sa.Integer(), server_default="0", nullable=False),
        sa.Column("details", sa.JSON()),
        sa.CheckConstraint("state in ('running', 'done', 'failed')", name="ck_run_state"),
        sa.PrimaryKeyConstraint("id", name="pk_run"),
    )
    op.create_index("ix_run_started_at", "run", ["started_at"])
    op.create_table(
        "succession",
        sa.Column("row", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("from_id", sa.Text(), nullable=False),
        *_texts("to_id date kind source"),
        sa.PrimaryKeyConstraint("row", name="pk_succession"),
    )
    op.create_index("ix_succession_from_id", "succession", ["from_id"])
    op.create_table(
        "dispatch",
        *_needed("id sha256 series identity"),
        sa.Column("superseded_by", sa.Text()),
        sa.Column("pinned", sa.Boolean(), server_default=sa.false(), nullable=False),
        *_needed("status profile"),
        *_texts("symbol number notation issued_on"),
        sa.Column("issued_from", sa.Date()),
        sa.Column("issued_to", sa.Date()),
        *_texts("place doc_type issuer issuer_agency issuer_name parent_issuer parent_agency parent_name subject"),
        *_texts("urgency secrecy signer_name signer_position signer_capacity archive"),
        sa.Column("arrival_year", sa.Integer(), nullable=False),
        sa.Column("arrival_number", sa.Integer(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("run_id", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Double()),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("search", sa.Text(), nullable=False),
        sa.Column("record", sa.JSON(), nullable=False),
        sa.CheckConstraint("status in ('clean', 'needs_review')", name="ck_dispatch_status"),
        sa.ForeignKeyConstraint(["sha256"], ["file.sha256"], name="fk_dispatch_sha256"),
        sa.ForeignKeyConstraint(
            ["superseded_by"], ["dispatch.id"], name="fk_dispatch_superseded_by", initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name="pk_dispatch"),
        sa.UniqueConstraint("arrival_year", "arrival_number", name="uq_dispatch_arrival_year_arrival_number"),
        sa.UniqueConstraint("sha256", name="uq_dispatch_sha256"),
    )
    op.create_index("ix_dispatch_identity", "dispatch", ["identity"])
    op.create_index("ix_dispatch_issued_from_issued_to", "dispatch", ["issued_from", "issued_to"])
    op.create_index("ix_dispatch_issuer_agency", "dispatch", ["issuer_agency"])
    op.create_index("ix_dispatch_received_at", "dispatch", ["received_at"])
    op.create_index("ix_dispatch_series", "dispatch", ["series"])
    op.create_index("ix_dispatch_status", "dispatch", ["status"])
    op.create_index("ix_dispatch_superseded_by", "dispatch", ["superseded_by"])
    op.create_index("ix_dispatch_symbol", "dispatch", ["symbol"])
    op.create_index(
        "uq_dispatch_in_force",
        "dispatch",
        ["identity"],
        unique=True,
        sqlite_where=sa.text("superseded_by IS NULL"),
        postgresql_where=sa.text("superseded_by IS NULL"),
    )
    op.create_table(
        "award",
        *_needed("id dispatch_id"),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("award", sa.Text(), nullable=False),
        *_texts("award_code subject_kind name position unit"),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer()),
        sa.Column("raw", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["dispatch_id"], ["dispatch.id"], name="fk_award_dispatch_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_award"),
    )
    op.create_index("ix_award_award_code", "award", ["award_code"])
    op.create_index("ix_award_dispatch_id", "award", ["dispatch_id"])
    op.create_table(
        "correction",
        *_needed("id dispatch_id field"),
        sa.Column("ordinal", sa.Integer()),
        sa.Column("old", sa.JSON()),
        sa.Column("new", sa.JSON()),
        sa.Column("reason", sa.Text()),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["dispatch_id"], ["dispatch.id"], name="fk_correction_dispatch_id"),
        sa.PrimaryKeyConstraint("id", name="pk_correction"),
    )
    op.create_index("ix_correction_dispatch_id", "correction", ["dispatch_id"])
    op.create_table(
        "finding",
        *_needed("id sha256"),
        sa.Column("dispatch_id", sa.Text()),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        *_needed("code severity message"),
        *_texts("rule field suggestion"),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("state", sa.Text(), server_default="open", nullable=False),
        sa.Column("decided_by", sa.Text()),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
        sa.Column("reason", sa.Text()),
        sa.CheckConstraint("state in ('open', 'accepted')", name="ck_finding_state"),
        sa.ForeignKeyConstraint(["dispatch_id"], ["dispatch.id"], name="fk_finding_dispatch_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["sha256"], ["file.sha256"], name="fk_finding_sha256"),
        sa.PrimaryKeyConstraint("id", name="pk_finding"),
    )
    op.create_index("ix_finding_code", "finding", ["code"])
    op.create_index("ix_finding_dispatch_id", "finding", ["dispatch_id"])
    op.create_index("ix_finding_sha256", "finding", ["sha256"])
    op.create_table(
        "milestone",
        *_needed("id dispatch_id"),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("start", sa.Date()),
        sa.Column("end", sa.Date()),
        sa.Column("raw", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["dispatch_id"], ["dispatch.id"], name="fk_milestone_dispatch_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_milestone"),
    )
    op.create_index("ix_milestone_dispatch_id", "milestone", ["dispatch_id"])
    op.create_table(
        "movement",
        *_needed("id name fold"),
        *_texts("start end"),
        sa.Column("dispatch_id", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["dispatch_id"], ["dispatch.id"], name="fk_movement_dispatch_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_movement"),
    )
    op.create_index("ix_movement_dispatch_id", "movement", ["dispatch_id"])
    op.create_index("ix_movement_fold", "movement", ["fold"])
    op.create_table(
        "recipient",
        *_needed("id dispatch_id"),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        *_needed("role text"),
        *_texts("agency purpose"),
        sa.Column("raw", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.CheckConstraint("role in ('addressee', 'recipient')", name="ck_recipient_role"),
        sa.ForeignKeyConstraint(["dispatch_id"], ["dispatch.id"], name="fk_recipient_dispatch_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_recipient"),
    )
    op.create_index("ix_recipient_agency", "recipient", ["agency"])
    op.create_index("ix_recipient_dispatch_id", "recipient", ["dispatch_id"])
    op.create_table(
        "reference",
        *_needed("id dispatch_id"),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("symbol", sa.Text(), nullable=False),
        *_texts("doc_type issued_on issuer subject"),
        *_needed("relation raw"),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["dispatch_id"], ["dispatch.id"], name="fk_reference_dispatch_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_reference"),
    )
    op.create_index("ix_reference_dispatch_id", "reference", ["dispatch_id"])
    op.create_index("ix_reference_symbol", "reference", ["symbol"])
    op.create_table(
        "result",
        *_needed("id dispatch_id"),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("indicator", sa.Text()),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("value", sa.Text()),
        sa.Column("value_number", sa.Double()),
        sa.Column("unit", sa.Text()),
        sa.Column("value_vnd", sa.BigInteger()),
        sa.Column("period_start", sa.Date()),
        sa.Column("period_end", sa.Date()),
        sa.Column("as_of", sa.Date()),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("about", sa.Text()),
        sa.Column("from_table", sa.Boolean(), nullable=False),
        sa.Column("is_total", sa.Boolean(), nullable=False),
        sa.Column("raw", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.CheckConstraint("state in ('stated', 'missing', 'not_applicable')", name="ck_result_state"),
        sa.ForeignKeyConstraint(["dispatch_id"], ["dispatch.id"], name="fk_result_dispatch_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_result"),
    )
    op.create_index("ix_result_dispatch_id", "result", ["dispatch_id"])
    op.create_index("ix_result_indicator", "result", ["indicator"])
    op.create_index("ix_result_period_start_period_end", "result", ["period_start", "period_end"])
    op.create_table(
        "target",
        *_needed("id dispatch_id"),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        *_texts("indicator metric direction"),
        *_needed("operator value"),
        sa.Column("value_max", sa.Text()),
        sa.Column("value_number", sa.Double()),
        sa.Column("unit", sa.Text()),
        sa.Column("value_vnd", sa.BigInteger()),
        *_texts("per baseline due"),
        sa.Column("raw", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["dispatch_id"], ["dispatch.id"], name="fk_target_dispatch_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_target"),
    )
    op.create_index("ix_target_dispatch_id", "target", ["dispatch_id"])
    op.create_index("ix_target_indicator", "target", ["indicator"])
    op.create_table(
        "task",
        *_needed("id dispatch_id"),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("actor", sa.Text()),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("due", sa.Text()),
        sa.Column("raw", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["dispatch_id"], ["dispatch.id"], name="fk_task_dispatch_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_task"),
    )
    op.create_index("ix_task_dispatch_id", "task", ["dispatch_id"])
    op.create_table(
        "mention",
        *_needed("id dispatch_id"),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        *_needed("movement_id fold name"),
        *_texts("start end"),
        sa.Column("raw", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["dispatch_id"], ["dispatch.id"], name="fk_mention_dispatch_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["movement_id"], ["movement.id"], name="fk_mention_movement_id"),
        sa.PrimaryKeyConstraint("id", name="pk_mention"),
    )
    op.create_index("ix_mention_dispatch_id", "mention", ["dispatch_id"])
    op.create_index("ix_mention_fold", "mention", ["fold"])
    op.create_index("ix_mention_movement_id", "mention", ["movement_id"])

    if op.get_bind().dialect.name == "sqlite":
        for change in ("update", "delete"):
            op.execute(_SQLITE.format(change))
    else:
        for statement in _POSTGRESQL:
            op.execute(statement)


def downgrade() -> None:
    """Drop every table: the first revision has nothing before it."""
    for name in (
        "mention",
        "task",
        "target",
        "result",
        "reference",
        "recipient",
        "movement",
        "milestone",
        "finding",
        "correction",
        "award",
        "dispatch",
        "succession",
        "run",
        "indicator",
        "file",
        "audit",
        "alias",
        "agency_name",
        "agency",
    ):
        op.drop_table(name)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION audit_refuse()")
