"""What a list shows of a dispatch, as people corrected it: the columns stay as they were read."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection, select, update

from outputs.store.schema import correction, dispatch
from pipeline.text import bare


class _Listed(Protocol):
    """A row of a list; ``id`` is None for a file that has not been read."""

    @property
    def id(self) -> str | None: ...


T = TypeVar("T", bound=_Listed)

#: Columns of lists that a correction of the same name shows through.
_SHOWN = ("symbol", "issued_on", "doc_type", "issuer", "subject", "urgency")
#: Fields whose corrected words a search finds too.
_SOUGHT = ("symbol", "subject", "issuer", "parent_issuer", "signer_name")
#: Above this many rows all corrections are read instead of those of the rows.
_MANY = 500


def overlaid(connection: Connection, rows: Sequence[T]) -> list[T]:
    """Give list rows (frozen, with an ``id``) with the last correction of each column laid over them."""
    ids = [row.id for row in rows if row.id is not None]
    columns = (correction.c.dispatch_id, correction.c.field, correction.c.new)
    query = select(*columns).where(correction.c.field.in_(_SHOWN)).order_by(correction.c.at, correction.c.id)
    if len(ids) <= _MANY:
        query = query.where(correction.c.dispatch_id.in_(ids))
    words: dict[str, dict[str, str | None]] = {}
    for identifier, field, new in connection.execute(query) if ids else ():
        words.setdefault(identifier, {})[field] = new.get("text") if isinstance(new, dict) else new
    return [row if row.id is None else _laid(row, words.get(row.id)) for row in rows]


def _laid(row: Any, words: dict[str, str | None] | None) -> Any:
    return replace(row, **{n: v for n, v in words.items() if hasattr(row, n)}) if words else row


def made_findable(connection: Connection, identifier: str) -> None:
    """Let a search find a dispatch by the words that people put in, and still by those that were read."""
    query = select(correction.c.new).where(correction.c.dispatch_id == identifier, correction.c.field.in_(_SOUGHT))
    words = [new.get("text") if isinstance(new, dict) else new for new in connection.scalars(query)]
    kept = connection.scalar(select(dispatch.c.search).where(dispatch.c.id == identifier)) or ""
    more = dict.fromkeys(bare(word) for word in words if isinstance(word, str))
    fresh = [word for word in more if word and word not in kept]
    if fresh:
        found = " | ".join([kept, *fresh])
        connection.execute(update(dispatch).where(dispatch.c.id == identifier).values(search=found))
