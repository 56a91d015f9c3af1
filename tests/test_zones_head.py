"""Heads as they are really set: cells, tabs, blanks, one column after the other, damaged titles."""

import pytest

from parsers import profiles
from parsers.fields import issuer, marks, place_date, subject, symbol
from pipeline.model import AgencyMention, Alignment, CellRef, Layout, Line, Part, Profile
from pipeline.zones import split
from tests.factories import layout, line, printed

FAMILIES = (issuer, symbol, place_date, marks, subject)
STATE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
BODY = (
    "Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022;",
    "Sở Nội vụ đề nghị các đơn vị triển khai thực hiện các nội dung sau đây trong năm nay:",
    "1. Tổ chức phát động phong trào thi đua đến từng tổ, đội.",
    "2. Báo cáo kết quả trước ngày 30 tháng 11 năm 2023.",
)


def read(page: Layout) -> dict[str, str]:
    """The best value of each head field."""
    zones = split(page)
    profile = profiles.detect(zones)
    best: dict[str, tuple[float, str]] = {"profile": (1.0, profile.value)}
    for family in FAMILIES:
        for candidate in family.find(zones, profile):
            value = candidate.field.value
            text = value.text if isinstance(value, AgencyMention) else str(value)
            if candidate.field.confidence > best.get(candidate.name, (0.0, ""))[0]:
                best[candidate.name] = (candidate.field.confidence, text)
    return {name: text for name, (_, text) in best.items()}


def cell(text: str, row: int, column: int, **styles: object) -> Line:
    return line(text, cell=CellRef(0, row, column), **styles)


PLAN = {
    "parent_issuer": "UBND TỈNH AN BÌNH",
    "issuer": "SỞ NỘI VỤ",
    "symbol": "15/KH-SNV",
    "number": "15",
    "notation": "KH-SNV",
    "place": "An Bình",
    "issued_on": "2023-02-10",
    "doc_type": "KH",
    "subject": "Tổ chức phong trào thi đua yêu nước năm 2023",
    "profile": "state",
}
TITLE = ("KẾ HOẠCH", "Tổ chức phong trào thi đua yêu nước năm 2023")

HEADS: dict[str, tuple[str | Line, ...]] = {
    "two cells": (
        cell("UBND TỈNH AN BÌNH", 0, 0), cell("SỞ NỘI VỤ", 0, 0), cell(STATE, 0, 1), cell(MOTTO, 0, 1),
        cell("Số: 15/KH-SNV", 1, 0), cell("An Bình, ngày 10 tháng 02 năm 2023", 1, 1),
    ),
    "set with blanks": (
        f"UBND TỈNH AN BÌNH            {STATE}",
        f"   SỞ NỘI VỤ                       {MOTTO}",
        "Số: 15/KH-SNV              An Bình, ngày 10 tháng 02 năm 2023",
    ),
    "set with tabs": (
        f"UBND TỈNH AN BÌNH\t{STATE}", f"SỞ NỘI VỤ\t{MOTTO}", "Số: 15/KH-SNV\tAn Bình, ngày 10 tháng 02 năm 2023",
    ),
    "columns that nearly touch": (
        f"UBND TỈNH AN BÌNH {STATE}", f"SỞ NỘI VỤ {MOTTO}", "Số: 15/KH-SNV An Bình, ngày 10 tháng 02 năm 2023",
    ),
    "left column first": (
        "UBND TỈNH AN BÌNH", "SỞ NỘI VỤ", "-------", "Số: 15/KH-SNV", STATE, MOTTO, "---------------",
        "An Bình, ngày 10 tháng 02 năm 2023",
    ),
    "right column first": (
        STATE, MOTTO, "An Bình, ngày 10 tháng 02 năm 2023", "UBND TỈNH AN BÌNH", "SỞ NỘI VỤ", "Số: 15/KH-SNV",
    ),
    "number under the date line": (
        "UBND TỈNH AN BÌNH", "SỞ NỘI VỤ", STATE, MOTTO, "An Bình, ngày 10 tháng 02 năm 2023", "Số: 15/KH-SNV",
    ),
    "capitals damaged": (
        "UBND TỈNH AN BÌNH", "SỞ NỘI VỤ", "Số: 15/KH-SNV", "CỘNG HÕA XÃ HỘI CHỦ NGHĨA VỆT NAM", "Đôc lập – Tự do – Hạnh phúc",
        "An Bình, ngày 10 tháng 02 năm 2023",
    ),
    "title over two lines": (
        "UBND TỈNH AN BÌNH", "SỞ NỘI VỤ", "Số: 15/KH-SNV", "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA", "VIỆT NAM", MOTTO,
        "An Bình, ngày 10 tháng 02", "năm 2023",
    ),
    "cells wrapped and parted by bars": (
        "UBND TỈNH AN BÌNH", "SỞ NỘI VỤ", "-------", "|", "CỘNG HÒA XÃ HỘI", "CHỦ NGHĨA VIỆT NAM", MOTTO, "|",
        "Số:", "15/KH-SNV", "|", "An Bình, ngày", "10 tháng 02 năm 2023", "|",
    ),
    "columns parted by a bar": (
        f"UBND TỈNH AN BÌNH | {STATE} |", f"SỞ NỘI VỤ | {MOTTO} |", "Số: 15/KH-SNV | An Bình, ngày 10 tháng 02 năm 2023 |",
    ),
    "letters spaced": (
        "UBND TỈNH AN BÌNH", "SỞ NỘI VỤ", "Số : 15 /KH - SNV", "CỘNG H ÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", MOTTO,
        "An Bình, ngày 10tháng 02 năm 2023",
    ),
    "dash in the number": (
        "UBND TỈNH AN BÌNH", "SỞ NỘI VỤ", "Số:    15    /KH–SNV", STATE, MOTTO, "An Bình , ngày 10  tháng  02  năm 2023",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", HEADS)
def test_one_head_set_in_many_ways(name: str) -> None:
    assert read(layout(*HEADS[name], *TITLE, *BODY)) == PLAN


def test_head_in_boxes_of_a_page() -> None:
    page = layout(
        printed("UBND TỈNH AN BÌNH", 90, 60, 230, 74),
        printed(STATE, 270, 60, 540, 74),
        printed("SỞ NỘI VỤ", 120, 75, 200, 89),
        printed(MOTTO, 320, 75, 490, 89),
        printed("Số: 15/KH-SNV", 110, 110, 210, 124),
        printed("An Bình, ngày 10 tháng 02 năm 2023", 300, 110, 520, 124),
        printed("KẾ HOẠCH", 270, 150, 340, 164),
        printed("Tổ chức phong trào thi đua", 220, 166, 390, 180),
        printed("yêu nước năm 2023", 250, 182, 360, 196),
        printed("Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022;", 110, 220, 540, 234),
        page_sizes=((595.0, 842.0),),
        has_paragraphs=False,
    )
    assert read(page) == PLAN


def test_text_boxes_and_headers_may_hold_the_head() -> None:
    lines = [line(t, part=Part.HEADER) for t in ("UBND TỈNH AN BÌNH", "SỞ NỘI VỤ", "Số: 15/KH-SNV", STATE, MOTTO)]
    page = layout(*lines, "An Bình, ngày 10 tháng 02 năm 2023", *TITLE, *BODY)
    assert read(page) == PLAN
    lines = [line(str(t), part=Part.TEXT_BOX) for t in HEADS["left column first"]]
    assert read(layout(*lines, *TITLE, *BODY)) == PLAN


LETTER = {
    "issuer": "ỦY BAN NHÂN DÂN HUYỆN TÂN AN",
    "symbol": "120/UBND-NV",
    "number": "120",
    "notation": "UBND-NV",
    "place": "Tân An",
    "issued_on": "2023-03-05",
    "doc_type": "CV",
    "subject": "đăng ký danh hiệu thi đua năm 2023",
    "profile": "state",
}


@pytest.mark.parametrize(
    "lines",
    [
        (  # V/v between the number and the date in flat text
            "ỦY BAN NHÂN DÂN", "HUYỆN TÂN AN", "Số: 120/UBND-NV", "V/v đăng ký danh hiệu", "thi đua năm 2023", STATE, MOTTO,
            "Tân An, ngày 05 tháng 3 năm 2023",
        ),
        (  # V/v in the left cell
            cell("ỦY BAN NHÂN DÂN", 0, 0), cell("HUYỆN TÂN AN", 0, 0), cell(STATE, 0, 1), cell(MOTTO, 0, 1),
            cell("Số: 120/UBND-NV", 1, 0), cell("V/v đăng ký danh hiệu", 1, 0), cell("thi đua năm 2023", 1, 0),
            cell("Tân An, ngày 05 tháng 3 năm 2023", 1, 1),
        ),
        (  # V/v under both columns, a file mark below it
            f"ỦY BAN NHÂN DÂN        {STATE}", f"HUYỆN TÂN AN        {MOTTO}",
            "Số: 120/UBND-NV           Tân An, ngày 05 tháng 3 năm 2023",
            "V/v đăng ký danh hiệu", "thi đua năm 2023",
        ),
        (  # "Về việc" is the same mark
            "ỦY BAN NHÂN DÂN", "HUYỆN TÂN AN", "Số: 120/UBND-NV", "Về việc đăng ký danh hiệu thi đua năm 2023", STATE, MOTTO,
            "Tân An, ngày 05 tháng 3 năm 2023",
        ),
    ],
)  # fmt: skip
def test_letter(lines: tuple[str | Line, ...]) -> None:
    assert read(layout(*lines, "Kính gửi: Các phòng, ban thuộc huyện", *BODY)) == LETTER


HEAD = ("UBND TỈNH AN BÌNH", "SỞ NỘI VỤ", "Số: 7/{}-SNV", STATE, MOTTO, "An Bình, ngày 10 tháng 02 năm 2023")


def head(code: str) -> tuple[str, ...]:
    return tuple(t.format(code) for t in HEAD)


@pytest.mark.parametrize(
    ("code", "title", "kind", "about"),
    [
        ("QĐ", ("QUYẾT ĐỊNH", "V/v tặng Giấy khen", "GIÁM ĐỐC SỞ NỘI VỤ"), "QĐ", "V/v tặng Giấy khen"),
        ("QĐ", ("QUYẾT ĐỊNH", "Về việc công nhận sáng kiến", "-----", "GIÁM ĐỐC SỞ NỘI VỤ"), "QĐ", "Về việc công nhận sáng kiến"),
        ("CT", ("CHỈ THỊ CỦA CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH", "Về đẩy mạnh thi đua"), "CT", "Về đẩy mạnh thi đua"),
        ("CT", ("CHỈ THỊ", "CỦA GIÁM ĐỐC SỞ NỘI VỤ", "Về đẩy mạnh thi đua"), "CT", "Về đẩy mạnh thi đua"),
        ("BB", ("BIÊN BẢN HỌP HỘI ĐỒNG THI ĐUA", "Về việc xét tặng"), "BB", "HỌP HỘI ĐỒNG THI ĐUA Về việc xét tặng"),
        ("GP", ("GIẤY PHÉP HOẠT ĐỘNG CHỮ THẬP ĐỎ",), "GP", "HOẠT ĐỘNG CHỮ THẬP ĐỎ"),
        ("BC", ("TỔNG HỢP KẾT QUẢ KHEN THƯỞNG", "QUÝ I NĂM 2023", "(Kèm theo Công văn số 5/SNV)"), "BC",
         "TỔNG HỢP KẾT QUẢ KHEN THƯỞNG QUÝ I NĂM 2023"),
        ("BC", ("B Á O  C Á O", "Kết quả phong trào thi đua quý I"), "BC", "Kết quả phong trào thi đua quý I"),
        ("BC", ("BÁO CÁO", "Kết quả thi đua", "(Số liệu tính đến 15/3/2023)"), "BC", "Kết quả thi đua"),
        ("HD", ("HƯỚNG DẪN", "Tổng kết phong trào thi đua “Dân vận khéo”", "giai đoạn 2021 - 2025"), "HD",
         "Tổng kết phong trào thi đua “Dân vận khéo” giai đoạn 2021 - 2025"),
        ("TTr", ("TỜ TRÌNH", "Về việc đề nghị tặng Bằng khen", "của Chủ tịch Ủy ban nhân dân tỉnh"), "TTr",
         "Về việc đề nghị tặng Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh"),
    ],
)  # fmt: skip
def test_title(code: str, title: tuple[str, ...], kind: str, about: str) -> None:
    found = read(layout(*head(code), *title, *BODY))
    assert (found["doc_type"], found["subject"]) == (kind, about)
    assert found["issuer"] == "SỞ NỘI VỤ"


def test_styles_end_the_subject_where_wording_would_not() -> None:
    page = layout(
        *head("BC"),
        line("BÁO CÁO", bold=True, alignment=Alignment.CENTER),
        line("Kết quả thực hiện phong trào", bold=True, alignment=Alignment.CENTER),
        line("Thi đua yêu nước năm 2022", bold=True, alignment=Alignment.CENTER),
        line("Phong trào được hưởng ứng rộng khắp", bold=False),
    )
    assert read(page)["subject"] == "Kết quả thực hiện phong trào Thi đua yêu nước năm 2022"


@pytest.mark.parametrize(
    ("printed_line", "place", "value"),
    [
        ("Hưng Yên, ngày     tháng    năm 2021", "Hưng Yên", "2021"),  # a draft: day and month to be filled in
        ("Hưng Yên, ngày … tháng 12 năm 2022", "Hưng Yên", "2022-12"),
        ("TP. Hồ Chí Minh, ngày 24 tháng 5 năm 2004", "TP. Hồ Chí Minh", "2004-05-24"),
        ("Bà Rịa - Vũng Tàu, ngày 16 tháng 6 năm 2015", "Bà Rịa - Vũng Tàu", "2015-06-16"),
        ("Cần Thơ, ngày 28  tháng  3  năm 2002", "Cần Thơ", "2002-03-28"),
        ("Hà Nội, ngày 12/9/2022", "Hà Nội", "2022-09-12"),
        ("Thành phố Hồ Chí Minh ngày 12 tháng 9 năm 2022", "Thành phố Hồ Chí Minh", "2022-09-12"),
        ("Đồng Xoài, ngày 14 tháng5 năm 2008", "Đồng Xoài", "2008-05-14"),
        ("Đắk Nông, ngày A4 tháng 7 năm 2019", "Đắk Nông", "2019-07"),  # a pen's day that reading made letters of
        ("Quảng Ngãi, ngày-†tháng 01 năm 2025", "Quảng Ngãi", "2025-01"),
    ],
)
def test_place_and_date(printed_line: str, place: str, value: str) -> None:
    found = read(layout(*head("BC")[:5], printed_line, "BÁO CÁO", "Kết quả thi đua", *BODY))
    assert (found["place"], found["issued_on"]) == (place, value)


def test_a_date_at_the_end_is_the_date() -> None:
    foot = (
        "An Bình, ngày 20 tháng 5 năm 2023",
        "GIÁM ĐỐC",
        "(Đã ký)",
        "Trần Văn Bình",
        "Nơi nhận:",
        "- Như trên;",
        "- Lưu: VT.",
    )
    found = read(layout(*head("BC")[:5], "BÁO CÁO", "Kết quả thi đua", *BODY, *foot))
    assert (found["place"], found["issued_on"]) == ("An Bình", "2023-05-20")


def test_minutes_take_the_day_of_the_meeting() -> None:
    found = read(
        layout(
            "UBND TỈNH AN BÌNH", "SỞ NỘI VỤ", STATE, MOTTO, "BIÊN BẢN", "Họp xét thi đua năm 2023",
            "Hôm nay, hồi 8 giờ ngày 12 tháng 12 năm 2023, tại phòng họp Sở Nội vụ.", "I. Thành phần", "1. Chủ trì: ông A.",
        )
    )  # fmt: skip
    assert found["doc_type"] == "BB"
    assert found["issued_on"] == "2023-12-12"
    assert "symbol" not in found


@pytest.mark.parametrize(
    ("lines", "symbol_text", "number"),
    [
        (("Số:         /KH-SNV",), "/KH-SNV", None),  # a draft
        (("Số: …../KH-SNV",), "/KH-SNV", None),
        (("Số: 12a/KH-SNV",), "12a/KH-SNV", "12a"),
        (("Số: 05/2023/QĐ-UBND",), "05/2023/QĐ-UBND", "05"),
        (("Số: 4321/QĐ-BNN-TCCB",), "4321/QĐ-BNN-TCCB", "4321"),
        (("Số: 77/SNN&PTNT-TCCB",), "77/SNN&PTNT-TCCB", "77"),
        (("Số: 15/KH-SNV (Dự thảo)",), "15/KH-SNV", "15"),
        (("Số: 1855/BTĐKT-Vụ II",), "1855/BTĐKT-Vụ II", "1855"),  # a unit numbered in Roman behind a blank
        (("Nghị quyết số: 12/2022/QH15",), "12/2022/QH15", "12"),
        (("Số: 3ZZ /KH-SNV",), "/KH-SNV", None),  # a pen's number that cannot be read
        (("Số:", "/KH-SNV", "25"), "25/KH-SNV", "25"),  # the number filled in by software, read as a line of its own
    ],
)
def test_symbol(lines: tuple[str, ...], symbol_text: str, number: str | None) -> None:
    found = read(
        layout(
            "UBND TỈNH AN BÌNH", "SỞ NỘI VỤ", *lines, STATE, MOTTO, "An Bình, ngày 1 tháng 3 năm 2023", *TITLE, *BODY
        )
    )
    assert found["symbol"] == symbol_text
    assert found.get("number") == number


@pytest.mark.parametrize(
    ("lines", "parent", "name"),
    [
        (("ỦY BAN NHÂN DÂN", "TỈNH AN BÌNH"), None, "ỦY BAN NHÂN DÂN TỈNH AN BÌNH"),
        (("UBND TỈNH AN BÌNH", "SỞ NỘI VỤ"), "UBND TỈNH AN BÌNH", "SỞ NỘI VỤ"),
        (("HỘI ĐỒNG", "THI ĐUA - KHEN THƯỞNG TỈNH AN BÌNH"), None, "HỘI ĐỒNG THI ĐUA - KHEN THƯỞNG TỈNH AN BÌNH"),
        (("UBND TỈNH AN BÌNH", "HỘI ĐỒNG THI ĐUA -", "KHEN THƯỞNG"), "UBND TỈNH AN BÌNH", "HỘI ĐỒNG THI ĐUA - KHEN THƯỞNG"),
        (("BỘ LAO ĐỘNG - THƯƠNG BINH VÀ", "XÃ HỘI"), None, "BỘ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI"),
        (("UBND TỈNH AN BÌNH", "SỞ NÔNG NGHIỆP", "VÀ PHÁT TRIỂN NÔNG THÔN"), "UBND TỈNH AN BÌNH",
         "SỞ NÔNG NGHIỆP VÀ PHÁT TRIỂN NÔNG THÔN"),
        (("ỦY BAN MẶT TRẬN", "TỔ QUỐC VIỆT NAM", "TỈNH AN BÌNH", "BAN THƯỜNG TRỰC"),
         "ỦY BAN MẶT TRẬN TỔ QUỐC VIỆT NAM TỈNH AN BÌNH", "BAN THƯỜNG TRỰC"),
        (("TỔNG CÔNG TY ĐIỆN LỰC", "MIỀN TÂY", "CÔNG TY ĐIỆN LỰC AN BÌNH"), "TỔNG CÔNG TY ĐIỆN LỰC MIỀN TÂY",
         "CÔNG TY ĐIỆN LỰC AN BÌNH"),
        (("SỞ GIÁO DỤC VÀ ĐÀO TẠO TỈNH", "AN BÌNH", "HỘI ĐỒNG SÁNG KIẾN"), "SỞ GIÁO DỤC VÀ ĐÀO TẠO TỈNH AN BÌNH",
         "HỘI ĐỒNG SÁNG KIẾN"),
        (("UBND HUYỆN TÂN AN", "ỦY BAN NHÂN DÂN", "XÃ HÒA BÌNH"), "UBND HUYỆN TÂN AN", "ỦY BAN NHÂN DÂN XÃ HÒA BÌNH"),
        (("SỞ Y TẾ", "TRUNG TÂM KIỂM SOÁT", "BỆNH TẬT"), "SỞ Y TẾ", "TRUNG TÂM KIỂM SOÁT BỆNH TẬT"),
        (("BAN CHỈ ĐẠO", "PHÒNG, CHỐNG THIÊN TAI"), None, "BAN CHỈ ĐẠO PHÒNG, CHỐNG THIÊN TAI"),
        (("TRƯỜNG ĐẠI HỌC", "KHOA HỌC TỰ NHIÊN"), None, "TRƯỜNG ĐẠI HỌC KHOA HỌC TỰ NHIÊN"),
        (("BAN TỔ CHỨC", "ĐẠI HỘI ĐẠI BIỂU", "CÁC DÂN TỘC THIỂU SỐ", "TIỂU BAN THI ĐUA"),
         "BAN TỔ CHỨC ĐẠI HỘI ĐẠI BIỂU CÁC DÂN TỘC THIỂU SỐ", "TIỂU BAN THI ĐUA"),
        (("SỞ VĂN HÓA VÀ THỂ THAO", "NHÀ VĂN HÓA TỈNH"), "SỞ VĂN HÓA VÀ THỂ THAO", "NHÀ VĂN HÓA TỈNH"),
        (("NGÂN HÀNG", "NHÀ NƯỚC VIỆT NAM"), None, "NGÂN HÀNG NHÀ NƯỚC VIỆT NAM"),
        (("BỘ NỘI VỤ -", "BỘ TÀI CHÍNH"), None, "BỘ NỘI VỤ - BỘ TÀI CHÍNH"),
        (("HỘI ĐỒNG NHÂN DÂN", "TỈNH AN BÌNH", "KHÓA XVI, KỲ HỌP THỨ 8"), None, "HỘI ĐỒNG NHÂN DÂN TỈNH AN BÌNH"),
        (("UBND tỉnh An Bình", "Sở Nội vụ"), "UBND tỉnh An Bình", "Sở Nội vụ"),  # capitals lost
        (("BỘ NỘI VỤ - BỘ TÀI CHÍNH",), None, "BỘ NỘI VỤ - BỘ TÀI CHÍNH"),
    ],
)  # fmt: skip
def test_one_name_or_two(lines: tuple[str, ...], parent: str | None, name: str) -> None:
    found = read(layout(*lines, "Số: 15/KH-SNV", STATE, MOTTO, "An Bình, ngày 1 tháng 3 năm 2023", *TITLE, *BODY))
    assert (found.get("parent_issuer"), found["issuer"]) == (parent, name)


def test_bold_tells_parent_from_issuer_where_wording_cannot() -> None:
    page = layout(
        cell("TẬP ĐOÀN", 0, 0, bold=False), cell("AN BÌNH", 0, 0, bold=False), cell("VẬN TẢI TÂN AN", 0, 0, bold=True),
        cell(STATE, 0, 1, bold=True), cell(MOTTO, 0, 1, bold=True), cell("Số: 1/KH-VT", 1, 0, bold=False),
        cell("An Bình, ngày 1 tháng 3 năm 2023", 1, 1, bold=False), *TITLE, *BODY,
    )  # fmt: skip
    found = read(page)
    assert (found["parent_issuer"], found["issuer"]) == ("TẬP ĐOÀN AN BÌNH", "VẬN TẢI TÂN AN")


def test_party_head() -> None:
    page = layout(
        cell("ĐẢNG BỘ TỈNH AN BÌNH", 0, 0), cell("TỈNH ỦY TÂN AN", 0, 0), cell("*", 0, 0), cell("Số 12-KH/TU", 0, 0),
        cell("ĐẢNG CỘNG SẢN VIỆT NAM", 0, 1), cell("Tân An, ngày 02 tháng 3 năm 2023", 0, 1),
        "KẾ HOẠCH", "học tập và làm theo", "-----", *BODY,
    )  # fmt: skip
    found = read(page)
    assert found["profile"] == Profile.PARTY.value
    assert (found["symbol"], found["doc_type"], found["subject"]) == ("12-KH/TU", "KH", "học tập và làm theo")
    assert (found["parent_issuer"], found["issuer"]) == ("ĐẢNG BỘ TỈNH AN BÌNH", "TỈNH ỦY TÂN AN")


def test_the_star_under_a_party_issuer_may_share_the_date_line() -> None:
    page = layout(
        "ĐẢNG ỦY SỞ NỘI VỤ          ĐẢNG CỘNG SẢN VIỆT NAM", "*                          An Bình, ngày 3 tháng 2 năm 2023",
        "Số 05-BC/ĐU", "BÁO CÁO", "kết quả công tác quý I", *BODY,
    )  # fmt: skip
    found = read(page)
    assert (found["place"], found["issuer"], found["symbol"]) == ("An Bình", "ĐẢNG ỦY SỞ NỘI VỤ", "05-BC/ĐU")


def test_party_letter_has_no_about_mark() -> None:
    page = layout(
        cell("TỈNH ỦY AN BÌNH", 0, 0), cell("*", 0, 0), cell("Số 123-CV/TU", 0, 0), cell("tăng cường công tác thi đua", 0, 0),
        cell("ĐẢNG CỘNG SẢN VIỆT NAM", 0, 1), cell("An Bình, ngày 02 tháng 3 năm 2023", 0, 1),
        "Kính gửi: Các huyện ủy", *BODY,
    )  # fmt: skip
    found = read(page)
    assert (found["symbol"], found["doc_type"], found["subject"]) == ("123-CV/TU", "CV", "tăng cường công tác thi đua")


def test_youth_head() -> None:
    page = layout(
        "BCH ĐOÀN TỈNH AN BÌNH          ĐOÀN TNCS HỒ CHÍ MINH", "***",
        "Số: 45-KH/TĐTN-VP          An Bình, ngày 2 tháng 3 năm 2023",
        "KẾ HOẠCH", "Tháng Thanh niên năm 2023", *BODY,
    )  # fmt: skip
    found = read(page)
    assert found["profile"] == Profile.YOUTH.value
    assert (found["issuer"], found["symbol"]) == ("BCH ĐOÀN TỈNH AN BÌNH", "45-KH/TĐTN-VP")


@pytest.mark.parametrize(
    ("mark", "field", "value"),
    [
        ("KHẨN", "urgency", "KHẨN"),
        ("THƯỢNG KHẨN", "urgency", "THƯỢNG KHẨN"),
        ("HOẢ TỐC", "urgency", "HỎA TỐC"),
        ("MẬT", "secrecy", "MẬT"),
        ("TUYỆT MẬT", "secrecy", "TUYỆT MẬT"),
    ],
)
def test_marks(mark: str, field: str, value: str) -> None:
    found = read(layout(*head("BC"), mark, "BÁO CÁO", "Kết quả thi đua", *BODY))
    assert found[field] == value
    assert found["subject"] == "Kết quả thi đua"


def test_no_mark_is_no_value() -> None:
    found = read(layout(*head("BC"), "(Dự thảo)", "BÁO CÁO", "Kết quả thi đua khẩn trương, bí mật", *BODY))
    assert "urgency" not in found
    assert "secrecy" not in found


def test_the_stamp_of_arrival_is_not_the_document() -> None:
    stamp = ("ĐẾN", "Số: 7344", "Ngày đến: 18/6/2023", "Chuyển: VP")
    page = layout(*HEADS["two cells"], *stamp, *TITLE, *BODY)
    assert read(page) == PLAN


def test_a_head_printed_as_one_sentence() -> None:
    found = read(
        layout(
            "NGHỊ ĐỊNH", "CỦA CHÍNH PHỦ SỐ 29/1998/NĐ-CP NGÀY 11 THÁNG 5 NĂM 1998", "VỀ VIỆC BAN HÀNH QUY CHẾ DÂN CHỦ",
            "CHÍNH PHỦ", "Căn cứ Luật Tổ chức Chính phủ ngày 30 tháng 9 năm 1992;",
        )
    )  # fmt: skip
    assert found == {
        "profile": "state", "symbol": "29/1998/NĐ-CP", "number": "29", "notation": "NĐ-CP", "issued_on": "1998-05-11",
        "issuer": "CHÍNH PHỦ", "doc_type": "NĐ", "subject": "VỀ VIỆC BAN HÀNH QUY CHẾ DÂN CHỦ",
    }  # fmt: skip


def test_a_sentence_head_may_name_another_number_on_a_line_of_its_own() -> None:
    got = read(layout(
        "NGHỊ ĐỊNH", "CỦA CHÍNH PHỦ SỐ  94 /1998/NĐ-CP NGÀY 17 THÁNG 11 NĂM 1998", "QUY ĐỊNH CHI TIẾT THI HÀNH LUẬT THUẾ",
        "SỐ 04/1998/QH10", "NGÀY 20 THÁNG 5 NĂM 1998", *BODY,
    ))  # fmt: skip
    assert (got["symbol"], got["issued_on"], got["issuer"]) == ("94/1998/NĐ-CP", "1998-11-17", "CHÍNH PHỦ")


def test_a_sentence_head_may_break_before_its_date() -> None:
    """A line that opens like a sentence is of the title when it is set as the title is."""
    lines = [
        line(text, bold=True, alignment=Alignment.CENTER)
        for text in ("Nghị định của Chính phủ số 114/2003/NĐ-CP", "ngày 10/10/2003 về cán bộ, công chức cấp xã.")
    ]
    got = read(layout(*lines, *(line(text, bold=False) for text in BODY)))
    assert (got["symbol"], got["issued_on"]) == ("114/2003/NĐ-CP", "2003-10-10")
    assert got["subject"] == "về cán bộ, công chức cấp xã"


def test_the_country_may_end_the_issuer() -> None:
    """VIỆT NAM under the issuer completes no national title that is whole already."""
    got = read(
        layout("NGÂN HÀNG NHÀ NƯỚC\t" + STATE, "VIỆT NAM\t" + MOTTO, "Số: 5/TT-NHNN", "THÔNG TƯ", "Hướng dẫn", *BODY)
    )
    assert got["issuer"] == "NGÂN HÀNG NHÀ NƯỚC VIỆT NAM"
    page = layout("NGÂN HÀNG NHÀ NƯỚC", STATE, "VIỆT NAM", MOTTO, "Số: 5/TT-NHNN", "THÔNG TƯ", "Hướng dẫn", *BODY)
    assert read(page)["issuer"] == "NGÂN HÀNG NHÀ NƯỚC VIỆT NAM"


@pytest.mark.parametrize(
    ("form", "subject"),
    [
        (("ĐƠN ĐĂNG KÝ KINH DOANH", "CÔNG TY HỢP DANH"), "ĐƠN ĐĂNG KÝ KINH DOANH CÔNG TY HỢP DANH"),
        (("BẢN KHAI CỦA THÂN NHÂN",), "BẢN KHAI CỦA THÂN NHÂN"),
    ],
)
def test_the_title_of_a_form_is_no_issuer(form: tuple[str, ...], subject: str) -> None:
    got = read(layout(STATE, MOTTO, *form, "Kính gửi: Phòng Đăng ký kinh doanh", "Tôi là:"))
    assert "issuer" not in got
    assert got["subject"] == subject


@pytest.mark.parametrize(
    ("left", "issuer"),
    [
        ("Tên đơn vị:", None),
        ("TÊN DOANH NGHIỆP", None),
        ("Đơn vị: ........", None),
        ("Đơn vị: TRƯỜNG MẦM NON SAO MAI", "TRƯỜNG MẦM NON SAO MAI"),
    ],
)
def test_a_label_is_no_name(left: str, issuer: str | None) -> None:
    got = read(layout(f"{left}\t{STATE}", f"Số: 4/BC-MN\t{MOTTO}", "BÁO CÁO", "Kết quả thi đua", *BODY))
    assert got.get("issuer") == issuer


def test_a_letter_of_the_party_set_in_lines() -> None:
    got = read(layout(
        "HUYỆN ỦY AN BÌNH                 ĐẢNG CỘNG SẢN VIỆT NAM",
        "Số 318-CV/HU                   An Bình, ngày 21 tháng 11 năm 2022",
        "Về đăng ký mô hình", "thi đua năm 2023", "Kính gửi: Các chi bộ trực thuộc", *BODY,
    ))  # fmt: skip
    assert got["subject"] == "Về đăng ký mô hình thi đua năm 2023"
    assert got["doc_type"] == "CV"


def test_a_joint_type_name_and_a_subject_in_brackets() -> None:
    got = read(layout(*HEAD, "KẾ HOẠCH LIÊN TỊCH", "Tổ chức ngày hội", *BODY))
    assert (got["doc_type"], got["subject"]) == ("KH", "Tổ chức ngày hội")
    got = read(layout(*HEAD, "THÔNG BÁO", "(V/v nộp bản đăng ký)", *BODY))
    assert got["subject"] == "V/v nộp bản đăng ký"


def test_a_type_name_spaced_out_is_one_line() -> None:
    got = read(layout(*HEAD, "T H Ô N G   B Á O", "V/v tổ chức hội thi", *BODY))
    assert (got["doc_type"], got["subject"]) == ("TB", "V/v tổ chức hội thi")


def test_a_symbol_without_its_slash() -> None:
    got = read(layout("TRƯỜNG MẦM NON SAO MAI", "Số 12 KH/MNSM", STATE, MOTTO, "KẾ HOẠCH", "Thi đua", *BODY))
    assert (got["symbol"], got["issuer"]) == ("12-KH/MNSM", "TRƯỜNG MẦM NON SAO MAI")


def test_prose_has_no_head() -> None:
    zones = split(layout("Phong trào thi đua năm nay đạt nhiều kết quả.", "Số: liệu sau đây cho thấy điều đó."))
    assert (zones.head_left, zones.head_right, zones.title) == ((), (), ())
    assert len(zones.body) == 2


def test_a_second_head_begins_another_document() -> None:
    second = ("ỦY BAN NHÂN DÂN", "TỈNH AN BÌNH", STATE, MOTTO, "QUY CHẾ", "Thi đua của tỉnh", "Điều 1. Phạm vi")
    found = read(layout(*HEADS["left column first"], *TITLE, *BODY, "Nơi nhận:", "- Lưu: VT.", *second))
    assert found == PLAN


@pytest.mark.parametrize(
    "mark",
    [
        "Trang 1/3",
        "Trang 2",
        "- 1 -",
        "1/3",
        "www.mau.gov.vn",
        "https://vanban.mau.vn/tai-ve/15",
        "Website: mau.edu.vn",
    ],
)
def test_marks_of_the_page_around_the_title_are_no_words_of_it(mark: str) -> None:
    for title in ((TITLE[0], mark, TITLE[1]), (mark, *TITLE), (*TITLE, mark)):
        found = read(layout(*HEADS["set with blanks"], *title, *BODY))
        assert (found["doc_type"], found["subject"]) == ("KH", TITLE[1])


def test_the_head_of_a_worksheets_table_is_no_subject() -> None:
    rows = (("STT", "Đơn vị", "Số hộ"), ("1", "Xã Mẫu", "12"), ("2", "Xã Thử", "5"))
    cells = [cell(text, 3 + r, c) for r, row in enumerate(rows) for c, text in enumerate(row)]
    top = (cell("UBND TỈNH AN BÌNH", 0, 0), cell(STATE, 0, 2), cell("SỞ NỘI VỤ", 1, 0), cell(MOTTO, 1, 2))
    assert "subject" not in read(layout(*top, *cells))
