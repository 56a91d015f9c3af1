"""Which plan a report answers: by number and day, else by movement, issuer and period; never guessed as sure."""

from dataclasses import replace
from datetime import date

import pytest

from pipeline.consolidate.answers import answers
from pipeline.model import Addressee, AgencyMention, MovementMention, PartialDate, Reference, Relation
from tests.movement import NAME, OFFICE, dispatch, field

PROVINCE = "ubnd-tinh"


def plan(id, number, issued, issuer=OFFICE, **parts):
    return dispatch(id, "KH", number, issued, issuer, issuer, **parts)


def cites(number, day=None):
    issued = None if day is None else PartialDate.parse(day)
    return field(Reference(number, "KH", issued, relation=Relation.IMPLEMENTS))


def report(*references, to=(), issued="2023-12-12"):
    addressed = tuple(field(Addressee(a, a)) for a in to)
    return dispatch("bc", "BC", "5/BC-DV1", issued, "don-vi-1", "Đơn vị 1", references=references, addressees=addressed)


def answer(paper, *plans, own=OFFICE, about=date(2023, 12, 12)):
    (one,) = answers([paper], plans, {"bc": "don-vi-1"}, {"bc": about}, own)
    return one


OWN = plan("kh-so", "45/KH-SNN", "2023-02-10")
ABOVE = plan("kh-tinh", "12/KH-UBND", "2023-01-15", PROVINCE)
LAST = plan("kh-cu", "45/KH-SNN", "2022-02-10")


@pytest.mark.parametrize(
    ("paper", "plans", "wanted", "why"),
    [
        (report(cites("45/KH-SNN")), (OWN, ABOVE), "kh-so", "the number"),
        (report(cites("12/KH-UBND"), cites("45/KH-SNN")), (OWN, ABOVE), "kh-so", "of both the one that binds the unit"),
        (report(cites("12/KH-UBND")), (OWN, ABOVE), "kh-tinh", "the one above when it alone is cited"),
        (report(cites("45/KH-SNN", "2022-02-10")), (OWN, LAST), "kh-cu", "numbers begin anew each year: the day tells"),
        (report(cites("45/kh-snn")), (OWN,), "kh-so", "case does not count"),
        (report(cites("45KH-SNN", "2023-02-10")), (OWN, ABOVE), "kh-so", "a lost slash does not count"),
        (report(cites("045/KH.SNN")), (OWN, ABOVE), "kh-so", "nor do marks and zeros"),
        (report(cites("45/KH-SHN", "2023-02-10")), (OWN, ABOVE), "kh-so", "a misread letter, number and day agree"),
    ],
)
def test_by_the_number_cited(paper, plans, wanted, why):
    found = answer(paper, *plans)
    assert (found.plan, found.by, found.certain) == (wanted, ("reference",), True), why


def test_a_number_with_another_day_is_another_document():
    found = answer(report(cites("45/KH-SNN", "2021-02-10")), OWN)
    assert found.by != ("reference",)


@pytest.mark.parametrize(
    ("number", "day", "why"),
    [
        ("45/KH-SHN", None, "a letter differs and no day tells that it is the same"),
        ("45/KH-SHN", "2023-02", "nor does a month"),
        ("46/KH-SNN", "2023-02-10", "another number of the same day"),
        ("45/KH-UBND", "2023-02-10", "another office's number of the same day"),
    ],
)
def test_another_symbol_is_another_document(number, day, why):
    assert answer(report(cites(number, day)), OWN).by != ("reference",), why


def test_without_a_number_by_movement_issuer_and_period():
    found = answer(report(), OWN, ABOVE)
    assert (found.plan, found.by, found.certain) == ("kh-so", ("movement", "issuer", "period"), True)
    found = answer(report(to=(PROVINCE,)), ABOVE, own=None)
    assert (found.plan, found.certain) == ("kh-tinh", True)


def test_several_plans_that_fit_are_not_sure_and_stay_visible():
    found = answer(report(), OWN, LAST)
    assert (found.plan, found.certain, found.options) == ("kh-so", False, ("kh-cu",))


def test_a_plan_of_a_body_that_the_report_does_not_go_to_is_a_guess():
    found = answer(report(), ABOVE, own=None)
    assert (found.plan, found.by, found.certain) == ("kh-tinh", ("movement", "period"), False)


def test_a_plan_that_came_later_or_of_another_movement_or_time_is_none():
    later = plan("kh-sau", "9/KH-SNN", "2024-01-10")
    other = replace(OWN, dispatch=replace(OWN.dispatch, movements=(field(MovementMention("Phong trào khác")),)))
    over = replace(
        OWN,
        dispatch=replace(OWN.dispatch, movements=(field(MovementMention(NAME, PartialDate(2016), PartialDate(2020))),)),
    )
    assert [answer(report(), p).plan for p in (later, other, over)] == [None, None, None]


def test_a_report_without_any_plan_says_so():
    found = answer(report())
    assert (found.plan, found.certain, found.by) == (None, False, ())


def test_the_body_above_the_issuer_is_whom_the_report_is_for():
    under = report()
    above = field(AgencyMention("Ủy ban nhân dân tỉnh", PROVINCE))
    under = replace(under, dispatch=replace(under.dispatch, parent_issuer=above))
    assert answer(under, ABOVE, own=None).certain
