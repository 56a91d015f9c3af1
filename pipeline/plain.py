"""Frozen values as JSON-ready data and back, without loss: ``from_plain(T, to_plain(x)) == x``.

A dispatch has hundreds of small values, and a report reads thousands of dispatches: what to do with a class is worked
out once a class, not once a value.
"""

import dataclasses
import types
import typing
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.model import Evidence, Field, PartialDate

#: Written as they are.
_ATOMS = frozenset({str, int, float, bool, type(None)})


def to_plain(value: Any) -> Any:
    """Give a frozen value as JSON-ready data without loss; defaults are left out to keep rows small."""
    kind: Any = type(value)
    return value if kind in _ATOMS else _writer(kind)(value)


@cache
def _writer(kind: Any) -> Callable[[Any], Any]:
    if issubclass(kind, tuple | list):
        return lambda value: [to_plain(item) for item in value]
    if issubclass(kind, Fraction):
        return lambda value: f"{value.numerator}/{value.denominator}"
    if issubclass(kind, Enum):
        return lambda value: value.value
    if issubclass(kind, PartialDate | Decimal | date | Path):
        return str
    if dataclasses.is_dataclass(kind):
        return _object_writer(kind)
    return lambda value: value


def _object_writer(kind: Any) -> Callable[[Any], dict[str, Any]]:
    fields = tuple((field.name, field.default) for field in dataclasses.fields(kind))

    def write(value: Any) -> dict[str, Any]:
        out = {}
        for name, default in fields:
            item = getattr(value, name)
            if item is not default and item != default:
                out[name] = to_plain(item)
        return out

    return write


def from_plain(kind: Any, data: Any) -> Any:
    """Read what ``to_plain`` wrote as a ``kind`` (a class, ``X | None``, ``tuple[X, ...]``, ``Field[X]``)."""
    read = _reader(kind)
    return data if read is None else read(data)


@cache
def _reader(kind: Any) -> Callable[[Any], Any] | None:
    """How to read one type; None for what stands in JSON as it is."""
    origin = typing.get_origin(kind)
    if origin in (typing.Union, types.UnionType):
        return _union_reader(typing.get_args(kind))
    if origin is tuple:
        item = _reader(typing.get_args(kind)[0])
        return tuple if item is None else lambda data: tuple([item(one) for one in data])
    if origin is Field:
        return _field_reader(typing.get_args(kind)[0])
    if kind is PartialDate:
        return PartialDate.parse
    if kind in (date, datetime):
        return typing.cast("Callable[[Any], Any]", kind.fromisoformat)
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        return _object_reader(kind)
    if isinstance(kind, type) and issubclass(kind, Enum | Path | Decimal | Fraction):
        return kind
    return None


def _union_reader(members: tuple[Any, ...]) -> Callable[[Any], Any] | None:
    some = [member for member in members if member is not type(None)]
    read: Callable[[Any], Any] | None
    if set(some) == {Decimal, Fraction}:
        read = _number
    else:
        (member,) = some
        read = _reader(member)
    return None if read is None else lambda data: None if data is None else read(data)


def _number(data: str) -> Decimal | Fraction:
    return Fraction(data) if "/" in data else Decimal(data)


def _field_reader(inner: Any) -> Callable[[Any], Any]:
    read, evidence = _reader(inner), _object_reader(Evidence)

    def field(data: Any) -> Any:
        value = data["value"] if read is None else read(data["value"])
        where = tuple([evidence(one) for one in data["evidence"]])
        return Field(value, data["raw"], data["confidence"], where, tuple(data.get("reasons", ())))

    return field


@cache
def _object_reader(kind: Any) -> Callable[[Any], Any]:
    readers = {name: _reader(hint) for name, hint in typing.get_type_hints(kind).items()}

    def read(data: Any) -> Any:
        values = {}
        for name, item in data.items():
            reader = readers[name]
            values[name] = item if reader is None else reader(item)
        return kind(**values)

    return read
