"""Words of a page image by Tesseract: in this process through tesserocr, or by the command where that is missing."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from parsers.formats.scan.cleaning import Gray
from parsers.formats.scan.words import Word
from pipeline.errors import Code, FileError

LANGUAGE = "vie"
#: Fully automatic layout without orientation; the other modes merge columns or lose diacritics.
_LAYOUT_MODE = 3
#: Text wherever it stands, in no order: for a small piece of a page.
_SPARSE_MODE = 11
_COMMAND_TIMEOUT_S = 110
#: Where Debian, Fedora, Windows' installer and Homebrew put language data.
_HOMES = (
    "/usr/share/tesseract-ocr/*/tessdata",
    "/usr/share/tesseract/tessdata",
    "/usr/share/tessdata",
    "/usr/local/share/tessdata",
    "/opt/homebrew/share/tessdata",
    "C:/Program Files/Tesseract-OCR/tessdata",
)


def data_home() -> Path | None:
    """Give the folder that holds Vietnamese language data; None when there is none."""
    told = os.environ.get("TESSDATA_PREFIX")
    places = [Path(told), Path(told) / "tessdata"] if told else []
    for pattern in _HOMES:
        root, _, rest = pattern.partition("*")
        places += sorted(Path(root).glob(f"*{rest}"), reverse=True) if rest else [Path(root)]
    return next((place for place in places if (place / f"{LANGUAGE}.traineddata").is_file()), None)


def problem() -> str | None:
    """Give what is missing to read scans, in Vietnamese; None when nothing is."""
    if data_home() is None:
        return "gói dữ liệu tiếng Việt của Tesseract (tesseract-ocr-vie)"
    if _engine() is None and shutil.which("tesseract") is None:
        return "Tesseract (gói tesserocr hoặc lệnh tesseract)"
    return None


def read_words(gray: Gray, dpi: float, *, sparse: bool = False) -> list[Word]:
    """Give the words of a page in the engine's order; ``sparse`` for a piece of a page with few words.

    Raises FileError MISSING_TOOL when Tesseract or its Vietnamese data is missing, CRASHED when it fails.
    """
    missing = problem()
    if missing is not None:
        raise FileError(Code.MISSING_TOOL, missing)
    engine, mode = _engine(), _SPARSE_MODE if sparse else _LAYOUT_MODE
    if engine is None:
        return _words(_by_command(gray, dpi, mode))
    height, width = gray.shape
    with _quiet():
        engine.SetPageSegMode(mode)
        engine.SetImageBytes(np.ascontiguousarray(gray).tobytes(), width, height, 1, width)
        engine.SetSourceResolution(round(dpi))
        engine.Recognize()
        table = engine.GetTSVText(0)
        engine.Clear()
    return _words(table)


@cache
def _engine() -> Any:
    """Give the engine of this process; None where tesserocr is not installed or cannot start."""
    home = data_home()
    if home is None:
        return None
    # One page on one thread: a second thread wins a tenth of the time and takes another worker's core.
    os.environ["OMP_THREAD_LIMIT"] = "1"
    try:
        import tesserocr
    except ImportError:
        return None
    try:
        return tesserocr.PyTessBaseAPI(path=f"{home}{os.sep}", lang=LANGUAGE, psm=_LAYOUT_MODE)
    except RuntimeError:
        return None


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep what the image library writes to the error stream of the process out of the clerk's sight."""
    try:
        kept = os.dup(2)
    except OSError:
        yield
        return
    try:
        with Path(os.devnull).open("w") as nowhere:
            os.dup2(nowhere.fileno(), 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


def _by_command(gray: Gray, dpi: float, mode: int) -> str:
    height, width = gray.shape
    image = b"P5 %d %d 255\n" % (width, height) + np.ascontiguousarray(gray).tobytes()
    command = ["tesseract", "-", "-", "-l", LANGUAGE, "--psm", str(mode), "--dpi", str(round(dpi)), "tsv"]
    environment = os.environ | {"OMP_THREAD_LIMIT": "1", "TESSDATA_PREFIX": str(data_home() or "")}
    try:
        done = subprocess.run(
            command, input=image, capture_output=True, timeout=_COMMAND_TIMEOUT_S, env=environment, check=True
        )
    except subprocess.TimeoutExpired as error:
        raise FileError(Code.TIMEOUT, f"{_COMMAND_TIMEOUT_S} giây") from error
    except (subprocess.CalledProcessError, OSError) as error:
        raise FileError(Code.CRASHED) from error
    return done.stdout.decode("utf-8", "replace")


def _words(table: str) -> list[Word]:
    """Read Tesseract's table of words: level, page, block, paragraph, line, word, left, top, width, height, conf, text."""
    out: list[Word] = []
    line, before = -1, None
    for row in table.splitlines():
        cells = row.split("\t", 11)
        if len(cells) < 12 or cells[0] != "5" or not cells[11].strip():
            continue
        place = tuple(cells[1:5])
        if place != before:
            line, before = line + 1, place
        with suppress(ValueError):
            left, top, width, height = (int(c) for c in cells[6:10])
            # One barred D is often read twice, once in the Icelandic shape; a fraction bar is a slash.
            text = cells[11].strip().replace("ĐÐ", "Đ").replace("ÐĐ", "Đ").replace("\u2044", "/")
            out.append(Word(text, left, top, left + width, top + height, float(cells[10]), line))
    return out
