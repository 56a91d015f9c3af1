"""What a council's report quotes: the units' own words on difficulties and proposals."""

import pytest

from parsers.fields.quotes import find
from pipeline import zones
from pipeline.model import Layout, Line, Profile
from pipeline.reference.quote_sections import kind_of


def read(*paragraphs: str):
    lines = tuple(Line(i, text, f"đoạn {i + 1}", starts_paragraph=True) for i, text in enumerate(paragraphs))
    return [(c.field.value.kind, c.field.value.text) for c in find(zones.split(Layout("test", lines)), Profile.STATE)]


HEAD = ("Số: 5/BC-CCA", "BÁO CÁO", "Kết quả phong trào thi đua năm 2023")


def test_paragraphs_under_quoted_headings_are_taken_and_others_left():
    found = read(
        *HEAD,
        "II. KẾT QUẢ THỰC HIỆN",
        "Có 17 hộ thoát nghèo.",
        "IV. TỒN TẠI, HẠN CHẾ",
        "1. Một số hộ thiếu lao động nên mô hình duy trì chưa đều.",
        "- Kinh phí cấp chậm so với thời vụ gieo trồng của các địa phương trong tỉnh.",
        "V. KIẾN NGHỊ, ĐỀ XUẤT",
        "Đề nghị Sở bố trí thêm kinh phí.",
        "Trên đây là báo cáo của đơn vị./.",
    )
    assert found == [
        ("difficulty", "Một số hộ thiếu lao động nên mô hình duy trì chưa đều."),
        ("difficulty", "Kinh phí cấp chậm so với thời vụ gieo trồng của các địa phương trong tỉnh."),
        ("proposal", "Đề nghị Sở bố trí thêm kinh phí."),
    ]


@pytest.mark.parametrize("nothing", ["Đơn vị không có kiến nghị.", "Không.", "Không có kiến nghị, đề xuất."])
def test_a_section_that_says_nothing_is_not_quoted(nothing):
    assert read(*HEAD, "V. KIẾN NGHỊ, ĐỀ XUẤT", nothing) == []


def test_no_means_no_only_when_alone():
    assert read(*HEAD, "IV. KHÓ KHĂN", "Không có kinh phí để mở rộng mô hình.") == [
        ("difficulty", "Không có kinh phí để mở rộng mô hình.")
    ]


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("IV. Tồn tại, hạn chế và nguyên nhân", "difficulty"),
        ("2. Khó khăn, vướng mắc", "difficulty"),
        ("VI. KIẾN NGHỊ", "proposal"),
        ("III. ĐỀ NGHỊ KHEN THƯỞNG", None),
        ("I. KẾT QUẢ", None),
    ],
)
def test_headings(heading, kind):
    assert kind_of(heading) == kind
