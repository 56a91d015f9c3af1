"""A correction kept for other documents at the desk: by whom, for what, listed, and taken back with a reason."""

from decimal import Decimal

import pytest

from outputs.store import open_store
from pipeline.learned import Kind
from pipeline.model import Result
from pipeline.reference.indicators import indicators
from tests.counter import Asked, Browser, hire
from tests.papers import MORNING, dispatch, field, outcome
from tests.test_outputs_desk_review import word


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
    assert "Ghi nhớ cho các văn bản khác" in browser.get(f"/van-ban/{paper}").text
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
    assert "Ghi nhớ cho các văn bản khác" not in browser.get(f"/van-ban/{paper}").text
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
