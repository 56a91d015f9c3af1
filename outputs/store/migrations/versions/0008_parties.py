"""Who leads a task and who cooperates, and where a cited document is meant again. Rows of earlier versions say neither."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns."""
    op.add_column("task", sa.Column("leads", sa.Text()))
    op.add_column("task", sa.Column("cooperates", sa.Text()))
    op.add_column("reference", sa.Column("mentions", sa.JSON()))
