"""Heads and feet whose two columns ran into one line at a single blank."""

import pytest

from parsers.fields import recipients, signer
from pipeline.model import Profile
from pipeline.zones import split
from pipeline.zones.columns import cut
from tests.factories import layout, line
from tests.test_zones_head import BODY, MOTTO, STATE

HEADS = [
    ("V/v đăng ký thi đua năm 2023 An Bình, ngày 02 tháng 3 năm 2023", "a V/v that its date touches",
     ["V/v đăng ký thi đua năm 2023", "An Bình, ngày 02 tháng 3 năm 2023"]),
    ("TRUNG TÂM VĂN HÓA AN BÌNH TP. An Bình, ngày 02 tháng 3 năm 2023", "a name in capitals; TP. opens the place",
     ["TRUNG TÂM VĂN HÓA AN BÌNH", "TP. An Bình, ngày 02 tháng 3 năm 2023"]),
    ("TỈNH ỦY AN BÌNH ĐẢNG CỘNG SẢN VIỆT NAM", "the Party's title", ["TỈNH ỦY AN BÌNH", "ĐẢNG CỘNG SẢN VIỆT NAM"]),
    ("BTV TỈNH ĐOÀN AN BÌNH ĐOÀN TNCS HỒ CHÍ MINH", "the Union's title behind a body that names itself",
     ["BTV TỈNH ĐOÀN AN BÌNH", "ĐOÀN TNCS HỒ CHÍ MINH"]),
    ("BAN CHẤP HÀNH ĐOÀN TNCS HỒ CHÍ MINH", "a body of the Union: one name", ["BAN CHẤP HÀNH ĐOÀN TNCS HỒ CHÍ MINH"]),
    ("Số: 5/NĐ-CP ---------------", "a rule of the right column behind the number", ["Số: 5/NĐ-CP", "---------------"]),
    (f"------- {MOTTO}", "a rule of the left column before the motto", ["-------", MOTTO]),
    ("Biên bản lập tại An Bình, ngày 02 tháng 3 năm 2023", "a sentence is no V/v",
     ["Biên bản lập tại An Bình, ngày 02 tháng 3 năm 2023"]),
]  # fmt: skip


@pytest.mark.parametrize(("printed", "why", "wanted"), HEADS, ids=[h[1] for h in HEADS])
def test_where_a_line_turns_to_the_right_column(printed: str, why: str, wanted: list[str]) -> None:
    assert [strip.text for strip in cut(line(printed))] == wanted


def foot(*lines: str) -> dict[str, object]:
    head = ("SỞ NỘI VỤ", "Số: 4/BC-SNV", STATE, "An Bình, ngày 1 tháng 2 năm 2023", "BÁO CÁO", "Kết quả thi đua")
    zones = split(layout(*head, *BODY, *lines))
    found = [*recipients.find(zones, Profile.STATE), *signer.find(zones, Profile.STATE)]
    out: dict[str, object] = {c.name: c.field.value for c in found if c.name != "recipients"}
    return out | {"recipients": [c.field.value.text for c in found if c.name == "recipients"]}


def test_a_signer_merged_into_the_receivers_is_read_apart() -> None:
    got = foot("Nơi nhận: TM. ỦY BAN NHÂN DÂN", "- Sở Tài chính; KT. CHỦ TỊCH", "- Các sở, ban; PHÓ CHỦ TỊCH",
               "- Cổng thông tin; (Đã ký)", "- UBND các huyện Nguyễn Văn Hiệp", "- Lưu: VT, TH.")  # fmt: skip
    assert got == {
        "recipients": ["Sở Tài chính", "Các sở, ban", "Cổng thông tin", "UBND các huyện"],
        "archive": "VT, TH",
        "signer_capacity": "TM+KT",
        "signer_position": "PHÓ CHỦ TỊCH",
        "signer_name": "Nguyễn Văn Hiệp",
    }


def test_a_name_behind_the_archive_line_signs() -> None:
    got = foot("Nơi nhận: GIÁM ĐỐC", "- Như trên;", "- Lưu: VT, TH. Bùi Văn Long")
    assert (got["archive"], got["signer_name"], got["signer_position"]) == ("VT, TH", "Bùi Văn Long", "GIÁM ĐỐC")


def test_a_receiver_named_by_person_stays_a_receiver_where_nothing_was_merged() -> None:
    """Only a title right behind "Nơi nhận:" tells that the columns ran together."""
    got = foot(
        "Nơi nhận:", "- Đồng chí Nguyễn Văn Hiệp;", "- Ông Trần Văn An;", "- Lưu: VT.", "GIÁM ĐỐC", "Bùi Văn Long"
    )
    assert got["recipients"] == ["Đồng chí Nguyễn Văn Hiệp", "Ông Trần Văn An"]
    assert got["signer_name"] == "Bùi Văn Long"
