"""The sub-folders that a file was dropped in: a hint at whose it is. Files of earlier versions have none."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    op.add_column("file", sa.Column("folder", sa.Text()))
