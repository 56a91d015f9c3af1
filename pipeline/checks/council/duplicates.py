"""Check 25: one person put forward by two units, one merit rewarded twice, two awards of the state in one year."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from pipeline.checks.council.matter import PERSON, Matter, finding, person, row, same_words, year_of
from pipeline.consolidate.values import FindingRow, Nominee
from pipeline.model import Severity
from pipeline.reference.award_rules import rules
from pipeline.reference.awards import AwardKind, CatalogueAward
from pipeline.reference.awards import award as catalogue
from pipeline.text import bare


def _entry(nominee: Nominee) -> CatalogueAward | None:
    code = nominee.award.value.award_code
    return catalogue(code) if code else None


def persons(matter: Matter) -> Iterator[FindingRow]:
    """Give a finding for each person whom two units may both put forward, tones aside.

    Many people share a name: without the same position, or with tones that differ, the finding says "chưa chắc".
    """
    groups: dict[str, list[Nominee]] = defaultdict(list)
    for nominee in matter.data.nominees:
        if nominee.award.value.subject_kind in (PERSON, None) and nominee.unit is not None:
            groups[bare(nominee.award.value.name or "")].append(nominee)
    for rule in rules("person", matter.data.as_of):
        for group in groups.values():
            by_unit = {n.unit: n for n in group}
            for one, other in combinations([by_unit[u] for u in sorted(by_unit, key=str)], 2):
                a, b = one.award.value, other.award.value
                if same_words(a.name, b.name) and (a.award_code, a.status) == (b.award_code, b.status):
                    # The consolidation itself says that two units put one name forward for one form.
                    continue
                sure = same_words(a.name, b.name) and (same_words(a.position, b.position) or same_words(a.unit, b.unit))
                doubt = "" if sure else "; chưa chắc là một người, cần đối chiếu năm sinh, chức vụ"
                message = (
                    f"{matter.name(one.unit)} đề nghị «{a.name}» ({a.award}), {matter.name(other.unit)} đề nghị "
                    f"«{b.name}» ({b.award}){doubt}."
                )
                severity = Severity.WARNING if sure else Severity.INFO
                code = "SAME_PERSON" if sure else "SAME_PERSON_UNSURE"
                yield row(other, finding(code, severity, message, rule, [one.award, other.award]))


def merits(matter: Matter) -> Iterator[FindingRow]:
    """Give a finding for each subject with two forms for one movement and year, or two of the state's in one year.

    A yearly title and a commendation may stand beside each other; two commendations for one movement may not.
    """
    groups: dict[tuple[str, str, int], list[Nominee]] = defaultdict(list)
    for nominee in matter.data.nominees:
        name, unit = person(nominee.award.value)
        groups[name, unit or (nominee.unit or ""), year_of(nominee.award.value, matter.day(nominee))].append(nominee)
    for (_, _, year), group in groups.items():
        on = max(matter.day(n) for n in group)
        forms = _forms([n for n in group if (e := _entry(n)) is not None and e.kind is AwardKind.COMMENDATION])
        state = _forms([n for n in group if (e := _entry(n)) is not None and e.level == "nhà nước"])
        for kind, code, rows in (("yearly", "STATE_TWICE", state), ("once", "MERIT_TWICE", forms)):
            broken = [r for r in rules(kind, on) if len(rows) > int(r.value or 1)]
            if broken:
                listed = "; ".join(n.award.value.award for n in rows)
                message = f"«{rows[0].award.value.name}», năm {year}: cùng lúc {listed}."
                yield row(rows[-1], finding(code, Severity.WARNING, message, broken[0], [n.award for n in rows]))
                break


def _forms(nominees: Sequence[Nominee]) -> list[Nominee]:
    """Give one nominee a form, in the order of their codes."""
    forms = {n.award.value.award_code: n for n in nominees}
    return [forms[code] for code in sorted(forms, key=str)]
