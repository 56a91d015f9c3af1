"""Figures out of report sentences: what is counted, of when, and which numbers are no results. All made up."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.fields.results import find
from parsers.fields.results.sections import reports
from pipeline.model import Basis, Profile
from tests.factories import block, zones

REPORT = "BÁO CÁO Kết quả thực hiện phong trào thi đua “Làng vui” 6 tháng đầu năm 2023"
DONE = "II. KẾT QUẢ THỰC HIỆN"


def read(*texts: str, title: str = REPORT, headings: tuple[str, ...] = (DONE,)):
    made = [block(t, label="-" if t.startswith("-") else "", headings=headings) for t in texts]
    return [c.field for c in find(zones(*made, title=title), Profile.STATE)]


def short(field) -> str:
    one = field.value
    return " ".join(w for w in (f"{one.value.normalize():f}", one.unit, one.indicator) if w)


@pytest.mark.parametrize(
    ("text", "expected", "why"),
    [
        (
            "Hỗ trợ xây mới 12 nhà Đại đoàn kết, trị giá 600 triệu đồng.",
            ["12 nhà D01", "600 triệu đồng D04"],
            "the sum leans on the houses",
        ),
        ("Toàn huyện huy động được 1,2 tỷ đồng.", ["1.2 tỷ đồng C01"], "a decimal comma"),
        ("Tỷ lệ hộ nghèo giảm còn 2,3 %.", ["2.3 % B03"], "a level, not a fall"),
        ("Tỷ lệ hộ nghèo còn 2,3 %, giảm 0,5 % so với cùng kỳ.", ["2.3 % B03"], "a comparison is no level"),
        (
            "Tổ chức 15 lớp tập huấn cho 750 lượt người.",
            ["15 lớp", "750 lượt người D07"],
            "the second figure inherits what was held",
        ),
        ("Có 41 hộ thoát nghèo.", ["41 hộ B09"], "what is counted stands behind"),
        ("Số hộ nghèo đã giảm 10%.", ["10 %"], "a change alone is worth telling"),
        ("Thu ngân sách 25 tỷ đồng, tăng 5,7%.", ["25 tỷ đồng"], "behind a level its change is a remark"),
        ("Thu ngân sách chưa đạt 50% kế hoạch.", [], "what is not reached"),
        ("Có 8 xã đạt 19 tiêu chí nông thôn mới.", ["8 xã"], "what the communes fulfil is no second figure"),
        ("Không còn xã đạt dưới 5 tiêu chí.", ["0 xã"], "a zero in words, whatever figure follows"),
        ("Tỷ lệ hộ nghèo giảm từ gần 46% năm 2021 xuống còn 12,4%.", ["12.4 % B03"], "where it began is no level"),
        ("Có 28 đơn vị thuộc 5 tỉnh được công nhận.", ["28 đơn vị"], "the size of the set"),
        ("Thời gian tới, bảo đảm đạt 100% chỉ tiêu.", [], "what is to come"),
        ("Không xảy ra vụ cháy nổ nào.", ["0 vụ"], "a zero in words"),
        ("Không có trường hợp nào bị kỷ luật.", ["0 trường hợp"], "a zero in words"),
        ("Không có cơ sở để đánh giá.", [], "no grounds, not none of something"),
        ("Trong kỳ, đơn vị có 41 hộ thoát nghèo.", ["41 hộ B09"], "a subject before the verb"),
        (
            "Tổng kinh phí huy động là 186,5 triệu đồng, trong đó ngân sách nhà nước 120 triệu đồng, xã hội hóa 66,5 triệu đồng.",
            ["186.5 triệu đồng C01", "120 triệu đồng C02", "66.5 triệu đồng C03"],
            "parts after trong đó",
        ),
        (
            "Cấp 20 giấy phép (cấp mới: 03 giấy; cấp lại: 17 giấy).",
            ["20 giấy", "3 giấy", "17 giấy"],
            "a breakdown in brackets",
        ),
        (
            "Giải quyết việc làm cho 1.250 lao động, đạt 105 % kế hoạch.",
            ["1250 lao động D09"],
            "behind the figure its share of the plan is a remark",
        ),
        ("Giải quyết việc làm đạt 105 % kế hoạch.", ["105 % kế hoạch E09"], "alone the share is what is told"),
        ("Hội nghị của thôn 5 xã Tân An.", [], "the number is the hamlet's name"),
        ("Ban Chỉ đạo 35 tỉnh họp.", [], "the number is the board's name"),
        ("Toàn xã có số thôn 9 thôn.", ["9 thôn"], "the noun itself counted is a figure"),
        ("Xây mới 12 nhà (kế hoạch 15 nhà).", ["12 nhà D01"], "the plan in brackets is no result"),
        ("Phấn đấu đến cuối năm có 50 hộ thoát nghèo.", [], "a goal"),
        ("Giá gạo ở mức 12.000 đồng/kg.", [], "a price"),
        ("Thời gian thực hiện trong 45 ngày.", [], "a span of time"),
        ("Thực hiện Quyết định số 12/QĐ-UBND ngày 05/01/2023.", [], "symbols and dates"),
        ("Trong năm, đơn vị không phát sinh hộ tái nghèo.", ["0 B10"], "a stated zero"),
        ("Không có hộ tái nghèo.", ["0 B10"], "a zero the dictionary knows"),
        ("Không có khó khăn gì.", [], "none of what is no indicator"),
        ("Tỷ lệ hộ nghèo giảm từ 3,5 % xuống còn 2,3 %.", ["2.3 % B03"], "where it began is not where it is"),
        (
            "Toàn huyện còn 1.245 hộ nghèo, chiếm 2,31 %, giảm 312 hộ so với năm trước.",
            ["1245 hộ B02", "2.31 % B03", "312 hộ"],
            "a share behind a count is its ratio; a fall is not the count",
        ),
        (
            "Số hộ nghèo đầu năm: 152 hộ; cuối năm: 120 hộ; giảm 32 hộ.",
            ["152 hộ B01", "120 hộ", "32 hộ"],
            "what leans is never given the code of what it leans on",
        ),
        (
            "Kinh phí hỗ trợ: 350 triệu đồng (trong đó ngân sách tỉnh: 200 triệu đồng).",
            ["350 triệu đồng", "200 triệu đồng"],
            "a part of an unknown whole is no part of a known one",
        ),
        ("Tổng diện tích đạt 62.372/52.786 ha, đạt 118%KH.", ["62372 ha"], "done over planned"),
        ("Đào tạo nghề cho 1.200/1.000 lao động.", ["1200 lao động D08"], "more than planned"),
        ("Cơ quan đạt chuẩn văn hóa 92/95 %.", ["92 %"], "shares too"),
        ("Số hộ thoát nghèo 17 hộ, đạt 113 % kế hoạch.", ["17 hộ B09"], "a name needs no verb"),
        ("Họp ngày 14/5 tại 02 xã.", ["2 xã"], "a day is no pair"),
        ("Bình quân mỗi xã tăng 1,82 tiêu chí.", ["1.82 tiêu chí"], "an average"),
        ("Tổng kinh phí huy động là 1 tỷ 250 triệu đồng.", ["1.25 tỷ đồng C01"], "a sum in two steps"),
        ("Đã khen thưởng 15 tập thể, 42 cá nhân.", ["15 tập thể E01", "42 cá nhân E02"], "a list shares its verb"),
        ("Sở đã ban hành 05 văn bản chỉ đạo.", ["5 văn bản A01"], "who did it does not matter"),
        (
            "Mở 12 lớp dạy nghề cho 360 lao động nông thôn, trong đó có 45 lao động thuộc hộ nghèo.",
            ["12 lớp", "360 lao động D08", "45 lao động"],
            "a part is not the whole",
        ),
    ],
)
def test_results_of(text, expected, why):
    assert [short(f) for f in read(text)] == expected, why


@pytest.mark.parametrize(
    ("heading", "counts"),
    [
        ("II. KẾT QUẢ THỰC HIỆN", True),
        ("1. Công tác kế hoạch, quy hoạch", True),
        ("1. Các chỉ tiêu kinh tế:", True),
        ("2. Nhiệm vụ trọng tâm", False),
        ("B. Kế hoạch công tác 6 tháng cuối năm", False),
        ("III. PHƯƠNG HƯỚNG, NHIỆM VỤ THỜI GIAN TỚI", False),
        ("V. KIẾN NGHỊ, ĐỀ XUẤT", False),
    ],
)
def test_a_section_reports_or_looks_ahead(heading, counts):
    assert bool(read("Xây mới 12 nhà Đại đoàn kết.", headings=(heading,))) is counts


def test_a_plan_reports_only_where_it_looks_back():
    plan = "KẾ HOẠCH Thực hiện phong trào thi đua năm 2024"
    assert read("Xây mới 12 nhà.", title=plan, headings=("II. NỘI DUNG",)) == []
    assert [short(f) for f in read("Xây mới 12 nhà.", title=plan, headings=("I. Kết quả thực hiện năm 2023",))] == [
        "12 nhà D01"
    ]


def test_the_period_is_the_sentences_else_the_sections_else_the_titles():
    own, month, section = read(
        "Xây mới 12 nhà.", "Tháng 5, xây mới 03 nhà.", headings=("II. KẾT QUẢ 6 THÁNG ĐẦU NĂM 2023",)
    ) + read("Xây mới 02 nhà.", headings=("II. Kết quả thực hiện năm 2022",))
    assert [str(f.value.period_end) for f in (own, month, section)] == ["2023-06-30", "2023-05-31", "2022-12-31"]


def test_a_bracket_does_not_take_the_name_away():
    (field,) = read("Giá trị sản xuất (theo giá hiện hành) đạt 7.906,7 tỷ đồng.")
    assert field.value.label == "Giá trị sản xuất"


def test_a_line_read_badly_is_trusted_no_more_than_it_was_read():
    made = zones("Xây mới 12 nhà Đại đoàn kết.", title=REPORT)
    poor = replace(made.body[0].pieces[0], line=replace(made.body[0].pieces[0].line, legibility=0.4))
    found = find(replace(made, body=(replace(made.body[0], pieces=(poor,)),)), Profile.STATE)
    assert [c.field.confidence for c in found] == [0.4]


def test_running_figures_keep_their_day():
    (field,) = read("Lũy kế tính đến ngày 30/6/2023, huy động 2,5 tỷ đồng.")
    assert field.value.basis is Basis.CUMULATIVE
    assert str(field.value.as_of) == "2023-06-30"
    assert field.value.value_vnd == 2_500_000_000


def test_items_below_a_colon_take_its_time():
    fields = read(
        "Quý I năm 2023, kinh phí huy động đạt 1.000 triệu đồng, trong đó:",
        "- Ngân sách nhà nước 600 triệu đồng;",
        "- Xã hội hóa 400 triệu đồng.",
    )
    assert [short(f) for f in fields] == ["1000 triệu đồng C01", "600 triệu đồng C02", "400 triệu đồng C03"]
    assert {str(f.value.period_end) for f in fields} == {"2023-03-31"}


def test_a_head_before_a_colon_names_what_the_whole_paragraph_counts():
    fields = read("- Cá tra: tháng 6 ước đạt 30 tấn. Sáu tháng, ước đạt 367 tấn, với giá trị 10,7 tỷ đồng.")
    assert [short(f) for f in fields] == ["30 tấn", "367 tấn", "10.7 tỷ đồng"]
    assert all(f.value.label.startswith("Cá tra") for f in fields)


def test_an_english_decimal_is_given_as_a_doubt():
    (field,) = read("Tổng kinh phí huy động là 1.5 tỷ đồng.")
    assert field.value.value == Decimal("1.5")
    assert field.confidence < 0.5 and field.reasons


def test_evidence_stands_on_the_page():
    made = zones("Hỗ trợ xây mới 12 nhà Đại đoàn kết, trị giá 600 triệu đồng.", title=REPORT)
    found = find(made, Profile.STATE)
    assert found
    for candidate in found:
        for evidence in candidate.field.evidence:
            assert evidence.text in made.layout.lines[evidence.index].text
        assert candidate.field.raw == " ".join(e.text for e in candidate.field.evidence)


_WORDS = st.lists(
    st.sampled_from(
        ["Hỗ trợ", "xây mới", "12", "nhà", "1,5", "tỷ đồng", ",", ";", ":", "(", ")", ".", "đạt", "105 %", "kế hoạch", "năm 2023",
         "không phát sinh", "hộ nghèo", "trong đó", "giảm", "còn", "từ", "3/4", "lũy kế", "tháng 6", "với", "cho", "có"]
    ),
    max_size=25,
)  # fmt: skip


@given(_WORDS)
def test_any_sentence_is_read_or_left_without_an_error(words):
    made = zones(block(" ".join(words) or "-", headings=(DONE,)), title=REPORT)
    for candidate in find(made, Profile.STATE):
        assert candidate.field.value.label
        assert all(e.text in made.layout.lines[e.index].text for e in candidate.field.evidence)


@pytest.mark.parametrize(
    ("title", "whole", "why"),
    [
        ("V/v báo cáo công tác thi đua quý I", True, "a letter that reports"),
        ("V/v: báo cáo thành tích", True, "with a colon"),
        ("V/v đôn đốc báo cáo công tác thi đua", False, "a letter that asks for a report"),
        ("V/v đề nghị tặng Cờ thi đua", False, "a letter that asks for an award"),
    ],
)
def test_a_letter_may_report(title, whole, why):
    assert reports(title) is whole, why


def test_a_name_with_a_comma_inside_stays_whole():
    found = read("Tổng doanh thu thương mại, dịch vụ 25 tỷ đồng; tổng giá trị nông, lâm, ngư nghiệp 12 tỷ đồng.")
    assert [f.value.label for f in found] == [
        "Tổng doanh thu thương mại, dịch vụ",
        "tổng giá trị nông, lâm, ngư nghiệp",
    ]


def test_the_year_of_a_comparison_is_not_the_year_of_the_figures_behind_it():
    found = read("Tổng giá trị 25 tỷ đồng, tăng 9,7% so với cùng kỳ năm 2022; trong đó công nghiệp 12 tỷ đồng.")
    assert {f.value.period_start.year for f in found} == {2023}
