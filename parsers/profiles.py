"""Whose layout rules a document follows, told from the top right of its head before any field is read."""

from collections.abc import Iterable

from parsers.values import symbols
from pipeline.model import Line, Profile, Zones
from pipeline.text import flat
from pipeline.zones.letters import Kind, kind_of
from pipeline.zones.titles import catalogued

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
    return _by_symbol(line.text for line in zones.head_left if _is_symbol(line)) or _in_title(zones) or Profile.OTHER


def _is_symbol(line: Line) -> bool:
    return kind_of(flat(line.text).strip()) is Kind.SYMBOL


def _in_title(zones: Zones) -> Profile | None:
    """Tell by the symbol of a head that is one sentence: ``QUYẾT ĐỊNH CỦA … SỐ 61/2003/QĐ-BVH NGÀY …``."""
    sentence = catalogued(zones.title)
    return None if sentence is None else _by_symbol([sentence.text("symbol")])


def _by_symbol(texts: Iterable[str]) -> Profile | None:
    for text in texts:
        symbol = symbols.parse(text)
        if symbol is not None:
            return Profile.PARTY if symbol.party else Profile.STATE
    return None
