"""The foot of a dispatch: who signed (ô 7) and who receives (Nơi nhận, ô 9b), in one column or two, in either order."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.model import Ignored, Layout, Line
from pipeline.zones.columns import Side, Strip, cut, strip_of
from pipeline.zones.letters import RECIPIENTS, Kind, is_capitals
from pipeline.zones.merged import is_merged, part
from pipeline.zones.signing import is_formal, is_name, may_stand_in_signature, signature_start
from pipeline.zones.titles import title_at

#: A foot is no longer than this many printed lines.
_REACH = 90
_ARCHIVE = re.compile(r"\W*luu\b")
_ITEM = re.compile(r"\s*(?:[-+*•·–−]|\uf02d|\uf0b7)")
#: A dashed line that says where the document is filed; ``lưu ý``, ``lưu giữ`` are of the body.
_FILED = re.compile(r"\W*luu\s*(?:[:;]|(?:vt|vp|hs)\b)")
#: A list of recipients without its label is read up to so many items above the archive line.
_ITEMS = 30


@dataclass
class Foot:
    """Lines of the foot. ``start`` to ``end`` are the positions it covers; None when there is no foot."""

    recipients: list[Line] = field(default_factory=list)
    signature: list[Line] = field(default_factory=list)
    dates: list[Line] = field(default_factory=list)
    ignored: list[Ignored] = field(default_factory=list)
    start: int | None = None
    end: int | None = None
    tables: set[int] = field(default_factory=set)

    @property
    def taken(self) -> set[int]:
        """The indices of all lines that belong to the foot."""
        found = {line.index for group in (self.recipients, self.signature, self.dates) for line in group}
        return found | {item.line.index for item in self.ignored}


def read_foot(layout: Layout, lines: Sequence[Line], letters: Sequence[str], begin: int, limit: int) -> Foot:
    """Give the foot that stands in ``lines[begin:limit]``; ``letters`` are their flat texts."""
    anchor = _anchor(lines, letters, begin, limit)
    if anchor is None:
        anchor = _unlabelled(lines, letters, begin, limit)
    if anchor is not None:
        return _Reader(layout, lines, letters, begin, limit).around(anchor)
    start = signature_start(lines, letters, begin, limit)
    if start is not None:
        return _Reader(layout, lines, letters, begin, limit).signature_only(start)
    return Foot()


def _anchor(lines: Sequence[Line], letters: Sequence[str], begin: int, limit: int) -> int | None:
    for at in range(begin, limit):
        low = letters[at]
        if "nhan" not in low and "gui" not in low:
            continue
        for strip in cut(lines[at]):
            if strip.kind is not Kind.RECIPIENTS:
                continue
            found = RECIPIENTS.match(strip.letters)
            rest = strip.letters[found.end() :].strip() if found else ""
            if not rest or rest[0] in "-+*(•" or (found and found["colon"]):
                return at
    return None


def _unlabelled(lines: Sequence[Line], letters: Sequence[str], begin: int, limit: int) -> int | None:
    """Give where a list of recipients begins that lacks ``Nơi nhận:``: the dashed items down to ``- Lưu: VT``, if any."""
    for at in range(begin, limit):
        if "luu" not in letters[at]:
            continue
        strip = cut(lines[at])[0]
        if not _ITEM.match(strip.text) or _FILED.match(strip.letters) is None:
            continue
        first = at
        while first > max(begin, at - _ITEMS) and _is_listed(cut(lines[first - 1])[0], strip):
            first -= 1
        return first
    return None


def _is_listed(strip: Strip, filed: Strip) -> bool:
    """Tell whether a strip above the archive line is an item of the same list; what ends in a full stop is of the body."""
    one, other = strip.line.cell, filed.line.cell
    if (one is None) is not (other is None) or (
        one and other and (one.table, one.column) != (other.table, other.column)
    ):
        return False
    closed = strip.letters.rstrip().endswith((".", ":"))
    return _ITEM.match(strip.text) is not None and len(strip.letters) <= 120 and not closed


def _signs_in_tail(strip: Strip, side: Side | None) -> bool:
    if is_formal(strip) or is_name(strip) or strip.kind in (Kind.RULE, Kind.STAMP, Kind.DATE):
        return True
    return side is Side.RIGHT and len(strip.letters) <= 60


class _Reader:
    def __init__(self, layout: Layout, lines: Sequence[Line], letters: Sequence[str], begin: int, limit: int) -> None:
        self.layout = layout
        self.lines = lines
        self.letters = letters
        self.begin = begin
        self.limit = limit
        self.foot = Foot()

    # --- with Nơi nhận ------------------------------------------------------------------------------------------

    def around(self, anchor: int) -> Foot:
        """Read the foot whose list of recipients begins at ``anchor``."""
        cell = self.lines[anchor].cell
        foot = self.foot
        if cell is not None and self._columns_of(cell.table) > 1:
            start, end = self._read_table(anchor)
            start = self._extend_up(start)
        else:
            start = self._extend_up(anchor)
            end = self._read_rows(anchor)
        foot.start, foot.end = start, end
        return foot

    def _columns_of(self, table: int) -> int:
        return self.layout.tables[table].columns if table < len(self.layout.tables) else 1

    def _positions(self, table: int) -> list[int]:
        return [
            at for at in range(self.begin, self.limit)
            if (cell := self.lines[at].cell) is not None and cell.table == table
        ]  # fmt: skip

    def _read_table(self, anchor: int) -> tuple[int, int]:
        """Take the foot's lines of its table: the recipients' column, and the rest as signatures; give where they stand."""
        first = self.lines[anchor]
        assert first.cell is not None
        table, column = first.cell.table, first.cell.column
        foot = self.foot
        foot.tables.add(table)
        start = end = anchor
        for at in self._positions(table):
            line = self.lines[at]
            assert line.cell is not None
            row = cut(line)
            if line.cell.row > first.cell.row and self._filled(table, line.cell.row) > 3:
                # Another table's rows in the same worksheet.
                break
            end = max(end, at)
            if line.cell.row < first.cell.row and not all(self._signs_above(s) for s in row):
                # Rows above Nơi nhận belong to the body when the whole page is one table, to the data in a worksheet.
                continue
            start = min(start, at)
            if line.cell.column == column and at >= anchor:
                self._recipient(row)
            else:
                self._sign(row)
        return start, self._tail(end + 1, closed=True)

    def _filled(self, table: int, row: int) -> int:
        return sum(1 for c in self.layout.tables[table].cells if c.row == row and c.lines)

    def _recipient(self, row: tuple[Strip, ...]) -> None:
        """Take a row of the recipients' own column; a name set beside it with tabs is the signer's."""
        if len(row) > 1:
            self.foot.recipients.append(row[0].line)
            self._sign(row[1:])
        elif row[0].kind is Kind.RULE:
            self.foot.ignored.append(Ignored(row[0].line, "rule"))
        else:
            self.foot.recipients.append(row[0].line)

    def _sign(self, row: Sequence[Strip]) -> None:
        for strip in row:
            if strip.kind is Kind.RULE:
                self.foot.ignored.append(Ignored(strip.line, "rule"))
            elif strip.kind is Kind.STAMP:
                self.foot.ignored.append(Ignored(strip.line, "signature stamp"))
            elif strip.kind is Kind.DATE:
                self.foot.dates.append(strip.line)
            else:
                self.foot.signature.append(strip.line)

    def _extend_up(self, at: int) -> int:
        """Take signature lines (and a late date) standing directly above ``at``; give where the foot begins."""
        rows: list[tuple[Strip, ...]] = []
        low = at
        while low > self.begin and at - low < 14:
            row = cut(self.lines[low - 1])
            if not all(self._signs_above(s) for s in row):
                break
            rows.insert(0, row)
            low -= 1
        while rows and not any(is_formal(s) or s.kind is Kind.DATE for s in rows[0]):
            rows.pop(0)
            low += 1
        if not any(is_formal(s) or s.kind is Kind.DATE for row in rows for s in row):
            return at
        for row in rows:
            if row[0].line.cell is not None:
                self.foot.tables.add(row[0].line.cell.table)
            self._sign(row)
        return low

    def _signs_above(self, strip: Strip) -> bool:
        if strip.kind in (Kind.RULE, Kind.DATE, Kind.STAMP):
            return True
        if is_formal(strip):
            return True
        if strip.kind is not Kind.TEXT or len(strip.letters) > 70:
            return False
        return is_name(strip) or (
            is_capitals(strip.text)
            and (strip.side is Side.RIGHT or self._is_beside(strip) or self._shares_height(strip))
        )

    def _is_beside(self, strip: Strip) -> bool:
        """Tell whether signers of a joint document may stand here: side by side in cells above the table of Nơi nhận."""
        cell = strip.line.cell
        return cell is not None and cell.table not in self.foot.tables and 2 <= self._columns_of(cell.table) <= 3

    def _shares_height(self, strip: Strip) -> bool:
        """Tell whether another office or name is printed on the same height: signers side by side without a table."""
        line = strip.line
        if line.box is None:
            return False
        at = self.lines.index(line)
        for other in (*self.lines[max(self.begin, at - 2) : at], *self.lines[at + 1 : at + 3]):
            if other.box is None or other.page != line.page or other.cell is not None:
                continue
            level = min(line.box.y1, other.box.y1) - max(line.box.y0, other.box.y0) > 0.5 * line.box.height
            if level and is_formal(strip_of(other)):
                return True
        return False

    def _side(self, strip: Strip, origin: Line) -> Side | None:
        if strip.side is not None and not strip.whole:
            return strip.side
        box, first = strip.line.box, origin.box
        if box is not None and first is not None:
            width = self._width(strip.line)
            # Columns set with blanks may stand closer, where the text itself is of a signature.
            apart = 0.15 if is_formal(strip) or is_name(strip) else 0.3
            return Side.RIGHT if box.x0 > first.x0 + apart * width else Side.LEFT
        return strip.side

    def _width(self, line: Line) -> float:
        if line.page is not None and line.page <= len(self.layout.page_sizes):
            return self.layout.page_sizes[line.page - 1][0]
        return 595.0

    def _read_rows(self, anchor: int) -> int:
        """Take rows from ``anchor`` on: left pieces are recipients until the archive line ends, right ones sign."""
        foot = self.foot
        origin = self.lines[anchor]
        archived = False
        at = anchor
        merged = is_merged(origin)
        while at < min(self.limit, anchor + _REACH):
            row = part(self.lines[at], named=self._named()) if merged else cut(self.lines[at])
            sides = [self._side(s, origin) for s in row]
            if at > anchor and archived:
                break
            if at > anchor and self._ends(row, sides):
                break
            for strip, side in zip(row, sides, strict=True):
                if strip.kind is Kind.RULE:
                    foot.ignored.append(Ignored(strip.line, "rule"))
                elif side is Side.RIGHT or (at > anchor and side is None and self._signs_alone(strip)):
                    self._sign([strip])
                else:
                    foot.recipients.append(strip.line)
                    archived = archived or _ARCHIVE.match(strip.letters) is not None
            at += 1
        return self._tail(at, closed=archived, origin=origin)

    def _named(self) -> bool:
        return any(is_name(strip_of(line)) and not is_capitals(line.text) for line in self.foot.signature)

    def _signs_alone(self, strip: Strip) -> bool:
        return not _ITEM.match(strip.text) and (
            is_formal(strip) or is_name(strip) or strip.kind in (Kind.DATE, Kind.STAMP)
        )

    def _ends(self, row: tuple[Strip, ...], sides: Sequence[Side | None]) -> bool:
        """Tell whether a row cannot be of the foot any more."""
        first = row[0]
        if first.kind in (Kind.ANNEX, Kind.COUNTRY, Kind.ADDRESSEE, Kind.PARTY):
            return True
        if is_capitals(first.text) and title_at(first.text) is not None and not is_formal(first):
            # "DANH SÁCH" heads what is attached; in the right column of page 1 it would pass for a name.
            return True
        if first.line.cell is not None and self._columns_of(first.line.cell.table) > 2:
            return True
        return len(first.letters) > 200 or (first.letters.startswith("(") and len(first.letters) > 45)

    def _tail(self, at: int, *, closed: bool, origin: Line | None = None) -> int:
        """Take what still belongs to the foot below the archive line: its second line, the name of the signer."""
        foot = self.foot
        last = self.lines[at - 1]
        stop = min(self.limit, at + 24)
        tables_closed = bool(foot.tables)
        pending: list[tuple[int, tuple[Strip, ...]]] = []
        first = at
        for here in range(at, stop):
            row = cut(self.lines[here])
            sides = [self._side(s, origin) if origin is not None else s.side for s in row]
            if self._ends(row, sides) or (row[0].line.cell is not None and not self._short_table(row[0].line)):
                break
            if self._continues_archive(row[0], sides[0], last, here == first) and not tables_closed and closed:
                foot.recipients.append(row[0].line)
                self._sign(row[1:])
                last, at = row[0].line, here + 1
                first = here + 1
                continue
            signs = [s for s, side in zip(row, sides, strict=True) if _signs_in_tail(s, side)]
            if len(signs) == len(row):
                for _, skipped in pending:
                    foot.ignored.extend(Ignored(s.line, "office mark") for s in skipped)
                pending.clear()
                self._sign(row)
                at = here + 1
            elif (
                len(row) == 1 and len(row[0].letters) <= 60 and len(pending) < 3 and self._same_page(row[0].line, last)
            ):
                pending.append((here, row))
            else:
                break
        return at

    def _short_table(self, line: Line) -> bool:
        return line.cell is not None and self._columns_of(line.cell.table) <= 2

    def _same_page(self, line: Line, other: Line) -> bool:
        return line.page == other.page and line.page is not None

    def _continues_archive(self, strip: Strip, side: Side | None, last: Line, follows: bool) -> bool:
        if not follows or side is Side.RIGHT or strip.kind is not Kind.TEXT or len(strip.letters) > 60:
            return False
        if last.text.rstrip().endswith((".", ";")) or is_formal(strip) or is_name(strip):
            return False
        if strip.letters.startswith("(") and not strip.line.text[:1].isspace():
            return False
        if last.text.rstrip().endswith((",", "-")) or strip.line.text[:1].isspace():
            return True
        box, above = strip.line.box, last.box
        return box is not None and above is not None and box.y0 - above.y1 < above.height and strip.text[:1].islower()

    # --- without Nơi nhận ---------------------------------------------------------------------------------------

    def signature_only(self, start: int) -> Foot:
        """Read a signature block that no list of recipients accompanies."""
        foot = self.foot
        cell = self.lines[start].cell
        begin = start
        while begin > self.begin and cut(self.lines[begin - 1])[0].kind is Kind.DATE:
            begin -= 1
        named = False
        at = begin
        while at < min(self.limit, begin + 40):
            row = cut(self.lines[at])
            same_table = cell is not None and row[0].line.cell is not None and row[0].line.cell.table == cell.table
            if not same_table and (self._ends(row, ()) or not all(self._signs_below(s, named) for s in row)):
                break
            named = named or any(is_name(s) and not is_formal(s) for s in row)
            if row[0].line.cell is not None:
                foot.tables.add(row[0].line.cell.table)
            self._sign(row)
            at += 1
        foot.start, foot.end = begin, at
        return foot

    def _signs_below(self, strip: Strip, named: bool) -> bool:
        if strip.kind is Kind.DATE:
            return True
        return may_stand_in_signature(strip) and (
            not named or is_formal(strip) or is_name(strip) or strip.kind is Kind.RULE
        )
