"""The whole store as lines of JSON and back: the same for SQLite and PostgreSQL, so a backup also moves between them."""

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Column, Connection, Date, DateTime, MetaData, Table, func, insert, select

from outputs.store.columns import Moment
from outputs.store.engine import Database, StoreError, dumps
from outputs.store.schema import HEAD, metadata
from outputs.store.upgrade import run_upgrade

#: Rows written with one statement.
_BATCH = 500


def dump(database: Database) -> Iterator[tuple[str, Iterator[str]]]:
    """Give every table's name with its rows, one JSON object a line, all from one consistent view.

    Each table is read to its end before the next is asked for.
    """
    with database.read() as connection:
        for table in metadata.sorted_tables:
            yield table.name, _lines(connection, table)


def _lines(connection: Connection, table: Table) -> Iterator[str]:
    query = select(table).order_by(*table.primary_key.columns)
    with connection.execution_options(yield_per=_BATCH).execute(query) as rows:
        for row in rows.mappings():
            yield dumps({name: _plain(value) for name, value in row.items()})


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def load(database: Database, tables: Iterable[tuple[str, Iterable[str]]], revision: str) -> None:
    """Fill an empty store, whole or not at all, with tables in the order of ``dump``, and bring it to this program's revision.

    ``database`` is one that :func:`~outputs.store.engine.connect` left as it was. Raises StoreError for the tables of
    a newer program, and for a store that is not empty.
    """
    if revision > HEAD:
        raise StoreError(f"Bản sao lưu ({revision}) mới hơn phần mềm ({HEAD}). Cập nhật phần mềm rồi khôi phục lại.")
    stands_at = database.revision()
    with database.rebuild() as connection:
        if stands_at is None:
            run_upgrade(connection, revision)
        known = _found(connection)
        if stands_at not in (None, revision) or any(_holds(connection, t) for t in known.sorted_tables):
            raise StoreError("Kho dữ liệu không trống; chỉ khôi phục vào một kho mới.")
        if revision == HEAD:
            known = metadata
        for name, lines in tables:
            _fill(connection, known.tables[name], lines)
        if revision != HEAD:
            run_upgrade(connection)


def _holds(connection: Connection, table: Table) -> bool:
    count = connection.scalar(select(func.count()).select_from(table))
    return table.name != "alembic_version" and bool(count)


def _found(connection: Connection) -> MetaData:
    found = MetaData()
    found.reflect(connection)
    return found


def _fill(connection: Connection, table: Table, lines: Iterable[str]) -> None:
    columns = {column.name: column for column in table.columns}
    rows = []
    for line in lines:
        rows.append({name: _value(columns[name], value) for name, value in json.loads(line).items()})
        if len(rows) == _BATCH:
            connection.execute(insert(table), rows)
            rows = []
    if rows:
        connection.execute(insert(table), rows)


def _value(column: Column[Any], value: Any) -> Any:
    if value is None:
        return None
    if isinstance(column.type, (Moment, DateTime)):
        moment = datetime.fromisoformat(value)
        # A reflected column of SQLite knows no time zone and holds UTC.
        aware = isinstance(column.type, Moment) or getattr(column.type, "timezone", False)
        return moment if aware else moment.astimezone(UTC).replace(tzinfo=None)
    if isinstance(column.type, Date):
        return date.fromisoformat(value)
    return value
