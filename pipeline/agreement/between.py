"""Which parts of a dispatch bear each other out: symbol and type, place and body, date and signature, subject and body."""

import re
from collections.abc import Callable, Iterator
from datetime import date

from pipeline.agreement.facts import Facts, Seen, indices
from pipeline.reference import agreements, document_types, rules, symbol_codes
from pipeline.reference.agency_names import fold
from pipeline.reference.initials import same_place, stands_for
from pipeline.text import key, slug

_YEAR = re.compile(r"^\d{1,5}[a-zđ]?/(?P<year>(?:19|20)\d\d)/")
#: The number that ends the part of a file's name before the letters of the symbol: ``cong-van-119-2023``.
_NUMBER_LAST = re.compile(r"-(?P<number>\d{1,5})(?:-(?:19|20)\d\d)?$")
#: Days between the date of issue and the digital signature that are the rule, and those that are odd.
_SIGNED_SOON, _SIGNED_LATE = range(-1, 16), 120
_LETTER = "CV"


def _type_code(facts: Facts) -> Iterator[Seen]:
    symbol, type_ = facts.dispatch.symbol, facts.dispatch.doc_type
    if symbol is None or type_ is None or type_.value == _LETTER or indices(symbol) & indices(type_):
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


def _parent_code(facts: Facts) -> Iterator[Seen]:
    """Tell a symbol that bears the letters of the body above and not the issuer's: the two may have changed places."""
    issuer, parent = facts.dispatch.issuer, facts.dispatch.parent_issuer
    if issuer is None or parent is None or not facts.groups or ("issuer", True) in _issuer_code(facts):
        return
    code = facts.parent.code if facts.parent is not None else ""
    # Letters of a unit may follow those of the body above it; the issuer's own would stand last.
    if stands_for(facts.groups[-1], parent.value.text, code):
        yield from (("issuer", False), ("parent_issuer", False))


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


def _file_name(facts: Facts) -> Iterator[Seen]:
    """Compare with a file named after its symbol: ``119-kh-ubnd.pdf``. A name that tells no symbol says nothing."""
    named = f"-{slug(facts.file_name.rpartition('.')[0])}-"
    symbol, number, type_ = facts.dispatch.symbol, facts.dispatch.number, facts.dispatch.doc_type
    if symbol is not None and facts.groups:
        letters = "-".join(slug(group) for group in facts.groups)
        before = named.split(f"-{letters}-")[:-1]
        told = next((found for part in before if (found := _NUMBER_LAST.search(f"-{part}"))), None)
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


TESTS: dict[str, Callable[[Facts], Iterator[Seen]]] = {
    "type_code": _type_code,
    "letter_form": _letter_form,
    "issuer_code": _issuer_code,
    "unknown_letters": _unknown_letters,
    "parent_code": _parent_code,
    "seat": _seat,
    "province": _province,
    "cited_dates": _cited_dates,
    "symbol_year": _symbol_year,
    "signed_on": _signed_on,
    "signature": _signature,
    "authority": _authority,
    "file_name": _file_name,
    "draft_unit": _draft_unit,
}
