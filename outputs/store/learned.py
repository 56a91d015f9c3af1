"""What people taught the program: labels of indicators, names of bodies; undone, never deleted."""

import uuid
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, exists, insert, select, update

from outputs.store import audit
from outputs.store.columns import Words, undone
from outputs.store.engine import Database
from outputs.store.schema import correction, dispatch, learned, result
from pipeline.learned import Kind, Learned
from pipeline.text import key

_REPLACED = "Thay bằng cách hiểu mới."


@dataclass(frozen=True, slots=True)
class Taught:
    """A word and, when it was taken back, by whom, when and why; ``undone_at`` is None while it holds."""

    word: Learned
    undone_by: str | None
    undone_at: datetime | None
    undone_reason: str | None


_WORD = [learned.c[field.name] for field in fields(Learned)]
_UNDONE = [learned.c[column.name] for column in undone()]

_IDS = bindparam("ids", expanding=True, type_=Words)
#: What a word may help: bodies and figures that the reading left without a name or a code, and no person had a word on.
_UNNAMED = select(dispatch.c.id, dispatch.c.issuer).where(
    dispatch.c.id.in_(_IDS),
    dispatch.c.issuer.is_not(None),
    dispatch.c.issuer_agency.is_(None),
    ~exists().where(correction.c.dispatch_id == dispatch.c.id, correction.c.field == "issuer"),
)
_UNCODED = select(result.c.dispatch_id, result.c.label).where(
    result.c.dispatch_id.in_(_IDS),
    result.c.indicator.is_(None),
    ~exists().where(
        correction.c.dispatch_id == result.c.dispatch_id,
        correction.c.field == "results",
        correction.c.ordinal == result.c.ordinal,
    ),
)


class Lessons:
    """What was taught. Every change is a line of the audit trail."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        """Work on an open database; ``clock`` gives the present moment with its time zone."""
        self._database = database
        self._clock = clock

    def teach(self, kind: Kind, text: str, target: str, name: str, *, who: str, reason: str) -> str:
        """Let a text mean a code or a body from now on and give the row's id; what it meant before is undone.

        Raises ValueError without a reason, or for a text without letters.
        """
        if not reason.strip() or not key(text):
            raise ValueError("Phải nêu lý do và chữ cần ghi nhớ.")
        identifier = uuid.uuid4().hex

        def work(connection: Connection) -> None:
            now = self._clock()
            same = (learned.c.kind == kind, learned.c.key == key(text), learned.c.undone_at.is_(None))
            gone = {"undone_by": who, "undone_at": now, "undone_reason": _REPLACED}
            connection.execute(update(learned).where(*same).values(gone))
            row = {"id": identifier, "kind": kind.value, "text": text, "key": key(text), "target": target}
            row |= {"name": name, "who": who, "reason": reason.strip()}
            connection.execute(insert(learned).values(at=now, **row))
            audit.append(connection, audit.Event(now, who, "lesson.taught", identifier, row))

        self._database.writing(work)
        return identifier

    def undo(self, identifier: str, *, who: str, reason: str) -> None:
        """Take back what was taught; its row stays. Raises KeyError for one unknown or undone, ValueError without a reason."""
        if not reason.strip():
            raise ValueError("Phải nêu lý do.")

        def work(connection: Connection) -> None:
            now = self._clock()
            gone = {"undone_by": who, "undone_at": now, "undone_reason": reason.strip()}
            holds = (learned.c.id == identifier, learned.c.undone_at.is_(None))
            if not connection.execute(update(learned).where(*holds).values(gone)).rowcount:
                raise KeyError(identifier)
            audit.append(connection, audit.Event(now, who, "lesson.undone", identifier, {"reason": reason.strip()}))

        self._database.writing(work)

    def rows(self) -> Sequence[Taught]:
        """Give everything that was ever taught, newest first."""
        with self._database.read() as connection:
            query = select(*_WORD, *_UNDONE).order_by(learned.c.at.desc(), learned.c.id)
            return [_taught(row) for row in connection.execute(query)]

    def holding(self) -> tuple[Learned, ...]:
        """Give what holds, oldest first."""
        return tuple(row.word for row in reversed(self.rows()) if row.undone_at is None)

    def helping(self, identifiers: Collection[str]) -> Mapping[str, tuple[Learned, ...]]:
        """Give the words that help each of some dispatches, without rebuilding them; those without help are left out."""
        known = {(word.kind, key(word.text)): word for word in self.holding()}
        if not known or not identifiers:
            return {}
        found: dict[str, dict[str, Learned]] = {}
        with self._database.read() as connection:
            for kind, query in ((Kind.ALIAS, _UNNAMED), (Kind.LABEL, _UNCODED)):
                for identifier, text in connection.execute(query, {"ids": list(identifiers)}):
                    word = known.get((kind, key(text)))
                    if word is not None:
                        found.setdefault(identifier, {})[word.id] = word
        return {identifier: tuple(words.values()) for identifier, words in found.items()}


def _taught(row: Row[Any]) -> Taught:
    identifier, kind, *rest = row[: len(_WORD)]
    return Taught(Learned(identifier, Kind(kind), *rest), *row[len(_WORD) :])
