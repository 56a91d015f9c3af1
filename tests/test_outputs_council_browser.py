"""The report's web page in a real browser: a figure's place opens its frame, nothing is asked from outside, a phone can read it."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from outputs.council.compose import compose
from outputs.council.page import page
from tests.test_outputs_council import BUREAU, run
from tests.test_outputs_council_views import HOUSES, MONEY, WORD, every, told

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium chưa cài: apt-get install chromium"),
    pytest.mark.timeout(180),
    pytest.mark.xdist_group("browser"),
]


@pytest.fixture
def shown(tmp_path: Path) -> Any:
    """The page, opened from a file, and every address that it asked for."""
    play = pytest.importorskip("playwright.sync_api")
    file = tmp_path / "report.html"
    file.write_text(page(compose(run(told(1, HOUSES, MONEY), told(2, WORD)), BUREAU, draw=every)), encoding="utf-8")
    with play.sync_playwright() as player:
        flags = ["--no-sandbox", "--disable-dev-shm-usage"]
        browser = player.chromium.launch(executable_path=CHROMIUM, args=flags)
        view = browser.new_page(viewport={"width": 1200, "height": 900}, java_script_enabled=True)
        asked: list[str] = []
        view.on("request", lambda request: asked.append(request.url))
        faults: list[str] = []
        view.on("console", lambda message: faults.append(message.text))
        view.goto(file.as_uri())
        yield view, asked, faults
        browser.close()


def test_the_place_of_a_figure_opens_its_frame(shown: Any) -> None:
    view, asked, faults = shown
    link = view.locator('#so-lieu a[href^="#b"]').first
    frame = view.locator(f'[id="{link.get_attribute("href")[1:]}"]')
    link.click()
    assert frame.evaluate("e => e.matches(':target')")
    box = frame.bounding_box()
    assert 0 <= box["y"] < 900 and box["width"] > 10 and box["height"] > 3, "the frame is on the screen"
    frame.click()
    assert view.evaluate("location.hash").startswith("#s"), "and leads back to the figure"
    assert [a for a in asked if not a.startswith(("file:", "data:"))] == []
    assert faults == []


def test_a_phone_scrolls_no_page_sideways(shown: Any) -> None:
    view, _, _ = shown
    view.set_viewport_size({"width": 390, "height": 800})
    assert view.evaluate("document.documentElement.scrollWidth") <= 390
