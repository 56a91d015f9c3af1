"""Made-up documents at the desk, and what the review page's script sends about them."""

import re
from dataclasses import replace

from pipeline.model import Finding, Severity, Status
from tests.papers import MORNING, dispatch, field, outcome


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


def decided(browser, way, values, code=303):
    answer = browser.post(way, values)
    assert answer.status_code == code, answer.text
    return answer
