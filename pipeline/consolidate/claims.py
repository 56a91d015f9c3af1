"""What each report claims: one claim a figure, with the days it counts and the reasons it may not be used."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from pipeline.consolidate.measure import measure
from pipeline.consolidate.values import FindingRow, Source
from pipeline.model import Basis, Field, Finding, Period, Result, Severity, State
from pipeline.obligations import dated
from pipeline.ports import StoredDispatch
from pipeline.reference.indicators import Indicator

#: Figures read with less than this are used and named in the findings.
DOUBTFUL = 0.6
#: Figures without an indicator that a finding quotes.
_NAMED = 5


@dataclass(frozen=True, slots=True)
class Claim:
    """One figure of one report about the reporting unit itself.

    ``days`` is the period it counts, None when the report does not say; ``at`` is the day it speaks of.
    """

    unit: str
    code: str
    value: Decimal | None
    state: State
    basis: Basis
    days: Period | None
    start: date | None
    at: date
    issued: date
    received: datetime
    dispatch: str
    index: int
    result: Field[Result]

    @property
    def newest(self) -> tuple[date, datetime, str]:
        """Order of dispatches: the one dated last wins, the one received last among equals."""
        return self.issued, self.received, self.dispatch

    @property
    def place(self) -> tuple[str, int]:
        """Where the figure stands: its dispatch and the position in its results. No two claims share it."""
        return self.dispatch, self.index

    def source(self, used: bool) -> Source:
        """Give the claim as a source of a cell."""
        return Source(self.dispatch, self.index, self.result, self.value, used)


def shown(value: Decimal) -> str:
    """Give a figure for a finding: ``1.234,5``."""
    text = f"{value.normalize():,f}"
    return text.replace(",", " ").replace(".", ",").replace(" ", ".")


def note(
    code: str, severity: Severity, message: str, claims: Iterable[Claim], rule: str, suggestion: str | None = None
) -> tuple[FindingRow, ...]:
    """Give one finding about ``claims``, hung on the dispatch of the newest of them."""
    found = sorted(claims, key=lambda c: (*c.newest, c.index))
    evidence = tuple(e for c in found for e in c.result.evidence)
    finding = Finding(code, severity, message, rule, "results", evidence, suggestion)
    return (FindingRow(found[-1].dispatch, finding, found[-1].unit),)


@dataclass(frozen=True, slots=True)
class Claimed:
    """Claims by unit and indicator, figures that no cell may show, and what a person should know."""

    by_cell: Mapping[tuple[str, str], tuple[Claim, ...]]
    unused: tuple[tuple[str, int, Field[Result], str], ...]
    findings: tuple[FindingRow, ...]


def _claim(stored: StoredDispatch, issued: date, unit: str, index: int, indicator: Indicator) -> Claim:
    field = stored.dispatch.results[index]
    result = field.value
    end = result.period_end or result.as_of
    days = Period(result.period_start, end) if result.period_start and end and result.period_start <= end else None
    return Claim(
        unit,
        indicator.code,
        measure(result, indicator),
        result.state,
        result.basis,
        days,
        result.period_start,
        result.as_of or result.period_end or issued,
        issued,
        stored.received_at,
        stored.id,
        index,
        field,
    )


def _doubts(claim: Claim, indicator: Indicator) -> tuple[FindingRow, ...]:
    """Give what a person should know of a figure that is used all the same: hardly legible, below zero, of days to come."""
    field, out = claim.result, tuple[FindingRow, ...]()
    if field.confidence < DOUBTFUL:
        out += note(
            "LOW_CONFIDENCE",
            Severity.WARNING,
            f"Số liệu «{field.raw}» của chỉ tiêu «{indicator.name}» được đọc với độ tin cậy "
            f"{round(100 * field.confidence)}%; cần đối chiếu với bản gốc.",
            [claim],
            "Số liệu có độ tin cậy thấp phải được người đối chiếu",
        )
    if claim.value is not None and claim.value < 0:
        out += note(
            "NEGATIVE",
            Severity.WARNING,
            f"Số liệu «{field.raw}» của chỉ tiêu «{indicator.name}» là số âm; cần xác minh trước khi cộng vào tổng.",
            [claim],
            "Số đếm, số tiền không nhỏ hơn 0",
        )
    begins = claim.start or claim.at
    if begins > claim.issued:
        out += note(
            "FUTURE_FIGURE",
            Severity.WARNING,
            f"Số liệu «{field.raw}» của chỉ tiêu «{indicator.name}» thuộc kỳ bắt đầu ngày {begins:%d/%m/%Y}, sau ngày ban hành "
            f"báo cáo ({claim.issued:%d/%m/%Y}).",
            [claim],
            "Báo cáo kết quả không nêu được số liệu của kỳ chưa đến",
        )
    return out


def _unmapped(stored: StoredDispatch, unit: str, loose: Sequence[Field[Result]]) -> FindingRow:
    """Give one finding for all figures of a report that belong to no indicator of the dictionary."""
    named = "; ".join(f"«{f.raw}»" for f in loose[:_NAMED])
    more = f" và {len(loose) - _NAMED} số liệu khác" if len(loose) > _NAMED else ""
    message = f"Có {len(loose)} số liệu chưa gắn với chỉ tiêu trong danh mục nên không đưa vào tổng hợp: {named}{more}."
    evidence = tuple(e for f in loose for e in f.evidence)
    rule = "Chỉ tổng hợp số liệu đã gắn với chỉ tiêu"
    return FindingRow(stored.id, Finding("UNMAPPED", Severity.INFO, message, rule, "results", evidence), unit)


def _running(
    reports: Sequence[StoredDispatch], unit_of: Mapping[str, str], indicators: Mapping[str, Indicator]
) -> Iterator[Claim]:
    """Give the cumulative figures of reports about other periods: a later one less an earlier one is a period's own."""
    for stored in reports:
        issued = dated(stored)
        for index, field in enumerate(stored.dispatch.results):
            result = field.value
            if result.basis is not Basis.CUMULATIVE or result.state is not State.STATED or not result.indicator:
                continue
            indicator = indicators.get(result.indicator)
            if indicator is None:
                continue
            claim = _claim(stored, issued, unit_of[stored.id], index, indicator)
            if claim.value is not None and (result.about is None or result.is_total):
                yield claim


def gather(
    reports: Sequence[StoredDispatch],
    unit_of: Mapping[str, str],
    indicators: Mapping[str, Indicator],
    elsewhere: Sequence[StoredDispatch] = (),
) -> Claimed:
    """Give the claims of ``reports``; ``unit_of`` maps a dispatch to its reporting unit.

    ``elsewhere`` are reports about other periods: of them only cumulative figures count, where the unit has any of its own.
    """
    cells: dict[tuple[str, str], list[Claim]] = {}
    unused: list[tuple[str, int, Field[Result], str]] = []
    findings: list[FindingRow] = []
    for stored in reports:
        unit, issued = unit_of[stored.id], dated(stored)
        parts: dict[str, list[Claim]] = {}
        loose: list[Field[Result]] = []
        for index, field in enumerate(stored.dispatch.results):
            result = field.value
            indicator = indicators.get(result.indicator) if result.indicator else None
            if indicator is None:
                loose.append(field)
                unused.append((stored.id, index, field, "chưa gắn với chỉ tiêu trong danh mục"))
                continue
            claim = _claim(stored, issued, unit, index, indicator)
            if result.about is not None and not result.is_total:
                unused.append((stored.id, index, field, "số liệu của đơn vị trực thuộc, không cộng vào số của đơn vị"))
                parts.setdefault(indicator.code, []).append(claim)
                continue
            if result.state is State.STATED and claim.value is None:
                unused.append((stored.id, index, field, "đơn vị tính khác với chỉ tiêu"))
                printed = f"{field.raw}" if result.unit is None else f"{field.raw} (đơn vị tính: {result.unit})"
                findings += note(
                    "UNIT_MISMATCH",
                    Severity.WARNING,
                    f"Số liệu «{printed}» không cùng đơn vị tính với chỉ tiêu «{indicator.name}» "
                    f"({indicator.display_unit}) nên không đưa vào tổng hợp.",
                    [claim],
                    "Không cộng các số liệu khác đơn vị tính",
                )
                continue
            if result.state is State.STATED:
                findings += _doubts(claim, indicator)
            cells.setdefault((unit, indicator.code), []).append(claim)
        if loose:
            findings.append(_unmapped(stored, unit, loose))
        for code, claims in parts.items():
            if not any(c.dispatch == stored.id for c in cells.get((unit, code), ())):
                findings += note(
                    "PARTS_ONLY",
                    Severity.INFO,
                    f"Báo cáo chỉ nêu số liệu của đơn vị trực thuộc cho chỉ tiêu «{indicators[code].name}», "
                    "không có số chung của đơn vị.",
                    claims,
                    "Không tự cộng số liệu của đơn vị trực thuộc",
                )
    for claim in _running(elsewhere, unit_of, indicators):
        own = cells.get((claim.unit, claim.code), ())
        if any(c.basis is Basis.CUMULATIVE and c.at > claim.at for c in own):
            cells[claim.unit, claim.code].append(claim)
    return Claimed({k: tuple(v) for k, v in cells.items()}, tuple(unused), tuple(findings))
