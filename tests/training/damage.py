"""Copies of a page damaged as files are damaged: what a rule has not met is made from what the corpus holds.

A damage changes how a page is laid out and never a letter of it, so the gold of the page stays true. Each takes a
layout and a seeded source of chance; where it has nothing to break it gives the layout back.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from random import Random

from pipeline.model import CellRef, Layout, Line, Table
from pipeline.text import slug

Damage = Callable[[Layout, Random], Layout]

#: Lines from either end in which a head and a foot stand.
_ENDS = 16
#: What stands on pages beside the dispatch: stamps of receipt, running heads, page numbers, marks of programs.
_STRAY = (
    "Trang 1/3", "- 2 -", "CÔNG VĂN ĐẾN", "ĐẾN Số: 1187", "Ngày: 12/6", "Chuyển: P. TH", "Scanned with CamScanner",
    "SAO Y", "Ký bởi: Văn phòng", "Thời gian ký: 08/05/2023 15:12:40 +07:00", "DỰ THẢO", "Ghi chú:", "x", "…………",
    "THƯ VIỆN PHÁP LUẬT", "Hỏa tốc: không", "Mẫu số 01", "(Bản gửi qua trục liên thông)",
)  # fmt: skip
#: Words that a page is cut by; a page may come without them.
_LANDMARKS = ("cong-hoa-xa-hoi", "doc-lap", "dang-cong-san-viet-nam", "noi-nhan", "kinh-gui")


def _rebuilt(layout: Layout, lines: Iterable[Line], tables: tuple[Table, ...] | None = None) -> Layout:
    """Number the lines anew; cells and anchors follow. A line whose index is -1 stands in no cell."""
    kept = list(lines)
    moved: dict[int, int] = {}
    for new, line in enumerate(kept):
        if line.index >= 0:
            moved.setdefault(line.index, new)
    told = []
    for table in layout.tables if tables is None else tables:
        anchor = min((new for old, new in moved.items() if old >= table.anchor), default=len(kept))
        cells = tuple(replace(c, lines=tuple(moved[i] for i in c.lines if i in moved)) for c in table.cells)
        told.append(replace(table, anchor=anchor, cells=cells))
    return replace(layout, lines=tuple(replace(ln, index=i) for i, ln in enumerate(kept)), tables=tuple(told))


def _bare(line: Line, text: str | None = None) -> Line:
    """The line without the looks that a file may not tell."""
    return replace(
        line, text=line.text if text is None else text, bold=None, italic=None, size=None, font=None, alignment=None
    )


def _near_ends(layout: Layout) -> list[int]:
    count = len(layout.lines)
    return [i for i in range(count) if i < _ENDS or i >= count - _ENDS]


def looks_lost(layout: Layout, chance: Random) -> Layout:
    """Neither bold nor italic nor where a line is set."""
    return _rebuilt(layout, [_bare(line) for line in layout.lines])


def flattened(layout: Layout, chance: Random) -> Layout:
    """No tables, no places: one cell below the other."""
    return _rebuilt(layout, [replace(_bare(line), cell=None, box=None) for line in layout.lines], ())


def side_by_side(layout: Layout, chance: Random) -> Layout:
    """Every row of a table on printed lines, its cells apart by blanks, as text files and poor converters have them."""
    rows: dict[tuple[int, int], list[Line]] = {}
    for line in layout.lines:
        if line.cell is not None:
            rows.setdefault((line.cell.table, line.cell.row), []).append(line)
    out: list[Line] = []
    for line in layout.lines:
        if line.cell is None:
            out.append(_bare(line))
            continue
        inside = rows.pop((line.cell.table, line.cell.row), [])
        columns: dict[int, list[Line]] = {}
        for other in inside:
            assert other.cell is not None
            columns.setdefault(other.cell.column, []).append(other)
        sides = list(columns.values())
        for n in range(max(map(len, sides), default=0)):
            texts = [side[n].text.strip() if n < len(side) else "" for side in sides]
            printed = "".join(f"{text:<44}    " for text in texts).rstrip()
            out.append(replace(_bare(inside[0], printed), cell=None, box=None))
    return _rebuilt(layout, out, ())


def turned(layout: Layout, chance: Random) -> Layout:
    """Columns of the first and the last table in the other order."""
    if not layout.tables:
        return layout
    ends = {0, len(layout.tables) - 1}
    out: list[Line] = []
    row: list[Line] = []
    at: tuple[int, int] | None = None

    def flush() -> None:
        out.extend(sorted(row, key=lambda ln: -(ln.cell.column if ln.cell else 0)))
        row.clear()

    for line in layout.lines:
        place = (line.cell.table, line.cell.row) if line.cell and line.cell.table in ends else None
        if place != at:
            flush()
            at = place
        if place is None:
            out.append(line)
        else:
            row.append(line)
    flush()
    return _rebuilt(layout, [replace(ln, cell=None) if ln.cell and ln.cell.table in ends else ln for ln in out],
                    tuple(t for t in layout.tables if t.index not in ends))  # fmt: skip


def landmark_lost(layout: Layout, chance: Random) -> Layout:
    """One of the lines by which a page is cut is not there."""
    found = [ln for ln in layout.lines if any(slug(ln.text).startswith(word) for word in _LANDMARKS)]
    if not found:
        return layout
    gone = chance.choice(found).index
    return _rebuilt(layout, [ln for ln in layout.lines if ln.index != gone])


def glued(layout: Layout, chance: Random) -> Layout:
    """A line of the head or foot runs on into the next of its cell."""
    ends = _near_ends(layout)
    pairs = [i for i in ends if i + 1 in ends and layout.lines[i].cell == layout.lines[i + 1].cell]
    if not pairs:
        return layout
    i = chance.choice(pairs)
    one, other = layout.lines[i], layout.lines[i + 1]
    joined = replace(one, text=f"{one.text.rstrip()} {other.text.lstrip()}", stored=None)
    return _rebuilt(layout, [joined if ln.index == i else ln for ln in layout.lines if ln.index != i + 1])


def broken(layout: Layout, chance: Random) -> Layout:
    """Two longer lines of the head or foot are broken where a narrow column would."""
    long = [i for i in _near_ends(layout) if len(layout.lines[i].text.split()) >= 4]
    at = set(chance.sample(long, min(2, len(long))))
    out: list[Line] = []
    for line in layout.lines:
        if line.index not in at:
            out.append(line)
            continue
        words = line.text.split(" ")
        cut = chance.randint(2, max(2, len(words) - 2))
        out.append(replace(line, text=" ".join(words[:cut]), stored=None))
        rest = " ".join(words[cut:])
        if rest.strip():
            out.append(replace(line, index=-1, text=rest, starts_paragraph=False, stored=None))
    return _with_new_cells(layout, out)


def _with_new_cells(layout: Layout, lines: list[Line]) -> Layout:
    """Let lines that were put behind a cell's line (index -1) belong to that cell."""
    made = _rebuilt(layout, lines)
    inside: dict[CellRef, list[int]] = {}
    for line in made.lines:
        if line.cell is not None:
            inside.setdefault(line.cell, []).append(line.index)
    tables = tuple(
        replace(t, cells=tuple(
            replace(c, lines=tuple(inside.get(CellRef(t.index, c.row, c.column), c.lines))) for c in t.cells
        ))
        for t in made.tables
    )  # fmt: skip
    return replace(made, tables=tables)


def littered(layout: Layout, chance: Random) -> Layout:
    """Three lines that are no part of the dispatch stand in the head and foot."""
    out = list(layout.lines)
    for text in chance.sample(_STRAY, 3):
        at = chance.choice(_near_ends(layout))
        beside = layout.lines[at]
        out.insert(out.index(beside), Line(-1, text, beside.place, beside.page, cell=beside.cell, part=beside.part))
    return _with_new_cells(layout, out)


def swapped(layout: Layout, chance: Random) -> Layout:
    """Two lines of the head or foot have changed places."""
    ends = _near_ends(layout)
    pairs = [i for i in ends if i + 1 in ends]
    if not pairs:
        return layout
    i = chance.choice(pairs)
    out = list(layout.lines)
    out[i], out[i + 1] = out[i + 1], out[i]
    return _rebuilt(layout, out)


def spaced(layout: Layout, chance: Random) -> Layout:
    """Blanks where typists put them: before colons and marks, twice between words."""

    def retyped(line: Line) -> Line:
        text = line.text.replace(":", " :").replace(";", " ;") if chance.random() < 0.5 else line.text
        words = text.split(" ")
        if len(words) > 2 and chance.random() < 0.5:
            at = chance.randrange(len(words) - 1)
            words[at] += " "
        return replace(line, text=" ".join(words), stored=None)

    return _rebuilt(layout, [retyped(line) for line in layout.lines])


def stripped(layout: Layout, chance: Random) -> Layout:
    """Flattened, without one landmark, and littered: what is left of a page copied by hand."""
    return littered(landmark_lost(flattened(layout, chance), chance), chance)


def as_it_is(layout: Layout, chance: Random) -> Layout:
    """The page itself."""
    return layout


DAMAGES: dict[str, Damage] = {
    made.__name__: made
    for made in (
        as_it_is, looks_lost, flattened, side_by_side, turned, landmark_lost, glued, broken, littered, swapped, spaced,
        stripped,
    )
}  # fmt: skip
