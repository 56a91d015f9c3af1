"""A layout as plain text: every line once, tables row by row, margins last."""

from hypothesis import given
from hypothesis import strategies as st

from parsers import manuscript
from parsers.manuscript import Grid, GridCell, Paragraph, Style
from pipeline.model import Part
from pipeline.plain_text import render
from tests.factories import layout, line


def paragraph(text: str, part: Part = Part.BODY, style: Style | None = None) -> Paragraph:
    return Paragraph([(text, style or Style())], part=part)


def test_rows_are_lines_and_cells_are_parted_by_tabs():
    cells = [
        GridCell(0, 0, [paragraph("UBND TỈNH A"), paragraph("Số: 1")]),
        GridCell(0, 1, [paragraph("CỘNG HÒA")]),
        GridCell(1, 0, []),
        GridCell(1, 1, [paragraph("Hà Nội")]),
    ]
    page = manuscript.layout("test", [Grid(2, 2, cells), paragraph("KẾ HOẠCH")])
    assert render(page) == "UBND TỈNH A Số: 1\tCỘNG HÒA\n\tHà Nội\nKẾ HOẠCH\n"


def test_a_table_inside_a_cell_stays_in_its_row():
    inner = Grid(1, 2, [GridCell(0, 0, [paragraph("x")]), GridCell(0, 1, [paragraph("y")])])
    outer = Grid(1, 2, [GridCell(0, 0, [paragraph("a"), inner, paragraph("b")]), GridCell(0, 1, [paragraph("c")])])
    assert render(manuscript.layout("test", [outer])) == "a x y b\tc\n"


def test_margins_stand_behind_the_text():
    page = manuscript.layout("test", [paragraph("trang 1", Part.HEADER), paragraph("Điều 1")])
    assert render(page) == "Điều 1\ntrang 1\n"


def test_letters_are_those_of_the_file():
    page = manuscript.layout("test", [paragraph("Kế hoạch", style=Style(capitals=True))])
    assert page.lines[0].text == "KẾ HOẠCH"
    assert render(page) == "Kế hoạch\n"


def test_lines_of_pages_stay_in_order():
    assert render(layout(line("một", page=1), line("hai", page=2))) == "một\nhai\n"


_WORDS = st.lists(st.sampled_from(["một", "hai", "ba", "bốn"]), min_size=1, max_size=3).map(" ".join)
_BLOCKS = st.recursive(
    _WORDS.map(paragraph),
    lambda blocks: st.lists(st.lists(blocks, max_size=2), min_size=1, max_size=3).map(
        lambda row: Grid(1, len(row), [GridCell(0, at, cell) for at, cell in enumerate(row)])
    ),
    max_leaves=8,
)


@given(st.lists(_BLOCKS, max_size=5))
def test_conservation(blocks):
    """Every word of the layout is in the text as often as in its lines, in the same order."""
    page = manuscript.layout("test", blocks)
    assert render(page).split() == [word for one in page.lines for word in one.text.split()]
