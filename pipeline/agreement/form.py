"""Which values look like what they are said to be: a whole name of a body, a whole subject, a person's name, known letters."""

import re
from collections.abc import Callable, Iterator
from functools import cache

from pipeline.agreement.facts import Facts, Seen
from pipeline.model import AgencyMention, Field
from pipeline.reference import document_types, page_words, people, rules
from pipeline.reference.agencies import Agency
from pipeline.reference.agency_names import fold
from pipeline.reference.common_syllables import is_common
from pipeline.text import bare, flat, key, squeeze
from pipeline.zones.letters import Kind, is_capitals, kind_of

_WORDS = re.compile(r"[^\W\d_]+")
#: Letters of the language, with those of foreign names; anything else was misread or does not belong there.
_LETTERS = "A-Za-zÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúýĂăĐđĨĩŨũƠơƯưẠ-ỹ"
_USUAL = re.compile(rf"[{_LETTERS}\d\s.,;:/&()+%'\"\u2018-\u201d\u2010-\u2015\u2026-]*")
_USUAL_NAME = re.compile(rf"[{_LETTERS}\d\s.,/&()'\"\u2018-\u201d\u2010-\u2015-]*")
_PERSON = re.compile(rf"[{_LETTERS}]+(?:[\s.'-]+[{_LETTERS}]+)*")
#: Lines from the top in which a head stands.
_HEAD = 16
#: A name of more words than this is set in capitals in a head; longer than so many letters no body's name is.
_LONG, _ENDLESS = 4, 110
#: A subject of fewer words in capitals is a mark or a heading; a person's name has at most so many.
_FEW_WORDS, _LONGEST_NAME = 4, 6
#: A label and what stands behind it, at the end of a text: ``Đơn vị tính: triệu đồng``.
_LABELLED_END = re.compile(r"\b[A-ZĐÀ-Ỹ][^\W\d_]*(?:\s[^\W\d_]+){0,3}\s?:\s?[^:]{0,24}$")
_PAGE_MARK = re.compile(r"\bTrang\s\d|\bKính gửi\b")
#: ``V/v`` with something before it.
_ABOUT_INSIDE = re.compile(r"\S\s+(?:V/v|Về việc)\b")
#: Words in capitals one after the other.
_SHOUTED = re.compile(r"(?:\b[A-ZĐÀ-ỸƠƯ]{2,}\b[\s,-]*){4,}")


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


def _subject_form(facts: Facts) -> Iterator[Seen]:
    """Tell a subject that is another part of the page, or has one run in: a heading, a label, a mark, what stands before V/v."""
    subject = facts.dispatch.subject
    if subject is None or not subject.value.split():
        return
    text = subject.value
    words = text.split()
    heading = key(text) in _type_keys() or (is_capitals(text) and (len(words) < _FEW_WORDS or page_words.is_body(text)))
    stray = _LABELLED_END.search(text) or _PAGE_MARK.search(text) or _ABOUT_INSIDE.search(text) or text[:1] in '(“"'
    yield "subject", not (heading or stray or len(words) == 1 or _is_crumb(words[0]) or _is_crumb(words[-1]))


def _is_crumb(word: str) -> bool:
    """Tell a single small letter that is no word."""
    return len(word) == 1 and word.islower() and not _has_vowel(word)


@cache
def _type_keys() -> frozenset[str]:
    return frozenset(key(name) for kind in document_types.all_types() for name in kind.names)


def _one_body(facts: Facts) -> Iterator[Seen]:
    """Tell an issuer that begins with the whole name of another body: the line above has run into it."""
    issuer = facts.dispatch.issuer
    if issuer is None or facts.issuer is not None or facts.dispatch.parent_issuer is not None:
        return
    words = issuer.value.text.split()
    ends = {" ".join(words[:i]): " ".join(words[i:]) for i in range(_LONG - 1, len(words) - 1)}
    if any(
        page_words.is_body(x) and page_words.is_body(y) and not page_words.begins("place", y) for x, y in ends.items()
    ):
        yield "issuer", False


def _signed_apart(facts: Facts) -> Iterator[Seen]:
    """Tell a position that is only the word for a deputy, or has the name below it run in, and a file note that has one."""
    position, archive = facts.dispatch.signer_position, facts.dispatch.archive
    words = [] if position is None else position.value.split()
    if position is not None and words:
        tail = [word for word in _WORDS.findall(position.value) if len(word) > 1]
        mixed = is_capitals(words[0]) and sum(word[1:].islower() for word in tail) not in (0, len(tail))
        if mixed or (len(words) == 1 and rules.opens_with(position.value, "deputy")):
            yield "signer_position", False
    if archive is not None and _is_person(archive.value.rpartition(". ")[2]):
        yield "archive", False


def _stamped(facts: Facts) -> Iterator[Seen]:
    """Tell a value that a stamp beside it has run into: a copy's, a draft's, the mark of arrival."""
    for name in _TEXTS:
        field = getattr(facts.dispatch, name)
        text = "" if field is None else field.value.text if isinstance(field.value, AgencyMention) else field.value
        if rules.closes_with(text, "stamp") or (name != "subject" and rules.speaks_of(text, "stamp")):
            yield name, False


def _whole_name(facts: Facts) -> Iterator[Seen]:
    """Tell a name that was cut off: one word, or the last one a middle name that nobody bears as a given one."""
    name = facts.dispatch.signer_name
    if name is not None:
        words = name.value.split()
        yield "signer_name", len(words) > 1 and not rules.closes_with(name.value, "middle_name")


def _one_signer(facts: Facts) -> Iterator[Seen]:
    """Tell a foot that bears more names than one: whose position and whose capacity is whose is then a question."""
    name = facts.dispatch.signer_name
    if name is None or facts.zones is None:
        return
    texts = (squeeze(line.text) for line in facts.zones.signature)
    others = {key(text) for text in texts if _is_person(text)} - {key(name.raw), key(name.value)}
    if others:
        yield from (("signer_name", False), ("signer_position", False))


def _is_person(text: str) -> bool:
    words = text.split()
    return (
        2 <= len(words) <= _LONGEST_NAME
        and key(words[0]) in people.surnames()
        and all(word[:1].isupper() and word[1:].islower() for word in words)
    )


def _registry(facts: Facts) -> Iterator[Seen]:
    for name, agency in (("issuer", facts.issuer), ("parent_issuer", facts.parent)):
        mention: Field[AgencyMention] | None = getattr(facts.dispatch, name)
        if mention is None or agency is None:
            continue
        printed = fold(mention.value.text)
        known = {fold(text) for text in (agency.name, agency.short, *agency.aliases) if text}
        yield name, any(text == printed or text.startswith(printed + " ") for text in known)


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
    if name is None or not name.value.split():
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
    "one_symbol": _one_symbol,
    "body_name": _body_name,
    "whole_subject": _whole_subject,
    "subject_form": _subject_form,
    "one_body": _one_body,
    "signed_apart": _signed_apart,
    "stamped": _stamped,
    "whole_name": _whole_name,
    "one_signer": _one_signer,
    "registry": _registry,
    "title": _title,
    "surname": _surname,
    "own_line": _own_line,
    "letters": _letters,
}
