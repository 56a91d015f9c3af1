"""OpenDocument texts: styles, printed list labels, tables, stories, failures that have a name."""

import hashlib
import zipfile
from pathlib import Path

import pytest

from parsers import registry
from parsers.formats import opendocument
from pipeline import media
from pipeline.errors import Code, FileError
from pipeline.intake import open_source
from pipeline.model import Alignment, Layout, Part, Source

_SPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in {
        "office": "office",
        "style": "style",
        "text": "text",
        "table": "table",
        "draw": "drawing",
        "fo": "xsl-fo-compatible",
        "svg": "svg-compatible",
    }.items()
)
STYLES = """
<style:font-face style:name="F" svg:font-family="'.VnTimeH', serif"/>
<style:style style:name="Base" style:family="paragraph">
 <style:paragraph-properties fo:text-align="center"/><style:text-properties fo:font-weight="bold" fo:font-size="14pt"/>
</style:style>
<style:style style:name="P" style:family="paragraph" style:parent-style-name="Base"/>
<style:style style:name="Caps" style:family="text"><style:text-properties style:font-name="F"/></style:style>
<style:style style:name="Up" style:family="text"><style:text-properties fo:text-transform="uppercase"/></style:style>
<style:style style:name="Sup" style:family="text"><style:text-properties style:text-position="super 58%"/></style:style>
<style:style style:name="Hid" style:family="text"><style:text-properties text:display="none"/></style:style>
<style:style style:name="Box" style:family="table-cell"><style:table-cell-properties fo:border="0.5pt solid #000"/></style:style>
<text:list-style style:name="L">
 <text:list-level-style-number text:level="1" style:num-format="I" style:num-suffix="."/>
 <text:list-level-style-number text:level="2" style:num-format="1" style:num-suffix=")" text:display-levels="2"/>
</text:list-style>
<text:list-style style:name="B"><text:list-level-style-bullet text:level="1" text:bullet-char="\uf0b7"/></text:list-style>
"""


def read(body: str, folder: Path, page: str = "", manifest: str = "") -> Layout:
    path = folder / "vb.odt"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "content.xml",
            f"<office:document-content {_SPACES}><office:automatic-styles>{STYLES}</office:automatic-styles>"
            f"<office:body><office:text>{body}</office:text></office:body></office:document-content>",
        )
        archive.writestr(
            "styles.xml",
            f"<office:document-styles {_SPACES}><office:master-styles><style:master-page>{page}</style:master-page>"
            "</office:master-styles></office:document-styles>",
        )
        archive.writestr("META-INF/manifest.xml", f"<manifest>{manifest}</manifest>")
    data = path.read_bytes()
    return opendocument.read(Source(path.name, path, hashlib.sha256(data).hexdigest(), len(data), media.ODT))


def texts(layout: Layout) -> list[str]:
    return [line.text for line in layout.lines]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "<text:p>Số: 1<text:tab/>Hà Nội<text:line-break/>V/v<text:s text:c='3'/>x</text:p>",
            ["Số: 1\tHà Nội", "V/v   x"],
        ),
        ("<text:p>a\n   b <text:span> c</text:span></text:p>", ["a b c"]),
        ("<text:p><text:span text:style-name='Caps'>c\u00e9ng ho\u00b5</text:span></text:p>", ["CỘNG HOÀ"]),
        ("<text:p><text:span text:style-name='Up'>kế hoạch</text:span></text:p>", ["KẾ HOẠCH"]),
        ("<text:p>20<text:span text:style-name='Sup'>1</text:span></text:p>", ["20¹"]),
        ("<text:p>a<text:span text:style-name='Hid'>h</text:span>b</text:p>", ["ab"]),
        # Deleted text is kept aside by the format and not printed.
        ("<text:tracked-changes><text:p>xoá</text:p></text:tracked-changes><text:p>còn</text:p>", ["còn"]),
        ("<text:section><text:p>trong mục</text:p></text:section>", ["trong mục"]),
    ],
)
def test_lines(body, expected, tmp_path):
    assert texts(read(body, tmp_path)) == expected


def test_how_a_line_is_set(tmp_path):
    line = read("<text:p text:style-name='P'>KẾ HOẠCH</text:p>", tmp_path).lines[0]
    assert (line.bold, line.italic, line.size, line.alignment) == (True, False, 14.0, Alignment.CENTER)


def _list(*items: str, rest: str = "text:style-name='L'") -> str:
    return (
        f"<text:list {rest}>" + "".join(f"<text:list-item>{item}</text:list-item>" for item in items) + "</text:list>"
    )


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            _list(
                "<text:p>a</text:p>" + _list("<text:p>b</text:p>", "<text:p>c</text:p>", rest=""), "<text:p>d</text:p>"
            ),
            ["I. a", "I.1) b", "I.2) c", "II. d"],
        ),
        # A new list begins anew, a continued one goes on.
        (_list("<text:p>a</text:p>") + _list("<text:p>b</text:p>"), ["I. a", "I. b"]),
        (
            _list("<text:p>a</text:p>")
            + _list("<text:p>b</text:p>", rest="text:style-name='L' text:continue-numbering='true'"),
            ["I. a", "II. b"],
        ),
        # Only the first paragraph of an item bears the label.
        (_list("<text:p>a</text:p><text:p>b</text:p>", rest="text:style-name='B'"), ["- a", "b"]),
    ],
)
def test_list_labels(body, expected, tmp_path):
    assert texts(read(body, tmp_path)) == expected


def test_tables_with_spans(tmp_path):
    def cell(text: str, rest: str = "") -> str:
        return f"<table:table-cell table:style-name='Box' {rest}><text:p>{text}</text:p></table:table-cell>"

    covered = "<table:covered-table-cell/>"
    rows = (
        cell("TT", "table:number-rows-spanned='2'") + cell("Số", "table:number-columns-spanned='2'") + covered,
        covered + cell("a") + cell("b"),
    )
    body = "<table:table>" + "".join(f"<table:table-row>{row}</table:table-row>" for row in rows) + "</table:table>"
    (table,) = read(body, tmp_path).tables
    assert (table.rows, table.columns, table.ruled) == (2, 3, True)
    assert {c.text: (c.row, c.column, c.row_span, c.column_span) for c in table.cells} == {
        "TT": (0, 0, 2, 1),
        "Số": (0, 1, 1, 2),
        "a": (1, 1, 1, 1),
        "b": (1, 2, 1, 1),
    }


def test_stories_are_told_apart(tmp_path):
    body = (
        "<text:p>a<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>chú thích</text:p>"
        "</text:note-body></text:note><draw:frame><draw:text-box><text:p>hộp</text:p></draw:text-box></draw:frame>b</text:p>"
    )
    page = "<style:header><text:p>đầu</text:p></style:header><style:footer><text:p>chân</text:p></style:footer>"
    assert [(line.text, line.part) for line in read(body, tmp_path, page).lines] == [
        ("đầu", Part.HEADER),
        ("ab", Part.BODY),
        ("hộp", Part.TEXT_BOX),
        ("chân", Part.FOOTER),
        ("chú thích", Part.FOOTNOTE),
    ]


@pytest.mark.parametrize(
    ("body", "manifest", "code"),
    [
        ("<text:p/>", "", Code.EMPTY),
        ("<text:p>x</text:p>", "<encryption-data/>", Code.ENCRYPTED),
        ("<text:p>x", "", Code.DAMAGED),
    ],
    ids=["blank", "encrypted", "not well formed"],
)
def test_failures_have_names(body, manifest, code, tmp_path):
    with pytest.raises(FileError) as caught:
        read(body, tmp_path, manifest=manifest)
    assert caught.value.failure.code is code


def test_a_document_kept_as_one_file(tmp_path):
    path = tmp_path / "vb.fodt"
    kind = 'office:mimetype="application/vnd.oasis.opendocument.text"'
    path.write_text(
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document {_SPACES} office:version="1.3" {kind}>'
        f"<office:automatic-styles>{STYLES}</office:automatic-styles><office:master-styles><style:master-page>"
        "<style:header><text:p>đầu trang</text:p></style:header></style:master-page></office:master-styles><office:body>"
        '<office:text><text:p text:style-name="P">KẾ HOẠCH</text:p></office:text></office:body></office:document>',
        encoding="utf-8",
    )
    source = open_source(path)
    header, title = opendocument.read(source).lines
    assert source.media_type == media.ODT and header.part is Part.HEADER
    assert (title.text, title.bold, title.alignment) == ("KẾ HOẠCH", True, Alignment.CENTER)


def test_a_workbook_kept_as_one_file_is_named_with_advice(tmp_path):
    path = tmp_path / "b.fods"
    kind = 'office:mimetype="application/vnd.oasis.opendocument.spreadsheet"'
    path.write_text(f'<?xml version="1.0"?><office:document {_SPACES} {kind}/>', encoding="utf-8")
    with pytest.raises(FileError) as caught:
        registry.read(open_source(path))
    assert caught.value.failure.code is Code.UNKNOWN_FORMAT and ".ods" in caught.value.failure.detail
