"""Candidates to one dispatch: picks among what was proposed, weighs agreement, invents nothing."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from pipeline.agreement import Facts
from pipeline.confidence import weigh
from pipeline.model import AgencyMention, Candidate, Dispatch, Field, Finding, PartialDate, Severity, Zones
from pipeline.ports import Resolver
from pipeline.reference.agencies import Agency
from pipeline.text import key

#: Two proposals nearer than this leave doubt about which is right.
_CLOSE = 0.1
_LISTS = frozenset(f.name for f in fields(Dispatch) if f.default == ())
_MENTIONS = ("parent_issuer", "issuer")


@dataclass(frozen=True, slots=True)
class Assembled:
    """A dispatch, and what a person should know about how it was put together."""

    dispatch: Dispatch
    findings: tuple[Finding, ...]


def assemble(
    candidates: Iterable[Candidate], resolve: Resolver, zones: Zones | None = None, file_name: str = ""
) -> Assembled:
    """Give the dispatch that the candidates make, agencies named, rival proposals reported.

    What the rest of the document, its page and its file's name say to a field raises or lowers its confidence.
    """
    facts, findings = gather(candidates, resolve, zones, file_name)
    return Assembled(weigh(facts), findings)


def gather(
    candidates: Iterable[Candidate], resolve: Resolver, zones: Zones | None = None, file_name: str = ""
) -> tuple[Facts, tuple[Finding, ...]]:
    """Give the dispatch that the candidates make with what stands around it, not weighed yet, and the rivals reported.

    The most confident proposal wins; the first one on a tie. List fields keep every proposal in page order.
    """
    proposed: dict[str, list[Field[Any]]] = defaultdict(list)
    for candidate in candidates:
        proposed[candidate.name].append(candidate.field)
    values: dict[str, Any] = {}
    findings: list[Finding] = []
    for name, fields_ in proposed.items():
        if name in _LISTS:
            values[name] = tuple(fields_)
        else:
            values[name], doubt = _pick(name, fields_)
            findings.extend(doubt)
    dispatch, known = _name_agencies(Dispatch(**values), resolve)
    return Facts(dispatch, zones, file_name, known.get("issuer"), known.get("parent_issuer")), tuple(findings)


def _pick(name: str, proposals: list[Field[Any]]) -> tuple[Field[Any], list[Finding]]:
    best = max(proposals, key=lambda f: f.confidence)
    if len(proposals) == 1:
        return best, []
    rivals = [
        f for f in proposals if f.confidence > best.confidence - _CLOSE and key(str(f.value)) != key(str(best.value))
    ]
    if not rivals:
        return best, []
    texts = "; ".join(dict.fromkeys(f"«{f.raw}»" for f in (best, *rivals)))
    finding = Finding(
        "RIVAL_VALUES", Severity.WARNING, f"Có nhiều giá trị gần như ngang nhau, cần chọn: {texts}.", field=name,
        evidence=tuple(e for f in (best, *rivals) for e in f.evidence),
    )  # fmt: skip
    doubted = replace(best, confidence=best.confidence * 0.6, reasons=(*best.reasons, "Có giá trị khác cũng phù hợp."))
    return doubted, [finding]


def _day(issued_on: Field[PartialDate] | None) -> date | None:
    return None if issued_on is None else issued_on.value.period.start


def _name_agencies(dispatch: Dispatch, resolve: Resolver) -> tuple[Dispatch, dict[str, Agency]]:
    """Fill registry ids, and give the bodies found for issuer and parent.

    The parent and the place tell the province in which the short names are meant.
    """
    on = _day(dispatch.issued_on)
    province: str | None = None
    seats: set[str] = set()
    changes: dict[str, Any] = {}
    known: dict[str, Agency] = {}
    # The province is told by whichever of these names one: "UBND TỈNH X" above the issuer, the issuer itself, the place.
    for field in (dispatch.parent_issuer, dispatch.issuer):
        if field is not None and province is None and (agency := resolve(field.value.text, on, None)):
            province = agency.province
            if province is None and agency.seat:
                seats.add(key(agency.seat))
    # A central body writes from its seat, which is not the province of those it writes to.
    if (
        province is None
        and dispatch.place is not None
        and key(dispatch.place.value) not in seats
        and (agency := resolve(f"UBND {dispatch.place.value}", on, None))
    ):
        province = agency.province
    for name in _MENTIONS:
        mention: Field[AgencyMention] | None = getattr(dispatch, name)
        if mention is not None and (agency := resolve(mention.value.text, on, province)):
            known[name] = agency
            changes[name] = replace(mention, value=replace(mention.value, agency=agency.id, name=agency.name))
    for name in ("addressees", "recipients"):
        items = getattr(dispatch, name)
        changes[name] = tuple(
            replace(item, value=replace(item.value, agency=agency.id))
            if (agency := resolve(item.value.text, on, province))
            else item
            for item in items
        )
    return replace(dispatch, **changes), known
