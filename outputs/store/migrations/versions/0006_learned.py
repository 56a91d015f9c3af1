"""What people taught: labels of indicators and names of bodies, each with who, when, why, and its undoing."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table of what was taught."""
    names = ("id", "kind", "text", "key", "target", "name", "who")
    op.create_table(
        "learned",
        *(sa.Column(name, sa.Text(), nullable=False) for name in names),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("undone_by", sa.Text()),
        sa.Column("undone_at", sa.DateTime(timezone=True)),
        sa.Column("undone_reason", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_learned"),
        sa.CheckConstraint("kind in ('label', 'alias')", name=op.f("ck_learned_kind")),
    )
    op.create_index("ix_learned_kind_key", "learned", ["kind", "key"])
