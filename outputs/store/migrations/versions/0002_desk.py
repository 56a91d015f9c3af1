"""The people of the review desk, what they settled, and periods that were closed."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def _texts(names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text()) for name in names.split()]


def _needed(names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names.split()]


def _moment(name: str, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    """Make the tables of the desk."""
    op.create_table(
        "account",
        *_needed("name full_name role"),
        *_texts("unit"),
        *_needed("secret"),
        sa.Column("active", sa.Boolean(), nullable=False),
        _moment("created_at"),
        _moment("changed_at"),
        sa.PrimaryKeyConstraint("name", name="pk_account"),
    )
    op.create_table(
        "session",
        *_needed("token account form"),
        _moment("created_at"),
        _moment("seen_at"),
        sa.PrimaryKeyConstraint("token", name="pk_session"),
        sa.ForeignKeyConstraint(["account"], ["account.name"], name="fk_session_account", ondelete="CASCADE"),
    )
    op.create_index("ix_session_account", "session", ["account"])
    op.create_table(
        "attempt",
        sa.Column("row", sa.Integer(), nullable=False),
        *_needed("mark"),
        _moment("at"),
        sa.PrimaryKeyConstraint("row", name="pk_attempt"),
    )
    op.create_index("ix_attempt_mark_at", "attempt", ["mark", "at"])
    op.create_table(
        "review",
        *_needed("dispatch_id state who"),
        _moment("at"),
        *_texts("reason"),
        sa.PrimaryKeyConstraint("dispatch_id", name="pk_review"),
        sa.ForeignKeyConstraint(["dispatch_id"], ["dispatch.id"], name="fk_review_dispatch_id", ondelete="CASCADE"),
        sa.CheckConstraint("state in ('confirmed', 'returned')", name="ck_review_state"),
    )
    op.create_table(
        "closing",
        *_needed("id movement_id"),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("end", sa.Date(), nullable=False),
        *_needed("state proposed_by"),
        _moment("proposed_at"),
        *_texts("decided_by"),
        _moment("decided_at", nullable=True),
        *_texts("reason"),
        sa.PrimaryKeyConstraint("id", name="pk_closing"),
        sa.CheckConstraint("state in ('proposed', 'locked', 'reopened')", name="ck_closing_state"),
    )
    op.create_index("ix_closing_movement_id", "closing", ["movement_id"])
