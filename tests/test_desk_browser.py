"""The desk in a real browser: Chromium driven over the pages that a clerk and an officer use, keys only."""

import os
import shutil
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows.assembly import open_store, read_file
from flows.desk import Hands
from flows.desk.running import Runs
from flows.settings import Settings
from outputs import registry as outputs
from outputs.desk import app
from pipeline.model import Finding, Severity, Status
from tests.counter import PASSWORD, hire
from tests.test_outputs_desk_ties import HALF
from tests.test_outputs_store_versions import FINAL

ROOT = Path(__file__).parent.parent
INBOX = ROOT / "examples" / "inbox"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
#: Where pictures of the pages are kept; a folder of pytest's own unless told.
PICTURES = os.environ.get("THIDUA_PICTURES")
SIZE = {"width": 1366, "height": 768}

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium chưa cài: apt-get install chromium"),
    pytest.mark.xdist_group("browser"),
]
playwright = pytest.importorskip("playwright.sync_api", reason="playwright chưa cài")


def doubted(outcome):
    """The reading with its signer and subject in doubt, so that there is something to settle."""
    read = outcome.dispatch
    doubts = {
        n: replace(getattr(read, n), confidence=0.55, reasons=("Dòng bị con dấu che.",)) for n in ("place", "subject")
    }
    signer = replace(read.signer_name, confidence=0.5, reasons=("Có giá trị khác cũng phù hợp.",))
    name = signer.value
    rival = Finding(
        "RIVAL_VALUES", Severity.WARNING, f"Có nhiều giá trị gần như ngang nhau, cần chọn: «{name}»; «{name} B».",
        field="signer_name", evidence=signer.evidence,
    )  # fmt: skip
    unsure = [
        Finding("DOUBTFUL", Severity.WARNING, f"Giá trị «{f.raw}» chưa chắc chắn.", None, n, f.evidence)
        for n, f in doubts.items()
    ]
    return replace(
        outcome, dispatch=replace(read, **doubts, signer_name=signer), status=Status.NEEDS_REVIEW,
        findings=(rival, *unsure),
    )  # fmt: skip


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """A desk over real files: address, store, settings."""
    import uvicorn

    home = tmp_path_factory.mktemp("ban-duyet")
    for name in ("agencies.csv", "thidua.toml"):
        shutil.copy(ROOT / "examples" / name, home / name)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("THIDUA_HOME", str(home))
        settings = Settings(home=home)
    store, archive = open_store(settings), outputs.Archive(settings.archive)
    hire(store)
    for path in sorted(INBOX.iterdir()):
        outcome = read_file(path, settings.unit_files)
        if outcome.dispatch is None:
            continue
        if path.name in ("BC CCKL nam 2023.pdf", "BC CCTL nam 2023.pdf", "BC VPS nam 2023.docx"):
            outcome = doubted(outcome)
        kept = archive.put(outcome.source)
        store.save(outcome, run_id="thử", received_at=datetime.now(UTC), archived_as=kept)
    hands = Hands(settings)
    server = uvicorn.Server(
        uvicorn.Config(app.build(store, hands.commands()), host="127.0.0.1", port=0, log_level="error")
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}", store, settings
    server.should_exit = True
    thread.join(10)
    hands.close()
    store.close()


@pytest.fixture(scope="module")
def chromium():
    flags = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync",
             "--disable-gpu", "--no-first-run", "--disable-dev-shm-usage"]  # fmt: skip
    with playwright.sync_playwright() as player:
        browser = player.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield browser
        browser.close()


@pytest.fixture
def faults():
    return []


@pytest.fixture
def page(chromium, office, faults, tmp_path):
    address, store, _ = office
    context = chromium.new_context(viewport=SIZE, locale="vi-VN", base_url=address)
    context.add_cookies([{"name": "thidua_phien", "value": store.people.sign_in("chuyen_vien"), "url": address}])
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.on("console", lambda m: faults.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda e: faults.append(str(e)))
    folder = Path(PICTURES) if PICTURES else tmp_path
    folder.mkdir(parents=True, exist_ok=True)
    page.take = lambda name: page.screenshot(path=folder / f"{name}.png")
    yield page
    context.close()


def until(page, truth):
    """Wait for an expression to hold. Asked from outside: the policy lets no script make code of words."""
    for _ in range(300):
        if page.evaluate(truth):
            return
        time.sleep(0.05)
    raise AssertionError(truth)


def paper(store, name):
    return next(h for h in store.heads() if h.file_name == name).id


def test_a_person_signs_in_and_out(chromium, office):
    context = chromium.new_context(viewport=SIZE, base_url=office[0])
    page = context.new_page()
    page.goto("/phong-trao")
    page.wait_for_selector("[name=name]")
    page.keyboard.type("chuyen_vien")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector("header.top")
    assert page.url.endswith("/phong-trao")
    assert page.evaluate("document.cookie") == "", "no script sees the session"
    page.click("text=Đăng xuất")
    page.wait_for_url("**/dang-nhap")
    context.close()


def test_the_list_is_searched_without_tone_marks(page, office, faults):
    page.goto("/den?trang-thai=tat-ca")
    page.take("01-van-ban-den")
    rows = page.locator("#danh-sach tbody tr")
    every = rows.count()
    page.fill("#tim", "kiem lam")
    page.keyboard.press("Enter")
    page.wait_for_url("**tim=kiem+lam**")
    assert 0 < rows.count() < every
    assert faults == []


def test_doubtful_fields_are_settled_with_one_key_each(page, office, faults):
    """Three fields, three keys; the boxes follow; the last key settles the document and leads to the next."""
    _, store, _ = office
    one = paper(store, "BC CCKL nam 2023.pdf")
    began = time.monotonic()
    page.goto(f"/van-ban/{one}")
    until(page, "document.querySelector('.page img').complete && document.querySelector('.page img').naturalWidth > 0")
    first_view = time.monotonic() - began
    page.wait_for_selector(".field.on")
    page.take("02-duyet-van-ban")
    doubts = page.locator(".values form.field[data-state=doubt]")
    assert doubts.count() == 3
    assert page.locator("rect.box.on").count() >= 1, "the field in hand has its box lit"
    began = time.monotonic()
    for left, key in ((2, "Enter"), (1, "Enter"), (0, "1")):
        page.keyboard.press(key)
        until(page, f"document.querySelectorAll('.values form.field[data-state=doubt]').length === {left}")
    settling = time.monotonic() - began
    # Rows of tables that are in doubt come after the fields, one key each too.
    for left in reversed(range(page.locator(".values tr.field[data-state=doubt]").count())):
        page.keyboard.press("Enter")
        until(page, f"document.querySelectorAll('.values tr.field[data-state=doubt]').length === {left}")
    said = {c["field"]: (c["old"], c["new"]) for c in store.corrections(one)}
    assert set(said) - {"results"} == {"subject", "place", "signer_name"}
    assert said["signer_name"][1] == f"{said['signer_name'][0]} B"
    until(page, "document.activeElement.matches('#duyet button')")
    page.keyboard.press("Enter")
    page.wait_for_url("**bao=da-duyet**")
    assert store.desk.review(one).who == "chuyen_vien"
    assert f"/van-ban/{one}" not in page.url
    assert faults == []
    print(f"first view {first_view:.2f} s, three fields {settling:.2f} s")


def test_a_value_is_edited_by_keys_and_a_mistake_is_told(page, office, faults):
    _, store, _ = office
    one = paper(store, "BC CCTL nam 2023.pdf")
    page.goto(f"/van-ban/{one}#truong-issued_on")
    page.wait_for_selector("#truong-issued_on.on")
    page.keyboard.press("e")
    page.keyboard.type("hôm qua")
    page.keyboard.press("Enter")
    page.wait_for_selector("#loi:not([hidden])")
    assert "không phải ngày" in page.inner_text("#loi")
    assert store.corrections(one) == []
    page.keyboard.press("Escape")
    page.keyboard.press("e")
    page.keyboard.type("5/1/2024")
    page.keyboard.press("Enter")
    page.wait_for_selector("#truong-issued_on[data-state=settled]")
    assert store.corrections(one)[0]["new"] == "2024-01-05"
    assert page.input_value("#truong-issued_on input[name=value]") == "05/01/2024"
    assert [f for f in faults if "400" not in f] == []


def test_a_table_of_results_is_edited_as_a_table(page, office, faults):
    _, store, _ = office
    one = paper(store, "BC CCTL nam 2023.pdf")
    page.goto(f"/van-ban/{one}")
    cell = page.locator('tr[data-key="results:0"] [name="c-value"]')
    cell.scroll_into_view_if_needed()
    cell.fill("1.234,5")
    page.take("03-bang-ket-qua")
    cell.press("Enter")
    page.wait_for_selector('tr[data-key="results:0"][data-state=settled]')
    assert store.corrections(one)[-1]["new"]["value"] == "1234.5"
    assert cell.input_value() == "1.234,5"
    assert faults == []


def test_tab_goes_through_the_cells_of_a_table_and_enter_goes_down(page, office, faults):
    _, store, _ = office
    one = paper(store, "BC CCCNTY nam 2023.docx")
    page.goto(f"/van-ban/{one}")
    page.locator('tr[data-key="results:0"] [name="c-value"]').focus()
    here = "document.activeElement.name + ' ' + document.activeElement.closest('tr').dataset.key"
    page.keyboard.press("Tab")
    assert page.evaluate(here) == "c-unit results:0"
    for _ in range(7):
        page.keyboard.press("Tab")
    assert page.evaluate(here) == "c-value results:1", "the row below follows the last cell"
    page.keyboard.press("Shift+Tab")
    assert page.evaluate(here) == "c-label results:1"
    page.keyboard.press("Tab")
    page.keyboard.type("77")
    page.keyboard.press("Enter")
    page.wait_for_selector('tr[data-key="results:1"][data-state=settled]')
    assert page.evaluate(here) == "c-value results:2"
    assert [c["new"]["value"] for c in store.corrections(one)] == ["77"]
    assert faults == []


def test_what_was_typed_and_not_saved_is_not_lost(page, office):
    """The document is not settled over it, leaving the page asks first, Escape gives it up."""
    _, store, _ = office
    one = paper(store, "BC TTKN nam 2023.docx")
    page.goto(f"/van-ban/{one}")
    page.locator('tr[data-key="results:0"] [name="c-value"]').fill("5")
    assert page.locator("tr.unsaved").count() == 1
    page.click("#duyet button")
    page.wait_for_selector("#loi:not([hidden])")
    assert "chưa lưu" in page.inner_text("#loi") and store.desk.review(one) is None
    assert page.evaluate("document.activeElement.name") == "c-value"
    asked = []
    page.once("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.click("header.top a[href='/den']")
    until(page, "true")
    assert asked == ["beforeunload"] and f"/van-ban/{one}" in page.url
    page.locator('tr[data-key="results:0"] [name="c-value"]').press("Escape")
    assert page.locator("tr.unsaved").count() == 0
    page.click("header.top a[href='/den']")
    page.wait_for_url("**/den")
    assert store.corrections(one) == []


def test_a_code_is_kept_for_other_documents_by_keys_and_taken_back(page, office, faults):
    """A label without a code gets one, «g» keeps it; the other paper with that label says so, «b» leads to the undo."""
    _, store, _ = office
    one, other = paper(store, "BC CCKL nam 2023.pdf"), paper(store, "BC TTNS nam 2023.docx")
    read = store.dispatch(one).dispatch.results
    at = next(i for i, r in enumerate(read) if r.value.indicator is None)
    label = read[at].value.label
    page.goto(f"/van-ban/{one}#truong-results:{at}")
    row = page.locator(f'tr[data-key="results:{at}"]')
    page.wait_for_selector("tr.on")
    row.locator("[name=c-indicator]").fill("D03")
    row.focus()
    page.keyboard.press("g")
    assert row.locator("[name=nho]").is_checked()
    page.keyboard.press("Enter")
    page.wait_for_selector(f'tr[data-key="results:{at}"][data-state=settled]:not(.unsaved)')
    assert not row.locator("[name=nho]").is_checked(), "the tick is for one word"
    (kept,) = store.lessons.holding()
    assert (kept.text, kept.target, kept.who) == (label, "D03", "chuyen_vien")
    page.goto(f"/van-ban/{other}")
    helped = page.locator("tr:has(a.taught)")
    assert helped.locator("[name=c-label]").input_value() == label
    assert helped.locator("[name=c-indicator]").input_value() == "D03"
    helped.scroll_into_view_if_needed()
    page.take("07-theo-ghi-nho")
    helped.focus()
    page.keyboard.press("b")
    page.wait_for_url("**/so/da-nho?ve=**")
    page.locator("tr:target [name=reason]").fill("Không cùng nội dung")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/van-ban/{other}**")
    assert page.locator("a.taught").count() == 0 and store.lessons.holding() == ()
    assert faults == []


def test_two_files_stand_side_by_side(page, office, faults):
    _, store, _ = office
    one, other = paper(store, "BC CCTS nam 2023 (thay the).docx"), paper(store, "BC CCTS nam 2023.docx")
    store.versions.join(one, other, who="thử", reason="bản thay thế")
    page.goto(f"/van-ban/{one}")
    page.click("#phien-ban summary")
    page.click("text=so sánh")
    page.wait_for_url("**/so-sanh/**")
    page.take("08-so-sanh")
    left, right = (page.locator(".both .pages").nth(n).bounding_box() for n in (0, 1))
    assert left["y"] == right["y"] and left["x"] + left["width"] <= right["x"]
    assert page.locator("tr.differs").count() > 0
    assert faults == []


def test_a_row_is_struck_out_by_key(page, office, faults):
    _, store, _ = office
    one = paper(store, "BC CCTTBVTV nam 2023.docx")
    page.goto(f"/van-ban/{one}")
    last = page.locator("tr.field[data-key^='results:']").last
    key = last.get_attribute("data-key")
    last.focus()
    page.keyboard.press("Delete")
    page.wait_for_selector(f'tr[data-key="{key}"]', state="detached")
    assert [c["new"] for c in store.corrections(one)] == [None]
    assert faults == []


def test_a_document_is_returned_with_a_reason_by_keys(page, office, faults):
    _, store, _ = office
    one = paper(store, "BC CCPTNT nam 2023.docx")
    page.goto(f"/van-ban/{one}")
    page.locator("details.back summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("Thiếu phụ lục")
    page.keyboard.press("Enter")
    page.wait_for_url("**bao=da-tra**")
    said = store.desk.review(one)
    assert (said.state, said.reason) == ("returned", "Thiếu phụ lục")
    assert "Lý do: Thiếu phụ lục" in page.inner_text("main") and faults == []


def test_a_word_file_shows_its_lines_with_the_evidence_marked(page, office, faults):
    _, store, _ = office
    page.goto(f"/van-ban/{paper(store, 'BC VPS nam 2023.docx')}")
    page.wait_for_selector(".lines li.marked.on")
    page.take("04-van-ban-word")
    page.locator(".lines li.marked").first.click()
    assert page.evaluate("document.activeElement.closest('.field') !== null")
    assert faults == []


def test_a_clicked_box_leads_to_its_field(page, office, faults):
    _, store, _ = office
    page.goto(f"/van-ban/{paper(store, 'BC CCTL nam 2023.pdf')}")
    page.locator('rect[data-for="symbol"]').first.click()
    until(page, "document.activeElement.id === 'truong-symbol'")
    assert faults == []


def test_a_frame_drawn_over_the_page_reads_into_the_value_in_hand(page, office, faults):
    """The symbol's line framed by mouse fills the field; nothing is saved until a person says so."""
    _, store, _ = office
    one = paper(store, "BC CCTL nam 2023.pdf")
    page.goto(f"/van-ban/{one}#truong-subject")
    page.wait_for_selector("#truong-subject.on")
    until(page, "document.querySelector('.page img').complete && document.querySelector('.page img').naturalWidth > 0")
    box = page.locator('rect[data-for="symbol"]').first.bounding_box()
    page.mouse.move(box["x"] - 12, box["y"] - 3)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] + 4, box["y"] + box["height"] + 3, steps=4)
    page.mouse.up()
    symbol = store.dispatch(one).dispatch.symbol.value
    until(page, f"document.querySelector('#truong-subject [name=value]').value.includes({symbol!r})")
    assert store.corrections(one) == [] or all(c["field"] != "subject" for c in store.corrections(one))
    page.keyboard.press("Escape")
    assert symbol not in page.input_value("#truong-subject [name=value]")
    assert faults == []


def test_a_number_of_the_matrix_leads_to_its_line(page, office, faults):
    _, store, _ = office
    named = store.movements()[0].id
    page.goto(f"/phong-trao/{named}?ky=2023")
    page.wait_for_selector(".matrix", timeout=60_000)
    page.take("05-phong-trao")
    page.locator(".matrix td a").first.click()
    page.wait_for_url("**/o/**")
    page.take("06-nguon-so-lieu")
    page.locator("table.list tbody a").first.click()
    page.wait_for_url("**/van-ban/**")
    page.wait_for_selector("[data-key^='results:'].on")
    assert faults == []


def test_files_are_uploaded_into_the_drop_folder(page, office, faults, tmp_path, monkeypatch):
    _, _, settings = office
    monkeypatch.setattr(Runs, "_ingest", lambda self, run: None)
    page.goto("/den")
    page.set_input_files("#nap input[type=file]", {"name": "Báo cáo <b>.docx", "mimeType": "x/y", "buffer": b"abc"})
    page.click("#nap button")
    until(page, "document.querySelector('#nap-ket-qua').textContent.includes('Đã nhận')")
    assert [p.read_bytes() for p in settings.inbox.iterdir()] == [b"abc"]
    assert faults == []


def test_a_pair_that_may_be_one_dispatch_is_decided_with_one_key(page, office, faults):
    """Both papers side by side, their differences marked; «k» keeps them two and shows the next pair."""
    _, store, _ = office
    for made in (FINAL, HALF):
        store.save(made, run_id="thử", received_at=datetime.now(UTC), archived_as=None)
    page.goto("/den")
    page.click("text=cặp tệp có thể là cùng một văn bản")
    page.wait_for_url("**/den/ghep")
    page.take("09-de-xuat-ghep")
    assert page.locator(".pages").count() == 2 and page.locator("tr.differs").count() >= 1
    page.locator("[name=reason]").fill("kg")
    assert page.url.endswith("/den/ghep"), "a letter typed into a box presses nothing"
    page.locator("main").press("k")
    page.wait_for_url("**bao=da-tach**")
    (kept,) = store.versions.ties(None, "apart")
    assert kept.who == "chuyen_vien" and store.versions.ties(None, "proposed") == []
    assert faults == []


def test_the_list_of_units_is_replaced_in_the_browser_and_taken_back(chromium, office, faults, tmp_path):
    address, store, settings = office
    before = (settings.home / "agencies.csv").read_text(encoding="utf-8")
    context = chromium.new_context(viewport=SIZE, locale="vi-VN", base_url=address)
    context.add_cookies([{"name": "thidua_phien", "value": store.people.sign_in("quan_tri"), "url": address}])
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.on("pageerror", lambda e: faults.append(str(e)))
    page.goto("/so/don-vi")
    page.click("text=Danh sách đơn vị của cơ quan")
    with page.expect_download() as given:
        page.click("text=Tải danh sách đang dùng")
    assert given.value.suggested_filename == "danh-sach-don-vi.xlsx"
    rows = f"{before}phong-moi,Phòng Mới Lập,,,so-nnptnt-hong-lam,,,,,,QĐ 1\n"
    page.set_input_files("input[name=file]", {"name": "ds.csv", "mimeType": "text/csv", "buffer": rows.encode()})
    page.click("text=Kiểm tra từng dòng")
    page.wait_for_url("**/xem/**")
    assert "1 mới, 0 thay đổi" in page.inner_text("main")
    page.fill("[name=reason]", "Quyết định thành lập phòng")
    page.click("text=Dùng danh sách này")
    page.wait_for_url("**bao=da-thay-don-vi")
    assert "Phòng Mới Lập" in {row["name"] for row in store.table("agency")}
    page.locator("tr", has_text="Bảng có trước").locator("[name=reason]").fill("thay thử, dùng lại")
    page.locator("tr", has_text="Bảng có trước").locator("button").click()
    page.wait_for_selector("tr:has-text('thay thử, dùng lại') .state.done")
    assert (settings.home / "agencies.csv").read_text(encoding="utf-8") == before
    assert faults == []
    context.close()


@pytest.mark.parametrize(
    "way", ["/bao-cao", "/so?nam=2026", "/so/day-so", "/so/don-vi", "/so/chi-tieu", "/tro-giup", "/toi"]
)
def test_other_pages_load_without_a_fault(page, way, faults):
    page.goto(way)
    assert page.locator("h1").count() == 1 and faults == []
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, "nothing is wider than the window"


#: Functions that complain about a page.
ASKED = (Path(__file__).parent / "accessibility.js").read_text(encoding="utf-8").strip()


def complaints(page, name):
    return page.evaluate(f"{ASKED[ASKED.index('({') :]}.{name}()")


def pages(store):
    named = store.movements()[0].id
    return ["/den?trang-thai=tat-ca", f"/van-ban/{paper(store, 'BC CCTL nam 2023.pdf')}", "/phong-trao",
            f"/van-ban/{paper(store, 'BC VPS nam 2023.docx')}", f"/phong-trao/{named}?ky=2023", "/bao-cao", "/mau",
            "/so?nam=2026", "/so/don-vi", "/so/chi-tieu", "/tro-giup", "/toi"]  # fmt: skip


def test_every_text_stands_out_and_everything_to_act_on_has_a_name(page, office):
    _, store, _ = office
    for way in pages(store):
        page.goto(way)
        assert (complaints(page, "pale"), complaints(page, "nameless")) == ([], []), way


def test_the_keyboard_alone_reaches_and_leaves_every_part(page):
    """Tab goes round a page of forms without being caught, and what has the focus is always to be seen."""
    for way in ("/den?trang-thai=tat-ca", "/bao-cao", "/mau"):
        page.goto(way)
        wanted = page.evaluate(
            "Array.from(document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary'))"
            ".filter(e => e.getClientRects().length && !e.disabled && e.tabIndex >= 0).length"
        )
        reached = 0
        for _ in range(wanted + 40):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement === document.body || document.activeElement === null"):
                break
            reached += 1
            assert complaints(page, "unmarked") == []
        assert reached >= wanted - 2, (way, reached, wanted)


def test_reading_needs_no_script(chromium, office):
    address, store, _ = office
    context = chromium.new_context(viewport=SIZE, base_url=address, java_script_enabled=False)
    context.add_cookies([{"name": "thidua_phien", "value": store.people.sign_in("lanh_dao"), "url": address}])
    page = context.new_page()
    page.goto("/den?trang-thai=tat-ca")
    page.locator("#danh-sach tbody a").first.click()
    assert page.locator(".field").count() > 5
    context.close()


def test_the_page_is_read_on_a_phone_and_at_double_size(chromium, office):
    address, store, _ = office
    for size in ({"width": 390, "height": 800}, {"width": 683, "height": 384}):
        context = chromium.new_context(viewport=size, base_url=address)
        context.add_cookies([{"name": "thidua_phien", "value": store.people.sign_in("lanh_dao"), "url": address}])
        page = context.new_page()
        for way in ("/den?trang-thai=tat-ca", f"/van-ban/{paper(store, 'BC CCTL nam 2023.pdf')}", "/tro-giup"):
            page.goto(way)
            wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            culprits = page.evaluate(
                "Array.from(document.querySelectorAll('main *, header *')).filter(e => !e.closest('.scroll') &&"
                " e.getBoundingClientRect().right > innerWidth + 1).map(e => e.tagName + '.' + e.className).slice(0, 5)"
            )
            assert wide <= 0, (way, size, culprits)
        context.close()
