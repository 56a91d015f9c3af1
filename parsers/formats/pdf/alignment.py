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
    spans = [(row.x0, row.x1) for row in rows]
    # Where many rows begin is a margin or an indent, not the middle of something.
    enough = max(3, len(rows) // 8)
    starts, ends = (
        Counter(round(x / 2) for x in places) for places in ([x0 for x0, _ in spans], [x1 for _, x1 in spans])
    )
    common = {place for place, count in starts.items() if count >= enough}
    edges = {place for place, count in ends.items() if count >= enough}
    left = 2.0 * min(common) if common else min(x0 for x0, _ in spans)
    right = 2.0 * max(edges) if edges else max(x1 for _, x1 in spans)
    out = []
    for i, (x0, x1) in enumerate(spans):
        place = round(x0 / 2)
        ragged = not common & {place - 1, place, place + 1}
        full = x0 < left + near and x1 > right - near
        on_page = not full and ragged and abs((x0 + x1) / 2 - (left + right) / 2) < near
        if on_page or (x1 - x0 < 0.55 * (right - left) and _shares_middle(rows, spans, i)):
            out.append(Alignment.CENTER)
        elif x1 > right - near and x0 > (left + right) / 2:
            out.append(Alignment.RIGHT)
        elif x1 > right - near and x0 < left + 0.12 * width:
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


def _shares_middle(rows: Sequence[Row], spans: Sequence[tuple[float, float]], i: int) -> bool:
    """Tell whether a row nearby, of another width, has the same middle and begins and ends elsewhere."""
    row, (x0, x1) = rows[i], spans[i]
    middle, height = (x0 + x1) / 2, row.y1 - row.y0
    near = slice(max(0, i - 4), i + 5)
    for other, (other_x0, other_x1) in zip(rows[near], spans[near], strict=True):
        if other is row or not 0.5 * height < abs(other.base - row.base) < 3 * height:
            continue
        if abs((other_x0 + other_x1) / 2 - middle) < 3.0 and abs(other_x0 - x0) > 6.0:
            return True
    return False
