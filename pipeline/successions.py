"""Which body stands for an older one on a reference date: successions followed step by step, splits left to a person."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pipeline.reference.agencies import Agency, Registry, Succession


class Structure(StrEnum):
    """By which units a report is laid out: those that filed, or those that stand for them on the reference date."""

    AS_FILED = "as_filed"
    MAPPED = "mapped"


@dataclass(frozen=True, slots=True)
class Heir:
    """What became of a body by a day: ``heir`` is its id, None where a person must choose among ``options``.

    ``path`` are the successions followed; it is empty for a body that still stands for itself.
    """

    agency: str
    heir: str | None
    path: tuple[Succession, ...] = ()
    options: tuple[str, ...] = ()


class Lineage:
    """The successions of a registry, forwards and backwards."""

    def __init__(self, registry: Registry) -> None:
        """Index the registry's successions."""
        self._agencies = registry.agencies
        self._next: dict[str, list[Succession]] = defaultdict(list)
        self._before: dict[str, list[Succession]] = defaultdict(list)
        for one in registry.successions:
            self._next[one.from_id].append(one)
            self._before[one.to_id].append(one)

    def agency(self, identifier: str) -> Agency | None:
        """Give the body with an id, None when the registry has none."""
        return self._agencies.get(identifier)

    def heir(self, agency: str, on: date, choices: Mapping[str, str] | None = None) -> Heir:
        """Give what stands for ``agency`` on a day. ``choices`` names the heir that a person chose for a body that was split."""
        current, path = agency, list[Succession]()
        while True:
            body = self._agencies.get(current)
            steps = sorted((s for s in self._next.get(current, ()) if s.date <= on), key=lambda s: (s.date, s.to_id))
            alive = body is not None and body.valid_to is not None and body.valid_to >= on
            if not steps or alive or any(s.from_id == current for s in path):
                return Heir(agency, current, tuple(path))
            first = [s for s in steps if s.date == steps[0].date]
            if len(first) > 1:
                chosen = (choices or {}).get(current)
                first = [s for s in first if s.to_id == chosen]
                if not first:
                    return Heir(agency, None, tuple(path), tuple(s.to_id for s in steps if s.date == steps[0].date))
            path.append(first[0])
            current = first[0].to_id

    def olds(self, agency: str, on: date, since: date) -> tuple[Agency, ...]:
        """Give the bodies that ``agency`` wholly stands for on a day and that were still there on the day ``since``."""
        found, open_ = dict[str, Agency](), [agency]
        while open_:
            for step in self._before.get(open_.pop(), ()):
                body = self._agencies.get(step.from_id)
                if body is None or body.id in found or self.heir(body.id, on).heir != agency:
                    continue
                found[body.id] = body
                open_.append(body.id)
        return tuple(b for b in found.values() if b.valid_to is None or b.valid_to >= since)

    def precedes(self, old: str, new: str) -> bool:
        """Tell whether ``new`` took over from ``old``, wholly or in part, directly or through others."""
        seen, open_ = {old}, [old]
        while open_:
            for step in self._next.get(open_.pop(), ()):
                if step.to_id == new:
                    return new != old
                if step.to_id not in seen:
                    seen.add(step.to_id)
                    open_.append(step.to_id)
        return False
