"""Bundles taken in: every file inside has its own line in the ledger, once, and a run may die anywhere."""

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from flows.settings import Settings
from flows.taking_in import Intake, Summary
from tests import messages
from tests.cabinet import zipped
from tests.messages import PLAN

OTHER = PLAN.replace("119/KH", "120/KH").replace("Phát động", "Tổng kết")


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("THIDUA_HOME", str(tmp_path))
    monkeypatch.setenv("THIDUA_WORKERS", "1")
    (tmp_path / "var" / "inbox").mkdir(parents=True)
    return tmp_path


def take(home, run_id="run"):
    settings = Settings()
    with Intake(settings, run_id) as intake:
        intake.store.start_run("ingest", run_id=run_id)
        left = intake.folder.take_over()
        mine, failures = intake.claim(sorted(settings.inbox.iterdir()))
        taken = failures + list(intake.take(left + mine))
        intake.store.end_run(run_id, Summary(run_id, tuple(taken)).counts)
        balance, chain = intake.store.balance(), intake.store.verify()
    assert balance.balanced and chain.whole
    assert not list((home / "var" / "work").iterdir()), "nothing of a bundle stays behind"
    return Summary(run_id, tuple(taken)), balance


def rows(home, query):
    with sqlite3.connect(home / "var" / "thidua.db") as connection:
        return connection.execute(query).fetchall()


def box(home, name="hồ sơ.zip", **extra):
    mail = messages.mail(home / "thư.eml", "Chào.", ("kh 120.txt", OTHER.encode()))
    parts = {"đợt 1/kh.txt": PLAN, "thư.eml": mail.read_bytes(), "trống.txt": b""} | extra
    return zipped(parts, home / "var" / "inbox" / name)


def test_each_file_of_a_bundle_has_its_line(home):
    box(home)
    summary, balance = take(home)
    kinds = {t.name: t.kind for t in summary.taken}
    assert kinds == {
        "kh.txt": "new",
        "kh 120.txt": "new",
        "trống.txt": "failed",
        "thư.eml": "bundle",
        "hồ sơ.zip": "bundle",
    }
    assert (balance.received, balance.stored, balance.quarantined) == (5, 4, 1)
    found = {name: (origin, members) for name, origin, members in rows(home, "SELECT name, origin, members FROM file")}
    assert found == {
        "hồ sơ.zip": (None, 3),
        "thư.eml": ("hồ sơ.zip", 1),
        "kh.txt": ("hồ sơ.zip › đợt 1", None),
        "kh 120.txt": ("hồ sơ.zip › thư.eml", None),
        "trống.txt": ("hồ sơ.zip", None),
    }
    assert len(list((home / "var" / "archive").glob("*/*"))) == 5, "the bundle's own bytes are kept too"
    assert "trong đó 2 bó tệp" in summary.totals()[0]
    letter = next((home / "var" / "quarantine").glob("*/*trống.txt.txt")).read_text(encoding="utf-8-sig")
    assert "Nằm trong: hồ sơ.zip" in letter


def test_the_same_bundle_again_changes_nothing(home):
    sent = box(home).read_bytes()
    take(home)
    tables = ("file", "dispatch", "recipient", "finding")
    before = {t: rows(home, f"SELECT * FROM {t} ORDER BY 1") for t in tables}
    (home / "var" / "inbox" / "tên khác.zip").write_bytes(sent)
    summary, _ = take(home, "second")
    assert {t.kind for t in summary.taken} == {"same_file", "failed"}
    after = {t: rows(home, f"SELECT * FROM {t} ORDER BY 1") for t in tables}
    assert after == before


def test_a_file_known_from_elsewhere_is_not_stored_twice(home):
    (home / "var" / "inbox" / "a.txt").write_text(PLAN, encoding="utf-8")
    take(home)
    zipped({"b.txt": PLAN}, home / "var" / "inbox" / "z.zip")
    summary, balance = take(home, "second")
    assert [(t.name, t.kind) for t in summary.taken] == [("b.txt", "same_file"), ("z.zip", "bundle")]
    assert balance.stored == 2


def test_a_run_that_dies_inside_a_bundle_is_made_good(home, monkeypatch):
    """The bundle is written down last: until then the next run finds it and opens it again."""
    box(home)
    with monkeypatch.context() as patch:
        real, calls = Intake._keep, []

        def dying(self, item, outcome, archived_as):
            if len(calls) == 2:
                raise KeyboardInterrupt
            calls.append(item.name)
            return real(self, item, outcome, archived_as)

        patch.setattr(Intake, "_keep", dying)
        with pytest.raises(KeyboardInterrupt):
            take(home)
    _, balance = take(home, "second")
    assert (balance.received, balance.stored, balance.quarantined, balance.waiting) == (5, 4, 1, 0)


def test_the_word_draft_the_edxml_and_its_page_are_one_dispatch(home):
    """One dispatch in three files: joined by issuer, symbol, date and subject; all stay to be seen."""
    inbox = home / "var" / "inbox"
    (inbox / "dự thảo.txt").write_text(PLAN + "\n", encoding="utf-8")
    take(home)
    carried = messages.attachment("kh.txt", messages.wrapped(PLAN.encode()))
    subject = 'Phát động phong trào thi đua "Chung tay vì cộng đồng" năm 2023'
    messages.edxml(inbox / "a.edxml", carried, inner=messages.header(subject=subject))
    summary, _ = take(home, "second")
    assert {t.kind for t in summary.taken} == {"new_version"}
    found = rows(home, "SELECT f.name, d.identity, d.superseded_by IS NULL FROM dispatch d JOIN file f USING (sha256)")
    assert len({identity for _, identity, _ in found}) == 1
    assert [name for name, _, leads in found if leads] == ["kh.txt"], "an envelope never leads the page it carries"


def thidua(*words, home):
    env = os.environ | {"THIDUA_HOME": str(home), "THIDUA_WORKERS": "1"}
    program = Path(sys.executable).parent / "thidua"
    return subprocess.run(
        [program, *map(str, words)], env=env, capture_output=True, text=True, timeout=110, check=False
    )


def test_parse_prints_one_record_a_member(home):
    path = box(home)
    done = thidua("parse", path, home=home)
    records = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(r["source"]["name"], r["source"]["origin"], r["status"]) for r in records] == [
        ("kh.txt", "hồ sơ.zip › đợt 1", "clean"),
        ("kh 120.txt", "hồ sơ.zip › thư.eml", "clean"),
        ("trống.txt", "hồ sơ.zip", "failed"),
    ]
    assert done.returncode == 1 and [p.name for p in path.parent.iterdir()] == [path.name]
