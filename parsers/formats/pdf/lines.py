"""Runs of letters on a page put together again as printed lines, columns kept apart."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from parsers.formats.pdf.pages import Run

#: Two runs share a row when their baselines are this near, as a part of the letter size.
_SAME_ROW = 0.28
#: A gap this wide, in letter sizes, parts two columns whatever they say.
_WIDE = 3.0
#: A gap this wide parts two runs that were not drawn one after the other.
_APART = 0.55
#: A gap this wide is a blank between words.
_BLANK = 0.16
#: Labels of outline items: a tab stop follows them, not a column.
_LABEL = re.compile(
    r"\s*(?:[-+*•–]|[IVXLC]{1,6}[.)]|[0-9]{1,2}(?:\.[0-9]{1,2}){0,4}[.)]?|\(?[a-zđ][.)]|\([0-9]{1,2}\))\s*"
)
#: Form blanks: what stands before or after a hole that is filled in by hand.
_OPEN_END = re.compile(r"(?:số|ngày|tháng|năm|:)\s*$", re.IGNORECASE)
_OPEN_START = re.compile(r"\s*(?:/|tháng\b|năm\b)", re.IGNORECASE)
_HOLE = 7.0


@dataclass(slots=True)
class Row:
    """Runs of one column on one baseline, from left to right."""

    runs: list[Run]
    base: float

    @property
    def x0(self) -> float:
        """Left edge of the printed letters."""
        return min(run.x0 for run in self.runs)

    @property
    def x1(self) -> float:
        """Right edge of the printed letters."""
        return max(run.x1 for run in self.runs)

    @property
    def y0(self) -> float:
        """Upper edge."""
        return min(run.y0 for run in self.runs)

    @property
    def y1(self) -> float:
        """Lower edge."""
        return max(run.y1 for run in self.runs)

    @property
    def text(self) -> str:
        """The letters with a blank wherever the gap is a word's; blanks at the ends cut off."""
        out = ""
        last: Run | None = None
        for run in self.runs:
            if last is not None and not out.endswith(" ") and not run.text.startswith(" "):
                gap = run.x0 - last.x1
                if gap > _BLANK * min(run.size, last.size) or run.widget != last.widget:
                    out += " "
            out += run.text
            last = run
        return out.strip()


def trimmed(run: Run) -> Run | None:
    """Give ``run`` without the blanks at its ends, its box cut in proportion; None when nothing is printed."""
    text = run.text
    left, right = len(text) - len(text.lstrip()), len(text) - len(text.rstrip())
    if left == len(text):
        return None
    if left or right:
        # A blank is a quarter of the letter size wide in the usual fonts.
        blank = min(0.25 * run.size, (run.x1 - run.x0) / len(text))
        run.x0, run.x1 = run.x0 + left * blank, max(run.x0 + left * blank, run.x1 - right * blank)
        run.text = text.strip()
    return run


def rows(runs: Sequence[Run]) -> list[Row]:
    """Give the printed rows of upright runs from top to bottom, every column a row of its own."""
    printed = [run for run in (trimmed(one) for one in runs) if run is not None]
    for order, run in enumerate(printed):
        # Counted anew without blanks, so that neighbours in drawing order differ by one.
        run.order = order
    out: list[Row] = []
    for row in _gathered(printed):
        out += _parted(row)
    return out


def _gathered(runs: list[Run]) -> list[Row]:
    """Put runs on one baseline together; small raised or sunk ones join the row they touch."""
    normal = [run for run in runs if run.widget is None]
    out: list[Row] = []
    for run in sorted(normal, key=lambda r: (r.base, r.x0)):
        row = out[-1] if out else None
        if row is not None and abs(run.base - row.base) <= _SAME_ROW * min(run.size, row.runs[0].size):
            row.runs.append(run)
        else:
            out.append(Row([run], run.base))
    out = _with_scripts(out)
    for run in (r for r in runs if r.widget is not None):
        _fill_in(out, run)
    for row in out:
        row.runs.sort(key=lambda r: r.x0)
    return sorted(out, key=lambda r: r.base)


def _with_scripts(rows: list[Row]) -> list[Row]:
    """Join rows of superscripts and subscripts to the row whose letters they touch."""
    out: list[Row] = []
    for i, row in enumerate(rows):
        host = None
        if all(len(run.text) <= 4 for run in row.runs):
            for other in (*rows[max(0, i - 2) : i], *rows[i + 1 : i + 3]):
                size = max(run.size for run in other.runs)
                if (
                    max(run.size for run in row.runs) <= 0.8 * size
                    and abs(row.base - other.base) <= 0.6 * size
                    and all(any(_touches(run, main) for main in other.runs) for run in row.runs)
                ):
                    host = other
                    break
        if host is None:
            out.append(row)
        else:
            host.runs += row.runs
    return out


def _touches(small: Run, main: Run) -> bool:
    reach = 0.35 * main.size
    return main.x0 - reach <= small.x1 and small.x0 <= main.x1 + reach


def _fill_in(rows: list[Row], run: Run) -> None:
    """Put text that a field prints (a number, a day) into the hole of the row it stands in, else on a row of its own."""
    best: Row | None = None
    least = 0.9 * run.size
    for row in rows:
        if row.runs[0].widget is not None and len(row.runs) == 1:
            continue
        distance = abs(row.base - run.base)
        if distance < least and _has_hole(row, run):
            best, least = row, distance
    if best is not None:
        best.runs.append(run)
        return
    mine = [r for r in rows if r.runs[0].widget == run.widget and abs(r.base - run.base) <= _SAME_ROW * run.size]
    if mine:
        mine[0].runs.append(run)
    else:
        rows.append(Row([run], run.base))


def _has_hole(row: Row, run: Run) -> bool:
    """Tell whether ``run`` covers hardly any letter of ``row`` and stands next to one."""
    near = False
    for other in row.runs:
        over = min(run.x1, other.x1) - max(run.x0, other.x0)
        if over > 0.5 * (run.x1 - run.x0):
            return False
        near = near or -over < 3.0 * run.size
    return near


def _parted(row: Row) -> list[Row]:
    """Cut a row where two columns meet."""
    out: list[Row] = [Row([row.runs[0]], row.base)]
    for run in row.runs[1:]:
        here = out[-1]
        last = max(here.runs, key=lambda r: r.x1)
        gap = run.x0 - last.x1
        size = max(1.0, min(run.size, last.size))
        if run.widget is not None or last.widget is not None:
            parts = gap > _HOLE * size
        else:
            parts = _is_column(here, run, gap / size, run.order == last.order + 1)
        if parts:
            out.append(Row([run], row.base))
        else:
            here.runs.append(run)
    return out


def _is_column(left: Row, run: Run, gap: float, drawn_on: bool) -> bool:
    """Tell whether ``run`` begins another column, ``gap`` letter sizes to the right of ``left``."""
    if gap <= (_WIDE if drawn_on else _APART):
        return False
    text = left.text
    if gap <= _HOLE and (_OPEN_END.search(text) or _OPEN_START.match(run.text)):
        return False
    return not (gap <= _HOLE and drawn_on and _LABEL.fullmatch(text))
