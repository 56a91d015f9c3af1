"""Reference data beside the facts: so that a table of results can be read without this program."""

import hashlib
from collections.abc import Iterable
from dataclasses import fields
from datetime import date, datetime
from enum import Enum
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from outputs.store import audit as trail
from outputs.store.engine import dumps
from outputs.store.ledger import MACHINE
from outputs.store.rows import Row
from outputs.store.schema import agency, agency_name, alias, audit, indicator, succession
from pipeline.reference.agencies import Agency, Succession
from pipeline.reference.indicators import Indicator

_SYNCED = "reference.synced"
_LAST = select(audit).where(audit.c.what == _SYNCED).order_by(audit.c.seq.desc()).limit(1)


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _row(one: Agency | Succession | Indicator) -> Row:
    return {field.name: _plain(getattr(one, field.name)) for field in fields(one)}


def _agencies(agencies: Iterable[Agency]) -> tuple[list[Row], list[Row], list[Row]]:
    bodies: list[Row] = []
    names: list[Row] = []
    aliases: list[Row] = []
    for one in agencies:
        row = _row(one)
        bodies.append({column.name: row[column.name] for column in agency.columns})
        names.append(
            {"row": len(names) + 1, "agency_id": one.id}
            | {name: row[name] or None for name in ("name", "short", "code", "valid_from", "valid_to", "source")}
        )
        for text in one.aliases:
            aliases.append(
                {"row": len(aliases) + 1, "agency_id": one.id, "text": text, "kind": "alias", "source": one.source}
            )
    return bodies, names, aliases


def _indicators(indicators: Iterable[Indicator]) -> list[Row]:
    own = {column.name for column in indicator.columns} - {"details"}
    rows = []
    for one in indicators:
        row = _row(one)
        rows.append(
            {name: row[name] for name in row if name in own}
            | {"details": {name: row[name] for name in row if name not in own}}
        )
    return rows


def marked(connection: Connection, mark: str) -> bool:
    """Tell whether the reference tables were last made from the data that bears this mark."""
    details = connection.scalar(_LAST.with_only_columns(audit.c.details))
    return details is not None and details.get("mark") == mark


def sync(
    connection: Connection,
    agencies: Iterable[Agency],
    successions: Iterable[Succession],
    indicators: Iterable[Indicator],
    now: datetime,
    mark: str | None = None,
) -> bool:
    """Make the reference tables equal to what is given; tell whether anything had to change.

    The ``mark`` of the data is kept, so that the next opener need not compare.
    """
    bodies, names, aliases = _agencies(agencies)
    steps = [{"row": number} | _row(one) for number, one in enumerate(successions, 1)]
    tables = {
        agency: bodies,
        agency_name: names,
        alias: aliases,
        succession: steps,
        indicator: _indicators(indicators),
    }
    digest = hashlib.sha256(dumps(list(tables.values())).encode()).hexdigest()
    counts: dict[str, Any] = {table.name: len(rows) for table, rows in tables.items()}
    event = trail.Event(now, MACHINE, _SYNCED, digest, counts | ({"mark": mark} if mark else {}))
    if connection.scalar(_LAST.with_only_columns(audit.c.subject)) == digest:
        if mark is not None and not marked(connection, mark):
            trail.append(connection, event)
        return False
    for table, rows in tables.items():
        connection.execute(delete(table))
        if rows:
            connection.execute(insert(table), rows)
    trail.append(connection, event)
    return True
