"""The outside JSON of one outcome (``thidua.dispatch/1``) and, from ``pipeline.plain``, the exact inside JSON.

``as_record`` writes the contract's shape, which drops what outsiders do not need. ``to_plain`` and
``from_plain`` write and read any frozen value of the model without loss: ``from_plain(T, to_plain(x)) == x``.
"""

import dataclasses
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any

from pipeline.model import AgencyMention, Dispatch, Evidence, Extent, Field, Finding, Outcome, PartialDate
from pipeline.plain import from_plain, to_plain

__all__ = ["SCHEMA", "as_evidence", "as_fields", "as_finding", "as_number", "as_record", "from_plain", "to_plain"]

SCHEMA = "thidua.dispatch/1"
#: Fields that stay inside: not of the contract.
_INSIDE_FIELDS = frozenset({"quotes"})
#: Keys that stay inside; the contract's objects have exactly their own keys, plus ``state`` of a result.
_INSIDE = {"results": {"value_vnd", "about", "table", "is_total"}, "targets": {"value_vnd"}}


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
    if isinstance(value, tuple):
        return [_outside(item) for item in value]
    return as_evidence(value) if isinstance(value, Evidence) else value


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
        if f.name in _INSIDE_FIELDS:
            continue
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


def _as_part(extent: Extent) -> dict[str, Any]:
    first, last = extent.pages or (None, None)
    return {"number": extent.part, "of": extent.of, "first_page": first, "last_page": last}


def as_record(outcome: Outcome) -> dict[str, Any]:
    """Give the whole object of one dispatch; one that shares its file with others says which ``part`` of it it is."""
    source, reading, failure, extent = outcome.source, outcome.reading, outcome.failure, outcome.extent
    return {
        "schema": SCHEMA,
        "source": {
            "name": extent.named(source.name),
            "sha256": source.sha256,
            "media_type": source.media_type,
            "reader": reading.reader if reading else None,
            "pages": reading.pages if reading else None,
            "encoding": reading.encoding if reading else "unicode",
            "ocr": reading.ocr if reading else False,
            "seconds": round(outcome.seconds, 3),
        }
        | ({"origin": source.origin} if source.origin else {})
        | ({"part": _as_part(extent)} if extent.of > 1 else {}),
        "status": outcome.status.value,
        "error": None if failure is None else {"code": failure.code.value, "message": failure.message},
        "profile": outcome.profile.value,
        "fields": as_fields(outcome.dispatch or Dispatch()),
        "findings": [as_finding(f) for f in outcome.findings],
    }
