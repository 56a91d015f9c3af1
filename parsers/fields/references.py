"""Cited documents, and what each is to the citing document.

The document's own citations count, those of its căn cứ, its sentences, its tables and its V/v line; those of annexes and
of promulgated texts do not.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from parsers.values import citations, mentions, symbols
from parsers.values.antecedents import Antecedents, Cited
from parsers.values.citations import Citation
from parsers.values.mentions import Mention
from parsers.values.symbols import Symbol
from pipeline.model import Block, Candidate, Evidence, Field, Line, Piece, Profile, Reference, Relation, Zones
from pipeline.reference.citation_words import words
from pipeline.reference.document_types import of_name
from pipeline.reference.symbol_codes import type_names

_SENTENCE = re.compile(r"[;\n]|\.(?=\s+[A-ZĐÀ-Ỹ“\"(])|\./\.")
_NUMBERED = re.compile(r"\s*Số\b", re.IGNORECASE)
_LABELLED = re.compile(r"(?:^|\s)Số\s*:?\s*$", re.IGNORECASE)
_MARKS = re.compile(r"[-./]+")
_ISSUED_WITH = re.compile(r"ban\s+hành\s+kèm", re.IGNORECASE)
_OPENING = re.compile(r"[\s\-–(“\"+*]*(?:(?:[IVX]+|\d+|[a-zđ])[.)/]\s*)*")
_NO_WORD_BETWEEN = re.compile(r"[,;.:]|\b(?:theo|tại|của|ngày|và các)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Read:
    """One text with its symbols, its citations and what each is."""

    block: Block
    cited: tuple[tuple[Citation, Relation], ...]


def find(zones: Zones, profile: Profile) -> tuple[Candidate, ...]:
    """Give ``references`` in the order of the body, then of the head; one per symbol, the first mention counts.

    Later places that mean the same document are its ``mentions``, and may tell more of what it is.
    """
    seen = _own(zones)
    texts, reads = tuple(_texts(zones)), []
    symbols_of = [symbols.read(block.text) for block in texts]
    # A number once printed as a form's is a form's wherever it stands.
    seen |= {_identity(form) for _, forms in symbols_of for form in forms}
    found: dict[str, Field[Reference]] = {}
    for block, (cited_symbols, _) in zip(texts, symbols_of, strict=True):
        reads.append(_Read(block, tuple(_related(block.text, cited_symbols)) if cited_symbols else ()))
        for cited, relation in reads[-1].cited:
            known = _identity(cited.symbol)
            if known not in seen and (field := _field(block, cited, relation)) is not None:
                seen.add(known)
                found[known] = field
    if found:
        _meant_again(zones, reads, found)
    return tuple(Candidate("references", field) for field in found.values())


def _meant_again(zones: Zones, reads: list[_Read], found: dict[str, Field[Reference]]) -> None:
    """Add to the references found where else they are meant, and the strongest relation told there.

    Read as a person reads: what title and V/v line cite has been said when the body begins.
    """
    heads = {id(line) for zone in (zones.title, zones.head_left) for line in zone}
    ordered = sorted(reads, key=lambda r: (id(r.block.pieces[0].line) not in heads, r.block.pieces[0].line.index))
    first = {known: field.evidence[0] for known, field in found.items()}
    own = _own_type(zones)
    told = Antecedents(own or mentions.letter(), letter=own is None)
    numbers = frozenset((c.symbol.number or "").lstrip("0") for read in reads for c, _ in read.cited)
    for paragraph, read in enumerate(ordered):
        for known, relation, start, end in _again(read, paragraph, numbers, told):
            evidence = read.block.evidence(start, end) if known in found else ()
            if evidence and evidence[0] != first[known]:
                found[known] = _strengthened(found[known], relation, evidence)


def _again(
    read: _Read, paragraph: int, numbers: frozenset[str], told: Antecedents
) -> Iterator[tuple[str, Relation, int, int]]:
    """Give what is cited and meant in one text, in order: identity, what it is there, start and end."""
    text, taken = read.block.text, 0
    cited: list[tuple[Citation | Mention, Relation]] = list(read.cited)
    if not cited and not told:
        return
    free = (m for m in mentions.find_all(text, numbers) if not any(c.start <= m.start < c.end for c, _ in read.cited))
    cited += [(mention, _told_at(text, mention.start)) for mention in free]
    for event, relation in sorted(cited, key=lambda pair: pair[0].start):
        if isinstance(event, Citation):
            known: str | None = _identity(event.symbol)
            name = mentions.type_name(event.doc_type, event.symbol.type_code)
            basis, nested = relation is Relation.BASIS, event.start < taken
            told.cite(Cited(known or "", paragraph, name, event.symbol.number, event.issuer, basis, nested))
            taken = max(taken, event.subject_end)
        else:
            known = told.meant(event, paragraph)
        if known is not None:
            yield known, relation, event.start, event.end


#: A later place tells more than an earlier one in this order; what stands attached is told by its own place only.
_STRENGTH = (Relation.MENTIONS, Relation.BASIS, Relation.IMPLEMENTS, Relation.AMENDS, Relation.REPLACES)


def _strengthened(field: Field[Reference], relation: Relation, evidence: tuple[Evidence, ...]) -> Field[Reference]:
    """Give the reference with one more mention; a căn cứ that is carried out too stays a căn cứ."""
    value, reasons = field.value, field.reasons
    if relation in _STRENGTH and value.relation in _STRENGTH:
        stronger = _STRENGTH.index(relation) > _STRENGTH.index(value.relation)
        if stronger and (value.relation, relation) != (Relation.BASIS, Relation.IMPLEMENTS):
            reasons = (*reasons, f"Quan hệ lấy theo chỗ nhắc lại «{' '.join(e.text for e in evidence)}».")
            value = replace(value, relation=relation)
    value = replace(value, mentions=(*value.mentions, *evidence))
    return replace(field, value=value, reasons=reasons)


def _own_type(zones: Zones) -> str | None:
    """Give the official name of the document's own type; None for a letter, which prints none."""
    for line in zones.title:
        opening = _type_opening().match(line.text)
        kind = of_name(opening["name"]) if opening is not None else None
        if kind is not None:
            return kind.name
    return None


@cache
def _type_opening() -> re.Pattern[str]:
    names = "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in type_names())
    return re.compile(rf"\W*(?P<name>{names})(?!\w)", re.IGNORECASE)


def _identity(symbol: Symbol) -> str:
    """Give what makes two printings one document: QĐ-TTG in a title and QĐ-TTg, TT/BTC and TT-BTC."""
    return _MARKS.sub("-", str(symbol).casefold())


def _field(block: Block, cited: Citation, relation: Relation) -> Field[Reference] | None:
    evidence = block.evidence(cited.start, cited.end)
    if not evidence:
        return None
    confidence, reasons = 0.97, []
    if cited.misprint:
        confidence = 0.6
        reasons.append("Ký hiệu in sai thể thức, giữ nguyên như bản in.")
    elif cited.shared:
        confidence = 0.8
        reasons.append("Ký hiệu lấy theo số cuối của danh sách.")
    elif cited.doc_type is None:
        confidence = 0.85
        reasons.append("Trước số, ký hiệu không ghi tên loại văn bản.")
    confidence *= min(piece.line.legibility for piece in block.pieces)
    reference = Reference(str(cited.symbol), cited.doc_type, cited.issued_on, cited.issuer, cited.subject, relation)
    return Field.of(reference, evidence, confidence, *reasons)


def _own(zones: Zones) -> set[str]:
    """Give the document's own symbol, which its annexes and its later pages repeat."""
    # Joined first: a narrow column breaks a long notation behind its dash.
    head = _joined([line for line in zones.head_left if line.text.strip()]).text
    for start, _, found in symbols.find_all(head):
        if _LABELLED.search(head[:start]):
            return {_identity(found)}
    for line in (*zones.head_left, *zones.head_right, *zones.title):
        symbol = symbols.parse(line.text)
        if symbol is None and _NUMBERED.match(line.text):
            symbol = next((found for _, _, found in symbols.find_all(line.text)), None)
        if symbol is not None:
            return {_identity(symbol)}
    for line in zones.title:
        named = _titled().match(line.text)
        for start, _, symbol in symbols.find_all(line.text) if named else ():
            if named is not None and start == named.end():
                return {_identity(symbol)}
    return set()


@cache
def _titled() -> re.Pattern[str]:
    """Give the start of a title that carries the own symbol: ``Nghị định của Chính phủ số 12/2003/NĐ-CP``."""
    names = "|".join(re.escape(name) for name in type_names())
    return re.compile(rf"\s*(?:{names})(?:\s+của\s+[^,;:]{{3,80}}?)?\s+số\s*:?\s*", re.IGNORECASE)


def _texts(zones: Zones) -> Iterator[Block]:
    annexed = min((p.line.index for b in zones.body if b.annex for p in b.pieces), default=None)
    yield from (block for block in zones.body if not block.annex and block.pieces)
    for table in zones.tables:
        for cell in table.cells:
            lines = [zones.layout.lines[i] for i in cell.lines] if "/" in cell.text else []
            if lines and (annexed is None or lines[0].index < annexed):
                yield _joined(lines)
    for zone in (zones.title, zones.head_left):
        lines = [line for line in zone if line.text.strip() and symbols.parse(line.text) is None]
        if lines:
            yield _joined(lines)


def _joined(lines: list[Line]) -> Block:
    """Join lines by one blank, so that a citation broken at a line end is one."""
    pieces, end = [], 0
    for line in lines:
        pieces.append(Piece(end, end + len(line.text), line, 0))
        end += len(line.text) + 1
    return Block(" ".join(line.text for line in lines), tuple(pieces))


def _related(text: str, found: list[tuple[int, int, Symbol]]) -> Iterator[tuple[Citation, Relation]]:
    before: tuple[Citation, Relation] | None = None
    for cited in citations.find_all(text, found):
        before = (cited, _relation(text, cited, before))
        yield before


@cache
def _cue(relation: Relation) -> re.Pattern[str]:
    options = "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in words(relation.value))
    return re.compile(rf"(?<!\w)(?:{options})(?!\w)", re.IGNORECASE)


_ACTING = (Relation.IMPLEMENTS, Relation.AMENDS, Relation.REPLACES)


def _relation(text: str, cited: Citation, before: tuple[Citation, Relation] | None) -> Relation:
    """Tell what the cited document is to the citing one.

    A citation inside the trích yếu of another is a mention; one that goes on a list is what the list is. An opening
    word (``Căn cứ``, ``Thực hiện``) holds for its clause, and for the clauses behind it that begin with a citation;
    elsewhere only a word right before the citation tells.
    """
    if before is not None and cited.start < before[0].subject_end:
        return Relation.MENTIONS
    if before is not None and cited.listed:
        return before[1]
    return _told_at(text, cited.start)


def _told_at(text: str, opens: int) -> Relation:
    """Tell by the words before the character ``opens`` what the document named there is."""
    begin = max((m.end() for m in _SENTENCE.finditer(text, 0, opens)), default=0)
    own = _opening(text, begin, opens)
    if own is not None:
        return own
    if begin and text[begin - 1] == ";":
        first = _opening(text, 0, opens)
        if first is Relation.BASIS or (first is Relation.IMPLEMENTS and not text[begin:opens].strip(" -–")):
            return first
    return _cue_before(text[max(begin, opens - 90) : opens])


def _opening(text: str, begin: int, opens: int) -> Relation | None:
    """Give the relation that the first words from ``begin`` on tell, list marks aside."""
    mark = _OPENING.match(text, begin, opens)
    first = mark.end() if mark else begin
    if _cue(Relation.ATTACHED_TO).match(text, first) or _ISSUED_WITH.match(text, first):
        return Relation.ATTACHED_TO
    return next((r for r in (Relation.BASIS, *_ACTING) if _cue(r).match(text, first, opens)), None)


def _cue_before(lead: str) -> Relation:
    """Tell the relation from the last cue before the citation, if no other thought stands between."""
    best, relation = -1, Relation.MENTIONS
    for kind in _ACTING:
        for match in _cue(kind).finditer(lead):
            if match.start() > best and not _NO_WORD_BETWEEN.search(lead, match.end()):
                best, relation = match.start(), kind
    return relation
