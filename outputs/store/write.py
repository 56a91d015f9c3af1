"""Saving one outcome: whole or nothing, twice the same as once."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from outputs.store import audit, ledger, movements
from outputs.store.desk_schema import review
from outputs.store.rows import CHILD_TABLES, Content, Row, alike, content, file_row, finding_rows
from outputs.store.schema import dispatch, file, finding, mention, metadata
from pipeline.model import Outcome, Status
from pipeline.ports import Kind, Saved

#: Arrivals are counted by the calendar of Việt Nam, which has no summer time.
VIETNAM = timezone(timedelta(hours=7))


# Statements of every save are built once: building one takes as long as running it.
_SERIES = (
    select(
        *(
            dispatch.c[name]
            for name in ("id", "identity", "pinned", "received_at", "sha256", "subject", "superseded_by")
        )
    )
    .where(dispatch.c.series == bindparam("of"), dispatch.c.id != bindparam("but"))
    .order_by(dispatch.c.received_at, dispatch.c.sha256)
)
_LAST_NUMBER = select(func.max(dispatch.c.arrival_number)).where(dispatch.c.arrival_year == bindparam("year"))
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


def save(connection: Connection, outcome: Outcome, arrival: Arrival) -> Saved:
    """Write one outcome inside the caller's transaction."""
    outcome = replace(outcome, source=ledger.identified(outcome.source))
    known = ledger.find(connection, outcome.source.sha256)
    stored = _stored(connection, outcome.source.sha256) if known is not None and known["state"] == "stored" else None
    if stored is not None and (outcome.failure is not None or not arrival.reread):
        return Saved(Kind.SAME_FILE, stored["id"], stored["status"] == Status.NEEDS_REVIEW)
    if outcome.failure is not None:
        return _save_failure(connection, outcome, known, arrival)
    if outcome.is_bundle:
        return _save_bundle(connection, outcome, known, arrival)
    rows = content(outcome)
    if stored is not None:
        return _reread(connection, outcome, rows, stored, arrival)
    events = _ledger(connection, outcome, known, arrival)
    received = known["received_at"] if known is not None else arrival.received_at
    versions = _versions(connection, rows)
    document = _dispatch(connection, rows, versions, received, arrival)
    _contents(connection, rows, document, seen=known is not None)
    kind = Kind.NEW_VERSION if versions else Kind.NEW
    audit.append(connection, *(events or ()), _event(arrival, outcome, f"dispatch.{kind.value}", rows.id))
    return Saved(kind, rows.id, outcome.status is Status.NEEDS_REVIEW)


def _event(arrival: Arrival, outcome: Outcome, what: str, subject: str) -> audit.Event:
    details: dict[str, Any] = {"sha256": outcome.source.sha256, "run": arrival.run_id, "status": outcome.status.value}
    if outcome.failure is not None:
        details["code"] = outcome.failure.code.value
    if outcome.is_bundle:
        details["members"] = len(outcome.members)
    return audit.Event(arrival.now, ledger.MACHINE, what, subject, details)


def _stored(connection: Connection, sha256: str) -> Row | None:
    row = connection.execute(select(dispatch).where(dispatch.c.sha256 == sha256)).mappings().first()
    return None if row is None else dict(row)


def _ledger(connection: Connection, outcome: Outcome, known: Row | None, arrival: Arrival) -> list[audit.Event] | None:
    """Enter or update the file's row; give the events of that, None when nothing changed.

    The first arrival's name and moment stay.
    """
    settled = file_row(outcome)
    if known is None:
        return [
            ledger.add(
                connection,
                outcome.source,
                run_id=arrival.run_id,
                received_at=arrival.received_at,
                archived_as=arrival.archived_as,
                state=settled,
            )
        ]
    if known["archived_as"] is None and arrival.archived_as is not None:
        settled["archived_as"] = arrival.archived_as
    # The time a reading took is no change of its own.
    if all(known[name] == value for name, value in settled.items() if name != "seconds"):
        return None
    connection.execute(update(file).where(file.c.sha256 == known["sha256"]).values(**settled, run_id=arrival.run_id))
    return []


def _save_failure(connection: Connection, outcome: Outcome, known: Row | None, arrival: Arrival) -> Saved:
    _alone(connection, outcome, known, arrival, "file.quarantined")
    return Saved(Kind.FAILED, None)


def _save_bundle(connection: Connection, outcome: Outcome, known: Row | None, arrival: Arrival) -> Saved:
    stored = known is not None and known["state"] == "stored"
    changed = _alone(connection, outcome, known, arrival, "file.unpacked")
    return Saved(Kind.BUNDLE if changed and not stored else Kind.SAME_FILE, None)


def _alone(connection: Connection, outcome: Outcome, known: Row | None, arrival: Arrival, what: str) -> bool:
    """Write down a file that has no dispatch of its own; tell whether anything changed."""
    events = _ledger(connection, outcome, known, arrival)
    if events is None:
        return False
    sha256 = outcome.source.sha256
    connection.execute(delete(finding).where(finding.c.sha256 == sha256))
    _insert(connection, finding.name, finding_rows(outcome.findings, sha256, None))
    audit.append(connection, *events, _event(arrival, outcome, what, sha256))
    return True


def _insert(connection: Connection, table: str, rows: list[Row]) -> None:
    if rows:
        connection.execute(_INSERTS[table], rows)


def _versions(connection: Connection, rows: Content) -> list[Row]:
    """Give the files already stored that are versions of this dispatch, and settle its identity.

    One symbol, date and issuer under two different subjects is a number given twice, not a version: hiding either
    document would lose it, so they stay apart.
    """
    found = connection.execute(_SERIES, {"of": rows.series, "but": rows.id})
    family = [dict(row) for row in found.mappings()]
    rows.dispatch["series"] = rows.dispatch["identity"] = rows.series
    for other in family:
        if alike(rows.dispatch["subject"], other["subject"]):
            rows.dispatch["identity"] = other["identity"]
            return [row for row in family if row["identity"] == other["identity"]]
    if family:
        rows.dispatch["identity"] = f"{rows.series}#{rows.dispatch['sha256'][:12]}"
    return []


def _leader(versions: list[Row]) -> str:
    """Give the id of the version in force: the one a person pinned, else the last to arrive."""
    return str(max(versions, key=lambda v: (v["pinned"], v["received_at"], v["sha256"]))["id"])


def _lead(connection: Connection, versions: list[Row]) -> None:
    """Mark which version is in force; the others point at it."""
    leader = _leader(versions)
    # The others first: two versions in force at once would break the constraint even for a moment.
    changed = [v for v in versions if v["superseded_by"] != (None if v["id"] == leader else leader)]
    for version in sorted(changed, key=lambda v: v["id"] == leader):
        to = None if version["id"] == leader else leader
        connection.execute(update(dispatch).where(dispatch.c.id == version["id"]).values(superseded_by=to))


def _dispatch(connection: Connection, rows: Content, versions: list[Row], received: datetime, arrival: Arrival) -> Row:
    year = received.astimezone(VIETNAM).year
    last = connection.scalar(_LAST_NUMBER, {"year": year})
    new = rows.dispatch | {
        "pinned": False,
        "received_at": received,
        "run_id": arrival.run_id,
        "arrival_year": year,
        "arrival_number": (last or 0) + 1,
        # Written as superseded until the versions have settled who leads.
        "superseded_by": rows.id if versions else None,
    }
    _insert(connection, dispatch.name, [new])
    if versions:
        _lead(connection, [*versions, new])
    return new


def _contents(connection: Connection, rows: Content, document: Row, *, seen: bool = True) -> None:
    for table, children in rows.children.items():
        _insert(connection, table, children)
    if seen:
        # Findings of an earlier failure of the same bytes are settled by this reading.
        failed = (finding.c.sha256 == document["sha256"], finding.c.dispatch_id.is_(None))
        connection.execute(delete(finding).where(*failed))
    _insert(connection, finding.name, rows.findings)
    movements.add(connection, rows.mentions, document)


def _reread(connection: Connection, outcome: Outcome, rows: Content, stored: Row, arrival: Arrival) -> Saved:
    """Replace what an earlier reading of the same bytes said. The id, the arrival and a person's decisions stay."""
    saved = Saved(Kind.SAME_FILE, stored["id"], outcome.status is Status.NEEDS_REVIEW)
    if stored["record"] == rows.dispatch["record"] and stored["status"] == rows.dispatch["status"]:
        return saved
    rows = content_as(rows, stored["id"])
    decided = _decisions(connection, stored["id"])
    folds = set(connection.scalars(select(mention.c.fold).where(mention.c.dispatch_id == stored["id"])))
    for table in (*CHILD_TABLES, "finding", "mention"):
        rows_of = metadata.tables[table]
        connection.execute(delete(rows_of).where(rows_of.c.dispatch_id == stored["id"]))
    old_identity = stored["identity"]
    versions = _versions(connection, rows)
    document = stored | rows.dispatch | {"superseded_by": stored["id"] if versions else None}
    changed = {name: value for name, value in document.items() if stored[name] != value}
    connection.execute(update(dispatch).where(dispatch.c.id == stored["id"]).values(**changed, run_id=arrival.run_id))
    if versions:
        _lead(connection, [*versions, document])
    if old_identity != document["identity"]:
        _lead_again(connection, old_identity)
    for fold in sorted(folds):
        movements.settle(connection, fold)
    _contents(connection, rows, document)
    _decide_again(connection, rows, decided)
    connection.execute(update(file).where(file.c.sha256 == stored["sha256"]).values(**file_row(outcome)))
    audit.append(connection, _event(arrival, outcome, "dispatch.reread", stored["id"]))
    return saved


def content_as(rows: Content, identifier: str) -> Content:
    """Give the same rows under an id that was given before."""
    if rows.id == identifier:
        return rows

    def moved(row: Row) -> Row:
        return row | {"id": identifier + row["id"].removeprefix(rows.id), "dispatch_id": identifier}

    return Content(
        identifier,
        rows.series,
        rows.dispatch | {"id": identifier},
        {table: [moved(row) for row in children] for table, children in rows.children.items()},
        [moved(row) for row in rows.findings],
        [moved(row) for row in rows.mentions],
    )


def _lead_again(connection: Connection, identity: str) -> None:
    """Settle the versions that a dispatch has left."""
    rest = connection.execute(select(dispatch).where(dispatch.c.identity == identity)).mappings().all()
    if rest:
        _lead(connection, [dict(row) for row in rest])


_DECISION = ("state", "decided_by", "decided_at", "reason")


def _decisions(connection: Connection, identifier: str) -> dict[tuple[Any, ...], Row]:
    found = select(finding).where(finding.c.dispatch_id == identifier, finding.c.state != "open")
    return {
        (row["code"], row["field"], row["message"]): {name: row[name] for name in _DECISION}
        for row in connection.execute(found).mappings()
    }


def _decide_again(connection: Connection, rows: Content, decided: dict[tuple[Any, ...], Row]) -> None:
    """Carry a person's acceptance over to the same finding of the new reading."""
    kept = [
        {"finding_id": row["id"]} | decided[mark]
        for row in rows.findings
        if (mark := (row["code"], row["field"], row["message"])) in decided
    ]
    if kept:
        connection.execute(update(finding).where(finding.c.id == bindparam("finding_id")), kept)
    if any(
        row["severity"] != "info" and (row["code"], row["field"], row["message"]) not in decided
        for row in rows.findings
    ):
        # Something that nobody has seen: what a person settled before does not cover it.
        connection.execute(delete(review).where(review.c.dispatch_id == rows.id))


def pin(connection: Connection, identifier: str, who: str, now: datetime) -> None:
    """Let a person say which version is in force. Raises KeyError for an unknown id."""
    row = connection.execute(select(dispatch.c.identity).where(dispatch.c.id == identifier)).first()
    if row is None:
        raise KeyError(identifier)
    connection.execute(
        update(dispatch).where(dispatch.c.identity == row.identity).values(pinned=dispatch.c.id == identifier)
    )
    _lead_again(connection, row.identity)
    audit.append(connection, audit.Event(now, who, "dispatch.pinned", identifier, {}))
