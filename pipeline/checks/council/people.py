"""Check 27: how many of those put forward lead, how many work with their hands, how many are women: as far as known."""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from pipeline.checks.council.matter import PERSON, Matter, finding
from pipeline.consolidate.values import FindingRow, Nominee
from pipeline.model import Severity
from pipeline.reference.award_rules import rules
from pipeline.text import key


@cache
def _positions() -> dict[str, str]:
    with files("pipeline.reference").joinpath("worker_positions.csv").open(encoding="utf-8") as handle:
        return {key(row["text"]): row["tier"] for row in csv.DictReader(handle)}


def tier(position: str | None) -> str | None:
    """Give ``leader`` or ``direct`` for a printed position, None when its opening words are not in the table."""
    words = key(position or "").split()
    for size in range(min(4, len(words)), 0, -1):
        found = _positions().get(" ".join(words[:size]))
        if found is not None:
            return found
    return None


def _direct(matter: Matter, nominee: Nominee) -> bool | None:
    award = nominee.award.value
    told = matter.traits.get((key(award.name or ""), key(award.unit or "")))
    if told is not None and told.direct is not None:
        return told.direct
    known = tier(award.position)
    return None if known is None else known == "direct"


def _percent(part: int, whole: int) -> str:
    return f"{round(100 * part / whole, 1):g}".replace(".", ",")


def shares(matter: Matter) -> Iterator[FindingRow]:
    """Give one line a unit that proposes persons: leaders, direct workers, women; what nobody said is counted as unknown."""
    groups: dict[str, list[Nominee]] = defaultdict(list)
    for nominee in matter.data.nominees:
        award = nominee.award.value
        if nominee.unit is not None and award.status == "proposed" and award.subject_kind == PERSON:
            groups[nominee.unit].append(nominee)
    for unit, nominees in sorted(groups.items()):
        direct = Counter(_direct(matter, n) for n in nominees)
        keys = [(key(n.award.value.name or ""), key(n.award.value.unit or "")) for n in nominees]
        women = Counter(matter.traits[k].woman if k in matter.traits else None for k in keys)
        if not (direct[True] or direct[False] or women[True] or women[False]):
            continue
        said = [f"{len(nominees)} cá nhân"]
        if known := direct[True] + direct[False]:
            said.append(f"trực tiếp lao động {direct[True]}/{known} ({_percent(direct[True], known)} %)")
        if known := women[True] + women[False]:
            said.append(f"nữ {women[True]}/{known} ({_percent(women[True], known)} %)")
        said += [f"chưa rõ {what} {n}" for what, n in (("vị trí", direct[None]), ("giới tính", women[None])) if n]
        for rule in rules("shares", matter.data.as_of):
            message = f"{matter.name(unit)}: {'; '.join(said)}."
            found = finding("PEOPLE_SHARES", Severity.INFO, message, rule, [nominees[0].award])
            yield FindingRow(nominees[0].documents[-1], found, unit)
