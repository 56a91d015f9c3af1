"""The normalized tables as pandas frames: names, order and types in one place, taken from the store's schema.

Whole numbers are nullable integers, so that a missing figure never turns its column into floats; exact figures stay
text (``value``) beside a float (``value_number``); evidence and other structures are JSON text.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from outputs.store.columns import Kind
from outputs.store.schema import EXPORTED, columns
from pipeline.editions.facts import LAYOUT

if TYPE_CHECKING:
    import pandas

#: pandas' type for each kind of column. Days are Python dates: a period may lie beyond what pandas' instants reach.
_TYPES: dict[Kind, str] = {
    "text": "string",
    "integer": "Int64",
    "float": "Float64",
    "boolean": "boolean",
    "date": "object",
    "moment": "datetime64[us, UTC]",
    "json": "string",
}

#: Columns that are not exported: the whole record (its parts are tables) and the folded words of the search.
_INSIDE = {"dispatch": {"record", "search", "series", "identity"}, "movement": {"fold"}}
#: Columns that the store adds when a table is read.
_ADDED: dict[str, dict[str, Kind]] = {"dispatch": {"movements": "json"}}


def names() -> tuple[str, ...]:
    """Give the tables of the contract in their order."""
    return EXPORTED


def layout(table: str) -> dict[str, Kind]:
    """Give the columns of a table in order, each with its kind. Raises KeyError for another table.

    Beside the store's tables these are the facts of a consolidation (``pipeline.editions.facts``).
    """
    if table in LAYOUT:
        return dict(LAYOUT[table])
    inside = _INSIDE.get(table, set())
    own = {name: kind for name, kind in columns(table).items() if name not in inside}
    return own | _ADDED.get(table, {})


def facts() -> tuple[str, ...]:
    """Give the tables of facts in their order."""
    return tuple(LAYOUT)


def rows(table: str, given: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Give rows of the store with exactly the columns of the table, in order."""
    wanted = tuple(layout(table))
    return ({name: row[name] for name in wanted} for row in given)


def frame(table: str, given: Iterable[Mapping[str, Any]]) -> "pandas.DataFrame":
    """Give rows of the store (``SqlStore.table(table)``) as a typed frame; no rows give an empty frame of the same types."""
    # pandas takes half a second to import, and the command line reaches this module for its names alone.
    import pandas

    kinds = layout(table)
    data = list(rows(table, given))
    series = {}
    for name, kind in kinds.items():
        values = [as_text(row[name]) if kind == "json" else row[name] for row in data]
        series[name] = pandas.Series(values, dtype=_TYPES[kind])
    return pandas.DataFrame(series)


def as_text(value: Any) -> str | None:
    """Give a structure as JSON text with readable Vietnamese; None stays None."""
    return None if value is None else json.dumps(value, ensure_ascii=False)
