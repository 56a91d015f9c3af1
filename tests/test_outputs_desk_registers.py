"""The registers: series of numbers with their gaps; other names and successions of bodies; rules, indicators with days."""

import re
from datetime import date

import pytest

from outputs.store import open_store
from pipeline.model import AgencyMention
from pipeline.reference.agencies import Agency, Succession
from pipeline.reference.indicators import indicators
from tests.counter import Asked, Browser, hire
from tests.papers import MORNING, dispatch, field, outcome


@pytest.fixture
def browser(tmp_path):
    with open_store(f"sqlite:///{tmp_path / 'thidua.db'}") as store:
        hire(store)
        bodies = (
            Agency("cu", "Phòng Văn thư cũ", aliases=("VTC", "P. Văn thư")),
            Agency("moi", "Phòng Hành chính mới"),
            Agency("thoi", "Ban Đã Thôi"),
        )
        steps = (
            Succession("cu", "moi", date(2025, 7, 1), "merge", "QĐ 9"),
            Succession("thoi", "", date(2024, 1, 1), "abolish"),
        )
        store.sync_reference(bodies, steps, indicators())
        yield Browser(store, Asked(), "van_thu")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("van thu cu", ("VTC; P. Văn thư", "Chuyển thành Phòng Hành chính mới (sáp nhập 01/07/2025, QĐ 9)")),
        ("hanh chinh", ("Kế thừa Phòng Văn thư cũ (sáp nhập 01/07/2025, QĐ 9)",)),
        ("da thoi", ("Chuyển thành (không còn) (giải thể 01/01/2024)",)),
    ],
)
def test_a_body_with_its_other_names_and_what_became_of_it(browser, words, told):
    page = browser.get(f"/so/don-vi?tim={words}").text
    assert all(one in page for one in told)


def test_rules_and_indicators_with_their_days(browser):
    page = browser.get("/so/quy-tac").text
    assert "NO_SYMBOL" in page and "05/03/2020" in page and "04/03/2020" in page
    assert "<th>Từ</th><th>Đến</th>" in browser.get("/so/chi-tieu").text


# Series of numbers


@pytest.fixture
def numbered(tmp_path):
    """One unit sent 1, 2, 4, 5, 6b, 7 and a second 5; another sent too few to say anything."""
    with open_store(f"sqlite:///{tmp_path / 'thidua.db'}") as store:
        hire(store, unit="don-vi-1")
        sent = [("a", "1/BC-A"), ("b", "2/BC-A"), ("c", "4/BC-A"), ("d", "5/BC-A"), ("e", "6b/BC-A"), ("f", "7/BC-A")]
        for n, (name, symbol) in enumerate([*sent, ("g", "5/BC-A"), ("h", "1/BC-B"), ("i", "9/BC-B")]):
            body = AgencyMention(*(("Đơn vị Một", "don-vi-1") if "BC-A" in symbol else ("Đơn vị Hai", "don-vi-2")))
            read = dispatch(symbol, f"2025-03-{n + 1:02d}", issuer=field(body), subject=field(f"Việc thứ {n}"))
            store.save(outcome(name, read), run_id="x", received_at=MORNING, archived_as=None)
        yield store


def test_a_gap_leads_to_the_documents_on_both_sides(numbered):
    page = Browser(numbered, Asked(), "chuyen_vien").get("/so/day-so").text
    ids = {h.symbol: h.id for h in numbered.heads()}
    row = page[page.index("<b>3</b>") :]
    first, second = re.findall(r'href="/van-ban/([^"]+)"', row)[:2]
    assert (first, second) == (ids["2/BC-A"], ids["4/BC-A"])
    assert "<b>6</b>" not in page, "6b bears the number"
    assert "BC-B" not in page, "two numbers of nine say nothing of those between"


def test_a_number_given_twice_leads_to_both(numbered):
    page = Browser(numbered, Asked(), "chuyen_vien").get("/so/day-so?nam=2025").text
    bearers = {h.id for h in numbered.heads() if h.symbol == "5/BC-A"}
    assert (
        set(re.findall(r'href="/van-ban/([^"]+)"', page[page.index("<b>5</b>") :])[:2]) == bearers and len(bearers) == 2
    )


def test_the_register_says_how_many_and_another_year_none(numbered):
    officer = Browser(numbered, Asked(), "chuyen_vien")
    assert "2 chỗ trống hoặc số trùng" in officer.get("/so?nam=2025").text
    assert "chỗ trống hoặc số trùng</a>" not in officer.get("/so?nam=2024").text
    assert "Không có chỗ trống" in officer.get("/so/day-so?nam=2024").text


def test_a_clerk_of_another_unit_sees_no_series(numbered):
    numbered.people.change("van_thu", who="thử", unit="don-vi-2")
    assert "BC-A" not in Browser(numbered, Asked(), "van_thu").get("/so/day-so").text


def test_the_offices_own_series_stands_first_and_is_called_so(numbered):
    page = Browser(numbered, Asked(office="don-vi-1"), "chuyen_vien").get("/so/day-so").text
    assert "Đơn vị Một <small>(văn bản đi)</small>" in page
