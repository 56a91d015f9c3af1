"""The foot of a dispatch found by its shape; its label and its titles set right where stamps and pens have damaged them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

import numpy as np

from parsers.formats.scan import relayout, tesseract
from parsers.formats.scan.page import Sheet
from parsers.formats.scan.words import Row
from pipeline.reference.common_syllables import is_common
from pipeline.reference.people import signing_words
from pipeline.text import bare, flat, is_capitals

_LABEL = re.compile(r"\W*n[oc]i\s*(?:nhan|gui)\b")
_ARCHIVE = re.compile(r"\W{0,3}\s*luu\b")
_DASH = re.compile(r"^\s*(?:[~–—•*_¬]\s*[-~–—]?|-\s*[~–—])\s*(?=[\w(])")
_CAPACITY = re.compile(r"\W*(?P<mark>TM|KT|TL|TUQ|Q)(?:\s*[.,;:/]+\s*|\s+)(?P<rest>\S.*?)[\W\d_]*$")
#: In front of a title stand pen strokes read as marks and lone letters; ``P.`` is a deputy.
_PLAIN = re.compile(r"(?:[\W\d_]|(?!P\.)[^\W\d_](?=[^\w\s]))*(?P<rest>\S.*?)[\W\d_]*$")
#: What a recipient is to do with it (``(để b/c)``), its last letter misread.
_REPORT = re.compile(r"(?<=\(để )b\s?/\s?[eo€](?=\W)")
#: A damaged label is still this like ``Nơi nhận``.
_LIKE_LABEL = 0.45
#: The signature block may begin so many line heights above the label, and end so many below it.
_ABOVE, _BELOW = 4.0, 22.0


@dataclass(frozen=True, slots=True)
class Foot:
    """Where the foot stands, in dots: its top, the left edge of its list, and where its right column begins."""

    top: float
    left: float
    middle: float
    height: float

    @property
    def bottom(self) -> float:
        """How far down a signer's name may stand."""
        return self.top + (_ABOVE + _BELOW) * self.height

    def is_right(self, row: Row) -> bool:
        """Tell whether a line stands in the signer's column."""
        x0, y0, x1, _ = row.box
        return self.top <= y0 <= self.bottom and (x0 + x1) / 2 > self.middle

    def is_left(self, row: Row) -> bool:
        """Tell whether a line stands in the recipients' list."""
        x0, y0, x1, _ = row.box
        return y0 >= self.top and x1 <= 1.25 * self.middle and abs(x0 - self.left) < 4 * self.height


def find(sheet: Sheet) -> Foot | None:
    """Give the foot of a page: told by its label, or by a list that ends with ``Lưu:``; None on a page without one."""
    middle = sheet.width * sheet.dpi / 72 / 2
    archive = next((row for row in reversed(sheet.rows) if _is_archive(row, middle)), None)
    label = next((row for row in reversed(sheet.rows) if _is_label(row) and row.box[0] < middle), None)
    if label is not None:
        return Foot(label.box[1] - _ABOVE * label.height, label.box[0], middle, label.height)
    if archive is None:
        return None
    first = archive
    for row in reversed(sheet.rows[: sheet.rows.index(archive)]):
        gap = first.box[1] - row.box[3]
        if abs(row.box[0] - archive.box[0]) > 1.5 * archive.height or row.box[2] > 1.25 * middle:
            continue
        if gap > 1.5 * archive.height:
            break
        first = row
    return Foot(first.box[1] - (_ABOVE + 1) * archive.height, archive.box[0], middle, archive.height)


def _is_archive(row: Row, middle: float) -> bool:
    return row.box[0] < middle and len(row.text) < 60 and _ARCHIVE.match(flat(row.text)) is not None


def _is_label(row: Row) -> bool:
    return any(_LABEL.match(flat(text)) for text in (row.text, row.second))


def has_name(sheet: Sheet, foot: Foot) -> bool:
    """Tell whether the signer's column holds something like a name: two to five words in use, each with a capital."""
    return any(_is_name(row.text) for row in sheet.rows if foot.is_right(row))


def _is_name(text: str) -> bool:
    words = text.split()
    return 2 <= len(words) <= 6 and not is_capitals(text) and all(w[0].isupper() and is_common(w) for w in words)


def read_right_again(sheet: Sheet, foot: Foot) -> None:
    """Read the signer's column by itself: beside the list and under a stamp the engine loses lines it finds in a crop."""
    if sheet.gray is None:
        return
    top, bottom = round(max(0.0, foot.top)), round(min(foot.bottom, sheet.gray.shape[0]))
    old = [row for row in sheet.rows if foot.is_right(row)]
    # The list may reach over the middle; what stands left of the titles found so far is not theirs.
    left = round(min([foot.middle, *(row.box[0] - 2 * foot.height for row in old)]))
    words = tesseract.read_words(np.ascontiguousarray(sheet.gray[top:bottom, left:]), sheet.dpi, sparse=True)
    moved = [w.moved(left, top) for w in words]
    found = [row for row in relayout.rows(moved) if foot.is_right(row) and any(c.isalpha() for c in row.text)]
    if sum(map(_sense, found)) <= sum(map(_sense, old)):
        return
    gone = {id(row) for row in old}
    sheet.rows = relayout.in_order([row for row in sheet.rows if id(row) not in gone] + found)


def _sense(row: Row) -> int:
    return sum(len(word) for word in bare(row.text).split() if is_common(word) or len(word) > 2) if row.sure > 20 else 0


def mend(sheet: Sheet, foot: Foot) -> None:
    """Write the label, the dashes of the list and the signer's title as they are printed everywhere.

    Only words of closed lists are written anew, and only where their letters are there and nothing but marks is lost.
    """
    left = [row for row in sheet.rows if foot.is_left(row)]
    for row in left:
        row.text = _REPORT.sub("b/c", _DASH.sub("- ", row.text))
        if _ARCHIVE.match(flat(row.text)):
            row.text = _without_file_mark(row)
    if not any(_is_label(row) for row in left):
        first = next((i for i, row in enumerate(left) if row.text.startswith("-")), 0)
        if first and _likeness(left[first - 1]) >= _LIKE_LABEL:
            left[first - 1].text = "Nơi nhận:"
    for row in left:
        if _is_label(row) and len(row.text) < 24:
            # Pen strokes beside the label.
            row.text = "Nơi nhận:"
    for row in list(sheet.rows):
        if foot.is_right(row):
            row.text = next(_titles(row), row.text)
            if _is_scrawl(row):
                sheet.rows.remove(row)


def _without_file_mark(row: Row) -> str:
    """Give the line of the archive without the number a clerk has written behind it: no letters, and read differently twice."""
    words = row.text.split()
    if (
        len(words) > 2
        and row.second
        and not any(c.isalpha() for c in words[-1])
        and words[-1] not in row.second.split()
    ):
        return " ".join(words[:-1])
    return row.text


def _likeness(row: Row) -> float:
    words = (" ".join(flat(text).split()[:2])[:10] for text in (row.text, row.second) if text)
    return max((SequenceMatcher(None, text, "noi nhan:", autojunk=False).ratio() for text in words), default=0.0)


def _titles(row: Row) -> Iterator[str]:
    """Give the title that the readings are but for its marks, those with a capacity (KT.) first."""
    printed = " ".join(word.text for word in row.words)
    for pattern in (_CAPACITY, _PLAIN):
        for text in (row.text, row.second, printed):
            found = pattern.match(text.upper())
            title = signing_words().get(bare(found["rest"])) if found else None
            if found is not None and title is not None:
                yield f"{found['mark']}. {title.upper()}" if pattern is _CAPACITY else title.upper()


def _is_scrawl(row: Row) -> bool:
    """Tell whether a short piece in the signer's column is pen strokes: both readers saw something else and neither is sure."""
    letters = sum(c.isalpha() for c in row.text)
    return letters <= 4 and row.sure < 60 and _bare_text(row.text) != _bare_text(row.second)


def _bare_text(text: str) -> str:
    return bare(text).replace(" ", "")
