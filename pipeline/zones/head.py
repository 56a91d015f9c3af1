"""The head of a dispatch: issuer, symbol and V/v on the left, national title, place and date on the right, title, addressees.

NĐ 30/2020, Phụ lục I, ô 1 to 5 and 9a. Readers give the two columns in any order; what a strip says comes
first, the column it stands in second, what came before it last.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.model import Ignored, Layout, Line
from pipeline.reference.page_words import begins, is_body
from pipeline.zones.columns import Columns, Side, Strip, cut, page_middle, sided
from pipeline.zones.letters import Kind, is_capitals, is_year_tail
from pipeline.zones.outline import label_of
from pipeline.zones.titles import title_at

#: The head ends within so many printed lines, or there is none.
REACH = 70
_RIGHT = frozenset({Kind.COUNTRY, Kind.MOTTO, Kind.PARTY, Kind.YOUTH, Kind.DATE})
_NAMES_OF_STATE = frozenset({Kind.COUNTRY, Kind.PARTY, Kind.YOUTH})
_ENDED = re.compile(r"[.;:!?/]\W*$")
_ITEM = re.compile(r"\s*(?:[-+*•·–]|\d{1,2}[.)]\s|[a-zđ][)]\s)")
_BRACKETED = re.compile(r"\s*\(\s*(?:.*\)\W*$|(?:kem|ban hanh kem|so lieu|tu ngay|tinh den|theo|dinh kem)\b)")
#: A number or day filled in by hand or by software, or a file mark (``TH.320``), on a line of its own.
_FILLED = re.compile(r"\d{1,5}|[a-z]{1,4}\.\s?\d{1,5}")
_PREAMBLE = re.compile(r"\W*(?:can cu|xet|theo|thuc hien|khoa|\(khoa|ky hop|de)\b")


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


def read_head(layout: Layout, lines: Sequence[Line]) -> Head:
    """Give the head of the document that begins with ``lines`` (noise already taken out); ``end`` counts in ``lines``."""
    rows = [cut(line) for line in lines[:REACH]]
    columns = _columns(layout, rows)
    return _Reader(layout, [sided(row, columns) for row in rows]).read()


def _columns(layout: Layout, rows: Sequence[tuple[Strip, ...]]) -> Columns:
    anchors = [s for row in rows for s in row if s.kind in _RIGHT]
    state = next((s for s in anchors if s.kind in _NAMES_OF_STATE or s.kind is Kind.MOTTO), None)
    if state is None:
        state = next(iter(anchors), None)
        if state is None:
            return Columns()
    cell, box = state.line.cell, state.line.box
    x = None
    if box is not None and state.whole:
        same = [s.line.box.x0 for s in anchors if s.whole and s.line.box and s.line.page == state.line.page]
        x = min((v for v in same if abs(v - box.x0) < 160), default=box.x0)
        middle = page_middle(layout, state.line)
        # A national title centred over the whole page has no column to its left.
        if middle is not None and abs(box.middle - middle) < 25:
            x = None
    edge = None
    if x is not None:
        left = [
            s.line.box.x1
            for row in rows
            for s in row
            if s.whole and s.line.box and s.line.page == state.line.page and s.line.box.x1 <= x + 14
            and (s.kind is Kind.SYMBOL or (box is not None and s.line.box.y0 < box.y1 + 30))
        ]  # fmt: skip
        edge = max(left, default=None)
    return Columns(cell.table if cell is not None else None, cell.column if cell is not None else None, x, edge)


class _Reader:
    """One pass over the rows of the head; keeps what was seen so far."""

    def __init__(self, layout: Layout, rows: list[tuple[Strip, ...]]) -> None:
        self.layout = layout
        self.rows = rows
        self.head = Head()
        self.seen: set[Kind] = set()
        self.about = False
        self.expects_state = any(s.kind in _NAMES_OF_STATE or s.kind is Kind.MOTTO for row in rows for s in row)

    def read(self) -> Head:
        """Walk: columns, then title, then addressees."""
        at = self._walk_columns(0)
        at = self._walk_title(at)
        at = self._walk_addressees(at)
        if not self.head.title and at < len(self.rows) and self.seen & {Kind.SYMBOL, Kind.DATE, Kind.COUNTRY}:
            # "Kính gửi" before the type name: seen in older letters.
            strip = self.rows[at][0]
            if self.head.addressees and len(self.rows[at]) == 1 and self._is_title(strip):
                at = self._walk_title(at)
        self.head.end = at
        if not self.seen & {Kind.SYMBOL, Kind.DATE, Kind.COUNTRY, Kind.PARTY, Kind.YOUTH, Kind.ADDRESSEE} and not (
            self.head.title
        ):
            return Head(ignored=[], end=0)
        return self.head

    def _walk_columns(self, at: int) -> int:
        while at < len(self.rows):
            row = self.rows[at]
            if len(row) == 1 and self._ends_columns(row[0]):
                break
            for strip in row:
                self._place(strip)
            at += 1
        return at

    def _ends_columns(self, strip: Strip) -> bool:
        """Tell whether ``strip`` begins the title, the addressees or the body."""
        if strip.kind in (Kind.ADDRESSEE, Kind.RECIPIENTS):
            return True
        if strip.kind is not Kind.TEXT:
            return (
                strip.kind is Kind.ANNEX
                and strip.side is not Side.RIGHT
                and (bool(self.seen) or not self.expects_state)
            )
        if strip.side is not Side.LEFT and self._is_title(strip):
            return True
        if strip.side is not None and not (strip.side is Side.RIGHT and len(strip.letters) > 60):
            return False
        if self._completes_state(strip) or self._completes_date(strip) or _FILLED.fullmatch(strip.letters):
            return False
        if self.about:
            return len(strip.letters) > 100 or begins("opener", strip.text) or label_of(strip.text) is not None
        return not self._may_be_issuer(strip)

    def _is_title(self, strip: Strip) -> bool:
        if strip.letters[:1] not in _TITLE_LETTERS or len(strip.letters) > 400:
            return False
        found = title_at(strip.text)
        if found is None:
            return False
        if strip.side is Side.LEFT and strip.line.box is None:
            return False
        # An issuer may begin like a type name ("BAN CHỈ ĐẠO / CHƯƠNG TRÌNH …") while its number is still to come.
        before_number = Kind.SYMBOL not in self.seen and Kind.DATE not in self.seen and self.expects_state
        return not (before_number and found.rest is not None and bool(self.head.left)) or not self._number_follows(
            strip
        )

    def _number_follows(self, strip: Strip) -> bool:
        start = next((i for i, row in enumerate(self.rows) if strip in row), 0)
        return any(s.kind in (Kind.SYMBOL, Kind.COUNTRY) for row in self.rows[start + 1 : start + 4] for s in row)

    def _may_be_issuer(self, strip: Strip) -> bool:
        """Tell whether a strip without a column may be part of the issuer's name."""
        if Kind.SYMBOL in self.seen or len(strip.letters) > 70 or label_of(strip.text) is not None:
            return False
        if self.head.left and not (is_capitals(strip.text) or strip.line.bold):
            return False
        if self.expects_state:
            return is_capitals(strip.text) or is_body(strip.text) or Kind.COUNTRY not in self.seen
        return is_capitals(strip.text) and (is_body(strip.text) or begins("place", strip.text) or bool(self.head.left))

    def _completes_state(self, strip: Strip) -> bool:
        return strip.letters.strip(" .-") == "viet nam" and bool(self.head.right) and Kind.MOTTO not in self.seen

    def _completes_date(self, strip: Strip) -> bool:
        return strip.side is not Side.LEFT and Kind.DATE in self.seen and is_year_tail(strip.letters)

    def _place(self, strip: Strip) -> None:
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
        if kind in _RIGHT:
            head.right.append(strip.line)
            self.about = self.about and kind is not Kind.DATE
        elif kind is Kind.MARK:
            head.marks.append(strip.line)
        elif kind is Kind.SYMBOL:
            head.left.append(strip.line)
            self.about = False
        elif kind is Kind.ABOUT:
            head.left.append(strip.line)
            self.about = True
        elif strip.side is Side.RIGHT or self._completes_state(strip) or self._completes_date(strip):
            head.right.append(strip.line)
        else:
            head.left.append(strip.line)

    def _walk_title(self, at: int) -> int:
        """Take the type name and the lines of the subject."""
        if at >= len(self.rows) or self.rows[at][0].kind in (Kind.ADDRESSEE, Kind.RECIPIENTS):
            return at
        first = self.rows[at][0]
        named = title_at(first.text) if first.letters[:1] in _TITLE_LETTERS else None
        if named is None and not self._untyped_title(first):
            return at
        taken: list[Strip] = []
        while at < len(self.rows):
            row = self.rows[at]
            verdict = self._title_verdict(row, taken, named is not None)
            if verdict == "stop":
                break
            for strip in row:
                if verdict == "head" or strip.kind in (Kind.RULE, Kind.MARK, Kind.STAMP):
                    self._place(strip)
                else:
                    self.head.title.append(strip.line)
                    taken.append(strip)
                    if strip.line.cell is not None:
                        self.head.tables.add(strip.line.cell.table)
            at += 1
        return at

    def _untyped_title(self, first: Strip) -> bool:
        if not self.seen & {Kind.SYMBOL, Kind.DATE, Kind.COUNTRY, Kind.MOTTO} or self.about:
            return False
        if first.kind is not Kind.TEXT or label_of(first.text) is not None or begins("opener", first.text):
            return False
        if Kind.ABOUT in self.seen:
            return False
        if any(s.kind is Kind.ADDRESSEE for row in self.rows for s in row) and not is_capitals(first.text):
            return False
        if len(first.letters) > 200:
            return False
        return is_capitals(first.text) or first.line.bold is True or self._stands_before_grounds(first)

    def _stands_before_grounds(self, first: Strip) -> bool:
        """Tell whether a subject whose type name was drawn, not typed, stands right above ``Căn cứ …``."""
        at = next((i for i, row in enumerate(self.rows) if row[0] is first), len(self.rows))
        below = [row[0] for row in self.rows[at + 1 : at + 5] if row[0].kind is not Kind.RULE]
        return bool(below) and begins("opener", below[0].text) and not first.letters.endswith((".", ";", ":"))

    def _title_verdict(self, row: tuple[Strip, ...], taken: list[Strip], named: bool) -> str:
        """Give ``take``, ``head`` (a late date, number or mark of the head) or ``stop``."""
        strip = row[0]
        if any(s.kind in _RIGHT for s in row):
            late = Kind.DATE not in self.seen or any(s.kind in _NAMES_OF_STATE for s in row)
            return (
                "head" if late and not (Kind.COUNTRY in self.seen and Kind.COUNTRY in {s.kind for s in row}) else "stop"
            )
        if strip.kind is Kind.SYMBOL:
            return "head" if Kind.SYMBOL not in self.seen else "stop"
        if not taken:
            return "take"
        if strip.kind is Kind.RULE:
            # A rule closes the title once a subject stands above it.
            return "stop" if len(taken) > 1 or not named else "head"
        if strip.kind is Kind.MARK:
            return "head"
        if strip.kind in (Kind.ADDRESSEE, Kind.RECIPIENTS, Kind.ANNEX, Kind.STAMP):
            return "stop"
        return "take" if self._continues_title(row, taken, named) else "stop"

    def _continues_title(self, row: tuple[Strip, ...], taken: list[Strip], named: bool) -> bool:
        strip, last = row[0], taken[-1]
        match = title_at(taken[0].text) if named else None
        subject = taken[1:] if match is not None and match.rest is None else taken
        if len(row) > 1 or label_of(strip.text) is not None or begins("opener", strip.text):
            return False
        if _BRACKETED.match(strip.letters):
            return len(strip.letters) <= 250
        if last.letters.startswith("(") and not last.letters.rstrip(" .;,").endswith(")"):
            return len(strip.letters) <= 120
        if strip.line.cell is not None and strip.line.cell.table not in self.head.tables and last.line.cell is None:
            return False
        if not subject:
            return self._may_begin_subject(strip, taken[0])
        if self._is_authority(strip):
            return False
        if _ENDED.search(last.letters) and not (last.letters.endswith(";") and strip.text[:1].islower()):
            return False
        return (
            self._same_style(strip, subject[-1])
            if self._styled(strip, subject[-1])
            else self._same_shape(strip, subject)
        )

    def _may_begin_subject(self, strip: Strip, name: Strip) -> bool:
        if self._is_authority(strip) and not strip.letters.startswith("cua "):
            return False
        if strip.line.bold is False and name.line.bold is True and len(strip.letters) > 110:
            return False
        if begins("soft_opener", strip.text) and (_ENDED.search(strip.letters) or len(strip.letters) > 160):
            return False
        return len(strip.letters) <= 450 and not (strip.letters.endswith((":", ";")) and len(strip.letters) > 110)

    def _is_authority(self, strip: Strip) -> bool:
        """Tell whether a strip names who decides (``ỦY BAN NHÂN DÂN TỈNH``), standing above the grounds of a decision."""
        if not (is_body(strip.text) or begins("office", strip.text)) or len(strip.letters) > 120:
            return False
        if not is_capitals(strip.text):
            return False
        at = next((i for i, row in enumerate(self.rows) if row[0] is strip), None)
        if at is None:
            return False
        for row in self.rows[at + 1 : at + 4]:
            if row[0].kind is Kind.RULE:
                continue
            if _PREAMBLE.match(row[0].letters):
                return True
            if not is_capitals(row[0].text):
                return False
        return False

    def _styled(self, strip: Strip, last: Strip) -> bool:
        return strip.line.bold is not None and last.line.bold is not None

    def _same_style(self, strip: Strip, last: Strip) -> bool:
        if strip.line.bold != last.line.bold:
            return False
        if strip.line.bold:
            return len(strip.letters) <= 300
        return self._same_shape(strip, [last])

    def _same_shape(self, strip: Strip, subject: Sequence[Strip]) -> bool:
        """Judge by wording alone: short, unfinished, not a sentence of the body."""
        last = subject[-1]
        small = strip.text[:1].islower()
        if len(strip.letters) > 110 or len(last.letters) > 130 or (not small and begins("soft_opener", strip.text)):
            return False
        if is_capitals(strip.text) != is_capitals(last.text):
            return False
        box, above = strip.line.box, last.line.box
        if box is not None and above is not None and strip.line.page == last.line.page:
            middle = page_middle(self.layout, strip.line)
            if box.y0 - above.y1 > 0.9 * above.height or (middle is not None and abs(box.middle - above.middle) > 30):
                return False
        return small or not strip.letters.endswith((";", ":", "."))

    def _walk_addressees(self, at: int) -> int:
        if at >= len(self.rows) or self.rows[at][0].kind is not Kind.ADDRESSEE:
            return at
        head = self.head
        first = self.rows[at][0]
        table = first.line.cell.table if first.line.cell is not None else None
        last = first
        begin = at
        while at < len(self.rows):
            row = self.rows[at]
            if at > begin and not self._continues_addressees(row, last, table):
                break
            for strip in row:
                head.addressees.append(strip.line)
                last = strip
            if table is not None:
                head.tables.add(table)
            at += 1
        return at

    def _continues_addressees(self, row: tuple[Strip, ...], last: Strip, table: int | None) -> bool:
        strip = row[0]
        if table is not None:
            return self._same_row(strip, table)
        if strip.line.cell is not None or strip.kind not in (Kind.TEXT, Kind.STAMP) or begins("opener", strip.text):
            return False
        if strip.line.page != last.line.page:
            return False
        label = label_of(strip.text)
        if label is not None and label.rank < 9:
            return False
        alone = last.kind is Kind.ADDRESSEE and last.letters.rstrip().endswith(("gui", "gui:", ":"))
        if _ITEM.match(strip.text):
            # Items of the body begin with a dash too; those of the addressees are short.
            return len(strip.letters) <= 160 and (
                alone or last.letters.endswith((";", ",")) or bool(_ITEM.search(last.text))
            )
        if alone:
            return len(strip.letters) <= 160
        if last.letters.endswith((".", "./.")):
            return False
        if last.letters.endswith((";", ",")):
            return len(strip.letters) <= 160 and not begins("soft_opener", strip.text)
        box, above = strip.line.box, last.line.box
        if box is not None and above is not None:
            return box.x0 > above.x0 - 12 and strip.text[:1].islower() and box.y0 - above.y1 < 0.9 * above.height
        return strip.text[:1].islower() and len(strip.letters) <= 100

    def _same_row(self, strip: Strip, table: int) -> bool:
        """Tell whether a cell goes on with the addressees: beside the label, or below as an item in the other column."""
        cell, label = strip.line.cell, self.head.addressees[0].cell
        if cell is None or label is None or cell.table != table:
            return False
        return cell.row == label.row or (cell.column != label.column and _ITEM.match(strip.text) is not None)


_TITLE_LETTERS = frozenset("abcdghjlknpqstuvx*\"'“(.")
