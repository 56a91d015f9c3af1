"""The outside JSON of one outcome (``thidua.dispatch/1``) and the exact inside JSON of a dispatch.

``as_record`` writes the contract's shape, which drops what outsiders do not need. ``to_plain`` and
``from_plain`` write and read any frozen value of the model without loss: ``from_plain(T, to_plain(x)) == x``.
"""

import dataclasses
import types
import typing
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.model import AgencyMention, Dispatch, Evidence, Field, Finding, Outcome, PartialDate

SCHEMA = "thidua.dispatch/1"
#: Kept inside only; the contract's objects have exactly their own keys, plus ``state`` of a result.
_INSIDE = {"results": {"value_vnd", "about", "table", "is_total"}}


def as_number(value: Decimal | Fraction) -> int | float | str:
    """Give a figure for JSON: an integer or a float; a fraction as text (``"1/3"``)."""
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    return int(value) if value == value.to_integral_value() else float(value)


def _outside(value: object) -> Any:
    if isinstance(value, Decimal | Fraction):
        return as_number(value)
    if isinstance(value, PartialDate | date):
        return str(value)
    if isinstance(value, Enum):
        return value.value
    return value


def as_evidence(evidence: Evidence) -> dict[str, Any]:
    """Give one piece of evidence in the contract's shape; boxes rounded to a tenth of a point."""
    box = evidence.box
    return {
        "page": evidence.page,
        "bbox": None if box is None else [round(v, 1) for v in (box.x0, box.y0, box.x1, box.y1)],
        "line": evidence.line,
        "text": evidence.text,
    }


def _as_scalar(field: Field[Any]) -> dict[str, Any]:
    mention = field.value if isinstance(field.value, AgencyMention) else None
    out: dict[str, Any] = {
        "value": mention.text if mention else _outside(field.value),
        "raw": field.raw,
        "confidence": round(field.confidence, 4),
        "evidence": [as_evidence(e) for e in field.evidence],
    }
    if mention:
        out |= {"agency": mention.agency, "name": mention.name}
    return out


def _as_item(name: str, field: Field[Any]) -> dict[str, Any]:
    inside = _INSIDE.get(name, set())
    value = field.value
    out = {f.name: _outside(getattr(value, f.name)) for f in dataclasses.fields(value) if f.name not in inside}
    return out | {
        "raw": field.raw,
        "confidence": round(field.confidence, 4),
        "evidence": [as_evidence(e) for e in field.evidence],
    }


def as_fields(dispatch: Dispatch) -> dict[str, Any]:
    """Give the ``fields`` object of section 3 of the contract; every key is there, null or empty when not found."""
    out: dict[str, Any] = {}
    for f in dataclasses.fields(dispatch):
        value = getattr(dispatch, f.name)
        if isinstance(value, tuple):
            out[f.name] = [_as_item(f.name, item) for item in value]
        else:
            out[f.name] = None if value is None else _as_scalar(value)
    return out


def as_finding(finding: Finding) -> dict[str, Any]:
    """Give one finding in the contract's shape."""
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "message": finding.message,
        "rule": finding.rule,
        "field": finding.field,
        "evidence": [as_evidence(e) for e in finding.evidence],
    } | ({"suggestion": finding.suggestion} if finding.suggestion else {})


def as_record(outcome: Outcome) -> dict[str, Any]:
    """Give the whole object of one file."""
    source, reading, failure = outcome.source, outcome.reading, outcome.failure
    return {
        "schema": SCHEMA,
        "source": {
            "name": source.name,
            "sha256": source.sha256,
            "media_type": source.media_type,
            "reader": reading.reader if reading else None,
            "pages": reading.pages if reading else None,
            "encoding": reading.encoding if reading else "unicode",
            "ocr": reading.ocr if reading else False,
            "seconds": round(outcome.seconds, 3),
        },
        "status": outcome.status.value,
        "error": None if failure is None else {"code": failure.code.value, "message": failure.message},
        "profile": outcome.profile.value,
        "fields": as_fields(outcome.dispatch or Dispatch()),
        "findings": [as_finding(f) for f in outcome.findings],
    }


def to_plain(value: Any) -> Any:
    """Give a frozen value as JSON-ready data without loss; defaults are left out to keep rows small."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        if isinstance(value, PartialDate):
            return str(value)
        return {
            f.name: to_plain(getattr(value, f.name))
            for f in dataclasses.fields(value)
            if getattr(value, f.name) != f.default
        }
    if isinstance(value, tuple | list):
        return [to_plain(v) for v in value]
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Decimal | date | Path):
        return str(value)
    return value


@cache
def _hints(cls: type) -> dict[str, Any]:
    return typing.get_type_hints(cls)


def from_plain(kind: Any, data: Any) -> Any:
    """Read what ``to_plain`` wrote as a ``kind`` (a class, ``X | None``, ``tuple[X, ...]``, ``Field[X]``)."""
    origin = typing.get_origin(kind)
    if origin in (typing.Union, types.UnionType):
        if data is None:
            return None
        members = [m for m in typing.get_args(kind) if m is not type(None)]
        if set(members) == {Decimal, Fraction}:
            return Fraction(data) if "/" in data else Decimal(data)
        (member,) = members
        return from_plain(member, data)
    if origin is tuple:
        return tuple(from_plain(typing.get_args(kind)[0], item) for item in data)
    if origin is Field:
        (inner,) = typing.get_args(kind)
        evidence = tuple(from_plain(Evidence, e) for e in data["evidence"])
        value = from_plain(inner, data["value"])
        return Field(value, data["raw"], data["confidence"], evidence, tuple(data.get("reasons", ())))
    if kind is PartialDate:
        return PartialDate.parse(data)
    if kind in (date, datetime):
        return kind.fromisoformat(data)
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        hints = _hints(kind)
        return kind(**{name: from_plain(hints[name], item) for name, item in data.items()})
    if isinstance(kind, type) and issubclass(kind, Enum | Path | Decimal | Fraction):
        return kind(data)
    return data
