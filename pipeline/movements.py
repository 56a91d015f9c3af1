"""Which movement (phong trào thi đua) a mention means: names folded, periods told apart, nothing guessed.

Two periods of one name are two movements. A mention that leaves its period out, or gives one end of it, belongs to the
only movement of that name that fits; where several fit, to the only one that runs in the year of the document.
Where that decides nothing the mention stands for itself.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.model import MovementMention
from pipeline.ports import MovementRow
from pipeline.text import bare


@dataclass(frozen=True, slots=True)
class Named:
    """A movement among those of one name: its id and the years it runs, None for an end that nobody gave."""

    id: str
    start: int | None
    end: int | None

    @property
    def whole(self) -> bool:
        """Both ends are known."""
        return self.start is not None and self.end is not None

    @property
    def dated(self) -> bool:
        """At least one end is known."""
        return self.start is not None or self.end is not None


def fold(name: str) -> str:
    """Give the key under which near-same names are one: case, punctuation, tone marks and y/i do not count."""
    return bare(name).replace("y", "i")


def named(mention: MovementMention) -> Named:
    """Give a mention as the movement it would be if it stood alone."""
    start, end = mention.start, mention.end
    return Named(mention.id, None if start is None else start.year, None if end is None else end.year)


def attach(mention: Named, known: Iterable[Named], year: int | None = None) -> Named | None:
    """Give the movement among ``known`` (all of the mention's name) that it means, None for itself.

    ``year`` is the year of the document.
    """
    others = list(known)
    for other in others:
        if (other.start, other.end) == (mention.start, mention.end):
            same: Named | None = other
            break
    else:
        same = None
    if mention.whole:
        return same
    fitting = [o for o in others if (o.whole if mention.dated else o.dated) and _fits(mention, o)]
    if len(fitting) > 1 and year is not None:
        fitting = [o for o in fitting if (o.start or year) <= year <= (o.end or year)]
    return fitting[0] if len(fitting) == 1 else same


def _fits(mention: Named, movement: Named) -> bool:
    return mention.start in (None, movement.start) and mention.end in (None, movement.end)


def choose(asked: str, rows: Sequence[MovementRow]) -> tuple[MovementRow, ...]:
    """Give the movements that a person may mean by ``asked``: one when it is an id, a name, or a part of one name only.

    Several when the question is open, none when nothing fits. Tone marks and case do not matter.
    """
    exact = tuple(row for row in rows if row.id == asked.strip())
    if exact:
        return exact
    wanted = fold(asked)
    if not wanted:
        return ()
    whole = tuple(row for row in rows if fold(row.name) == wanted)
    return whole or tuple(row for row in rows if wanted in fold(row.name))
