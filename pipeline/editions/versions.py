"""The files of one dispatch: which belong together and why, which one leads, what only a person can tell.

Pure, and the order of the files changes nothing. Two numbered files are one dispatch by issuer, symbol, day and subject;
a draft or a scan without its number finds its dispatch by issuer, type, subject and the likeness of its text. What persons
decided comes before every rule.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from enum import StrEnum
from functools import lru_cache
from itertools import combinations

from pipeline.likeness import Gist, at_most, likeness
from pipeline.text import bare

#: How like two subjects must be, 0 to 1, for one symbol and date to be one dispatch and not a number given twice.
_ALIKE = 0.6
#: The same without a number: an unread letter or two in ten, no other word.
_SAME_SUBJECT = 0.85
# Measured on real dispatches: no two different ones of 34 share more than 0.28 of their words, the nearest two being
# forms of one office; a text against itself keeps 0.64 of its words and 0.87 of its figures when three letters in a
# hundred are read wrong, and 0.79 when every tenth paragraph is taken out. Reports of one office on two periods share
# most words and few figures, so the figures must agree too, or nearly all the words where there are few figures.
_WORDS, _FIGURES = 0.6, 0.6
_NEARLY_ALL = 0.85
_FEW_FIGURES = 3
#: Texts of fewer pairs of words tell nothing.
_SHORT = 30
#: From here on a person is asked.
_MAYBE = 0.4
_NUMERAL = re.compile(r"\b(?:\d+|[ivx]+)\b")


_NOTHING = Gist()


class Form(StrEnum):
    """What kind of copy a file is."""

    SIGNED = "signed"
    DIGITAL = "digital"
    SCAN = "scan"
    ENVELOPE = "envelope"


#: How each form is called to a clerk.
FORMS = {
    Form.SIGNED: "bản điện tử có chữ ký số",
    Form.DIGITAL: "bản điện tử",
    Form.SCAN: "bản quét",
    Form.ENVELOPE: "phong bì điện tử",
}


#: Why a version leads, by the place in its rank that decides.
_REASONS = (
    "bản kia đã bị thu hồi hoặc thay thế",
    "người dùng đã chọn",
    "là văn bản, không phải phong bì điện tử",
    "đã có số và ngày ban hành",
    "là chữ điện tử, không phải ảnh quét",
    "có chữ ký số",
    "khớp với phong bì điện tử",
    "đến sau cùng",
)


class Bond(StrEnum):
    """What a pair of files is: joined or proposed by the rules; joined or kept apart by a person."""

    MADE = "made"
    PROPOSED = "proposed"
    TOGETHER = "together"
    APART = "apart"


@dataclass(frozen=True, slots=True)
class Version:
    """One file of a dispatch. ``series`` is issuer, symbol and day, None when one of them is unread or unsure.

    ``kin`` is what a draft and its final share; None when it is not known who issued it. ``standing`` is ``counts`` or
    ``withdrawn``.
    """

    id: str
    sha256: str
    received_at: datetime
    series: str | None = None
    kin: str | None = None
    symbol: str | None = None
    number: str | None = None
    notation: str | None = None
    issued_on: str | None = None
    subject: str | None = None
    form: Form = Form.DIGITAL
    vouched: bool = False
    pinned: bool = False
    standing: str = "counts"
    gist: Gist = _NOTHING

    @property
    def rank(self) -> tuple[object, ...]:
        """What makes it lead: the greatest does.

        Never a withdrawn one; a person's choice; a page over its envelope; number and day over a draft without them;
        letters over pictures of letters; a signature; an envelope that agrees; the last to arrive.
        """
        settled = (self.number is not None) + (self.issued_on is not None and len(self.issued_on) == 10)
        return (
            self.standing == "counts",
            self.pinned,
            self.form is not Form.ENVELOPE,
            settled,
            self.form is not Form.SCAN,
            self.form is Form.SIGNED,
            self.vouched,
            self.received_at,
            self.sha256,
            self.id,
        )


@dataclass(frozen=True, slots=True)
class Joining:
    """Why two files belong together, or may: ``why`` is a Vietnamese sentence; ``one`` stands before ``other``."""

    one: str
    other: str
    state: Bond
    why: str
    likeness: float | None = None


@dataclass(frozen=True, slots=True)
class Family:
    """The files of one dispatch, the leading one first. ``identity`` names it and no other."""

    identity: str
    members: tuple[Version, ...]

    @property
    def leader(self) -> Version:
        """The version in force."""
        return self.members[0]


def alike(one: str | None, other: str | None) -> bool:
    """Tell whether two subjects may be one document's; an unread subject never tells two documents apart."""
    if not one or not other:
        return True
    a, b = bare(one), bare(other)
    return a == b or SequenceMatcher(None, a, b, autojunk=False).ratio() >= _ALIKE


def pair(one: str, other: str) -> tuple[str, str]:
    """Give the two ids of a pair in the order in which decisions are kept."""
    return (one, other) if one < other else (other, one)


# A version holds its gist: what is remembered takes some 20 kilobytes a file.
@lru_cache(maxsize=1000)
def compare(one: Version, other: Version) -> Joining | None:
    """Tell what two files are to each other by the rules; None: nothing."""
    first, second = pair(one.id, other.id)
    if one.series is not None and one.series == other.series:
        if not alike(one.subject, other.subject):
            return None
        day = f", cùng ngày {_day(one.issued_on)}" if one.issued_on else ""
        subject = "trích yếu giống nhau" if one.subject and other.subject else "một bản không đọc được trích yếu"
        why = f"Cùng cơ quan ban hành, cùng số {one.symbol}{day}; {subject}."
        return Joining(first, second, Bond.MADE, why)
    if Form.ENVELOPE in (one.form, other.form) or one.kin is None or one.kin != other.kin:
        return None
    if one.series is not None and other.series is not None:
        return None
    return _by_text(one, other)


def may_be_alike(one: frozenset[str], other: frozenset[str]) -> bool:
    """Tell by the marks of two gists (``likeness.marks``) whether the rules could bind the texts, or ask about them."""
    return at_most(one, other) >= _MAYBE


def _by_text(one: Version, other: Version) -> Joining | None:
    """Compare two files of which at least one has no number, or no day, to be known by."""
    if one.notation and other.notation and bare(one.notation) != bare(other.notation):
        return None
    if one.number and other.number and one.number != other.number:
        return None
    if not same_subject(one.subject, other.subject):
        return None
    found = likeness(one.gist, other.gist)
    if found.words < _MAYBE or min(len(one.gist.pairs), len(other.gist.pairs)) < _SHORT:
        return None
    told = f"lời văn giống {round(100 * found.words)}%"
    few = min(len(one.gist.figures), len(other.gist.figures)) < _FEW_FIGURES
    if not few and found.figures is not None:
        told += f", số liệu trùng {round(100 * found.figures)}%"
        sure = found.words >= _WORDS and found.figures >= _FIGURES
    else:
        sure = found.words >= _NEARLY_ALL
    days = {v.issued_on for v in (one, other) if v.issued_on is not None and len(v.issued_on) == 10}
    bare_one = next(v for v in (one, other) if v.series is None)
    lack = "chưa có số" if bare_one.number is None else "chưa đọc được đủ ngày, tháng"
    why = f"Cùng cơ quan ban hành, cùng loại, cùng trích yếu; {told}; một bản {lack}."
    if len(days) > 1:
        sure, why = False, f"{why} Hai bản ghi hai ngày khác nhau."
    return Joining(*pair(one.id, other.id), Bond.MADE if sure else Bond.PROPOSED, why, round(found.words, 3))


def same_subject(one: str | None, other: str | None) -> bool:
    """Tell whether two subjects are one but for letters read wrong; a year or a quarter is no such letter."""
    if not one or not other:
        return False
    a, b = bare(one), bare(other)
    if a == b:
        return True
    # The ratio is at most this; most pairs of an office's subjects end here.
    if 2 * min(len(a), len(b)) < _SAME_SUBJECT * (len(a) + len(b)) or _NUMERAL.findall(a) != _NUMERAL.findall(b):
        return False
    return SequenceMatcher(None, a, b, autojunk=False).ratio() >= _SAME_SUBJECT


def _day(issued_on: str | None) -> str:
    return "/".join(str(int(part)) for part in reversed((issued_on or "").split("-")) if part)


class _Groups:
    """Files put together one pair at a time, never two that a person keeps apart."""

    def __init__(self, versions: Sequence[Version], apart: frozenset[tuple[str, str]]) -> None:
        self._of: dict[str, set[str]] = {v.id: {v.id} for v in versions}
        self._apart = apart

    def of(self, version: str) -> set[str]:
        """The files that are with one now."""
        return self._of[version]

    def join(self, one: str, other: str) -> bool:
        """Put two groups together; tell whether they are one now."""
        mine, theirs = self._of[one], self._of[other]
        if mine is theirs:
            return True
        if any(pair(a, b) in self._apart for a in mine for b in theirs):
            return False
        mine |= theirs
        for version in theirs:
            self._of[version] = mine
        return True

    def all(self) -> list[set[str]]:
        """Every group once."""
        return list({id(group): group for group in self._of.values()}.values())


def families(
    versions: Iterable[Version], decided: Mapping[tuple[str, str], Bond] | None = None
) -> tuple[tuple[Family, ...], tuple[Joining, ...]]:
    """Give the families of files and every joining that was made or is proposed by the rules.

    ``decided`` holds persons' decisions by pairs of ids (``pair``): ``together`` and ``apart``.
    """
    known = sorted(versions, key=lambda v: (v.received_at, v.sha256, v.id))
    by_id = {v.id: v for v in known}
    bonds = {p: bond for p, bond in (decided or {}).items() if p[0] in by_id and p[1] in by_id}
    groups = _Groups(known, frozenset(p for p, bond in bonds.items() if bond is Bond.APART))
    for one, other in sorted(p for p, bond in bonds.items() if bond is Bond.TOGETHER):
        groups.join(one, other)
    found = [j for a, b in combinations(known, 2) if (j := compare(a, b)) is not None]
    made: list[Joining] = []
    proposed = [j for j in found if j.state is Bond.PROPOSED]
    for joining in found:
        if joining.state is Bond.MADE and joining.likeness is None and groups.join(joining.one, joining.other):
            made.append(joining)
    by_text = [j for j in found if j.state is Bond.MADE and j.likeness is not None]
    more, unsure = _drafts(by_text, by_id, groups)
    made += more
    proposed += unsure
    apart = {p for p, bond in bonds.items() if bond is Bond.APART}
    open_ = [j for j in proposed if groups.of(j.one) is not groups.of(j.other) and (j.one, j.other) not in apart]
    return _named(groups, by_id), (*_once(made, by_id), *_once(open_, by_id))


def _drafts(
    sure: Sequence[Joining], by_id: Mapping[str, Version], groups: _Groups
) -> tuple[list[Joining], list[Joining]]:
    """Join files without a number: one that is like two dispatches belongs to neither until a person says so."""
    loose = _Groups([v for v in by_id.values() if v.series is None], frozenset())
    for joining in sure:
        if by_id[joining.one].series is None and by_id[joining.other].series is None:
            loose.join(joining.one, joining.other)
    made: list[Joining] = []
    unsure: list[Joining] = []
    for cluster in loose.all():
        mine = [j for j in sure if j.one in cluster or j.other in cluster]
        reached = {id(groups.of(i)) for j in mine for i in (j.one, j.other) if _numbered(groups.of(i), by_id)}
        for joining in mine:
            across = len(reached) > 1 and any(_numbered(groups.of(i), by_id) for i in (joining.one, joining.other))
            if across:
                why = f"{joining.why} Bản này giống nhiều văn bản khác số."
                unsure.append(Joining(joining.one, joining.other, Bond.PROPOSED, why, joining.likeness))
            elif groups.join(joining.one, joining.other):
                made.append(joining)
    return made, unsure


def _numbered(group: Iterable[str], by_id: Mapping[str, Version]) -> bool:
    return any(by_id[i].series is not None for i in group)


def _once(joinings: Sequence[Joining], by_id: Mapping[str, Version]) -> tuple[Joining, ...]:
    """Give each pair once, in a fixed order."""
    return tuple({(j.one, j.other): j for j in sorted(joinings, key=lambda j: (j.one, j.other))}.values())


def _named(groups: _Groups, by_id: Mapping[str, Version]) -> tuple[Family, ...]:
    """Name each family by the series of its earliest numbered file; a second one of that series by that file too."""
    out: list[Family] = []
    taken: set[str] = set()
    order = list(by_id)
    for group in sorted(groups.all(), key=lambda g: min(order.index(i) for i in g)):
        members = [by_id[i] for i in order if i in group]
        eldest = next((v for v in members if v.series is not None), members[0])
        identity = eldest.series or f"alone:{eldest.id}"
        if identity in taken:
            identity = f"{identity}#{eldest.id}"
        taken.add(identity)
        ranked = sorted(members, key=lambda v: v.rank, reverse=True)
        out.append(Family(identity, tuple(ranked)))
    return tuple(out)


def reason(leader: Version, others: Iterable[Version]) -> str:
    """Say in a Vietnamese sentence why a version leads the others; empty when there are none."""
    best = max(others, key=lambda v: v.rank, default=None)
    if best is None:
        return ""
    decisive = next((i for i, (a, b) in enumerate(zip(leader.rank, best.rank, strict=True)) if a != b), None)
    words = _REASONS[min(decisive if decisive is not None else len(_REASONS) - 1, len(_REASONS) - 1)]
    return f"Bản được dùng vì {words}."
