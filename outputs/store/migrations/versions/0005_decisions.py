"""What people decided about a consolidation: sources chosen, findings accepted, each with who, when, why, and its undoing."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table of decisions."""
    op.create_table(
        "decision",
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("id", "kind", "movement_id")),
        sa.Column("start", sa.Date()),
        sa.Column("end", sa.Date()),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("undone_by", sa.Text()),
        sa.Column("undone_at", sa.DateTime(timezone=True)),
        sa.Column("undone_reason", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_decision"),
        sa.CheckConstraint("kind in ('source', 'accept')", name=op.f("ck_decision_kind")),
    )
    op.create_index("ix_decision_movement_id", "decision", ["movement_id"])
