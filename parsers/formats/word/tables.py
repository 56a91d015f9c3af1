"""How a Word table is drawn: spans of its cells, and whether it has rules or only lays text out."""

from parsers.containers import Element, local_name
from parsers.formats.word.styles import StyleSheet, W, value

_INVISIBLE = frozenset({"nil", "none"})
_SIDES = {
    "top": "top",
    "bottom": "bottom",
    "left": "left",
    "start": "left",
    "right": "right",
    "end": "right",
    "insideH": "insideH",
    "insideV": "insideV",
}


def spans(cell: Element) -> tuple[int, str | None]:
    """Give a cell's width in columns and its vertical merge: ``restart``, ``continue`` or None."""
    properties = cell.find(f"{W}tcPr")
    if properties is None:
        return 1, None
    width = value(properties, "gridSpan")
    merge = properties.find(f"{W}vMerge")
    kind = None if merge is None else merge.get(f"{W}val", "continue")
    return (max(1, int(width)) if width is not None and width.isdigit() else 1), kind


def ruled(table: Element, styles: StyleSheet) -> bool:
    """Tell whether most cells of a table are drawn with rules: a vertical and a horizontal one each.

    A borderless table lays out the head and foot; a rule under one of its lines does not make it a data table.
    """
    properties = table.find(f"{W}tblPr")
    borders: dict[str, bool] = {}
    for style in reversed(styles.chain(value(properties, "tblStyle"))):
        borders |= _borders(style.find(f"{W}tblPr/{W}tblBorders"))
    if properties is not None:
        borders |= _borders(properties.find(f"{W}tblBorders"))
    inner = {side: borders.get(side, False) for side in borders}
    vertical = inner.get("insideV", False) or inner.get("left", False)
    horizontal = inner.get("insideH", False) or inner.get("top", False)
    cells = lines = 0
    for cell in table.iterfind(f"{W}tr/{W}tc"):
        own = _borders(cell.find(f"{W}tcPr/{W}tcBorders"))
        upright = [own[s] for s in ("left", "right") if s in own]
        level = [own[s] for s in ("top", "bottom") if s in own]
        cells += 1
        lines += _seen(upright, vertical) and _seen(level, horizontal)
    if not cells:
        return vertical and horizontal
    return lines * 2 >= cells


def _seen(own: list[bool], otherwise: bool) -> bool:
    """Tell whether one of two opposite sides is drawn: by the cell where it speaks of them, else by the table."""
    return any(own) or (otherwise and len(own) < 2)


def _borders(element: Element | None) -> dict[str, bool]:
    out: dict[str, bool] = {}
    if element is not None:
        for child in element:
            side = _SIDES.get(local_name(child))
            if side is not None:
                out[side] = child.get(f"{W}val", "nil") not in _INVISIBLE
    return out
