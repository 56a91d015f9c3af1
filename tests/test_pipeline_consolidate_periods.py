"""The period before a period."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.consolidate.periods import before
from pipeline.model import Period


@pytest.mark.parametrize(
    ("period", "wanted"),
    [("2023", "2022"), ("2023-Q1", "2022-Q4"), ("2024-03", "2024-02"), ("2023-03-01", "2023-02-28")],
)
def test_the_period_before(period, wanted):
    assert before(Period.parse(period)) == Period.parse(wanted)


@given(st.dates(date(2000, 1, 1), date(2050, 1, 1)), st.integers(0, 800))
def test_it_ends_on_the_day_before(start, days):
    period = Period(start, date.fromordinal(start.toordinal() + days))
    assert (period.start - before(period).end).days == 1
