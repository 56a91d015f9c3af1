"""The register has the decree's ten columns, one line an arrival, and text stays text."""

from datetime import datetime, timedelta

import openpyxl
import pytest

from outputs.register import COLUMNS, write_register
from outputs.store import open_store
from outputs.workbook import NUMBER, WHOLE, Style, legible, open_workbook, sheet_name
from pipeline.model import AgencyMention, Dispatch
from tests.papers import MORNING, dispatch, failure, field, outcome


@pytest.fixture
def store(tmp_path):
    with open_store(f"sqlite:///{tmp_path / 'x.db'}") as opened:
        yield opened


def save(store, what, moment=MORNING):
    return store.save(what, run_id="r", received_at=moment, archived_as=None)


def lines(path, sheet=0, top=6):
    book = openpyxl.load_workbook(path)
    rows = book[book.sheetnames[sheet]].iter_rows(min_row=top, values_only=True)
    return [row for row in rows if any(value is not None for value in row[1:])]


def test_every_arrival_has_its_line_in_the_decrees_columns(store, tmp_path):
    save(store, outcome("một"))
    letter = dispatch("7/CCTL-TH", "2023-06", doc_type=field("CV"), subject=field("=cmd()"), urgency=field("KHẨN"))
    save(store, outcome("hai", letter, review=True), MORNING + timedelta(days=1))
    save(store, outcome("ba"), MORNING + timedelta(days=2))
    save(store, outcome("năm sau", dispatch("1/BC-X")), MORNING + timedelta(days=365))
    path = tmp_path / "so.xlsx"
    assert write_register(store, 2023, path, office="SỞ NỘI VỤ", created=MORNING) == 3
    (header,) = lines(path, top=5)[:1]
    assert header == tuple(name for name, _ in COLUMNS) and len(header) == 10
    blank = (None, None, None)
    subject = "Kế hoạch\nThực hiện Phong trào thi đua “Chung tay vì làng quê sáng”"
    assert lines(path) == [
        (datetime(2023, 7, 3), 1, "Sở Nội vụ", "45/KH-SNV", "30/06/2023", subject, *blank, "Đã có bản mới, số đến 3"),
        (datetime(2023, 7, 4), 2, "Sở Nội vụ", "7/CCTL-TH", "06/2023", "Công văn\n=cmd()", *blank, "KHẨN; Cần rà soát"),
        (datetime(2023, 7, 5), 3, "Sở Nội vụ", "45/KH-SNV", "30/06/2023", subject, *blank, "Thay bản số đến 1"),
    ]
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    assert sheet["A2"].value == "SỔ ĐĂNG KÝ VĂN BẢN ĐẾN"
    assert sheet["A3"].value == "Năm 2023. Từ ngày 03/07/2023 đến ngày 05/07/2023. Từ số 1 đến số 3"
    assert sheet["F7"].data_type == "s", "a stranger's formula is text"
    assert sheet.print_title_rows == "$5:$5" and sheet.page_setup.orientation == "landscape"


def test_the_day_of_arrival_is_that_of_viet_nam(store, tmp_path):
    save(store, outcome(), MORNING.replace(hour=17, minute=0))
    write_register(store, 2023, tmp_path / "so.xlsx")
    assert lines(tmp_path / "so.xlsx")[0][0] == datetime(2023, 7, 4)


def test_a_document_without_fields_is_entered_by_its_file(store, tmp_path):
    save(store, outcome(content=Dispatch()))
    save(store, outcome("hai", Dispatch(issuer=field(AgencyMention("HỘI LÀM VƯỜN")))))
    write_register(store, 2023, tmp_path / "so.xlsx")
    assert [(row[2], row[5]) for row in lines(tmp_path / "so.xlsx")] == [
        (None, "van-ban.docx"),
        ("HỘI LÀM VƯỜN", "van-ban.docx"),
    ]


def test_files_that_could_not_be_read_are_listed_for_the_clerk(store, tmp_path):
    save(store, failure())
    assert write_register(store, 2023, tmp_path / "so.xlsx") == 0
    ((number, day, name, reason, _),) = lines(tmp_path / "so.xlsx", sheet=1, top=4)
    assert (number, day, name, reason) == (1, datetime(2023, 7, 3), "van-ban.docx", failure().failure.message)


def test_an_empty_year_is_an_empty_register(store, tmp_path):
    assert write_register(store, 2020, tmp_path / "so.xlsx") == 0
    assert openpyxl.load_workbook(tmp_path / "so.xlsx").worksheets[0]["A3"].value == "Năm 2020: chưa có văn bản đến"


def test_the_same_register_is_the_same_file(store, tmp_path):
    save(store, outcome())
    for name in ("a.xlsx", "b.xlsx"):
        write_register(store, 2023, tmp_path / name, created=MORNING)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


# The door to Excel


def test_a_workbook_that_breaks_is_not_there(tmp_path):
    path = tmp_path / "x.xlsx"
    with pytest.raises(RuntimeError), open_workbook(path, title="x", created=MORNING) as book:
        book.sheet("một").write(0, 0, "dở dang")
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []


def test_whole_numbers_and_parts_have_their_own_formats(tmp_path):
    with open_workbook(tmp_path / "x.xlsx", title="x", created=MORNING) as book:
        sheet = book.sheet("một")
        for row, value in enumerate((1200, 1200.5, True)):
            sheet.write(row, 0, value, NUMBER)
        sheet.formula(3, 0, "=SUM(A1:A2)", 2400.5)
        sheet.write(4, 0, 3, WHOLE, note="Trang 2, dòng 5")
        sheet.link(5, 0, "một", "A1", "=về đầu", Style())
    cells = [row[0] for row in openpyxl.load_workbook(tmp_path / "x.xlsx").worksheets[0].iter_rows()]
    assert [cell.number_format for cell in cells[:2]] == ["#,##0", "#,##0.##"]
    assert cells[2].value == "có"
    assert cells[3].value == "=SUM(A1:A2)"
    assert cells[4].comment.text == "Trang 2, dòng 5"
    assert cells[5].value == "=về đầu" and cells[5].hyperlink.location == "'một'!A1"


@pytest.mark.parametrize(
    ("name", "given"),
    [("Kết quả 2023/Q1", "Kết quả 2023 Q1"), ("x" * 40, "x" * 31), ("[]", "Trang"), ("'a'", "a")],
)
def test_any_name_names_a_sheet(name, given):
    assert sheet_name(name) == given


def test_sheets_of_one_name_are_told_apart(tmp_path):
    with open_workbook(tmp_path / "x.xlsx", title="x", created=MORNING) as book:
        for _ in range(3):
            book.sheet("Đơn vị " + "dài" * 12)
    names = openpyxl.load_workbook(tmp_path / "x.xlsx").sheetnames
    assert len(set(names)) == 3 and all(len(name) <= 31 for name in names)


def test_a_cell_takes_any_text():
    assert legible("a\x00b\ud800c\x0bd\ne") == "abcd\ne"
    assert len(legible("x" * 40_000)) == 32_767
