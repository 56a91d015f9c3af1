"""The guide of the desk as a Word file that an office can print: headings, steps, the table of keys, pictures."""

import io
import zipfile
from collections.abc import Callable
from datetime import datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import docx
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

#: Width of the text of an A4 page between its margins (NĐ 30/2020: 30 mm left, 20 mm right).
_WIDTH = Cm(16)
_FACE = "Times New Roman"
#: The same guide is the same file.
_MADE = datetime(2020, 1, 1)
_STYLES = {"h1": "Title", "h2": "Heading 1", "p": "Normal"}


class _Writer(HTMLParser):
    """Lays the few elements that the guide uses into a document."""

    def __init__(self, document: Any, picture: Callable[[str], Path]) -> None:
        super().__init__(convert_charrefs=True)
        self._document = document
        self._picture = picture
        self._paragraph: Any = None
        self._table: Any = None
        self._cells: list[Any] = []
        self._bold = False
        self._steps = 0
        self._numbered = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _STYLES:
            self._paragraph = self._document.add_paragraph(style=_STYLES[tag])
        elif tag in ("ol", "ul"):
            self._numbered, self._steps = tag == "ol", 0
        elif tag == "li":
            self._steps += 1
            self._paragraph = self._document.add_paragraph()
            self._paragraph.paragraph_format.left_indent = Cm(0.75)
            self._paragraph.paragraph_format.first_line_indent = Cm(-0.75)
            # Numbers as text: Word's own lists would go on counting over the headings.
            self._paragraph.add_run(f"{self._steps}.\t" if self._numbered else "-\t")
        elif tag == "table":
            self._table = self._document.add_table(rows=0, cols=2, style="Table Grid")
        elif tag == "tr":
            self._cells = list(self._table.add_row().cells)
        elif tag in ("td", "th"):
            self._paragraph, self._bold = self._cells.pop(0).paragraphs[0], tag == "th"
        elif tag == "kbd":
            self._bold = True
        elif tag == "img":
            given = dict(attrs)
            self._document.add_picture(str(self._picture(given["src"] or "")), width=_WIDTH)
            self._paragraph = self._document.add_paragraph(given["alt"] or "", style="Caption")
            self._paragraph = None

    def handle_endtag(self, tag: str) -> None:
        if tag in (*_STYLES, "li", "td", "th"):
            self._paragraph, self._bold = None, False
        elif tag == "kbd":
            self._bold = False

    def handle_data(self, data: str) -> None:
        text = " ".join(data.split())
        if self._paragraph is None or not data or (not text and not self._paragraph.runs):
            return
        if not text:
            self._paragraph.add_run(" ")
            return
        before = " " if data[0].isspace() and self._paragraph.runs else ""
        after = " " if data[-1].isspace() else ""
        self._paragraph.add_run(before + text + after).bold = self._bold


def as_word(guide: str, picture: Callable[[str], Path]) -> bytes:
    """Give the guide, HTML of the desk's own template, as a DOCX; ``picture`` gives the file of an address."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin, section.top_margin, section.bottom_margin = Cm(3), Cm(2), Cm(2), Cm(2)
    for name, size in (("Normal", 13), ("Title", 20), ("Heading 1", 15), ("Caption", 11)):
        font = document.styles[name].font
        font.name, font.size, font.color.rgb = _FACE, Pt(size), RGBColor(0, 0, 0)
        fonts = document.styles[name].element.rPr.rFonts
        for part in ("ascii", "hAnsi", "eastAsia", "cs"):
            fonts.set(qn(f"w:{part}"), _FACE)
        for part in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{part}"), None)
    document.core_properties.created = document.core_properties.modified = _MADE
    document.core_properties.author, document.core_properties.title = "", "Sổ tay bàn duyệt"
    writer = _Writer(document, picture)
    writer.feed(guide)
    writer.close()
    out = io.BytesIO()
    document.save(out)
    return _fixed(out.getvalue())


def _fixed(data: bytes) -> bytes:
    """Give the archive with every member of one fixed moment."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as given, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in given.namelist():
            made.writestr(zipfile.ZipInfo(name), given.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()
