"""A report taken back by its sender: out of the totals, not counted as sent, named with the words of who took it back."""

from dataclasses import replace
from datetime import date

import pytest

from pipeline.consolidate import consolidate
from pipeline.editions import Terms, compare, freeze, read, rebuild, write
from pipeline.reference.indicators import indicators
from tests.movement import MOVEMENT, OFFICE, UNITS, YEAR, movement

DAY = date(2024, 1, 15)
WHY = "Cơ quan ban hành đã thu hồi văn bản này (phong bì điện tử «gói.edxml»)."


def papers(*gone):
    return tuple(replace(d, withdrawn=WHY) if d.id in gone else d for d in movement())


def made(found):
    return consolidate(found, YEAR, DAY, UNITS, indicators(), movement=MOVEMENT, own=OFFICE)


@pytest.fixture(scope="module")
def before():
    return made(papers())


@pytest.fixture(scope="module")
def after():
    return made(papers("report-03"))


def test_its_figures_leave_the_totals(before, after):
    unit = next(d.unit for d in before.documents if d.id == "report-03")
    used = [c for c in before.cells if c.unit == unit and c.value is not None]
    assert used and all(after.by_cell[c.unit, c.indicator].value is None for c in used)
    others = [c for c in before.cells if c.unit != unit]
    assert [after.by_cell[c.unit, c.indicator] for c in others] == others


def test_it_is_named_and_its_unit_has_sent_nothing(before, after):
    (told,) = (row for row in after.findings if row.finding.code == "WITHDRAWN")
    assert WHY in told.finding.message and told.dispatch == "report-03" and told.unit is not None
    document = after.by_document["report-03"]
    assert (document.withdrawn, document.replaced_by) == (WHY, "report-03")
    standing = {o.unit.agency_id: o.standing for o in after.reporting.owed}
    was = {o.unit.agency_id: o.standing for o in before.reporting.owed}
    assert standing[told.unit] is not was[told.unit]


def test_all_versions_of_it_are_gone_and_it_is_named_once():
    data = made(papers("report-02", "report-02b"))
    assert len([row for row in data.findings if row.finding.code == "WITHDRAWN"]) == 1


def test_editions_tell_it(before, after):
    sentences = [c.sentence for c in compare(before, after) if c.kind == "document"]
    assert len(sentences) == 1 and sentences[0].endswith(f"không được tính nữa: {WHY}")


def test_a_frozen_edition_is_rebuilt_as_it_was_known(before):
    """Frozen before the recall came: the same figures come out after it."""
    edition = freeze(before, Terms(MOVEMENT, YEAR, DAY, UNITS, OFFICE), papers())
    again = rebuild(read(write(edition)).manifest, papers("report-03"))
    assert again.cells == before.cells
