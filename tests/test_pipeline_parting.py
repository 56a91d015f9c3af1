"""Several dispatches in one file are several records, each with its pages; annexes, forms and quotations are none."""

from dataclasses import fields

import pytest

from parsers import registry
from pipeline.model import Cell, CellRef, Severity, Table
from pipeline.parting import piece
from pipeline.process import understand
from pipeline.record import as_record
from pipeline.reference import agencies
from tests.factories import layout, line
from tests.messages import PLAN
from tests.papers import source


@pytest.fixture(scope="module")
def toolkit():
    return registry.toolkit(agencies.load())


def paper(*texts, pages=False):
    """Each text begins a page where there are any, and is as many pages long as it has form feeds."""
    rows, page = [], 0
    for text in texts:
        for sheet in text.split("\f"):
            page += 1
            rows += [(row, page) for row in sheet.splitlines() if row.strip()]
    return layout(
        *(line(row, i, page=at if pages else None, starts_paragraph=True) for i, (row, at) in enumerate(rows))
    )


def read(toolkit, *texts, pages=False):
    outcome = understand(source(), paper(*texts, pages=pages), toolkit)
    assert outcome.dispatch.symbol.value == "119/KH-SNV"
    return outcome


def symbols(outcome):
    return [one.dispatch.symbol.value for one in outcome.dispatches]


SECOND = PLAN.replace("119/KH-SNV", "120/BC-SNV").replace("KẾ HOẠCH", "BÁO CÁO").replace("Phát động", "Tổng kết")
THIRD = SECOND.replace("120/BC", "121/BC").replace("người tốt", "việc tốt")
FORM = SECOND.replace("120/BC-SNV", "...../BC-SNV").replace("ngày 12 tháng 6 năm 2023", "ngày ... tháng ... năm ...")
UNSIGNED = FORM.replace("Nguyễn Văn Mẫu", "")
HEAD, BODY, FOOT = (
    part.strip()
    for part in PLAN.replace("Nơi nhận:", "\x01Nơi nhận:").replace("Sở Nội vụ ban", "\x01Sở Nội vụ ban").split("\x01")
)


@pytest.mark.parametrize("pages", [False, True], ids=["word", "pages"])
def test_three_dispatches_are_three_records(toolkit, pages):
    outcome = read(toolkit, PLAN, SECOND, THIRD, pages=pages)
    assert symbols(outcome) == ["119/KH-SNV", "120/BC-SNV", "121/BC-SNV"]
    assert [str(one.extent) for one in outcome.dispatches] == (
        ["văn bản 1/3, trang 1–1", "văn bản 2/3, trang 2–2", "văn bản 3/3, trang 3–3"]
        if pages
        else ["văn bản 1/3", "văn bản 2/3", "văn bản 3/3"]
    )
    for one in outcome.dispatches:
        (told,) = (f for f in one.findings if f.code == "PART_OF_FILE")
        assert told.severity is Severity.INFO and str(one.extent) in told.message
        assert len(one.dispatch.recipients) == 1, "its own receivers, not the next one's"


def test_a_part_is_read_as_a_file_of_its_own_would_be(toolkit):
    alone = understand(source(), paper(SECOND), toolkit)
    (second,) = read(toolkit, PLAN, SECOND).further
    for name in (f.name for f in fields(alone.dispatch)):
        one, other = getattr(alone.dispatch, name), getattr(second.dispatch, name)
        values = [[f.value for f in v] if isinstance(v, tuple) else v and v.value for v in (one, other)]
        assert values[0] == values[1], name
    assert [f.code for f in second.findings] == ["PART_OF_FILE", *(f.code for f in alone.findings)]
    assert second.gist == alone.gist


def test_evidence_stands_in_the_whole_file(toolkit):
    whole = paper(PLAN, SECOND, THIRD, pages=True)
    for one in understand(source(), whole, toolkit).dispatches:
        found = [getattr(one.dispatch, f.name) for f in fields(one.dispatch)]
        evidence = [e for v in found for f in (v if isinstance(v, tuple) else (v,)) if f for e in f.evidence]
        evidence += [e for f in one.findings for e in f.evidence]
        assert len(evidence) > 10
        for piece_ in evidence:
            line_ = whole.lines[piece_.index]
            assert piece_.text in line_.text and (piece_.page, piece_.line) == (line_.page, line_.place)
            assert one.extent.pages[0] <= piece_.page <= one.extent.pages[1]


def test_the_record_tells_the_part_and_one_dispatch_alone_tells_none(toolkit):
    records = [as_record(one) for one in read(toolkit, PLAN + "\f" + BODY, SECOND, pages=True).dispatches]
    assert [r["source"]["name"] for r in records] == ["van-ban.docx", "van-ban.docx#2"]
    assert [r["source"]["part"] for r in records] == [
        {"number": 1, "of": 2, "first_page": 1, "last_page": 2},
        {"number": 2, "of": 2, "first_page": 3, "last_page": 3},
    ]
    assert len({r["source"]["sha256"] for r in records}) == 1
    assert "part" not in as_record(read(toolkit, PLAN))["source"]


ANNEX = SECOND.replace("BÁO CÁO\n", "QUY CHẾ\n")
CASES = [
    (PLAN + FORM, "a form's number and day are blank"),
    (PLAN + UNSIGNED, "a form that nobody signed"),
    (PLAN + PLAN, "the same dispatch again is a copy"),
    (PLAN + "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐơn đề nghị\nKính gửi: Sở Nội vụ", "a national title alone"),
    (PLAN + "PHỤ LỤC I\n" + SECOND, "announced as an annex"),
    (PLAN + "Mẫu số 02\n" + SECOND, "announced as a form, filled in as an example"),
    (
        PLAN + SECOND.replace('năm 2023\n\nSở', "năm 2023\n\n(Kèm theo Kế hoạch số 119/KH-SNV ngày 12/6/2023)\n\nSở"),
        "an annex with a head of its own says what it goes with",
    ),
    (
        PLAN + ANNEX.replace("năm 2023\n\nSở", "năm 2023\n\n(Ban hành kèm theo Quyết định số 119/KH-SNV)\n\nSở"),
        "issued together with the dispatch",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "reason"), CASES)
def test_what_is_no_second_dispatch(toolkit, text, reason):
    outcome = read(toolkit, text)
    assert outcome.further == () and not any(f.code == "SECOND_DISPATCH" for f in outcome.findings), reason


QUOTED = "\n".join([HEAD, BODY, "Nội dung công văn như sau:", SECOND.replace("Nơi nhận:", "Gửi:"), FOOT])


def test_a_dispatch_quoted_in_a_body_is_told_and_not_cut_out(toolkit):
    for pages in (False, True):
        outcome = read(toolkit, QUOTED, pages=pages)
        assert outcome.further == ()
        (told,) = (f for f in outcome.findings if f.code == "SECOND_DISPATCH")
        assert told.severity is Severity.WARNING and "120/BC-SNV ngày 2023-06-12" in told.message


def test_a_signed_dispatch_without_a_number_is_one_too(toolkit):
    """Two drafts, or two scans whose numbers are written by hand: a form has neither signer nor day."""
    unnumbered = SECOND.replace("120/BC-SNV", "     /BC-SNV")
    outcome = read(toolkit, PLAN, unnumbered, pages=True)
    assert [one.dispatch.number and one.dispatch.number.value for one in outcome.dispatches] == ["119", None]
    other = unnumbered.replace("Tổng kết", "Sơ kết").replace("ngày 12", "ngày 15")
    assert len(read(toolkit, PLAN, unnumbered, other, pages=True).further) == 2


def test_two_on_one_page_part_behind_the_foot(toolkit):
    """Short letters printed one under the other."""
    assert symbols(read(toolkit, PLAN + SECOND, pages=True)) == ["119/KH-SNV", "120/BC-SNV"]


def test_a_page_number_and_a_stamp_stand_above_a_head(toolkit):
    assert symbols(read(toolkit, PLAN, "2\n" + SECOND, pages=True)) == ["119/KH-SNV", "120/BC-SNV"]


def test_a_piece_is_a_layout_of_its_own():
    cells = [line("a", 0, cell=CellRef(0, 0, 0)), line("b", 1), line("c", 2, cell=CellRef(1, 0, 0)), line("d", 3)]
    tables = (Table(0, 1, 1, (Cell(0, 0, "a", (0,)),)), Table(1, 1, 1, (Cell(0, 0, "c", (2,)),), anchor=2))
    found = piece(layout(*cells, tables=tables), 1, 3)
    assert [(one.index, one.text, one.cell) for one in found.lines] == [(0, "b", None), (1, "c", CellRef(0, 0, 0))]
    assert [(t.index, t.anchor, t.cells[0].lines) for t in found.tables] == [(0, 1, (1,))]
