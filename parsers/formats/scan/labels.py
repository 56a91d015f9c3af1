"""Words that stand on every dispatch, written as they are printed; what is no writing taken off the page."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from parsers.formats.scan.words import Row, usual_height
from pipeline.reference.common_syllables import is_common
from pipeline.text import flat

_ADDRESSED = "Kính gửi:"
#: Words that a Roman numeral follows; two of its strokes touch and are read as an H.
_NUMBERED = re.compile(r"(?<=\b)((?i:khóa|khoá|quý|chương|lần thứ|thế kỷ)\s+)([IVX]*H[IVXH]*)(?!\w)")
_ROMAN = re.compile(r"X{0,3}(?:IX|IV|V?I{0,3})")
_LETTERS = re.compile(r"[^\W\d_]+")
#: Two damaged words, not both in use, are still this like ``Kính gửi:``.
_LIKE = 0.8
#: A line of no word that the engine is this sure of (0 to 100), and of which the readers see other letters, is pen strokes.
_UNSEEN, _ALIKE = 20.0, 0.6
#: They are read as pieces of so few letters; a longer one is a word, however damaged.
_PIECE = 3
#: Letters this small beside the others (in heights) are specks.
_SPECK = 0.4


def mend_addressed(rows: Sequence[Row]) -> None:
    """Write the label before the addressees as it is printed, where its letters are there but for a few."""
    for row in rows:
        words = row.text.split()
        label = flat(" ".join(words[:2]))
        if (
            len(words) > 1
            and label.endswith(":")
            and not all(is_common(word.rstrip(":")) for word in words[:2])
            and SequenceMatcher(None, label, flat(_ADDRESSED), autojunk=False).ratio() >= _LIKE
        ):
            row.text = " ".join([_ADDRESSED, *words[2:]])


def mend_numerals(rows: Sequence[Row]) -> None:
    """Write ``khóa VII`` where ``khóa VH`` was read: an H in a Roman numeral is a pair of strokes."""
    for row in rows:
        row.text = _NUMBERED.sub(_numeral, row.text)


def _numeral(found: re.Match[str]) -> str:
    numeral = found[2].replace("H", "II")
    return found[1] + numeral if _ROMAN.fullmatch(numeral) else found[0]


def without_scrawls(rows: Sequence[Row]) -> list[Row]:
    """Give the lines without those that the engine made of rules, pen strokes and specks of dirt."""
    height = usual_height(word for row in rows for word in row.words)
    return [row for row in rows if not _is_scrawl(row, height)]


def _is_scrawl(row: Row, height: float) -> bool:
    if row.height < _SPECK * height and any(c.isalnum() for c in row.text):
        return True
    if max(word.sure for word in row.words) >= _UNSEEN or max(map(len, _LETTERS.findall(row.text)), default=0) > _PIECE:
        return False
    return SequenceMatcher(None, _letters(row.text), _letters(row.second), autojunk=False).ratio() < _ALIKE


def _letters(text: str) -> str:
    return "".join(c for c in flat(text) if c.isalnum())
