"""Pictures of pages read one after another: never more than one page's image in memory, never more time than there is."""

import time
from collections.abc import Iterable
from dataclasses import dataclass

from parsers.formats.scan import head, labels, recogniser, second_reader
from parsers.formats.scan.page import Sheet, read_page
from parsers.formats.scan.rereading import Purse, cleaned, reread
from parsers.formats.scan.writer import Writer
from parsers.pictures import Picture
from pipeline.model import Layout, Note

#: Reading stops here, in seconds: a long scan gives the pages that were read rather than nothing.
SECONDS = 95.0


@dataclass(frozen=True, slots=True)
class Pages:
    """What was read: lines and tables of the pages in ``layout``; ``unread`` are the numbers of pages left over."""

    layout: Layout
    unread: tuple[int, ...] = ()


def read_pictures(pictures: Iterable[Picture], count: int, *, seconds: float = SECONDS) -> Pages:
    """Give the lines of ``count`` pictures in the order of their numbers, read as they come until the ``seconds`` are used up.

    Raises FileError MISSING_TOOL when there is nothing to read with, CRASHED or TIMEOUT when the engine fails.
    """
    began = time.perf_counter()
    writer, purse = Writer(), Purse()
    sheets: list[Sheet] = []
    unread: list[int] = []
    for picture in pictures:
        spent = time.perf_counter() - began
        # The next page takes about as long as those before it.
        if sheets and spent * (len(sheets) + 1) / len(sheets) > seconds:
            unread.append(picture.number)
            continue
        sheets.append(_sheet(picture, purse))
    sheets.sort(key=lambda sheet: sheet.number)
    for sheet in sheets:
        writer.add(sheet)
    return Pages(
        Layout(
            "scan",
            tuple(writer.lines),
            writer.tables,
            pages=count,
            page_sizes=tuple((sheet.width, sheet.height) for sheet in sheets),
            ocr=True,
            notes=notes((sheet.number for sheet in sheets), sorted(unread)),
            has_paragraphs=False,
        ),
        tuple(sorted(unread)),
    )


def _sheet(picture: Picture, purse: Purse) -> Sheet:
    sheet = read_page(picture)
    reread(sheet, purse)
    if sheet.number == 1:
        head.read_digits(sheet)
    labels.mend_numerals(sheet.all_rows)
    sheet.rows = labels.without_scrawls(cleaned(sheet.rows))
    sheet.cells = [[cleaned(cell) for cell in table] for table in sheet.cells]
    sheet.let_go()
    return sheet


def notes(read: Iterable[int], unread: Iterable[int]) -> tuple[Note, ...]:
    """Give what a clerk should know of pages read from images."""
    out = []
    pages, left = [str(n) for n in read], [str(n) for n in unread]
    if pages:
        out.append(
            Note("OCR_PAGES", f"Trang {', '.join(pages)} đọc từ ảnh quét bằng nhận dạng chữ; cần đối chiếu với ảnh.")
        )
    if left:
        out.append(
            Note(
                "SCANNED_PAGES",
                f"Trang {', '.join(left)} là ảnh quét chưa đọc vì hết thời gian; tách nhỏ tệp để đọc.",
                needs_person=True,
            )
        )
    if pages and not second_reader.is_here():
        out.append(
            Note(
                "OCR_ONE_READER",
                "Chưa cài bộ đọc chữ thứ hai (asterocr, onnxruntime): chữ trên ảnh chỉ được đọc một lần.",
            )
        )
    if pages and not recogniser.is_here():
        out.append(
            Note(
                "OCR_NO_DIGITS", "Chưa cài bộ đọc chữ số viết tay (rapidocr, onnxruntime): số, ngày viết tay để trống."
            )
        )
    return tuple(out)
