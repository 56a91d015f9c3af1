"""Names of bodies that a scan read with wrong marks, mended by the other lines of the same list; persons never."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import pairwise

from parsers.fields.awards.subjects import PERSON, Subject
from pipeline.model import Block, Piece
from pipeline.reference.people import body_words
from pipeline.text import bare

#: A pair of words must stand so often, and in so large a share of its readings, to mend the others.
_OFTEN, _SHARE = 3, 0.75

#: Told with every mended name.
REASON = "Tên đã sửa dấu theo các dòng khác trong cùng danh sách"

_Pair = tuple[str, str]


def mend(entries: list[Subject]) -> list[Subject]:
    """Give the entries with words of bodies' names as most lines read them (``Mâm non`` among many ``Mầm non``).

    Only a pair of neighbouring words that differs in marks alone is mended; what was mended is trusted less.
    """
    printed, entries = entries, [_opening_mended(one) for one in entries]
    readings: dict[_Pair, Counter[_Pair]] = defaultdict(Counter)
    for one in entries:
        for text in (one.name if one.kind != PERSON else "", one.unit or ""):
            words = text.split()
            for first, second in pairwise(words):
                readings[bare(first), bare(second)][first.casefold(), second.casefold()] += 1
    usual: dict[_Pair, _Pair] = {}
    for letters, counts in readings.items():
        pair, times = counts.most_common(1)[0]
        if all(letters) and len(counts) > 1 and times >= _OFTEN and times >= _SHARE * counts.total():
            usual[letters] = pair
    out = []
    for as_read, one in zip(printed, entries, strict=True):
        name = one.name if one.kind == PERSON else _mended(one.name, usual)
        unit = one.unit and _mended(one.unit, usual)
        sure = one.sure if name == as_read.name else min(one.sure, 0.7)
        out.append(replace(one, name=name, unit=unit, sure=sure))
    return out


@cache
def _openers() -> dict[str, str]:
    """Give each word that opens the name of a body by its letters without marks, where these tell it."""
    written: dict[str, set[str]] = defaultdict(set)
    for word in body_words():
        written[bare(word)].add(word)
    return {letters: next(iter(words)) for letters, words in written.items() if len(words) == 1}


def _opening_mended(one: Subject) -> Subject:
    """Give a body's entry with the marks of its first words as bodies are called: "Tô Kỹ thuật" is a "Tổ"."""
    words = one.name.split()
    if one.kind == PERSON:
        return one
    for n in (3, 2, 1):
        opener = _openers().get(" ".join(bare(word) for word in words[:n])) if len(words) > n else None
        if opener is not None and not one.name.isupper():
            return replace(one, name=" ".join([opener, *words[n:]]))
    return one


def _mended(text: str, usual: dict[_Pair, _Pair]) -> str:
    words = text.split()
    for i in range(len(words) - 1):
        pair = usual.get((bare(words[i]), bare(words[i + 1])))
        if pair is not None:
            words[i], words[i + 1] = _as(words[i], pair[0]), _as(words[i + 1], pair[1])
    return " ".join(words)


def _as(word: str, usual: str) -> str:
    """Give the usual reading in the capitals of ``word``; capitals alone are never changed."""
    if word.casefold() == usual or len(word) != len(usual):
        return word
    return "".join(u.upper() if w.isupper() else u for w, u in zip(word, usual, strict=True))


#: What may open an unnumbered entry: a person addressed, or a body with its place behind a comma.
_PERSON_LINE = re.compile(r"(?:ông|bà|đồng\s+chí|đ/c)\s+(?-i:[^\W\d_a-z])", re.IGNORECASE)
_BODY_LINE = re.compile(
    r"[^\W\d_a-z][^,:;]{5,80}(?:,\s*|\s)(?:quận|huyện|thị\s+xã|thành\s+phố|xã|phường|thị\s+trấn|tỉnh)\s+[^\W\d_a-z]"
)

_SCRAPS = re.compile(r"(?:(?:[^\w\s]+|\w{1,2})\s+){1,6}")


def lines_of(body: tuple[Block, ...]) -> Iterator[Block]:
    """Give every printed line as a block of its own: a scan loses the numbers that keep the entries of a list apart."""
    for block in body:
        if len(block.pieces) < 2 or not block.annex:
            yield block
            continue
        for i, piece in enumerate(block.pieces):
            text = piece.line.text[piece.offset : piece.offset + piece.end - piece.start]
            if text.strip():
                one = Piece(0, len(text), piece.line, piece.offset)
                yield Block(text, (one,), "" if i else block.label, block.level, block.headings, block.annex)


def opens_entry(text: str) -> int | None:
    """Give where an unnumbered line of a list begins to name its receiver, scraps before it left out; None when it names none."""
    person = _PERSON_LINE.search(text[:24] + text[24:40].partition(" ")[0])
    if person is not None and person.start() <= 12:
        return person.start()
    scraps = _SCRAPS.match(text)
    start = scraps.end() if scraps else 0
    return start if _BODY_LINE.match(text, start) is not None else None
