"""The registry of movements: each mention attached to the movement it means, whatever order documents come in."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from outputs.store.rows import Row
from outputs.store.schema import dispatch, mention, movement
from pipeline.model import MovementMention, PartialDate
from pipeline.movements import Named, attach, named

#: The type whose documents launch movements; its wording of a name is preferred.
_PLAN = "KH"
# Statements of every save are built once: building one takes as long as running it.
_OF_NAME = (
    select(movement.c.id, movement.c.name, movement.c.start, movement.c.end)
    .where(movement.c.fold == bindparam("fold"))
    .order_by(movement.c.id)
)
_MENTION = insert(mention)
_NAMED_BY = (
    select(dispatch.c.doc_type, dispatch.c.issued_from, dispatch.c.id)
    .join(movement, movement.c.dispatch_id == dispatch.c.id)
    .where(movement.c.id == bindparam("id"))
)


def _partial(text: str | None) -> PartialDate | None:
    return None if text is None else PartialDate.parse(text)


def period(start: str | None, end: str | None) -> tuple[date | None, date | None]:
    """Give the first and the last day of a movement whose ends are dates cut off."""
    first, last = _partial(start), _partial(end)
    return None if first is None else first.period.start, None if last is None else last.period.end


def _alone(row: Any) -> Named:
    """The movement that a mention or a registered movement is by its own name and period."""
    return named(MovementMention(row["name"], _partial(row["start"]), _partial(row["end"])))


def _registered(connection: Connection, fold: str) -> dict[str, Named]:
    """The movements of one name by id; a registered id stays, even when a better document words the name anew."""
    rows = connection.execute(_OF_NAME, {"fold": fold}).mappings()
    return {row["id"]: replace(_alone(row), id=row["id"]) for row in rows}


def _naming(row: Any) -> Row:
    return {name: row[name] for name in ("name", "dispatch_id", "confidence", "evidence")}


def _register(connection: Connection, identifier: str, row: Any) -> None:
    years = {name: row[name] for name in ("fold", "start", "end")}
    connection.execute(insert(movement), {"id": identifier} | years | _naming(row))


def _rank(doc_type: str | None, issued: date | None, identifier: str) -> tuple[bool, date, str]:
    return doc_type != _PLAN, issued or date.max, identifier


def _prefer(connection: Connection, identifier: str, row: Row, document: Row) -> None:
    """Let the better document name the movement."""
    current = connection.execute(_NAMED_BY, {"id": identifier}).one()
    if _rank(document["doc_type"], document["issued_from"], document["id"]) < _rank(*current):
        connection.execute(update(movement).where(movement.c.id == identifier).values(_naming(row)))


def add(connection: Connection, mentions: Sequence[Row], document: Row) -> None:
    """Enter the mentions of one document, making movements where none fits.

    ``document`` is its ``dispatch`` row, already written.
    """
    issued: date | None = document["issued_from"]
    rows: list[Row] = []
    unsettled: set[str] = set()
    for row in mentions:
        alone = _alone(row)
        known = _registered(connection, row["fold"])
        found = attach(alone, known.values(), issued.year if issued else None) or known.get(alone.id)
        if found is None:
            _register(connection, alone.id, row)
            # A new period may be the one that earlier, undated mentions of the name meant.
            if known and alone.dated:
                unsettled.add(row["fold"])
        else:
            _prefer(connection, found.id, row, document)
        rows.append(row | {"movement_id": alone.id if found is None else found.id})
    if rows:
        connection.execute(_MENTION, rows)
    for fold in sorted(unsettled):
        settle(connection, fold)


def settle(connection: Connection, fold: str) -> None:
    """Attach every mention of one name anew: after a new period, or after a document's mentions went."""
    columns = [column for column in mention.c if column is not mention.c.raw]
    query = (
        select(*columns, dispatch.c.doc_type, dispatch.c.issued_from)
        .join(dispatch)
        .where(mention.c.fold == fold)
        .order_by(mention.c.id)
    )
    rows = connection.execute(query).mappings().all()
    known = _registered(connection, fold)
    roots, chosen = _attached(rows, known)
    best: dict[str, Any] = {}
    for row in rows:
        leader = best.setdefault(chosen[row["id"]], row)
        if _order(row) < _order(leader):
            best[chosen[row["id"]]] = row
    for root in roots:
        if root.id in known:
            connection.execute(update(movement).where(movement.c.id == root.id).values(_naming(best[root.id])))
        else:
            _register(connection, root.id, best[root.id])
    moves = [
        {"mention_id": row["id"], "to": chosen[row["id"]]} for row in rows if row["movement_id"] != chosen[row["id"]]
    ]
    if moves:
        connection.execute(
            update(mention).where(mention.c.id == bindparam("mention_id")).values(movement_id=bindparam("to")), moves
        )
    empty = set(known) - set(best)
    if empty:
        connection.execute(delete(movement).where(movement.c.id.in_(empty)))


def _attached(rows: Iterable[Any], known: dict[str, Named]) -> tuple[list[Named], dict[str, str]]:
    """The movements of one name, and which of them each mention means: whole periods first, since others lean on them."""
    roots: list[Named] = []
    chosen: dict[str, str] = {}
    alone = {row["id"]: _alone(row) for row in rows}
    for whole, dated in ((True, True), (False, True), (False, False)):
        fresh: dict[str, Named] = {}
        for row in rows:
            own = alone[row["id"]]
            if (own.whole, own.dated) != (whole, dated):
                continue
            issued = row["issued_from"]
            found = attach(own, roots, issued.year if issued else None)
            if found is None:
                same = (k for k in known.values() if (k.start, k.end) == (own.start, own.end))
                found = known.get(own.id) or next(same, own)
                fresh.setdefault(found.id, found)
            chosen[row["id"]] = found.id
        roots += [root for root in fresh.values() if root.id not in {r.id for r in roots}]
    return roots, chosen


def _order(row: Any) -> tuple[bool, date, str]:
    return _rank(row["doc_type"], row["issued_from"], row["dispatch_id"])
