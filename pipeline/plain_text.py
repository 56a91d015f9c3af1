"""A layout as plain text: lines in reading order, tables row by row."""

from collections.abc import Iterator

from pipeline.model import Cell, CellRef, Layout, Line, Part, Table

#: What is repeated on every page stands behind the text, not in its way.
_MARGINS = (Part.HEADER, Part.FOOTER)


def render(layout: Layout) -> str:
    r"""Give every line of ``layout`` once, ``\n`` behind each; the cells of a table row are joined by tabs.

    The lines of one cell, and the rows of a table inside it, are joined by blanks: a row is one line.
    Headers and footers come last. Letters are those the file keeps, so that text is found again in it.
    """
    inner: dict[CellRef, list[Table]] = {}
    for table in layout.tables:
        if table.parent is not None:
            inner.setdefault(table.parent, []).append(table)
    tops = {table.index: _top(layout, table) for table in layout.tables}
    out: list[str] = []
    done: set[int] = set()
    for line in sorted(layout.lines, key=lambda line: line.part in _MARGINS):
        if line.cell is None or line.cell.table not in tops:
            out.append(_kept(line))
            continue
        top = tops[line.cell.table]
        if top.index not in done:
            done.add(top.index)
            out.extend(_rows(layout, top, inner))
    return "\n".join([*out, ""])


def _kept(line: Line) -> str:
    return line.text if line.stored is None else line.stored


def _top(layout: Layout, table: Table) -> Table:
    """Give the outermost table around ``table``."""
    seen = {table.index}
    while table.parent is not None and table.parent.table not in seen:
        table = layout.tables[table.parent.table]
        seen.add(table.index)
    return table


def _rows(layout: Layout, table: Table, inner: dict[CellRef, list[Table]]) -> Iterator[str]:
    rows: dict[int, list[str]] = {}
    for cell in table.cells:
        rows.setdefault(cell.row, []).append(_text(layout, table, cell, inner))
    for number in sorted(rows):
        row = "\t".join(rows[number]).rstrip("\t")
        if row:
            yield row


def _text(layout: Layout, table: Table, cell: Cell, inner: dict[CellRef, list[Table]]) -> str:
    """Give a cell on one line, inner tables where they stand among its lines."""
    parts = [(index, _kept(layout.lines[index]).strip()) for index in cell.lines]
    if not parts and cell.text:
        parts = [(table.anchor, " ".join(cell.text.split("\n")))]
    for below in inner.get(CellRef(table.index, cell.row, cell.column), ()):
        parts.append((below.anchor, " ".join(" ".join(_rows(layout, below, inner)).split("\t"))))
    return " ".join(text for _, text in sorted(parts, key=lambda part: part[0]))
