"""One line out of two readings: equal words stay; where they differ, the surer reader and the better Vietnamese win."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from parsers.encodings.syllables import is_syllable
from pipeline.reference.common_syllables import is_common

_PARTS = re.compile(r"[^\W\d_]+")
#: Readings less alike than this are not of the same line.
_FOREIGN = 0.4
#: What one step of worth counts against how sure the readers are, and the first reader's lead on a tie.
#: Chosen on 342 words of real scans in which just one of two readings was right: 0.90 chosen right, 0.61 with either alone.
_WORTH = 0.1
_LEAD = 0.03
#: A word that only the second reader saw is believed when it is this sure of it.
_ALONE = 0.9


@dataclass(frozen=True, slots=True)
class Said:
    """A word as one reader read it, and how sure it was, 0 to 1."""

    text: str
    sure: float


def fuse(first: Sequence[Said], second: Sequence[Said]) -> tuple[str, float]:
    """Give the line that both readings make, and the share of words that are equal in both, 0 to 1.

    A second reading that is of something else altogether counts for nothing: the first one stands, agreement 0.
    """
    if not first or not second or _likeness(first, second) < _FOREIGN:
        return _text(first), 0.0
    matcher = SequenceMatcher(None, [_plain(w) for w in first], [_plain(w) for w in second], autojunk=False)
    out: list[Said] = []
    equal = 0
    for kind, a0, a1, b0, b1 in matcher.get_opcodes():
        if kind == "equal":
            out += first[a0:a1]
            equal += a1 - a0
        elif a1 - a0 == b1 - b0:
            for ours, theirs in zip(first[a0:a1], second[b0:b1], strict=True):
                out += _chosen([ours], [theirs])
        else:
            out += _chosen(first[a0:a1], second[b0:b1])
    return _text(out), equal / max(len(first), len(second))


def _chosen(ours: Sequence[Said], theirs: Sequence[Said]) -> Sequence[Said]:
    if not ours:
        return [w for w in theirs if w.sure >= _ALONE and worth(w.text) > 0]
    if not theirs:
        return [w for w in ours if w.sure >= _ALONE or worth(w.text) > 0]
    lead = min(w.sure for w in ours) - min(w.sure for w in theirs)
    better = sum(worth(w.text) for w in ours) - sum(worth(w.text) for w in theirs)
    return ours if _WORTH * better + lead + _LEAD > 0 else theirs


def worth(word: str) -> int:
    """Give how Vietnamese a word is: two for each syllable in use, one for one that could be, one less for any other."""
    return sum(map(_worth, _PARTS.findall(word)))


def _worth(part: str) -> int:
    if is_syllable(part):
        return 2 if is_common(part) else 1
    # Abbreviations (UBND) are no syllables and no mistakes.
    return 0 if len(part) == 1 or part.isupper() else -1


def _text(words: Sequence[Said]) -> str:
    return " ".join(word.text for word in words)


def _plain(word: Said) -> str:
    return unicodedata.normalize("NFC", word.text).replace("\u201c", '"').replace("\u201d", '"').replace("\u2019", "'")


def _likeness(first: Sequence[Said], second: Sequence[Said]) -> float:
    return SequenceMatcher(None, _bare(first), _bare(second), autojunk=False).ratio()


def _bare(words: Sequence[Said]) -> str:
    folded = unicodedata.normalize("NFD", _text(words).casefold()).replace("đ", "d")
    return "".join(c for c in folded if c.isalnum())
