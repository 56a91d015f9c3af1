"""The list at the desk: states, search without tone marks, order of work, pages, many settled at once."""

from decimal import Decimal

from outputs.store import Asked as Wanted
from outputs.store import Change
from pipeline.model import Result
from tests.counter import Browser
from tests.desk_papers import keep
from tests.papers import MORNING, dispatch, failure, field, outcome


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
