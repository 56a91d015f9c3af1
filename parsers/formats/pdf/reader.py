"""PDF documents: printed lines with boxes, ruled tables, what digital signatures print."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from parsers.formats.pdf.lines import Row, rows
from parsers.formats.pdf.pages import Page, Run, open_document
from parsers.formats.pdf.signatures import is_stamp_text, signatures
from pipeline.errors import Code, FileError
from pipeline.model import Alignment, Box, Layout, Line, Note, Part, Source
from pipeline.text import clean

MAX_PAGES = 2_000
#: An image over this part of a page makes it a scan when hardly any letter is drawn.
_SCAN_SHARE = 0.5
_FEW_LETTERS = 20
#: How far text of a scanner's own hidden layer can be trusted.
_LAYER_LEGIBILITY = 0.7


@dataclass(slots=True)
class _Draft:
    """Lines and what else is found, page by page."""

    lines: list[Line] = field(default_factory=list)
    sizes: list[tuple[float, float]] = field(default_factory=list)
    scans: list[int] = field(default_factory=list)
    layers: list[int] = field(default_factory=list)
    hidden: list[int] = field(default_factory=list)


def read(source: Source) -> Layout:
    """Give the layout of a PDF: lines in reading order, each with page and box.

    Raises:
        FileError: ENCRYPTED, DAMAGED, UNREADABLE, TOO_LARGE, NO_TEXT when every page is a scan without letters.
    """
    draft = _Draft()
    with open_document(source.path) as document:
        if len(document) > MAX_PAGES:
            raise FileError(Code.TOO_LARGE, f"{len(document)} trang")
        if len(document) == 0:
            raise FileError(Code.DAMAGED)
        for number in range(1, len(document) + 1):
            _add(draft, document.page(number))
        times = document.signature_times()
    if not any(line.part is not Part.SIGNATURE and line.text for line in draft.lines):
        raise FileError(Code.NO_TEXT, f"{len(draft.sizes)} trang")
    stamps = [line for line in draft.lines if line.part is Part.SIGNATURE]
    return Layout(
        "pdf",
        tuple(draft.lines),
        pages=len(draft.sizes),
        page_sizes=tuple(draft.sizes),
        ocr=bool(draft.layers),
        notes=tuple(_notes(draft)),
        signatures=signatures(times, stamps),
        has_paragraphs=False,
    )


def needs_ocr(page: Page) -> bool:
    """Tell whether a page shows text that only a picture holds."""
    letters = sum(len(run.text) for run in page.runs if run.widget is None)
    return letters < _FEW_LETTERS and (page.image_share >= _SCAN_SHARE or page.drawings > 300)


def _add(draft: _Draft, page: Page) -> None:
    draft.sizes.append((page.width, page.height))
    if needs_ocr(page):
        draft.scans.append(page.number)
    shown, layer = _readable(draft, page)
    legibility = _LAYER_LEGIBILITY if layer else 1.0
    found = rows([run for run in shown if run.angle == 0])
    found += [Row([run], run.base) for run in shown if run.angle != 0 and run.text.strip()]
    alignments = _alignments(found, page)
    for number, (row, alignment) in enumerate(zip(found, alignments, strict=True), 1):
        draft.lines.append(_line(len(draft.lines), number, row, page, alignment, legibility))


def _readable(draft: _Draft, page: Page) -> tuple[list[Run], bool]:
    """Give the runs to be read, and whether they are the hidden text layer of a scan."""
    shown = [run for run in page.runs if not run.hidden]
    hidden = [run for run in page.runs if run.hidden]
    if not hidden:
        return shown, False
    letters = sum(len(run.text) for run in hidden)
    own = sum(len(run.text) for run in shown if run.widget is None)
    if page.image_share >= _SCAN_SHARE and letters > own:
        draft.layers.append(page.number)
        return list(page.runs), True
    if any(run.text.strip() for run in hidden):
        draft.hidden.append(page.number)
    return shown, False


def _line(index: int, number: int, row: Row, page: Page, alignment: Alignment, legibility: float) -> Line:
    weights: dict[Run, int] = {}
    letters = max(1, sum(len(run.text) for run in row.runs))
    bold = sum(len(run.text) for run in row.runs if run.face.bold)
    italic = sum(len(run.text) for run in row.runs if run.face.italic)
    main = max(row.runs, key=lambda run: len(run.text))
    del weights
    text = clean(row.text)
    widget = main.widget
    stamp = widget is not None and (is_stamp_text(text) or page.fields[widget] == "Sig")
    return Line(
        index,
        text,
        f"trang {page.number}, dòng {number}",
        page=page.number,
        box=Box(row.x0, row.y0, max(row.x0, row.x1), max(row.y0, row.y1)),
        part=Part.SIGNATURE if stamp else Part.BODY,
        bold=bold * 2 > letters,
        italic=italic * 2 > letters,
        size=round(main.size, 1),
        font=main.face.name,
        alignment=alignment,
        legibility=legibility,
    )


def _alignments(found: Sequence[Row], page: Page) -> list[Alignment]:
    """Guess how each row is set, from the margins of the page and from the middles of the rows next to it."""
    if not found:
        return []
    lefts = sorted(row.x0 for row in found)
    rights = sorted(row.x1 for row in found)
    left = lefts[len(lefts) // 20]
    right = rights[-1 - len(rights) // 20]
    near = 0.02 * page.width
    out = []
    for i, row in enumerate(found):
        middle = (row.x0 + row.x1) / 2
        if row.x0 > left + near and abs(middle - (left + right) / 2) < near and row.x1 < right - near:
            out.append(Alignment.CENTER)
        elif _shares_middle(found, i):
            out.append(Alignment.CENTER)
        elif row.x1 > right - near and row.x0 > (left + right) / 2:
            out.append(Alignment.RIGHT)
        elif row.x1 > right - near and row.x0 < left + 5 * near:
            out.append(Alignment.JUSTIFY)
        else:
            out.append(Alignment.LEFT)
    return out


def _shares_middle(found: Sequence[Row], i: int) -> bool:
    """Tell whether a neighbour above or below of another width has the same middle."""
    row = found[i]
    middle, width, height = (row.x0 + row.x1) / 2, row.x1 - row.x0, row.y1 - row.y0
    for other in found[max(0, i - 4) : i + 5]:
        if other is row or abs(other.base - row.base) > 3 * height or abs(other.base - row.base) < 0.5 * height:
            continue
        if abs((other.x0 + other.x1) / 2 - middle) < 3.0 and abs((other.x1 - other.x0) - width) > 12.0:
            return True
    return False


def _notes(draft: _Draft) -> list[Note]:
    out = []
    if draft.scans:
        pages = ", ".join(map(str, draft.scans))
        out.append(Note("SCANNED_PAGES", f"Trang {pages} là ảnh quét không có lớp chữ, chưa đọc được chữ trên ảnh."))
    if draft.layers:
        pages = ", ".join(map(str, draft.layers))
        out.append(Note("OCR_LAYER", f"Trang {pages} đọc từ lớp chữ ẩn do máy quét tạo sẵn; cần đối chiếu với ảnh."))
    if draft.hidden:
        pages = ", ".join(map(str, draft.hidden))
        out.append(Note("HIDDEN_TEXT", f"Trang {pages} có chữ ẩn không hiện trên trang; phần chữ này không đọc."))
    return out
