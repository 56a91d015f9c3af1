"""Labels to indicator codes, and the dictionary itself: sure, or not sure with candidates, never silently wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.values import units
from parsers.values.indicators import fits, match
from pipeline.reference.indicators import Kind, OverUnits, indicator, indicators, parts_of


@pytest.mark.parametrize(
    ("label", "unit", "code", "why"),
    [
        ("Số hộ nghèo cuối kỳ", "hộ", "B02", "the name"),
        ("1.2. HN hiện còn", "hộ", None, "an abbreviation the dictionary does not have"),
        ("Hộ nghèo hiện còn", "hộ", "B02", "a synonym"),
        ("TỶ LỆ HỘ NGHÈO ĐA CHIỀU (%)", None, "B03", "capitals and a unit in brackets"),
        ("Ty le ho ngheo", "%", "B03", "lost tone marks"),
        ("Trong đó: ngân sách nhà nước", "triệu đồng", "C02", "a part"),
        ("Xoá nhà tạm, nhà dột nát", "căn", "D03", "another place of the tone mark, another word for house"),
        ("Số lượt hộ được vay vốn", "lượt hộ", "C10", "times a household borrows"),
        ("Số lượt hộ được vay vốn", "hộ", None, "households are no times"),
        ("Số người được tập huấn", "người", None, "persons are no times"),
        ("Tổng kinh phí huy động", "hộ", None, "money needs money"),
        ("Hộ nghèo được vay vốn", "hộ", None, "a word more is another thing"),
        ("Hỗ trợ hộ nghèo", "hộ", None, "helping the poor does not count them"),
        ("Đóng góp ngày công lao động giúp hộ nghèo", "ngày công", "C06", "a doing before the name"),
        ("Thu ngân sách nhà nước trên địa bàn", "tỷ đồng", None, "revenue is no contribution"),
        ("Tỷ lệ hộ nghéo", "%", "B03", "a slip of one letter"),
        ("Số hộ nghèo đầu năm", "hộ", "B01", "the start"),
        ("Số hộ nghèo cuối năm", "hộ", "B02", "the end"),
    ],
)
def test_code_of(label, unit, code, why):
    assert match(label, unit).code == code, why


def test_not_sure_comes_with_candidates():
    found = match("Số lao động được đào tạo trong năm", "người")
    assert found.code is None
    assert "D08" in [code for code, _ in found.candidates]


@pytest.mark.parametrize("one", indicators(), ids=lambda i: i.code)
def test_every_name_and_synonym_finds_its_own_code_or_none(one):
    for text in (one.name, *one.synonyms):
        found = match(text, one.unit)
        assert found.code in (one.code, None), f"{text} is read as {found.code}"
    assert match(one.name, one.unit).code == one.code


def test_without_a_unit_a_code_is_less_sure():
    assert match("Số hộ thoát nghèo").confidence < match("Số hộ thoát nghèo", "hộ").confidence


@given(st.text(max_size=60))
def test_any_label_gets_an_answer(label):
    found = match(label, "hộ")
    assert 0 <= found.confidence <= 1
    assert found.code is None or fits(found.code, "hộ")


def test_the_dictionary_is_closed():
    codes = {one.code for one in indicators()}
    assert len(codes) == len(indicators())
    for one in indicators():
        assert {c for c in (one.numerator, one.denominator, one.part_of) if c is not None} <= codes
        assert (one.kind is Kind.RATIO) <= (one.over_units is OverUnits.RECOMPUTE), one.code
    assert [one.code for one in parts_of("C01")] == ["C02", "C03"]
    assert indicator("Z99") is None


@pytest.mark.parametrize(
    ("text", "name", "factor"),
    [
        ("triệu đồng", "đồng", 1_000_000),
        ("Tr.đồng", "đồng", 1_000_000),
        ("trđ", "đồng", 1_000_000),
        ("tỷ", "đồng", 1_000_000_000),
        ("1.000 đồng", "đồng", 1_000),
        ("VNĐ", "đồng", 1),
        ("nghìn tấn", "tấn", 1_000),
        ("1000con", "con", 1_000),
        ("Ngh.người", "người", 1_000),
        ("triệu USD", "USD", 1_000_000),
        ("lượt người", "lượt người", 1),
        ("trang", "trang", 1),
    ],
)
def test_unit_of(text, name, factor):
    read = units.read(text)
    assert (read.name, read.factor) == (name, factor)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("người", "lao động", True),
        ("người", "lượt người", False),
        ("hộ", "lượt hộ", False),
        ("triệu đồng", "tỷ đồng", True),
        ("triệu đồng", "triệu USD", False),
        ("trang", "tờ", False),
    ],
)
def test_units_of_one_kind(one, other, same):
    assert units.same_kind(units.read(one), units.read(other)) is same


@pytest.mark.parametrize(
    ("line", "unit"),
    [
        ("Đơn vị tính: triệu đồng", "triệu đồng"),
        ("(ĐVT: Tỷ đồng)", "Tỷ đồng"),
        ("Đơn vị: 1.000 đồng", "1.000 đồng"),
        ("Đơn vị thực hiện: Phòng Kế hoạch", None),
        ("Kết quả thực hiện", None),
    ],
)
def test_caption_of(line, unit):
    stated = units.caption(line)
    assert stated == unit or (unit is None and units.read(stated or "").kind == "unknown")


def test_money_that_is_no_whole_dong_is_not_rounded():
    from decimal import Decimal

    assert units.to_vnd(Decimal("1.25"), "tỷ đồng") == 1_250_000_000
    assert units.to_vnd(Decimal("0.5"), "đồng") is None
    assert units.to_vnd(Decimal("5"), "hộ") is None
