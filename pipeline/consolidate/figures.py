"""What is known of a movement -> the figures of one period, unit by unit: the first half of a consolidation.

Earlier periods need no more than this half.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from pipeline.consolidate.claims import Claimed, gather
from pipeline.consolidate.known import Known
from pipeline.consolidate.settle import settle
from pipeline.consolidate.shares import impossible
from pipeline.consolidate.structure import joined, lay, overlapping
from pipeline.consolidate.totals import derived
from pipeline.consolidate.values import Cell, FindingRow, Unit
from pipeline.model import Period
from pipeline.ports import StoredDispatch
from pipeline.reference.indicators import Indicator
from pipeline.successions import Heir, Lineage, Structure


@dataclass(frozen=True)
class Figures:
    """The cells of a period with the units they stand under.

    ``reports`` are the units' reports about the period, all versions, ``in_force`` those that count; ``unit_of`` maps a
    dispatch to its unit; ``left_out`` are (unit, indicator) pairs that a successor's figure holds; ``rows`` are findings.
    """

    period: Period
    units: tuple[Unit, ...]
    indicators: tuple[Indicator, ...]
    cells: tuple[Cell, ...]
    unit_of: Mapping[str, str]
    reports: tuple[StoredDispatch, ...]
    in_force: tuple[StoredDispatch, ...]
    claimed: Claimed
    left_out: Set[tuple[str, str]]
    mapped: tuple[Heir, ...]
    rows: tuple[FindingRow, ...]

    @cached_property
    def by_cell(self) -> dict[tuple[str, str], Cell]:
        """Cells by unit and indicator."""
        return {(c.unit, c.indicator): c for c in self.cells}


def _units(known: Known, reports: Sequence[StoredDispatch]) -> tuple[dict[str, Unit], dict[str, str]]:
    """Give the units that the period is about, and the unit of each dispatch that speaks for one of them.

    A unit of the list is there whatever it sent, and its lists of awards are its own; another only with a report.
    """
    units = {u.agency_id: Unit(u.agency_id, u.name) for u in known.expected}
    unit_of: dict[str, str] = {}
    about = {d.id for d in reports}
    for stored in known.dispatches:
        unit = known.unit_of.get(stored.id)
        if unit is None or stored.id in known.mine:
            continue
        speaks = stored.id in known.told or bool(stored.dispatch.awards)
        if stored.id in about or (unit.expected and speaks):
            units.setdefault(unit.id, unit)
            unit_of[stored.id] = unit.id
    return units, unit_of


def figures(
    known: Known,
    period: Period,
    indicators: Sequence[Indicator],
    *,
    since: date | None = None,
    lineage: Lineage | None = None,
    structure: Structure = Structure.AS_FILED,
    choices: Mapping[str, str] | None = None,
    wanted: Set[str] = frozenset(),
) -> Figures:
    """Give the figures of a period.

    ``since`` is the movement's first day; indicators of ``wanted`` are shown though nobody reports them. The rest as
    for :func:`~pipeline.consolidate.build.consolidate`.
    """
    reports = known.reports(period)
    units, unit_of = _units(known, reports)
    in_force = [d for d in reports if d.id not in known.gone]
    about = {d.id for d in reports}
    other_of = {i: u.id for i, u in known.unit_of.items()}
    elsewhere = [
        d
        for d in known.dispatches
        if d.id in known.told
        and d.id not in about
        and d.id not in known.gone
        and d.id not in known.mine
        and other_of.get(d.id) in units
    ]
    claimed = gather(in_force, other_of, {i.code: i for i in indicators}, elsewhere)
    rows: list[FindingRow] = list(claimed.findings)
    used = {code for _, code in claimed.by_cell}
    shown = [i for i in indicators if i.code in used or i.code in wanted]
    cells: dict[tuple[str, str], Cell] = {}
    for indicator in shown:
        for unit in units.values():
            claims = claimed.by_cell.get((unit.id, indicator.code), ())
            cells[unit.id, indicator.code], found = settle(claims, indicator, unit.id, unit.name, period, since)
            rows += found
    left_out: Set[tuple[str, str]] = frozenset()
    mapped: tuple[Heir, ...] = ()
    if lineage is not None and structure is Structure.MAPPED:
        laid = lay(units, lineage, known.as_of, period.start, choices or {})
        cells, found = joined(laid, units, cells, shown)
        mapped, units = laid.mapped, laid.units
        rows = [replace(r, unit=laid.heirs.get(r.unit, r.unit) if r.unit else None) for r in rows]
        rows += (*laid.findings, *found)
        unit_of = {document: laid.heirs.get(unit, unit) for document, unit in unit_of.items()}
    elif lineage is not None:
        left_out, found = overlapping(tuple(units.values()), cells, shown, lineage)
        rows += found
    listed = tuple(units.values())
    again, found = derived(cells, listed, shown)
    cells |= again
    rows += (*found, *impossible(cells, listed, indicators))
    return Figures(
        period,
        listed,
        tuple(shown),
        tuple(cells[u.id, i.code] for u in listed for i in shown),
        unit_of,
        tuple(reports),
        tuple(in_force),
        claimed,
        left_out,
        mapped,
        tuple(rows),
    )
