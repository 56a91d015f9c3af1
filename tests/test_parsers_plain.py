import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers import registry
from parsers.formats.plain import continues, decode, wrap_width
from parsers.manuscript import LONGEST, cuts
from pipeline.errors import Code, FileError
from pipeline.intake import open_source
from pipeline.model import CellRef

TEXT = "Kính gửi: Sở Nội vụ tỉnh, Ủy ban nhân dân các huyện, thành phố"
TCVN3 = "Céng hoµ x· héi chñ nghÜa ViÖt Nam, §éc lËp - Tù do - H¹nh phóc"
UNICODE = "Cộng hoà xã hội chủ nghĩa Việt Nam, Độc lập - Tự do - Hạnh phúc"

STORED = [
    (TEXT.encode(), TEXT, "unicode", "UTF-8"),
    (b"\xef\xbb\xbf" + TEXT.encode(), TEXT, "unicode", "UTF-8 with its mark"),
    (TEXT.encode("utf-16"), TEXT, "unicode", "UTF-16 with its mark"),
    (TEXT.encode("utf-16-be"), TEXT, "unicode", "UTF-16 without a mark, high byte first"),
    (TEXT.encode("utf-16-le"), TEXT, "unicode", "UTF-16 without a mark, low byte first"),
    (TCVN3.encode("cp1252"), UNICODE, "tcvn3", "TCVN3"),
    (TCVN3.encode(), UNICODE, "tcvn3", "TCVN3 saved once more as UTF-8"),
    (b"So: 12/KH-UBND", "So: 12/KH-UBND", "unicode", "ASCII"),
]


@pytest.mark.parametrize(("data", "text", "encoding", "_why"), STORED, ids=[why for *_, why in STORED])
def test_letters_are_found_however_they_are_stored(data, text, encoding, _why):
    assert decode(data) == (text, encoding, 0)


def test_windows_1258_is_base_letter_and_tone(tmp_path):
    path = tmp_path / "a.txt"
    # Windows-1258 stores the tone behind its vowel.
    path.write_bytes("U\u0309y ban nhân dân ti\u0309nh, Sơ\u0309 Nô\u0323i vu\u0323".encode("cp1258"))
    assert registry.read(open_source(path)).lines[0].text == "Ủy ban nhân dân tỉnh, Sở Nội vụ"


def test_a_few_broken_bytes_do_not_cost_the_whole_text():
    data = TEXT.encode() * 20 + b"\xff"
    text, encoding, lost = decode(data)
    assert (text.startswith(TEXT), encoding, lost) == (True, "unicode", 1)


@given(st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyạảãàáếềểễệ ,.;-", min_size=40))
def test_utf8_goes_there_and_back(text):
    assert decode(text.encode())[0] == text


CONTINUED = [
    (
        "cách làm sáng tạo, hiệu quả trong thực hiện chính sách, chương",
        "trình giảm nghèo;",
        True,
        "cut off mid-sentence",
    ),
    ("trong năm 2023.", "và các năm sau", False, "the sentence is over"),
    ("như sau:", "thứ nhất", False, "a list begins"),
    ("Nội dung thi đua", "- Thi đua lao động", False, "an item of its own"),
    ("Nội dung thi đua", "a) Thi đua lao động", False, "a lettered item of its own"),
    ("KẾ HOẠCH", "Tổ chức phong trào thi đua", False, "a capital begins anew"),
    ("UBND TỈNH\t\tCỘNG HÒA", "sở nội vụ", False, "columns are no sentence"),
]


@pytest.mark.parametrize(("before", "row", "expected", "_why"), CONTINUED, ids=[why for *_, why in CONTINUED])
def test_what_goes_on(before, row, expected, _why):
    assert continues(before, row, None) is expected


WRAPPED = """Thực hiện Kế hoạch của Ủy ban nhân dân tỉnh về phong trào thi
đua yêu nước giai đoạn 2021 - 2025 trên địa bàn, Sở Nội vụ và
Ban Thi đua - Khen thưởng xây dựng kế hoạch tổ chức thực hiện
phong trào thi đua trong toàn ngành như sau:
1. Mục đích
Nâng cao nhận thức của cán bộ, công chức, viên chức về vai trò
của công tác thi đua, khen thưởng trong tình hình mới; phát huy
sức mạnh của các tầng lớp nhân dân.
2. Yêu cầu
Tổ chức phong trào thiết thực, hiệu quả, tránh hình thức.""".splitlines()


def test_wrapped_text_is_told_by_its_full_lines():
    assert wrap_width(WRAPPED) == 63
    assert wrap_width([*WRAPPED, "x" * 500, "y" * 900]) is None, "long lines are paragraphs"
    assert wrap_width(["ngắn"] * 30) is None


def test_wrapped_lines_start_no_paragraph(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("\n".join(WRAPPED))
    starts = [line.text.split()[0] for line in registry.read(open_source(path)).lines if line.starts_paragraph]
    assert starts == ["Thực", "1.", "Nâng", "2.", "Tổ"]


def test_places_count_the_lines_of_the_file(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(b"\r\n\r\nmot\r\n\x0chai\n")
    lines = registry.read(open_source(path)).lines
    assert [(line.text, line.place) for line in lines] == [("mot", "dòng 3"), ("hai", "dòng 5")]


def test_only_blanks(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(" \n\t\n")
    with pytest.raises(FileError) as caught:
        registry.read(open_source(path))
    assert caught.value.failure.code is Code.EMPTY


TABLES = [
    (
        "Đơn vị;Số hộ;Tỷ lệ\nSở A;1.234,5;85%\nSở B;;7%\n",
        [["Đơn vị", "Số hộ", "Tỷ lệ"], ["Sở A", "1.234,5", "85%"], ["Sở B", "", "7%"]],
        "Vietnamese Excel",
    ),
    ("a,b,c\n1,2,3\n4,5,6\n", [["a", "b", "c"], ["1", "2", "3"], ["4", "5", "6"]], "commas"),
    ("a\tb\n1\t2\n3\t4\n", [["a", "b"], ["1", "2"], ["3", "4"]], "tabs"),
    ("sep=|\na|b\n1|2\n", [["a", "b"], ["1", "2"]], "the separator named"),
    (
        "BIỂU TỔNG HỢP\na;b\n1;2\n3;4\n5;6\n7;8\n",
        [["BIỂU TỔNG HỢP"], ["a", "b"], ["1", "2"], ["3", "4"], ["5", "6"], ["7", "8"]],
        "a title without separators",
    ),
    ('a;b\n"x; y";"hai\ndòng"\n1;2\n', [["a", "b"], ["x; y", "hai\ndòng"], ["1", "2"]], "values in quotes"),
    (
        "Kính gửi: Sở A, Sở B, Sở C.\nThực hiện Kế hoạch, Sở đề nghị:\n1. Báo cáo, gửi Sở.\n",
        None,
        "sentences with commas",
    ),
    (
        "UBND TỈNH\tCỘNG HÒA XÃ HỘI\nSỞ NỘI VỤ\tĐộc lập\n\nKẾ HOẠCH\nCăn cứ Luật;\nXét đề nghị;\n",
        None,
        "a head in two columns",
    ),
    ("- Như trên;\n- UBND tỉnh;\n- Lưu: VT.\n", None, "a list that ends in semicolons"),
    ('a;b\n1;"không đóng\n2;3\n', None, "a quotation without an end"),
    ("x" * 300_000, None, "one long line"),
]


@pytest.mark.parametrize(("text", "rows", "_why"), TABLES, ids=[why for *_, why in TABLES])
def test_rows_between_separators_are_a_table(tmp_path, text, rows, _why):
    (tmp_path / "biểu.csv").write_text(text, encoding="utf-8")
    layout = registry.read(open_source(tmp_path / "biểu.csv"))
    if rows is None:
        assert layout.tables == ()
        return
    (table,) = layout.tables
    drawn = [[cell.text for cell in table.cells if cell.row == row] for row in range(table.rows)]
    assert drawn == rows and table.name == "biểu"
    assert all(layout.lines[i].cell == (CellRef(0, cell.row, cell.column)) for cell in table.cells for i in cell.lines)


def test_places_in_a_table_count_the_lines_of_the_file(tmp_path):
    (tmp_path / "a.csv").write_bytes('\ufeffa;b\r\n\r\n"hai\r\ndòng";x\r\n1;2\r\n'.encode())
    places = [line.place for line in registry.read(open_source(tmp_path / "a.csv")).lines]
    assert places == [
        "dòng 1, cột 1",
        "dòng 1, cột 2",
        "dòng 3, cột 1",
        "dòng 3, cột 1",
        "dòng 3, cột 2",
        "dòng 5, cột 1",
        "dòng 5, cột 2",
    ]


@given(st.lists(st.sampled_from(["Kế hoạch ", "thi đua. ", "a", "x" * 300, "; ", "1.5 "]), max_size=400))
def test_a_long_line_comes_in_pieces_that_are_the_whole(words):
    text = "".join(words)
    parts = [text[part] for part in cuts(text)]
    assert "".join(parts) == text and all(0 < len(part) <= LONGEST for part in parts if text)


def test_a_line_of_a_megabyte_is_lines_of_one_place(tmp_path):
    (tmp_path / "a.txt").write_text("Kế hoạch phong trào thi đua. " * 40_000, encoding="utf-8")
    lines = registry.read(open_source(tmp_path / "a.txt")).lines
    assert {line.place for line in lines} == {"dòng 1"} and max(len(line.text) for line in lines) <= LONGEST
    assert [line.starts_paragraph for line in lines[:3]] == [True, False, False]


@pytest.mark.parametrize("data", [b"x" * (8 * 2**20 + 1), b"x\n" * 100_001], ids=["megabytes", "lines"])
def test_what_is_no_document_by_its_size_is_refused_at_once(tmp_path, data):
    (tmp_path / "a.txt").write_bytes(data)
    with pytest.raises(FileError) as caught:
        registry.read(open_source(tmp_path / "a.txt"))
    assert caught.value.failure.code is Code.TOO_LARGE
