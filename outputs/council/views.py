"""The pages that figures stand on, as pictures with a frame around each figure; only as many as one web page can bear."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from outputs.council import wording as say
from outputs.council.cites import Cites, anchor
from outputs.council.facts import FigureRow, Mark, PageView
from pipeline.consolidate import Consolidation
from pipeline.model import Box

#: Pages and bytes of pictures in one web page; what is beyond is told by page and line alone.
MOST_PAGES, MOST_BYTES = 120, 8 * 2**20
#: Points around the letters, so that the frame does not strike through them.
_ROOM = 2.0


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page of a source document: hash of the file, its name, number of the page from 1."""

    sha256: str
    file_name: str
    number: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """A page as a PNG, its size in points."""

    png: bytes
    width: float
    height: float


#: Draws pages; those that it cannot draw are not in its answer.
Draw = Callable[[Sequence[Leaf]], Mapping[Leaf, Drawing]]


def views(
    data: Consolidation, cites: Cites, rows: Sequence[FigureRow], draw: Draw
) -> tuple[tuple[PageView, ...], tuple[FigureRow, ...]]:
    """Give the pages with their frames, and the rows of the figures with the frames that they lead to."""
    places = _places(data, cites, rows)
    leaves = list(dict.fromkeys(leaf for leaf, _ in places.values()))[:MOST_PAGES]
    drawings = draw(leaves) if leaves else {}
    kept: dict[Leaf, Drawing] = {}
    room = MOST_BYTES
    for leaf in leaves:
        drawing = drawings.get(leaf)
        if drawing is not None and len(drawing.png) <= room:
            kept[leaf] = drawing
            room -= len(drawing.png)
    numbers = {d.sha256: n for n, d in enumerate(cites.documents, 1)}
    marks: dict[Leaf, list[Mark]] = {leaf: [] for leaf in kept}
    by_anchor = {r.anchor: r for r in rows}
    for name, (leaf, box) in places.items():
        if leaf in kept:
            words = f"{by_anchor[name].indicator}: {by_anchor[name].text} {by_anchor[name].measure}".strip()
            marks[leaf].append(_mark(f"b{name[1:]}", words, box, kept[leaf]))
    pages = tuple(
        PageView(
            f"p{numbers[leaf.sha256]}-{leaf.number}",
            f"[{numbers[leaf.sha256]}] {_title(data, leaf)}, trang {leaf.number}",
            drawing.png,
            drawing.width,
            drawing.height,
            tuple(marks[leaf]),
        )
        for leaf, drawing in kept.items()
    )
    linked = tuple(
        replace(r, mark=f"b{r.anchor[1:]}") if r.anchor in places and places[r.anchor][0] in kept else r for r in rows
    )
    return pages, linked


def _title(data: Consolidation, leaf: Leaf) -> str:
    document = next(d for d in data.documents if d.sha256 == leaf.sha256)
    return " ".join(p for p in (say.type_name(document.doc_type), document.symbol or "") if p)


def _places(data: Consolidation, cites: Cites, rows: Sequence[FigureRow]) -> dict[str, tuple[Leaf, Box]]:
    """Give by anchor the page and the frame of each figure that was read from a page, in the order of the rows."""
    wanted = {r.anchor for r in rows}
    found: dict[str, tuple[Leaf, Box]] = {}
    for (dispatch, index), field in data.by_result.items():
        name = anchor(cites.numbers[dispatch], index) if dispatch in cites.numbers else ""
        first = next((e for e in field.evidence if e.page is not None and e.box is not None), None)
        if name not in wanted or first is None or first.page is None or first.box is None:
            continue
        document = data.by_document[dispatch]
        boxes = [e.box for e in field.evidence if e.page == first.page and e.box is not None]
        frame = Box(
            min(b.x0 for b in boxes), min(b.y0 for b in boxes), max(b.x1 for b in boxes), max(b.y1 for b in boxes)
        )
        found[name] = Leaf(document.sha256, document.file_name, first.page), frame
    return {r.anchor: found[r.anchor] for r in rows if r.anchor in found}


def _mark(name: str, words: str, box: Box, page: Drawing) -> Mark:
    def share(value: float, whole: float) -> float:
        return round(min(100.0, max(0.0, 100 * value / whole)), 2)

    left, top = share(box.x0 - _ROOM, page.width), share(box.y0 - _ROOM, page.height)
    right, bottom = share(box.x1 + _ROOM, page.width), share(box.y1 + _ROOM, page.height)
    return Mark(name, words, left, top, round(right - left, 2), round(bottom - top, 2))
