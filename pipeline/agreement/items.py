"""Which items of a list are borne out: by their own form, by what they name, by the dispatch they stand in."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import cache
from typing import Any

from pipeline.agreement.facts import Facts
from pipeline.model import Addressee, Award, Field, Milestone, Recipient, Reference, Result, State, Target
from pipeline.reference import page_words, people, rules, units
from pipeline.text import key, squeeze

#: Whether an item bears out, by the name of the list; None where there is nothing to compare.
Test = Callable[[Facts, Any], bool | None]

#: A plan's steps lie within so many days of its date.
_FAR = timedelta(days=3653)
#: A person's name has at most so many words.
_LONGEST_NAME = 6


def _receiver(facts: Facts, item: Addressee | Recipient) -> bool | None:
    """Tell a receiver that is a known body, a kind of body, a person in office, or ``Như trên``."""
    purposeful = isinstance(item, Recipient) and item.purpose is not None
    if item.agency is not None or purposeful or page_words.is_body(item.text):
        return True
    return (
        people.opens_with_title(item.text)
        or people.opens_with_body(item.text)
        or rules.opens_with(item.text, "receiver")
    )


def _own_symbol(facts: Facts, item: Reference) -> bool | None:
    """Tell a document that cites itself: its own head was taken for a citation."""
    own = facts.dispatch.symbol
    return None if own is None or squeeze(item.symbol) != squeeze(own.value) else False


def _told(facts: Facts, item: Reference) -> bool | None:
    """Tell a citation that names a known type or a day."""
    return True if item.doc_type is not None and item.issued_on is not None else None


def _cited_before(facts: Facts, item: Reference) -> bool | None:
    issued = facts.dispatch.issued_on
    if issued is None or item.issued_on is None:
        return None
    return item.issued_on.period.start <= issued.value.period.end


def _coded(facts: Facts, item: Result | Target) -> bool | None:
    return True if item.indicator is not None else None


def _measured(facts: Facts, item: Result | Target) -> bool | None:
    """Tell a figure without a unit, or whose unit is one word in capitals that is none: the beginning of something else.

    Forms of award are counted too (``30 Lao động tiên tiến``); these are names of more words.
    """
    if isinstance(item, Result) and item.state is not State.STATED:
        return None
    if item.unit is None:
        # Nothing at all is said without a unit: «không phát sinh».
        return None if item.value == 0 else False
    strange = item.unit[:1].isupper() and " " not in item.unit.strip() and key(item.unit) not in _unit_keys()
    return False if strange else None


@cache
def _unit_keys() -> frozenset[str]:
    return frozenset(key(word) for row in units.units() for word in (row.unit, *row.variants))


def _in_time(facts: Facts, item: Milestone) -> bool | None:
    issued, days = facts.dispatch.issued_on, [day for day in (item.start, item.end) if day is not None]
    if item.start is not None and item.end is not None and item.end < item.start:
        return False
    if issued is None or not days:
        return None
    return max(abs(day - _start(issued)) for day in days) <= _FAR


def _start(issued: Field[Any]) -> date:
    start: date = issued.value.period.start
    return start


def _in_catalogue(facts: Facts, item: Award) -> bool | None:
    return True if item.award_code is not None else None


def _named(facts: Facts, item: Award) -> bool | None:
    """Tell a person by the surname, a collective by not being addressed as a person; a name of many words is more than one."""
    words = [] if item.name is None else key(item.name).split()
    if not words or item.subject_kind not in ("cá nhân", "tập thể"):
        return None
    addressed = words[0] in {key(word) for word in people.honorifics()}
    if item.subject_kind == "tập thể":
        return False if addressed else None
    own = words[1:] if addressed else words
    return False if len(own) > _LONGEST_NAME else True if own and own[0] in people.surnames() else None


ITEM_TESTS: dict[str, dict[str, Test]] = {
    "addressees": {"receiver": _receiver},
    "recipients": {"receiver": _receiver},
    "references": {"own_symbol": _own_symbol, "told": _told, "cited_before": _cited_before},
    "targets": {"coded": _coded, "measured": _measured},
    "milestones": {"in_time": _in_time},
    "results": {"coded": _coded, "measured": _measured},
    "awards": {"in_catalogue": _in_catalogue, "named": _named},
}


def observe_item(facts: Facts, name: str, item: Any) -> Iterator[tuple[str, bool]]:
    """Give every observation on one item of the list ``name`` as (rule, agrees)."""
    for rule, test in ITEM_TESTS[name].items():
        agrees = test(facts, item)
        if agrees is not None:
            yield rule, agrees
