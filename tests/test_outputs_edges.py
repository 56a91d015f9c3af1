"""Every document for data at its edges (nothing, one unit, no figure, names of 200 letters): a sensible paper or one sentence."""

import shutil
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import docx
import openpyxl
import pytest

from outputs import registry
from outputs.council import pdf as printing
from outputs.council.facts import Office
from outputs.council.profiles import TEMPLATES
from parsers.registry import toolkit
from pipeline.checks.council import Matter, judged
from pipeline.consolidate import Consolidation, consolidate
from pipeline.model import Severity
from pipeline.obligations import ExpectedUnit
from pipeline.ports import MovementRow, StoredDispatch
from pipeline.process import process
from pipeline.reference import agencies
from pipeline.reference.indicators import indicators
from tests.movement import MOVEMENT, OFFICE, UNITS, YEAR, award, dispatch, field, movement, plan, report, result
from tests.test_outputs_council import BUREAU
from tests.word_order import wrong

#: 200 letters, as a merged body may be called.
LONG = (
    "Chi cục Quản lý chất lượng nông lâm sản và thủy sản liên huyện miền núi phía Tây Bắc và vùng đồng bằng ven sông, "
)
LONG = (LONG + "Trạm Quản lý khai thác công trình thủy lợi liên huyện miền núi phía Đông Nam tỉnh Hạ Đông Giang")[:200]
PERSON = "Nguyễn Hoàng Thị Minh Phương Thử " * 7
FORM = "Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh"


def gathered(
    units: Sequence[ExpectedUnit], dispatches: Sequence[StoredDispatch], which: MovementRow = MOVEMENT
) -> Consolidation:
    data = consolidate(dispatches, YEAR, date(2023, 12, 31), units, indicators(), movement=which, own=OFFICE)
    return judged(Matter(data, dispatches))


def long_names() -> Consolidation:
    people = tuple(award(PERSON[:200], "cá nhân", FORM, "BKT", LONG, f"Phó {LONG}"[:200]) for _ in range(2))
    figures = (result("D01", 3, "nhà"), result("C04", 90, "triệu đồng"))
    sent = dispatch(
        "r",
        "BC",
        "1/BC-DV",
        "2023-12-21",
        "don-vi-1",
        LONG,
        results=figures,
        awards=people,
        subject=field(f"Về {LONG}"),
    )
    which = MovementRow("m", ("Chung sức dựng xây " * 20)[:200].strip(), None, None, 1)
    return gathered((ExpectedUnit("don-vi-1", LONG),), (plan(), sent), which)


ONE = UNITS[:1]
EDGES: Mapping[str, Consolidation] = {
    "nothing at all": gathered((), ()),
    "units and nothing sent": gathered(UNITS, ()),
    "a plan alone": gathered(UNITS, (plan(),)),
    "a single unit": gathered(ONE, (plan(), report(1, "2023-12-01", (result("D01", 3, "nhà"),)))),
    "a unit without a figure": gathered(ONE, (plan(), report(1, "2023-12-01"))),
    "names of 200 letters": long_names(),
}
LONG_OFFICE = replace(BUREAU, name=LONG.upper(), spoken=LONG, addressee=f"Hội đồng {LONG}")


def office(edge: str) -> Office:
    return LONG_OFFICE if edge == "names of 200 letters" else BUREAU


class Shut(HTMLParser):
    """Which tags stay open."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("meta", "img", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("edge", EDGES)
@pytest.mark.parametrize("name", [r.name for r in registry.reports()])
def test_every_document_is_whole_or_says_why_there_is_none(tmp_path: Path, edge: str, name: str) -> None:
    said: list[tuple[str, str]] = []
    data = EDGES[edge]
    formats = [f for f in registry.FORMATS if f != "pdf"]
    made = registry.report(name).write(
        data, office(edge), tmp_path, formats, before=data, movements=(MOVEMENT,), on_skip=lambda *why: said.append(why)
    )
    assert made or said
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted({p.name for p in made.values()}), "no draft is left"
    for path in made.values():
        assert len(path.name.encode()) < 200
        if path.suffix == ".docx":
            assert wrong(path) == []
            text = "\n".join(p.text for p in docx.Document(str(path)).paragraphs)
            assert "./." in text and "{{" not in text and "None" not in text
        elif path.suffix == ".xlsx":
            assert openpyxl.load_workbook(path).sheetnames
        elif path.suffix == ".html":
            page = Shut()
            page.feed(path.read_text(encoding="utf-8"))
            assert page.open == []


@pytest.mark.parametrize("edge", EDGES)
@pytest.mark.parametrize("name", ["tong-hop", "bo-nganh", "lanh-dao", "don-doc", "to-trinh", "thieu-ho-so", "thay-doi"])
def test_the_checks_of_incoming_dispatches_find_no_error(tmp_path: Path, edge: str, name: str) -> None:
    """What leaves the house is laid out after NĐ 30/2020 whatever the data; its head is read back as it was put in."""
    data = EDGES[edge]
    made = registry.report(name).write(data, office(edge), tmp_path, ("docx",), before=data)
    for path in made.values():
        outcome = process(path, toolkit(agencies.load()))
        assert outcome.failure is None and outcome.dispatch is not None
        assert [f for f in outcome.findings if f.severity is Severity.ERROR] == []
        read = outcome.dispatch
        assert read.place is not None and read.place.value == BUREAU.place
        assert read.issuer is not None and read.issuer.value.text == office(edge).name
        assert read.signer_position is not None and read.signer_position.value == "GIÁM ĐỐC"
        assert read.archive is not None and read.archive.value == BUREAU.archive


def test_the_changes_are_read_back_too(tmp_path: Path) -> None:
    before, after = (gathered(UNITS, movement()[:n]) for n in (-3, None))
    made = registry.report("thay-doi").write(after, BUREAU, tmp_path, ("docx",), before=before)
    read = process(made["docx"], toolkit(agencies.load())).dispatch
    assert read is not None and read.subject is not None and read.symbol is not None and read.doc_type is not None
    assert (read.symbol.value, read.doc_type.value) == ("/BC-SNN", "BC")
    assert read.subject.value.startswith("Thay đổi giữa hai lần tổng hợp kết quả Phong trào thi đua")
    assert [a.value.text for a in read.addressees] == [f"{BUREAU.addressee} (qua {BUREAU.through})"]


@pytest.mark.skipif(printing.program() is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("edge", ["nothing at all", "a single unit", "names of 200 letters"])
def test_the_leaders_report_is_one_page_or_says_that_it_is_not(tmp_path: Path, edge: str) -> None:
    said: dict[str, str] = {}
    made = registry.report("lanh-dao").write(
        EDGES[edge], office(edge), tmp_path, ("pdf",), on_skip=lambda kind, why: said.update({kind: why})
    )
    count = printing.pages(made["pdf"].read_bytes())
    assert count == 1 or f"in ra {count} trang" in said["độ dài"]
    assert count == 1 or edge == "names of 200 letters"


def test_the_leaders_report_of_a_whole_province_stays_short(tmp_path: Path) -> None:
    """Fifty late units with long names: three are named, and each name is cut."""
    units = tuple(ExpectedUnit(f"u{n}", f"{n} {LONG}"[:200]) for n in range(50))
    made = registry.report("lanh-dao").write(gathered(units, (plan(),)), BUREAU, tmp_path, ("docx",))
    lines = [p.text for p in docx.Document(str(made["docx"])).paragraphs if p.text]
    assert sum(len(line) // 90 + 1 for line in lines) < 40


def test_a_wrong_template_leaves_nothing_behind_and_names_the_tag(tmp_path: Path) -> None:
    own = tmp_path / "templates"
    own.mkdir()
    document = docx.Document(str(TEMPLATES / "letter.docx"))
    document.add_paragraph("{{ kinh_gui }}")
    document.save(str(own / "letter.docx"))
    with pytest.raises(registry.ReportError, match="kinh_gui"):
        registry.report("don-doc").write(EDGES["a plan alone"], BUREAU, tmp_path / "out", templates=own)
    assert not (tmp_path / "out").exists()


def test_without_libreoffice_letters_come_as_word_files_and_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing, "program", lambda: None)
    said: list[tuple[str, str]] = []
    made = registry.report("don-doc").write(
        gathered(UNITS, movement()), BUREAU, tmp_path, on_skip=lambda *why: said.append(why)
    )
    assert made and all(kind.startswith("docx") for kind in made)
    assert [kind for kind, _ in said] == ["pdf"] and "LibreOffice" in said[0][1]


@pytest.mark.skipif(shutil.which("fc-match") is None, reason="fontconfig is not installed")
@pytest.mark.skipif(printing.program() is None, reason="LibreOffice is not installed")
def test_without_the_right_face_the_pdf_is_made_and_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "_FACES", ("No such face",))
    said: list[tuple[str, str]] = []
    made = registry.report("lanh-dao").write(
        EDGES["a single unit"], BUREAU, tmp_path, ("pdf",), on_skip=lambda *why: said.append(why)
    )
    assert made["pdf"].read_bytes().startswith(b"%PDF")
    assert [kind for kind, _ in said] == ["phông chữ"] and "fonts-liberation" in said[0][1]


@pytest.mark.parametrize("edge", EDGES)
def test_the_same_edge_gives_the_same_bytes(tmp_path: Path, edge: str) -> None:
    def files(folder: Path) -> dict[str, bytes]:
        made = registry.report().write(EDGES[edge], office(edge), folder, ("docx", "xlsx", "html"))
        return {kind: path.read_bytes() for kind, path in made.items()}

    first = files(tmp_path / "a")
    assert first == files(tmp_path / "b")
    with zipfile.ZipFile(tmp_path / "a" / next(p.name for p in (tmp_path / "a").glob("*.docx"))) as archive:
        assert archive.testzip() is None
