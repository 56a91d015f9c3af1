"""The normalized tables, once, for SQLite and PostgreSQL alike. Import from here.

Every row that came from a document carries ``dispatch_id``, ``evidence`` (the contract's shape) and ``confidence``.
Its ``id`` is the dispatch's id, the kind and the place in the document, so the same document always gives the same ids.
"""

from outputs.store.columns import Kind, kind_of
from outputs.store.schema.base import metadata
from outputs.store.schema.catalogue import agency, agency_name, alias, indicator, succession
from outputs.store.schema.contents import (
    award,
    mention,
    milestone,
    movement,
    recipient,
    reference,
    result,
    target,
    task,
)
from outputs.store.schema.desk import account, attempt, closing, review, session
from outputs.store.schema.dispatches import dispatch, joining, named
from outputs.store.schema.judgements import correction, decision, finding, learned
from outputs.store.schema.ledger import audit, file, run

#: The revision that these tables stand at; the newest file of ``migrations/versions``.
HEAD = "0008"

#: What ``thidua export`` writes, in this order; ``mention`` stays inside (it shows in ``dispatch.movements``).
EXPORTED = (
    "file",
    "dispatch",
    "joining",
    "recipient",
    "reference",
    "movement",
    "target",
    "milestone",
    "task",
    "result",
    "award",
    "agency",
    "agency_name",
    "succession",
    "alias",
    "indicator",
    "finding",
    "correction",
    "run",
    "audit",
)

__all__ = [
    "EXPORTED",
    "HEAD",
    "account",
    "agency",
    "agency_name",
    "alias",
    "attempt",
    "audit",
    "award",
    "closing",
    "columns",
    "correction",
    "decision",
    "dispatch",
    "file",
    "finding",
    "indicator",
    "joining",
    "learned",
    "mention",
    "metadata",
    "milestone",
    "movement",
    "named",
    "recipient",
    "reference",
    "result",
    "review",
    "run",
    "session",
    "succession",
    "target",
    "task",
]


def columns(table: str) -> dict[str, Kind]:
    """Give the columns of a table in order, each with the kind of its values. Raises KeyError for another table."""
    return {column.name: kind_of(column) for column in metadata.tables[table].columns}
