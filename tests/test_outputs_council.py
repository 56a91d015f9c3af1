"""The report as it leaves the house: NĐ 30/2020 page, figures that agree everywhere, the same bytes for the same input."""

import io
import random
import re
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn

from outputs import registry
from outputs.council import pdf as printing
from outputs.council import render
from outputs.council.build_template import PAPERS
from outputs.council.compose import compose
from outputs.council.document import TEMPLATE, document
from outputs.council.facts import Annex, Cell, Column, Office, ReportFacts, Row, Table
from outputs.council.page import page
from outputs.council.profiles import TEMPLATES
from outputs.council.workbook import column_name, workbook
from pipeline.consolidate import Consolidation, Passage, consolidate
from pipeline.model import AgencyMention, Field
from pipeline.obligations import ExpectedUnit
from pipeline.ports import StoredDispatch
from pipeline.reference.indicators import indicators
from tests.movement import MOVEMENT, OFFICE, UNITS, YEAR, movement, plan, report, result

BUREAU = Office(
    "SỞ NÔNG NGHIỆP", "ỦY BAN NHÂN DÂN\nTỈNH HẠ ĐÔNG GIANG", "Hạ Đông Giang", "SNN",
    "Hội đồng Thi đua - Khen thưởng tỉnh Hạ Đông Giang", "GIÁM ĐỐC", "Sở Nội vụ",
    recipients=("Như trên", "Ban Giám đốc Sở"), archive="VT, TCCB", agency=OFFICE, spoken="Sở Nông nghiệp tỉnh Hạ Đông Giang",
)  # fmt: skip


def run(*dispatches: StoredDispatch, **rest: Any) -> Consolidation:
    options: dict[str, Any] = {"expected": UNITS, "period": YEAR, "as_of": date(2023, 12, 31)} | rest
    period, as_of, expected = options.pop("period"), options.pop("as_of"), options.pop("expected")
    return consolidate(dispatches, period, as_of, expected, indicators(), movement=MOVEMENT, own=OFFICE, **options)


@pytest.fixture(scope="module")
def facts() -> ReportFacts:
    return compose(run(*movement()), BUREAU)


@pytest.fixture(scope="module")
def word(facts: ReportFacts) -> Any:
    return docx.Document(io.BytesIO(document(facts)))


def words(facts: ReportFacts, title: str = "") -> str:
    """The prose of the sections whose title starts so."""
    return "\n".join(
        b.paragraph.text for s in facts.sections if s.title.startswith(title) for b in s.blocks if b.paragraph
    )


# What it says.


def test_it_says_who_reported_late_and_not_at_all(facts: ReportFacts) -> None:
    said = words(facts, "TÌNH HÌNH")
    assert "có 09/10 đơn vị gửi báo cáo, đạt 90%" in said
    assert (
        "08 đơn vị gửi đúng hạn (80% số phải gửi), 01 đơn vị gửi chậm (thời hạn: trước ngày 16 tháng 12 năm 2023)"
        in said
    )
    assert "Chi cục Chăn nuôi và Thú y (chậm 06 ngày)" in said
    assert "Chưa gửi báo cáo: Ban Quản lý rừng phòng hộ" in said
    assert "Chi cục Kiểm lâm đã gửi báo cáo thay thế" in said


def test_it_rests_on_the_plans_and_reports_it_used(facts: ReportFacts) -> None:
    opening = facts.opening[0].text
    assert opening.startswith(
        "Thực hiện Kế hoạch số 12/KH-UBND ngày 15 tháng 01 năm 2023 của Ủy ban nhân dân tỉnh Hạ Đông Giang"
    )
    assert "11 báo cáo của 09 đơn vị" in opening


def test_targets_are_told_with_figure_share_and_verdict(facts: ReportFacts) -> None:
    said = words(facts, "KẾT QUẢ")
    assert "Xây mới 60 nhà Đại đoàn kết [2]: thực hiện 37 nhà, bằng 61,7% chỉ tiêu; chưa đạt." in said
    assert "thực hiện 1,176 tỷ đồng, bằng 98% chỉ tiêu; chưa đạt" in said
    assert "chưa đủ căn cứ đánh giá (chỉ tiêu chưa có trong danh mục số liệu báo cáo)" in said


def test_missing_zero_and_not_applicable_are_told_apart(facts: ReportFacts) -> None:
    said = words(facts, "KẾT QUẢ")
    assert "Không phát sinh: Chi cục Phát triển nông thôn và Trung tâm Khuyến nông." in said
    assert "Chưa có số liệu: Trung tâm Giống cây trồng." in said
    assert "Không áp dụng: Trung tâm Khuyến nông." in said


def test_sections_without_content_are_left_out_and_numbers_close_up() -> None:
    quiet = compose(run(plan(), *(report(n, "2023-12-01") for n in range(1, 11))), BUREAU)
    titles = [(s.number, s.title) for s in quiet.sections]
    assert ("V.", "KHEN THƯỞNG") not in titles
    assert [n for n, _ in titles] == ["I.", "II.", "III.", "IV.", "V."][: len(titles)]
    assert "KIẾN NGHỊ" not in [t for _, t in titles]


def test_quoted_difficulties_and_proposals_bear_their_source() -> None:
    passages = (
        Passage("report-01", "difficulty", "Kinh phí còn hạn hẹp;"),
        Passage("report-01", "proposal", "Bố trí thêm kinh phí."),
    )
    said = compose(run(*movement(), passages=passages), BUREAU)
    assert "Chi cục Thủy lợi [3]: Kinh phí còn hạn hẹp." in words(said, "TỒN TẠI")
    assert "Chi cục Thủy lợi [3]: Bố trí thêm kinh phí." in words(said, "KIẾN NGHỊ")


def test_the_same_words_of_several_units_are_told_once() -> None:
    passages = tuple(Passage(f"report-0{n}", "difficulty", "Thiếu kinh phí.") for n in (3, 1))
    said = words(compose(run(*movement(), passages=passages), BUREAU), "TỒN TẠI")
    assert "Chi cục Thủy lợi [3]; Chi cục Phát triển nông thôn [6]: Thiếu kinh phí." in said


def test_parts_are_told_behind_their_whole() -> None:
    parts = (result("C01", 90, "triệu đồng"), result("C02", 50, "triệu đồng"), result("C03", 40, "triệu đồng"))
    said = words(compose(run(report(1, "2023-12-01", parts)), BUREAU), "NGUỒN LỰC")
    assert (
        "đạt 90 triệu đồng (số liệu của 01/10 đơn vị), trong đó: ngân sách nhà nước 50 triệu đồng; xã hội hóa 40 triệu đồng."
        in said
    )
    assert said.count("xã hội hóa") == 1


def test_what_the_report_works_out_itself_is_not_summed_from_the_units() -> None:
    shares = tuple(result("E09", n, "%") for n in (100, 110, 120))
    told = compose(run(report(1, "2023-12-01", (*shares, result("D01", 1, "nhà")))), BUREAU)
    assert [m.code for m in told.measures] == ["D01"]
    assert sum("báo cáo tự tính" in f.use for f in told.figures) == 3


@pytest.mark.parametrize(
    ("dispatches", "sentence"),
    [
        ((), "chưa nhận được báo cáo của đơn vị nào trong số 10 đơn vị phải báo cáo"),
        ((plan(), *(report(n, "2023-12-01") for n in range(1, 11))), "tất cả các báo cáo đã nhận đều đúng hạn"),
        ((report(1, "2023-12-01"),), "có 01/10 đơn vị gửi báo cáo, đạt 10%."),
    ],
)
def test_sentences_follow_the_figures(dispatches: tuple[StoredDispatch, ...], sentence: str) -> None:
    assert sentence in words(compose(run(*dispatches), BUREAU), "TÌNH HÌNH")


def test_before_the_deadline_nobody_is_missing() -> None:
    early = compose(run(plan(), as_of=date(2023, 11, 1)), BUREAU)
    assert "chưa có đơn vị nào đến hạn báo cáo" in words(early, "TÌNH HÌNH")


def test_a_movement_without_any_report_says_so_and_gives_no_zero() -> None:
    empty = compose(run(plan()), BUREAU)
    said = words(empty)
    assert "Chưa có số liệu." in said
    assert not re.search(r"\b0 (?:nhà|hộ|triệu)", said)
    for kind in (document(empty), workbook(empty), page(empty).encode()):
        assert kind


def test_no_text_is_left_over_from_the_machine(facts: ReportFacts, word: Any) -> None:
    told = "\n".join(t.text or "" for t in word.element.body.iter(qn("w:t")))
    for leftover in ("{{", "}}", "{%", "None", "nan", "TODO", "Lorem", "XXX", "datetime", "Decimal"):
        assert leftover not in told
        assert leftover not in page(facts).split("</style>")[1]


# The page after NĐ 30/2020, Phụ lục I.


def test_paper_and_margins(word: Any) -> None:
    for section in word.sections:
        wide = section.orientation == WD_ORIENT.LANDSCAPE
        assert {round(section.page_width.mm), round(section.page_height.mm)} == {210, 297}
        assert (section.page_width > section.page_height) is wide
        margins = [
            round(m.mm) for m in (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
        ]
        assert margins == [20, 20, 30, 15]
    wide = [s.orientation == WD_ORIENT.LANDSCAPE for s in word.sections]
    assert wide == [False, True, *[False] * 6], "the text, then seven annexes, the first of them wide"


def runs(word: Any, text: str) -> Any:
    return next(r for c in word.tables[0].rows[0].cells for p in c.paragraphs for r in p.runs if r.text == text)


@pytest.mark.parametrize(
    ("text", "size", "bold"),
    [
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 13, True),
        ("Độc lập - Tự do - Hạnh phúc", 14, True),
        ("SỞ NÔNG NGHIỆP", 13, True),
    ],
)
def test_head(word: Any, text: str, size: int, bold: bool) -> None:
    run_ = runs(word, text)
    style = run_._parent.style
    assert (run_.font.size or style.font.size).pt == size
    assert bool(run_.bold) is bold


def test_every_style_is_times_new_roman(word: Any) -> None:
    used = {p.style.name for p in word.paragraphs} | {
        p.style.name for t in word.tables for c in t._cells for p in c.paragraphs
    }
    for name in used:
        fonts = word.styles[name].element.rPr.find(qn("w:rFonts"))
        assert {fonts.get(qn(f"w:{k}")) for k in ("ascii", "hAnsi", "cs", "eastAsia")} == {"Times New Roman"}, name


def test_the_number_is_blank_and_the_day_open(facts: ReportFacts) -> None:
    assert re.fullmatch(r"Số: +/BC-SNN", facts.symbol)
    assert re.fullmatch(r"Hạ Đông Giang, ngày +tháng 12 năm 2023", facts.place_date)


def test_the_page_number_stands_above_from_the_second_page(word: Any) -> None:
    first, *rest = word.sections
    assert first.different_first_page_header_footer
    assert "PAGE" in first.header._element.xml
    assert "PAGE" not in first.first_page_header._element.xml
    assert all(s.header.is_linked_to_previous and s.different_first_page_header_footer for s in rest)


def test_each_annex_counts_its_own_pages(word: Any) -> None:
    starts = [s._sectPr.find(qn("w:pgNumType")) for s in word.sections[1:]]
    assert [n.get(qn("w:start")) for n in starts] == ["1"] * 7


def data_tables(word: Any) -> list[Any]:
    return [
        t
        for t in word.element.body.iter(qn("w:tbl"))
        if t.find(f"{qn('w:tblPr')}/{qn('w:tblDescription')}") is not None
    ]


def test_tables_repeat_their_header_and_keep_rows_whole(word: Any) -> None:
    tables = data_tables(word)
    assert len(tables) >= 8
    for table in tables:
        first = table.find(qn("w:tr"))
        assert first.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
        assert all(r.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for r in table.findall(qn("w:tr")))


def test_tables_fit_the_page(word: Any, facts: ReportFacts) -> None:
    for table in data_tables(word):
        widths = [int(g.get(qn("w:w"))) for g in table.findall(f"{qn('w:tblGrid')}/{qn('w:gridCol')}")]
        wide = "ma-tran" in table.find(f"{qn('w:tblPr')}/{qn('w:tblDescription')}").get(qn("w:val"))
        assert sum(widths) <= (252.5 if wide else 165.5) * 1440 / 25.4
        for row in table.findall(qn("w:tr")):
            spans = [c.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}") for c in row.findall(qn("w:tc"))]
            assert sum(1 if s is None else int(s.get(qn("w:val"))) for s in spans) == len(widths)


def test_the_foot_names_recipients_and_signer(word: Any) -> None:
    foot = next(t for t in word.tables if any("Nơi nhận:" in c.text for c in t._cells))
    left, right = (c.text for c in foot.rows[0].cells)
    assert left.splitlines() == ["Nơi nhận:", "- Như trên;", "- Ban Giám đốc Sở;", "- Lưu: VT, TCCB."]
    assert right.splitlines()[0] == "GIÁM ĐỐC"


def test_a_deputy_signs_with_the_capacity_above() -> None:
    deputy = replace(BUREAU, capacity="KT. GIÁM ĐỐC", position="PHÓ GIÁM ĐỐC", signer="Lê Văn Thử")
    made = docx.Document(io.BytesIO(document(compose(run(plan()), deputy))))
    foot = next(t for t in made.tables if any("Nơi nhận:" in c.text for c in t._cells))
    lines = [x for x in foot.rows[0].cells[1].text.splitlines() if x]
    assert lines == ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Lê Văn Thử"]


def test_a_body_without_a_parent_has_no_blank_line() -> None:
    top = replace(BUREAU, parent="", name="ỦY BAN NHÂN DÂN")
    made = docx.Document(io.BytesIO(document(compose(run(plan()), top))))
    assert made.tables[0].rows[0].cells[0].text.splitlines()[0] == "ỦY BAN NHÂN DÂN"


@pytest.mark.parametrize("name", PAPERS)
def test_the_committed_template_is_what_the_script_builds(name: str) -> None:
    out = io.BytesIO()
    PAPERS[name]().save(out)
    with zipfile.ZipFile(out) as built, zipfile.ZipFile(TEMPLATES / name) as kept:
        for part in ("word/document.xml", "word/styles.xml", "word/header1.xml"):
            assert built.read(part) == kept.read(part), part


def test_the_programs_own_reader_finds_every_part_of_the_head(tmp_path: Path, facts: ReportFacts) -> None:
    from parsers.registry import toolkit
    from pipeline.process import process
    from pipeline.reference import agencies

    made = render.render(facts, tmp_path, ["docx"])["docx"]
    read = process(made, toolkit(agencies.load())).dispatch
    assert read is not None
    found = {
        n: getattr(read, n).value for n in ("symbol", "place", "doc_type", "subject", "archive", "signer_position")
    }
    assert found == {
        "symbol": "/BC-SNN",
        "place": "Hạ Đông Giang",
        "doc_type": "BC",
        "subject": facts.title,
        "archive": "VT, TCCB",
        "signer_position": "GIÁM ĐỐC",
    }
    assert read.issuer is not None and read.issuer.value.text == "SỞ NÔNG NGHIỆP"
    assert read.parent_issuer is not None and read.parent_issuer.value.text == "ỦY BAN NHÂN DÂN TỈNH HẠ ĐÔNG GIANG"
    assert [a.value.text for a in read.addressees] == [f"{BUREAU.addressee} (qua {BUREAU.through})"]
    assert [r.value.text for r in read.recipients] == list(BUREAU.recipients)


def test_an_office_may_bring_its_own_template(tmp_path: Path, facts: ReportFacts) -> None:
    own = docx.Document(str(TEMPLATE))
    own.add_paragraph("Mẫu riêng của {{ spoken }}")
    own.save(str(tmp_path / "rieng.docx"))
    made = render.render(facts, tmp_path / "out", ["docx"], template=tmp_path / "rieng.docx")
    assert docx.Document(str(made["docx"])).paragraphs[-1].text == "Mẫu riêng của Sở Nông nghiệp tỉnh Hạ Đông Giang"


# Excel.


@pytest.fixture(scope="module")
def books(facts: ReportFacts) -> tuple[Any, Any]:
    data = workbook(facts)
    return openpyxl.load_workbook(io.BytesIO(data)), openpyxl.load_workbook(io.BytesIO(data), data_only=True)


def test_sheets(books: tuple[Any, Any]) -> None:
    wanted = [
        "Tổng hợp",
        "Ma trận",
        "Số liệu nguồn",
        "Chỉ tiêu",
        "Nguồn lực",
        "Đơn vị chưa báo cáo",
        "Đề nghị khen thưởng",
        "Cần xác minh",
        "Lưu ý",
        "Văn bản nguồn",
        "Biểu đồ",
    ]
    assert books[0].sheetnames == wanted
    for sheet in (books[0][name] for name in wanted if name not in ("Lưu ý", "Biểu đồ")):
        assert sheet.tables and sheet.freeze_panes and sheet.print_area and sheet.print_title_rows


def test_totals_are_formulas_that_agree_with_the_figures(books: tuple[Any, Any], facts: ReportFacts) -> None:
    formulas, values = books[0]["Ma trận"], books[1]["Ma trận"]
    bottom = 4 + sum(r.counts for r in facts.matrix) + 1
    assert formulas.cell(bottom, 1).value == "Tổng số"
    added = 0
    for n, measure in enumerate(facts.measures, 2):
        total = values.cell(bottom, n).value
        assert total == pytest.approx(float(measure.total or 0))
        if measure.adds:
            column = column_name(n - 1)
            assert formulas.cell(bottom, n).value == f"=SUM({column}5:{column}{bottom - 1})"
            numbers = [v for r in range(5, bottom) if isinstance(v := values.cell(r, n).value, int | float)]
            assert sum(numbers) == pytest.approx(total)
            added += 1
    assert added >= 8


def test_the_summary_points_at_the_matrix(books: tuple[Any, Any], facts: ReportFacts) -> None:
    formulas, values = books[0]["Tổng hợp"], books[1]["Tổng hợp"]
    found = 0
    for row in range(1, formulas.max_row + 1):
        cell = formulas.cell(row, 4).value
        if isinstance(cell, str) and cell.startswith("='Ma trận'!"):
            target = books[1]["Ma trận"][cell.split("!")[1]].value
            assert values.cell(row, 4).value == pytest.approx(target)
            found += 1
    assert found == sum(m.adds for m in facts.measures)


def test_every_figure_has_its_source_row(books: tuple[Any, Any], facts: ReportFacts) -> None:
    sheet = books[1]["Số liệu nguồn"]
    rows = [r for r in sheet.iter_rows(min_row=5, values_only=True) if r[0]]
    assert len(rows) == len(facts.figures)
    assert all(r[6] and r[8] and r[9] and 0 <= r[10] <= 1 for r in rows)


def test_the_source_files_are_listed_with_their_hashes(books: tuple[Any, Any]) -> None:
    rows = list(books[1]["Văn bản nguồn"].iter_rows(min_row=5, values_only=True))
    known = {d.file_name: d.sha256 for d in movement()}
    assert all(known[r[5]] == r[6] for r in rows)
    assert [r[0] for r in rows] == [f"[{n}]" for n in range(1, len(rows) + 1)]


def test_text_of_a_document_never_becomes_a_formula() -> None:
    nasty = '=HYPERLINK("http://x.vn","nhấn")'
    stored = report(1, "2023-12-01", (result("D01", 1, "nhà", label=nasty),))
    expected = (ExpectedUnit("don-vi-1", "=1+1"), *UNITS[1:])
    data = workbook(compose(run(stored, expected=expected), BUREAU))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheets = "".join(archive.read(n).decode() for n in archive.namelist() if n.startswith("xl/worksheets/sheet"))
        links = "".join(archive.read(n).decode() for n in archive.namelist() if n.endswith(".rels"))
    assert all(f.startswith(("SUM(", "'Ma tr")) for f in re.findall(r"<f>([^<]*)</f>", sheets))
    assert "http://x.vn" not in links


@pytest.mark.parametrize(
    ("number", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")]
)
def test_column_names(number: int, letters: str) -> None:
    assert column_name(number) == letters


# The page.


class Anchors(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.targets: list[str] = []
        self.outside: list[str] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            elif name in ("href", "src"):
                (self.targets if (value or "").startswith("#") else self.outside).append(value or "")


def test_every_link_of_the_page_leads_to_its_row(facts: ReportFacts) -> None:
    found = Anchors()
    found.feed(page(facts))
    assert len(found.ids) == len(set(found.ids))
    assert {t[1:] for t in found.targets} <= set(found.ids)
    assert len(found.targets) > 100
    assert all(o.startswith("data:image/png") for o in found.outside)
    assert not {"script", "link", "iframe"} & found.tags


def hostile() -> ReportFacts:
    """Texts that would break a careless renderer: tags, braces, control marks, a very long word."""
    name = "Chi cục <script>alert(1)</script> & \x0b{{ 7*7 }} {% raw %}\x00"
    stored = report(1, "2023-12-01", (result("D01", 1, "nhà", label="</w:t>" + "x" * 3000),))
    named = replace(
        stored.dispatch,
        issuer=Field(AgencyMention(name, "don-vi-1", name), name, 0.9, stored.dispatch.results[0].evidence),
    )
    return compose(
        run(replace(stored, dispatch=named, file_name="a\x07b.docx"), expected=(ExpectedUnit("don-vi-1", name),)),
        BUREAU,
    )


def test_strange_texts_stay_texts() -> None:
    strange = hostile()
    made = docx.Document(io.BytesIO(document(strange)))
    told = "".join(t.text or "" for t in made.element.body.iter(qn("w:t")))
    assert "<script>alert(1)</script> & {{ 7*7 }} {% raw %}" in told
    html = page(strange)
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert openpyxl.load_workbook(io.BytesIO(workbook(strange)))


# The same input, the same bytes.


def test_the_same_input_gives_the_same_bytes_in_any_order(facts: ReportFacts) -> None:
    shuffled = list(movement())
    random.Random(7).shuffle(shuffled)
    again = compose(run(*shuffled), BUREAU)
    assert again == facts
    assert document(again) == document(facts)
    assert workbook(again) == workbook(facts)
    assert page(again) == page(facts)


def test_no_clock_in_the_files(facts: ReportFacts) -> None:
    for data in (document(facts), workbook(facts)):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            assert {i.date_time for i in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
            core = archive.read("docProps/core.xml").decode()
        assert "2023-12-31T00:00:00Z" in core
        assert set(re.findall(r"\d{4}-\d\d-\d\dT", core)) == {"2023-12-31T"}


# Files on disk.


def test_without_libreoffice_the_other_files_are_made(
    tmp_path: Path, facts: ReportFacts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing.shutil, "which", lambda _: None)
    skipped: list[tuple[str, str]] = []
    made = render.render(facts, tmp_path, on_skip=lambda *why: skipped.append(why))
    assert sorted(made) == ["docx", "html", "xlsx"]
    assert [k for k, _ in skipped] == ["pdf"]
    assert "LibreOffice" in skipped[0][1]
    assert sorted(p.suffix for p in tmp_path.iterdir()) == [".docx", ".html", ".xlsx"]


def test_a_converter_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = tmp_path / "soffice"
    slow.write_text("#!/bin/sh\nsleep 60\n")
    slow.chmod(0o755)
    monkeypatch.setattr(printing.shutil, "which", lambda _: str(slow))
    with pytest.raises(printing.PdfUnavailable, match="giây"):
        printing.pdf(b"PK", seconds=0.3)


def test_a_converter_that_fails_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing.shutil, "which", lambda _: "/bin/false")
    with pytest.raises(printing.PdfUnavailable, match="không chuyển được"):
        printing.pdf(b"PK")


@pytest.mark.skipif(printing.program() is None, reason="LibreOffice is not installed")
def test_the_pdf_is_a_pdf_with_a_first_page_in_order(facts: ReportFacts) -> None:
    import pypdfium2

    made = pypdfium2.PdfDocument(printing.pdf(document(facts)))
    text = made[0].get_textpage().get_text_bounded()
    assert len(made) > 5
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text
    assert [round(s) for s in made[0].get_size()] == [595, 842]


def test_an_unknown_format_is_refused_before_anything_is_written(tmp_path: Path, facts: ReportFacts) -> None:
    with pytest.raises(ValueError, match="odt"):
        render.render(facts, tmp_path / "out", ["docx", "odt"])
    assert not (tmp_path / "out").exists()


def test_nothing_half_written_is_left_behind(
    tmp_path: Path, facts: ReportFacts, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: Path, data: bytes) -> int:
        with self.open("wb") as handle:
            handle.write(data[:10])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space"):
        render.render(facts, tmp_path, ["html"])
    assert list(tmp_path.iterdir()) == []


def test_the_registry_writes_the_report_with_its_charts(tmp_path: Path) -> None:
    made = registry.report("tong-hop").write(run(*movement()), BUREAU, tmp_path, ["docx", "html"])
    with zipfile.ZipFile(made["docx"]) as archive:
        assert sum(n.startswith("word/media/") for n in archive.namelist()) == 2
    assert made["html"].read_text(encoding="utf-8").count("data:image/png;base64,") == 2


def test_the_registry_refuses_a_report_that_is_not_there() -> None:
    with pytest.raises(registry.ReportError, match=r"Không có mẫu «khong-co»(?s:.)*lanh-dao"):
        registry.report("khong-co")
    assert registry.report().name == registry.reports()[0].name == "tong-hop"


def test_figures_agree_between_prose_table_and_workbook(facts: ReportFacts) -> None:
    """One total, three places: the sentence, Bảng 1, the matrix's last line."""
    table = next(b.table for s in facts.sections for b in s.blocks if b.table and b.table.id == "tong-hop")
    (row,) = [r for r in table.rows if r.cells[1].text == "Số nhà Đại đoàn kết xây mới"]
    assert row.cells[3].text == "37"
    assert "Xây mới 37 nhà Đại đoàn kết" in words(facts, "KẾT QUẢ")
    (measure,) = [m for m in facts.measures if m.code == "D01"]
    assert measure.total == Decimal(37)


def test_a_very_long_table_goes_on_with_its_header_and_loses_no_row() -> None:
    lines = tuple(Row((Cell(str(n)), Cell("Tên"))) for n in range(700))
    table = Table("danh-sach", "Danh sách", (Column("TT", 20), Column("Tên", 100)), lines)
    long = replace(compose(run(plan()), BUREAU), annexes=(Annex("x", "I", "DANH SÁCH", (table,)),))
    made = docx.Document(io.BytesIO(document(long)))
    mark = f"{qn('w:tblPr')}/{qn('w:tblDescription')}"
    parts = [t for t in data_tables(made) if t.find(mark).get(qn("w:val")) == "danh-sach"]
    firsts = [
        "".join(x.text or "" for x in r.find(qn("w:tc")).iter(qn("w:t"))) for t in parts for r in t.iter(qn("w:tr"))
    ]
    assert len(parts) == 3 and firsts.count("TT") == 3
    assert [one for one in firsts if one != "TT"] == [str(n) for n in range(700)]
