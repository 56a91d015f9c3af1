"""Image files as pictures of pages: PNG, JPEG, TIFF with many pages, BMP, GIF; the one door to their decoder."""

import warnings
from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageOps, ImageSequence

from parsers.formats.scan.document import read_pictures
from parsers.pictures import Picture, reading_dpi
from pipeline.errors import Code, FileError
from pipeline.model import Layout, Source

#: A0 at 300 dots per inch has 140 million dots; more is no page.
MAX_DOTS = 150_000_000
MAX_PAGES = 500
#: Widths of a page that is not told how many dots an inch has: A4, in inches.
_PAGE_IN = (8.27, 11.69)
#: Dots per inch that a scanner or a camera writes in earnest.
_LIKELY_DPI = (100, 1_200)


def read(source: Source) -> Layout:
    """Give the layout of an image file, each frame of a TIFF a page.

    Raises:
        FileError: DAMAGED, TOO_LARGE, UNREADABLE, MISSING_TOOL; NO_TEXT when nothing was read on any page.
    """
    count = _count(source.path)
    pages = read_pictures(pictures(source.path), count)
    if not pages.layout.lines:
        raise FileError(Code.NO_TEXT, "ảnh không có chữ đọc được")
    return pages.layout


def _count(path: Path) -> int:
    with _opened(path) as image:
        count = getattr(image, "n_frames", 1)
    if count > MAX_PAGES:
        raise FileError(Code.TOO_LARGE, f"{count} trang")
    return int(count)


def pictures(path: Path) -> Iterator[Picture]:
    """Give the pages of an image file at the dots per inch at which they are read. Raises FileError."""
    with _opened(path) as image:
        try:
            for number, frame in enumerate(ImageSequence.Iterator(image), 1):
                yield _picture(frame, number)
        except (OSError, ValueError, SyntaxError, EOFError) as error:
            raise FileError(Code.DAMAGED) from error


def _opened(path: Path) -> Image.Image:
    try:
        with warnings.catch_warnings():
            # Its warning about large images is ours to give.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(path)
    except Image.DecompressionBombError as error:
        raise FileError(Code.TOO_LARGE, "ảnh quá lớn") from error
    except PermissionError as error:
        raise FileError(Code.UNREADABLE) from error
    # Pillow says OSError, or SyntaxError, of a broken picture too.
    except (OSError, SyntaxError) as error:
        raise FileError(Code.DAMAGED) from error
    if image.width * image.height > MAX_DOTS:
        raise FileError(Code.TOO_LARGE, f"ảnh {image.width} x {image.height}")
    return image


def _picture(frame: Image.Image, number: int) -> Picture:
    image = ImageOps.exif_transpose(frame)
    if image.mode in ("RGBA", "LA", "P"):
        clear = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", clear.size, "white"), clear)
    image = image.convert("RGB")
    own = _dpi(frame, image.size)
    wanted = reading_dpi(image.width * 72 / own, image.height * 72 / own)
    if own > 1.1 * wanted:
        size = (max(1, round(image.width * wanted / own)), max(1, round(image.height * wanted / own)))
        image = image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
        own = wanted
    return Picture(number, image.width, image.height, own, image.tobytes())


def _dpi(frame: Image.Image, size: tuple[int, int]) -> float:
    """Give dots per inch: as written in the file when that makes a page, else as if the image were A4."""
    written = frame.info.get("dpi")
    width, height = size
    short, long = sorted(size)
    if written is not None:
        dpi = float(written[0])
        if _LIKELY_DPI[0] <= dpi <= _LIKELY_DPI[1] and 4 <= max(width, height) / dpi <= 50:
            return dpi
    return max(short / _PAGE_IN[0], long / _PAGE_IN[1], 20.0)
