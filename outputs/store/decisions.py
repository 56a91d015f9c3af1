"""What people decide about a consolidation: whose figures count, which findings may stand.

A decision is a row with who, when and why; it is undone, never deleted.
"""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, insert, or_, select, update

from outputs.store import audit
from outputs.store.engine import Database
from outputs.store.schema import decision, finding
from pipeline.consolidate.values import Acceptance, SourceChoice
from pipeline.model import Period


@dataclass(frozen=True, slots=True)
class Decision:
    """One row as it stands: ``kind`` is ``source`` or ``accept``; ``undone_at`` is None while it holds."""

    id: str
    kind: str
    movement_id: str
    start: date | None
    end: date | None
    subject: str
    details: Mapping[str, Any]
    who: str
    at: datetime
    reason: str
    undone_by: str | None
    undone_at: datetime | None
    undone_reason: str | None


_COLUMNS = tuple(decision.c[name] for name in Decision.__dataclass_fields__)


def _needed(reason: str) -> str:
    if not reason.strip():
        raise ValueError("Phải nêu lý do.")
    return reason.strip()


class Decisions:
    """Sources chosen and findings accepted. Every change is a line of the audit trail."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        """Work on an open database; ``clock`` gives the present moment with its time zone."""
        self._database = database
        self._clock = clock

    def choose(
        self,
        movement_id: str,
        indicator: str,
        unit: str,
        *,
        who: str,
        reason: str,
        over: Sequence[str] = (),
        period: Period | None = None,
    ) -> str:
        """Let ``unit`` be the source of an indicator and give the decision's id; what ``over`` report is in its figure.

        No ``over`` means all other units; no ``period`` every period of the movement. Raises ValueError without a reason.
        """
        return self._keep(movement_id, "source", indicator, {"unit": unit, "over": list(over)}, who, reason, period)

    def accept(self, movement_id: str, period: Period, key: str, *, who: str, reason: str, **said: str) -> str:
        """Let the finding with ``key`` stand in the reports of a period and give the decision's id.

        ``said`` are its words, for those who read the decision later. Raises ValueError without a reason.
        """
        return self._keep(movement_id, "accept", key, said, who, reason, period)

    def undo(self, identifier: str, *, who: str, reason: str) -> None:
        """Take a decision back; its row stays. Raises KeyError for one that is unknown or was taken back before."""
        why = _needed(reason)

        def work(connection: Connection) -> None:
            now = self._clock()
            holds = (decision.c.id == identifier, decision.c.undone_at.is_(None))
            row = connection.execute(select(decision).where(*holds)).mappings().first()
            if row is None:
                raise KeyError(identifier)
            values = {"undone_by": who, "undone_at": now, "undone_reason": why}
            connection.execute(update(decision).where(decision.c.id == identifier).values(values))
            what = "source.undone" if row["kind"] == "source" else "finding.withdrawn"
            audit.append(connection, audit.Event(now, who, what, identifier, {"reason": why}))

        self._database.writing(work)

    def reopen(self, finding_id: str, *, who: str, reason: str) -> None:
        """Take back that a finding of one document was accepted. Raises KeyError when it is not accepted."""
        why = _needed(reason)

        def work(connection: Connection) -> None:
            holds = (finding.c.id == finding_id, finding.c.state == "accepted")
            values = {"state": "open", "decided_by": None, "decided_at": None, "reason": None}
            if not connection.execute(update(finding).where(*holds).values(values)).rowcount:
                raise KeyError(finding_id)
            event = audit.Event(self._clock(), who, "finding.withdrawn", finding_id, {"reason": why})
            audit.append(connection, event)

        self._database.writing(work)

    def all(self, movement_id: str | None = None, *, undone: bool = False) -> Sequence[Decision]:
        """Give the decisions that hold, oldest first; with ``undone`` also those taken back."""
        query = select(*_COLUMNS).order_by(decision.c.at, decision.c.id)
        if movement_id is not None:
            query = query.where(decision.c.movement_id == movement_id)
        if not undone:
            query = query.where(decision.c.undone_at.is_(None))
        with self._database.read() as connection:
            return [Decision(*row) for row in connection.execute(query)]

    def sources(self, movement_id: str, period: Period) -> tuple[SourceChoice, ...]:
        """Give the choices that hold for a report on a period: those for it, for a longer one around it, and for every one."""
        within = or_(decision.c.start.is_(None), (decision.c.start <= period.start) & (decision.c.end >= period.end))
        return tuple(
            SourceChoice(d.id, d.subject, d.details["unit"], tuple(d.details["over"]), d.who, d.at, d.reason)
            for d in self._holding("source", movement_id, within)
        )

    def acceptances(self, movement_id: str, period: Period) -> tuple[Acceptance, ...]:
        """Give the acceptances that hold for reports on exactly this period."""
        same = (decision.c.start == period.start) & (decision.c.end == period.end)
        return tuple(
            Acceptance(d.id, d.subject, d.who, d.at, d.reason) for d in self._holding("accept", movement_id, same)
        )

    def _holding(self, kind: str, movement_id: str, when: Any) -> Sequence[Decision]:
        query = select(*_COLUMNS).where(
            decision.c.kind == kind, decision.c.movement_id == movement_id, decision.c.undone_at.is_(None), when
        )
        with self._database.read() as connection:
            return [Decision(*row) for row in connection.execute(query.order_by(decision.c.at, decision.c.id))]

    def _keep(
        self,
        movement_id: str,
        kind: str,
        subject: str,
        details: Mapping[str, Any],
        who: str,
        reason: str,
        period: Period | None,
    ) -> str:
        identifier, why = uuid.uuid4().hex, _needed(reason)
        days = (None, None) if period is None else (period.start, period.end)

        def work(connection: Connection) -> None:
            now = self._clock()
            row: dict[str, Any] = {
                "id": identifier,
                "kind": kind,
                "movement_id": movement_id,
                "subject": subject,
                "who": who,
            }
            row |= {"at": now, "reason": why, "details": dict(details), "start": days[0], "end": days[1]}
            connection.execute(insert(decision), row)
            what = "source.chosen" if kind == "source" else "finding.accepted"
            told = {"decision": identifier, "subject": subject, "reason": why} | dict(details)
            told |= {"start": str(days[0]), "end": str(days[1])} if period is not None else {}
            audit.append(connection, audit.Event(now, who, what, movement_id, told))

        self._database.writing(work)
        return identifier
