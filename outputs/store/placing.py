"""One dispatch put into the tables: its row with its number of arrival, its place among versions, the rows that are its."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select

from outputs.store import audit, ledger, movements, versions
from outputs.store.rows import Content, Row, content, content_as
from outputs.store.schema import dispatch, finding, metadata
from pipeline.model import Outcome, Status
from pipeline.ports import Kind, Saved

#: Arrivals are counted by the calendar of Việt Nam, which has no summer time.
VIETNAM = timezone(timedelta(hours=7))

# Statements of every save are built once: building one takes as long as running it.
_LAST_NUMBER = select(func.max(dispatch.c.arrival_number)).where(dispatch.c.arrival_year == bindparam("year"))
_TAKEN = select(dispatch.c.id).where(dispatch.c.id == bindparam("id"))
_INSERTS = {name: insert(table) for name, table in metadata.tables.items()}


@dataclass(frozen=True, slots=True)
class Arrival:
    """When and by which run an outcome came, where its bytes lie, and the present moment for the trail.

    ``reread`` replaces what an earlier reading of the same bytes said; without it a known file changes nothing.
    """

    run_id: str
    received_at: datetime
    archived_as: str | None
    now: datetime
    reread: bool = False


def event(arrival: Arrival, outcome: Outcome, what: str, subject: str) -> audit.Event:
    """Give the line of the trail that says what was done with an outcome."""
    details: dict[str, Any] = {"sha256": outcome.source.sha256, "run": arrival.run_id, "status": outcome.status.value}
    if outcome.failure is not None:
        details["code"] = outcome.failure.code.value
    if outcome.is_bundle:
        details["members"] = len(outcome.members)
    return audit.Event(arrival.now, ledger.MACHINE, what, subject, details)


def put(connection: Connection, table: str, rows: list[Row]) -> None:
    """Insert rows, none included."""
    if rows:
        connection.execute(_INSERTS[table], rows)


def write_new(connection: Connection, outcome: Outcome, received: datetime, arrival: Arrival) -> Saved:
    """Write one dispatch that was not there before, with its rows."""
    rows = content(outcome)
    if connection.scalar(_TAKEN, {"id": rows.id}) is not None:
        # Another part of the file had this id in an earlier reading.
        rows = content_as(rows, f"{rows.id}.{uuid.uuid4().hex[:8]}")
    document, versions = _dispatch(connection, rows, received, arrival)
    write_contents(connection, rows, document)
    kind = Kind.NEW_VERSION if versions else Kind.NEW
    return Saved(kind, rows.id, outcome.status is Status.NEEDS_REVIEW)


def _dispatch(connection: Connection, rows: Content, received: datetime, arrival: Arrival) -> tuple[Row, bool]:
    """Write the row of a dispatch; tell whether it is one more version of another's."""
    year = received.astimezone(VIETNAM).year
    last = connection.scalar(_LAST_NUMBER, {"year": year})
    new = rows.dispatch | {
        "series": rows.series,
        "identity": rows.series,
        "pinned": False,
        "standing": "counts",
        "received_at": received,
        "run_id": arrival.run_id,
        "arrival_year": year,
        "arrival_number": (last or 0) + 1,
        "superseded_by": None,
    }
    relatives = versions.near(connection, new)
    if relatives:
        # Written as superseded until the versions have settled who leads.
        new |= {"identity": f"new:{rows.id}", "superseded_by": rows.id}
    put(connection, dispatch.name, [new])
    if not relatives:
        return new, False
    families = versions.settle(connection, [new, *relatives], arrival.now)
    return new, len(families[rows.id]) > 1


def write_contents(connection: Connection, rows: Content, document: Row) -> None:
    """Write the rows that belong to a dispatch."""
    for table, children in rows.children.items():
        put(connection, table, children)
    put(connection, finding.name, rows.findings)
    movements.add(connection, rows.mentions, document)
