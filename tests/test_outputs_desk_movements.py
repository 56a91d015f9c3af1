"""Movements at the desk: numbers that open their sources, sources chosen, findings accepted, periods closed by two."""

import re
from dataclasses import replace
from datetime import date

import pytest

from outputs.store import Refused
from pipeline.consolidate import consolidate
from pipeline.reference.indicators import indicators
from tests import movement
from tests.counter import Browser
from tests.desk_papers import decided, keep, word


@pytest.fixture
def figures():
    return consolidate(
        list(movement.movement()), movement.YEAR, date(2024, 3, 31), movement.UNITS, indicators(),
        movement=movement.MOVEMENT, own=movement.OFFICE,
    )  # fmt: skip


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


def test_each_report_shows_the_plan_it_answers_and_how_that_is_known(store, asked, figures):
    keep(store, "a")
    asked.figures = figures
    browser = Browser(store, asked, "chuyen_vien")
    page = browser.get(f"/phong-trao/{store.movements()[0].id}?ky=2023").text
    table = page.partition('id="ke-hoach"')[2].partition("</table>")[0]
    rows = [re.findall(r'href="/van-ban/([^"]+)"', row) for row in table.split("<tr>")[2:]]
    assert [row[:2] for row in rows] == [[a.report, a.plan] if a.plan else [a.report] for a in figures.answers] != []
    assert table.count("viện dẫn số, ký hiệu") == sum(a.by == ("reference",) for a in figures.answers) > 0
    assert table.count("chưa chắc") == sum(bool(a.plan) and not a.certain for a in figures.answers)


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
