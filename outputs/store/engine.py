"""Connections and transactions: one way to read, one way to write, on SQLite and on PostgreSQL.

Writers take turns on both databases (``BEGIN IMMEDIATE``; an advisory lock), so that numbers, versions and the audit
chain never race. A conflict that still happens is tried again from the start of its transaction.
"""

import contextlib
import json
import os
import time
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, StaticPool, create_engine, event, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from outputs.store.schema import HEAD

T = TypeVar("T")

#: How long a writer waits for the one before it, in seconds.
PATIENCE = 60
_ATTEMPTS = 5
#: The advisory lock that PostgreSQL writers of this application share: any fixed number.
_LOCK = 0x7468_6964_7561
#: Serialization failure, deadlock: time heals them.
_RETRY_STATES = {"40001", "40P01"}


class StoreError(Exception):
    """The store cannot be opened or reached; the message says why, in Vietnamese."""


_READABLE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_ESCAPED = json.JSONEncoder(separators=(",", ":"))


def dumps(value: Any) -> str:
    """Give compact JSON with readable Vietnamese; lone surrogates, which UTF-8 cannot hold, stay escaped."""
    out = _READABLE.encode(value)
    try:
        out.encode()
    except UnicodeEncodeError:
        return _ESCAPED.encode(value)
    return out


def _sqlite_connect(connection: Any, _record: Any) -> None:
    # The driver's own transaction handling would begin late and never IMMEDIATE; ours begins in _begin.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {round(PATIENCE * 1000)}")
    for wait in (0.01, 0.05, 0.2, 0.5, 1.0, 0.0):
        # Two first openers at once: the change to WAL does not wait on the busy timeout.
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
            break
        except connection.OperationalError:
            if not wait:
                raise
            time.sleep(wait)
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _sqlite_begin(connection: Connection) -> None:
    writing = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _retryable(error: DBAPIError) -> bool:
    if isinstance(error, IntegrityError):
        return True
    if getattr(error.orig, "sqlstate", None) in _RETRY_STATES or error.connection_invalidated:
        return True
    return isinstance(error, OperationalError) and "locked" in str(error.orig)


@contextlib.contextmanager
def _reachable() -> Iterator[None]:
    try:
        yield
    except OperationalError as error:
        raise StoreError(f"Kho dữ liệu không truy cập được: {error.orig}") from error


class Database:
    """An engine and the two kinds of transaction. Safe over threads; a forked child opens its own connections."""

    def __init__(self, engine: Engine) -> None:
        """Wrap an engine whose events are set."""
        self.engine = engine
        self._writer = engine.execution_options(writing=True)
        reference = weakref.ref(engine)

        def renew() -> None:
            inherited = reference()
            if inherited is not None:
                inherited.dispose(close=False)

        os.register_at_fork(after_in_child=renew)

    @contextlib.contextmanager
    def read(self) -> Iterator[Connection]:
        """Open a transaction that only reads: one consistent view. Raises StoreError when the database is out of reach."""
        with _reachable(), self.engine.connect() as connection:
            if self.engine.dialect.name == "postgresql":
                connection = connection.execution_options(isolation_level="REPEATABLE READ")
            yield connection

    @contextlib.contextmanager
    def write(self) -> Iterator[Connection]:
        """Open a transaction that writes whole or nothing; other writers wait until it ends."""
        with self._writer.begin() as connection:
            if self.engine.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
            yield connection

    @contextlib.contextmanager
    def rebuild(self) -> Iterator[Connection]:
        """Open a writing transaction in which tables may be made anew.

        SQLite changes a constraint by copying the table and dropping the old one, which would take along every row
        that refers to it; so references rest meanwhile and are proved before the end.
        """
        if self.engine.dialect.name != "sqlite":
            with self.write() as connection:
                yield connection
            return
        with self._writer.connect() as connection:
            raw = connection.connection.driver_connection
            assert raw is not None
            raw.execute("PRAGMA foreign_keys = OFF")
            try:
                with connection.begin():
                    yield connection
                    if connection.execute(text("PRAGMA foreign_key_check")).first() is not None:
                        raise StoreError("Nâng cấp kho dữ liệu dừng lại: có dòng trỏ tới dòng không còn.")
            finally:
                raw.execute("PRAGMA foreign_keys = ON")

    def writing(self, work: Callable[[Connection], T]) -> T:
        """Run ``work`` in one writing transaction; a conflict or a lock starts it again, five times at most.

        Raises StoreError when the database is gone, full, or locked beyond patience: time may heal these.
        """
        with _reachable():
            for attempt in range(_ATTEMPTS - 1):
                try:
                    with self.write() as connection:
                        return work(connection)
                except DBAPIError as error:
                    if not _retryable(error):
                        raise
                    time.sleep(0.02 * 2**attempt)
            with self.write() as connection:
                return work(connection)

    def revision(self) -> str | None:
        """Give the revision the tables stand at, None for an empty database."""
        with self.engine.connect() as connection:
            if not inspect(connection).has_table("alembic_version"):
                return None
            found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
            return found

    def upgrade(self) -> None:
        """Bring the tables to the newest revision; openers at the same time wait for each other."""
        if self.revision() == HEAD:
            return
        # Alembic costs a tenth of a second to import and is needed only once in a database's life.
        from outputs.store.upgrade import run_upgrade

        with self.rebuild() as connection:
            run_upgrade(connection)

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()


def _prepare(url: URL, create: bool) -> None:
    if url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:":
        return
    path = Path(url.database)
    if path.exists():
        return
    if not create:
        raise StoreError(f"Chưa có kho dữ liệu tại {path}. Chạy «thidua ingest» trước.")
    path.parent.mkdir(parents=True, exist_ok=True)


def connect(url: str, *, create: bool = True, upgrade: bool = True) -> Database:
    """Open the database at ``url`` with its tables at the newest revision.

    ``sqlite:///var/thidua.db`` and ``postgresql+psycopg://…`` are known. With ``create`` False nothing is made; without
    ``upgrade`` the tables stay as they are.
    Raises :class:`StoreError` when the database is not there, not reachable, or newer than this software.
    """
    where = make_url(url)
    if where.drivername in ("postgresql", "postgres"):
        where = where.set(drivername="postgresql+psycopg")
    if where.get_backend_name() not in ("sqlite", "postgresql"):
        raise StoreError(f"Không hỗ trợ kho dữ liệu loại «{where.drivername}»; dùng sqlite hoặc postgresql+psycopg.")
    _prepare(where, create)
    options: dict[str, Any] = {"json_serializer": dumps}
    if where.get_backend_name() == "postgresql":
        options |= {"pool_pre_ping": True}
    elif not where.database or where.database == ":memory:":
        options |= {"poolclass": StaticPool, "connect_args": {"check_same_thread": False}}
    engine = create_engine(where, **options)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _sqlite_connect)
        event.listen(engine, "begin", _sqlite_begin)
    database = Database(engine)
    try:
        revision = database.revision()
        if revision is not None and revision > HEAD:
            raise StoreError(f"Kho dữ liệu ({revision}) mới hơn phần mềm ({HEAD}). Cập nhật phần mềm rồi mở lại.")
        if not create and revision is None:
            raise StoreError("Kho dữ liệu còn trống. Chạy «thidua ingest» trước.")
        if upgrade:
            database.upgrade()
    except OperationalError as error:
        database.close()
        raise StoreError(f"Không mở được kho dữ liệu {where.render_as_string()}: {error.orig}") from error
    except BaseException:
        database.close()
        raise
    return database
