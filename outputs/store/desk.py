"""What the review desk asks and decides: the list of what came in with its states, documents settled, periods closed.

Every state is told from the tables at the moment of asking; nothing keeps a second account of it.
"""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, case, delete, func, insert, or_, select, update

from outputs.store import audit
from outputs.store.engine import Database
from outputs.store.overlay import made_findable, overlaid
from outputs.store.schema import agency, closing, correction, dispatch, file, finding, mention, named, result, review
from outputs.store.schema import audit as trail
from pipeline.text import bare

#: The states of a file at the desk, in the order of its way: waiting to be read, to be looked at, settled, returned
#: to its sender, superseded by a newer version, failed.
STATES = ("waiting", "review", "done", "returned", "superseded", "failed")

_STATE = case(
    (file.c.state == "received", "waiting"),
    (file.c.state == "quarantined", "failed"),
    (dispatch.c.superseded_by.is_not(None), "superseded"),
    (review.c.state == "returned", "returned"),
    (and_(dispatch.c.status == "needs_review", review.c.dispatch_id.is_(None)), "review"),
    else_="done",
)
#: Chance of an error times what hangs on it: doubt of the head, weighed by the figures that a report would take over.
_WEIGHT = (1.05 - func.coalesce(dispatch.c.confidence, 0.0)) * (
    1 + select(func.count()).where(result.c.dispatch_id == dispatch.c.id).scalar_subquery()
)

#: Findings that ask about one value, beside those that it is missing (``NO_…``).
_ASKED = ("DOUBTFUL", "RIVAL_VALUES", "FOLDER_UNIT", "FOLDER_PERIOD")


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of the list. The columns of a dispatch are None for a file that has not been read."""

    sha256: str
    file_name: str
    received_at: datetime
    archived_as: str | None
    media_type: str
    failure_message: str | None
    id: str | None
    symbol: str | None
    issued_on: str | None
    doc_type: str | None
    issuer: str | None
    subject: str | None
    confidence: float | None
    arrival_number: int | None
    state: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list is asked for. ``words`` need no tone marks; ``within`` are the only issuers shown, None for all."""

    state: str | None = None
    words: str = ""
    doc_type: str | None = None
    movement: str | None = None
    year: int | None = None
    within: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """How a person settled a document: ``confirmed`` or ``returned``."""

    state: str
    who: str
    at: datetime
    reason: str | None


@dataclass(frozen=True, slots=True)
class Closing:
    """A period of a movement on its way to be closed: ``proposed`` by one person, ``locked`` by another."""

    id: str
    movement_id: str
    start: date
    end: date
    state: str
    proposed_by: str
    proposed_at: datetime
    decided_by: str | None
    decided_at: datetime | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class Change:
    """A person's word on one field: what stood there and what shall, in plain JSON; ``ordinal`` in a list field."""

    field: str
    old: Any
    new: Any
    ordinal: int | None = None


class Refused(Exception):
    """The state of things forbids it; the sentence says why, in Vietnamese."""


def _columns() -> list[ColumnElement[Any]]:
    renamed: dict[str, ColumnElement[Any]] = {"file_name": named(), "state": _STATE.label("state")}
    own = {"sha256", "received_at", "archived_as", "media_type", "failure_message"}
    return [
        renamed[n] if n in renamed else file.c[n] if n in own else dispatch.c[n] for n in Entry.__dataclass_fields__
    ]


def _joined(query: Select[Any]) -> Select[Any]:
    # What a newer reading of a file no longer finds in it is not at the desk.
    ways = file.outerjoin(dispatch, and_(dispatch.c.sha256 == file.c.sha256, dispatch.c.standing != "retired"))
    return query.select_from(ways.outerjoin(review, review.c.dispatch_id == dispatch.c.id))


def _filtered(query: Select[Any], asked: Asked) -> Select[Any]:
    for word in bare(asked.words).split():
        unread = and_(dispatch.c.id.is_(None), func.lower(file.c.name).contains(word, autoescape=True))
        query = query.where(or_(dispatch.c.search.contains(word, autoescape=True), unread))
    if asked.state is not None:
        query = query.where(_STATE.in_((asked.state,)))
    if asked.doc_type is not None:
        query = query.where(dispatch.c.doc_type == asked.doc_type)
    if asked.year is not None:
        query = query.where(dispatch.c.arrival_year == asked.year)
    if asked.movement is not None:
        of = select(mention.c.dispatch_id).where(mention.c.movement_id == asked.movement)
        query = query.where(dispatch.c.id.in_(of))
    if asked.within is not None:
        query = query.where(dispatch.c.issuer_agency.in_(asked.within))
    return query


class DeskTables:
    """Lists and decisions of the desk; every decision is one transaction with its line of the audit trail."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        """Work on an open database; ``clock`` gives the present moment with its time zone."""
        self._database = database
        self._clock = clock

    def version(self) -> int:
        """Give a number that grows with every change of what the store holds: its place in the audit trail."""
        query = select(trail.c.seq).where(trail.c.what.not_like("session.%")).order_by(trail.c.seq.desc()).limit(1)
        with self._database.read() as connection:
            return connection.scalar(query) or 0

    # Lists

    def entries(self, asked: Asked, limit: int, offset: int = 0) -> Sequence[Entry]:
        """Give a page of the list: those to be looked at by their weight, everything else newest first."""
        query = _filtered(_joined(select(*_columns())), asked)
        last = (file.c.received_at.desc(), file.c.sha256)
        query = query.order_by(*((_WEIGHT.desc(), *last) if asked.state == "review" else last))
        with self._database.read() as connection:
            found = [Entry(*row) for row in connection.execute(query.limit(limit).offset(offset))]
            return overlaid(connection, found)

    def counts(self, asked: Asked) -> dict[str, int]:
        """Give how many files each state has under the other filters."""
        query = _joined(select(_STATE.label("state"), func.count()))
        query = _filtered(query, Asked(None, asked.words, asked.doc_type, asked.movement, asked.year, asked.within))
        with self._database.read() as connection:
            found = {row[0]: row[1] for row in connection.execute(query.group_by(_STATE))}
        return {state: found.get(state, 0) for state in STATES}

    def entry(self, identifier: str, within: frozenset[str] | None = None) -> Entry | None:
        """Give the entry of a dispatch by its id, or of a file by its hash; None when unknown or not to be seen."""
        query = _filtered(_joined(select(*_columns())), Asked(within=within))
        # By the file first: asked for by either at once, the tables would be read from end to end.
        holds = select(dispatch.c.sha256).where(dispatch.c.id == identifier)
        with self._database.read() as connection:
            of = connection.scalar(holds)
            query = query.where(file.c.sha256 == (identifier if of is None else of))
            query = query if of is None else query.where(dispatch.c.id == identifier)
            row = connection.execute(query.order_by(dispatch.c.part).limit(1)).first()
            return None if row is None else overlaid(connection, [Entry(*row)])[0]

    def doc_types(self) -> Sequence[str]:
        """Give the types of documents there are, the most frequent first."""
        query = select(dispatch.c.doc_type).where(dispatch.c.doc_type.is_not(None)).group_by(dispatch.c.doc_type)
        with self._database.read() as connection:
            return list(connection.scalars(query.order_by(func.count().desc(), dispatch.c.doc_type)))

    def below(self, unit: str) -> frozenset[str]:
        """Give a body and all bodies under it."""
        with self._database.read() as connection:
            pairs = list(connection.execute(select(agency.c.id, agency.c.parent)))
        found = {unit}
        while grown := {i for i, parent in pairs if parent in found and i not in found}:
            found |= grown
        return frozenset(found)

    def trail(self, limit: int, subject: str | None = None) -> Sequence[dict[str, Any]]:
        """Give the last lines of the audit trail, newest first, of one subject or all."""
        query = select(trail).order_by(trail.c.seq.desc()).limit(limit)
        if subject is not None:
            query = query.where(trail.c.subject == subject)
        with self._database.read() as connection:
            return [dict(row) for row in connection.execute(query).mappings()]

    # Documents

    def correct(self, identifier: str, changes: Sequence[Change], *, who: str, reason: str | None = None) -> None:
        """Keep a person's word on one or more fields and accept the findings that it settles: all or nothing.

        Raises KeyError for an unknown dispatch.
        """

        def work(connection: Connection, now: datetime) -> None:
            if connection.scalar(select(dispatch.c.id).where(dispatch.c.id == identifier)) is None:
                raise KeyError(identifier)
            events = []
            for change in changes:
                row = {n: getattr(change, n) for n in ("field", "ordinal", "old", "new")} | {"reason": reason}
                key = uuid.uuid4().hex
                connection.execute(insert(correction).values(id=key, dispatch_id=identifier, who=who, at=now, **row))
                events.append(audit.Event(now, who, "dispatch.corrected", identifier, {"correction": key} | row))
                events += _accept(connection, who, "Đã xác nhận giá trị.", now, identifier, _settled_by(change))
            made_findable(connection, identifier)
            audit.append(connection, *events)

        self._write(work)

    def review(self, identifier: str) -> Review | None:
        """Give how a document was settled, None when it is open."""
        columns = [review.c[name] for name in Review.__dataclass_fields__]
        with self._database.read() as connection:
            row = connection.execute(select(*columns).where(review.c.dispatch_id == identifier)).first()
        return None if row is None else Review(*row)

    def confirmed(self) -> frozenset[str]:
        """Give the ids of the documents that people confirmed."""
        with self._database.read() as connection:
            return frozenset(connection.scalars(select(review.c.dispatch_id).where(review.c.state == "confirmed")))

    def confirm(self, *identifiers: str, who: str, accept: str | None = None) -> None:
        """Settle documents, all or none; with ``accept`` their open findings are accepted for that reason.

        Raises Refused when one has open findings and no reason is given, KeyError for an unknown one.
        """

        def work(connection: Connection, now: datetime) -> None:
            for identifier in identifiers:
                _confirm(connection, identifier, who, accept, now)

        self._write(work)

    def send_back(self, identifier: str, *, who: str, reason: str) -> None:
        """Mark a document as returned to its sender. Raises KeyError for an unknown one."""

        def work(connection: Connection, now: datetime) -> None:
            _settle(connection, identifier, "returned", who, reason, now)

        self._write(work)

    def reopen(self, identifier: str, *, who: str) -> None:
        """Put a document back among those to be looked at."""

        def work(connection: Connection, now: datetime) -> None:
            done = connection.execute(delete(review).where(review.c.dispatch_id == identifier))
            if done.rowcount:
                audit.append(connection, audit.Event(now, who, "review.reopened", identifier, {}))

        self._write(work)

    # Periods

    def closings(self, movement_id: str | None = None) -> Sequence[Closing]:
        """Give the periods proposed and locked, newest first."""
        query = select(*(closing.c[n] for n in Closing.__dataclass_fields__)).order_by(closing.c.proposed_at.desc())
        if movement_id is not None:
            query = query.where(closing.c.movement_id == movement_id)
        with self._database.read() as connection:
            return [Closing(*row) for row in connection.execute(query)]

    def propose(self, movement_id: str, start: date, end: date, *, who: str) -> str:
        """Propose that the figures of a period be closed; give the proposal's id. Raises Refused when one is open."""
        identifier = uuid.uuid4().hex

        def work(connection: Connection, now: datetime) -> None:
            same = (closing.c.movement_id == movement_id, closing.c.start == start, closing.c.end == end)
            if connection.scalar(select(closing.c.id).where(*same, closing.c.state != "reopened")) is not None:
                raise Refused("Kỳ này đã được trình hoặc đã khóa.")
            row = {"id": identifier, "movement_id": movement_id, "start": start, "end": end, "state": "proposed"}
            connection.execute(insert(closing), row | {"proposed_by": who, "proposed_at": now})
            details = {"start": start.isoformat(), "end": end.isoformat(), "closing": identifier}
            audit.append(connection, audit.Event(now, who, "period.proposed", movement_id, details))

        self._write(work)
        return identifier

    def decide(self, identifier: str, state: str, *, who: str, reason: str | None = None) -> None:
        """Lock a proposed period or reopen it; whoever proposed cannot lock. Raises Refused, KeyError."""

        def work(connection: Connection, now: datetime) -> None:
            row = connection.execute(select(closing).where(closing.c.id == identifier)).mappings().first()
            if row is None:
                raise KeyError(identifier)
            if state == "locked" and row["state"] != "proposed":
                raise Refused("Kỳ này không ở trạng thái chờ duyệt.")
            if state == "locked" and row["proposed_by"] == who:
                raise Refused("Người trình không được tự duyệt. Cần người thứ hai.")
            values = {"state": state, "decided_by": who, "decided_at": now, "reason": reason}
            connection.execute(update(closing).where(closing.c.id == identifier).values(values))
            details = {"closing": identifier, "reason": reason}
            audit.append(connection, audit.Event(now, who, f"period.{state}", row["movement_id"], details))

        self._write(work)

    def locked(self, dispatch_id: str) -> bool:
        """Tell whether a document belongs to a locked period of a movement that it names."""
        query = (
            select(closing.c.id)
            .join(mention, mention.c.movement_id == closing.c.movement_id)
            .join(dispatch, dispatch.c.id == mention.c.dispatch_id)
            .where(mention.c.dispatch_id == dispatch_id, closing.c.state == "locked")
            .where(dispatch.c.issued_from <= closing.c.end, dispatch.c.issued_to >= closing.c.start)
            .limit(1)
        )
        with self._database.read() as connection:
            return connection.scalar(query) is not None

    def _write(self, work: Callable[[Connection, datetime], Any]) -> None:
        self._database.writing(lambda connection: work(connection, self._clock()))


def _confirm(connection: Connection, identifier: str, who: str, accept: str | None, now: datetime) -> None:
    warning = finding.c.severity != "info"
    if not accept:
        open_ = (finding.c.dispatch_id == identifier, finding.c.state == "open", warning)
        if count := connection.scalar(select(func.count()).select_from(finding).where(*open_)):
            raise Refused(f"Còn {count} cảnh báo chưa xử lý. Xử lý từng cảnh báo, hoặc nêu lý do chấp nhận.")
    elif events := _accept(connection, who, accept, now, identifier, warning):
        audit.append(connection, *events)
    _settle(connection, identifier, "confirmed", who, accept, now)


def _settled_by(change: Change) -> ColumnElement[bool]:
    """The findings that a person's word on a value answers: doubt, rival readings, a folder that says otherwise, absence."""
    answered = or_(finding.c.code.in_(_ASKED), finding.c.code.startswith("NO_"))
    return and_(finding.c.field == change.field, answered)


def _accept(
    connection: Connection, who: str, reason: str, now: datetime, identifier: str, which: ColumnElement[bool]
) -> list[audit.Event]:
    """Accept open findings of a document; give the events that the caller puts on the trail."""
    open_ = (finding.c.dispatch_id == identifier, finding.c.state == "open", which)
    ids = list(connection.scalars(select(finding.c.id).where(*open_)))
    values = {"state": "accepted", "decided_by": who, "decided_at": now, "reason": reason}
    if ids:
        connection.execute(update(finding).where(finding.c.id.in_(ids)).values(values))
    return [audit.Event(now, who, "finding.accepted", one, {"reason": reason}) for one in ids]


def _settle(connection: Connection, identifier: str, state: str, who: str, reason: str | None, now: datetime) -> None:
    if connection.scalar(select(dispatch.c.id).where(dispatch.c.id == identifier)) is None:
        raise KeyError(identifier)
    connection.execute(delete(review).where(review.c.dispatch_id == identifier))
    row = {"dispatch_id": identifier, "state": state, "who": who, "at": now, "reason": reason}
    connection.execute(insert(review), row)
    audit.append(connection, audit.Event(now, who, f"review.{state}", identifier, {"reason": reason}))
