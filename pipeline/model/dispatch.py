"""One dispatch (văn bản) as fields: what ``thidua.dispatch/1`` says of it, typed."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from pipeline.model.dates import PartialDate
from pipeline.model.evidence import Evidence, Field
from pipeline.text import slug

#: A figure as stated: ``1/3`` stays a fraction, everything else is exact.
Number = Decimal | Fraction


@dataclass(frozen=True, slots=True)
class AgencyMention:
    """A body as printed (line breaks folded), its registry id and its canonical name; None when not sure."""

    text: str
    agency: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Addressee:
    """One body under Kính gửi."""

    text: str
    agency: str | None = None


@dataclass(frozen=True, slots=True)
class Recipient:
    """One line of Nơi nhận without dash and closing mark; ``purpose`` is ``để báo cáo`` and the like."""

    text: str
    agency: str | None = None
    purpose: str | None = None


class Relation(StrEnum):
    """What a cited document is to the citing one."""

    BASIS = "basis"
    IMPLEMENTS = "implements"
    AMENDS = "amends"
    REPLACES = "replaces"
    ATTACHED_TO = "attached_to"
    #: Taken back by its sender, in an electronic envelope.
    RECALLS = "recalls"
    MENTIONS = "mentions"


@dataclass(frozen=True, slots=True)
class Reference:
    """A cited document (căn cứ, thực hiện …), one per distinct symbol.

    ``mentions`` are the other places that mean it, without its symbol (``Kế hoạch nêu trên``) or with it; the strongest
    relation that any of them tells is its relation.
    """

    symbol: str
    doc_type: str | None = None
    issued_on: PartialDate | None = None
    issuer: str | None = None
    subject: str | None = None
    relation: Relation = Relation.MENTIONS
    mentions: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class MovementMention:
    """A movement (phong trào thi đua) as named: without quotation marks; ``start`` and ``end`` when a period is given."""

    name: str
    start: PartialDate | None = None
    end: PartialDate | None = None

    @property
    def id(self) -> str:
        """The registry key: folded name, and the years when known, since two periods are two movements."""
        years = "-".join(str(d.year) for d in (self.start, self.end) if d is not None)
        return f"{slug(self.name)}--{years}" if years else slug(self.name)


@dataclass(frozen=True, slots=True)
class Target:
    """One number to be reached (chỉ tiêu). ``unit`` as printed; ``due`` cut off as printed (``2025``).

    ``operator`` is ``>=``, ``<=``, ``=`` or ``range``; ``direction`` ``up`` or ``down``; ``per`` ``year``, ``quarter``, ``month``.
    ``value_vnd`` is ``value`` in whole đồng when the unit is money.
    """

    text: str
    value: Number
    value_max: Number | None = None
    unit: str | None = None
    operator: str = "="
    direction: str | None = None
    per: str | None = None
    indicator: str | None = None
    metric: str | None = None
    baseline: str | None = None
    due: PartialDate | None = None
    value_vnd: int | None = None


@dataclass(frozen=True, slots=True)
class Milestone:
    """A step of the plan with its days (tiến độ)."""

    text: str
    start: date | None
    end: date | None


@dataclass(frozen=True, slots=True)
class Task:
    """Who does what by when (nhiệm vụ).

    ``actor`` is who the task is given to, as printed. ``leads`` are the bodies said to lead (chủ trì, đầu mối, thường
    trực) and ``cooperates`` those said to cooperate (phối hợp), one by one as printed; empty when it is not said.
    """

    actor: str | None
    text: str
    due: PartialDate | None = None
    leads: tuple[str, ...] = ()
    cooperates: tuple[str, ...] = ()


class State(StrEnum):
    """Missing, zero and not applicable are three things. Zero is STATED with value 0."""

    STATED = "stated"
    MISSING = "missing"
    NOT_APPLICABLE = "not_applicable"


class Basis(StrEnum):
    """Whether a figure counts one period or runs on from an earlier date (luỹ kế)."""

    PERIOD = "period"
    CUMULATIVE = "cumulative"


@dataclass(frozen=True, slots=True)
class Result:
    """One figure reached (kết quả). ``value`` is None unless ``state`` is STATED; ``indicator`` is a registry code or None.

    ``value_vnd`` is the figure in whole đồng when the unit is money. ``about`` names the sub-unit or group the
    row speaks of, None for the reporting unit itself. ``table`` is True for a figure from a table.
    """

    label: str
    value: Number | None
    unit: str | None = None
    indicator: str | None = None
    period_start: date | None = None
    period_end: date | None = None
    as_of: date | None = None
    basis: Basis = Basis.PERIOD
    state: State = State.STATED
    value_vnd: int | None = None
    about: str | None = None
    table: bool = False
    #: True for a row that adds up others (Tổng cộng, Cộng): never summed again.
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class Award:
    """An award on offer, proposed or granted (khen thưởng)."""

    award: str
    award_code: str | None = None
    subject_kind: str | None = None
    name: str | None = None
    position: str | None = None
    unit: str | None = None
    status: str = "proposed"
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """A paragraph in the report's own words: ``kind`` is ``difficulty`` (tồn tại, hạn chế) or ``proposal`` (kiến nghị)."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Dispatch:
    """All fields of one document. None: looked for and not there. Names are edXML's where edXML has one."""

    symbol: Field[str] | None = None
    number: Field[str] | None = None
    notation: Field[str] | None = None
    issued_on: Field[PartialDate] | None = None
    place: Field[str] | None = None
    doc_type: Field[str] | None = None
    issuer: Field[AgencyMention] | None = None
    parent_issuer: Field[AgencyMention] | None = None
    subject: Field[str] | None = None
    urgency: Field[str] | None = None
    secrecy: Field[str] | None = None
    signer_name: Field[str] | None = None
    signer_position: Field[str] | None = None
    signer_capacity: Field[str] | None = None
    archive: Field[str] | None = None
    addressees: tuple[Field[Addressee], ...] = ()
    recipients: tuple[Field[Recipient], ...] = ()
    references: tuple[Field[Reference], ...] = ()
    movements: tuple[Field[MovementMention], ...] = ()
    targets: tuple[Field[Target], ...] = ()
    milestones: tuple[Field[Milestone], ...] = ()
    tasks: tuple[Field[Task], ...] = ()
    results: tuple[Field[Result], ...] = ()
    awards: tuple[Field[Award], ...] = ()
    #: Inside only: the contract's JSON does not carry it.
    quotes: tuple[Field[Quote], ...] = ()
