"""Builds ``templates/consolidated.docx``: the report's page after NĐ 30/2020/NĐ-CP, Phụ lục I, for officers to edit in Word.

Run once when the layout changes: ``python -m outputs.council.build_template``. The report flow only reads the result.
"""

from pathlib import Path
from typing import Any

import docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

FONT = "Times New Roman"
TARGET = Path(__file__).parent / "templates" / "consolidated.docx"
_CENTER, _LEFT, _BOTH = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.JUSTIFY


def _fonts(style: Any) -> None:
    """Set one font for all scripts; theme fonts would win over it."""
    properties = style.element.get_or_add_rPr()
    fonts = properties.find(qn("w:rFonts"))
    if fonts is not None:
        properties.remove(fonts)
    fonts = OxmlElement("w:rFonts")
    for name in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{name}"), FONT)
    properties.insert(0, fonts)


def _style(document: Any, name: str, size: float, *, base: str | None = None, bold: bool = False, italic: bool = False,
           align: Any = _LEFT, first: float = 0, before: float = 0, after: float = 0, line: float = 1.0,
           next_: bool = False, page: bool = False) -> None:  # fmt: skip
    styles = document.styles
    style = styles[name] if name in [s.name for s in styles] else styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    if base is not None:
        style.base_style = styles[base]
    _fonts(style)
    style.font.size, style.font.bold, style.font.italic = Pt(size), bold, italic
    style.font.color.rgb = RGBColor(0, 0, 0)
    layout = style.paragraph_format
    layout.alignment = align
    layout.first_line_indent, layout.left_indent = Mm(first), Mm(0)
    layout.space_before, layout.space_after = Pt(before), Pt(after)
    layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.MULTIPLE, line
    layout.keep_with_next, layout.page_break_before, layout.widow_control = next_, page, True
    style.quick_style, style.hidden = True, False


def _styles(document: Any) -> None:
    _style(document, "Normal", 14)
    language = document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}/{qn('w:lang')}")
    for name in ("val", "eastAsia"):
        language.set(qn(f"w:{name}"), "vi-VN")
    _style(document, "Nội dung", 14, base="Normal", align=_BOTH, first=12.7, after=6, line=1.08)
    _style(document, "Heading 1", 14, base="Normal", bold=True, align=_BOTH, first=12.7, before=6, after=6, next_=True)
    _style(document, "Heading 2", 14, base="Normal", bold=True, align=_BOTH, first=12.7, after=6, next_=True)
    _style(document, "Tên bảng", 13, base="Normal", bold=True, align=_CENTER, before=6, after=3, next_=True)
    _style(document, "Ô bảng", 11, base="Normal", before=1, after=1)
    _style(document, "Tiêu đề cột", 11, base="Normal", bold=True, align=_CENTER, before=1, after=1, next_=True)
    _style(document, "Ghi chú bảng", 11, base="Normal", italic=True, align=_BOTH, before=2, after=4)
    _style(document, "Phụ lục", 14, base="Heading 1", bold=True, align=_CENTER, next_=True, page=True)
    _style(document, "Tên phụ lục", 14, base="Normal", bold=True, align=_CENTER, next_=True)
    _style(document, "Kèm theo", 13, base="Normal", italic=True, align=_CENTER, after=8, next_=True)
    _style(document, "Hình", 13, base="Normal", align=_CENTER, before=4, after=2, next_=True)
    _style(document, "Đầu văn bản", 13, base="Normal", align=_CENTER)
    _style(document, "Nơi nhận", 11, base="Normal")


def _run(
    paragraph: Any,
    text: str,
    size: float | None = None,
    bold: bool | None = None,
    italic: bool | None = None,
    raised: bool = False,
) -> Any:
    run = paragraph.add_run(text)
    run.font.size = None if size is None else Pt(size)
    run.bold, run.italic = bold, italic
    if raised:
        run.font.superscript = True
    return run


def _line(holder: Any, text: str, style: str, *, first: bool = False, **look: Any) -> Any:
    paragraph = holder.paragraphs[0] if first else holder.add_paragraph()
    paragraph.style = style
    _run(paragraph, text, **look)
    return paragraph


def _rule(holder: Any, left: float, right: float, above: float = 1) -> None:
    """Add a thin paragraph whose upper border is the rule (nét liền) under a line; indents in millimetres."""
    paragraph = holder.add_paragraph(style="Đầu văn bản")
    layout = paragraph.paragraph_format
    layout.left_indent, layout.right_indent = Mm(left), Mm(right)
    layout.space_before = Pt(above)
    layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(5)
    borders = OxmlElement("w:pBdr")
    top = OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        top.set(qn(f"w:{name}"), value)
    borders.append(top)
    properties = paragraph._p.get_or_add_pPr()
    spacing = properties.find(qn("w:spacing"))
    spacing.addprevious(borders)


def _bare_table(document: Any, widths: tuple[float, ...]) -> Any:
    """Add a borderless one-row layout table."""
    table = document.add_table(rows=1, cols=len(widths))
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        one = OxmlElement(f"w:{side}")
        one.set(qn("w:w"), "0")
        one.set(qn("w:type"), "dxa")
        margins.append(one)
    table._tbl.tblPr.find(qn("w:tblLook")).addprevious(margins)
    for cell, width in zip(table.rows[0].cells, widths, strict=True):
        cell.width = Mm(width)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    _whole(table.rows[0])
    return table


def _whole(row: Any) -> None:
    """Keep a row on one page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _head(document: Any) -> None:
    left, right = _bare_table(document, (65, 100)).rows[0].cells
    _line(left, "{%p if parent %}", "Đầu văn bản", first=True)
    _line(left, "{{ parent }}", "Đầu văn bản")
    _line(left, "{%p endif %}", "Đầu văn bản")
    _line(left, "{{ issuer }}", "Đầu văn bản", bold=True)
    _rule(left, 21, 21, 2)
    _line(left, "{{ symbol }}", "Đầu văn bản").paragraph_format.space_before = Pt(4)
    _line(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Đầu văn bản", first=True, size=13, bold=True)
    _line(right, "Độc lập - Tự do - Hạnh phúc", "Đầu văn bản", size=14, bold=True)
    _rule(right, 19, 19, 2)
    _line(right, "{{ place_date }}", "Đầu văn bản", size=14, italic=True).paragraph_format.space_before = Pt(4)
    _line(document, "BÁO CÁO", "Đầu văn bản", size=14, bold=True).paragraph_format.space_before = Pt(14)
    _line(document, "{{ title }}", "Đầu văn bản", size=14, bold=True)
    _rule(document, 58, 58, 3)
    gap = _line(document, "Kính gửi: {{ addressee }}", "Đầu văn bản", size=14)
    gap.paragraph_format.space_before = Pt(6)
    _line(document, "{%p if through %}", "Đầu văn bản")
    _line(document, "(qua {{ through }})", "Đầu văn bản", size=14)
    _line(document, "{%p endif %}", "Đầu văn bản")
    _line(document, "", "Đầu văn bản", size=6)


def _table(document: Any, name: str) -> None:
    """Add the pattern of a data table; columns and rows come from ``name``, widths and sides from its columns."""
    table = document.add_table(rows=4, cols=3, style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    properties = table._tbl.tblPr
    for tag in ("w:tblCaption", "w:tblDescription"):
        one = OxmlElement(tag)
        one.set(qn("w:val"), f"{{{{ {name}.title }}}}" if tag == "w:tblCaption" else f"{{{{ {name}.id }}}}")
        properties.append(one)
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:w"), "57")
        edge.set(qn("w:type"), "dxa")
        margins.append(edge)
    properties.find(qn("w:tblLook")).addprevious(margins)

    def fill(row: int, column: int, text: str, style: str) -> Any:
        cell = table.cell(row, column)
        return _line(cell, text, style, first=True)

    head, body = table.rows[0], table.rows[2]
    fill(0, 0, f"{{%tc for c in {name}.columns %}}", "Tiêu đề cột")
    fill(0, 1, "{{ c.title }}", "Tiêu đề cột")
    fill(0, 2, "{%tc endfor %}", "Tiêu đề cột")
    repeat = OxmlElement("w:tblHeader")
    _whole(head)
    head._tr.get_or_add_trPr().append(repeat)
    fill(1, 0, f"{{%tr for r in {name}.rows %}}", "Ô bảng")
    fill(2, 0, "{%tc for c in r.cells %}", "Ô bảng")
    _run(fill(2, 1, "{{ c.text }}", "Ô bảng"), "{{ c.source }}", raised=True)
    fill(2, 2, "{%tc endfor %}", "Ô bảng")
    _whole(body)
    fill(3, 0, "{%tr endfor %}", "Ô bảng")


def _table_block(document: Any, name: str) -> None:
    _line(document, f"{{{{ {name}.title }}}}", "Tên bảng")
    _table(document, name)
    _line(document, f"{{%p for n in {name}.notes %}}", "Ghi chú bảng")
    _line(document, "{{ n }}", "Ghi chú bảng")
    _line(document, "{%p endfor %}", "Ghi chú bảng")
    _line(document, f"{{%p if not {name}.notes %}}", "Ghi chú bảng")
    _line(document, "", "Ghi chú bảng")
    _line(document, "{%p endif %}", "Ghi chú bảng")


def _body(document: Any) -> None:
    _line(document, "{%p for p in opening %}", "Nội dung")
    _line(document, "{{r p.rich }}", "Nội dung")
    _line(document, "{%p endfor %}", "Nội dung")
    _line(document, "{%p for s in sections %}", "Nội dung")
    _line(document, "{{ s.number }} {{ s.title }}", "Heading 1")
    _line(document, "{%p for b in s.blocks %}", "Nội dung")
    _line(document, "{%p if b.kind == 'heading' %}", "Nội dung")
    _line(document, "{{r b.rich }}", "Heading 2")
    _line(document, "{%p elif b.kind == 'table' %}", "Nội dung")
    _table_block(document, "b.table")
    _line(document, "{%p elif b.kind == 'picture' %}", "Nội dung")
    _line(document, "{{ b.image }}", "Hình")
    title = _line(document, "{{ b.title }}", "Hình", italic=True)
    title.paragraph_format.keep_with_next = False
    _line(document, "{%p else %}", "Nội dung")
    _line(document, "{{r b.rich }}", "Nội dung")
    _line(document, "{%p endif %}", "Nội dung")
    _line(document, "{%p endfor %}", "Nội dung")
    _line(document, "{%p endfor %}", "Nội dung")
    last = _line(document, "{{ closing }}", "Nội dung")
    last.paragraph_format.space_before = Pt(6)
    last.paragraph_format.keep_with_next = True


def _foot(document: Any) -> None:
    left, right = _bare_table(document, (80, 85)).rows[0].cells
    _line(left, "Nơi nhận:", "Nơi nhận", first=True, size=12, bold=True, italic=True)
    _line(left, "{%p for n in recipients %}", "Nơi nhận")
    _line(left, "- {{ n }};", "Nơi nhận")
    _line(left, "{%p endfor %}", "Nơi nhận")
    _line(left, "- Lưu: {{ archive }}.", "Nơi nhận")
    _line(right, "{%p if capacity %}", "Đầu văn bản", first=True)
    _line(right, "{{ capacity }}", "Đầu văn bản", size=14, bold=True)
    _line(right, "{%p endif %}", "Đầu văn bản")
    _line(right, "{{ position }}", "Đầu văn bản", size=14, bold=True)
    for _ in range(4):
        _line(right, "", "Đầu văn bản", size=14)
    _line(right, "{{ signer }}", "Đầu văn bản", size=14, bold=True)


def _annexes(document: Any, name: str) -> None:
    _line(document, f"{{%p for a in {name} %}}", "Nội dung")
    _line(document, "Phụ lục {{ a.number }}", "Phụ lục")
    _line(document, "{{ a.title }}", "Tên phụ lục")
    _line(
        document,
        "(Kèm theo Báo cáo số        /BC-{{ code }} ngày        {{ month_year }} của {{ spoken }})",
        "Kèm theo",
    )
    _line(document, "{%p if not a.tables %}", "Nội dung")
    _line(document, "{{ a.empty }}", "Nội dung")
    _line(document, "{%p endif %}", "Nội dung")
    _line(document, "{%p for t in a.tables %}", "Nội dung")
    _table_block(document, "t")
    _line(document, "{%p endfor %}", "Nội dung")
    _line(document, "{%p endfor %}", "Nội dung")


def _page(section: Any, wide: bool) -> None:
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (Mm(297), Mm(210)) if wide else (Mm(210), Mm(297))
    section.top_margin, section.bottom_margin = Mm(20), Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.header_distance, section.footer_distance = Mm(10), Mm(10)


def _page_number(section: Any) -> None:
    """Put the page number in the middle of the upper margin; the first page has none."""
    section.different_first_page_header_footer = True
    paragraph = section.header.paragraphs[0]
    paragraph.style = "Đầu văn bản"
    run = _run(paragraph, "", 14)
    for kind in ("begin", None, "end"):
        if kind is None:
            text = OxmlElement("w:instrText")
            text.set(qn("xml:space"), "preserve")
            text.text = "PAGE"
            run._r.append(text)
        else:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)


def build() -> Any:
    """Give the template as an open document."""
    document = docx.Document()
    _styles(document)
    _page(document.sections[0], False)
    _page_number(document.sections[0])
    _head(document)
    _body(document)
    _foot(document)
    wide = document.add_section(WD_SECTION.NEW_PAGE)
    wide.different_first_page_header_footer = False
    _page(wide, True)
    _annexes(document, "wide_annexes")
    tall = document.add_section(WD_SECTION.NEW_PAGE)
    tall.different_first_page_header_footer = False
    _page(tall, False)
    _annexes(document, "tall_annexes")
    properties = document.core_properties
    properties.author, properties.title, properties.comments = "", "Mẫu báo cáo tổng hợp phong trào thi đua", ""
    properties.language = "vi-VN"
    return document


if __name__ == "__main__":
    build().save(str(TARGET))
