"""Rise and fall in words: verb, size, percent, period; what nobody can know is not told."""

import re
import zipfile
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from outputs import registry
from outputs.council import compared
from outputs.council.charts import pictures
from outputs.council.compose import compose
from outputs.council.document import document
from pipeline.consolidate import Consolidation, consolidate
from pipeline.consolidate.earlier import Shift
from pipeline.model import Period
from pipeline.reference.indicators import indicators
from tests.movement import MOVEMENT, OFFICE, UNITS
from tests.test_outputs_council import BUREAU, words
from tests.test_pipeline_consolidate_earlier import over, sent

P = Period.parse
BY_CODE = {i.code: i for i in indicators()}
EMPTY = consolidate((), P("2023"), date(2023, 12, 31), UNITS, indicators(), movement=MOVEMENT, own=OFFICE)


def shift(code: str, then: str, now: str, since: str = "2022", all_units: bool = True) -> Shift:
    return Shift(code, P(since), Decimal(then), Decimal(now), ("don-vi-1", "don-vi-2"), all_units)


@pytest.mark.parametrize(
    ("moved", "said"),
    [
        (shift("D01", "25", "37"), "So với năm 2022 tăng 12 nhà (48%)."),
        (shift("D01", "37", "25"), "So với năm 2022 giảm 12 nhà (32,4%)."),
        (shift("D01", "37", "37"), "So với năm 2022 không đổi."),
        (shift("D01", "0", "3"), "So với năm 2022 tăng 3 nhà."),  # no percent of nothing
        (shift("D01", "2", "37"), "So với năm 2022 tăng 35 nhà, gấp 18,5 lần."),
        (shift("C04", "1000000000", "1250000000"), "So với năm 2022 tăng 250 triệu đồng (25%)."),
        (shift("B03", "4.5", "3.2"), "So với năm 2022 giảm 1,3 điểm phần trăm."),  # a rate falls by points
        (shift("D01", "100000", "100010"), "So với năm 2022 tăng 10 nhà."),  # next to no percent
        (
            shift("D01", "25", "37", all_units=False),
            "So với năm 2022 tăng 12 nhà, bằng 48% (tính trên 02 đơn vị có số liệu của cả hai kỳ).",
        ),
    ],
)
def test_a_change_in_words(moved: Shift, said: str) -> None:
    assert compared.sentence(EMPTY, moved, BY_CODE[moved.indicator]) == said


@pytest.mark.parametrize(
    ("period", "since", "said"),
    [
        (P("2023"), P("2022"), "năm 2022"),
        (P("2023-Q3"), P("2022-Q3"), "cùng kỳ năm 2022"),
        (P("2023-Q3"), P("2023-Q2"), "quý II/2023"),
        (Period(date(2023, 1, 1), date(2023, 6, 30)), Period(date(2022, 1, 1), date(2022, 6, 30)), "cùng kỳ năm 2022"),
        (
            Period(date(2021, 1, 1), date(2025, 12, 31)),
            Period(date(2016, 1, 1), date(2020, 12, 31)),
            "giai đoạn 2016-2020",
        ),
    ],
)
def test_what_a_period_is_held_against(period: Period, since: Period, said: str) -> None:
    data = replace(EMPTY, period=period)
    assert compared.sentence(data, replace(shift("D01", "1", "2"), since=since), BY_CODE["D01"]).startswith(
        f"So với {said} "
    )


def years(*figures: Mapping[int, int]) -> Consolidation:
    first = 2024 - len(figures)
    return over(P("2023"), *(sent(first + n, of) for n, of in enumerate(figures)))


def test_prose_table_and_chart_tell_the_same_change(tmp_path: Path) -> None:
    data = years({1: 10, 2: 5}, {1: 12, 2: 6}, {1: 20, 2: 7})
    facts = compose(data, BUREAU, pictures(data))
    said = words(facts, "KẾT QUẢ")
    assert "So với năm 2022, trong 01 chỉ tiêu so sánh được có 01 chỉ tiêu tăng." in said
    assert "Tăng nhiều nhất: số nhà Đại đoàn kết xây mới (tăng 50%)." in said
    assert "So với năm 2022 tăng 9 nhà (50%)." in said
    table = next(b.table for s in facts.sections for b in s.blocks if b.table and b.table.id == "tong-hop")
    assert [c.title for c in table.columns][3:6] == ["Kết quả", "Năm 2022", "Tăng (+), giảm (-)"]
    assert [c.text for c in table.rows[0].cells][3:6] == ["27", "18", "+9"]
    assert sum(c.width for c in table.columns) <= 165
    chart = next(b.picture for s in facts.sections for b in s.blocks if b.picture and b.picture.upright)
    assert [(b.label, b.text) for b in chart.bars] == [("Năm 2021", "15"), ("Năm 2022", "18"), ("Năm 2023", "27")]


def test_without_earlier_figures_nothing_is_compared() -> None:
    facts = compose(years({1: 10, 2: 5}), BUREAU)
    assert "So với" not in words(facts) and facts.then == ""
    table = next(b.table for s in facts.sections for b in s.blocks if b.table and b.table.id == "tong-hop")
    assert len(table.columns) == 6


def test_two_periods_are_compared_and_make_no_course() -> None:
    data = years({1: 12, 2: 6}, {1: 20, 2: 7})
    assert "So với năm 2022" in words(compose(data, BUREAU))
    assert not any(p.upright for p in pictures(data))


def test_the_course_says_over_how_many_units_when_not_over_all() -> None:
    (chart,) = [p for p in pictures(years({1: 10}, {1: 12, 2: 6}, {1: 20, 2: 7})) if p.upright]
    assert "01 đơn vị có số liệu của các kỳ" in chart.title
    assert [b.text for b in chart.bars] == ["10", "12", "20"]


def test_the_leaders_report_tells_the_tally_only(tmp_path: Path) -> None:
    import docx

    data = years({1: 12, 2: 6}, {1: 20, 2: 7})
    made = registry.report("lanh-dao").write(data, BUREAU, tmp_path, ("docx",))
    told = [p.text for p in docx.Document(str(made["docx"])).paragraphs]
    assert "-\u00a0So với năm 2022, trong 01 chỉ tiêu so sánh được có 01 chỉ tiêu tăng." in told


def test_the_charts_are_the_same_picture_on_paper_and_in_the_page(tmp_path: Path) -> None:
    data = years({1: 10, 2: 5, 3: 1}, {1: 12, 2: 6, 3: 1}, {1: 20, 2: 7, 3: 4})
    made = registry.report().write(data, BUREAU, tmp_path, ("docx", "html"))
    with zipfile.ZipFile(made["docx"]) as archive:
        printed = {archive.read(n) for n in archive.namelist() if n.startswith("word/media/")}
    shown = re.findall(r'<figure><img src="data:image/png;base64,([^"]+)"', made["html"].read_text(encoding="utf-8"))
    assert {b64decode(one) for one in shown} == printed == {p.png for p in pictures(data)}
    assert len(printed) == 2


def test_the_order_of_earlier_figures_changes_no_byte() -> None:
    data = years({1: 10, 2: 5}, {1: 12, 2: 6}, {1: 20, 2: 7})
    turned = replace(data, earlier=tuple(replace(e, figures=e.figures[::-1]) for e in data.earlier))
    assert turned != data
    assert document(compose(turned, BUREAU)) == document(compose(data, BUREAU))
