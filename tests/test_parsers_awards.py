"""Awards: on offer in plans, granted by decisions, proposed in reports and lists. All bodies and persons are made up."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.fields.awards import find, names, scans, subjects
from pipeline.model import Profile
from pipeline.reference.awards import award, awards
from tests.factories import block, grid, line, zones

DECISION = "QUYẾT ĐỊNH Về việc khen thưởng các tập thể, cá nhân có thành tích trong phong trào thi đua năm 2023"
PLAN = "KẾ HOẠCH Tổ chức phong trào thi đua “Làng vui” giai đoạn 2021-2025"
REPORT = "BÁO CÁO Kết quả thực hiện phong trào thi đua “Làng vui” năm 2023"


def read(*blocks, title: str, issuer: str = "ỦY BAN NHÂN DÂN TỈNH LẠC HỒNG"):
    made = zones(*blocks, title=title, head_left=(line(issuer, 900),))
    return [c.field.value for c in find(made, Profile.STATE)]


def item(text: str, annex: int = 0):
    label = text.split()[0]
    return block(text, label=label, annex=annex)


@pytest.mark.parametrize(
    ("text", "codes", "why"),
    [
        ("Giấy khen của Giám đốc Sở, Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh", ["GK-SO", "BKT"], "two forms"),
        ("Bằng khen UBND tỉnh", ["BKT"], "short for the chairman's"),
        ("Cờ thi đua của UBND Thành phố: 04", ["COTDT"], "a city is a province"),
        ("danh hiệu “Chiến sỹ thi đua cơ sở”", ["CSTDCS"], "sỹ and sĩ"),
        ("CSTĐCS, LĐTT và TTLĐXS", ["CSTDCS", "LDTT", "TTLDXS"], "abbreviations"),
        ("Huân chương Lao động hạng Nhì", ["HCLD2"], "the rank"),
        ("HCLĐ hạng III", ["HCLD3"], "Roman"),
        ("Bằng khen của Bộ trưởng Bộ Nội vụ", ["BKB"], "a minister's"),
        ("Bằng khen của Thủ tướng Chính phủ", ["BKTTG"], "the Prime Minister's"),
        ("Bằng khen", ["BK"], "nobody said whose"),
        ("không có thi đua nào", [], "có is not cờ"),
        ("bảng khen", [], "another tone"),
    ],
)
def test_awards_named_in(text, codes, why):
    assert [n.award.code for n in names.find(text)] == codes, why


@pytest.mark.parametrize("one", awards(), ids=lambda a: a.code)
def test_every_variant_finds_its_own_award(one):
    for variant in one.variants:
        found = names.find(variant)
        assert found and found[0].award.general == one.general, variant


@given(st.text(max_size=80))
def test_a_name_stands_where_it_says(text):
    for found in names.find(text):
        assert text[found.start : found.end].strip()


def test_a_plan_offers_each_form_once_per_kind_of_receiver():
    found = read(
        block("3. Hình thức khen thưởng", label="3."),
        block(
            "a. Giấy khen của Giám đốc Sở, Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh: Tặng cho tập thể, cá nhân có thành tích.",
            label="a.",
            headings=("3. Hình thức khen thưởng",),
        ),
        block(
            "b. Khen thưởng cấp Nhà nước: Thực hiện theo hướng dẫn.", label="b.", headings=("3. Hình thức khen thưởng",)
        ),
        title=PLAN,
    )
    assert [(a.award_code, a.subject_kind, a.status, a.name) for a in found] == [
        ("GK", "tập thể", "available", None),
        ("GK", "cá nhân", "available", None),
        ("BKT", "tập thể", "available", None),
        ("BKT", "cá nhân", "available", None),
    ]


@pytest.mark.parametrize(
    ("text", "codes", "why"),
    [
        ("- Chủ tịch UBND tỉnh tặng Bằng khen cho tập thể tiêu biểu.", ["BKT"], "the giver stands before the award"),
        (
            "- Đề nghị Thủ tướng Chính phủ xét, tặng Bằng khen cho tập thể tiêu biểu.",
            ["BKTTG"],
            "who is asked gives it",
        ),
        ("- Tặng Bằng khen cho tập thể tiêu biểu.", [None], "nobody said whose"),
    ],
)
def test_an_award_on_offer_is_its_givers(text, codes, why):
    found = read(block(text, label="-", headings=("IV. KHEN THƯỞNG",)), title=PLAN)
    assert [a.award_code for a in found] == codes, why


def test_a_title_goes_only_to_those_who_may_hold_it():
    found = read(
        block(
            "- Cờ thi đua của UBND tỉnh: tặng cho tập thể, cá nhân tiêu biểu.", label="-", headings=("IV. KHEN THƯỞNG",)
        ),
        title=PLAN,
    )
    assert [(a.award_code, a.subject_kind) for a in found] == [("COTDT", "tập thể")]


def test_the_goals_of_a_plan_offer_nothing():
    assert read(block("- Đạt Bằng khen của UBND tỉnh.", label="-", headings=("I. MỤC TIÊU",)), title=PLAN) == []


def test_a_decision_grants_by_the_headings_of_its_list():
    found = read(
        "QUYẾT ĐỊNH:",
        block("Điều 1. Khen thưởng cho 05 tập thể và 02 cá nhân như sau:", label="Điều 1."),
        block("Điều 2. Tiền thưởng trích từ Quỹ thi đua, khen thưởng.", label="Điều 2."),
        block("DANH SÁCH TẬP THỂ, CÁ NHÂN ĐƯỢC KHEN THƯỞNG", annex=1),
        item("I. Cờ thi đua của UBND tỉnh: 01", 1),
        item("1. Trường Mầm non Hoa Gạo, huyện Tiên Lam", 1),
        item("II. Bằng khen của UBND tỉnh: 03 tập thể, 02 cá nhân", 1),
        item("a) Tập thể: 03", 1),
        block("Huyện Tiên Lam: 03", annex=1),
        item("1. Trường Mầm non Hoa Sen, huyện Tiên Lam", 1),
        item("2. Trường Mầm non 20-10 huyện Tiên Lam", 1),
        item("3. Trường Tiểu học Bình An, huyện Tiên Lam", 1),
        item("b) Cá nhân: 02", 1),
        item("1. Bà Trần Thị Mẫu, Hiệu trưởng trường Mầm non Hoa Sen, huyện Tiên Lam", 1),
        item("2. Ông Nguyễn Văn Thử, Giáo viên trường Tiểu học Bình An, huyện Tiên Lam", 1),
        title=DECISION,
    )
    assert [(a.award_code, a.subject_kind, a.name) for a in found] == [
        ("COTDT", "tập thể", "Trường Mầm non Hoa Gạo"),
        ("BKT", "tập thể", "Trường Mầm non Hoa Sen"),
        ("BKT", "tập thể", "Trường Mầm non 20-10"),
        ("BKT", "tập thể", "Trường Tiểu học Bình An"),
        ("BKT", "cá nhân", "Bà Trần Thị Mẫu"),
        ("BKT", "cá nhân", "Ông Nguyễn Văn Thử"),
    ]
    assert found[4].position == "Hiệu trưởng"
    assert found[4].unit == "trường Mầm non Hoa Sen, huyện Tiên Lam"
    assert {a.status for a in found} == {"granted"} and {a.year for a in found} == {2023}


@pytest.mark.parametrize(
    ("article", "expected", "why"),
    [
        (
            "Điều 1. Tặng Giấy khen của Giám đốc Sở cho ông Nguyễn Văn Thử, Trưởng phòng Kỹ thuật, đã có thành tích xuất sắc.",
            [("GK", "cá nhân", "ông Nguyễn Văn Thử")],
            "one person in the sentence",
        ),
        (
            "Điều 1. Tặng Bằng khen cho bà Trần Thị Mẫu, nông dân xã Bình An.",
            [("BKT", "cá nhân", "bà Trần Thị Mẫu")],
            "whose it is follows from who decides",
        ),
        ("Điều 1. Thành lập Hội đồng thi đua.", [], "no award"),
    ],
)
def test_an_article_grants_in_its_own_sentence(article, expected, why):
    found = read("QUYẾT ĐỊNH:", block(article, label="Điều 1."), title=DECISION)
    assert [(a.award_code, a.subject_kind, a.name) for a in found] == expected, why


def test_entries_follow_an_article_and_end_with_it():
    found = read(
        "QUYẾT ĐỊNH:",
        block("Điều 1. Tặng danh hiệu “Lao động tiên tiến” năm 2023 cho các cá nhân sau:", label="Điều 1."),
        item("1. Bà Trần Thị Mẫu, Kế toán"),
        item("2. Ông Nguyễn Văn Thử, Lái xe."),
        block("Mức thưởng: 540.000 đồng/người."),
        block("Điều 2. Các ông, bà có tên tại Điều 1 chịu trách nhiệm thi hành.", label="Điều 2."),
        item("- Như Điều 2;"),
        title=DECISION,
    )
    assert [(a.award_code, a.name) for a in found] == [("LDTT", "Bà Trần Thị Mẫu"), ("LDTT", "Ông Nguyễn Văn Thử")]


def test_a_request_lists_whom_it_proposes_and_whom_it_asks():
    found = read(
        "Sở kính trình Chủ tịch UBND tỉnh xét, tặng Bằng khen cho 01 tập thể, 01 cá nhân, gồm:",
        item("1. Tập thể:"),
        item("- Phòng Kỹ thuật;"),
        item("2. Cá nhân:"),
        item("- Ông Nguyễn Văn Thử, Trưởng phòng Kỹ thuật."),
        "Kính đề nghị Chủ tịch UBND tỉnh xem xét, quyết định./.",
        title="TỜ TRÌNH Về việc đề nghị khen thưởng năm 2023",
        issuer="SỞ MẪU",
    )
    assert [(a.award_code, a.subject_kind, a.name, a.status) for a in found] == [
        ("BKT", "tập thể", "Phòng Kỹ thuật", "proposed"),
        ("BKT", "cá nhân", "Ông Nguyễn Văn Thử", "proposed"),
    ]


def test_a_request_with_numbers_of_two_levels_and_a_heading_that_the_next_line_answers():
    found = read(
        "Sở kính trình Chủ tịch UBND tỉnh xem xét, quyết định:",
        item("1. Tặng Bằng khen của Chủ tịch UBND tỉnh cho 01 tập thể, 01 cá nhân:"),
        item("1.1. Tập thể:"),
        item("- Tổ bảo vệ an ninh, trật tự thôn Đông, xã Mẫu;"),
        item("1.2. Cá nhân:"),
        "Bà Trần Thị Mẫu, Hiệu trưởng.",
        item("II. PHƯƠNG HƯỚNG, NHIỆM VỤ"),
        title="TỜ TRÌNH Về việc đề nghị khen thưởng năm 2023",
        issuer="SỞ MẪU",
    )
    assert [(a.award_code, a.name, a.unit) for a in found] == [
        ("BKT", "Tổ bảo vệ an ninh, trật tự thôn Đông", "xã Mẫu"),
        ("BKT", "Bà Trần Thị Mẫu", None),
    ]


def test_an_entry_that_says_its_kind_first_names_all_of_them():
    found = read(
        "QUYẾT ĐỊNH:",
        item("Điều 1. Tặng Bằng khen của Chủ tịch UBND tỉnh cho 01 tập thể và 02 cá nhân, gồm:"),
        item("- Tập thể: Công an xã Mẫu, huyện Thử."),
        item("- Cá nhân: ông Lò Văn Mẫu, Trưởng bản; em Lường Thị Thử, học sinh lớp 9A."),
        title=DECISION,
    )
    assert [(a.name, a.subject_kind) for a in found] == [
        ("Công an xã Mẫu", "tập thể"),
        ("ông Lò Văn Mẫu", "cá nhân"),
        ("em Lường Thị Thử", "cá nhân"),
    ]


def test_a_chapter_names_nobody_and_one_person_may_be_counted_before_his_name():
    found = read(
        item("1. Chiến sĩ thi đua cấp tỉnh:"),
        item("- Bà Trần Thị Mẫu, Phó Giám đốc Sở."),
        item("II. Hình thức khen thưởng"),
        title="TỜ TRÌNH Về việc đề nghị khen thưởng năm 2023",
    )
    assert [a.name for a in found] == ["Bà Trần Thị Mẫu"]
    found = read(
        "QUYẾT ĐỊNH:",
        item("Điều 1. Tặng Giấy khen cho Phòng Kế hoạch và 01 cá nhân là ông Nguyễn Văn Thử, Trưởng phòng."),
        title=DECISION,
    )
    assert [a.name for a in found] == ["Phòng Kế hoạch", "ông Nguyễn Văn Thử"]


def test_counted_schools_are_named_behind_the_colon():
    found = read(
        "QUYẾT ĐỊNH:",
        item("Điều 1. Công nhận như sau:"),
        item("1. Danh hiệu “Tập thể lao động tiên tiến” cho 03 trường: Trường Mẫu A, Trường Mẫu B và Trường Mẫu C."),
        title=DECISION,
    )
    assert [a.name for a in found] == ["Trường Mẫu A", "Trường Mẫu B", "Trường Mẫu C"]


def test_votes_are_no_part_of_a_name():
    found = read(
        item("1. Bằng khen của Chủ tịch UBND tỉnh:"),
        item("- Phòng Hành chính (9/9 phiếu, đạt 100%);"),
        title="BIÊN BẢN Họp Hội đồng xét khen thưởng năm 2023",
    )
    assert [a.name for a in found] == ["Phòng Hành chính"]


def test_a_line_names_its_receivers_behind_a_colon():
    found = read(
        "Đề nghị khen thưởng:",
        item("- Bằng khen của Chủ tịch UBND tỉnh: Phòng Kỹ thuật; ông Nguyễn Văn Thử, Trưởng phòng."),
        item("- Giấy khen của Giám đốc Sở: 03 tập thể, 05 cá nhân."),
        title=REPORT,
    )
    assert [(a.award_code, a.name) for a in found] == [("BKT", "Phòng Kỹ thuật"), ("BKT", "ông Nguyễn Văn Thử")]


def test_one_sentence_may_name_a_body_and_a_person():
    article = "Điều 1. Tặng Giấy khen cho tập thể Phòng Kỹ thuật và ông Nguyễn Văn Thử, Trưởng phòng, đã có thành tích."
    found = read("QUYẾT ĐỊNH:", block(article, label="Điều 1."), title=DECISION)
    assert [(a.subject_kind, a.name) for a in found] == [
        ("tập thể", "Phòng Kỹ thuật"),
        ("cá nhân", "ông Nguyễn Văn Thử"),
    ]


@pytest.mark.parametrize(
    ("article", "expected", "why"),
    [
        (
            "Điều 1. Tặng Huân chương Lao động hạng Nhất cho ông Trần Văn Mẫu, Phó Chủ tịch HĐND; tặng Huân chương Lao động "
            "hạng Ba cho Hội Người mẫu tỉnh; Hội Nhà vườn tỉnh và Hội Làng nghề tỉnh.",
            [
                ("HCLD1", "ông Trần Văn Mẫu"),
                ("HCLD3", "Hội Người mẫu tỉnh"),
                ("HCLD3", "Hội Nhà vườn tỉnh"),
                ("HCLD3", "Hội Làng nghề tỉnh"),
            ],
            "several awards, each with its receivers",
        ),
        (
            "Điều 1. Tặng Cờ thi đua của Chính phủ cho 3 tập thể dẫn đầu phong trào thi đua năm 2023 gồm: Ban Tổ chức Tỉnh ủy, "
            "Hội Làng nghề tỉnh và Sở Mẫu.",
            [("COTDCP", "Ban Tổ chức Tỉnh ủy"), ("COTDCP", "Hội Làng nghề tỉnh"), ("COTDCP", "Sở Mẫu")],
            "the count says that the commas part names",
        ),
        (
            "Điều 1. Tặng Cờ thi đua của Chính phủ cho 4 tập thể gồm: Ban Tổ chức Tỉnh ủy, Hội Làng nghề tỉnh.",
            [],
            "a count that the names do not reach",
        ),
        (
            "Điều 1. Tặng Bằng khen cho Phòng Kỹ thuật, Sở Mẫu.",
            [("BKT", "Phòng Kỹ thuật")],
            "without a count what follows the comma is where it belongs",
        ),
        (
            "Điều 1. Tặng Giấy khen cho Đại tá, BSCKII. Lê Văn Thử (Phó Giám đốc Bệnh viện Mẫu).",
            [("GK", "Lê Văn Thử")],
            "ranks and degrees are no part of a name",
        ),
        (
            "Điều 1. Tặng Huân chương Độc lập hạng Nhì cho nhân dân và cán bộ huyện Tiên Lam.",
            [("HCDL", "nhân dân và cán bộ huyện Tiên Lam")],
            "a people is a collective",
        ),
        ("Điều 1. Tặng Bằng khen cho 05 tập thể, 12 cá nhân (có danh sách kèm theo).", [], "counted, not named"),
    ],
)
def test_a_sentence_gives_each_award_to_its_own_receivers(article, expected, why):
    found = read("QUYẾT ĐỊNH:", block(article, label="Điều 1."), title=DECISION)
    assert [(a.award_code, a.name) for a in found] == expected, why


def test_behind_a_colon_the_next_line_names_a_receiver_without_a_number():
    found = read(
        "QUYẾT ĐỊNH:",
        block("Điều 1. Tặng Bằng khen của Thủ tướng Chính phủ cho:", label="Điều 1."),
        "Nhân dân và cán bộ huyện Tiên Lam, tỉnh Lạc Hồng, đã hoàn thành xuất sắc nhiệm vụ.",
        block("Điều 2. Giám đốc các Sở: Nội vụ, Tài chính chịu trách nhiệm thi hành.", label="Điều 2."),
        title=DECISION,
    )
    assert [(a.award_code, a.name) for a in found] == [("BKTTG", "Nhân dân và cán bộ huyện Tiên Lam")]


def test_when_the_people_are_heard_the_named_are_proposed():
    found = read(
        "Sở đang lập hồ sơ trình cấp có thẩm quyền xem xét khen thưởng Huân chương Lao động hạng Ba đối với 2 tập thể: "
        "Trường Tiểu học Hoa Sen và Trường Tiểu học Bình An.",
        title="THÔNG BÁO Lấy ý kiến về khen thưởng Huân chương Lao động hạng Ba",
    )
    assert [(a.award_code, a.name, a.status) for a in found] == [
        ("HCLD3", "Trường Tiểu học Hoa Sen", "proposed"),
        ("HCLD3", "Trường Tiểu học Bình An", "proposed"),
    ]


def table(drawing: str, title: str, **rest):
    return [c.field.value for c in find(grid(drawing, title=title, **rest), Profile.STATE)]


def test_a_nominee_table_proposes_by_its_award_column():
    found = table(
        """
        STT | Họ và tên/Tập thể | Chức vụ | Hình thức đề nghị khen thưởng
        1 | Trạm Khuyến nông Tiên Lam | | Bằng khen của Chủ tịch UBND tỉnh
        2 | Trần Thị Mẫu | Trưởng phòng | Giấy khen của Giám đốc Sở
        """,
        REPORT,
    )
    assert [(a.award_code, a.subject_kind, a.name, a.position, a.status) for a in found] == [
        ("BKT", "tập thể", "Trạm Khuyến nông Tiên Lam", None, "proposed"),
        ("GK", "cá nhân", "Trần Thị Mẫu", "Trưởng phòng", "proposed"),
    ]


def test_group_rows_of_a_list_tell_award_and_kind():
    found = table(
        """
        TT | Họ và tên | Đơn vị
        I | Bằng khen của Chủ tịch UBND tỉnh | <
        1 | Trần Thị Mẫu | Phòng Kỹ thuật
        II | Giấy khen của Giám đốc Sở | <
        1 | Nguyễn Văn Thử | Phòng Kế hoạch
        | Tổng cộng: 02 |
        """,
        "TỜ TRÌNH Về việc đề nghị khen thưởng năm 2023",
    )
    assert [(a.award_code, a.name, a.unit) for a in found] == [
        ("BKT", "Trần Thị Mẫu", "Phòng Kỹ thuật"),
        ("GK", "Nguyễn Văn Thử", "Phòng Kế hoạch"),
    ]


def test_of_two_lists_the_nearest_heading_gives_the_award_of_a_table():
    drawing = """
        STT | Họ và tên | Chức vụ, đơn vị
        1 | Bà Trần Thị Mẫu | Hiệu trưởng Trường Mầm non Mẫu
    """
    above = ("I. CỜ THI ĐUA CỦA UBND TỈNH", "1. Trường Tiểu học Mẫu", "II. BẰNG KHEN CỦA CHỦ TỊCH", "UBND TỈNH")
    found = table(drawing, title="QUYẾT ĐỊNH Về việc khen thưởng năm học 2021 - 2022", above=above)
    assert [(a.award_code, a.name, a.subject_kind) for a in found if a.subject_kind == "cá nhân"] == [
        ("BKT", "Bà Trần Thị Mẫu", "cá nhân")
    ]


@pytest.mark.parametrize(
    ("drawing", "expected", "why"),
    [
        (
            """
            STT | Họ và tên | Đơn vị | STT | Họ và tên | Đơn vị
            1 | Trần Thị Mẫu | Phòng A | 2 | Lê Văn Thử | Phòng B
            """,
            [("GK", "Trần Thị Mẫu"), ("GK", "Lê Văn Thử")],
            "two lists side by side",
        ),
        (
            """
            STT | Họ và tên đệm | Tên | Đơn vị
            1 | Trần Thị | Mẫu | Phòng A
            """,
            [("GK", "Trần Thị Mẫu")],
            "a name in two columns",
        ),
        (
            """
            STT | Họ và tên | < | Đơn vị
            1 | Trần Thị | Mẫu | Phòng A
            """,
            [("GK", "Trần Thị Mẫu")],
            "a name under one merged header",
        ),
        (
            """
            STT | Họ và tên | Lao động tiên tiến | Chiến sĩ thi đua cơ sở
            1 | Trần Thị Mẫu | x | x
            2 | Lê Văn Thử | x |
            """,
            [("LDTT", "Trần Thị Mẫu"), ("CSTDCS", "Trần Thị Mẫu"), ("LDTT", "Lê Văn Thử")],
            "awards across, ticked",
        ),
        (
            """
            STT | Họ và tên | Đơn vị | Hình thức
            1 | Trần Thị Mẫu | Phòng A | Giấy khen
            STT | Họ và tên | Đơn vị | Hình thức
            2 | Đại tá Lê Văn Thử | Phòng B | nt
            """,
            [("GK", "Trần Thị Mẫu"), ("GK", "Lê Văn Thử")],
            "the header again on a new page, the same as above, a rank",
        ),
        (
            """
            TT | Tên tập thể | Hình thức
            1 | Công ty TNHH Lạc Hồng | Giấy khen
            2 | Hộ gia đình ông Lê Văn Thử | Giấy khen
            """,
            [("GK", "Công ty TNHH Lạc Hồng"), ("GK", "Hộ gia đình ông Lê Văn Thử")],
            "a company is no sum, a household no heading",
        ),
        (
            """
            STT | Họ và tên | Danh hiệu
            1 | Trần Thị Mẫu | LĐTT, GK
            """,
            [("LDTT", "Trần Thị Mẫu"), ("GK", "Trần Thị Mẫu")],
            "two awards in one cell",
        ),
    ],
)
def test_lists_of_receivers_however_they_are_drawn(drawing, expected, why):
    near = ("DANH SÁCH TẶNG GIẤY KHEN CỦA GIÁM ĐỐC SỞ",)
    assert [(a.award_code, a.name) for a in table(drawing, DECISION, above=near)] == expected, why


def test_praise_outside_the_catalogue_keeps_its_words_and_no_code():
    drawing = """
    TT | Tập thể | Tổng LĐ | Tiền thưởng (ngàn đ) | Ghi chú
    1 | Trung tâm Bình An | 14 | 17.020 |
    2 | Phòng Kế toán – Kế hoạch | 11 | 12.736 |
     | Tổng | 25 | 29.756 |
    """
    drawn = grid(drawing, title="QUYẾT ĐỊNH V/v khen thưởng tập thể")
    article = block(
        "Điều 1. Biểu dương, tặng tiền thưởng cho các đơn vị có thành tích theo danh sách.", 0, label="Điều 1."
    )
    found = [c.field.value for c in find(replace(drawn, body=(article,)), Profile.STATE)]
    assert [(a.award, a.award_code, a.name) for a in found] == [
        ("Biểu dương, tặng tiền thưởng", None, "Trung tâm Bình An"),
        ("Biểu dương, tặng tiền thưởng", None, "Phòng Kế toán – Kế hoạch"),
    ]


def test_a_table_of_counts_lists_nobody():
    drawing = "STT | Hình thức | Số lượng\n1 | Bằng khen của UBND tỉnh | 12"
    assert table(drawing, REPORT) == []


@pytest.mark.parametrize(
    ("entry", "kind", "name", "of", "position", "unit"),
    [
        ("Ông Nguyễn Văn Thử, Giám đốc Trung tâm Bình An;", None, "Ông Nguyễn Văn Thử", "cá nhân", "Giám đốc", "Trung tâm Bình An"),
        ("Nguyễn Văn Thử - Trưởng phòng", None, "Nguyễn Văn Thử", "cá nhân", "Trưởng phòng", None),
        ("Phòng Nội vụ huyện Tiên Lam", None, "Phòng Nội vụ huyện Tiên Lam", "tập thể", None, None),
        ("Hộ gia đình ông Nguyễn Văn Thử, thôn Bình An", None, "Hộ gia đình ông Nguyễn Văn Thử", "hộ", None, "thôn Bình An"),
        ("Thứ trưởng Trần Văn Mẫu, Ủy viên Ban Thường vụ", None, "Trần Văn Mẫu", "cá nhân", "Thứ trưởng", "Ủy viên Ban Thường vụ"),
        ("Ông Nguyễn Văn Thử- Trưởng thôn", None, "Ông Nguyễn Văn Thử", "cá nhân", "Trưởng thôn", None),
        ("Công ty TNHH Lạc Hồng", None, "Công ty TNHH Lạc Hồng", "doanh nghiệp", None, None),
        ("Công ty TNHH Lạc Hồng", "tập thể", "Công ty TNHH Lạc Hồng", "tập thể", None, None),
    ],
)  # fmt: skip
def test_a_receiver_is_cut_into_name_position_and_unit(entry, kind, name, of, position, unit):
    found = subjects.parse(entry, kind)
    assert (found.name, found.kind, found.position, found.unit) == (name, of, position, unit)


def test_a_scan_is_mended_by_its_own_list_and_persons_never_are():
    usual = [subjects.Subject(f"Trường Mầm non {n}", "tập thể") for n in ("Hoa Sen", "Hoa Mai", "Hoa Gạo", "Sao Mai")]
    odd, person = subjects.Subject("Trường Mâm non Hoa Cúc", "tập thể"), subjects.Subject("Trần Thị Mâu", "cá nhân")
    *_, body, someone = scans.mend([*usual, odd, person])
    assert (body.name, someone.name) == ("Trường Mầm non Hoa Cúc", "Trần Thị Mâu")
    assert body.sure < odd.sure
    assert scans.mend([odd, usual[0]]) == [odd, usual[0]], "one against one decides nothing"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Trường Mầm non Hoa Sen, huyện Tiên Lam", "Trường Mầm non Hoa Sen, huyện Tiên Lam"),
        ("nh Ỉ m % Trường Mầm non Hoa Sen, huyện Tiên Lam", "Trường Mầm non Hoa Sen, huyện Tiên Lam"),
        ("tà Bà Trần Thị Mẫu, Hiệu trưởng", "Bà Trần Thị Mẫu, Hiệu trưởng"),
        ("chịu trách nhiệm thi hành quyết định này", None),
        ("Tiên Lam", None),
    ],
)
def test_a_list_line_that_lost_its_number_still_names_someone(text, named):
    at = scans.opens_entry(text)
    assert (None if at is None else text[at:]) == named


def test_the_first_word_of_a_body_takes_the_marks_bodies_are_called_by():
    body, person = subjects.Subject("Tô Kỹ thuật", "tập thể"), subjects.Subject("Tô Thị Mẫu", "cá nhân")
    assert [one.name for one in scans.mend([body, person])] == ["Tổ Kỹ thuật", "Tô Thị Mẫu"]


def test_of_two_awards_of_an_article_the_one_whose_words_stand_above_a_list_is_given():
    drawing = "TT | Tập thể | Đơn vị\n1 | 1|Tổ Kỹ thuật | Trung tâm Mẫu".replace("1|Tổ", "1]Tổ")
    drawn = grid(drawing, title=DECISION, above=("DANH SÁCH TỎ", "ÁU", 'VIÊN "LAO ĐỘNG XUẤT SẮC" NĂM 2021'))
    article = block(
        "Điều 1. Công nhận danh hiệu Tổ “Lao động tiên tiến” cho 11 tổ; Tổ “Lao động xuất sắc” cho 31 tổ.", 0
    )
    found = [c.field.value for c in find(replace(drawn, body=(replace(article, label="Điều 1."),)), Profile.STATE)]
    assert [(a.award_code, a.name) for a in found] == [("TTLDXS", "Tổ Kỹ thuật")]


def test_an_award_without_its_giver_has_no_code():
    assert award("BK").general is None
    assert names.by_giver(award("BK"), "ỦY BAN NHÂN DÂN TỈNH LẠC HỒNG").code == "BKT"
    assert names.by_giver(award("BK"), "CÂU LẠC BỘ LÀNG VUI").general is None


_PIECES = st.lists(
    st.sampled_from(
        [
            "Điều 1. Tặng Bằng khen cho",
            "I. Cờ thi đua của UBND tỉnh: 04",
            "a) Tập thể: 3",
            "1. Bà Trần Thị Mẫu, Kế toán",
            "DANH SÁCH",
            "2. Trường Hoa Sen, huyện Tiên Lam",
            "Mức thưởng: 5 đồng",
            "QUYẾT ĐỊNH:",
            "đề nghị khen thưởng:",
            "§.. Ông Lê Văn Thử,",
            "-",
        ]
    ),
    max_size=12,
)


@given(_PIECES, st.sampled_from([DECISION, REPORT, PLAN, ""]))
def test_any_document_is_read_or_left_without_an_error(pieces, title):
    for found in read(*pieces, title=title):
        assert found.award and found.status in ("granted", "proposed", "available")
