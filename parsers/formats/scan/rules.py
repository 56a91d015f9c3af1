"""Ruled tables of a page image: dark runs too long for letters become rules, rules that meet become cells."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np
from numpy.typing import NDArray

from parsers.formats.scan.cleaning import Gray
from parsers.pictures import READING_DPI

#: Ink is darker than this.
_INK = 150
#: A rule is at least this long; no stroke of a letter is (inches).
_LONG_IN = 0.28
#: This part of a rule's dots is ink; the rest is where the scanner lost it.
_FILLED = 0.92
#: Rules nearer than this are one (inches).
_NEAR_IN = 0.035
#: A rule parts two cells when it runs along this part of their side.
_COVERS = 0.6
#: More rules than these make a drawing.
_MOST = 800
#: No page is scanned more crooked than this.
_STEEPEST = 0.05
#: Runs this many times longer than the shortest tell how crooked the page lies.
_TELLING = 5


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight rule: ``at`` is its height (or its place from the left), ``start`` and ``end`` where it runs; in dots."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell: place, span, and left, top, right, bottom in dots of the straightened page."""

    row: int
    column: int
    row_span: int
    column_span: int
    box: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table; ``slope`` is by how many dots its level rules fall a dot to the right."""

    rows: int
    columns: int
    cells: tuple[GridCell, ...]
    box: tuple[float, float, float, float]
    slope: float

    def straight(self, x: float, y: float) -> tuple[float, float]:
        """Give where a point of the page lies on the straightened page."""
        return x + self.slope * y, y - self.slope * x

    def cell_at(self, x: float, y: float) -> int | None:
        """Give the number of the cell that a point of the page lies in; None outside the table."""
        u, v = self.straight(x, y)
        for i, cell in enumerate(self.cells):
            x0, y0, x1, y1 = cell.box
            if x0 <= u < x1 and y0 <= v < y1:
                return i
        return None


def grids(gray: Gray, dpi: float) -> list[Grid]:
    """Give the ruled tables of a page from top to bottom; frames of a single cell are none."""
    ink = gray < _INK
    long, near = int(_LONG_IN * dpi), _NEAR_IN * dpi
    level = _runs(ink, long)
    upright = _runs(np.ascontiguousarray(ink.T), long)
    if min(len(level), len(upright)) < 2:
        return []
    slope = _slope(level)
    # The page turned straight: level rules fall by the slope, upright ones lean by it.
    rules_level = _merged((_straight(run, slope) for run in level), near)
    rules_upright = _merged((_straight(run, -slope) for run in upright), near)
    if min(len(rules_level), len(rules_upright)) < 2 or len(rules_level) + len(rules_upright) > _MOST:
        return []
    found = (_grid(own, cross, near, slope) for own, cross in _groups(rules_level, rules_upright, near))
    return sorted((grid for grid in found if grid is not None), key=lambda grid: grid.box[1])


@dataclass(slots=True)
class _Run:
    """A dark run over several rows of dots, growing: sums of a straight line fitted to it, weighted by length."""

    left: float
    right: float
    first: int
    last: int
    weight: float = 0.0
    x: float = 0.0
    y: float = 0.0
    xx: float = 0.0
    xy: float = 0.0

    def add(self, y: int, x0: int, x1: int) -> None:
        """Take in the run of one row."""
        weight, middle = float(x1 - x0), (x0 + x1) / 2
        self.left, self.right, self.last = min(self.left, x0), max(self.right, x1), y
        self.weight += weight
        self.x += weight * middle
        self.y += weight * y
        self.xx += weight * middle * middle
        self.xy += weight * middle * y

    @property
    def length(self) -> float:
        return self.right - self.left

    @property
    def at(self) -> float:
        """The mean row of the run."""
        return self.y / self.weight

    @property
    def slope(self) -> float:
        """How many rows it falls a dot; 0 for a run that is all one piece."""
        spread = self.xx / self.weight - (self.x / self.weight) ** 2
        # Pieces whose middles all lie together tell nothing.
        if spread < (0.05 * self.length) ** 2:
            return 0.0
        slope = (self.xy / self.weight - self.x * self.y / self.weight**2) / spread
        return max(-_STEEPEST, min(_STEEPEST, slope))

    @property
    def is_thin(self) -> bool:
        """Tell a rule from a dark edge of the page or a filled field; a long crooked one is higher."""
        return self.last - self.first <= 8 + _STEEPEST * self.length


def _runs(ink: NDArray[np.bool_], long: int) -> list[_Run]:
    """Give the thin dark runs of at least ``long`` dots."""
    height, width = ink.shape
    if width <= long:
        return []
    # Sums fit 16 bits: no page read has more dots a row; differences of sums that ran over are right again.
    sums = np.zeros((height, width + 1), np.uint16)
    np.cumsum(ink, axis=1, dtype=np.uint16, out=sums[:, 1:])
    full = np.zeros((height, width - long + 3), np.bool_)
    np.greater_equal(sums[:, long:] - sums[:, :-long], int(_FILLED * long), out=full[:, 1:-1])
    # Few rows of dots hold a rule: only those are looked at dot by dot.
    held = np.flatnonzero(full.any(axis=1))
    steps = np.diff(full[held].astype(np.int8), axis=1)
    rows, starts = np.nonzero(steps == 1)
    _, ends = np.nonzero(steps == -1)
    rows = held[rows]
    done: list[_Run] = []
    growing: list[_Run] = []
    row = -1
    for y, x0, x1 in zip(rows.tolist(), starts.tolist(), (ends + long - 1).tolist(), strict=True):
        if y != row:
            row = y
            done += [run for run in growing if y - run.last > 2 and run.is_thin]
            growing = [run for run in growing if y - run.last <= 2]
            if len(done) > 4 * _MOST:
                return []
        host = next((r for r in growing if x0 <= r.right + long / 8 and x1 >= r.left - long / 8), None)
        if host is None:
            host = _Run(x0, x1, y, y)
            growing.append(host)
        host.add(y, x0, x1)
    return done + [run for run in growing if run.is_thin]


def _slope(level: Sequence[_Run]) -> float:
    """Give by how much level rules fall from left to right: the median of the long ones."""
    slopes = [run.slope for run in level if run.length > _TELLING * _LONG_IN * READING_DPI]
    return float(median(slopes)) if slopes else 0.0


def _merged(rules: Iterable[Rule], near: float) -> list[Rule]:
    """Put the pieces of one rule together."""
    out: list[Rule] = []
    for rule in sorted(rules, key=lambda r: (r.at, r.start)):
        host = next((i for i in range(len(out) - 1, -1, -1) if _is_one(out[i], rule, near)), None)
        if host is None:
            out.append(rule)
            continue
        other = out[host]
        own, its = rule.end - rule.start, other.end - other.start
        at = (rule.at * own + other.at * its) / max(own + its, 1.0)
        out[host] = Rule(at, min(rule.start, other.start), max(rule.end, other.end))
    return out


def _is_one(a: Rule, b: Rule, near: float) -> bool:
    return abs(b.at - a.at) <= near and b.start <= a.end + 4 * near and b.end >= a.start - 4 * near


def _groups(level: list[Rule], upright: list[Rule], near: float) -> list[tuple[list[Rule], list[Rule]]]:
    """Give the rules that meet each other, table by table."""
    reach = 3 * near
    group = list(range(len(level) + len(upright)))

    def top(i: int) -> int:
        while group[i] != i:
            group[i] = group[group[i]]
            i = group[i]
        return i

    for i, a in enumerate(level):
        for j, b in enumerate(upright):
            if a.start - reach <= b.at <= a.end + reach and b.start - reach <= a.at <= b.end + reach:
                group[top(i)] = top(len(level) + j)
    tables: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for i, rule in enumerate([*level, *upright]):
        tables.setdefault(top(i), ([], []))[0 if i < len(level) else 1].append(rule)
    return [t for t in tables.values() if min(len(t[0]), len(t[1])) >= 2]


def _straight(run: _Run, slope: float) -> Rule:
    """Give a run as a rule of the straightened page: moved up by what the page falls, and along by what it leans."""
    return Rule(run.at - slope * (run.left + run.right) / 2, run.left + slope * run.at, run.right + slope * run.at)


def _grid(level: list[Rule], upright: list[Rule], near: float, slope: float) -> Grid | None:
    xs, ys = _lanes(upright, near), _lanes(level, near)
    if len(xs) < 2 or len(ys) < 2 or (len(xs) - 1) * (len(ys) - 1) < 2:
        return None
    parts_columns = [
        [_covered(upright, x, ys[r], ys[r + 1], near) for x in xs] for r in range(len(ys) - 1)
    ]  # fmt: skip
    parts_rows = [[_covered(level, y, xs[c], xs[c + 1], near) for c in range(len(xs) - 1)] for y in ys]
    rows, columns = len(ys) - 1, len(xs) - 1
    taken: set[tuple[int, int]] = set()
    cells = []
    for row in range(rows):
        for column in range(columns):
            if (row, column) in taken:
                continue
            right = column + 1
            while right < columns and not parts_columns[row][right] and (row, right) not in taken:
                right += 1
            down = row + 1
            while (
                down < rows
                and not any(parts_rows[down][c] for c in range(column, right))
                and not any((down, c) in taken for c in range(column, right))
            ):
                down += 1
            taken |= {(r, c) for r in range(row, down) for c in range(column, right)}
            box = (xs[column], ys[row], xs[right], ys[down])
            cells.append(GridCell(row, column, down - row, right - column, box))
    if len(cells) < 2:
        return None
    return Grid(rows, columns, tuple(cells), (xs[0], ys[0], xs[-1], ys[-1]), slope)


def _lanes(rules: list[Rule], near: float) -> list[float]:
    """Give the places where rules stand, in order; those within reach are one."""
    out: list[list[float]] = []
    for rule in sorted(rules, key=lambda r: r.at):
        if out and rule.at - out[-1][-1] <= 2 * near:
            out[-1].append(rule.at)
        else:
            out.append([rule.at])
    return [sum(lane) / len(lane) for lane in out]


def _covered(rules: list[Rule], at: float, start: float, end: float, near: float) -> bool:
    """Tell whether rules at one place run along most of the way from ``start`` to ``end``."""
    length = sum(
        max(0.0, min(rule.end, end) - max(rule.start, start)) for rule in rules if abs(rule.at - at) <= 2.5 * near
    )
    return length >= _COVERS * (end - start)
