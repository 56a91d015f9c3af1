"""What offices print in their own way: whole pages, most set without a table, read by the head's and foot's families."""

import pytest

from parsers import profiles
from parsers.fields import addressees, issuer, marks, place_date, recipients, signer, subject, symbol
from pipeline.model import AgencyMention, CellRef, Layout, Line, Part
from pipeline.zones import split
from tests.factories import layout, line, printed

FAMILIES = (addressees, issuer, marks, place_date, recipients, signer, subject, symbol)
STATE, MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"
PARTY = "ĐẢNG CỘNG SẢN VIỆT NAM"
BODY = "Phong trào thi đua được triển khai rộng khắp trong toàn ngành, đạt nhiều kết quả."
DATE = "An Bình, ngày 05 tháng 9 năm 2023"
STATE_HEAD = (STATE, MOTTO, DATE)


def read(page: Layout) -> dict[str, str | list[str]]:
    """Give each field's best value; of lists the texts."""
    zones = split(page)
    profile = profiles.detect(zones)
    best: dict[str, tuple[float, str]] = {}
    lists: dict[str, list[str]] = {"addressees": [], "recipients": []}
    for family in FAMILIES:
        for candidate in family.find(zones, profile):
            value = candidate.field.value
            if candidate.name in lists:
                lists[candidate.name].append(value.text)
                continue
            text = value.text if isinstance(value, AgencyMention) else str(value)
            if candidate.field.confidence > best.get(candidate.name, (0.0, ""))[0]:
                best[candidate.name] = (candidate.field.confidence, text)
    return {**{name: text for name, (_, text) in best.items()}, **lists, "profile": profile.value}


def bold(text: str) -> Line:
    return line(text, bold=True)


def header(text: str) -> Line:
    return line(text, part=Part.HEADER)


CASES: list[tuple[str, tuple[str | Line, ...], dict[str, str | list[str]]]] = [
    (
        "a knot in the middle of the rule under the motto closes no head",
        (
            f"ỦY BAN NHÂN DÂN                  {STATE}",
            f"TỈNH AN BÌNH                     {MOTTO}",
            "-----                            -------o0o-------",
            f"Số 07/2006/CT-UBND              {DATE}",
            "CHỈ THỊ",
            "Về việc phát động thi đua",
            BODY,
        ),
        {"symbol": "07/2006/CT-UBND", "issued_on": "2023-09-05", "subject": "Về việc phát động thi đua"},
    ),
    (
        "the Party's head typed into the page header is the document's",
        (
            header("ĐẢNG BỘ HUYỆN LÔ"),
            header("ĐẢNG ỦY XÃ BẢN MÙ"),
            header("Số 18-KH/ĐU"),
            header(PARTY),
            header(DATE),
            "KẾ HOẠCH",
            "thi đua năm 2023",
            BODY,
        ),
        {"symbol": "18-KH/ĐU", "issuer": "ĐẢNG ỦY XÃ BẢN MÙ", "profile": "party"},
    ),
    (
        "the bracket before V/v is no part of the subject, nor the one behind it",
        (
            "SỞ NỘI VỤ",
            "Số: 73/SNV-TĐ",
            "(V/v tổ chức Ngày hội",
            "thi đua)",
            STATE,
            MOTTO,
            DATE,
            "Kính gửi: Sở Y tế",
            BODY,
        ),
        {"subject": "tổ chức Ngày hội thi đua"},
    ),
    (
        "a symbol that lost its slash",
        ("SỞ NỘI VỤ", "Số: 21 QĐ-SNV", STATE, MOTTO, DATE, "QUYẾT ĐỊNH", "Về việc khen thưởng", BODY),
        {"symbol": "21/QĐ-SNV", "number": "21", "issuer": "SỞ NỘI VỤ", "doc_type": "QĐ"},
    ),
    (
        "two departments in the notation with a comma between",
        ("KHO BẠC AN BÌNH", "Số: 39/KBAB-TH,NS&KS", "V/v thi đua", STATE, MOTTO, DATE, "Kính gửi: Các tổ", BODY),
        {"symbol": "39/KBAB-TH,NS&KS"},
    ),
    (
        "a kind of body alone waits for its own name",
        ("BAN QUẢN LÝ", "KHU KINH TẾ VŨNG CHÙA", "Số: 5/KH-BQL", STATE, MOTTO, DATE, "KẾ HOẠCH", "Thi đua", BODY),
        {"issuer": "BAN QUẢN LÝ KHU KINH TẾ VŨNG CHÙA"},
    ),
    (
        "one syllable ends a name that a narrow column broke",
        ("SỞ NỘI VỤ - TỈNH", "ĐOÀN", "Số: 5/CTr-SNV-TĐTN", STATE, MOTTO, DATE, "CHƯƠNG TRÌNH", "Thi đua", BODY),
        {"issuer": "SỞ NỘI VỤ - TỈNH ĐOÀN"},
    ),
    (
        "an abbreviation is a body of its own",
        ("UBND TỈNH AN BÌNH", "BQLDA", "Số: 5/KH-BQL", STATE, MOTTO, DATE, "KẾ HOẠCH", "Thi đua", BODY),
        {"issuer": "UBND TỈNH AN BÌNH BQLDA"},
    ),
    (
        "a second body below the first, set in with blanks",
        (
            "SỞ X",
            "Số: 3/CV-SX",
            STATE,
            MOTTO,
            DATE,
            "Kính gửi: Sở Nội vụ tỉnh An Bình",
            "                Ban Thi đua tỉnh",
            BODY,
        ),
        {"addressees": ["Sở Nội vụ tỉnh An Bình", "Ban Thi đua tỉnh"]},
    ),
    (
        "a part of the body the letter is for, in brackets below it",
        ("SỞ X", "Số: 3/SX-VP", STATE, MOTTO, DATE, "Kính gửi: Cục Hải quan tỉnh An Bình", "(Văn phòng)", BODY),
        {"addressees": ["Cục Hải quan tỉnh An Bình (Văn phòng)"]},
    ),
    (
        "two bodies of one kind, both in bold",
        (
            bold("BẢO HIỂM XÃ HỘI TỈNH AN BÌNH"),
            bold("BẢO HIỂM XÃ HỘI HUYỆN LÔ"),
            "Số: 118/BHXH",
            *STATE_HEAD,
            "V/v thi đua",
            BODY,
        ),
        {"parent_issuer": "BẢO HIỂM XÃ HỘI TỈNH AN BÌNH", "issuer": "BẢO HIỂM XÃ HỘI HUYỆN LÔ"},
    ),
    (
        "a faculty under its school, told by the symbol where both are bold",
        (
            "ĐẠI HỌC MIỀN ĐÔNG",
            bold("TRƯỜNG ĐẠI HỌC TỰ NHIÊN"),
            bold("KHOA HÓA HỌC"),
            "Số: 33/TTr-KHH",
            *STATE_HEAD,
            "TỜ TRÌNH",
            "Về việc thi đua",
            BODY,
        ),
        {"parent_issuer": "TRƯỜNG ĐẠI HỌC TỰ NHIÊN", "issuer": "KHOA HÓA HỌC"},
    ),
    (
        "an audit region under the State Audit: a body's words behind NHÀ NƯỚC begin a name",
        (
            "KIỂM TOÁN NHÀ NƯỚC",
            bold("KIỂM TOÁN NHÀ NƯỚC KHU VỰC IX"),
            "Số: 5/KH-KV",
            *STATE_HEAD,
            "KẾ HOẠCH",
            "Thi đua",
            BODY,
        ),
        {"parent_issuer": "KIỂM TOÁN NHÀ NƯỚC", "issuer": "KIỂM TOÁN NHÀ NƯỚC KHU VỰC IX"},
    ),
    (
        "a letter of praise has a type name and no number",
        ("CHỦ TỊCH", "ỦY BAN NHÂN DÂN TỈNH AN BÌNH", *STATE_HEAD, "THƯ KHEN", "Kính gửi: Công an tỉnh", BODY),
        {"issuer": "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH AN BÌNH", "doc_type": "THƯ KHEN"},
    ),
    (
        "a date cut off behind tháng in a narrow column",
        (
            "SỞ NỘI VỤ",
            "Số: 5/KH-SNV",
            STATE,
            MOTTO,
            "An Bình, ngày 19 tháng",
            "11 năm 2018",
            "KẾ HOẠCH",
            "Thi đua",
            BODY,
        ),
        {"issued_on": "2018-11-19", "place": "An Bình"},
    ),
    (
        "what is attached is headed by no person, though Danh is a surname",
        (
            BODY,
            "Nơi nhận:",
            "- Như Điều 3;",
            "- Lưu: VT.",
            "KT. CHỦ TỊCH",
            "PHÓ CHỦ TỊCH",
            "Kim Thị Sa",
            "DANH SÁCH",
            "(Kèm theo Quyết định)",
        ),
        {"signer_name": "Kim Thị Sa", "signer_position": "PHÓ CHỦ TỊCH"},
    ),
    (
        "Nơi gửi names the receivers too",
        (BODY, "Nơi gửi:", "- UBND quận;", "- Lưu: VT.", "GIÁM ĐỐC", "Trần Văn Bình"),
        {"recipients": ["UBND quận"], "signer_name": "Trần Văn Bình"},
    ),
]


@pytest.mark.parametrize(("why", "lines", "want"), CASES, ids=[case[0] for case in CASES])
def test_read_as_the_office_meant_it(why: str, lines: tuple[str | Line, ...], want: dict[str, str | list[str]]) -> None:
    found = read(layout(*lines))
    assert {name: found.get(name) for name in want} == want


def test_a_centred_line_in_small_letters_goes_on_with_the_subject_over_a_wider_gap() -> None:
    page = layout(
        printed(STATE, 300, 50, 520, 62),
        printed("BÁO CÁO", 270, 100, 330, 112),
        printed("Kết quả phong trào thi đua,", 200, 120, 400, 131),
        printed("phương hướng năm 2024", 220, 145, 380, 154),
        printed("Thực hiện Kế hoạch thi đua của Sở, đơn vị báo cáo như sau:", 113, 165, 530, 176),
        page_sizes=((595.0, 842.0),),
    )
    assert read(page)["subject"] == "Kết quả phong trào thi đua, phương hướng năm 2024"


def test_a_subject_under_the_date_keeps_all_its_lines() -> None:
    left = [line(text, cell=CellRef(0, 0, 0)) for text in ("CÔNG TY CẢNG AN BÌNH", "Số: 214/CAB-TCTL")]
    right = [line(text, cell=CellRef(0, 0, 1)) for text in (*STATE_HEAD, "V/v sơ kết thi đua", "6 tháng đầu năm 2022")]
    page = layout(*left, *right, "Kính gửi: Các phòng", BODY)
    assert read(page)["subject"] == "sơ kết thi đua 6 tháng đầu năm 2022"


def test_a_head_set_line_by_line_at_the_left_margin_has_no_second_column() -> None:
    texts = ("THỦ TƯỚNG CHÍNH PHỦ", "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM", MOTTO, "Số: 83/2004/CT-TTg", DATE)
    lines = [printed(text, 85, 60 + 18 * at, 85 + 7 * len(text), 72 + 18 * at) for at, text in enumerate(texts)]
    lines += [printed("CHỈ THỊ", 85, 160, 140, 172), printed("VỀ CÔNG TÁC THI ĐUA", 85, 180, 230, 192)]
    found = read(layout(*lines, printed(BODY, 85, 210, 530, 222), page_sizes=((595.0, 842.0),)))
    assert (found["issuer"], found["symbol"]) == ("THỦ TƯỚNG CHÍNH PHỦ", "83/2004/CT-TTg")


def test_columns_of_a_foot_set_with_blanks_may_stand_close() -> None:
    page = layout(
        printed(BODY, 85, 60, 530, 71),
        printed("Nơi nhận:", 85, 399, 137, 410),
        printed("KT. TRƯỞNG PHÒNG", 251, 399, 377, 410),
        printed("- Như trên;", 85, 416, 143, 427),
        printed("PHÓ TRƯỞNG PHÒNG", 250, 416, 382, 427),
        printed("- Lưu: NV.", 85, 433, 143, 444),
        printed("Ma Thị Nhung", 228, 467, 305, 478),
        page_sizes=((595.0, 842.0),),
    )
    found = read(page)
    assert found["recipients"] == ["Như trên"]
    assert (found["signer_capacity"], found["signer_name"]) == ("KT", "Ma Thị Nhung")


def test_joint_signers_side_by_side_stay_apart_where_their_columns_nearly_touch() -> None:
    rows = (
        ("TM. BAN THƯỜNG VỤ TỈNH ĐOÀN", "SỞ GIÁO DỤC VÀ ĐÀO TẠO"),
        ("BÍ THƯ", "GIÁM ĐỐC"),
        ("Ninh Thị Cúc", "Tống Duy Tân"),
    )
    lines = [printed(BODY, 85, 300, 530, 311)]
    for at, (left, right) in enumerate(rows):
        y = 333 + 20 * at
        lines.append(printed(left, 88 + 20 * at, y, 260, y + 13))
        lines.append(printed(right, 280 - 5 * at, y, 420, y + 13))
    lines += [printed("Nơi nhận:", 85, 434, 137, 447), printed("- Lưu: VT.", 85, 454, 165, 467)]
    found = read(layout(*lines, page_sizes=((595.0, 842.0),)))
    assert (found["signer_capacity"], found["signer_position"], found["signer_name"]) == (
        "TM",
        "BÍ THƯ",
        "Ninh Thị Cúc",
    )
