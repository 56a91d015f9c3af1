"""Tables of printed pages while they are written down: one that goes on over the page stays one."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.model import Cell, Table

#: So many rows of a table's head may be printed again on the next page.
HEAD_ROWS = 4


@dataclass(slots=True)
class Growing:
    """A table that may go on over the page; ``open`` until something but a page number stands behind it.

    ``lanes`` are the places of its upright rules, in whatever measure its reader compares them.
    """

    index: int
    anchor: int
    page: int
    columns: int
    lanes: tuple[float, ...]
    rows: int = 0
    cells: list[Cell] = field(default_factory=list)
    last_page: int = 0
    open: bool = False

    def goes_on(self, page: int, columns: int, lanes: Sequence[float], near: float) -> bool:
        """Tell whether a table at the top of ``page`` is this one: nothing in between, the same rules within ``near``."""
        return (
            self.open
            and self.last_page + 1 == page
            and self.columns == columns
            and len(self.lanes) == len(lanes)
            and all(abs(a - b) <= near for a, b in zip(self.lanes, lanes, strict=True))
        )

    @property
    def table(self) -> Table:
        """The table as far as it is written."""
        return Table(self.index, self.rows, self.columns, tuple(self.cells), self.anchor, page=self.page, ruled=True)
