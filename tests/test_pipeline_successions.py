"""Who stands for whom on a day, and that an old unit and its successor are never summed for one period."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from pipeline.consolidate import consolidate
from pipeline.model import Period, State
from pipeline.obligations import ExpectedUnit
from pipeline.reference import agencies
from pipeline.reference.agencies import Agency, Registry, Succession
from pipeline.reference.indicators import indicators
from pipeline.successions import Lineage, Structure
from tests.movement import MOVEMENT, OFFICE, dispatch, result
from tests.movement import field as stated

MIDDLE = date(2023, 7, 1)
YEAR = Period.parse("2023")
BODIES = (
    Agency("don-vi-a", "Chi cục Thủy lợi", valid_to=date(2023, 6, 30)),
    Agency("don-vi-b", "Chi cục Đê điều", valid_to=date(2023, 6, 30)),
    Agency("don-vi-c", "Chi cục Thủy lợi và Đê điều", valid_from=MIDDLE),
    Agency("don-vi-d", "Chi cục Kiểm lâm"),
    Agency("don-vi-e", "Trung tâm Giống", valid_to=date(2023, 6, 30)),
    Agency("don-vi-f", "Trung tâm Khuyến nông"),
)
STEPS = (
    Succession("don-vi-a", "don-vi-c", MIDDLE, "merge", "QĐ mẫu"),
    Succession("don-vi-b", "don-vi-c", MIDDLE, "merge", "QĐ mẫu"),
    Succession("don-vi-e", "don-vi-d", MIDDLE, "split", "QĐ mẫu"),
    Succession("don-vi-e", "don-vi-f", MIDDLE, "split", "QĐ mẫu"),
)
LINEAGE = Lineage(Registry.of(BODIES, STEPS))
NAMES = {b.id: b.name for b in BODIES}


def report(letter, issued, *results):
    unit = f"don-vi-{letter}"
    return dispatch(
        f"bc-{letter}-{issued}",
        "BC",
        f"1/BC-{letter}",
        issued,
        unit,
        NAMES[unit],
        subject=stated("Kết quả phong trào"),
        results=results,
    )


def half(code, value, half_year, unit="hộ"):
    start, end = (date(2023, 1, 1), date(2023, 6, 30)) if half_year == 1 else (MIDDLE, date(2023, 12, 31))
    return result(code, value, unit, None, period_start=start, period_end=end)


def consolidated(reports, expected, structure=Structure.MAPPED, choices=None):
    units = tuple(ExpectedUnit(f"don-vi-{letter}", NAMES[f"don-vi-{letter}"]) for letter in expected)
    return consolidate(
        reports,
        YEAR,
        date(2024, 1, 15),
        units,
        indicators(),
        movement=MOVEMENT,
        own=OFFICE,
        lineage=LINEAGE,
        structure=structure,
        choices=choices,
    )


def codes(data):
    return {r.finding.code for r in data.findings}


@pytest.mark.parametrize(
    ("agency", "on", "heir"),
    [
        ("don-vi-a", date(2023, 6, 30), "don-vi-a"),
        ("don-vi-a", MIDDLE, "don-vi-c"),
        ("don-vi-c", date(2022, 1, 1), "don-vi-c"),
        ("don-vi-e", MIDDLE, None),
        ("unknown", MIDDLE, "unknown"),
    ],
)
def test_what_stands_for_a_body_on_a_day(agency, on, heir):
    assert LINEAGE.heir(agency, on).heir == heir


def test_a_split_waits_for_a_person():
    assert LINEAGE.heir("don-vi-e", MIDDLE).options == ("don-vi-d", "don-vi-f")
    assert LINEAGE.heir("don-vi-e", MIDDLE, {"don-vi-e": "don-vi-f"}).heir == "don-vi-f"
    assert LINEAGE.heir("don-vi-e", MIDDLE, {"don-vi-e": "don-vi-c"}).heir is None


def test_the_registry_follows_a_department_through_two_reforms():
    lineage = Lineage(agencies.load())
    assert lineage.heir("snnptnt.thai-binh", date(2025, 4, 1)).heir == "snnmt.thai-binh"
    assert lineage.heir("snnptnt.thai-binh", date(2026, 1, 1)).heir == "snnmt.hung-yen-2025"
    assert lineage.heir("sldtbxh.thai-binh", date(2026, 1, 1)).heir is None
    assert lineage.precedes("snnptnt.thai-binh", "snnmt.hung-yen-2025")
    assert not lineage.precedes("snnmt.hung-yen-2025", "snnptnt.thai-binh")


def test_the_halves_of_old_and_new_units_make_the_year():
    data = consolidated(
        [
            report("a", "2023-06-20", half("B06", 10, 1)),
            report("b", "2023-06-21", half("B06", 5, 1)),
            report("c", "2023-12-20", half("B06", 7, 2)),
        ],
        "cd",
    )
    assert data.by_cell["don-vi-c", "B06"].value == 22
    assert [u.id for u in data.units] == ["don-vi-c", "don-vi-d"]
    assert len([r for r in data.findings if r.finding.code == "MAPPED_UNIT"]) == 2
    assert data.by_total["B06"].value == 22


def test_a_successor_that_states_the_whole_year_is_not_summed_with_the_old_ones():
    reports = [
        report("a", "2023-06-20", half("B06", 10, 1)),
        report("c", "2023-12-20", result("B06", 17, "hộ")),
    ]
    data = consolidated(reports, "c")
    assert data.by_cell["don-vi-c", "B06"].value == 17
    assert "PREDECESSOR_LEFT_OUT" in codes(data)


def test_as_filed_an_old_unit_and_its_successor_both_show_and_count_once():
    reports = [
        report("a", "2023-06-20", half("B06", 10, 1)),
        report("c", "2023-12-20", result("B06", 17, "hộ")),
    ]
    data = consolidated(reports, "ac", Structure.AS_FILED)
    assert data.by_cell["don-vi-a", "B06"].value == 10
    assert data.by_cell["don-vi-c", "B06"].value == 17
    assert data.by_total["B06"].value == 17
    assert "SUCCESSOR_OVERLAP" in codes(data)


def test_as_filed_different_halves_are_summed_and_nothing_is_said():
    reports = [report("a", "2023-06-20", half("B06", 10, 1)), report("c", "2023-12-20", half("B06", 7, 2))]
    data = consolidated(reports, "ac", Structure.AS_FILED)
    assert data.by_total["B06"].value == 17
    assert "SUCCESSOR_OVERLAP" not in codes(data)


def test_a_state_at_a_date_counts_the_successor_only():
    reports = [
        report("a", "2023-06-20", result("B02", 100, "hộ", None, as_of=date(2023, 6, 15))),
        report("c", "2023-12-20", result("B02", 90, "hộ", None, as_of=date(2023, 12, 15))),
    ]
    assert consolidated(reports, "ac", Structure.AS_FILED).by_total["B02"].value == 90
    assert consolidated(reports, "c").by_total["B02"].value == 90


def test_rates_of_two_old_units_make_no_rate_of_the_new_one():
    def rate(letter, value):
        return report(letter, "2023-06-20", result("B03", value, "%", None, as_of=date(2023, 6, 15)))

    data = consolidated([rate("a", Decimal("3.5")), rate("b", Decimal("4.5"))], "c")
    assert data.by_cell["don-vi-c", "B03"].state is State.MISSING
    assert "RATES_NOT_ADDED" in codes(data)


def test_a_split_unit_stays_by_itself_until_a_person_chooses():
    reports = [report("e", "2023-06-20", half("B06", 8, 1)), report("d", "2023-12-20", half("B06", 3, 2))]
    open_ = consolidated(reports, "d")
    assert "SPLIT_CHOICE" in codes(open_)
    assert open_.by_total["B06"].value == 3
    chosen = consolidated(reports, "d", choices={"don-vi-e": "don-vi-d"})
    assert "SPLIT_CHOICE" not in codes(chosen)
    assert chosen.by_total["B06"].value == 11


def test_the_order_of_the_input_changes_nothing():
    reports = [
        report("a", "2023-06-20", half("B06", 10, 1)),
        report("b", "2023-06-21", half("B06", 5, 1)),
        report("c", "2023-12-20", half("B06", 7, 2)),
    ]
    one, other = consolidated(reports, "cd"), consolidated(reports[::-1], "cd")
    assert replace(one, documents=()) == replace(other, documents=())


def test_an_office_names_the_successor_of_its_units_in_its_list(tmp_path):
    path = tmp_path / "units.csv"
    path.write_text(
        "id,name,valid_to,successor\ncu,Chi cục Đê điều,2023-06-30,moi\nmoi,Chi cục Thủy lợi,,\n", encoding="utf-8"
    )
    assert Lineage(agencies.load(path)).heir("cu", date(2023, 7, 1)).heir == "moi"
