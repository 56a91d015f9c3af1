"""Several dispatches in one file, and versions of one dispatch with why they were joined."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def _texts(names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text()) for name in names.split()]


def _needed(names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names.split()]


def upgrade() -> None:
    """Let a file hold several dispatches, tell each version's form, and make the table of joins."""
    # SQLite makes the table anew: see ``outputs.store.engine.Database.rebuild``.
    with op.batch_alter_table("dispatch") as table:
        table.drop_constraint("uq_dispatch_sha256", type_="unique")
        table.add_column(sa.Column("part", sa.Integer(), nullable=False, server_default="1"))
        table.add_column(sa.Column("page_from", sa.Integer()))
        table.add_column(sa.Column("page_to", sa.Integer()))
        table.add_column(sa.Column("form", sa.Text(), nullable=False, server_default="digital"))
        table.add_column(sa.Column("vouched", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("standing", sa.Text(), nullable=False, server_default="counts"))
        for column in _texts("standing_by standing_why kin gist"):
            table.add_column(column)
        table.create_unique_constraint("uq_dispatch_sha256_part", ["sha256", "part"])
        table.create_check_constraint(op.f("ck_dispatch_standing"), "standing in ('counts', 'withdrawn', 'retired')")
        table.create_index("ix_dispatch_kin_series", ["kin", "series"])
    _tell_forms()
    op.create_table(
        "joining",
        *_needed("id one other state why"),
        sa.Column("likeness", sa.Double()),
        *_texts("who reason"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_joining"),
        sa.ForeignKeyConstraint(["one"], ["dispatch.id"], name="fk_joining_one", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["other"], ["dispatch.id"], name="fk_joining_other", ondelete="CASCADE"),
        sa.CheckConstraint("state in ('made', 'proposed', 'together', 'apart')", name=op.f("ck_joining_state")),
    )
    op.create_index("ix_joining_one", "joining", ["one"])
    op.create_index("ix_joining_other", "joining", ["other"])


def _tell_forms() -> None:
    """Tell scans and envelopes from what the ledger knows of their reading."""
    dispatch = sa.table("dispatch", *(sa.column(name) for name in ("sha256", "form")))
    file = sa.table("file", *(sa.column(name) for name in ("sha256", "reader", "ocr")))
    for form, how in (("scan", file.c.ocr.is_(sa.true())), ("envelope", file.c.reader == "edxml")):
        read = sa.select(file.c.sha256).where(how)
        op.execute(dispatch.update().where(dispatch.c.sha256.in_(read)).values(form=form))
