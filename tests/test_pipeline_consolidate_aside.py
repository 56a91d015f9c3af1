"""Figures that no cell uses: said where they contradict or nobody could place them, left in peace where they agree."""

from datetime import date

import pytest

from pipeline.model import Basis
from tests.council_papers import consolidated, report
from tests.movement import result

SAID = {"UNDATED_FIGURE", "PARTS_DISAGREE", "OUTSIDE_PERIOD"}


def houses(value, period="2023", **rest):
    return result("D01", value, "nhà", period, **rest)


def between(value, start, end):
    return houses(value, None, period_start=date.fromisoformat(start), period_end=date.fromisoformat(end))


def quarters(*values):
    return tuple(houses(v, f"2023-Q{q}") for q, v in enumerate(values, 1))


def said(*results):
    return {r.finding.code for r in consolidated([report(1, *results)]).findings} & SAID


@pytest.mark.parametrize(
    ("results", "wanted", "why"),
    [
        ((houses(10), houses(25, "2023-Q1")), {"PARTS_DISAGREE"}, "a quarter is more than its year"),
        ((houses(25), houses(10, "2023-Q1")), set(), "a quarter is less than its year"),
        ((houses(55), *quarters(10, 10, 10, 10)), {"PARTS_DISAGREE"}, "four quarters fill the year and come to less"),
        ((houses(40), *quarters(10, 10, 10, 10)), set(), "four quarters make the year"),
        ((houses(55), *quarters(10, 10, 10)), set(), "the last quarter may hold the rest"),
        ((houses(25), *quarters(10, 10, 10)), {"PARTS_DISAGREE"}, "three quarters are more than the year already"),
        ((houses(10, "2023-Q1"), houses(25, None)), {"UNDATED_FIGURE"}, "nobody knows whether 25 holds the 10"),
        ((houses(10, "2023-Q1"), houses(10, None)), set(), "the same figure said again without its days"),
        (
            (*quarters(10, 15), houses(25, None)),
            set(),
            "the sum of what is counted, said without its days",
        ),
        (
            (houses(5, "2023-Q1"), between(30, "2022-07-01", "2023-06-30")),
            {"OUTSIDE_PERIOD"},
            "Q2 is in no used figure",
        ),
        ((houses(5), between(30, "2022-07-01", "2023-06-30")), set(), "every day of the year is counted"),
        ((houses(5), between(3, "2021-01-01", "2023-12-31")), {"PARTS_DISAGREE"}, "three years are less than the last"),
        ((houses(5), between(30, "2021-01-01", "2023-12-31")), set(), "three years are about something else"),
        (
            (
                houses(20, None, basis=Basis.CUMULATIVE, period_start=date(2023, 1, 1), as_of=date(2023, 12, 31)),
                houses(30, "2023-Q1"),
            ),
            {"PARTS_DISAGREE"},
            "a quarter is more than what ran up since the year began",
        ),
    ],
)
def test_what_stands_beside_the_figure_that_counts(results, wanted, why):
    assert said(*results) == wanted, why


def test_rounded_money_is_no_contradiction():
    parts = [
        result("C01", v, "triệu đồng", f"2023-Q{q}") for q, v in enumerate(("100.4", "100.4", "100.4", "100.4"), 1)
    ]
    assert said(result("C01", 401, "triệu đồng"), *parts) == set()
    assert said(result("C01", 450, "triệu đồng"), *parts) == {"PARTS_DISAGREE"}


def test_the_total_stays_and_the_finding_tells_both_figures():
    data = consolidated([report(1, houses(10), houses(25, "2023-Q1"))])
    (found,) = [r.finding for r in data.findings if r.finding.code == "PARTS_DISAGREE"]
    assert data.by_total["D01"].value == 10
    assert "là 10" in found.message and "cộng lại là 25" in found.message
    assert len(found.evidence) == 2
