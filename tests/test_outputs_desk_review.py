"""At the desk: lists, one document settled, tables edited, words kept, two people at once, periods closed."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from outputs.desk import forms
from outputs.desk.commands import Edition
from outputs.store import Asked as Wanted
from outputs.store import Change, Refused, open_store
from pipeline.consolidate import consolidate
from pipeline.corrections import Correction, apply, corrected
from pipeline.editions import Change as Difference
from pipeline.model import Finding, Result, Severity, Status
from pipeline.reference.indicators import indicators
from tests import movement
from tests.counter import Asked, Browser, hire
from tests.papers import MORNING, dispatch, failure, field, outcome


@pytest.fixture
def store(store_url):
    with open_store(store_url) as store:
        hire(store)
        yield store


@pytest.fixture
def asked():
    return Asked()


def keep(store, bytes_="một", content=None, **rest):
    saved = store.save(outcome(bytes_, content, **rest), run_id="x", received_at=MORNING, archived_as=f"aa/{bytes_}")
    return saved.dispatch_id


def doubtful(**parts):
    """A document whose signer is in doubt between two names."""
    read = dispatch(signer_name=field("Đặng Thị Thử", confidence=0.5), **parts)
    rival = Finding(
        "RIVAL_VALUES", Severity.WARNING, "Có nhiều giá trị gần như ngang nhau, cần chọn: «Đặng Thị Thử»; «Đặng Thị Thư».",
        field="signer_name", evidence=read.signer_name.evidence,
    )  # fmt: skip
    return replace(outcome(content=read), status=Status.NEEDS_REVIEW, findings=(rival,))


def seen(page, key):
    card = re.search(rf'id="truong-{re.escape(key)}".*?name="seen" value="(\w+)"', page, re.DOTALL)
    return card[1]


def word(browser, paper, key, **values):
    """What the page's script sends for a field or a row."""
    page = browser.get(f"/van-ban/{paper}").text
    name, _, ordinal = key.partition(":")
    values = {"field": name, "key": key, "ordinal": ordinal, "seen": seen(page, key), "do": "save"} | values
    return browser.post(f"/van-ban/{paper}/gia-tri", values, headers={"accept": "application/json"})


# Lists


def test_states_of_the_list(store):
    keep(store, "xem", dispatch("1/BC-A"), review=True)
    keep(store, "sach", dispatch("2/BC-A"))
    keep(store, "cu", dispatch("3/BC-A"))
    keep(store, "moi", dispatch("3/BC-A"))
    store.save(failure("hong"), run_id="x", received_at=MORNING, archived_as=None)
    assert store.desk.counts(Wanted()) == {
        "waiting": 0, "review": 1, "done": 2, "returned": 0, "superseded": 1, "failed": 1,
    }  # fmt: skip
    assert [e.symbol for e in store.desk.entries(Wanted("review"), 10)] == ["1/BC-A"]
    assert [e.failure_message is not None for e in store.desk.entries(Wanted("failed"), 10)] == [True]


def test_search_needs_no_tone_marks_and_filters_add_up(store, asked):
    keep(store, "a", dispatch("1/BC-A", subject=field("Phong trào xóa nhà tạm")))
    keep(store, "b", dispatch("2/KH-B", subject=field("Phong trào đọc sách"), doc_type=field("BC")))
    found = store.desk.entries(Wanted(words="XOA nha tạm"), 10)
    assert [e.symbol for e in found] == ["1/BC-A"]
    assert [e.symbol for e in store.desk.entries(Wanted(words="phong trao", doc_type="BC"), 10)] == ["2/KH-B"]
    page = Browser(store, asked, "van_thu").get("/den?trang-thai=tat-ca&tim=doc%20sach").text
    assert "2/KH-B" in page and "1/BC-A" not in page


def test_search_finds_what_people_put_in_and_what_was_read(store):
    paper = keep(store, "a", dispatch("1/BC-A", subject=field("Về viẹc xoá nhả tạm")))
    change = Change("subject", "Về viẹc xoá nhả tạm", "Về việc xóa nhà tạm")
    for _ in range(2):
        store.desk.correct(paper, [change, Change("symbol", "1/BC-A", "17/BC-A")], who="hoa")
    for words in ("xoa nha tam", "17/bc-a", "1/BC-A", "viec"):
        assert [e.id for e in store.desk.entries(Wanted(words=words), 10)] == [paper], words
    assert store.desk.entries(Wanted(words="xoa nha cua"), 10) == []


def test_a_corrected_word_is_found_after_the_file_is_read_again(store):
    paper = keep(store, "a", dispatch("1/BC-A", subject=field("Về viẹc xoá nhả tạm")))
    store.desk.correct(paper, [Change("subject", "Về viẹc xoá nhả tạm", "Về việc xóa nhà tạm")], who="hoa")
    again = outcome("a", dispatch("1/BC-A", subject=field("Về việc xoá nhả tạm")))
    store.save(again, run_id="y", received_at=MORNING, archived_as=None, reread=True)
    for words, why in (("xoa nha tam", "a person's word"), ("1/BC-A", "what was read")):
        assert [e.id for e in store.desk.entries(Wanted(words=words), 10)] == [paper], why


def test_what_weighs_most_comes_first(store):
    figures = tuple(field(Result(f"Nội dung {n}", Decimal(n), "nhà")) for n in range(9))
    keep(store, "it", dispatch("1/BC-A", results=()), review=True)
    keep(store, "nhieu", dispatch("2/BC-A", results=figures), review=True)
    keep(store, "ngo", dispatch("3/BC-A", results=figures, place=field("x", confidence=0.2)), review=True)
    assert [e.symbol for e in store.desk.entries(Wanted("review"), 10)] == ["3/BC-A", "2/BC-A", "1/BC-A"]


def test_a_long_list_comes_in_pages(store, asked):
    for n in range(53):
        keep(store, str(n), dispatch(f"{n}/BC-A"), review=True)
    browser = Browser(store, asked, "van_thu")
    first, second = browser.get("/den").text, browser.get("/den?trang=2").text
    assert first.count('href="/van-ban/') == 50 and second.count('href="/van-ban/') == 3
    assert browser.get("/den?trang=abc").status_code == browser.get("/den?nam=²").status_code == 200


def test_many_are_settled_with_one_reason_or_none_is(store, asked):
    papers = [keep(store, str(n), dispatch(f"{n}/BC-A"), review=True) for n in range(3)]
    browser = Browser(store, asked, "chuyen_vien")
    assert browser.post("/den/duyet", {"id": papers, "reason": ""}).status_code == 400
    assert browser.post("/den/duyet", {"id": [papers[0], "khong-co"], "reason": "đã xem kỹ"}).status_code == 404
    assert len(store.queue()) == 3
    assert browser.post("/den/duyet", {"id": papers, "reason": "đã xem kỹ"}).status_code == 303
    assert store.queue() == [] and {f["decided_by"] for f in store.findings(state="accepted")} == {"chuyen_vien"}


# One document


def test_a_doubtful_field_shows_its_reason_and_candidates_and_is_settled_by_one_word(store, asked):
    paper = store.save(doubtful(), run_id="x", received_at=MORNING, archived_as="aa/a").dispatch_id
    browser = Browser(store, asked, "van_thu")
    page = browser.get(f"/van-ban/{paper}").text
    card = re.search(r'<form class="field doubt"[^>]*id="truong-signer_name".*?</form>', page, re.DOTALL)[0]
    assert 'name="candidate" value="Đặng Thị Thư"' in card and "cần chọn" in card
    said = word(browser, paper, "signer_name", candidate="Đặng Thị Thư").json()
    assert (said["state"], said["text"], said["open"]) == ("settled", "Đặng Thị Thư", 0)
    row = store.corrections(paper)[0]
    assert (row["old"], row["new"], row["who"]) == ("Đặng Thị Thử", "Đặng Thị Thư", "van_thu")
    assert store.dispatch(paper).dispatch.signer_name.value == "Đặng Thị Thử", "the reading stays as it was"
    assert browser.post(f"/van-ban/{paper}/duyet").status_code == 303
    assert store.queue() == []


def test_a_confirmation_keeps_the_value_and_ends_the_doubt(store, asked):
    paper = store.save(doubtful(), run_id="x", received_at=MORNING, archived_as="aa/a").dispatch_id
    said = word(Browser(store, asked, "van_thu"), paper, "signer_name", do="confirm").json()
    assert (said["state"], said["text"]) == ("settled", "Đặng Thị Thử")


def test_a_correction_shows_in_the_list_and_survives_a_new_reading(store, asked):
    paper = keep(store, "a", dispatch("45/KH-SNV"), review=True)
    browser = Browser(store, asked, "van_thu")
    word(browser, paper, "symbol", value="46/KH-SNV")
    assert "46/KH-SNV" in browser.get("/den?trang-thai=tat-ca").text
    assert [h.symbol for h in store.heads()] == ["46/KH-SNV"]
    again = outcome("a", dispatch("48/KH-SNV"))
    store.save(again, run_id="y", received_at=MORNING, archived_as="aa/a", reread=True)
    stored = next(iter(corrected(store.dispatches(), store.corrections())))
    assert (stored.dispatch.symbol.value, stored.dispatch.number.value, stored.dispatch.notation.value) == (
        "46/KH-SNV", "46", "KH-SNV",
    )  # fmt: skip
    assert "đọc khác" in browser.get(f"/van-ban/{paper}").text
    store.save(outcome("a", dispatch("46/KH-SNV")), run_id="z", received_at=MORNING, archived_as="aa/a", reread=True)
    assert "đã đọc đúng" in browser.get(f"/van-ban/{paper}").text


def test_the_second_of_two_people_is_told(store, asked):
    paper = keep(store, "a", dispatch("45/KH-SNV"), review=True)
    one, two = Browser(store, asked, "van_thu"), Browser(store, asked, "chuyen_vien")
    mark = seen(two.get(f"/van-ban/{paper}").text, "symbol")
    assert word(one, paper, "symbol", value="46/KH-SNV").status_code == 200
    late = word(two, paper, "symbol", value="47/KH-SNV", seen=mark)
    assert late.status_code == 409 and "người khác" in late.json()["error"]
    assert len([c for c in store.corrections(paper) if c["field"] == "symbol"]) == 1


@pytest.mark.parametrize(
    ("key", "values"),
    [("issued_on", {"value": "hôm qua"}), ("issued_on", {"value": "31/02/2023"}), ("subject", {"value": "x" * 2001}),
     ("symbol", {"value": "45\x00/KH"}), ("results:0", {"c-value": "=cmd|' /C calc'!A0"}), ("results:0", {"c-label": ""}),
     ("results:0", {"c-value": "1.5"}), ("results:0", {"c-period_start": "2024", "c-label": "x"}),
     ("results:0", {"c-period_start": "01/02/2023", "c-period_end": "01/01/2023", "c-label": "x"}),
     ("awards:0", {"c-status": "vua"}), ("awards:0", {"c-year": "23"}), ("results:99", {"seen": "x"})],
)  # fmt: skip
def test_what_is_no_value_is_refused_and_nothing_is_kept(store, asked, key, values):
    paper = keep(store, "a", review=True)
    browser = Browser(store, asked, "van_thu")
    given = {"seen": "x"} if key == "results:99" else {}
    page = browser.get(f"/van-ban/{paper}").text
    name, _, ordinal = key.partition(":")
    form = {"field": name, "key": key, "ordinal": ordinal, "seen": given.get("seen") or seen(page, key)} | values
    answer = browser.post(f"/van-ban/{paper}/gia-tri", form, headers={"accept": "application/json"})
    assert answer.status_code in (400, 409) and answer.json()["error"]
    assert store.corrections(paper) == []


def test_rows_are_changed_added_and_struck_out(store, asked):
    paper = keep(store, "a", review=True)
    browser = Browser(store, asked, "chuyen_vien")
    assert (
        word(browser, paper, "results:0", **{"c-value": "5.000,5", "c-unit": "triệu đồng"}).json()["state"] == "settled"
    )
    assert word(browser, paper, "results:1", do="remove").json()["reload"]
    new = {"field": "awards", "c-award": "Giấy khen", "c-name": "Tổ Một", "c-status": "granted", "c-year": "2023"}
    assert browser.post(f"/van-ban/{paper}/gia-tri", new).status_code == 303
    words = [Correction.of(row) for row in store.corrections(paper)]
    out = apply(store.dispatch(paper).dispatch, words)
    assert (out.results[0].value.value, out.results[0].value.value_vnd) == (Decimal("5000.5"), 5_000_500_000)
    assert len(out.results) == 3 and out.awards[-1].value.name == "Tổ Một"
    page = browser.get(f"/van-ban/{paper}").text
    assert "5.000,5" in page and "Tổ Một" in page and "Lịch sử sửa (3)" in page
    assert word(browser, paper, "awards:1", **{"c-name": "Tổ Hai"}).status_code == 200
    out = apply(store.dispatch(paper).dispatch, [Correction.of(row) for row in store.corrections(paper)])
    assert [a.value.name for a in out.awards] == ["Phòng Tổng hợp", "Tổ Hai"]


def test_a_corrected_issuer_is_named_from_the_registry(store, asked):
    paper = keep(store, "a", review=True)
    word(Browser(store, asked, "van_thu"), paper, "issuer", value="SỞ THỬ")
    issuer = next(iter(corrected(store.dispatches(), store.corrections()))).dispatch.issuer.value
    assert (issuer.text, issuer.agency, issuer.name) == ("SỞ THỬ", "so-thu", "Sở Thử")


def test_open_findings_hold_a_document_until_somebody_may_accept_them(store, asked):
    paper = keep(store, "a", review=True)
    clerk, officer = Browser(store, asked, "van_thu"), Browser(store, asked, "chuyen_vien")
    assert clerk.post(f"/van-ban/{paper}/duyet").status_code == 409
    assert clerk.post(f"/van-ban/{paper}/duyet", {"reason": "tự nhận"}).status_code == 403
    finding = store.findings(paper)[0]["id"]
    assert officer.post(f"/van-ban/{paper}/canh-bao", {"finding": finding, "reason": "x"}).status_code == 400
    assert (
        officer.post(f"/van-ban/{paper}/canh-bao", {"finding": finding, "reason": "đã hỏi đơn vị"}).status_code == 303
    )
    assert clerk.post(f"/van-ban/{paper}/duyet").status_code == 303
    assert store.desk.review(paper).who == "van_thu"


def test_a_finding_of_another_document_is_not_accepted_here(store, asked):
    one, other = keep(store, "a", dispatch("1/A"), review=True), keep(store, "b", dispatch("2/A"), review=True)
    foreign = store.findings(other)[0]["id"]
    browser = Browser(store, asked, "chuyen_vien")
    assert browser.post(f"/van-ban/{one}/canh-bao", {"finding": foreign, "reason": "đã xem"}).status_code == 404


def test_settling_leads_to_the_next_document(store, asked):
    papers = [keep(store, str(n), dispatch(f"{n}/BC-A"), review=True) for n in range(2)]
    answer = Browser(store, asked, "chuyen_vien").post(f"/van-ban/{papers[0]}/duyet", {"reason": "đã xem kỹ"})
    assert answer.headers["location"].startswith(f"/van-ban/{papers[1]}")


def test_a_document_is_returned_and_opened_again(store, asked):
    paper = keep(store, "a", review=True)
    browser = Browser(store, asked, "chuyen_vien")
    assert browser.post(f"/van-ban/{paper}/tra-lai", {"reason": ""}).status_code == 400
    assert browser.post(f"/van-ban/{paper}/tra-lai", {"reason": "Thiếu phụ lục số liệu"}).status_code == 303
    assert store.desk.counts(Wanted())["returned"] == 1 and store.queue() == []
    assert browser.post(f"/van-ban/{paper}/mo-lai").status_code == 303
    assert len(store.queue()) == 1


def test_a_new_reading_with_new_findings_opens_a_settled_document_again(store):
    paper = keep(store, "a", review=True)
    store.desk.confirm(paper, who="hoa", accept="đã xem kỹ")
    same = outcome("a", dispatch(place=field("Nơi khác")), review=True)
    store.save(same, run_id="y", received_at=MORNING, archived_as=None, reread=True)
    assert store.desk.review(paper) is not None, "the same finding was accepted before"
    other = replace(same, findings=(*same.findings, Finding("KHAC", Severity.WARNING, "Điều mới.")))
    store.save(other, run_id="z", received_at=MORNING, archived_as=None, reread=True)
    assert store.desk.review(paper) is None and len(store.queue()) == 1


def test_versions_stand_side_by_side_and_one_is_put_in_force(store, asked):
    old = keep(store, "cu", dispatch(subject=field("Phong trào thi đua A năm 2023")))
    new = keep(store, "moi", dispatch(subject=field("Phong trào thi đua A năm 2024")))
    browser = Browser(store, asked, "chuyen_vien")
    page = browser.get(f"/van-ban/{new}/so-sanh/{old}").text
    assert 'class="was">Phong trào thi đua A năm 2024' in page
    assert browser.get(f"/van-ban/{new}/so-sanh/khong-co").status_code == 404
    assert browser.post(f"/van-ban/{old}/hieu-luc").status_code == 303
    assert [h.id for h in store.heads(in_force=True)] == [old]


def test_a_word_is_kept_whole_or_not_at_all(store, monkeypatch):
    """Whatever breaks in the middle of an edit leaves nothing of it."""
    from outputs.store import desk

    paper = store.save(doubtful(), run_id="x", received_at=MORNING, archived_as=None).dispatch_id
    before = store.desk.version()

    def broken(*rest):
        raise RuntimeError("điện mất")

    monkeypatch.setattr(desk, "_accept", broken)
    with pytest.raises(RuntimeError):
        store.desk.correct(paper, [Change("symbol", "a", "b"), Change("signer_name", "c", "d")], who="hoa")
    assert store.corrections() == [] and store.desk.version() == before and store.verify().whole


# Periods


def test_a_period_is_closed_by_two_people_and_then_holds(store, asked):
    paper = keep(store, "a", review=True)
    named = store.movements()[0].id
    officer, head = Browser(store, asked, "chuyen_vien"), Browser(store, asked, "lanh_dao")
    assert officer.post(f"/phong-trao/{named}/trinh", {"ky": "2023"}).status_code == 303
    assert officer.post(f"/phong-trao/{named}/trinh", {"ky": "2023"}).status_code == 409
    closing = store.desk.closings()[0].id
    assert officer.post(f"/ky/{closing}", {"state": "locked"}).status_code == 403
    assert head.post(f"/ky/{closing}", {"state": "locked"}).status_code == 303
    assert word(officer, paper, "symbol", value="1/X").status_code == 409
    assert officer.post(f"/van-ban/{paper}/duyet", {"reason": "đã xem kỹ"}).status_code == 409
    assert "chỉ xem" in officer.get(f"/van-ban/{paper}").text
    assert head.post(f"/ky/{closing}", {"state": "reopened"}).status_code == 400
    assert head.post(f"/ky/{closing}", {"state": "reopened", "reason": "sửa số liệu"}).status_code == 303
    assert word(officer, paper, "symbol", value="1/X").status_code == 200


def test_whoever_proposed_cannot_lock(store):
    one = store.desk.propose("m", date(2023, 1, 1), date(2023, 12, 31), who="hoa")
    with pytest.raises(Refused, match="người thứ hai"):
        store.desk.decide(one, "locked", who="hoa")


# Movements and reports


@pytest.fixture
def figures():
    return consolidate(
        list(movement.movement()), movement.YEAR, date(2024, 3, 31), movement.UNITS, indicators(),
        movement=movement.MOVEMENT, own=movement.OFFICE,
    )  # fmt: skip


def test_every_number_of_the_matrix_opens_its_sources(store, asked, figures):
    keep(store, "a")
    named = store.movements()[0].id
    browser = Browser(store, asked, "chuyen_vien")
    assert "Đang tổng hợp" in browser.get(f"/phong-trao/{named}").text
    asked.figures = figures
    page = browser.get(f"/phong-trao/{named}?ky=2023").text
    cells = re.findall(r'href="(/phong-trao/[^"]+/o/[^"]+)"', page)
    assert len(cells) == sum(bool(c.sources) for c in figures.cells) > 20
    for cell in cells[:30]:
        source = browser.get(cell.replace("&amp;", "&"))
        assert source.status_code == 200 and "/van-ban/" in source.text
    assert browser.get(f"/phong-trao/{named}?ky=hom-qua").status_code == 400
    assert browser.get("/phong-trao/khong-co").status_code == 404


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


def test_letters_to_late_units_are_asked_for_from_the_matrix(store, asked, figures):
    keep(store, "a")
    named = store.movements()[0].id
    asked.figures = figures
    browser = Browser(store, asked, "chuyen_vien")
    form = re.search(r'action="/bao-cao".*?</form>', browser.get(f"/phong-trao/{named}?ky=2023").text, re.DOTALL)[0]
    assert "Lập công văn đôn đốc" in form
    values = dict(re.findall(r'name="(movement|loai|ky|ngay)" value="([^"]*)"', form))
    assert browser.post("/bao-cao", values).status_code == 303
    request, _ = asked.reports[0]
    assert (request.kind, str(request.period.start)) == ("don-doc", "2023-01-01")
    assert browser.post("/bao-cao", values | {"loai": "khong-co"}).status_code == 400


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


# What people type


@pytest.mark.parametrize(
    ("typed", "value"),
    [("1.234,5", "1234.5"), ("1234,50", "1234.50"), ("0", "0"), ("-3", "-3"), ("1/3", "1/3"), ("12.345.678", "12345678"),
     ("", None), (" 7 ", "7")],
)  # fmt: skip
def test_figures_in_vietnamese_notation(typed, value):
    assert forms.figure(typed) == value


@pytest.mark.parametrize("typed", ["1.5", "1,234.5", "=1+1", "1e9", "١٢", "nan", "--1", "9" * 31, "1/0"])
def test_figures_that_are_none_or_could_be_two_are_refused(typed):
    with pytest.raises(forms.BadForm):
        forms.figure(typed)


@pytest.mark.parametrize(
    ("typed", "value"),
    [("28/9/2022", "2022-09-28"), ("28-09-2022", "2022-09-28"), ("9/2022", "2022-09"), ("2022", "2022"),
     ("2022-09-28", "2022-09-28"), ("", None)],
)  # fmt: skip
def test_days_as_people_write_them(typed, value):
    assert forms.partial(typed) == value


@pytest.mark.parametrize(
    ("symbol", "number", "notation"),
    [("119/KH-UBND", "119", "KH-UBND"), ("12-KH/TU", "12", "KH/TU"), ("/KH-SNV", None, "KH-SNV"), (None, None, None)],
)
def test_number_and_notation_follow_the_symbol(symbol, number, notation):
    assert forms.parts_of_symbol(symbol) == {"number": number, "notation": notation}


def test_missing_zero_and_not_applicable_are_three(asked):
    old = {"label": "Số nhà", "value": "3", "unit": "nhà"}
    commands = asked.commands()
    assert forms.row("results", {"value": "0"}, old, commands)["value"] == "0"
    assert forms.row("results", {"value": ""}, old, commands)["state"] == "missing"
    assert forms.row("results", {"value": "x"}, old, commands)["state"] == "not_applicable"


# A frame drawn over a page


def test_a_frame_is_read_for_the_value_in_hand_and_saves_nothing(store, asked):
    paper = keep(store)
    browser = Browser(store, asked, "van_thu")
    said = browser.post(
        f"/van-ban/{paper}/trang/1/khung", {"x0": "10", "y0": "20.5", "x1": "99.25", "y1": "40"},
        headers={"accept": "application/json"},
    )  # fmt: skip
    assert said.json() == {"text": "chữ trong khung"} and store.corrections(paper) == []


@pytest.mark.parametrize(
    "edges",
    [
        ("10", "20", "10", "40"),
        ("99", "20", "10", "40"),
        ("-1", "0", "10", "10"),
        ("nan", "0", "10", "10"),
        ("1e9", "0", "2e9", "10"),
        ("", "", "", ""),
        ("1", "1", "999999", "10"),
    ],
)
def test_a_frame_that_is_none_is_refused(store, asked, edges):
    paper = keep(store)
    browser = Browser(store, asked, "van_thu")
    values = dict(zip(("x0", "y0", "x1", "y1"), edges, strict=True))
    assert browser.post(f"/van-ban/{paper}/trang/1/khung", values).status_code == 400


def test_a_frame_without_letters_says_what_to_do(store, asked):
    paper = keep(store)
    asked.words = ""
    values = {"x0": "1", "y0": "1", "x1": "9", "y1": "9"}
    said = Browser(store, asked, "van_thu").post(f"/van-ban/{paper}/trang/1/khung", values)
    assert said.status_code == 409 and "Kéo khung rộng hơn" in said.text


# Decisions about figures


def decided(browser, way, values, code=303):
    answer = browser.post(way, values)
    assert answer.status_code == code, answer.text
    return answer


def test_a_finding_is_accepted_with_a_reason_and_opened_again(store, asked, figures):
    keep(store, "a")
    named = store.movements()[0].id
    asked.figures = replace(figures, movement_id=named)
    browser = Browser(store, asked, "chuyen_vien")
    page = browser.get(f"/phong-trao/{named}?ky=2023").text
    form = re.search(r"<form[^>]*/chap-nhan.*?</form>", page, re.DOTALL)[0]
    values = dict(re.findall(r'name="(ky|ngay|key)" value="([^"]*)"', form))
    way = f"/phong-trao/{named}/chap-nhan"
    decided(browser, way, values | {"reason": "ừ"}, 400)
    decided(browser, way, values | {"reason": "đơn vị đã giải trình", "key": "0" * 16}, 409)
    decided(browser, way, values | {"reason": "đơn vị đã giải trình"})
    (kept,) = store.decisions.all(named)
    assert (kept.kind, kept.subject, kept.who, kept.reason) == (
        "accept", values["key"], "chuyen_vien", "đơn vị đã giải trình",
    )  # fmt: skip
    assert "Quyết định đang có hiệu lực" in browser.get(f"/phong-trao/{named}?ky=2023").text
    decided(browser, f"/quyet-dinh/{kept.id}/bo", {"reason": "xem lại", "ve": named})
    assert store.decisions.all(named) == [] and len(store.decisions.all(named, undone=True)) == 1
    decided(browser, f"/quyet-dinh/{kept.id}/bo", {"reason": "xem lại"}, 404)


def test_the_source_that_counts_is_chosen_among_those_that_report(store, asked, figures):
    keep(store, "a")
    named = store.movements()[0].id
    total = next(t for t in figures.totals if len(t.counted) > 1)
    totals = tuple(replace(t, may_overlap=t is total) for t in figures.totals)
    asked.figures = replace(figures, movement_id=named, totals=totals)
    browser = Browser(store, asked, "lanh_dao")
    page = browser.get(f"/phong-trao/{named}?ky=2023").text
    assert all(f'value="{unit}"' in page for unit in total.counted)
    values = {"ky": "2023", "indicator": total.indicator, "unit": total.counted[0], "reason": "Mặt trận theo dõi quỹ"}
    decided(browser, f"/phong-trao/{named}/nguon", values)
    decided(browser, f"/phong-trao/{named}/nguon", values | {"unit": "khong-co"}, 400)
    (chosen,) = store.decisions.sources(named, figures.period)
    assert (chosen.indicator, chosen.unit, chosen.who) == (total.indicator, total.counted[0], "lanh_dao")


# Files of one dispatch


def test_versions_are_taken_apart_and_put_together(store, asked):
    one, two = keep(store, "a", dispatch("3/BC-A")), keep(store, "b", dispatch("3/BC-A"))
    browser = Browser(store, asked, "chuyen_vien")
    page = browser.get(f"/van-ban/{one}").text
    assert "Các phiên bản (2)" in page and "Tách thành văn bản riêng" in page
    decided(browser, f"/van-ban/{one}/tach", {"reason": "ừ"}, 400)
    decided(browser, f"/van-ban/{one}/tach", {"reason": "hai văn bản khác nhau"})
    assert len(store.versions.copies(one)) == len(store.versions.copies(two)) == 1
    page = browser.get(f"/van-ban/{one}").text
    assert "Đã tách khỏi" in page and "Ghép làm một văn bản" in page
    decided(browser, f"/van-ban/{one}/ghep", {"other": two})
    assert len(store.versions.copies(one)) == 2
    decided(browser, f"/van-ban/{one}/ghep", {"other": "khong-co"}, 404)
    decided(browser, f"/van-ban/{one}/xet-lai", {})
    assert len(store.versions.copies(two)) == 2


def test_a_document_is_withdrawn_with_a_reason_and_counted_again(store, asked):
    one = keep(store, "a", dispatch("3/BC-A"))
    browser = Browser(store, asked, "chuyen_vien")
    decided(browser, f"/van-ban/{one}/rut", {"reason": ""}, 400)
    decided(browser, f"/van-ban/{one}/rut", {"reason": "đơn vị xin rút báo cáo"})
    assert store.versions.copies(one)[0].standing == "withdrawn"
    assert "Tính lại vào tổng hợp" in browser.get(f"/van-ban/{one}").text
    decided(browser, f"/van-ban/{one}/khoi-phuc", {})
    assert store.versions.copies(one)[0].standing == "counts"
