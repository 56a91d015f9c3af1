"""Letter scores of a line crop by PP-OCRv6's recogniser, run straight through onnxruntime."""

from functools import cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from parsers.formats.scan import models
from parsers.formats.scan.digits import Scores

#: What the model was trained on: lines 48 dots high, values from -1 to 1, at least so wide.
_HEIGHT = 48
_NARROWEST = 320
_WIDEST = 2_400
#: A crop of fewer dots than these on a side holds no line.
_LEAST = 4


def is_here() -> bool:
    """Tell whether the recogniser is installed."""
    return models.session("digits") is not None


@cache
def letters() -> tuple[str, ...]:
    """Give the recogniser's letters; the first is the blank, the last the space."""
    model = models.session("digits")
    if model is None:
        return ()
    listed = model.get_modelmeta().custom_metadata_map["character"].splitlines()
    return ("", *listed, " ")


@cache
def digit_places() -> tuple[int, ...]:
    """Give the columns of the digits 0 to 9."""
    known = letters()
    return tuple(known.index(digit) for digit in "0123456789")


def column(crop: NDArray[np.uint8], step: int, steps: int) -> float:
    """Give the column of a crop at which the ``step`` of its scores, one of ``steps``, begins."""
    wide = max(_NARROWEST, _width(crop))
    return float(step / max(1, steps) * wide * crop.shape[0] / _HEIGHT)


def _width(crop: NDArray[np.uint8]) -> int:
    """Give how wide a crop is when it is as high as the model wants it."""
    height, width = crop.shape[:2]
    return max(1, min(_WIDEST, round(int(width) * _HEIGHT / int(height))))


def scores(crop: NDArray[np.uint8]) -> Scores:
    """Give the letter probabilities of a crop (gray, or red-green-blue), steps x letters; no step when it cannot be read."""
    nothing = np.zeros((0, len(letters())), np.float32)
    if min(crop.shape[:2]) < _LEAST:
        return nothing
    image = Image.fromarray(crop).convert("RGB")
    wide = _width(crop)
    small = np.asarray(image.resize((wide, _HEIGHT), Image.Resampling.BILINEAR), np.float32)
    # The model was trained on blue, green, red.
    tensor = np.zeros((1, 3, _HEIGHT, max(_NARROWEST, wide)), np.float32)
    tensor[0, :, :, :wide] = (small[..., ::-1] / 127.5 - 1.0).transpose(2, 0, 1)
    found = models.run("digits", tensor)
    return nothing if found is None else found[0]
