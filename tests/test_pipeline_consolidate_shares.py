"""A part is not more than its whole, a share not more than a hundred percent; fulfilment of a plan may be."""

from datetime import date

import pytest

from tests.council_papers import consolidated, report
from tests.movement import result

DAY = date(2023, 12, 1)


def poor(households):
    return result("B02", households, "hộ", None, as_of=DAY)


def every(households):
    return result("B08", households, "hộ", None, as_of=DAY)


def percent(code, value):
    return result(code, value, "%", None, as_of=DAY)


@pytest.mark.parametrize(
    ("results", "times", "why"),
    [
        ((poor(500), every(400)), 1, "more poor households than households"),
        ((poor(400), every(400)), 0, "all of them"),
        ((poor(5), every(0)), 1, "a share of nothing"),
        ((poor(0), every(0)), 0, "nothing of nothing"),
        ((percent("B03", 150),), 1, "a share of the households"),
        ((percent("B03", 100),), 0, "the whole"),
        ((percent("E09", 150),), 0, "half as much again as was planned"),
        ((poor(500),), 0, "the whole is not known"),
    ],
)
def test_a_share(results, times, why):
    data = consolidated([report(1, *results)])
    assert [r.finding.code for r in data.findings].count("SHARE_ABOVE_WHOLE") == times, why
    told = {c.indicator: c.value for c in data.cells}
    assert all(told[f.value.indicator] == f.value.value for f in results), "no figure is changed"
