"""Pages of a PDF drawn as pictures, for the pages whose text only a picture holds."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from parsers.formats.pdf.pages import open_document
from parsers.pictures import Picture


def pictures(path: Path, numbers: Sequence[int], *, stamps: bool = False) -> Iterator[Picture]:
    """Give the pages of those numbers (from 1) as pictures, one at a time.

    ``stamps`` draws what digital signatures show too: their letters are text of the PDF and need no reading.
    Raises FileError ENCRYPTED, DAMAGED or UNREADABLE.
    """
    with open_document(path) as document:
        for number in numbers:
            yield document.drawn(number, stamps=stamps)
