"""Small builders of lines and layouts for tests. All documents and persons are made up."""

from dataclasses import replace
from typing import Any

from pipeline.model import Block, Box, Cell, CellRef, Layout, Line, Piece, Table, Zones


def line(text: str, index: int = 0, **places: Any) -> Line:
    """A line whose place is ``đoạn N`` unless told; any attribute of ``Line`` can be given."""
    places.setdefault("place", f"đoạn {index + 1}")
    return Line(index, text, **places)


def layout(*texts: str | Line, reader: str = "test", **rest: Any) -> Layout:
    """A layout of texts (one paragraph each) or of ready lines, numbered anew."""
    lines = []
    for index, item in enumerate(texts):
        if isinstance(item, str):
            lines.append(line(item, index, starts_paragraph=True))
        else:
            lines.append(renumbered(item, index))
    return Layout(reader, tuple(lines), **rest)


def renumbered(item: Line, index: int) -> Line:
    """The same line under another index."""
    values = {name: getattr(item, name) for name in Line.__dataclass_fields__}
    return Line(**(values | {"index": index}))


def printed(text: str, x0: float, y0: float, x1: float, y1: float, page: int = 1, **places: Any) -> Line:
    """A printed line of a PDF page with its box; its index is set by ``layout``."""
    return line(text, page=page, box=Box(x0, y0, x1, y1), **places)


def block(text: str, index: int = 0, **places: Any) -> Block:
    """A block of one line; ``label``, ``level``, ``headings``, ``annex`` can be given."""
    return Block(text, (Piece(0, len(text), line(text, index), 0),), **places)


def zones(
    *texts: str | Block,
    title: str = "",
    date: str = "",
    source: Layout | None = None,
    title_lines: int = 0,
    **rest: Any,
) -> Zones:
    """Zones whose body is ``texts`` (a text is one unlabelled block) below a title line and a date line.

    With ``source`` its first ``title_lines`` lines are the title and the rest is left out.
    """
    if source is not None:
        return Zones(source, title=source.lines[:title_lines], **rest)
    lines: list[Line] = []
    heads = []
    for text in (title, date):
        heads.append((line(text, len(lines)),) if text else ())
        lines.extend(heads[-1])
    body = []
    for item in texts:
        made = block(item, len(lines)) if isinstance(item, str) else item
        own = renumbered(made.pieces[0].line, len(lines))
        body.append(replace(made, pieces=(replace(made.pieces[0], line=own),)))
        lines.append(own)
    return Zones(Layout("test", tuple(lines)), title=heads[0], head_right=heads[1], body=tuple(body), **rest)


def grid(
    drawing: str, *, above: tuple[str, ...] = (), below: tuple[str, ...] = (), title: str = "", **rest: Any
) -> Zones:
    """Zones with one data table, drawn a row a line with ``|`` between cells; ``<`` joins the cell to its left, ``^`` above.

    ``above`` and ``below`` are the lines around it. ``rest`` goes to the table (``name`` makes it a worksheet).
    """
    rows = [[cell.strip() for cell in row.split("|")] for row in drawing.splitlines() if row.strip()]
    lines: list[Line] = []
    head = (line(title, 0),) if title else ()
    lines += head
    for text in above:
        lines.append(line(text, len(lines)))
    anchor, cells = len(lines), []
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if text in ("<", "^"):
                continue
            wide = next((n for n, t in enumerate(row[c + 1 :], 1) if t != "<"), len(row) - c)
            high = next((n for n, below_row in enumerate(rows[r + 1 :], 1) if below_row[c] != "^"), len(rows) - r)
            own = ()
            if text:
                place = f"bảng 1, hàng {r + 1}, cột {c + 1}"
                lines.append(line(text, len(lines), place=place, cell=CellRef(0, r, c)))
                own = (lines[-1].index,)
            cells.append(Cell(r, c, text, own, high, wide))
    for text in below:
        lines.append(line(text, len(lines)))
    table = Table(0, len(rows), len(rows[0]), tuple(cells), anchor, **rest)
    return Zones(Layout("test", tuple(lines), (table,)), title=head, tables=(table,))
