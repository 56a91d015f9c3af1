"""Row labels and phrases turned into indicator codes, or into "not sure" with the nearest codes.

The dictionary's own words decide: a label is taken when, beside words that say nothing (ước, trên địa bàn, trong năm), it holds
what a name or synonym holds and no word more. A word more (hộ nghèo *được vay vốn*) is another thing counted. What is only alike is
a candidate for a person, never an answer: a wrong code spoils a total silently, a missing one is seen.
"""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from math import log

from parsers.values import units
from parsers.values.likeness import closest
from pipeline.reference.indicators import Direction, Indicator, Kind, indicators
from pipeline.text import bare, key, plain_marks, squeeze

#: From here on a code is answered; below it is only a candidate.
SURE = 0.8
#: Candidates less alike than this (0 to 1) are not worth a person's look.
_FLOOR = 0.5
#: Two codes nearer to each other than this are a doubt, not an answer.
_GAP = 0.05
#: So alike (0 to 100) is a name with a slip of a letter or two.
_SLIP = 93


@dataclass(frozen=True, slots=True)
class Match:
    """The answer: ``code`` is None when not sure. ``candidates`` are (code, likeness 0 to 1), best first."""

    code: str | None
    confidence: float
    candidates: tuple[tuple[str, float], ...] = ()


_NOTHING = Match(None, 0.0)
#: Words that neither widen nor narrow what is counted.
_FILLERS = (
    "số|tổng|là|đạt|được|có|đã|thực hiện|ước|trên|địa bàn|toàn|tỉnh|huyện|xã|thành phố|ngành|trong|năm|kỳ|các|những|của|và|tại|cho|"
    "với|từ|về|ra|ở|theo|hiện nay|đến|đến nay|lũy kế|luỹ kế|cộng|cả|bao gồm|gồm|khoảng|gần|hơn|tính|thêm|tháng|quý|giai đoạn|"
    "số lượng|kết quả|việc|công tác|tỉnh ta|tổ chức|mở|triển khai|cán bộ|công chức|viên chức|người lao động|các cấp"
)
_FILLER = re.compile(
    r"(?<!\S)(?:" + "|".join(sorted(map(key, _FILLERS.split("|")), key=len, reverse=True)) + r")(?!\S)"
)
#: Doings that may stand before a name of the dictionary without changing what is counted.
_VERBS = (
    "đã|đóng góp|hỗ trợ|thực hiện|xây dựng|nhân rộng|tiến hành|trao|trao tặng|tặng|nhận|giúp|giúp đỡ|vận động|"
    "hoàn thành|duy trì|và"
)
_VERB = re.compile(rf"^(?:(?:{'|'.join(sorted(map(key, _VERBS.split('|')), key=len, reverse=True))})\s+)+")
_LEAD = re.compile(r"^\s*(?:(?:[IVX]{1,5}|\d{1,2}(?:\.\d{1,2})*|[a-zđ])\s*[.)/]\s*|[-+*•–—]\s*)+")
_PART = re.compile(r"^\s*trong\s+đó\s*[:,]?\s*(?:có\s+|số\s+)?", re.IGNORECASE)
_YEARS = re.compile(r"\b(?:năm\s+)?(?:19|20)\d\d\b|\b\d{1,2}\s+tháng\b|\bquý\s+[IVX\d]+\b|[\d.,]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Name:
    code: str
    key: str
    words: frozenset[str]
    primary: bool


@cache
def _names() -> tuple[_Name, ...]:
    out = []
    for one in indicators():
        for i, text in enumerate((one.name, *one.synonyms)):
            folded = key(_PART.sub("", text))
            out.append(_Name(one.code, folded, _words(folded), i == 0))
    return tuple(out)


@cache
def _exact() -> dict[str, tuple[_Name, ...]]:
    out: dict[str, list[_Name]] = {}
    for name in _names():
        out.setdefault(name.key, []).append(name)
    return {text: tuple(names) for text, names in out.items()}


@cache
def _toneless() -> dict[str, frozenset[str]]:
    out: dict[str, set[str]] = {}
    for one in indicators():
        for text in (one.name, *one.synonyms):
            out.setdefault(bare(key(_PART.sub("", text))), set()).add(one.code)
    return {text: frozenset(codes) for text, codes in out.items()}


@cache
def _by_code() -> dict[str, Indicator]:
    return {one.code: one for one in indicators()}


@cache
def _weights() -> dict[str, float]:
    """How telling each word is: rare in the dictionary is heavy."""
    names = _names()
    counts: dict[str, int] = {}
    for name in names:
        for word in name.words:
            counts[word] = counts.get(word, 0) + 1
    return {word: log(1 + len(names) / count) for word, count in counts.items()}


@cache
def _index() -> dict[str, tuple[int, ...]]:
    out: dict[str, list[int]] = {}
    for at, name in enumerate(_names()):
        for word in name.words:
            out.setdefault(word, []).append(at)
    return {word: tuple(places) for word, places in out.items()}


@cache
def _name_weights() -> tuple[float, ...]:
    return tuple(_weigh(name.words) for name in _names())


def _words(folded: str) -> frozenset[str]:
    return frozenset(_FILLER.sub(" ", folded).split()) or frozenset(folded.split())


def _weigh(words: frozenset[str]) -> float:
    weights = _weights()
    strange = log(1 + len(_names()))
    return sum(weights.get(word, strange) for word in words)


@cache
def _unit_kinds(code: str) -> tuple[frozenset[str], frozenset[str]]:
    """Give the kinds and the names of units that an indicator takes."""
    one = _by_code()[code]
    read = [units.read(text) for text in (one.unit, *one.accepts)]
    return frozenset(u.kind for u in read if u.kind != "unknown"), frozenset(u.name for u in read)


def fits(code: str, unit: str | None) -> bool:
    """Tell whether figures in ``unit`` may be figures of the indicator; an unstated unit never speaks against it."""
    if unit is None or not unit.strip():
        return True
    read = units.read(unit)
    kinds, names = _unit_kinds(code)
    return read.kind in kinds or read.name in names or any(read.name.startswith(f"{name} ") for name in names)


def _clean(label: str) -> str:
    text = plain_marks(squeeze(label))
    text = _PART.sub("", _LEAD.sub("", text))
    text, _ = units.of_label(text)
    return key(_YEARS.sub(" ", text).rstrip(" :;,.-"))


def _scored(folded: str) -> list[tuple[_Name, float]]:
    """Give names with their likeness: shared weight over all weight, so a word too many counts like a word too few."""
    words = _words(folded)
    weights, index, total = _weights(), _index(), _weigh(words)
    names, whole = _names(), _name_weights()
    common: dict[int, float] = {}
    for word in words & index.keys():
        for at in index[word]:
            common[at] = common.get(at, 0.0) + weights[word]
    out = []
    for at, shared in common.items():
        score = shared / (total + whole[at] - shared)
        if score >= _FLOOR:
            out.append((names[at], score))
    return out


@lru_cache(maxsize=8192)
def match(label: str, unit: str | None = None) -> Match:
    """Give the indicator that ``label`` names when its figures are in ``unit`` (as printed, None when unstated).

    Confidence 0.97 for the dictionary's own words, 0.9 for the same words among empty ones, less for lost tone marks; None and
    candidates when two codes fit, when a word is missing or too many, or when the unit speaks against every one.
    """
    folded = _clean(label)
    if not folded:
        return _NOTHING
    own = {n.code for n in _exact().get(folded, ()) if fits(n.code, unit)}
    if len(own) == 1:
        return _sure(own.pop(), 0.97, unit)
    if len(own) > 1:
        return Match(None, 0.5, tuple((code, 0.97) for code in sorted(own)))
    best: dict[str, float] = {}
    for name, score in _scored(folded):
        if fits(name.code, unit):
            best[name.code] = max(best.get(name.code, 0.0), score)
    ranked = sorted(best.items(), key=lambda pair: (-pair[1], pair[0]))
    if ranked:
        code, score = ranked[0]
        alone = len(ranked) == 1 or score - ranked[1][1] > _GAP
        # Same telling words, in the order the dictionary has them or not: the rest of the label was empty.
        if score >= 0.995 and alone:
            return _sure(code, 0.9, unit, tuple(ranked[1:4]))
    lost = _toneless().get(bare(folded), frozenset())
    if folded == bare(folded) and len(fitting := [code for code in lost if fits(code, unit)]) == 1:
        return _sure(fitting[0], 0.85, unit)
    done = _without_verb(folded, unit)
    if done is not None:
        return _sure(done, 0.85, unit)
    typed = _misspelt(folded, unit)
    if typed is not None:
        return typed
    return Match(None, ranked[0][1] if ranked else 0.0, tuple(ranked[:4]))


def _without_verb(folded: str, unit: str | None) -> str | None:
    """Give the code when the label is a doing (đóng góp …, giúp …) and the rest is the name of something done.

    Only counts that such a doing raises: helping three poor households tells nothing of how many there are.
    """
    rest = _VERB.sub("", folded)
    if rest == folded or len(rest.split()) < 3:
        return None
    codes = {
        n.code
        for text in (rest, f"{key('số')} {rest}")
        for n in _exact().get(text, ())
        if fits(n.code, unit)
        and _by_code()[n.code].kind is Kind.FLOW
        and _by_code()[n.code].direction is not Direction.DOWN
    }
    return codes.pop() if len(codes) == 1 else None


@cache
def _as_long(length: int) -> tuple[str, ...]:
    """Give the names that a text of so many letters can be as alike to as a slip leaves them: all letters of the shorter shared."""
    least = _SLIP / 100
    return tuple(name for name in _exact() if 2 * min(length, len(name)) >= least * (length + len(name)))


def _misspelt(folded: str, unit: str | None) -> Match | None:
    """Give the code when the label is one of the dictionary's names with a slip of a letter or two, None otherwise."""
    if len(folded) < 10:
        return None
    found = closest(folded, _as_long(len(folded)), floor=_SLIP)
    codes = {n.code for text, _ in found for n in _exact()[text] if fits(n.code, unit)}
    if len(codes) != 1:
        return None
    text, score = found[0]
    # A whole word exchanged (đầu for cuối) is no slip.
    if len(text.split()) != len(folded.split()) or _edits(text, folded):
        return None
    return _sure(codes.pop(), min(0.85, score / 100 - 0.1), unit)


def _edits(one: str, other: str) -> bool:
    """Tell whether some word of the two differs by more than one letter."""
    pairs = zip(one.split(), other.split(), strict=True)
    return any(a != b and abs(len(a) - len(b)) + sum(x != y for x, y in zip(a, b, strict=False)) > 1 for a, b in pairs)


def _sure(code: str, confidence: float, unit: str | None, others: tuple[tuple[str, float], ...] = ()) -> Match:
    # Without a unit nothing stands against a look-alike: a money row and a count row may bear one name.
    value = confidence if unit else min(confidence, 0.85)
    return Match(code, value, ((code, confidence), *others))
