"""Printed lines cut into single-column strips: by cell, by geometry, by gap, by what stands in them.

The head and the foot of a dispatch are two columns. Where a reader gives both on one line (set with tabs or
blanks, or two columns that nearly touch), the line is cut in two :class:`Line` values of the same index.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from pipeline.model import Alignment, Layout, Line
from pipeline.text import flat
from pipeline.zones.letters import Kind, country_at, date_at, is_capitals, kind_of, motto_at, organisation_at

#: A tab is as wide as this many blanks.
_TAB = 8
_GAP = re.compile(r"[ \t]*\t[ \t]*| {3,}|[ \t]+\|[ \t]+")
#: Blanks to be filled in by hand (``Số:      /``, ``ngày    tháng``) are no gap between columns.
_OPEN_END = re.compile(r"(?:\bso\s*[:.]?|\bngay|\bthang|\bnam|/)\s*$")
#: A title with its letters spaced out (``T H Ô N G   B Á O``) has wide gaps between words.
_SPACED_OUT = re.compile(r"\W*[^\W\d_](?:\s+[^\W\d_])+\W*")
_OPEN_START = re.compile(r"(?:thang\b|nam\s*\d|ngay\b|/|-\s*[a-z]{1,4}\b)")
_SYMBOL_THEN = re.compile(r"\W*so\s*[:.]?\s*[\d\s.…_]*[a-z]?\s*[/-]\s*\S+(?:\s*[-/]\s*[^\s,]+)*")
_RULED = re.compile(r"\s*[-_=*]{3,}\s+")
#: A rule of the right column behind a number or name that it touches.
_RULE_BEHIND = re.compile(r"\w\s+(?P<rule>[-_=]{4,}\s*)$")
#: A date at the end of a line, and the place before it.
_PLACE_THEN_DATE = re.compile(r",\s+ngày\b[\s\d.…_]*tháng[^,;]*$")
_PLACE_WORDS = 5
#: Two columns fit on a line of so many characters, unless blanks fill it.
_LONGEST = 220
#: So many blanks before a lone piece put it in the right column.
_DEEP = 28
#: The right column holds no longer line than this.
_NARROW = 50


class Side(StrEnum):
    """The column of a strip."""

    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Strip:
    """A printed line, or its part in one column: ``letters`` is its flat text without blanks at the ends.

    ``side`` is None where nothing tells the column. ``whole`` is False for a part of a line.
    """

    line: Line
    letters: str
    kind: Kind
    side: Side | None = None
    whole: bool = True

    @property
    def text(self) -> str:
        """The printed text without blanks at the ends."""
        return self.line.text.strip()


def strip_of(line: Line, side: Side | None = None, *, whole: bool = True) -> Strip:
    """Give ``line`` as one strip."""
    letters = flat(line.text).strip()
    return Strip(line, letters, kind_of(letters), side, whole)


def cut(line: Line) -> tuple[Strip, ...]:
    """Give the strips of one printed line, left to right: one, or two where it holds two columns."""
    text = line.text
    if len(text) > _LONGEST and "\t" not in text and "   " not in text:
        letters = flat(text[:_LONGEST]).strip()
        return (Strip(line, letters, kind_of(letters)),)
    letters = flat(text)
    at = _cut_at(letters)
    if at is None:
        at = _turns_to_place(text, letters)
    if at is None:
        letters = letters.strip()
        return (Strip(line, letters, kind_of(letters), _lone_side(line)),)
    left, right = line.text[:at].strip(" \t|"), line.text[at:].strip(" \t|")
    return (
        strip_of(replace(line, text=left), Side.LEFT, whole=False),
        strip_of(replace(line, text=right), Side.RIGHT, whole=False),
    )


def _lone_side(line: Line) -> Side | None:
    if line.alignment is Alignment.RIGHT:
        return Side.RIGHT
    text = line.text
    if text[:1] in " \t":
        wide = text.expandtabs(_TAB)
        # A long line so far in is centred over the whole page.
        if len(wide) - len(wide.lstrip()) >= _DEEP and len(wide.strip()) <= _NARROW:
            return Side.RIGHT
    return None


def _cut_at(letters: str) -> int | None:
    """Give the offset at which flat ``letters`` turn from the left column to the right one."""
    for find in (country_at, motto_at, organisation_at):
        at = find(letters)
        if at is not None:
            before = letters[:at]
            # A rule under the issuer may share the motto's line; a mark that touches the motto is its own.
            apart = before.endswith("\t") or before[-2:].isspace() or _RULED.fullmatch(before) is not None
            apart = apart and bool(before.strip())
            return at if apart or any(c.isalnum() for c in before) else None
    at = _gap(letters)
    if at is None and (ruled := _RULE_BEHIND.search(letters)) is not None:
        return ruled.start("rule")
    if at is None and "ngay" in letters:
        return _symbol_then_date(letters)
    return at


def _turns_to_place(text: str, letters: str) -> int | None:
    """Give where a place and date begin behind a V/v, a symbol or a name in capitals that they touch."""
    date = _PLACE_THEN_DATE.search(text) if "ngay" in letters else None
    if date is None:
        return None
    words = list(re.finditer(r"\S+", text[: date.start()]))[-_PLACE_WORDS:]
    start = None
    for word in reversed(words):
        if not (word[0][:1].isupper() and (word[0][1:].islower() or word[0].upper() in ("TP.", "TP"))):
            break
        start = word.start()
    if start is None or date_at(letters[start:].strip()) is None:
        return None
    before = text[:start].strip()
    told = kind_of(letters[:start].strip()) in (Kind.ABOUT, Kind.SYMBOL)
    return start if before and (told or is_capitals(before)) else None


def _gap(letters: str) -> int | None:
    if _SPACED_OUT.fullmatch(letters):
        return None
    widest, at = 0, None
    for gap in _GAP.finditer(letters):
        left, right = letters[: gap.start()], letters[gap.end() :]
        if not left.strip() or not right.strip():
            continue
        # A rule or another mark without letters may follow a column; a blank inside a date may not.
        if any(c.isalnum() for c in right[:12]) and (_OPEN_END.search(left) or _OPEN_START.match(right)):
            continue
        if re.fullmatch(r"\W*(?:[-+*•]|(?!luu)\w{1,3}[.)/])", left) and date_at(right.strip()) is None:
            # A bullet set off from its text; the Party's "*" under the issuer is told by the date beside it.
            continue
        width = sum(_TAB if c in "\t|" else 1 for c in gap[0])
        if width > widest:
            widest, at = width, gap.end()
    return at


def _symbol_then_date(letters: str) -> int | None:
    symbol = _SYMBOL_THEN.match(letters)
    if symbol is None:
        return None
    rest = letters[symbol.end() :]
    date = date_at(rest.strip())
    return symbol.end() + len(rest) - len(rest.lstrip()) if date is not None and rest.strip() else None


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the right column begins: ``column`` of ``table``, or from ``x`` points on; either may be unknown.

    ``edge`` is where the lines known to be of the left column end: what is centred beyond it stands in neither.
    """

    table: int | None = None
    column: int | None = None
    x: float | None = None
    edge: float | None = None

    def side(self, line: Line) -> Side | None:
        """Give the column ``line`` stands in; None when it crosses both or nothing tells."""
        if line.cell is not None and line.cell.table == self.table and self.column:
            return Side.LEFT if line.cell.column < self.column else Side.RIGHT
        if line.box is not None and self.x is not None:
            if line.box.x0 >= self.x - 14:
                return Side.RIGHT
            edge = self.x if self.edge is None else self.edge
            if line.box.x1 <= self.x + 14 and line.box.middle < edge:
                return Side.LEFT
        return None


def page_middle(layout: Layout, line: Line) -> float | None:
    """Give the middle of the page that ``line`` stands on, in points; None in formats without pages."""
    if line.page is not None and line.page <= len(layout.page_sizes):
        return layout.page_sizes[line.page - 1][0] / 2
    return None


def follows_closely(line: Line, above: Line, most: float = 1.1) -> bool:
    """Tell whether ``line`` is set under ``above`` as the next line of one paragraph; True in formats without pages.

    Boxes hug the letters: at single spacing the gap is as high as they are, a paragraph's is higher by half.
    """
    if line.box is None or above.box is None or line.page != above.page:
        return True
    return line.box.y0 - above.box.y1 < most * above.box.height


def sided(strips: Sequence[Strip], columns: Columns) -> tuple[Strip, ...]:
    """Give ``strips`` with the column each stands in, as far as ``columns`` tells; cut lines keep theirs."""
    if len(strips) > 1:
        return tuple(strips)
    (only,) = strips
    side = columns.side(only.line)
    return (only if side is None or side is only.side else replace(only, side=side),)
