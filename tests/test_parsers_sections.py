"""What a passage is for, by its headings and the document's title."""

import pytest

from parsers.values.sections import Outlook, Section, bearings, of_heading, of_headings
from tests.factories import block, zones


@pytest.mark.parametrize(
    ("heading", "section"),
    [
        ("II. MỤC TIÊU, CHỈ TIÊU", "goal"),
        ("Mục tiêu:", "goal"),
        ("1. Mục đích", "purpose"),
        ("Phần II. Phương hướng, nhiệm vụ năm 2024", "plan"),
        ("I. KẾT QUẢ ĐẠT ĐƯỢC", "past"),
        ("a) Tình hình thực hiện chỉ tiêu", "past"),
        ("V. TIẾN ĐỘ THỰC HIỆN", "time"),
        ("3. Thời gian thực hiện", "time"),
        ("VI. TỔ CHỨC THỰC HIỆN", "task"),
        ("IV. ĐỐI TƯỢNG, TIÊU CHUẨN VÀ HÌNH THỨC KHEN THƯỞNG", "other"),
        ("V. Kinh phí thực hiện", "other"),
        ("C. Kiến nghị:", "other"),
        (
            "1. Các phòng, đơn vị căn cứ vào đặc điểm tình hình, chức năng nhiệm vụ được giao để triển khai các việc sau:",
            "none",
        ),
        ("a. Về lĩnh vực trồng trọt", "none"),
    ],
)
def test_the_phrase_that_stands_first_decides(heading, section):
    assert of_heading(heading) is Section(section)


@pytest.mark.parametrize(
    ("headings", "section"),
    [
        (("I. Kết quả thực hiện", "1. Các chỉ tiêu chủ yếu"), "past"),  # goals under results are results
        (("I. Kết quả thực hiện", "2. Nhiệm vụ trọng tâm thời gian tới"), "plan"),
        (("IV. Khen thưởng", "2. Chỉ tiêu"), "other"),
        (("III. Nhiệm vụ", "1. Mục tiêu cụ thể", "a) Nội dung"), "goal"),
        ((), "none"),
    ],
)
def test_headings_from_the_top_down(headings, section):
    assert of_headings(headings) is Section(section)


@pytest.mark.parametrize(
    ("title", "look"),
    [
        ("KẾ HOẠCH Tổ chức phong trào thi đua", Outlook.AHEAD),
        ("BÁO CÁO Kết quả phong trào và kế hoạch năm sau", Outlook.PAST),
        ("QUYẾT ĐỊNH Về việc ban hành Chương trình giảm nghèo", Outlook.AHEAD),
        ("QUYẾT ĐỊNH Về việc tặng Giấy khen", Outlook.NEITHER),
        ("HƯỚNG DẪN Thực hiện phong trào thi đua “Làng vui”", Outlook.AHEAD),
        ("HƯỚNG DẪN Bình xét khen thưởng phong trào thi đua", Outlook.NEITHER),
        ("", Outlook.NEITHER),
    ],
)
def test_the_title_tells_where_a_document_looks(title, look):
    assert bearings(zones("Nội dung", title=title)).outlook(0) is look


def test_an_annex_looks_where_its_own_title_does():
    body = (
        block("Điều 1. Ban hành kèm theo Quyết định này.", label="Điều 1."),
        block("CHƯƠNG TRÌNH", annex=1),
        block("Nâng bước", annex=1),
    )
    found = bearings(zones(*body, title="QUYẾT ĐỊNH"))
    assert (found.outlook(0), found.outlook(1), found.title(1)) == (Outlook.NEITHER, Outlook.AHEAD, "CHƯƠNG TRÌNH")


def test_an_opening_of_its_own_is_the_lowest_heading():
    item = block("1. Mục tiêu: Giảm 20 hộ nghèo.", label="1.", headings=("III. PHƯƠNG HƯỚNG",))
    assert bearings(zones(item)).section(item) is Section.GOAL


def test_a_part_whose_words_stand_on_the_next_line():
    body = (
        block("Phần II", label="Phần II"),
        block("PHƯƠNG HƯỚNG, NHIỆM VỤ NĂM 2024", headings=("Phần II",)),
        block("1. Công tác tuyên truyền", label="1.", headings=("Phần II",)),
    )
    made = zones(*body, title="BÁO CÁO Kết quả phong trào")
    assert bearings(made).section(made.body[2]) is Section.PLAN


def test_a_long_sentence_that_announces_goals():
    text = "Điều 1. Thông qua nhiệm vụ phát triển kinh tế - xã hội năm 2024 của huyện với các chỉ tiêu chủ yếu như sau:"
    assert of_heading(text) is Section.GOAL


@pytest.mark.parametrize(
    ("title", "lead", "section", "why"),
    [
        ("KẾ HOẠCH Phong trào", "Hội xây dựng kế hoạch với các chỉ tiêu sau:", "goal", "the sentence announces goals"),
        ("KẾ HOẠCH Phong trào", "Hội phân công như sau:", "none", "it announces something else"),
        ("BÁO CÁO Kết quả", "Trong năm Hội hoàn thành các chỉ tiêu sau:", "none", "a report tells what was done"),
        ("BÁO CÁO Kết quả", "Năm 2024 Hội phấn đấu các chỉ tiêu cụ thể:", "goal", "even a report strives"),
    ],
)
def test_a_sentence_may_announce_the_goals_of_the_list_below_it(title, lead, section, why):
    body = (
        lead,
        block("+ Có 25 hộ đăng ký.", label="+"),
        block("II. Kinh phí", label="II."),
        block("+ 25 triệu đồng.", label="+"),
    )
    page = zones(*body, title=title)
    told = bearings(page)
    assert told.section(page.body[1]) is Section(section), why
    assert told.section(page.body[3]) is Section.NONE, "a heading ends the list"


def test_a_paragraph_may_open_with_its_own_heading():
    page = zones("Chỉ tiêu: 100% đơn vị đăng ký.", "Ghi chú: 100% đơn vị đăng ký.", title="KẾ HOẠCH Phong trào")
    told = bearings(page)
    assert [told.section(b) for b in page.body] == [Section.GOAL, Section.NONE]
