"""What is done with words, rules and letter scores once an engine has read a page: no engine needed."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.formats.scan import digits, document, foot, ink, labels, rereading, rules, second_reader
from parsers.formats.scan.cleaning import turned, without_red
from parsers.formats.scan.fusing import Said, fuse, is_unlikely, worth
from parsers.formats.scan.head import _notation, _party_notation, _settled, _value
from parsers.formats.scan.page import Sheet, sense
from parsers.formats.scan.relayout import rows, straightened
from parsers.formats.scan.second_reader import greedy
from parsers.formats.scan.words import Row, Word
from parsers.formats.scan.writer import Writer
from parsers.page_by_page import interleaved, telling_first
from parsers.pictures import Picture, reading_dpi
from pipeline.model import Layout, Line, Part
from pipeline.reference.common_syllables import are_common, is_common


def word(text, x0, y0=100, width=None, height=30, sure=95.0, line=0):
    return Word(text, x0, y0, x0 + (width or 18 * len(text)), y0 + height, sure, line)


def printed(text, x0, y0, line, sure=95.0):
    """Words of one line, a blank of 12 dots between them."""
    out = []
    for part in text.split():
        out.append(word(part, x0, y0, sure=sure, line=line))
        x0 = out[-1].x1 + 12
    return out


class TestRelayout:
    def test_two_columns_on_one_line_are_two_lines(self):
        found = rows([*printed("ỦY BAN NHÂN DÂN", 100, 100, 0), *printed("CỘNG HÒA XÃ HỘI", 700, 100, 0)])
        assert [row.text for row in found] == ["ỦY BAN NHÂN DÂN", "CỘNG HÒA XÃ HỘI"]

    def test_a_speck_inside_the_gap_does_not_bridge_it(self):
        words = [
            *printed("HUYỆN MINH HÀ", 100, 100, 0),
            word("_", 450, sure=20, width=60),
            *printed("Độc lập", 600, 100, 0),
        ]
        assert len(rows(words)) == 2

    def test_a_line_the_engine_broke_is_one_line_again(self):
        found = rows([*printed("Căn cứ Luật", 100, 100, 0), *printed("Thi đua, Khen thưởng", 310, 102, 1)])
        assert [row.text for row in found] == ["Căn cứ Luật Thi đua, Khen thưởng"]

    def test_inside_a_cell_no_gap_cuts(self):
        words = [*printed("Trường Mầm non", 100, 100, 0), *printed("Hoa Sen", 700, 100, 0)]
        assert [row.text for row in rows(words, columns=False)] == ["Trường Mầm non Hoa Sen"]

    def test_dirt_alone_is_no_line_but_a_page_number_is(self):
        found = rows(
            [word("'", 30, 20, sure=12), word("3", 800, 60, sure=90, line=1), word("~.", 20, 900, sure=5, line=2)]
        )
        assert [row.text for row in found] == ["3"]

    @pytest.mark.parametrize("mark", ["~", "—", "_", "~-"])
    def test_the_mark_of_an_item_is_a_dash_however_it_was_read(self, mark):
        words = [word(mark, 100, 110, width=10, height=6, sure=40), *printed("Như trên;", 122, 100, 0)]
        assert rows(words)[0].text == "- Như trên;"

    def test_lines_come_from_top_to_bottom_and_left_to_right(self):
        words = [*printed("dưới", 100, 300, 2), *printed("phải", 700, 104, 1), *printed("trái", 100, 100, 0)]
        assert [row.text for row in rows(words)] == ["trái", "phải", "dưới"]

    def test_a_crooked_page_is_set_straight(self):
        words = []
        for line in range(4):
            for i in range(12):
                x = 100 + 110 * i
                words.append(word("chữ", x, round(200 + 60 * line + 0.026 * x), line=line))
        tops = [w.y0 for w in straightened(words) if w.line == 0]
        assert max(tops) - min(tops) <= 3
        assert all(w.y0 + w.fall == old.y0 for w, old in zip(straightened(words), words, strict=True))


def said(text, *sure):
    words = text.split()
    return [Said(w, s) for w, s in zip(words, sure or (0.95,) * len(words), strict=True)]


class TestFusing:
    @pytest.mark.parametrize(
        ("first", "second", "line"),
        [
            (said("GIÁM ĐÓC", 0.9, 0.9), said("GIÁM ĐỐC"), "GIÁM ĐỐC"),  # đóc is no syllable in use
            (said("QUYÉT ĐỊNH"), said("QUYẾT ĐỊNH"), "QUYẾT ĐỊNH"),
            (said("THÀNH PHÓ", 0.95, 0.9), said("THÀNH PHỐ", 0.95, 0.8), "THÀNH PHỐ"),  # phố follows thành
            (said("nội dung chỉ"), said("nội dung chi", 0.9, 0.9, 0.7), "nội dung chi"),  # the dot of an i is no hook
            (said("Sở Nội vụ,"), said("Sở Nội vụ"), "Sở Nội vụ,"),  # a mark that one reader lost
            (said("- Huyện ủy:"), said("- Huyện ủy;"), "- Huyện ủy;"),  # the tail of a semicolon is lost, never found
            (said("Kính gửi:"), said("Kính gửi:"), "Kính gửi:"),
            (said("5. Chi cục"), said("5, Chi cục"), "5. Chi cục"),  # behind an item's number stands a full stop
            (said("đạt 5. Sau"), said("đạt 5, Sau"), "đạt 5, Sau"),  # elsewhere the first takes commas for full stops
        ],
    )
    def test_where_readings_differ_the_better_word_stands(self, first, second, line):
        assert fuse(first, second)[0] == line

    def test_the_surer_reader_wins_between_two_good_words(self):
        assert fuse(said("Trần Hiến", 0.95, 0.5), said("Trần Hiền", 0.95, 0.99))[0] == "Trần Hiền"
        assert fuse(said("Trần Hiến", 0.95, 0.97), said("Trần Hiền", 0.95, 0.6))[0] == "Trần Hiến"

    def test_a_reading_of_something_else_counts_for_nothing(self):
        assert fuse(said("Căn cứ Luật Thi đua"), said("m=—— 0O xx")) == ("Căn cứ Luật Thi đua", 0.0)

    def test_agreement_is_the_share_of_equal_words(self):
        assert fuse(said("Kế hoạch năm"), said("Kế hoạch nắm"))[1] == pytest.approx(2 / 3)

    def test_pen_strokes_at_the_end_of_a_line_go_when_neither_reader_believes_them(self):
        first = said("- Lưu: VT, X6. (9", 0.9, 0.9, 0.9, 0.9, 0.5)
        second = said("- Lưu: VT, X6. /0", 0.9, 0.9, 0.9, 0.9, 0.4)
        assert fuse(first, second)[0] == "- Lưu: VT, X6."

    @given(st.lists(st.sampled_from(["thi", "đua", "khen", "thưởng", "UBND", "2024", "Sở"]), min_size=1, max_size=8))
    def test_two_equal_readings_are_the_line(self, words):
        line = " ".join(words)
        assert fuse(said(line), said(line)) == (line, 1.0)

    @pytest.mark.parametrize(
        ("before", "word", "behind", "unlikely"),
        [
            ("", "tống", "kết", True),  # tổng kết
            ("", "tổng", "kết", False),
            ("phong", "trào", "thi", False),
            ("năm", "2023", "của", False),  # no syllable
            ("", "q", "", False),  # a single letter
            ("Nguyễn", "Vẵn", "Mẫu", False),  # no pair in use with any tone: nothing to say
        ],
    )
    def test_a_word_is_unlikely_when_another_tone_makes_a_pair_in_use(self, before, word, behind, unlikely):
        assert is_unlikely(before, word, behind) is unlikely

    def test_worth(self):
        assert worth("thưởng") == 2
        assert worth("UBND") == 0
        assert worth("ẩuđ") == -1


LETTERS = ("", *"0123456789", *"Số:/QĐngàytháăm OL-")


def scores(*steps):
    """Letter probabilities: each step is a dict of letters; the rest of the probability is the blank's."""
    out = np.zeros((len(steps), len(LETTERS)), np.float32)
    for row, step in zip(out, steps, strict=True):
        for letter, chance in step.items():
            row[LETTERS.index(letter)] = chance
        row[0] = max(0.0, 1.0 - sum(step.values()))
    return out


def spelled(text, chance=0.9):
    return [step for letter in text for step in ({letter: chance}, {})]


class TestMending:
    def said(self, *words):
        return [Said(text, sure) for text, sure in words]

    def test_a_dash_that_hangs_on_one_word_was_read_wrong(self):
        first = self.said(("Quốc", 0.97), ("phòng", 0.93), ("-", 0.93), ("An", 0.97), ("ninh", 0.97))
        second = self.said(("Quốc", 1.0), ("phòng-", 1.0), ("An", 0.9), ("ninh", 1.0))
        assert fuse(first, second)[0] == "Quốc phòng - An ninh"

    def test_what_both_readers_doubt_at_the_end_of_a_line_and_see_differently_is_dropped(self):
        words = self.said(("giá", 0.96), ("hàng", 0.97), ("hóa", 0.97), ("dịch", 0.97), ("vụ", 0.97))
        debris = self.said(("HBI", 0.77), ("TH,", 0.0))
        assert fuse([*debris, *words], [*self.said(("ồ%", 0.5)), *words])[0] == "giá hàng hóa dịch vụ"

    @pytest.mark.parametrize(
        ("ours", "theirs", "why"),
        [
            ("L.", "1.", "an item keeps its number"),
            ("X6", "X8", "a code that both saw alike"),
            ("12", "ồ%", "a figure is never dropped"),
        ],
    )
    def test_what_may_be_writing_stays(self, ours, theirs, why):
        words = self.said(("thu", 0.96), ("ngân", 0.97), ("sách", 0.97), ("nhà", 0.97), ("nước", 0.97))
        text = fuse([*self.said((ours, 0.7)), *words], [*self.said((theirs, 0.7)), *words])[0]
        assert text.split()[0] in (ours, theirs), why

    @pytest.mark.parametrize(
        ("read", "written", "why"),
        [
            ("Hội đồng nhân dân khoá VH, nhiệm kỳ", "Hội đồng nhân dân khoá VII, nhiệm kỳ", "two strokes that touch"),
            ("KHÓA XH", "KHÓA XII", "capitals too"),
            ("kế hoạch quý H/2024", "kế hoạch quý II/2024", "in front of a year"),
            ("Chương XVHI", "Chương XVIII", "inside a numeral"),
            ("khóa HH", "khóa HH", "no numeral comes of it"),
            ("tổ H, khóa X", "tổ H, khóa X", "a letter where no numeral must stand"),
        ],
    )
    def test_an_h_in_a_roman_numeral(self, read, written, why):
        row = Row(printed("a", 100, 100, 0))
        row.text = read
        labels.mend_numerals([row])
        assert row.text == written, why

    @pytest.mark.parametrize(
        ("ours", "theirs", "read", "why"),
        [
            ("điêu", "điểu", "điều", "one tone alone makes a pair with the word behind"),
            ("điêu", "điều", "điều", "one reader saw it"),
            ("điên", "điểu", "điên", "other letters: the surer reader, nothing made up"),
            ("Điêu", "Điểu", "Điêu", "a name stands in no list of pairs"),
        ],
    )
    def test_a_tone_that_neither_reader_saw(self, ours, theirs, read, why):
        first = self.said(("cuộc", 0.97), (ours, 0.91), ("tra", 0.97), ("năm", 0.97))
        second = self.said(("cuộc", 1.0), (theirs, 0.87), ("tra", 1.0), ("năm", 1.0))
        assert fuse(first, second)[0] == f"cuộc {read} tra năm", why

    @given(st.text(max_size=6), st.text(max_size=6))
    def test_no_two_readings_raise(self, ours, theirs):
        fuse(self.said(*((w, 0.5) for w in ours.split())), self.said(*((w, 0.5) for w in theirs.split())))

    def test_the_names_of_years_are_pairs(self):
        assert are_common("Ất", "Tỵ") and are_common("Giáp", "Thìn") and not are_common("Giáp", "Tỵ")


class TestInk:
    BLACK, BLUE = (25, 25, 25), (40, 60, 170)

    def line(self, *strokes):
        """A gray-white line 40 dots high with upright strokes: (column, color)."""
        image = np.full((40, 400, 3), 240, np.uint8)
        for x, color in strokes:
            image[8:32, x : x + 4] = color
        return image

    def test_what_is_written_in_blue_stands_alone_on_white(self):
        line = self.line((60, self.BLACK), (100, self.BLUE), (112, self.BLUE), (150, self.BLACK))
        pieces = list(ink.written(line, 90, 130))
        assert len(pieces) == 3 and len({piece.shape for piece in pieces}) == 3
        for piece in pieces:
            strokes = (piece[20, :, 0] == self.BLUE[0]).sum()
            assert strokes == 8 and not (piece == 25).any()

    @pytest.mark.parametrize(
        ("strokes", "why"),
        [
            (((100, (25, 25, 25)),), "black print is not taken for handwriting"),
            (((60, (40, 60, 170)),), "ink outside the blank is another's"),
            (((60, (40, 60, 170)), (100, (40, 60, 170)), (200, (40, 60, 170))), "a page printed in blue"),
            ((), "an empty blank"),
        ],
    )
    def test_nothing_is_taken_out_where_ink_tells_nothing(self, strokes, why):
        assert not list(ink.written(self.line(*strokes), 90, 130)), why

    def test_a_bluish_paper_is_no_ink(self):
        line = self.line((100, self.BLACK))
        line[..., 0] = np.minimum(line[..., 0], 180)
        assert not list(ink.written(line, 90, 130))

    @pytest.mark.parametrize(
        ("letters", "value", "alike", "why"),
        [
            ("367", "367", True, "digits are themselves"),
            ("gh6", "946", True, "a 9 has the shape of g, a 4 that of h"),
            ("23.7", "237", True, "a speck is no sign"),
            ("U", "11", False, "one sign is not two"),
            ("L37", "937", False, "an L is no 9"),
        ],
    )
    def test_letters_are_digits_only_when_they_have_their_shape(self, letters, value, alike, why):
        assert digits.looks_like(letters, value) is alike, why

    @pytest.mark.parametrize(
        ("line", "by_ink", "value", "why"),
        [
            ("12", "12", "12", "both say so"),
            ("", "12", "12", "the line is disturbed by its print"),
            ("12", "", "12", "black ink"),
            ("12", "17", "", "they differ: a gap, never a guess"),
        ],
    )
    def test_line_and_ink_are_never_set_against_each_other(self, line, by_ink, value, why):
        assert _settled(line, by_ink) == value, why


PLACES = tuple(LETTERS.index(d) for d in "0123456789")


class TestDigits:
    def test_the_best_path_puts_repeats_together_and_knows_its_steps(self):
        path = digits.best_path(scores({"1": 0.9}, {"1": 0.8}, {}, {"1": 0.9}, {"7": 0.9}), LETTERS)
        assert (path.text, path.starts, path.ends) == ("117", (0, 3, 4), (2, 4, 5))

    def test_the_number_stands_between_the_word_and_the_slash(self):
        read = scores(*spelled("Số:"), *spelled("367"), *spelled("/QĐ"))
        path = digits.best_path(read, LETTERS)
        window = digits.number_window(path, "QĐ-UBND")
        assert window is not None
        assert digits.digits_between(read, *window, PLACES) == "367"
        assert digits.letters_between(path, *window) == "367"

    def test_a_slash_read_as_a_stroke_is_made_up_for_by_the_notation(self):
        read = scores(*spelled("Số:"), *spelled("12"), *spelled("QĐ"))
        window = digits.number_window(digits.best_path(read, LETTERS), "QĐ-UBND")
        assert window is not None and digits.digits_between(read, *window, PLACES) == "12"

    def test_letters_in_the_window_show_that_digits_are_not_the_number(self):
        read = scores(*spelled("Số:"), {"9": 0.9}, {}, {"L": 0.6, "4": 0.2}, *spelled("/QĐ"))
        path = digits.best_path(read, LETTERS)
        window = digits.number_window(path, "QĐ-UBND")
        assert window is not None
        assert digits.digits_between(read, *window, PLACES) != digits.letters_between(path, *window)

    def test_without_a_slash_and_a_notation_there_is_no_window(self):
        path = digits.best_path(scores(*spelled("Số:12")), LETTERS)
        assert digits.number_window(path, "") is None

    def test_likelihood_sums_over_all_alignments(self):
        read = scores({"1": 0.5}, {"1": 0.5})
        # "1" is spelled by 1-, -1 and 11.
        assert digits.log_likelihood(read, [LETTERS.index("1")]) == pytest.approx(np.log(0.75), abs=1e-4)
        assert digits.log_likelihood(read, []) == pytest.approx(np.log(0.25), abs=1e-4)

    def test_only_a_day_of_the_calendar_is_read(self):
        read = scores({"3": 0.5, "1": 0.4}, {}, {"9": 0.9})
        best = digits.best_value(read, 0, 3, range(1, 32), PLACES)
        assert best is not None and best[0] == "19"

    def test_day_and_month_windows(self):
        read = scores(*spelled("ngày "), *spelled("05"), *spelled(" tháng "), *spelled("8"), *spelled(" năm"))
        path = digits.best_path(read, LETTERS)
        day, month = digits.day_window(path), digits.month_window(path)
        assert day is not None and digits.best_value(read, *day, range(1, 32), PLACES)[0] == "05"
        assert month is not None and digits.best_value(read, *month, range(1, 13), PLACES)[0] == "8"

    def test_the_month_is_found_behind_a_word_that_lost_its_vowel(self):
        path = digits.best_path(
            scores(*spelled("ngày "), *spelled("05"), *spelled(" thng "), *spelled("8 năm")), LETTERS
        )
        assert digits.month_window(path) is not None

    def test_a_small_lead_is_enough_where_no_letter_had_to_be_forbidden(self):
        read = [("14", 0.6), ("14", 0.8), ("14", 0.7)]
        assert _value(read) == "" and _value(read, plain={"14", "A4"}) == ""
        assert _value(read, plain={"14"}) == "14"

    @pytest.mark.parametrize(
        ("read", "value", "why"),
        [
            ([("05", 9.0)] * 9, "05", "all agree and are sure"),
            ([("05", 9.0)] * 8 + [("03", 2.0)], "", "one reading differs"),
            ([("05", 0.5)] * 9, "", "no reading is sure"),
            ([("4", 3.0)] * 9, "", "a day below ten has a zero before it: a digit was lost"),
            ([], "", "nothing was read"),
        ],
    )
    def test_a_day_is_taken_only_when_nothing_speaks_against_it(self, read, value, why):
        assert _value(read) == value, why

    def test_months_from_three_on_may_stand_alone(self):
        assert _value([("7", 5.0)] * 9, lone=tuple("3456789")) == "07"

    @pytest.mark.parametrize(
        ("text", "notation"),
        [
            ("Số: 4ö !QÐ- VNPT- QB", ("", "QĐ-VNPT-QB")),
            ("Số: 04/2019/NQ-HĐND", ("2019", "NQ-HĐND")),
            ("Số : /TB - HTTT", ("", "TB-HTTT")),
            ("Số: 12", None),
        ],
    )
    def test_the_printed_notation_is_told_from_the_written_number(self, text, notation):
        assert _notation(Row([word(text, 100)], text)) == notation

    @pytest.mark.parametrize(
        ("text", "notation"),
        [
            ("Số 118-KH/TWĐTN-BTG", "KH/TWĐTN-BTG"),
            ("Số: 1377 - QĐ/TU", "QĐ/TU"),
            ("Số       -CV/ĐUK", "CV/ĐUK"),
            ("Số: 12/KH-UBND", None),
            ("Số: 05/2021/QĐ-UBND", None),
            ("Số: 12-SNV/TĐ", None),
        ],
    )
    def test_the_party_puts_the_type_between_dash_and_slash(self, text, notation):
        assert _party_notation(Row([word(text, 100)], text)) == notation

    def test_the_party_number_ends_at_its_dash_though_of_the_word_only_one_letter_is_seen(self):
        read = scores(*spelled("S 325-QĐ/"))
        window = digits.number_window(digits.best_path(read, LETTERS), "QĐ/TU", "-")
        assert window is not None
        assert digits.digits_between(read, *window, PLACES) == "325"

    def test_greedy_reading_gives_each_word_its_least_sure_letter(self):
        reading = greedy(scores(*spelled("Số"), {" ": 0.9}, *spelled("12", 0.6)), LETTERS)
        assert reading.text == "Số 12"
        assert reading.sure == pytest.approx((0.9, 0.6))


def sheet_of(*lines, number=1):
    return Sheet(number, 595.0, 842.0, 200.0, [Row(printed(text, x, y, i)) for i, (text, x, y) in enumerate(lines)])


class TestFoot:
    LIST = (("- Như trên;", 200, 1640), ("- UBND tỉnh;", 200, 1680), ("- Lưu: VT.", 200, 1720))

    def test_it_is_found_by_its_label_or_by_its_list(self):
        label = sheet_of(("Nơi nhận:", 200, 1600), *self.LIST)
        assert foot.find(label) is not None
        assert foot.find(sheet_of(("xea nhậm:", 200, 1600), *self.LIST)) is not None
        assert foot.find(sheet_of(("Điều 1. Ban hành kèm theo", 200, 1600))) is None

    def test_a_damaged_label_above_the_list_is_written_as_printed(self):
        page = sheet_of(("Nai nhậm:", 200, 1600), *self.LIST)
        where = foot.find(page)
        assert where is not None
        foot.mend(page, where)
        assert page.rows[0].text == "Nơi nhận:"

    @pytest.mark.parametrize(
        ("read", "written"),
        [
            ("- Bộ Nội vụ (để b/e);", "- Bộ Nội vụ (để b/c);"),
            ("- Sở Y tế (để b/cáo);", "- Sở Y tế (để b/cáo);"),
            ("- Ban b/e;", "- Ban b/e;"),
        ],
    )
    def test_what_a_recipient_is_to_do_with_it_is_written_as_everywhere(self, read, written):
        page = sheet_of(("Nơi nhận:", 200, 1600), *self.LIST[:2], (read, 200, 1720))
        where = foot.find(page)
        assert where is not None
        foot.mend(page, where)
        assert page.rows[-1].text == written

    @pytest.mark.parametrize(
        ("read", "title"),
        [
            ("KT. CHU TỊCH", "KT. CHỦ TỊCH"),
            ("PHỎ CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
            ("TM. ỦY BAN NHÂN DÂN~-", "TM. ỦY BAN NHÂN DÂN"),
            ("x/4GIAM ĐỌC", "GIÁM ĐỐC"),  # the edge of a stamp in front
            ("P. CHỦ TỊCH", "P. CHỦ TỊCH"),  # a deputy is not made the head
            ("HỘ CHỦ TỊCH", "HỘ CHỦ TỊCH"),  # more than marks is lost: nothing is made up
            ("Trân Văn Mẫu", "Trân Văn Mẫu"),  # names are never mended
        ],
    )
    def test_titles_of_the_closed_list_get_their_marks_back_and_nothing_else_does(self, read, title):
        page = sheet_of(("Nơi nhận:", 200, 1600), *self.LIST, (read, 1000, 1600))
        where = foot.find(page)
        assert where is not None
        foot.mend(page, where)
        assert [row.text for row in page.rows if row.box[0] >= 1000] == [title]


def drawn(height=800, width=1000):
    return np.full((height, width), 255, np.uint8)


class TestRereading:
    """Which words of running text are read again: the doubtful ones with a neighbour on each side."""

    TEXT = "Các đơn vị báo cáo kết quả thực hiện nhiệm vụ được giao trong năm"

    def row(self, text=TEXT, **unsure):
        words = printed(text, 100, 100, 0)
        return Row([word(w.text, w.x0, sure=unsure.get(w.text, 95.0)) for w in words])

    def test_a_line_of_sure_and_likely_words_has_none(self):
        assert rereading._doubtful(self.row().words) == []

    def test_a_doubtful_word_comes_with_its_neighbours(self):
        assert rereading._doubtful(self.row(**{"hiện": 60.0}).words) == [(7, 10)]

    def test_stretches_that_touch_are_one(self):
        assert rereading._doubtful(self.row(**{"hiện": 60.0, "vụ": 60.0}).words) == [(7, 12)]

    def test_where_most_of_a_line_is_doubtful_it_is_read_whole(self):
        words = self.row("Các đơn vị báo cáo kết", **{"đơn": 60.0, "cáo": 60.0}).words
        assert rereading._doubtful(words) == [(0, 6)]

    def test_only_the_stretch_is_read_and_the_rest_of_the_line_stands(self, monkeypatch):
        asked = []

        def read_line(crop):
            asked.append(crop.shape[1])
            return second_reader.Reading("thực hiện nhiệm", (0.99, 0.99, 0.99))

        monkeypatch.setattr(rereading.second_reader, "read_line", read_line)
        row = self.row(self.TEXT.replace("hiện", "hiên"), **{"hiên": 60.0})
        purse = rereading.Purse()
        purse.seconds = 1.0
        rereading._words_again(row, np.full((200, 2000), 255, np.uint8), purse)
        assert row.text == self.TEXT
        assert len(asked) == 1 and asked[0] < (row.box[2] - row.box[0]) / 2
        assert 0 < purse.seconds < 1.0

    def test_an_empty_purse_and_an_empty_reading_leave_the_line_as_it_was(self, monkeypatch):
        monkeypatch.setattr(rereading.second_reader, "read_line", lambda crop: second_reader.Reading(""))
        gray = np.full((200, 2000), 255, np.uint8)
        for seconds in (0.0, 1.0):
            row, purse = self.row(**{"hiện": 60.0}), rereading.Purse()
            purse.seconds = seconds
            before = (row.text, row.second, row.legibility)
            rereading._words_again(row, gray, purse)
            assert (row.text, row.second, row.legibility) == before


class TestLabels:
    @pytest.mark.parametrize(
        ("read", "written"),
        [
            ("Kínmh sửi: - Sở Nội vụ", "Kính gửi: - Sở Nội vụ"),
            ("Kinh gửi: Sở Nội vụ", "Kinh gửi: Sở Nội vụ"),  # its letters are there: fusing chooses the marks
            ("Kính gửi Sở Nội vụ", "Kính gửi Sở Nội vụ"),  # no label without its colon
            ("Kinh phí: 50 triệu đồng", "Kinh phí: 50 triệu đồng"),  # other words of the same shape
            ("Nơi nhận: Sở Nội vụ", "Nơi nhận: Sở Nội vụ"),
        ],
    )
    def test_the_label_before_the_addressees(self, read, written):
        (row,) = sheet_of((read, 300, 600)).rows
        labels.mend_addressed([row])
        assert row.text == written

    def test_pen_strokes_and_specks_are_no_lines(self):
        text = [Row(printed("Ủy ban nhân dân tỉnh", 200, 100, 0)), Row(printed("Số: 12/KH-UBND", 200, 150, 1))]
        rule = Row(printed("he G2 cớ,", 300, 200, 2, sure=2.0))
        speck = Row([word("CÀ", 300, 240, height=8, sure=70.0)])
        assert labels.without_scrawls([*text, rule, speck]) == text

    def test_what_both_readers_see_stays_however_unsure_the_first_is(self):
        row = Row(printed("Lý Văn Mẫu", 900, 400, 0, sure=5.0), second="Lỳ Vẩn Mẫu")
        assert labels.without_scrawls([row]) == [row]

    def test_a_long_damaged_word_stays(self):
        row = Row(printed("“m MINHHÀ", 300, 200, 0, sure=5.0), second="ẬNNN")
        assert labels.without_scrawls([row]) == [row]


class TestRules:
    def table(self, image, xs, ys):
        for y in ys:
            image[y : y + 3, xs[0] : xs[-1] + 3] = 0
        for x in xs:
            image[ys[0] : ys[-1] + 3, x : x + 3] = 0

    def test_a_ruled_table_is_found_cell_by_cell(self):
        image = drawn()
        self.table(image, (100, 300, 700), (200, 300, 400, 500))
        (grid,) = rules.grids(image, 200)
        assert (grid.rows, grid.columns, len(grid.cells)) == (3, 2, 6)
        assert grid.cells[grid.cell_at(500, 350)].row == 1

    def test_a_rule_left_out_makes_a_merged_cell(self):
        image = drawn()
        self.table(image, (100, 300, 700), (200, 300, 400))
        image[203:300, 300:303] = 255
        (grid,) = rules.grids(image, 200)
        assert max(cell.column_span for cell in grid.cells) == 2

    def test_a_crooked_table_is_found_too(self):
        image = drawn()
        for y in (200, 300, 400):
            for x in range(100, 700):
                image[y + round(0.012 * x) : y + round(0.012 * x) + 3, x] = 0
        for x in (100, 400, 697):
            for y in range(200, 403):
                image[y + round(0.012 * x), x - round(0.012 * y) : x - round(0.012 * y) + 3] = 0
        (grid,) = rules.grids(image, 200)
        assert (grid.rows, grid.columns) == (2, 2)
        assert grid.slope == pytest.approx(0.012, abs=0.003)

    def test_underlines_frames_and_letters_make_no_table(self):
        image = drawn()
        image[100:103, 100:500] = 0
        image[300:303, 100:500] = 0
        self.table(image, (100, 700), (500, 600))
        image[700:730:2, 100:800:3] = 0
        assert rules.grids(image, 200) == []


class TestCleaning:
    def test_red_ink_pales_and_black_under_it_stays(self):
        color = np.full((40, 40, 3), 255, np.uint8)
        color[10:20, 10:20] = (220, 40, 50)
        color[14:16, 12:18] = (60, 10, 12)
        gray = without_red(color)
        assert gray[11, 11] > 200
        assert gray[15, 14] < 90

    def test_a_quarter_turn_and_three_more_are_none(self):
        picture = Picture(1, 3, 2, 200.0, bytes(range(18)))
        assert turned(turned(picture, 1), 3) == picture
        assert (turned(picture, 1).width, turned(picture, 1).height) == (2, 3)

    def test_a_picture_knows_its_size_and_refuses_other_bytes(self):
        assert Picture(1, 200, 100, 200.0, bytes(60_000)).size == (72.0, 36.0)
        with pytest.raises(ValueError):
            Picture(1, 2, 2, 200.0, b"")

    def test_large_sheets_are_read_at_fewer_dots(self):
        assert reading_dpi(595, 842) == 200
        assert reading_dpi(2384, 3370) < 110


class TestWriter:
    def test_places_boxes_in_points_and_cells(self):
        page = sheet_of(("Kính gửi: Sở Nội vụ", 200, 400))
        writer = Writer()
        writer.add(page)
        (line,) = writer.lines
        assert (line.place, line.page, line.text) == ("trang 1, dòng 1", 1, "Kính gửi: Sở Nội vụ")
        assert line.box.y0 == pytest.approx(144.0)
        assert 0 < line.legibility <= 1

    def grid(self, number, top, texts):
        cells = tuple(
            rules.GridCell(r, c, 1, 1, (100 + 300 * c, top + 50 * r, 400 + 300 * c, top + 50 * r + 50))
            for r in range(len(texts))
            for c in range(2)
        )
        page = sheet_of(number=number)
        page.grids = [rules.Grid(len(texts), 2, cells, (100, top, 700, top + 50 * len(texts)), 0.0)]
        page.cells = [[[Row(printed(t, 120, top, 0))] if t else [] for row in texts for t in row]]
        return page

    def test_a_table_that_goes_on_over_the_page_is_one_and_its_head_is_not_read_twice(self):
        writer = Writer()
        writer.add(self.grid(1, 1800, [("TT", "Đơn vị"), ("1", "Trường A")]))
        writer.add(self.grid(2, 100, [("TT", "Đơn vi"), ("2", "Trường B")]))
        (table,) = writer.tables
        assert (table.rows, table.columns) == (3, 2)
        assert [cell.text for cell in table.cells if cell.column == 1] == ["Đơn vị", "Trường A", "Trường B"]
        assert [line.part for line in writer.lines].count(Part.HEADER) == 2
        assert Layout("scan", tuple(writer.lines), writer.tables).tables[0].grid[2][1].text == "Trường B"


class TestPageByPage:
    def test_pages_read_out_of_order_are_written_in_order(self, monkeypatch):
        monkeypatch.setattr(
            document,
            "_sheet",
            lambda picture, purse: sheet_of((f"trang {picture.number}", 200, 100), number=picture.number),
        )
        shown = [Picture(number, 1, 1, 200.0, b"\xff\xff\xff") for number in (1, 4, 2, 3)]
        pages = document.read_pictures(shown, 4)
        assert [(line.page, line.text) for line in pages.layout.lines] == [(n, f"trang {n}") for n in (1, 2, 3, 4)]
        assert pages.unread == ()

    @pytest.mark.parametrize(
        ("numbers", "order"),
        [([], []), ([4], [4]), ([1, 2], [1, 2]), ([1, 2, 3, 4], [1, 4, 2, 3])],
    )
    def test_head_and_foot_are_read_before_time_runs_out(self, numbers, order):
        assert telling_first(numbers) == order

    def text(self, index, text, page, part=Part.BODY):
        return Line(index, text, f"trang {page}, dòng 1", page, part=part)

    def test_pages_keep_their_order_and_stamps_stay(self):
        text = Layout(
            "pdf", (self.text(0, "một", 1), self.text(1, "Ký bởi: A", 2, Part.SIGNATURE), self.text(2, "ba", 3))
        )
        read = Layout("scan", (self.text(0, "hai", 2),), ocr=True)
        out = interleaved(text, read, [2])
        assert [line.text for line in out.lines] == ["một", "hai", "Ký bởi: A", "ba"]
        assert out.ocr and out.reader == "pdf+scan"

    def test_what_the_text_layer_said_of_a_pictured_page_gives_way(self):
        text = Layout("pdf", (self.text(0, "rác", 1), self.text(1, "hai", 2)))
        out = interleaved(text, Layout("scan", (self.text(0, "một", 1),)), [1])
        assert [line.text for line in out.lines] == ["một", "hai"]


def test_sense_tells_vietnamese_from_a_page_on_its_side():
    assert sense(printed("Căn cứ Luật Thi đua Khen thưởng", 0, 0, 0))[0] == 1.0
    assert sense(printed("qJx wwd zzk pqp rrt", 0, 0, 0))[0] < 0.3


def test_common_syllables_know_case_tone_place_and_neighbours():
    assert is_common("THƯỞNG") and is_common("hoà") and is_common("hòa")
    assert not is_common("đóc")
    assert are_common("Thành", "phố") and not are_common("thành", "phó")
