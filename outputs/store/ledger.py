"""What came in and where it is: every file is waiting, stored or quarantined, and the audit trail counts the same."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, insert, select, update

from outputs.store import audit
from outputs.store.rows import Row
from outputs.store.schema import audit as audit_table
from outputs.store.schema import dispatch, file
from pipeline.model import Source

#: Who acts when no person does.
MACHINE = "thidua"


# Statements of every save are built once: building one takes as long as running it.
_FILE = select(file).where(file.c.sha256 == bindparam("sha256"))
_ADD = insert(file)


@dataclass(frozen=True, slots=True)
class Balance:
    """The ledger's sum. ``received`` is counted from the audit trail, the other three from the ledger itself.

    ``orphans`` are files marked stored that have no dispatch and are no bundle.
    """

    received: int
    stored: int
    waiting: int
    quarantined: int
    orphans: int = 0

    @property
    def balanced(self) -> bool:
        """Everything that came in is accounted for."""
        return self.received == self.stored + self.waiting + self.quarantined and self.orphans == 0


@dataclass(frozen=True, slots=True)
class FileRow:
    """One file of the ledger.

    ``sha256`` is ``name:…`` for a file whose bytes could not be had; ``archived_as`` is its path inside the archive;
    ``state`` is ``received``, ``stored`` or ``quarantined``.
    """

    sha256: str
    name: str
    size: int
    media_type: str
    origin: str | None
    state: str
    archived_as: str | None
    received_at: datetime
    run_id: str
    failure_code: str | None
    failure_message: str | None


def identified(source: Source) -> Source:
    """Give the file with something to know it by: its hash, or its name when no byte of it could be had.

    A path that leads nowhere or may not be read has no hash, and two such files must not become one row.
    """
    if source.sha256:
        return source
    names = f"{source.origin or ''}\0{source.name}".encode(errors="surrogatepass")
    return replace(source, sha256=f"name:{hashlib.sha256(names).hexdigest()}")


def find(connection: Connection, sha256: str) -> Row | None:
    """Give the ledger row of a file, None for bytes that never came in."""
    row = connection.execute(_FILE, {"sha256": sha256}).mappings().first()
    return None if row is None else dict(row)


def add(
    connection: Connection,
    source: Source,
    *,
    run_id: str,
    received_at: datetime,
    archived_as: str | None,
    state: Row | None = None,
) -> audit.Event:
    """Enter a file that was never seen and give the event that the caller puts on the trail.

    ``state`` holds the columns its reading settled, if it was read already.
    """
    row = {
        "sha256": source.sha256,
        "name": source.name,
        "size": source.size,
        "media_type": source.media_type,
        "origin": source.origin,
        "folder": source.folder or None,
        "archived_as": archived_as,
        "received_at": received_at,
        "run_id": run_id,
    } | (state or {"state": "received"})
    connection.execute(_ADD, row)
    details = {"name": source.name, "size": source.size, "run": run_id}
    return audit.Event(received_at, MACHINE, "file.received", source.sha256, details)


def receive(
    connection: Connection, source: Source, *, run_id: str, received_at: datetime, archived_as: str | None
) -> bool:
    """Enter a file before it is read. Tell whether it needs reading: False for bytes already stored.

    A bundle is opened every time: what it brings may have failed the last time, and is told apart file by file.
    """
    source = identified(source)
    known = find(connection, source.sha256)
    if known is None:
        audit.append(
            connection, add(connection, source, run_id=run_id, received_at=received_at, archived_as=archived_as)
        )
        return True
    if known["archived_as"] is None and archived_as is not None:
        connection.execute(update(file).where(file.c.sha256 == source.sha256).values(archived_as=archived_as))
    return bool(known["state"] != "stored" or known["members"] is not None)


def files(connection: Connection, *states: str) -> Sequence[FileRow]:
    """Give the ledger, or its files in some states, in order of arrival."""
    columns = [file.c[name] for name in FileRow.__dataclass_fields__]
    query = select(*columns).order_by(file.c.received_at, file.c.sha256)
    if states:
        query = query.where(file.c.state.in_(states))
    return [FileRow(*row) for row in connection.execute(query)]


def balance(connection: Connection) -> Balance:
    """Count the ledger against the audit trail."""
    states = connection.execute(select(file.c.state, func.count()).group_by(file.c.state))
    counts: dict[str, int] = {row[0]: row[1] for row in states}
    received = connection.scalar(
        select(func.count(audit_table.c.subject.distinct())).where(audit_table.c.what == "file.received")
    )
    orphans = connection.scalar(
        select(func.count())
        .select_from(file.outerjoin(dispatch, dispatch.c.sha256 == file.c.sha256))
        .where(file.c.state == "stored", dispatch.c.id.is_(None), file.c.members.is_(None))
    )
    return Balance(
        received or 0,
        counts.get("stored", 0),
        counts.get("received", 0),
        counts.get("quarantined", 0),
        orphans or 0,
    )
