import zipfile

import pytest

from parsers import registry
from pipeline.errors import Code, FileError
from pipeline.intake import open_source
from pipeline.model import Alignment, CellRef, Part
from tests import cabinet
from tests.cabinet import W, docx, p, r


@pytest.fixture
def read(tmp_path):
    def reader(body, **parts):
        return registry.read(open_source(docx(tmp_path / "tep.docx", body, **parts)))

    return reader


def texts(layout):
    return [line.text for line in layout.lines if line.text]


def cell(*blocks, properties=""):
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(blocks)}</w:tc>"


def table(*rows, properties=""):
    inner = "".join(f"<w:tr>{''.join(row)}</w:tr>" for row in rows)
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr>{inner}</w:tbl>"


def box(text):
    return f"<w:txbxContent>{p(text)}</w:txbxContent>"


def style(name, inner, based_on=None, kind="paragraph", default=""):
    base = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    return f'<w:style w:type="{kind}" w:styleId="{name}" {default}>{base}{inner}</w:style>'


INSIDE = [
    ("<w:r><w:t>Số:</w:t><w:tab/><w:t>12</w:t></w:r>", ["Số:\t12"], "a tab is kept as a tab"),
    ("<w:r><w:t>trái</w:t><w:ptab/><w:t>phải</w:t></w:r>", ["trái\tphải"], "a tab to a margin too"),
    ("<w:r><w:t>một</w:t><w:br/><w:t>hai</w:t></w:r>", ["một", "hai"], "a line break makes two lines"),
    ("<w:r><w:t>VNPT</w:t><w:noBreakHyphen/><w:t>QB</w:t></w:r>", ["VNPT-QB"], "a hyphen that does not break is one"),
    ("<w:r><w:t>thi</w:t><w:softHyphen/><w:t>đua</w:t></w:r>", ["thiđua"], "a soft hyphen prints nothing"),
    ("<w:hyperlink><w:r><w:t>liên kết</w:t></w:r></w:hyperlink>", ["liên kết"], "a link's text is text"),
    ("<w:smartTag><w:r><w:t>Hà Nội</w:t></w:r></w:smartTag>", ["Hà Nội"], "a smart tag only wraps"),
    ("<w:sdt><w:sdtContent><w:r><w:t>ô</w:t></w:r></w:sdtContent></w:sdt>", ["ô"], "a content control only wraps"),
    ("<w:ins><w:r><w:t>thêm</w:t></w:r></w:ins><w:del><w:r><w:delText>bớt</w:delText></w:r></w:del>", ["thêm"],
     "changes are read as accepted"),
    ("<w:moveFrom><w:r><w:t>cũ</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>mới</w:t></w:r></w:moveTo>", ["mới"],
     "moved text stands where it went"),
    ('<w:r><w:t>trang </w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/><w:instrText>PAGE</w:instrText>'
     '<w:fldChar w:fldCharType="separate"/><w:t>7</w:t><w:fldChar w:fldCharType="end"/></w:r>', ["trang 7"],
     "a field prints its result, not its instruction"),
    ('<w:r><w:fldChar w:fldCharType="begin"/><w:t>không in</w:t><w:fldChar w:fldCharType="begin"/>'
     '<w:fldChar w:fldCharType="separate"/><w:t>trong</w:t><w:fldChar w:fldCharType="end"/>'
     '<w:fldChar w:fldCharType="separate"/><w:t>ngoài</w:t><w:fldChar w:fldCharType="end"/></w:r>', ["ngoài"],
     "a field inside another's instruction prints nothing"),
    ('<w:fldSimple><w:r><w:t>9</w:t></w:r></w:fldSimple>', ["9"], "a simple field's result"),
    ('<w:r><w:sym w:font="Wingdings" w:char="F0D8"/><w:t> Sở</w:t></w:r>', ["- Sở"], "a pictured bullet is a dash"),
    ('<w:r><w:sym w:font="Symbol" w:char="F0B3"/><w:t> 95%</w:t></w:r>', ["≥ 95%"], "a sign of Symbol keeps its meaning"),
    ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>', ["☑"], "a ticked box stays ticked"),
    ("<m:oMath><m:r><m:t>giảm </m:t></m:r><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num>"
     "<m:den><m:r><m:t>3</m:t></m:r></m:den></m:f></m:oMath>", ["giảm 1/3"], "a fraction stays a fraction"),
    ("<w:r><w:t>12 m</w:t></w:r>" + r("2", '<w:vertAlign w:val="superscript"/>'), ["12 m²"], "a square stays a square"),
    (r("Đại"), ["Đại"], "letters are composed"),
    (r("Q\u00d0-UBND"), ["QĐ-UBND"], "the Icelandic letter is read as the Vietnamese one"),
]  # fmt: skip


@pytest.mark.parametrize(("inner", "expected", "_why"), INSIDE, ids=[why for *_, why in INSIDE])
def test_what_a_paragraph_prints(read, inner, expected, _why):
    assert texts(read(p(inner))) == expected


def test_a_field_that_never_ends_swallows_nothing(read):
    begin = '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>IF</w:instrText></w:r>'
    assert texts(read(p("a", begin, "b") + p("c"))) == ["ab", "c"]


def test_only_the_first_line_of_a_paragraph_starts_it(read):
    lines = read(p("<w:r><w:t>a</w:t><w:br/><w:t>b</w:t></w:r>") + p("c")).lines
    assert [line.starts_paragraph for line in lines] == [True, False, True]


def test_a_deleted_paragraph_mark_joins_two_paragraphs(read):
    layout = read(p("Kế ", properties="<w:rPr><w:del/></w:rPr>") + p("hoạch"))
    assert texts(layout) == ["Kế hoạch"]
    assert [note.code for note in layout.notes] == ["TRACKED_CHANGES"]


def test_hidden_text_is_not_printed_but_named(read):
    layout = read(p("thấy", r("không thấy", "<w:vanish/>")))
    assert texts(layout) == ["thấy"]
    assert [note.code for note in layout.notes] == ["HIDDEN_TEXT"]


class TestLooks:
    def test_most_letters_decide(self, read):
        (line,) = read(p(r("Điều 1.", "<w:b/>"), " Ban hành kèm theo Quyết định này")).lines
        assert line.bold is False

    def test_size_font_bold_italic(self, read):
        marks = '<w:b/><w:i/><w:sz w:val="28"/><w:rFonts w:ascii="Times New Roman"/>'
        (line,) = read(p(r("KẾ HOẠCH", marks))).lines
        assert (line.bold, line.italic, line.size, line.font) == (True, True, 14.0, "Times New Roman")

    def test_styles_are_inherited(self, read):
        styles = (
            '<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="26"/></w:rPr></w:rPrDefault></w:docDefaults>'
            + style("A", '<w:rPr><w:b/></w:rPr><w:pPr><w:jc w:val="center"/></w:pPr>')
            + style("B", "<w:rPr><w:i/></w:rPr>", "A")
        )
        (line,) = read(p("x", properties='<w:pStyle w:val="B"/>'), styles=styles).lines
        assert (line.bold, line.italic, line.size, line.alignment) == (True, True, 13.0, Alignment.CENTER)

    def test_what_is_said_outright_beats_the_style(self, read):
        styles = style("A", '<w:rPr><w:b/></w:rPr><w:pPr><w:jc w:val="center"/></w:pPr>')
        marks = '<w:pStyle w:val="A"/><w:jc w:val="right"/>'
        (line,) = read(p(r("x", '<w:b w:val="0"/>'), properties=marks), styles=styles).lines
        assert (line.bold, line.alignment) == (False, Alignment.RIGHT)

    def test_bold_in_a_bold_paragraph_cancels(self, read):
        styles = style("A", "<w:rPr><w:b/></w:rPr>") + style("C", "<w:rPr><w:b/></w:rPr>", kind="character")
        run = r("x", '<w:rStyle w:val="C"/>')
        (line,) = read(p(run, properties='<w:pStyle w:val="A"/>'), styles=styles).lines
        assert line.bold is False

    def test_a_circle_of_styles_ends(self, read):
        styles = style("A", "<w:rPr><w:b/></w:rPr>", "B") + style("B", "", "A")
        (line,) = read(p("x", properties='<w:pStyle w:val="B"/>'), styles=styles).lines
        assert line.bold is True

    def test_capitals_are_printed_as_capitals(self, read):
        (line,) = read(p(r("Sở Nội vụ", "<w:caps/>"))).lines
        assert line.text == "SỞ NỘI VỤ"


LEVEL = '<w:lvl w:ilvl="{0}"><w:start w:val="1"/><w:numFmt w:val="{1}"/><w:lvlText w:val="{2}"/></w:lvl>'
LISTS = (
    '<w:abstractNum w:abstractNumId="0">'
    + LEVEL.format(0, "upperRoman", "%1.")
    + LEVEL.format(1, "decimal", "%2.")
    + LEVEL.format(2, "lowerLetter", "%3)")
    + LEVEL.format(3, "bullet", "\uf0b7")
    + '</w:abstractNum><w:abstractNum w:abstractNumId="1">'
    + LEVEL.format(0, "decimal", "%1")
    + LEVEL.format(1, "decimal", "%1.%2.")
    + "</w:abstractNum>"
    + '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    + '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
    + '<w:num w:numId="3"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/>'
    + "</w:lvlOverride></w:num>"
)


def item(text, level, number=1):
    return p(text, properties=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def test_labels_of_lists_are_counted_again(read):
    body = item("A", 0) + item("B", 1) + item("C", 1) + item("D", 2) + item("E", 3) + item("F", 0) + item("G", 1)
    assert texts(read(body, numbering=LISTS)) == ["I. A", "1. B", "2. C", "a) D", "- E", "II. F", "1. G"]


def test_labels_of_several_levels(read):
    body = item("A", 0, 2) + item("B", 1, 2) + item("C", 1, 2) + item("D", 0, 3) + item("E", 1, 3)
    assert texts(read(body, numbering=LISTS)) == ["1 A", "1.1. B", "1.2. C", "5 D", "5.1. E"]


def test_number_zero_takes_a_paragraph_out_of_its_list(read):
    assert texts(read(item("A", 0, 0), numbering=LISTS)) == ["A"]


def test_a_style_may_number_its_paragraphs(read):
    styles = style("Muc", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>')
    body = p("A", properties='<w:pStyle w:val="Muc"/>') * 2
    assert texts(read(body, numbering=LISTS, styles=styles)) == ["I. A", "II. A"]


class TestTables:
    def test_cells_rows_and_spans(self, read):
        layout = read(
            table(
                [
                    cell(p("TT"), properties='<w:vMerge w:val="restart"/>'),
                    cell(p("Số"), properties='<w:gridSpan w:val="2"/>'),
                ],
                [cell(p(""), properties="<w:vMerge/>"), cell(p("tập thể")), cell(p("cá nhân"))],
            )
        )
        (found,) = layout.tables
        assert (found.rows, found.columns) == (2, 3)
        spans = {c.text: (c.row, c.column, c.row_span, c.column_span) for c in found.cells}
        assert spans == {"TT": (0, 0, 2, 1), "Số": (0, 1, 1, 2), "tập thể": (1, 1, 1, 1), "cá nhân": (1, 2, 1, 1)}
        assert [line.cell for line in layout.lines if line.text] == [
            CellRef(0, 0, 0),
            CellRef(0, 0, 1),
            CellRef(0, 1, 1),
            CellRef(0, 1, 2),
        ]

    def test_a_table_in_a_cell_is_a_table_of_its_own(self, read):
        layout = read(table([cell(p("ngoài"), table([cell(p("trong"))]), p("sau"))]))
        inner = next(t for t in layout.tables if t.parent is not None)
        assert inner.parent == CellRef(0, 0, 0)
        assert texts(layout) == ["ngoài", "trong", "sau"]
        assert "trong" not in layout.tables[0].cells[0].text

    def test_deleted_rows_are_gone(self, read):
        gone = f"<w:tr><w:trPr><w:del/></w:trPr>{cell(p('bỏ'))}</w:tr>"
        layout = read(f"<w:tbl><w:tblPr/>{gone}<w:tr>{cell(p('giữ'))}</w:tr></w:tbl>")
        assert texts(layout) == ["giữ"]

    LINES = "".join(f'<w:{side} w:val="single"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV"))

    def test_a_bordered_table_is_ruled(self, read):
        layout = read(table([cell(p("a")), cell(p("b"))], properties=f"<w:tblBorders>{self.LINES}</w:tblBorders>"))
        assert layout.tables[0].ruled is True

    def test_borders_may_come_from_the_style(self, read):
        styles = style("Luoi", f"<w:tblPr><w:tblBorders>{self.LINES}</w:tblBorders></w:tblPr>", kind="table")
        layout = read(table([cell(p("a"))], properties='<w:tblStyle w:val="Luoi"/>'), styles=styles)
        assert layout.tables[0].ruled is True

    def test_a_table_without_borders_only_lays_out(self, read):
        assert read(table([cell(p("UBND TỈNH")), cell(p("CỘNG HÒA"))])).tables[0].ruled is False

    def test_one_rule_under_a_cell_makes_no_table(self, read):
        under = '<w:tcBorders><w:bottom w:val="single"/></w:tcBorders>'
        assert read(table([cell(p("a"), properties=under), cell(p("b"))])).tables[0].ruled is False

    def test_cells_may_take_the_borders_away(self, read):
        none = "".join(f'<w:{side} w:val="nil"/>' for side in ("top", "left", "bottom", "right"))
        bare = f"<w:tcBorders>{none}</w:tcBorders>"
        layout = read(table([cell(p("a"), properties=bare)], properties=f"<w:tblBorders>{self.LINES}</w:tblBorders>"))
        assert layout.tables[0].ruled is False


class TestElsewhere:
    def test_a_text_box_is_read_once(self, read):
        twins = (
            f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>{box('MẬT')}</wps:txbx></w:drawing>"
            f"</mc:Choice><mc:Fallback><w:pict><v:textbox>{box('MẬT')}</v:textbox></w:pict></mc:Fallback>"
            "</mc:AlternateContent></w:r>"
        )
        layout = read(p("trước", twins))
        assert [(line.text, line.part) for line in layout.lines] == [("trước", Part.BODY), ("MẬT", Part.TEXT_BOX)]

    def test_an_old_text_box(self, read):
        layout = read(p(f"<w:r><w:pict><v:shape><v:textbox>{box('HỎA TỐC')}</v:textbox></v:shape></w:pict></w:r>"))
        assert [line.text for line in layout.lines if line.part is Part.TEXT_BOX] == ["HỎA TỐC"]

    def test_headers_footers_and_notes(self, read):
        notes = (
            f'<w:footnote w:type="separator" w:id="-1">{p("___")}</w:footnote>'
            f'<w:footnote w:id="1">{p("Nguồn: Cục Thống kê")}</w:footnote>'
        )
        layout = read(p("thân"), header=p("UBND TỈNH"), footer=p("trang 1"), footnotes=notes)
        assert [(line.text, line.part) for line in layout.lines if line.text] == [
            ("UBND TỈNH", Part.HEADER),
            ("thân", Part.BODY),
            ("trang 1", Part.FOOTER),
            ("Nguồn: Cục Thống kê", Part.FOOTNOTE),
        ]

    def test_macros_are_named_and_never_run(self, tmp_path):
        with zipfile.ZipFile(docx(tmp_path / "a.docm", p("thân")), "a") as archive:
            archive.writestr("word/vbaProject.bin", b"Attribut")
        layout = registry.read(open_source(tmp_path / "a.docm"))
        assert (texts(layout), [note.code for note in layout.notes]) == (["thân"], ["MACROS"])

    def test_strict_documents_are_read_too(self, tmp_path):
        path = docx(tmp_path / "a.docx", p("chặt chẽ"))
        with zipfile.ZipFile(path) as archive:
            parts = {name: archive.read(name).decode() for name in archive.namelist()}
        parts = {
            name: data.replace(W, "http://purl.oclc.org/ooxml/wordprocessingml/main").replace(
                cabinet.R, "http://purl.oclc.org/ooxml/officeDocument/relationships"
            )
            for name, data in parts.items()
        }
        strict = cabinet.zipped(parts, tmp_path / "strict.docx")
        assert texts(registry.read(open_source(strict))) == ["chặt chẽ"]

    def test_legacy_letters_tell_the_encoding(self, read):
        font = '<w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/>'
        layout = read(p(r("Céng hoµ x· héi chñ nghÜa ViÖt Nam", font)))
        assert texts(layout) == ["Cộng hoà xã hội chủ nghĩa Việt Nam"]
        assert layout.encoding == "tcvn3"

    def test_a_cubic_metre_is_no_legacy_letter(self, read):
        body = p("Bộ Tài nguyên và Môi trường đề nghị các xã báo cáo") + p("Diện tích 30 m² và 15 m³/ngày")
        layout = read(body + p("Tài và Môi 12 m³, lên 20 m²"))
        assert texts(layout)[1:] == ["Diện tích 30 m² và 15 m³/ngày", "Tài và Môi 12 m³, lên 20 m²"]
        assert layout.encoding == "unicode"


class TestBroken:
    def refused(self, path):
        with pytest.raises(FileError) as caught:
            registry.read(open_source(path))
        return caught.value.failure.code

    def test_bomb(self, tmp_path):
        assert self.refused(cabinet.bomb(tmp_path / "a.docx")) is Code.HOSTILE

    def test_too_many_entries(self, tmp_path):
        assert self.refused(cabinet.many(tmp_path / "a.docx", 10_001)) is Code.HOSTILE

    @pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "..\\x", "C:\\x"])
    def test_names_that_lead_outside(self, tmp_path, name):
        path = cabinet.zipped({"word/document.xml": "<a/>", name: "x"}, tmp_path / "a.docx")
        assert self.refused(path) is Code.HOSTILE

    @pytest.mark.parametrize("codec", ["utf-8", "utf-16"])
    def test_entities(self, tmp_path, codec):
        laughs = f"{cabinet.LAUGHS}<w:document xmlns:w='{W}'><w:body>&lol3;</w:body></w:document>"
        if codec == "utf-16":
            laughs = laughs.replace('version="1.0"', 'version="1.0" encoding="utf-16"')
        path = cabinet.zipped({"word/document.xml": laughs.encode(codec)}, tmp_path / "a.docx")
        assert self.refused(path) is Code.HOSTILE

    def test_no_main_part(self, tmp_path):
        assert (
            self.refused(cabinet.zipped({"[Content_Types].xml": "", "word/styles.xml": ""}, tmp_path / "a"))
            is Code.DAMAGED
        )

    def test_no_body(self, tmp_path):
        path = cabinet.zipped({"word/document.xml": f"<w:document xmlns:w='{W}'/>"}, tmp_path / "a.docx")
        assert self.refused(path) is Code.DAMAGED

    def test_nothing_printed(self, tmp_path):
        assert self.refused(docx(tmp_path / "a.docx", p(" "))) is Code.EMPTY

    def test_a_scan_pasted_into_a_document(self, tmp_path):
        with zipfile.ZipFile(docx(tmp_path / "a.docx", p(" ")), "a") as archive:
            archive.writestr("word/media/image1.jpeg", b"\xff\xd8\xff")
        assert self.refused(tmp_path / "a.docx") is Code.NO_TEXT

    def test_a_damaged_side_part_costs_only_itself(self, tmp_path):
        path = docx(tmp_path / "a.docx", p("thân"), styles="<w:style><broken")
        assert texts(registry.read(open_source(path))) == ["thân"]

    def test_deep_nesting_ends_with_a_name(self, tmp_path):
        body = "<w:sdt>" * 300 + "</w:sdt>" * 300
        assert self.refused(docx(tmp_path / "a.docx", body)) is Code.DAMAGED
