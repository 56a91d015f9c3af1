"""Milestones: steps with their days, and periods that belong to names and dates of other things. All made up."""

from dataclasses import replace

import pytest

from parsers.fields.milestones import find
from pipeline.model import Cell, Layout, Profile, Table, Zones
from tests.factories import block, grid, line, zones

PLAN = "KẾ HOẠCH Tổ chức phong trào thi đua “Làng vui” giai đoạn 2021-2025"
DATE = "Lạc Hồng, ngày 10 tháng 02 năm 2022"
TIME, TASK, PLANS = "V. TIẾN ĐỘ THỰC HIỆN", "VI. TỔ CHỨC THỰC HIỆN", "III. NHIỆM VỤ VÀ GIẢI PHÁP"


def steps(text: str, *headings: str, title: str = PLAN, label: str = "1."):
    item = block(f"{label} {text}" if label else text, label=label, headings=headings)
    found = find(zones(item, title=title, date=DATE), Profile.STATE)
    return [f"{c.field.value.start or ''}..{c.field.value.end or ''}" for c in found]


@pytest.mark.parametrize(
    ("heading", "text", "expected"),
    [
        (TIME, "Xây dựng kế hoạch, phát động phong trào: quý III năm 2022;", ["2022-07-01..2022-09-30"]),
        (TIME, "Tiến hành sơ kết, rút kinh nghiệm: quý III/ 2023;", ["2023-07-01..2023-09-30"]),
        (TIME, "Tổng kết phong trào thi đua vào năm 2025.", ["2025-01-01..2025-12-31"]),
        (TIME, "Từ tháng 3/2022 đến tháng 5/2022: tuyên truyền, vận động.", ["2022-03-01..2022-05-31"]),
        (TIME, "Đợt 1: từ ngày 01/3/2022 đến ngày 30/4/2022 phát động, đăng ký thi đua.", ["2022-03-01..2022-04-30"]),
        (TIME, "Hoàn thành trước ngày 30/6/2022.", ["..2022-06-30"]),
        (
            TIME,
            "Sơ kết 6 tháng đầu năm: tháng 7/2022; tổng kết năm: tháng 12/2022",
            ["2022-07-01..2022-07-31", "2022-12-01..2022-12-31"],
        ),
        (TASK, "Các đơn vị gửi báo cáo kết quả về Phòng Nội vụ trước ngày 15/11/2022.", ["..2022-11-15"]),
        (TASK, "Định kỳ báo cáo kết quả thực hiện về Sở trước ngày 15/11 hằng năm.", [".."]),
        (TASK, "Các đơn vị gửi báo cáo về Sở trước 16 giờ 00 ngày 15/10/2022.", ["..2022-10-15"]),
        (TIME, "Phong trào bắt đầu từ tháng 10/2022 đến khi Đại hội thành công.", ["2022-10-01.."]),
        (
            TASK,
            "Sơ kết vào tháng 6 và tổng kết vào tháng 12/2022.",
            ["2022-06-01..2022-06-30", "2022-12-01..2022-12-31"],
        ),
        (TASK, "Gửi bản đăng ký thi đua chậm nhất ngày 28/02/2022 để tổng hợp.", ["..2022-02-28"]),
        (
            TASK,
            "Tổng hợp kết quả, báo cáo UBND tỉnh trước ngày 25 tháng 6 và ngày 25 tháng 12 năm 2022.",
            ["..2022-06-25", "..2022-12-25"],
        ),
        (
            TASK,
            "Gửi báo cáo trước ngày 15/6 và 15/12/2023.",
            ["..2023-06-15", "..2023-12-15"],
        ),
        (
            TIME,
            "Ngày cao điểm: 26/6/2022 (Ngày vì môi trường), 13/7/2022.",
            ["2022-06-26..2022-06-26", "2022-07-13..2022-07-13"],
        ),
        (
            PLANS,
            "Văn nghệ: vòng sơ khảo ngày 14/11, chung khảo tối 18/11/2022.",
            ["2022-11-14..2022-11-14", "2022-11-18..2022-11-18"],
        ),
        (
            TASK,
            "Tổ chức sơ kết 6 tháng đầu năm (xong trước ngày 20/6), tổng kết năm (xong trước ngày 30/11).",
            ["..2022-06-20", "..2022-11-30"],
        ),
        (
            TASK,
            "Báo cáo kết quả đợt 1 trước ngày 25/6 và đợt 2 trước ngày 25/11.",
            ["..2022-06-25", "..2022-11-25"],
        ),
        (PLANS, "Đợt 1 (từ tháng 3/2022 đến 30/6/2022) với chủ đề “Vui”.", ["2022-03-01..2022-06-30"]),
        (TIME, "Cấp công ty: 02 ngày, 10 và 11/9/2022, tại huyện.", ["2022-09-10..2022-09-11"]),
        (
            PLANS,
            "Khánh thành các công trình dịp 19/5 và 02/9/2022.",
            ["2022-05-19..2022-05-19", "2022-09-02..2022-09-02"],
        ),
        (TASK, "Văn phòng: hội trường, chậm nhất ngày 24/9/2022.", ["..2022-09-24"]),
        (TIME, "Chấm thi, xét giải: hết ngày 15/12/2022.", ["..2022-12-15"]),
        (TIME, "Hạn cuối nhận bài: 23 giờ 59 phút ngày 15/11/2022.", ["..2022-11-15"]),
        (TIME, "Năm 2025: tổng kết phong trào (hoàn thành trước ngày 30/9/2025).", ["..2025-09-30"]),
        (TASK, "Các đơn vị báo cáo số lượng bài dự thi về Sở vào ngày 20/11/2022.", ["2022-11-20..2022-11-20"]),
        (PLANS, "Tổ chức mít tinh kỷ niệm ngày thành lập ngành vào ngày 25/8/2022.", ["2022-08-25..2022-08-25"]),
        (TASK, "Phòng Nội vụ tham mưu tổ chức sơ kết vào quý IV/2023 và tổng hợp.", ["2023-10-01..2023-12-31"]),
        (PLANS, "Tổ chức hội thi tuyên truyền viên giỏi trong tháng 9/2022.", ["2022-09-01..2022-09-30"]),
        (PLANS, "Tổ chức lễ phát động ngày 19/5/2022 tại hội trường huyện.", ["2022-05-19..2022-05-19"]),
    ],
)
def test_steps(heading, text, expected):
    assert steps(text, heading) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Đối với hồ sơ đề nghị tặng Bằng khen của UBND tỉnh: trước ngày 31/7/2022.", ["..2022-07-31"]),
        ("Đối với hồ sơ đề nghị tặng Cờ thi đua: từ ngày 25/7 đến ngày 31/7/2022.", ["2022-07-25..2022-07-31"]),
        ("Đối với tập thể có thành tích năm 2021.", []),
    ],
)
def test_the_days_by_which_dossiers_are_due(text, expected):
    letter = "CÔNG VĂN V/v tổng kết công tác khen thưởng"
    assert steps(text, "3. Hồ sơ đề nghị khen thưởng nộp tại Sở", title=letter, label="-") == expected


@pytest.mark.parametrize(
    ("headings", "text", "why"),
    [
        ((PLANS,), "Thực hiện Kế hoạch số 12/KH-UBND ngày 05/01/2022 của UBND huyện.", "the date of a document"),
        ((PLANS,), "Triển khai Quyết định số 7/QĐ-UBND ngày 3/2/2022 và kế hoạch năm 2022.", "a document, a name"),
        ((PLANS,), "Tổ chức thực hiện phong trào thi đua giai đoạn 2021-2025.", "the years of a name"),
        (("II. MỤC TIÊU",), "Phấn đấu đến năm 2025 giảm 1/3 số hộ nghèo.", "a target"),
        (("I. KẾT QUẢ ĐẠT ĐƯỢC",), "Tổ chức phát động ngày 19/5/2021.", "the past"),
        ((TASK,), "Kế hoạch này có hiệu lực kể từ ngày 10/02/2022.", "force of a document"),
        (("1. Phát triển du lịch",), "Đón khách đến năm 2025.", "a heading that ends like a schedule's"),
        ((TIME,), "Thời gian lấy số liệu: từ ngày 01/01/2022 đến ngày 31/10/2022.", "the time of the figures"),
        ((TASK,), "Sơ kết, tổng kết phong trào theo quy định.", "no time"),
        ((PLANS,), "Giảm nghèo bền vững so với kết quả rà soát năm 2021.", "a baseline"),
        ((PLANS,), "Đẩy mạnh chuyển đổi số, phấn đấu đến 30/6/2022 có 80% hồ sơ trực tuyến.", "a goal"),
        ((TASK,), "Tổ chức sơ kết 6 tháng đầu năm.", "the months that are reviewed"),
        ((TIME,), "Giai đoạn 1 (2021 - 2023)", "a phase that is only named"),
        ((PLANS,), "Tổ chức tôn vinh các thầy cô nhân ngày 20/11.", "the day that is celebrated"),
        ((PLANS,), "Tổ chức thi đua chào mừng ngày 20/11/2022.", "the day that is celebrated"),
        ((TASK,), "Xét đơn đề nghị gửi ngày 30/3/2022 của đơn vị.", "the day of a paper that the document rests on"),
    ],
)
def test_no_steps(headings, text, why):
    assert steps(text, *headings) == [], why


def test_reports_tell_no_steps_but_letters_set_deadlines():
    assert steps("Tổ chức sơ kết ngày 20/6/2022.", "I. KẾT QUẢ", title="BÁO CÁO Kết quả phong trào thi đua") == []
    letter = steps("Báo cáo kết quả gửi về Sở Nội vụ trước ngày 20/6/2022 để tổng hợp.", title="", label="")
    assert letter == ["..2022-06-20"]


LETTER = "CÔNG VĂN V/v xét khen thưởng"


@pytest.mark.parametrize(
    ("title", "heading", "text", "expected", "why"),
    [
        (LETTER, (), "Các đơn vị họp bình xét từ ngày 01/6/2022 đến 15/6/2022.", ["2022-06-01..2022-06-15"], "ahead"),
        (LETTER, (), "Các đơn vị hoàn thành tổng kết trước ngày 10/12/2022.", ["..2022-12-10"], "a deadline ahead"),
        (LETTER, (), "Sở tổ chức tổng kết ngày 05/01/2022.", [], "before the letter"),
        (LETTER, (), "Đăng ký tham gia hội thi, hạn đăng ký 12/10/2022.", ["..2022-10-12"], "a word for the limit"),
        (
            LETTER,
            (),
            "Xây dựng báo cáo (số liệu tính đến 30/4/2022), gửi về Sở chậm nhất ngày 05/6/2022.",
            ["..2022-06-05"],
            "the day of the figures stands in its bracket",
        ),
        (LETTER, (), "Đến ngày 02/01/2022, còn 12 đơn vị chưa gửi báo cáo.", [], "before the letter"),
        (LETTER, (), "Hồ sơ nộp trước ngày 01/8/2022 được xét theo quy định cũ.", [], "a condition"),
        (LETTER, (), "Các phòng nộp sau ngày 04/12/2022 thì không xét.", [], "a condition"),
        (LETTER, (), "Các sáng kiến đã được xét đến ngày 30/11/2022.", [], "told"),
        (LETTER, (), "Các xã tổ chức thực hiện quy chế từ ngày 01/7/2022.", [], "the day a rule begins"),
        (LETTER, (), "Các đơn vị thực hiện trong năm 2023.", [], "a whole year says nothing of a step"),
        (
            "BÁO CÁO năm 2022",
            ("II. PHƯƠNG HƯỚNG NĂM 2023",),
            "Sơ kết vào tháng 6/2023.",
            ["2023-06-01..2023-06-30"],
            "",
        ),
        ("BÁO CÁO năm 2022", ("II. PHƯƠNG HƯỚNG NĂM 2023",), "Phấn đấu hoàn thành 30% trong tháng 6/2023.", [], "aim"),
    ],
)
def test_letters_and_outlooks_ask_for_steps_that_lie_ahead(title, heading, text, expected, why):
    assert steps(text, *heading, title=title, label="") == expected, why


def test_a_plan_made_at_the_end_of_a_year_for_the_next_one():
    plan, late = "KẾ HOẠCH Phát động phong trào thi đua năm 2023", "Lạc Hồng, ngày 20 tháng 12 năm 2022"
    item = block("1. Sơ kết: tháng 7;", label="1.", headings=(TIME,))
    (found,) = find(zones(item, title=plan, date=late), Profile.STATE)
    assert str(found.field.value.start) == "2023-07-01"
    (found,) = find(zones(item, title=plan.replace("2023", "2022"), date=late), Profile.STATE)
    assert str(found.field.value.start) == "2022-07-01"


def test_text_is_the_step_without_its_label():
    item = block("2. Sơ kết phong trào: quý III/2023;", label="2.", headings=(TIME,))
    (found,) = find(zones(item, title=PLAN), Profile.STATE)
    assert found.field.value.text == found.field.raw == "Sơ kết phong trào: quý III/2023"


def test_rows_of_a_schedule_are_steps_except_what_has_no_day():
    rows = (
        ("TT", "Nội dung", "Thời gian"),
        ("1", "Phát động phong trào", "Quý II/2022"),
        ("2", "Mở lớp tập huấn", "Hằng năm"),
    )
    lines, cells = [line(PLAN, 0), line("Phụ lục", 1)], []
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            cells.append(Cell(r, c, text, (len(lines),)))
            lines.append(line(text, len(lines), place=f"bảng 1, hàng {r + 1}, cột {c + 1}"))
    table = Table(0, 3, 3, tuple(cells), anchor=2)
    made = Zones(
        Layout("test", tuple(lines), (table,)), title=(lines[0],), body=(block("Phụ lục", 1),), tables=(table,)
    )
    (found,) = find(made, Profile.STATE)
    assert (found.field.value.text, str(found.field.value.end)) == ("Phát động phong trào", "2022-06-30")
    assert [e.text for e in found.field.evidence] == ["Phát động phong trào", "Quý II/2022"]


def test_under_a_head_of_months_the_cell_only_holds_the_number():
    made = grid("Tháng | Nội dung | Người phụ trách\n5 | Sơ kết | Công đoàn\n9, 10 | Phát động | Đoàn", title=PLAN)
    found = find(replace(made, head_right=(line(DATE, 900),)), Profile.STATE)
    assert [f"{c.field.value.start}..{c.field.value.end}" for c in found] == [
        "2022-05-01..2022-05-31",
        "2022-09-01..2022-10-31",
    ]


def test_two_columns_of_days_are_one_time_and_two_days_of_a_cell_are_two_steps():
    made = grid("Công việc | Bắt đầu | Kết thúc\nBiên soạn đề thi | 01/3/2022 | 31/3/2022", title=PLAN)
    (found,) = find(replace(made, head_right=(line(DATE, 900),)), Profile.STATE)
    assert (str(found.field.value.start), str(found.field.value.end)) == ("2022-03-01", "2022-03-31")
    made = grid("Công việc | Thời gian\nSơ kết | Tháng 6 và tháng 12/2022", title=PLAN)
    found = find(replace(made, head_right=(line(DATE, 900),)), Profile.STATE)
    assert [str(c.field.value.end) for c in found] == ["2022-06-30", "2022-12-31"]


def test_a_cell_of_a_column_of_days_may_hold_the_day_alone():
    made = grid("Thời gian | Nội dung\n20/10 | Gặp mặt điển hình tiên tiến", title=PLAN)
    (found,) = find(replace(made, head_right=(line(DATE, 900),)), Profile.STATE)
    assert str(found.field.value.start) == "2022-10-20"
