"""Asking the store. Filters run in SQL on indexes; documents are rebuilt one at a time as they are asked for."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, func, or_, select

from outputs.store.movements import period
from outputs.store.overlay import overlaid
from outputs.store.rows import rebuild
from outputs.store.schema import (
    award,
    correction,
    dispatch,
    file,
    finding,
    mention,
    metadata,
    movement,
    named,
    result,
    review,
    run,
)
from pipeline.model import Extent, Period, Profile
from pipeline.ports import MovementRow, StoredDispatch
from pipeline.text import bare

#: Rows fetched at a time while documents are streamed.
_BATCH = 200


@dataclass(frozen=True, slots=True)
class Head:
    """What a list shows of a dispatch, without rebuilding it. ``movements`` are ids."""

    id: str
    sha256: str
    file_name: str
    received_at: datetime
    arrival_year: int
    arrival_number: int
    symbol: str | None
    issued_on: str | None
    doc_type: str | None
    issuer: str | None
    issuer_name: str | None
    agency: str | None
    subject: str | None
    urgency: str | None
    status: str
    profile: str
    confidence: float | None
    superseded_by: str | None


def _touches(window: Period) -> ColumnElement[bool]:
    """The document's date, or the period or as-of date of one of its figures, shares a day with ``window``."""
    begin = func.coalesce(result.c.period_start, result.c.period_end, result.c.as_of)
    finish = func.coalesce(result.c.period_end, result.c.period_start, result.c.as_of)
    figures = exists().where(
        result.c.dispatch_id == dispatch.c.id,
        or_(
            and_(begin <= window.end, finish >= window.start),
            result.c.as_of.between(window.start, window.end),
        ),
    )
    return or_(and_(dispatch.c.issued_from <= window.end, dispatch.c.issued_to >= window.start), figures)


def _filtered(query: Select[Any], movement_id: str | None, window: Period | None) -> Select[Any]:
    if movement_id is not None:
        # One version may leave the movement's name unread: all versions come, or two of them would both seem in force.
        naming = dispatch.alias()
        meant = select(naming.c.identity).join(mention, mention.c.dispatch_id == naming.c.id)
        query = query.where(dispatch.c.identity.in_(meant.where(mention.c.movement_id == movement_id)))
    if window is not None:
        query = query.where(_touches(window))
    return query.order_by(dispatch.c.received_at, dispatch.c.id)


_STORED = (
    dispatch.c.id, dispatch.c.sha256, file.c.name, dispatch.c.received_at, dispatch.c.profile,
    dispatch.c.superseded_by, dispatch.c.record, dispatch.c.part, dispatch.c.standing, dispatch.c.standing_why,
)  # fmt: skip


def _stored(row: Any) -> StoredDispatch:
    document, findings = rebuild(row.record)
    return StoredDispatch(
        row.id,
        row.sha256,
        Extent(row.part).named(row.name),
        row.received_at,
        document,
        Profile(row.profile),
        findings,
        row.superseded_by,
        (row.standing_why or "") if row.standing == "withdrawn" else "",
    )


def dispatches(connection: Connection, movement_id: str | None, window: Period | None) -> Iterator[StoredDispatch]:
    """Give stored dispatches in order of arrival, all versions."""
    query = _filtered(select(*_STORED).join(file, file.c.sha256 == dispatch.c.sha256), movement_id, window)
    query = query.where(dispatch.c.standing != "retired")
    with connection.execution_options(yield_per=_BATCH).execute(query) as rows:
        for row in rows:
            yield _stored(row)


def granting(connection: Connection, codes: Collection[str]) -> Iterator[StoredDispatch]:
    """Give the dispatches in force, of whatever movement, that grant an award of one of the forms ``codes``."""
    granted = select(award.c.dispatch_id).where(award.c.status == "granted", award.c.award_code.in_(codes))
    query = select(*_STORED).join(file, file.c.sha256 == dispatch.c.sha256)
    in_force = (dispatch.c.superseded_by.is_(None), dispatch.c.standing == "counts")
    query = query.where(dispatch.c.id.in_(granted), *in_force)
    with connection.execution_options(yield_per=_BATCH).execute(query.order_by(dispatch.c.id)) as rows:
        for row in rows:
            yield _stored(row)


def one(connection: Connection, identifier: str) -> StoredDispatch | None:
    """Give one dispatch by its id, or the first one of a file by its hash."""
    query = select(*_STORED).join(file, file.c.sha256 == dispatch.c.sha256)
    row = connection.execute(
        query.where(
            or_(dispatch.c.id == identifier, and_(dispatch.c.sha256 == identifier, dispatch.c.part == 1))
        ).limit(1)
    ).first()
    return None if row is None else _stored(row)


def _heads() -> Select[Any]:
    renamed = {"file_name": named(), "agency": dispatch.c.issuer_agency}
    columns = [renamed[n] if n in renamed else dispatch.c[n] for n in Head.__dataclass_fields__]
    return select(*columns).join(file, file.c.sha256 == dispatch.c.sha256)


def heads(
    connection: Connection,
    *,
    movement_id: str | None = None,
    window: Period | None = None,
    words: str = "",
    status: str | None = None,
    year: int | None = None,
    in_force: bool = False,
) -> Sequence[Head]:
    """Give the heads that fit every filter; ``words`` are looked for without tone marks, ``year`` is of arrival."""
    query = _filtered(_heads(), movement_id, window)
    for word in bare(words).split():
        query = query.where(dispatch.c.search.contains(word, autoescape=True))
    if status is not None:
        query = query.where(dispatch.c.status == status)
    if year is not None:
        query = query.where(dispatch.c.arrival_year == year)
    if in_force:
        query = query.where(dispatch.c.superseded_by.is_(None))
    return overlaid(connection, [Head(*row) for row in connection.execute(query)])


def queue(connection: Connection) -> Sequence[Head]:
    """Give the heads in force that need a person and that nobody has settled."""
    query = _filtered(_heads(), None, None).where(
        dispatch.c.status == "needs_review",
        dispatch.c.superseded_by.is_(None),
        ~exists().where(review.c.dispatch_id == dispatch.c.id),
    )
    return overlaid(connection, [Head(*row) for row in connection.execute(query)])


def movements(connection: Connection) -> Sequence[MovementRow]:
    """Give every movement with how many dispatches in force name it, the most named first."""
    count, counting = func.count(dispatch.c.id.distinct()), dispatch.c.standing == "counts"
    query = (
        select(movement.c.id, movement.c.name, movement.c.start, movement.c.end, count)
        .outerjoin(mention, mention.c.movement_id == movement.c.id)
        .outerjoin(dispatch, and_(dispatch.c.id == mention.c.dispatch_id, dispatch.c.superseded_by.is_(None), counting))
        .group_by(movement.c.id)
        .order_by(count.desc(), movement.c.id)
    )
    return [
        MovementRow(i, name, *period(start, end), documents)
        for i, name, start, end, documents in connection.execute(query)
    ]


def findings(
    connection: Connection, dispatch_id: str | None = None, state: str | None = None
) -> Sequence[Mapping[str, Any]]:
    """Give findings as rows of the table, of one dispatch or of all, in one state or in any."""
    query = select(finding).order_by(finding.c.sha256, finding.c.ordinal)
    if dispatch_id is not None:
        query = query.where(finding.c.dispatch_id == dispatch_id)
    if state is not None:
        query = query.where(finding.c.state == state)
    return [dict(row) for row in connection.execute(query).mappings()]


def corrections(connection: Connection, dispatch_id: str | None = None) -> Sequence[Mapping[str, Any]]:
    """Give what people corrected, oldest first."""
    query = select(correction).order_by(correction.c.at, correction.c.id)
    if dispatch_id is not None:
        query = query.where(correction.c.dispatch_id == dispatch_id)
    return [dict(row) for row in connection.execute(query).mappings()]


def runs(connection: Connection, limit: int = 20) -> Sequence[Mapping[str, Any]]:
    """Give the last runs, newest first."""
    query = select(run).order_by(run.c.started_at.desc(), run.c.id).limit(limit)
    return [dict(row) for row in connection.execute(query).mappings()]


def table(connection: Connection, name: str) -> Iterator[Mapping[str, Any]]:
    """Give every row of one table, in a fixed order. ``dispatch`` carries the ids of its movements."""
    columns = metadata.tables[name]
    query = select(columns).order_by(*columns.primary_key.columns)
    if name == "audit":
        query = select(columns).order_by(columns.c.seq)
    named = _movement_ids(connection) if name == "dispatch" else {}
    with connection.execution_options(yield_per=_BATCH).execute(query) as rows:
        for row in rows.mappings():
            yield dict(row) | ({"movements": named.get(row["id"], [])} if name == "dispatch" else {})


def _movement_ids(connection: Connection) -> dict[str, list[str]]:
    out: dict[str, list[str]] = {}
    query = select(mention.c.dispatch_id, mention.c.movement_id).order_by(mention.c.dispatch_id, mention.c.ordinal)
    for identifier, movement_id in connection.execute(query):
        ids = out.setdefault(identifier, [])
        if movement_id not in ids:
            ids.append(movement_id)
    return out
