"""Lines of the head that a narrow column, a tab or a page broke, as PDF printers and law sites leave them."""

import pytest

from parsers.fields import addressees, references, symbol
from pipeline.model import CellRef, Layout, Line, Profile, Table, Zones
from pipeline.zones import split
from tests.factories import layout, line, printed
from tests.test_zones_head import BODY, MOTTO, STATE, read

PLAN = ("KẾ HOẠCH", "Tổ chức phong trào thi đua yêu nước năm 2023")

BROKEN: dict[str, tuple[str, ...]] = {
    # A line set with tabs that is too long goes on at the left margin, under the issuer.
    "national title behind a tab": (
        "UBND TỈNH AN BÌNH\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT", "NAM", f"SỞ NỘI VỤ\t{MOTTO}",
        "Số: 15/KH-SNV\tAn Bình, ngày 10 tháng 02 năm 2023",
    ),
    "national title and motto in two columns": (
        "UBND TỈNH AN BÌNH\tCỘNG HOÀ XÃ HỘI CHỦ", "NGHĨA VIỆT NAM", "SỞ NỘI VỤ\tĐộc lập - Tự do -", "Hạnh phúc",
        "Số: 15/KH-SNV\tAn Bình, ngày 10 tháng 02 năm 2023",
    ),
    "the year alone on the next line": (
        f"UBND TỈNH AN BÌNH\t{STATE}", f"SỞ NỘI VỤ\t{MOTTO}", "Số: 15/KH-SNV\tAn Bình, ngày 10 tháng 02 năm", "2023",
    ),
    "a rule beside the motto, one tab between": (
        f"UBND TỈNH AN BÌNH\t{STATE}", f"SỞ NỘI VỤ\t{MOTTO}", "-------\t---------------",
        "Số: 15/KH-SNV\tAn Bình, ngày 10 tháng 02 năm 2023",
    ),
}  # fmt: skip


@pytest.mark.parametrize("head", BROKEN.values(), ids=BROKEN.keys())
def test_the_rest_of_a_broken_line_is_no_part_of_the_issuer(head: tuple[str, ...]) -> None:
    got = read(layout(*head, *PLAN, *BODY))
    assert got["parent_issuer"] == "UBND TỈNH AN BÌNH"
    assert got["issuer"] == "SỞ NỘI VỤ"
    assert got["issued_on"] == "2023-02-10"
    assert got["symbol"] == "15/KH-SNV"


def test_a_rule_on_the_line_of_the_motto_does_not_end_the_head() -> None:
    got = read(layout(f"CHÍNH PHỦ\t{STATE}", f"-------\t{MOTTO}", "Số: 5/NĐ-CP\t-----", "\tHà Thành, ngày 1 tháng 2 năm 2023",
                      "NGHỊ ĐỊNH", "Quy định về hội thi", *BODY))  # fmt: skip
    assert (got["issuer"], got["symbol"], got["issued_on"]) == ("CHÍNH PHỦ", "5/NĐ-CP", "2023-02-01")


def test_the_year_of_a_subject_beside_a_whole_date_stays_with_the_subject() -> None:
    got = read(
        layout(
            f"SỞ NỘI VỤ\t{STATE}", f"Số: 8/SNV-TĐ\t{MOTTO}", "V/v đăng ký thi đua\tAn Bình, ngày 1 tháng 2 năm 2023",
            "năm 2023", "Kính gửi: Các phòng.", *BODY,
        )
    )  # fmt: skip
    assert got["subject"] == "đăng ký thi đua năm 2023"


def test_a_long_subject_in_capitals_of_regular_weight_is_a_subject() -> None:
    """Law sites set the type name bold and a subject in capitals, however long, in regular weight."""
    about = "THỰC HIỆN CHỈ THỊ SỐ 19/CT-TTG NGÀY 16 THÁNG 7 NĂM 2021 CỦA THỦ TƯỚNG CHÍNH PHỦ VỀ PHÁT ĐỘNG " * 2
    head = (line("UBND TỈNH AN BÌNH", bold=True), line("Số: 9/KH-UBND", bold=False), line(STATE, bold=True),
            line("An Bình, ngày 1 tháng 2 năm 2023", bold=False))  # fmt: skip
    got = read(
        layout(
            *head, line("KẾ HOẠCH", bold=True), line(about.strip(), bold=False), *(line(t, bold=False) for t in BODY)
        )
    )
    assert got["subject"] == about.strip()


def test_what_a_meeting_concluded_on_stands_under_the_meeting() -> None:
    """HD 36-HD/VPTW: the meeting in capitals, then what it is about in small letters."""
    got = read(layout("TỈNH ỦY AN BÌNH", "Số 4-KL/TU", "ĐẢNG CỘNG SẢN VIỆT NAM", "An Bình, ngày 1 tháng 2 năm 2023", "KẾT LUẬN",
                      "HỘI NGHỊ LẦN THỨ BẢY", "BAN CHẤP HÀNH ĐẢNG BỘ TỈNH", "về công tác thi đua đến năm 2025", *BODY))  # fmt: skip
    assert got["subject"] == "HỘI NGHỊ LẦN THỨ BẢY BAN CHẤP HÀNH ĐẢNG BỘ TỈNH về công tác thi đua đến năm 2025"


def test_an_office_above_its_body_is_one_issuer() -> None:
    got = read(
        layout("BỘ TRƯỞNG", "BỘ KHOA HỌC", "Số: 4/QĐ-BKH", STATE, "Hà Thành, ngày 1 tháng 2 năm 2023", *PLAN, *BODY)
    )
    assert got["issuer"] == "BỘ TRƯỞNG BỘ KHOA HỌC"
    assert "parent_issuer" not in got


def test_a_quotation_mark_left_open_before_v_v_is_no_part_of_the_subject() -> None:
    got = read(layout("SỞ NỘI VỤ", "Số: 8/SNV-TĐ", '"V/v đăng ký công trình"', STATE, "An Bình, ngày 1 tháng 2 năm 2023",
                      "Kính gửi: Các phòng.", *BODY))  # fmt: skip
    assert got["subject"] == "đăng ký công trình"


def notation(*texts: str) -> tuple[list[str], list[str]]:
    page = layout(*texts, "Căn cứ Quyết định số 2/QĐ-UBND;")
    zones = Zones(page, head_left=page.lines[: len(texts)])
    found = [str(c.field.value) for c in symbol.find(zones, Profile.STATE) if c.name == "symbol"]
    return found, [c.field.value.symbol for c in references.find(zones, Profile.STATE)]


def test_a_notation_broken_behind_its_dash_is_whole_and_not_cited() -> None:
    assert notation("TÒA ÁN TỐI CAO", "Số: 03/2018/TTLT-VKSNDTC-", "TANDTC-BCA") == (
        ["03/2018/TTLT-VKSNDTC-TANDTC-BCA"],
        [],
    )


def test_a_line_of_words_does_not_go_on_with_a_notation() -> None:
    assert notation("Số: 03/QĐ-", "V/v khen thưởng") == (["03/QĐ-"], [])


# --- Kính gửi ---------------------------------------------------------------------------------------------------------


def addressed(page: Layout) -> list[str]:
    return [c.field.value.text for c in addressees.find(split(page), Profile.STATE)]


def _head() -> tuple[Line, ...]:
    return (
        printed("SỞ NỘI VỤ", 110, 60, 180, 69), printed(STATE, 320, 60, 545, 69),
        printed("Số: 8/SNV-TĐ", 110, 80, 180, 89), printed("An Bình, ngày 1 tháng 2 năm 2023", 330, 80, 520, 89),
        printed("V/v đăng ký thi đua", 110, 100, 190, 109),
    )  # fmt: skip


def test_what_stands_right_of_the_label_is_its_list_also_behind_a_break_before_a_capital() -> None:
    page = layout(
        *_head(),
        printed("Kính gửi:", 172, 140, 222, 149), printed("- Ban Thường trực Mặt trận Việt", 319, 140, 523, 149),
        printed("Nam các phường;", 319, 157, 461, 166), printed("- Các hội.", 319, 174, 400, 183),
        printed("Căn cứ Thông tri số 27/TTr-MTTW, Sở đề nghị các đơn vị:", 85, 196, 541, 205), page_sizes=((595.0, 842.0),),
    )  # fmt: skip
    assert addressed(page) == ["Ban Thường trực Mặt trận Việt Nam các phường", "Các hội"]


def test_a_centred_addressee_goes_on_at_single_line_spacing() -> None:
    """Boxes hug the letters: at single spacing the gap is nearly as high as the letters are."""
    page = layout(
        *_head(), printed("Kính gửi: Các ban chỉ đạo của các tỉnh, thành phố", 86, 140, 552, 148.7),
        printed("trực thuộc Trung ương", 260, 157.1, 378, 165.8),
        printed("Căn cứ Thông tri số 27/TTr-MTTW, Sở đề nghị các đơn vị:", 85, 188, 541, 197), page_sizes=((595.0, 842.0),),
    )  # fmt: skip
    assert addressed(page) == ["Các ban chỉ đạo của các tỉnh, thành phố trực thuộc Trung ương"]


def test_label_and_list_in_tables_inside_the_cells_of_one_row() -> None:
    """Word heads are at times built of a table in each cell of a table."""

    def inner(text: str, table: int, row: int) -> Line:
        return line(text, cell=CellRef(table, row, 0))

    texts = (line("SỞ NỘI VỤ"), line("Số: 8/SNV-TĐ"), line(STATE), line("An Bình, ngày 1 tháng 2 năm 2023"),
             inner("Kính gửi:", 1, 0), inner("- Các phòng;", 2, 0), inner("- Các ban.", 2, 1),
             line("Căn cứ Thông tri số 27/TTr-MTTW, Sở đề nghị các đơn vị:"))  # fmt: skip
    tables = (
        Table(0, 1, 2, ()), Table(1, 1, 1, (), parent=CellRef(0, 0, 0)), Table(2, 2, 1, (), parent=CellRef(0, 0, 1)),
    )  # fmt: skip
    assert addressed(layout(*texts, tables=tables)) == ["Các phòng", "Các ban"]


# --- tops and feet of pages -------------------------------------------------------------------------------------------


def test_an_issuer_printed_again_above_an_annex_is_no_running_header() -> None:
    page = layout(
        printed("ỦY BAN NHÂN DÂN", 108, 58, 230, 67), printed(STATE, 266, 60, 537, 69),
        printed("THÀNH PHỐ AN BÌNH", 98, 75, 240, 84), printed("Số: 73/QĐ-UBND", 112, 105, 226, 114),
        printed("An Bình, ngày 17 tháng 9 năm 2007", 321, 104, 518, 113), printed("QUYẾT ĐỊNH", 271, 136, 361, 145),
        printed("Ban hành Chương trình", 200, 152, 420, 161), printed("Điều 1. Ban hành Chương trình.", 99, 240, 560, 249),
        printed("ỦY BAN NHÂN DÂN", 108, 58, 230, 67, 2), printed(STATE, 266, 60, 537, 69, 2),
        printed("CHƯƠNG TRÌNH", 271, 136, 361, 145, 2), printed("I. MỤC TIÊU", 99, 240, 560, 249, 2),
        page_sizes=((595.0, 842.0),) * 2,
    )  # fmt: skip
    assert read(page)["issuer"] == "ỦY BAN NHÂN DÂN THÀNH PHỐ AN BÌNH"


def test_a_name_under_each_table_is_no_running_footer() -> None:
    texts = [printed(text, 580, 60 + 20 * i, 655, 69 + 20 * i, page)
             for page in (1, 2) for i, text in enumerate(("Phần số liệu", "CHỦ TỊCH", "Trần Văn Thắng"))]  # fmt: skip
    assert [i.line.text for i in split(layout(*texts)).ignored if i.reason == "running header"] == ["Phần số liệu"] * 2


# --- the feet of forms ------------------------------------------------------------------------------------------------


def test_a_confirmation_set_beside_the_signer_does_not_cut_the_block_short() -> None:
    """Reports of merits (NĐ 98/2023/NĐ-CP, mẫu 07): the office signing looks like a name of four syllables in capitals."""
    page = layout(
        *_head(), printed("1. Quá trình thành lập đơn vị được nêu trong hồ sơ.", 85, 214, 519, 223),
        printed("XÁC NHẬN CỦA CẤP TRÌNH KHEN", 88, 256, 306, 265), printed("THỦ TRƯỞNG ĐƠN VỊ", 361, 256, 500, 265),
        printed("THƯỞNG", 167, 273, 226, 282), printed("Nguyễn Thị Hoài Ân", 359, 336, 502, 345),
        page_sizes=((595.0, 842.0),),
    )  # fmt: skip
    assert "Nguyễn Thị Hoài Ân" in [one.text for one in split(page).signature]


def test_what_a_form_says_of_its_author_is_no_part_of_the_subject() -> None:
    got = read(layout("SỞ Y TẾ AN BÌNH", "BỆNH VIỆN ĐA KHOA HƯƠNG SƠN", "Số: 4/BC-BV", STATE,
                      "An Bình, ngày 1 tháng 2 năm 2023", "BÁO CÁO THÀNH TÍCH", "ĐỀ NGHỊ TẶNG BẰNG KHEN",
                      "Tên đơn vị đề nghị: Khoa Nội", *BODY))  # fmt: skip
    assert got["subject"] == "THÀNH TÍCH ĐỀ NGHỊ TẶNG BẰNG KHEN"


@pytest.mark.parametrize(
    ("lines", "parent", "issuer"),
    [
        # "HÀ TĨNH" ends in the letters of "tỉnh", "CƠ QUAN" in those of "quận".
        (("SỞ Y TẾ HÀ TĨNH", "BỆNH VIỆN ĐA KHOA HƯƠNG SƠN"), "SỞ Y TẾ HÀ TĨNH", "BỆNH VIỆN ĐA KHOA HƯƠNG SƠN"),
        (
            ("ĐẢNG ỦY KHỐI CÁC CƠ QUAN TỈNH", "ĐẢNG ỦY SỞ TƯ PHÁP"),
            "ĐẢNG ỦY KHỐI CÁC CƠ QUAN TỈNH",
            "ĐẢNG ỦY SỞ TƯ PHÁP",
        ),
        (("ỦY BAN NHÂN DÂN TỈNH", "HÀ ĐÔNG GIANG"), None, "ỦY BAN NHÂN DÂN TỈNH HÀ ĐÔNG GIANG"),
    ],
)
def test_a_class_of_place_at_the_end_waits_for_a_place_not_for_a_body(
    lines: tuple[str, ...], parent: str | None, issuer: str
) -> None:
    got = read(layout(*lines, "Số: 4/KH-X", STATE, "An Bình, ngày 1 tháng 2 năm 2023", *PLAN, *BODY))
    assert (got.get("parent_issuer"), got["issuer"]) == (parent, issuer)


def test_a_joint_word_behind_the_type_belongs_to_it() -> None:
    got = read(layout("UBND TỈNH AN BÌNH", "Số: 4/QC-UBND", STATE, "An Bình, ngày 1 tháng 2 năm 2023", "QUY CHẾ PHỐI HỢP",
                      "Về tổ chức phong trào thi đua", *BODY))  # fmt: skip
    assert (got["doc_type"], got["subject"]) == ("QC", "Về tổ chức phong trào thi đua")


# --- second rounds: what real heads and feet of other kinds taught -----------------------------------------------------


def test_the_country_named_in_a_sentence_heads_no_second_document() -> None:
    """Laws and resolutions end so: "Luật này đã được Quốc hội nước Cộng hòa xã hội chủ nghĩa Việt Nam … thông qua"."""
    page = layout(
        *_head(), printed("LUẬT", 271, 136, 361, 145), printed("KHEN THƯỞNG", 271, 153, 361, 162),
        printed("Điều 1. Phạm vi điều chỉnh", 85, 280, 227, 289),
        printed("Luật này được Quốc hội nước Cộng hòa xã hội chủ nghĩa Việt Nam khóa XV thông", 85, 319, 551, 328),
        printed("qua ngày 15 tháng 6 năm 2022.", 85, 336, 291, 345), printed("CHỦ TỊCH QUỐC HỘI", 362, 352, 499, 361),
        printed("Vương Đình Ân", 383, 433, 478, 442), page_sizes=((595.0, 842.0),),
    )  # fmt: skip
    zones = split(page)
    assert zones.next_head is None
    assert [one.text for one in zones.signature] == ["CHỦ TỊCH QUỐC HỘI", "Vương Đình Ân"]


def test_a_subject_that_begins_with_a_type_name_is_no_authority() -> None:
    """ "QUY ĐỊNH" begins as "QUỸ" does, and stands above the grounds as an authority does."""
    got = read(layout("BỘ VĂN HÓA", "Số: 01/2015/TT-BVH", STATE, "An Bình, ngày 1 tháng 2 năm 2015", "THÔNG TƯ",
                      "QUY ĐỊNH VỀ TIÊU CHUẨN KHEN THƯỞNG", *BODY))  # fmt: skip
    assert got["subject"] == "QUY ĐỊNH VỀ TIÊU CHUẨN KHEN THƯỞNG"


def test_an_issuer_that_ends_in_the_country_stands_beside_a_broken_national_title() -> None:
    page = layout(
        printed("NGÂN HÀNG NHÀ NƯỚC", 121, 60, 272, 69), printed("CỘNG HÒA XÃ HỘI CHỦ NGHĨA", 330, 56, 531, 65),
        printed("VIỆT NAM", 165, 80, 228, 89), printed("VIỆT NAM", 398, 73, 463, 82),
        printed("CHI NHÁNH TỈNH AN BÌNH", 115, 96, 279, 105), printed(MOTTO, 351, 93, 510, 102),
        printed("Số: 88/AB-TH", 140, 120, 230, 129), printed("An Bình, ngày 21 tháng 2 năm 2020", 351, 120, 510, 129),
        printed("Kính gửi: Sở Tài chính", 200, 150, 400, 159), page_sizes=((595.0, 842.0),),
    )  # fmt: skip
    got = read(page)
    assert (got["parent_issuer"], got["issuer"]) == ("NGÂN HÀNG NHÀ NƯỚC VIỆT NAM", "CHI NHÁNH TỈNH AN BÌNH")


def test_bodies_numbered_under_kinh_gui() -> None:
    head = ("SỞ NỘI VỤ", "Số: 8/SNV-TĐ", STATE, "An Bình, ngày 1 tháng 2 năm 2023")
    page = layout(
        *head,
        "Kính gửi:",
        "1. Các sở, ban, ngành;",
        "2. UBND các xã, phường.",
        "1. Về việc đăng ký, Sở đề nghị như sau:",
    )
    assert addressed(page) == ["Các sở, ban, ngành", "UBND các xã, phường"]


def test_the_form_of_an_enterprise_waits_for_its_proper_name() -> None:
    lines = (line("CÔNG TY TNHH MTV", bold=False), line("CẤP NƯỚC AN BÌNH", bold=True))
    rest = ("Số: 4/QĐ-CN", STATE, "An Bình, ngày 1 tháng 2 năm 2023", "QUYẾT ĐỊNH", "V/v khen thưởng", *BODY)
    got = read(layout(*lines, *(line(text, bold=False) for text in rest)))
    assert got["issuer"] == "CÔNG TY TNHH MTV CẤP NƯỚC AN BÌNH"
    assert "parent_issuer" not in got


def test_a_date_that_a_reader_brings_behind_the_label_is_of_the_head() -> None:
    page = layout("SỞ NỘI VỤ", STATE, MOTTO, "Số: 8/SNV-TĐ", "V/v đăng ký thi đua", "Kính gửi:",
                  "An Bình, ngày 20 tháng 6 năm 2023", "- Các phòng;", "- Các ban.", *BODY)  # fmt: skip
    assert read(page)["issued_on"] == "2023-06-20"
    assert addressed(page) == ["Các phòng", "Các ban"]
