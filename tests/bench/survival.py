"""How much Vietnamese survives the reading of a legacy-encoded file: three figures as the public viparse-corpus defines them.

Texts are NFC with white space folded. ``characters`` is the share of the truth's characters that are matched, ``diacritics``
the share of its letters with marks that come out exactly (aligned on bare letters), ``syllables`` the share of its tokens.
"""

import unicodedata
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

#: Texts longer than this are aligned by words first: aligning all their characters would take minutes.
_LONG = 4_000


class Survival(NamedTuple):
    """Shares from 0 to 1."""

    characters: float
    diacritics: float
    syllables: float


def survival(truth: str, read: str) -> Survival:
    """Give what of ``truth`` is in ``read``."""
    t, r = (" ".join(unicodedata.normalize("NFC", text).split()) for text in (truth, read))
    bare_t, bare_r = "".join(map(_bare, t)), "".join(map(_bare, r))
    characters = sum(size for _, _, size in _same(t, r))
    whole = sum(
        _is_marked(t[a + k]) and t[a + k] == r[b + k] for a, b, size in _same(bare_t, bare_r) for k in range(size)
    )
    words, read_words = t.split(), r.split()
    syllables = sum(m.size for m in SequenceMatcher(None, words, read_words, autojunk=False).get_matching_blocks())
    return Survival(
        characters / max(1, len(t)), whole / max(1, sum(map(_is_marked, t))), syllables / max(1, len(words))
    )


def mean(found: list[Survival]) -> Survival:
    """Give the mean over documents."""
    return Survival(*(sum(column) / len(found) for column in zip(*found, strict=True)))


def _bare(letter: str) -> str:
    if letter in "đĐ":
        return "d" if letter == "đ" else "D"
    kept = "".join(c for c in unicodedata.normalize("NFD", letter) if unicodedata.category(c) != "Mn")
    return kept[:1] or letter


def _is_marked(letter: str) -> bool:
    return letter in "đĐ" or any(unicodedata.category(c) == "Mn" for c in unicodedata.normalize("NFD", letter))


def _same(a: str, b: str) -> Iterator[tuple[int, int, int]]:
    """Give what is equal in both: place in ``a``, place in ``b``, length."""
    if len(a) < _LONG:
        for block in SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks():
            yield block.a, block.b, block.size
        return
    words_a, words_b = a.split(" "), b.split(" ")
    at_a, at_b = _starts(words_a), _starts(words_b)
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, words_a, words_b, autojunk=False).get_opcodes():
        if kind == "equal":
            yield at_a[i1], at_b[j1], at_a[i2] - at_a[i1] - (i2 == len(words_a))
        elif kind == "replace":
            left, right = a[at_a[i1] : at_a[i2] - 1], b[at_b[j1] : at_b[j2] - 1]
            for block in SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks():
                yield at_a[i1] + block.a, at_b[j1] + block.b, block.size


def _starts(words: list[str]) -> list[int]:
    out = [0]
    for word in words:
        out.append(out[-1] + len(word) + 1)
    return out
