"""Reports of which no figure is made are named: of nobody, or of other days than those they were written in."""

from dataclasses import replace

import pytest

from tests.council_papers import consolidated, report
from tests.movement import result

FIVE = result("D01", 5, "nhà")


def without_issuer(stored):
    return replace(stored, dispatch=replace(stored.dispatch, issuer=None))


def said(*papers, units=(1,)):
    found = [r for r in consolidated(papers, units).findings if r.finding.code in ("NO_UNIT", "OTHER_PERIOD")]
    return [(r.finding.code, r.dispatch, r.unit) for r in found]


@pytest.mark.parametrize(
    ("paper", "wanted", "why"),
    [
        (report(1, FIVE, id="bc"), [], "a report of a known unit"),
        (without_issuer(report(1, FIVE, id="bc")), [("NO_UNIT", "bc", None)], "nobody knows whose figures these are"),
        (without_issuer(report(1, id="bc")), [], "no figure is lost with a report that has none"),
        (
            without_issuer(report(1, result("D01", 5, "nhà", "2022"), id="bc", year="2022")),
            [],
            "of nobody, and of last year: this year's report leaves nothing out",
        ),
        (
            replace(without_issuer(report(1, FIVE, id="bc")), withdrawn="Đã thu hồi."),
            [],
            "what was taken back counts nowhere",
        ),
        (
            report(1, result("D01", 5, "nhà", "2022"), id="bc", issued="2023-12-12"),
            [("OTHER_PERIOD", "bc", "dv-1")],
            "written in December about the year before: likely this one",
        ),
        (
            report(1, result("D01", 5, "nhà", "2022"), id="bc", issued="2023-01-20"),
            [],
            "last year's report comes in January",
        ),
        (report(1, result("D01", 5, "nhà", "2022"), FIVE, id="bc"), [], "both years side by side"),
    ],
)
def test_a_report_without_a_figure_of_the_period(paper, wanted, why):
    assert said(paper) == wanted, why


def test_a_unit_silent_for_that_reason_is_missing_and_said():
    data = consolidated([report(1, result("D01", 5, "nhà", "2022"), issued="2023-12-12"), report(2, FIVE)], (1, 2))
    total = data.by_total["D01"]
    assert (total.value, total.missing) == (5, ("dv-1",))
