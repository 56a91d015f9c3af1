"""The edition that is kept beside a report, and two of them compared."""

from datetime import date

import pytest

from flows.reporting import Made, compared, keep
from pipeline.consolidate import consolidate
from pipeline.editions import Terms, freeze, read
from pipeline.reference.indicators import indicators
from tests.movement import MOVEMENT, OFFICE, UNITS, YEAR, movement, report

DAY = date(2024, 1, 15)


def frozen(*more):
    papers = (*movement(), *more)
    data = consolidate(papers, YEAR, DAY, UNITS, indicators(), movement=MOVEMENT, own=OFFICE)
    return freeze(data, Terms(MOVEMENT, YEAR, DAY, UNITS, OFFICE), papers)


def made(folder, name):
    folder.mkdir(exist_ok=True)
    return Made("Báo cáo tổng hợp", {"docx": str(folder / name)}, {}, 10, 9, 1, 0)


def test_an_edition_lies_beside_its_report(tmp_path):
    edition = frozen()
    path = keep(edition, made(tmp_path, "bao-cao.docx"))
    assert path == tmp_path / "bao-cao.manifest.json"
    assert read(path.read_text(encoding="utf-8")) == edition


def test_a_report_of_which_nothing_was_made_keeps_none():
    assert keep(frozen(), Made("Báo cáo", {}, {"docx": "lỗi"}, 10, 9, 1, 0)) is None


def test_two_kept_editions_are_compared(tmp_path):
    one = keep(frozen(), made(tmp_path / "a", "bao-cao.docx"))
    other = keep(frozen(report(10, "2024-01-10")), made(tmp_path / "b", "bao-cao.docx"))
    assert f"{UNITS[9].name} bổ sung báo cáo số 30/BC-DV10." in compared(one, other)


def test_a_file_that_is_no_edition_is_refused(tmp_path):
    path = tmp_path / "x.json"
    path.write_text("{}", encoding="utf-8")
    with pytest.raises(ValueError, match="bản chốt"):
        compared(path, path)
