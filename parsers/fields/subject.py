"""Tên loại and trích yếu: what kind of document it is and what it is about (NĐ 30/2020, Phụ lục I, ô 5a and 5b)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from parsers.values import symbols
from pipeline.model import Candidate, Evidence, Field, Line, Profile, Zones
from pipeline.reference import document_types
from pipeline.reference.page_words import begins
from pipeline.text import flat, squeeze
from pipeline.zones.letters import ABOUT, Kind, is_capitals, kind_of
from pipeline.zones.titles import TitleMatch, catalogued, title_at

_LETTER = "CV"
#: Bracketed lines under a subject that say what it was issued with or from when its figures are.
_ASIDE = re.compile(
    r"\W*\(\s*(?:kem|ban\s+hanh|so\s+lieu|tu\s+ngay|tinh\s+den|trinh|theo\s+(?:quyet|cong|ke|thong)|dinh\s+kem|phuc\s+vu|bao\s+cao\s+tai)\b"
)
_AUTHORITY = re.compile(r"\W*cua\s")
#: A subject wholly in brackets: ``(V/v nộp báo cáo)``.
_BRACKETED = re.compile(r"\([^()]+\)")
_FILE_MARK = re.compile(r"\W*(?:so\s+(?:eoffice|eof|vb|ho\s+so)|ma\s+(?:so|ho\s+so)|[a-z]{1,3}\.\s?\d+)\b")
_NO_NAME = "Văn bản không in tên loại; lấy theo ký hiệu."
_AGREES = "Tên loại khớp với ký hiệu."
_DIFFERS = "Tên loại in khác với chữ viết tắt trong ký hiệu."
_LETTER_SHAPE = "Không có tên loại; có V/v hoặc Kính gửi và ký hiệu không mang tên loại."
_ONE_SENTENCE = "Phần đầu văn bản in thành một câu; trích yếu là phần cuối câu."
_NO_ABOUT = "Trích yếu không mở đầu bằng V/v."


@dataclass(frozen=True, slots=True)
class _Text:
    """Part of a line from character ``start`` on."""

    line: Line
    start: int = 0

    @property
    def text(self) -> str:
        return self.line.text[self.start :].strip()


def find(zones: Zones, profile: Profile) -> tuple[Candidate, ...]:
    """Give ``doc_type`` (one candidate from the printed name, one from the symbol) and ``subject``."""
    code = _code_in_symbol(zones.head_left)
    titled = _title(zones.title)
    out: list[Candidate] = []
    if titled is not None:
        at, match = titled
        out.extend(_named(zones.title[at], match, code))
        sentence = catalogued(zones.title)
        if sentence is not None:
            text = squeeze(sentence.text("subject")).rstrip(" .;,:")
            if text:
                out.append(Candidate("subject", Field.of(text, sentence.evidence("subject"), 0.85, _ONE_SENTENCE)))
            return tuple(out)
        out.extend(_subject(_below(zones.title, at, match), 0.96))
        return tuple(out)
    out.extend(_untyped(zones, code))
    about = _about(zones.head_left)
    if about:
        out.extend(_subject(about, 0.96))
    elif zones.title:
        out.extend(_subject(_without_asides(zones.title), 0.85))
    elif unmarked := _unmarked(zones.head_left):
        out.extend(_subject(unmarked, 0.75, _NO_ABOUT))
    return tuple(out)


def _title(lines: Sequence[Line]) -> tuple[int, TitleMatch] | None:
    for at, line in enumerate(lines[:2]):
        match = title_at(line.text)
        if match is not None:
            return at, match
    return None


def _code_in_symbol(left: Sequence[Line]) -> tuple[str | None, Line] | None:
    """Give the type code of the symbol (None when it has none) with its line; None when there is no symbol."""
    for line in left:
        letters = flat(line.text).strip()
        if kind_of(letters) is Kind.SYMBOL:
            symbol = symbols.parse(line.text)
            if symbol is not None:
                return symbol.type_code, line
    return None


def _named(line: Line, match: TitleMatch, code: tuple[str | None, Line] | None) -> Iterator[Candidate]:
    printed = Evidence.of(line, line.text[match.start : match.end].strip())
    value = match.kind.code
    sure = 0.95 * line.legibility
    reasons: tuple[str, ...] = ()
    in_symbol = code[0] if code is not None else None
    if in_symbol is not None:
        meant = {kind.code for kind in document_types.of_code(in_symbol)} | {in_symbol}
        same_name = {kind.code for kind in document_types.of_code(in_symbol) if match.kind.name in kind.names}
        if value in meant or same_name:
            sure, reasons = min(0.99, sure + 0.03), (_AGREES,)
        else:
            sure, reasons = sure - 0.1, (_DIFFERS,)
    yield Candidate("doc_type", Field.of(value, (printed,), sure, *reasons))


def _untyped(zones: Zones, code: tuple[str | None, Line] | None) -> Iterator[Candidate]:
    about = next((line for line in zones.head_left if kind_of(flat(line.text).strip()) is Kind.ABOUT), None)
    if code is not None and code[0] is not None and document_types.of_code(code[0]):
        # An issuer's code may look like a type's; a letter says so by its V/v.
        sure = 0.88 if about is None else 0.7
        yield Candidate("doc_type", Field.of(code[0], (Evidence.of(code[1]),), sure * code[1].legibility, _NO_NAME))
        return
    if code is not None and code[0] == _LETTER:
        yield Candidate("doc_type", Field.of(_LETTER, (Evidence.of(code[1]),), 0.95 * code[1].legibility))
        return
    shape = about or (zones.addressees[0] if zones.addressees else None)
    if shape is not None:
        sure = 0.95 if code is not None and (about is not None) else 0.88
        yield Candidate("doc_type", Field.of(_LETTER, (Evidence.of(shape),), sure * shape.legibility, _LETTER_SHAPE))


def _below(lines: Sequence[Line], at: int, match: TitleMatch) -> list[_Text]:
    """Give the lines of the subject: what follows the type name, without its authority and without asides in brackets."""
    out: list[_Text] = []
    if match.rest is not None:
        out.append(_Text(lines[at], match.rest))
    authority = match.authority
    aside = False
    for line in lines[at + 1 :]:
        letters = flat(line.text).strip()
        if not out and (_AUTHORITY.match(letters) and is_capitals(line.text)):
            authority = True
            continue
        if not out and authority and is_capitals(line.text) and begins("place", line.text):
            continue
        if aside or _is_aside(line, letters, out):
            aside = not letters.rstrip(" .;,").endswith(")")
            continue
        out.append(_Text(line))
    return out


def _without_asides(lines: Sequence[Line]) -> list[_Text]:
    out: list[_Text] = []
    aside = False
    for line in lines:
        letters = flat(line.text).strip()
        if aside or _is_aside(line, letters, out):
            aside = not letters.rstrip(" .;,").endswith(")")
        else:
            out.append(_Text(line))
    return out


def _is_aside(line: Line, letters: str, above: Sequence[_Text]) -> bool:
    if not letters.startswith("("):
        return False
    if _ASIDE.match(letters):
        return True
    return bool(above) and above[-1].line.bold is True and line.bold is False


def _about(left: Sequence[Line]) -> list[_Text]:
    out: list[_Text] = []
    for line in left:
        letters = flat(line.text)
        kind = kind_of(letters.strip())
        if not out:
            found = ABOUT.match(letters) if kind is Kind.ABOUT else None
            if found:
                out.append(_Text(line, found.end()))
        elif kind in (Kind.TEXT, Kind.ABOUT) and not _FILE_MARK.match(letters):
            out.append(_Text(line))
        else:
            break
    return out


def _unmarked(left: Sequence[Line]) -> list[_Text]:
    """Give the lines under the symbol of a letter whose subject has no ``V/v``: the Party's way."""
    out: list[_Text] = []
    below = False
    for line in left:
        letters = flat(line.text).strip()
        kind = kind_of(letters)
        if kind is Kind.SYMBOL:
            below = True
        elif below and kind is Kind.TEXT and not _FILE_MARK.match(letters) and not is_capitals(line.text):
            out.append(_Text(line))
    return out


def _subject(parts: Sequence[_Text], sure: float, *reasons: str) -> Iterator[Candidate]:
    kept = [part for part in parts if part.text.strip(" .*-_")]
    if not kept:
        return
    text = squeeze(" ".join(part.text for part in kept)).rstrip(" .;,:*-_")
    if _BRACKETED.fullmatch(text):
        text = text[1:-1].strip()
    elif text.endswith(")") and text.count(")") > text.count("("):
        # The opening bracket stood before V/v.
        text = text[:-1].rstrip()
    if (text.count("”") > text.count("“") and text.endswith("”")) or (text.count('"') % 2 and text.endswith('"')):
        # The opening mark stood before V/v.
        text = text[:-1].rstrip()
    evidence = tuple(Evidence.of(part.line, part.text) for part in kept)
    confidence = sure * min(part.line.legibility for part in kept)
    yield Candidate("subject", Field.of(text, evidence, confidence, *reasons))
