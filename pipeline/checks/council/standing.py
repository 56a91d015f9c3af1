"""Checks 26, 28 and 29: may this subject receive this award on this day?"""

from collections.abc import Iterator
from datetime import date

from pipeline.checks.council.matter import COLLECTIVE, Matter, finding, row
from pipeline.consolidate.values import FindingRow
from pipeline.model import Severity
from pipeline.reference.agencies import Agency, Registry
from pipeline.reference.award_rules import rules
from pipeline.reference.awards import award as catalogue
from pipeline.text import bare


def pending(matter: Matter) -> Iterator[FindingRow]:
    """Give a finding for each nominee with an open case; the name alone, without the unit, is not sure."""
    for nominee in matter.data.nominees:
        award, on = nominee.award.value, matter.day(nominee)
        for flag in matter.flags:
            if bare(flag.name) != bare(award.name or "") or not flag.open(on):
                continue
            places = {bare(p) for p in (award.unit, nominee.unit, matter.name(nominee.unit)) if p}
            sure = bare(flag.unit) in places
            for rule in rules("pending", on):
                doubt = "" if sure else "; chưa chắc là cùng đối tượng"
                message = f"«{award.name}»: {flag.what} từ {flag.since:%d/%m/%Y} ({flag.unit}){doubt}."
                severity = Severity.ERROR if sure else Severity.WARNING
                yield row(nominee, finding("PENDING_CASE", severity, message, rule, [nominee.award]))


def _last_day(name: str, registry: Registry, unit: str | None, on: date) -> Agency | None:
    """Give the body that a collective's name means when every body of that name had ended before a day."""
    province = registry.province_of(unit)
    bodies = [f.agency for f in registry.find(name, None, province)]
    gone = [b for b in bodies if b.valid_to is not None and b.valid_to < on]
    return max(gone, key=lambda b: b.valid_to or date.min) if gone and len(gone) == len(bodies) else None


def dissolved(matter: Matter) -> Iterator[FindingRow]:
    """Give a finding for each collective that had been dissolved before the day of its proposal or decision."""
    if matter.registry is None:
        return
    for nominee in matter.data.nominees:
        award, on = nominee.award.value, matter.day(nominee)
        if award.subject_kind != COLLECTIVE or not award.name:
            continue
        body = _last_day(award.name, matter.registry, nominee.unit, on)
        for rule in rules("alive", on) if body is not None and body.valid_to is not None else ():
            assert body is not None and body.valid_to is not None
            message = (
                f"«{award.name}» đã kết thúc hoạt động ngày {body.valid_to:%d/%m/%Y}, trước ngày văn bản {on:%d/%m/%Y}."
            )
            yield row(nominee, finding("UNIT_DISSOLVED", Severity.ERROR, message, rule, [nominee.award]))


def subjects(matter: Matter) -> Iterator[FindingRow]:
    """Give a finding for each award that the law does not give to this kind of subject."""
    for nominee in matter.data.nominees:
        award, on = nominee.award.value, matter.day(nominee)
        entry = catalogue(award.award_code) if award.award_code else None
        if entry is None or award.subject_kind is None or award.subject_kind in entry.subjects:
            continue
        for rule in rules("subject", on):
            message = f"«{award.name}» là {award.subject_kind}, {entry.name} chỉ dành cho {', '.join(entry.subjects)}."
            yield row(nominee, finding("WRONG_SUBJECT", Severity.ERROR, message, rule, [nominee.award]))
