"""The office's list of units replaced at the desk: read apart, looked over, used whole, kept, undone, known at once."""

import io
from datetime import UTC, datetime

import pytest

from flows.assembly import open_store, registry
from flows.desk.units import Units
from flows.settings import Settings
from outputs.desk.commands import CannotDo
from outputs.desk.unit_sheet import as_workbook
from outputs.workbook import CELL, DATE, WHOLE, open_workbook
from tests.counter import Asked, Browser, hire

LOOKS = [WHOLE, CELL, DATE, WHOLE]
FIRST = "id,name,parent\na,Phòng A,\nb,Phòng B,a\n"


@pytest.fixture
def units(tmp_path):
    (tmp_path / "agencies.csv").write_text(FIRST, encoding="utf-8")
    return Units(Settings(home=tmp_path))


def handed_in(units, text, name="danh sách.csv"):
    return units.hand_in(name, io.BytesIO(text.encode()))


def used(units, text, reason="Quyết định 7"):
    identifier = handed_in(units, text)
    return units.use(identifier, units.draft(identifier).seen, "lan", reason)


def test_a_list_is_looked_over_then_used_and_known_at_once(units):
    """The store's tables, and a registry that this process has read already, follow the file."""
    settings = units.settings
    assert "c" not in registry(settings.unit_files).agencies
    identifier = handed_in(units, "Mã,Tên đơn vị,Trực thuộc\na,Phòng A,\nb,Phòng B mới,a\nc,Phòng C,Phòng A\n")
    found = units.draft(identifier)
    assert [r.state for r in found.judgement.rows] == ["same", "changed", "new"]
    assert units.path.read_text(encoding="utf-8") == FIRST, "looking over changes nothing"
    assert units.use(identifier, found.seen, "lan", "Quyết định 7") == 3
    assert registry(settings.unit_files).agencies["c"].parent == "a"
    with open_store(settings) as store:
        assert {"Phòng B mới", "Phòng C"} <= {row["name"] for row in store.table("agency")}
    with pytest.raises(CannotDo, match="không còn"):
        units.draft(identifier)


def test_an_earlier_list_is_used_again_and_nothing_is_lost(units):
    used(units, "name,short\nPhòng A,\nPhòng C,\n")
    versions = units.versions()
    assert [(v.who, v.rows, v.in_force) for v in versions] == [("lan", 2, True), ("", 2, False)]
    assert [r["name"] for r in units.rows(versions[1].id)] == ["Phòng A", "Phòng B"]
    units.restore(versions[1].id, "hoa", "Thay nhầm tệp")
    assert units.path.read_text(encoding="utf-8") == FIRST, "byte for byte"
    assert next((v.who, v.reason, v.in_force) for v in units.versions()) == ("hoa", "Thay nhầm tệp", True)
    assert [v.in_force for v in units.versions()].count(True) == 1 and len(units.versions()) == 3


def test_an_office_without_a_list_gets_its_first_one(tmp_path):
    units = Units(Settings(home=tmp_path))
    assert units.in_force() == () and units.versions() == []
    assert used(units, "name,short\nPhòng A,\n") == 1
    units.restore(units.versions()[1].id, "lan", "bỏ danh sách")
    assert units.in_force() == () and "phong-a" not in registry(units.settings.unit_files).agencies


def test_a_list_changed_on_the_server_meanwhile_is_kept_too(units):
    used(units, "name,short\nPhòng A,\n")
    units.path.write_text("name,short\nPhòng Khác,\n", encoding="utf-8")
    used(units, "name,short\nPhòng C,\n")
    assert "Phòng Khác" in {row["name"] for v in units.versions() for row in units.rows(v.id)}


def test_a_list_with_a_refused_row_is_not_used(units):
    identifier = handed_in(units, "id,name,parent\na,Phòng A,khong-co\n")
    with pytest.raises(CannotDo, match="bị từ chối"):
        units.use(identifier, units.draft(identifier).seen, "lan", "lý do")
    assert units.path.read_text(encoding="utf-8") == FIRST and units.versions() == []


def test_a_list_looked_over_before_another_was_used_has_to_be_looked_at_again(units):
    one = handed_in(units, "name,short\nPhòng A,\n")
    seen = units.draft(one).seen
    used(units, "name,short\nPhòng D,\n")
    with pytest.raises(CannotDo, match="người khác"):
        units.use(one, seen, "lan", "lý do")
    assert [r["name"] for r in units.in_force()] == ["Phòng D"]


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("a.docx", b"%PDF-1.7\n", "."),
        ("a.xlsx", b"PK\x03\x04 hong", "."),
        ("a.csv", "một văn bản thường\nkhông có bảng".encode(), "tiêu đề"),
        ("a.csv", b"", "."),
        ("a.csv", b"x,y\n1,2\n", "tiêu đề"),
        ("a.csv", b"x" * (10 * 1024 * 1024 + 1), "lớn quá 10 MB"),
    ],
    ids=["pdf", "broken", "text", "empty", "no heading", "large"],
)
def test_a_file_that_is_no_list_says_why_and_leaves_nothing(units, name, data, why):
    with pytest.raises(CannotDo, match=why):
        units.hand_in(name, io.BytesIO(data))
    assert [p for p in units.folder.rglob("*") if p.is_file()] == []


@pytest.mark.parametrize("identifier", ["..", "../agencies", "0" * 32, ""])
def test_only_what_was_kept_is_given(units, identifier):
    for act in (units.draft, units.rows, lambda i: units.restore(i, "lan", "lý do")):
        with pytest.raises(CannotDo):
            act(identifier)


def test_several_lists_in_the_settings_are_left_to_the_server(tmp_path):
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text("name,short\nPhòng A,\n", encoding="utf-8")
    with pytest.raises(CannotDo, match=r"2 bảng đơn vị \(a.csv, b.csv\)"):
        Units(Settings(home=tmp_path, units=["a.csv", "b.csv"])).in_force()


def test_the_spreadsheet_given_out_can_be_handed_back_as_it_is(units):
    before = units.in_force()
    proposed = [dict.fromkeys(before[0], "") | {"id": "la", "name": "Phòng Lạ"}]
    found = units.draft(units.hand_in("x.xlsx", io.BytesIO(as_workbook(before, proposed)))).judgement
    assert [r.state for r in found.rows] == ["same", "same"], "proposals stand on a sheet that is not read"
    assert not found.differs


def test_days_and_figures_of_a_real_spreadsheet(units, tmp_path):
    """Excel keeps days and figures as numbers; a title may stand above the headings."""
    path = tmp_path / "x.xlsx"
    with open_workbook(path, title="x", created=datetime.now(UTC)) as book:
        sheet = book.sheet("Đơn vị")
        sheet.write(0, 0, "DANH SÁCH ĐƠN VỊ")
        sheet.table(2, ["TT", "Tên đơn vị", "Từ ngày", "Biên chế"], [[1, "Phòng C", datetime(2025, 3, 1), 1234]], LOOKS)
    with path.open("rb") as stream:
        found = units.draft(units.hand_in("x.xlsx", stream)).judgement
    assert [(r.number, r.state, r.why) for r in found.rows] == [(4, "new", ())] and found.unused == ("TT",)
    assert (found.rows[0].cells["valid_from"], found.rows[0].cells["headcount"]) == ("2025-03-01", "1234")


# The pages


@pytest.fixture
def browser(units):
    with open_store(units.settings) as store:
        hire(store)
        yield Browser(store, Asked(units=units), "quan_tri")


def upload(browser, text):
    return browser.post("/so/don-vi/bang", files={"file": ("<b>ds</b>.csv", text.encode(), "text/csv")})


def test_the_administrator_replaces_the_list_and_takes_it_back(browser, units):
    assert "Danh sách đơn vị của cơ quan" in browser.get("/so/don-vi").text
    answer = upload(browser, "Mã,Tên đơn vị,STT\na,Phòng A sửa,1\nc,Phòng C,2\n")
    page = browser.get(answer.headers["location"]).text
    assert "<b>1</b> mới" in page and "<b>1</b> thay đổi" in page and "Cột không dùng đến: STT" in page
    assert "Phòng B" in page and "<b>ds</b>" not in page, "what would be gone is told; a name is no markup"
    values = {"seen": page.split('name="seen" value="')[1].split('"')[0]}
    assert browser.post(answer.headers["location"], values).status_code == 400, "no reason"
    done = browser.post(answer.headers["location"], values | {"reason": "Quyết định 7/QĐ"})
    assert done.headers["location"] == "/so/don-vi/bang?bao=da-thay-don-vi"
    assert "Phòng A sửa" in browser.get("/so/don-vi?tim=phong a").text
    old = next(v for v in units.versions() if not v.in_force)
    assert browser.get(f"/so/don-vi/bang/cu/{old.id}").content.startswith(b"PK")
    browser.post(f"/so/don-vi/bang/cu/{old.id}", {"reason": "thay nhầm tệp"})
    assert units.path.read_text(encoding="utf-8") == FIRST
    events = [(e["what"], e["who"]) for e in browser.store.desk.trail(50) if e["what"].startswith("units.")]
    assert events == [("units.changed", "quan_tri")] * 2 + [("units.handed_in", "quan_tri")]
    assert browser.store.verify().whole


def test_a_refused_row_is_shown_with_its_number_and_no_way_to_use_the_list(browser):
    page = browser.get(upload(browser, "Mã,Tên đơn vị,Từ ngày\na,Phòng A,31/02/2025\n").headers["location"]).text
    assert "Dùng danh sách này" not in page and "«Từ ngày»: «31/02/2025» không phải ngày" in page


@pytest.mark.parametrize("way", ["mau.xlsx", "dang-dung.xlsx"])
def test_spreadsheets_are_given_out(browser, way):
    answer = browser.get(f"/so/don-vi/bang/{way}")
    assert answer.content.startswith(b"PK") and "attachment" in answer.headers["content-disposition"]


def test_others_see_no_way_to_replace_the_list(browser):
    officer = Browser(browser.store, Asked(), "chuyen_vien")
    assert "Danh sách đơn vị của cơ quan" not in officer.get("/so/don-vi").text
    assert officer.get("/so/don-vi/bang").status_code == 403
