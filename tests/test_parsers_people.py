"""A name is read without its titles, in title case; what is no person is None."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.values import people

NAMES = [
    ("Nguyễn Văn An", "Nguyễn Văn An", "plain"),
    ("TS. Trần Thị Bình", "Trần Thị Bình", "degree"),
    ("PGS.TS.Lê Hoàng Chi", "Lê Hoàng Chi", "glued degrees"),
    ("Thạc sĩ, Bác sĩ Phạm Văn Dũng", "Phạm Văn Dũng", "degrees in words"),
    ("BS.CKII Đỗ Thị Em", "Đỗ Thị Em", "doctors' ladder"),
    ("Đại tá Vũ Văn Giang", "Vũ Văn Giang", "rank"),
    ("Đ/c Hoàng Thị Hà", "Hoàng Thị Hà", "form of address"),
    ("NGUYỄN THỊ ÁNH", "Nguyễn Thị Ánh", "capitals made title case"),
    ("H'Lan Niê", "H'Lan Niê", "apostrophe in a syllable"),
    ("H' Loan Niê", "H' Loan Niê", "apostrophe behind the initial"),
    ("K’ Brèo", "K’ Brèo", "curly apostrophe, two syllables"),
    ("Y Thanh Hà Niê Kđăm", "Y Thanh Hà Niê Kđăm", "one-letter first syllable"),
    ("Đoàn Văn Bộ", "Đoàn Văn Bộ", "surname that is also a body"),
    ("Anh Đào", "Anh Đào", "first syllable that is also a form of address"),
]


@pytest.mark.parametrize(("text", "name", "why"), NAMES, ids=[n[2] for n in NAMES])
def test_a_name(text: str, name: str, why: str) -> None:
    person = people.parse(text)
    assert person is not None
    assert person.name == name
    assert person.printed in text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "(Đã ký)",
        "PHÓ GIÁM ĐỐC",
        "ỦY BAN NHÂN DÂN",
        "Ban Chấp hành",
        "Nguyễn",
        "ngày 28",
        "Nguyễn Văn A và B",
        "12/KH-UBND",
    ],
)
def test_no_name(text: str) -> None:
    assert people.parse(text) is None


def test_an_unknown_surname_is_told() -> None:
    known, unknown = people.parse("Nguyễn Văn An"), people.parse("Zzan Văn An")
    assert known is not None and known.known
    assert unknown is not None and not unknown.known


@given(st.lists(st.sampled_from(["Nguyễn", "Trần", "Văn", "Thị", "Hồng", "Ánh", "Đức", "Lê"]), min_size=2, max_size=5))
def test_capitals_do_not_matter(words: list[str]) -> None:
    name = " ".join(words)
    plain, capitals = people.parse(name), people.parse(name.upper())
    assert plain is not None and capitals is not None
    assert plain.name == capitals.name == name


@given(st.text(max_size=60))
def test_nothing_raises(text: str) -> None:
    person = people.parse(text)
    assert person is None or person.printed in text
