"""PDFs page by page: letters from the PDF where it has them, from the page's picture where it has none."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from parsers.formats import pdf
from parsers.values import people
from pipeline.errors import Code, FileError
from pipeline.model import Box, Cell, CellRef, Layout, Line, Note, Part, Source, Table
from pipeline.reference.page_words import is_body
from pipeline.text import key

if TYPE_CHECKING:
    from parsers.formats import scan

_TABLE = re.compile(r"\bbảng \d+")
_FROM_PICTURE = Note(
    "NAME_FROM_PICTURE", "Họ tên người ký đọc từ ảnh chữ ký số bằng nhận dạng chữ; cần đối chiếu với văn bản."
)
#: How far beside a signature's picture the signer's name may be printed, in points.
_NEAR = 40.0
#: A name stands alone on its line, with a title or the clock of a signature at most.
_NAME_LINE = 60
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
    if survey.pictured:
        return _with_pictures(source, survey)
    if not survey.has_text:
        raise FileError(Code.NO_TEXT, f"{survey.layout.pages} trang")
    return _with_names(source, survey) if survey.signed and not prints_signer(survey.layout) else survey.layout


def prints_signer(layout: Layout) -> bool:
    """Tell whether the text of the page names the person that a certificate names: the pictures need not be read."""
    signers = [_person(one.signer) for one in layout.signatures if one.signer]
    names = {f" {key(name)} " for name in signers if name is not None}
    texts = [f" {key(line.text)} " for line in layout.lines if line.part is Part.BODY] if names else []
    return any(name in text for text in texts if len(text) <= _NAME_LINE for name in names)


def _person(signer: str) -> str | None:
    """Give the person a certificate names, without the office some put first (``Thứ trưởng …``); None for a body."""
    words = signer.split()
    # Behind an office the name is the part in which every word has its capital; in capitals nothing tells them apart.
    starts = range(1) if signer.isupper() else range(len(words) - 2)
    for start in starts:
        person = people.parse(" ".join(words[start:]))
        if person is not None and person.known and not is_body(person.name):
            return person.name
    return None


def _with_pictures(source: Source, survey: pdf.Survey) -> Layout:
    # Loads the libraries of images: only for documents that have any.
    from parsers.formats import scan

    missing = scan.problem()
    if missing is not None:
        if not survey.has_text:
            raise FileError(Code.NO_TEXT, f"{survey.layout.pages} trang; thiếu {missing}")
        return survey.layout
    pages = scan.read_pictures(pdf.pictures(source.path, telling_first(survey.pictured)), len(survey.pictured))
    unread = set(pages.unread)
    out = interleaved(survey.layout, pages.layout, [number for number in survey.pictured if number not in unread])
    if not any(line.part is Part.BODY for line in out.lines):
        raise FileError(Code.NO_TEXT, f"{survey.layout.pages} trang")
    return out


def telling_first(numbers: Sequence[int]) -> list[int]:
    """Give page numbers in the order in which they are read: first and last hold head and foot, and time may run out."""
    return [*numbers[:1], *numbers[-1:], *numbers[1:-1]] if len(numbers) > 2 else list(numbers)


def _with_names(source: Source, survey: pdf.Survey) -> Layout:
    """Give the layout with the signer's name out of the picture of a digital signature, where no text near it is a name."""
    from parsers.formats import scan

    if scan.problem() is not None:
        return survey.layout
    layout = survey.layout
    areas: dict[int, list[Box]] = {}
    for number, area in survey.signed:
        if not any(_is_near(line, number, area) and scan.is_name(line.text.strip()) for line in layout.lines):
            areas.setdefault(number, []).append(area)
    try:
        for picture in pdf.pictures(source.path, sorted(areas), stamps=True) if areas else ():
            found = [name for area in areas[picture.number] for name in scan.names(picture, area)]
            layout = _with_lines(layout, picture.number, found)
    except FileError:
        # The text was read; a name that cannot be is a name that is missing.
        return survey.layout
    return layout


def _is_near(line: Line, page: int, area: Box) -> bool:
    """Tell whether a line stands in the signer's column, at the height of a signature or a little below."""
    box = line.box
    if line.page != page or box is None or line.part is not Part.BODY:
        return False
    return (
        area.y0 - _NEAR <= (box.y0 + box.y1) / 2 <= area.y1 + _NEAR
        and box.x0 < area.x1 + _NEAR
        and box.x1 > area.x0 - _NEAR
    )


def _with_lines(layout: Layout, page: int, found: "Sequence[scan.Name]") -> Layout:
    """Give the layout with names set behind the last body line of the page that stands above them."""
    lines = list(layout.lines)
    for name in found:
        above = [
            at
            for at, line in enumerate(lines)
            if line.page == page and line.box is not None and line.part is Part.BODY and line.box.y1 <= name.box.y1
        ]
        at = above[-1] + 1 if above else len(lines)
        place = f"trang {page}, ảnh chữ ký"
        lines.insert(at, Line(at, name.text, place, page, name.box, legibility=name.legibility))
    return _renumbered(layout, lines) if found else layout


def _renumbered(layout: Layout, lines: Sequence[Line]) -> Layout:
    places = {id(line): at for at, line in enumerate(lines)}
    moved = {line.index: places[id(line)] for line in layout.lines}
    tables = []
    for table in layout.tables:
        cells = tuple(replace(cell, lines=tuple(moved[i] for i in cell.lines)) for cell in table.cells)
        tables.append(replace(table, anchor=moved.get(table.anchor, len(lines)), cells=cells))
    numbered = tuple(replace(line, index=at) for at, line in enumerate(lines))
    return replace(layout, lines=numbered, tables=tuple(tables), notes=(*layout.notes, _FROM_PICTURE))


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


def appended(first: Layout, second: Layout) -> Layout:
    """Give one layout of two: the lines and tables of ``second`` behind those of ``first``.

    Pages are those of the one that has any; the reader is named after both.
    """
    lines, tables = len(first.lines), len(first.tables)
    moved = {line.index: line.index + lines for line in second.lines}
    places = {("read", old): new for old, new in moved.items()}
    names = {("read", table.index): table.index + tables for table in second.tables}
    end = lines + len(second.lines)
    paged = first if first.pages is not None else second
    return replace(
        paged,
        reader=f"{first.reader}+{second.reader}",
        lines=(*first.lines, *(_line(line, moved[line.index], "read", names) for line in second.lines)),
        tables=(
            *first.tables,
            *(_table(table, table.index + tables, "read", places, end) for table in second.tables),
        ),
        encoding=first.encoding if first.encoding == second.encoding else "mixed",
        ocr=first.ocr or second.ocr,
        notes=(*first.notes, *second.notes),
        signatures=(*first.signatures, *second.signatures),
        has_paragraphs=first.has_paragraphs,
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
