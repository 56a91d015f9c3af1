"""The head's families: laws that hold on any page, what the confidence says, and the table of document types."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers import profiles
from parsers.fields import issuer, marks, place_date, subject, symbol
from pipeline.model import Candidate, Profile
from pipeline.reference import document_types
from pipeline.zones import split
from pipeline.zones.titles import catalogued, title_at
from tests.factories import layout, line

FAMILIES = (issuer, symbol, place_date, marks, subject)
STATE, MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"
PHRASES = (
    "UBND TỈNH AN BÌNH", "SỞ NỘI VỤ", "Số: 15/KH-SNV", "Số:", "/KH-SNV", "25", "Số: 1855/BTĐKT-Vụ II", STATE, MOTTO, "VIỆT NAM",
    "An Bình, ngày 10 tháng 02 năm 2023", "An Bình, ngày", "10 tháng 02 năm 2023", "An Bình, ngày 45 tháng 13 năm 2023", "KẾ HOẠCH",
    "Tổ chức phong trào thi đua", "V/v đăng ký thi đua", "Kính gửi: Các phòng", "KHẨN", "MẬT", "(Kèm theo Công văn số 5/SNV)", "",
    "NGHỊ ĐỊNH CỦA CHÍNH PHỦ SỐ 29/1998/NĐ-CP NGÀY 11 THÁNG 5 NĂM 1998 VỀ QUY CHẾ", "Hôm nay, ngày 12 tháng 3 năm 2023", "-----",
    f"UBND TỈNH AN BÌNH   {STATE}", "Số: 15/KH-SNV    An Bình, ngày 1 tháng 2 năm 2023", "Căn cứ Luật Thi đua;", "1. Mục đích",
)  # fmt: skip


def candidates(*lines: str) -> list[Candidate]:
    zones = split(layout(*lines))
    return [c for family in FAMILIES for c in family.find(zones, profiles.detect(zones))]


def field(name: str, *lines: str):
    return max((c.field for c in candidates(*lines) if c.name == name), key=lambda f: f.confidence)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(PHRASES), st.text(max_size=30)), max_size=14))
def test_no_value_without_its_letters_on_the_page(texts: list[str]) -> None:
    lines = [line(" ".join(text.split("\n")), i) for i, text in enumerate(texts)]
    page = layout(*lines)
    zones = split(page)
    for family in FAMILIES:
        for candidate in family.find(zones, profiles.detect(zones)):
            found = candidate.field
            assert 0 <= found.confidence <= 1
            assert found.raw == " ".join(e.text for e in found.evidence)
            for evidence in found.evidence:
                assert evidence.text in page.lines[evidence.index].text


HEAD = ("UBND TỈNH AN BÌNH", "SỞ NỘI VỤ", "Số: 15/KH-SNV", STATE, MOTTO, "An Bình, ngày 10 tháng 02 năm 2023")


def test_agreement_of_name_and_symbol_raises_and_difference_lowers() -> None:
    agreed = field("doc_type", *HEAD, "KẾ HOẠCH", "Thi đua năm 2023", "Căn cứ Luật;")
    differing = field("doc_type", *HEAD, "BÁO CÁO", "Thi đua năm 2023", "Căn cứ Luật;")
    assert (agreed.value, differing.value) == ("KH", "BC")
    assert agreed.confidence > 0.95 > differing.confidence
    assert differing.reasons == ("Tên loại in khác với chữ viết tắt trong ký hiệu.",)


def test_a_type_told_by_the_symbol_alone_says_so() -> None:
    found = field("doc_type", *HEAD, "TỔNG HỢP KẾT QUẢ THI ĐUA", "Căn cứ Luật;")
    assert found.value == "KH"
    assert found.confidence < 0.9
    assert found.reasons


def test_a_blank_number_is_no_number() -> None:
    found = candidates("Số:       /KH-SNV", "An Bình, ngày     tháng     năm 2023", "KẾ HOẠCH", "Thi đua năm 2023")
    assert {c.name: str(c.field.value) for c in found} == {
        "symbol": "/KH-SNV", "notation": "KH-SNV", "place": "An Bình", "issued_on": "2023", "doc_type": "KH",
        "subject": "Thi đua năm 2023",
    }  # fmt: skip


def test_party_rules_are_told_by_the_symbol_where_the_head_is_lost() -> None:
    assert (
        profiles.detect(split(layout("Số 12-KH/TU", "An Bình, ngày 1 tháng 2 năm 2023", "KẾ HOẠCH"))) is Profile.PARTY
    )
    assert (
        profiles.detect(split(layout("Số: 12/KH-SNV", "An Bình, ngày 1 tháng 2 năm 2023", "KẾ HOẠCH"))) is Profile.STATE
    )
    assert profiles.detect(split(layout("Danh sách các hộ nghèo"))) is Profile.OTHER


@pytest.mark.parametrize(
    ("text", "code", "rest"),
    [
        ("KẾ HOẠCH", "KH", None),
        ("Quyết định", "QĐ", None),  # capitals lost with the font
        ("QUYẾT ĐỊNH:", "QĐ", None),
        ("T H Ô N G  B Á O", "TB", None),
        ("QUI ĐỊNH", "QyĐ", None),
        ("THÔNG TƯ LIÊN TỊCH", "TTLT", None),
        ("THÔNG TƯ", "TT", None),
        ("CHỈ THỊ CỦA ỦY BAN NHÂN DÂN TỈNH", "CT", None),
        ("GIẤY PHÉP KHAI THÁC NƯỚC", "GP", "KHAI THÁC NƯỚC"),
        ("BÁO CÁO Kết quả thi đua", "BC", "Kết quả thi đua"),
    ],
)
def test_type_names(text: str, code: str, rest: str | None) -> None:
    found = title_at(text)
    assert found is not None
    assert found.kind.code == code
    assert (text[found.rest :] if found.rest is not None else None) == rest


@pytest.mark.parametrize(
    "text", ["Kế hoạch này được gửi đến các đơn vị", "Báo cáo viên: ông A", "QUYẾT ĐỊNH SỐ 15/QĐ-SNV", "KẾT QUẢ"]
)
def test_what_only_sounds_like_a_type_name(text: str) -> None:
    assert title_at(text) is None


def test_a_subject_that_cites_a_document_is_no_sentence_head() -> None:
    lines = [
        line(t)
        for t in ("CHỈ THỊ CỦA ỦY BAN NHÂN DÂN", "Về thực hiện Chỉ thị số 9/2004/CT-TTg ngày 16 tháng 3 năm 2004")
    ]
    assert catalogued(lines) is None


def test_document_types_of_the_decree() -> None:
    kinds = [k for k in document_types.all_types() if "Điều 7" in k.source]
    assert len(kinds) == 29
    assert all(re.fullmatch(r"[A-ZĐ][A-Za-zyĐ]{1,2}", k.code) for k in kinds if k.coded)
    assert [k.name for k in kinds if not k.coded] == ["Công văn", "Thư công"]
    assert document_types.of_name("TỜ TRÌNH") == document_types.of_code("TTr")[0]
    assert [k.name for k in document_types.of_code("QĐ")] == ["Quyết định", "Quy định"]  # the Party's code means both
    assert document_types.of_code("UBND") == ()
