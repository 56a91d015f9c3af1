"""What the consolidated report is made of: units, indicators, cells with their sources, totals, progress, awards."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from pipeline.model import Award, Basis, Evidence, Field, Finding, Period, Result, Severity, State, Target
from pipeline.obligations import Reporting
from pipeline.reference.indicators import Indicator
from pipeline.successions import Heir, Structure


class Role(StrEnum):
    """What a dispatch does for the consolidated report."""

    PLAN = "plan"
    REPORT = "report"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Document:
    """One dispatch as the report cites it. ``unit`` is the id of the reporting unit, None for other issuers.

    ``replaced_by`` is the id of the newer version or of the document that replaces it, None for one in force. One that was
    taken back has its own id there, and in ``withdrawn`` a Vietnamese sentence that says by what.
    """

    id: str
    role: Role
    unit: str | None
    symbol: str | None
    doc_type: str | None
    issued_on: date | None
    issued_text: str | None
    issuer: str | None
    subject: str | None
    file_name: str
    received_at: datetime
    sha256: str
    replaced_by: str | None = None
    withdrawn: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """One reporting unit. ``expected`` is False for one outside the list: its figures are shown, never added."""

    id: str
    name: str
    expected: bool = True


@dataclass(frozen=True, slots=True)
class Source:
    """One stated figure and where it stands: dispatch, position in its results, the figure itself.

    ``value`` is the figure in the indicator's measure (whole đồng for money). ``used`` is False for a figure
    that another one overrode or contains.
    """

    dispatch: str
    index: int
    result: Field[Result]
    value: Decimal | None
    used: bool

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """The places on the page."""
        return self.result.evidence


@dataclass(frozen=True, slots=True)
class Cell:
    """The figure of one unit for one indicator over the period.

    ``value`` is None unless ``state`` is STATED. ``coverage`` says which days the figure counts (one day for a stock).
    ``basis`` is CUMULATIVE when the figure runs on from before the period and nothing allows the difference.
    ``conflict`` marks figures that contradict each other for the same days. ``derived`` marks a ratio recomputed from its parts.
    """

    unit: str
    indicator: str
    state: State
    value: Decimal | None = None
    basis: Basis = Basis.PERIOD
    coverage: tuple[Period, ...] = ()
    sources: tuple[Source, ...] = ()
    conflict: bool = False
    derived: bool = False

    @property
    def used(self) -> tuple[Source, ...]:
        """The sources that make up the value."""
        return tuple(s for s in self.sources if s.used)


@dataclass(frozen=True, slots=True)
class Total:
    """The figure of all expected units together.

    ``value`` is None when no unit states one or the rule forbids a total (``state`` tells which: MISSING or NOT_APPLICABLE).
    ``counted`` are the units inside, ``missing`` those without a figure. ``may_overlap`` asks for the note "có thể trùng";
    ``cumulative`` are units whose figure runs on from before the period. ``left_out`` are units whose figure stands but is not
    added, since another's holds it: a successor's, or that of ``authority``, the source that a person chose.
    """

    indicator: str
    state: State
    value: Decimal | None
    counted: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    may_overlap: bool = False
    cumulative: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    authority: str | None = None


class Verdict(StrEnum):
    """How a target stands."""

    MET = "met"
    NOT_MET = "not_met"
    IN_PROGRESS = "in_progress"
    NOT_MEASURABLE = "not_measurable"


@dataclass(frozen=True, slots=True)
class Progress:
    """One target of the plan against the figure reached.

    ``goal`` and ``goal_max`` are the target in the indicator's measure for the whole period (a yearly target times
    its years). ``percent`` is reached / goal x 100 for targets that grow, None otherwise. ``reason`` says in Vietnamese why
    a target cannot be measured.
    """

    plan: str
    index: int
    target: Field[Target]
    indicator: str | None
    goal: Decimal | None
    goal_max: Decimal | None
    reached: Decimal | None
    percent: Decimal | None
    verdict: Verdict
    reason: str = ""


@dataclass(frozen=True, slots=True)
class AwardCount:
    """How many distinct subjects a form of award has. ``status`` is ``proposed`` or ``granted``."""

    award: str
    code: str | None
    subject_kind: str | None
    status: str
    count: int


@dataclass(frozen=True, slots=True)
class Nominee:
    """One named subject with its award; ``documents`` are all dispatches that name it."""

    award: Field[Award]
    unit: str | None
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a report quoted as it stands: ``kind`` is ``difficulty`` (tồn tại, hạn chế) or ``proposal`` (kiến nghị)."""

    dispatch: str
    kind: str
    text: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding and the dispatch it is about, None for one about the whole."""

    dispatch: str | None
    finding: Finding
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class SourceChoice:
    """A person's word on things that several bodies report (nhà, quỹ): ``unit`` counts, what ``over`` report is in its figure.

    An empty ``over`` means every other unit. ``who``, ``at`` and ``reason`` stand in the manifest; ``id`` is the store's.
    """

    id: str
    indicator: str
    unit: str
    over: tuple[str, ...]
    who: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Acceptance:
    """A person's word that a finding may stand. ``key`` is the finding's (``pipeline.consolidate.decisions.key_of``)."""

    id: str
    key: str
    who: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Accepted:
    """A finding that a person accepted, with who, when and why."""

    row: FindingRow
    who: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Answer:
    """Which plan a report answers. ``plan`` is None when none is known; ``certain`` is False where it is only the likeliest.

    ``by`` says on what it rests: ``reference`` (the number cited), else ``movement``, ``issuer``, ``period``; ``options`` are the
    other plans that fit as well.
    """

    report: str
    unit: str | None
    plan: str | None
    by: tuple[str, ...] = ()
    certain: bool = False
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A unit's figure for an indicator, in its measure (whole đồng for money)."""

    unit: str
    indicator: str
    value: Decimal


@dataclass(frozen=True, slots=True)
class Earlier:
    """What the same movement had reached in a period before this one.

    ``figures`` are those of expected units that nothing contradicts and that count the period alone.
    """

    period: Period
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True, slots=True)
class Dossier:
    """A unit's dossier of proposed awards (hồ sơ) that lacks parts, by the words for them, and the rule that asks for them.

    ``dispatch`` is its last document, None when none of its parts was sent.
    """

    unit: str
    lacking: tuple[str, ...]
    rule: str
    dispatch: str | None = None


@dataclass(frozen=True)
class Consolidation:
    """Everything that a renderer shows; nothing is left to compute. All tuples are in a fixed order."""

    movement: str
    movement_id: str
    period: Period
    as_of: date
    units: tuple[Unit, ...]
    indicators: tuple[Indicator, ...]
    documents: tuple[Document, ...]
    cells: tuple[Cell, ...]
    totals: tuple[Total, ...]
    progress: tuple[Progress, ...]
    reporting: Reporting
    award_counts: tuple[AwardCount, ...] = ()
    nominees: tuple[Nominee, ...] = ()
    passages: tuple[Passage, ...] = ()
    findings: tuple[FindingRow, ...] = ()
    #: Figures of reports that no cell shows: no indicator, or about a sub-unit. (dispatch, index, figure, why)
    unused: tuple[tuple[str, int, Field[Result], str], ...] = field(default=())
    #: By which units the figures are laid out, and what stands for each unit that is no more.
    structure: Structure = Structure.AS_FILED
    mapped: tuple[Heir, ...] = ()
    #: Earlier periods that have figures, the oldest first.
    earlier: tuple[Earlier, ...] = ()
    #: What people decided: findings accepted with a reason (no longer among ``findings``), and whose figures count.
    accepted: tuple[Accepted, ...] = ()
    sources: tuple[SourceChoice, ...] = ()
    #: Dossiers that lack a part, as the checks judge them; empty before they have.
    dossiers: tuple[Dossier, ...] = ()
    #: Which plan each report in force answers.
    answers: tuple[Answer, ...] = ()

    @cached_property
    def doubts(self) -> tuple[FindingRow, ...]:
        """Findings that a person must look at; remarks are left out."""
        return tuple(row for row in self.findings if row.finding.severity is not Severity.INFO)

    @cached_property
    def by_cell(self) -> dict[tuple[str, str], Cell]:
        """Cells by unit and indicator."""
        return {(c.unit, c.indicator): c for c in self.cells}

    @cached_property
    def by_document(self) -> dict[str, Document]:
        """Documents by id."""
        return {d.id: d for d in self.documents}

    @cached_property
    def by_unit(self) -> dict[str, Unit]:
        """Units by id."""
        return {u.id: u for u in self.units}

    @cached_property
    def by_indicator(self) -> dict[str, Indicator]:
        """Indicators by code."""
        return {i.code: i for i in self.indicators}

    @cached_property
    def by_result(self) -> dict[tuple[str, int], Field[Result]]:
        """Stated figures by dispatch and position in its results."""
        shown = {(s.dispatch, s.index): s.result for c in self.cells for s in c.sources}
        return shown | {(dispatch, index): result for dispatch, index, result, _ in self.unused}

    @cached_property
    def by_total(self) -> dict[str, Total]:
        """Totals by indicator."""
        return {t.indicator: t for t in self.totals}
