"""Numbers in words and names in Vietnamese order."""

import random
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outputs.collation import order, person_order
from outputs.spelling import spelled


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "không"),
        (5, "năm"),
        (15, "mười lăm"),
        (21, "hai mươi mốt"),
        (25, "hai mươi lăm"),
        (101, "một trăm linh một"),
        (1015, "một nghìn không trăm mười lăm"),
        (2_370_650_000, "hai tỷ ba trăm bảy mươi triệu sáu trăm năm mươi nghìn"),
        (1_000_005, "một triệu không trăm linh năm"),
        (1_005_000_000_000, "một nghìn không trăm linh năm tỷ"),
        (-3, "âm ba"),
        (Decimal("2.5"), "ba"),
    ],
)
def test_numbers_are_spelled_as_they_are_spoken(number: Decimal | int, words: str) -> None:
    assert spelled(number) == words


_WORDS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_DIGITS = {word: digit for digit, word in enumerate(_WORDS)} | {"mốt": 1, "lăm": 5}


def _read(words: str) -> int:
    """The number that the words say: the way back, by another rule."""
    whole = thousands = digits = 0
    for word in words.split():
        if word in _DIGITS:
            digits += _DIGITS[word]
        elif word == "trăm":
            digits *= 100
        elif word == "mươi":
            tens = digits % 100
            digits += 9 * tens
        elif word == "mười":
            digits += 10
        elif word in ("nghìn", "triệu"):
            thousands += digits * (1000 if word == "nghìn" else 10**6)
            digits = 0
        elif word == "tỷ":
            whole, thousands, digits = (whole + thousands + digits) * 10**9, 0, 0
    return whole + thousands + digits


@given(st.integers(0, 10**15))
def test_the_words_say_the_number(number: int) -> None:
    assert _read(spelled(number)) == number


def test_the_alphabet_and_the_tones_have_their_order() -> None:
    wanted = ["a", "à", "ả", "ã", "á", "ạ", "ă", "ằ", "â", "ấu", "b", "d", "đ", "e", "ê", "o", "ô", "ơ", "u", "ư", "y"]
    mixed = random.Random(4).sample(wanted, len(wanted))
    assert sorted(mixed, key=order) == wanted


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Đỗ Văn Anh", "Bùi Thị Bình"),  # the given name leads
        ("Lê Văn Dũng", "Lê Văn Đạt"),  # d before đ
        ("Nguyễn Hoà", "Nguyễn Hòa Bình Hội"),
        ("Trần Thị Hoa", "Trần Thị Hòa"),  # the tone parts what is otherwise the same
        ("Hoàng An", "Hoàng Ân"),
    ],
)
def test_persons_are_listed_by_their_given_name(first: str, second: str) -> None:
    assert person_order(first) < person_order(second)
