"""Sums of money: whole đồng, whatever the scale."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.values.money import find_all, format_money, parse


@pytest.mark.parametrize(
    ("text", "dong"),
    [
        ("500.000 đồng", 500_000),
        ("50 nghìn đồng", 50_000),
        ("50 ngàn đồng", 50_000),
        ("1,2 tỷ đồng", 1_200_000_000),
        ("4.023,883 tỷ đồng", 4_023_883_000_000),
        ("2 tỷ 500 triệu đồng", 2_500_000_000),
        ("1 triệu 200 nghìn đồng", 1_200_000),
        ("655,5tỉ đồng", 655_500_000_000),
        ("120 trđ", 120_000_000),
        ("15 tr.đồng", 15_000_000),
        ("3.000.000 VNĐ", 3_000_000),
        ("20.000đ", 20_000),
        ("5 nghìn tỷ đồng", 5_000_000_000_000),
        ("1.5 tỷ đồng", None),  # an English decimal in a Vietnamese text
        ("3.140 tỷ đồng", None),  # thousands of tỷ, or three point one four
        ("12 triệu USD", None),
        ("50.000 đồng/người", None),  # a price is no sum
        ("12 hộ", None),
    ],
)
def test_parse(text, dong):
    assert parse(text) == dong


@given(st.integers(0, 10**15))
def test_what_is_written_is_read_back(dong):
    assert parse(format_money(dong)) == dong


def test_sums_in_prose_keep_bounds_ranges_and_doubt():
    text = "huy động trên 2 tỷ 500 triệu đồng, trong đó từ 300 đến 400 triệu đồng là xã hội hóa, vay 1.5 tỷ đồng"
    first, second, third = find_all(text)
    assert (first.dong, first.bound) == (2_500_000_000, ">=")
    assert (second.dong, second.dong_max, second.bound) == (300_000_000, 400_000_000, "range")
    assert (third.dong, third.alternatives) == (None, (1_500_000_000,))


def test_two_sums_side_by_side_stay_two():
    assert [m.dong for m in find_all("hỗ trợ 2 tỷ đồng, 500 triệu đồng")] == [2_000_000_000, 500_000_000]
