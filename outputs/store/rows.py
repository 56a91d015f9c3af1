"""One outcome as rows: pure, so that the same document always gives the same rows."""

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from pipeline.editions.versions import Form
from pipeline.model import (
    AgencyMention,
    Dispatch,
    Evidence,
    Field,
    Finding,
    MovementMention,
    Number,
    Outcome,
    PartialDate,
    Relation,
    Status,
)
from pipeline.movements import fold
from pipeline.record import as_evidence, from_plain, to_plain
from pipeline.text import bare, plain_marks, slug

Row = dict[str, Any]

_AGENCIES = {"issuer": "issuer", "parent_issuer": "parent"}
_SCALARS = (
    "symbol", "number", "notation", "issued_on", "place", "doc_type", "subject", "urgency", "secrecy",
    "signer_name", "signer_position", "signer_capacity", "archive",
)  # fmt: skip
#: Below this a symbol, a date or an issuer is too doubtful to call two files versions of one dispatch.
_SURE = 0.5
#: How a file without a sure symbol begins its own series.
ALONE = "sha256:"
_NUMERAL = re.compile(r"\d+")
#: Words at the beginning of a subject that a draft and its final share; an unread one only costs a proposal.
_OPENING = 2


@dataclass(frozen=True, slots=True)
class Content:
    """What the store keeps of one readable file beside its ledger row. ``children`` maps a table to its rows."""

    id: str
    series: str
    dispatch: Row
    children: dict[str, list[Row]]
    findings: list[Row]
    mentions: list[Row]


def _text(field: Field[Any] | None) -> str | None:
    if field is None:
        return None
    value = field.value
    return value.text if isinstance(value, AgencyMention) else str(value)


def dispatch_id(dispatch: Dispatch, sha256: str, part: int = 1) -> str:
    """Give the id of one version: symbol and date for the eye, the file's hash for certainty, its part of the file."""
    parts = [slug(text) for text in (_text(dispatch.symbol), _text(dispatch.issued_on)) if text]
    out = ".".join([*parts, sha256[:12]] if parts else ["van-ban", sha256[:16]])
    return out if part == 1 else f"{out}.{part}"


def series(dispatch: Dispatch, sha256: str, part: int = 1) -> str:
    """Give what the versions of one dispatch share: issuer, symbol and whole date; the file's hash when one is unsure."""
    symbol, issued, issuer = dispatch.symbol, dispatch.issued_on, dispatch.issuer
    alone = f"{ALONE}{sha256}" if part == 1 else f"{ALONE}{sha256}#{part}"
    if symbol is None or issued is None or issuer is None:
        return alone
    if min(symbol.confidence, issued.confidence, issuer.confidence) < _SURE or issued.value.day is None:
        return alone
    mark = re.sub(r"\s+", "", plain_marks(symbol.value))
    # A message that takes a dispatch back bears its number, and is no version of it.
    if not mark[:1].isdigit() or _takes_back(dispatch):
        return alone
    return f"{_body(dispatch)}|{mark}|{issued.value}"


def _takes_back(dispatch: Dispatch) -> bool:
    return any(reference.value.relation is Relation.RECALLS for reference in dispatch.references)


def _body(dispatch: Dispatch) -> str | None:
    """Who issued it, as far as it is known: the registry id, else the names as printed."""
    issuer = dispatch.issuer
    if issuer is None or issuer.confidence < _SURE:
        return None
    if issuer.value.agency is not None:
        return issuer.value.agency
    return " / ".join(bare(m.value.text) for m in (dispatch.parent_issuer, issuer) if m is not None)


def kin(dispatch: Dispatch) -> str | None:
    """Give what a draft and its final surely share: issuer, type, the numerals and the first words of the subject."""
    body, kind, subject = _body(dispatch), dispatch.doc_type, dispatch.subject
    if body is None or kind is None or subject is None or _takes_back(dispatch):
        return None
    words = bare(subject.value)
    opening = " ".join(words.split()[:_OPENING])
    return "|".join([body, kind.value, ".".join(_NUMERAL.findall(words)), opening])


def form(outcome: Outcome) -> Form:
    """Tell what kind of copy a file is."""
    reading = outcome.reading
    if reading is None:
        return Form.DIGITAL
    if reading.reader == "edxml":
        return Form.ENVELOPE
    if reading.ocr:
        return Form.SCAN
    return Form.SIGNED if reading.signed else Form.DIGITAL


def _evidence(evidence: tuple[Evidence, ...]) -> list[Row]:
    return [as_evidence(e) for e in evidence]


def _number(value: Number | None) -> tuple[str | None, float | None]:
    """The exact text and the float beside it."""
    if value is None:
        return None, None
    exact = f"{value.numerator}/{value.denominator}" if isinstance(value, Fraction) else format(value, "f")
    return exact, float(value)


def _iso(value: PartialDate | None) -> str | None:
    return None if value is None else str(value)


def _dispatch_row(outcome: Outcome, dispatch: Dispatch, identifier: str) -> Row:
    fields: dict[str, Field[Any] | None] = {name: getattr(dispatch, name) for name in (*_SCALARS, *_AGENCIES)}
    row: Row = {name: _text(field) for name, field in fields.items()}
    for name, short in _AGENCIES.items():
        field = fields[name]
        row[f"{short}_agency"] = None if field is None else field.value.agency
        row[f"{short}_name"] = None if field is None else field.value.name
    issued = dispatch.issued_on.value.period if dispatch.issued_on else None
    present = {name: field for name, field in fields.items() if field is not None}
    words = [row["symbol"], row["subject"], row["issuer"], row["parent_issuer"], row["issuer_name"], row["signer_name"]]
    words += [m.value.name for m in dispatch.movements]
    words.append(outcome.source.name)
    return row | {
        "id": identifier,
        "sha256": outcome.source.sha256,
        "status": outcome.status.value,
        "profile": outcome.profile.value,
        "issued_from": issued.start if issued else None,
        "issued_to": issued.end if issued else None,
        "confidence": min((field.confidence for field in present.values()), default=None),
        "evidence": {name: _evidence(field.evidence) for name, field in present.items()},
        "search": " | ".join(bare(word) for word in words if word),
        "record": {"dispatch": to_plain(dispatch), "findings": to_plain(outcome.findings)},
        "part": outcome.extent.part,
        "page_from": outcome.extent.pages[0] if outcome.extent.pages else None,
        "page_to": outcome.extent.pages[1] if outcome.extent.pages else None,
        "form": form(outcome).value,
        "vouched": outcome.vouched,
        "kin": kin(dispatch),
        "gist": outcome.gist or None,
    }


def _columns(kind: str, value: Any) -> Row:
    """The columns of one child row that are its own."""
    names: tuple[str, ...]
    match kind:
        case "addressees":
            return {"role": "addressee", "text": value.text, "agency": value.agency, "purpose": None}
        case "recipients":
            return {"role": "recipient", "text": value.text, "agency": value.agency, "purpose": value.purpose}
        case "references":
            return {
                "symbol": value.symbol,
                "doc_type": value.doc_type,
                "issued_on": _iso(value.issued_on),
                "issuer": value.issuer,
                "subject": value.subject,
                "relation": value.relation.value,
                "mentions": _evidence(value.mentions),
            }
        case "targets":
            exact, number = _number(value.value)
            names = ("text", "indicator", "metric", "direction", "operator", "unit", "value_vnd", "per", "baseline")
            return {name: getattr(value, name) for name in names} | {
                "value": exact,
                "value_max": _number(value.value_max)[0],
                "value_number": number,
                "due": _iso(value.due),
            }
        case "milestones":
            return {"text": value.text, "start": value.start, "end": value.end}
        case "tasks":
            parties = {name: "; ".join(getattr(value, name)) or None for name in ("leads", "cooperates")}
            return {"actor": value.actor, "text": value.text, "due": _iso(value.due)} | parties
        case "results":
            exact, number = _number(value.value)
            names = ("label", "indicator", "unit", "value_vnd", "period_start", "period_end", "as_of", "about")
            return {name: getattr(value, name) for name in names} | {
                "state": value.state.value,
                "value": exact,
                "value_number": number,
                "basis": value.basis.value,
                "from_table": value.table,
                "is_total": value.is_total,
            }
        case "awards":
            names = ("award", "award_code", "subject_kind", "name", "position", "unit", "status", "year")
            return {name: getattr(value, name) for name in names}
    raise ValueError(kind)


#: Attribute of a dispatch -> table, and the word for it in a row's id.
_CHILDREN = {
    "addressees": ("recipient", "addressee"),
    "recipients": ("recipient", "recipient"),
    "references": ("reference", "reference"),
    "targets": ("target", "target"),
    "milestones": ("milestone", "milestone"),
    "tasks": ("task", "task"),
    "results": ("result", "result"),
    "awards": ("award", "award"),
}
#: The tables whose rows belong to a dispatch and go with it.
CHILD_TABLES = tuple(dict.fromkeys(table for table, _ in _CHILDREN.values()))


def _child(identifier: str, word: str, ordinal: int, field: Field[Any]) -> Row:
    return {
        "id": f"{identifier}:{word}:{ordinal}",
        "dispatch_id": identifier,
        "ordinal": ordinal,
        "raw": field.raw,
        "confidence": field.confidence,
        "evidence": _evidence(field.evidence),
    }


def _mention(identifier: str, ordinal: int, field: Field[MovementMention]) -> Row:
    value = field.value
    return _child(identifier, "movement", ordinal, field) | {
        "fold": fold(value.name),
        "name": value.name,
        "start": _iso(value.start),
        "end": _iso(value.end),
    }


def finding_rows(findings: tuple[Finding, ...], sha256: str, identifier: str | None) -> list[Row]:
    """Give the rows of a file's findings; ``identifier`` is its dispatch, None for a file that was not read."""
    owner = identifier or sha256
    return [
        {
            "id": f"{owner}:finding:{ordinal}",
            "sha256": sha256,
            "dispatch_id": identifier,
            "ordinal": ordinal,
            "code": f.code,
            "severity": f.severity.value,
            "message": f.message,
            "rule": f.rule,
            "field": f.field,
            "suggestion": f.suggestion,
            "evidence": _evidence(f.evidence),
        }
        for ordinal, f in enumerate(findings)
    ]


def content(outcome: Outcome) -> Content:
    """Give every row of a readable outcome. Raises ValueError for a failed one."""
    dispatch, sha256 = outcome.dispatch, outcome.source.sha256
    if dispatch is None:
        raise ValueError("a failed file has no content")
    part = outcome.extent.part
    identifier = dispatch_id(dispatch, sha256, part)
    children: dict[str, list[Row]] = {table: [] for table in CHILD_TABLES}
    for attribute, (table, word) in _CHILDREN.items():
        children[table] += [
            _child(identifier, word, ordinal, field) | _columns(attribute, field.value)
            for ordinal, field in enumerate(getattr(dispatch, attribute))
        ]
    return Content(
        id=identifier,
        series=series(dispatch, sha256, part),
        dispatch=_dispatch_row(outcome, dispatch, identifier),
        children=children,
        findings=finding_rows(outcome.findings, sha256, identifier),
        mentions=[_mention(identifier, i, m) for i, m in enumerate(dispatch.movements)],
    )


def content_as(rows: Content, identifier: str) -> Content:
    """Give the same rows under an id that was given before."""
    if rows.id == identifier:
        return rows

    def moved(row: Row) -> Row:
        return row | {"id": identifier + row["id"].removeprefix(rows.id), "dispatch_id": identifier}

    return Content(
        identifier,
        rows.series,
        rows.dispatch | {"id": identifier},
        {table: [moved(row) for row in children] for table, children in rows.children.items()},
        [moved(row) for row in rows.findings],
        [moved(row) for row in rows.mentions],
    )


def file_row(outcome: Outcome) -> Row:
    """Give the ledger columns that the reading of a file settles; the worst of its dispatches gives the status."""
    reading, failure = outcome.reading, outcome.failure
    doubtful = any(one.status is Status.NEEDS_REVIEW for one in outcome.dispatches)
    return {
        "state": "stored" if failure is None else "quarantined",
        "status": (Status.NEEDS_REVIEW if doubtful else outcome.status).value,
        "reader": reading.reader if reading else None,
        "pages": reading.pages if reading else None,
        "encoding": reading.encoding if reading else None,
        "ocr": reading.ocr if reading else None,
        "seconds": outcome.seconds,
        "failure_code": failure.code.value if failure else None,
        "failure_detail": failure.detail if failure else None,
        "failure_message": failure.message if failure else None,
        "members": len(outcome.members) if outcome.is_bundle else None,
    }


def rebuild(record: Row) -> tuple[Dispatch, tuple[Finding, ...]]:
    """Give back exactly what ``content`` was made from."""
    return from_plain(Dispatch, record["dispatch"]), from_plain(tuple[Finding, ...], record.get("findings", []))
