import pytest

from parsers.formats import pdf
from parsers.formats.pdf.catalogue import Dictionary
from parsers.formats.pdf.signatures import is_stamp_text, iso_time, signatures
from pipeline.errors import Code, FileError
from pipeline.intake import open_source
from pipeline.model import Alignment, CellRef, Part
from tests import cabinet, signed
from tests.factories import line


def at(x, y, text, font="F", size=12):
    """Text drawn from (x, y), y upwards from the foot of the page."""
    return f"BT /{font} {size} Tf {x} {y} Td ({text}) Tj ET\n"


def rule(x0, y0, x1, y1):
    return f"0.5 w {x0} {y0} m {x1} {y1} l S\n"


def grid(xs, ys):
    return "".join(rule(xs[0], y, xs[-1], y) for y in ys) + "".join(rule(x, ys[0], x, ys[-1]) for x in xs)


@pytest.fixture
def read(tmp_path):
    def reader(*contents):
        return pdf.read(open_source(cabinet.pdf(tmp_path / "tep.pdf", *contents)))

    return reader


def texts(layout):
    return [one.text for one in layout.lines]


def test_a_page_gives_lines_with_boxes_from_the_top(read):
    layout = read(at(72, 780, "BAO CAO", "B", 14) + at(72, 760, "Ket qua"))
    assert texts(layout) == ["BAO CAO", "Ket qua"]
    first, second = layout.lines
    assert (first.bold, second.bold, first.size) == (True, False, 14.0)
    assert (first.page, first.place) == (1, "trang 1, dòng 1")
    assert 842 - 780 - 14 < first.box.y0 < 842 - 780 < first.box.y1
    assert first.box.x0 == pytest.approx(72, abs=1)
    assert (layout.pages, layout.page_sizes, layout.has_paragraphs) == (1, ((595.0, 842.0),), False)


def test_lines_are_read_by_place_not_by_the_order_of_drawing(read):
    layout = read(at(72, 700, "hai") + at(72, 720, "mot") + at(72, 680, "ba"))
    assert texts(layout) == ["mot", "hai", "ba"]


def test_pages_are_counted(read):
    layout = read(at(72, 700, "mot"), at(72, 700, "hai"))
    assert [(one.page, one.text) for one in layout.lines] == [(1, "mot"), (2, "hai")]


class TestColumns:
    def test_two_columns_drawn_one_after_the_other(self, read):
        left = at(72, 780, "UBND TINH") + at(72, 765, "SO TAI CHINH") + at(80, 745, "So: 92/BC-STC")
        right = at(170, 780, "CONG HOA XA HOI") + at(180, 765, "Doc lap") + at(180, 745, "ngay 15")
        assert texts(read(left + right)) == [
            "UBND TINH",
            "CONG HOA XA HOI",
            "SO TAI CHINH",
            "Doc lap",
            "So: 92/BC-STC",
            "ngay 15",
        ]

    def test_two_cells_of_one_row_drawn_one_after_the_other(self, read):
        # The pen jumps from one cell to the next; no blank is drawn in between.
        assert texts(read(at(72, 780, "UBND TINH") + at(152, 780, "CONG HOA XA HOI"))) == [
            "UBND TINH",
            "CONG HOA XA HOI",
        ]

    def test_words_set_one_by_one_stay_one_line(self, read):
        # Loosely justified by a program that places every word: wide gaps, but all alike.
        assert texts(read("".join(at(72 + 47 * i, 700, "thi dua") for i in range(6)))) == [" ".join(["thi dua"] * 6)]

    def test_a_label_and_its_text_are_no_columns(self, read):
        assert texts(read(at(72, 700, "1.") + at(100, 700, "Muc dich"))) == ["1. Muc dich"]

    def test_a_hole_for_the_number_is_no_column(self, read):
        assert texts(read(at(72, 700, "So:") + at(130, 700, "/KH-UBND"))) == ["So:             /KH-UBND"]

    def test_many_blanks_part_columns(self, read):
        assert texts(read(at(72, 700, "UBND TINH") + at(130, 700, " " * 30) + at(260, 700, "CONG HOA"))) == [
            "UBND TINH",
            "CONG HOA",
        ]


class TestWords:
    def test_pieces_of_a_word_are_joined(self, read):
        assert texts(read(at(72, 700, "th") + at(82.0, 700, "i dua"))) == ["thi dua"]

    def test_a_gap_is_a_blank(self, read):
        assert texts(read(at(72, 700, "thi") + at(91, 700, "dua"))) == ["thi dua"]

    def test_a_gap_inside_one_drawing_is_a_blank(self, read):
        assert texts(read("BT /F 12 Tf 72 700 Td [(thi) -300 (dua)] TJ ET")) == ["thi dua"]

    def test_spread_letters_are_one_word(self, read):
        assert texts(read("BT /F 12 Tf 4 Tc 72 700 Td (BAO CAO) Tj ET")) == ["BAO CAO"]

    def test_superscripts_join_their_row(self, read):
        assert texts(read(at(72, 700, "23 m") + at(95.5, 705, "3", size=7) + at(100, 700, "/ngay"))) == ["23 m³/ngay"]


class TestUnseen:
    def test_invisible_letters(self, read):
        layout = read(at(72, 700, "thay duoc") + "3 Tr " + "BT /F 12 Tf 3 Tr 72 600 Td (khong thay) Tj ET")
        assert texts(layout) == ["thay duoc"]
        assert [note.code for note in layout.notes] == ["HIDDEN_TEXT"]

    def test_white_on_white(self, read):
        assert texts(read(at(72, 700, "den") + "1 g " + at(72, 600, "trang"))) == ["den"]

    def test_white_on_dark_is_seen(self, read):
        assert texts(read("0 g 60 590 200 30 re f 1 g " + at(72, 600, "trang"))) == ["trang"]

    def test_off_the_page(self, read):
        assert texts(read(at(72, 700, "trong") + at(72, 900, "ngoai"))) == ["trong"]


#: A picture of one grey dot over the whole page.
SCAN = "q 595 0 0 842 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID x EI Q\n"


class TestScans:
    def test_a_scanners_own_text_layer_is_read_with_care(self, read):
        layout = read("BT /F 12 Tf 3 Tr 72 700 Td (Uy ban nhan dan tinh) Tj ET " + SCAN)
        assert texts(layout) == ["Uy ban nhan dan tinh"]
        assert layout.ocr is True
        assert layout.lines[0].legibility < 1
        assert [note.code for note in layout.notes] == ["OCR_LAYER"]

    def test_letters_under_the_picture_are_a_layer_too(self, read):
        layout = read(at(72, 700, "Uy ban nhan dan tinh") + SCAN)
        assert (texts(layout), layout.ocr) == (["Uy ban nhan dan tinh"], True)

    def test_letters_over_a_picture_are_the_page(self, read):
        layout = read(SCAN + at(72, 700, "Uy ban nhan dan tinh"))
        assert (texts(layout), layout.ocr, layout.lines[0].legibility) == (["Uy ban nhan dan tinh"], False, 1.0)

    def test_a_layer_without_a_mark_on_any_letter_is_no_vietnamese(self, tmp_path):
        layer = "".join(
            f"BT /F 12 Tf 3 Tr 72 {700 - 20 * i} Td (Uy ban nhan dan tinh thuc hien) Tj ET " for i in range(9)
        )
        assert refused(cabinet.pdf(tmp_path / "a.pdf", layer + SCAN)) is Code.NO_TEXT

    def test_scanned_pages_among_others_are_named(self, read):
        layout = read(at(72, 700, "co chu"), SCAN)
        assert [(note.code, note.message[:7]) for note in layout.notes] == [("SCANNED_PAGES", "Trang 2")]

    def test_scans_only(self, tmp_path):
        assert refused(cabinet.pdf(tmp_path / "a.pdf", SCAN, SCAN)) is Code.NO_TEXT


class TestTables:
    XS, YS = [72, 150, 300, 400], [700, 680, 660]

    def page(self):
        out = grid(self.XS, self.YS) + at(72, 720, "truoc") + at(72, 640, "sau")
        for row, y in enumerate((685, 665)):
            for column, x in enumerate(self.XS[:-1]):
                out += at(x + 4, y, f"r{row}c{column}", size=10)
        return out

    def test_rules_make_a_table(self, read):
        layout = read(self.page())
        (table,) = layout.tables
        assert (table.rows, table.columns, table.ruled, table.page) == (2, 3, True, 1)
        assert [[c.text for c in row] for row in table.grid] == [["r0c0", "r0c1", "r0c2"], ["r1c0", "r1c1", "r1c2"]]

    def test_lines_and_table_stand_in_reading_order(self, read):
        layout = read(self.page())
        assert texts(layout) == ["truoc", "r0c0", "r0c1", "r0c2", "r1c0", "r1c1", "r1c2", "sau"]
        assert layout.tables[0].anchor == 1
        assert layout.lines[5].cell == CellRef(0, 1, 1)
        assert layout.lines[5].place == "trang 1, bảng 1, hàng 2, cột 2"

    def test_every_line_of_a_cell_is_the_cells(self, read):
        layout = read(self.page())
        for cell in layout.tables[0].cells:
            assert "\n".join(layout.lines[i].text for i in cell.lines) == cell.text

    def first_and_second(self, *, head="TT", between="", shift=0):
        xs = [72, 150, 300]
        one = grid(xs, [120, 100, 80]) + at(76, 105, "TT") + at(154, 105, "So ho") + at(76, 85, "1") + at(154, 85, "12")
        two = grid([x + shift for x in xs], [780, 760, 740]) + at(76 + shift, 765, head) + at(154 + shift, 765, "So ho")
        two += at(76 + shift, 745, "2") + at(154 + shift, 745, "15") + at(290, 820, "2") + between
        return one, two

    def test_a_table_goes_on_over_the_page(self, read):
        layout = read(*self.first_and_second())
        (table,) = layout.tables
        assert [[c.text for c in row] for row in table.grid] == [["TT", "So ho"], ["1", "12"], ["2", "15"]]
        assert layout.lines[table.grid[2][1].lines[0]].cell == CellRef(0, 2, 1)
        again = [(one.text, one.part, one.cell) for one in layout.lines if one.part is Part.HEADER]
        assert again == [("TT", Part.HEADER, None), ("So ho", Part.HEADER, None)], "the head printed again is no data"

    def test_rows_without_a_head_go_on_too(self, read):
        (table,) = read(*self.first_and_second(head="x")).tables
        assert [[c.text for c in row] for row in table.grid] == [
            ["TT", "So ho"],
            ["1", "12"],
            ["x", "So ho"],
            ["2", "15"],
        ]

    def test_text_in_between_ends_a_table(self, read):
        assert len(read(*self.first_and_second(between=at(72, 800, "Bieu so 2"))).tables) == 2

    def test_other_columns_are_another_table(self, read):
        assert len(read(*self.first_and_second(shift=30)).tables) == 2

    def test_merged_cells_span(self, read):
        head = rule(72, 700, 400, 700) + rule(72, 680, 400, 680) + rule(72, 660, 400, 660)
        sides = rule(72, 660, 72, 700) + rule(400, 660, 400, 700) + rule(200, 660, 200, 680)
        layout = read(head + sides + at(80, 685, "ca hai") + at(80, 665, "trai") + at(210, 665, "phai"))
        spans = {c.text: (c.row, c.column, c.column_span) for c in layout.tables[0].cells}
        assert spans == {"ca hai": (0, 0, 2), "trai": (1, 0, 1), "phai": (1, 1, 1)}

    def test_one_drawing_over_two_cells_is_cut(self, read):
        layout = read(grid([72, 150, 228], [700, 680]) + "BT /F 10 Tf 76 685 Td [(mot) -7000 (hai)] TJ ET")
        assert [c.text for c in layout.tables[0].cells] == ["mot", "hai"]

    def test_a_frame_around_a_mark_is_no_table(self, read):
        assert read(grid([72, 150], [700, 680]) + at(80, 685, "MAT")).tables == ()

    def test_rules_under_lines_are_no_table(self, read):
        assert read(at(72, 700, "UBND TINH") + rule(80, 695, 120, 695) + rule(80, 600, 120, 600)).tables == ()


class TestAlignment:
    def test_a_title_in_the_middle(self, read):
        body = "".join(at(72, 600 - 20 * i, "x" * 75) for i in range(6))
        assert read(at(270, 700, "KE HOACH") + body).lines[0].alignment is Alignment.CENTER

    def test_a_column_shares_its_middle(self, read):
        body = "".join(at(72, 600 - 20 * i, "x" * 75) for i in range(6))
        layout = read(at(400, 200, "GIAM DOC", "B") + at(381, 185, "Nguyen Van An xx") + body)
        foot = [one for one in layout.lines if one.box.y0 > 600]
        assert len(foot) == 2 and foot[0].alignment is Alignment.CENTER


def refused(path):
    with pytest.raises(FileError) as caught:
        pdf.read(open_source(path))
    return caught.value.failure.code


class TestBroken:
    def test_a_lock_that_opens_without_a_password_is_none(self, tmp_path):
        path = cabinet.pdf(tmp_path / "a.pdf", at(72, 700, "KE HOACH"), encrypted=True, password="")
        assert texts(pdf.read(open_source(path))) == ["KE HOACH"]

    def test_password(self, tmp_path):
        assert refused(cabinet.pdf(tmp_path / "a.pdf", at(72, 700, "mat"), encrypted=True)) is Code.ENCRYPTED

    @pytest.mark.parametrize("part", [0.02, 0.3])
    def test_truncated(self, tmp_path, part):
        whole = cabinet.pdf(tmp_path / "a.pdf", at(72, 700, "x")).read_bytes()
        path = tmp_path / "cut.pdf"
        path.write_bytes(whole[: int(len(whole) * part)])
        assert refused(path) is Code.DAMAGED

    def test_a_page_without_letters(self, tmp_path):
        assert refused(cabinet.pdf(tmp_path / "a.pdf", rule(0, 0, 100, 100))) is Code.NO_TEXT


STAMPS = [
    ("Người ký: Sở Tài chính", True, "the signer's line"),
    ("Ký bởi: ỦY BAN NHÂN DÂN", True, "another software's"),
    ("Thời gian ký: 16/04/2020 14:09:54", True, "the time's line"),
    ("Email: stc@example.vn", True, "the mail's line"),
    ("08:50:27", True, "a time cut off"),
    ("+07:00", True, "a zone cut off"),
    ("330", False, "a number filled in"),
    ("1887/QĐ-VNPT", False, "a symbol filled in"),
]

TIMES = [
    ("D:20190515085027+07'00'", "2019-05-15T08:50:27+07:00"),
    ("D:20190515085027Z", "2019-05-15T08:50:27+00:00"),
    ("D:2019", "2019-01-01T00:00:00"),
    ("yesterday", None),
    (None, None),
]


class TestSignatures:
    @pytest.mark.parametrize(("text", "expected", "_why"), STAMPS, ids=[why for *_, why in STAMPS])
    def test_what_signing_software_prints(self, text, expected, _why):
        assert is_stamp_text(text) is expected

    @pytest.mark.parametrize(("raw", "expected"), TIMES)
    def test_times(self, raw, expected):
        assert iso_time(raw) == expected

    def test_a_stamp_names_the_signer_of_its_own_time(self):
        lines = ["Người ký: Sở Tài", "chính", "Email: a@b", "Thời gian ký:", "15.05.2019", "08:50:27", "+07:00"]
        stamps = [line(text, i, part=Part.SIGNATURE) for i, text in enumerate(lines)]
        found = signatures([Dictionary("D:20190515085027+07'00'"), Dictionary("D:20190515085013+07'00'")], stamps)
        assert [s.signer for s in found] == ["Sở Tài chính", None]


PROSE = (
    "Sở Nội vụ ban hành kế hoạch phát động phong trào thi đua nêu gương người tốt việc tốt trong toàn tỉnh năm nay "
    "và đề nghị các đơn vị trực thuộc triển khai các nội dung sau rồi báo cáo kết quả về Văn phòng Sở"
)
ENGLISH = (
    "The council of ministers met in order to discuss the proposals for a new regulation on the emulation and "
    "commendation of public servants and units which had been put forward by the department of home affairs last year"
)
LAYERS = [
    (PROSE, False, "Vietnamese"),
    (ENGLISH, False, "another language"),
    ("".join(chr(ord(c) - 29) if "]" < c < "\x7f" else c for c in PROSE), True, "every letter moved by 29 places"),
    ("119/KH-SNV 2.345,7 12/6/2023 " * 20, False, "figures and symbols"),
]


@pytest.mark.parametrize(("text", "expected", "_why"), LAYERS, ids=[why for *_, why in LAYERS])
def test_letters_that_say_nothing_are_read_from_the_picture(tmp_path, text, expected, _why):
    words = text.split()
    lines = [(60, 780 - 15 * i, " ".join(words[8 * i : 8 * i + 8])) for i in range(-(-len(words) // 8))]
    survey = pdf.survey(open_source(signed.paper(tmp_path / "a.pdf", lines)))
    assert (survey.pictured == (1,)) is expected
    assert ("GARBLED_TEXT" in [note.code for note in survey.layout.notes]) is expected
