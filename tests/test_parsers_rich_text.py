"""RTF: groups, code pages, Unicode escapes, labels, tables, stories, failures that have a name."""

import hashlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parsers.formats import rich_text
from pipeline.errors import Code, FileError
from pipeline.model import Alignment, Layout, Part, Source

FONTS = (
    rb"{\fonttbl{\f0\froman\fcharset0 Times New Roman;}{\f1\fnil\fcharset0 .VnTime;}{\f2\fnil\fcharset0 .VnTimeH;}"
    rb"{\f3\froman\fcharset2 Symbol;}{\f4\froman\fcharset163{\*\falt Arial;}Times New Roman;}{\f5\fcharset163 VNI-Times;}}"
)


def source(path: Path) -> Source:
    data = path.read_bytes()
    return Source(path.name, path, hashlib.sha256(data).hexdigest(), len(data), "application/rtf")


def read(body: bytes, folder: Path) -> Layout:
    path = folder / "vb.rtf"
    path.write_bytes(rb"{\rtf1\ansi\ansicpg1252\uc1\deff0" + FONTS + body + b"}")
    return rich_text.read(source(path))


def texts(layout: Layout) -> list[str]:
    return [line.text for line in layout.lines]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        # The fallback letter of \u is not printed; \uc says how many there are.
        (rb"S\u7903?  N\u7897\'3fi v\u7909?\par", ["Sở  Nội vụ"]),
        (rb"{\uc2 H\u224 ?\'3fi Nam}\par", ["Hài Nam"]),
        (rb"{\uc0 \u272\u7897c l\u7853p}\par", ["Độc lập"]),
        (rb"\u-3913?\par", ["\uf0b7"]),
        (rb"\u-10179?\u-8704?\par", ["\U0001f600"]),
        # Legacy letters by font, whatever code page the font claims.
        (rb"{\f1 C\'abng v\'a8n}\par", ["Công văn"]),
        (rb"{\f1 nh\'ad n\'ad\'edc}\par", ["như nước"]),
        (rb"{\f2 c\'e9ng ho\'b5}\par", ["CỘNG HOÀ"]),
        (rb"{\f5 Uy\'fb ban nha\'e2n da\'e2n}\par", ["Uỷ ban nhân dân"]),
        # Windows-1258 keeps tones apart; the line is composed.
        (rb"{\f4 Nh\'e0 n\'fd\'f5\'ecc}\par", ["Nhà nước"]),
        (rb"a\~b\_c\-d\emdash e\{\}\\\par", ["a b-cd—e{}\\"]),
        (rb"S\u7889? 1\tab H\'e0 N\u7897?i\line V/v\par", ["Số 1\tHà Nội", "V/v"]),
        # What an instruction says is not printed, its result is.
        (rb"{\field{\*\fldinst PAGE}{\fldrslt 7}}\par", ["7"]),
        # Unknown starred groups, pictures, styles, information print nothing.
        (rb"{\*\unknown x{y}}{\pict 0102}{\stylesheet{\s0 Normal;}}{\info{\title t}}m\'f4t\par", ["môt"]),
        (rb"a\bin4 }{}{b\par", ["ab"]),
        # Printed labels are kept, bullets of symbol fonts as a dash.
        (rb"{\listtext\pard\plain\f0 1.\tab}Mot\par{\listtext\pard\plain\f3\'b7\tab}Hai\par", ["1. Mot", "- Hai"]),
        (rb"{\pntext\f0 a)\tab}Ba\par", ["a) Ba"]),
        (rb"\caps Th\'f4ng t\'ed\par", ["THÔNG TÍ"]),
        (rb"20{\super 1} m\super 2\nosupersub  4\par", ["20¹ m² 4"]),
        (rb"\f3\'b3\f0  5%\par", ["≥ 5%"]),
        # A code page that there is none of, or whose number was cut off.
        (rb"\ansicpg99999 m\'f4t\par\ansicpg hai\'f4\par", ["môt", "haiô"]),
        # Text after the last paragraph mark is text.
        (rb"cu\'f4i", ["cuôi"]),
    ],
)
def test_letters(body, expected, tmp_path):
    assert texts(read(body, tmp_path)) == expected


def test_how_a_line_is_set(tmp_path):
    line = read(rb"\pard\qc\b\fs28 QUY\u7870?T \u272?\u7882?NH\b0\par", tmp_path).lines[0]
    assert (line.text, line.bold, line.italic, line.size) == ("QUYẾT ĐỊNH", True, False, 14.0)
    assert (line.alignment, line.font) == (Alignment.CENTER, "Times New Roman")


@pytest.mark.parametrize(("word", "note"), [(rb"\v", "HIDDEN_TEXT"), (rb"\deleted", "TRACKED_CHANGES")])
def test_what_is_not_printed_is_not_read_and_is_told(word, note, tmp_path):
    layout = read(rb"a{" + word + rb" b}c\par", tmp_path)
    assert texts(layout) == ["ac"]
    assert [n.code for n in layout.notes] == [note]


ROW = rb"\trowd\trleft0\cellx4000\cellx9000"


def test_head_of_two_columns_is_a_table(tmp_path):
    layout = read(
        ROW + rb"\pard\intbl UBND\par S\u7889?: 1\cell Qu\u7889?c hi\u7879?u\cell\row\pard K\u7871? ho\u7841?ch\par",
        tmp_path,
    )
    assert texts(layout) == ["UBND", "Số: 1", "Quốc hiệu", "Kế hoạch"]
    (table,) = layout.tables
    assert [(c.text, c.column, c.lines) for c in table.cells] == [("UBND\nSố: 1", 0, (0, 1)), ("Quốc hiệu", 1, (2,))]
    assert table.ruled is False
    assert layout.lines[3].cell is None


def test_merged_cells_and_rules(tmp_path):
    border = rb"\clbrdrt\brdrs\clbrdrl\brdrs\clbrdrb\brdrs\clbrdrr\brdrs"
    first = rb"\trowd" + border + rb"\clvmgf\cellx1000" + border + rb"\clmgf\cellx2000" + border + rb"\clmrg\cellx3000"
    second = rb"\trowd" + border + rb"\clvmrg\cellx1000" + border + rb"\cellx2000" + border + rb"\cellx3000"
    body = (
        first + rb"\pard\intbl TT\cell Chung\cell\cell\row" + second + rb"\pard\intbl\cell a\cell b\cell\row\pard x\par"
    )
    (table,) = read(body, tmp_path).tables
    assert {c.text: (c.row, c.column, c.row_span, c.column_span) for c in table.cells} == {
        "TT": (0, 0, 2, 1),
        "Chung": (0, 1, 1, 2),
        "a": (1, 1, 1, 1),
        "b": (1, 2, 1, 1),
    }
    assert table.ruled is True


def test_a_table_inside_a_cell(tmp_path):
    inner = rb"\itap2 x\nestcell y\nestcell{\*\nesttableprops\trowd\cellx500\cellx900\nestrow}{\nonesttables\par}"
    layout = read(ROW + rb"\pard\intbl " + inner + rb"\pard\intbl t\cell u\cell\row\pard", tmp_path)
    assert texts(layout) == ["x", "y", "t", "u"]
    outer, nested = layout.tables
    assert (nested.parent.table, nested.parent.row, nested.parent.column) == (outer.index, 0, 0)
    assert [c.text for c in nested.cells] == ["x", "y"]
    assert [c.text for c in outer.cells] == ["t", "u"]


def test_stories_are_told_apart(tmp_path):
    body = (
        rb"{\header d\par}{\headerf d\par}{\footer 1\par}a{\footnote\pard chu thich\par}"
        rb"{\shp{\*\shpinst{\sp{\sn n}{\sv v}}{\shptxt\pard hop\par}}{\shprslt{\pict}}}b\par c\par"
    )
    assert [(line.text, line.part) for line in read(body, tmp_path).lines] == [
        ("d", Part.HEADER),
        ("ab", Part.BODY),
        ("hop", Part.TEXT_BOX),
        ("c", Part.BODY),
        ("1", Part.FOOTER),
        ("chu thich", Part.FOOTNOTE),
    ]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"khong phai RTF", Code.DAMAGED),
        (b"{\\rtf1 {\\pict 00}}", Code.NO_TEXT),
        (b"{\\rtf1 \\par}", Code.EMPTY),
        (b"{\\rtf1 " + b"{" * 5000 + b"a", Code.HOSTILE),
    ],
    ids=["no head", "picture only", "blank", "too deep"],
)
def test_failures_have_names(data, code, tmp_path):
    path = tmp_path / "vb.rtf"
    path.write_bytes(data)
    with pytest.raises(FileError) as caught:
        rich_text.read(source(path))
    assert caught.value.failure.code is code


_PARTS = [
    b"{", b"}", b"\\par ", b"\\cell ", b"\\row ", b"\\nestcell ", b"\\nestrow ", b"\\trowd ", b"\\cellx900 ", b"\\intbl ",
    b"\\itap3 ", b"\\pard ", b"{\\header ", b"{\\footnote ", b"{\\*\\shpinst{\\shptxt ", b"\\u7897?", b"\\uc9 ", b"\\'e9",
    b"\\bin7 ", b"{\\listtext ", b"\\f1 ", b"\\v ", b"chu ",
]  # fmt: skip


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(_PARTS), max_size=40))
def test_any_order_of_words_ends_in_a_layout_or_a_named_failure(tmp_path, parts):
    try:
        layout = read(b"".join(parts), tmp_path)
    except FileError as error:
        assert error.failure.code is Code.EMPTY
        return
    assert all(line.text.strip() for line in layout.lines)
