"""Số và ký hiệu: the symbol under the issuer, its number and its notation (NĐ 30/2020, Phụ lục I, ô 3)."""

import re
from collections.abc import Iterator

from parsers.values import symbols
from parsers.values.symbols import Symbol
from pipeline.model import Candidate, Evidence, Field, Line, Profile, Zones
from pipeline.zones.letters import Kind, flat, kind_of

_PREFIX = re.compile(r"\W*so\b\s*(?:,?\s*ky\s*hieu\b)?\s*[:.;]?\s*")
_EMPTY = re.compile(r"\W*so\s*[:.;]?\s*\d{0,5}\W*")
_TAIL = re.compile(r"\s+\S*$")
_BLANK_NUMBER = "Số văn bản để trống."


def find(zones: Zones, profile: Profile) -> tuple[Candidate, ...]:
    """Give ``symbol``, ``number`` and ``notation``; a blank number gives no ``number`` and ``/KH-SNNPTNT`` for a symbol."""
    for lines, confidence in ((zones.head_left, 0.97), (zones.head_right, 0.9), (zones.title, 0.85)):
        for pieces in _printed(lines):
            found = _read(pieces, confidence)
            if found:
                return found
    return ()


def _printed(lines: tuple[Line, ...]) -> Iterator[tuple[Line, ...]]:
    """Give the lines that hold a symbol, ``Số:`` with its line below when the two were set apart."""
    for at, line in enumerate(lines):
        letters = flat(line.text).strip()
        if kind_of(letters) is not Kind.SYMBOL:
            continue
        if _EMPTY.fullmatch(letters) and at + 1 < len(lines):
            yield (line, lines[at + 1])
        yield (line,)


def _read(pieces: tuple[Line, ...], confidence: float) -> tuple[Candidate, ...]:
    texts = []
    for line in pieces:
        prefix = _PREFIX.match(flat(line.text))
        texts.append(line.text[prefix.end() if prefix else 0 :].strip())
    whole = " ".join(t for t in texts if t)
    symbol = symbols.parse(whole)
    last = texts[-1]
    while symbol is None and (cut := _TAIL.sub("", last)) != last and cut:
        # Something was set behind the symbol on its line: a file mark, "(Dự thảo)".
        last = cut
        symbol = symbols.parse(" ".join([*(t for t in texts[:-1] if t), last]))
    if symbol is None:
        return ()
    texts[-1] = last
    sure = confidence * min(line.legibility for line in pieces)
    evidence = tuple(Evidence.of(line, text) for line, text in zip(pieces, texts, strict=True) if text)
    reasons = () if symbol.number is not None else (_BLANK_NUMBER,)
    out = [Candidate("symbol", Field.of(str(symbol), evidence, sure, *reasons))]
    return (*out, *_parts(symbol, evidence, sure))


def _parts(symbol: Symbol, evidence: tuple[Evidence, ...], sure: float) -> Iterator[Candidate]:
    if symbol.number is not None:
        holder = next((e for e in evidence if symbol.number in e.text), None)
        if holder is not None:
            piece = Evidence(holder.index, symbol.number, holder.line, holder.page, holder.box)
            yield Candidate("number", Field.of(symbol.number, (piece,), sure))
    last = evidence[-1]
    first = symbol.notation[:1]
    at = last.text.find(first, len(symbol.number or "") if len(evidence) == 1 else 0)
    if at >= 0 and "".join(last.text[at:].split()).replace("–", "-") == symbol.notation:
        last = Evidence(last.index, last.text[at:], last.line, last.page, last.box)
    yield Candidate("notation", Field.of(symbol.notation, (last,), sure))
