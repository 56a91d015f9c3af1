"""How printed rows are set, guessed from the margins of the page and from the rows next to them."""

from collections import Counter
from collections.abc import Sequence

from parsers.formats.pdf.lines import Row
from pipeline.model import Alignment, Box


def alignments(rows: Sequence[Row], width: float) -> list[Alignment]:
    """Give the alignment of each row of a page of that ``width`` in points."""
    if not rows:
        return []
    near = 0.015 * width
    # Where many rows begin is a margin or an indent, not the middle of something.
    enough = max(3, len(rows) // 8)
    starts, ends = (Counter(round(x / 2) for x in places) for places in ([r.x0 for r in rows], [r.x1 for r in rows]))
    common = {place for place, count in starts.items() if count >= enough}
    edges = {place for place, count in ends.items() if count >= enough}
    left = 2.0 * min(common) if common else min(row.x0 for row in rows)
    right = 2.0 * max(edges) if edges else max(row.x1 for row in rows)
    out = []
    for i, row in enumerate(rows):
        place = round(row.x0 / 2)
        ragged = not common & {place - 1, place, place + 1}
        full = row.x0 < left + near and row.x1 > right - near
        on_page = not full and ragged and abs((row.x0 + row.x1) / 2 - (left + right) / 2) < near
        if on_page or (row.x1 - row.x0 < 0.55 * (right - left) and _shares_middle(rows, i)):
            out.append(Alignment.CENTER)
        elif row.x1 > right - near and row.x0 > (left + right) / 2:
            out.append(Alignment.RIGHT)
        elif row.x1 > right - near and row.x0 < left + 0.12 * width:
            out.append(Alignment.JUSTIFY)
        else:
            out.append(Alignment.LEFT)
    return out


def in_cell(row: Row, cell: Box) -> Alignment:
    """Give the alignment of a row inside a table cell."""
    before, after = row.x0 - cell.x0, cell.x1 - row.x1
    if abs(before - after) < 3.0 and before > 3.0:
        return Alignment.CENTER
    return Alignment.RIGHT if after < 8.0 < 12.0 < before else Alignment.LEFT


def _shares_middle(rows: Sequence[Row], i: int) -> bool:
    """Tell whether a row nearby, of another width, has the same middle and begins and ends elsewhere."""
    row = rows[i]
    middle, height = (row.x0 + row.x1) / 2, row.y1 - row.y0
    for other in rows[max(0, i - 4) : i + 5]:
        if other is row or not 0.5 * height < abs(other.base - row.base) < 3 * height:
            continue
        if abs((other.x0 + other.x1) / 2 - middle) < 3.0 and abs(other.x0 - row.x0) > 6.0:
            return True
    return False
