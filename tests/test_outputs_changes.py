"""Two editions compared: new documents, figures that rose or fell and by how much, verdicts that turned."""

from datetime import date
from pathlib import Path

from outputs import registry
from outputs.council.document import document
from outputs.council.facts import ReportFacts
from outputs.letters.changes import changes
from tests.movement import movement, plan, report, result
from tests.test_outputs_council import BUREAU, run


def words(facts: ReportFacts) -> str:
    return "\n".join(p.text for p in facts.opening)


def test_what_a_late_report_changed_is_told_with_its_source() -> None:
    timely = report(1, "2023-12-01", (result("D01", 40, "nhà"),))
    first = run(plan(), timely, as_of=date(2023, 12, 20))
    facts = changes(first, run(plan(), timely, report(2, "2023-12-25", (result("D01", 25, "nhà"),))), BUREAU)
    said = words(facts)
    assert "Lần trước chốt số liệu ngày 20 tháng 12 năm 2023; lần này chốt số liệu ngày 31 tháng 12 năm 2023." in said
    assert "Chi cục Kiểm lâm bổ sung báo cáo số 22/BC-DV2." in said
    assert "Chi cục Kiểm lâm: từ chưa gửi sang trễ hạn" in said
    assert "Tổng “Số nhà Đại đoàn kết xây mới” từ 40 nhà thành 65 nhà (tăng 25 nhà)." in said
    assert "Xây mới 60 nhà Đại đoàn kết: từ đang thực hiện thành đạt." in said
    totals, cells = facts.annexes[0].tables
    assert [c.text for c in totals.rows[0].cells] == ["1", "Số nhà Đại đoàn kết xây mới", "40 nhà", "65 nhà"]
    assert [c.text for c in cells.rows[0].cells][2:] == ["chưa có số liệu", "25 nhà"]
    assert document(facts)


def test_the_same_edition_twice_says_so_and_has_no_annex() -> None:
    data = run(*movement())
    facts = changes(data, data, BUREAU)
    assert "Hai lần tổng hợp không khác nhau." in words(facts)
    assert facts.annexes == ()


def test_a_document_that_took_anothers_place_is_said() -> None:
    every = movement()
    before = run(*(d for d in every if d.id != "report-02b"))
    assert "thay thế báo cáo số 22/BC-DV2" in words(changes(before, run(*every), BUREAU))


def test_it_is_written_when_an_edition_was_kept_and_told_when_none_was(tmp_path: Path) -> None:
    before, after = run(plan()), run(*movement())
    said: dict[str, str] = {}
    writer = registry.report("thay-doi")
    none = writer.write(after, BUREAU, tmp_path, ("docx",), on_skip=lambda kind, why: said.update({kind: why}))
    assert none == {} and "chưa có lần tổng hợp nào" in said["docx"]
    made = writer.write(after, BUREAU, tmp_path, ("docx",), before=before)
    assert made["docx"].name.startswith("thay-doi-")
