"""A document for the eye: pages as PNG pictures, or lines. Run as a program, so that a stranger's file meets no server.

``python -m parsers.viewing show FILE`` prints JSON; ``… picture FILE NUMBER`` prints a PNG; ``… words FILE NUMBER X0
Y0 X1 Y1`` prints what stands in a frame of the page; ``… sheet FILE`` prints the rows of a spreadsheet's first sheet.
Exit 3 and the clerk's sentence on the error stream when the file cannot be shown.
"""

import csv
import json
import struct
import sys
import zlib
from contextlib import suppress
from pathlib import Path
from typing import Any

from parsers import registry
from parsers.pictures import Picture
from pipeline import media
from pipeline.errors import Code, FileError
from pipeline.intake import open_source
from pipeline.model import Box

#: More pages or lines than a person looks through.
MOST_PAGES, MOST_LINES = 500, 5_000


def show(path: Path) -> dict[str, Any]:
    """Give ``pages`` (sizes in points) or ``lines`` (``index, text, place, cell, bold, centered``) of a file.

    Raises FileError.
    """
    source = open_source(path)
    if source.media_type == media.PDF:
        # Loaded when needed: whoever shows a Word file waits for no PDF library.
        from parsers.formats.pdf.viewing import sizes

        return {"pages": sizes(path)[:MOST_PAGES], "lines": ()}
    if source.media_type in media.IMAGES:
        from parsers.formats.scan.images import pictures

        return {
            "pages": [picture.size for picture, _ in zip(pictures(path), range(MOST_PAGES), strict=False)],
            "lines": (),
        }
    layout = registry.read(source)
    lines = [
        (
            line.index,
            line.text,
            line.place,
            None if line.cell is None else (line.cell.table, line.cell.row, line.cell.column),
            bool(line.bold),
            line.alignment is not None and line.alignment.value == "center",
        )
        for line in layout.lines[:MOST_LINES]
    ]
    return {"pages": (), "lines": lines}


def picture(path: Path, number: int) -> bytes:
    """Give page ``number`` (from 1) as a PNG. Raises FileError; NOT_FOUND for a page that is not there."""
    source = open_source(path)
    if source.media_type == media.PDF:
        from parsers.formats.pdf.viewing import picture as drawn

        return png(drawn(path, number))
    if source.media_type in media.IMAGES:
        from parsers.formats.scan.images import pictures

        for one in pictures(path):
            if one.number == number:
                return png(one)
    raise FileError(Code.NOT_FOUND)


def words(path: Path, number: int, frame: Box) -> str:
    """Give what stands inside ``frame`` (points) of page ``number``: its letters, or where it has none those of its picture.

    Raises FileError; NOT_FOUND for a page that is not there.
    """
    source = open_source(path)
    if source.media_type == media.PDF:
        from parsers.formats.pdf import pictures as drawn
        from parsers.formats.pdf.viewing import text_in

        text = text_in(path, number, frame)
        pages = iter(()) if text else drawn(path, [number], stamps=True)
    elif source.media_type in media.IMAGES:
        from parsers.formats.scan.images import pictures

        text, pages = "", (one for one in pictures(path) if one.number == number)
    else:
        raise FileError(Code.NOT_FOUND)
    if text:
        return text
    # Loads the libraries of images: only for a page that has no letters of its own.
    from parsers.formats.scan.piece import read_piece

    for one in pages:
        return read_piece(one, frame)
    raise FileError(Code.NOT_FOUND)


def sheet(path: Path) -> list[tuple[int, list[str]]]:
    """Give row numbers (from 1) and cells of the first sheet of a spreadsheet or of a CSV file; none for anything else.

    Raises FileError.
    """
    source = open_source(path)
    # Nobody waits here for a scan or a Word file to be read.
    if source.media_type not in (media.XLSX, media.XLSB, media.XLS, media.ODS, media.TEXT):
        return []
    layout = registry.read(source)
    if not layout.tables:
        # Too few rows to be taken for a table by a reader of documents; here it is meant as one.
        lines = [line.text for line in layout.lines]
        apart = max(";\t,|", key=lambda mark: sum(line.count(mark) for line in lines))
        return list(enumerate(csv.reader(lines, delimiter=apart), 1))
    rows: dict[int, dict[int, str]] = {}
    for cell in layout.tables[0].cells:
        rows.setdefault(cell.row, {})[cell.column] = cell.text
    return [(at + 1, [cells.get(n, "") for n in range(max(cells) + 1)]) for at, cells in sorted(rows.items())]


def png(picture: Picture) -> bytes:
    """Give a picture as a PNG file: 8 bits a colour, one channel when the page is grey (ISO/IEC 15948)."""
    pixels, channels = picture.pixels, 3
    red, green, blue = pixels[0::3], pixels[1::3], pixels[2::3]
    if red == green == blue:
        pixels, channels = red, 1
    stride = channels * picture.width
    rows = b"".join(b"\0" + pixels[at : at + stride] for at in range(0, len(pixels), stride))
    head = struct.pack(">IIBBBBB", picture.width, picture.height, 8, 2 if channels == 3 else 0, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 3)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in parts)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def dong(text: str) -> int | None:
    """Give a sum of money in whole đồng, None for what is no single certain sum."""
    from parsers.values.money import find_all

    found = find_all(text)
    return found[0].dong if len(found) == 1 else None


def limit_memory(memory_mb: int = 1536) -> None:
    """Bound the memory of this process where the system can, and let it leave no core file."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (memory_mb * 2**20, memory_mb * 2**20))


def main(arguments: list[str]) -> int:
    """Print what is asked for; give the exit code."""
    limit_memory()
    try:
        match arguments:
            case ["show", path]:
                print(json.dumps(show(Path(path)), ensure_ascii=True))
            case ["picture", path, number]:
                sys.stdout.buffer.write(picture(Path(path), int(number)))
            case ["words", path, number, *edges] if len(edges) == 4:
                frame = Box(*map(float, edges))
                print(json.dumps(words(Path(path), int(number), frame), ensure_ascii=True))
            case ["sheet", path]:
                print(json.dumps(sheet(Path(path)), ensure_ascii=True))
            case _:
                return 2
    except FileError as error:
        print(error.failure.message, file=sys.stderr)
        return 3
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
