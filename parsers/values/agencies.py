"""A printed name to a registry agency: exact first, then slips of tone and typing, and "not sure" where two come close.

A wrong body is worse than none: likeness alone never decides. What differs may be tones, blanks, or one letter of
one longer word that is neither the word for the kind of body nor a part of the place's name.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from pipeline.reference.agencies import Agency, Registry
from pipeline.reference.agency_names import expand, fold, parts, trimmed
from pipeline.text import bare

#: Likeness (0 to 100) from which a name may be the other one mistyped, and from which it is worth showing to a person.
TYPED = 90.0
SHOWN = 80.0
#: Shorter words are too often another word when a letter changes.
_LONG = 4


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
        self._by_letters: dict[str, dict[str, None]] = defaultdict(dict)
        self._by_shape: dict[tuple[str, int], dict[str, dict[str, None]]] = defaultdict(lambda: defaultdict(dict))
        for name, ids in registry.names():
            letters = bare(name)
            words = letters.split()
            for one in ids:
                self._by_letters[letters.replace(" ", "")][one] = None
                if words:
                    self._by_shape[words[0], len(words)][letters][one] = None
        # Typed without tones, the word for the class of place is not told from its neighbours.
        for body in registry.agencies.values():
            self._by_letters[bare(expand(body.name)).replace(" ", "")][body.id] = None
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
        wanted, classes = parts(trimmed(text))
        if " " not in wanted:
            return AgencyMatch(None, 0.0)
        forms: list[tuple[str, str | None]] = [(bare(wanted), None)]
        if province is not None and (place := self.registry.place_of(province)):
            forms.append((bare(f"{wanted} {place}"), province))
        for look, sure in ((self._same_letters, 0.85), (self._one_letter, 0.75)):
            for letters, inside in forms:
                bodies = [
                    body
                    for one in look(letters)
                    if self.registry.fits(body := self.registry.agencies[one], classes, on)
                    and (inside is None or (body.province == inside and (classes or body.named_alone)))
                ]
                if len(bodies) == 1:
                    return AgencyMatch(bodies[0], sure)
                if bodies:
                    return AgencyMatch(None, 0.0, tuple(bodies))
        return AgencyMatch(None, 0.0)

    def _same_letters(self, letters: str) -> tuple[str, ...]:
        return tuple(self._by_letters.get(letters.replace(" ", ""), ()))

    def _one_letter(self, letters: str) -> tuple[str, ...]:
        """Give the bodies whose name differs by one letter of one word, outside the name of the place."""
        words = letters.split()
        group = self._by_shape.get((words[0], len(words))) if words else None
        if not group:
            return ()
        # Loaded on the first unknown name only: the command line's help must not pay for it.
        from parsers.values.likeness import closest, one_edit

        out: dict[str, None] = {}
        for name, _ in closest(letters, group, floor=TYPED):
            other = name.split()
            differing = [n for n, (a, b) in enumerate(zip(words, other, strict=True)) if a != b]
            if len(differing) != 1:
                continue
            at = differing[0]
            one_word, as_known = words[at], other[at]
            if min(len(one_word), len(as_known)) < _LONG or not one_edit(one_word, as_known):
                continue
            # Another first letter makes another word of most syllables: "Hội đồng", "Hội nông".
            if one_word[0] != as_known[0]:
                continue
            for one in group[name]:
                body = self.registry.agencies[one]
                place = len(bare(fold(body.seat or "")).split()) if body.province else 0
                if at < len(words) - place:
                    out[one] = None
        return tuple(out)

    def near(self, text: str, on: date | None = None, limit: int = 5) -> tuple[Agency, ...]:
        """Give the bodies alive on a day whose names look most like ``text``, best first: for a person to choose from."""
        from parsers.values.likeness import closest

        ids: dict[str, None] = {}
        names = dict(self.registry.names())
        for name, _ in closest(parts(trimmed(text))[0], names, floor=SHOWN, limit=4 * limit):
            ids |= dict.fromkeys(names[name])
        bodies = (self.registry.agencies[one] for one in ids)
        return tuple(b for b in bodies if b.alive(on))[:limit]
