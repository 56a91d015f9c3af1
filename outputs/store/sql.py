"""The store as the rest of the program sees it: each method one transaction."""

import uuid
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

from sqlalchemy import insert, select, update

from outputs.store import audit, ledger, read, reference, write
from outputs.store.audit import Chain
from outputs.store.decisions import Decisions
from outputs.store.desk import DeskTables
from outputs.store.engine import Database, connect
from outputs.store.joins import Versions
from outputs.store.learned import Lessons
from outputs.store.ledger import Balance, FileRow
from outputs.store.people import People
from outputs.store.placing import Arrival
from outputs.store.read import Head
from outputs.store.schema import EXPORTED, correction, dispatch, finding, run
from pipeline.model import Outcome, Period, Source
from pipeline.ports import MovementRow, Saved, StoredDispatch
from pipeline.reference.agencies import Agency, Succession
from pipeline.reference.indicators import Indicator


def _now() -> datetime:
    return datetime.now(UTC)


class SqlStore:
    """The normalized tables in SQLite or PostgreSQL (``pipeline.ports.Store``). Safe over threads and forks."""

    def __init__(self, database: Database, clock: Callable[[], datetime] = _now) -> None:
        """Work on an open database; ``clock`` gives the present moment with its time zone."""
        self._database = database
        self._clock = clock
        self.people = People(database, clock)
        self.desk = DeskTables(database, clock)
        self.versions = Versions(database, clock)
        self.decisions = Decisions(database, clock)
        self.lessons = Lessons(database, clock)

    def __enter__(self) -> "SqlStore":
        """Give itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Give the connections back."""
        self.close()

    def close(self) -> None:
        """Give the connections back."""
        self._database.close()

    # Coming in

    def knows(self, sha256: str) -> bool:
        """Tell whether a file with these bytes was stored before (failed and waiting ones do not count)."""
        with self._database.read() as connection:
            row = ledger.find(connection, sha256)
        return row is not None and row["state"] == "stored"

    def arrived(self, sha256: str) -> datetime | None:
        """Give the moment at which bytes first came in, None for those that never did."""
        with self._database.read() as connection:
            row = ledger.find(connection, sha256)
        return None if row is None else row["received_at"]

    def receive(self, source: Source, *, run_id: str, received_at: datetime, archived_as: str | None = None) -> bool:
        """Enter a file in the ledger before it is read; tell whether it needs reading."""
        return self._database.writing(
            lambda c: ledger.receive(c, source, run_id=run_id, received_at=received_at, archived_as=archived_as)
        )

    def save(
        self, outcome: Outcome, *, run_id: str, received_at: datetime, archived_as: str | None, reread: bool = False
    ) -> Saved:
        """Write one outcome whole, or nothing; a file saved twice changes no row.

        With ``reread`` a stored file's content is replaced by this reading; its id, arrival and decisions stay.
        """
        arrival = Arrival(run_id, received_at, archived_as, self._clock(), reread)
        return self._database.writing(lambda c: write.save(c, outcome, arrival))

    # Asking

    def dispatches(self, movement: str | None = None, period: Period | None = None) -> Iterator[StoredDispatch]:
        """Give stored dispatches, those of one movement, or those whose figures or date touch a period; all versions."""
        with self._database.read() as connection:
            yield from read.dispatches(connection, movement, period)

    def granting(self, codes: Collection[str]) -> Iterator[StoredDispatch]:
        """Give the dispatches in force that grant an award of one of these forms, of whatever movement and year."""
        with self._database.read() as connection:
            yield from read.granting(connection, codes)

    def dispatch(self, key: str) -> StoredDispatch | None:
        """Give one dispatch by its id or its file's SHA-256."""
        with self._database.read() as connection:
            return read.one(connection, key)

    def heads(
        self,
        movement: str | None = None,
        period: Period | None = None,
        *,
        words: str = "",
        status: str | None = None,
        year: int | None = None,
        in_force: bool = False,
    ) -> Sequence[Head]:
        """Give what a list shows, without rebuilding documents; ``year`` is of arrival, ``words`` need no tone marks."""
        with self._database.read() as connection:
            return read.heads(
                connection,
                movement_id=movement,
                window=period,
                words=words,
                status=status,
                year=year,
                in_force=in_force,
            )

    def queue(self) -> Sequence[Head]:
        """Give the dispatches in force that need a person and that nobody has settled, oldest first."""
        with self._database.read() as connection:
            return read.queue(connection)

    def movements(self) -> Sequence[MovementRow]:
        """Give every movement named by a stored dispatch, the most named first."""
        with self._database.read() as connection:
            return read.movements(connection)

    def findings(self, dispatch_id: str | None = None, state: str | None = None) -> Sequence[Mapping[str, Any]]:
        """Give findings as rows, of one dispatch or all, ``open`` or ``accepted`` or both."""
        with self._database.read() as connection:
            return read.findings(connection, dispatch_id, state)

    def corrections(self, dispatch_id: str | None = None) -> Sequence[Mapping[str, Any]]:
        """Give what people corrected, oldest first."""
        with self._database.read() as connection:
            return read.corrections(connection, dispatch_id)

    def files(self, *states: str) -> Sequence[FileRow]:
        """Give the ledger, or its files that are ``received``, ``stored`` or ``quarantined``."""
        with self._database.read() as connection:
            return ledger.files(connection, *states)

    def table(self, name: str) -> Iterator[Mapping[str, Any]]:
        """Give every row of one table of the contract. Raises KeyError for another name."""
        if name not in EXPORTED:
            raise KeyError(name)
        with self._database.read() as connection:
            yield from read.table(connection, name)

    # A person's decisions

    def accept(self, finding_id: str, *, who: str, reason: str) -> None:
        """Accept a finding with a reason. Raises KeyError for an unknown id."""

        def work(connection: Any) -> None:
            values = {"state": "accepted", "decided_by": who, "decided_at": self._clock(), "reason": reason}
            done = connection.execute(update(finding).where(finding.c.id == finding_id).values(values))
            if not done.rowcount:
                raise KeyError(finding_id)
            audit.append(
                connection, audit.Event(self._clock(), who, "finding.accepted", finding_id, {"reason": reason})
            )

        self._database.writing(work)

    def correct(
        self,
        dispatch_id: str,
        field: str,
        *,
        old: Any,
        new: Any,
        who: str,
        ordinal: int | None = None,
        reason: str | None = None,
    ) -> str:
        """Keep a person's correction of one field (``ordinal`` of a list field) and give its id; plain JSON values.

        Raises KeyError for an unknown dispatch.
        """
        identifier = uuid.uuid4().hex

        def work(connection: Any) -> None:
            if connection.scalar(select(dispatch.c.id).where(dispatch.c.id == dispatch_id)) is None:
                raise KeyError(dispatch_id)
            now = self._clock()
            row = {"field": field, "ordinal": ordinal, "old": old, "new": new, "reason": reason}
            connection.execute(
                insert(correction).values(id=identifier, dispatch_id=dispatch_id, who=who, at=now, **row)
            )
            audit.append(
                connection, audit.Event(now, who, "dispatch.corrected", dispatch_id, {"correction": identifier} | row)
            )

        self._database.writing(work)
        return identifier

    # Runs, reference data, proof

    def start_run(self, kind: str, *, run_id: str | None = None, version: str | None = None) -> str:
        """Open a run and give its id; the same ``run_id`` opened again changes nothing (a retried task)."""
        identifier = run_id or uuid.uuid4().hex

        def work(connection: Any) -> None:
            if connection.scalar(select(run.c.id).where(run.c.id == identifier)) is not None:
                return
            now = self._clock()
            connection.execute(
                insert(run).values(id=identifier, kind=kind, state="running", started_at=now, version=version)
            )
            audit.append(connection, audit.Event(now, ledger.MACHINE, "run.started", identifier, {"kind": kind}))

        self._database.writing(work)
        return identifier

    def end_run(
        self,
        run_id: str,
        counts: Mapping[str, int] | None = None,
        *,
        failed: bool = False,
        details: Mapping[str, Any] | None = None,
    ) -> None:
        """Close a run with its ``counts`` (``new``, ``same_file``, ``new_version``, ``needs_review``, ``failed``).

        Raises KeyError for an unknown run or count.
        """
        numbers = dict(counts or {})
        unknown = set(numbers) - {"new", "same_file", "new_version", "needs_review", "failed"}
        if unknown:
            raise KeyError(", ".join(sorted(unknown)))

        def work(connection: Any) -> None:
            now = self._clock()
            state = "failed" if failed else "done"
            values = numbers | {"state": state, "ended_at": now, "details": dict(details or {})}
            if not connection.execute(update(run).where(run.c.id == run_id).values(values)).rowcount:
                raise KeyError(run_id)
            audit.append(connection, audit.Event(now, ledger.MACHINE, "run.ended", run_id, {"state": state} | numbers))

        self._database.writing(work)

    def runs(self, limit: int = 20) -> Sequence[Mapping[str, Any]]:
        """Give the last runs, newest first."""
        with self._database.read() as connection:
            return read.runs(connection, limit)

    def sync_reference(
        self,
        agencies: Iterable[Agency],
        successions: Iterable[Succession] = (),
        indicators: Iterable[Indicator] = (),
        *,
        mark: str | None = None,
    ) -> bool:
        """Make the reference tables equal to what is given, data that bears ``mark``; tell whether anything had to change."""
        given = tuple(agencies), tuple(successions), tuple(indicators)
        return self._database.writing(lambda c: reference.sync(c, *given, self._clock(), mark))

    def has_reference(self, mark: str) -> bool:
        """Tell whether the reference tables stand as the data that bears ``mark``; costs a millisecond."""
        with self._database.read() as connection:
            return reference.marked(connection, mark)

    def note(self, who: str, what: str, subject: str, **details: Any) -> None:
        """Write one event to the audit trail: a report made, an export taken."""
        self._database.writing(lambda c: audit.append(c, audit.Event(self._clock(), who, what, subject, details)))

    def balance(self) -> Balance:
        """Count the ledger against the audit trail."""
        with self._database.read() as connection:
            return ledger.balance(connection)

    def verify(self) -> Chain:
        """Read the whole audit chain and name the first row that does not hold."""
        with self._database.read() as connection:
            return audit.verify(connection)


def open_store(url: str, *, create: bool = True) -> SqlStore:
    """Open the store at ``sqlite:///…`` or ``postgresql+psycopg://…``, its tables at the newest revision.

    With ``create`` False nothing is made. Raises :class:`~outputs.store.engine.StoreError` with a Vietnamese sentence.
    """
    return SqlStore(connect(url, create=create))
