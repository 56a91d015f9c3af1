"""Dates are read whole or cut off before the first unread part; an impossible date is none."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.values import dates

WHOLE = [
    ("ngày 28 tháng 9 năm 2022", "2022-09-28"),
    ("Ngày 05 tháng 02 năm 2022.", "2022-02-05"),
    ("ngày 15tháng 3 năm 2012", "2012-03-15"),
    ("ngày    tháng 12 năm 2022", "2022-12"),
    ("ngày … tháng … năm 2022", "2022"),
    ("ngày …/…/2022", "2022"),
    ("ngày     /9/2022", "2022-09"),
    ("ngày  ..25.. tháng 01 năm 2006", "2006-01-25"),
    ("07/9/2022", "2022-09-07"),
    ("ngày 7-9-2022", "2022-09-07"),
    ("07.9.2022", "2022-09-07"),
    ("tháng 9 năm 2022", "2022-09"),
    ("tháng 9/2022", "2022-09"),
    ("năm 2022", "2022"),
    ("ngay 28 thang 9 nam 2022", "2022-09-28"),
]


@pytest.mark.parametrize(("text", "value"), WHOLE)
def test_a_whole_date(text: str, value: str) -> None:
    assert str(dates.parse(text)) == value


@pytest.mark.parametrize(
    "text",
    [
        "31/02/2022",
        "ngày 30 tháng 2 năm 2021",
        "tháng 13 năm 2022",
        "1/3",
        "2021-2025",
        "07/9",
        "ngày",
        "119/KH-UBND",
        "",
    ],
)
def test_no_date(text: str) -> None:
    assert dates.parse(text) is None


PROSE = [
    ("số 119/KH-UBND ngày 07/9/2022 của", ["2022-09-07"]),
    ("từ ngày 01/01/2022 đến ngày 30 tháng 6 năm 2023", ["2022-01-01", "2023-06-30"]),
    ("ngày 31 tháng 2 năm 2022", []),
    ("Nghị định 30/2020/NĐ-CP ngày 05/3/2020", ["2020-03-05"]),
    ("giai đoạn 2021-2025, quý III/2023", []),
    ("Thái Bình, ngày     tháng     năm 2022", ["2022"]),
]


@pytest.mark.parametrize(("text", "values"), PROSE)
def test_dates_in_prose(text: str, values: list[str]) -> None:
    assert [str(d) for _, _, d in dates.find_all(text)] == values


@given(st.dates(date(1946, 1, 1), date(2099, 12, 31)))
def test_every_day_in_every_form(day: date) -> None:
    for text in (
        f"ngày {day.day:02d} tháng {day.month} năm {day.year}",
        f"{day.day}/{day.month}/{day.year}",
        f"{day.day:02d}.{day.month:02d}.{day.year}",
        f"ngày {day.day}-{day.month}-{day.year}",
    ):
        value = dates.parse(text)
        assert value is not None
        assert str(value) == day.isoformat()
        assert [d for _, _, d in dates.find_all(f"từ {text} của")] == [value]


@given(st.text(max_size=80))
def test_nothing_raises(text: str) -> None:
    dates.parse(text)
    for start, end, _ in dates.find_all(text):
        assert 0 <= start < end <= len(text)
