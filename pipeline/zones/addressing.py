"""Kính gửi: the bodies a letter, report or submission is addressed to (ô 9a)."""

import re

from pipeline.model import CellRef, Layout, Line
from pipeline.reference.page_words import begins, is_body
from pipeline.zones.columns import Strip, follows_closely
from pipeline.zones.letters import Kind
from pipeline.zones.outline import label_of
from pipeline.zones.reading import Reading

_NUMBERED = re.compile(r"\s*\d{1,2}[.)]\s")
_ITEM = re.compile(r"\s*(?:[-+*•·–]|\d{1,2}[.)]\s|[a-zđ][)]\s)")
_ASIDE = re.compile(r"\([^()]{2,60}\)\W*")
#: ``Kính gửi:`` is so many letters long.
_LABEL = 8


def walk_addressees(reading: Reading, at: int) -> int:
    """Take the addressees that begin at row ``at``; give the first row that is none of theirs."""
    if at >= len(reading.rows) or reading.rows[at][0].kind is not Kind.ADDRESSEE:
        return at
    head = reading.head
    first = reading.rows[at][0]
    table = first.line.cell.table if first.line.cell is not None else None
    last = first
    begin = at
    while at < len(reading.rows):
        row = reading.rows[at]
        if at > begin and row[0].kind is Kind.DATE and Kind.DATE not in reading.seen:
            # Text drawn out of a page column by column brings the date behind "Kính gửi:".
            for strip in row:
                reading.place(strip)
            at += 1
            continue
        if at > begin and not _continues_addressees(reading, row, last, table):
            break
        for strip in row:
            head.addressees.append(strip.line)
            last = strip
        if table is not None:
            head.tables.add(table)
        at += 1
    return at


def _continues_addressees(reading: Reading, row: tuple[Strip, ...], last: Strip, table: int | None) -> bool:
    strip = row[0]
    if table is not None:
        return _same_row(reading, strip, table)
    if strip.line.cell is not None or strip.kind not in (Kind.TEXT, Kind.STAMP) or begins("opener", strip.text):
        return False
    if strip.line.page != last.line.page:
        return False
    alone = last.kind is Kind.ADDRESSEE and last.letters.rstrip().endswith(("gui", "gui:", ":"))
    if _NUMBERED.match(strip.text) and last.letters.rstrip().endswith(";" if not alone else ("gui", ":")):
        # Bodies numbered one below the other, each closed; a numbered item of the body is a sentence.
        listed = alone or _NUMBERED.match(last.text) is not None
        return (
            listed and len(strip.letters) <= 120 and strip.letters.rstrip().endswith((";", ".") if not alone else ";")
        )
    label = label_of(strip.text)
    if label is not None and label.rank < 9:
        return False
    if _ITEM.match(strip.text):
        # Items of the body begin with a dash too; those of the addressees are short.
        return len(strip.letters) <= 160 and (
            alone or last.letters.endswith((";", ",")) or bool(_ITEM.search(last.text))
        )
    if alone:
        return len(strip.letters) <= 160
    if _ASIDE.fullmatch(strip.text.strip()):
        # "(Văn phòng)" tells the part of the body above that the letter is for.
        return True
    if last.letters.endswith((".", "./.")):
        return False
    if last.letters.endswith((";", ",")):
        return len(strip.letters) <= 160 and not begins("soft_opener", strip.text)
    named = reading.head.addressees[0]
    if _stands_behind_label(strip, named):
        return True
    box, above = strip.line.box, last.line.box
    if box is not None and above is not None:
        close = follows_closely(strip.line, last.line)
        if named.box is not None and named is not last.line and box.x0 > named.box.x1 and close:
            # Right of the label stands its list only, also where a line breaks before a capital.
            return True
        return box.x0 > above.x0 - 12 and strip.text[:1].islower() and close
    return strip.text[:1].islower() and len(strip.letters) <= 100


def _stands_behind_label(strip: Strip, named: Line) -> bool:
    """Tell whether a short line begins right of where ``Kính gửi`` ends on the line ``named``: one more of its bodies."""
    if len(strip.letters) > 90 or strip.letters.endswith(":") or not is_body(strip.text):
        return False
    box, label = strip.line.box, named.box
    if box is not None and label is not None:
        letter = (label.x1 - label.x0) / max(len(named.text.strip()), 1)
        return box.x0 > label.x0 + _LABEL * letter and follows_closely(strip.line, named, 3.0)
    return box is label and _indent(strip.line.text) > _indent(named.text) + _LABEL


def _indent(text: str) -> int:
    """Give how many blanks ``text`` begins with, a tab counting as eight."""
    wide = text.expandtabs()
    return len(wide) - len(wide.lstrip())


def _same_row(reading: Reading, strip: Strip, table: int) -> bool:
    """Tell whether a cell goes on with the addressees: beside the label, or below as an item in the other column."""
    cell, label = strip.line.cell, reading.head.addressees[0].cell
    if cell is None or label is None:
        return False
    if cell.table != table:
        # Each cell may hold a table of its own.
        outer, around = _outer(reading.layout, cell), _outer(reading.layout, label)
        return outer is not cell and around is not label and (outer.table, outer.row) == (around.table, around.row)
    return cell.row == label.row or (cell.column != label.column and _ITEM.match(strip.text) is not None)


def _outer(layout: Layout, cell: CellRef) -> CellRef:
    """Give the cell of the outermost table around ``cell``."""
    for _ in range(len(layout.tables)):
        parent = layout.tables[cell.table].parent if cell.table < len(layout.tables) else None
        if parent is None:
            break
        cell = parent
    return cell
