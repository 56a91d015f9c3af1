"""Killed at every named point between claim and archive, and failed by disk, database and clock: nothing lost, nothing twice."""

import hashlib
import json
import os
import signal

import pytest

from flows import journal
from tests import crashes
from tests.crashes import FAULTS, POINTS, Dropped, at, die, faults, raising, run


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("THIDUA_HOME", str(tmp_path))
    monkeypatch.setenv("THIDUA_WORKERS", "1")
    (tmp_path / "var" / "inbox").mkdir(parents=True)
    return tmp_path


@pytest.fixture(scope="module", autouse=True)
def warm(tmp_path_factory):
    crashes.warm_up(tmp_path_factory.mktemp("warm"))


@pytest.fixture
def dropped(home):
    return Dropped(home / "var" / "inbox")


def test_killed_at_every_point(home, dropped):
    """Each run is killed at the next point of a file's way; each takes over what the one before it left."""
    assert len(POINTS) >= 15
    unreached = []
    for number, (name, (place, when)) in enumerate(POINTS.items()):
        dropped.some(number * 10)
        died = run(f"run-{number}", lambda place=place, when=when: at(place, when, 1, die))
        if died != -signal.SIGKILL:
            unreached.append(f"{name}: {died}")
    assert unreached == []
    assert run("last") == 0
    assert faults(home, dropped) == []


def test_failed_by_the_disk(home, dropped):
    for number, (name, (place, make)) in enumerate(FAULTS.items()):
        dropped.some(number * 10)
        failed = run(f"run-{number}", lambda place=place, make=make: at(place, "before", 2, raising(make)))
        assert failed == 7, name
    assert run("last") == 0
    assert faults(home, dropped) == []


def test_a_store_that_may_not_be_written(home, dropped):
    dropped.some(0)
    assert run("first") == 0
    dropped.some(10)
    assert run("second", crashes.read_only) == 7
    assert run("third") == 0
    assert faults(home, dropped) == []


def test_a_clock_that_jumps(home, dropped):
    for number in range(4):
        dropped.some(number * 10)
        assert run(f"run-{number}", crashes.jumping_clock) == 0
    assert faults(home, dropped) == []


def test_two_runs_at_once(home, dropped):
    """A night run and a drop: both look at one drop folder at the same moment, and one of them dies."""
    for number in range(6):
        dropped.some(number * 10)
        place, when = POINTS["saved"]
        children = [
            crashes.start(f"night-{number}"),
            crashes.start(f"drop-{number}", lambda place=place, when=when: at(place, when, 2, die)),
        ]
        assert crashes.end(children[0]) == 0
        crashes.end(children[1])
    assert run("last") == 0
    assert faults(home, dropped) == []


def test_a_writer_that_goes_on_after_the_claim(home, dropped, monkeypatch):
    """The file was taken too early: what is written afterwards comes with the next run, as a file of its own."""
    from flows import taking_in

    path = dropped.inbox / "a.txt"
    early, late = crashes.REPORT.format(number=1), crashes.REPORT.format(number=1) + "\nThêm một dòng.\n"
    path.write_text(early, encoding="utf-8")
    with path.open("a", encoding="utf-8") as writer:
        real = taking_in.release

        def write_first(item):
            writer.write(late[len(early) :]), writer.flush()
            real(item)

        monkeypatch.setattr(taking_in, "release", write_first)
        crashes.work("first")
        monkeypatch.setattr(taking_in, "release", real)
    crashes.work("second")
    dropped.stored = {hashlib.sha256(text.encode()).hexdigest() for text in (early, late)}
    assert faults(home, dropped) == []


def test_a_journal_that_cannot_be_written_stops_nothing(home, dropped, monkeypatch):
    dropped.some(0)

    def refuse(_handle, _data):
        raise crashes.full_disk()

    monkeypatch.setattr(os, "write", refuse)
    crashes.work("first")
    monkeypatch.undo()
    monkeypatch.setenv("THIDUA_HOME", str(home))
    assert faults(home, dropped) == []


def _lines(home):
    lines = (home / "var" / "logs" / journal.NAME).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def test_the_journal_follows_a_file_by_one_id(home, dropped):
    dropped.report(7)
    assert run("first") == 0
    (sha,) = dropped.stored
    events = [line["event"] for line in _lines(home) if line.get("file") == sha[:12]]
    assert events == ["received", "new"]
    assert {line["run"] for line in _lines(home)} == {"first"}


def _gone(server, database, gone):
    """Shut a database's door and throw everybody out, or open the door again."""
    import psycopg

    with psycopg.connect(server.replace("+psycopg", "") + "/postgres", autocommit=True) as connection:
        connection.execute(f'ALTER DATABASE "{database}" ALLOW_CONNECTIONS {"false" if gone else "true"}'.encode())
        if gone:
            out = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
            connection.execute(out, (database,))


def test_a_database_that_goes_and_comes_back(home, dropped, monkeypatch, postgres_server, postgres_url):
    """Thrown out once, the run heals by itself; with the database gone it fails, and the next one does the rest."""
    from flows.overview import prove
    from flows.settings import Settings
    from outputs import registry as outputs

    monkeypatch.setenv("THIDUA_DATABASE_URL", postgres_url)
    name = postgres_url.rsplit("/", 1)[-1]

    def thrown_out():
        _gone(postgres_server, name, True)
        _gone(postgres_server, name, False)

    dropped.some(0)
    assert run("first", lambda: at("outputs.store.sql:SqlStore.save", "before", 2, thrown_out)) == 0
    dropped.some(10)
    lost = lambda: at("outputs.store.sql:SqlStore.save", "before", 2, lambda: _gone(postgres_server, name, True))  # noqa: E731
    assert run("second", lost) == 7
    with pytest.raises(Exception, match="Không mở được kho dữ liệu") as told:
        outputs.open_store(postgres_url)
    assert outputs.is_store_error(told.value)
    _gone(postgres_server, name, False)
    assert run("third") == 0
    proven = prove(Settings())
    assert proven.whole and proven.balance.waiting == 0
    assert proven.balance.received == len(dropped.stored | dropped.quarantined | dropped.bundles)


def test_two_workers_and_a_night_run_at_once_on_postgresql(home, dropped, monkeypatch, postgres_url):
    """Three runs take over, claim and write at the same time; the same bytes lie there several times."""
    from flows.overview import prove
    from flows.settings import Settings

    monkeypatch.setenv("THIDUA_DATABASE_URL", postgres_url)
    dropped.some(0)
    assert run("first") == 0
    for number in range(1, 5):
        for copy in range(3):
            dropped.some(number * 10 + copy * 1000)
            dropped.report(number * 10, name=f"lại {number} {copy}.txt")
        children = [crashes.start(f"{who}-{number}") for who in ("night", "worker a", "worker b")]
        assert [crashes.end(child) for child in children] == [0, 0, 0]
    assert run("last") == 0
    proven = prove(Settings())
    assert proven.whole and proven.balance.waiting == 0
    assert proven.balance.stored == len(dropped.stored | dropped.bundles)
    assert not [p for p in Settings().work.rglob("*") if p.is_file()]
