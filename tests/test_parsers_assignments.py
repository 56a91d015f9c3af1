"""Who leads and who cooperates, as offices write it. All made up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.fields import tasks
from parsers.values import assignments
from pipeline.model import Profile, Task
from tests.factories import block, grid, zones

PLAN = "KẾ HOẠCH Tổ chức phong trào thi đua “Làng vui” năm 2023"
DATE = "Lạc Hồng, ngày 10 tháng 02 năm 2023"


def read(*blocks: object) -> list[Task]:
    return [c.field.value for c in tasks.find(zones(*blocks, title=PLAN, date=DATE), Profile.STATE)]  # type: ignore[arg-type]


PARTIES = [
    (
        "a list ends at the verb",
        "Sở Nội vụ",
        "chủ trì, phối hợp với các sở, ban, ngành, UBND các huyện, thành phố tham mưu tổ chức sơ kết",
        ("Sở Nội vụ",),
        ("các sở, ban, ngành", "UBND các huyện, thành phố"),
    ),
    (
        "a name with commas and và stays whole",
        "Sở Văn hóa, Thể thao và Du lịch",
        "chủ trì, phối hợp chặt chẽ với Sở Giáo dục và Đào tạo, Đài Phát thanh và Truyền hình tỉnh đẩy mạnh tuyên truyền",
        ("Sở Văn hóa, Thể thao và Du lịch",),
        ("Sở Giáo dục và Đào tạo", "Đài Phát thanh và Truyền hình tỉnh"),
    ),
    (
        "an office of two councils",
        "Văn phòng HĐND và UBND huyện",
        "làm đầu mối tổng hợp",
        ("Văn phòng HĐND và UBND huyện",),
        (),
    ),
    (
        "two lead",
        "Sở Nội vụ, Sở Lao động - Thương binh và Xã hội",
        "chủ trì triển khai phong trào",
        ("Sở Nội vụ", "Sở Lao động - Thương binh và Xã hội"),
        (),
    ),
    ("the standing office", "Phòng Nội vụ", "là cơ quan thường trực, có trách nhiệm hướng dẫn", ("Phòng Nội vụ",), ()),
    ("standing in a council is no lead", "Các sở", "làm thường trực hội đồng của đơn vị", (), ()),
    (
        "others cooperate",
        "Sở Y tế",
        "chủ trì; Sở Nội vụ, Sở Tài chính phối hợp thẩm định",
        ("Sở Y tế",),
        ("Sở Nội vụ", "Sở Tài chính"),
    ),
    ("the actor itself cooperates", "Hội Phụ nữ", "có trách nhiệm phối hợp vận động hội viên", (), ("Hội Phụ nữ",)),
    ("with whom, nobody leads", "Hội Phụ nữ", "phối hợp với các chi hội vận động hội viên", (), ("các chi hội",)),
    ("another is the leader", "Các phòng", "gửi báo cáo cho cơ quan chủ trì để tổng hợp", (), ()),
    ("named by do", "Kế hoạch", "do Sở Nội vụ chủ trì xây dựng", ("Sở Nội vụ",), ()),
    ("nothing is said", "Các phòng", "tổ chức phát động phong trào", (), ()),
    (
        "labels",
        None,
        "Cơ quan chủ trì: Sở Nội vụ; cơ quan phối hợp: các sở, ngành và UBND các xã; thời gian: quý II",
        ("Sở Nội vụ",),
        ("các sở, ngành", "UBND các xã"),
    ),
]


@pytest.mark.parametrize(("why", "actor", "text", "leads", "cooperates"), PARTIES, ids=[c[0] for c in PARTIES])
def test_parties(why: str, actor: str | None, text: str, leads: tuple[str, ...], cooperates: tuple[str, ...]) -> None:
    found = assignments.parties(actor, text)
    assert (found.leads, found.cooperates) == (leads, cooperates)


def test_lines_of_their_own_name_the_parties_of_the_item_above() -> None:
    item = "1. Tuyên truyền phong trào thi đua trên Đài Phát thanh."
    above = ("II. NỘI DUNG", item)
    (found,) = read(
        block(item, label="1.", headings=above[:1]),
        block("- Cơ quan chủ trì: Phòng Văn hóa và Thông tin.", label="-", headings=above),
        block("- Cơ quan phối hợp: Phòng Nội vụ, UBND các xã.", label="-", headings=above),
        block("- Thời gian thực hiện: Quý II/2023.", label="-", headings=above),
    )
    assert found.text == "Tuyên truyền phong trào thi đua trên Đài Phát thanh"
    assert (found.actor, found.leads) == ("Phòng Văn hóa và Thông tin", ("Phòng Văn hóa và Thông tin",))
    assert (found.cooperates, str(found.due)) == (("Phòng Nội vụ", "UBND các xã"), "2023-06")


def test_an_item_carries_its_parties_in_brackets() -> None:
    (found,) = read(
        block(
            "a) Sơ kết phong trào (Đơn vị chủ trì: Phòng Nội vụ; phối hợp: các phòng, ban).",
            label="a)",
            headings=("II. NỘI DUNG",),
        )
    )
    assert (found.text, found.leads, found.cooperates) == ("Sơ kết phong trào", ("Phòng Nội vụ",), ("các phòng, ban",))


def test_a_schedule_has_a_column_for_each() -> None:
    split = grid(
        """
        STT | Nội dung công việc | Thời gian | Đơn vị chủ trì | Đơn vị phối hợp
        1 | Phát động phong trào | Quý I/2023 | Phòng Nội vụ | Các phòng, Công đoàn Sở
        2 | Tổng kết phong trào | Quý IV/2023 | Văn phòng Sở |
        """,
        title=PLAN,
    )
    found = [c.field for c in tasks.find(split, Profile.STATE)]
    assert [(f.value.leads, f.value.cooperates) for f in found] == [
        (("Phòng Nội vụ",), ("Các phòng", "Công đoàn Sở")),
        (("Văn phòng Sở",), ()),
    ]
    assert any("Công đoàn Sở" in e.text for e in found[0].evidence)


@given(
    st.lists(
        st.sampled_from(["Sở Nội vụ", "các sở, ban, ngành", "và", ",", "phối hợp với", "chủ trì", ";", "(", "đôn đốc"])
    )
)
def test_every_party_stands_in_the_words(words: list[str]) -> None:
    text = " ".join(words)
    found = assignments.parties("Phòng Nội vụ", text)
    assert all(name == "Phòng Nội vụ" or name in text for name in (*found.leads, *found.cooperates))
    assert not set(found.leads) & set(found.cooperates)
