"""Runs of letters on a page put together again as printed lines, columns kept apart."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from parsers.formats.pdf.runs import Run

#: Two runs share a row when their baselines are this near, as a part of the letter size.
_SAME_ROW = 0.28
#: Blanks this wide part two columns whatever they say (in letter sizes).
_WIDE = 3.0
#: A jump of the pen this wide, with no blank drawn in it, parts two columns.
_JUMP = 0.6
#: A gap wider than this is more than a justified line leaves between words.
_WORDS = 0.9
_MOST_BLANKS = 40
#: A gap this wide is a blank between words.
_BLANK = 0.16
#: A superscript's baseline is this much higher (in letter sizes).
_RAISED = 0.15
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
#: A form's hole may be this wide.
_HOLE = 7.0
#: Labels of outline items: a tab stop follows them, not a column.
_LABEL = re.compile(
    r"(?:[-+*•–]|[IVXLC]{1,6}[.)]|[0-9]{1,2}(?:\.[0-9]{1,2}){0,4}[.)]?|\(?[a-zđ][.)]|\([0-9]{1,2}\)|Điều [0-9]{1,3}[.:])"
)
#: Form blanks: what stands before or after a hole that is filled in by hand.
_OPEN_END = re.compile(r"(?:số|ngày|tháng|năm|:)$", re.IGNORECASE)
_OPEN_START = re.compile(r"/|:|tháng\b|năm\b", re.IGNORECASE)


@dataclass(slots=True)
class Row:
    """Runs of one column on one baseline, from left to right. ``in_cell``: of a table cell, which has no columns."""

    runs: list[Run]
    base: float
    in_cell: bool = False

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

    def text(self, pieces: Sequence[str] | None = None) -> str:
        """Give the letters with a blank wherever one was drawn or the gap is a word's.

        The one gap of a row that is far wider keeps its width in blanks: it may part two columns of a head.
        ``pieces`` are the runs' texts when they have been decoded.
        """
        wide = None if self.in_cell else self._wide_gap()
        out = ""
        for i, piece in enumerate(pieces or [run.text for run in self.runs]):
            if i and i == wide:
                out += " " * self._width(i)
            elif i and _blank_between(self.runs[i - 1], self.runs[i]):
                out += " "
            out += piece
        return out

    def _width(self, i: int) -> int:
        last, run = self.runs[i - 1], self.runs[i]
        return min(_MOST_BLANKS, round((run.x0 - last.x1) / (0.25 * max(1.0, min(run.size, last.size)))))

    def _wide_gap(self) -> int | None:
        """Give the number of the run behind the row's only wide gap; None where none or several are wide (justified)."""
        gaps = [(b.x0 - a.x1) / max(1.0, min(a.size, b.size)) for a, b in pairwise(self.runs)]
        wide = [i for i, gap in enumerate(gaps, 1) if gap > _WORDS]
        if len(wide) != 1 or _LABEL.fullmatch("".join(run.text for run in self.runs[: wide[0]])):
            return None
        return wide[0]


def _blank_between(last: Run, run: Run) -> bool:
    if last.right - last.x1 > 0.05 * last.size or run.x0 - run.left > 0.05 * run.size:
        return True
    return run.x0 - last.x1 > _BLANK * min(run.size, last.size) or run.widget != last.widget


def printed(runs: Sequence[Run]) -> list[Run]:
    """Give the runs without blanks at their ends; ``order`` is counted anew, so that neighbours differ by one.

    A run of blanks alone is gone, and the run drawn before it reaches over it.
    """
    out: list[Run] = []
    for run in runs:
        if not _trim(run):
            last = out[-1] if out else None
            if last is not None and last.base == run.base and abs(run.x0 - last.right) < 0.5 * run.size:
                last.right = max(last.right, run.x1)
            continue
        run.order = len(out)
        out.append(run)
    return out


def _trim(run: Run) -> bool:
    """Cut the blanks off the ends of ``run``; False when nothing is left."""
    text = run.text
    start = len(text) - len(text.lstrip())
    if start == len(text):
        return False
    end = len(text.rstrip())
    if start or end < len(text):
        run.text, run.spans = text[start:end], run.spans[start:end]
        run.x0, run.x1 = run.spans[0][0], max(run.spans[0][0], run.spans[-1][1])
    return True


def cut(run: Run, edges: Sequence[float]) -> list[Run]:
    """Give ``run`` cut where it crosses one of the upright ``edges``; whole when it crosses none."""
    inside = [x for x in edges if run.x0 + 1.0 < x < run.x1 - 1.0]
    if not inside or run.angle:
        return [run]
    parts: dict[int, list[int]] = {}
    for i, (x0, x1) in enumerate(run.spans):
        parts.setdefault(sum(x < (x0 + x1) / 2 for x in inside), []).append(i)
    out = []
    for places in parts.values():
        spans = [run.spans[i] for i in places]
        x0, x1 = spans[0][0], max(spans[0][0], spans[-1][1])
        text = "".join(run.text[i] for i in places)
        part = replace(run, text=text, spans=spans, x0=x0, x1=x1, left=x0, right=x1)
        if _trim(part):
            out.append(part)
    return out


def rows(runs: Sequence[Run], *, columns: bool = True) -> list[Row]:
    """Give the printed rows of upright ``printed`` runs from top to bottom.

    With ``columns`` every column is a row of its own; without (inside a table cell) a row is never cut.
    """
    out: list[Row] = []
    for row in _gathered(runs):
        row.in_cell = not columns
        out += _parted(row) if columns else [row]
    return out


def _gathered(runs: Sequence[Run]) -> list[Row]:
    """Put runs on one baseline together; small raised or sunk ones join the row they touch."""
    out: list[Row] = []
    for run in sorted((r for r in runs if r.widget is None), key=lambda r: r.base):
        row = out[-1] if out else None
        if row is not None and abs(run.base - row.base) <= _SAME_ROW * min(run.size, row.runs[0].size):
            row.runs.append(run)
        else:
            out.append(Row([run], run.base))
    out = _with_scripts(out)
    for row in out:
        _compose(row)
        row.runs.sort(key=lambda r: r.x0)
    for run in (r for r in runs if r.widget is not None):
        _fill_in(out, run)
    for row in out:
        row.runs.sort(key=lambda r: r.x0)
    return sorted(out, key=lambda r: r.base)


def _compose(row: Row) -> None:
    """Put tone marks that were drawn by themselves behind the letter they stand over or under."""
    marks = [run for run in row.runs if all(map(unicodedata.combining, run.text))]
    letters = [run for run in row.runs if not all(map(unicodedata.combining, run.text))]
    if not marks or not letters:
        return
    row.runs = letters
    for mark in marks:
        # A mark without width of its own is drawn from the right edge of its letter.
        middle = (mark.x0 + mark.x1) / 2 - 0.05 * mark.size
        host = min(letters, key=lambda r: max(r.x0 - middle, middle - r.x1, 0.0))
        at = min(
            range(len(host.spans)),
            key=lambda i: (max(host.spans[i][0] - middle, middle - host.spans[i][1], 0.0), host.text[i] == " "),
        )
        host.text = host.text[: at + 1] + mark.text + host.text[at + 1 :]
        host.spans = [*host.spans[: at + 1], *[host.spans[at]] * len(mark.text), *host.spans[at + 1 :]]


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
            continue
        if row.base < host.base - _RAISED * max(run.size for run in host.runs):
            for run in row.runs:
                # Left as they are, a note's number would become a part of the figure before it.
                run.text = run.text.translate(_SUPERSCRIPT)
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
        distance = abs(row.base - run.base)
        main = row.runs[0]
        alone = main.widget is not None
        if alone and main.widget == run.widget and distance <= _SAME_ROW * run.size:
            best = row
            break
        if not alone and distance < least and run.size >= 0.7 * main.size and _has_hole(row, run):
            best, least = row, distance
    if best is None:
        rows.append(Row([run], run.base))
    else:
        # The hole may be blanks drawn inside one run.
        middle = (run.x0 + run.x1) / 2
        best.runs = [part for one in best.runs for part in (cut(one, [middle]) if one.widget is None else [one])]
        best.runs.append(run)


def _has_hole(row: Row, run: Run) -> bool:
    """Tell whether ``run`` covers hardly any letter of ``row`` and stands next to one."""
    near = False
    for other in row.runs:
        over = min(run.x1, other.x1) - max(run.x0, other.x0)
        if over > 0.5 * (run.x1 - run.x0) and other.widget is None and _inked(other, run) > 0.5 * (run.x1 - run.x0):
            return False
        near = near or -over < 3.0 * run.size
    return near


def _inked(other: Run, run: Run) -> float:
    """Give how much of ``run`` lies over letters (not blanks) of ``other``, in points."""
    return sum(
        max(0.0, min(run.x1, x1) - max(run.x0, x0))
        for (x0, x1), letter in zip(other.spans, other.text, strict=True)
        if letter != " "
    )


def _parted(row: Row) -> list[Row]:
    """Cut a row where two columns meet."""
    last = row.runs[0]
    out: list[Row] = [Row([last], row.base)]
    jumps = sorted(b.left - a.right for a, b in pairwise(row.runs))
    usual = max(0.0, jumps[len(jumps) // 2]) if len(jumps) >= 4 else 0.0
    for run in row.runs[1:]:
        here = out[-1]
        size = max(1.0, min(run.size, last.size))
        gap, jump = (run.x0 - last.x1) / size, (run.left - last.right) / size
        if run.widget is not None or last.widget is not None:
            parts = gap > _HOLE
        else:
            # Words set one by one leave the same gap everywhere; a column's stands out.
            wide = gap > _WIDE or jump > max(_JUMP, 2.2 * usual / size)
            parts = wide and _is_column(here, run, gap, 0 <= run.order - last.order <= 1)
        if parts:
            out.append(Row([run], row.base))
            last = run
        else:
            here.runs.append(run)
            last = max(last, run, key=lambda r: r.x1)
    return out


def _is_column(left: Row, run: Run, gap: float, drawn_on: bool) -> bool:
    """Tell whether ``run`` begins another column, ``gap`` letter sizes to the right of ``left``."""
    if gap > _HOLE:
        return True
    text = left.text()
    if _OPEN_END.search(text) or _OPEN_START.match(run.text):
        return not drawn_on and gap > _WIDE and text.endswith(":")
    return not (drawn_on and _LABEL.fullmatch(text))
