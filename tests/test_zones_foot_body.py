"""Feet in one column or two, the body's paragraphs and outline, annexes, tables, and the law that no line is lost."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.model import Box, Cell, CellRef, Layout, Line, Part, Table, Zones
from pipeline.zones import split
from pipeline.zones.outline import label_of
from tests.factories import layout, line, printed

HEAD = (
    "UBND TỈNH AN BÌNH", "SỞ NỘI VỤ", "Số: 15/BC-SNV", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc", "An Bình, ngày 10 tháng 02 năm 2023", "BÁO CÁO", "Kết quả thi đua",
)  # fmt: skip
BODY = (
    "Phong trào thi đua được triển khai rộng khắp trong toàn ngành, đạt nhiều kết quả.",
    "Nơi nhận hồ sơ: Bộ phận Một cửa.",
)
SIGNED = ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Trần Văn Bình"]
SENT = ["Nơi nhận:", "- UBND tỉnh;", "- Ban Giám đốc;", "- Lưu: VT, TĐKT."]


def texts(lines: tuple[Line, ...]) -> list[str]:
    return [found.text.strip() for found in lines]


def foot(zones: Zones) -> tuple[list[str], list[str]]:
    return texts(zones.signature), texts(zones.recipients)


def cell(text: str, row: int, column: int, table: int = 0) -> Line:
    return line(text, cell=CellRef(table, row, column))


def table(*rows: tuple[str, ...], first: int, index: int = 0, ruled: bool | None = True) -> tuple[Table, list[Line]]:
    """A table whose lines begin at ``first`` in the layout, one line a filled cell."""
    cells, lines = [], []
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            own = (first + len(lines),) if text else ()
            cells.append(Cell(r, c, text, own))
            if text:
                lines.append(cell(text, r, c, index))
    return Table(index, len(rows), len(rows[0]), tuple(cells), first, ruled=ruled), lines


FEET: dict[str, tuple[str | Line, ...]] = {
    "two cells": (*(cell(t, 0, 0) for t in SENT), *(cell(t, 0, 1) for t in SIGNED)),
    "signature, then recipients": (*SIGNED, *SENT),
    "recipients, then signature": (*SENT, *SIGNED),
    "set with tabs": (
        "Nơi nhận:\t\t\tKT. GIÁM ĐỐC", "- UBND tỉnh;\t\t\tPHÓ GIÁM ĐỐC", "- Ban Giám đốc;", "- Lưu: VT, TĐKT.\t\tTrần Văn Bình",
    ),
    "set with blanks": (
        "Nơi nhận:                                  KT. GIÁM ĐỐC",
        "- UBND tỉnh;                               PHÓ GIÁM ĐỐC",
        "- Ban Giám đốc;", "- Lưu: VT, TĐKT.",
        "                                           Trần Văn Bình",
    ),
}  # fmt: skip


UNLABELLED: dict[str, tuple[str | Line, ...]] = {
    "two cells": (*(cell(t, 0, 0) for t in SENT[1:]), *(cell(t, 0, 1) for t in SIGNED)),
    "signature, then recipients": (*SIGNED, *SENT[1:]),
    "recipients, then signature": (*SENT[1:], *SIGNED),
    "set with blanks": (
        "- UBND tỉnh;                               KT. GIÁM ĐỐC", "- Ban Giám đốc;                           PHÓ GIÁM ĐỐC",
        "- Lưu: VT, TĐKT.", "                                           Trần Văn Bình",
    ),
}  # fmt: skip


@pytest.mark.parametrize("rows", UNLABELLED.values(), ids=UNLABELLED)
def test_recipients_whose_label_was_left_out(rows: tuple[str | Line, ...]) -> None:
    body = (BODY[0], "- Xây mới 12 nhà;", "- Sửa chữa 5 nhà.")
    zones = split(layout(*HEAD, *body, *rows))
    assert foot(zones) == (SIGNED, SENT[1:])
    assert [block.text for block in zones.body] == list(body)


def test_items_of_the_body_about_keeping_papers_are_no_foot() -> None:
    body = ("- Lưu ý các đơn vị gửi báo cáo đúng hạn;", "- Lưu giữ hồ sơ khen thưởng theo quy định;")
    zones = split(layout(*HEAD, *body, *SIGNED))
    assert foot(zones) == (SIGNED, []) and [block.text for block in zones.body] == list(body)


@pytest.mark.parametrize("name", FEET)
def test_one_foot_set_in_many_ways(name: str) -> None:
    first = len(HEAD) + len(BODY)
    tables = (Table(0, 1, 2, (Cell(0, 0, "", tuple(range(first, first + 4))), Cell(0, 1, "", ())), first),)
    zones = split(layout(*HEAD, *BODY, *FEET[name], tables=tables if name == "two cells" else ()))
    assert foot(zones) == (SIGNED, SENT)
    assert [b.text for b in zones.body] == list(BODY)
    assert zones.tables == ()


def test_foot_in_boxes_with_the_stamp_of_a_signature() -> None:
    left = [printed(t, 85, 600 + 13 * i, 250, 611 + 13 * i, bold=False) for i, t in enumerate(SENT)]
    right = [printed(t, 350, y, 470, y + 13, bold=True) for t, y in zip(SIGNED, (600, 615, 700), strict=True)]
    stamp = [
        printed(t, 360, 630 + 11 * i, 440, 640 + 11 * i, bold=False, size=8.0)
        for i, t in enumerate(("Người ký: Sở Nội", "vụ", "Thời gian ký:", "10.02.2023 08:50:27 +07:00"))
    ]
    lines = sorted([*left, *right, *stamp], key=lambda item: item.box.y0 if item.box else 0)
    page = layout(*HEAD, *BODY, *lines, page_sizes=((595.0, 842.0),))
    zones = split(page)
    assert foot(zones) == (SIGNED, SENT)
    assert {i.line.text for i in zones.ignored if i.reason == "signature stamp"} >= {
        "Người ký: Sở Nội",
        "vụ",
        "Thời gian ký:",
    }


def test_signature_without_recipients() -> None:
    zones = split(layout(*HEAD, *BODY, "TM. CHÍNH PHỦ", "Thủ tướng", "(Đã ký)", "Trần Văn Bình"))
    assert foot(zones) == (["TM. CHÍNH PHỦ", "Thủ tướng", "(Đã ký)", "Trần Văn Bình"], [])


def test_party_capacity_has_a_slash_and_no_dot() -> None:
    zones = split(layout(*HEAD, *BODY, "T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ", "Trần Văn Bình", *SENT))
    assert foot(zones) == (["T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ", "Trần Văn Bình"], SENT)


def test_an_authority_above_its_grounds_is_no_signature() -> None:
    decision = (
        *HEAD[:6],
        "QUYẾT ĐỊNH",
        "Về việc khen thưởng",
        "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH",
        "Căn cứ Luật Thi đua;",
        "Điều 1. Tặng",
    )
    zones = split(layout(*decision, *SIGNED))
    assert texts(zones.signature) == SIGNED
    assert zones.body[0].text == "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH"


def test_the_archive_line_may_run_over() -> None:
    zones = split(
        layout(*HEAD, *BODY, *SIGNED, "Nơi nhận:", "- Như trên;", "- Lưu: VP (HC, TH),", "      TCT (HC, NV3)")
    )
    assert texts(zones.recipients) == ["Nơi nhận:", "- Như trên;", "- Lưu: VP (HC, TH),", "TCT (HC, NV3)"]


def test_joint_signatures_are_all_kept() -> None:
    zones = split(layout(*HEAD, *BODY, "GIÁM ĐỐC SỞ A\t\t\tGIÁM ĐỐC SỞ B", "Trần Văn Bình\t\t\tLê Thị Hoa", *SENT))
    assert texts(zones.signature) == ["GIÁM ĐỐC SỞ A", "GIÁM ĐỐC SỞ B", "Trần Văn Bình", "Lê Thị Hoa"]


def test_joint_signatures_in_cells_above_the_recipients() -> None:
    first = len(HEAD) + len(BODY)
    left, right = ["TM. BAN THƯỜNG VỤ", "HUYỆN ĐOÀN", "BÍ THƯ", "Lò Văn An"], ["GIÁM ĐỐC", "SỞ NỘI VỤ", "Lê Thị Hoa"]
    signed = [*(cell(t, 0, 0) for t in left), *(cell(t, 0, 1) for t in right)]
    inside = (tuple(range(first, first + 4)), tuple(range(first + 4, first + 7)))
    table = Table(0, 1, 2, tuple(Cell(0, column, "", own) for column, own in enumerate(inside)), first)
    zones = split(layout(*HEAD, *BODY, *signed, *SENT, tables=(table,)))
    assert foot(zones) == ([*left, *right], SENT)


@pytest.mark.parametrize("set_right", [" " * 60, "\t\t\t\t\t\t\t\t"])
def test_an_office_in_small_letters_at_the_right_signs(set_right: str) -> None:
    zones = split(
        layout(*HEAD, *BODY, "Trân trọng cảm ơn.", f"{set_right}Trưởng khoa", f"{set_right}ThS. Trần Văn Bình")
    )
    assert texts(zones.signature) == ["Trưởng khoa", "ThS. Trần Văn Bình"]


def test_a_list_of_members_is_no_signature() -> None:
    """Offices and names of a list stand in cells too; the signature is the last of them, not the first."""
    first = len(HEAD) + len(BODY)
    members = [
        cell("Trưởng ban", 0, 0),
        cell("Lê Thị Hoa", 0, 1),
        cell("Phó Trưởng ban", 1, 0),
        cell("Vũ Đức Mạnh", 1, 1),
    ]
    end = [
        cell("Thư ký", 0, 0, 1),
        cell("Vũ Thị Na", 0, 0, 1),
        cell("Tổ trưởng", 0, 1, 1),
        cell("Trần Văn Bình", 0, 1, 1),
    ]
    tables = (
        Table(0, 2, 2, tuple(Cell(i // 2, i % 2, "", (first + i,)) for i in range(4)), first),
        Table(1, 1, 2, tuple(Cell(0, i, "", (first + 5 + 2 * i, first + 6 + 2 * i)) for i in range(2)), first + 5),
    )
    zones = split(layout(*HEAD, *BODY, *members, "Cuộc họp kết thúc.", *end, tables=tables))
    assert texts(zones.signature) == ["Thư ký", "Vũ Thị Na", "Tổ trưởng", "Trần Văn Bình"]


def test_the_archive_word_is_no_bullet() -> None:
    zones = split(layout(*HEAD, *BODY, "Nơi nhận:\tGIÁM ĐỐC", "- UBND tỉnh;", "- Lưu.\tTrần Văn Bình"))
    assert foot(zones) == (["GIÁM ĐỐC", "Trần Văn Bình"], ["Nơi nhận:", "- UBND tỉnh;", "- Lưu."])


def test_annexes_are_numbered_and_a_second_foot_is_not_the_first() -> None:
    zones = split(
        layout(*HEAD, *BODY, *SIGNED, *SENT, "PHỤ LỤC I", "DANH SÁCH TẬP THỂ", "(Kèm theo Báo cáo số 15/BC-SNV)", "1. Phòng A",
               "2. Phòng B", "PHỤ LỤC II", "DANH SÁCH CÁ NHÂN", "GIÁM ĐỐC", "Lê Thị Hoa")
    )  # fmt: skip
    assert foot(zones) == (SIGNED, SENT)
    assert [(b.annex, b.text) for b in zones.body if b.annex][:2] == [(1, "PHỤ LỤC I"), (1, "DANH SÁCH TẬP THỂ")]
    assert [b.text for b in zones.body if b.annex == 2] == ["PHỤ LỤC II", "DANH SÁCH CÁ NHÂN", "GIÁM ĐỐC", "Lê Thị Hoa"]


def test_data_tables_are_apart_from_the_layout_tables() -> None:
    first = len(HEAD) + 1
    data, lines = table(("TT", "Nội dung", "Kết quả"), ("1", "Số nhà", "15"), ("2", "Số hộ", "20"), first=first)
    zones = split(layout(*HEAD, BODY[0], *lines, *SIGNED, *SENT, tables=(data,)))
    assert zones.tables == (data,)
    assert texts(tuple(zones.table_lines(data)))[3:6] == ["1", "Số nhà", "15"]
    assert [b.text for b in zones.body] == [BODY[0]]


def test_a_worksheet_keeps_its_data_when_head_and_foot_are_cells_of_it() -> None:
    sheet, lines = table(
        ("UBND TỈNH AN BÌNH", "", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), ("SỞ NỘI VỤ", "", "Độc lập - Tự do - Hạnh phúc"),
        ("Số: 15/BC-SNV", "", "An Bình, ngày 10 tháng 02 năm 2023"), ("BÁO CÁO KẾT QUẢ THI ĐUA", "", ""),
        ("TT", "Nội dung", "Kết quả"), ("1", "Số nhà", "15"), ("2", "Số hộ", "20"), ("Nơi nhận:", "", "GIÁM ĐỐC"),
        ("- Lưu: VT.", "", "Trần Văn Bình"), first=0,
    )  # fmt: skip
    zones = split(layout(*lines, tables=(sheet,)))
    assert texts(zones.title) == ["BÁO CÁO KẾT QUẢ THI ĐUA"]
    (data,) = zones.tables
    assert [c.text for c in data.cells if c.lines] == [
        "TT",
        "Nội dung",
        "Kết quả",
        "1",
        "Số nhà",
        "15",
        "2",
        "Số hộ",
        "20",
    ]


def test_printed_lines_become_paragraphs_and_every_letter_keeps_its_place() -> None:
    page = layout(
        printed("I. KẾT QUẢ", 110, 100, 200, 114, bold=True),
        printed("Thực hiện phong trào thi đua, các đơn vị đã tổ chức", 110, 120, 540, 134, bold=False),
        printed("nhiều hoạt động do Hội đồng Thi đua", 85, 136, 540, 150, bold=False),
        printed("- Khen thưởng phát động.", 85, 152, 230, 166, bold=False),
        printed("- Hỗ trợ 15 nhà cho hộ nghèo, trong đó có 03 nhà ở", 110, 172, 540, 186, bold=False),
        printed("xã Hòa Bình.", 85, 188, 150, 202, bold=False),
        printed("2", 300, 800, 306, 812),
        page_sizes=((595.0, 842.0),), has_paragraphs=False,
    )  # fmt: skip
    zones = split(page)
    assert [b.text for b in zones.body] == [
        "I. KẾT QUẢ",
        "Thực hiện phong trào thi đua, các đơn vị đã tổ chức nhiều hoạt động do Hội đồng Thi đua - Khen thưởng phát động.",
        "- Hỗ trợ 15 nhà cho hộ nghèo, trong đó có 03 nhà ở xã Hòa Bình.",
    ]
    assert [(b.label, b.level, b.headings) for b in zones.body] == [
        ("I.", 0, ()), ("", None, ("I. KẾT QUẢ",)), ("-", 1, ("I. KẾT QUẢ",)),
    ]  # fmt: skip
    assert [i.reason for i in zones.ignored] == ["page number"]
    block = zones.body[2]
    start = block.text.index("03 nhà")
    assert [e.text for e in block.evidence(start, start + len("03 nhà ở xã"))] == ["03 nhà ở", "xã"]


def test_text_wrapped_by_hand_is_joined() -> None:
    zones = split(
        layout(
            *HEAD,
            "- Kịp thời phát hiện, bồi dưỡng, nhân rộng các điển hình tiên tiến trong chương",
            "trình giảm nghèo.",
            "II. NHIỆM VỤ",
        )
    )
    assert [b.text for b in zones.body] == [
        "- Kịp thời phát hiện, bồi dưỡng, nhân rộng các điển hình tiên tiến trong chương trình giảm nghèo.",
        "II. NHIỆM VỤ",
    ]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("PHẦN I", "PHẦN I"), ("Phần thứ nhất", "Phần thứ nhất"), ("Chương II", "Chương II"), ("Mục 1. Chung", "Mục 1."),
        ("Điều 3. Nội dung", "Điều 3."), ("A. MỞ ĐẦU", "A."), ("IV. TỔ CHỨC", "IV."), ("1. Mục đích", "1."),
        ("1.2. Yêu cầu", "1.2."),
        ("2/ Vị trí", "2/"), ("3.- Về vốn", "3.-"), ("a) Cá nhân", "a)"), ("đ) Hộ", "đ)"), ("b. Tập thể", "b."), ("- Một", "-"),
        ("+ Hai", "+"), ("• Ba", "•"),
        ("V/v khen thưởng", None),  # a subject, not Roman five
        ("19 tháng 5 là ngày hội", None), ("07/9/2022 là hạn cuối", None), ("1.500 hộ nghèo", None), ("Phần lớn các hộ", None),
        ("Điều này cho thấy", None), ("a lô", None), ("Mục tiêu chung", None),
    ],
)  # fmt: skip
def test_outline_labels(text: str, label: str | None) -> None:
    found = label_of(text)
    assert (found.text if found else None) == label


def places(zones: Zones) -> Counter[int]:
    """In how many places each line of the layout stands; the pieces of a cut line count as one place a zone."""
    found: Counter[int] = Counter()
    zoned = (
        zones.head_left,
        zones.head_right,
        zones.marks,
        zones.title,
        zones.addressees,
        zones.signature,
        zones.recipients,
    )
    for lines in zoned:
        found.update(item.index for item in lines)
    found.update(piece.line.index for block in zones.body for piece in block.pieces)
    found.update(i for data in zones.tables for own in data.cells for i in own.lines)
    found.update(item.line.index for item in zones.ignored)
    return found


PHRASES = st.sampled_from(
    [*HEAD, *BODY, *SIGNED, *SENT, "", " ", "-----", "2", "Kính gửi:", "- Các phòng;", "V/v thi đua", "KẾ HOẠCH", "PHỤ LỤC I",
     "KHẨN",
     "(Dự thảo)", "I. MỤC ĐÍCH", "1. Một", "a) Hai", "Người ký: Sở", "ĐẾN", "Căn cứ Luật;", "Nơi nhận:\t\tGIÁM ĐỐC", "Biểu số 1",
     "UBND TỈNH AN BÌNH\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Số: /KH-SNV    An Bình, ngày   tháng   năm 2023"]
)  # fmt: skip
WORDS = st.one_of(PHRASES, st.text(alphabet="aăâbđeêoôơuưáàảãạẦẾỐỨ IVX019.,;:/()-–…\t\u0301&", max_size=60))


@st.composite
def pages(draw: st.DrawFn) -> Layout:
    """Any layout: texts of any kind with any of boxes, cells, parts and styles."""
    lines: list[Line] = []
    for index, text in enumerate(draw(st.lists(WORDS, max_size=24))):
        kind = draw(st.integers(0, 5))
        x0, y0 = draw(st.floats(0, 500)), draw(st.floats(0, 800))
        lines.append(
            Line(
                index,
                text,
                f"dòng {index}",
                page=draw(st.integers(1, 2)) if kind in (1, 2) else None,
                box=Box(x0, y0, x0 + draw(st.floats(0, 300)), y0 + draw(st.floats(0, 20))) if kind == 1 else None,
                cell=CellRef(draw(st.integers(0, 1)), draw(st.integers(0, 3)), draw(st.integers(0, 2)))
                if kind == 3
                else None,
                part=draw(st.sampled_from(list(Part))) if kind == 4 else Part.BODY,
                bold=draw(st.sampled_from([None, True, False])),
            )
        )
    tables = []
    for number in (0, 1):
        spots: dict[tuple[int, int], list[int]] = {}
        for item in lines:
            if item.cell is not None and item.cell.table == number:
                spots.setdefault((item.cell.row, item.cell.column), []).append(item.index)
        cells = tuple(Cell(r, c, "", tuple(own)) for (r, c), own in sorted(spots.items()))
        tables.append(Table(number, 4, 3, cells, ruled=draw(st.sampled_from([None, True, False]))))
    return Layout("test", tuple(lines), tuple(tables), page_sizes=((595.0, 842.0),), has_paragraphs=draw(st.booleans()))


@settings(max_examples=400, deadline=None)
@given(pages())
def test_no_line_is_lost_and_none_stands_twice(page: Layout) -> None:
    zones = split(page)
    found = places(zones)
    assert set(found) == {item.index for item in page.lines}
    whole = {item.index for item in page.lines if len(set(_pieces(zones, item.index))) <= 1}
    assert all(found[index] == 1 for index in whole)


def _pieces(zones: Zones, index: int) -> list[str]:
    zoned = (
        zones.head_left,
        zones.head_right,
        zones.marks,
        zones.title,
        zones.addressees,
        zones.signature,
        zones.recipients,
    )
    out = [item.text for lines in zoned for item in lines if item.index == index]
    return out + [item.line.text for item in zones.ignored if item.line.index == index]


@settings(max_examples=150, deadline=None)
@given(pages())
def test_every_letter_of_a_block_stands_in_its_line(page: Layout) -> None:
    for block in split(page).body:
        for piece in block.pieces:
            own = piece.line.text[piece.offset : piece.offset + piece.end - piece.start]
            assert block.text[piece.start : piece.end] == own
        for evidence in block.evidence():
            assert evidence.text in page.lines[evidence.index].text
