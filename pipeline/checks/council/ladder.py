"""Check 24: titles that ask for a run of years of a lower one, as far as decisions are known."""

from collections import defaultdict
from collections.abc import Iterator

from pipeline.checks.council.matter import PERSON, Matter, finding, general, person, row, year_of
from pipeline.consolidate.values import Consolidation, FindingRow
from pipeline.model import Severity
from pipeline.obligations import dated
from pipeline.reference.award_rules import award_rules, rules
from pipeline.reference.awards import awards


def asked(data: Consolidation) -> frozenset[str]:
    """Give the codes of awards whose decisions of earlier years and other movements the proposals of ``data`` are held to."""
    proposed = {general(n.award.value.award_code) for n in data.nominees if n.award.value.status == "proposed"}
    lower = {code for rule in award_rules() if rule.kind == "ladder" and rule.award in proposed for code in rule.base}
    return frozenset(one.code for one in awards() if general(one.code) in lower)


def ladders(matter: Matter) -> Iterator[FindingRow]:
    """Give a finding for each proposed title whose years of the lower one are not all in the decisions known.

    Years of which no decision is known are said apart: nothing is held against the person for them.
    """
    held: dict[tuple[str, str], set[int]] = defaultdict(set)
    known: dict[str, set[int]] = defaultdict(set)
    for stored, award in matter.granted:
        code, year = general(award.award_code) or "", year_of(award, dated(stored))
        held[person(award)[0], code].add(year)
        known[code].add(year)
    for nominee in matter.data.nominees:
        award = nominee.award.value
        if award.status != "proposed" or award.subject_kind not in (PERSON, None):
            continue
        on = matter.day(nominee)
        for rule in rules("ladder", on):
            if rule.award != general(award.award_code) or rule.years is None:
                continue
            name, year = person(award)[0], year_of(award, on)
            have = {y for code in rule.base for y in held.get((name, code), ())}
            runs = [range(last - rule.years + 1, last + 1) for last in (year, year - 1)]
            best = min(runs, key=lambda run: sum(y not in have for y in run))
            lacking = [y for y in best if y not in have]
            if not lacking:
                continue
            on_file = {y for code in rule.base for y in known.get(code, ())}
            unseen = [y for y in lacking if y not in on_file]
            refuted = [y for y in lacking if y in on_file]
            words = ", ".join(map(str, refuted or unseen))
            if refuted:
                message = f"«{award.name}» được đề nghị {award.award} nhưng quyết định các năm {words} không có tên."
                yield row(nominee, finding("LADDER", Severity.WARNING, message, rule, [nominee.award]))
            else:
                message = (
                    f"«{award.name}» được đề nghị {award.award}; kho chưa có quyết định các năm {words} để đối chiếu."
                )
                yield row(nominee, finding("LADDER_UNKNOWN", Severity.INFO, message, rule, [nominee.award]))
