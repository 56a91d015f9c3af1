"""A document for the eye: what stands inside a frame that a person drew over a page, in letters or in a picture."""

from pathlib import Path

import pytest
from PIL import Image

from parsers.formats import scan
from parsers.formats.pdf.viewing import sizes
from parsers.viewing import words
from pipeline.errors import Code, FileError
from pipeline.model import Box
from tests.test_parsers_formats_scan import dispatch

PRINTED = Path(__file__).parent.parent / "examples" / "inbox" / "BC CCTL nam 2023.pdf"
#: Of a page drawn at 200 dots an inch.
POINT = 200 / 72

needs_engine = pytest.mark.skipif(scan.problem() is not None, reason="no Tesseract with Vietnamese data here")


@pytest.fixture(scope="module")
def scanned(tmp_path_factory):
    path = tmp_path_factory.mktemp("quet") / "cong van.png"
    dispatch().save(path, dpi=(200, 200))
    return path


def dots(x0, y0, x1, y1):
    return Box(x0 / POINT, y0 / POINT, x1 / POINT, y1 / POINT)


def test_letters_inside_the_frame_and_no_others():
    width, height = sizes(PRINTED)[0]
    head = words(PRINTED, 1, Box(0, 0, width / 2, height / 6))
    assert "Số: " in head and "CỘNG HÒA" not in head
    assert words(PRINTED, 1, Box(0, 0, 3, 3)) == "", "a corner without letters is read as a picture, and empty too"


def test_a_frame_through_a_word_takes_it_whole_or_leaves_it(tmp_path):
    width, height = sizes(PRINTED)[0]
    every = set(words(PRINTED, 1, Box(0, 0, width, height)).split())
    for edge in range(100, int(width), 37):
        assert set(words(PRINTED, 1, Box(0, 0, edge, height)).split()) <= every


@needs_engine
def test_a_picture_is_read_inside_the_frame(scanned):
    assert words(scanned, 1, dots(150, 270, 640, 330)) == "Số: 125 /SNN-VP"
    assert "ngày 05 tháng 8 năm 2024" in words(scanned, 1, dots(700, 270, 1500, 330))


@needs_engine
@pytest.mark.parametrize("frame", [dots(5, 5, 9, 9), dots(20, 20, 120, 100), dots(9e5, 9e5, 9.1e5, 9.1e5)])
def test_a_frame_with_nothing_in_it_is_empty(scanned, frame):
    assert words(scanned, 1, frame) == ""


@needs_engine
def test_a_picture_that_is_all_stamp_does_no_harm(tmp_path):
    path = tmp_path / "dau.png"
    Image.new("RGB", (400, 400), (220, 20, 30)).save(path, dpi=(200, 200))
    assert words(path, 1, dots(0, 0, 400, 400)) == ""


@pytest.mark.parametrize("number", [0, 99])
def test_a_page_that_is_not_there(scanned, number):
    for path in (PRINTED, scanned):
        with pytest.raises(FileError) as caught:
            words(path, number, Box(0, 0, 9, 9))
        assert caught.value.failure.code is Code.NOT_FOUND
