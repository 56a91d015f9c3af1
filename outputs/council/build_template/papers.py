"""The templates themselves: a document with the name of its kind, a letter (công văn), a report of one page."""

from collections.abc import Callable, Mapping
from typing import Any

from docx.shared import Pt

from outputs.council.build_template.parts import (
    annexes,
    bare_table,
    blank,
    end_of_text,
    line,
    rule,
    table_block,
)


def _head(document: Any, letter: bool = False) -> None:
    """Add the two columns of the head: who writes and to whom the state belongs, number and date on one line."""
    first, second = bare_table(document, (68, 97), 2).rows
    left, right = first.cells
    line(left, "{%p if parent %}", "Đầu văn bản", first=True)
    line(left, "{{ parent }}", "Đầu văn bản")
    line(left, "{%p endif %}", "Đầu văn bản")
    line(left, "{{ issuer }}", "Đầu văn bản", bold=True)
    rule(left, 22, 22, 2)
    line(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Đầu văn bản", first=True, size=13, bold=True)
    line(right, "Độc lập - Tự do - Hạnh phúc", "Đầu văn bản", size=14, bold=True)
    rule(right, 17.5, 17.5, 2)
    left, right = second.cells
    line(left, "{{ symbol }}", "Đầu văn bản", first=True).paragraph_format.space_before = Pt(4)
    if letter:
        line(left, "V/v {{ about }}", "Đầu văn bản", size=12)
    line(right, "{{ place_date }}", "Đầu văn bản", first=True, size=14, italic=True).paragraph_format.space_before = Pt(
        4
    )


def _title(document: Any, size: float = 14, above: float = 14) -> None:
    line(document, "{{ heading }}", "Đầu văn bản", size=size, bold=True).paragraph_format.space_before = Pt(above)
    line(document, "{{ title }}", "Đầu văn bản", size=size, bold=True)
    rule(document, 58, 58, 3)


def _addressee(document: Any, size: float = 14) -> None:
    # A notice (thông báo) is for everybody and names no addressee.
    line(document, "{%p if addressee %}", "Đầu văn bản")
    gap = line(document, "Kính gửi: {{ addressee }}", "Đầu văn bản", size=size)
    gap.paragraph_format.space_before = Pt(6)
    line(document, "{%p endif %}", "Đầu văn bản")
    line(document, "{%p if through %}", "Đầu văn bản")
    line(document, "(qua {{ through }})", "Đầu văn bản", size=size)
    line(document, "{%p endif %}", "Đầu văn bản")
    line(document, "", "Đầu văn bản", size=6)


def _body(document: Any, heading: str = "Heading 2", body: str = "Nội dung", last: str = "Nội dung") -> None:
    line(document, "{%p for p in opening %}", body)
    line(document, "{{r p.rich }}", body)
    line(document, "{%p endfor %}", body)
    line(document, "{%p for s in sections %}", body)
    line(document, "{%p if s.title %}", body)
    line(document, "{{ s.number }} {{ s.title }}", "Heading 1")
    line(document, "{%p endif %}", body)
    line(document, "{%p for b in s.blocks %}", body)
    line(document, "{%p if b.kind == 'heading' %}", body)
    line(document, "{{r b.rich }}", heading)
    line(document, "{%p elif b.kind == 'table' %}", body)
    table_block(document, "b.table")
    line(document, "{%p elif b.kind == 'picture' %}", body)
    line(document, "{{ b.image }}", "Hình")
    line(document, "{{ b.title }}", "Hình", italic=True).paragraph_format.keep_with_next = False
    line(document, "{%p else %}", body)
    line(document, "{{r b.rich }}", body)
    line(document, "{%p endif %}", body)
    line(document, "{%p endfor %}", body)
    line(document, "{%p endfor %}", body)
    closing = line(document, "{{ closing }}", last)
    closing.paragraph_format.space_before = Pt(6)
    closing.paragraph_format.keep_with_next = True


def _foot(document: Any, gaps: int = 4) -> None:
    left, right = bare_table(document, (80, 85)).rows[0].cells
    line(left, "Nơi nhận:", "Nơi nhận", first=True, size=12, bold=True, italic=True)
    line(left, "{%p for n in recipients %}", "Nơi nhận")
    line(left, "- {{ n }};", "Nơi nhận")
    line(left, "{%p endfor %}", "Nơi nhận")
    line(left, "- Lưu: {{ archive }}.", "Nơi nhận")
    line(right, "{%p if capacity %}", "Đầu văn bản", first=True)
    line(right, "{{ capacity }}", "Đầu văn bản", size=14, bold=True)
    line(right, "{%p endif %}", "Đầu văn bản")
    line(right, "{{ position }}", "Đầu văn bản", size=14, bold=True)
    for _ in range(gaps):
        line(right, "", "Đầu văn bản", size=14)
    line(right, "{{ signer }}", "Đầu văn bản", size=14, bold=True)


def report() -> Any:
    """Give the template of documents with the name of their kind: báo cáo, tờ trình, thông báo."""
    document = blank("Mẫu văn bản có tên loại")
    _head(document)
    _title(document)
    _addressee(document)
    _body(document)
    _foot(document)
    end_of_text(document)
    annexes(document)
    return document


def letter() -> Any:
    """Give the template of a letter (công văn): no name of a kind, ``V/v`` under the number."""
    document = blank("Mẫu công văn")
    _head(document, letter=True)
    line(document, "", "Đầu văn bản", size=8)
    _addressee(document)
    _body(document)
    _foot(document)
    end_of_text(document)
    annexes(document)
    return document


def brief() -> Any:
    """Give the template of the one-page report: smaller type, no annexes."""
    document = blank("Mẫu báo cáo tóm tắt một trang")
    _head(document)
    _title(document, 13, 8)
    _addressee(document, 13)
    _body(document, "Mục gọn", "Nội dung gọn", "Nội dung gọn")
    _foot(document, 2)
    return document


#: Templates by the names of their files.
PAPERS: Mapping[str, Callable[[], Any]] = {"consolidated.docx": report, "letter.docx": letter, "brief.docx": brief}
