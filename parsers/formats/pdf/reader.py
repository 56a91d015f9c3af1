"""The layout of a PDF: every page put together and written down, and what a clerk should know of it."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from parsers.encodings import Decoder, font_encoding
from parsers.encodings.detection import is_unicode_only
from parsers.encodings.syllables import is_syllable
from parsers.formats.pdf.pages import open_document
from parsers.formats.pdf.sheets import Sheet, sheet
from parsers.formats.pdf.signatures import signatures
from parsers.formats.pdf.writer import Writer
from pipeline.errors import Code, FileError
from pipeline.model import Box, Layout, Note, Part, Source

MAX_PAGES = 2_000
#: Runs with a letter that only Unicode has, after which a font is taken for a modern one.
_FEW = 3
#: An image over this part of a page is the page; so few letters over it are a stamp or a mark of whoever passed it on.
_WHOLE_PAGE = 0.8
_STAMP_LETTERS = 250
_WORD = re.compile(r"[^\W\d_]{2,}")
#: Distinct words; fewer may be the symbols of a list.
_ENOUGH_WORDS = 25
_SYLLABLES = 0.15


@dataclass(frozen=True, slots=True)
class Survey:
    """What the text of a PDF gives, and the numbers of the pages whose text only a picture holds."""

    layout: Layout
    pictured: tuple[int, ...]
    #: Pages of text and where a digital signature shows a picture on them: the signer's name may stand in it alone.
    signed: tuple[tuple[int, Box], ...] = ()

    @property
    def has_text(self) -> bool:
        """Tell whether any page holds letters of its own."""
        return any(line.part is Part.BODY for line in self.layout.lines)


def read(source: Source) -> Layout:
    """Give the layout of a PDF: lines in reading order, each with page and box, tables cell by cell.

    Raises:
        FileError: ENCRYPTED, DAMAGED, UNREADABLE, TOO_LARGE, NO_TEXT when no page holds letters of its own.
    """
    found = survey(source)
    if not found.has_text:
        raise FileError(Code.NO_TEXT, f"{found.layout.pages} trang")
    return found.layout


def survey(source: Source) -> Survey:
    """Give the layout of a PDF, which may hold no line, and the pages that must be read from their pictures.

    Raises FileError ENCRYPTED, DAMAGED, UNREADABLE or TOO_LARGE.
    """
    with open_document(source.path) as document:
        if len(document) > MAX_PAGES:
            raise FileError(Code.TOO_LARGE, f"{len(document)} trang")
        if len(document) == 0:
            raise FileError(Code.DAMAGED)
        # Printing the fields onto their pages takes the signatures out of the open document.
        dictionaries = document.signatures()
        carried = document.notes(source.path)
        sheets = [sheet(document.page(number)) for number in range(1, len(document) + 1)]
    runs = [(run.text, run.face.family) for one in sheets for item in one.items for run in item.row.runs]
    decoder = Decoder(runs)
    writer = Writer(decoder, _modern(runs))
    for one in sheets:
        before = len(writer.lines)
        writer.add(one)
        one.is_garbled = one.is_garbled or _is_nonsense([line.text for line in writer.lines[before:]])
    layout = Layout(
        "pdf",
        tuple(writer.lines),
        writer.tables,
        pages=len(sheets),
        page_sizes=tuple((one.page.width, one.page.height) for one in sheets),
        encoding=decoder.name,
        ocr=any(one.is_layer for one in sheets),
        notes=(*_notes(sheets), *carried),
        signatures=signatures(dictionaries, [line for line in writer.lines if line.part is Part.SIGNATURE]),
        has_paragraphs=False,
    )
    pictured = tuple(one.page.number for one in sheets if _is_pictured(one))
    signed = tuple(
        (one.page.number, box)
        for one in sheets
        if one.page.number not in pictured and one.page.image_share > 0
        for box in one.page.signed
    )
    return Survey(layout, pictured, signed)


def _is_pictured(one: Sheet) -> bool:
    """Tell whether a page must be read from its picture: no letters, letters without meaning, or a stamp's letters alone."""
    if one.is_scan or one.is_garbled:
        return True
    letters = sum(len(run.text) for item in one.items for run in item.row.runs)
    return not one.is_layer and one.page.image_share >= _WHOLE_PAGE and letters < _STAMP_LETTERS


def _is_nonsense(texts: Sequence[str]) -> bool:
    """Tell whether a page of words says nothing: its fonts map their letters to other ones, all of them printable.

    Of the words on real pages three in four or more are built like Vietnamese syllables, of an English page three in
    ten, of letters moved or changed for others one in thirty.
    """
    words = {word for text in texts for word in _WORD.findall(text)}
    return len(words) >= _ENOUGH_WORDS and sum(map(is_syllable, words)) < _SYLLABLES * len(words)


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
        ("GARBLED_TEXT", "is_garbled", "có phông chữ thiếu hoặc sai bảng mã; nhiều chữ không đọc được"),
    )
    out = []
    for code, mark, sentence in told:
        pages = [str(one.page.number) for one in sheets if getattr(one, mark)]
        if pages:
            out.append(Note(code, f"Trang {', '.join(pages)} {sentence}."))
    return tuple(out)
