"""Damaged copies keep every letter; a fitted scale is monotone, honest and lifts nothing."""

import math
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.confidence import Weighed, stated
from pipeline.model import Dispatch, Evidence, Field, Layout
from pipeline.text import squeeze
from tests.factories import grid, layout, line
from tests.training.calibrate import crossed, fit
from tests.training.damage import DAMAGES
from tests.training.lines import features, labels
from tests.training.names import sentence
from tests.training.pages import Point

#: A page with a head in two columns, a body, a table, a foot: what each damage has to break.
PAGE = grid(
    "UBND TỈNH LAM GIANG | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: 12/KH-UBND | Lam Giang, ngày 02 tháng 3 năm 2023",
    above=("TRANG ĐẦU CỦA BẢN GỬI",),
    below=(
        "KẾ HOẠCH", "Phát động thi đua năm 2023", "Thực hiện Luật Thi đua, khen thưởng, xây dựng kế hoạch như sau:",
        "Nơi nhận:", "- Các sở, ban, ngành;", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Trần Văn Thử",
    ),
).layout  # fmt: skip
#: Damages that put lines of their own on the page, and those that take one off it.
ADDING, TAKING = {"littered", "stripped"}, {"landmark_lost", "stripped"}
RETYPING = {"spaced"}


def letters(page: Layout) -> str:
    return "".join(sorted("".join(c for ln in page.lines for c in ln.text if not c.isspace())))


@pytest.mark.parametrize("name", sorted(DAMAGES))
@given(seed=st.integers(0, 10_000))
def test_a_damage_changes_the_page_and_no_letter_of_it(name: str, seed: int) -> None:
    damaged = DAMAGES[name](PAGE, Random(seed))
    assert [ln.index for ln in damaged.lines] == list(range(len(damaged.lines)))
    assert all(damaged.lines[i].text for t in damaged.tables for c in t.cells for i in c.lines)
    if name not in ADDING | TAKING:
        assert letters(damaged) == letters(PAGE)
    if name not in ADDING:
        whole = squeeze(" ".join(ln.text for ln in PAGE.lines))
        assert all(word in whole for ln in damaged.lines for word in ln.text.split() if word not in ":;")
    assert DAMAGES[name](PAGE, Random(seed)) == damaged, "the same seed gives the same page"


@pytest.mark.parametrize("name", sorted(set(DAMAGES) - {"as_it_is", "looks_lost"}))
def test_every_damage_finds_something_to_break(name: str) -> None:
    assert any(DAMAGES[name](PAGE, Random(seed)) != PAGE for seed in range(5))


def test_a_bare_page_survives_every_damage() -> None:
    for page in (layout("một dòng"), layout(line("x"))):
        for damage in DAMAGES.values():
            assert damage(page, Random(0)).lines


def points(rows: list[tuple[float, bool]], field: str = "subject") -> list[Point]:
    own = (Weighed(odds, 0.995, True, ()) for odds, _ in rows)
    return [
        Point(f"{i % 7}.docx", "as_it_is", field, w, right)
        for i, (w, (_, right)) in enumerate(zip(own, rows, strict=True))
    ]


def test_a_scale_says_what_was_measured() -> None:
    """Evidence of 0.95 that is right four times in five comes to be said 0.8, nearly."""
    chance = Random(3)
    seen = points([(math.log(0.95 / 0.05), chance.random() < 0.8) for _ in range(4000)])
    assert stated(seen[0].weighed, fit(seen)) == pytest.approx(0.8, abs=0.03)


def test_what_was_always_right_is_not_lifted_by_an_offset() -> None:
    scale = fit(points([(2.0, True)] * 500))
    assert scale.offset == 0 and scale.slope >= 1 and (scale.values, scale.right) == (500, 500)


def test_nothing_measured_leaves_the_evidence_as_it_is() -> None:
    assert (fit([]).slope, fit([]).offset) == (1.0, 0.0)


@given(st.lists(st.tuples(st.floats(-6, 6), st.booleans()), max_size=40))
def test_a_scale_is_monotone_and_lifts_nothing(rows: list[tuple[float, bool]]) -> None:
    scale = fit(points(rows))
    assert scale.slope > 0 and scale.offset <= 0


def test_no_page_is_judged_by_a_scale_that_saw_its_document() -> None:
    """The one document that is always wrong cannot teach its own scale."""
    seen = points([(3.0, i % 7 != 0) for i in range(700)])
    said = {p.document: c for p, c in crossed(seen)}
    assert len(crossed(seen)) == 700 and said["0.docx"] > said["1.docx"]


@given(st.integers(0, 10_000))
def test_made_sentences_point_at_the_names_they_hold(seed: int) -> None:
    text, spans = sentence(Random(seed))
    for start, end, tag in spans:
        name = text[start:end]
        assert name == name.strip() and len(name.split()) >= 2 and tag in ("PER", "ORG")
        assert text[end : end + 1] in ("", " ", ",", ";", "."), "a name ends where a word ends"


def test_every_line_has_features_and_the_fields_name_their_lines() -> None:
    told = features(PAGE)
    assert len(told) == len(PAGE.lines) and all(f"top{min(i, 12)}" in own for i, own in enumerate(told))
    symbol = Field.of("12/KH-UBND", (Evidence.of(PAGE.lines[3], "12/KH-UBND"),), 0.9)
    assert labels(Dispatch(symbol=symbol), len(PAGE.lines))[3] == "symbol"
