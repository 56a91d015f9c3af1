"""A second dispatch in the same file is told of, with its pages; forms in an annex are none."""

import pytest

from parsers import registry
from pipeline.model import Cell, CellRef, Table
from pipeline.parting import tail
from pipeline.process import understand
from pipeline.reference import agencies
from tests.factories import layout, line
from tests.messages import PLAN
from tests.papers import source


@pytest.fixture(scope="module")
def toolkit():
    return registry.toolkit(agencies.load())


def paper(*texts, pages=False):
    rows = [row for text in texts for row in text.splitlines() if row.strip()]
    per = len(PLAN.splitlines())
    return layout(
        *(line(row, i, page=1 + i // per if pages else None, starts_paragraph=True) for i, row in enumerate(rows))
    )


def told(toolkit, *texts, pages=False):
    outcome = understand(source(), paper(*texts, pages=pages), toolkit)
    assert outcome.dispatch.symbol.value == "119/KH-SNV"
    return [f for f in outcome.findings if f.code == "SECOND_DISPATCH"]


SECOND = PLAN.replace("119/KH-SNV", "120/BC-SNV").replace("KẾ HOẠCH", "BÁO CÁO").replace("Phát động", "Tổng kết")
FORM = SECOND.replace("120/BC-SNV", "...../BC-SNV").replace("ngày 12 tháng 6 năm 2023", "ngày ... tháng ... năm ...")


def test_a_second_dispatch_is_told_of(toolkit):
    found = told(toolkit, PLAN, SECOND)
    assert len(found) == 1 and "120/BC-SNV ngày 2023-06-12 (từ đoạn" in found[0].message


def test_its_evidence_stands_in_the_whole_file(toolkit):
    whole = paper(PLAN, SECOND)
    evidence = told(toolkit, PLAN, SECOND)[0].evidence[0]
    assert evidence.text in whole.lines[evidence.index].text and whole.lines[evidence.index].place == evidence.line


def test_three_are_two_more(toolkit):
    third = SECOND.replace("120/BC", "121/BC")
    assert len(told(toolkit, PLAN, SECOND, third)) == 2


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (FORM, "a form's number and day are blank"),
        (PLAN, "the same dispatch again is a copy"),
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐơn đề nghị\nKính gửi: Sở Nội vụ", "a national title alone"),
    ],
)
def test_what_is_no_second_dispatch(toolkit, text, reason):
    assert told(toolkit, PLAN, text) == [], reason


def test_a_tail_is_a_layout_of_its_own():
    cells = [line("a", 0, cell=CellRef(0, 0, 0)), line("b", 1), line("c", 2, cell=CellRef(1, 0, 0))]
    tables = (Table(0, 1, 1, (Cell(0, 0, "a", (0,)),)), Table(1, 1, 1, (Cell(0, 0, "c", (2,)),), anchor=2))
    found = tail(layout(*cells, tables=tables), 1)
    assert [(one.index, one.text, one.cell) for one in found.lines] == [(0, "b", None), (1, "c", CellRef(0, 0, 0))]
    assert [(t.index, t.anchor, t.cells[0].lines) for t in found.tables] == [(0, 1, (1,))]
