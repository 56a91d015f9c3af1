"""Web pages: what a browser prints, in lines and tables."""

import hashlib
from pathlib import Path

import pytest

from parsers.formats import html
from pipeline import media
from pipeline.errors import Code, FileError
from pipeline.model import Alignment, Layout, Source


def source(path: Path, kind: str = media.HTML) -> Source:
    data = path.read_bytes()
    return Source(path.name, path, hashlib.sha256(data).hexdigest(), len(data), kind)


def read(page: str | bytes, folder: Path, kind: str = media.HTML) -> Layout:
    path = folder / "vb.doc"
    path.write_bytes(page.encode() if isinstance(page, str) else page)
    return html.read(source(path, kind))


def texts(layout: Layout) -> list[str]:
    return [line.text for line in layout.lines]


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        # Blanks and line ends of the source are one blank; a break is a break.
        ("<p>Kế   hoạch\n thi đua<br>năm 2020</p>", ["Kế hoạch thi đua", "năm 2020"]),
        ("<div>một<p>hai</p>ba</div>", ["một", "hai", "ba"]),
        ("<ol start=3><li>x<li>y</ol><ul><li>z</ul>", ["3. x", "4. y", "- z"]),
        ("<ol type=a><li>x<li value=5>y</ol>", ["a. x", "e. y"]),
        # Not printed: head, scripts, styles, what is hidden.
        ("<title>t</title><style>p{}</style><script>1</script><p style='display:none'>h</p><p>còn</p>", ["còn"]),
        # Word's tabs are blanks that say what they are.
        ("<p>Số: 1<span style='mso-tab-count:2'>    </span>Hà Nội</p>", ["Số: 1\tHà Nội"]),
        ("<p>20<sup>1</sup> m<span style='vertical-align:super'>2</span></p>", ["20¹ m²"]),
        ("<pre>a  b\n c</pre>", ["a  b", " c"]),
        # What Word says to itself: comments with conditions, labels of lists, changes tracked.
        ("<!--[if gte vml 1]><v:shape><p>lặp</p></v:shape><![endif]--><p>một<o:p></o:p></p>", ["một"]),
        ("<p><![if !supportLists]><span style='mso-list:Ignore'>1. </span><![endif]>Mục đích</p>", ["1. Mục đích"]),
        ("<p>một<span style='display:none;mso-hide:all'>ẩn</span></p>", ["một"]),
        ("<p>một <del cite=x>hai</del><ins cite=x>ba</ins></p>", ["một ba"]),
        # A font may be a legacy one, and one that prints capitals.
        ("<p><font face='.VnTimeH'>c\u00e9ng ho\u00b5</font></p>", ["CỘNG HOÀ"]),
        ("<p style=\"font-family:'.VnTime'\">C\u00abng v\u00a8n</p>", ["Công văn"]),
    ],
)
def test_lines(page, expected, tmp_path):
    assert texts(read(f"<html><body>{page}</body></html>", tmp_path)) == expected


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<p>Sở Nội vụ".encode("utf-16"), "Sở Nội vụ"),
        (b"<meta charset=windows-1258><p>" + "Đoàn".encode("cp1258"), "Đoàn"),
        ("<p>Sở Nội vụ".encode(), "Sở Nội vụ"),
        # No declaration, no UTF-8: bytes of a legacy page.
        (b"<p><font face='.VnTime'>" + "Së Néi vô".encode("cp1252"), "Sở Nội vụ"),
        (b"\xef\xbb\xbf<?xml version='1.0' encoding='utf-8'?><html><p>x</p></html>", "x"),
    ],
    ids=["utf-16", "declared", "utf-8", "legacy", "xml head"],
)
def test_bytes(page, expected, tmp_path):
    assert texts(read(page, tmp_path)) == [expected]


def test_how_lines_are_set(tmp_path):
    page = "<p align=center><b>KẾ HOẠCH</b></p><p style='text-align:right;font-size:14.0pt'><i>Hà Nội</i></p>"
    first, second = read(page, tmp_path).lines
    assert (first.bold, first.italic, first.alignment) == (True, False, Alignment.CENTER)
    assert (second.bold, second.italic, second.alignment, second.size) == (False, True, Alignment.RIGHT, 14.0)


def test_tables_with_spans(tmp_path):
    page = (
        "<table border=1><tr><th rowspan=2>TT<th colspan=2>Số</tr><tr><td>a<td>b</tr></table><table><tr><td>x</table>"
    )
    ruled, plain = read(page, tmp_path).tables
    assert {c.text: (c.row, c.column, c.row_span, c.column_span) for c in ruled.cells} == {
        "TT": (0, 0, 2, 1),
        "Số": (0, 1, 1, 2),
        "a": (1, 1, 1, 1),
        "b": (1, 2, 1, 1),
    }
    assert (ruled.ruled, plain.ruled) == (True, False)


def test_web_archive(tmp_path):
    archive = (
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\n"
        b"Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
        b"<p>S=E1=BB=9F</p>\r\n--x--\r\n"
    )
    assert texts(read(archive, tmp_path, media.MHTML)) == ["Sở"]


@pytest.mark.parametrize(
    ("page", "code"),
    [
        ("", Code.EMPTY),
        ("<html></html>", Code.EMPTY),
        ("<script>x</script>", Code.EMPTY),
        ("<img src=x>", Code.NO_TEXT),
    ],
)
def test_a_page_without_text(page, code, tmp_path):
    with pytest.raises(FileError) as caught:
        read(page, tmp_path)
    assert caught.value.failure.code is code


def test_deep_nesting_ends_in_a_layout_or_a_named_failure(tmp_path):
    try:
        assert "sâu" in texts(read("<div>" * 5000 + "sâu", tmp_path))
    except FileError as error:
        assert error.failure.code in (Code.HOSTILE, Code.EMPTY)
