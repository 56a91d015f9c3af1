r"""Row definitions: what stands between ``\trowd`` and ``\row`` about edges, merges and rules."""

from dataclasses import dataclass, field

from parsers.rows import FIRST_MERGED, MERGED, RESTART, VERTICAL

_MERGES = {
    "clmgf": FIRST_MERGED,
    "clmrg": MERGED,
    "clvmgf": VERTICAL | RESTART,
    "clvmrg": VERTICAL,
}
_UPRIGHT = frozenset({"clbrdrl", "clbrdrr", "trbrdrl", "trbrdrr", "trbrdrv"})
_LEVEL = frozenset({"clbrdrt", "clbrdrb", "trbrdrt", "trbrdrb", "trbrdrh"})
#: Words about a border that draw no line of their own: none, width, colour, space.
_NO_LINE = frozenset({"brdrnone", "brdrnil", "brdrtbl", "brdrw", "brdrcf", "brdrsp", "brdrframe", "brdrart"})
#: Borders of paragraphs: what follows says nothing of cells.
_OF_PARAGRAPHS = frozenset({"brdrt", "brdrb", "brdrl", "brdrr", "brdrbtw", "brdrbar", "box"})
#: Words about cells and rows that change neither edges nor rules.
_OTHER = (
    "clv",
    "clt",
    "clf",
    "clw",
    "clp",
    "cls",
    "clc",
    "clh",
    "trr",
    "trg",
    "trp",
    "trf",
    "trw",
    "trh",
    "trk",
    "tra",
)


@dataclass(slots=True)
class Definition:
    """One row definition in work; ``sides`` collects the rules of the cell whose edge has not come yet."""

    edges: list[int] = field(default_factory=list)
    flags: list[int] = field(default_factory=list)
    ruled: list[bool] = field(default_factory=list)
    left: int = 0
    flag: int = 0
    sides: set[str] = field(default_factory=set)
    border: str = ""

    def row(self, cells: int) -> tuple[list[int], list[int], list[bool]]:
        """Give edges, flags and rules for a row of ``cells`` cells; no edges when the definition is of another row."""
        if len(self.flags) < cells or not self.flags:
            return [], [], list(self.ruled)
        return [self.left, *self.edges], list(self.flags), list(self.ruled)


class Definitions:
    """Follows the words about rows of one story; the last definition stays in force until the next."""

    def __init__(self) -> None:
        """Begin without a definition."""
        self.current = Definition()

    def take(self, word: str, number: int | None) -> bool:
        """Take a word about a row; False when it is none."""
        now = self.current
        if word == "trowd":
            self.current = Definition()
        elif word == "cellx":
            now.edges.append(number or 0)
            now.flags.append(now.flag)
            now.ruled.append(_both(now.sides))
            now.flag, now.border = 0, ""
            # Rules of the whole row hold for every cell of it.
            now.sides = {side for side in now.sides if side.startswith("row")}
        elif word in _MERGES:
            now.flag |= _MERGES[word]
        elif word == "trleft":
            now.left = number or 0
        elif word in _UPRIGHT or word in _LEVEL:
            now.border = ("row " if word.startswith("tr") else "cell ") + ("upright" if word in _UPRIGHT else "level")
        elif word in _OF_PARAGRAPHS:
            now.border = ""
        elif word.startswith("brdr"):
            if now.border and word not in _NO_LINE:
                now.sides.add(now.border)
        else:
            return word.startswith(_OTHER)
        return True


def _both(sides: set[str]) -> bool:
    kinds = {side.split(" ")[1] for side in sides}
    return kinds == {"upright", "level"}
