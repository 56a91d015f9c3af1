"""A printed name to a registry agency: exact first, then likeness with a floor, and "not sure" when two come close."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from pipeline.reference.agencies import Agency, Registry, fold

#: Likeness (0 to 100) under which a name is another name, and the lead the best must have over the second.
FLOOR = 93.0
LEAD = 3.0


@dataclass(frozen=True, slots=True)
class AgencyMatch:
    """What a name was taken for: ``agency`` or None, how sure (0 to 1), and the candidates when it is not sure."""

    agency: Agency | None
    confidence: float
    candidates: tuple[Agency, ...] = ()


class Matcher:
    """Matches names against one registry; answers are remembered, since the same bodies return all day."""

    def __init__(self, registry: Registry) -> None:
        """Keep the registry and its folded names."""
        self.registry = registry
        self._ids = dict(registry.names())
        self._names = list(self._ids)
        self._match = lru_cache(maxsize=20_000)(self._find)

    def match(self, text: str, on: date | None = None, province: str | None = None) -> AgencyMatch:
        """Give the agency that ``text`` names on day ``on``, inside ``province`` when the name leaves the place out."""
        return self._match(text, on, province)

    def _find(self, text: str, on: date | None, province: str | None) -> AgencyMatch:
        found = self.registry.find(text, on, province)
        if len(found) == 1:
            return AgencyMatch(found[0].agency, 1.0 if found[0].certain else 0.9)
        if found:
            return AgencyMatch(None, 0.0, tuple(f.agency for f in found))
        return self._alike(text, on)

    def _alike(self, text: str, on: date | None) -> AgencyMatch:
        # Loaded on the first unknown name only: the command line's help must not pay for it.
        from parsers.values.likeness import closest

        ranked = [
            (score, ids)
            for name, score in closest(fold(text), self._names, floor=FLOOR)
            if (ids := [i for i in self._ids[name] if self.registry.agencies[i].alive(on)])
        ]
        if not ranked:
            return AgencyMatch(None, 0.0)
        best = ranked[0][0]
        near = dict.fromkeys(i for score, ids in ranked if best - score < LEAD for i in ids)
        agencies = [self.registry.agencies[i] for i in near]
        if len(agencies) == 1:
            return AgencyMatch(agencies[0], round(best / 100 * 0.9, 3))
        return AgencyMatch(None, 0.0, tuple(agencies))
