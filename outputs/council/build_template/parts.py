"""What the templates are made of: styles, lines, rules, tables that grow with their data, annexes, page numbers."""

from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

FONT = "Times New Roman"
#: A4 and its margins (above, below, left, right) in millimetres.
_PAPER, _MARGINS = (210, 297), (20, 20, 30, 15)
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
           next_: bool = False) -> None:  # fmt: skip
    known = document.styles
    style = known[name] if name in [s.name for s in known] else known.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    if base is not None:
        style.base_style = known[base]
    _fonts(style)
    style.font.size, style.font.bold, style.font.italic = Pt(size), bold, italic
    style.font.color.rgb = RGBColor(0, 0, 0)
    layout = style.paragraph_format
    layout.alignment = align
    layout.first_line_indent, layout.left_indent = Mm(first), Mm(0)
    layout.space_before, layout.space_after = Pt(before), Pt(after)
    layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.MULTIPLE, line
    layout.keep_with_next, layout.page_break_before, layout.widow_control = next_, False, True
    style.quick_style, style.hidden = True, False


def styles(document: Any) -> None:
    """Set the styles of the page, the tables and the annexes."""
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
    _style(document, "Phụ lục", 14, base="Heading 1", bold=True, align=_CENTER, next_=True)
    _style(document, "Tên phụ lục", 14, base="Normal", bold=True, align=_CENTER, next_=True)
    _style(document, "Kèm theo", 13, base="Normal", italic=True, align=_CENTER, after=8, next_=True)
    _style(document, "Hình", 13, base="Normal", align=_CENTER, before=4, after=2, next_=True)
    _style(document, "Đầu văn bản", 13, base="Normal", align=_CENTER)
    _style(document, "Nơi nhận", 11, base="Normal")
    _style(document, "Hết phần", 1, base="Normal")
    for name, before in (("Mục gọn", 3), ("Nội dung gọn", 0)):
        _style(
            document, name, 13, base="Normal", bold=before > 0, align=_BOTH, first=12.7, before=before, after=2,
            next_=before > 0,
        )  # fmt: skip


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


def line(holder: Any, text: str, style: str, *, first: bool = False, **look: Any) -> Any:
    """Add a paragraph; ``first`` takes the one that every cell begins with."""
    paragraph = holder.paragraphs[0] if first else holder.add_paragraph()
    paragraph.style = style
    _run(paragraph, text, **look)
    return paragraph


def rule(holder: Any, left: float, right: float, above: float = 1) -> None:
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


def bare_table(document: Any, widths: tuple[float, ...], rows: int = 1) -> Any:
    """Add a borderless layout table."""
    table = document.add_table(rows=rows, cols=len(widths))
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        one = OxmlElement(f"w:{side}")
        one.set(qn("w:w"), "0")
        one.set(qn("w:type"), "dxa")
        margins.append(one)
    table._tbl.tblPr.find(qn("w:tblLook")).addprevious(margins)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)
        _whole(row)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    return table


def _whole(row: Any) -> None:
    """Keep a row on one page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


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
        return line(cell, text, style, first=True)

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


def table_block(document: Any, name: str) -> None:
    """Add a data table with its title above and its notes below."""
    line(document, f"{{%p if {name}.title %}}", "Tên bảng")
    line(document, f"{{{{ {name}.title }}}}", "Tên bảng")
    line(document, "{%p endif %}", "Tên bảng")
    _table(document, name)
    line(document, f"{{%p for n in {name}.notes %}}", "Ghi chú bảng")
    line(document, "{{ n }}", "Ghi chú bảng")
    line(document, "{%p endfor %}", "Ghi chú bảng")
    line(document, f"{{%p if not {name}.notes %}}", "Ghi chú bảng")
    line(document, "", "Ghi chú bảng")
    line(document, "{%p endif %}", "Ghi chú bảng")


def _section_end(document: Any, wide: bool) -> None:
    """Add the small paragraph that ends a section; a section's own page numbers begin with 1."""
    paragraph = document.add_paragraph(style="Hết phần")
    properties = paragraph._p.get_or_add_pPr()
    end = OxmlElement("w:sectPr")
    size = _PAPER[::-1] if wide else _PAPER
    pairs: list[tuple[str, dict[str, Any]]] = [
        ("type", {"val": "nextPage"}),
        ("pgSz", {"w": _twips(size[0]), "h": _twips(size[1])} | ({"orient": "landscape"} if wide else {})),
        ("pgMar", {"top": _twips(_MARGINS[0]), "right": _twips(_MARGINS[3]), "bottom": _twips(_MARGINS[1]),
                   "left": _twips(_MARGINS[2]), "header": _twips(10), "footer": _twips(10), "gutter": 0}),
        ("pgNumType", {"start": 1}),
        ("titlePg", {}),
    ]  # fmt: skip
    for name, values in pairs:
        one = OxmlElement(f"w:{name}")
        for key, value in values.items():
            one.set(qn(f"w:{key}"), str(value))
        end.append(one)
    properties.append(end)


def _twips(millimetres: float) -> int:
    return round(millimetres * 1440 / 25.4)


def annexes(document: Any) -> None:
    """Add the annexes, each a section of its own: wide ones on landscape pages, each with its own page numbers."""
    line(document, "{%p for a in annexes %}", "Nội dung")
    line(document, "Phụ lục {{ a.number }}", "Phụ lục")
    line(document, "{{ a.title }}", "Tên phụ lục")
    line(
        document,
        "(Kèm theo {{ kind }} số        /{{ notation }} ngày        {{ month_year }} của {{ spoken }})",
        "Kèm theo",
    )
    line(document, "{%p if not a.tables %}", "Nội dung")
    line(document, "{{ a.empty }}", "Nội dung")
    line(document, "{%p endif %}", "Nội dung")
    line(document, "{%p for t in a.tables %}", "Nội dung")
    table_block(document, "t")
    line(document, "{%p endfor %}", "Nội dung")
    line(document, "{%p if a.wide %}", "Nội dung")
    _section_end(document, True)
    line(document, "{%p else %}", "Nội dung")
    _section_end(document, False)
    line(document, "{%p endif %}", "Nội dung")
    line(document, "{%p endfor %}", "Nội dung")


def end_of_text(document: Any) -> None:
    """End the section of the text itself: the annexes behind it are sections of their own."""
    section = document.sections[0]
    paragraph = document.add_paragraph(style="Hết phần")
    paragraph._p.get_or_add_pPr().append(section._sectPr.clone())
    # What is left at the very end is replaced by the end of the last section when the template is filled in.
    for mark in ("w:headerReference", "w:footerReference"):
        for one in section._sectPr.findall(qn(mark)):
            section._sectPr.remove(one)


def page(section: Any) -> None:
    """Set A4 portrait with the margins of NĐ 30/2020 and the page number in the middle of the upper one, from page 2."""
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (Mm(n) for n in _PAPER)
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = (Mm(n) for n in _MARGINS)
    section.header_distance, section.footer_distance = Mm(10), Mm(10)
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


def blank(title: str) -> Any:
    """Give an empty document with styles, page and properties."""
    document = docx.Document()
    styles(document)
    page(document.sections[0])
    properties = document.core_properties
    properties.author, properties.title, properties.comments = "", title, ""
    properties.language = "vi-VN"
    return document
