"""One page image read: words, tables, printed lines; turned upright when it lies on its side."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from parsers.encodings.syllables import is_syllable
from parsers.formats.scan import relayout, tesseract
from parsers.formats.scan.cleaning import Color, Gray, colors, turned, without_red
from parsers.formats.scan.rules import Grid, grids
from parsers.formats.scan.words import Row, Word
from parsers.pictures import Picture
from pipeline.text import flat
from pipeline.zones.letters import country_at, motto_at

#: A page of fewer real syllables than this among its words lies on its side, or holds no text.
_HOPELESS = 0.5
#: So few words make no page of text.
_FEW_WORDS = 12
#: Marks that upright rules leave at the edges of cells.
_RULE_MARKS = "|[]{}\\_—"


@dataclass(slots=True)
class Sheet:
    """One page read. ``rows`` are the lines outside tables; ``cells`` the lines of each cell of each table.

    ``gray`` (red taken out) and ``color`` are kept while lines are read again, and let go with :meth:`let_go`.
    """

    number: int
    width: float
    height: float
    dpi: float
    rows: list[Row]
    grids: list[Grid] = field(default_factory=list)
    cells: list[list[list[Row]]] = field(default_factory=list)
    quarters: int = 0
    gray: Gray | None = None
    color: Color | None = None

    @property
    def all_rows(self) -> list[Row]:
        """Every line of the page, those in cells too."""
        return [*self.rows, *(row for table in self.cells for cell in table for row in cell)]

    def let_go(self) -> None:
        """Let the images go: a long scan would fill the memory."""
        self.gray = self.color = None


def read_page(picture: Picture) -> Sheet:
    """Give the page as lines and tables.

    Raises FileError MISSING_TOOL, TIMEOUT or CRASHED when the engine cannot read.
    """
    picture, quarters, color, gray, words = _upright(picture)
    found = grids(gray, picture.dpi)
    inside, outside = _parted(words, found)
    width, height = picture.size
    sheet = Sheet(picture.number, width, height, picture.dpi, [], quarters=quarters, gray=gray, color=color)
    lines = relayout.rows(relayout.straightened(outside))
    sheet.rows = [part for row in lines for part in _parted_at_title(row)]
    for grid, cells in zip(found, inside, strict=True):
        if any(cells):
            sheet.grids.append(grid)
            sheet.cells.append([relayout.rows(cell, columns=False) if cell else [] for cell in cells])
    return sheet


def _parted_at_title(row: Row) -> list[Row]:
    """Cut a line where the national title or the motto begins: the issuer stands too near for the gap to tell."""
    letters = flat(row.text)
    at = country_at(letters) or motto_at(letters)
    if not at:
        return [row]
    count = len(letters[:at].split())
    return [Row(row.words[:count]), Row(row.words[count:])] if 0 < count < len(row.words) else [row]


def _upright(picture: Picture) -> tuple[Picture, int, Color, Gray, list[Word]]:
    """Read the page as it lies, and when that makes no sense turned; the reading with the most syllables stands."""
    best = None
    best_score = -1.0
    for quarters in (0, 1, 3, 2):
        tried = turned(picture, quarters)
        color = colors(tried)
        gray = without_red(color)
        words = tesseract.read_words(gray, tried.dpi)
        share, count = sense(words)
        if share * count > best_score:
            best, best_score = (tried, quarters, color, gray, words), share * count
        if share >= _HOPELESS or (quarters == 0 and _is_bare(gray)):
            break
    assert best is not None
    return best


def sense(words: Sequence[Word]) -> tuple[float, int]:
    """Give which share of the words of letters are syllables set from left to right, and how many words of letters there are.

    The engine reads lines that run down, up or backwards too; their boxes and their order tell.
    """
    parts = [(word, word.text.strip(".,;:()\"'-/")) for word in words]
    parts = [(word, part) for word, part in parts if len(part) >= 2 and part.isalpha()]
    if not parts:
        return 0.0, 0
    right = sum(is_syllable(part) and (len(part) < 3 or word.x1 - word.x0 > word.height) for word, part in parts)
    steps = [after.x0 > before.x0 for before, after in pairwise(words) if before.line == after.line]
    flow = sum(steps) / len(steps) if steps else 1.0
    return right / len(parts) * flow, len(parts)


def _is_bare(gray: Gray) -> bool:
    """Tell whether a page holds hardly any ink: nothing to turn it for."""
    return bool((gray[::4, ::4] < 128).mean() < 0.002)


def _parted(words: Sequence[Word], found: Sequence[Grid]) -> tuple[list[list[list[Word]]], list[Word]]:
    inside: list[list[list[Word]]] = [[[] for _ in grid.cells] for grid in found]
    outside: list[Word] = []
    for word in words:
        middle = ((word.x0 + word.x1) / 2, (word.y0 + word.y1) / 2)
        for grid, cells in zip(found, inside, strict=True):
            at = grid.cell_at(*middle)
            if at is not None:
                text = word.text.strip(_RULE_MARKS)
                if text:
                    cells[at].append(Word(text, word.x0, word.y0, word.x1, word.y1, word.sure, word.line))
                break
        else:
            outside.append(word)
    return inside, outside
