"""What an edXML envelope states: every head field, the receivers, what it answers. Stated by machine, so certain.

Element names of QCVN 102:2016/BTTTT and of the older dialect (``OrganInCharge``, ``PromulgationInfo/Date``).
"""

import re
from collections.abc import Iterator

from parsers.values import people, symbols
from pipeline.model import (
    Addressee,
    AgencyMention,
    Candidate,
    Evidence,
    Field,
    Line,
    Part,
    PartialDate,
    Profile,
    Recipient,
    Reference,
    Relation,
    Zones,
)
from pipeline.reference.document_types import by_name
from pipeline.text import key, squeeze

_CERTAIN = 1.0
#: OtherInfo/Priority; 4 is "hoả tốc hẹn giờ", which NĐ 30/2020 no longer knows apart.
_URGENCY = {"1": "KHẨN", "2": "THƯỢNG KHẨN", "3": "HỎA TỐC", "4": "HỎA TỐC"}
_LETTER = "CV"
#: What the sender does to an earlier message; the standard's own spelling has two s, producers write one or two.
_BUSINESS_TYPES = ("BussinessDocType", "BusinessDocType")
_BUSINESS = {"1": Relation.RECALLS, "2": Relation.REPLACES, "3": Relation.REPLACES}
_ABOUT = re.compile(r"^\s*V/v\s*[:.]?\s*", re.IGNORECASE)
_DAY = re.compile(
    r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})|(?P<d2>\d{1,2})[-/.](?P<m2>\d{1,2})[-/.](?P<y2>\d{4})"
)
_MARK = re.compile(r"\b(?:TM|KT|TL|TUQ|Q)\b(?=\.|/|\s|$)|\b[TK]/[MTL]\b")
_INDEX = re.compile(r"\[\d+\]")
_SCALARS = {
    "place": ("PromulgationInfo/Place",),
    "issued_on": ("PromulgationInfo/PromulgationDate", "PromulgationInfo/Date"),
    "issuer": ("From/OrganName",),
    "parent_issuer": ("From/OrganizationInCharge", "From/OrganInCharge"),
    "signer_position": ("SignerInfo/Position",),
    "signer_capacity": ("SignerInfo/Competence",),
    "signer_name": ("SignerInfo/FullName",),
    "subject": ("Subject",),
    "doc_type": ("DocumentType/TypeName",),
    "urgency": ("OtherInfo/Priority",),
}


def find(zones: Zones, profile: Profile) -> tuple[Candidate, ...]:
    """Give what the envelope states; nothing for a layout that is none."""
    lines = [line for line in zones.layout.lines if line.part is Part.ENVELOPE]
    if not lines:
        return ()
    stated: dict[str, Line] = {}
    for line in lines:
        stated.setdefault(line.place.removeprefix("MessageHeader/"), line)
    return (*_symbol(stated), *_scalars(stated), *_receivers(lines, stated), *_answered(lines, stated))


def _symbol(stated: dict[str, Line]) -> Iterator[Candidate]:
    number, notation, whole = (stated.get(name) for name in ("Code/CodeNumber", "Code/CodeNotation", "Code"))
    pieces = [line for line in (number, notation) if line is not None] or ([whole] if whole is not None else [])
    if not pieces:
        return
    text = _printed(number.text if number else "", notation.text) if notation else pieces[0].text
    found = symbols.parse(text)
    evidence = tuple(Evidence.of(line) for line in pieces)
    yield Candidate("symbol", Field.of(str(found) if found else squeeze(text), evidence, _CERTAIN))
    if found is not None:
        parts = (("number", found.number, number or whole), ("notation", found.notation, notation or whole))
        for name, value, line in parts:
            if value and line is not None:
                piece = value if value in line.text else None
                yield Candidate(name, Field.of(value, (Evidence.of(line, piece),), _CERTAIN))
    if "DocumentType/TypeName" not in stated and found is not None:
        # A notation without a type's code is a letter's.
        last = evidence[-1:]
        code, sure = (found.type_code, 0.95) if found.type_code else (_LETTER, 0.85)
        yield Candidate("doc_type", Field.of(code, last, sure, "Phong bì điện tử không nêu tên loại."))


def _printed(number: str, notation: str) -> str:
    """Write a symbol as it is printed: ``119/KH-UBND``; the Party's notation has its slash inside: ``12-KH/TU``."""
    party = re.match(r"[^-/\d]+/", notation) is not None and "-" not in notation.partition("/")[0]
    return f"{number}{'-' if party else '/'}{notation.lstrip('/-')}"


def _scalars(stated: dict[str, Line]) -> Iterator[Candidate]:
    issuer = stated.get("From/OrganName")
    for name, places in _SCALARS.items():
        line = next((stated[place] for place in places if place in stated), None)
        if line is None:
            continue
        if name == "parent_issuer" and issuer is not None and key(issuer.text) == key(line.text):
            continue
        value, piece = _value(name, line.text)
        if value is not None:
            yield Candidate(name, Field.of(value, (Evidence.of(line, piece),), _CERTAIN))


def _value(name: str, text: str) -> tuple[object, str | None]:
    """Give the value of one element and the piece of its text that says so (None: all of it)."""
    if name == "issued_on":
        return day_of(text), None
    if name in ("issuer", "parent_issuer"):
        return AgencyMention(text), None
    if name == "signer_name":
        person = people.parse(text)
        return (person.name, person.printed) if person else (text, None)
    if name == "signer_capacity":
        marks = [mark.replace("/", "") for mark in _MARK.findall(text.upper())]
        return "+".join(marks) or None, None
    if name == "signer_position":
        own = re.sub(r"^(?:(?:TM|KT|TL|TUQ|Q)\s*[./]\s*)+", "", text)
        return (own, own) if own else (None, None)
    if name == "subject":
        about = _ABOUT.sub("", text)
        return (about, about) if about else (None, None)
    if name == "doc_type":
        kind = by_name().get(key(text))
        return (kind.code if kind else None), None
    if name == "urgency":
        return _URGENCY.get(text), None
    return text, None


def day_of(text: str) -> PartialDate | None:
    """Read a day as envelopes write it, ``2023/06/30``, ``2023-06-30T00:00:00`` or ``30/06/2023``; None for anything else."""
    match = _DAY.match(text.strip())
    if match is None:
        return None
    year, month, day = (int(match[part] or match[part + "2"]) for part in ("y", "m", "d"))
    try:
        return PartialDate(year, month, day)
    except ValueError:
        return None


def _receivers(lines: list[Line], stated: dict[str, Line]) -> Iterator[Candidate]:
    """Give the places of ToPlaces as receivers; without them those that the message was sent to."""
    places = [line for line in lines if _INDEX.sub("", line.place).endswith("ToPlaces/Place")]
    sent = [line for line in lines if _INDEX.sub("", line.place).endswith("MessageHeader/To/OrganName")]
    for line in places or sent:
        yield Candidate("recipients", Field.of(Recipient(line.text), (Evidence.of(line),), _CERTAIN))
    if places:
        for line in sent:
            yield Candidate("addressees", Field.of(Addressee(line.text), (Evidence.of(line),), _CERTAIN))


def _answered(lines: list[Line], stated: dict[str, Line]) -> Iterator[Candidate]:
    """Give the documents that the message answers (ResponseFor), or takes back, or replaces.

    A message that takes a document back without naming another one means the one in its own header.
    """
    business = next((line for line in lines if line.place.rpartition("/")[2] in _BUSINESS_TYPES), None)
    relation = _BUSINESS.get(business.text.strip(), Relation.MENTIONS) if business is not None else Relation.MENTIONS
    named = list(_named(lines, relation))
    yield from named
    if relation is Relation.RECALLS and not named and business is not None:
        own = next((one.field for one in _symbol(stated) if one.name == "symbol"), None)
        if own is not None:
            day = stated.get("PromulgationInfo/PromulgationDate") or stated.get("PromulgationInfo/Date")
            reference = Reference(own.value, issued_on=day_of(day.text) if day else None, relation=relation)
            yield Candidate("references", Field.of(reference, (*own.evidence, Evidence.of(business)), _CERTAIN))


def _named(lines: list[Line], relation: Relation) -> Iterator[Candidate]:
    """Give the documents of ResponseFor."""
    answers: dict[str, dict[str, Line]] = {}
    for line in lines:
        head, found, rest = line.place.partition("ResponseFor")
        if found:
            index, _, inside = rest.partition("/")
            answers.setdefault(head + index, {})[inside] = line
    seen: set[str] = set()
    for answer in answers.values():
        number, notation, whole = (answer.get(name) for name in ("Code/CodeNumber", "Code/CodeNotation", "Code"))
        if notation is not None:
            text = _printed(number.text if number is not None else "", notation.text)
        elif whole is not None:
            text = whole.text
        else:
            continue
        found_symbol = symbols.parse(text)
        symbol = str(found_symbol) if found_symbol else squeeze(text)
        if symbol in seen:
            continue
        seen.add(symbol)
        date = answer.get("PromulgationDate")
        pieces = [line for line in (number, notation or whole, date) if line is not None]
        reference = Reference(
            symbol,
            found_symbol.type_code if found_symbol else None,
            day_of(date.text) if date is not None else None,
            relation=relation,
        )
        yield Candidate("references", Field.of(reference, tuple(Evidence.of(line) for line in pieces), _CERTAIN))
