"""Who owes which report by when: deadlines as plans state them, rates as DHIS2 defines them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from pipeline.model import Milestone, PartialDate, Period, Task
from pipeline.obligations import Clock, ExpectedUnit, Reporting, Standing, deadlines, is_plan, is_report, match
from pipeline.ports import StoredDispatch
from pipeline.text import key
from tests.movement import OFFICE, UNITS, YEAR, dispatch, field, plan, report, result


def planned(*parts: Task | Milestone) -> StoredDispatch:
    tasks = tuple(field(p) for p in parts if isinstance(p, Task))
    steps = tuple(field(p) for p in parts if isinstance(p, Milestone))
    return dispatch("plan", "KH", "1/KH-SNN", "2023-01-02", OFFICE, "Sở Nông nghiệp", tasks=tasks, milestones=steps)


def days(*parts: Task | Milestone, period: str = "2023") -> list[str]:
    return [str(d.due) for d in deadlines([planned(*parts)], Period.parse(period))]


@pytest.mark.parametrize(
    ("text", "expected", "why"),
    [
        ("Báo cáo kết quả về Sở trước ngày 16/12/2023", ["2023-12-15"], "before a day: the day itself is late"),
        ("Báo cáo kết quả trước ngày 15 tháng 11 năm 2023", ["2023-11-14"], "a date in words"),
        ("Báo cáo kết quả chậm nhất ngày 15/11/2023", ["2023-11-15"], "at the latest includes the day"),
        ("Định kỳ báo cáo trước 05/6 và trước ngày 05/12 hằng năm", ["2023-06-04", "2023-12-04"], "twice a year"),
        ("Gửi báo cáo trước ngày 10/01/2024", ["2024-01-09"], "due after the period it is about"),
        ("Gửi báo cáo trước ngày 10/11/2025", [], "a deadline of another period"),
        ("Báo cáo theo quy định", [], "no day, no deadline"),
        ("Tổ chức phát động trước ngày 16/12/2023", [], "not a report"),
        ("Báo cáo trước ngày 31/02/2023", [], "a day that no calendar has"),
    ],
)
def test_deadlines_of_tasks(text: str, expected: list[str], why: str) -> None:
    assert days(Task(None, text)) == expected, why


@pytest.mark.parametrize(("words", "before"), [("trước ngày 16/12/2023", True), ("chậm nhất ngày 15/12/2023", False)])
def test_a_deadline_remembers_how_the_plan_names_it(words: str, before: bool) -> None:
    (deadline,) = deadlines([planned(Task(None, f"Báo cáo {words}"))], YEAR)
    assert (deadline.due, deadline.before) == (date(2023, 12, 15), before)


def test_a_task_with_a_day_of_its_own_needs_no_words() -> None:
    assert days(Task("Các đơn vị", "Báo cáo kết quả về Sở", PartialDate(2023, 11))) == ["2023-11-30"]


def test_reviews_count_only_where_no_report_deadline_is_stated() -> None:
    review = Milestone("Sơ kết phong trào: quý III/2023", date(2023, 7, 1), date(2023, 9, 30))
    assert days(review) == ["2023-09-30"]
    assert days(review, Task(None, "Báo cáo trước ngày 16/12 hằng năm")) == ["2023-12-15"]


def test_a_step_that_is_no_review_binds_nobody() -> None:
    assert days(Milestone("Xây dựng kế hoạch: quý III/2023", date(2023, 7, 1), date(2023, 9, 30))) == []


def reporting(
    reports: dict[str, Sequence[StoredDispatch]], *stated: str, as_of: str = "2023-12-31", clock: Clock = Clock.ISSUED
) -> Reporting:
    due = deadlines([planned(*(Task(None, f"Báo cáo chậm nhất ngày {s}") for s in stated))], YEAR)
    return match(UNITS[:3], due, reports, frozenset({key("45/KH-SNN")}), date.fromisoformat(as_of), clock)


def standings(state: Reporting) -> list[Standing]:
    return [o.standing for o in state.owed]


def test_in_time_on_the_day_itself_late_on_the_next() -> None:
    state = reporting({"don-vi-1": [report(1, "2023-12-15")], "don-vi-2": [report(2, "2023-12-16")]}, "15/12/2023")
    assert standings(state) == [Standing.ON_TIME, Standing.LATE, Standing.MISSING]
    assert [o.days_late for o in state.owed] == [0, 1, 0]
    assert (state.expected, state.received, state.on_time) == (3, 2, 1)
    assert (round(state.rate or 0, 1), round(state.on_time_rate or 0, 1)) == (Decimal("66.7"), Decimal("33.3"))


def test_expected_is_units_times_deadlines_without_those_not_yet_due() -> None:
    state = reporting(
        {"don-vi-1": [report(1, "2023-06-10", (result("D01", 1, "nhà", "2023-Q2"),))]},
        "15/6/2023",
        "15/12/2023",
        as_of="2023-07-01",
    )
    assert state.expected == 3
    assert standings(state).count(Standing.NOT_DUE) == 3
    assert state.received == 1


def test_each_report_answers_the_deadline_that_it_is_about() -> None:
    half = report(1, "2023-06-10", (result("D01", 1, "nhà", "2023-Q2"),), "h")
    whole = report(1, "2023-12-10")
    state = reporting({"don-vi-1": [whole, half]}, "15/6/2023", "15/12/2023")
    assert [o.report for o in state.owed[:2]] == ["report-01h", "report-01"]


def test_a_half_year_report_is_no_answer_for_the_year() -> None:
    half = report(1, "2023-06-10", (result("D01", 1, "nhà", "2023-Q2"),), "h")
    assert standings(reporting({"don-vi-1": [half]}, "15/12/2023"))[0] is Standing.MISSING


def test_a_report_in_time_and_revised_later_was_in_time() -> None:
    first, again = report(1, "2023-12-10"), report(1, "2023-12-28", suffix="b")
    state = reporting({"don-vi-1": [again, first]}, "15/12/2023")
    assert (state.owed[0].standing, state.owed[0].report) == (Standing.ON_TIME, "report-01")


def test_the_clock_may_be_the_arrival() -> None:
    slow = replace(report(1, "2023-12-10"), received_at=datetime(2023, 12, 20, 8, tzinfo=UTC))
    assert standings(reporting({"don-vi-1": [slow]}, "15/12/2023"))[0] is Standing.ON_TIME
    assert standings(reporting({"don-vi-1": [slow]}, "15/12/2023", clock=Clock.RECEIVED))[0] is Standing.LATE


def test_without_a_deadline_there_is_no_on_time_rate() -> None:
    state = reporting({"don-vi-1": [report(1, "2023-12-15")]})
    assert standings(state) == [Standing.UNDATED, Standing.MISSING, Standing.MISSING]
    assert (state.rate is not None, state.on_time_rate) == (True, None)


def test_a_report_without_a_date_came_but_is_neither_in_time_nor_late() -> None:
    stored = report(1, "2023-12-10")
    stored = replace(stored, dispatch=replace(stored.dispatch, issued_on=None))
    state = reporting({"don-vi-1": [stored]}, "15/12/2023")
    assert state.owed[0].standing is Standing.UNDATED
    assert (state.received, state.on_time) == (1, 0)


def test_nobody_expected_gives_no_rate() -> None:
    state = match((), (), {}, frozenset(), date(2023, 12, 31))
    assert (state.rate, state.on_time_rate, state.owed) == (None, None, ())


def test_citing_the_plan_is_noted() -> None:
    state = reporting(
        {"don-vi-1": [report(1, "2023-12-15")], "don-vi-2": [report(2, "2023-12-15", references=())]}, "15/12/2023"
    )
    assert [o.cites_plan for o in state.owed] == [True, False, False]


def test_rates_against_a_recount() -> None:
    """Forty units, every third late, every fifth silent: counted by hand."""
    units = [ExpectedUnit(f"u{n}", f"Đơn vị {n}") for n in range(40)]
    sent: dict[str, Sequence[StoredDispatch]] = {}
    for n in range(40):
        if n % 5:
            day = "2023-12-20" if n % 3 == 0 else "2023-12-01"
            sent[f"u{n}"] = [dispatch(f"r{n}", "BC", f"{n}/BC-U{n}", day, f"u{n}", f"Đơn vị {n}")]
    due = deadlines([planned(Task(None, "Báo cáo chậm nhất ngày 15/12/2023"))], YEAR)
    state = match(units, due, sent, frozenset(), date(2023, 12, 31))
    silent = len([n for n in range(40) if n % 5 == 0])
    late = len([n for n in range(40) if n % 5 and n % 3 == 0])
    assert (state.expected, state.received, state.on_time) == (40, 40 - silent, 40 - silent - late)
    assert state.rate == Decimal(100 * (40 - silent)) / 40


@pytest.mark.parametrize(
    ("kind", "subject", "figures", "is_one"),
    [
        ("BC", None, False, True),
        ("CV", "V/v báo cáo kết quả", True, True),
        ("CV", "V/v đôn đốc báo cáo", False, False),
        ("CV", "V/v cung cấp thông tin", True, False),
        ("KH", "Báo cáo viên", True, False),
        ("QĐ", "Về việc khen thưởng", True, False),
    ],
)
def test_what_is_a_report(kind: str, subject: str | None, figures: bool, is_one: bool) -> None:
    parts = {"subject": field(subject)} if subject else {}
    results = (result("D01", 1, "nhà"),) if figures else ()
    stored = dispatch("x", kind, "1/X", "2023-01-01", "u", "U", results=results, **parts)
    assert is_report(stored.dispatch) is is_one


def test_what_is_a_plan() -> None:
    asks = dispatch(
        "x", "CV", "1/X", "2023-01-01", "u", "U", tasks=(field(Task(None, "Gửi báo cáo trước ngày 5/5/2023")),)
    )
    other = dispatch("x", "CV", "1/X", "2023-01-01", "u", "U")
    assert (is_plan(plan().dispatch), is_plan(asks.dispatch), is_plan(other.dispatch)) == (True, True, False)


@pytest.mark.parametrize(
    ("text", "period", "expected", "why"),
    [
        ("Báo cáo trước ngày 06 hằng tháng", "2024-01", ["2024-02-05"], "a month is reported after its end"),
        ("Báo cáo trước ngày 06 hằng tháng", "2024-12", ["2025-01-05"], "and December in the next year"),
        ("Báo cáo chậm nhất ngày 25 hằng tháng", "2024-02", ["2024-02-25"], "or shortly before it"),
        ("Báo cáo trước ngày 31 hằng tháng", "2024-02", ["2024-02-28"], "a day that the month has not is its last one"),
        ("Báo cáo trước ngày 20 của tháng cuối quý", "2024-Q2", ["2024-06-19"], "a quarter's own month"),
        ("Báo cáo trước ngày 05 tháng đầu quý", "2024-Q2", ["2024-07-04"], "the first month of the next quarter"),
        ("Báo cáo trước ngày 15/12 hằng năm", "2024-Q4", ["2024-12-14"], "a yearly day counts in its quarter"),
    ],
)
def test_deadlines_that_return(text: str, period: str, expected: list[str], why: str) -> None:
    assert days(Task(None, text), period=period) == expected, why
