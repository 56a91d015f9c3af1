"""Figures that contradict each other are told with both values and places; what rounding explains is not."""

from datetime import date
from decimal import Decimal

import pytest

from pipeline.checks.arithmetic import check
from pipeline.model import Dispatch, Evidence, Field, Result, Target


def stated(value, label="Số nhà xây mới", unit="nhà", place="bảng 1, hàng 2, cột 4", sure=0.95, **rest) -> Field:
    number = Decimal(str(value))
    money = int(number * 10**6) if unit == "triệu đồng" else None
    rest.setdefault("table", place.startswith("bảng"))
    result = Result(
        label, number, unit, value_vnd=money, period_start=date(2023, 1, 1), period_end=date(2023, 12, 31), **rest
    )
    return Field.of(result, (Evidence(0, str(value), place),), sure)


def column(*values, total, shape="bảng 1, hàng {}, cột 3", **rest):
    rest["table"] = True
    rows = [stated(v, about=f"Xã {i}", place=shape.format(i), **rest) for i, v in enumerate(values, 2)]
    return (*rows, stated(total, place=shape.format(len(values) + 2), is_total=True, **rest))


def codes(*results, targets=()) -> list[str]:
    return [f.code for f in check(Dispatch(results=tuple(results), targets=tuple(targets)))]


@pytest.mark.parametrize(
    ("results", "expected", "why"),
    [
        (column(5, 7, total=12), [], "adds up"),
        (column(5, 7, total=13), ["ARITHMETIC_TOTAL"], "does not add up"),
        (column(10, 4, 6, 5, total=15), [], "the first row sums the next two"),
        (column("33.3", "66.6", total="100", unit="triệu đồng"), [], "rounding"),
        (column(50, 70, total=60, unit="%"), [], "shares are never added"),
        (column(5, total=6), [], "one row tells nothing"),
    ],
)
def test_totals(results, expected, why):
    assert codes(*results) == expected, why


@pytest.mark.parametrize("shape", ["bảng 1, hàng {}, cột 3", "trang 2, bảng 1, hàng {}, cột 3", "Biểu 1!C{}"])
def test_totals_of_any_format(shape):
    assert codes(*column(5, 7, total=13, shape=shape)) == ["ARITHMETIC_TOTAL"]


def test_the_message_says_both_figures_and_the_place():
    (finding,) = check(Dispatch(results=column(5, 7, total=13)))
    assert "13 nhà" in finding.message and "12 nhà" in finding.message and "bảng 1, hàng 4, cột 3" in finding.message
    assert finding.evidence


def test_parts_may_not_exceed_the_whole():
    money = {"unit": "triệu đồng"}
    whole, state, others = (
        stated(v, label=c, indicator=c, **money) for v, c in ((60, "C01"), (40, "C02"), (30, "C03"))
    )
    assert codes(whole, state, others) == ["ARITHMETIC_PARTS"]
    assert codes(whole, state) == [], "a part alone is less than the whole"


@pytest.mark.parametrize(
    ("share", "expected", "why"),
    [("120", [], "120 of 100"), ("120.0", [], "to a tenth"), ("102", ["ARITHMETIC_PERCENT"], "wrong")],
)
def test_share_of_the_plan(share, expected, why):
    plan = Field.of(
        Target("Số nhà xây mới", Decimal(100), unit="nhà"), (Evidence(0, "100", "bảng 1, hàng 2, cột 3"),), 0.9
    )
    done = stated(120)
    percent = stated(
        share, label="Số nhà xây mới - đạt kế hoạch", unit="%", indicator="E09", place="bảng 1, hàng 2, cột 5"
    )
    assert codes(done, percent, targets=[plan]) == expected, why


@pytest.mark.parametrize(("change", "expected"), [(32, []), (30, ["ARITHMETIC_CHANGE"])])
def test_start_less_end_is_the_change(change, expected):
    figures = ((152, "B01"), (120, "B02"), (change, "B06"))
    assert codes(*(stated(v, label=c, unit="hộ", indicator=c) for v, c in figures)) == expected


@pytest.mark.parametrize(("rate", "expected"), [("3.0", []), ("3.1", []), ("4.2", ["ARITHMETIC_RATE"])])
def test_the_rate_follows_from_its_counts(rate, expected):
    counts = [stated(v, label=c, unit="hộ", indicator=c) for v, c in ((120, "B02"), (4000, "B08"))]
    assert codes(*counts, stated(rate, label="Tỷ lệ hộ nghèo", unit="%", indicator="B03")) == expected


@pytest.mark.parametrize(
    ("prose", "sure", "expected", "why"),
    [
        ("12", 0.9, [], "the same"),
        ("14", 0.9, ["ARITHMETIC_TABLE_PROSE"], "another figure"),
        ("12.4", 0.8, [], "about"),
    ],
)
def test_table_and_prose(prose, sure, expected, why):
    table = stated(12, indicator="D01")
    text = stated(prose, indicator="D01", place="đoạn 7", sure=sure)
    assert codes(table, text) == expected, why


def test_figures_of_two_periods_are_not_compared():
    from dataclasses import replace

    table, text = stated(12, indicator="D01"), stated(14, indicator="D01", place="đoạn 7")
    later = replace(text, value=replace(text.value, period_start=date(2022, 1, 1), period_end=date(2022, 12, 31)))
    assert codes(table, later) == []


def test_a_dispatch_without_figures_has_no_findings():
    assert check(Dispatch()) == ()
