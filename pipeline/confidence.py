"""How sure a field is: what its family said, how legible it was, and what the rest of the document says to it.

The odds of the family's confidence are multiplied by a likelihood ratio for each observation (naive Bayes): one place,
numbers as data. ``make calibrate`` sets them to what was measured on pages that no rule was made from;
``thidua evaluate`` prints stated against true.
"""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pipeline.agreement import ITEM_TESTS, Facts, observe, observe_item
from pipeline.model import Dispatch, Field, PartialDate, Zones
from pipeline.reference.agreements import Scale, Spoiling, Weight, scales, spoilings, weights

#: Nothing that a machine read is surer, or less sure, than this.
_MOST, _LEAST = 0.995, 0.02
#: A value that is only part of what is printed (a date without its day, a symbol without its number) is no sure value.
_PARTIAL = 0.5
_NO_DAY = 0.89
#: Under this a value is one to be checked.
_DOUBT = 0.7
#: From this legibility on a pen's digits were confirmed by a second reading.
_CONFIRMED = 0.9
_PRINTED = 0.98
_HARD_TO_READ = "Chữ đọc từ ảnh, có thể sai."
_PARTS = ("number", "notation")


@dataclass(frozen=True, slots=True)
class Weighed:
    """What the evidence comes to: log odds before they are set to scale, a bound on the outcome, and why.

    ``legible`` is False for letters read off an image: how these spoil is told by ``readings.csv``, and no scale was measured.
    """

    odds: float
    most: float
    legible: bool
    reasons: tuple[str, ...]


def weigh(facts: Facts) -> Dispatch:
    """Give the dispatch with its fields' confidences and reasons brought up to date; no value changes."""
    dispatch = facts.dispatch
    found = evidence(facts)
    changes: dict[str, Any] = {name: _set(name, getattr(dispatch, name), own) for name, own in found.scalars.items()}
    for name, items in found.lists.items():
        fields = zip(getattr(dispatch, name), items, strict=True)
        changes[name] = tuple(_set(name, field, own) for field, own in fields)
    return replace(dispatch, **changes)


@dataclass(frozen=True, slots=True)
class Found:
    """The weighed evidence of a whole dispatch: by scalar field, and by list, item by item."""

    scalars: dict[str, Weighed]
    lists: dict[str, tuple[Weighed, ...]]


def evidence(facts: Facts) -> Found:
    """Give what the evidence for each value comes to, before any scale: this is what a calibration measures."""
    seen: dict[str, list[tuple[str, bool]]] = defaultdict(list)
    for rule, name, agrees in observe(facts):
        seen[name].append((rule, agrees))
    scalars: dict[str, Weighed] = {}
    lists: dict[str, tuple[Weighed, ...]] = {}
    for name in spoilings():
        value: Any = getattr(facts.dispatch, name)
        if name in ITEM_TESTS:
            lists[name] = tuple(_weighed(name, f, list(observe_item(facts, name, f.value)), facts) for f in value)
        elif value is not None:
            scalars[name] = _weighed(name, value, seen[_whole(name)], facts)
    return Found(scalars, lists)


def _weighed(name: str, field: Field[Any], seen: list[tuple[str, bool]], facts: Facts) -> Weighed:
    ruled = weights()
    legible = _legibility(field, facts.zones)
    said, read = _logit(field.confidence / legible), _reading(name, field, legible)
    odds = said if read is None else _logit(_probability(said) * read)
    raised: list[str] = []
    lowered: list[str] = [] if read is None or read >= _CONFIRMED else [_HARD_TO_READ]
    for rule, agrees in seen:
        weight = ruled.get((rule, _whole(name)))
        if weight is None:
            continue
        factor, reason = (weight.agree, weight.agree_reason) if agrees else (weight.disagree, weight.disagree_reason)
        odds += math.log(factor)
        if reason and factor != 1:
            (raised if factor > 1 else lowered).append(reason)
    most = _MOST
    if _is_part(name, field, facts.dispatch) and facts.scanned:
        most = _PARTIAL
    elif isinstance(field.value, PartialDate) and field.value.day is None:
        most = _NO_DAY
    return Weighed(odds, most, read is None, tuple(dict.fromkeys((*lowered, *field.reasons, *raised))))


def _set(name: str, field: Field[Any], own: Weighed) -> Field[Any]:
    sure = stated(own, scales().get(_whole(name)))
    return replace(field, confidence=round(sure, 4), reasons=own.reasons)


def stated(own: Weighed, scale: Scale | None) -> float:
    """Give the confidence that is stated for weighed evidence under a scale; more evidence never gives less.

    A scale may lower what the rules doubt, never lift it out of doubt: too few such values were measured.
    """
    plain = _probability(own.odds)
    sure = plain if scale is None or not own.legible else _probability(scale.slope * own.odds + scale.offset)
    if plain < _DOUBT:
        sure = min(sure, plain)
    return min(max(sure, _LEAST), own.most)


def witnessed(dispatch: Dispatch, rule: str, told: Mapping[str, bool | Sequence[bool | None]]) -> Dispatch:
    """Give the dispatch with the fields that a witness from outside the page bears out raised, and those it denies lowered.

    ``rule`` names the witness in ``agreements.csv``. Of a list it tells item by item, None where it says nothing.
    A value that is only part of what is printed stays as doubtful as it was.
    """
    changes: dict[str, Any] = {}
    for name, agrees in told.items():
        value: Any = getattr(dispatch, name)
        weight = weights().get((rule, name))
        if value is None or weight is None:
            continue
        if isinstance(agrees, bool):
            if not (agrees and _is_part(name, value, dispatch)):
                changes[name] = _swayed(value, weight, agrees)
        else:
            items = zip(value, agrees, strict=True)
            changes[name] = tuple(item if one is None else _swayed(item, weight, one) for item, one in items)
    return replace(dispatch, **changes)


def _swayed(field: Field[Any], weight: Weight, agrees: bool) -> Field[Any]:
    factor, reason = (weight.agree, weight.agree_reason) if agrees else (weight.disagree, weight.disagree_reason)
    sure = min(max(_probability(_logit(field.confidence) + math.log(factor)), _LEAST), _MOST)
    reasons = (*field.reasons, reason) if agrees else (reason, *field.reasons)
    return replace(field, confidence=round(sure, 4), reasons=tuple(dict.fromkeys(reasons)))


def _whole(name: str) -> str:
    """Give the field that is observed in place of one of its parts."""
    return "symbol" if name in _PARTS else name


def _is_part(name: str, field: Field[Any], dispatch: Dispatch) -> bool:
    """Tell whether the page said more than was read: on an image a blank number or day is one the pen wrote."""
    if name == "symbol":
        return dispatch.number is None
    return isinstance(field.value, PartialDate) and field.value.day is None


def _legibility(field: Field[Any], zones: Zones | None) -> float:
    if zones is None:
        return 1.0
    lines = zones.layout.lines
    return max(min((lines[e.index].legibility for e in field.evidence if e.index < len(lines)), default=1.0), 0.05)


def _reading(name: str, field: Field[Any], legible: float) -> float | None:
    """Give the share of readings like this one that come out right to the letter; None for text that is digital."""
    if legible >= _PRINTED:
        return None
    spoiling: Mapping[str, Spoiling] = spoilings()
    rate = spoiling[name]
    letters = sum(1 for c in field.raw if c.isalnum())
    out = math.exp(-rate.per_letter * letters * (1 - legible))
    return out if legible >= _CONFIRMED else out * rate.handwriting


def _logit(share: float) -> float:
    inside = min(max(share, _LEAST), _MOST)
    return math.log(inside / (1 - inside))


def _probability(odds: float) -> float:
    return 1 / (1 + math.exp(-odds))
