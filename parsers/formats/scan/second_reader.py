"""A printed line read a second time, by AsterOCR's model run straight through onnxruntime."""

import json
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from parsers.formats.scan import models
from parsers.formats.scan.cleaning import Gray

#: What the model was trained on: lines 32 dots high, width a multiple of 4, values from -1 to 1.
_HEIGHT = 32
_STEP = 4
#: The model knows 256 places; a little is left for rounding up.
_WIDEST = 1_016
_INK = 128


def is_here() -> bool:
    """Tell whether the second reader is installed."""
    return models.session("lines") is not None and bool(_letters())


@dataclass(frozen=True, slots=True)
class Reading:
    """A line as the second reader saw it; ``sure`` is, for each word of ``text``, the lowest probability of its letters."""

    text: str
    sure: tuple[float, ...] = ()


def read_line(crop: Gray) -> Reading:
    """Give the text of one printed line; empty when there is nothing to read with or to read, or when the model fails on it.

    A line wider than the model can take is read in halves, cut at its widest blank.
    """
    if models.session("lines") is None or not _letters() or min(crop.shape) < 4:
        return Reading("")
    height, width = crop.shape
    if width * _HEIGHT > _WIDEST * height:
        at = _blank(crop)
        left, right = read_line(crop[:, :at]), read_line(crop[:, at:])
        return Reading(f"{left.text.strip()} {right.text.strip()}".strip(), left.sure + right.sure)
    return _read(crop)


def _blank(crop: Gray) -> int:
    """Give the middle of the widest blank in the middle third of a line."""
    width = int(crop.shape[1])
    clear = (crop < _INK).sum(axis=0) == 0
    best, at, run = 0, width // 2, 0
    for x in range(width // 3, 2 * width // 3):
        run = run + 1 if clear[x] else 0
        if run > best:
            best, at = run, x - run // 2
    return at


def _read(crop: Gray) -> Reading:
    height, width = crop.shape
    wide = (max(_HEIGHT, width * _HEIGHT // height) + _STEP - 1) // _STEP * _STEP
    small = np.asarray(Image.fromarray(crop).resize((wide, _HEIGHT), Image.Resampling.BILINEAR), np.float32)
    tensor = np.repeat((small / 127.5 - 1.0)[None, None], 3, axis=1)
    scores = models.run("lines", tensor)
    return greedy(np.exp(scores.reshape(-1, scores.shape[-1])), _letters()) if scores is not None else Reading("")


def greedy(chances: NDArray[np.float32], letters: tuple[str, ...]) -> Reading:
    """Give the best letter of every step (steps x letters, 0 to 1), repeats and blanks (letter 0) left out."""
    best = chances.argmax(axis=1).tolist()
    text: list[str] = []
    sure: list[float] = []
    before = 0
    for step, now in enumerate(best):
        chance = float(chances[step, now])
        if now and now != before:
            text.append(letters[now])
            sure.append(chance)
        elif now:
            sure[-1] = max(sure[-1], chance)
        before = now
    words: list[float] = []
    for letter, chance, last in zip(text, sure, ["", *text], strict=False):
        if letter.isspace():
            continue
        if not last or last.isspace():
            words.append(chance)
        else:
            words[-1] = min(words[-1], chance)
    return Reading("".join(text), tuple(words))


@cache
def _letters() -> tuple[str, ...]:
    path = models.package_file("asterocr", "assets/vocab.json")
    return tuple(json.loads(path.read_text(encoding="utf-8"))["chars"]) if path is not None else ()
