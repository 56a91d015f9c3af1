"""What rose and what fell: only like is compared with like, and what nobody stated both times is not compared."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.consolidate import Consolidation, consolidate
from pipeline.consolidate.earlier import course, looked_back, remembered, same_last_year, shifts
from pipeline.editions import Terms, freeze, read, write
from pipeline.model import Period
from pipeline.ports import StoredDispatch
from pipeline.reference.indicators import indicators
from tests.movement import MOVEMENT, OFFICE, UNITS, dispatch, field, result

P = Period.parse


def half(year: int) -> Period:
    return Period(date(year, 1, 1), date(year, 6, 30))


@pytest.mark.parametrize(
    ("period", "since", "asked"),
    [
        (P("2023"), None, [P("2019"), P("2020"), P("2021"), P("2022")]),
        (P("2023"), date(2021, 1, 1), [P("2021"), P("2022")]),
        (P("2023-Q1"), None, [P("2022-Q1"), P("2022-Q2"), P("2022-Q3"), P("2022-Q4")]),
        # Half a year follows no other half: it is held against the same half of earlier years.
        (half(2023), date(2022, 1, 1), [half(2022)]),
        (Period(date(2023, 3, 5), date(2023, 3, 9)), date(2022, 1, 1), [Period(date(2022, 3, 5), date(2022, 3, 9))]),
    ],
)
def test_periods_looked_back_on(period: Period, since: date | None, asked: list[Period]) -> None:
    assert list(looked_back(period, since)) == asked


def test_a_month_is_followed_back_to_the_same_month_of_last_year() -> None:
    back = looked_back(P("2023-03"))
    assert (len(back), back[0], back[-1]) == (12, P("2022-03"), P("2023-02"))


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)), st.integers(0, 900))
def test_last_year_is_always_a_period_before(start: date, days: int) -> None:
    period = Period(start, date.fromordinal(start.toordinal() + days))
    other = same_last_year(period)
    assert other.start <= other.end and other.start < period.start and other.end < period.end


def test_the_end_of_february_stays_the_end() -> None:
    assert same_last_year(P("2025-02")) == P("2024-02")


def sent(year: int, figures: Mapping[int, int], code: str = "D01", unit: str = "nhà") -> list[StoredDispatch]:
    """Reports of a year: number of a unit -> figure."""
    return [
        dispatch(
            f"report-{year}-{n:02d}", "BC", f"{n}/BC-DV{n}", f"{year}-12-01", UNITS[n - 1].agency_id, UNITS[n - 1].name,
            subject=field(f"Kết quả thực hiện Phong trào thi đua năm {year}"), results=(result(code, value, unit, str(year)),),
        )
        for n, value in figures.items()
    ]  # fmt: skip


def over(period: Period, *groups: list[StoredDispatch]) -> Consolidation:
    every = [d for group in groups for d in group]

    def one(period: Period) -> Consolidation:
        return consolidate(every, period, period.end, UNITS[:4], indicators(), movement=MOVEMENT, own=OFFICE)

    return remembered(one(period), (one(p) for p in looked_back(period, MOVEMENT.start)))


def test_a_sum_is_held_against_last_years() -> None:
    (shift,) = shifts(over(P("2023"), sent(2022, {1: 10, 2: 30}), sent(2023, {1: 15, 2: 35})))
    assert (shift.then, shift.now, shift.change, shift.percent) == tuple(map(Decimal, (40, 50, 10, 25)))
    assert shift.since == P("2022") and shift.all_units


def test_a_sum_that_grew_because_more_units_reported_has_not_risen() -> None:
    (shift,) = shifts(over(P("2023"), sent(2022, {1: 10}), sent(2023, {1: 10, 2: 90})))
    assert shift.change == 0 and shift.units == ("don-vi-1",) and not shift.all_units


@pytest.mark.parametrize(
    ("before", "now", "why"),
    [
        ([], {1: 5}, "nothing is known of the year before"),
        (sent(2022, {2: 5}), {1: 5}, "no unit states it both times"),
        (sent(2020, {1: 5}), {1: 5}, "the year before the movement began is another movement's"),
    ],
)
def test_what_cannot_be_compared_is_not(before: list[StoredDispatch], now: dict[int, int], why: str) -> None:
    assert shifts(over(P("2023"), before, sent(2023, now))) == (), why


def test_rates_of_several_units_are_not_added_up() -> None:
    data = over(P("2023"), sent(2022, {1: 5, 2: 5}, "B03", "%"), sent(2023, {1: 4, 2: 4}, "B03", "%"))
    assert shifts(data) == ()
    (alone,) = shifts(over(P("2023"), sent(2022, {1: 5}, "B03", "%"), sent(2023, {1: 4}, "B03", "%")))
    assert alone.change == -1


def test_from_nothing_there_is_a_change_and_no_percent() -> None:
    (shift,) = shifts(over(P("2023"), sent(2022, {1: 0}), sent(2023, {1: 3})))
    assert shift.change == 3 and shift.percent is None


def test_the_course_needs_three_periods_and_the_same_units() -> None:
    indicator = next(i for i in indicators() if i.code == "D01")
    years = [sent(2021, {1: 1, 2: 5}), sent(2022, {1: 2, 2: 5, 3: 9}), sent(2023, {1: 4, 2: 6})]
    assert course(over(P("2023"), *years[1:]), indicator) == ()
    told = course(over(P("2023"), *years), indicator)
    assert [(str(p.start.year), v) for p, v in told] == [
        ("2021", Decimal(6)),
        ("2022", Decimal(7)),
        ("2023", Decimal(10)),
    ]


def test_a_frozen_edition_keeps_the_earlier_figures() -> None:
    data = over(P("2023"), sent(2022, {1: 10}), sent(2023, {1: 15}))
    terms = Terms(MOVEMENT, data.period, data.as_of, UNITS[:4], OFFICE)
    assert read(write(freeze(data, terms, ()))).data == data
