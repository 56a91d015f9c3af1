"""Small recognition models that travel inside wheels, run by onnxruntime on one thread; none is ever fetched."""

import hashlib
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

#: Models by name: the package that carries it, the file inside it, and the bytes that were measured.
_MODELS = {
    "lines": (
        "asterocr",
        "assets/asternet.onnx",
        "10c96b533e1f64031d73edfddafd7d4b13595544f11891f0531bcd72cb29be80",
    ),
    "digits": (
        "rapidocr",
        "models/PP-OCRv6_rec_small.onnx",
        "6f327246b50388f3c176ae304bd95767ea6dc0c9ae92153ef8cbe210b3c14884",
    ),
}


def package_file(package: str, inside: str) -> Path | None:
    """Give a file of an installed package without importing the package; None when it is not there."""
    try:
        spec = find_spec(package)
    except (ImportError, ValueError):
        return None
    for place in spec.submodule_search_locations or [] if spec is not None else []:
        path = Path(place) / inside
        if path.is_file():
            return path
    return None


def run(name: str, tensor: NDArray[np.float32]) -> NDArray[np.float32] | None:
    """Give what the model makes of ``tensor``; None when the model is missing or fails on it.

    These models only better a reading that is there already: whatever onnxruntime raises on a shape that nobody has
    foreseen, the file is read without them.
    """
    model = session(name)
    if model is None:
        return None
    try:
        (out,) = model.run(None, {model.get_inputs()[0].name: tensor})
    except Exception:
        return None
    return np.asarray(out, np.float32)


@cache
def session(name: str) -> Any:
    """Give the model ``lines`` or ``digits`` ready to run; None when it, or onnxruntime, is missing or not as measured."""
    package, inside, digest = _MODELS[name]
    path = package_file(package, inside)
    if path is None or hashlib.sha256(path.read_bytes()).hexdigest() != digest:
        return None
    try:
        import onnxruntime
    except ImportError:
        return None
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # The arena keeps what the widest line took (some 40 MB, since both readers cap the width) and saves an eighth of the
    # time: without it the pages of every tensor are asked of the system anew.
    options.enable_cpu_mem_arena = True
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
