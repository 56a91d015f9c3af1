"""One document at the desk: settled, edited as tables, returned, read by a frame; what people said is kept, all or nothing."""

import re
from dataclasses import replace
from decimal import Decimal

import pytest

from outputs.store import Asked as Wanted
from outputs.store import Change
from pipeline.corrections import Correction, apply, corrected
from pipeline.model import Finding, Severity
from tests.counter import Browser
from tests.desk_papers import doubtful, keep, seen, word
from tests.papers import MORNING, dispatch, field, outcome


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


def test_a_row_struck_out_by_mistake_is_put_back_as_it_was_read(store, asked):
    paper = keep(store, "a", review=True)
    browser = Browser(store, asked, "van_thu")
    read = store.dispatch(paper).dispatch.results
    assert word(browser, paper, "results:1", do="remove").json()["reload"]
    page = browser.get(f"/van-ban/{paper}").text
    assert "Lấy lại dòng đã xóa" in page and "Kết quả «" in page, "the history calls the table by its name"
    gone = store.corrections(paper)[-1]["id"]
    restore = {"field": "results", "do": "restore", "word": gone}
    assert browser.post(f"/van-ban/{paper}/gia-tri", restore).status_code == 303
    back = apply(store.dispatch(paper).dispatch, [Correction.of(row) for row in store.corrections(paper)]).results
    assert [r.value for r in back] == [r.value for r in read]
    assert back[1].evidence == read[1].evidence, "where it was read is known again"
    assert "Lấy lại dòng đã xóa" not in browser.get(f"/van-ban/{paper}").text
    assert browser.post(f"/van-ban/{paper}/gia-tri", restore).status_code == 409
    assert browser.post(f"/van-ban/{paper}/gia-tri", restore | {"word": "khong-co"}).status_code == 409


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
