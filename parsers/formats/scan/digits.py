"""Handwritten digits out of a recogniser's letter scores: nothing but digits is allowed where a number must stand.

Scores are steps x letters, probabilities from 0 to 1; letter 0 is the blank of CTC (Graves 2006).
"""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.text import flat

Scores = NDArray[np.float32]

_DIGITS = "0123456789"
#: What handwritten digits are taken for by a reader that expects letters.
_SHAPES = {"g": "9", "q": "9", "h": "4", "l": "1", "I": "1", "|": "1", "/": "1", "O": "0", "o": "0", "Z": "2", "z": "2"}
_SHAPES |= {"S": "5", "s": "5", "b": "6", "G": "6", "€": "6", "B": "8", "&": "8"}
#: Below this a probability is no evidence.
_FLOOR = 1e-6


@dataclass(frozen=True, slots=True)
class Path:
    """The best letters of a line and the steps at which each begins and ends."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]


def best_path(scores: Scores, letters: Sequence[str]) -> Path:
    """Give the best letter of every step, repeats put together, blanks left out."""
    best = scores.argmax(axis=1).tolist()
    text: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    before = 0
    for step, now in enumerate(best):
        if now == before:
            if now:
                ends[-1] = step + 1
            continue
        before = now
        if now:
            text.append(letters[now])
            starts.append(step)
            ends.append(step + 1)
    return Path("".join(text), tuple(starts), tuple(ends))


def digits_between(scores: Scores, start: int, end: int, places: Sequence[int]) -> str:
    """Give the best digits of the steps ``start`` to ``end``; ``places`` are the columns of 0 to 9."""
    window = scores[start:end][:, [0, *places]]
    if not len(window):
        return ""
    best = window.argmax(axis=1).tolist()
    return "".join(
        _DIGITS[now - 1] for before, now in zip([0, *best[:-1]], best, strict=True) if now not in (0, before)
    )


def letters_between(path: Path, start: int, end: int) -> str:
    """Give what the best path reads between two steps, blanks left out: digits only when it saw nothing else there."""
    kept = (c for c, at in zip(path.text, path.starts, strict=True) if start <= at < end and c.isalnum())
    return "".join(kept)


def looks_like(letters: str, digits: str) -> bool:
    """Tell whether letters that a reader saw are the digits, or are written like them one by one (``gh6`` for 946)."""
    seen = [c for c in letters if c.isalnum() or c in _SHAPES]
    return len(seen) == len(digits) and all(_SHAPES.get(c, c) == d for c, d in zip(seen, digits, strict=True))


def log_likelihood(scores: Scores, columns: Sequence[int]) -> float:
    """Give the log of how likely the steps spell just the letters of ``columns``, over all CTC alignments."""
    if not len(scores):
        return -math.inf
    logs = np.log(np.maximum(scores, _FLOOR))
    spelled = [0]
    for column in columns:
        spelled += [column, 0]
    alpha = np.full(len(spelled), -np.inf)
    alpha[0] = logs[0, 0]
    if len(spelled) > 1:
        alpha[1] = logs[0, spelled[1]]
    for step in logs[1:]:
        before = alpha.copy()
        for i, letter in enumerate(spelled):
            best = before[i]
            if i >= 1:
                best = np.logaddexp(best, before[i - 1])
            if i >= 2 and letter and letter != spelled[i - 2]:
                best = np.logaddexp(best, before[i - 2])
            alpha[i] = best + step[letter]
    return float(np.logaddexp(alpha[-1], alpha[-2]) if len(spelled) > 1 else alpha[-1])


def best_value(
    scores: Scores, start: int, end: int, values: Iterable[int], places: Sequence[int]
) -> tuple[str, float] | None:
    """Give the likeliest spelling of one of ``values``, with or without a leading zero, and by how much (log) it leads."""
    window = scores[start:end]
    if not len(window):
        return None
    narrow = window[:, [0, *places]]
    ranked = []
    for value in values:
        spellings = {str(value), f"{value:02d}"}
        ranked.append(max((log_likelihood(narrow, [int(c) + 1 for c in s]), s) for s in spellings))
    ranked.sort(reverse=True)
    lead = ranked[0][0] - ranked[1][0] if len(ranked) > 1 else math.inf
    return ranked[0][1], lead


#: The recogniser knows no Vietnamese: of ``Số`` it may see the S alone, a blank where the vowel stands.
_NUMBER_START = re.compile(r"s\s*[o06]\s*[:;.,·]*\s*|^[^/]{0,3}[:;·]\s*|^\W{0,2}s\s+(?=\d)")
_DAY_START = re.compile(r"n\s*g\s*[aă]?\s*[yv]\s*|,\s*n?g?[aă]?y\s*")
_MONTH_WORD = re.compile(r"\s*t?h?[aă]n[gq9]\s*|\s*th[aă]?n[gq9]?\s*")
_YEAR_WORD = re.compile(r"\s*n[aă]m\s*")


def number_window(path: Path, notation: str, joint: str = "/") -> tuple[int, int] | None:
    """Give the steps between ``Số:`` and the slash before the notation (``QĐ-UBND``); None when they are not found.

    ``joint`` is the dash in the Party's symbols (``12-KH/TU``).
    """
    text = flat(path.text)
    start = _NUMBER_START.search(text)
    if start is None or start.start() > 4:
        return None
    rest = text[start.end() :]
    end = rest.find(joint)
    if end < 0:
        # The slash was read as a stroke of the digits: the notation tells where they end.
        first = flat(notation)[:2]
        at = rest.find(first) if len(first) == 2 else -1
        if at < 0:
            return None
        end = at
    return _steps(path, start.end(), start.end() + end)


def day_window(path: Path) -> tuple[int, int] | None:
    """Give the steps between ``ngày`` and ``tháng``."""
    text = flat(path.text)
    start = _DAY_START.search(text)
    end = _MONTH_WORD.search(text, start.end()) if start else None
    return _steps(path, start.end(), end.start()) if start and end else None


def month_window(path: Path) -> tuple[int, int] | None:
    """Give the steps between ``tháng`` and ``năm``."""
    text = flat(path.text)
    day = _DAY_START.search(text)
    start = _MONTH_WORD.search(text, day.end() if day else 0)
    end = _YEAR_WORD.search(text, start.end()) if start else None
    return _steps(path, start.end(), end.start()) if start and end else None


def _steps(path: Path, first: int, last: int) -> tuple[int, int]:
    """Give the steps from behind letter ``first - 1`` up to letter ``last``."""
    begin = path.ends[first - 1] if first else 0
    end = path.starts[last] if last < len(path.starts) else path.ends[-1]
    return begin, max(begin, end)
