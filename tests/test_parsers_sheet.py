import zipfile
from datetime import date, datetime, time, timedelta

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.styles import Alignment as Set
from openpyxl.styles import Font

from parsers import registry
from parsers.formats.sheet.biff import sheet_looks
from parsers.formats.sheet.looks import address, column_name
from parsers.formats.sheet.reader import printed
from pipeline.errors import Code, FileError
from pipeline.intake import open_source
from pipeline.model import Alignment, CellRef
from tests import cabinet, workbooks
from tests.workbooks import cell, hidden_columns, hidden_row, label, merged, number, numbers


@pytest.fixture
def read(tmp_path):
    def reader(fill, name="bieu.xlsx"):
        book = openpyxl.Workbook()
        fill(book)
        book.save(tmp_path / name)
        return registry.read(open_source(tmp_path / name))

    return reader


def rows(*values):
    def fill(book):
        for row in values:
            book.active.append(row)

    return fill


PRINTED = [
    (1.0, "1", "1", "a whole number has no point"),
    (4023.883, "4023.883", "4023.883", "the point is a decimal point"),
    (0.1 + 0.2, "0.3", "0.3", "noise behind the fifteenth digit is not shown"),
    (1e15, "1000000000000000", "1000000000000000", "no exponent"),
    (1.5e-7, "0.00000015", "0.00000015", "no exponent for small ones either"),
    (-5, "-5", "-5", "a sign"),
    (0.0, "0", "0", "zero is a number"),
    (True, "TRUE", None, "a truth is no number"),
    (date(2023, 6, 5), "05/06/2023", None, "a day as dispatches write it"),
    (datetime(2023, 6, 5), "05/06/2023", None, "midnight is only a day"),
    (datetime(2023, 6, 5, 14, 30), "05/06/2023 14:30", None, "a day and an hour"),
    (time(7, 5), "07:05", None, "an hour"),
    (timedelta(hours=26, minutes=3), "26:03", None, "hours beyond a day"),
    ("12,5", "12,5", None, "typed as text it stays text"),
]


@pytest.mark.parametrize(("value", "text", "number", "_why"), PRINTED, ids=[why for *_, why in PRINTED])
def test_what_a_cell_prints(value, text, number, _why):
    assert printed(value) == (text, number)


def test_a_percentage_keeps_its_stored_number():
    assert printed(0.985, percent=True) == ("98.5%", "0.985")


@given(st.integers(-(10**14), 10**14), st.integers(0, 4))
def test_numbers_of_fifteen_digits_survive(whole, places):
    value = whole / 10**places
    _, number = printed(value)
    assert float(number) == pytest.approx(value, rel=1e-14)
    assert "e" not in number.lower()


@given(st.integers(0, 16_383), st.integers(0, 1_048_575))
def test_addresses_go_there_and_back(column, row):
    assert address(f"{column_name(column)}{row + 1}") == (row, column)


def test_cells_have_places_a_clerk_can_find(read):
    layout = read(rows(["UBND TỈNH", None, "CỘNG HÒA"], [None, "Số hộ", 12]))
    assert [(line.text, line.place) for line in layout.lines] == [
        ("UBND TỈNH", "Sheet!A1"),
        ("CỘNG HÒA", "Sheet!C1"),
        ("Số hộ", "Sheet!B2"),
        ("12", "Sheet!C2"),
    ]
    (table,) = layout.tables
    assert (table.rows, table.columns, table.name) == (2, 3, "Sheet")
    assert (table.grid[1][2].number, table.grid[1][1].number) == ("12", None)
    assert layout.lines[2].cell == CellRef(0, 1, 1)


def test_a_blank_cell_is_there_and_holds_nothing(read):
    layout = read(rows(["a", None, "b"]))
    blank = layout.tables[0].grid[0][1]
    assert (blank.text, blank.lines, blank.number) == ("", (), None)


def test_zero_is_no_blank(read):
    assert read(rows(["Số vụ", 0])).tables[0].grid[0][1].number == "0"


def test_merged_cells_span(read):
    def fill(book):
        book.active["A1"] = "Tổng hợp"
        book.active.merge_cells("A1:C1")
        book.active["A2"], book.active["C2"] = "x", "y"

    (table,) = read(fill).tables
    assert (table.cells[0].row_span, table.cells[0].column_span) == (1, 3)
    assert table.grid[0][2] is table.cells[0]


def test_several_lines_in_a_cell(read):
    layout = read(rows(["UBND TỈNH\nSỞ NỘI VỤ"]))
    assert [(line.text, line.starts_paragraph) for line in layout.lines] == [("UBND TỈNH", True), ("SỞ NỘI VỤ", False)]
    assert layout.tables[0].cells[0].text == "UBND TỈNH\nSỞ NỘI VỤ"


def test_looks(read):
    def fill(book):
        book.active["A1"] = "BÁO CÁO"
        book.active["A1"].font = Font(name="Times New Roman", size=14, bold=True)
        book.active["A1"].alignment = Set(horizontal="center")

    (line,) = read(fill).lines
    assert (line.bold, line.italic, line.size, line.font) == (True, False, 14.0, "Times New Roman")
    assert line.alignment is Alignment.CENTER


@pytest.mark.parametrize("form", ["0%", "0.00%", '0.0" phần"%'])
def test_percentages_print_as_such(read, form):
    def fill(book):
        book.active["A1"] = 0.985
        book.active["A1"].number_format = form

    layout = read(fill)
    assert (layout.lines[0].text, layout.tables[0].cells[0].number) == ("98.5%", "0.985")


def test_a_percent_sign_in_quotes_is_only_text(read):
    def fill(book):
        book.active["A1"] = 98.5
        book.active["A1"].number_format = '0.0"%"'

    assert read(fill).lines[0].text == "98.5"


def test_hidden_places_are_read_and_named(read):
    def fill(book):
        book.active.title = "Biểu 1"
        for row in (["a", "b"], ["c", "d"]):
            book.active.append(row)
        book.active.row_dimensions[2].hidden = True
        book.active.column_dimensions["B"].hidden = True
        book.create_sheet("Kho").append(["giấu"])
        book["Kho"].sheet_state = "hidden"

    layout = read(fill)
    assert [line.text for line in layout.lines] == ["a", "b", "c", "d", "giấu"]
    notes = {note.code: note.message for note in layout.notes}
    assert set(notes) == {"HIDDEN_SHEETS", "HIDDEN_ROWS", "HIDDEN_COLUMNS"}
    assert "Kho" in notes["HIDDEN_SHEETS"]
    assert notes["HIDDEN_ROWS"] == "Biểu 1: hàng ẩn (vẫn được đọc): 2."
    assert notes["HIDDEN_COLUMNS"].endswith(": B.")


def test_a_formula_that_was_never_counted_is_named_not_guessed(read):
    layout = read(rows([1, 2, "=A1+B1"]))
    assert [line.text for line in layout.lines] == ["1", "2"]
    assert [note.code for note in layout.notes] == ["UNCOUNTED_FORMULAS"]
    assert "C1" in layout.notes[0].message


def test_blank_sheets_give_no_table(read):
    def fill(book):
        book.create_sheet("Trang 2").append(["x"])

    assert [table.name for table in read(fill).tables] == ["Trang 2"]


def test_legacy_letters(read):
    layout = read(rows(["Danh môc NhiÖm vô khoa häc cña Bé KÕ ho¹ch vµ §Çu t\xad n¨m 2003"]))
    assert layout.lines[0].text == "Danh mục Nhiệm vụ khoa học của Bộ Kế hoạch và Đầu tư năm 2003"
    assert layout.encoding == "tcvn3"


def old_book(path):
    body = label(0, 0, "BIỂU TỔNG HỢP", workbooks.BOLD) + merged(0, 0, 0, 2) + hidden_row(2) + hidden_columns(2, 2)
    body += label(1, 0, "Sở A") + number(1, 1, 0.855, workbooks.FINE_PERCENT) + number(1, 2, 12)
    body += label(2, 0, "Sở B") + numbers(2, 1, (workbooks.PERCENT, 1), (workbooks.PLAIN, 7))
    return workbooks.xls(path, {"Biểu 1": body, "Khác": label(0, 0, "x")})


def open_book(path):
    style = (
        '<style:style style:name="B" style:family="table-cell"><style:text-properties style:font-name=".VnArialH" '
        'fo:font-weight="bold" fo:font-size="12pt"/><style:paragraph-properties fo:text-align="center"/></style:style>'
        '<style:style style:name="C" style:family="table-cell" style:parent-style-name="B"/>'
    )
    first = cell("BIỂU TỔNG HỢP", rest='table:style-name="C" table:number-columns-spanned="3"')
    covered = '<table:covered-table-cell table:number-columns-repeated="2"/>'
    one = cell("Sở A") + cell("85,5%", "percentage", "0.855") + cell("12", "float", "12")
    two = cell("Sở B") + cell("100%", "percentage", "1") + cell("7", "float", "7")
    empty = '<table:table-cell table:number-columns-repeated="16381"/>'
    table = (
        '<table:table table:name="Biểu 1"><table:table-column table:number-columns-repeated="2"/>'
        '<table:table-column table:visibility="collapse"/><table:table-header-rows><table:table-row>'
        f"{first}{covered}{empty}</table:table-row></table:table-header-rows><table:table-row>{one}{empty}</table:table-row>"
        f'<table:table-row table:visibility="collapse">{two}</table:table-row>'
        f'<table:table-row table:number-rows-repeated="1048573"><table:table-cell/></table:table-row></table:table>'
    )
    return workbooks.ods(
        path,
        table + f'<table:table table:name="Khác"><table:table-row>{cell("x")}</table:table-row></table:table>',
        style,
    )


@pytest.mark.parametrize("make", [old_book, open_book], ids=["xls", "ods"])
def test_other_formats_tell_as_much_as_xlsx(tmp_path, make):
    layout = registry.read(open_source(make(tmp_path / "bieu")))
    table, other = layout.tables
    assert (table.name, table.rows, table.columns, other.name) == ("Biểu 1", 3, 3, "Khác")
    cells = [(c.row, c.column, c.row_span, c.column_span, c.text, c.number) for c in table.cells if c.text]
    assert cells == [
        (0, 0, 1, 3, "BIỂU TỔNG HỢP", None),
        (1, 0, 1, 1, "Sở A", None),
        (1, 1, 1, 1, "85.5%", "0.855"),
        (1, 2, 1, 1, "12", "12"),
        (2, 0, 1, 1, "Sở B", None),
        (2, 1, 1, 1, "100%", "1"),
        (2, 2, 1, 1, "7", "7"),
    ]
    title = layout.lines[0]
    assert (title.font, title.bold, title.size, title.alignment) == (".VnArialH", True, 12.0, Alignment.CENTER)
    assert [(note.code, note.message.rpartition(": ")[2]) for note in layout.notes] == [
        ("HIDDEN_ROWS", "3."),
        ("HIDDEN_COLUMNS", "C."),
    ]


@pytest.mark.parametrize("make", [old_book, open_book], ids=["xls", "ods"])
@pytest.mark.parametrize("ending", ["xls", "xlsx", "ods", ""])
def test_the_ending_of_the_name_means_nothing(tmp_path, make, ending):
    assert registry.read(open_source(make(tmp_path / f"bieu.{ending}"))).lines[0].text == "BIỂU TỔNG HỢP"


def test_a_cell_repeated_over_the_whole_sheet_is_refused_before_it_is_laid_out(tmp_path):
    table = (
        '<table:table table:name="A"><table:table-row table:number-rows-repeated="1048576">'
        + cell("x", rest='table:number-columns-repeated="16384"')
        + "</table:table-row></table:table>"
    )
    with pytest.raises(FileError) as caught:
        registry.read(open_source(workbooks.ods(tmp_path / "a.ods", table)))
    assert caught.value.failure.code is Code.TOO_LARGE


@given(st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), max_size=12), st.floats(0, 1))
def test_records_of_any_bytes_say_something_or_nothing(changes, cut):
    data = bytearray(workbooks.workbook({"A": label(0, 0, "x") + number(1, 1, 0.5, 1) + hidden_row(1)}))
    for place, byte in changes:
        data[int(place * len(data))] = byte
    assert isinstance(sheet_looks(bytes(data[: int(cut * len(data))])), dict)


def test_a_hundred_thousand_blank_rows_cost_nothing(read):
    def fill(book):
        book.active["A1"], book.active["A100000"] = "đầu", "cuối"
        book.active.row_dimensions[50_000].height = 20

    layout = read(fill)
    assert [line.place for line in layout.lines] == ["Sheet!A1", "Sheet!A100000"]


class TestBroken:
    def refused(self, path):
        with pytest.raises(FileError) as caught:
            registry.read(open_source(path))
        return caught.value.failure.code

    @pytest.fixture
    def book(self, tmp_path):
        path = tmp_path / "goc.xlsx"
        made = openpyxl.Workbook()
        made.active.append(["x", 1])
        made.save(path)
        return path

    def changed(self, book, name, data):
        with zipfile.ZipFile(book) as archive:
            parts = {n: archive.read(n) for n in archive.namelist()}
        return cabinet.zipped(parts | {name: data}, book.parent / "sua.xlsx")

    def test_blank(self, tmp_path):
        openpyxl.Workbook().save(tmp_path / "a.xlsx")
        assert self.refused(tmp_path / "a.xlsx") is Code.EMPTY

    def test_truncated(self, book):
        whole = book.read_bytes()
        book.write_bytes(whole[: len(whole) // 2])
        assert self.refused(book) is Code.DAMAGED

    def test_a_sheet_that_is_no_xml(self, book):
        assert self.refused(self.changed(book, "xl/worksheets/sheet1.xml", b"<worksheet><broken")) is Code.DAMAGED

    def test_entities(self, book):
        path = self.changed(book, "xl/sharedStrings.xml", cabinet.LAUGHS.encode() + b"<sst/>")
        assert self.refused(path) is Code.HOSTILE

    def test_bomb(self, tmp_path):
        assert self.refused(cabinet.bomb(tmp_path / "a.xlsx", "xl/workbook.xml")) is Code.HOSTILE

    def test_a_compound_file_without_cells(self, tmp_path):
        assert self.refused(cabinet.compound(tmp_path / "a.xls", "Workbook")) is Code.EMPTY

    def test_two_cells_at_the_ends_of_the_sheet(self, tmp_path):
        book = openpyxl.Workbook()
        book.active["A1"], book.active["XFD1048576"] = 1, 2
        book.save(tmp_path / "a.xlsx")
        assert self.refused(tmp_path / "a.xlsx") is Code.TOO_LARGE
