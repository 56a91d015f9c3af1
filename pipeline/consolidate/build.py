"""Stored dispatches of one movement -> everything the consolidated report says. Pure; the order of the input changes nothing."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from datetime import date

from pipeline.consolidate import awards as awarded
from pipeline.consolidate.answers import answers
from pipeline.consolidate.decisions import authoritative
from pipeline.consolidate.figures import figures
from pipeline.consolidate.known import Known, issuer, symbol
from pipeline.consolidate.progress import progress
from pipeline.consolidate.totals import total
from pipeline.consolidate.unheard import unheard
from pipeline.consolidate.values import (
    Cell,
    Consolidation,
    Document,
    FindingRow,
    Passage,
    Role,
    SourceChoice,
    Unit,
)
from pipeline.model import Finding, Period, Severity
from pipeline.obligations import Clock, ExpectedUnit, deadlines, is_plan, is_report, issued_on, match
from pipeline.ports import MovementRow, StoredDispatch
from pipeline.reference.indicators import Indicator, OverTime
from pipeline.successions import Lineage, Structure
from pipeline.text import key

#: Fields that the consolidated report rests on.
_WEIGHTY = frozenset({"results", "awards", "targets"})


def _document(stored: StoredDispatch, role: Role, unit: str | None, replaced_by: str | None) -> Document:
    fields = stored.dispatch
    return Document(
        stored.id,
        role,
        unit,
        fields.symbol.value if fields.symbol else None,
        fields.doc_type.value if fields.doc_type else None,
        issued_on(stored),
        str(fields.issued_on.value) if fields.issued_on else None,
        issuer(stored)[1],
        fields.subject.value if fields.subject else None,
        stored.file_name,
        stored.received_at,
        stored.sha256,
        replaced_by,
        stored.withdrawn,
    )


def _withdrawn(gone: Mapping[str, str], known: Sequence[StoredDispatch]) -> dict[str, str]:
    """Give the reports taken back: what came last in their place is no report, but the letter that says so, or nothing."""
    by_id = {d.id: d for d in known}
    out: dict[str, str] = {}
    for first in gone:
        at, steps = first, 0
        while at in gone and steps <= len(gone):
            at, steps = gone[at], steps + 1
        if is_report(by_id[first].dispatch) and (by_id[at].withdrawn or not is_report(by_id[at].dispatch)):
            out[first] = at
    return out


def _taken_back(report: str, unit: Unit, letter: StoredDispatch) -> FindingRow:
    rule = "Báo cáo đã thu hồi không được tính là đã gửi"
    if letter.withdrawn:
        message = f"{unit.name}: {letter.withdrawn} Số liệu của văn bản đó không được tính."
        return FindingRow(letter.id, Finding("WITHDRAWN", Severity.WARNING, message, rule, "results"), unit.id)
    named = letter.dispatch.symbol.value if letter.dispatch.symbol else letter.file_name
    message = (
        f"{unit.name} đã thu hồi báo cáo bằng văn bản {named} và chưa có báo cáo thay thế; số liệu không được tính."
    )
    return FindingRow(report, Finding("WITHDRAWN", Severity.WARNING, message, rule, "results"), unit.id)


def _asks(stored: StoredDispatch, below: Set[tuple[str | None, str | None]]) -> bool:
    """Tell whether a dispatch is a plan from outside the units."""
    return is_plan(stored.dispatch) and not {issuer(stored), (issuer(stored)[0], None)} & below


def _plans(
    in_force: Sequence[StoredDispatch], own: str | None, below: Set[tuple[str | None, str | None]]
) -> tuple[list[StoredDispatch], list[StoredDispatch]]:
    """Give the plans whose targets count, and those of them whose deadlines bind the units.

    The office's own plan binds its units; a plan above it that it cites sets targets, while its deadlines bind the office.
    Without a plan of its own every plan from outside the units counts for both. ``below`` are the units, as registry id
    and None, or as id and name where no list of units is known.
    """
    plans = [d for d in in_force if _asks(d, below)]
    mine = [d for d in plans if own is not None and issuer(d)[0] == own]
    if not mine:
        return plans, plans
    cited = {key(r.value.symbol) for d in mine for r in d.dispatch.references}
    return mine + [d for d in plans if d not in mine and symbol(d) in cited], mine


def _outside(unit: Unit, dispatches: Sequence[str]) -> FindingRow:
    message = f"{unit.name} có báo cáo nhưng không thuộc danh sách đơn vị phải báo cáo; số liệu được nêu, không cộng vào tổng."
    rule = "Chỉ cộng số liệu của các đơn vị trong danh sách, tránh tính trùng"
    return FindingRow(dispatches[0], Finding("OUTSIDE_LIST", Severity.WARNING, message, rule, "issuer"), unit.id)


def _short(
    cells: Mapping[tuple[str, str], Cell], units: Sequence[Unit], indicators: Sequence[Indicator]
) -> list[FindingRow]:
    """Give a finding for each unit whose counts end earlier than the others': such totals mix different stretches of time."""
    flows = [i.code for i in indicators if i.over_time is OverTime.SUM]
    ends: dict[str, tuple[date, str]] = {}
    for unit in units:
        found = [
            (period.end, cell.used[0].dispatch)
            for code in flows
            if (cell := cells[unit.id, code]).used
            for period in cell.coverage
        ]
        if unit.expected and found:
            ends[unit.id] = max(found)
    latest = max((end for end, _ in ends.values()), default=None)
    out = []
    for unit in units:
        if latest is None or unit.id not in ends or ends[unit.id][0] == latest:
            continue
        end, dispatch = ends[unit.id]
        message = (
            f"{unit.name}: số liệu mới tính đến ngày {end.day:02d}/{end.month:02d}/{end.year}, các đơn vị khác "
            f"đến ngày {latest.day:02d}/{latest.month:02d}/{latest.year}."
        )
        rule = "Các đơn vị phải chốt số liệu cùng một ngày"
        out.append(FindingRow(dispatch, Finding("COVERAGE", Severity.INFO, message, rule, "results"), unit.id))
    return out


def _undated(dispatch: str, unit: Unit) -> FindingRow:
    message = f"{unit.name}: báo cáo không đọc được ngày ban hành nên không xác định được gửi đúng hạn hay chậm."
    rule = "Thời điểm gửi tính theo ngày ban hành ghi trên văn bản"
    return FindingRow(dispatch, Finding("UNDATED", Severity.WARNING, message, rule, "issued_on"), unit.id)


def _weighs(finding: Finding) -> bool:
    """Tell whether a document's finding bears on the consolidated figures; its form (thể thức) is a matter for the desk."""
    return finding.severity is not Severity.INFO and finding.field in _WEIGHTY


def consolidate(
    dispatches: Sequence[StoredDispatch],
    period: Period,
    as_of: date,
    expected: Sequence[ExpectedUnit],
    indicators: Sequence[Indicator],
    *,
    movement: MovementRow,
    own: str | None = None,
    clock: Clock = Clock.ISSUED,
    passages: Sequence[Passage] = (),
    findings: Sequence[tuple[str, Finding]] = (),
    lineage: Lineage | None = None,
    structure: Structure = Structure.AS_FILED,
    choices: Mapping[str, str] | None = None,
    sources: Sequence[SourceChoice] = (),
    known: Known | None = None,
) -> Consolidation:
    """Give the consolidated figures of one movement over ``period`` as known on ``as_of``.

    Args:
        dispatches: All versions of the movement's dispatches; documents dated after ``as_of`` are left out, those
            without a date are taken and said.
        period: The days that the report is about.
        as_of: The report's day (ngày chốt số liệu).
        expected: The units that owe reports. Empty: every reporting unit counts.
        indicators: The dictionary, in the order in which the report shows it.
        movement: The movement; its first day is where cumulative figures start that name no beginning.
        own: Registry id of the reporting office: its own reports are no source, its plans set the targets.
        clock: Whether a report is late by its printed date or by its arrival.
        passages: Pieces of reports to quote.
        findings: Findings of other checks, as (dispatch id, finding); those stored with the dispatches are taken anyway.
        lineage: Who took over from whom. Without it an old unit and its successor are two units like any others.
        structure: Whether figures stand under the units that filed them, or under those of ``as_of``.
        choices: The unit that a person chose to stand for one that was split.
        sources: Whose figures a person said count where several bodies report the same things.
        known: ``Known.of(dispatches, as_of, expected, own)`` where it was worked out before, for another period.
    """
    held = known or Known.of(dispatches, as_of, expected, own)
    papers, gone = held.dispatches, held.gone
    standing = [d for d in papers if d.id not in gone]
    below: set[tuple[str | None, str | None]] = {(u.agency_id, None) for u in expected}
    below = below or {issuer(d) for d in held.reports(period)}
    plans, launching = _plans(standing, own, below)
    wanted = {f.value.indicator for p in plans for f in p.dispatch.targets if f.value.indicator is not None}
    made = figures(
        held,
        period,
        indicators,
        since=movement.start,
        lineage=lineage,
        structure=structure,
        choices=choices,
        wanted=wanted,
    )
    listed, shown, cells, unit_of = made.units, made.indicators, made.by_cell, made.unit_of
    units = {u.id: u for u in listed}
    rows = list(made.rows)
    chosen = authoritative(sources, listed, cells, shown, {h.agency: h.heir for h in made.mapped if h.heir})
    rows += chosen.findings

    totals = {i.code: total(i, cells, listed, made.left_out | chosen.left_out) for i in shown}
    totals |= {c: replace(totals[c], authority=unit, may_overlap=False) for c, unit in chosen.authorities.items()}
    names = {u.id: u.name for u in listed}
    listing = [d for d in standing if d.id not in held.mine]
    people, found = awarded.nominees(listing, unit_of, names, awarded.within(period, held.days))
    rows += found
    for unit in listed:
        own_reports = [d.id for d in made.in_force if unit_of[d.id] == unit.id]
        if not unit.expected and own_reports:
            rows.append(_outside(unit, own_reports))
    rows += _short(cells, listed, shown)
    rows += unheard(held, period)
    inside = {d.id for d in made.in_force}
    rows += [_undated(d.id, units[unit_of[d.id]]) for d in made.in_force if d.dispatch.issued_on is None]
    stored_findings = [(d.id, f) for d in made.in_force for f in d.findings]
    rows += [FindingRow(i, f, unit_of.get(i)) for i, f in (*stored_findings, *findings) if i in inside and _weighs(f)]

    owing = tuple(expected) or tuple(ExpectedUnit(u.id, u.name) for u in listed)
    if made.mapped:
        owing = tuple(ExpectedUnit(u.id, u.name) for u in listed if u.expected)
    symbols = frozenset(s for p in plans if (s := symbol(p)) is not None)
    back = _withdrawn(gone, papers)
    by_id = {d.id: d for d in papers}
    rows += [_taken_back(d.id, units[unit_of[d.id]], by_id[back[d.id]]) for d in made.reports if d.id in back]
    by_unit: dict[str, list[StoredDispatch]] = {}
    for stored in made.reports:
        if stored.id not in back:
            by_unit.setdefault(unit_of[stored.id], []).append(stored)
    sent = {u.agency_id: by_unit.get(u.agency_id, []) for u in owing}
    roles = {d.id: Role.PLAN for d in plans} | {d.id: Role.REPORT for d in made.reports}
    return Consolidation(
        movement.name,
        movement.id,
        period,
        as_of,
        tuple(sorted(listed, key=lambda u: (not u.expected,))),
        shown,
        tuple(_document(d, roles.get(d.id, Role.OTHER), unit_of.get(d.id), gone.get(d.id)) for d in papers),
        made.cells,
        tuple(totals.values()),
        progress(plans, indicators, totals, period, as_of),
        match(owing, deadlines(launching, period), sent, symbols, as_of, clock),
        awarded.counts(people),
        people,
        tuple(
            sorted((p for p in passages if p.dispatch in inside), key=lambda p: (p.kind, p.dispatch, p.place, p.text))
        ),
        tuple(sorted(dict.fromkeys(rows), key=finding_order)),
        made.claimed.unused,
        structure,
        made.mapped,
        sources=chosen.applied,
        answers=answers(made.in_force, [d for d in standing if _asks(d, below)], unit_of, held.reach(period), own),
    )


_SEVERITIES = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


def finding_order(row: FindingRow) -> tuple[object, ...]:
    """Give where a finding stands in the report: the worst first, then by unit."""
    return _SEVERITIES[row.finding.severity], row.unit or "", row.finding.code, row.dispatch or "", row.finding.message
