"""Table shapes of Vietnamese reports: what is a level, in which unit, of which time, and what is no result. All made up."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.fields.results import cells, find
from parsers.values.numbers import format_number
from pipeline.model import Basis, Profile, State
from tests.factories import grid

REPORT = "BÁO CÁO Kết quả thực hiện phong trào thi đua “Làng vui” năm 2023"


def read(drawing: str, title: str = REPORT, **rest):
    return [c.field for c in find(grid(drawing, title=title, **rest), Profile.STATE)]


def short(field) -> str:
    """``12 nhà D01``: value, unit, code; what is None is left out, sub-units behind an at sign."""
    one = field.value
    figure = f"{one.value:f}" if one.value is not None else one.state.value
    words = [figure, one.unit, one.indicator]
    return (
        " ".join(w for w in words if w) + (f" @{one.about}" if one.about else "") + (" total" if one.is_total else "")
    )


CASES = [
    pytest.param(
        """
        Năm | Số hộ thoát nghèo | Tỷ lệ (%)
        2021 | 35 | 7,2
        2022 | 30 | 6,1
        2023 | 21 | 4,3
        """,
        {},
        ["35 hộ B09", "7.2 %", "30 hộ B09", "6.1 %", "21 hộ B09", "4.3 %"],
        id="years down: no row of column numbers",
    ),
    pytest.param(
        """
        STT | Đơn vị | Số hộ thoát nghèo | Số nhà xây mới
        I | Khối xã | < | <
        1 | Xã An Bình | 12 | 3
        | Tổng cộng | 12 | 3
        """,
        {},
        ["12 hộ B09 @Xã An Bình", "3 nhà D01 @Xã An Bình", "12 hộ B09 total", "3 nhà D01 total"],
        id="a merged group row is no header; the header's noun is the unit where nothing states one",
    ),
    pytest.param(
        """
        Nội dung | Xã An Bình | Xã Hòa Lạc | Tổng cộng
        Số hộ thoát nghèo (hộ) | 12 | 15 | 27
        """,
        {},
        ["12 hộ B09 @Xã An Bình", "15 hộ B09 @Xã Hòa Lạc", "27 hộ B09 total"],
        id="bodies across, indicators down",
    ),
    pytest.param(
        """
        Khối | Sĩ số | Giỏi | <
        ^ | ^ | SL | %
        10 | 120 | 30 | 25
        Toàn trường | 120 | 30 | 25
        """,
        {},
        ["120 @Khối 10", "30 @Khối 10", "25 % @Khối 10", "120 total", "30 total", "25 % total"],
        id="rows that only a number names",
    ),
    pytest.param(
        """
        STT | Chỉ tiêu | Đơn vị tính | Kết quả năm 2023
        1 | Số nhà Đại đoàn kết xây mới | nhà | 12
        2 | Số hộ thoát nghèo | hộ | 08
        """,
        {},
        ["12 nhà D01", "8 hộ B09"],
        id="unit column",
    ),
    pytest.param(
        """
        TT | Nội dung | Kế hoạch | Thực hiện | Đạt (%)
        1 | Số hộ thoát nghèo (hộ) | 40 | 41 | 102,5
        """,
        {},
        ["41 hộ B09"],
        id="plan and share beside the level, unit in the label",
    ),
    pytest.param(
        """
        Số hộ thoát nghèo (hộ) | Đảng viên (đồng chí) | Huy hiệu Đảng (huy hiệu)
        41 | 142 | 57
        """,
        {},
        ["41 hộ B09 total", "142 đồng chí total", "57 huy hiệu total"],
        id="one row of figures, named by the headers alone",
    ),
    pytest.param(
        """
        TT | Nội dung | Kế hoạch | Thực hiện | Đạt (%)
        1 | Số hộ thoát nghèo (hộ) | 40 | 41 | 112,5
        2 | Số nhà xây mới (nhà) | | | 80
        """,
        {},
        ["41 hộ B09", "112.5 % E09", "missing nhà D01", "80 % E09"],
        id="a share that contradicts plan and figure, or stands alone, is shown",
    ),
    pytest.param(
        """
        TT | Chỉ tiêu | ĐVT | Kế hoạch năm 2023 | Thực hiện năm 2023 | Tỷ lệ (%)
        1 | Số hộ thoát nghèo | hộ | 350 | 412 | 117,7
        2 | Tỷ lệ hộ nghèo | % | 6,5 | 6,12 |
        """,
        {},
        ["412 hộ B09", "6.12 % B03"],
        id="a bare share right of plan and figure is the share of the plan",
    ),
    pytest.param(
        """
        STT | Chỉ tiêu | ĐVT | Kế hoạch 2023 | Kết quả thực hiện | < | So với cùng kỳ (%)
        ^ | ^ | ^ | ^ | Năm 2023 | Lũy kế từ năm 2021 | ^
        1 | 2 | 3 | 4 | 5 | 6 | 7
        1 | Số suất quà | suất | 100 | 120 | 300 | 110
        """,
        {},
        ["120 suất C07", "300 suất C07"],
        id="header of two rows, numbering row, running column, comparison left out",
    ),
    pytest.param(
        """
        STT | Nguồn vốn | Số tiền
        I | Ngân sách | |
        1 | Ngân sách nhà nước | 1.250,5
        II | Khác |
        2 | Xã hội hóa | 300
        | Tổng cộng | 1.550,5
        """.replace("I | Ngân sách | |", "I | Ngân sách |"),
        {"above": ("Đơn vị tính: triệu đồng",)},
        ["1250.5 triệu đồng C02", "300 triệu đồng C03", "1550.5 triệu đồng total"],
        id="unit in a caption, Roman group rows, total row",
    ),
    pytest.param(
        """
        STT | Xã | Số hộ thoát nghèo (hộ) | Số nhà Đại đoàn kết xây mới (nhà)
        1 | Bình An | 5 | 2
        2 | Bình Hòa | 7 |
        | Cộng | 12 | 2
        """,
        {},
        [
            "5 hộ B09 @Bình An",
            "2 nhà D01 @Bình An",
            "7 hộ B09 @Bình Hòa",
            "missing nhà D01 @Bình Hòa",
            "12 hộ B09 total",
            "2 nhà D01 total",
        ],
        id="rows are communes, columns are indicators; a blank is missing",
    ),
    pytest.param(
        """
        Đơn vị: triệu đồng | < | <
        STT | Nội dung chi | Thực hiện
        1 | Kinh phí hỗ trợ nhà ở | 7.100
        """,
        {},
        ["7100 triệu đồng D04"],
        id="caption inside the first row of the table",
    ),
    pytest.param(
        """
        Chỉ tiêu | Đơn vị | 6 tháng 2022 | 6 tháng 2023
        Số ngày công | ngày công | 80 | 95
        """,
        {},
        ["80 ngày công C06", "95 ngày công C06"],
        id="period columns, no ordinal column",
    ),
    pytest.param(
        """
        STT | Chỉ tiêu | ĐVT | Đầu năm | Cuối năm
        1 | Số hộ nghèo | hộ | 152 | 120
        2 | Tỷ lệ hộ nghèo | % | 3,8 | 3,0
        """,
        {},
        ["152 hộ B01", "120 hộ B02", "3.8 % B03", "3.0 % B03"],
        id="start and end columns tell B01 from B02",
    ),
    pytest.param(
        """
        STT | Hình thức khen thưởng | Số lượng | <
        ^ | ^ | Tập thể | Cá nhân
        1 | Bằng khen | 4 | 15
        2 | Giấy khen | 0 | 22
        """,
        {},
        ["4", "15", "0", "22"],
        id="forms of awards by receiver: zero is stated",
    ),
    pytest.param(
        """
        STT | Tiêu chí | Kết quả đạt được
        1 | Xã đạt chuẩn nông thôn mới | 9/12 xã
        2 | Tỷ lệ hộ dùng nước sạch | 95,5 %
        """,
        {},
        ["9 xã", "95.5 % D14"],
        id="units and totals inside the cells",
    ),
    pytest.param(
        """
        STT | Chỉ tiêu | ĐVT | Thực hiện
        1 | Số mô hình giảm nghèo | mô hình | -
        2 | Số hộ tái nghèo | hộ | x
        """,
        {"below": ("Ghi chú: “-”: không phát sinh; “x”: không thuộc nhiệm vụ của đơn vị.",)},
        ["0 mô hình D05", "not_applicable hộ B10"],
        id="marks as the legend says",
    ),
    pytest.param(
        """
        STT | Chỉ tiêu | ĐVT | Thực hiện
        1 | Số mô hình giảm nghèo | mô hình | -
        """,
        {},
        ["missing mô hình D05"],
        id="a mark without a legend is missing, not zero",
    ),
    pytest.param(
        """
        STT | Họ và tên | Chức vụ | Số năm công tác
        1 | Trần Thị Mẫu | Trưởng phòng | 12
        """,
        {},
        [],
        id="a list of persons is no table of results",
    ),
    pytest.param(
        """
        STT | Chỉ tiêu | ĐVT | Kế hoạch năm 2023
        1 | Số hộ thoát nghèo | hộ | 40
        """,
        {},
        [],
        id="a table of goals alone",
    ),
    pytest.param(
        """
        STT | Chỉ tiêu | ĐVT | TH năm 2022 | Năm 2023 | <
        ^ | ^ | ^ | ^ | KH | Ước TH
        1 | Số lao động được tạo việc làm mới | người | 200 | 210 | 1.204
        """,
        {},
        ["200 người D09", "1204 người D09"],
        id="year over plan and estimate; earlier year keeps its own period",
    ),
]


@pytest.mark.parametrize(("drawing", "around", "expected"), CASES)
def test_levels_of(drawing, around, expected):
    assert [short(f) for f in read(drawing, **around)] == expected


def test_a_running_column_is_cumulative_and_begins_where_its_header_says():
    drawing = """
    STT | Chỉ tiêu | ĐVT | Năm 2023 | Lũy kế từ năm 2021
    1 | Số suất quà | suất | 120 | 300
    """
    own, running = (f.value for f in read(drawing))
    assert (own.basis, running.basis) == (Basis.PERIOD, Basis.CUMULATIVE)
    assert (running.period_start.year, running.period_end.year) == (2021, 2023)


def test_columns_of_two_years_have_their_own_periods():
    drawing = """
    Chỉ tiêu | ĐVT | 6 tháng 2022 | 6 tháng 2023
    Số ngày công | ngày công | 80 | 95
    """
    assert [str(f.value.period_end) for f in read(drawing)] == ["2022-06-30", "2023-06-30"]


def test_money_is_whole_dong_beside_the_printed_figure():
    (field,) = read("STT | Nội dung | ĐVT | Thực hiện\n1 | Tổng kinh phí huy động | tỷ đồng | 1,25")
    assert (field.value.value, field.value.unit, field.value.value_vnd) == (Decimal("1.25"), "tỷ đồng", 1_250_000_000)


def test_a_plan_has_no_results_in_its_tables():
    drawing = "STT | Chỉ tiêu | ĐVT | Năm 2023\n1 | Số hộ thoát nghèo | hộ | 40"
    assert read(drawing, title="KẾ HOẠCH Thực hiện phong trào thi đua năm 2023") == []


def test_a_worksheet_is_read_between_its_head_and_its_foot():
    drawing = """
    SỞ MẪU | < | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM | <
    BÁO CÁO | < | < | <
    Kết quả phong trào thi đua năm 2023 | < | < | <
     | | |
    STT | Chỉ tiêu | Đơn vị tính | Kết quả
    1 | Số hộ thoát nghèo | hộ | 4
     | | |
    Nơi nhận: | | GIÁM ĐỐC | <
    """
    (field,) = read(drawing, title="", name="Bao cao")
    assert short(field) == "4 hộ B09"
    assert field.value.period_start.year == 2023


def test_every_figure_stands_in_the_cell_it_points_at():
    drawn = grid("STT | Chỉ tiêu | ĐVT | Thực hiện\n1 | Số hộ thoát nghèo | hộ | 4", title=REPORT)
    for candidate in find(drawn, Profile.STATE):
        for evidence in candidate.field.evidence:
            assert evidence.text in drawn.layout.lines[evidence.index].text


@pytest.mark.parametrize(
    ("column", "cell", "value", "why"),
    [
        (["12.345", "1.204,5"], "12.345", "12345", "a neighbour writes Vietnamese"),
        (["12.5", "0.65"], "12.345", "12.345", "the neighbours write English"),
        (["12.345", "3.210"], "12.345", "12345", "nothing tells: the Vietnamese way"),
        (["1,234,567"], "1,234", "1234", "commas group"),
        (["5,2"], "7", "7", "a whole number"),
        (["5,2"], "05", "5", "padded"),
        (["5,2"], "-3,5", "-3.5", "a fall"),
    ],
)
def test_a_cell_is_read_in_the_style_of_its_column(column, cell, value, why):
    assert cells.read(cell, cells.style([*column, cell])).value == Decimal(value), why


def test_what_nothing_decides_is_told_as_a_doubt():
    sure = cells.read("12.345", cells.style(["12.345", "1.204,5"]))
    open_ = cells.read("12.345", cells.style(["12.345"]))
    assert open_.confidence < sure.confidence and open_.reason


@pytest.mark.parametrize(("text", "state"), [("", State.MISSING), ("…", State.MISSING), ("-", State.MISSING)])
def test_a_blank_is_missing(text, state):
    assert cells.read(text, cells.Style.OPEN).state is state


def test_the_stored_number_of_a_sheet_wins_over_its_looks():
    assert cells.read("1,234.5", cells.Style.OPEN, "1234.5").value == Decimal("1234.5")


@given(st.decimals(min_value=0, max_value=10**9, places=2))
def test_reading_what_is_written_the_vietnamese_way_gives_it_back(value):
    assert cells.read(format_number(value), cells.Style.VIETNAMESE).value == value


_CELL = st.sampled_from(
    ["", "STT", "Chỉ tiêu", "ĐVT", "Thực hiện", "Kế hoạch", "Đạt (%)", "1", "I", "Số hộ thoát nghèo", "hộ", "%", "12", "1.204,5",
     "9/12 xã", "-", "Tổng cộng", "Năm 2023", "Đơn vị tính: triệu đồng", "Họ và tên", "(1)", "<", "^"]
)  # fmt: skip


@given(st.integers(1, 6).flatmap(lambda n: st.lists(st.lists(_CELL, min_size=n, max_size=n), min_size=1, max_size=8)))
def test_any_table_is_read_or_left_without_an_error(rows):
    drawing = "\n".join(
        " | ".join(c if i and r else c.strip("<^") for i, c in enumerate(row)) for r, row in enumerate(rows)
    )
    if not drawing.strip():
        return
    drawn = grid(drawing, title=REPORT)
    for candidate in find(drawn, Profile.STATE):
        result = candidate.field.value
        assert (result.value is None) == (result.state is not State.STATED)
        assert all(e.text in drawn.layout.lines[e.index].text for e in candidate.field.evidence)


@given(st.text(alphabet="0123456789.,/ %-x()", max_size=14), st.sampled_from(list(cells.Style)))
def test_any_scrap_of_digits_is_read_or_left(text, style):
    figure = cells.read(text, style)
    assert figure is None or (figure.value is None) == (figure.state is not State.STATED)


def test_a_table_without_header_goes_on_with_the_one_before_it():
    from dataclasses import replace

    first = grid("STT | Nội dung | ĐVT | Kế hoạch | Thực hiện\n1 | Tin bài | tin | 20 | 33", title=REPORT)
    rest = grid("2 | Băng rôn | chiếc | 10 | 15", title=REPORT)
    shift = len(first.layout.lines)
    lines = first.layout.lines + tuple(replace(ln, index=ln.index + shift) for ln in rest.layout.lines)
    moved = replace(
        rest.tables[0],
        index=1,
        anchor=shift,
        cells=tuple(replace(c, lines=tuple(i + shift for i in c.lines)) for c in rest.tables[0].cells),
    )
    tables = (first.tables[0], moved)
    both = replace(first, layout=replace(first.layout, lines=lines, tables=tables), tables=tables)
    assert [short(c.field) for c in find(both, Profile.STATE)] == ["33 tin A06", "15 chiếc"]
