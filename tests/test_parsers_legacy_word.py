"""Word 97-2003 documents: letters, tables, fields, hidden and deleted text, failures that have a name."""

import hashlib
import struct
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parsers.formats import legacy_word
from pipeline.errors import Code, FileError
from pipeline.model import Alignment, Layout, Part, Source
from tests.compound_files import IN_TABLE, Word, compound

BOLD = struct.pack("<HB", 0x0835, 1)
CAPITALS = struct.pack("<HB", 0x083B, 1)
HIDDEN = struct.pack("<HB", 0x083C, 1)
DELETED = struct.pack("<HB", 0x0800, 1)
RAISED = struct.pack("<HB", 0x2A48, 1)
SIZE_14 = struct.pack("<HH", 0x4A43, 28)
CENTER = struct.pack("<HB", 0x2461, 1)


def source(path: Path) -> Source:
    data = path.read_bytes()
    return Source(path.name, path, hashlib.sha256(data).hexdigest(), len(data), "application/msword")


def read(word: Word, folder: Path) -> Layout:
    return legacy_word.read(source(word.save(folder / "vb.doc")))


def texts(layout: Layout) -> list[str]:
    return [line.text for line in layout.lines]


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        (Word().run("Sở Nội vụ").end(), ["Sở Nội vụ"]),
        # One byte a letter: the piece says so.
        (Word(compressed=True).run("C«ng v¨n", 1).end(), ["Công văn"]),
        # The soft hyphen is a letter in TCVN3.
        (Word().run("Tr\u00adëng phßng", 1).end(), ["Trưởng phòng"]),
        (Word().run("Uyû ban", 3).end(), ["Uỷ ban"]),
        # VNI letters whose mark stands in the next run.
        (Word().run("Uy", 3).run("û ban", 3, BOLD).end(), ["Uỷ ban"]),
        # One file, two encodings, each by its font.
        (Word().run("Quyết định").end().run("N¬i nhËn:", 1).end(), ["Quyết định", "Nơi nhận:"]),
        # A capitals font prints capitals.
        (Word().run("céng hoµ x· héi", 2).end(), ["CỘNG HOÀ XÃ HỘI"]),
        (Word().run("Kế hoạch", 0, CAPITALS).end(), ["KẾ HOẠCH"]),
        # A raised digit is no part of the number before it.
        (Word().run("20").run("1", 0, RAISED).run(" m").run("2", 0, RAISED).end(), ["20¹ m²"]),
        # Line breaks cut lines, tabs are the columns of a head and stay.
        (Word().run("Số: 12/KH\tHà Nội\x0bV/v thi đua").end(), ["Số: 12/KH\tHà Nội", "V/v thi đua"]),
        (Word().run("a\x1eb\x1fc").end(), ["a-bc"]),
        # Fields: the result is printed, the instruction is not, nested ones too.
        (Word().run("Trang \x13PAGE \x13REF x\x14y\x15\x147\x15.").end(), ["Trang 7."]),
        # A field that never ends takes nothing away.
        (Word().run("Điều 1 \x13 và Điều 2").end(), ["Điều 1  và Điều 2"]),
        # Letters beyond U+FFFF are two positions and one letter.
        (Word().run("a\U0001f600b").end(), ["a\U0001f600b"]),
    ],
    ids=lambda value: "" if isinstance(value, Word) else value[0],
)
def test_letters(word, expected, tmp_path):
    if "\U0001f600" in word.text:
        # The file counts the halves.
        word = Word().run("a\ud83d\ude00b").end()
        word_streams = _with_surrogates(word)
        path = tmp_path / "vb.doc"
        path.write_bytes(compound(word_streams))
        assert texts(legacy_word.read(source(path))) == expected
        return
    assert texts(read(word, tmp_path)) == expected


def _with_surrogates(word: Word) -> dict[str, bytes]:
    class Passing(str):
        def encode(self, encoding="utf-8", errors="strict"):
            return str(self).encode(encoding, "surrogatepass")

    word.text = Passing(word.text)
    return word.streams()


def test_stored_letters_stay_beside_printed_capitals(tmp_path):
    line = read(Word().run("céng hoµ", 2).end(), tmp_path).lines[0]
    assert (line.text, line.stored, line.font) == ("CỘNG HOÀ", "cộng hoà", ".VnTimeH")


def test_how_a_line_is_set(tmp_path):
    line = read(Word().run("QUYẾT ĐỊNH", 0, BOLD, SIZE_14).end(CENTER), tmp_path).lines[0]
    assert (line.bold, line.italic, line.size, line.alignment) == (True, False, 14.0, Alignment.CENTER)
    assert (line.font, line.starts_paragraph, line.place) == ("Times New Roman", True, "đoạn 1")


@pytest.mark.parametrize(("change", "note"), [(HIDDEN, "HIDDEN_TEXT"), (DELETED, "TRACKED_CHANGES")])
def test_what_is_not_printed_is_not_read_and_is_told(change, note, tmp_path):
    layout = read(Word().run("Còn ").run("thừa", 0, change).run("đủ").end(), tmp_path)
    assert texts(layout) == ["Còn đủ"]
    assert [n.code for n in layout.notes] == [note]


def test_head_of_two_columns_is_a_table(tmp_path):
    word = Word().cell("UBND TỈNH A").cell("CỘNG HÒA").row(0, 4000, 9000).run("KẾ HOẠCH").end()
    layout = read(word, tmp_path)
    assert texts(layout) == ["UBND TỈNH A", "CỘNG HÒA", "KẾ HOẠCH"]
    (table,) = layout.tables
    assert (table.rows, table.columns, table.anchor) == (1, 2, 0)
    assert [(c.row, c.column, c.text, c.lines) for c in table.cells] == [
        (0, 0, "UBND TỈNH A", (0,)),
        (0, 1, "CỘNG HÒA", (1,)),
    ]
    assert layout.lines[1].place == "bảng 1, hàng 1, cột 2"
    assert layout.lines[2].cell is None


def test_a_table_inside_a_cell(tmp_path):
    """Inner cells and rows end with paragraph marks; how deep they stand is told by number."""
    deep = struct.pack("<Hi", 0x6649, 2)
    cell_end, row_end = struct.pack("<HB", 0x244B, 1), struct.pack("<HB", 0x244C, 1)
    word = Word()
    for text in ("x", "y"):
        word.run(text).end(IN_TABLE, deep, cell_end)
    word.end(IN_TABLE, deep, row_end)
    layout = read(word.cell("t").cell("u").row(0, 4000, 9000), tmp_path)
    assert texts(layout) == ["x", "y", "t", "u"]
    outer, inner = layout.tables
    assert inner.parent is not None
    assert (inner.parent.table, inner.parent.row, inner.parent.column) == (outer.index, 0, 0)
    assert [[c.text for c in table.cells] for table in layout.tables] == [["t", "u"], ["x", "y"]]


def test_a_drop_cap_prints_with_the_next_paragraph(tmp_path):
    word = Word().run("C").end(struct.pack("<HH", 0x442C, 1)).run("ăn cứ Luật").end()
    assert texts(read(word, tmp_path)) == ["Căn cứ Luật"]


def test_several_paragraphs_of_a_cell_share_it(tmp_path):
    word = Word().run("Nơi nhận:").end(IN_TABLE).cell("- Như trên;").cell("").row(0, 4000, 9000)
    layout = read(word, tmp_path)
    assert [line.cell for line in layout.lines] == [layout.lines[0].cell] * 2
    assert [c.lines for c in layout.tables[0].cells] == [(0, 1), ()]


def test_merged_cells(tmp_path):
    word = (
        Word()
        .cell("STT").cell("Chỉ tiêu").cell("").row(0, 1000, 3000, 5000, flags=[0x60, 0, 0])
        .cell("").cell("Số").cell("Tỷ lệ").row(0, 1000, 3000, 5000, flags=[0x20, 0, 0])
        .cell("Tổng số").cell("9").row(0, 3000, 5000)
    )  # fmt: skip
    (table,) = read(word, tmp_path).tables
    assert (table.rows, table.columns) == (3, 3)
    spans = {c.text: (c.row, c.column, c.row_span, c.column_span) for c in table.cells if c.text}
    assert spans["STT"] == (0, 0, 2, 1)
    assert spans["Tổng số"] == (2, 0, 1, 2)
    assert spans["9"] == (2, 2, 1, 1)


@pytest.mark.parametrize("flags", [(1, 2, 0), (2, 1, 0)], ids=["first is 1", "first is 2"])
def test_either_flag_may_begin_a_horizontal_merge(flags, tmp_path):
    word = Word().cell("Đơn vị").cell("").cell("Số").row(0, 1000, 2000, 3000, flags=flags)
    (table,) = read(word, tmp_path).tables
    assert [(c.text, c.column, c.column_span) for c in table.cells] == [("Đơn vị", 0, 2), ("Số", 2, 1)]


def test_a_header_stands_before_the_body_and_is_told_from_it(tmp_path):
    layout = read(Word(header="Mẫu số 1").run("Điều 1").end(), tmp_path)
    assert [(line.text, line.part) for line in layout.lines] == [("Mẫu số 1", Part.HEADER), ("Điều 1", Part.BODY)]


@pytest.mark.parametrize(
    ("word", "code"),
    [
        (Word(flags=0x0300).run("Mật").end(), Code.ENCRYPTED),
        # Word 6 and 95: another reader's work.
        (Word(version=0x0065).run("Cũ").end(), Code.UNKNOWN_FORMAT),
        (Word().run("   ").end(), Code.EMPTY),
        (Word().run("\x01").end(), Code.NO_TEXT),
        (Word(flags=0).run("Bảng ở luồng kia").end(), Code.DAMAGED),
    ],
    ids=["encrypted", "Word 95", "blank", "picture only", "no table stream"],
)
def test_failures_have_names(word, code, tmp_path):
    with pytest.raises(FileError) as caught:
        read(word, tmp_path)
    assert caught.value.failure.code is code


def test_a_truncated_file_is_damaged(tmp_path):
    path = Word().run("Sở Nội vụ " * 40).end().save(tmp_path / "vb.doc")
    path.write_bytes(path.read_bytes()[:1500])
    with pytest.raises(FileError) as caught:
        legacy_word.read(source(path))
    assert caught.value.failure.code is Code.DAMAGED


_GOOD = (
    Word(header="Mẫu")
    .run("céng hoµ", 2, BOLD).end(CENTER)
    .cell("Số").cell("1/KH").row(0, 2000, 5000)
    .run("Trang \x13PAGE\x147\x15").end()
    .streams()
)  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.sampled_from(sorted(_GOOD)), st.integers(0, 4095), st.binary(min_size=1, max_size=4)), max_size=12
    )
)
def test_broken_bytes_end_in_a_layout_or_a_named_failure(tmp_path, changes):
    streams = {name: bytearray(data) for name, data in _GOOD.items()}
    for name, at, data in changes:
        at %= len(streams[name])
        streams[name][at : at + len(data)] = data[: len(streams[name]) - at]
    path = tmp_path / "vb.doc"
    path.write_bytes(compound({name: bytes(data) for name, data in streams.items()}))
    try:
        layout = legacy_word.read(source(path))
    except FileError:
        return
    assert layout.lines
