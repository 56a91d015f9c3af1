"""A correction kept for other documents at the desk: by whom, for what, listed, and taken back with a reason."""

import re
from decimal import Decimal

import pytest

from outputs.store import open_store
from pipeline.corrections import corrected
from pipeline.learned import Kind
from pipeline.model import AgencyMention, Result
from pipeline.reference.indicators import indicators
from tests.counter import Asked, Browser, hire
from tests.desk_papers import seen, word
from tests.papers import MORNING, dispatch, field, outcome


@pytest.fixture
def store(store_url):
    with open_store(store_url) as store:
        hire(store)
        store.sync_reference((), (), indicators())
        yield store


@pytest.fixture
def paper(store):
    content = dispatch(results=(field(Result("Số tổ ấm trao tặng", Decimal(3), "căn")),))
    return store.save(outcome(content=content), run_id="x", received_at=MORNING, archived_as="aa/a").dispatch_id


def teach(browser, paper, code="D01", **more):
    values = {"c-label": "Số tổ ấm trao tặng", "c-value": "3", "c-unit": "căn", "c-indicator": code, "nho": "1"}
    return word(browser, paper, "results:0", **(values | more))


def test_a_code_given_to_a_label_is_kept_listed_and_taken_back(store, paper):
    browser = Browser(store, Asked(), "chuyen_vien")
    assert 'name="nho"' in browser.get(f"/van-ban/{paper}").text
    assert teach(browser, paper).status_code == 200
    (held,) = store.lessons.holding()
    assert (held.kind, held.text, held.target) == (Kind.LABEL, "Số tổ ấm trao tặng", "D01")
    page = browser.get("/so/da-nho").text
    assert "Số tổ ấm trao tặng" in page and held.id in page
    browser.post(f"/so/da-nho/{held.id}/bo", {"reason": "Nội dung khác nhau"})
    assert store.lessons.holding() == ()
    (row,) = store.lessons.rows()
    assert row.undone_reason == "Nội dung khác nhau" and "Đã bỏ" in browser.get("/so/da-nho").text
    assert store.verify().whole


def test_without_the_tick_nothing_is_kept(store, paper):
    assert teach(Browser(store, Asked(), "chuyen_vien"), paper, nho="").status_code == 200
    assert store.lessons.rows() == []


def test_a_clerk_may_correct_and_not_teach(store, paper):
    browser = Browser(store, Asked(), "van_thu")
    assert 'name="nho"' not in browser.get(f"/van-ban/{paper}").text
    assert teach(browser, paper).status_code == 403
    assert store.lessons.rows() == [] and not store.corrections(paper), "all or nothing"


def test_a_code_that_no_indicator_has_teaches_nothing(store, paper):
    answer = teach(Browser(store, Asked(), "chuyen_vien"), paper, "ZZ99")
    assert answer.status_code == 400 and not store.corrections(paper)


def test_a_new_meaning_takes_the_place_of_the_old_one(store):
    for code in ("D01", "D02"):
        store.lessons.teach(
            Kind.LABEL, "Tổ ấm" if code == "D01" else "TỔ  ẤM", code, code, who="lan", reason="đã đối chiếu"
        )
    assert [w.target for w in store.lessons.holding()] == ["D02"]
    assert len(store.lessons.rows()) == 2
    with pytest.raises(ValueError, match="lý do"):
        store.lessons.teach(Kind.ALIAS, "CCTL", "don-vi", "Đơn vị", who="lan", reason=" ")
    with pytest.raises(KeyError):
        store.lessons.undo("khong-co", who="lan", reason="thử")


# Where a value came by a taught word


@pytest.fixture
def taught(store, paper):
    """A word taught elsewhere that helps the document's only figure."""
    identifier = store.lessons.teach(
        Kind.LABEL, "SỐ TỔ ẤM trao tặng", "D01", "Số nhà", who="lan", reason="Sửa tại văn bản 9/BC-X"
    )
    return identifier


def test_a_value_that_rests_on_a_taught_word_says_so_and_leads_to_taking_it_back(store, paper, taught):
    browser = Browser(store, Asked(), "chuyen_vien")
    page = browser.get(f"/van-ban/{paper}").text
    row = re.search(r'<tr class="field[^>]*id="truong-results:0".*?</tr>', page, re.DOTALL)[0]
    assert 'name="c-indicator" value="D01"' in row and f"/so/da-nho?ve={paper}#nho-{taught}" in row
    assert "«SỐ TỔ ẤM trao tặng» là «Số nhà»" in row
    listed = browser.get("/den?trang-thai=tat-ca").text
    assert f"/so/da-nho#nho-{taught}" in listed and "Theo ghi nhớ: Số nhà" in listed
    back = browser.get(f"/so/da-nho?ve={paper}").text
    assert f'id="nho-{taught}"' in back and f'name="ve" value="{paper}"' in back
    done = browser.post(f"/so/da-nho/{taught}/bo", {"reason": "Nội dung khác nhau", "ve": paper})
    assert done.headers["location"].startswith(f"/van-ban/{paper}")
    assert "theo ghi nhớ" not in browser.get(f"/van-ban/{paper}").text
    assert "Theo ghi nhớ" not in browser.get("/den?trang-thai=tat-ca").text


@pytest.mark.parametrize("back", ["https://x.test", "//x.test", "khong-co", "../nguoi-dung", ""])
def test_the_way_back_is_a_document_of_this_desk_or_the_list(store, taught, back):
    done = Browser(store, Asked(), "chuyen_vien").post(f"/so/da-nho/{taught}/bo", {"reason": "thử lại xem", "ve": back})
    assert done.headers["location"].startswith("/so/da-nho?")


def test_a_taught_value_confirmed_becomes_the_persons_own_word(store, paper, taught):
    browser = Browser(store, Asked(), "van_thu")
    assert word(browser, paper, "results:0", do="confirm").json()["state"] == "settled"
    (row,) = store.corrections(paper)
    assert ("indicator" not in row["old"], row["new"]["indicator"]) == (True, "D01"), "the reading knew no code"
    store.lessons.undo(taught, who="lan", reason="nhầm")
    (stored,) = corrected(store.dispatches(), store.corrections())
    assert stored.dispatch.results[0].value.indicator == "D01", "what a person confirmed stands by itself"
    assert store.lessons.helping([paper]) == {}


def test_a_taught_value_corrected_is_no_longer_helped(store, paper, taught):
    browser = Browser(store, Asked(), "van_thu")
    assert set(store.lessons.helping([paper])) == {paper}
    assert word(browser, paper, "results:0", **{"c-indicator": "", "c-label": "Số tổ ấm trao tặng"}).status_code == 200
    assert store.lessons.helping([paper]) == {}
    assert "theo ghi nhớ" not in browser.get(f"/van-ban/{paper}").text


def test_a_word_taken_back_meanwhile_is_told_to_whoever_confirms(store, paper, taught):
    browser = Browser(store, Asked(), "van_thu")
    mark = seen(browser.get(f"/van-ban/{paper}").text, "results:0")
    store.lessons.undo(taught, who="lan", reason="nhầm")
    assert word(browser, paper, "results:0", do="confirm", seen=mark).status_code == 409
    assert store.corrections(paper) == []


def test_a_taught_name_shows_at_the_issuer(store):
    content = dispatch(issuer=field(AgencyMention("CCTL")))
    paper = store.save(outcome("hai", content), run_id="x", received_at=MORNING, archived_as="aa/b").dispatch_id
    store.lessons.teach(Kind.ALIAS, "CCTL", "cc-tl", "Chi cục Thủy lợi", who="lan", reason="tên viết tắt")
    page = Browser(store, Asked(), "van_thu").get(f"/van-ban/{paper}").text
    card = re.search(r'<form class="field[^>]*id="truong-issuer".*?</form>', page, re.DOTALL)[0]
    assert "Theo ghi nhớ của lan: Chi cục Thủy lợi" in card
    assert [w.target for w in store.lessons.helping([paper])[paper]] == ["cc-tl"]
