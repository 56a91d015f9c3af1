"""What the checks of a consolidation look at: the figures, the dispatches behind them, and what else is known."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from pipeline.consolidate.figures import Figures
from pipeline.consolidate.values import Consolidation, FindingRow, Nominee
from pipeline.model import Award, Evidence, Field, Finding, Severity
from pipeline.obligations import dated
from pipeline.ports import StoredDispatch
from pipeline.reference.agencies import Registry
from pipeline.reference.award_rules import AwardRule
from pipeline.reference.awards import award as catalogue
from pipeline.text import bare, key

#: The kind of subject that a person is, in the words of the contract.
PERSON = "cá nhân"
COLLECTIVE = "tập thể"


@dataclass(frozen=True, slots=True)
class Flag:
    """A case that forbids an award while it is open: discipline, inspection, investigation, complaint.

    Kept by the office, day by day; ``until`` is None while it is open.
    """

    name: str
    unit: str
    what: str
    since: date
    until: date | None = None
    source: str = ""

    def open(self, on: date) -> bool:
        """Tell whether the case was open on a day."""
        return self.since <= on and (self.until is None or on < self.until)


@dataclass(frozen=True, slots=True)
class Traits:
    """What is known of a person beyond the list: None where nobody said."""

    woman: bool | None = None
    direct: bool | None = None


@dataclass(frozen=True)
class Matter:
    """Everything that a check may read. ``dispatches`` are those of the movement, all versions.

    ``last`` are the figures of the period before, ``earlier`` are decisions of other years and movements,
    ``headcounts`` are people by unit, ``traits`` what is known of persons by (name, unit), both folded with ``key``.
    """

    data: Consolidation
    dispatches: Sequence[StoredDispatch]
    last: Figures | Consolidation | None = None
    earlier: Sequence[StoredDispatch] = ()
    registry: Registry | None = None
    flags: Sequence[Flag] = ()
    headcounts: Mapping[str, int] = field(default_factory=dict)
    traits: Mapping[tuple[str, str], Traits] = field(default_factory=dict)
    rounding: str | None = None

    @cached_property
    def by_id(self) -> dict[str, StoredDispatch]:
        """Dispatches by id."""
        return {d.id: d for d in self.dispatches}

    @cached_property
    def days(self) -> dict[str, date]:
        """The day of each dispatch."""
        return {d.id: dated(d) for d in self.dispatches}

    @cached_property
    def in_force(self) -> tuple[StoredDispatch, ...]:
        """Dispatches that nothing replaced, as the consolidation knows them."""
        gone = {d.id for d in self.data.documents if d.replaced_by is not None}
        known = self.data.by_document
        return tuple(d for d in self.dispatches if d.id in known and d.id not in gone)

    def name(self, unit: str | None) -> str:
        """Give the name of a unit as the report shows it."""
        return self.data.by_unit[unit].name if unit in self.data.by_unit else (unit or "đơn vị chưa rõ")

    def day(self, nominee: Nominee) -> date:
        """Give the day of the newest document that names a nominee: the day by whose rules it is judged."""
        days = [self.days[d] for d in nominee.documents if d in self.days]
        return max(days, default=self.data.as_of)

    @cached_property
    def granted(self) -> tuple[tuple[StoredDispatch, Award], ...]:
        """Awards granted by any decision known, with their decision."""
        every = {d.id: d for d in (*self.earlier, *self.dispatches)}
        return tuple(
            (d, f.value)
            for d in every.values()
            for f in d.dispatch.awards
            if f.value.status == "granted" and f.value.name
        )


def finding(
    code: str,
    severity: Severity,
    message: str,
    rule: AwardRule | str,
    fields: Iterable[Field[Any]] = (),
    suggestion: str | None = None,
    on: str | None = "awards",
) -> Finding:
    """Give a finding whose places are those of ``fields``."""
    evidence: tuple[Evidence, ...] = tuple(e for f in fields for e in f.evidence)
    cited = rule if isinstance(rule, str) else rule.cited
    return Finding(code, severity, message, cited, on, evidence, suggestion)


def row(nominee: Nominee, found: Finding) -> FindingRow:
    """Hang a finding on the newest document that names a nominee."""
    return FindingRow(nominee.documents[-1] if nominee.documents else None, found, nominee.unit)


def person(award: Award) -> tuple[str, str]:
    """Give who an award is for, tones and case aside: (name, unit)."""
    return bare(award.name or ""), bare(award.unit or "")


def year_of(award: Award, on: date) -> int:
    """Give the year an award is for; that of its document when the list does not say."""
    return award.year if award.year is not None else on.year


def general(code: str | None) -> str | None:
    """Give the code that an award counts under: an army title counts as the civil one it stands for."""
    entry = catalogue(code) if code else None
    return entry.general if entry is not None else code


def title(code: str) -> str:
    """Give the name of an award of the catalogue, its code when there is none."""
    entry = catalogue(code)
    return entry.name if entry is not None else code


def same_words(one: str | None, other: str | None) -> bool:
    """Tell whether two printed words are the same but for case and the place of tone marks; missing words are not."""
    return bool(one) and bool(other) and key(one or "") == key(other or "")
