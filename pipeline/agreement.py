"""Which parts of a dispatch bear each other out and which do not: observations, without a verdict.

Each test gives (field, agrees) pairs and is silent where it has nothing to compare. What an observation is worth
is data (``pipeline.reference.agreements``); ``pipeline.confidence`` puts them together.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from pipeline.model import AgencyMention, Dispatch, Field, Zones
from pipeline.reference import agreements, document_types, page_words, people, rules, symbol_codes
from pipeline.reference.agencies import Agency
from pipeline.reference.agency_names import fold
from pipeline.reference.common_syllables import is_common
from pipeline.reference.initials import same_place, stands_for
from pipeline.text import bare, flat, key, slug, squeeze
from pipeline.zones.letters import Kind, is_capitals, kind_of

#: A field's name, and whether what was seen bears it out.
Seen = tuple[str, bool]

_GROUPS = re.compile(r"[-/.]")
_YEAR = re.compile(r"^\d{1,5}[a-zđ]?/(?P<year>(?:19|20)\d\d)/")
_WORDS = re.compile(r"[^\W\d_]+")
#: Letters of the language, with those of foreign names; anything else was misread or does not belong there.
_LETTERS = "A-Za-zÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúýĂăĐđĨĩŨũƠơƯưẠ-ỹ"
_USUAL = re.compile(rf"[{_LETTERS}\d\s.,;:/&()+%'\"\u2018-\u201d\u2010-\u2015\u2026-]*")
_USUAL_NAME = re.compile(rf"[{_LETTERS}\d\s.,/&()'\"\u2018-\u201d\u2010-\u2015-]*")
_PERSON = re.compile(rf"[{_LETTERS}]+(?:[\s.'-]+[{_LETTERS}]+)*")
#: Days between the date of issue and the digital signature that are the rule, and those that are odd.
_SIGNED_SOON, _SIGNED_LATE = range(-1, 16), 120
_LETTER = "CV"
#: Lines from the top in which a head stands.
_HEAD = 16
#: A name of more words than this is set in capitals in a head; longer than so many letters no body's name is.
_LONG, _ENDLESS = 4, 110
#: Words in capitals one after the other.
_SHOUTED = re.compile(r"(?:\b[A-ZĐÀ-ỸƠƯ]{2,}\b[\s,-]*){4,}")


@dataclass(frozen=True, slots=True)
class Facts:
    """A dispatch with what stands around it: its page, its file's name, the body its issuer was taken for."""

    dispatch: Dispatch
    zones: Zones | None = None
    file_name: str = ""
    issuer: Agency | None = None
    parent: Agency | None = None

    @property
    def groups(self) -> tuple[str, ...]:
        """The letters of the symbol, group by group."""
        notation = self.dispatch.notation
        return () if notation is None else tuple(g for g in _GROUPS.split(notation.value) if g)

    @property
    def scanned(self) -> bool:
        """Whether the letters were read off an image."""
        return self.zones is not None and self.zones.layout.ocr


def _indices(field: Field[Any]) -> set[int]:
    return {e.index for e in field.evidence}


def _type_code(facts: Facts) -> Iterator[Seen]:
    symbol, type_ = facts.dispatch.symbol, facts.dispatch.doc_type
    if symbol is None or type_ is None or type_.value == _LETTER or _indices(symbol) & _indices(type_):
        return
    kinds = [kind for kind in document_types.all_types() if kind.code == type_.value]
    if not any(kind.coded for kind in kinds) or not facts.groups:
        return
    agrees = not symbol_codes.codes_for(type_.value).isdisjoint(facts.groups)
    yield from (("symbol", agrees), ("doc_type", agrees))


def _letter_form(facts: Facts) -> Iterator[Seen]:
    type_ = facts.dispatch.doc_type
    if type_ is None or type_.value != _LETTER or not facts.groups:
        return
    plain = facts.groups[0] == _LETTER or not any(k.coded for k in document_types.of_code(facts.groups[0]))
    yield from (("symbol", plain), ("doc_type", plain))


def _issuer_code(facts: Facts) -> Iterator[Seen]:
    issuer = facts.dispatch.issuer
    if issuer is None or not facts.groups:
        return
    code = facts.issuer.code if facts.issuer is not None else ""
    agrees = any(stands_for(group, issuer.value.text, code) for group in facts.groups)
    yield from (("symbol", agrees), ("issuer", agrees))


def _unknown_letters(facts: Facts) -> Iterator[Seen]:
    """A body that the register does not know may go by letters of its own: half of what ``issuer_code`` took is given back."""
    if facts.dispatch.issuer is not None and facts.issuer is None and ("symbol", False) in _issuer_code(facts):
        yield from (("symbol", True), ("issuer", True))


def _one_symbol(facts: Facts) -> Iterator[Seen]:
    """Tell a head that bears two symbols: another document's was pasted in, or a copy's stands above the original's."""
    if facts.dispatch.symbol is None or facts.zones is None:
        return
    lines = facts.zones.layout.lines[:_HEAD]
    printed = {squeeze(line.text) for line in lines if kind_of(flat(line.text).strip()) is Kind.SYMBOL}
    if len(printed) > 1:
        yield "symbol", False


def _body_name(facts: Facts) -> Iterator[Seen]:
    """Tell an issuer that is no name of a body, or only the beginning or the end of one."""
    issuer, parent = facts.dispatch.issuer, facts.dispatch.parent_issuer
    if issuer is not None:
        yield "issuer", _is_whole_name(issuer.value.text, facts.issuer, alone=parent is None)
    if parent is not None:
        yield "parent_issuer", _is_whole_name(parent.value.text, facts.parent, alone=True)


def _is_whole_name(text: str, known: Agency | None, *, alone: bool) -> bool:
    if known is None and not page_words.is_body(text):
        return False
    if alone and known is None and (key(text) in people.collective_keys() or key(text) in _body_keys()):
        return False
    capitals = is_capitals(text) or (known is not None and len(text.split()) < _LONG)
    return capitals and not rules.closes_with(text, "open_end") and len(text) < _ENDLESS


@cache
def _body_keys() -> frozenset[str]:
    return frozenset(key(word) for word in page_words.words("body"))


def _whole_subject(facts: Facts) -> Iterator[Seen]:
    """Tell a subject cut off at either end, or with a piece of the head's capitals inside."""
    subject = facts.dispatch.subject
    if subject is None:
        return
    text = subject.value
    open_ = rules.closes_with(text, "open_end") or rules.opens_with(text, "open_start")
    unclosed = text.count("(") != text.count(")") or text.count('"') % 2 == 1 or text.count("“") != text.count("”")
    mixed = any(c.islower() for c in text) and _SHOUTED.search(text) is not None
    yield "subject", not (open_ or unclosed or mixed)


def _registry(facts: Facts) -> Iterator[Seen]:
    for name, agency in (("issuer", facts.issuer), ("parent_issuer", facts.parent)):
        mention: Field[AgencyMention] | None = getattr(facts.dispatch, name)
        if mention is None or agency is None:
            continue
        printed = fold(mention.value.text)
        known = {fold(text) for text in (agency.name, agency.short, *agency.aliases) if text}
        yield name, any(text == printed or text.startswith(printed + " ") for text in known)


def _seat(facts: Facts) -> Iterator[Seen]:
    place = facts.dispatch.place
    if place is None:
        return
    names = [m.value.text for m in (facts.dispatch.issuer, facts.dispatch.parent_issuer) if m is not None]
    wanted = f" {key(place.value)} "
    if any(wanted in f" {key(name)} " for name in names):
        yield "place", True
    elif facts.issuer is not None and facts.issuer.seat:
        agrees = same_place(place.value, facts.issuer.seat)
        # Letters that differ by a tone only tell nothing about which of the two was misread.
        if not agrees or fold(place.value) == fold(facts.issuer.seat):
            yield "place", agrees


def _province(facts: Facts) -> Iterator[Seen]:
    place = facts.dispatch.place
    if place is not None and key(place.value) in agreements.province_keys():
        yield "place", True


def _cited_dates(facts: Facts) -> Iterator[Seen]:
    issued = facts.dispatch.issued_on
    days = [r.value.issued_on for r in facts.dispatch.references if r.value.issued_on is not None]
    if issued is not None and days:
        yield "issued_on", max(day.period.start for day in days) <= issued.value.period.end


def _symbol_year(facts: Facts) -> Iterator[Seen]:
    symbol, issued = facts.dispatch.symbol, facts.dispatch.issued_on
    year = _YEAR.match(symbol.value) if symbol is not None else None
    if issued is not None and year is not None:
        agrees = int(year["year"]) == issued.value.year
        yield from (("symbol", agrees), ("issued_on", agrees))


def _signed_on(facts: Facts) -> Iterator[Seen]:
    issued = facts.dispatch.issued_on
    if issued is None or issued.value.day is None or facts.zones is None:
        return
    days = [d for s in facts.zones.layout.signatures if s.signed_at and (d := _day(s.signed_at)) is not None]
    apart = [(day - issued.value.period.start).days for day in days]
    if any(gap in _SIGNED_SOON for gap in apart):
        yield "issued_on", True
    elif apart and min(map(abs, apart)) > _SIGNED_LATE:
        yield "issued_on", False


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _signature(facts: Facts) -> Iterator[Seen]:
    if facts.zones is None:
        return
    signers = {key(s.signer) for s in facts.zones.layout.signatures if s.signer}
    name, issuer = facts.dispatch.signer_name, facts.dispatch.issuer
    if name is not None and any(f" {key(name.value)} " in f" {signer} " for signer in signers):
        yield "signer_name", True
    if issuer is not None and key(issuer.value.text) in signers:
        yield "issuer", True


def _authority(facts: Facts) -> Iterator[Seen]:
    capacity, position = facts.dispatch.signer_capacity, facts.dispatch.signer_position
    if position is None:
        return
    deputy = rules.opens_with(position.value, "deputy")
    if capacity is None:
        if not deputy:
            yield "signer_position", True
        return
    last = capacity.value.rpartition("+")[2]
    if last in ("KT", "TM", "TL"):
        # Under a committee a deputy signs KT.; the deputy of a council or of a Party committee signs TM. himself.
        committee = facts.zones is not None and any(
            rules.speaks_of(ln.text, "committee") for ln in facts.zones.signature
        )
        agrees = deputy if last == "KT" else not (deputy and (last == "TL" or committee))
        yield from (("signer_capacity", agrees), ("signer_position", agrees))


def _title(facts: Facts) -> Iterator[Seen]:
    position = facts.dispatch.signer_position
    if position is None:
        return
    known = people.position_keys()
    printed = key(position.value)
    if printed in known:
        yield "signer_position", True
    elif not people.opens_with(position.value, known):
        yield "signer_position", False


def _surname(facts: Facts) -> Iterator[Seen]:
    """Tell a name by its surname; on clear print also by its line, for no table holds every people's surnames."""
    name = facts.dispatch.signer_name
    if name is None or not name.value:
        return
    if key(name.value.split()[0]) in people.surnames():
        yield "signer_name", True
    elif facts.scanned:
        yield "signer_name", False


def _own_line(facts: Facts) -> Iterator[Seen]:
    name = facts.dispatch.signer_name
    if name is None or facts.zones is None or facts.scanned or facts.dispatch.signer_position is None:
        return
    index = name.evidence[0].index
    if any(line.index == index and squeeze(line.text) == squeeze(name.raw) for line in facts.zones.signature):
        yield "signer_name", True


def _file_name(facts: Facts) -> Iterator[Seen]:
    """Compare with a file named after its symbol: ``119-kh-ubnd.pdf``. A name that tells no symbol says nothing."""
    named = f"-{slug(facts.file_name.rpartition('.')[0])}-"
    symbol, number, type_ = facts.dispatch.symbol, facts.dispatch.number, facts.dispatch.doc_type
    if symbol is not None and facts.groups:
        letters = "-".join(slug(group) for group in facts.groups)
        told = re.search(rf"-(?P<number>\d{{1,5}})(?:-(?:19|20)\d\d)?-{re.escape(letters)}-", named)
        if told is not None and number is not None:
            yield "symbol", told["number"].lstrip("0") == slug(number.value).lstrip("0")
    if type_ is not None:
        kinds = [kind for kind in document_types.all_types() if kind.code == type_.value]
        if any(f"-{slug(name)}-" in named for kind in kinds for name in kind.names):
            yield "doc_type", True


def _draft_unit(facts: Facts) -> Iterator[Seen]:
    archive = facts.dispatch.archive
    if archive is None or len(facts.groups) < 2:
        return
    if slug(facts.groups[-1]) in slug(archive.value).split("-"):
        yield from (("symbol", True), ("archive", True))


_TEXTS = ("issuer", "parent_issuer", "place", "subject", "signer_name", "signer_position", "archive")


def _letters(facts: Facts) -> Iterator[Seen]:
    """Tell words and marks that documents do not use. Only an image makes rare words suspicious."""
    for name in _TEXTS:
        field = getattr(facts.dispatch, name)
        if field is None:
            continue
        text = field.value.text if isinstance(field.value, AgencyMention) else field.value
        if not _usual(name, text):
            yield name, False
        elif facts.scanned and name != "archive":
            words = [w for w in _WORDS.findall(text) if len(w) > 1 and not (w.isupper() and not _has_vowel(w))]
            yield name, all(is_common(word) for word in words)


def _usual(name: str, text: str) -> bool:
    if name == "signer_name":
        return _PERSON.fullmatch(squeeze(text)) is not None
    pattern = _USUAL if name in ("subject", "archive") else _USUAL_NAME
    return pattern.fullmatch(text) is not None and not (name == "signer_position" and any(c.isdigit() for c in text))


def _has_vowel(word: str) -> bool:
    return any(c in "aeiouy" for c in bare(word))


TESTS: dict[str, Callable[[Facts], Iterator[Seen]]] = {
    "type_code": _type_code,
    "letter_form": _letter_form,
    "issuer_code": _issuer_code,
    "unknown_letters": _unknown_letters,
    "one_symbol": _one_symbol,
    "body_name": _body_name,
    "whole_subject": _whole_subject,
    "registry": _registry,
    "seat": _seat,
    "province": _province,
    "cited_dates": _cited_dates,
    "symbol_year": _symbol_year,
    "signed_on": _signed_on,
    "signature": _signature,
    "authority": _authority,
    "title": _title,
    "surname": _surname,
    "own_line": _own_line,
    "file_name": _file_name,
    "draft_unit": _draft_unit,
    "letters": _letters,
}


def observe(facts: Facts) -> Iterator[tuple[str, str, bool]]:
    """Give every observation as (rule, field, agrees)."""
    for rule, test in TESTS.items():
        for name, agrees in test(facts):
            yield rule, name, agrees
