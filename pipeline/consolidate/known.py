"""What is known of a movement on the report's day, worked out once for every period that is asked for."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, timedelta

from pipeline.consolidate.values import Unit
from pipeline.model import Basis, Period, Relation
from pipeline.obligations import ExpectedUnit, dated, is_report, issued_on
from pipeline.ports import StoredDispatch
from pipeline.text import key, slug

#: A report about a period is written within this many days of its end.
_SOON = timedelta(days=60)


def symbol(stored: StoredDispatch) -> str | None:
    """Give the folded symbol of a dispatch."""
    return key(stored.dispatch.symbol.value) if stored.dispatch.symbol else None


def issuer(stored: StoredDispatch) -> tuple[str | None, str | None]:
    """Give the registry id and the name of the issuer."""
    if stored.dispatch.issuer is None:
        return None, None
    mention = stored.dispatch.issuer.value
    return mention.agency, mention.name or mention.text


def replaced(dispatches: Sequence[StoredDispatch]) -> dict[str, str]:
    """Give the id of what took its place for every dispatch that is no longer in force.

    A newer version of the store counts only when it is among ``dispatches`` (known on the report's day); a document
    that says it replaces another of the same issuer takes its place too. What was taken back stands for itself: nothing
    took its place.
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
                    by_symbol.setdefault((symbol(one), *issuer(one)), []).append(one)
            for older in by_symbol.get((key(reference.value.symbol), *issuer(newer)), ()):
                if dated(older) <= dated(newer) and older.id != newer.id:
                    out.setdefault(older.id, newer.id)
    for stored in dispatches:
        if stored.withdrawn:
            out.setdefault(stored.id, stored.id)
    return out


@dataclass(frozen=True, slots=True)
class Told:
    """Which days a report's figures speak of: ``spans`` of those of a period, ``ends`` of those that run on."""

    spans: frozenset[Period]
    ends: frozenset[date]

    @classmethod
    def of(cls, stored: StoredDispatch) -> "Told":
        """Read the days off a report's figures."""
        spans: set[tuple[date, date]] = set()
        ends: set[date] = set()
        for field in stored.dispatch.results:
            result = field.value
            end = result.period_end or result.as_of
            start = result.period_start or end
            if end is None or start is None or start > end:
                continue
            if result.basis is Basis.PERIOD:
                spans.add((start, end))
            else:
                ends.add(end)
        return cls(frozenset(Period(*s) for s in spans), frozenset(ends))

    @property
    def ends_all(self) -> Set[date]:
        """The last days of all that is spoken of."""
        return self.ends | {s.end for s in self.spans}

    def about(self, period: Period, day: date) -> bool:
        """Tell whether a report of ``day`` is about the period: by the days its figures count, else by its date."""
        if self.spans:
            return any(period.overlaps(d) for d in self.spans)
        if self.ends:
            # A running figure reaches back over every earlier period: its last day says what the report is about.
            late = min((period.end - period.start) / 2, _SOON)
            return any(period.start <= end <= period.end + late for end in self.ends)
        return period.start <= day and day - period.end <= _SOON


@dataclass(frozen=True, slots=True)
class Known:
    """The dispatches of a movement dated up to ``as_of``, in order, and what holds for each whatever the period.

    ``gone`` maps what is out of force to what took its place; ``unit_of`` gives the unit of each issuer, ``told`` the days
    that each report's figures speak of, ``days`` the day of each dispatch; ``mine`` are those of the reporting office.
    """

    as_of: date
    expected: tuple[ExpectedUnit, ...]
    own: str | None
    dispatches: tuple[StoredDispatch, ...]
    days: Mapping[str, date]
    gone: Mapping[str, str]
    mine: frozenset[str]
    unit_of: Mapping[str, Unit]
    told: Mapping[str, Told]

    @classmethod
    def of(
        cls, dispatches: Sequence[StoredDispatch], as_of: date, expected: Sequence[ExpectedUnit], own: str | None = None
    ) -> "Known":
        """Take in all versions of a movement's dispatches; those dated after ``as_of`` are left out."""
        printed = {d.id: issued_on(d) for d in dispatches}
        taken = [d for d in dispatches if (printed[d.id] or as_of) <= as_of]
        days = {d.id: printed[d.id] or d.received_at.date() for d in taken}
        taken.sort(key=lambda d: (days[d.id], d.received_at, d.id))
        unit_of = _Units(expected)
        units = {d.id: unit for d in taken if (unit := unit_of(d)) is not None}
        return cls(
            as_of,
            tuple(expected),
            own,
            tuple(taken),
            days,
            replaced(taken),
            frozenset(d.id for d in taken if own is not None and issuer(d)[0] == own),
            units,
            {d.id: Told.of(d) for d in taken if is_report(d.dispatch)},
        )

    def reports(self, period: Period) -> list[StoredDispatch]:
        """Give the units' reports about a period, all versions; the office's own are none."""
        return [
            d
            for d in self.dispatches
            if d.id in self.told
            and d.id in self.unit_of
            and d.id not in self.mine
            and self.told[d.id].about(period, self.days[d.id])
        ]

    def reach(self, period: Period) -> dict[str, date]:
        """Give the last day of the period that each report speaks of; its own day where it does not say."""
        return {i: min(max(told.ends_all, default=self.days[i]), period.end) for i, told in self.told.items()}


class _Units:
    """The reporting unit of a dispatch: by registry id, by the unit's exact name, else as one outside the list."""

    def __init__(self, expected: Sequence[ExpectedUnit]) -> None:
        self._open = not expected
        self._by_id: dict[str, Unit] = {}
        self._by_name: dict[str, Unit | None] = {}
        for one in expected:
            unit = self._by_id.setdefault(one.agency_id, Unit(one.agency_id, one.name))
            # A name that two units share names none.
            self._by_name[key(one.name)] = None if key(one.name) in self._by_name else unit

    def __call__(self, stored: StoredDispatch) -> Unit | None:
        agency, name = issuer(stored)
        if agency is not None and agency in self._by_id:
            return self._by_id[agency]
        if name is None:
            return None
        if agency is None and (same := self._by_name.get(key(name))) is not None:
            return same
        return Unit(agency or slug(name), name, expected=self._open)
