"""The normalized tables in SQLite or PostgreSQL. Import from here."""

from outputs.store.audit import Chain
from outputs.store.decisions import Decision, Decisions
from outputs.store.desk import Asked, Change, Closing, Entry, Refused, Review
from outputs.store.engine import StoreError
from outputs.store.joins import Versions
from outputs.store.learned import Lessons, Taught
from outputs.store.ledger import Balance, FileRow
from outputs.store.people import Account, People, Session, TakenName
from outputs.store.read import Head
from outputs.store.sql import SqlStore, open_store
from outputs.store.versions import Copy, Tie

__all__ = [
    "Account",
    "Asked",
    "Balance",
    "Chain",
    "Change",
    "Closing",
    "Copy",
    "Decision",
    "Decisions",
    "Entry",
    "FileRow",
    "Head",
    "Lessons",
    "People",
    "Refused",
    "Review",
    "Session",
    "SqlStore",
    "StoreError",
    "TakenName",
    "Taught",
    "Tie",
    "Versions",
    "open_store",
]
