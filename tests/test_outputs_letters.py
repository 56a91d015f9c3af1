"""What goes out besides the report: read back by the program's own parser, checked by its own checks, counted by formulas."""

import shutil
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from outputs import registry
from outputs.council.facts import Office
from outputs.edxml import Body, Letter, envelope
from outputs.letters.nominations import notice, submission
from outputs.letters.reminders import reminders
from outputs.statistics.book import form_row, span, tier
from parsers.envelopes import open_message
from parsers.registry import toolkit
from pipeline.checks.council import Matter, judged
from pipeline.consolidate import Consolidation
from pipeline.model import AgencyMention, Award, Outcome, Severity
from pipeline.ports import MovementRow, StoredDispatch
from pipeline.process import process
from pipeline.reference import agencies
from tests.movement import MOVEMENT, UNITS, award, dispatch, field, movement, plan, report
from tests.test_outputs_council import BUREAU, run

DEPUTY = replace(BUREAU, capacity="KT. GIÁM ĐỐC", position="PHÓ GIÁM ĐỐC", signer="Lê Văn Thử")
PAPERS = ("tong-hop", "bo-nganh", "lanh-dao", "don-doc", "to-trinh", "thieu-ho-so")


def looked_over(*dispatches: StoredDispatch) -> Consolidation:
    """The figures as the flow hands them on: judged by the council's checks."""
    return judged(Matter(run(*dispatches), dispatches))


def write(name: str, folder: Path, *dispatches: Any, office: Office = DEPUTY, **rest: Any) -> Mapping[str, Path]:
    return registry.report(name).write(looked_over(*(dispatches or movement())), office, folder, ("docx",), **rest)


def read(path: Path) -> Outcome:
    return process(path, toolkit(agencies.load()))


@pytest.fixture(scope="module")
def outgoing(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Outcome]]:
    folder = tmp_path_factory.mktemp("out")
    return {name: [read(p) for p in write(name, folder).values()] for name in PAPERS}


@pytest.mark.parametrize("name", PAPERS)
def test_the_checks_of_incoming_dispatches_pass_what_goes_out(outgoing: dict[str, list[Outcome]], name: str) -> None:
    for outcome in outgoing[name]:
        assert outcome.failure is None
        assert [f for f in outcome.findings if f.severity is Severity.ERROR] == []
        # Number and day are given after signing; nothing else may ask for a person.
        doubts = {f.code for f in outcome.findings if f.severity is Severity.WARNING}
        assert doubts <= {"BLANK_NUMBER", "PARTIAL_DATE"}, doubts


@pytest.mark.parametrize(
    ("name", "symbol", "kind", "subject"),
    [
        ("tong-hop", "/BC-SNN", "BC", "Kết quả thực hiện Phong trào thi đua “Chung sức vì người nghèo” năm 2023"),
        ("don-doc", "/SNN-TCCB", "CV", "đôn đốc gửi báo cáo kết quả Phong trào thi đua “Chung sức vì người nghèo” năm 2023"),
        ("to-trinh", "/TTr-SNN", "TTr",
         "Về việc đề nghị khen thưởng trong Phong trào thi đua “Chung sức vì người nghèo” năm 2023"),
        ("thieu-ho-so", "/TB-SNN", "TB",
         "Về việc bổ sung hồ sơ đề nghị khen thưởng trong Phong trào thi đua “Chung sức vì người nghèo” năm 2023"),
    ],
)  # fmt: skip
def test_the_parser_finds_what_was_put_in(
    outgoing: dict[str, list[Outcome]], name: str, symbol: str, kind: str, subject: str
) -> None:
    # Letters of reminder: the last is to the unit that sent nothing.
    found = outgoing[name][-1].dispatch
    assert found is not None
    assert found.symbol is not None and found.symbol.value == symbol
    assert found.number is None, "the number is given after signing"
    assert found.doc_type is not None and found.doc_type.value == kind
    assert str(found.issued_on.value if found.issued_on else None) == "2023-12"
    assert found.subject is not None and found.subject.value.casefold() == subject.casefold()
    assert found.issuer is not None and found.issuer.value.text == "SỞ NÔNG NGHIỆP"
    assert found.signer_name is not None and found.signer_name.value == "Lê Văn Thử"
    assert found.signer_position is not None and found.signer_position.value == "PHÓ GIÁM ĐỐC"
    assert found.signer_capacity is not None and found.signer_capacity.value == "KT"
    assert found.archive is not None and found.archive.value == "VT, TCCB"
    assert found.recipients, "Nơi nhận is read back"


def test_each_silent_or_late_unit_gets_a_letter_of_its_own() -> None:
    letters = reminders(run(*movement()), DEPUTY)
    assert [f.addressees for f in letters] == [("Chi cục Chăn nuôi và Thú y",), ("Ban Quản lý rừng phòng hộ",)]
    late, missing = ("\n".join(p.text for p in f.opening) for f in letters)
    assert "Kế hoạch số 45/KH-SNN" in missing and "trước ngày 16 tháng 12 năm 2023" in missing
    assert "quá hạn 16 ngày" in missing and "trước ngày 05 tháng 01 năm 2024" in missing
    assert "chậm 06 ngày" in late and "khẩn trương" not in late
    assert len({f.file_stem for f in letters}) == 2


def test_units_with_names_that_begin_alike_keep_their_letters(tmp_path: Path) -> None:
    alike = tuple(
        replace(u, name=f"Trung tâm Nước sạch và Vệ sinh môi trường nông thôn khu vực {n}") for n, u in enumerate(UNITS)
    )
    data = run(plan(), expected=alike)
    made = registry.report("don-doc").write(data, DEPUTY, tmp_path, ("docx",))
    assert len(made) == len(list(tmp_path.iterdir())) == 10


def test_nothing_to_write_is_said_and_no_file_is_made(tmp_path: Path) -> None:
    said: dict[str, str] = {}
    quiet = (plan(), *(report(n, "2023-12-01") for n in range(1, 11)))
    for name in ("don-doc", "to-trinh", "thieu-ho-so"):
        made = write(name, tmp_path, *quiet, on_skip=lambda kind, why, name=name: said.update({name: why}))
        assert made == {}
    assert set(said) == {"don-doc", "to-trinh", "thieu-ho-so"}
    assert list(tmp_path.iterdir()) == []


def test_awards_of_the_offices_own_level_are_not_put_before_the_council(tmp_path: Path) -> None:
    facts = submission(run(*movement()), DEPUTY)
    assert facts is not None
    said = "\n".join(p.text for p in facts.opening)
    assert "Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh: 03 trường hợp (01 tập thể, 02 cá nhân)." in said
    assert "Luật Thi đua, khen thưởng số 15/2003/QH11" in said and "06/2022" not in said, "the law of its day"
    first, second = facts.annexes
    assert "Danh sách này có 03 (ba) trường hợp." in first.tables[0].notes
    assert [r.cells[1].text for r in second.tables[0].rows if not r.span] == ["Trần Văn Thử"]


def test_a_list_is_in_vietnamese_order() -> None:
    names = ("Đỗ Thị Ân", "Lê Văn Đạt", "Bùi Văn An", "Trần Dũng")
    given = tuple(award(n, "cá nhân", "Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh", "BKT", "Phòng A") for n in names)
    facts = submission(run(plan(), report(1, "2023-12-01", awards=given)), DEPUTY)
    assert facts is not None
    rows = [r.cells[1].text for r in facts.annexes[0].tables[0].rows if not r.span]
    assert rows == ["Bùi Văn An", "Đỗ Thị Ân", "Trần Dũng", "Lê Văn Đạt"]


def test_what_a_dossier_lacks_is_told_by_unit() -> None:
    unit = UNITS[0]
    sent = dispatch(
        "tt", "TTr", "5/TTr-DV1", "2023-12-12", unit.agency_id, unit.name, subject=field("Về việc khen thưởng")
    )
    data = looked_over(*movement(), sent)
    told = notice(data, DEPUTY)
    assert told is not None
    lines = {r.cells[1].text: r.cells[2].text for r in told.annexes[0].tables[0].rows}
    assert set(lines) == {UNITS[0].name, UNITS[8].name}
    assert "ờ trình" not in lines[UNITS[0].name] and "Tờ trình" in lines[UNITS[8].name]
    # The letter and the annex of the report tell of the same units: both come from one check.
    assert {
        data.by_unit[f.unit].name for f in data.findings if f.finding.code == "DOSSIER_INCOMPLETE" and f.unit
    } == set(lines)


# Statistics forms.


@pytest.mark.parametrize(
    ("position", "found"),
    [
        ("Phó Giám đốc Sở", "Lãnh đạo cấp vụ, sở, ngành và tương đương"),
        ("Phó Trưởng phòng Kỹ thuật", "Lãnh đạo cấp phòng và tương đương"),
        ("Giám đốc Hợp tác xã Thử", "Doanh nhân"),
        ("Chuyên viên Phòng Tổng hợp", "Người trực tiếp công tác, lao động"),
        ("Giám đốc", ""),  # of what, the words do not tell
        (None, ""),
    ],
)
def test_persons_are_classed_by_the_words_of_their_position(position: str | None, found: str) -> None:
    assert tier(position) == found


@pytest.mark.parametrize(
    ("start", "end", "found"),
    [
        (date(2023, 1, 1), date(2023, 6, 30), "Dưới 1 năm"),
        (date(2023, 1, 1), date(2023, 12, 31), "1 năm"),
        (date(2022, 1, 1), date(2023, 12, 31), "Trên 1 năm đến dưới 3 năm"),
        (date(2021, 1, 1), date(2023, 12, 31), "Từ 3 năm đến dưới 5 năm"),
        (date(2021, 1, 1), date(2025, 12, 31), "Từ 5 năm trở lên"),
        (date(2021, 1, 1), None, ""),
    ],
)
def test_movements_are_classed_by_their_length(start: date, end: date | None, found: str) -> None:
    assert span(start, end) == found


def test_an_award_stands_in_one_form_or_in_none() -> None:
    assert form_row(Award("Bằng khen", "BKT")) == ("0603", "Bằng khen của bộ, ban, ngành, tỉnh")
    assert form_row(Award("Huân chương", "HCLD3")) == ("0602", "Huân chương các loại, các hạng")
    assert form_row(Award("Giấy khen", "GK")) is None
    assert form_row(Award("không rõ")) is None


def statistics(tmp_path: Path) -> Path:
    given = (
        award("Lê Thị Mơ", "cá nhân", "Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh", "BKT", "Phòng A", "Chuyên viên", "granted"),
        award("Ngô Văn Thử", "cá nhân", "Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh", "BKT", "Phòng A", "Trưởng phòng", "granted"),
        award("Phòng Thử", "tập thể", "Huân chương Lao động hạng Ba", "HCLD3", "Sở", None, "granted"),
        award("Đề nghị thôi", "cá nhân", "Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh", "BKT", "Phòng A", "Chuyên viên"),
    )  # fmt: skip
    rows = (MOVEMENT, MovementRow("cu", "Phong trào đã xong", date(2015, 1, 1), date(2016, 1, 1), 1))
    made = registry.report("thong-ke").write(
        run(plan(), report(1, "2023-12-01", awards=given)), DEPUTY, tmp_path, movements=rows
    )
    return made["xlsx"]


def test_the_forms_count_their_lists(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(statistics(tmp_path), data_only=True)
    assert book.sheetnames == ["0601.N", "0602.N", "0603.N", "DS phong trào", "DS khen thưởng"]
    state = {r[1]: r for r in book["0602.N"].iter_rows(min_row=6, values_only=True) if r[1]}
    assert state["Huân chương các loại, các hạng"][2:7] == (1, 1, 0, 0, 0)
    own = {r[1]: r for r in book["0603.N"].iter_rows(min_row=6, values_only=True) if r[1]}
    assert own["Bằng khen của bộ, ban, ngành, tỉnh"][2:11] == (2, 0, 0, 0, 2, 0, 0, 1, 1)
    assert own["Cộng"][2] == 2
    movements = {r[1]: r for r in book["0601.N"].iter_rows(min_row=6, values_only=True) if r[1]}
    assert movements["Từ 5 năm trở lên"][2] == 1
    assert movements["Tổng số phong trào trong danh mục"][2] == 1, "one that ended before the period is left out"


def test_the_forms_count_by_the_body_that_submits_too(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(statistics(tmp_path), data_only=True)
    for name, count in (("0602.N", 1), ("0603.N", 2)):
        lines = [r[1:7] for r in book[name].iter_rows(min_row=6, values_only=True) if r[1]]
        parts = [n for n, line in enumerate(lines) if str(line[0]).startswith("Theo")]
        assert [lines[n][0] for n in parts] == ["Theo hình thức", "Theo đơn vị trình"]
        second = {line[0]: line[1:] for line in lines[parts[1] :]}
        assert second[UNITS[0].name][0] == count
        assert second["Đơn vị khác hoặc chưa ghi"][0] == 0
        # Both parts count the same awards, column by column.
        assert [line[1:] for line in lines if line[0] == "Cộng"] == [second["Cộng"]] * 2


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_the_formulas_agree_with_the_values_when_another_program_computes_them(tmp_path: Path) -> None:
    import subprocess

    made = statistics(tmp_path)
    # Cached results are dropped, so that the values read back are those of the other program.
    book = openpyxl.load_workbook(made)
    (tmp_path / "again").mkdir()
    book.save(tmp_path / "again" / made.name)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir"]
    subprocess.run(
        [*command, str(tmp_path / "lo"), str(tmp_path / "again" / made.name)],
        check=True,
        capture_output=True,
        timeout=90,
    )
    ours = openpyxl.load_workbook(made, data_only=True)
    theirs = openpyxl.load_workbook(tmp_path / "lo" / made.name, data_only=True)
    for name in ("0601.N", "0602.N", "0603.N"):
        formulas = [c.coordinate for row in book[name].iter_rows() for c in row if c.data_type == "f"]
        assert formulas
        assert {c: ours[name][c].value for c in formulas} == {c: theirs[name][c].value for c in formulas}


# edXML.


def test_the_envelope_is_read_back_with_its_files(tmp_path: Path) -> None:
    made = write("goi-edxml", tmp_path)
    message = open_message(made["edxml"])
    stated = {e.path: e.text for e in message.entries}
    assert stated["MessageHeader/Code/CodeNotation"] == "BC-SNN"
    assert stated["MessageHeader/PromulgationInfo/PromulgationDate"] == "2023/12/31"
    assert stated["MessageHeader/DocumentType/TypeName"] == "Báo cáo"
    assert stated["MessageHeader/SignerInfo/FullName"] == "Lê Văn Thử"
    assert stated["MessageHeader/To/OrganName"] == BUREAU.addressee
    carried = {a.name: a.data() for a in message.attachments}
    for kind in ("docx", "xlsx"):
        assert carried[made[kind].name] == made[kind].read_bytes()
    found = read(made["edxml"]).dispatch
    assert found is not None and found.symbol is not None and found.symbol.value == "/BC-SNN"


def test_the_envelope_keeps_to_the_lengths_that_gateways_take() -> None:
    letter = Letter(
        Body("H01", "Cơ quan " * 50), [Body("", "Nơi nhận")], "119", "KH-UBND", "Nơi thử", date(2023, 1, 2), "Kế hoạch",
        "Trích yếu " * 100, "", "GIÁM ĐỐC", "",
    )  # fmt: skip
    data = envelope(letter, [("a.docx", b"x")])
    assert data == envelope(letter, [("a.docx", b"x")]), "the same message has the same bytes"
    text = data.decode()
    assert "Trích yếu " * 49 in text and "Trích yếu " * 51 not in text


# What an office meets.


def test_names_of_two_hundred_letters_break_no_page(tmp_path: Path) -> None:
    long = tuple(replace(u, name=f"Đơn vị {n} " + "tên dài " * 24) for n, u in enumerate(UNITS))
    office = replace(DEPUTY, name="SỞ " + "TÊN DÀI " * 24)
    data = run(*movement(), expected=long)
    for name in PAPERS:
        for path in registry.report(name).write(data, office, tmp_path / name, ("docx", "xlsx", "html")).values():
            assert path.stat().st_size > 0
            assert len(path.name.encode()) < 255


def test_a_single_unit_and_one_without_figures_give_a_report(tmp_path: Path) -> None:
    alone = run(report(1, "2023-12-01", ()), expected=UNITS[:1])
    made = registry.report().write(alone, DEPUTY, tmp_path, ("docx", "xlsx", "html"))
    said = "\n".join(p.text for p in docx.Document(str(made["docx"])).paragraphs)
    assert "có 01/01 đơn vị gửi báo cáo, đạt 100%" in said and "Chưa có số liệu." in said


def test_an_issuer_without_a_registry_id_gets_a_letter_too() -> None:
    loose = replace(plan(), dispatch=replace(plan().dispatch, issuer=field(AgencyMention("SỞ NÔNG NGHIỆP"))))
    assert len(reminders(run(loose), DEPUTY)) == 10


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_the_leaders_report_is_one_page(tmp_path: Path) -> None:
    made = registry.report("lanh-dao").write(run(*movement()), DEPUTY, tmp_path, ("pdf",))
    assert made["pdf"].read_bytes().count(b"/Type/Page/") == 1


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_the_report_survives_being_saved_by_another_program(tmp_path: Path) -> None:
    import subprocess

    made = write("tong-hop", tmp_path)["docx"]
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "docx:MS Word 2007 XML",
        "--outdir",
        str(tmp_path / "lo"),
    ]
    subprocess.run([*command, str(made)], check=True, capture_output=True, timeout=90)

    def content(path: Path) -> tuple[list[str], list[list[str]]]:
        document = docx.Document(str(path))
        texts = [p.text for p in document.paragraphs if p.text.strip()]
        return texts, [[c.text for c in t._cells] for t in document.tables]

    assert content(tmp_path / "lo" / made.name) == content(made)


@pytest.mark.parametrize(("family", "warned"), [("Liberation Serif", False), ("DejaVu Serif", True)])
def test_another_face_in_the_pdf_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, family: str, warned: bool
) -> None:
    from outputs.council import pdf as printing

    finder = tmp_path / "fc-match"
    finder.write_text(f"#!/bin/sh\nprintf '{family}'\n")
    finder.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    said = printing.other_face()
    assert (said is not None) is warned
    assert not warned or "fonts-liberation" in str(said)
