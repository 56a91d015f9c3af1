"""Check 5: numbers of one series: duplicates and gaps (NĐ 30/2020, Điều 15). Asked of a store, not of one document.

An office's own numbers run on without a hole, so what is missing there was not filed. Of another's numbers it gets only
those sent to it: a hole says something only in a series of which nearly everything came.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Protocol

from pipeline.model import Finding, PartialDate, Profile
from pipeline.reference import rules
from pipeline.text import bare

_PARTS = re.compile(
    r"^(?P<number>\d{1,5})(?P<letter>[a-zđA-ZĐ]?)(?:/(?P<year>(?:19|20)\d\d))?\s*[/-]\s*(?P<notation>.+)$"
)
#: A series speaks of gaps from so many numbers on, when this share of those between first and last is there.
_ENOUGH = 5
_OWN_SHARE, _OTHERS_SHARE = Fraction(1, 2), Fraction(3, 4)
#: So many gaps are listed in one sentence.
_LISTED = 8


class Listed(Protocol):
    """A dispatch as a list of the store shows it; ``issued_on`` is ISO, cut off before an unread part."""

    @property
    def id(self) -> str:
        """What the store knows it by."""

    @property
    def file_name(self) -> str:
        """What the clerk knows it by."""

    @property
    def symbol(self) -> str | None:
        """As printed."""

    @property
    def issued_on(self) -> str | None:
        """As far as it was read."""

    @property
    def issuer(self) -> str | None:
        """As printed."""

    @property
    def agency(self) -> str | None:
        """The issuer's registry id."""


@dataclass(frozen=True, slots=True)
class Numbered:
    """One row of the store: its id, the issuer's registry id or name, the symbol as printed, its day.

    ``label`` is what the clerk knows the document by and ``name`` how the issuer is shown; empty: the id, the issuer.
    """

    id: str
    issuer: str
    symbol: str
    issued_on: date
    label: str = ""
    name: str = ""
    own: bool = False


@dataclass(frozen=True, slots=True)
class Series:
    """One run of numbers: an issuer's notation in a year, what was given twice and what is missing in between.

    ``twice`` pairs each number with the labels of those that bear it; ``gaps`` are first and last missing number, both
    included; ``present`` counts the numbers that are there; ``newest`` is the last day in it. ``own``: the office's.
    ``bearers`` are the ids of those that bear each number given twice, ``sides`` the ids on both sides of each gap.
    """

    issuer: str
    notation: str
    year: int
    last: int
    twice: tuple[tuple[str, tuple[str, ...]], ...]
    gaps: tuple[tuple[int, int], ...]
    first: int = 0
    present: int = 0
    newest: date = date.min
    own: bool = False
    bearers: tuple[tuple[str, ...], ...] = ()
    sides: tuple[tuple[str, str], ...] = ()

    @property
    def whole_enough(self) -> bool:
        """Tell whether so much of it is there that a missing number says something."""
        share = _OWN_SHARE if self.own else _OTHERS_SHARE
        return self.present >= _ENOUGH and self.present >= share * (self.last - self.first + 1)


def of_heads(heads: Iterable[Listed], own: str) -> tuple[Series, ...]:
    """Give the series of a store with something to tell, the newest first.

    ``heads`` are those in force: versions of one dispatch are one. ``own`` is the office's registry id or its name.
    """
    rows = []
    for head in heads:
        if head.symbol is None or head.issued_on is None or head.issuer is None:
            continue
        name = bare(head.issuer)
        day = PartialDate.parse(head.issued_on).period.start
        mine = own in (head.agency, head.issuer) or bare(own) == name
        rows.append(Numbered(head.id, head.agency or name, head.symbol, day, head.file_name, head.issuer, mine))
    told = [one for one in series(rows) if one.twice or one.whole_enough]
    return tuple(sorted(told, key=lambda one: one.newest, reverse=True))


def series(rows: Iterable[Numbered]) -> tuple[Series, ...]:
    """Give every series with a duplicate or a gap, by issuer, year and notation. Blank numbers are left out.

    The series is the issuer's notation: a council under a committee counts its own. Gaps count from the first
    number seen, since an office may begin to file here at any time of the year.
    """
    runs: dict[tuple[str, int, str], dict[str, list[Numbered]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        parts = _PARTS.match("".join(row.symbol.split()))
        if parts is not None:
            number = f"{int(parts['number'])}{parts['letter'].casefold()}"
            runs[row.issuer, row.issued_on.year, parts["notation"]][number].append(row)
    out = []
    for (issuer, year, notation), numbers in sorted(runs.items()):
        many = [(number, borne) for number, borne in sorted(numbers.items(), key=_by_number) if len(borne) > 1]
        twice = tuple((number, tuple(row.label or row.id for row in borne)) for number, borne in many)
        # A gap lies between the last to bear the number below it (``12b``) and the first to bear the one above.
        ids = [
            (_by_number((number, borne))[0], borne[0].id) for number, borne in sorted(numbers.items(), key=_by_number)
        ]
        present = sorted({n for n, _ in ids})
        holes = [(a, b) for a, b in pairwise(ids) if b[0] - a[0] > 1]
        gaps = tuple((a[0] + 1, b[0] - 1) for a, b in holes)
        if twice or gaps:
            borne = [row for rows_ in numbers.values() for row in rows_]
            newest = max(borne, key=lambda row: row.issued_on)
            bearers = tuple(tuple(row.id for row in borne) for _, borne in many)
            sides = tuple((a[1], b[1]) for a, b in holes)
            # fmt: off
            out.append(Series(
                newest.name or issuer, notation, year, present[-1], twice, gaps, present[0], len(present),
                newest.issued_on, newest.own, bearers, sides,
            ))
            # fmt: on
    return tuple(out)


def _by_number(item: tuple[str, list[Numbered]]) -> tuple[int, str]:
    digits = item[0].rstrip("abcdefghijklmnopqrstuvwxyzđ")
    return int(digits), item[0]


def findings(found: Series, profile: Profile = Profile.STATE) -> tuple[Finding, ...]:
    """Give ``NUMBER_TWICE`` for each duplicate and one ``NUMBER_GAP`` for all gaps of a series that is whole enough."""
    on = date(found.year, 12, 31)
    out = []
    rule = rules.in_force("NUMBER_TWICE", profile, on)
    for number, labels in found.twice if rule is not None else ():
        message = (
            f"Số {number}/{found.notation} năm {found.year} của {found.issuer} có ở {len(labels)} văn bản: "
            f"{', '.join(labels)}."
        )
        suggestion = (
            "Đối chiếu sổ đăng ký văn bản đi; cấp lại số cho một văn bản."
            if found.own
            else "Đối chiếu bản gốc; nếu đúng như vậy, hỏi lại đơn vị gửi. Là các bản của một văn bản thì gộp lại."
        )
        assert rule is not None
        out.append(Finding("NUMBER_TWICE", rule.severity, message, rule.cited, "symbol", (), suggestion))
    rule = rules.in_force("NUMBER_GAP", profile, on)
    if found.gaps and rule is not None and found.whole_enough:
        listed = ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in found.gaps[:_LISTED])
        more = f" và {len(found.gaps) - _LISTED} chỗ khác" if len(found.gaps) > _LISTED else ""
        message = (
            f"Dãy số {found.notation} năm {found.year} của {found.issuer} có {found.present} số từ {found.first} đến "
            f"{found.last}, {'chưa lưu' if found.own else 'chưa nhận được'}: {listed}{more}."
        )
        suggestion = (
            "Tìm văn bản đi còn thiếu để lưu, hoặc ghi trong sổ là số bỏ trống."
            if found.own
            else "Nếu văn bản ấy cũng gửi đến đây, hỏi lại đơn vị gửi."
        )
        out.append(Finding("NUMBER_GAP", rule.severity, message, rule.cited, "symbol", (), suggestion))
    return tuple(out)
