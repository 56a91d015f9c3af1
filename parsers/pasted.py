"""Documents of text with pages pasted in as pictures: a scan put into Word is read like any other scan."""

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path

from parsers.page_by_page import appended
from parsers.pictures import Picture
from pipeline import media
from pipeline.errors import Code, FileError
from pipeline.model import Layout, Line, Note, Part, Source

#: Media type to the package with ``read`` and ``pictures`` of that format; loaded on first use.
_FORMATS = {
    media.DOCX: "parsers.formats.word",
    media.DOC: "parsers.formats.legacy_word",
    media.RTF: "parsers.formats.rich_text",
    media.ODT: "parsers.formats.opendocument",
}
#: A document with fewer letters of its own is its pictures; the words are a caption or a mark.
_FEW_LETTERS = 250
#: Smaller pictures, in bytes and in dots, are logos, seals and drawn rules.
_SMALLEST_BYTES = 8_000
_SHORT_SIDE, _LONG_SIDE = 700, 1_000
#: Beside a text, only a picture of the shape of a page (A4 1.41, Letter 1.29) that is mostly paper is a page.
_SHAPES = (1.25, 1.6)
_PAPER, _PAPER_SHARE = 170, 0.7
#: So many pictures are looked at: an album of photographs is no dispatch.
_MOST = 60
#: Every so many bytes of a picture tell how much of it is paper; no multiple of three, so that all colours count.
_STEP = 997
_UNREAD = "PICTURES_UNREAD"


def read(source: Source) -> Layout:
    """Give the layout of a Word, RTF or OpenDocument text, pages that stand in it as pictures read by OCR.

    Lines out of a picture have the number of the picture as their page and say so in their place (``ảnh 2, dòng 5``).
    They stand before a text that is hardly more than a caption, and behind any other.

    Raises:
        FileError: what the reader of the format raises; NO_TEXT also when only OCR could give a line and is not
            installed.
    """
    form = import_module(_FORMATS[source.media_type])
    own: Layout | None
    try:
        own, failure = form.read(source), None
    except FileError as error:
        if error.failure.code is not Code.NO_TEXT:
            raise
        own, failure = None, error
    few = own is None or sum(len(line.text) for line in own.lines if line.part is Part.BODY) < _FEW_LETTERS
    try:
        data = list(_large(form.pictures(source.path)))
    except FileError:
        # The text was read: a picture that cannot be taken out is missing, and that is all.
        data = []
    if not data:
        if own is None:
            raise failure or FileError(Code.NO_TEXT)
        return own
    return _with_pictures(own, data, few=few)


def _large(pictures: Iterator[bytes]) -> Iterator[bytes]:
    """Give the pictures that may be pages, one that stands in the file twice once."""
    seen: set[int] = set()
    for data in pictures:
        mark = hash(data)
        if len(data) >= _SMALLEST_BYTES and mark not in seen:
            seen.add(mark)
            yield data
        if len(seen) >= _MOST:
            return


def _with_pictures(own: Layout | None, data: Sequence[bytes], *, few: bool) -> Layout:
    # Loads the libraries of images: only for documents that have large ones.
    from parsers.formats import scan

    with tempfile.TemporaryDirectory(prefix="thidua-", ignore_cleanup_errors=True) as folder:
        pages = list(_pages(data, Path(folder), few=few))
        if not pages:
            if own is None:
                raise FileError(Code.NO_TEXT, f"{len(data)} ảnh")
            return own
        missing = scan.problem()
        if missing is not None:
            if own is None:
                raise FileError(Code.NO_TEXT, f"{len(pages)} ảnh; thiếu {missing}")
            return replace(own, notes=(*own.notes, _unread(len(pages), missing)))
        read = scan.read_pictures(_drawn(pages), len(pages)).layout
    if not read.lines:
        if own is None:
            raise FileError(Code.NO_TEXT, f"{len(pages)} ảnh")
        return own
    read = replace(
        read,
        lines=tuple(replace(line, place=_place(line)) for line in read.lines),
        notes=tuple(replace(note, message=note.message.replace("Trang", "Ảnh", 1)) for note in read.notes),
    )
    if own is None:
        return read
    return appended(read, own) if few else appended(own, read)


def _unread(count: int, missing: str) -> Note:
    return Note(_UNREAD, f"Tệp có {count} ảnh cỡ trang chưa đọc được chữ; thiếu {missing}.", needs_person=True)


def _place(line: Line) -> str:
    return line.place.replace("trang", "ảnh", 1)


def _pages(data: Sequence[bytes], folder: Path, *, few: bool) -> Iterator[Path]:
    """Give the files of the pictures that look like pages; ``few``: any large picture may be one."""
    from parsers.formats.scan.images import pictures

    for number, one in enumerate(data):
        path = folder / str(number)
        path.write_bytes(one)
        try:
            # The decoder knows many formats more, and would start programs for some of them.
            known = media.media_type(path, one[: media.HEAD_BYTES]) in media.IMAGES
            if known and all(_is_page(picture, few=few) for picture in pictures(path)):
                yield path
                continue
        except FileError:
            # A drawing in a format of its own (WMF), or a picture cut off.
            pass
        path.unlink()


def _is_page(picture: Picture, *, few: bool) -> bool:
    short, long = sorted((picture.width, picture.height))
    if short < _SHORT_SIDE or long < _LONG_SIDE:
        return False
    if few:
        return True
    sample = picture.pixels[::_STEP]
    return _SHAPES[0] <= long / short <= _SHAPES[1] and sum(part >= _PAPER for part in sample) >= _PAPER_SHARE * len(
        sample
    )


def _drawn(paths: Sequence[Path]) -> Iterator[Picture]:
    """Give the pictures one at a time, numbered through."""
    from parsers.formats.scan.images import pictures

    number = 0
    for path in paths:
        for picture in pictures(path):
            number += 1
            yield replace(picture, number=number)
