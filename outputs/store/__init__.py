"""The normalized tables in SQLite or PostgreSQL. Import from here."""

from outputs.store.audit import Chain
from outputs.store.engine import StoreError
from outputs.store.ledger import Balance, FileRow
from outputs.store.read import Head
from outputs.store.sql import SqlStore, open_store

__all__ = ["Balance", "Chain", "FileRow", "Head", "SqlStore", "StoreError", "open_store"]
