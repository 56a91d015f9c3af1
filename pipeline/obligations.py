"""Who owes which report by when, and what came of it.

Plans say it in their milestones and tasks ("báo cáo ... trước ngày 15/11 hằng năm"); every expected unit owes one
report for each deadline. Rates follow DHIS2: expected = units x deadlines, reporting rate = received / expected,
on-time rate = received by the deadline / expected.
"""

import calendar
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from itertools import product

from pipeline.model import Dispatch, Evidence, Period
from pipeline.ports import StoredDispatch
from pipeline.text import key, squeeze

#: Types (NĐ 30/2020, Phụ lục III) that set tasks and deadlines for others; a công văn does when it asks for a report.
LAUNCHING = frozenset({"KH", "CT", "CTr", "ĐA", "HD", "PA"})
#: A report for a period may be due after the period has ended; later deadlines belong to the next one.
_AFTER_PERIOD = timedelta(days=60)
#: Figures that end earlier than this before a deadline belong to an earlier report (6 tháng is no answer for the year).
_EARLY = timedelta(days=92)

#: Periods shorter than this have deadlines of their own, each near the period's end.
_SHORT = timedelta(days=150)

_REPORT = re.compile(r"\bbáo\s+cáo\b", re.IGNORECASE)
_REVIEW = re.compile(r"\b(?:sơ\s+kết|tổng\s+kết)\b", re.IGNORECASE)
_BEFORE = re.compile(
    r"(?P<mark>trước|chậm\s+nhất(?:\s+là)?|muộn\s+nhất|hạn\s+cuối)\s+(?:vào\s+)?(?:ngày\s+)?"
    r"(?P<day>\d{1,2})(?:\s*[/.-]\s*|\s+tháng\s+)(?P<month>\d{1,2})(?:(?:\s*[/.-]\s*|\s+năm\s+)(?P<year>\d{4}))?",
    re.IGNORECASE,
)
#: "trước ngày 05 hằng tháng", "trước ngày 20 của tháng cuối quý", "trước ngày 05 tháng đầu quý sau".
_RECURRING = re.compile(
    r"(?P<mark>trước|chậm\s+nhất(?:\s+là)?|muộn\s+nhất)\s+(?:vào\s+)?(?:ngày\s+)?(?P<day>\d{1,2})\s+(?:của\s+)?"
    r"(?:(?P<monthly>(?:hằng|hàng|mỗi)\s+tháng|tháng\s+(?:sau|kế\s+tiếp))|"
    r"(?:(?P<last>tháng\s+cuối)|tháng\s+đầu)\s+(?:của\s+)?(?:mỗi\s+)?quý)",
    re.IGNORECASE,
)
_YEARLY = re.compile(r"\b(?:hằng|hàng)\s+năm\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ExpectedUnit:
    """A unit that owes reports: registry id and the name in force on the report's date."""

    agency_id: str
    name: str


class Clock(StrEnum):
    """Which day tells whether a report came in time: the one printed on it, or the one it arrived."""

    ISSUED = "issued"
    RECEIVED = "received"


class Standing(StrEnum):
    """What became of one owed report. UNDATED: it came, but no deadline is known or it bears no date."""

    ON_TIME = "on_time"
    LATE = "late"
    UNDATED = "undated"
    MISSING = "missing"
    NOT_DUE = "not_due"


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day on which a report is in time, and where the plan says so.

    ``before`` tells that the plan names the day after ("trước ngày 16/12": 15/12 is in time, 16/12 is late).
    """

    due: date
    plan: str
    text: str
    evidence: tuple[Evidence, ...] = ()
    before: bool = False


@dataclass(frozen=True, slots=True)
class Owed:
    """One report owed by one unit. ``report`` is the id of the dispatch that answers it; ``days_late`` is 0 unless LATE."""

    unit: ExpectedUnit
    deadline: Deadline | None
    standing: Standing
    report: str | None = None
    handed_in: date | None = None
    days_late: int = 0
    cites_plan: bool = False


@dataclass(frozen=True, slots=True)
class Reporting:
    """All owed reports. ``expected`` leaves out those not yet due; rates are percent, None when nothing is expected."""

    owed: tuple[Owed, ...]
    deadlines: tuple[Deadline, ...]
    clock: Clock

    @property
    def expected(self) -> int:
        """Units x deadlines, without reports not yet due."""
        return sum(o.standing is not Standing.NOT_DUE for o in self.owed)

    @property
    def received(self) -> int:
        """Reports that came, in time or late."""
        return sum(o.report is not None for o in self.owed if o.standing is not Standing.NOT_DUE)

    @property
    def on_time(self) -> int:
        """Reports that came by their deadline."""
        return sum(o.standing is Standing.ON_TIME for o in self.owed)

    @property
    def rate(self) -> Decimal | None:
        """Reporting rate in percent."""
        return Decimal(100 * self.received) / self.expected if self.expected else None

    @property
    def on_time_rate(self) -> Decimal | None:
        """On-time rate in percent; None when no deadline is known."""
        return Decimal(100 * self.on_time) / self.expected if self.expected and self.deadlines else None


def is_plan(dispatch: Dispatch) -> bool:
    """Tell whether a dispatch sets tasks, targets or deadlines for others."""
    kind = dispatch.doc_type.value if dispatch.doc_type else None
    if kind in LAUNCHING:
        return True
    asks = any(_REPORT.search(t.value.text) for t in dispatch.tasks)
    return kind in {"CV", "QĐ", "TB"} and bool(dispatch.targets or dispatch.milestones or asks)


def is_report(dispatch: Dispatch) -> bool:
    """Tell whether a dispatch reports results: a báo cáo, or a công văn or list that calls itself one and has figures."""
    kind = dispatch.doc_type.value if dispatch.doc_type else None
    if kind == "BC":
        return True
    if kind in LAUNCHING or kind in {"QĐ", "NQ", "TTr"} or not dispatch.results:
        return False
    return kind is None or (dispatch.subject is not None and _REPORT.search(dispatch.subject.value) is not None)


def issued_on(stored: StoredDispatch) -> date | None:
    """Give the day printed on a dispatch; the last day it may be when the day or month is unread, None without a date."""
    field = stored.dispatch.issued_on
    return None if field is None else field.value.period.end


def dated(stored: StoredDispatch) -> date:
    """Give the day printed on a dispatch, else the day it arrived."""
    return issued_on(stored) or stored.received_at.date()


def _stated(text: str, years: Iterable[int]) -> tuple[tuple[date, bool], ...]:
    """Give the last days in time that ``trước ngày ...`` names, and whether the text names the day after."""
    out = []
    for match in _BEFORE.finditer(text):
        if match["year"]:
            wanted: Iterable[int] = (int(match["year"]),)
        elif _YEARLY.search(text):
            wanted = years
        else:
            continue
        for year in wanted:
            try:
                day = date(year, int(match["month"]), int(match["day"]))
            except ValueError:
                continue
            before = key(match["mark"]) == key("trước")
            out.append((day - timedelta(days=before), before))
    for match in _RECURRING.finditer(text):
        months = range(1, 13) if match["monthly"] else range(3, 13, 3) if match["last"] else range(1, 13, 3)
        before = key(match["mark"]) == key("trước")
        for year, month in product(years, months):
            last = calendar.monthrange(year, month)[1]
            if 1 <= int(match["day"]) <= 31:
                out.append((date(year, month, min(int(match["day"]), last)) - timedelta(days=before), before))
    return tuple(out)


def deadlines(plans: Sequence[StoredDispatch], period: Period) -> tuple[Deadline, ...]:
    """Give the days by which reports for ``period`` are due, earliest first, one entry a day.

    Stated report deadlines win; the review steps of the plan (sơ kết, tổng kết) count only where no plan states one.
    """
    last = period.end + _AFTER_PERIOD
    years = range(period.start.year, last.year + 2)
    stated: list[Deadline] = []
    reviews: list[Deadline] = []
    for plan in plans:
        for task in plan.dispatch.tasks:
            text = squeeze(task.value.text)
            if not _REPORT.search(text):
                continue
            days = _stated(text, years)
            if not days and task.value.due is not None:
                days = ((task.value.due.period.end, False),)
            stated += [Deadline(day, plan.id, text, task.evidence, before) for day, before in days]
        for step in plan.dispatch.milestones:
            text = squeeze(step.value.text)
            if _REPORT.search(text):
                days = _stated(text, years) or (((step.value.end, False),) if step.value.end else ())
                stated += [Deadline(day, plan.id, text, step.evidence, before) for day, before in days]
            elif _REVIEW.search(text) and step.value.end is not None:
                reviews.append(Deadline(step.value.end, plan.id, text, step.evidence))
    half = (period.end - period.start) / 2
    short = [d for d in stated if period.start + half < d.due <= period.end + half]
    if period.end - period.start < _SHORT and short:
        # Of deadlines that return, a month's or quarter's own is the one about its end; the others are its neighbours'.
        stated = short
    chosen = [d for d in stated if period.start <= d.due <= last] or [
        d for d in reviews if period.contains(Period(d.due, d.due))
    ]
    first: dict[date, Deadline] = {}
    for deadline in sorted(chosen, key=lambda d: (d.due, d.plan, d.text)):
        first.setdefault(deadline.due, deadline)
    return tuple(first.values())


def _handed_in(report: StoredDispatch, clock: Clock) -> date:
    return dated(report) if clock is Clock.ISSUED else report.received_at.date()


def _reach(report: StoredDispatch) -> date:
    """Give the last day that a report's figures speak of, its own day when they do not say."""
    days = [d for f in report.dispatch.results if (d := f.value.as_of or f.value.period_end) is not None]
    return max(days, default=dated(report))


def match(
    expected: Sequence[ExpectedUnit],
    due: Sequence[Deadline],
    reports: Mapping[str, Sequence[StoredDispatch]],
    plan_symbols: frozenset[str],
    as_of: date,
    clock: Clock = Clock.ISSUED,
) -> Reporting:
    """Give every owed report with its standing.

    ``reports`` maps the unit to all versions of its reports about the period: a report sent in time and
    revised later was in time. A report answers the deadline nearest to its day unless its figures end long before;
    the first report counts.
    ``plan_symbols`` are folded with ``pipeline.text.key``.
    """
    owed: list[Owed] = []
    for unit in expected:
        arrived = sorted(reports.get(unit.agency_id, ()), key=lambda r: (_handed_in(r, clock), r.id))
        if not due:
            first = arrived[0] if arrived else None
            owed.append(_owed(unit, None, first, plan_symbols, as_of, clock))
            continue
        nearest: dict[date, StoredDispatch] = {}
        for report in arrived:
            day = _handed_in(report, clock)
            open_ = [d.due for d in due if _reach(report) >= d.due - _EARLY]
            if open_:
                nearest.setdefault(min(open_, key=lambda d: (abs((d - day).days), d)), report)
        owed += [_owed(unit, d, nearest.get(d.due), plan_symbols, as_of, clock) for d in due]
    return Reporting(tuple(owed), tuple(due), clock)


def _owed(
    unit: ExpectedUnit,
    deadline: Deadline | None,
    report: StoredDispatch | None,
    plan_symbols: frozenset[str],
    as_of: date,
    clock: Clock,
) -> Owed:
    if report is None:
        not_due = deadline is not None and deadline.due >= as_of
        return Owed(unit, deadline, Standing.NOT_DUE if not_due else Standing.MISSING)
    day = _handed_in(report, clock)
    cites = any(key(r.value.symbol) in plan_symbols for r in report.dispatch.references)
    if deadline is None or (clock is Clock.ISSUED and issued_on(report) is None):
        return Owed(unit, deadline, Standing.UNDATED, report.id, day, 0, cites)
    late = max(0, (day - deadline.due).days)
    return Owed(unit, deadline, Standing.LATE if late else Standing.ON_TIME, report.id, day, late, cites)
