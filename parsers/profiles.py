"""Whose layout rules a document follows, told from the top right of its head before any field is read."""

from collections.abc import Iterable

from parsers.values import symbols
from pipeline.model import Line, Profile, Zones
from pipeline.text import flat
from pipeline.zones.letters import Kind, kind_of

_TOLD = {
    Kind.PARTY: Profile.PARTY,
    Kind.YOUTH: Profile.YOUTH,
    Kind.COUNTRY: Profile.STATE,
    Kind.MOTTO: Profile.STATE,
}


def detect(zones: Zones) -> Profile:
    """Give the profile: by Quốc hiệu, the Party's or the Youth Union's title; else by the shape of the symbol; else OTHER."""
    for line in zones.head_right:
        told = _TOLD.get(kind_of(flat(line.text).strip()))
        if told is not None:
            return told
    return _by_symbol(zones.head_left)


def _by_symbol(lines: Iterable[Line]) -> Profile:
    for line in lines:
        letters = flat(line.text).strip()
        if kind_of(letters) is Kind.SYMBOL and (symbol := symbols.parse(line.text)) is not None:
            return Profile.PARTY if symbol.party else Profile.STATE
    return Profile.OTHER
