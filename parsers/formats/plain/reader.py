"""Plain text: one line a line of the file, or a table; encodings by mark, by decodability, by the syllables."""

import re
from pathlib import Path

from parsers.encodings import to_unicode
from parsers.formats.plain.delimited import Row, table
from parsers.manuscript import cuts
from pipeline.errors import Code, FileError
from pipeline.media import looks_like_utf16
from pipeline.model import Cell, CellRef, Layout, Line, Note, Source, Table
from pipeline.text import clean

#: Two thousand pages of text; what is larger is a program's log or its data.
MAX_BYTES = 8 * 2**20
MAX_LINES = 100_000
_BREAKS = re.compile(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
#: One letter in so many may be lost before UTF-8 is given up.
_FEW_LOST = 200
#: A line that ends so is the end of a sentence or introduces a list.
_CLOSED = re.compile(r"[.;:!?…/]['\"”’)\]]*$")
_LABEL = re.compile(r"(?:[-+*•–]|\(?[0-9IVXLC]{1,6}[.)/]|\(?[a-zđ][.)])\s*|[0-9.]+\s")
_COLUMNS = re.compile(r"\S(?:\t\s*|\s{3,})\S")
#: Text files are wrapped by hand between these widths, in letters.
_NARROW, _BROAD = 40, 160


def read(source: Source) -> Layout:
    """Give the printed lines of a text file; a line that only goes on from the one before starts no paragraph.

    Raises:
        FileError: UNREADABLE, TOO_LARGE, EMPTY when nothing is printed.
    """
    try:
        data = source.path.read_bytes()
    except OSError as error:
        raise FileError(Code.UNREADABLE) from error
    if len(data) > MAX_BYTES:
        raise FileError(Code.TOO_LARGE, f"văn bản thuần quá {MAX_BYTES // 2**20} MB")
    text, encoding, lost = decode(data)
    notes = (Note("LOST_LETTERS", f"{lost} chữ trong tệp không đọc được (sai bảng mã)."),) if lost else ()
    if len(_BREAKS.findall(text)) > MAX_LINES:
        raise FileError(Code.TOO_LARGE, f"quá {MAX_LINES} dòng")
    values = table(_CONTROLS.sub("", text))
    if values is not None:
        return _sheet(values, Path(source.name).stem, encoding, notes)
    rows = [clean(row.rstrip()) for row in _BREAKS.split(_CONTROLS.sub("", text))]
    width = wrap_width(rows)
    lines: list[Line] = []
    before, blank = "", False
    for number, row in enumerate(rows, 1):
        if not row.strip():
            blank = True
            continue
        goes_on = bool(before) and continues(before, row, None if blank else width)
        for part in cuts(row):
            lines.append(Line(len(lines), row[part], f"dòng {number}", starts_paragraph=not goes_on))
            goes_on = True
        before, blank = row, False
    if not lines:
        raise FileError(Code.EMPTY)
    return Layout("plain", tuple(lines), encoding=encoding, notes=notes)


def _sheet(rows: list[Row], name: str, encoding: str, notes: tuple[Note, ...]) -> Layout:
    """Give the layout of a table: one worksheet, every filled value a line, as of a spreadsheet."""
    lines: list[Line] = []
    cells: list[Cell] = []
    for at, (number, row) in enumerate(rows):
        for column, value in enumerate(row):
            own = []
            for piece in _BREAKS.split(value):
                whole = clean(piece.strip())
                for text in [whole[part] for part in cuts(whole)] if whole else ():
                    own.append(len(lines))
                    place = f"dòng {number}, cột {column + 1}"
                    lines.append(
                        Line(len(lines), text, place, cell=CellRef(0, at, column), starts_paragraph=len(own) == 1)
                    )
            cells.append(Cell(at, column, "\n".join(lines[i].text for i in own), tuple(own)))
    width = max(len(row) for _, row in rows)
    drawn = Table(0, len(rows), width, tuple(cells), name=name)
    return Layout("plain", tuple(lines), (drawn,), encoding=encoding, notes=notes)


def decode(data: bytes) -> tuple[str, str, int]:
    """Give the text of ``data``, how its letters were stored (``unicode``, ``tcvn3`` …), how many were lost.

    Asked in turn: byte order mark, UTF-16 without mark, UTF-8, then the Vietnamese legacy encodings and Windows-1258.
    """
    for mark, codec in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if data.startswith(mark):
            return _counted(data[len(mark) :].decode(codec, "replace"))
    wide = looks_like_utf16(data[:4096])
    if wide is not None:
        return _counted(data.decode(wide, "replace"))
    text = data.decode("utf-8", "replace")
    lost = text.count("\ufffd")
    kept = sum(c > "\x7f" for c in text) - lost
    if lost == 0 or (lost * _FEW_LOST < len(text) and lost < kept):
        # Legacy letters were often saved once more as UTF-8 after they had been taken for Latin ones.
        legacy, encoding = ("", "unicode") if text.isascii() else to_unicode(text)
        return (text, "unicode", lost) if encoding == "unicode" else (legacy, encoding, lost)
    legacy, encoding = to_unicode(data.decode("cp1252", "replace"))
    return (data.decode("cp1258", "replace"), "unicode", 0) if encoding == "unicode" else (legacy, encoding, 0)


def _counted(text: str) -> tuple[str, str, int]:
    return text, "unicode", text.count("\ufffd")


def wrap_width(rows: list[str]) -> int | None:
    """Give the width at which a text was wrapped by hand, None when its lines are whole paragraphs."""
    lengths = sorted(len(row) for row in rows if row.strip())
    if len(lengths) < 8:
        return None
    width = lengths[-1 - len(lengths) // 20]
    if not _NARROW <= width <= _BROAD:
        return None
    full = sum(len(row) >= 0.85 * width and _CLOSED.search(row) is None for row in rows)
    return width if full * 5 >= len(lengths) else None


def continues(before: str, row: str, width: int | None) -> bool:
    """Tell whether ``row`` only goes on from the line ``before``: mid-sentence, or wrapped at ``width``."""
    if _CLOSED.search(before) or _LABEL.match(row.lstrip()) or _COLUMNS.search(before) or _COLUMNS.search(row):
        return False
    if row.lstrip()[0].islower():
        return True
    # In wrapped text a line is as long as it can be: the next word would not have fitted.
    first = row.split(maxsplit=1)[0]
    return width is not None and len(before) > 0.6 * width and len(before) + 1 + len(first) > width
