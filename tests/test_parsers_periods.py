"""Periods in prose: their days, and what the words around them make of them."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.values.periods import PeriodKind, find_all


def one(text: str, hint: int | None = None):
    (mention,) = find_all(text, hint)
    return mention


@pytest.mark.parametrize(
    ("text", "kind", "start", "end"),
    [
        ("quý III/2023", "quarter", "2023-07-01", "2023-09-30"),
        ("quý III năm 2022;", "quarter", "2022-07-01", "2022-09-30"),
        ("quý III/ 2023.", "quarter", "2023-07-01", "2023-09-30"),
        ("Quý I, II năm 2023", "quarter", "2023-01-01", "2023-06-30"),
        ("6 tháng đầu năm 2023", "months", "2023-01-01", "2023-06-30"),
        ("Sáu tháng cuối năm 2009", "months", "2009-07-01", "2009-12-31"),
        ("9 tháng năm 2023", "months", "2023-01-01", "2023-09-30"),
        ("vào năm 2025", "year", "2025-01-01", "2025-12-31"),
        ("giai đoạn 2021-2025", "years", "2021-01-01", "2025-12-31"),
        ("2021 - 2025", "years", "2021-01-01", "2025-12-31"),
        ("từ năm 2021 đến năm 2025", "years", "2021-01-01", "2025-12-31"),
        ("năm học 2022-2023", "school_year", "2022-09-01", "2023-05-31"),
        ("tháng 9/2023", "month", "2023-09-01", "2023-09-30"),
        ("tháng 2 năm 2024", "month", "2024-02-01", "2024-02-29"),
        ("từ tháng 10/2022 đến tháng 3/2023", "months", "2022-10-01", "2023-03-31"),
        ("tháng 9 - 10/2023", "months", "2023-09-01", "2023-10-31"),
        ("từ ngày 01/6/2023 đến ngày 30/6/2023", "span", "2023-06-01", "2023-06-30"),
        ("từ ngày 15 đến ngày 30/6/2023", "span", "2023-06-15", "2023-06-30"),
        ("ngày 20 tháng 11 năm 2023", "day", "2023-11-20", "2023-11-20"),
    ],
)
def test_days(text, kind, start, end):
    mention = one(text)
    assert (mention.kind, str(mention.period.start), str(mention.period.end)) == (PeriodKind(kind), start, end)


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("đến năm 2025", "2025"),
        ("trước ngày 05 tháng 12 năm 2023", "2023-12-05"),
        ("quý III/2023", "2023-09"),
        ("đến hết năm 2023", "2023"),
    ],
)
def test_the_end_is_kept_as_printed(text, last):
    assert str(one(text).last) == last


def test_a_year_that_is_not_printed_comes_from_the_hint_or_not_at_all():
    hinted = one("6 tháng cuối năm", 2023)
    assert (hinted.period.end, hinted.hinted) == (date(2023, 12, 31), True)
    assert one("6 tháng cuối năm").period is None
    assert one("trong quý IV", 2024).period.start == date(2024, 10, 1)


@pytest.mark.parametrize(
    ("text", "deadline"),
    [
        ("báo cáo trước ngày 15/11/2023", True),
        ("chậm nhất ngày 20/12/2024", True),
        ("chậm nhất là ngày 20/12/2024", True),
        ("hoàn thành đến 30/6/2023", True),
        ("đến năm 2025 giảm", True),
        ("tổ chức ngày 20/11/2023", False),
        ("triển khai quý III/2023", False),
    ],
)
def test_deadlines(text, deadline):
    assert one(text).deadline is deadline


def test_as_of_is_no_deadline():
    mention = one("tính đến ngày 30/6/2023, toàn tỉnh còn")
    assert (mention.as_of, mention.deadline) == (date(2023, 6, 30), False)


def test_what_comes_back_every_year_has_no_single_day():
    mention = one("báo cáo kết quả trước ngày 15/11 hằng năm", 2023)
    assert (mention.recurring, mention.deadline, mention.period) == (True, True, None)
    assert one("tổng kết hàng năm").kind is PeriodKind.YEARLY


@pytest.mark.parametrize(
    "text", ["Kế hoạch số 119/KH-UBND", "Điều 3, khoản 2", "thời gian 3 tháng", "31/2/2023", "1.000 hộ", "quý khách"]
)
def test_no_period(text):
    assert find_all(text, 2023) == []


@given(st.text(alphabet="0123456789/-. quýIVnămthángđếntrước", max_size=60))
def test_mentions_stand_in_order_and_never_overlap(text):
    mentions = find_all(text, 2023)
    assert all(0 <= m.start < m.end <= len(text) for m in mentions)
    assert all(a.end <= b.start for a, b in pairwise(mentions))


@pytest.mark.parametrize(
    ("text", "expected", "why"),
    [
        ("trước ngày 15/6 và 15/12/2024", ["2024-06-15", "2024-12-15"], "the year printed once, the word too"),
        ("tháng 6 và tháng 12/2024", ["2024-06-30", "2024-12-31"], "two months, not seven"),
        ("tháng 6 và tháng 7/2024", ["2024-07-31"], "two months that follow each other are one stretch"),
        ("ngày 25 tháng 6 và ngày 25 tháng 12 năm 2024", ["2024-06-25", "2024-12-25"], "days written out"),
    ],
)
def test_rows_of_days_and_months(text, expected, why):
    found = find_all(text, 2020)
    assert [str(m.period.end) for m in found] == expected, why
    assert len({m.deadline for m in found}) == 1, "a deadline goes for the whole row"
