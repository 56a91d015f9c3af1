"""The body as paragraphs: printed lines joined, each letter traced to its line, outline depth and headings told."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.model import Block, Layout, Line, Piece
from pipeline.zones.letters import is_capitals
from pipeline.zones.outline import Label, label_of

_CLOSED = re.compile(r"[.;:!?/…][\"'”’)]*\s*$")
_CLOSING = re.compile(r"Trên đây là|Nhận được .{3,40} này")
#: Ranks of labels from here on are bullets.
_BULLET = 10
#: A printed line this much shorter than the column (share of its width) ends its paragraph.
_SHORT = 0.12
#: A first line set in by so many points begins a paragraph.
_INDENT = 10.0
#: A line wrapped by hand is at least this long.
_WRAPPED = 55


@dataclass(frozen=True, slots=True)
class _Column:
    """Left and right edge of the text of a page, in points."""

    left: float
    right: float

    @property
    def width(self) -> float:
        return max(self.right - self.left, 1.0)


def blocks(layout: Layout, lines: Sequence[Line], annexes: Sequence[int]) -> tuple[Block, ...]:
    """Give the paragraphs that ``lines`` make, in order; ``annexes`` tells the annex of each line (0: main text)."""
    columns = _columns(lines) if not layout.has_paragraphs else {}
    groups: list[list[Line]] = []
    labels: list[Label | None] = []
    places: list[int] = []
    for line, annex in zip(lines, annexes, strict=True):
        label = label_of(line.text)
        if groups and places[-1] == annex and _joins(layout, groups[-1], line, label, columns):
            groups[-1].append(line)
        else:
            groups.append([line])
            labels.append(label)
            places.append(annex)
    return tuple(_outlined(groups, labels, places))


def _columns(lines: Iterable[Line]) -> dict[int, _Column]:
    boxes = defaultdict(list)
    for line in lines:
        if line.box is not None and line.page is not None:
            boxes[line.page].append(line.box)
    out = {}
    for page, found in boxes.items():
        wide = sorted(found, key=lambda b: b.x1 - b.x0)[len(found) // 2 :]
        rights = sorted(b.x1 for b in wide)
        lefts = sorted(b.x0 for b in wide)
        out[page] = _Column(lefts[len(lefts) // 4], rights[(len(rights) * 3) // 4])
    return out


def _joins(layout: Layout, group: list[Line], line: Line, label: Label | None, columns: dict[int, _Column]) -> bool:
    """Tell whether ``line`` goes on with the paragraph ``group``."""
    last = group[-1]
    if last.part is not line.part or last.cell != line.cell:
        return False
    if layout.has_paragraphs:
        if line.starts_paragraph is False:
            return label is None
        return (
            label is None and line.text.lstrip()[:1].islower() and _unfinished(last.text) and len(last.text) >= _WRAPPED
        )
    column = columns.get(line.page or 0)
    before = columns.get(last.page or 0)
    if line.box is None or last.box is None or column is None or before is None:
        return label is None and line.text.lstrip()[:1].islower() and _unfinished(last.text)
    return _joins_on_page(group, line, label, column, before)


def _unfinished(text: str) -> bool:
    return _CLOSED.search(text) is None


def _joins_on_page(group: list[Line], line: Line, label: Label | None, column: _Column, before: _Column) -> bool:
    last = group[-1]
    assert line.box is not None and last.box is not None
    unfinished = _unfinished(last.text)
    full = last.box.x1 >= before.right - _SHORT * before.width
    indented = line.box.x0 - column.left > _INDENT
    if label is not None and not (full and unfinished and not indented and _wrapped_label(label, line)):
        return False
    if line.page == last.page and line.box.y0 - last.box.y1 > 1.2 * max(last.box.height, line.box.height):
        return False
    small = line.text.lstrip()[:1].islower()
    if full and unfinished:
        # A heading set in bold capitals fills its line now and then; the text below it is not its rest.
        return small or last.bold == line.bold or is_capitals(last.text) == is_capitals(line.text)
    if full:
        return not indented and last.bold == line.bold
    if unfinished and last.bold == line.bold:
        centred = abs(line.box.middle - last.box.middle) < 6 and last.box.x0 - before.left > _INDENT
        return small or (centred and is_capitals(line.text) and is_capitals(last.text))
    return small and unfinished


def _wrapped_label(label: Label, line: Line) -> bool:
    """Tell whether a label may be the middle of a wrapped sentence: ``Thi đua / - Khen thưởng``, ``tại / Điều 18``."""
    if label.rank in (0, 1, 2, 5):
        return not label.text.rstrip().endswith((".", ":")) and bool(line.text[label.end :].strip())
    return label.rank in (6, 7, 10)


def _outlined(groups: list[list[Line]], labels: list[Label | None], places: list[int]) -> Iterable[Block]:
    stack: list[tuple[int, str]] = []
    annex = 0
    for group, label, place in zip(groups, labels, places, strict=True):
        if place != annex:
            stack, annex = [], place
        text, pieces = joined(group)
        if label is None:
            # A paragraph under bullets goes on with the item above them; the closing sentence stands under none.
            above = () if _CLOSING.match(text) else tuple(t for rank, t in stack if rank < _BULLET)
            yield Block(text, pieces, headings=above, annex=place)
            continue
        while stack and stack[-1][0] >= label.rank:
            stack.pop()
        headings = tuple(t for _, t in stack)
        yield Block(text, pieces, label.text, len(stack), headings, place)
        stack.append((label.rank, text))


def joined(lines: Sequence[Line]) -> tuple[str, tuple[Piece, ...]]:
    """Give the text of ``lines`` joined by one blank, and where each part of it stands."""
    texts: list[str] = []
    pieces: list[Piece] = []
    at = 0
    for line in lines:
        text = line.text.strip()
        if pieces:
            at += 1
        pieces.append(Piece(at, at + len(text), line, len(line.text) - len(line.text.lstrip())))
        texts.append(text)
        at += len(text)
    return " ".join(texts), tuple(pieces)
