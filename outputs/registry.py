"""What the outputs wing offers to the flows: store, archive, exports, and the reports by name.

A new report is one line in ``REPORTS`` of ``outputs.reports``. Databases and spreadsheets are loaded by whoever first needs them.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from outputs.archive import Archive, Originals, Proof, Quarantine
from outputs.council.facts import Office, ReportError
from outputs.council.profiles import template
from outputs.council.render import FORMATS
from outputs.council.views import Drawing, Leaf
from outputs.reports import Report, report, reports
from pipeline.consolidate import Consolidation

if TYPE_CHECKING:
    from outputs.store import SqlStore

__all__ = [
    "FORMATS",
    "Archive",
    "Drawing",
    "Leaf",
    "Office",
    "Originals",
    "Proof",
    "Quarantine",
    "Report",
    "ReportError",
    "dump_store",
    "export",
    "export_facts",
    "is_store_error",
    "load_store",
    "open_archive",
    "open_store",
    "register",
    "report",
    "reports",
    "store_revision",
    "store_tables",
    "template",
]


def open_archive(url: str | None, folder: Path) -> Originals:
    """Give the archive: in ``folder``, in the folder of a ``file:`` URL, or in an object store with copies in ``folder``.

    Raises OSError when the store, or the library that speaks to it, is not there.
    """
    if url is None:
        return Archive(folder)
    if url.startswith("file:"):
        # A mounted share takes links and renames as a disk does.
        return Archive(Path(unquote(urlsplit(url).path)))
    # fsspec and what speaks to a store are loaded where an office keeps its originals in one.
    from outputs.bucket import Bucket

    return Bucket(url, folder)


def open_store(url: str, *, create: bool = True) -> "SqlStore":
    """Open the store at a SQLAlchemy URL, its tables brought up to date. Raises StoreError with a Vietnamese sentence."""
    from outputs.store import open_store as open_

    return open_(url, create=create)


def store_revision() -> str:
    """Give the revision of the tables that this program writes."""
    from outputs.store.schema import HEAD

    return HEAD


def store_tables() -> list[str]:
    """Give the names of all tables, parents before their children."""
    from outputs.store.schema import metadata

    return [table.name for table in metadata.sorted_tables]


def dump_store(url: str) -> Iterator[tuple[str, Iterator[str]]]:
    """Give every table's name and its rows as lines of JSON, all from one view of an existing store."""
    from outputs.store import carry, engine

    database = engine.connect(url, create=False)
    try:
        yield from carry.dump(database)
    finally:
        database.close()


def load_store(url: str, tables: Iterable[tuple[str, Iterable[str]]], revision: str) -> None:
    """Make a store of what ``dump_store`` gave, whole or not at all. Raises StoreError when one is there already."""
    from outputs.store import carry, engine

    database = engine.connect(url, upgrade=False)
    try:
        carry.load(database, tables, revision)
    finally:
        database.close()


def is_store_error(error: BaseException) -> bool:
    """Tell whether an error came from the store's surroundings: locked, gone, full."""
    from outputs.store import StoreError

    return isinstance(error, StoreError)


def export(store: "SqlStore", folder: Path, kind: str) -> dict[str, Path]:
    """Write every normalized table as ``csv``, ``parquet`` or ``jsonl`` and give the path of each."""
    from outputs import exports

    return exports.export(store.table, folder, kind)


def export_facts(data: Consolidation, folder: Path, kind: str) -> dict[str, Path]:
    """Write the facts of a consolidation with their lineage as ``csv``, ``parquet`` or ``jsonl`` and give each path."""
    from outputs import exports, tables
    from pipeline.editions import facts

    return exports.export(lambda table: facts.rows(table, data), folder, kind, tables.facts())


def register(store: "SqlStore", year: int, path: Path, office: str = "") -> int:
    """Write the register of incoming dispatches of a year as an Excel file and give the number of its entries."""
    from outputs.register import write_register

    return write_register(store, year, path, office=office)
