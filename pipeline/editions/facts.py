"""The facts of a consolidation as plain tables with lineage: every figure with what it is made of and where that stands.

``LAYOUT`` names the tables and their columns with the kind of each; ``rows`` gives their rows. Figures are exact text in the
indicator's measure (whole đồng for money) with a float for sorting beside them.
"""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any, Literal

from pipeline.checks.council.people import tier
from pipeline.consolidate.decisions import key_of
from pipeline.consolidate.values import Consolidation, Progress, Source
from pipeline.model import Evidence

Kind = Literal["text", "integer", "float", "boolean", "date", "moment", "json"]
Row = dict[str, Any]

_WHOSE = "movement period_start:date period_end:date as_of:date"
_COLUMNS = {
    "fact_cell": "unit unit_name expected:boolean indicator indicator_name measure state value value_number:float basis "
    "coverage:json conflict:boolean derived:boolean counted:boolean",
    "fact_source": "unit indicator used:boolean dispatch ordinal:integer symbol issued_on:date sha256 file_name value "
    "value_number:float printed confidence:float page:integer line text",
    "fact_total": "indicator indicator_name measure state value value_number:float counted:json missing:json left_out:json "
    "may_overlap:boolean authority",
    "fact_target": "plan ordinal:integer text indicator goal goal_max reached percent:float verdict reason page:integer line",
    "fact_award": "unit name subject_kind award award_code status award_year:integer position tier direct:boolean "
    "documents:json page:integer line",
    "fact_reporting": "unit unit_name due:date standing report handed_in:date days_late:integer plan by:json certain:boolean",
    "fact_unused": "dispatch ordinal:integer unit label printed why",
    "fact_finding": "key code severity unit dispatch message rule suggestion state decided_by decided_at:moment reason",
}


def _layout(columns: str) -> dict[str, Kind]:
    out: dict[str, Kind] = {}
    for column in f"{_WHOSE} {columns}".split():
        name, _, kind = column.partition(":")
        out[name] = kind or "text"  # type: ignore[assignment]
    return out


#: Tables in the order in which they are written, each with its columns and their kinds.
LAYOUT: dict[str, dict[str, Kind]] = {table: _layout(columns) for table, columns in _COLUMNS.items()}


def rows(table: str, data: Consolidation) -> Iterator[Row]:
    """Give the rows of one table, in the order of the report. Raises KeyError for another table."""
    whose = {
        "movement": data.movement_id,
        "period_start": data.period.start,
        "period_end": data.period.end,
        "as_of": data.as_of,
    }
    names = LAYOUT[table]
    for row in _ROWS[table](data):
        full = whose | row
        yield {name: full.get(name) for name in names}


def _figure(value: Decimal | None) -> Row:
    return {"value": None if value is None else f"{value:f}", "value_number": None if value is None else float(value)}


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"


def _place(evidence: tuple[Evidence, ...]) -> Row:
    first = evidence[0] if evidence else None
    return {} if first is None else {"page": first.page, "line": first.line, "text": first.text}


def _cells(data: Consolidation) -> Iterator[Row]:
    for cell in data.cells:
        unit, indicator, total = (
            data.by_unit[cell.unit],
            data.by_indicator[cell.indicator],
            data.by_total[cell.indicator],
        )
        yield {
            "unit": unit.id, "unit_name": unit.name, "expected": unit.expected, "indicator": indicator.code,
            "indicator_name": indicator.name, "measure": indicator.unit, "state": cell.state.value, "basis": cell.basis.value,
            "coverage": [[d.start.isoformat(), d.end.isoformat()] for d in cell.coverage], "conflict": cell.conflict,
            "derived": cell.derived, "counted": cell.unit in total.counted,
        } | _figure(cell.value)  # fmt: skip


def _source(data: Consolidation, unit: str, indicator: str, source: Source) -> Row:
    document = data.by_document[source.dispatch]
    return {
        "unit": unit, "indicator": indicator, "used": source.used, "dispatch": source.dispatch, "ordinal": source.index,
        "symbol": document.symbol, "issued_on": document.issued_on, "sha256": document.sha256,
        "file_name": document.file_name, "printed": source.result.raw, "confidence": source.result.confidence,
    } | _figure(source.value) | _place(source.evidence)  # fmt: skip


def _sources(data: Consolidation) -> Iterator[Row]:
    return (_source(data, c.unit, c.indicator, s) for c in data.cells for s in c.sources)


def _totals(data: Consolidation) -> Iterator[Row]:
    for total in data.totals:
        indicator = data.by_indicator[total.indicator]
        yield {
            "indicator": indicator.code, "indicator_name": indicator.name, "measure": indicator.unit,
            "state": total.state.value, "counted": list(total.counted), "missing": list(total.missing),
            "left_out": list(total.left_out), "may_overlap": total.may_overlap, "authority": total.authority,
        } | _figure(total.value)  # fmt: skip


def _target(progress: Progress) -> Row:
    percent = progress.percent
    return {
        "plan": progress.plan, "ordinal": progress.index, "indicator": progress.indicator, "goal": _text(progress.goal),
        "goal_max": _text(progress.goal_max), "reached": _text(progress.reached),
        "percent": None if percent is None else float(percent), "verdict": progress.verdict.value, "reason": progress.reason,
    } | _place(progress.target.evidence) | {"text": progress.target.value.text}  # fmt: skip


def _awards(data: Consolidation) -> Iterator[Row]:
    for nominee in data.nominees:
        award = nominee.award.value
        where = tier(award.position)
        yield {
            "unit": nominee.unit, "name": award.name, "subject_kind": award.subject_kind, "award": award.award,
            "award_code": award.award_code, "status": award.status, "award_year": award.year, "position": award.position,
            "tier": where, "direct": None if where is None else where == "direct", "documents": list(nominee.documents),
        } | _place(nominee.award.evidence)  # fmt: skip


def _reporting(data: Consolidation) -> Iterator[Row]:
    answers = {a.report: a for a in data.answers}
    for owed in data.reporting.owed:
        answer = answers.get(owed.report or "")
        row = {
            "unit": owed.unit.agency_id, "unit_name": owed.unit.name, "due": owed.deadline.due if owed.deadline else None,
            "standing": owed.standing.value, "report": owed.report, "handed_in": owed.handed_in, "days_late": owed.days_late,
        }  # fmt: skip
        yield row if answer is None else row | {"plan": answer.plan, "by": list(answer.by), "certain": answer.certain}


def _unused(data: Consolidation) -> Iterator[Row]:
    for dispatch, index, field, why in data.unused:
        unit = data.by_document[dispatch].unit
        yield {
            "dispatch": dispatch,
            "ordinal": index,
            "unit": unit,
            "label": field.value.label,
            "printed": field.raw,
            "why": why,
        }


def _findings(data: Consolidation) -> Iterator[Row]:
    settled = {id(a.row): a for a in data.accepted}
    for row in (*data.findings, *(a.row for a in data.accepted)):
        found, word = row.finding, settled.get(id(row))
        out = {
            "key": key_of(row, data), "code": found.code, "severity": found.severity.value, "unit": row.unit,
            "dispatch": row.dispatch, "message": found.message, "rule": found.rule, "suggestion": found.suggestion,
            "state": "open" if word is None else "accepted",
        }  # fmt: skip
        yield out if word is None else out | {"decided_by": word.who, "decided_at": word.at, "reason": word.reason}


_ROWS: Mapping[str, Callable[[Consolidation], Iterator[Row]]] = {
    "fact_cell": _cells,
    "fact_source": _sources,
    "fact_total": _totals,
    "fact_target": lambda data: map(_target, data.progress),
    "fact_award": _awards,
    "fact_reporting": _reporting,
    "fact_unused": _unused,
    "fact_finding": _findings,
}
