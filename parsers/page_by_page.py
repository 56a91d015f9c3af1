"""PDFs page by page: letters from the PDF where it has them, from the page's picture where it has none."""

import re
from collections.abc import Sequence
from dataclasses import replace

from parsers.formats import pdf
from pipeline.errors import Code, FileError
from pipeline.model import Cell, CellRef, Layout, Line, Part, Source, Table

_TABLE = re.compile(r"\bbảng \d+")
#: Notes that no longer hold once the pictures have been read.
_SETTLED = frozenset({"SCANNED_PAGES", "GARBLED_TEXT"})


def read(source: Source) -> Layout:
    """Give the layout of a PDF, its pictured pages read by OCR and the others never.

    Without Tesseract a PDF that has text on other pages is read as far as its text goes, with a note.

    Raises:
        FileError: what the PDF reader raises; NO_TEXT when no page gives a line, and when only OCR could give one
            and is not installed.
    """
    survey = pdf.survey(source)
    if not survey.pictured:
        if not survey.has_text:
            raise FileError(Code.NO_TEXT, f"{survey.layout.pages} trang")
        return survey.layout
    # Loads the libraries of images: only for documents that have any.
    from parsers.formats import scan

    missing = scan.problem()
    if missing is not None:
        if not survey.has_text:
            raise FileError(Code.NO_TEXT, f"{survey.layout.pages} trang; thiếu {missing}")
        return survey.layout
    pages = scan.read_pictures(pdf.pictures(source.path, survey.pictured), len(survey.pictured))
    unread = set(pages.unread)
    read_now = [number for number in survey.pictured if number not in unread]
    out = interleaved(survey.layout, pages.layout, read_now)
    if not any(line.part is Part.BODY for line in out.lines):
        raise FileError(Code.NO_TEXT, f"{survey.layout.pages} trang")
    return out


def interleaved(text: Layout, read: Layout, pages: Sequence[int]) -> Layout:
    """Give one layout of the pages of ``text`` and, in place of those numbered ``pages``, the lines of ``read``.

    What a digital signature drew on a pictured page stays.
    """
    gone = set(pages)
    kept = [line for line in text.lines if line.page not in gone or line.part is Part.SIGNATURE]
    tables = [table for table in text.tables if table.page not in gone]
    # Within a page: what was read from the picture, then the stamps drawn over it.
    order = sorted(
        [(line.page or 0, 1, line.index, "text", line) for line in kept]
        + [(line.page or 0, 0, line.index, "read", line) for line in read.lines],
        key=lambda item: item[:3],
    )
    places = {(origin, index): new for new, (_, _, index, origin, _) in enumerate(order)}
    drawn = sorted(
        [(t.page or 0, "text", t) for t in tables] + [(t.page or 0, "read", t) for t in read.tables], key=_page
    )
    names = {(origin, table.index): new for new, (_, origin, table) in enumerate(drawn)}
    lines = tuple(_line(line, new, origin, names) for new, (_, _, _, origin, line) in enumerate(order))
    notes = tuple(note for note in text.notes if note.code not in _SETTLED)
    return replace(
        text,
        reader="pdf+scan" if kept else "scan",
        lines=lines,
        tables=tuple(_table(table, new, origin, places, len(lines)) for new, (_, origin, table) in enumerate(drawn)),
        ocr=True,
        notes=(*notes, *read.notes),
    )


def _page(item: tuple[int, str, Table]) -> tuple[int, int]:
    return item[0], item[2].index


def _line(line: Line, index: int, origin: str, names: dict[tuple[str, int], int]) -> Line:
    if line.cell is None:
        return replace(line, index=index)
    table = names.get((origin, line.cell.table))
    if table is None:
        return replace(line, index=index, cell=None)
    place = _TABLE.sub(f"bảng {table + 1}", line.place)
    return replace(line, index=index, place=place, cell=CellRef(table, line.cell.row, line.cell.column))


def _table(table: Table, index: int, origin: str, places: dict[tuple[str, int], int], end: int) -> Table:
    behind = [new for (whose, old), new in places.items() if whose == origin and old >= table.anchor]
    return replace(
        table,
        index=index,
        anchor=min(behind, default=end),
        cells=tuple(_cell(cell, origin, places) for cell in table.cells),
    )


def _cell(cell: Cell, origin: str, places: dict[tuple[str, int], int]) -> Cell:
    return replace(cell, lines=tuple(places[origin, i] for i in cell.lines if (origin, i) in places))
