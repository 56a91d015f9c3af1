"""Which indicator a target of a plan is about: the one its reader named, else the one its words name, else none."""

from collections.abc import Callable, Sequence
from functools import lru_cache

from pipeline.consolidate.measure import fits, read_unit
from pipeline.model import Target
from pipeline.reference.indicators import Indicator, Kind
from pipeline.reference.target_words import target_words, without
from pipeline.reference.units import units
from pipeline.text import key

#: What is left of a name without the words of its amount must have so many syllables to name anything.
_LEAST = 4

Words = tuple[str, ...]


class Goals:
    """The dictionary as targets are held to it. A wording that two indicators share names none."""

    def __init__(self, indicators: Sequence[Indicator]) -> None:
        """Index names and synonyms, whole and without the words of an amount."""
        self._by_code = {i.code: i for i in indicators}
        self._whole = _unique(indicators, lambda name, one: _words(name))
        self._core = {words: one for words, one in _unique(indicators, _core).items() if len(words) >= _LEAST}

    def indicator(self, target: Target) -> Indicator | None:
        """Give the indicator of a target, None unless sure."""
        if target.indicator is not None:
            return self._by_code.get(target.indicator)
        for name in (target.metric, target.text):
            if name and (found := self._whole.get(_words(name))) is not None:
                return found
        return self._told(target)

    def _told(self, target: Target) -> Indicator | None:
        """Give the count that the target's words name ("tập huấn khuyến nông cho ít nhất 5.000 lượt người").

        Only counts of a period in a unit that fits; the longest wording wins, and it must name one indicator. Bounds and
        numbers are passed over, then the unit too (huy động *trên 2.000 triệu đồng* thực hiện phong trào). Falls and rates
        are left alone: "giảm tỷ lệ hộ nghèo 1%" names a rate that it is not about.
        """
        if target.direction == "down" or target.unit is None:
            return None
        plain = tuple(w for w in _words(target.text) if not w[:1].isdigit())
        said = without(plain, target_words("bound"))
        bare = without(said, _unit_words(target.unit))
        for texts, names in (((plain, said), self._whole), ((bare,), self._whole | self._core)):
            found = [
                (len(name), one)
                for name, one in names.items()
                if one.kind is Kind.FLOW and fits(target.unit, one) and any(_holds(t, name) for t in texts)
            ]
            longest = max((size for size, _ in found), default=0)
            named = {one.code: one for size, one in found if size == longest and size > 1}
            if named:
                return next(iter(named.values())) if len(named) == 1 else None
        return None


def _words(text: str) -> Words:
    return tuple(key(text).split())


def _holds(text: Words, name: Words) -> bool:
    """Tell whether the words of a name stand side by side in a text."""
    return any(text[at : at + len(name)] == name for at in range(len(text) - len(name) + 1))


def _core(name: str, one: Indicator) -> Words:
    """Give what a name says beside how much: "tổng kinh phí huy động thực hiện phong trào" is "huy động thực hiện phong trào"."""
    heads = target_words("head") + (target_words("money") if one.is_money else ())
    return without(_words(name), tuple(sorted(heads, key=len, reverse=True)))


def _unique(indicators: Sequence[Indicator], fold: Callable[[str, Indicator], Words]) -> dict[Words, Indicator]:
    out: dict[Words, Indicator | None] = {}
    for one in indicators:
        for words in {fold(name, one) for name in (one.name, *one.synonyms)}:
            out[words] = None if words in out and out[words] is not one else one
    return {words: one for words, one in out.items() if one is not None and words}


@lru_cache(maxsize=1024)
def _unit_words(unit: str) -> tuple[Words, ...]:
    """Give the words that say a unit, as printed and as other prints of the same measure: triệu đồng, triệu, đồng, tỷ."""
    kind, _ = read_unit(unit)
    same = [n for row in units() if row.kind in (kind, "multiplier") for n in (row.unit, *row.variants)]
    found = {w for name in (unit, *same) if (w := _words(name)) and not w[0][:1].isdigit()}
    return tuple(sorted(found, key=lambda words: (-len(words), words)))
