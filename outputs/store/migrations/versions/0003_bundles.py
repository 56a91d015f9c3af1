"""Files that stand for several: how many they brought."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the count of members."""
    op.add_column("file", sa.Column("members", sa.Integer()))
