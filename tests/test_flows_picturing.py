"""Pages of archived documents for the report's web page: drawn by another program, and what it cannot draw is left out."""

from pathlib import Path

import pytest

from flows import picturing
from flows.settings import Settings
from outputs import registry as outputs
from pipeline.intake import open_source
from tests.cabinet import pdf


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("THIDUA_HOME", str(tmp_path))
    return Settings()


def kept(settings: Settings, path: Path) -> str:
    source = open_source(path)
    outputs.Archive(settings.archive).put(source)
    return source.sha256


def test_pages_are_drawn_from_the_archive_by_their_hash(settings: Settings, tmp_path: Path) -> None:
    paper = kept(settings, pdf(tmp_path / "a.pdf", "Trang 1", "Trang 2"))
    broken = tmp_path / "b.pdf"
    broken.write_bytes(b"%PDF-1.7 nothing")
    leaves = [
        outputs.Leaf(kept(settings, broken), "b.pdf", 1),
        outputs.Leaf(paper, "a.pdf", 1),
        outputs.Leaf(paper, "a.pdf", 2),
        outputs.Leaf("0" * 64, "never seen.pdf", 1),
    ]
    found = picturing.draw(settings, leaves)
    assert set(found) == set(leaves[1:3])
    for drawing in found.values():
        assert drawing.png.startswith(b"\x89PNG")
        assert (drawing.width, drawing.height) == pytest.approx((595, 842), abs=1)


def test_nothing_to_draw_starts_no_program(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picturing.subprocess, "run", lambda *a, **k: pytest.fail("started"))
    assert picturing.draw(settings, [outputs.Leaf("0" * 64, "x.pdf", 1)]) == {}


def test_a_drawing_that_takes_too_long_holds_up_no_report(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = kept(settings, pdf(tmp_path / "a.pdf", "Trang 1"))
    monkeypatch.setattr(picturing, "_SECONDS", 0.001)
    assert picturing.draw(settings, [outputs.Leaf(paper, "a.pdf", 1)]) == {}
