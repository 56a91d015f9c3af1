"""The registers to look at: other names and successions of a body, rules and indicators with their days."""

from datetime import date

import pytest

from outputs.store import open_store
from pipeline.reference.agencies import Agency, Succession
from pipeline.reference.indicators import indicators
from tests.counter import Asked, Browser, hire


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
