"""What an OpenDocument spreadsheet says of its cells besides their values: merged cells, looks, hidden places."""

from collections.abc import Iterator, Mapping

from parsers.containers import Container, Element
from parsers.formats.sheet.looks import ALIGNMENTS, CellLook, SheetLook
from pipeline.errors import FileError

_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
_OFFICE, _TABLE, _STYLE = (f"{{{_OASIS}{name}:1.0}}" for name in ("office", "table", "style"))
_FO = f"{{{_OASIS}xsl-fo-compatible:1.0}}"
_ROW_GROUPS = frozenset(_TABLE + name for name in ("table-row-group", "table-header-rows", "table-rows"))
_COLUMN_GROUPS = frozenset(_TABLE + name for name in ("table-column-group", "table-header-columns", "table-columns"))
_CELL, _COVERED = f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"
_HIDDEN = frozenset({"collapse", "filter"})
#: Rows and columns repeated to the end of the sheet hold nothing; more hidden ones than this are no secret.
_MOST_HIDDEN = 256
#: Cells whose look is kept when one is repeated.
_MOST_REPEATED = 1_000


def sheet_looks(container: Container) -> dict[str, SheetLook]:
    """Give the look of every sheet by its name. Raises FileError HOSTILE or DAMAGED."""
    content = container.xml("content.xml")
    if content is None:
        return {}
    try:
        common = container.xml("styles.xml")
    except FileError as error:
        if error.failure.code == "HOSTILE":
            raise
        common = None
    styles = _styles([root for root in (common, content) if root is not None])
    out = {}
    for table in content.iterfind(f"{_OFFICE}body/{_OFFICE}spreadsheet/{_TABLE}table"):
        out[table.get(f"{_TABLE}name", "")] = _sheet(table, styles)
    return out


def _styles(roots: list[Element]) -> dict[str, CellLook]:
    """Give the looks of cells by the name of their style; each takes from its parent what it does not say."""
    elements = {
        style.get(f"{_STYLE}name", ""): style
        for root in roots
        for style in root.iter(f"{_STYLE}style")
        if style.get(f"{_STYLE}family") == "table-cell"
    }
    out: dict[str, CellLook] = {}

    def look(name: str, seen: frozenset[str]) -> CellLook:
        style = elements.get(name)
        if style is None or name in seen:
            return CellLook()
        if name not in out:
            out[name] = _look(style, look(style.get(f"{_STYLE}parent-style-name", ""), seen | {name}))
        return out[name]

    for name in elements:
        look(name, frozenset())
    return out


def _look(style: Element, parent: CellLook) -> CellLook:
    text = style.find(f"{_STYLE}text-properties")
    paragraph = style.find(f"{_STYLE}paragraph-properties")
    said: Mapping[str, str] = {} if text is None else dict(text.attrib)
    weight, slant, size = said.get(f"{_FO}font-weight"), said.get(f"{_FO}font-style"), said.get(f"{_FO}font-size", "")
    set_as = None if paragraph is None else paragraph.get(f"{_FO}text-align")
    points = size.removesuffix("pt")
    return CellLook(
        said.get(f"{_STYLE}font-name", said.get(f"{_FO}font-family", parent.font)),
        float(points) if points.replace(".", "", 1).isdigit() else parent.size,
        parent.bold if weight is None else weight == "bold",
        parent.italic if slant is None else slant == "italic",
        parent.alignment if set_as is None else ALIGNMENTS.get({"start": "left", "end": "right"}.get(set_as, set_as)),
    )


def _sheet(table: Element, styles: dict[str, CellLook]) -> SheetLook:
    out = SheetLook()
    column = 0
    for element in _inside(table, f"{_TABLE}table-column", _COLUMN_GROUPS):
        count = _count(element.get(f"{_TABLE}number-columns-repeated"))
        if element.get(f"{_TABLE}visibility") in _HIDDEN and count <= _MOST_HIDDEN:
            out.hidden_columns += range(column, column + count)
        column += count
    row = 0
    top, left, bottom, right = 1 << 30, 1 << 30, -1, -1
    for element in _inside(table, f"{_TABLE}table-row", _ROW_GROUPS):
        count = _count(element.get(f"{_TABLE}number-rows-repeated"))
        filled = _cells(element, row, count, styles, out)
        if filled:
            if element.get(f"{_TABLE}visibility") in _HIDDEN and count <= _MOST_HIDDEN:
                out.hidden_rows += range(row, row + count)
            top, bottom = min(top, row), row + count - 1
            left, right = min(left, filled[0]), max(right, filled[1])
        row += count
    out.area = max(0, bottom - top + 1) * max(0, right - left + 1)
    return out


def _cells(
    element: Element, row: int, rows: int, styles: dict[str, CellLook], out: SheetLook
) -> tuple[int, int] | None:
    """Note the looks and spans of one row's cells; give the first and the last filled column."""
    column, first, last = 0, -1, -1
    for cell in element:
        if cell.tag not in (_CELL, _COVERED):
            continue
        count = _count(cell.get(f"{_TABLE}number-columns-repeated"))
        kind = cell.get(f"{_OFFICE}value-type")
        if kind is not None or len(cell):
            first, last = (column if first < 0 else first), column + count - 1
            look = styles.get(cell.get(f"{_TABLE}style-name", ""), CellLook())
            if kind == "percentage":
                look = CellLook(look.font, look.size, look.bold, look.italic, look.alignment, percent=True)
            if rows * count <= _MOST_REPEATED:
                out.looks |= {(r, c): look for r in range(row, row + rows) for c in range(column, column + count)}
        high, wide = (_count(cell.get(f"{_TABLE}number-{name}-spanned")) for name in ("rows", "columns"))
        if high > 1 or wide > 1:
            out.spans[row, column] = (high, wide)
        column += count
    return None if first < 0 else (first, last)


def _inside(parent: Element, tag: str, groups: frozenset[str]) -> Iterator[Element]:
    """Give the children of that tag, those in groups in their place. Groups are as deep as their file: bounded by XML."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in groups:
            yield from _inside(child, tag, groups)


def _count(text: str | None) -> int:
    return int(text) if text is not None and text.isdigit() and len(text) < 9 else 1
