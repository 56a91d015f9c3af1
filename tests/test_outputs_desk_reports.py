"""Reports at the desk: asked for, taken away, compared; the office's own Word templates."""

import re
from datetime import UTC, datetime

from outputs.desk.commands import Edition
from pipeline.editions import Change as Difference
from tests.counter import Browser
from tests.desk_papers import keep


def test_a_report_is_asked_for_and_taken_away(store, asked, tmp_path):
    keep(store, "a")
    named = store.movements()[0].id
    browser = Browser(store, asked, "chuyen_vien")
    assert browser.post("/bao-cao", {"movement": named, "ky": "2023"}).status_code == 303
    request, who = asked.reports[0]
    assert (request.movement, str(request.period.end), who) == (named, "2023-12-31", "chuyen_vien")
    assert browser.post("/bao-cao", {"movement": "khong-co", "ky": "2023"}).status_code == 400
    path = tmp_path / "bao-cao.docx"
    path.write_bytes(b"docx")
    asked.files["0" * 32, path.name] = path
    asked.editions.append(
        Edition("0" * 32, named, "2023", "2024-03-31", "hoa", datetime(2026, 3, 2, tzinfo=UTC), "done", (path.name,))
    )
    assert f"/bao-cao/{'0' * 32}/bao-cao.docx" in browser.get("/bao-cao").text
    assert browser.get(f"/bao-cao/{'0' * 32}/bao-cao.docx").content == b"docx"
    assert store.desk.trail(1)[0]["what"] == "report.downloaded"


def test_two_editions_of_one_period_are_compared(store, asked):
    keep(store, "a")
    for n, period in enumerate(("2023", "2023", "2022")):
        made = datetime(2026, 3, 2, n, tzinfo=UTC)
        asked.editions.insert(
            0, Edition(str(n) * 32, "m", period, "2024-03-31", "hoa", made, "done", ("b.manifest.json",))
        )
    asked.changes = [
        Difference("document", "d1", "Đơn vị Một", "", "5/BC", "Đơn vị Một bổ sung báo cáo số 5/BC."),
        Difference("cell", "d1", "Đơn vị Một: nhà <b>", "", "12 nhà", "…"),
    ]
    browser = Browser(store, asked, "lanh_dao")
    assert re.findall(r"/bao-cao/(\d+)/so-voi/(\d+)", browser.get("/bao-cao").text) == [("1" * 32, "0" * 32)]
    page = browser.get(f"/bao-cao/{'1' * 32}/so-voi/{'0' * 32}").text
    assert "bổ sung báo cáo số 5/BC" in page and "nhà &lt;b&gt;" in page and "12 nhà" in page
    asked.changes = []
    assert "không khác nhau" in browser.get(f"/bao-cao/{'1' * 32}/so-voi/{'0' * 32}").text


def test_a_paper_is_put_in_force_and_given_up(store, asked):
    browser = Browser(store, asked, "quan_tri")
    assert "consolidated.docx" in browser.get("/mau").text
    assert browser.post("/mau/consolidated.docx").status_code == 400
    sent = browser.post("/mau/consolidated.docx", files={"file": ("của tôi.docx", b"docx")})
    assert sent.status_code == 303 and asked.papers == {"consolidated.docx": b"docx"}
    assert browser.post("/mau/consolidated.docx/bo").status_code == 303
    assert [line["what"] for line in store.desk.trail(2)] == ["paper.dropped", "paper.changed"]
