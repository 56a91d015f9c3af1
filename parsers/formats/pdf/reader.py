"""The layout of a PDF: every page put together and written down, and what a clerk should know of it."""

from collections import Counter
from collections.abc import Sequence

from parsers.encodings import Decoder, font_encoding
from parsers.encodings.detection import is_unicode_only
from parsers.formats.pdf.pages import open_document
from parsers.formats.pdf.sheets import Sheet, sheet
from parsers.formats.pdf.signatures import signatures
from parsers.formats.pdf.writer import Writer
from pipeline.errors import Code, FileError
from pipeline.model import Layout, Note, Part, Source

MAX_PAGES = 2_000
#: Runs with a letter that only Unicode has, after which a font is taken for a modern one.
_FEW = 3


def read(source: Source) -> Layout:
    """Give the layout of a PDF: lines in reading order, each with page and box, tables cell by cell.

    Raises:
        FileError: ENCRYPTED, DAMAGED, UNREADABLE, TOO_LARGE, NO_TEXT when no page holds letters of its own.
    """
    with open_document(source.path) as document:
        if len(document) > MAX_PAGES:
            raise FileError(Code.TOO_LARGE, f"{len(document)} trang")
        if len(document) == 0:
            raise FileError(Code.DAMAGED)
        # Printing the fields onto their pages takes the signatures out of the open document.
        times = document.signature_times()
        sheets = [sheet(document.page(number)) for number in range(1, len(document) + 1)]
    runs = [(run.text, run.face.family) for one in sheets for item in one.items for run in item.row.runs]
    decoder = Decoder(runs)
    writer = Writer(decoder, _modern(runs))
    for one in sheets:
        writer.add(one)
    if not any(line.part is Part.BODY for line in writer.lines):
        raise FileError(Code.NO_TEXT, f"{len(sheets)} trang")
    return Layout(
        "pdf",
        tuple(writer.lines),
        writer.tables,
        pages=len(sheets),
        page_sizes=tuple((one.page.width, one.page.height) for one in sheets),
        encoding=decoder.name,
        ocr=any(one.is_layer for one in sheets),
        notes=_notes(sheets),
        signatures=signatures(times, [line for line in writer.lines if line.part is Part.SIGNATURE]),
        has_paragraphs=False,
    )


def _modern(runs: Sequence[tuple[str, str | None]]) -> frozenset[str | None]:
    """Give the font families that hold letters of Unicode only and no name of a legacy encoding.

    A PDF draws a word in pieces; a stray ``³`` or ``’`` of such a font must not be taken for a legacy letter.
    """
    letters: Counter[str | None] = Counter()
    for text, family in runs:
        if is_unicode_only(text):
            letters[family] += 1
    return frozenset(family for family, count in letters.items() if count >= _FEW and font_encoding(family) is None)


def _notes(sheets: Sequence[Sheet]) -> tuple[Note, ...]:
    told = (
        ("SCANNED_PAGES", "is_scan", "là ảnh quét không có lớp chữ, chưa đọc được chữ trên ảnh"),
        ("OCR_LAYER", "is_layer", "đọc từ lớp chữ ẩn do máy quét tạo sẵn; cần đối chiếu với ảnh"),
        ("HIDDEN_TEXT", "has_hidden", "có chữ không hiện trên trang; phần chữ này không đọc"),
        ("GARBLED_TEXT", "is_garbled", "có phông chữ không kèm bảng mã; nhiều chữ không đọc được"),
    )
    out = []
    for code, mark, sentence in told:
        pages = [str(one.page.number) for one in sheets if getattr(one, mark)]
        if pages:
            out.append(Note(code, f"Trang {', '.join(pages)} {sentence}."))
    return tuple(out)
