"""Symbols are read as printed, found in prose, and never seen where there is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.values import symbols
from parsers.values.symbols import Symbol
from pipeline.reference.symbol_codes import codes

WHOLE = [
    ("119/KH-UBND", Symbol("119", "KH-UBND", None, "KH"), "named type"),
    ("Số: 05/TB-HĐTĐKT", Symbol("05", "TB-HĐTĐKT", None, "TB"), "label, padded number"),
    ("Số:      /KH-SNNPTNT", Symbol(None, "KH-SNNPTNT", None, "KH"), "number left blank"),
    ("Số: ……/BC-SNV", Symbol(None, "BC-SNV", None, "BC"), "number dotted"),
    ("Số: /2022/QĐ-UBND", Symbol(None, "QĐ-UBND", 2022, "QĐ"), "blank number, year printed"),
    ("31/2020/QĐ-UBND", Symbol("31", "QĐ-UBND", 2020, "QĐ"), "legal normative document"),
    ("06/2022/QH15", Symbol("06", "QH15", 2022), "law"),
    ("1232/BTĐKT-VI", Symbol("1232", "BTĐKT-VI"), "công văn of a unit with a Roman number"),
    ("4321/QĐ-BNN-TCCB", Symbol("4321", "QĐ-BNN-TCCB", None, "QĐ"), "three groups"),
    ("12a/BC-SNN&PTNT", Symbol("12a", "BC-SNN&PTNT", None, "BC"), "letter suffix, ampersand"),
    ("16/2007/NQ – CP", Symbol("16", "NQ-CP", 2007, "NQ"), "en dash between blanks"),
    ("Số : 66 / TTr - SNV", Symbol("66", "TTr-SNV", None, "TTr"), "blanks everywhere"),
    ("09/CTr.UBND", Symbol("09", "CTr.UBND", None, "CTr"), "dot for hyphen, kept"),
    ("144/2002/QĐ/BTC", Symbol("144", "QĐ/BTC", 2002, "QĐ"), "slash for hyphen, kept"),
    ("18/20202QĐ-UBND", Symbol("18", "20202QĐ-UBND", None, "QĐ"), "misprinted year, kept"),
    ("Số 12-KH/TU", Symbol("12", "KH/TU", None, "KH", True), "Party"),
    ("1594 - TB/TU", Symbol("1594", "TB/TU", None, "TB", True), "Party with blanks"),
    ("Số     -BC/HU", Symbol(None, "BC/HU", None, "BC", True), "Party, number left blank"),
    ("33-NQ/TƯ", Symbol("33", "NQ/TƯ", None, "NQ", True), "TW written TƯ"),
    ("51/CP", Symbol("51", "CP"), "old decree"),
]


@pytest.mark.parametrize(("text", "value", "why"), WHOLE, ids=[w[2] for w in WHOLE])
def test_a_whole_symbol(text: str, value: Symbol, why: str) -> None:
    assert symbols.parse(text) == value


@pytest.mark.parametrize(
    "text",
    ["", "Số:", "07/9/2022", "1/3", "15/21 chỉ tiêu", "TCVN 7978:2009", "V/v khen thưởng", "Kế hoạch", "0227.383.1234"],
)
def test_what_is_no_symbol(text: str) -> None:
    assert symbols.parse(text) is None


PROSE = [
    ("Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05/3/2020", ["30/2020/NĐ-CP"], "plain"),
    ("theo Thông báo số 39/TB-VPCP và 172/TB-VPCP;", ["39/TB-VPCP", "172/TB-VPCP"], "second without a word before it"),
    ("thực hiện Nghị quyết số 16/2007/NQ - CP của Chính phủ", ["16/2007/NQ-CP"], "blanks around the hyphen"),
    ("Nghị quyết số 35/NQ-CP - UBND tỉnh đã chỉ đạo", ["35/NQ-CP"], "the second dash is the sentence's"),
    ("Thông tư số 54/TT- BTC ngày 10/5/1999", ["54/TT-BTC"], "broken at a line end"),
    ("Nghị định 51/CP của Chính phủ", ["51/CP"], "old decree behind its type"),
    ("Quyết định số 80-TTg ngày 01/02/1993", ["80-TTg"], "old hyphen form"),
    ("Chỉ thị số 34-CT/TW của Bộ Chính trị", ["34-CT/TW"], "Party"),
    ("Kế hoạch số 119/KH-UBND.", ["119/KH-UBND"], "full stop is the sentence's"),
    ("(Quyết định số 97/2008/NĐ-CP,ngày 28/8/2008)", ["97/2008/NĐ-CP"], "no blank behind the comma"),
    ("số 63/NQ-CPngày 01/7/2014", ["63/NQ-CP"], "lost blank"),
    ("Công văn số 12/SNN&PTNT-KH về việc", ["12/SNN&PTNT-KH"], "ampersand"),
    ("ngày 07/9/2022 và 1/3 quy mô, đạt 15/21 chỉ tiêu", [], "dates and fractions"),
    ("tiêu chuẩn TCVN 7978:2009 (ISO/IEC 26300:2006)", [], "standards"),
    ("(Kèm theo Quyết định số          2006/QĐ-UBND ngày", [], "number left blank before a year"),
    ("Quyết định số 09  2006/QĐ-UBND", [], "slash lost before a year"),
    ("Quyết định số 2022/QĐ-UBND", ["2022/QĐ-UBND"], "a number that looks like a year"),
    ("Biểu số 60/CK-NSNN, 61/CK-NSNN và 62/CK-NSNN", [], "forms in a list"),
    ("theo mẫu số: 02/GTGT và mẫu BC-23/HĐ", [], "forms"),
    ("Biểu số 59/60/61/CK-NSNN", [], "forms in a row"),
    ("1/ UBND tỉnh; 2/ Sở Nội vụ", [], "list marks"),
    ("Điện thoại 0227.3831.234/BCH-TĐ, 500.000/CBCNV", [], "telephone and money"),
    ("giai đoạn 2021-2025, năm học 2022-2023, quý III/2023", [], "periods"),
]


@pytest.mark.parametrize(("text", "found", "why"), PROSE, ids=[p[2] for p in PROSE])
def test_citations_in_prose(text: str, found: list[str], why: str) -> None:
    got = symbols.find_all(text)
    assert [str(s) for _, _, s in got] == found
    for start, end, symbol in got:
        assert symbols.parse(text[start:end]) == symbol


group = st.from_regex(r"[A-ZĐ]{2}[A-ZĐ0-9]{0,5}", fullmatch=True)
number = st.none() | st.from_regex(r"[0-9]{1,5}[a-z]?", fullmatch=True)
code = st.sampled_from(sorted(codes()))
state = st.builds(
    lambda n, y, c, gs: Symbol(n, "-".join((c, *gs)), y, c), number, st.none() | st.integers(1945, 2099), code,
    st.lists(group, min_size=1, max_size=4),
)  # fmt: skip
party = st.builds(lambda n, c, g: Symbol(n, f"{c}/{g}", None, c, True), number, code, group)


@given(state | party)
def test_reading_undoes_writing(symbol: Symbol) -> None:
    assert symbols.parse(str(symbol)) == symbol
    assert symbols.parse(f"Số: {str(symbol).replace('-', ' – ', 1)}") == symbol


@given(state | party)
def test_a_written_symbol_is_found_in_prose(symbol: Symbol) -> None:
    if symbol.number is not None:
        text = f"Thực hiện văn bản số {symbol} ngày 02/3/2021 của Ủy ban"
        assert [s for _, _, s in symbols.find_all(text)] == [symbol]


@given(st.text(max_size=80))
def test_nothing_raises(text: str) -> None:
    symbols.parse(text)
    for start, end, _ in symbols.find_all(text):
        assert 0 <= start < end <= len(text)
