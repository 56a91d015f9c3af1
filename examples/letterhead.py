"""Word documents laid out after NĐ 30/2020, Phụ lục I, for the made-up examples."""

from pathlib import Path

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

NOTE = "Văn bản ví dụ: cơ quan, tên người và số liệu đều do người làm phần mềm đặt ra."


class Letter:
    """One dispatch being written, from the head down."""

    def __init__(self, parent: str, issuer: str, symbol: str, place_date: str) -> None:
        self.document = Document()
        section = self.document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.top_margin = section.bottom_margin = Cm(2)
        section.left_margin, section.right_margin = Cm(3), Cm(1.5)
        style = self.document.styles["Normal"]
        style.font.name, style.font.size = "Times New Roman", Pt(14)
        style.element.rPr.rFonts.set(qn("w:eastAsia"), "Times New Roman")
        style.paragraph_format.space_after = Pt(6)
        footer = section.footer.paragraphs[0]
        footer.text, footer.alignment = NOTE, ALIGN.CENTER
        footer.runs[0].font.size, footer.runs[0].italic = Pt(9), True
        left, right = self._two_columns(7, 9.5)
        self._put(left, parent, size=13)
        self._put(left, issuer, size=13, bold=True)
        self._put(left, f"Số: {symbol}", size=13)
        self._put(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", size=13, bold=True)
        self._put(right, "Độc lập - Tự do - Hạnh phúc", size=14, bold=True)
        self._put(right, place_date, size=14, italic=True)

    def _two_columns(self, left: float, right: float):
        table = self.document.add_table(rows=1, cols=2)
        table.autofit = False
        cells = table.rows[0].cells
        for i, width in enumerate((left, right)):
            table.columns[i].width = cells[i].width = Cm(width)
        self._keep_whole(table)
        return cells

    @staticmethod
    def _keep_whole(table) -> None:
        for row in table.rows:
            row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))

    @staticmethod
    def _put(cell, text: str, *, size: int, bold=False, italic=False, align=ALIGN.CENTER) -> None:
        first = cell.paragraphs[0]
        paragraph = first if not first.text and len(cell.paragraphs) == 1 and not first.runs else cell.add_paragraph()
        paragraph.alignment = align
        paragraph.paragraph_format.space_after = Pt(0)
        run = paragraph.add_run(text)
        run.font.size, run.bold, run.italic = Pt(size), bold, italic

    def title(self, type_name: str, subject: str) -> None:
        for text in (type_name, subject):
            paragraph = self.document.add_paragraph()
            paragraph.alignment = ALIGN.CENTER
            paragraph.paragraph_format.space_before = Pt(6)
            paragraph.add_run(text).bold = True

    def to(self, *addressees: str) -> None:
        paragraph = self.document.add_paragraph(f"Kính gửi: {'; '.join(addressees)}.")
        paragraph.alignment = ALIGN.CENTER

    def heading(self, text: str) -> None:
        self.document.add_paragraph().add_run(text).bold = True

    def say(self, *paragraphs: str) -> None:
        for text in paragraphs:
            paragraph = self.document.add_paragraph(text)
            paragraph.alignment = ALIGN.JUSTIFY
            paragraph.paragraph_format.first_line_indent = Cm(1.27)

    def table(self, head: list[list[str]], rows: list[list[str]], *, merges=(), caption: str = "") -> None:
        if caption:
            paragraph = self.document.add_paragraph(caption)
            paragraph.alignment = ALIGN.RIGHT
            paragraph.runs[0].italic = True
        width = len(rows[0])
        table = self.document.add_table(rows=0, cols=width, style="Table Grid")
        table.autofit = False
        # A running number wants little room, the label what the others leave of 16.5 cm.
        widths = [1.2, 16.5 - 1.2 - 2.1 * (width - 2), *[2.1] * (width - 2)] if width > 4 else [1.2, 6.3, 4.0, 5.0]
        for column, room in zip(table.columns, widths, strict=True):
            column.width = Cm(room)
        for texts in head + rows:
            cells = table.add_row().cells
            for cell, text, room in zip(cells, texts, widths, strict=True):
                cell.text, cell.width = text, Cm(room)
                for run in cell.paragraphs[0].runs:
                    run.font.size, run.bold = Pt(12), texts in head
        self._keep_whole(table)
        for (r0, c0), (r1, c1) in merges:
            text = table.cell(r0, c0).text
            merged = table.cell(r0, c0).merge(table.cell(r1, c1))
            merged.text = text
            for run in merged.paragraphs[0].runs:
                run.font.size, run.bold = Pt(12), True

    def sign(self, recipients: list[str], archive: str, titles: list[str], name: str) -> None:
        left, right = self._two_columns(9, 7.5)
        self._put(left, "Nơi nhận:", size=12, bold=True, italic=True, align=ALIGN.LEFT)
        for text in recipients:
            self._put(left, f"- {text};", size=11, align=ALIGN.LEFT)
        self._put(left, f"- Lưu: {archive}.", size=11, align=ALIGN.LEFT)
        for text in titles:
            self._put(right, text, size=14, bold=True)
        for _ in range(4):
            self._put(right, " ", size=14)
        self._put(right, name, size=14, bold=True)

    def annex(self, title: str, parent: str) -> None:
        self.document.add_page_break()
        self.title("PHỤ LỤC", title)
        paragraph = self.document.add_paragraph(f"(Kèm theo {parent})")
        paragraph.alignment = ALIGN.CENTER
        paragraph.runs[0].italic = True

    def save(self, path: Path) -> None:
        self.document.save(path)
