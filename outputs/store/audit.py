"""The trail of everything that changed the store: each row sealed with the hash of the one before it."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from outputs.store.engine import dumps
from outputs.store.schema import audit

#: What the first row has before it.
GENESIS = "0" * 64


# Statements of every save are built once: building one takes as long as running it.
_LAST = select(audit.c.seq, audit.c.hash).order_by(audit.c.seq.desc()).limit(1)
_ADD = insert(audit)


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened: when, who did what to which ``subject`` (an id, a hash), and JSON-ready details."""

    at: datetime
    who: str
    what: str
    subject: str
    details: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Chain:
    """What ``verify`` found: ``rows`` read, the ``head`` hash, and the number and reason of the first broken row."""

    rows: int
    head: str
    broken: int | None = None
    reason: str | None = None

    @property
    def whole(self) -> bool:
        """Nothing is broken."""
        return self.broken is None


def seal(seq: int, event: Event, previous: str) -> str:
    """Give the SHA-256 (hex) of one row together with the hash before it."""
    stamp = event.at.astimezone(UTC).isoformat(timespec="microseconds")
    row = [seq, stamp, event.who, event.what, event.subject, _sorted(event.details), previous]
    return hashlib.sha256(dumps(row).encode()).hexdigest()


def _sorted(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _sorted(value[name]) for name in sorted(value)}
    return [_sorted(v) for v in value] if isinstance(value, list) else value


def append(connection: Connection, *events: Event) -> None:
    """Add one row an event. The caller holds the writers' lock, so numbers never race."""
    last = connection.execute(_LAST).first()
    seq, previous = (last.seq, last.hash) if last else (0, GENESIS)
    rows = []
    for event in events:
        seq += 1
        digest = seal(seq, event, previous)
        named = {
            "at": event.at,
            "who": event.who,
            "what": event.what,
            "subject": event.subject,
            "details": event.details,
        }
        rows.append({"seq": seq, "previous": previous, "hash": digest} | named)
        previous = digest
    connection.execute(_ADD, rows)


def _fault(row: Row[Any], number: int, previous: str) -> str | None:
    if row.seq != number:
        return f"thiếu dòng {number}"
    if row.previous != previous:
        return f"dòng {number} không nối với dòng trước"
    if row.hash != seal(row.seq, Event(row.at, row.who, row.what, row.subject, row.details), row.previous):
        return f"nội dung dòng {number} đã bị sửa"
    return None


def verify(connection: Connection) -> Chain:
    """Read the whole chain and name the first row that does not hold."""
    previous, rows = GENESIS, 0
    query = select(audit).order_by(audit.c.seq)
    with connection.execution_options(yield_per=1000).execute(query) as found:
        for row in found:
            reason = _fault(row, rows + 1, previous)
            if reason is not None:
                return Chain(rows, previous, rows + 1, reason)
            previous, rows = row.hash, rows + 1
    return Chain(rows, previous)
