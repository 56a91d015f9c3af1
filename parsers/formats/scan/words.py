"""Words read from a page image, and the printed lines they make."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from statistics import median


@dataclass(frozen=True, slots=True)
class Word:
    """One word with its box in dots; ``sure`` is the engine's own figure, 0 to 100; ``line`` its line in the engine's order."""

    text: str
    x0: int
    y0: int
    x1: int
    y1: int
    sure: float
    line: int = 0
    #: By how many dots the word lies lower on the crooked page than here, where the page is set straight.
    fall: int = 0

    @property
    def height(self) -> int:
        """Height in dots."""
        return self.y1 - self.y0

    def moved(self, right: int, down: int) -> "Word":
        """Give the word at its place on the page when it was read in a piece that begins at (right, down)."""
        return replace(self, x0=self.x0 + right, x1=self.x1 + right, y0=self.y0 + down, y1=self.y1 + down)


@dataclass(slots=True)
class Row:
    """Words of one column on one printed line, from left to right; ``text`` is what the readers agreed on.

    ``legibility`` is 0 to 1: how far the reading can be trusted.
    """

    words: list[Word]
    text: str = ""
    legibility: float = 0.0
    second: str = ""

    def __post_init__(self) -> None:
        """Take the words' text until a second reading betters it."""
        if not self.text:
            self.text = " ".join(word.text for word in self.words)
        if not self.legibility:
            self.legibility = from_confidence(self.words)

    @property
    def box(self) -> tuple[int, int, int, int]:
        """Left, top, right and bottom in dots."""
        return (
            min(w.x0 for w in self.words),
            min(w.y0 for w in self.words),
            max(w.x1 for w in self.words),
            max(w.y1 for w in self.words),
        )

    @property
    def height(self) -> float:
        """The usual height of its words in dots."""
        return median(word.height for word in self.words)

    @property
    def sure(self) -> float:
        """The lowest confidence of its words, 0 to 100."""
        return min(word.sure for word in self.words)


def from_confidence(words: Iterable[Word]) -> float:
    """Give how far a single reading can be trusted; the engine's own figures tell little, so they are pressed together."""
    found = [word.sure for word in words]
    return round(0.6 + 0.3 * sum(found) / (100 * len(found)), 3) if found else 0.6


def usual_height(words: Iterable[Word]) -> float:
    """Give the median height of the words that have letters, in dots; 20 when there are none."""
    heights = [word.height for word in words if any(c.isalnum() for c in word.text)]
    return median(heights) if heights else 20.0
