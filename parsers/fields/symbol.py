"""Số và ký hiệu: the symbol under the issuer, its number and its notation (NĐ 30/2020, Phụ lục I, ô 3)."""

import re
from collections.abc import Iterator

from parsers.values import symbols
from parsers.values.symbols import Symbol
from pipeline.model import Candidate, Evidence, Field, Line, Profile, Zones
from pipeline.reference.symbol_codes import codes
from pipeline.text import flat, squeeze
from pipeline.zones.letters import Kind, kind_of
from pipeline.zones.titles import catalogued

_PREFIX = re.compile(
    r"\W*(?:(?:(?:bo\s+)?luat|phap\s+lenh|nghi\s+quyet|lenh)\s+)?[s5]o\b\s*(?:,?\s*ky\s*hieu\b)?\s*[:.;]?\s*"
)
_EMPTY = re.compile(r"\W*so\s*[:.;]?\s*\d{0,5}\W*")
#: The rest of a long notation that a narrow column broke behind its dash.
_GOES_ON = re.compile(r"[A-ZĐƯ][A-Za-zĐđƯư0-9&]*(?:-[A-ZĐƯ][A-Za-zĐđƯư0-9&]*)*")
_TAIL = re.compile(r"\s+\S*$")
_NUMBER = re.compile(r"\d{1,5}[a-zđ]?")
#: A unit numbered in Roman behind a blank belongs to the symbol: ``BTĐKT-Vụ II``.
_ROMAN = re.compile(r"^\s*[IVX]+\b")
_LOOSE = re.compile(r"(?P<number>\d{0,5}[a-zđ]?)\s*/\s*(?P<notation>[A-ZĐ](?:[^,;:()]|,(?=[A-ZĐ])){1,28})")
#: A number that lost its slash stands before a type's code and a dash: ``21 QĐ-SNV``.
_UNSLASHED = re.compile(r"(?P<number>\d{1,5}[a-zđ]?)\s{1,3}(?=(?P<code>[A-ZĐ][A-Za-zĐđ]{0,3})\s?-\s?[A-ZĐ])")
_NO_PATTERN = "Ký hiệu không theo mẫu; giữ nguyên như in."
_SLASH_LOST = "Ký hiệu in thiếu dấu gạch chéo sau số."
_UNREAD = "Không đọc được số văn bản."
_APART = "Số đứng riêng một dòng cạnh ký hiệu."
_ONE_SENTENCE = "Phần đầu văn bản in thành một câu; số, ký hiệu lấy từ câu đó."
_BLANK_NUMBER = "Số văn bản để trống."


def find(zones: Zones, profile: Profile) -> tuple[Candidate, ...]:
    """Give ``symbol``, ``number`` and ``notation``; a blank number gives no ``number`` and ``/KH-SNNPTNT`` for a symbol."""
    for lines, confidence in ((zones.head_left, 0.97), (zones.head_right, 0.9)):
        found = _on_lines(lines, confidence)
        if found:
            return found
    # In a head that is one sentence a line of its own may hold the number of what the document is about.
    return _in_title(zones.title) or _on_lines(zones.title, 0.85)


def _on_lines(lines: tuple[Line, ...], confidence: float) -> tuple[Candidate, ...]:
    for pieces in _printed(lines):
        found = _read(pieces, confidence)
        if found:
            return found if len(found) == 3 else _filled(found, pieces, lines) or found
    return ()


def _in_title(title: tuple[Line, ...]) -> tuple[Candidate, ...]:
    """Give the symbol of a head that is one sentence (``NGHỊ ĐỊNH CỦA CHÍNH PHỦ SỐ …``)."""
    sentence = catalogued(title)
    symbol = symbols.parse(sentence.text("symbol")) if sentence is not None else None
    if sentence is None or symbol is None:
        return ()
    evidence = sentence.evidence("symbol")
    sure = 0.88 * min(line.legibility for line in title)
    whole = Candidate("symbol", Field.of(str(symbol), evidence, sure, _ONE_SENTENCE))
    return (whole, *_parts(symbol, evidence, sure))


def _filled(found: tuple[Candidate, ...], pieces: tuple[Line, ...], lines: tuple[Line, ...]) -> tuple[Candidate, ...]:
    """Give the symbol with the number that stands on a line of its own next to it: filled in later, or set apart by a reader."""
    at = lines.index(pieces[0])
    for other in lines[max(0, at - 1) : at + 3]:
        digits = other.text.strip()
        if other in pieces or not _NUMBER.fullmatch(digits) or not _near(other, pieces[-1]):
            continue
        symbol = symbols.parse(digits + str(found[0].field.value))
        if symbol is not None:
            evidence = (Evidence.of(other), *found[0].field.evidence)
            sure = found[0].field.confidence * 0.9
            whole = Candidate("symbol", Field.of(str(symbol), evidence, sure, _APART))
            return (whole, Candidate("number", Field.of(digits, evidence[:1], sure, _APART)), *found[1:])
    return ()


def _near(number: Line, symbol: Line) -> bool:
    if number.box is None or symbol.box is None:
        return number.box is symbol.box
    return number.page == symbol.page and abs(number.box.y0 - symbol.box.y0) < 1.5 * max(symbol.box.height, 8.0)


def _printed(lines: tuple[Line, ...]) -> Iterator[tuple[Line, ...]]:
    """Give the lines that hold a symbol, ``Số:`` with its line below when the two were set apart."""
    for at, line in enumerate(lines):
        letters = flat(line.text).strip()
        if kind_of(letters) is not Kind.SYMBOL:
            continue
        below = lines[at + 1] if at + 1 < len(lines) else None
        if below is not None and (_EMPTY.fullmatch(letters) or _is_broken(letters, below)):
            yield (line, below)
        yield (line,)


def _is_broken(letters: str, below: Line) -> bool:
    return letters.endswith(("-", "/")) and _GOES_ON.fullmatch(below.text.strip()) is not None


def _read(pieces: tuple[Line, ...], confidence: float) -> tuple[Candidate, ...]:
    texts = []
    for line in pieces:
        prefix = _PREFIX.match(flat(line.text))
        texts.append(line.text[prefix.end() if prefix else 0 :].strip())
    symbol = symbols.parse(squeeze(" ".join(texts)))
    last = texts[-1]
    while symbol is None and (cut := _TAIL.sub("", last)) != last and cut:
        # Something was set behind the symbol on its line: a file mark, "(Dự thảo)".
        last = cut
        symbol = symbols.parse(squeeze(" ".join([*texts[:-1], last])))
    if symbol is None or _ROMAN.search(texts[-1][len(last) :]):
        return _unslashed(pieces, texts, confidence) or _unusual(pieces, texts, confidence)
    texts[-1] = last
    sure = confidence * min(line.legibility for line in pieces)
    evidence = tuple(Evidence.of(line, text) for line, text in zip(pieces, texts, strict=True) if text)
    reasons = () if symbol.number is not None else (_BLANK_NUMBER,)
    out = [Candidate("symbol", Field.of(str(symbol), evidence, sure, *reasons))]
    return (*out, *_parts(symbol, evidence, sure))


def _unslashed(pieces: tuple[Line, ...], texts: list[str], confidence: float) -> tuple[Candidate, ...]:
    """Give a symbol printed without the slash behind its number, with the slash: ``21 QĐ-SNV``."""
    found = _UNSLASHED.match(texts[0])
    if found is None or found["code"] not in codes():
        return ()
    symbol = symbols.parse(squeeze(" ".join([f"{found['number']}/{texts[0][found.end() :]}", *texts[1:]])))
    if symbol is None:
        return ()
    evidence = tuple(Evidence.of(line, text) for line, text in zip(pieces, texts, strict=True) if text)
    sure = 0.9 * confidence * min(line.legibility for line in pieces)
    out = [Candidate("symbol", Field.of(str(symbol), evidence, sure, _SLASH_LOST))]
    return (*out, *_parts(symbol, evidence, sure))


def _unusual(pieces: tuple[Line, ...], texts: list[str], confidence: float) -> tuple[Candidate, ...]:
    """Give a symbol that follows no pattern as printed, doubted: ``1855/BTĐKT-Vụ II``."""
    whole = squeeze(" ".join(texts))
    found = _LOOSE.fullmatch(whole)
    if found is None:
        return _unread_number(pieces, texts, confidence)
    evidence = tuple(Evidence.of(line, text) for line, text in zip(pieces, texts, strict=True) if text)
    sure = 0.6 * confidence
    out = [Candidate("symbol", Field.of(f"{found['number']}/{found['notation']}", evidence, sure, _NO_PATTERN))]
    for name in ("number", "notation"):
        holder = next((e for e in evidence if found[name] and found[name] in e.text), None)
        if holder is not None:
            piece = Evidence(holder.index, found[name], holder.line, holder.page, holder.box)
            out.append(Candidate(name, Field.of(found[name], (piece,), sure, _NO_PATTERN)))
    return tuple(out)


def _unread_number(pieces: tuple[Line, ...], texts: list[str], confidence: float) -> tuple[Candidate, ...]:
    """Give the symbol without its number where that cannot be read: a pen's ``3ZZ /QĐ-SNV``."""
    line, text = pieces[-1], texts[-1]
    at = text.find("/")
    symbol = symbols.parse(squeeze(text[at:])) if at >= 0 else None
    if symbol is None:
        return ()
    evidence = (Evidence.of(line, text[at:].strip()),)
    sure = 0.55 * confidence * line.legibility
    out = [Candidate("symbol", Field.of(str(symbol), evidence, sure, _UNREAD))]
    return (*out, Candidate("notation", Field.of(symbol.notation, evidence, sure, _UNREAD)))


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
