"""Pages drawn for the report's web page: small, grey, in the order asked for; a broken file costs only its own pages."""

import io
import json
import struct
from pathlib import Path

import pytest

from parsers import gallery
from parsers.pictures import Picture
from tests.cabinet import pdf


def drawn(folder: Path, monkeypatch: pytest.MonkeyPatch, *asked: tuple[Path, int]) -> dict[str, list[float]]:
    monkeypatch.setattr(gallery, "limit_memory", lambda: None)
    monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps([[str(p), n] for p, n in asked])))
    assert gallery.main([str(folder)]) == 0
    found: dict[str, list[float]] = json.loads((folder / "sizes.json").read_text())
    return found


def shape(path: Path) -> tuple[int, int, int]:
    """Width, height and kind of colour of a PNG."""
    wide, high, _, colour = struct.unpack(">IIBB", path.read_bytes()[16:26])
    return wide, high, colour


def test_pages_are_drawn_grey_and_small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paper = pdf(tmp_path / "a.pdf", "Trang 1", "Trang 2")
    sizes = drawn(tmp_path, monkeypatch, (paper, 2), (paper, 1))
    assert sorted(sizes) == ["0", "1"]
    wide, high, colour = shape(tmp_path / "0.png")
    assert colour == 0 and max(wide, high) <= 1000
    assert wide / high == pytest.approx(sizes["0"][0] / sizes["0"][1], abs=0.01)


def test_a_broken_file_and_a_page_that_is_not_there_are_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "b.pdf"
    broken.write_bytes(b"%PDF-1.7 nothing")
    good = pdf(tmp_path / "a.pdf", "Trang 1")
    assert sorted(drawn(tmp_path, monkeypatch, (broken, 1), (good, 1), (good, 9))) == ["1"]


def test_a_word_file_has_no_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = tmp_path / "a.txt"
    plain.write_text("CỘNG HÒA", encoding="utf-8")
    assert drawn(tmp_path, monkeypatch, (plain, 1)) == {}


def test_a_scan_is_thinned_to_whole_rows() -> None:
    scan = Picture(1, 301, 203, 300.0, bytes(range(256)) * 716 + bytes(301 * 203 * 3 - 256 * 716))
    thin = gallery.small(scan)
    assert (thin.width, thin.height, thin.dpi) == (101, 68, 100.0)
    assert thin.pixels[0::3] == thin.pixels[1::3] == thin.pixels[2::3]
