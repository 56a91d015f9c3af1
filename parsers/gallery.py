"""Pages of many documents as small grey pictures, for the web page of a report.

``python -m parsers.gallery FOLDER`` reads ``[["PATH", PAGE], …]`` as JSON from its input, draws each page to ``FOLDER/N.png`` (N
counts from 0) and writes ``{"N": [width, height], …}`` in points to ``FOLDER/sizes.json``. What cannot be drawn is left out.
A program of its own, so that a stranger's file meets nothing but this; pictures drawn before one breaks it stay.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from parsers.pictures import Picture
from parsers.viewing import limit_memory, png
from pipeline import media
from pipeline.errors import FileError
from pipeline.intake import open_source

#: Dots per inch: type of 13 points can be read, and a page is some 40 KiB.
DPI = 84
#: Shades kept; fewer pack better, and letters need no more.
_SHADES = bytes(17 * round(n / 17) for n in range(256))


def drawn(path: Path, pages: Sequence[int]) -> Iterator[Picture]:
    """Give the pages asked for that are there, in their order. Raises FileError."""
    kind = open_source(path).media_type
    if kind == media.PDF:
        # Loaded when needed, as in viewing.
        from parsers.formats.pdf.pages import open_document

        with open_document(path) as document:
            for number in pages:
                if 1 <= number <= len(document):
                    yield document.drawn(number, min(DPI, DPI * 1000 / max(*document.size(number), 1.0)))
    elif kind in media.IMAGES:
        from parsers.formats.scan.images import pictures

        wanted = set(pages)
        yield from (one for one in pictures(path) if one.number in wanted)


def small(picture: Picture) -> Picture:
    """Give a picture in grey at no more than ``DPI``; every so many dots one is kept."""
    step = max(1, int(picture.dpi / DPI))
    # Green is what the eye calls grey, and letters of any ink stay dark in it.
    green = picture.pixels[1::3].translate(_SHADES)
    width = picture.width
    rows = [green[at * width : (at + 1) * width : step] for at in range(0, picture.height, step)]
    grey = b"".join(rows)
    pixels = bytearray(3 * len(grey))
    for channel in range(3):
        pixels[channel::3] = grey
    return Picture(picture.number, len(rows[0]), len(rows), picture.dpi / step, bytes(pixels))


def main(arguments: list[str]) -> int:
    """Draw what the input asks for; give the exit code."""
    limit_memory()
    folder = Path(arguments[0])
    asked = [(Path(path), int(page), n) for n, (path, page) in enumerate(json.load(sys.stdin))]
    sizes: dict[int, tuple[float, float]] = {}
    for path, group in groupby(asked, key=lambda one: one[0]):
        places = {page: n for _, page, n in group}
        try:
            for one in drawn(path, sorted(places)):
                n = places[one.number]
                (folder / f"{n}.png").write_bytes(png(small(one)))
                sizes[n] = one.size
        except FileError as error:
            print(error.failure.message, file=sys.stderr)
        # Told after each document: the next one may end this program.
        (folder / "sizes.json").write_text(json.dumps(sizes), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
