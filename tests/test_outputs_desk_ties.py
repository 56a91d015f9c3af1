"""Pairs of files that may be one dispatch: listed, seen side by side, joined or kept apart with one key, once."""

import pytest

from outputs.store import open_store
from tests.counter import Asked, Browser, hire
from tests.test_outputs_store_versions import FINAL, paper, save
from tests.test_pipeline_versions import TEXT, body

#: Half of the text is another's, and the number is not filled in yet.
HALF = paper("hai", "/KH-SNV", "2023-06", text=[*TEXT[:150], *body(9)[:110]])


@pytest.fixture
def store(tmp_path):
    with open_store(f"sqlite:///{tmp_path / 'thidua.db'}") as store:
        hire(store)
        save(store, FINAL)
        save(store, HALF, 1)
        yield store


def decide(browser, do, **more):
    (tie,) = browser.store.versions.ties(None, "proposed")
    return browser.post("/den/ghep", {"one": tie.one, "other": tie.other, "do": do, "thu": "1"} | more)


def test_the_list_leads_to_the_pairs_and_both_papers_stand_side_by_side(store):
    officer = Browser(store, Asked(), "chuyen_vien")
    assert "1 cặp tệp có thể là cùng một văn bản" in officer.get("/den").text
    page = officer.get("/den/ghep").text
    (tie,) = store.versions.ties(None, "proposed")
    assert all(f"/van-ban/{one}" in page for one in (tie.one, tie.other)) and 'data-press="g"' in page
    assert page.count('class="pages"') == 2


@pytest.mark.parametrize(("do", "notice", "leading"), [("join", "da-ghep", 1), ("part", "da-tach", 2)])
def test_a_pair_is_decided_about_and_gone_from_the_list(store, do, notice, leading):
    officer = Browser(store, Asked(), "chuyen_vien")
    assert decide(officer, do).headers["location"] == f"/den/ghep?thu=1&bao={notice}"
    assert store.versions.ties(None, "proposed") == []
    assert sum(h.superseded_by is None for h in store.heads()) == leading
    assert "Không còn cặp tệp nào" in officer.get("/den/ghep").text
    assert "cặp tệp" not in officer.get("/den").text
    assert next(iter(store.desk.trail(1)))["who"] == "chuyen_vien"


def test_what_was_refused_is_not_proposed_again_and_can_be_taken_back(store):
    (tie,) = store.versions.ties(None, "proposed")
    decide(Browser(store, Asked(), "chuyen_vien"), "part", reason="hai kỳ khác nhau")
    (kept,) = store.versions.ties(tie.one, "apart")
    assert kept.who == "chuyen_vien"
    store.versions.reconsider(tie.one, who="hoa")
    assert [t.one for t in store.versions.ties(None, "proposed")] == [tie.one]


def test_a_pair_that_somebody_decided_about_meanwhile_is_refused(store):
    officer = Browser(store, Asked(), "chuyen_vien")
    (tie,) = store.versions.ties(None, "proposed")
    values = {"one": tie.one, "other": tie.other}
    assert officer.post("/den/ghep", values | {"do": "delete"}).status_code == 400
    store.versions.join(tie.one, tie.other, who="hoa")
    assert officer.post("/den/ghep", values | {"do": "part"}).status_code == 409


def test_the_two_files_of_a_dispatch_cannot_be_parted_as_a_pair(store):
    (tie,) = store.versions.ties(None, "proposed")
    store.versions.join(tie.one, tie.other, who="hoa")
    with pytest.raises(KeyError):
        store.versions.part(tie.one, tie.other, who="hoa")


@pytest.mark.parametrize("asked", ["0", "99", "x", "-1", "9" * 30])
def test_any_number_in_the_address_gives_a_page(store, asked):
    assert Browser(store, Asked(), "chuyen_vien").get(f"/den/ghep?thu={asked}").status_code == 200


def test_a_clerk_of_one_unit_is_proposed_nothing_and_may_not_decide(store):
    clerk = Browser(store, Asked(), "van_thu")
    assert "cặp tệp" not in clerk.get("/den").text and clerk.get("/den/ghep").status_code == 403
    store.people.change("chuyen_vien", who="thử", unit="don-vi-khac")
    officer = Browser(store, Asked(), "chuyen_vien")
    assert "Không còn cặp tệp nào" in officer.get("/den/ghep").text and decide(officer, "join").status_code == 409
