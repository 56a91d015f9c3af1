"""The pages that figures stand on, in the report's web page: every frame has its figure, and the page stays of bearable size."""

import re
import struct
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

import pytest

from outputs.council import views
from outputs.council.compose import compose
from outputs.council.facts import ReportFacts
from outputs.council.page import page
from outputs.council.views import Drawing, Leaf
from pipeline.model import Box, Evidence, Field, Result
from pipeline.ports import StoredDispatch
from tests.movement import dispatch, field, result
from tests.test_outputs_council import BUREAU, UNITS, run

A4 = (595.0, 842.0)


def png(size: int = 60) -> bytes:
    """A white square, a PNG as any other."""
    rows = zlib.compress((b"\0" + b"\xff" * size) * size)
    parts = ((b"IHDR", struct.pack(">IIBBBBB", size, size, 8, 0, 0, 0, 0)), (b"IDAT", rows), (b"IEND", b""))
    chunks = (struct.pack(">I", len(d)) + k + d + struct.pack(">I", zlib.crc32(k + d)) for k, d in parts)
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def every(leaves: Sequence[Leaf]) -> Mapping[Leaf, Drawing]:
    return {leaf: Drawing(png(), *A4) for leaf in leaves}


def placed(one: Field[Result], number: int, *boxes: Box) -> Field[Result]:
    return replace(one, evidence=tuple(Evidence(0, one.raw, f"trang {number}, dòng 3", number, b) for b in boxes))


def told(n: int, *results: Field[Result]) -> StoredDispatch:
    unit = UNITS[n - 1]
    return dispatch(
        f"report-{n:02d}", "BC", f"{n}/BC-DV{n}", "2023-12-01", unit.agency_id, unit.name, results=results,
        subject=field("Kết quả thực hiện Phong trào thi đua năm 2023"),
    )  # fmt: skip


HOUSES = placed(result("D01", 3, "nhà"), 2, Box(100, 200, 300, 214))
#: A figure of a table: its name and its number stand in two cells.
MONEY = placed(result("C04", 90, "triệu đồng"), 2, Box(80, 400, 200, 412), Box(400, 400, 440, 412))
#: A Word file has lines and no pages.
WORD = replace(result("D02", 5, "nhà"), evidence=(Evidence(0, "5 nhà", "đoạn 9"),))


@pytest.fixture(scope="module")
def facts() -> ReportFacts:
    return compose(run(told(1, HOUSES, MONEY), told(2, WORD)), BUREAU, draw=every)


def test_a_figure_leads_to_its_frame_on_the_page_and_back(facts: ReportFacts) -> None:
    (shown,) = facts.views
    assert shown.title == "[1] Báo cáo 1/BC-DV1, trang 2"
    html = page(facts)
    for mark in shown.marks:
        assert f'<a href="#{mark.anchor}">' in html and f'<a id="{mark.anchor}" href="#s{mark.anchor[1:]}"' in html
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', html)) <= set(ids)


def test_a_frame_lies_where_the_figure_stands_and_holds_all_its_cells(facts: ReportFacts) -> None:
    marks = {m.words: m for m in facts.views[0].marks}
    house = marks["Số nhà Đại đoàn kết xây mới: 3 nhà"]
    assert house.left == pytest.approx(100 * 98 / 595, abs=0.01) and house.top == pytest.approx(
        100 * 198 / 842, abs=0.01
    )
    money = next(m for words, m in marks.items() if "triệu" in words)
    assert money.left < 100 * 80 / 595 and money.left + money.width > 100 * 440 / 595


def test_a_figure_without_a_page_has_no_frame(facts: ReportFacts) -> None:
    (word,) = [r for r in facts.figures if r.place == "đoạn 9"]
    assert word.mark == "" and word.raw


def test_frames_stay_on_the_page() -> None:
    wild = placed(result("D01", 3, "nhà"), 1, Box(-50, -9, 900, 2000))
    (mark,) = compose(run(told(1, wild)), BUREAU, draw=every).views[0].marks
    assert (mark.left, mark.top, mark.width, mark.height) == (0, 0, 100, 100)


def test_without_anybody_to_draw_the_page_is_as_before() -> None:
    plain = compose(run(told(1, HOUSES)), BUREAU)
    assert plain.views == () and not any(r.mark for r in plain.figures)
    assert "Trang văn bản nguồn" not in page(plain)


def test_what_cannot_be_drawn_is_told_by_page_and_line() -> None:
    made = compose(run(told(1, HOUSES)), BUREAU, draw=lambda leaves: {})
    assert made.views == () and made.figures[0].mark == "" and made.figures[0].place == "trang 2, dòng 3"


@pytest.mark.parametrize(("limit", "value", "kept"), [("MOST_PAGES", 3, 3), ("MOST_BYTES", 4 * len(png()) + 10, 4)])
def test_the_web_page_bears_only_so_many_pictures(
    monkeypatch: pytest.MonkeyPatch, limit: str, value: int, kept: int
) -> None:
    monkeypatch.setattr(views, limit, value)
    many = [told(n, placed(result("D01", n, "nhà"), 1, Box(10, 10, 50, 20))) for n in range(1, 8)]
    made = compose(run(*many), BUREAU, draw=every)
    assert len(made.views) == kept
    assert sum(bool(r.mark) for r in made.figures) == kept
    assert sum((r.value or Decimal(0)) for r in made.figures) == sum(range(1, 8)), "no figure is lost with its picture"


def test_the_same_pictures_give_the_same_page(facts: ReportFacts) -> None:
    again = compose(run(told(2, WORD), told(1, HOUSES, MONEY)), BUREAU, draw=every)
    assert page(again) == page(facts)
