"""Who may use the review desk: accounts, their sessions, and the count of failed sign-ins."""

import hashlib
import re
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from outputs.store import audit
from outputs.store.engine import Database
from outputs.store.schema import account, attempt, session

#: A session without a request for so long is over.
IDLE = timedelta(minutes=30)
#: A session is over after so long, whatever its owner does: a working day.
LONGEST = timedelta(hours=10)
#: How far back failed sign-ins count.
WINDOW = timedelta(minutes=15)
#: A session's last request is written down this often: every request writing would make readers wait for the disk.
_STEP = timedelta(minutes=1)
#: What a person is called: typed on any keyboard, safe in a log line.
NAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,39}")


@dataclass(frozen=True, slots=True)
class Account:
    """A person at the desk. ``secret`` is the hash of the password; ``unit`` the one body to be seen, None for all."""

    name: str
    full_name: str
    role: str
    unit: str | None
    secret: str
    active: bool


@dataclass(frozen=True, slots=True)
class Session:
    """A signed-in browser: whose it is, and the word that its forms must carry."""

    account: Account
    form: str


class TakenName(Exception):
    """An account of this name is there already."""


_ACCOUNT = tuple(account.c[name] for name in Account.__dataclass_fields__)


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode(errors="surrogatepass")).hexdigest()


class People:
    """Accounts and sessions. Every change is a line of the audit trail, without any secret in it."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        """Work on an open database; ``clock`` gives the present moment with its time zone."""
        self._database = database
        self._clock = clock

    def _write(self, work: Callable[[Connection, datetime], Any]) -> Any:
        return self._database.writing(lambda connection: work(connection, self._clock()))

    def all(self) -> Sequence[Account]:
        """Give every account by name."""
        with self._database.read() as connection:
            return [Account(*row) for row in connection.execute(select(*_ACCOUNT).order_by(account.c.name))]

    def find(self, name: str) -> Account | None:
        """Give the account of this name, None when there is none."""
        with self._database.read() as connection:
            row = connection.execute(select(*_ACCOUNT).where(account.c.name == name)).first()
        return None if row is None else Account(*row)

    def add(self, new: Account, *, who: str) -> None:
        """Make an account. Raises TakenName, and ValueError for a name that is none."""
        if not NAME.fullmatch(new.name):
            raise ValueError(new.name)

        def work(connection: Connection, now: datetime) -> None:
            if connection.scalar(select(account.c.name).where(account.c.name == new.name)) is not None:
                raise TakenName(new.name)
            row = {name: getattr(new, name) for name in Account.__dataclass_fields__}
            connection.execute(insert(account), row | {"created_at": now, "changed_at": now})
            audit.append(connection, audit.Event(now, who, "account.added", new.name, _shown(row)))

        self._write(work)

    def change(self, name: str, *, who: str, **values: Any) -> None:
        """Change ``full_name``, ``role``, ``unit``, ``active`` or ``secret``; the account's sessions end.

        Raises KeyError for an unknown account or column.
        """
        if unknown := set(values) - {"full_name", "role", "unit", "active", "secret"}:
            raise KeyError(", ".join(sorted(unknown)))

        def work(connection: Connection, now: datetime) -> None:
            done = connection.execute(update(account).where(account.c.name == name).values(**values, changed_at=now))
            if not done.rowcount:
                raise KeyError(name)
            connection.execute(delete(session).where(session.c.account == name))
            audit.append(connection, audit.Event(now, who, "account.changed", name, _shown(values)))

        self._write(work)

    # Sessions

    def sign_in(self, name: str) -> str:
        """Open a session and give the word that the browser keeps; the store keeps its hash only."""
        token = secrets.token_urlsafe(32)

        def work(connection: Connection, now: datetime) -> None:
            connection.execute(delete(session).where(session.c.seen_at < now - IDLE))
            row = {"token": _hashed(token), "account": name, "form": secrets.token_urlsafe(24)}
            connection.execute(insert(session), row | {"created_at": now, "seen_at": now})
            connection.execute(delete(attempt).where(attempt.c.mark == _hashed(name)))
            audit.append(connection, audit.Event(now, name, "session.opened", name, {}))

        self._write(work)
        return token

    def session(self, token: str) -> Session | None:
        """Give the living session of a browser's word; None for a forged, an ended or an idle one."""
        hashed, now = _hashed(token), self._clock()
        query = (
            select(session.c.form, session.c.created_at, session.c.seen_at, *_ACCOUNT)
            .join(account, account.c.name == session.c.account)
            .where(session.c.token == hashed, account.c.active)
        )
        with self._database.read() as connection:
            row = connection.execute(query).first()
        if row is None or now - row.seen_at > IDLE or now - row.created_at > LONGEST:
            return None
        if now - row.seen_at > _STEP:
            seen = update(session).where(session.c.token == hashed).values(seen_at=now)
            self._write(lambda connection, _now: connection.execute(seen))
        return Session(Account(*row[3:]), row.form)

    def sign_out(self, token: str, *, who: str) -> None:
        """End a session."""

        def work(connection: Connection, now: datetime) -> None:
            connection.execute(delete(session).where(session.c.token == _hashed(token)))
            audit.append(connection, audit.Event(now, who, "session.closed", who, {}))

        self._write(work)

    # Failed sign-ins

    def failures(self, *marks: str) -> int:
        """Give how often sign-in failed lately under the worst of some marks (a name, an address)."""
        count = func.count().label("count")
        query = (
            select(count)
            .where(attempt.c.mark.in_([_hashed(m) for m in marks]), attempt.c.at > self._clock() - WINDOW)
            .group_by(attempt.c.mark)
            .order_by(count.desc())
            .limit(1)
        )
        with self._database.read() as connection:
            return connection.scalar(query) or 0

    def failed(self, *marks: str) -> None:
        """Count one failed sign-in under each mark.

        What was typed as a name may be a password: only its hash is kept, and the trail has the last mark alone.
        """

        def work(connection: Connection, now: datetime) -> None:
            connection.execute(delete(attempt).where(attempt.c.at < now - WINDOW))
            connection.execute(insert(attempt), [{"mark": _hashed(mark), "at": now} for mark in marks])
            audit.append(connection, audit.Event(now, "?", "session.refused", marks[-1], {}))

        self._write(work)


def _shown(values: dict[str, Any]) -> dict[str, Any]:
    return {name: "***" if name == "secret" else value for name, value in values.items()}
