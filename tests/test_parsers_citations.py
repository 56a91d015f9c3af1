"""A citation is read part by part, and each part ends where the sentence says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.values import citations

ISSUERS = [
    ("Quyết định số 1/QĐ-UBND ngày 2/3/2020 của Ủy ban nhân dân tỉnh về việc khen thưởng;", "Ủy ban nhân dân tỉnh"),
    ("Thông tư số 1/2020/TT-BNV của Bộ Nội vụ hướng dẫn thi hành;", "Bộ Nội vụ"),
    ("Quyết định số 1/QĐ-SXD ngày 2/3/2020 của Giám đốc Sở Xây dựng, các đơn vị báo cáo", "Giám đốc Sở Xây dựng"),
    ("Thông tư liên tịch số 1/2008/TTLT-BTC-BNV của Bộ Tài chính và Bộ Nội vụ quy định", "Bộ Tài chính và Bộ Nội vụ"),
    ("Nghị định số 1/2020/NĐ-CP của Chính phủ và Thông tư số 2/2020/TT-BNV", "Chính phủ"),
    ("Công văn số 1/UBND-NC ngày 12/4/20210 của UBND tỉnh về triển khai thanh toán", "UBND tỉnh"),
    ("Công văn số 1/VPCP-KTTH ngày 2/3/2020 thông báo ý kiến", None),
]


@pytest.mark.parametrize(("text", "issuer"), ISSUERS)
def test_issuer(text: str, issuer: str | None) -> None:
    assert citations.find_all(text)[0].issuer == issuer


SUBJECTS = [
    ("a semicolon", "Kế hoạch số 1/KH-UBND về phát động thi đua; Sở Nội vụ", "về phát động thi đua"),
    (
        "a comma before a body",
        "Kế hoạch số 1/KH-UBND về thi đua, khen thưởng, Sở Nội vụ báo cáo",
        "về thi đua, khen thưởng",
    ),
    (
        "parentheses of its own",
        "Kế hoạch số 1/KH-UBND về kế hoạch 5 năm (2021 - 2025) của tỉnh.",
        "về kế hoạch 5 năm (2021 - 2025) của tỉnh",
    ),
    (
        "a remark in parentheses",
        "Kế hoạch số 1/KH-UBND về phát động thi đua (sau đây gọi là Kế hoạch)",
        "về phát động thi đua",
    ),
    (
        "its quotation marks",
        "Chỉ thị số 1-CT/TW của Ban Bí thư “về đổi mới thi đua; khen thưởng”, các đơn vị",
        "về đổi mới thi đua; khen thưởng",
    ),
    ("what was done", "Kế hoạch số 1/KH-UBND về phát động thi đua đã đạt kết quả", "về phát động thi đua"),
    (
        "the next of the list",
        "Kế hoạch số 1/KH-UBND về phát động thi đua và Kế hoạch số 2/KH-UBND",
        "về phát động thi đua",
    ),
    ("nothing, when it runs on and on", "Kế hoạch số 1/KH-UBND về " + "phát động thi đua " * 40, None),
    ("nothing, when none is there", "Kế hoạch số 1/KH-UBND đã nêu", None),
]


@pytest.mark.parametrize(("why", "text", "subject"), SUBJECTS, ids=[c[0] for c in SUBJECTS])
def test_subject_ends_at(why: str, text: str, subject: str | None) -> None:
    assert citations.find_all(text)[0].subject == subject


TYPES = [
    ("CHỈ THỊ SỐ 19/CT-TTG", "Chỉ thị"),
    ("thông báo kết luận số 12/TB-UBND", "thông báo kết luận"),
    ("Luật Thi đua, khen thưởng số 06/2022/QH15", "Luật"),
    ("Kế hoạch tổ chức hội nghị số 12/KH-UBND", "Kế hoạch"),
    ("CV số 12/UBND-NC", "CV"),
    ("đã nêu tại 12/UBND-NC", None),
]


@pytest.mark.parametrize(("text", "name"), TYPES)
def test_type_word(text: str, name: str | None) -> None:
    assert citations.find_all(text)[0].doc_type == name


WORDS = st.sampled_from(
    [
        "Kế hoạch",
        "số",
        "1/KH-UBND",
        "2-CT/TW",
        "ngày 2/3/2020",
        "của",
        "UBND tỉnh",
        "về",
        "thi đua",
        ";",
        ",",
        "và",
        "“",
        "”",
        "(",
    ]
)


@given(st.lists(WORDS, max_size=30))
def test_spans_lie_in_the_text_in_order(words: list[str]) -> None:
    text = " ".join(words)
    found = citations.find_all(text)
    assert len(found) == sum(w in ("1/KH-UBND", "2-CT/TW") for w in words)
    last = 0
    for cited in found:
        assert last <= cited.start < cited.end <= len(text)
        assert cited.subject is None or cited.subject in text
        last = cited.start


def test_numbers_before_a_symbol_share_its_notation() -> None:
    text = "các Quyết định số 1, 2 và 3/QĐ-UBND ngày 5/5/2023 của UBND tỉnh"
    found = citations.find_all(text)
    assert [(str(c.symbol), c.doc_type, c.shared, c.listed) for c in found] == [
        ("1/QĐ-UBND", "Quyết định", True, False), ("2/QĐ-UBND", "Quyết định", True, True),
        ("3/QĐ-UBND", "Quyết định", False, True),
    ]  # fmt: skip
    assert [text[c.start : c.end] for c in found][:2] == ["Quyết định số 1", "2"]
    # The date is printed behind the last alone.
    assert [c.issued_on is None for c in found] == [True, True, False]


def test_numbers_of_points_and_forms_are_no_documents() -> None:
    for text in ("điểm 1, 2 Thông tư số 3/TT-BNV", "Quyết định số 15 ngày 3/5/2023 và số 3/TT-BNV"):
        assert [str(c.symbol) for c in citations.find_all(text)] == ["3/TT-BNV"]
