"""How sure a field is: what its family said, how legible it was, and what the rest of the document says to it.

The odds of the family's confidence are multiplied by a likelihood ratio for each observation (naive Bayes): one place,
numbers as data. Calibrated on documents that no rule was made from; ``thidua evaluate`` prints stated against true.
"""

import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pipeline.agreement import Facts, observe
from pipeline.model import Dispatch, Field, PartialDate, Zones
from pipeline.reference.agreements import Spoiling, spoilings, weights

#: Nothing that a machine read is surer, or less sure, than this.
_MOST, _LEAST = 0.995, 0.02
#: A value that is only part of what is printed (a date without its day, a symbol without its number) is no sure value.
_PARTIAL = 0.5
#: From this legibility on a pen's digits were confirmed by a second reading.
_CONFIRMED = 0.9
_PRINTED = 0.98
_HARD_TO_READ = "Chữ đọc từ ảnh, có thể sai."
_PARTS = ("number", "notation")


def weigh(facts: Facts) -> Dispatch:
    """Give the dispatch with its scalar fields' confidences and reasons brought up to date; no value changes."""
    seen: dict[str, list[tuple[str, bool]]] = defaultdict(list)
    for rule, name, agrees in observe(facts):
        seen[name].append((rule, agrees))
    changes: dict[str, Any] = {}
    for name in spoilings():
        field: Field[Any] | None = getattr(facts.dispatch, name)
        if field is None:
            continue
        own = seen["symbol"] if name in _PARTS else seen[name]
        changes[name] = _weighed(name, field, own, facts)
    return replace(facts.dispatch, **changes)


def _weighed(name: str, field: Field[Any], seen: list[tuple[str, bool]], facts: Facts) -> Field[Any]:
    ruled = weights()
    legible = _legibility(field, facts.zones)
    said, read = _logit(field.confidence / legible), _reading(name, field, legible)
    odds = said if read is None else _logit(_probability(said) * read)
    raised: list[str] = []
    lowered: list[str] = [] if read is None or read >= _CONFIRMED else [_HARD_TO_READ]
    for rule, agrees in seen:
        weight = ruled.get((rule, "symbol" if name in _PARTS else name))
        if weight is None:
            continue
        factor, reason = (weight.agree, weight.agree_reason) if agrees else (weight.disagree, weight.disagree_reason)
        odds += math.log(factor)
        if reason and factor != 1:
            (raised if factor > 1 else lowered).append(reason)
    sure = min(max(_probability(odds), _LEAST), _MOST)
    if _is_part(name, field, facts.dispatch) and facts.scanned:
        sure = min(sure, _PARTIAL)
    elif isinstance(field.value, PartialDate) and field.value.day is None:
        sure = min(sure, 0.89)
    reasons = dict.fromkeys((*lowered, *field.reasons, *raised))
    return replace(field, confidence=round(sure, 4), reasons=tuple(reasons))


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
