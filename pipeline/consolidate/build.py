"""Stored dispatches of one movement -> everything the consolidated report says. Pure; the order of the input changes nothing."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from datetime import date, timedelta

from pipeline.consolidate import awards as awarded
from pipeline.consolidate.claims import gather
from pipeline.consolidate.progress import progress
from pipeline.consolidate.settle import settle
from pipeline.consolidate.structure import joined, lay, overlapping
from pipeline.consolidate.totals import derived, total
from pipeline.consolidate.values import Cell, Consolidation, Document, FindingRow, Passage, Role, Unit
from pipeline.model import Basis, Finding, Period, Relation, Severity
from pipeline.obligations import Clock, ExpectedUnit, dated, deadlines, is_plan, is_report, issued_on, match
from pipeline.ports import MovementRow, StoredDispatch
from pipeline.reference.indicators import Indicator, OverTime
from pipeline.successions import Heir, Lineage, Structure
from pipeline.text import key, slug

#: Fields that the consolidated report rests on.
_WEIGHTY = frozenset({"results", "awards", "targets"})


def _order(stored: StoredDispatch) -> tuple[object, ...]:
    return dated(stored), stored.received_at, stored.id


def _symbol(stored: StoredDispatch) -> str | None:
    return key(stored.dispatch.symbol.value) if stored.dispatch.symbol else None


def _issuer(stored: StoredDispatch) -> tuple[str | None, str | None]:
    """Give the registry id and the name of the issuer."""
    if stored.dispatch.issuer is None:
        return None, None
    mention = stored.dispatch.issuer.value
    return mention.agency, mention.name or mention.text


def replaced(dispatches: Sequence[StoredDispatch]) -> dict[str, str]:
    """Give the id of what took its place for every dispatch that is no longer in force.

    A newer version of the store counts only when it is among ``dispatches`` (known on the report's day); a document
    that says it replaces another of the same issuer takes its place too.
    """
    known = {d.id for d in dispatches}
    out = {d.id: d.superseded_by for d in dispatches if d.superseded_by is not None and d.superseded_by in known}
    by_symbol: dict[tuple[object, ...], list[StoredDispatch]] | None = None
    for newer in dispatches:
        for reference in newer.dispatch.references:
            if reference.value.relation is not Relation.REPLACES:
                continue
            if by_symbol is None:
                by_symbol = {}
                for one in dispatches:
                    by_symbol.setdefault((_symbol(one), *_issuer(one)), []).append(one)
            for older in by_symbol.get((key(reference.value.symbol), *_issuer(newer)), ()):
                if dated(older) <= dated(newer) and older.id != newer.id:
                    out.setdefault(older.id, newer.id)
    return out


def _unit_of(stored: StoredDispatch, expected: Sequence[ExpectedUnit]) -> Unit | None:
    """Give the reporting unit of a report: by registry id, by the unit's exact name, else as one outside the list."""
    agency, name = _issuer(stored)
    for unit in expected:
        if agency is not None and unit.agency_id == agency:
            return Unit(unit.agency_id, unit.name)
    if name is None:
        return None
    if agency is None:
        same = [u for u in expected if key(u.name) == key(name)]
        if len(same) == 1:
            return Unit(same[0].agency_id, same[0].name)
    return Unit(agency or slug(name), name, expected=not expected)


def _about_period(stored: StoredDispatch, period: Period) -> bool:
    """Tell whether a report is about the period: by the days its figures count, else by its date."""
    told = [
        (f.value.basis, Period(start, end))
        for f in stored.dispatch.results
        if (end := f.value.period_end or f.value.as_of) and (start := f.value.period_start or end) <= end
    ]
    days = [d for basis, d in told if basis is Basis.PERIOD]
    if days:
        return any(period.overlaps(d) for d in days)
    if told:
        # A running figure reaches back over every earlier period: its last day says what the report is about.
        late = min((period.end - period.start) / 2, timedelta(days=60))
        return any(period.start <= d.end <= period.end + late for _, d in told)
    return period.start <= dated(stored) and (dated(stored) - period.end).days <= 60


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
        _issuer(stored)[1],
        fields.subject.value if fields.subject else None,
        stored.file_name,
        stored.received_at,
        stored.sha256,
        replaced_by,
    )


def _withdrawn(gone: Mapping[str, str], known: Sequence[StoredDispatch]) -> dict[str, str]:
    """Give the reports taken back: what came last in their place is no report, but the letter that says so."""
    by_id = {d.id: d for d in known}
    out: dict[str, str] = {}
    for first in gone:
        at, steps = first, 0
        while at in gone and steps <= len(gone):
            at, steps = gone[at], steps + 1
        if is_report(by_id[first].dispatch) and not is_report(by_id[at].dispatch):
            out[first] = at
    return out


def _taken_back(report: str, unit: Unit, letter: StoredDispatch) -> FindingRow:
    symbol = letter.dispatch.symbol.value if letter.dispatch.symbol else letter.file_name
    message = (
        f"{unit.name} đã thu hồi báo cáo bằng văn bản {symbol} và chưa có báo cáo thay thế; số liệu không được tính."
    )
    rule = "Báo cáo đã thu hồi không được tính là đã gửi"
    return FindingRow(report, Finding("WITHDRAWN", Severity.WARNING, message, rule, "results"), unit.id)


def _plans(
    in_force: Sequence[StoredDispatch], own: str | None, below: Set[tuple[str | None, str | None]]
) -> tuple[list[StoredDispatch], list[StoredDispatch]]:
    """Give the plans whose targets count, and those of them whose deadlines bind the units.

    The office's own plan binds its units; a plan above it that it cites sets targets, while its deadlines bind the office.
    Without a plan of its own every plan from outside the units counts for both. ``below`` are the units, as registry id
    and None, or as id and name where no list of units is known.
    """
    plans = [d for d in in_force if is_plan(d.dispatch) and not {_issuer(d), (_issuer(d)[0], None)} & below]
    mine = [d for d in plans if own is not None and _issuer(d)[0] == own]
    if not mine:
        return plans, plans
    cited = {key(r.value.symbol) for d in mine for r in d.dispatch.references}
    return mine + [d for d in plans if d not in mine and _symbol(d) in cited], mine


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
    """
    known = sorted((d for d in dispatches if (issued_on(d) or as_of) <= as_of), key=_order)
    gone = replaced(known)
    mine = {d.id for d in known if own is not None and _issuer(d)[0] == own}
    units: dict[str, Unit] = {u.agency_id: Unit(u.agency_id, u.name) for u in expected}
    unit_of: dict[str, str] = {}
    other_of: dict[str, str] = {}
    for stored in known:
        unit = _unit_of(stored, expected)
        if unit is not None:
            other_of[stored.id] = unit.id
        if unit is None or stored.id in mine or not (is_report(stored.dispatch) or stored.dispatch.awards):
            continue
        if unit.expected or (is_report(stored.dispatch) and _about_period(stored, period)):
            units.setdefault(unit.id, unit)
            unit_of[stored.id] = unit.id
    reports = [d for d in known if d.id in unit_of and is_report(d.dispatch) and _about_period(d, period)]
    in_force = [d for d in reports if d.id not in gone]
    below: set[tuple[str | None, str | None]] = {(u.agency_id, None) for u in expected}
    below = below or {_issuer(d) for d in reports}
    plans, launching = _plans([d for d in known if d.id not in gone], own, below)
    roles = {d.id: Role.PLAN for d in plans} | {d.id: Role.REPORT for d in reports}

    by_code = {i.code: i for i in indicators}
    apart = {*mine, *gone, *(d.id for d in reports)}
    elsewhere = [d for d in known if other_of.get(d.id) in units and d.id not in apart and is_report(d.dispatch)]
    claimed = gather(in_force, other_of, by_code, elsewhere)
    rows: list[FindingRow] = list(claimed.findings)
    used = {code for _, code in claimed.by_cell}
    cells: dict[tuple[str, str], Cell] = {}
    wanted = {f.value.indicator for p in plans for f in p.dispatch.targets if f.value.indicator in by_code}
    shown = [i for i in indicators if i.code in used or i.code in wanted]
    for indicator in shown:
        for unit in units.values():
            claims = claimed.by_cell.get((unit.id, indicator.code), ())
            cell, found = settle(claims, indicator, unit.id, unit.name, period, movement.start)
            cells[unit.id, indicator.code] = cell
            rows += found
    left_out: Set[tuple[str, str]] = frozenset()
    mapped: tuple[Heir, ...] = ()
    if lineage is not None and structure is Structure.MAPPED:
        laid = lay(units, lineage, as_of, period.start, choices or {})
        cells, found = joined(laid, units, cells, shown)
        mapped, units = laid.mapped, laid.units
        rows = [replace(r, unit=laid.heirs.get(r.unit, r.unit) if r.unit else None) for r in rows]
        rows += (*laid.findings, *found)
        unit_of = {document: laid.heirs.get(unit, unit) for document, unit in unit_of.items()}
    elif lineage is not None:
        left_out, found = overlapping(tuple(units.values()), cells, shown, lineage)
        rows += found
    again, found = derived(cells, tuple(units.values()), shown)
    cells |= again
    rows += found

    listed = tuple(units.values())
    totals = {i.code: total(i, cells, listed, left_out) for i in shown}
    names = {u.id: u.name for u in listed}
    people, found = awarded.nominees([d for d in known if d.id not in gone and d.id not in mine], unit_of, names)
    rows += found
    for unit in listed:
        own_reports = [d.id for d in in_force if unit_of[d.id] == unit.id]
        if not unit.expected and own_reports:
            rows.append(_outside(unit, own_reports))
    rows += _short(cells, listed, shown)
    inside = {d.id for d in in_force}
    rows += [_undated(d.id, units[unit_of[d.id]]) for d in in_force if issued_on(d) is None]
    stored_findings = [(d.id, f) for d in in_force for f in d.findings]
    rows += [FindingRow(i, f, unit_of.get(i)) for i, f in (*stored_findings, *findings) if i in inside and _weighs(f)]

    owing = tuple(expected) or tuple(ExpectedUnit(u.id, u.name) for u in listed)
    if mapped:
        owing = tuple(ExpectedUnit(u.id, u.name) for u in listed if u.expected)
    symbols = frozenset(s for p in plans if (s := _symbol(p)) is not None)
    back = _withdrawn(gone, known)
    by_id = {d.id: d for d in known}
    rows += [_taken_back(d.id, units[unit_of[d.id]], by_id[back[d.id]]) for d in reports if d.id in back]
    by_unit: dict[str, list[StoredDispatch]] = {}
    for stored in reports:
        if stored.id not in back:
            by_unit.setdefault(unit_of[stored.id], []).append(stored)
    sent = {u.agency_id: by_unit.get(u.agency_id, []) for u in owing}
    return Consolidation(
        movement.name,
        movement.id,
        period,
        as_of,
        tuple(sorted(listed, key=lambda u: (not u.expected,))),
        tuple(shown),
        tuple(_document(d, roles.get(d.id, Role.OTHER), unit_of.get(d.id), gone.get(d.id)) for d in known),
        tuple(cells[u.id, i.code] for u in listed for i in shown),
        tuple(totals.values()),
        progress(plans, indicators, totals, period, as_of),
        match(owing, deadlines(launching, period), sent, symbols, as_of, clock),
        awarded.counts(people),
        people,
        tuple(
            sorted((p for p in passages if p.dispatch in inside), key=lambda p: (p.kind, p.dispatch, p.place, p.text))
        ),
        tuple(sorted(dict.fromkeys(rows), key=finding_order)),
        claimed.unused,
        structure,
        mapped,
    )


_SEVERITIES = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


def finding_order(row: FindingRow) -> tuple[object, ...]:
    """Give where a finding stands in the report: the worst first, then by unit."""
    return _SEVERITIES[row.finding.severity], row.unit or "", row.finding.code, row.dispatch or "", row.finding.message
