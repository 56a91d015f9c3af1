"""Tasks: who is to do what by when. All made up."""

import pytest

from parsers.fields.tasks import find
from pipeline.model import Profile
from tests.factories import block, zones

PLAN = "KẾ HOẠCH Tổ chức phong trào thi đua “Làng vui” giai đoạn 2021-2025"
DATE = "Lạc Hồng, ngày 10 tháng 02 năm 2022"
TASK = "VI. TỔ CHỨC THỰC HIỆN"


def tasks(text: str, *headings: str, title: str = PLAN, label: str = "1."):
    item = block(f"{label} {text}" if label else text, label=label, headings=headings)
    found = find(zones(item, title=title, date=DATE), Profile.STATE)
    return [(c.field.value.actor, c.field.value.text, str(c.field.value.due or "")) for c in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Phòng Nội vụ: Chủ trì theo dõi, đôn đốc việc thực hiện.",
            ("Phòng Nội vụ", "Chủ trì theo dõi, đôn đốc việc thực hiện", ""),
        ),
        (
            "Giao Văn phòng Sở chủ trì, phối hợp với các phòng tổng hợp báo cáo trước ngày 15/12/2022.",
            ("Văn phòng Sở", "chủ trì, phối hợp với các phòng tổng hợp báo cáo trước ngày 15/12/2022", "2022-12-15"),
        ),
        (
            "Các phòng, đơn vị trực thuộc Sở căn cứ Kế hoạch này xây dựng kế hoạch của đơn vị.",
            ("Các phòng, đơn vị trực thuộc Sở", "căn cứ Kế hoạch này xây dựng kế hoạch của đơn vị", ""),
        ),
        (
            "Đề nghị Ủy ban Mặt trận Tổ quốc huyện phối hợp tuyên truyền sâu rộng phong trào.",
            ("Ủy ban Mặt trận Tổ quốc huyện", "phối hợp tuyên truyền sâu rộng phong trào", ""),
        ),
        (
            "Phòng Tổ chức - Hành chính tham mưu sơ kết phong trào trong quý III/2023.",
            ("Phòng Tổ chức - Hành chính", "tham mưu sơ kết phong trào trong quý III/2023", "2023-09"),
        ),
        (
            "Đối với các xã, thị trấn: Tổ chức phát động phong trào tại địa phương.",
            ("các xã, thị trấn", "Tổ chức phát động phong trào tại địa phương", ""),
        ),
    ],
)
def test_an_item_names_its_actor(text, expected):
    assert tasks(text, TASK) == [expected]


def test_items_below_an_actor_are_its_tasks():
    assert tasks(
        "Tổ chức phát động thi đua; đăng ký danh hiệu.", TASK, "2. Đối với các đơn vị trực thuộc:", label="-"
    ) == [("các đơn vị trực thuộc", "Tổ chức phát động thi đua; đăng ký danh hiệu", "")]


def test_an_actor_alone_is_a_heading_and_no_task():
    assert tasks("Sở Nội vụ:", TASK) == []


@pytest.mark.parametrize(
    ("headings", "text", "why"),
    [
        ((TASK,), "Tổ chức thực hiện tốt các nội dung trên.", "no actor: Tổ chức is a verb"),
        ((TASK,), "Trên đây là Kế hoạch của Sở, đề nghị các đơn vị thực hiện.", "the closing line"),
        ((), "Các sở, ban, ngành chịu trách nhiệm thi hành Quyết định này.", "the executing clause"),
        (("I. KẾT QUẢ ĐẠT ĐƯỢC",), "Phòng Nội vụ chủ trì tổ chức 02 hội nghị.", "the past"),
        (("IV. TIÊU CHUẨN",), "Phòng có 100% cá nhân hoàn thành nhiệm vụ.", "a criterion"),
    ],
)
def test_no_tasks(headings, text, why):
    assert tasks(text, *headings) == [], why


def test_a_letter_assigns_in_its_sentences():
    text = "Sở Nội vụ yêu cầu các đơn vị. Đề nghị Phòng Giáo dục báo cáo kết quả trước ngày 20/6/2022."
    assert tasks(text, title="", label="")[-1] == (
        "Phòng Giáo dục",
        "báo cáo kết quả trước ngày 20/6/2022",
        "2022-06-20",
    )


def test_a_directive_orders_in_numbered_items():
    text = "Các khối thi đua tổ chức ký giao ước, hoàn thành trước ngày 28/02/2022."
    assert tasks(text, title="CHỈ THỊ Về việc tổ chức phong trào thi đua năm 2022") == [
        ("Các khối thi đua", "tổ chức ký giao ước, hoàn thành trước ngày 28/02/2022", "2022-02-28")
    ]


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("Ban Thi đua - Khen thưởng đề nghị các cơ quan, đơn vị báo cáo sơ kết phong trào.", "các cơ quan, đơn vị"),
        ("Thực hiện nhiệm vụ được giao, các phòng đã triển khai.", None),
        ("Gửi hồ sơ đề nghị Sở xem xét khen thưởng.", None),
    ],
)
def test_who_is_given_a_task_in_a_letter(text, actor):
    assert [t[0] for t in tasks(text, title="", label="")] == ([actor] if actor else [])
