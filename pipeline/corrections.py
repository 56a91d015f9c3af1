"""What people corrected, laid over what was read: the reading stays as it is, and a newer reading meets the same word.

A correction names a field, the place in a list field, what stood there and what shall stand there, in the exact
inside JSON (``pipeline.plain``). Old and new alike is a person's word that the reading is right. No old value adds a
value, no new one takes it away.
"""

import typing
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from pipeline.model import Dispatch, Evidence, Field, PartialDate
from pipeline.plain import from_plain, to_plain
from pipeline.ports import StoredDispatch
from pipeline.text import key

#: List attributes of a dispatch.
LISTS = frozenset(f.name for f in fields(Dispatch) if f.default == ())
#: All attributes that may be corrected.
FIELDS = tuple(f.name for f in fields(Dispatch))
#: What tells an item of a list from its neighbours when its figure was read differently this time.
_OWN = {
    "results": ("label", "about", "period_start", "period_end", "as_of"),
    "awards": ("award", "name"),
    "references": ("symbol",),
    "movements": ("name",),
}


@dataclass(frozen=True, slots=True)
class Correction:
    """One word of a person. ``old`` and ``new`` are plain JSON; ``ordinal`` is the place in a list field."""

    field: str
    old: Any
    new: Any
    who: str
    at: datetime
    ordinal: int | None = None
    reason: str | None = None
    id: str = ""

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> "Correction":
        """Read a row of the ``correction`` table."""
        return cls(**{f.name: row[f.name] for f in fields(cls)})


class Effect(StrEnum):
    """What a correction finds in a reading.

    ``applied``: the reading still says the old value. ``agrees``: it says the new one by itself.
    ``moved``: it says a third thing, and the person's word stands over it.
    """

    APPLIED = "applied"
    AGREES = "agrees"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Laid:
    """A dispatch with the corrections laid over it, and what each (chains drawn together) found."""

    dispatch: Dispatch
    effects: tuple[tuple[Correction, Effect], ...]


def inner_type(name: str) -> Any:
    """Give the type of one value of an attribute: ``str``, ``PartialDate``, ``Result``. Raises KeyError."""
    hint = typing.get_type_hints(Dispatch)[name]
    if typing.get_origin(hint) is tuple:
        return typing.get_args(typing.get_args(hint)[0])[0]
    (member,) = (m for m in typing.get_args(hint) if m is not type(None))
    return typing.get_args(member)[0]


def value_of(name: str, plain: Any) -> Any:
    """Give the typed value of an attribute from plain JSON. Raises ValueError for what is none."""
    try:
        value = from_plain(inner_type(name), plain)
    except (TypeError, KeyError, ArithmeticError, AttributeError) as error:
        raise ValueError(f"{name}: {error}") from error
    if inner_type(name) is str and not isinstance(value, str):
        raise ValueError(f"{name}: {value!r}")
    return value


def plain_of(value: Any) -> Any:
    """Give a value as the table keeps it."""
    return to_plain(value)


def drawn_together(corrections: Iterable[Correction]) -> tuple[Correction, ...]:
    """Give corrections with chains (A to B, later B to C) drawn together to one (A to C), in order of time.

    For a scalar the first old value and the last new one count, whatever lies between.
    """
    out: list[Correction] = []
    for one in sorted(corrections, key=lambda c: (c.at, c.id)):
        if one.field not in FIELDS:
            continue
        before = next((i for i in reversed(range(len(out))) if _follows(out[i], one)), None)
        if before is None:
            out.append(one)
        else:
            out[before] = replace(one, old=out[before].old, ordinal=out[before].ordinal)
    return tuple(out)


def _follows(first: Correction, one: Correction) -> bool:
    if first.field != one.field:
        return False
    if one.field not in LISTS:
        return True
    if one.old is None:
        # Struck out and put back: the item that was read, in its place.
        return first.new is None and first.old is not None and one.ordinal is not None and first.ordinal == one.ordinal
    # An item that a person entered has no place in the reading: it is known by what it says.
    return first.new == one.old and (first.ordinal == one.ordinal or first.old is None)


def lay(dispatch: Dispatch, corrections: Iterable[Correction]) -> Laid:
    """Give the dispatch as people want it, and whether the reading has come to agree.

    A word that no longer fits its type (an old program wrote it) is passed over.
    """
    values: dict[str, Any] = {}
    effects: list[tuple[Correction, Effect]] = []
    lists: dict[str, list[Correction]] = {}
    for one in drawn_together(corrections):
        if one.field in LISTS:
            lists.setdefault(one.field, []).append(one)
            continue
        try:
            values[one.field], effect = _scalar(getattr(dispatch, one.field), one)
        except ValueError:
            continue
        effects.append((one, effect))
    for name, words in lists.items():
        values[name], told = _list(name, getattr(dispatch, name), words)
        effects += told
    return Laid(replace(dispatch, **values) if values else dispatch, tuple(effects))


def apply(dispatch: Dispatch, corrections: Iterable[Correction]) -> Dispatch:
    """Give the dispatch with the corrections laid over it. Pure; the given dispatch is not changed."""
    return lay(dispatch, corrections).dispatch


def _scalar(found: Field[Any] | None, one: Correction) -> tuple[Field[Any] | None, Effect]:
    said = None if found is None else to_plain(found.value)
    effect = _effect(said, one)
    if one.new is None:
        return None, effect
    return _field(value_of(one.field, one.new), found, one), effect


def _effect(said: Any, one: Correction) -> Effect:
    if said == one.new and one.old != one.new:
        return Effect.AGREES
    return Effect.APPLIED if said == one.old else Effect.MOVED


def _field(value: Any, found: Field[Any] | None, one: Correction) -> Field[Any]:
    """Give a value that a person answers for; where it was read stays its evidence."""
    reason = f"{'Xác nhận' if one.old == one.new else 'Sửa'} bởi {one.who}."
    if found is not None:
        return Field(value, found.raw, 1.0, found.evidence, (reason,))
    text = str(value) if isinstance(value, str | PartialDate) else ""
    return Field(value, text, 1.0, (Evidence(-1, text, f"do {one.who} nhập"),), (reason,))


def _list(
    name: str, found: Sequence[Field[Any]], words: Sequence[Correction]
) -> tuple[tuple[Field[Any], ...], list[tuple[Correction, Effect]]]:
    """Lay the words over the items; each item takes one. Added items come last, in order of time."""
    plain = [to_plain(item.value) for item in found]
    items: dict[int, Field[Any] | None] = dict(enumerate(found))
    taken: set[int] = set()
    added: list[Field[Any]] = []
    effects: list[tuple[Correction, Effect]] = []
    for one in words:
        try:
            value = None if one.new is None else value_of(name, one.new)
        except ValueError:
            continue
        at, effect = _place(name, plain, taken, one)
        effects.append((one, effect))
        if at is not None:
            taken.add(at)
            items[at] = None if one.new is None else _field(value, found[at], one)
        elif one.new is not None:
            added.append(_field(value, None, one))
    kept = [item for item in items.values() if item is not None]
    return (*kept, *added), effects


def _place(name: str, plain: Sequence[Any], taken: set[int], one: Correction) -> tuple[int | None, Effect]:
    """Find the item that a word is about: the old value, the nearest to its place; else the new one; else the like."""
    free = [i for i in range(len(plain)) if i not in taken]
    free.sort(key=lambda i: abs(i - (one.ordinal if one.ordinal is not None else len(plain))))
    if one.old is not None and (same := [i for i in free if plain[i] == one.old]):
        return same[0], Effect.APPLIED
    if one.new is not None and (same := [i for i in free if plain[i] == one.new]):
        return same[0], Effect.AGREES
    if one.old is None:
        return None, Effect.APPLIED
    if one.new is None:
        # What was struck out is not read any more: the reading agrees.
        return None, Effect.AGREES
    like = [i for i in free if _identity(name, plain[i]) == _identity(name, one.old)]
    return (like[0], Effect.MOVED) if like else (None, Effect.MOVED)


def _identity(name: str, plain: Any) -> tuple[str, ...]:
    own = _OWN.get(name, ("text",))
    return tuple(key(str(plain.get(part) or "")) for part in own)


def corrected(stored: Iterable[StoredDispatch], rows: Iterable[Mapping[str, Any]]) -> Iterator[StoredDispatch]:
    """Give stored dispatches with the rows of the ``correction`` table laid over them."""
    words: dict[str, list[Correction]] = {}
    for row in rows:
        words.setdefault(row["dispatch_id"], []).append(Correction.of(row))
    for one in stored:
        yield replace(one, dispatch=apply(one.dispatch, words[one.id])) if one.id in words else one
