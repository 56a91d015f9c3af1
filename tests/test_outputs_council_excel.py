"""The Excel files as other programs take them: every formula computed anew gives the value that was written beside it."""

import io
import re
import subprocess
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from outputs import registry
from outputs.council import pdf as printing
from outputs.council.charts import pictures
from outputs.council.compose import compose
from outputs.council.facts import ReportFacts
from outputs.council.workbook import workbook
from pipeline.model import Period
from pipeline.ports import MovementRow
from tests.movement import MOVEMENT, movement
from tests.test_outputs_council import BUREAU
from tests.test_outputs_letters import looked_over
from tests.test_pipeline_consolidate_earlier import over, sent

_FORMULA = re.compile(rb"(<f>[^<]*</f>)<v>[^<]*</v>")


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """The report, the report with earlier years, and the statistics forms."""
    folder = tmp_path_factory.mktemp("books")
    data = looked_over(*movement())
    years = [sent(y, {1: y - 2015, 2: 2 * (y - 2015), 3: 7}) for y in (2021, 2022, 2023)]
    late = over(Period.parse("2023"), *years)
    made = {
        "report": registry.report("tong-hop").write(data, BUREAU, folder, ("xlsx",))["xlsx"],
        "years": registry.report("tong-hop").write(late, BUREAU, folder / "y", ("xlsx",))["xlsx"],
        "forms": registry.report("thong-ke").write(
            data, BUREAU, folder, movements=(MOVEMENT, MovementRow("b", "Phong trào khác", None, None, 1))
        )["xlsx"],
    }
    return made


def values(path: Path) -> dict[tuple[str, str], Any]:
    book = openpyxl.load_workbook(path, data_only=True)
    return {
        (s.title, c.coordinate): c.value for s in book for line in s.iter_rows() for c in line if c.value is not None
    }


def formulas(path: Path) -> dict[tuple[str, str], Any]:
    book = openpyxl.load_workbook(path)
    cells = ((s.title, c) for s in book for line in s.iter_rows() for c in line)
    return {(s, c.coordinate): c.value for s, c in cells if isinstance(c.value, str) and c.value.startswith("=")}


@pytest.mark.parametrize(("name", "least"), [("report", 20), ("years", 3), ("forms", 100)])
@pytest.mark.skipif(printing.program() is None, reason="LibreOffice is not installed")
def test_formulas_computed_anew_give_the_written_values(
    books: Mapping[str, Path], tmp_path: Path, name: str, least: int
) -> None:
    """The values beside the formulas are taken out first, so that LibreOffice cannot take them over."""
    bare = tmp_path / "bare.xlsx"
    with zipfile.ZipFile(books[name]) as old, zipfile.ZipFile(bare, "w") as new:
        for entry in old.namelist():
            new.writestr(entry, _FORMULA.sub(rb"\1", old.read(entry)))
    program = printing.program()
    command = [str(program), f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to", "xlsx",
               "--outdir", str(tmp_path / "again"), str(bare)]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    written, computed = values(books[name]), values(tmp_path / "again" / "bare.xlsx")
    wanted = formulas(books[name])
    assert len(wanted) >= least
    for place in wanted:
        assert computed.get(place) == pytest.approx(written[place]), (place, wanted[place])


@pytest.mark.parametrize("name", ["report", "years", "forms"])
def test_another_reader_finds_the_same_cells(books: Mapping[str, Path], name: str) -> None:
    book = CalamineWorkbook.from_path(str(books[name]))
    other = openpyxl.load_workbook(books[name], data_only=True)
    assert book.sheet_names == other.sheetnames
    for sheet in other:
        told = [str(c) for line in book.get_sheet_by_name(sheet.title).to_python() for c in line if c != ""]
        mine = [c.value for line in sheet.iter_rows() for c in line if c.value not in (None, "")]
        assert len(told) == len(mine), sheet.title


@pytest.fixture(scope="module")
def later() -> ReportFacts:
    years = [sent(y, {1: y - 2015, 2: 2 * (y - 2015), 3: 7}) for y in (2021, 2022, 2023)]
    data = over(Period.parse("2023"), *years)
    return compose(data, BUREAU, pictures(data))


def test_the_workbook_draws_the_charts_of_the_report_from_the_same_figures(later: ReportFacts) -> None:
    drawn = [b.picture for s in later.sections for b in s.blocks if b.picture is not None]
    assert [p.id for p in drawn] == ["don-vi", "thoi-gian"]
    with zipfile.ZipFile(io.BytesIO(workbook(later))) as archive:
        charts = [archive.read(n).decode() for n in sorted(archive.namelist()) if n.startswith("xl/charts/chart")]
    assert len(charts) == len(drawn)
    for picture, chart in zip(drawn, charts, strict=True):
        assert picture.title in chart
        # The figures that the chart remembers are those of the picture.
        assert chart.count("<c:pt ") == 0 or f'<c:ptCount val="{len(picture.bars)}"/>' in chart
    cells = values_of(workbook(later))
    for picture in drawn:
        for bar in picture.bars:
            assert (bar.label, None if bar.value is None else float(bar.value), bar.text) in cells


def values_of(data: bytes) -> set[tuple[Any, Any, Any]]:
    """The first three cells of each line of the sheet of charts."""
    sheet = openpyxl.load_workbook(io.BytesIO(data), data_only=True)["Biểu đồ"]
    return {tuple(c.value for c in line[:3]) for line in sheet.iter_rows()}  # type: ignore[misc]


def test_rise_and_fall_stand_in_the_workbook(later: ReportFacts) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(later)), data_only=True)["Tổng hợp"]
    header = next(line for line in book.iter_rows(values_only=True) if line[0] == "TT")
    assert header[3:6] == ("Kết quả", "Năm 2022", "Tăng (+), giảm (-)")
    row = next(line for line in book.iter_rows(values_only=True) if line[1] == "Số nhà Đại đoàn kết xây mới")
    assert row[3:6] == (31, 28, 3)
