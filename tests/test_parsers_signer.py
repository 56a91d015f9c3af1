"""Capacity, position and name from the signature block, in the many ways it is set."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.fields import signer
from pipeline.model import CellRef, Line, Profile, Zones
from tests.factories import layout, line, printed


def read(*lines: str | Line) -> dict[str, str]:
    page = layout(*lines)
    found = signer.find(Zones(page, signature=page.lines), Profile.STATE)
    for candidate in found:
        for evidence in candidate.field.evidence:
            assert evidence.text in page.lines[evidence.index].text
    return {c.name.removeprefix("signer_"): c.field.value for c in found}


def confidence(name: str, *lines: str) -> float:
    page = layout(*lines)
    return next(
        c.field.confidence for c in signer.find(Zones(page, signature=page.lines), Profile.STATE) if c.name == name
    )


CASES = [
    ("the head signs", ["GIÁM ĐỐC", "", "Đinh Văn An"], (None, "GIÁM ĐỐC", "Đinh Văn An")),
    ("deputy for the head", ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Lê Thị Bình"], ("KT", "PHÓ GIÁM ĐỐC", "Lê Thị Bình")),
    (
        "stacked marks",
        ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "(Đã ký)", "Trần Văn Chi"],
        ("TM+KT", "PHÓ CHỦ TỊCH", "Trần Văn Chi"),
    ),
    (
        "by order, deputy of the office",
        ["TL. CHỦ TỊCH", "KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG", "Phùng Văn Dũng"],
        ("TL+KT", "PHÓ CHÁNH VĂN PHÒNG", "Phùng Văn Dũng"),
    ),
    ("delegation", ["TUQ. CHỦ TỊCH", "GIÁM ĐỐC SỞ NỘI VỤ", "Hồ Văn Em"], ("TUQ", "GIÁM ĐỐC SỞ NỘI VỤ", "Hồ Văn Em")),
    ("acting", ["Q. GIÁM ĐỐC", "Lê Văn Giang"], ("Q", "GIÁM ĐỐC", "Lê Văn Giang")),
    ("acting, written out", ["QUYỀN HIỆU TRƯỞNG", "Lê Văn Giang"], ("Q", "HIỆU TRƯỞNG", "Lê Văn Giang")),
    (
        "Party marks",
        ["T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ THƯỜNG TRỰC", "Đoàn Văn Hải"],
        ("TM", "PHÓ BÍ THƯ THƯỜNG TRỰC", "Đoàn Văn Hải"),
    ),
    (
        "slash, title in small letters",
        ["KT/BỘ TRƯỞNG BỘ X", "Thứ trưởng", "Vũ Văn Inh"],
        ("KT", "Thứ trưởng", "Vũ Văn Inh"),
    ),
    (
        "wrapped title of the head",
        ["KT. GIÁM ĐỐC SỞ NÔNG NGHIỆP", "VÀ PHÁT TRIỂN NÔNG THÔN", "PHÓ GIÁM ĐỐC", "Bùi Văn Khoa"],
        ("KT", "PHÓ GIÁM ĐỐC", "Bùi Văn Khoa"),
    ),
    (
        "two signers of a joint document, one below the other: the first",
        ["KT. CHÁNH ÁN", "PHÓ CHÁNH ÁN", "Lê Hồng Anh", "KT. VIỆN TRƯỞNG", "PHÓ VIỆN TRƯỞNG", "Trần Công An"],
        ("KT", "PHÓ CHÁNH ÁN", "Lê Hồng Anh"),
    ),
    (
        "secretary above the chair of a meeting: the chair",
        ["THƯ KÝ", "Trần Thị Thu", "CHỦ TỌA", "Lê Quang Tiến"],
        (None, "CHỦ TỌA", "Lê Quang Tiến"),
    ),
    (
        "second title of the home agency",
        ["TM. HỘI ĐỒNG", "CHỦ TỊCH", "GIÁM ĐỐC SỞ GIÁO DỤC VÀ", "ĐÀO TẠO", "Cao Văn Lâm"],
        ("TM", "CHỦ TỊCH", "Cao Văn Lâm"),
    ),
    (
        "lost line breaks",
        ["TM. UBND XÃ KT. CHỦ TỊCH PHÓ CHỦ TỊCH", "Lê Văn Mai"],
        ("TM+KT", "PHÓ CHỦ TỊCH", "Lê Văn Mai"),
    ),
    ("degree before the name", ["HIỆU TRƯỞNG", "Th.s Ngô Văn Nam"], (None, "HIỆU TRƯỞNG", "Ngô Văn Nam")),
    ("rank, name in capitals", ["GIÁM ĐỐC", "Đại tá TÔ VĂN OANH"], (None, "GIÁM ĐỐC", "Tô Văn Oanh")),
    ("signed, on one line", ["CHỦ TỊCH", "Phan Văn Phú đã ký"], (None, "CHỦ TỊCH", "Phan Văn Phú")),
    ("misspelt title", ["HIỆU TRƯỜNG", "Lý Thị Quế"], (None, "HIỆU TRƯỜNG", "Lý Thị Quế")),
    (
        "the name is only an image",
        ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Sở Tài chính", "16:05:2019"],
        ("KT", "PHÓ GIÁM ĐỐC", None),
    ),
    (
        "a scrap of text under the name",
        ["GIÁM ĐỐC", "Hoàng Quang Rạng", "Trần Mạg"],
        (None, "GIÁM ĐỐC", "Hoàng Quang Rạng"),
    ),
    ("no title under the collective", ["TM. BAN CHẤP HÀNH", "Tạ Văn Sơn"], ("TM", None, "Tạ Văn Sơn")),
    ("nothing there", [""], (None, None, None)),
]


@pytest.mark.parametrize(("why", "lines", "want"), CASES, ids=[c[0] for c in CASES])
def test_a_block(why: str, lines: list[str], want: tuple[str | None, ...]) -> None:
    got = read(*lines)
    assert (got.get("capacity"), got.get("position"), got.get("name")) == want


def test_left_signer_of_a_joint_document_by_cell() -> None:
    def cell(text: str, row: int, column: int) -> Line:
        return line(text, cell=CellRef(0, row, column))

    got = read(
        cell("KT. GIÁM ĐỐC", 0, 0), cell("PHÓ GIÁM ĐỐC", 0, 0), cell("Lê Văn Tâm", 0, 0),
        cell("CHỦ TỊCH", 0, 1), cell("Trần Thị Uyên", 0, 1),
    )  # fmt: skip
    assert got == {"capacity": "KT", "position": "PHÓ GIÁM ĐỐC", "name": "Lê Văn Tâm"}


def test_left_signer_of_a_joint_document_by_geometry() -> None:
    got = read(
        printed("GIÁM ĐỐC", 80, 600, 180, 612), printed("CHỦ TỊCH", 380, 600, 480, 612),
        printed("Lê Văn Tâm", 90, 700, 170, 712), printed("Trần Thị Uyên", 385, 700, 475, 712),
    )  # fmt: skip
    assert got == {"position": "GIÁM ĐỐC", "name": "Lê Văn Tâm"}


def test_who_drew_up_the_table_does_not_sign_it() -> None:
    got = read(
        printed("NGƯỜI LẬP BIỂU", 80, 600, 180, 612), printed("GIÁM ĐỐC", 380, 600, 480, 612),
        printed("Lê Văn Tâm", 90, 700, 170, 712), printed("Trần Thị Uyên", 385, 700, 475, 712),
    )  # fmt: skip
    assert got == {"position": "GIÁM ĐỐC", "name": "Trần Thị Uyên"}


def test_doubt_lowers_confidence() -> None:
    assert confidence("signer_name", "GIÁM ĐỐC", "Zzang Văn Xuân") < confidence(
        "signer_name", "GIÁM ĐỐC", "Lê Văn Xuân"
    )
    assert confidence("signer_position", "KT. GIÁM ĐỐC", "Lê Văn Xuân") < 0.6


PIECES = st.sampled_from(
    [
        "TM.",
        "KT.",
        "Q.",
        "CHỦ TỊCH",
        "PHÓ GIÁM ĐỐC",
        "SỞ NỘI VỤ VÀ",
        "Lê Văn An",
        "đã ký",
        "(",
        ")",
        "16:08",
        "TS.",
        "ĐÀO TẠO",
        " ",
        "Ông",
    ]
)


@given(st.lists(st.lists(PIECES, max_size=4).map(" ".join), max_size=6))
def test_evidence_stands_on_the_page(lines: list[str]) -> None:
    got = read(*lines)
    assert set(got) <= {"capacity", "position", "name"}
