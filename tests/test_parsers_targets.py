"""Targets: which numbers a plan wants reached, and which numbers only look so. All sentences are made up."""

from decimal import Decimal

import pytest

from parsers.fields.targets import find
from pipeline.model import Cell, Layout, Profile, Table, Zones
from tests.factories import block, line, zones

PLAN = "KẾ HOẠCH Tổ chức phong trào thi đua “Làng vui” giai đoạn 2021-2025"
REPORT = "BÁO CÁO Kết quả thực hiện phong trào thi đua “Làng vui” năm 2023"
DATE = "Lạc Hồng, ngày 10 tháng 02 năm 2022"


def targets(text: str, *headings: str, title: str = PLAN, label: str = "-"):
    item = block(f"{label} {text}" if label else text, label=label, headings=headings)
    return [c.field.value for c in find(zones(item, title=title, date=DATE), Profile.STATE)]


def short(target) -> str:
    """``>= 3 xã up a year by 2025``: bound, value, unit, direction, frequency, due date; what is None is left out."""
    words = [target.operator] if target.operator in (">=", "<=") else []
    words.append(str(target.value) if target.value_max is None else f"{target.value}..{target.value_max}")
    words += [target.unit, *([target.direction] if target.direction else [])]
    words += [f"a {target.per}"] if target.per else []
    return " ".join(words + ([f"by {target.due}"] if target.due else []))


GOALS = "II. MỤC TIÊU, CHỈ TIÊU"
TASKS = "III. NHIỆM VỤ VÀ GIẢI PHÁP"
PURPOSE = "I. MỤC ĐÍCH, YÊU CẦU"


@pytest.mark.parametrize(
    ("heading", "text", "expected"),
    [
        # a falling count a year, out of the purpose section: "phấn đấu" makes it a goal
        (PURPOSE, "Góp phần phấn đấu mỗi năm giảm từ 200 đến 300 hộ nghèo.", ["200..300 hộ down a year"]),
        (PURPOSE, "Phấn đấu đến năm 2025 giảm 1/2 số hộ nghèo so với năm 2021.", ["1/2 số hộ nghèo down by 2025"]),
        (GOALS, "Tỷ lệ hộ nghèo đa chiều giảm bình quân 1 - 1,5%/năm.", ["1..1.5 % down a year"]),
        (GOALS, "Đến cuối năm 2025, tỷ lệ hộ nghèo toàn huyện giảm còn dưới 2%.", ["<= 2 % down by 2025"]),
        (GOALS, "100% cán bộ, công chức, viên chức được tuyên truyền về phong trào.", ["100 %"]),
        (GOALS, "Ít nhất 95% hộ nghèo được vay vốn tín dụng chính sách.", [">= 95 %"]),
        (GOALS, "Từ 90% trở lên số đơn vị hoàn thành tốt nhiệm vụ.", [">= 90 %"]),
        (GOALS, "Có trên 80% thôn đạt danh hiệu thôn văn hóa vào năm 2024.", [">= 80 % by 2024"]),
        (GOALS, "Không quá 5% hộ tái nghèo.", ["<= 5 %"]),
        # years of a life are a goal
        (GOALS, "Tuổi thọ bình quân đạt khoảng 75,5 tuổi.", ["75.5 tuổi"]),
        # a passive among goals tells no past
        (GOALS, "Tỷ lệ lao động trực tiếp được khen thưởng chiếm 60% trở lên.", [">= 60 %"]),
        # behind the compared year another figure begins
        (GOALS, "Số sáng kiến tăng gấp 2 lần so với năm 2021, ít nhất 10 sáng kiến cấp tỉnh.", ["2 lần up", ">= 10 sáng kiến up"]),
        # what the communes fulfil is no goal of its own
        (GOALS, "Có 25 xã đạt 19/19 tiêu chí.", ["25 xã"]),
        # the aim carries over the semicolon
        (PURPOSE, "Phấn đấu xã đạt chuẩn đến năm 2023 tối thiểu 20%; đến năm 2025 đạt 50%.", [">= 20 % by 2023", "50 % by 2025"]),
        (GOALS, "Thu nhập bình quân đạt 65 triệu đồng/người/năm vào năm 2025.", ["65 triệu đồng/người/năm a year by 2025"]),
        (GOALS, "Tăng thêm ít nhất 03 xã đạt chuẩn nông thôn mới nâng cao.", [">= 3 xã up"]),
        (GOALS, "Năm 2023: Hoàn thành 19/19 tiêu chí nông thôn mới.", ["19 tiêu chí by 2023"]),
        (GOALS, "Mỗi chi bộ giúp đỡ tối thiểu 02 hộ nghèo.", [">= 2 hộ"]),
        (GOALS, "Vận động Quỹ Vì người nghèo đạt 1,2 tỷ đồng/năm.", ["1.2 tỷ đồng/năm a year"]),
        (GOALS, "Tập huấn cho 1.250 lượt người; xây dựng 15 mô hình sinh kế.", ["1250 lượt người", "15 mô hình"]),
        (GOALS, "Giảm tỷ lệ hộ nghèo từ 6,5% năm 2021 xuống còn 3% năm 2025.", ["3 % down by 2025"]),
        (GOALS, "Tốc độ tăng trưởng giá trị sản xuất bình quân hằng năm đạt 8,5%.", ["8.5 % up a year"]),
        (GOALS, "Nâng tỷ lệ bao phủ bảo hiểm y tế lên 95% dân số.", ["95 % up"]),
        (GOALS, "Phấn đấu 02 tập thể và 05 cá nhân là điển hình tiên tiến cấp tỉnh.", ["2 tập thể", "5 cá nhân"]),
        (TASKS, "Xây mới, sửa chữa 25 căn nhà cho hộ nghèo trong năm 2023.", ["25 căn nhà by 2023"]),
        (TASKS, "Tổ chức ít nhất 04 lớp tập huấn kỹ thuật chăn nuôi.", [">= 4 lớp"]),
        (TASKS, "Huy động khoảng 500 triệu đồng hỗ trợ hộ khó khăn về nhà ở.", ["500 triệu đồng"]),
        (TASKS, "Mỗi quý tổ chức 01 buổi sinh hoạt chuyên đề.", ["1 buổi a quarter"]),
        (TASKS, "Trồng mới 10.000 cây xanh, phấn đấu 60% đường thôn có hoa.", ["10000 cây", "60 %"]),
        (TASKS, "Nhân rộng 2 - 3 mô hình giảm nghèo tại các xã khó khăn.", ["2..3 mô hình"]),
    ],
)  # fmt: skip
def test_goals_of_plans(heading, text, expected):
    assert [short(t) for t in targets(text, heading)] == expected


@pytest.mark.parametrize(
    ("headings", "text", "why"),
    [
        (("I. KẾT QUẢ ĐẠT ĐƯỢC",), "Đã hỗ trợ 120 hộ nghèo vay vốn.", "a result of the years before"),
        (("I. ĐẶC ĐIỂM TÌNH HÌNH", "1. Thuận lợi"), "Toàn huyện có 18 xã, 2 thị trấn.", "a state"),
        (("IV. TIÊU CHUẨN KHEN THƯỞNG", "a) Đối với tập thể"), "Có ít nhất 70% cá nhân là Lao động tiên tiến.", "a criterion"),
        (("V. KINH PHÍ THỰC HIỆN",), "Dự kiến 350 triệu đồng từ ngân sách huyện.", "a budget"),
        ((TASKS,), "Năm 2021, huyện đã hỗ trợ xây mới 40 căn nhà.", "told in the past"),
        ((TASKS,), "Mỗi đơn vị cử 02 đại biểu tham dự hội nghị.", "logistics"),
        ((TASKS,), "Thực hiện Nghị quyết số 05-NQ/TW và Chỉ thị 34-CT/TW.", "symbols"),
        ((TASKS,), "Hoàn thành hồ sơ trong thời hạn 15 ngày làm việc.", "a time limit"),
        ((TASKS,), "Tuyên truyền nhân dịp kỷ niệm 75 năm Ngày truyền thống thi đua yêu nước.", "an anniversary"),
        ((TASKS,), "Triển khai quyết liệt các nhiệm vụ tại Điều 3, khoản 2 và Phụ lục 01.", "article numbers"),
        ((PURPOSE,), "Phát huy vai trò của 5 ngành trong khối thi đua.", "a set that is named"),
        ((PURPOSE,), "Nâng cao nhận thức của cán bộ, đảng viên giai đoạn 2021-2025.", "years only"),
        ((GOALS,), "Tiếp tục thực hiện có hiệu quả phong trào thi đua yêu nước.", "no number"),
        (("IV. HÌNH THỨC KHEN THƯỞNG",), "Tặng Bằng khen cho 10 tập thể, 20 cá nhân tiêu biểu.", "an award on offer"),
        (("VI. ĐỀ XUẤT, KIẾN NGHỊ",), "Đề nghị bổ sung 2 tỷ đồng cho Quỹ.", "a petition"),
    ],
)  # fmt: skip
def test_numbers_of_plans_that_are_no_goals(headings, text, why):
    assert targets(text, *headings) == [], why


@pytest.mark.parametrize(
    ("headings", "text", "count"),
    [
        (("I. KẾT QUẢ THỰC HIỆN", "1. Hỗ trợ nhà ở"), "Xây mới 12 nhà, sửa chữa 5 nhà.", 0),
        (("I. KẾT QUẢ THỰC HIỆN", "2. Kết quả thực hiện chỉ tiêu"), "Giảm 250 hộ nghèo, đạt 105% kế hoạch.", 0),
        (("A. Kết quả công tác", "III. Đánh giá chung"), "Tỷ lệ hộ nghèo còn 3,2%.", 0),
        ((), "Năm 2023 phấn đấu giảm 200 hộ nghèo, kết quả giảm 215 hộ.", 0),
        (("II. PHƯƠNG HƯỚNG, NHIỆM VỤ NĂM 2024",), "Phấn đấu giảm 180 hộ nghèo.", 1),
        (
            ("II. PHƯƠNG HƯỚNG, NHIỆM VỤ NĂM 2024", "1. Mục tiêu"),
            "Hỗ trợ xây mới 20 nhà; 100% hộ nghèo có thẻ BHYT.",
            2,
        ),
        (("B. Kế hoạch công tác quý IV năm 2023",), "Tổ chức 02 lớp tập huấn cho hội viên.", 1),
        (("C. Kiến nghị",), "Đề nghị hỗ trợ 500 triệu đồng.", 0),
    ],
)
def test_reports_state_results_except_where_they_plan(headings, text, count):
    assert len(targets(text, *headings, title=REPORT)) == count


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Điều 2. Mức thưởng 1.000.000 đồng cho mỗi tập thể.", 0),
        ("Điều 1. Tặng Giấy khen cho 03 tập thể và 15 cá nhân.", 0),
        ("Điều 1. Giao chỉ tiêu giảm 120 hộ nghèo năm 2023 cho các xã.", 1),
    ],
)
def test_decisions_need_a_strong_word(text, count):
    assert len(targets(text, title="QUYẾT ĐỊNH Về việc khen thưởng", label="")) == count


def test_baseline_metric_text_and_evidence():
    (target,) = targets("Phấn đấu đến năm 2025 giảm 1/3 quy mô số hộ nghèo so với kết quả rà soát năm 2021.", PURPOSE)
    assert (target.baseline, target.metric) == ("kết quả rà soát năm 2021", "quy mô số hộ nghèo")
    (found,) = find(
        zones(block("Phấn đấu giảm 30 hộ nghèo; giữ vững kết quả.", headings=(GOALS,)), title=PLAN), Profile.STATE
    )
    assert found.field.raw == found.field.value.text == "Phấn đấu giảm 30 hộ nghèo"


@pytest.mark.parametrize(
    ("text", "metric", "indicator"),
    [
        ("Tỷ lệ hộ nghèo dân tộc thiểu số giảm trên 3%/năm.", "Tỷ lệ hộ nghèo dân tộc thiểu số", "B11"),
        ("Giảm từ 100 đến 150 hộ nghèo.", "hộ nghèo", "B06"),  # a fall
        ("Giảm số hộ nghèo xuống còn 1.500 hộ.", "số hộ nghèo", "B02"),  # a level
        ("Hằng năm, mỗi cơ quan nhận giúp đỡ 2 hộ nghèo.", "hộ nghèo", None),  # neither
        ("Từ 70% số hộ trở lên đạt gia đình văn hóa.", "hộ đạt gia đình văn hóa", None),
        ("100% cơ quan, đơn vị, trường học đăng ký thi đua.", "cơ quan, đơn vị, trường học đăng ký thi đua", None),
        ("Lao động tiên tiến: 38 đồng chí.", "Lao động tiên tiến", None),
        ("Xây mới 5 căn nhà, mỗi căn 80 triệu đồng.", "căn nhà", None),  # a price is no goal
    ],
)
def test_what_is_measured(text, metric, indicator):
    (target,) = targets(text, GOALS)
    assert (target.metric, target.indicator) == (metric, indicator)


def test_a_figure_with_two_readings_is_doubtful():
    (found,) = find(zones(block("Phấn đấu huy động 1.5 tỷ đồng.", headings=(GOALS,)), title=PLAN), Profile.STATE)
    assert found.field.value.value == Decimal("1.5")
    assert found.field.confidence < 0.5 and found.field.reasons


def test_the_year_of_a_heading_is_the_due_date_of_what_stands_below():
    (target,) = targets("Tỷ lệ hộ nghèo còn dưới 3%.", GOALS, "1. Đến năm 2025")
    assert str(target.due) == "2025"


def table_zones(*rows: tuple[str, ...], caption: str = "1. Chỉ tiêu giảm nghèo", title: str = PLAN) -> Zones:
    lines = [line(title, 0), line(caption, 1)]
    cells = []
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            cells.append(Cell(r, c, text, (len(lines),) if text else ()))
            if text:
                lines.append(line(text, len(lines), place=f"bảng 1, hàng {r + 1}, cột {c + 1}"))
    head = block(caption, label="1.")
    body = (block(caption, 1, label=head.label),)
    table = Table(0, len(rows), len(rows[0]), tuple(cells), anchor=2)
    return Zones(Layout("test", tuple(lines), (table,)), title=(lines[0],), body=body, tables=(table,))


def test_a_table_of_rows_and_years():
    found = find(
        table_zones(
            ("STT", "Chỉ tiêu", "ĐVT", "Thực hiện năm 2021", "Kế hoạch năm 2022", "Năm 2025", "Ghi chú"),
            ("1", "Số hộ nghèo giảm", "hộ", "1.210", "1.100", "900", ""),
            ("2", "Tỷ lệ hộ nghèo", "%", "4,2", "3,6", "≤ 2", "cuối năm"),
        ),
        Profile.STATE,
    )
    got = [(t.field.value.value, t.field.value.unit, t.field.value.operator, str(t.field.value.due)) for t in found]
    assert got == [
        (1100, "hộ", "=", "2022"),
        (900, "hộ", "=", "2025"),
        (Decimal("3.6"), "%", "=", "2022"),
        (2, "%", "<=", "2025"),
    ]
    assert [e.text for e in found[0].field.evidence] == ["Số hộ nghèo giảm", "1.100"]


def test_a_schedule_row_with_a_number_is_due_when_the_row_is():
    (found,) = find(
        table_zones(
            ("TT", "Nội dung công việc", "Thời gian thực hiện", "Đơn vị chủ trì"),
            ("1", "Tổ chức 03 lớp tập huấn", "Quý II/2023", "Phòng Nghiệp vụ"),
            ("2", "Sơ kết phong trào", "Quý IV/2023", "Văn phòng"),
            caption="2. Các hoạt động cụ thể",
        ),
        Profile.STATE,
    )
    assert (found.field.value.value, found.field.value.unit, str(found.field.value.due)) == (
        3,
        "lớp",
        "2023-06",
    )


@pytest.mark.parametrize(
    ("caption", "rows"),
    [
        ("2. Dự toán kinh phí (Đơn vị tính: triệu đồng)", (("TT", "Nội dung", "Năm 2022"), ("1", "Tuyên truyền", "50"))),
        ("3. Kết quả thực hiện năm 2021", (("TT", "Chỉ tiêu", "Kế hoạch", "Thực hiện"), ("1", "Hộ nghèo giảm", "100", "120"))),
        ("4. Danh sách thành viên", (("TT", "Họ và tên", "Năm sinh"), ("1", "Lê Văn Thử", "1980"))),
    ],
)  # fmt: skip
def test_tables_that_hold_no_goals(caption, rows):
    assert find(table_zones(*rows, caption=caption), Profile.STATE) == ()


def test_money_is_given_in_dong_too():
    found = targets("Phấn đấu huy động 1,5 tỷ đồng cho Quỹ Vì người nghèo.", GOALS)
    assert [t.value_vnd for t in found] == [1_500_000_000]
    assert [t.value_vnd for t in targets("Phấn đấu giảm 50 hộ nghèo.", GOALS)] == [None]
