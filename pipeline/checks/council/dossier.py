"""Checks 21 and 22: is every part of a unit's dossier (hồ sơ) there, and do its parts name the same?"""

from collections import defaultdict
from collections.abc import Iterator

from pipeline.checks.council.matter import Matter, finding, general
from pipeline.consolidate.values import Dossier, FindingRow
from pipeline.model import Award, Field, Severity
from pipeline.obligations import dated
from pipeline.ports import StoredDispatch
from pipeline.reference.award_rules import rules
from pipeline.text import bare, key

_NAMES = {"TTr": "tờ trình", "LIST": "danh sách", "BCTT": "báo cáo thành tích", "BB": "biên bản họp xét"}
_MERIT = key("thành tích")


def part_of(stored: StoredDispatch) -> frozenset[str]:
    """Give the parts of a dossier that a dispatch is; whatever names its subjects is also their list."""
    kind = stored.dispatch.doc_type.value if stored.dispatch.doc_type else None
    subject = f" {key(stored.dispatch.subject.value)} " if stored.dispatch.subject else ""
    named = any(f.value.name and f.value.status == "proposed" for f in stored.dispatch.awards)
    out = set()
    if kind in ("TTr", "BB"):
        out.add(kind)
    if kind == "BC" and f" {_MERIT} " in subject:
        out.add("BCTT")
    if named and kind != "BB":
        out.add("LIST")
    return frozenset(out)


def _unit(stored: StoredDispatch, matter: Matter) -> str | None:
    """Give the unit whose dossier a dispatch belongs to: its issuer, or the body above a council of the unit."""
    known = matter.data.by_document.get(stored.id)
    if known is not None and known.unit is not None:
        return known.unit
    for mention in (stored.dispatch.issuer, stored.dispatch.parent_issuer):
        if mention is not None and mention.value.agency in matter.data.by_unit:
            return mention.value.agency
    names = {key(u.name): u.id for u in matter.data.units}
    for mention in (stored.dispatch.issuer, stored.dispatch.parent_issuer):
        if mention is not None and (found := names.get(key(mention.value.name or mention.value.text))) is not None:
            return found
    return None


def _dossiers(matter: Matter) -> dict[str, dict[str, list[StoredDispatch]]]:
    out: dict[str, dict[str, list[StoredDispatch]]] = defaultdict(lambda: defaultdict(list))
    for stored in matter.in_force:
        parts = part_of(stored)
        unit = _unit(stored, matter) if parts else None
        for part in parts:
            if unit is not None:
                out[unit][part].append(stored)
    return out


def lacking(matter: Matter) -> tuple[Dossier, ...]:
    """Give the dossiers of units that propose awards without every part that the rules of the day ask for."""
    dossiers = _dossiers(matter)
    proposing = {n.unit for n in matter.data.nominees if n.unit is not None and n.award.value.status == "proposed"}
    out = []
    for unit in sorted(proposing | set(dossiers)):
        parts = dossiers.get(unit, {})
        documents = [d for group in parts.values() for d in group]
        on = max((dated(d) for d in documents), default=matter.data.as_of)
        if unit not in proposing and not (parts.keys() & {"TTr", "BB"}):
            continue
        for rule in rules("dossier", on):
            missing = tuple(_NAMES[p] for p in rule.parts if p not in parts)
            if missing:
                out.append(Dossier(unit, missing, rule.cited, documents[-1].id if documents else None))
    return tuple(out)


def complete(matter: Matter) -> Iterator[FindingRow]:
    """Give a finding for each dossier that lacks a part."""
    for one in lacking(matter):
        message = f"Hồ sơ đề nghị khen thưởng của {matter.name(one.unit)} chưa thấy: {', '.join(one.lacking)}."
        suggestion = "Đề nghị đơn vị bổ sung hồ sơ."
        found = finding("DOSSIER_INCOMPLETE", Severity.ERROR, message, one.rule, suggestion=suggestion)
        yield FindingRow(one.dispatch, found, one.unit)


def _form(award: Award) -> str:
    return general(award.award_code) or key(award.award)


def _named(documents: list[StoredDispatch]) -> dict[str, Field[Award]]:
    """Give the subjects that documents name, by their name without tones."""
    out: dict[str, Field[Award]] = {}
    for stored in documents:
        for field in stored.dispatch.awards:
            if field.value.name and field.value.status != "available":
                out.setdefault(bare(field.value.name), field)
    return out


def names_equal(matter: Matter) -> Iterator[FindingRow]:
    """Give findings for names, forms and numbers that differ between the parts of one dossier that name subjects."""
    for unit, parts in sorted(_dossiers(matter).items()):
        for rule in rules("names", matter.data.as_of):
            told = {p: _named(parts[p]) for p in rule.parts if parts.get(p)}
            told = {p: names for p, names in told.items() if names}
            kinds = list(told)
            for n, one in enumerate(kinds):
                for other in kinds[n + 1 :]:
                    if {d.id for d in parts[one]} == {d.id for d in parts[other]}:
                        continue
                    yield from _compare(matter, unit, rule.cited, (one, told[one]), (other, told[other]), parts)


def _compare(
    matter: Matter,
    unit: str,
    rule: str,
    one: tuple[str, dict[str, Field[Award]]],
    other: tuple[str, dict[str, Field[Award]]],
    parts: dict[str, list[StoredDispatch]],
) -> Iterator[FindingRow]:
    where = f"{matter.name(unit)}: {_NAMES[one[0]]} và {_NAMES[other[0]]}"
    at = parts[other[0]][-1].id
    for name in sorted(set(one[1]) ^ set(other[1])):
        field = one[1].get(name) or other[1][name]
        has, lacks = (one[0], other[0]) if name in one[1] else (other[0], one[0])
        message = f"{where} không khớp: «{field.value.name}» có trong {_NAMES[has]}, không có trong {_NAMES[lacks]}."
        yield FindingRow(at, finding("NAMES_DIFFER", Severity.ERROR, message, rule, [field]), unit)
    for name in sorted(set(one[1]) & set(other[1])):
        a, b = one[1][name], other[1][name]
        if _form(a.value) != _form(b.value):
            message = f"{where}: «{a.value.name}» được ghi hai hình thức khác nhau ({a.value.award}; {b.value.award})."
            yield FindingRow(at, finding("AWARD_DIFFERS", Severity.ERROR, message, rule, [a, b]), unit)
        elif key(a.value.name or "") != key(b.value.name or ""):
            message = f"{where}: tên viết khác dấu («{a.value.name}», «{b.value.name}»); chưa chắc là một người."
            yield FindingRow(at, finding("NAME_SPELLING", Severity.WARNING, message, rule, [a, b]), unit)
