"""What people decided about a consolidation: whose figures count, and which findings may stand; nothing is hidden by it."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from pipeline.consolidate.values import (
    Acceptance,
    Accepted,
    Cell,
    Consolidation,
    FindingRow,
    SourceChoice,
    Unit,
)
from pipeline.model import Evidence, Finding, Severity
from pipeline.reference.indicators import Indicator
from pipeline.text import key

_RULE = "Một công trình, một khoản tiền chỉ tính một lần, theo nguồn số liệu được chọn"
#: Findings whose words tell how sure the reading was: another reading says the same otherwise.
_OF_READING = frozenset({"LOW_CONFIDENCE"})


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the choices of sources come to: pairs not added, the source by indicator, which were used, what is to be said."""

    left_out: Set[tuple[str, str]]
    authorities: Mapping[str, str]
    applied: tuple[SourceChoice, ...]
    findings: tuple[FindingRow, ...]


def _row(code: str, severity: Severity, message: str, cells: Iterable[Cell], unit: str) -> FindingRow:
    used = [s for c in cells for s in c.used]
    evidence: tuple[Evidence, ...] = tuple(e for s in used for e in s.evidence)
    finding = Finding(code, severity, message, _RULE, "results", evidence)
    return FindingRow(used[0].dispatch if used else None, finding, unit)


def _why(choice: SourceChoice) -> str:
    return f"{choice.who} chọn ngày {choice.at:%d/%m/%Y}, lý do: {choice.reason}"


def authoritative(
    choices: Iterable[SourceChoice],
    units: Sequence[Unit],
    cells: Mapping[tuple[str, str], Cell],
    indicators: Sequence[Indicator],
    heirs: Mapping[str, str] | None = None,
) -> Chosen:
    """Give what the choices leave out of the totals; the newest first, and one that contradicts a newer one is only said.

    A chosen source without a figure of its own leaves the sum as it is. ``heirs`` maps old units to those that stand for them.
    """
    stands = heirs or {}
    names = {u.id: u.name for u in units}
    by_code = {i.code: i for i in indicators}
    left_out: set[tuple[str, str]] = set()
    authorities: dict[str, str] = {}
    applied: list[SourceChoice] = []
    findings: list[FindingRow] = []
    for choice in sorted(choices, key=lambda c: (c.at, c.id), reverse=True):
        indicator = by_code.get(choice.indicator)
        if indicator is None:
            continue
        unit = stands.get(choice.unit, choice.unit)
        named = names.get(unit, unit)
        own = cells.get((unit, indicator.code))
        if own is None or own.value is None:
            message = (
                f"«{indicator.name}»: {named} được chọn làm nguồn số liệu ({_why(choice)}) nhưng chưa có số liệu kỳ này; "
                "tổng vẫn cộng số của các đơn vị."
            )
            findings.append(_row("SOURCE_SILENT", Severity.WARNING, message, (), unit))
            continue
        if (unit, indicator.code) in left_out:
            message = (
                f"«{indicator.name}»: lựa chọn nguồn {named} ({_why(choice)}) trái với lựa chọn sau đó nên không dùng."
            )
            findings.append(_row("SOURCE_CLASH", Severity.WARNING, message, (own,), unit))
            continue
        over = {stands.get(u, u) for u in choice.over} or {u.id for u in units if u.expected}
        # A source that a newer choice counts stays in.
        over -= {unit, *(c for i, c in authorities.items() if i == indicator.code)}
        aside = [u for u in units if u.id in over and u.expected and (u.id, indicator.code) not in left_out]
        told = [(u, c) for u in aside if (c := cells.get((u.id, indicator.code))) is not None and c.value is not None]
        left_out |= {(u.id, indicator.code) for u in aside}
        authorities.setdefault(indicator.code, unit)
        applied.append(choice)
        listed = "; ".join(f"{u.name}: {_shown(c, indicator)}" for u, c in told) or "không đơn vị nào có số liệu"
        message = f"«{indicator.name}»: tính theo số của {named} ({_why(choice)}); không cộng thêm số đã nằm trong đó ({listed})."
        findings.append(_row("SOURCE_CHOSEN", Severity.INFO, message, (own, *(c for _, c in told)), unit))
    return Chosen(frozenset(left_out), authorities, tuple(applied), tuple(findings))


def _shown(cell: Cell, indicator: Indicator) -> str:
    assert cell.value is not None
    value = cell.value / 1_000_000 if indicator.is_money else cell.value
    text = f"{value.normalize():,f}".replace(",", " ").replace(".", ",").replace(" ", ".")
    return f"{text} {'triệu đồng' if indicator.is_money else indicator.unit}"


def key_of(row: FindingRow, data: Consolidation) -> str:
    """Give what tells a finding from every other and lasts over a new reading: sixteen letters of a digest.

    It rests on the movement, the period, the rule's code, the unit, the file and what is said; not on places in the file nor
    on how sure the reading was. Figures that read otherwise make another finding, which nobody has accepted.
    """
    document = data.by_document.get(row.dispatch) if row.dispatch is not None else None
    found = row.finding
    said = [key(e.text) for e in found.evidence] if found.code in _OF_READING else [key(found.message)]
    days = data.period.start.isoformat(), data.period.end.isoformat()
    file = document.sha256 if document is not None else row.dispatch or ""
    parts = [data.movement_id, *days, found.code, found.field or "", row.unit or "", file, *said]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()[:16]


def accept(
    data: Consolidation,
    acceptances: Iterable[Acceptance],
    of_documents: Mapping[tuple[str, str, str | None, str], Acceptance] | None = None,
) -> Consolidation:
    """Give the data with accepted findings taken from ``findings`` to ``accepted``.

    ``of_documents`` are findings accepted with their document on the desk, by (dispatch, code, field, message).
    """
    words = {a.key: a for a in sorted(acceptances, key=lambda a: (a.at, a.id))}
    papers = of_documents or {}
    if not words and not papers:
        return data
    open_: list[FindingRow] = []
    settled: list[Accepted] = []
    for row in data.findings:
        found = row.finding
        word = words.get(key_of(row, data)) or papers.get((row.dispatch or "", found.code, found.field, found.message))
        if word is None:
            open_.append(row)
        else:
            settled.append(Accepted(row, word.who, word.at, word.reason))
    return replace(data, findings=tuple(open_), accepted=(*data.accepted, *settled))
