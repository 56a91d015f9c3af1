"""Taking files in without Prefect: each file ends stored or quarantined, once, whatever happens in between."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from datetime import UTC, datetime

import pytest

from flows.settings import Settings
from flows.taking_in import Intake, Summary
from parsers.sandbox import lost
from pipeline.errors import Code, Failure
from tests.crashes import REPORT


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("THIDUA_HOME", str(tmp_path))
    monkeypatch.setenv("THIDUA_WORKERS", "1")
    inbox = tmp_path / "var" / "inbox"
    inbox.mkdir(parents=True)
    return tmp_path


def drop(home, name, text):
    path = home / "var" / "inbox" / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def take(home, paths=None, run_id="run"):
    settings = Settings()
    with Intake(settings, run_id) as intake:
        intake.store.start_run("ingest", run_id=run_id)
        left = intake.folder.take_over()
        mine, failures = intake.claim(paths if paths is not None else sorted(settings.inbox.iterdir()))
        taken = failures + list(intake.take(left + mine))
        balance, chain = intake.store.balance(), intake.store.verify()
    assert balance.balanced and chain.whole
    return Summary(run_id, tuple(taken)), balance


def test_a_batch_with_everything_in_it(home, tmp_path):
    drop(home, "1.txt", REPORT.format(number=1))
    drop(home, "2.txt", REPORT.format(number=2))
    drop(home, "3 copy.txt", REPORT.format(number=2))
    drop(home, "empty.docx", b"")
    drop(home, "truncated.docx", b"PK\x03\x04" + b"\0" * 40)
    summary, balance = take(home)
    kinds = {t.name: t.kind for t in summary.taken}
    assert kinds == {
        "1.txt": "new",
        "2.txt": "new",
        "3 copy.txt": "same_file",
        "empty.docx": "failed",
        "truncated.docx": "failed",
    }
    assert summary.needs_person
    assert (balance.received, balance.stored, balance.quarantined, balance.waiting) == (4, 2, 2, 0)
    assert list((home / "var" / "inbox").iterdir()) == []
    reasons = sorted(p.name.split("_", 1)[1] for p in (home / "var" / "quarantine").glob("*/*.txt"))
    assert reasons == ["empty.docx.txt", "truncated.docx.txt"]


def test_a_second_run_changes_nothing(home):
    drop(home, "1.txt", REPORT.format(number=1))
    take(home)
    before = rows(home)
    drop(home, "other name.txt", REPORT.format(number=1))
    summary, _ = take(home, run_id="second")
    assert [t.kind for t in summary.taken] == ["same_file"]
    assert rows(home) == before


def rows(home):
    with sqlite3.connect(home / "var" / "thidua.db") as connection:
        tables = ("file", "dispatch", "recipient", "result", "movement", "finding")
        return {t: connection.execute(f"SELECT * FROM {t} ORDER BY 1").fetchall() for t in tables}


def test_what_cannot_be_had_is_told_and_left_where_it_is(home, tmp_path):
    folder = tmp_path / "bao cao.docx"
    folder.mkdir()
    summary, balance = take(home, [folder, tmp_path / "gone.pdf"])
    assert [(t.kind, t.message.split("]")[0]) for t in summary.taken] == [
        ("failed", "[NOT_A_FILE"),
        ("failed", "[NOT_FOUND"),
    ]
    assert folder.exists() and balance.received == 0


class CrashingReaders:
    """Reading processes of an older program that die of every file."""

    def run(self, paths):
        return (lost(path, Failure(Code.CRASHED)) for path in paths)

    def stop(self):
        """Nothing runs."""


def test_a_file_mended_later_leaves_the_quarantine(home, monkeypatch):
    """The same bytes read by a better program: the ledger's line moves from quarantined to stored."""
    drop(home, "1.txt", REPORT.format(number=1))
    with monkeypatch.context() as older:
        older.setattr(Intake, "_readers", lambda self: CrashingReaders())
        summary, balance = take(home)
    assert [t.message.split("]")[0] for t in summary.taken] == ["[CRASHED"] and balance.quarantined == 1
    drop(home, "1.txt", REPORT.format(number=1))
    summary, balance = take(home, run_id="second")
    assert [t.kind for t in summary.taken] == ["new"]
    assert (balance.stored, balance.quarantined) == (1, 0)
    assert list((home / "var" / "quarantine").glob("*/*")) == []


def at(monkeypatch, *moment):
    """Let files come in at a moment of UTC."""

    class Clock(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime(*moment, tzinfo=UTC)

    monkeypatch.setattr("flows.taking_in.datetime", Clock)


def findings_of(home):
    with Intake(Settings(), "look") as intake:
        return {(f["code"], f["severity"], f["message"]) for f in intake.store.findings()}


AFTER = ("DATE_AFTER_ARRIVAL", "error", "Ngày ban hành 12/12/2023 sau ngày đến 11/12/2023.")


@pytest.mark.parametrize(
    ("moment", "told"),
    [
        ((2023, 12, 11, 16, 59), True),  # one minute before midnight in Viet Nam
        ((2023, 12, 11, 17, 0), False),  # midnight there: it came in on its own day
        ((2024, 1, 5, 8, 0), False),
    ],
)
def test_a_dispatch_from_after_its_day_of_arrival_needs_a_person(home, monkeypatch, moment, told):
    drop(home, "1.txt", REPORT.format(number=17))
    at(monkeypatch, *moment)
    summary, _ = take(home)
    assert (AFTER in findings_of(home)) is told
    assert [t.needs_review for t in summary.taken] == [told] and summary.needs_person is told
    assert (AFTER[2] in summary.taken[0].message) is told


def test_a_file_read_again_keeps_its_first_day_of_arrival(home, monkeypatch):
    drop(home, "1.txt", REPORT.format(number=17))
    with monkeypatch.context() as older:
        older.setattr(Intake, "_readers", lambda self: CrashingReaders())
        at(older, 2023, 12, 11, 8, 0)
        take(home)
    drop(home, "1.txt", REPORT.format(number=17))
    at(monkeypatch, 2024, 3, 1, 8, 0)
    take(home, run_id="second")
    assert AFTER in findings_of(home)


PROGRAM = """
import sys
from pathlib import Path
from flows.settings import Settings
from flows.taking_in import Intake
settings = Settings()
with Intake(settings, sys.argv[1]) as intake:
    intake.store.start_run("ingest", run_id=sys.argv[1])
    left = intake.folder.take_over()
    mine, _ = intake.claim(sorted(settings.inbox.iterdir()))
    for taken in intake.take(left + mine):
        print(taken.name, flush=True)
"""


def test_killed_anywhere_nothing_is_lost_and_nothing_twice(home):
    """Runs are killed at growing delays until one lives to the end; then every file is stored exactly once."""
    for number in range(1, 13):
        drop(home, f"{number}.txt", REPORT.format(number=number))
    deadline, delay, attempt = time.monotonic() + 90, 0.6, 0
    while time.monotonic() < deadline:
        attempt += 1
        process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, f"run-{attempt}"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        try:
            process.wait(timeout=delay)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        else:
            break
        delay *= 1.25
    else:
        pytest.fail("no run lived to the end")
    _, balance = take(home, run_id="last")
    assert (balance.received, balance.stored, balance.waiting, balance.quarantined) == (12, 12, 0, 0)
    with sqlite3.connect(home / "var" / "thidua.db") as connection:
        assert connection.execute("SELECT count(*), count(DISTINCT symbol) FROM dispatch").fetchone() == (12, 12)
    assert attempt > 1, "the first run was not even killed once"
