"""Lines of a list as items: what begins an item, what continues one, and each item with its evidence.

Serves Nơi nhận and Kính gửi, whose items are dash lines, lines of their own, or pieces between semicolons.
"""

import re
from dataclasses import dataclass

from pipeline.model import Evidence, Line
from pipeline.text import squeeze

#: A dash, bullet or private-use symbol-font mark before an item; ``+`` marks a sub-item.
DASH = re.compile(r"^\s*(?:\.\s+(?=\w)|(?:[-\u2010-\u2015\u2212~*•·●▪■◦○❖✓➢\ue000-\uf8ff]\s*)+)")
PLUS = re.compile(r"^\s*\+\s*")
#: Items numbered instead of dashed.
NUMBER = re.compile(r"^\s*\d{1,2}\s*[.)/]\s+(?=[^\W\d_])")
#: Several dash items set in one line: ``- Như trên; - Lưu: VT``.
_INLINE = re.compile(r"(?<=[;,.:])\s*(?=[-\u2013]\s+\S)")
#: What closes an item and is no part of it.
CLOSING = " \t;,.:/"
_CLOSED = re.compile(r"[;.]\s*$")
_OPEN_END = re.compile(r"(?:,|\b(?:và|các|của|thuộc|tỉnh|huyện|thành phố|cấp|-))\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Item:
    """One item: its pieces (line, text of the piece as printed) in order, and whether a dash stood before it."""

    pieces: tuple[tuple[Line, str], ...]
    dashed: bool

    @property
    def text(self) -> str:
        """The item on one line without dash and closing mark."""
        return squeeze(" ".join(text for _, text in self.pieces)).strip(CLOSING).replace(" ;", ";")

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """The pieces as evidence, closing mark of the item off."""
        out = []
        for position, (line, text) in enumerate(self.pieces):
            piece = text.strip()
            if position == len(self.pieces) - 1:
                piece = piece.strip(CLOSING) or piece
            if piece:
                out.append(Evidence.of(line, piece))
        return tuple(out)

    @property
    def legibility(self) -> float:
        """How well the worst of its lines was read."""
        return min(line.legibility for line, _ in self.pieces)


def pieces(lines: tuple[Line, ...]) -> list[tuple[Line, str]]:
    """Give the lines with several dash items in one line cut apart; blank lines are kept as empty pieces."""
    return [(line, part) for line in lines for part in _INLINE.split(line.text)]


def items(parts: list[tuple[Line, str]]) -> list[Item]:
    """Join pieces to items.

    Where dashes are used, a piece without one continues the item before it unless that item was closed (``;`` or
    ``.``) and the piece opens with a capital. Without dashes a piece opens an item when the format says that a
    paragraph begins, or when the item before it was closed.
    """
    parts = [(line, text) for line, text in parts if text.strip()]
    marked = any(DASH.match(text) for _, text in parts)
    top = DASH if marked else next((m for m in (PLUS, NUMBER) if any(m.match(text) for _, text in parts)), DASH)
    marked = marked or top is not DASH
    out: list[Item] = []
    for line, text in parts:
        mark = top.match(text)
        body = text[mark.end() :] if mark else text
        if not body.strip():
            continue
        if not out or mark or _opens(out[-1], line, body, marked):
            out.append(Item(((line, body),), mark is not None))
        else:
            out[-1] = Item((*out[-1].pieces, (line, body)), out[-1].dashed)
    return out


def _opens(before: Item, line: Line, text: str, marked: bool) -> bool:
    last = before.pieces[-1][1]
    if PLUS.match(text) or not text.lstrip()[0].isupper():
        return False
    if _CLOSED.search(last):
        return True
    return not marked and line.starts_paragraph is not False and _OPEN_END.search(last) is None
