"""Movements: one for each distinct one, the document's own first."""

import pytest

from parsers.fields.movements import find
from pipeline.model import Layout, Profile
from tests.factories import block, layout, zones


def names(*texts: str, title: str = "") -> list[tuple[str, str, str]]:
    found = find(zones(*texts, title=title), Profile.STATE)
    return [(c.field.value.name, str(c.field.value.start), str(c.field.value.end)) for c in found]


@pytest.mark.parametrize(
    ("text", "name", "start", "end"),
    [
        ('thực hiện phong trào thi đua "Chung tay xóa nhà tạm" năm 2024', "Chung tay xóa nhà tạm", "2024", "2024"),
        ("Phong trào thi đua “Cả xã học tập” giai đoạn 2023 - 2030", "Cả xã học tập", "2023", "2030"),
        ("phong trào «Sạch làng, tốt ruộng» được duy trì", "Sạch làng, tốt ruộng", "None", "None"),
        ("phong trào thi đua ''Đổi mới, sáng tạo'' giai đoạn 2021-2025", "Đổi mới, sáng tạo", "2021", "2025"),
        # a mark that opens and never closes: the name ends where its years begin
        (
            'phong trào thi đua "Xanh - Sạch - Đẹp giai đoạn 2021-2025 trong toàn ngành',
            "Xanh - Sạch - Đẹp",
            "2021",
            "2025",
        ),
        ("phong trào thi đua Dân vận khéo của huyện", "Dân vận khéo", "None", "None"),
        (
            'phong trào thi đua "Vì biển quê hương" trên địa bàn tỉnh giai đoạn 2021-2025',
            "Vì biển quê hương",
            "2021",
            "2025",
        ),
    ],
)
def test_names_and_years(text, name, start, end):
    assert names(text) == [(name, start, end)]


@pytest.mark.parametrize(
    "text",
    [
        "hưởng ứng các phong trào thi đua yêu nước",
        "Cuộc vận động “Vì người nghèo” hằng năm",
        "đẩy mạnh phong trào thi đua trong toàn ngành",
        "Phong trào thi đua được triển khai sâu rộng",
        "phong trào thi đua của tỉnh năm 2023",
    ],
)
def test_what_names_no_movement(text):
    assert names(text) == []


def test_the_documents_own_movement_comes_first_and_variants_are_one():
    found = names(
        "gắn với phong trào thi đua “Người tốt, việc tốt” năm 2023;",
        "triển khai phong trào thi đua “Vì dân nghèo, không để ai ở lại”",
        "phong trào thi đua “Vì dân nghèo - Không để ai ở lại” giai đoạn 2021-2025",
        title="KẾ HOẠCH thực hiện Phong trào thi đua “Vì dân nghèo - Không để ai ở lại”",
    )
    assert [f[0] for f in found] == ["Vì dân nghèo - Không để ai ở lại", "Người tốt, việc tốt"]
    assert found[0][1:] == ("2021", "2025")


def test_two_periods_are_two_movements():
    text = "phong trào thi đua “Làng vui” giai đoạn 2016-2020 và phong trào thi đua “Làng vui” giai đoạn 2021-2025"
    assert [f[1:] for f in names(text)] == [("2016", "2020"), ("2021", "2025")]


def test_several_names_after_one_call():
    assert [f[0] for f in names("các phong trào “Dạy tốt”, “Học tốt” và “Ba không”")] == [
        "Dạy tốt",
        "Học tốt",
        "Ba không",
    ]


def test_a_name_broken_across_lines_keeps_one_evidence_a_line():
    whole: Layout = layout("KẾ HOẠCH", "Thực hiện phong trào thi đua “Ấm tình", "biên giới” năm 2023")
    (found,) = find(zones(source=whole, title_lines=3), Profile.STATE)
    assert found.field.value.name == "Ấm tình biên giới"
    assert [e.text for e in found.field.evidence] == ["Ấm tình", "biên giới"]
    assert all(e.text in whole.lines[e.index].text for e in found.field.evidence)


def test_block_factory_points_into_its_line():
    assert block("- Năm mới", label="-").evidence()[0].text == "- Năm mới"


def test_the_year_of_a_report_is_not_the_movements_period():
    own = "BÁO CÁO Kết quả thực hiện phong trào thi đua “Làng vui” năm 2023"
    assert names("như sau:", title=own) == [("Làng vui", "None", "None")]
    plan = "Thực hiện phong trào thi đua “Làng vui” giai đoạn 2021-2025"
    assert names(plan, title=own) == [("Làng vui", "2021", "2025")]
