"""A file read again by a newer program: what it says is replaced; ids, arrivals and people's decisions stay.

A newer reading may find other dispatches in the same file. One that it finds too keeps its row, known by symbol and day
or by its place in the file; one that it finds anew gets a row of its own; one that it no longer finds is retired: its
number in the register of arrivals stays taken, and it counts nowhere.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select, update

from outputs.store import audit, movements, overlay, recalls, versions
from outputs.store.placing import Arrival, event, write_contents, write_new
from outputs.store.rows import CHILD_TABLES, Content, Row, content, content_as, file_row
from outputs.store.schema import dispatch, file, finding, mention, metadata, review
from pipeline.editions.versions import Form
from pipeline.model import Outcome, Status
from pipeline.ports import Kind, Saved

_DECISION = ("state", "decided_by", "decided_at", "reason")


def replace_all(connection: Connection, outcome: Outcome, stored: Sequence[Row], arrival: Arrival) -> Saved:
    """Replace what an earlier reading of the same bytes said of every dispatch in them; the answer is of the first one."""
    found = outcome.dispatches
    pairs = _matched(found, stored)
    kept = {row["id"] for row in pairs if row is not None}
    gone = [row for row in stored if row["id"] not in kept and row["standing"] != "retired"]
    moved = [
        (row, one.extent.part) for row, one in zip(pairs, found, strict=True) if row and row["part"] != one.extent.part
    ]
    # Retired dispatches keep a place below zero; nobody may stand where another still does, even for a moment.
    lowest = min([0, *(row["part"] for row in stored)])
    _put_aside(connection, [*gone, *(row for row, _ in moved)], lowest)
    for row, part in moved:
        connection.execute(update(dispatch).where(dispatch.c.id == row["id"]).values(part=part))
        row["part"] = part
    saved = []
    for known, one in zip(pairs, found, strict=True):
        if known is None:
            told = write_new(connection, one, stored[0]["received_at"], arrival)
            audit.append(connection, event(arrival, one, f"dispatch.{told.kind.value}", str(told.dispatch_id)))
        else:
            told = _replace(connection, one, known, arrival)
        saved.append(told)
    first = saved[0].dispatch_id
    for row in gone:
        _retire(connection, outcome, row, str(first), arrival)
    connection.execute(update(file).where(file.c.sha256 == outcome.source.sha256).values(**_settled(outcome)))
    envelopes = {row["id"] for row in stored if row["form"] == Form.ENVELOPE.value}
    recalls.apply(connection, [str(one.dispatch_id) for one in saved], arrival.now, envelopes)
    return Saved(Kind.SAME_FILE, first, any(one.needs_review for one in saved), tuple(saved[1:]))


def _settled(outcome: Outcome) -> Row:
    # The time a reading took is no change of its own.
    return {name: value for name, value in file_row(outcome).items() if name != "seconds"}


def _matched(found: Sequence[Outcome], stored: Sequence[Row]) -> list[Row | None]:
    """Give the stored row of each dispatch: that of the same symbol and day, else the one in its place; None: a new one."""
    free = list(stored)
    out: list[Row | None] = [None] * len(found)
    for at, one in enumerate(found):
        mine = _mark(content(one).dispatch)
        if mine is not None:
            out[at] = _taken(free, (i for i, row in enumerate(free) if _mark(row) == mine))
    for at, one in enumerate(found):
        if out[at] is None:
            out[at] = _taken(free, (i for i, row in enumerate(free) if row["part"] == one.extent.part))
    return out


def _taken(free: list[Row], places: Iterator[int]) -> Row | None:
    """Take the row at the first of some places out of ``free`` and give it; None when there is none."""
    at = next(places, None)
    return None if at is None else free.pop(at)


def _mark(row: Row) -> tuple[str, str | None] | None:
    return None if row["number"] is None else (row["symbol"], row["issued_on"])


def _put_aside(connection: Connection, rows: Sequence[Row], lowest: int) -> None:
    for step, row in enumerate(rows, 1):
        connection.execute(update(dispatch).where(dispatch.c.id == row["id"]).values(part=lowest - step))


def _replace(connection: Connection, outcome: Outcome, stored: Row, arrival: Arrival) -> Saved:
    """Replace what an earlier reading said of one dispatch."""
    rows = content_as(content(outcome), stored["id"])
    saved = Saved(Kind.SAME_FILE, stored["id"], outcome.status is Status.NEEDS_REVIEW)
    fresh = rows.dispatch | {"series": rows.series}
    if stored["standing"] == "retired":
        fresh |= {"standing": "counts", "standing_by": None, "standing_why": None}
    changed = {name: value for name, value in fresh.items() if stored[name] != value}
    if not changed:
        return saved
    decided = _decisions(connection, stored["id"])
    folds = _clear(connection, stored["id"])
    before = stored["identity"]
    # It gives way until the versions, those it had and those it has now, have settled.
    loose = {"identity": f"new:{stored['id']}", "superseded_by": stored["id"], "run_id": arrival.run_id}
    connection.execute(update(dispatch).where(dispatch.c.id == stored["id"]).values(**changed | loose))
    document = stored | changed | loose
    versions.settle(connection, versions.around(connection, document, before), arrival.now)
    for fold in folds:
        movements.settle(connection, fold)
    write_contents(connection, rows, document)
    # The new reading's words for searches stand now; those that people put in must be found as before.
    overlay.made_findable(connection, stored["id"])
    _decide_again(connection, rows, decided)
    audit.append(connection, event(arrival, outcome, "dispatch.reread", stored["id"]))
    return saved


def _clear(connection: Connection, identifier: str) -> list[str]:
    """Take away every row that a reading wrote; give the names of movements that must be settled anew."""
    folds = sorted(set(connection.scalars(select(mention.c.fold).where(mention.c.dispatch_id == identifier))))
    for table in (*CHILD_TABLES, "finding", "mention"):
        rows_of = metadata.tables[table]
        connection.execute(delete(rows_of).where(rows_of.c.dispatch_id == identifier))
    return folds


def _retire(connection: Connection, outcome: Outcome, row: Row, first: str, arrival: Arrival) -> None:
    """Let a dispatch count nowhere that a newer reading of its file no longer finds; what persons did to it is kept."""
    folds = _clear(connection, row["id"])
    values = {
        "standing": "retired",
        "standing_by": first,
        "standing_why": "Lần đọc mới không còn thấy văn bản này trong tệp.",
        "superseded_by": first,
        "identity": f"retired:{row['id']}",
        "pinned": False,
        "kin": None,
    }
    connection.execute(update(dispatch).where(dispatch.c.id == row["id"]).values(values))
    rest = versions.of_identity(connection, row["identity"])
    if rest:
        versions.settle(connection, versions.around(connection, rest[0], row["identity"]), arrival.now)
    for fold in folds:
        movements.settle(connection, fold)
    audit.append(connection, event(arrival, outcome, "dispatch.retired", row["id"]))


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
