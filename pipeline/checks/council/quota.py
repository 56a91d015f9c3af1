"""Check 23: shares of titles within the rule of the day, with both ways of rounding shown."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal

from pipeline.checks.council.matter import COLLECTIVE, Matter, finding, general, row, title, year_of
from pipeline.consolidate.values import FindingRow, Nominee
from pipeline.model import Severity
from pipeline.reference.award_rules import AwardRule, rules
from pipeline.text import bare

_ROUNDINGS = {"floor": ROUND_FLOOR, "round": ROUND_HALF_UP}


def allowed(base: int, share: Decimal, rounding: str) -> int:
    """Give how many of ``base`` a share allows, rounded down or half up."""
    return int((share * base).to_integral_value(_ROUNDINGS[rounding]))


def _groups(matter: Matter) -> dict[tuple[str, int], list[Nominee]]:
    out: dict[tuple[str, int], list[Nominee]] = defaultdict(list)
    for nominee in matter.data.nominees:
        if nominee.unit is not None:
            out[nominee.unit, year_of(nominee.award.value, matter.day(nominee))].append(nominee)
    return out


def _names(nominees: list[Nominee], codes: tuple[str, ...]) -> dict[str, Nominee]:
    return {bare(n.award.value.name or ""): n for n in nominees if general(n.award.value.award_code) in codes}


def quotas(matter: Matter) -> Iterator[FindingRow]:
    """Give a finding for each unit and year whose titles exceed the share of the rule in force.

    Who is proposed for the higher title holds the lower one, named again or not.
    """
    for (unit, year), nominees in sorted(_groups(matter).items()):
        on = max(matter.day(n) for n in nominees)
        for rule in rules("quota", on):
            assert rule.value is not None
            top = _names(nominees, (rule.award,))
            if not top:
                continue
            base = _names(nominees, rule.base)
            first = next(iter(top.values()))
            words = title(rule.award), title(rule.base[0])
            if not base:
                message = (
                    f"{matter.name(unit)}, năm {year}: đề nghị {len(top)} {words[0]} nhưng không thấy danh sách {words[1]}; "
                    "chưa kiểm tra được tỷ lệ."
                )
                yield row(first, finding("QUOTA_UNKNOWN", Severity.INFO, message, rule, [first.award]))
                continue
            yield from _over(matter, unit, year, rule, len(top), len({*base, *top}), first, words)


def _over(
    matter: Matter, unit: str, year: int, rule: AwardRule, top: int, base: int, first: Nominee, words: tuple[str, str]
) -> Iterator[FindingRow]:
    assert rule.value is not None
    most = {rounding: allowed(base, rule.value, rounding) for rounding in _ROUNDINGS}
    chosen = matter.rounding or rule.rounding or "floor"
    if top <= min(most.values()):
        return
    percent = f"{round(Decimal(100 * top) / base, 1):f}".replace(".", ",")
    limit = f"{(100 * rule.value).normalize():f}".replace(".", ",")
    message = (
        f"{matter.name(unit)}, năm {year}: {top} {words[0]} trên {base} {words[1]} là {percent} %, giới hạn {limit} %; "
        f"được tối đa {most['floor']} (làm tròn xuống) hoặc {most['round']} (làm tròn theo số học)."
    )
    severity = Severity.ERROR if top > most[chosen] else Severity.INFO
    yield row(first, finding("QUOTA", severity, message, rule, [first.award]))


def shares(matter: Matter) -> Iterator[FindingRow]:
    """Give a finding for each collective title whose unit has too few members with the lower title; needs the headcount."""
    for (unit, year), nominees in sorted(_groups(matter).items()):
        headcount = matter.headcounts.get(unit)
        if not headcount:
            continue
        whole = [n for n in nominees if n.award.value.subject_kind == COLLECTIVE]
        whole = [n for n in whole if bare(n.award.value.name or "") == bare(matter.name(unit))]
        for rule in rules("share", max(matter.day(n) for n in nominees)):
            assert rule.value is not None
            titled = [n for n in whole if general(n.award.value.award_code) == rule.award]
            holders = len(_names([n for n in nominees if n not in whole], rule.base))
            if not titled or not holders or Decimal(holders) / headcount > rule.value:
                continue
            percent = f"{round(Decimal(100 * holders) / headcount, 1):f}".replace(".", ",")
            message = (
                f"{matter.name(unit)}, năm {year}: {holders}/{headcount} người đạt Lao động tiên tiến ({percent} %)."
            )
            yield row(titled[0], finding("TITLE_SHARE", Severity.WARNING, message, rule, [titled[0].award]))
