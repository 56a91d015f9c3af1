"""Saving one outcome: whole or nothing, twice the same as once."""

from dataclasses import replace

from sqlalchemy import Connection, delete, select, update

from outputs.store import audit, ledger, recalls, reread
from outputs.store.placing import Arrival, event, put, write_new
from outputs.store.rows import Row, file_row, finding_rows
from outputs.store.schema import dispatch, file, finding
from pipeline.model import Outcome, Status
from pipeline.ports import Kind, Saved


def save(connection: Connection, outcome: Outcome, arrival: Arrival) -> Saved:
    """Write one outcome with all its dispatches inside the caller's transaction; the answer is of the first one."""
    outcome = outcome.of(ledger.identified(outcome.source))
    known = ledger.find(connection, outcome.source.sha256)
    stored = _stored(connection, outcome.source.sha256) if known is not None and known["state"] == "stored" else []
    if stored and (outcome.failure is not None or not arrival.reread):
        first = stored[0]
        return Saved(Kind.SAME_FILE, first["id"], any(row["status"] == Status.NEEDS_REVIEW for row in stored))
    if outcome.failure is not None:
        return _save_failure(connection, outcome, known, arrival)
    if outcome.is_bundle:
        return _save_bundle(connection, outcome, known, arrival)
    if stored:
        return reread.replace_all(connection, outcome, stored, arrival)
    events = _ledger(connection, outcome, known, arrival)
    received = known["received_at"] if known is not None else arrival.received_at
    saved = [write_new(connection, one, received, arrival) for one in outcome.dispatches]
    if known is not None:
        # Findings of an earlier failure of the same bytes are settled by this reading.
        failed = (finding.c.sha256 == outcome.source.sha256, finding.c.dispatch_id.is_(None))
        connection.execute(delete(finding).where(*failed))
    written = zip(outcome.dispatches, saved, strict=True)
    new = (event(arrival, one, f"dispatch.{told.kind.value}", str(told.dispatch_id)) for one, told in written)
    audit.append(connection, *(events or ()), *new)
    recalls.apply(connection, [str(one.dispatch_id) for one in saved], arrival.now)
    return replace(saved[0], further=tuple(saved[1:]))


def _stored(connection: Connection, sha256: str) -> list[Row]:
    """Give the dispatches of a file, the first one first; those that a newer reading no longer found come last."""
    order = (dispatch.c.part < 0, dispatch.c.part)
    found = connection.execute(select(dispatch).where(dispatch.c.sha256 == sha256).order_by(*order))
    return [dict(row) for row in found.mappings()]


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
    put(connection, finding.name, finding_rows(outcome.findings, sha256, None))
    audit.append(connection, *events, event(arrival, outcome, what, sha256))
    return True
