"""Check 5: numbers of one series: duplicates and gaps (NĐ 30/2020, Điều 15). Asked of a store, not of one document."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from pipeline.model import Finding, Profile
from pipeline.reference import rules

_PARTS = re.compile(
    r"^(?P<number>\d{1,5})(?P<letter>[a-zđA-ZĐ]?)(?:/(?P<year>(?:19|20)\d\d))?\s*[/-]\s*(?P<notation>.+)$"
)


@dataclass(frozen=True, slots=True)
class Numbered:
    """One row of the store: its id, the issuer's registry id or name, the symbol as printed, its day."""

    id: str
    issuer: str
    symbol: str
    issued_on: date


@dataclass(frozen=True, slots=True)
class Series:
    """One run of numbers: an issuer's notation in a year, what was given twice and what is missing in between.

    ``twice`` pairs each number with the ids that bear it; ``gaps`` are first and last missing number, both included.
    """

    issuer: str
    notation: str
    year: int
    last: int
    twice: tuple[tuple[str, tuple[str, ...]], ...]
    gaps: tuple[tuple[int, int], ...]


def series(rows: Iterable[Numbered]) -> tuple[Series, ...]:
    """Give every series with a duplicate or a gap, by issuer, year and notation. Blank numbers are left out.

    The series is the issuer's notation: a council under a committee counts its own. Gaps count from the first
    number seen, since what went to others was never received here.
    """
    runs: dict[tuple[str, int, str], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        parts = _PARTS.match("".join(row.symbol.split()))
        if parts is not None:
            number = f"{int(parts['number'])}{parts['letter'].casefold()}"
            runs[row.issuer, row.issued_on.year, parts["notation"]][number].append(row.id)
    out = []
    for (issuer, year, notation), numbers in sorted(runs.items()):
        twice = tuple((n, tuple(ids)) for n, ids in sorted(numbers.items(), key=_by_number) if len(ids) > 1)
        present = sorted({int(re.match(r"\d+", n)[0]) for n in numbers})  # type: ignore[index]
        gaps = tuple((a + 1, b - 1) for a, b in pairwise(present) if b - a > 1)
        if twice or gaps:
            out.append(Series(issuer, notation, year, present[-1], twice, gaps))
    return tuple(out)


def _by_number(item: tuple[str, list[str]]) -> tuple[int, str]:
    digits = item[0].rstrip("abcdefghijklmnopqrstuvwxyzđ")
    return int(digits), item[0]


def findings(found: Series, profile: Profile = Profile.STATE) -> tuple[Finding, ...]:
    """Give ``NUMBER_TWICE`` for each duplicate and one ``NUMBER_GAP`` for all gaps of a series."""
    on = date(found.year, 12, 31)
    out = []
    rule = rules.in_force("NUMBER_TWICE", profile, on)
    for number, ids in found.twice if rule is not None else ():
        message = f"Số {number}/{found.notation} năm {found.year} của {found.issuer} có ở {len(ids)} văn bản: {', '.join(ids)}."
        suggestion = "Đối chiếu sổ đăng ký văn bản; giữ một văn bản, hỏi lại đơn vị gửi về văn bản kia."
        assert rule is not None
        out.append(Finding("NUMBER_TWICE", rule.severity, message, rule.cited, "symbol", (), suggestion))
    rule = rules.in_force("NUMBER_GAP", profile, on)
    if found.gaps and rule is not None:
        listed = ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in found.gaps)
        message = f"Dãy số {found.notation} năm {found.year} của {found.issuer} chưa nhận được số: {listed}."
        out.append(Finding("NUMBER_GAP", rule.severity, message, rule.cited, "symbol"))
    return tuple(out)
