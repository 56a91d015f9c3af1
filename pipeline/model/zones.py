"""A layout cut into the places that NĐ 30/2020, Phụ lục I gives to each component."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from pipeline.model.evidence import Evidence
from pipeline.model.layout import Layout, Line, Table


class Profile(StrEnum):
    """Whose layout rules a document follows; told from its head before any field is read."""

    STATE = "state"
    PARTY = "party"
    YOUTH = "youth"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters ``start`` to ``end`` of a block's text stand in ``line`` from its character ``offset`` on."""

    start: int
    end: int
    line: Line
    offset: int


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph or outline item of the body: its lines joined, and where each letter came from.

    ``label`` is the printed mark (``I.``, ``1.``, ``a)``, ``-``), kept in ``text`` too; ``level`` is its depth
    in the outline, 0 for the top and None for running text; ``headings`` are the texts of the items above it.
    ``annex`` is the number of the annex it stands in, counted from 1; 0 is the main text.
    """

    text: str
    pieces: tuple[Piece, ...]
    label: str = ""
    level: int | None = None
    headings: tuple[str, ...] = ()
    annex: int = 0

    def evidence(self, start: int = 0, end: int | None = None) -> tuple[Evidence, ...]:
        """Give the evidence for the characters ``start`` to ``end`` of the block, one piece a line."""
        stop = len(self.text) if end is None else end
        out = []
        for piece in self.pieces:
            first, last = max(start, piece.start), min(stop, piece.end)
            if first < last:
                text = piece.line.text[piece.offset + first - piece.start : piece.offset + last - piece.start]
                if text.strip():
                    out.append(Evidence.of(piece.line, text.strip()))
        return tuple(out)


@dataclass(frozen=True, slots=True)
class Ignored:
    """A line that no field may read, and why: ``page number``, ``running header``, ``signature stamp``, ``arrival stamp``."""

    line: Line
    reason: str


@dataclass(frozen=True, slots=True)
class Zones:
    """Where each component stands. Law (conservation): every line of the layout is in exactly one place.

    ``head_left``: issuer, symbol, V/v. ``head_right``: Quốc hiệu, place and date. ``marks``: urgency, secrecy, circulation.
    ``title``: type name and subject. ``addressees``: Kính gửi. ``body``: outline blocks outside tables, annexes included.
    ``tables``: data tables of the body and annexes (never the head's or foot's layout tables); their lines are theirs.
    ``signature``: capacity, position, name. ``recipients``: Nơi nhận. Lines are single-column pieces: a printed
    line that held two columns has been cut in two :class:`Line` values with the same ``index``.
    ``next_head`` is the index of the line where another head begins further down, None when there is none.
    """

    layout: Layout
    head_left: tuple[Line, ...] = ()
    head_right: tuple[Line, ...] = ()
    marks: tuple[Line, ...] = ()
    title: tuple[Line, ...] = ()
    addressees: tuple[Line, ...] = ()
    body: tuple[Block, ...] = ()
    tables: tuple[Table, ...] = ()
    signature: tuple[Line, ...] = ()
    recipients: tuple[Line, ...] = ()
    ignored: tuple[Ignored, ...] = ()
    next_head: int | None = None

    def table_lines(self, table: Table) -> Iterator[Line]:
        """Give the lines of one data table in order."""
        return (self.layout.lines[i] for cell in table.cells for i in cell.lines)
