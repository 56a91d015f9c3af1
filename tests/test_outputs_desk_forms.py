"""What people type at the desk, as values: figures, days, symbols, and three kinds of nothing."""

import pytest

from outputs.desk import forms
from tests.counter import Asked


@pytest.mark.parametrize(
    ("typed", "value"),
    [("1.234,5", "1234.5"), ("1234,50", "1234.50"), ("0", "0"), ("-3", "-3"), ("1/3", "1/3"), ("12.345.678", "12345678"),
     ("", None), (" 7 ", "7")],
)  # fmt: skip
def test_figures_in_vietnamese_notation(typed, value):
    assert forms.figure(typed) == value


@pytest.mark.parametrize("typed", ["1.5", "1,234.5", "=1+1", "1e9", "١٢", "nan", "--1", "9" * 31, "1/0"])
def test_figures_that_are_none_or_could_be_two_are_refused(typed):
    with pytest.raises(forms.BadForm):
        forms.figure(typed)


@pytest.mark.parametrize(
    ("typed", "value"),
    [("28/9/2022", "2022-09-28"), ("28-09-2022", "2022-09-28"), ("9/2022", "2022-09"), ("2022", "2022"),
     ("2022-09-28", "2022-09-28"), ("", None)],
)  # fmt: skip
def test_days_as_people_write_them(typed, value):
    assert forms.partial(typed) == value


@pytest.mark.parametrize(
    ("symbol", "number", "notation"),
    [("119/KH-UBND", "119", "KH-UBND"), ("12-KH/TU", "12", "KH/TU"), ("/KH-SNV", None, "KH-SNV"), (None, None, None)],
)
def test_number_and_notation_follow_the_symbol(symbol, number, notation):
    assert forms.parts_of_symbol(symbol) == {"number": number, "notation": notation}


def test_missing_zero_and_not_applicable_are_three():
    old = {"label": "Số nhà", "value": "3", "unit": "nhà"}
    commands = Asked().commands()
    assert forms.row("results", {"value": "0"}, old, commands)["value"] == "0"
    assert forms.row("results", {"value": ""}, old, commands)["state"] == "missing"
    assert forms.row("results", {"value": "x"}, old, commands)["state"] == "not_applicable"
