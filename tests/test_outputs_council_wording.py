"""Figures, dates and names as administrative Vietnamese writes them."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outputs.council import wording as say
from outputs.council.compose import movement_name
from pipeline.model import Period


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("1234.5", "1.234,5"),
        ("0", "0"),
        ("1000000", "1.000.000"),
        ("0.005", "0,005"),
        ("-1234", "-1.234"),
        ("2.50", "2,5"),
    ],
)
def test_figures(value: str, text: str) -> None:
    assert say.figure(Decimal(value)) == text


@given(st.decimals(-(10**12), 10**12, places=3))
def test_a_figure_can_be_read_back(value: Decimal) -> None:
    text = say.figure(value)
    assert Decimal(text.replace(".", "").replace(",", ".")) == value


@pytest.mark.parametrize(("value", "text"), [(0, "0"), (5, "05"), (12, "12"), (1250, "1.250")])
def test_counts_below_ten_have_a_zero_before_them(value: int, text: str) -> None:
    assert say.count(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("98", "98%"),
        ("123.75", "123,8%"),
        ("99.97", "99,97%"),
        ("99.9999", "99,99%"),
        ("100", "100%"),
        ("100.001", "100,01%"),
    ],
)
def test_what_is_not_all_is_never_rounded_to_all(value: str, text: str) -> None:
    assert say.percent(Decimal(value)) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1_176_000_000, "1,176 tỷ đồng"),
        (964_000_000, "964 triệu đồng"),
        (120_500_000, "120,5 triệu đồng"),
        (5000, "5.000 đồng"),
        (0, "0 đồng"),
    ],
)
def test_money(value: int, text: str) -> None:
    assert say.money(Decimal(value)) == text


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2022, 9, 28), "ngày 28 tháng 9 năm 2022"),
        (date(2023, 2, 7), "ngày 07 tháng 02 năm 2023"),
        (date(2023, 1, 10), "ngày 10 tháng 01 năm 2023"),
        (date(2023, 3, 5), "ngày 05 tháng 3 năm 2023"),
    ],
)
def test_days_follow_the_decree(day: date, text: str) -> None:
    assert say.day(day) == text


@pytest.mark.parametrize(
    ("period", "text"),
    [
        (Period.parse("2023"), "năm 2023"),
        (Period.parse("2023-Q3"), "quý III/2023"),
        (Period.parse("2023-06"), "tháng 6 năm 2023"),
        (Period(date(2023, 1, 1), date(2023, 6, 30)), "6 tháng đầu năm 2023"),
        (Period(date(2023, 7, 1), date(2023, 12, 31)), "6 tháng cuối năm 2023"),
        (Period(date(2023, 1, 1), date(2023, 9, 30)), "9 tháng đầu năm 2023"),
        (Period(date(2021, 1, 1), date(2025, 12, 31)), "giai đoạn 2021-2025"),
        (Period(date(2023, 2, 1), date(2023, 5, 31)), "từ tháng 2 đến tháng 5 năm 2023"),
        (Period(date(2023, 2, 3), date(2023, 5, 9)), "từ ngày 03 tháng 02 năm 2023 đến ngày 09 tháng 5 năm 2023"),
        (Period(date(2023, 5, 9), date(2023, 5, 9)), "ngày 09 tháng 5 năm 2023"),
    ],
)
def test_periods(period: Period, text: str) -> None:
    assert say.period(period) == text


@pytest.mark.parametrize(
    ("items", "text"),
    [
        ([], ""),
        (["Sở A"], "Sở A"),
        (["Sở A", "Sở B"], "Sở A và Sở B"),
        (["Sở A", "Sở B", "Sở C"], "Sở A, Sở B và Sở C"),
        (["Sở A và B", "Sở C"], "Sở A và B; Sở C"),
    ],
)
def test_lists(items: list[str], text: str) -> None:
    assert say.listed(items) == text


@pytest.mark.parametrize(
    ("kind", "symbol", "text"),
    [
        ("KH", "45/KH-SNN", "Kế hoạch số 45/KH-SNN"),
        ("KH", "/KH-SNN", "Kế hoạch ký hiệu /KH-SNN"),
        ("CV", "7/SNN-TC", "Công văn số 7/SNN-TC"),
        (None, None, "Văn bản"),
    ],
)
def test_citations(kind: str | None, symbol: str | None, text: str) -> None:
    assert say.cited(kind, symbol, None, None) == text


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Vì người nghèo", "“Vì người nghèo”"),
        ('Phong trào thi đua "Vì người nghèo"', "“Vì người nghèo”"),
        ("“Vì người nghèo”", "“Vì người nghèo”"),
    ],
)
def test_movement_names(name: str, text: str) -> None:
    assert movement_name(name) == text


@pytest.mark.parametrize(
    ("text", "curly"), [('về "A" và "B"', "về “A” và “B”"), ('một " lẻ', 'một " lẻ'), ("không", "không")]
)
def test_quotation_marks(text: str, curly: str) -> None:
    assert say.curly(text) == curly


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("SỞ NỘI VỤ", "SỞ NỘI VỤ"),
        ("SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG", "SỞ NÔNG NGHIỆP\nVÀ MÔI TRƯỜNG"),
        ("SỞ NÔNG NGHIỆP VÀ\nMÔI TRƯỜNG", "SỞ NÔNG NGHIỆP VÀ\nMÔI TRƯỜNG"),
    ],
)
def test_a_long_name_of_the_head_stands_on_two_even_lines(name: str, lines: str) -> None:
    assert say.balanced(name) == lines
