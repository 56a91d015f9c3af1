"""Facts as tables: every figure with its lineage, nothing that the report does not hold, exact on the way through pandas."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pandas as pd
import pytest

from outputs import tables
from outputs.registry import export_facts
from pipeline.consolidate import Acceptance, consolidate
from pipeline.consolidate.decisions import accept, key_of
from pipeline.editions.facts import LAYOUT, rows
from pipeline.reference.indicators import indicators
from tests.movement import MOVEMENT, OFFICE, UNITS, YEAR, movement


@pytest.fixture(scope="module")
def data():
    made = consolidate(movement(), YEAR, date(2024, 1, 15), UNITS, indicators(), movement=MOVEMENT, own=OFFICE)
    word = Acceptance("q1", key_of(made.findings[0], made), "Lan", datetime(2024, 1, 16, tzinfo=UTC), "Đã đối chiếu")
    return accept(made, [word])


@pytest.mark.parametrize("table", LAYOUT)
def test_a_frame_has_the_columns_and_types_of_its_layout_with_rows_or_without(data, table):
    full, none = (tables.frame(table, given) for given in (rows(table, data), ()))
    assert list(full.columns) == list(none.columns) == list(LAYOUT[table])
    assert list(full.dtypes) == list(none.dtypes)
    assert len(full) or table == "fact_unused"


def test_totals_are_the_sums_of_counted_cells_and_cells_of_their_sources(data):
    cells, totals, sources = (tables.frame(t, rows(t, data)) for t in ("fact_cell", "fact_total", "fact_source"))
    exact = cells.assign(exact=[Decimal(v) if isinstance(v, str) else Decimal(0) for v in cells["value"]])
    sums = exact[exact["counted"]].groupby("indicator")["exact"].sum()
    for total in totals[totals["state"] == "stated"].itertuples():
        if total.indicator != "B03":
            assert Decimal(total.value) == sums[total.indicator]
    stated = cells[cells["state"] == "stated"].set_index(["unit", "indicator"]).index
    used = sources[sources["used"]].set_index(["unit", "indicator"]).index
    assert set(stated) == set(used), "every figure leads to the page it stands on"
    assert sources["line"].notna().all() and sources["sha256"].str.len().eq(64).all()


def test_three_kinds_of_nothing_stay_apart(data):
    cells = tables.frame("fact_cell", rows("fact_cell", data)).set_index(["unit", "indicator"])
    seven = cells.loc["don-vi-7"]
    assert seven.loc["C04", "state"] == "missing" and pd.isna(seven.loc["C04", "value"])
    assert seven.loc["D01", "state"] == "not_applicable" and pd.isna(seven.loc["D01", "value"])
    assert seven.loc["D05", "value"] == "0"


def test_findings_carry_their_decision(data):
    found = tables.frame("fact_finding", rows("fact_finding", data)).set_index("key")
    (word,) = found[found["state"] == "accepted"].itertuples()
    assert (word.decided_by, word.reason) == ("Lan", "Đã đối chiếu")
    assert found.index.is_unique and len(found) == len(data.findings) + 1


def test_people_are_told_by_form_and_tier(data):
    people = tables.frame("fact_award", rows("fact_award", data)).set_index("name")
    assert "leader" in set(people.loc[["Lê Thị Mơ"], "tier"].dropna()) and bool(people.loc["Trần Văn Thử", "direct"])


@pytest.mark.parametrize("kind", ["csv", "parquet", "jsonl"])
def test_every_format_writes_every_table(data, tmp_path, kind):
    made = export_facts(data, tmp_path, kind)
    assert tuple(made) == tables.facts() and all(p.is_file() for p in made.values())
    if kind == "parquet":
        again = pd.read_parquet(made["fact_cell"])
        assert len(again) == len(data.cells)


def test_a_key_tells_findings_apart(data):
    assert len({key_of(row, data) for row in data.findings}) == len(data.findings)
    moved = replace(data, as_of=date(2024, 2, 1))
    assert [key_of(r, moved) for r in data.findings] == [key_of(r, data) for r in data.findings]
