"""The office's own list of units: what is read, and each thing wrong with it said with its place."""

from datetime import date

import pytest

from pipeline.checks.council import read_headcounts
from pipeline.reference import agencies

HEAD = "id,name,valid_to,successor\n"


@pytest.fixture
def sheet(tmp_path):
    def write(text):
        path = tmp_path / "agencies.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("id,name\nx,\n", "dòng 2: thiếu tên"),
        ("id,name,valid_from\nx,Chi cục A,1/2/2023\n", "dòng 2: ngày phải có dạng"),
        ("id,name,valid_from,valid_to\nx,Chi cục A,2024-01-01,2023-01-01\n", "dòng 2: ngày kết thúc"),
        ("id,name\nx,Chi cục A\nx,Chi cục B\n", "dòng 3: mã «x» đã dùng cho «Chi cục A»"),
        ("name\nChi cục A\nChi cục A\n", "dòng 3: mã «chi-cuc-a» đã dùng"),
        ("id,name\nx,Sở Văn hóa, Thể thao\n", "dòng 2: thừa ô («Thể thao»)"),
        ("id,name,foo\nx,Chi cục A,1\n", "không nhận cột ['foo']"),
        ("", "cần cột «name»"),
        ("id,name\nx,Xã Á".encode("cp1258", "replace"), "CSV UTF-8"),
        (HEAD + "x,Chi cục A,,y\ny,Chi cục B,,\n", "dòng 2: có đơn vị kế thừa"),
        (HEAD + "x,Chi cục A,2023-06-30,x\n", "dòng 2: đơn vị không tự kế thừa"),
        (HEAD + "x,Chi cục A,2023-06-30,la\n", "đơn vị kế thừa «la» không có trong danh mục"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(sheet, text, said):
    with pytest.raises(ValueError, match=r"^agencies\.csv") as error:
        agencies.load(sheet(text))
    assert said in str(error.value)


def test_an_heir_may_stand_before_or_after_or_ship_with_the_program(sheet):
    rows = "b,Chi cục B,,\na,Chi cục A,2023-06-30,b|c\nc,Chi cục C,,\nd,Phòng D,2023-06-30,snv.thai-binh\n"
    known = agencies.load(sheet(HEAD + rows))
    told = {(s.from_id, s.to_id, s.date, s.kind) for s in known.successions if s.from_id in ("a", "d")}
    day = date(2023, 7, 1)
    assert told == {("a", "b", day, "split"), ("a", "c", day, "split"), ("d", "snv.thai-binh", day, "merge")}


def test_cells_between_semicolons_blank_rows_and_lines_within_a_cell(sheet):
    path = sheet('\ufeffid;name;headcount\nx;"Chi cục A,\nB";12\n;;\ny;Chi cục C;\n')
    assert [(u.id, u.name) for u in agencies.read_units(path)] == [("x", "Chi cục A,\nB"), ("y", "Chi cục C")]
    assert read_headcounts(path) == {"x": 12}


def test_a_list_may_say_more_of_a_body_that_ships_with_the_program(sheet):
    known = agencies.load(sheet("id,name,aliases\nsnv.thai-binh,Sở Nội vụ tỉnh Thái Bình,Cơ quan Nội vụ mẫu\n"))
    (found,) = known.find("Cơ quan Nội vụ mẫu", date(2023, 1, 1))
    assert found.agency.id == "snv.thai-binh"
