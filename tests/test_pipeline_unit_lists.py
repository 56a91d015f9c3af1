"""A list of units handed in: headings found, every row looked over, what changes told, what is wrong refused with why."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.reference.agencies import UNIT_COLUMNS, Agency, read_units
from pipeline.reference.unit_lists import MOST_ROWS, as_csv, columns, grid, judge, of_csv

SHIPPED = {"so-thu": Agency("so-thu", "Sở Thử tỉnh Giả Định"), "ubnd.gia": Agency("ubnd.gia", "UBND tỉnh Giả Định")}


def row(**cells):
    return dict.fromkeys(UNIT_COLUMNS, "") | cells


def looked_over(*rows, before=()):
    """The judgement of rows that stand from row 2 on."""
    named = [n for n in UNIT_COLUMNS if n in ("id", "name") or any(n in r for r in rows)]
    sheet = [(1, named), *((at, [r.get(n, "") for n in named]) for at, r in enumerate(rows, 2))]
    return judge(grid(sheet), before, SHIPPED)


def only(*rows, before=()):
    return looked_over(*rows, before=before).rows[-1]


def test_every_column_of_the_file_has_a_heading_of_its_own():
    assert [c.name for c in columns()] == list(UNIT_COLUMNS)
    assert len({c.heading for c in columns()}) == len(UNIT_COLUMNS) and all(c.meaning for c in columns())


def test_headings_stand_below_a_title_and_in_any_order():
    sheet = [(1, ["SỞ THỬ", ""]), (2, ["Danh sách đơn vị năm 2025", ""]), (4, ["STT", "TÊN  ĐƠN VỊ", "ma", "Ghi"]),
             (5, ["1", "Phòng A", "a", "x"]), (6, ["", "", "", ""]), (7, ["2", "Phòng B", "b", ""])]  # fmt: skip
    found = grid(sheet)
    assert found.rows == ((5, {"name": "Phòng A", "id": "a"}), (7, {"name": "Phòng B", "id": "b"}))
    assert found.unused == ("STT", "Ghi")


@pytest.mark.parametrize(
    ("sheet", "why"),
    [
        ([(1, ["Phòng A"]), (2, ["Phòng B"])], "tiêu đề"),
        ([(1, ["Tên", "Tên đầy đủ"])], "Hai cột"),
        ([(40, ["Tên đơn vị", "Mã"])], "tiêu đề"),
        ([], "tiêu đề"),
        ([(1, ["name"]), *((n, ["x"]) for n in range(2, MOST_ROWS + 3))], "quá 20.000 dòng"),
    ],
    ids=["no heading", "twice", "too far down", "empty", "too many"],
)
def test_a_sheet_that_is_no_list_is_refused_as_a_whole(sheet, why):
    with pytest.raises(ValueError, match=why):
        grid(sheet)


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({"id": "a", "short": "A"}, "Thiếu tên"),
        ({"id": "A B", "name": "Phòng A"}, "Mã «A B»"),
        ({"name": "Phòng A", "valid_from": "31/02/2025"}, "«Từ ngày»: «31/02/2025» không phải ngày"),
        ({"name": "Phòng A", "valid_from": "2/2025"}, "không phải ngày"),
        ({"name": "Phòng A", "valid_from": "02/01/2025", "valid_to": "01/01/2025"}, "trước «Từ ngày»"),
        ({"name": "Phòng A", "headcount": "chục"}, "không phải số nguyên dương"),
        ({"name": "Phòng A", "headcount": "0"}, "không phải số nguyên dương"),
        ({"name": "Phòng A", "parent": "khong-co"}, "không có đơn vị nào mang mã hoặc tên «khong-co»"),
        ({"id": "a", "name": "Phòng A", "parent": "a"}, "đi vòng"),
        ({"name": "Phòng A", "valid_to": "2025-01-01", "successor": "khong-co"}, "«khong-co»"),
        ({"name": "Phòng A", "successor": "so-thu"}, "phải ghi «Đến ngày»"),
        ({"id": "a", "name": "Phòng A", "valid_to": "2025-01-01", "successor": "a"}, "chính nó"),
        ({"name": "Phòng A" * 99}, "quá dài"),
        ({"name": "Phòng \u202eA"}, "không in được"),
    ],
)
def test_a_wrong_row_is_refused_and_says_why(cells, why):
    judged = only(cells)
    assert judged.state == "refused" and why in " ".join(judged.why)


@pytest.mark.parametrize(
    ("cells", "column", "kept"),
    [
        ({"name": "Phòng Văn thư"}, "id", "phong-van-thu"),
        ({"name": "Phòng A"}, "kind", "unit"),
        ({"name": "Phòng A", "valid_from": "1/3/2025"}, "valid_from", "2025-03-01"),
        ({"name": "Phòng A", "valid_from": "2025-03-01 00:00:00"}, "valid_from", "2025-03-01"),
        ({"name": "Phòng A", "headcount": "1.234"}, "headcount", "1234"),
        ({"name": "Phòng A", "parent": "Sở Thử tỉnh Giả Định"}, "parent", "so-thu"),
        ({"name": "Phòng A", "aliases": "P. A; Phòng Á |P. A"}, "aliases", "P. A|Phòng Á"),
        ({"name": "=cmd|' /C calc'!A0", "id": "a"}, "name", "=cmd|' /C calc'!A0"),
    ],
)
def test_a_row_is_kept_as_the_file_writes_it(cells, column, kept):
    judged = only(cells)
    assert judged.state == "new" and judged.cells[column] == kept


def test_a_parent_that_two_bodies_are_called_by_is_refused():
    twins = (
        {"id": "a", "name": "Văn phòng", "parent": "so-thu"},
        {"id": "b", "name": "Văn phòng", "parent": "ubnd.gia"},
    )
    assert only(*twins).state == "new", "one name under two bodies is two bodies"
    assert only(*twins, {"id": "c", "name": "Tổ C", "parent": "Văn phòng"}).state == "refused"


@pytest.mark.parametrize(
    ("second", "why"),
    [
        ({"id": "a", "name": "Phòng B"}, "Trùng mã «a» với dòng 2"),
        ({"id": "b", "name": "PHÒNG A"}, "Trùng tên"),
    ],
)
def test_a_row_that_is_there_twice_is_refused(second, why):
    assert why in only({"id": "a", "name": "Phòng A"}, second).why[0]


def test_one_name_in_two_times_is_two_bodies():
    rows = (
        {"id": "a", "name": "Phòng A", "valid_to": "2024-12-31"},
        {"id": "b", "name": "Phòng A", "valid_from": "2025-01-01"},
    )
    assert [r.state for r in looked_over(*rows).rows] == ["new", "new"]


def test_a_circle_of_parents_is_refused_in_each_of_its_rows():
    rows = (
        {"id": "a", "name": "A", "parent": "b"},
        {"id": "b", "name": "B", "parent": "a"},
        {"id": "c", "name": "C", "parent": "a"},
    )
    assert [r.state for r in looked_over(*rows).rows] == ["refused", "refused", "new"]


def test_what_is_new_what_changes_and_what_is_gone():
    before = (
        row(id="a", name="Phòng A", headcount="9"),
        row(id="b", name="Phòng B", kind="unit"),
        row(id="c", name="Phòng C"),
    )
    told = looked_over(
        {"name": "Phòng A", "headcount": "12"}, {"id": "b", "name": "Phòng B"}, {"name": "Phòng D"}, before=before
    )
    assert [r.state for r in told.rows] == ["changed", "same", "new"]
    assert told.rows[0].changes == (("Số người", "9", "12"),) and told.rows[0].cells["id"] == "a", "found by its name"
    assert [r["id"] for r in told.gone] == ["c"] and told.usable and told.differs


def test_nothing_is_usable_while_one_row_is_refused_or_there_is_none():
    assert not looked_over({"name": "Phòng A"}, {"id": "x"}).usable
    assert not judge(grid([(1, ["Tên đơn vị", "Mã"])]), (), SHIPPED).usable


PLAIN = st.text(st.characters(categories=("L", "N"), include_characters=" ,\"'|;=-"), max_size=20)


@given(st.lists(st.fixed_dictionaries(dict.fromkeys(("name", "short", "aliases", "source"), PLAIN)), max_size=5))
def test_what_is_accepted_is_read_by_the_file_and_handed_in_again_changes_nothing(tmp_path_factory, rows):
    told = looked_over(*({"id": f"d{n}"} | r for n, r in enumerate(rows)))
    kept = [r.cells for r in told.rows if r.state == "new"]
    path = tmp_path_factory.mktemp("danh-sach") / "agencies.csv"
    path.write_text(as_csv(kept), encoding="utf-8")
    assert [a.id for a in read_units(path)] == [r["id"] for r in kept]
    again = looked_over(*kept, before=of_csv(as_csv(kept)))
    assert all(r.state == "same" for r in again.rows if not r.why) and not again.gone


def test_a_column_that_the_sheet_lacks_keeps_its_values_and_a_blank_cell_takes_its_value_away():
    before = (row(id="a", name="Phòng A", short="P. A", code="PA", kind="department"),)
    judged = judge(grid([(1, ["Tên đơn vị", "Tên gọi tắt"]), (2, ["Phòng A", ""])]), before, SHIPPED).rows[0]
    assert judged.changes == (("Tên gọi tắt", "P. A", ""),)
    assert (judged.cells["code"], judged.cells["kind"]) == ("PA", "department")
