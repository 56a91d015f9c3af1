"""A backup holds everything an installation would miss: proven by restoring it, also onto the other database."""

import shutil
import tarfile
from datetime import UTC, datetime

import pytest

from flows.assembly import open_store
from flows.backup import NoBackup, backup, restore
from flows.settings import Settings
from flows.taking_in import Intake
from outputs import registry as outputs
from pipeline.intake import open_source
from tests.test_flows_taking_in import REPORT


def settings(monkeypatch, home, url=None):
    home.mkdir(exist_ok=True)
    monkeypatch.setenv("THIDUA_HOME", str(home))
    monkeypatch.setenv("THIDUA_WORKERS", "1")
    return Settings(database_url=url)


def another_postgres(server):
    """The address of a second new, empty database."""
    import psycopg

    with psycopg.connect(server.replace("+psycopg", "") + "/postgres", autocommit=True) as connection:
        connection.execute('DROP DATABASE IF EXISTS "heir"')
        connection.execute('CREATE DATABASE "heir"')
    return f"{server}/heir"


def everything(url):
    return {name: list(lines) for name, lines in outputs.dump_store(url)}


def fill(office):
    """An office with stored files, a quarantined one, one that waits to be read, and one just dropped."""
    (office.home / "thidua.toml").write_text('[office]\nname = "SỞ MẪU"\n', encoding="utf-8")
    office.inbox.mkdir(parents=True)
    for number in (1, 2):
        (office.inbox / f"{number}.txt").write_text(REPORT.format(number=number), encoding="utf-8")
    (office.inbox / "rỗng.docx").touch()
    with Intake(office, "run") as intake:
        intake.store.start_run("ingest", run_id="run")
        mine, _ = intake.claim(sorted(office.inbox.iterdir()))
        list(intake.take(mine))
        intake.store.end_run("run")
        waiting = office.home / "chờ đọc.txt"
        waiting.write_text(REPORT.format(number=3), encoding="utf-8")
        source = open_source(waiting)
        kept = intake.archive.put(source)
        intake.store.receive(source, run_id="run", received_at=datetime.now(UTC), archived_as=kept)
    (office.inbox / "vừa thả.txt").write_text(REPORT.format(number=4), encoding="utf-8")


@pytest.mark.parametrize("to", ["same", "other"])
def test_what_was_backed_up_comes_back(tmp_path, monkeypatch, store_url, to, request):
    office = settings(monkeypatch, tmp_path / "old", store_url)
    fill(office)
    file = tmp_path / "sao lưu.tar"
    assert "4 tệp trong sổ, 2 văn bản, 4 bản gốc" in backup(office, file)[0] and file.stat().st_mode & 0o077 == 0
    before = everything(store_url)
    shutil.rmtree(tmp_path / "old")

    onto_postgres = ("postgresql" in store_url) == (to == "same")
    url = another_postgres(request.getfixturevalue("postgres_server")) if onto_postgres else None
    heir = settings(monkeypatch, tmp_path / "new", url)
    proven = restore(heir, file)
    assert proven.whole and (proven.balance.stored, proven.balance.quarantined, proven.balance.waiting) == (2, 1, 1)
    assert proven.archive.checked == 4
    assert everything(heir.store_url) == before
    assert [p.name for p in heir.quarantine.glob("*/*.docx")] and (heir.home / "thidua.toml").exists()
    assert all(not p.stat().st_mode & 0o222 for p in heir.archive.glob("*/*")), "originals are read-only again"
    # What waited and what was just dropped is taken in by the next run, and nothing twice.
    with Intake(heir, "next") as intake:
        mine, _ = intake.claim(sorted(p for p in heir.inbox.rglob("*") if p.is_file()))
        assert sorted(t.kind for t in intake.take(mine)) == ["new", "new"]
        balance = intake.store.balance()
    assert (balance.received, balance.stored, balance.waiting) == (5, 4, 0)


def test_a_place_that_is_not_empty_is_refused(tmp_path, monkeypatch, store_url):
    office = settings(monkeypatch, tmp_path / "old", store_url)
    fill(office)
    file = tmp_path / "b.tar"
    backup(office, file)
    before = everything(store_url)
    with pytest.raises(NoBackup, match="không trống"):
        restore(office, file)
    shutil.rmtree(office.archive), shutil.rmtree(office.quarantine)
    with pytest.raises(Exception, match="không trống") as refused:
        restore(office, file)
    assert outputs.is_store_error(refused.value)
    assert everything(store_url) == before


def test_what_is_no_backup_is_refused(tmp_path, monkeypatch):
    office = settings(monkeypatch, tmp_path / "home")
    (tmp_path / "b.tar").write_bytes(b"no tar")
    with pytest.raises(NoBackup, match="không phải bản sao lưu"):
        restore(office, tmp_path / "b.tar")
    with tarfile.open(tmp_path / "c.tar", "w") as tar:
        tar.add(__file__, "../../outside.py")
    with pytest.raises(NoBackup, match="không phải bản sao lưu"):
        restore(office, tmp_path / "c.tar")
    assert not (tmp_path.parent / "outside.py").exists()
    assert not office.archive.exists()


def test_a_cut_backup_restores_nothing(tmp_path, monkeypatch):
    office = settings(monkeypatch, tmp_path / "old")
    fill(office)
    file = tmp_path / "b.tar"
    backup(office, file)
    file.write_bytes(file.read_bytes()[:-40_000])
    heir = settings(monkeypatch, tmp_path / "new")
    with pytest.raises(NoBackup):
        restore(heir, file)
    assert not heir.archive.exists() and not (heir.var / "thidua.db").exists()


def test_the_tables_of_an_older_revision_are_brought_up(tmp_path, monkeypatch, store_url):
    """A backup of the first revision, loaded by this program, ends at this program's revision."""
    from outputs.store import carry, engine

    first = {"run": ['{"id":"r","kind":"ingest","state":"done","started_at":"2024-01-02T03:04:05+00:00","new":1}']}
    database = engine.connect(store_url, upgrade=False)
    carry.load(database, ((name, iter(rows)) for name, rows in first.items()), "0001")
    database.close()
    office = settings(monkeypatch, tmp_path / "home", store_url)
    with open_store(office) as store:
        (run,) = store.runs()
    assert (run["id"], run["new"], run["started_at"]) == ("r", 1, datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC))
