"""The desk's door: who may do what, every cell; forged, stolen, idle and throttled; headers; hostile names and words."""

import html
import re
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from outputs.desk import app, passwords
from outputs.desk.gate import Door
from outputs.desk.headers import POLICY
from outputs.desk.rights import ROLES, allows, meanings, table
from outputs.store import Account, SqlStore, TakenName, open_store
from outputs.store.engine import connect
from outputs.store.people import IDLE, LONGEST
from parsers import registry
from pipeline.intake import open_source
from tests.counter import PASSWORD, SECRET, Asked, Browser, hire
from tests.papers import MORNING, dispatch, field, outcome

#: The table as it was agreed; a change of a right is a change here.
GRANTED = {
    "van_thu": {"read", "upload", "correct", "confirm", "original", "registers", "own"},
    "chuyen_vien": {
        "read", "upload", "correct", "confirm", "accept", "return", "teach", "pin", "original", "consolidation", "decide", "report",
        "papers", "propose", "registers", "own",
    },
    "lanh_dao": {
        "read", "confirm", "accept", "return", "teach", "original", "consolidation", "decide", "report", "close", "registers",
        "trail", "own",
    },
    "quan_tri": {"read", "consolidation", "papers", "registers", "trail", "people", "units", "own"},
}  # fmt: skip
CELLS = [(role, action) for role in ROLES for action in table()]


@pytest.fixture
def store(tmp_path):
    with open_store(f"sqlite:///{tmp_path / 'thidua.db'}") as store:
        hire(store)
        store.save(outcome(review=True), run_id="x", received_at=MORNING, archived_as="aa/aa.docx")
        yield store


@pytest.fixture
def asked():
    return Asked()


def paper(store):
    return next(iter(store.heads())).id


# Rights


@pytest.mark.parametrize(("role", "action"), CELLS, ids=lambda x: x)
def test_every_cell_of_the_table_of_rights(role, action):
    assert allows(role, action) is (action in GRANTED[role])


@pytest.mark.parametrize(("role", "action"), [("khach", "read"), ("", "read"), ("quan_tri", "xoa"), ("van_thu", "")])
def test_what_the_table_does_not_know_is_denied(role, action):
    assert not allows(role, action)


def test_every_action_has_a_name_for_people():
    assert set(meanings()) == set(table()) and all(meanings().values())


def address(door: Door, store) -> str:
    return re.sub(r"\{number\}", "1", re.sub(r"\{id\}", paper(store), door.path)).replace("{", "").replace("}", "")


@pytest.mark.parametrize("door", [d for d in app.DOORS if d.action is not None], ids=lambda d: f"{d.method} {d.path}")
def test_every_door_asks_the_table_and_the_session(store, asked, door):
    """Without a session every door leads to the sign-in page; with one, exactly the roles of the table pass."""
    way = address(door, store)
    nobody = Browser(store, asked)
    answer = nobody.get(way) if door.method == "GET" else nobody.client.post(way, data={"form": "x"})
    assert answer.status_code == 303 and answer.headers["location"].startswith("/dang-nhap")
    for role in ROLES:
        browser = Browser(store, asked, role)
        answer = browser.get(way) if door.method == "GET" else browser.client.post(way, data={"form": "sai"})
        refused = answer.status_code == 403 and "Vai trò" in answer.text
        assert refused is (door.action not in GRANTED[role]), role


def test_the_only_doors_without_a_right_are_those_of_signing_in():
    assert {d.path for d in app.DOORS if d.action is None} == {"/dang-nhap"}


def test_a_door_needs_an_action_of_the_table():
    with pytest.raises(ValueError):
        Door("GET", "/x", "lam_gi_cung_duoc", lambda visit: None)


def test_a_person_of_one_unit_sees_its_documents_only(tmp_path, asked):
    with open_store(f"sqlite:///{tmp_path / 'thidua.db'}") as store:
        hire(store, unit="don-vi-1")
        for n, agency in enumerate(("don-vi-1", "don-vi-2")):
            read = dispatch(f"{n}/BC-DV")
            issuer = replace(read.issuer, value=replace(read.issuer.value, agency=agency))
            store.save(
                outcome(str(n), replace(read, issuer=issuer), review=True),
                run_id="x", received_at=MORNING, archived_as=f"aa/{n}",
            )  # fmt: skip
        clerk = Browser(store, asked, "van_thu")
        page = clerk.get("/den?trang-thai=tat-ca").text
        assert "0/BC-DV" in page and "1/BC-DV" not in page
        foreign = next(h.id for h in store.heads() if h.symbol == "1/BC-DV")
        for way in (f"/van-ban/{foreign}", f"/van-ban/{foreign}/trang/1", f"/van-ban/{foreign}/goc"):
            assert clerk.get(way).status_code == 404
        assert clerk.post(f"/van-ban/{foreign}/duyet").status_code == 404
        assert "1/BC-DV" not in clerk.get("/so?nam=2023").text


# Signing in


def sign_in(browser, name, password, **rest):
    word = re.search(r'name="form" value="([^"]+)"', browser.get("/dang-nhap").text)[1]
    return browser.client.post("/dang-nhap", data={"form": word, "name": name, "password": password} | rest)


def test_signing_in_gives_a_cookie_that_scripts_and_other_sites_cannot_use(store, asked):
    browser = Browser(store, asked)
    answer = sign_in(browser, "chuyen_vien", PASSWORD)
    cookie = next(c for c in answer.headers.get_list("set-cookie") if c.startswith("thidua_phien="))
    assert answer.status_code == 303 and "HttpOnly" in cookie and "SameSite=strict" in cookie
    assert browser.get("/den").status_code == 200


def test_the_store_keeps_no_password_and_no_token(store, asked, tmp_path):
    browser = Browser(store, asked)
    sign_in(browser, "chuyen_vien", PASSWORD)
    token = browser.client.cookies["thidua_phien"]
    kept = (tmp_path / "thidua.db").read_bytes() + (tmp_path / "thidua.db-wal").read_bytes()
    assert token.encode() not in kept and PASSWORD.encode() not in kept
    assert store.people.find("chuyen_vien").secret.startswith("$argon2id$")
    trail = " ".join(str(line) for line in store.desk.trail(100))
    assert "argon2" not in trail and token not in trail


@pytest.mark.parametrize(
    ("name", "password"), [("chuyen_vien", "sai mật khẩu"), ("khong_co", PASSWORD), ("chuyen_vien", "x" * 5000)]
)
def test_wrong_names_and_wrong_passwords_look_the_same(store, asked, name, password):
    answer = sign_in(Browser(store, asked), name, password)
    assert (
        answer.status_code == 401
        and "không đúng" in answer.text
        and "thidua_phien" not in answer.headers.get("set-cookie", "")
    )


def test_sign_in_is_throttled_by_name(store, asked):
    browser = Browser(store, asked)
    for _ in range(5):
        assert sign_in(browser, "lanh_dao", "sai mật khẩu").status_code == 401
    assert sign_in(browser, "lanh_dao", PASSWORD).status_code == 429
    assert sign_in(browser, "van_thu", PASSWORD).status_code == 303


def test_a_locked_account_is_out_at_once(store, asked):
    browser = Browser(store, asked, "van_thu")
    assert browser.get("/den").status_code == 200
    store.people.change("van_thu", who="quan_tri", active=False)
    assert browser.get("/den").status_code == 303
    assert sign_in(Browser(store, asked), "van_thu", PASSWORD).status_code == 401


@pytest.mark.parametrize("token", ["", "x", "a" * 43, "../../etc/passwd", "' OR 1=1 --", "đ" * 40])
def test_a_forged_session_is_none(store, asked, token):
    assert store.people.session(token) is None
    browser = Browser(store, asked)
    answer = browser.get("/den", headers={"cookie": f"thidua_phien={token}".encode()})
    assert answer.status_code == 303


def test_a_token_read_from_the_store_opens_nothing(store, asked):
    store.people.sign_in("quan_tri")
    with store._database.read() as connection:
        hashed = connection.exec_driver_sql("SELECT token FROM session").scalar()
    assert store.people.session(hashed) is None


def test_a_session_ends_when_its_owner_signs_out(store, asked):
    browser = Browser(store, asked, "van_thu")
    stolen = browser.client.cookies["thidua_phien"]
    assert browser.post("/dang-xuat").status_code == 303
    thief = Browser(store, asked)
    thief.client.cookies.set("thidua_phien", stolen)
    assert thief.get("/den").status_code == 303


def test_a_session_ends_by_idleness_and_by_age(tmp_path):
    now = datetime(2026, 3, 2, 1, tzinfo=UTC)
    store = SqlStore(connect(f"sqlite:///{tmp_path / 'x.db'}"), lambda: now)
    store.people.add(Account("hoa", "Hoa", "van_thu", None, SECRET, True), who="thử")
    token = store.people.sign_in("hoa")
    now += IDLE - timedelta(seconds=1)
    assert store.people.session(token) is not None, "asked within the time, which begins anew"
    now += IDLE - timedelta(seconds=1)
    assert store.people.session(token) is not None
    now += IDLE + timedelta(seconds=1)
    assert store.people.session(token) is None
    token, begun = store.people.sign_in("hoa"), now
    while now - begun < LONGEST:
        assert store.people.session(token) is not None
        now += IDLE / 2
    now = begun + LONGEST + timedelta(seconds=1)
    assert store.people.session(token) is None
    store.close()


@pytest.mark.parametrize(
    "wanted", ["//xau.vn", "https://xau.vn/", "/\\xau.vn", "javascript:alert(1)", "/den\r\nSet-Cookie: x=1", "xau.vn"]
)
def test_signing_in_leads_nowhere_else(store, asked, wanted):
    assert sign_in(Browser(store, asked), "van_thu", PASSWORD, toi=wanted).headers["location"] == "/"


def test_passwords_too_short_too_long_or_too_plain_are_refused():
    for bad in ("ngắn", "a" * 300, "aaaaaaaaaaaa"):
        with pytest.raises(ValueError):
            passwords.hashed(bad)
    assert not passwords.matches("không phải mã", PASSWORD)


# Forms of other sites


@pytest.mark.parametrize(
    ("headers", "why"),
    [
        ({"origin": "https://xau.vn"}, "another site's form"),
        ({"origin": "null"}, "a sandboxed frame"),
        ({"sec-fetch-site": "cross-site"}, "the browser says so"),
        ({"sec-fetch-site": "same-site"}, "a neighbour on the same domain"),
    ],
)
def test_a_form_of_another_site_is_refused(store, asked, headers, why):
    browser = Browser(store, asked, "chuyen_vien")
    answer = browser.post(f"/van-ban/{paper(store)}/duyet", {"reason": "đã xem kỹ"}, headers=headers)
    assert answer.status_code == 403, why
    assert store.desk.review(paper(store)) is None


@pytest.mark.parametrize("door", [d for d in app.DOORS if d.method == "POST"], ids=lambda d: d.path)
def test_every_form_needs_its_word(store, asked, door):
    role = next((r for r in ROLES if door.action is None or allows(r, door.action)), None)
    browser = Browser(store, asked, role)
    before = store.desk.version()
    for word in ({}, {"form": "x"}, {"form": ""}):
        assert browser.client.post(address(door, store), data={"a": "b"} | word).status_code == 403
    assert store.desk.version() == before, "nothing was done"


def test_a_word_of_another_session_is_refused(store, asked):
    other = Browser(store, asked, "quan_tri").word()
    browser = Browser(store, asked, "chuyen_vien")
    assert browser.client.post(f"/van-ban/{paper(store)}/duyet", data={"form": other}).status_code == 403


def test_a_form_too_large_is_refused_unread(store, asked):
    browser = Browser(store, asked, "chuyen_vien")
    answer = browser.post(f"/van-ban/{paper(store)}/gia-tri", {"value": "x" * 300_000})
    assert answer.status_code == 413


def test_another_host_name_is_not_answered(store, asked):
    assert Browser(store, asked, "van_thu").get("/den", headers={"host": "xau.vn"}).status_code == 400


# Headers


@pytest.mark.parametrize("way", ["/dang-nhap", "/den", "/khong-co", "/tinh/desk.js", "/van-ban/khong-co"])
def test_every_answer_forbids_foreign_code_and_frames(store, asked, way):
    headers = Browser(store, asked, "van_thu").get(way).headers
    assert headers["content-security-policy"] == POLICY and "unsafe" not in POLICY
    assert headers["x-frame-options"] == "DENY" and headers["x-content-type-options"] == "nosniff"


PAGES = ["/dang-nhap", "/den?trang-thai=tat-ca", "/phong-trao", "/bao-cao", "/so", "/so/don-vi", "/so/chi-tieu",
         "/nguoi-dung", "/nhat-ky?kiem-tra=1", "/tro-giup", "/toi"]  # fmt: skip


@pytest.mark.parametrize("way", PAGES)
def test_no_page_needs_what_the_policy_forbids(store, asked, way):
    """No inline script, style or handler, nothing from elsewhere; one heading; a name for every input."""
    role = {"/nguoi-dung": "quan_tri", "/nhat-ky?kiem-tra=1": "quan_tri", "/dang-nhap": None}.get(way, "chuyen_vien")
    page = Browser(store, asked, role).get(way)
    assert page.status_code == 200
    harmless(page.text)
    assert page.text.count("<h1") == 1 and 'lang="vi"' in page.text


def harmless(text):
    assert not re.search(r"<script(?![^>]*\bsrc=\"/tinh/)|\son\w+=|\sstyle=|<style|javascript:", text)
    assert not re.search(r"(?:src|href|action)=\"(?:https?:)?//", text)


# Hostile words and names

NASTY = '"><script>alert(1)</script><img src=x onerror=alert(1)>{{ 7*7 }}'


def test_html_in_a_document_is_text(tmp_path, asked):
    with open_store(f"sqlite:///{tmp_path / 'x.db'}") as store:
        hire(store)
        read = dispatch(NASTY, subject=field(NASTY, NASTY), signer_name=field(NASTY, NASTY, 0.3))
        store.save(outcome("a", read, review=True), run_id="x", received_at=MORNING, archived_as="aa/a")
        asked.shown = replace(asked.shown, lines=(replace(asked.shown.lines[0], text=NASTY, place=NASTY),))
        browser = Browser(store, asked, "chuyen_vien")
        for way in ("/den?trang-thai=tat-ca", f"/van-ban/{paper(store)}", "/so?nam=2023", f"/den?tim={NASTY}"):
            text = browser.get(way).text
            harmless(re.sub(r"&lt;.*?&gt;", "", text))
            assert (
                "<script>alert" not in text and "<img src=x" not in text and "49" not in re.findall(r"\}\}.{3}", text)
            )


@pytest.mark.parametrize(
    "way",
    ["/tinh/../app.py", "/tinh/%2e%2e/rights.csv", "/tinh/..%2frights.csv", "/van-ban/../../etc/passwd",
     "/van-ban/x/trang/..%2f1", "/bao-cao/..%2f..%2f/x", "/bao-cao/" + "0" * 32 + "/..%2fphieu.json"],
)  # fmt: skip
def test_no_address_leads_out(store, asked, way):
    assert Browser(store, asked, "chuyen_vien").get(way).status_code in (404, 409)


def test_uploads_go_to_the_drop_folder_and_start_a_run(store, asked):
    browser = Browser(store, asked, "van_thu")
    answer = browser.post("/den", files=[("files", ("../../a.docx", b"abc")), ("files", ("b.pdf", b"def"))])
    assert answer.status_code == 303
    assert asked.taken == [("../../a.docx", b"abc"), ("b.pdf", b"def")] and asked.ingests == ["van_thu"]
    assert {line["what"] for line in store.desk.trail(5)} >= {"file.uploaded"}


def test_an_upload_without_a_file_says_so(store, asked):
    assert Browser(store, asked, "van_thu").post("/den", {"files": "x"}).status_code == 400


def test_an_original_is_a_download_and_never_a_page(store, asked, tmp_path):
    asked.originals = tmp_path / "goc.html"
    asked.originals.write_text("<script>alert(1)</script>", encoding="utf-8")
    answer = Browser(store, asked, "van_thu").get(f"/van-ban/{paper(store)}/goc")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment; filename*=UTF-8''")
    assert store.desk.trail(1)[0]["what"] == "file.downloaded" and store.desk.trail(1)[0]["who"] == "van_thu"


# Accounts


def test_the_administrator_hires_and_changes(store, asked):
    browser = Browser(store, asked, "quan_tri")
    new = {"name": "Lan.Anh", "full_name": "Lan Anh", "role": "van_thu", "password": PASSWORD}
    assert browser.post("/nguoi-dung", new).status_code == 303
    assert store.people.find("lan.anh").role == "van_thu"
    assert browser.post("/nguoi-dung", new).status_code == 409
    assert browser.post("/nguoi-dung/lan.anh", {"role": "lanh_dao", "active": "1"}).status_code == 303
    assert store.people.find("lan.anh").role == "lanh_dao"


@pytest.mark.parametrize(
    ("change", "status"),
    [({"name": "Đỗ Thị"}, 400), ({"name": "a"}, 400), ({"password": "ngắn"}, 400), ({"role": "vua"}, 400),
     ({"unit": "khong-co-don-vi-nay"}, 400), ({"name": NASTY}, 400)],
)  # fmt: skip
def test_an_account_that_is_none_is_refused(store, asked, change, status):
    new = {"name": "moi", "role": "van_thu", "password": PASSWORD} | change
    assert Browser(store, asked, "quan_tri").post("/nguoi-dung", new).status_code == status
    assert len(store.people.all()) == len(ROLES)


def test_the_last_administrator_stays(store, asked):
    browser = Browser(store, asked, "quan_tri")
    assert browser.post("/nguoi-dung/quan_tri", {"role": "van_thu", "active": "1"}).status_code == 409
    assert browser.post("/nguoi-dung/quan_tri", {"role": "quan_tri"}).status_code == 409
    assert store.people.find("quan_tri").active


def test_one_changes_ones_own_password_and_is_out(store, asked):
    browser = Browser(store, asked, "van_thu")
    new = "một mật khẩu khác"
    assert browser.post("/toi", {"old": "sai", "new": new, "again": new}).status_code == 400
    assert browser.post("/toi", {"old": PASSWORD, "new": new, "again": "khác"}).status_code == 400
    assert browser.post("/toi", {"old": PASSWORD, "new": new, "again": new}).status_code == 303
    assert browser.get("/den").status_code == 303
    assert passwords.matches(store.people.find("van_thu").secret, new)


def test_a_name_is_given_once(store):
    with pytest.raises(TakenName):
        store.people.add(Account("van_thu", "Khác", "van_thu", None, SECRET, True), who="thử")


def test_everything_that_was_done_is_on_a_whole_chain(store, asked):
    browser = Browser(store, asked, "chuyen_vien")
    browser.post(f"/van-ban/{paper(store)}/duyet", {"reason": "đã xem kỹ"})
    chain = store.verify()
    assert chain.whole and {"session.opened", "account.added", "review.confirmed"} <= {
        line["what"] for line in store.desk.trail(100)
    }


# The guide


def test_the_guide_and_its_booklet_say_the_same(store, asked, tmp_path):
    """Every word of the page stands in the Word file, pictures too; the same guide is the same file."""
    browser = Browser(store, asked, "van_thu")
    page, file = browser.get("/tro-giup").text, browser.get("/tro-giup/so-tay.docx").content
    guide = page[page.index('<div class="guide">') : page.index("</main>")]
    path = tmp_path / "so-tay.docx"
    path.write_bytes(file)
    read = " ".join(line.text for line in registry.read(open_source(path)).lines)
    said = [html.unescape(re.sub(r"<[^>]+>", "", part)).strip() for part in re.findall(r"<(?:h\d|li|p)>(.*?)</", guide)]
    assert said and all(part.split()[0] in read for part in said)
    assert {"Hướng dẫn sử dụng bàn duyệt", "Xác nhận một văn bản"} <= set(said)
    shown = re.findall(r'<img src="([^"]+)"', guide)
    with zipfile.ZipFile(path) as parts:
        assert len([n for n in parts.namelist() if n.startswith("word/media/")]) == len(shown) == 4
    assert all(browser.get(address).headers["content-type"] == "image/png" for address in shown)
    assert browser.get("/tro-giup/so-tay.docx").content == file
