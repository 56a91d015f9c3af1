"""Figures in Vietnamese prose: what counts as one, what it is worth, what is left open."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.values.numbers import find_all, format_number, parse, read_words

D = Decimal


def one(text: str):
    (quantity,) = find_all(text)
    return quantity


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.000", D(1000)),
        ("1,5", D("1.5")),
        ("4.023,883", D("4023.883")),
        ("1 234", D(1234)),
        ("1,234,567", D(1234567)),  # two English groups can mean nothing else
        ("02", D(2)),
        ("-5,2", D("-5.2")),
        ("1/3", Fraction(1, 3)),
        ("1.5", None),  # no Vietnamese reading: never guessed
        ("1.23", None),
        ("12 hộ", None),
        ("", None),
    ],
)
def test_parse_reads_one_figure_the_vietnamese_way(text, value):
    assert parse(text) == value


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**12), max_value=10**12))
def test_what_is_written_is_read_back(value):
    assert parse(format_number(value)) == value


@given(st.integers(1, 50), st.integers(51, 99))
def test_a_fraction_is_read_back(top, bottom):
    assert parse(format_number(Fraction(top, bottom))) == Fraction(top, bottom)


@given(st.text(alphabet="0123456789.,/- %hộtỷđồngnămquýIVX()", max_size=60))
def test_every_quantity_stands_where_it_says(text):
    last = 0
    for quantity in find_all(text):
        assert last <= quantity.start < quantity.end <= quantity.stop <= len(text)
        assert any(c.isdigit() for c in text[quantity.start : quantity.end])
        last = quantity.end


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("hỗ trợ 02 công trình điện", D(2), "công trình"),
        ("huy động 1 nghìn 200 tỷ đồng", D(1200), "tỷ đồng"),
        ("đến nay, 02/07 chỉ tiêu đạt kế hoạch", D(2), "chỉ tiêu"),
        ("đạt 4.512,3 tỷ đông", D("4512.3"), "tỷ đồng"),  # what a scan makes of đồng
        ("mức giảm sinh 0,6%o", D("0.6"), "‰"),
        ("12 đống rác", D(12), "đống rác"),  # alone it is no money
        ("thu 655,5tỉ đồng", D("655.5"), "tỉ đồng"),
        ("đón 2 triệu khách du lịch", D(2), "triệu khách"),
        ("xuất 30 ngàn tấn gạo", D(30), "ngàn tấn"),
        ("đạt 75,11 triệu đồng/ha/năm", D("75.11"), "triệu đồng/ha/năm"),
        ("tuyên truyền cho 1.250 lượt người", D(1250), "lượt người"),
        ("giảm 1,2%/năm", D("1.2"), "%"),
        ("tăng 0,5 điểm % so với năm 2021", D("0.5"), "điểm %"),
        ("đạt 105% kế hoạch", D(105), "% kế hoạch"),
        ("còn 12 gốc bưởi", D(12), "gốc bưởi"),  # an unknown noun is kept as printed
        ("trao hai mươi suất quà", D(20), "suất quà"),
        ("chi 2 tỷ 500 triệu đồng", D("2.5"), "tỷ đồng"),  # one sum of two scales
        ("2000 hộ nghèo được vay vốn", D(2000), "hộ"),
    ],
)
def test_value_and_unit(text, value, unit):
    quantity = one(text)
    assert (quantity.value, quantity.unit) == (value, unit)


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("giảm từ 1.000 đến 1.500 hộ nghèo", D(1000), D(1500), "hộ"),
        ("giảm 1-1,5%/năm", D(1), D("1.5"), "%"),
        ("từ 500 triệu đồng đến 700 triệu đồng", D(500), D(700), "triệu đồng"),
        ("nhân rộng 02 - 03 mô hình", D(2), D(3), "mô hình"),
        ("từ 10% đến 15% số xã", D(10), D(15), "%"),
    ],
)
def test_ranges(text, low, high, unit):
    quantity = one(text)
    assert (quantity.bound, quantity.value, quantity.value_max, quantity.unit) == ("range", low, high, unit)


def test_two_counts_joined_by_a_dash_are_no_range():
    assert [(q.value, q.unit, q.bound) for q in find_all("tại 02 xã - 03 thôn")] == [(2, "xã", "="), (3, "thôn", "=")]


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("trên 50 % số hộ", ">="),
        ("ít nhất 02 mô hình", ">="),
        ("tối thiểu 3 hộ", ">="),
        ("từ 95% trở lên", ">="),
        ("không dưới 10 hộ", ">="),
        ("không quá 5 %", "<="),
        ("dưới 3%", "<="),
        ("tối đa 15 ngày công", "<="),
        ("hơn 200 người", ">="),
        ("đạt 90%", "="),
        ("giá trị trên 1ha canh tác", "="),  # "trên" is a preposition before one hectare
    ],
)
def test_bounds(text, bound):
    assert one(text).bound == bound


@pytest.mark.parametrize(
    ("text", "flag"), [("khoảng 300 hộ", True), ("gần 1,7 triệu USD", True), ("đúng 300 hộ", False)]
)
def test_hedges(text, flag):
    assert one(text).approximate is flag


@pytest.mark.parametrize(
    ("text", "value", "alternatives"),
    [
        ("1.5 tỷ đồng", None, (D("1.5"),)),
        ("12.345 %", None, (D("12.345"), D(12345))),
        ("12.345 tấn", D(12345), (D("12.345"),)),
        ("3.140 tỷ đồng", D(3140), (D("3.140"),)),
        ("1,500 hộ", None, (D("1.5"), D(1500))),  # households come whole
    ],
)
def test_what_the_notation_leaves_open_is_not_guessed(text, value, alternatives):
    quantity = one(text)
    assert (quantity.value, quantity.alternatives, quantity.ambiguous) == (value, alternatives, True)


def test_shares_and_counts_out_of_a_total():
    share = one("giảm 1/3 quy mô số hộ nghèo so với năm 2021")
    assert (share.value, share.unit, share.total) == (Fraction(1, 3), "quy mô số hộ nghèo", None)
    count = one("hoàn thành 15/21 chỉ tiêu")
    assert (count.value, count.unit, count.total) == (D(15), "chỉ tiêu", D(21))


@pytest.mark.parametrize(
    "text",
    [
        "ngày 07/9/2022",
        "ngày 28 tháng 9 năm 2022",
        "dịp 20/10 và 8/3",
        "theo Kế hoạch số 119/KH-UBND",
        "Nghị quyết 33-NQ/TW",
        "tại Điều 3, khoản 2, điểm 5",
        "quý III/2023 và quý 4",
        "6 tháng đầu năm 2023",
        "giai đoạn 2021-2025",
        "năm học 2022 - 2023",
        "Luật số 39/2013/QH13",
        "ĐT: 0227.3831.234",
        "TCVN ISO 9001: 2000",
        "1. Mục tiêu",
        "2.1. Yêu cầu",
        "(1) tuyên truyền",
        "đến năm 2010",
        "lúc 14 giờ 00, 8h30",
        "một số hộ, các mô hình",
        "phòng chống COVID-19",
    ],
)
def test_digits_that_count_nothing(text):
    assert find_all(text) == []


@pytest.mark.parametrize(
    ("words", "value"),
    [("ba mươi", 30), ("hai trăm", 200), ("mười hai", 12), ("hai mươi mốt", 21), ("hai ba", None), ("nhà", None)],
)
def test_number_words(words, value):
    assert read_words(words) == value
