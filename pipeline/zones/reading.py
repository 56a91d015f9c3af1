"""What was read of a head so far: the lines of each place, and what kinds of lines were seen."""

from dataclasses import dataclass, field

from pipeline.model import Ignored, Layout, Line
from pipeline.text import flat
from pipeline.zones.columns import Side, Strip
from pipeline.zones.letters import Kind, is_year_tail, is_yearless

Row = tuple[Strip, ...]
#: What stands in the right column by what it says.
RIGHT = frozenset({Kind.COUNTRY, Kind.MOTTO, Kind.PARTY, Kind.YOUTH, Kind.DATE})
#: The titles that tell whose document it is.
STATE = frozenset({Kind.COUNTRY, Kind.PARTY, Kind.YOUTH})


@dataclass
class Head:
    """The lines of each place of the head, and the index of the first line that belongs to none of them."""

    left: list[Line] = field(default_factory=list)
    right: list[Line] = field(default_factory=list)
    marks: list[Line] = field(default_factory=list)
    title: list[Line] = field(default_factory=list)
    addressees: list[Line] = field(default_factory=list)
    ignored: list[Ignored] = field(default_factory=list)
    end: int = 0
    tables: set[int] = field(default_factory=set)


@dataclass
class Reading:
    """The rows of a head and what was made of them. ``about`` is True inside a V/v; ``expects_state`` when a title is to come."""

    layout: Layout
    rows: list[Row]
    head: Head = field(default_factory=Head)
    seen: set[Kind] = field(default_factory=set)
    about: bool = False
    expects_state: bool = False
    #: The V/v stands under the date, in the right column.
    about_right: bool = False

    def position(self, strip: Strip) -> int:
        """Give the row that begins with ``strip``; the number of rows when none does."""
        return next((i for i, row in enumerate(self.rows) if row[0] is strip), len(self.rows))

    def below(self, strip: Strip, reach: int) -> list[Strip]:
        """Give what begins the next ``reach`` rows under ``strip``, rules left out."""
        at = self.position(strip)
        return [row[0] for row in self.rows[at + 1 : at + 1 + reach] if row[0].kind is not Kind.RULE]

    def completes_state(self, strip: Strip) -> bool:
        """Tell whether ``strip`` is the rest of a national title broken over two lines."""
        if strip.letters.strip(" .-") != "viet nam" or not self.head.right or Kind.MOTTO in self.seen:
            return False
        if strip.side is Side.LEFT and strip.line.box is not None:
            return False
        # "NGÂN HÀNG NHÀ NƯỚC" / "VIỆT NAM" beside a whole title goes on with the issuer.
        return strip.side is Side.RIGHT or not flat(self.head.right[-1].text).rstrip(" .-").endswith("viet nam")

    def completes_date(self, strip: Strip) -> bool:
        """Tell whether ``strip`` is the rest of a date broken over two lines."""
        if strip.side is Side.LEFT or Kind.DATE not in self.seen or not is_year_tail(strip.letters):
            return False
        return any(is_yearless(flat(line.text).strip()) for line in self.head.right)

    def place(self, strip: Strip) -> None:
        """Put ``strip`` into the place of the head it belongs to."""
        head, kind = self.head, strip.kind
        if strip.line.cell is not None:
            head.tables.add(strip.line.cell.table)
        if kind is Kind.RULE:
            head.ignored.append(Ignored(strip.line, "rule"))
            return
        if kind is Kind.STAMP:
            if self.seen <= {Kind.TEXT}:
                # What stands above the first line of a stamp on top of the page is the stamp's too.
                head.ignored.extend(Ignored(line, "signature stamp") for line in (*head.left, *head.right))
                head.left.clear()
                head.right.clear()
            head.ignored.append(Ignored(strip.line, "signature stamp"))
            return
        self.seen.add(kind)
        if kind in RIGHT:
            head.right.append(strip.line)
            self.about = self.about and kind is not Kind.DATE
        elif kind is Kind.MARK:
            head.marks.append(strip.line)
        elif kind is Kind.SYMBOL:
            head.left.append(strip.line)
            self.about = False
        elif kind is Kind.ABOUT:
            head.left.append(strip.line)
            self.about, self.about_right = True, strip.side is Side.RIGHT
        elif self.about and self.about_right and strip.side is Side.RIGHT:
            head.left.append(strip.line)
        elif strip.side is Side.RIGHT or self.completes_state(strip) or self.completes_date(strip):
            head.right.append(strip.line)
        else:
            head.left.append(strip.line)
