"""Alembic's door: brings a database to the newest revision from inside the program."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

#: The revisions travel inside the package, so an installed copy upgrades as a working tree does.
SCRIPTS = Path(__file__).parent / "migrations"


def config(connection: Connection | None = None) -> Config:
    """Give Alembic's settings; with a ``connection`` its transaction is used and nothing is committed here."""
    out = Config()
    out.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    out.attributes["connection"] = connection
    return out


def run_upgrade(connection: Connection, revision: str = "head") -> None:
    """Run every revision that is missing up to one of them, inside the caller's transaction."""
    command.upgrade(config(connection), revision)
