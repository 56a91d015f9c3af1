"""Opening, upgrading, sharing and killing: the database under the store."""

import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from outputs.store import StoreError, open_store
from outputs.store.engine import connect
from outputs.store.schema import EXPORTED, HEAD, metadata
from outputs.store.upgrade import config
from tests.papers import MORNING, outcome

ROOT = Path(__file__).parent.parent


def test_the_revisions_make_exactly_the_tables_of_the_schema(store_url):
    database = connect(store_url)
    with database.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
        assert set(EXPORTED) <= set(inspect(connection).get_table_names())
    database.close()


def test_the_head_that_opening_looks_for_is_the_newest_revision():
    assert ScriptDirectory.from_config(config()).get_current_head() == HEAD


def test_opening_twice_changes_nothing_and_needs_no_alembic(store_url):
    with open_store(store_url) as store:
        store.save(outcome(), run_id="x", received_at=MORNING, archived_as=None)
    script = (
        "import sys; from outputs.store import open_store; store = open_store(sys.argv[1]);"
        "print(len(store.heads()), 'alembic' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script, store_url], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["1", "False"]


def test_a_store_of_a_newer_program_is_left_alone(store_url):
    with open_store(store_url) as store, store._database.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match="mới hơn phần mềm"):
        open_store(store_url)


def test_a_server_that_does_not_answer_is_named_without_its_password():
    with pytest.raises(StoreError) as caught:
        open_store("postgresql+psycopg://thidua:bimat@127.0.0.1:1/thidua")
    assert "bimat" not in str(caught.value)


def test_sqlite_is_durable_and_keeps_references(tmp_path):
    database = connect(f"sqlite:///{tmp_path / 'x.db'}")
    with database.read() as connection:
        settings = {
            name: connection.scalar(text(f"PRAGMA {name}")) for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    database.close()
    assert settings == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_a_conflict_is_tried_again(store_url, monkeypatch):
    """Two writers' rows collide on a constraint: the loser starts over and finds the winner's row."""
    from outputs.store import write

    real, calls = write.save, []

    def collide(connection, *rest):
        calls.append(1)
        if len(calls) == 1:
            connection.execute(text(f"INSERT INTO alembic_version VALUES ('{HEAD}')"))
        return real(connection, *rest)

    monkeypatch.setattr(write, "save", collide)
    with open_store(store_url) as store:
        assert store.save(outcome(), run_id="x", received_at=MORNING, archived_as=None).kind.value == "new"
        assert len(calls) == 2 and store.balance().balanced


def test_a_lock_beyond_patience_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr("outputs.store.engine.PATIENCE", 0.01)
    monkeypatch.setattr("outputs.store.engine._ATTEMPTS", 2)
    url = f"sqlite:///{tmp_path / 'x.db'}"
    with (
        open_store(url) as one,
        open_store(url) as other,
        one._database.write(),
        pytest.raises(StoreError, match="locked"),
    ):
        other.save(outcome(), run_id="x", received_at=MORNING, archived_as=None)


WORKER = textwrap.dedent(
    """
    import sys
    from datetime import timedelta
    from outputs.store import open_store
    from tests.papers import MORNING, dispatch, outcome

    url, first, step = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    kinds = []
    with open_store(url) as store:
        for n in range(12)[::step]:
            # Two files for each dispatch; both workers bring both, in opposite order.
            for version in (first, 1 - first):
                what = outcome(f"{n}/{version}", dispatch(f"{n + 1}/KH-SNV"))
                moment = MORNING + timedelta(minutes=version)
                kinds.append(store.save(what, run_id="x", received_at=moment, archived_as=None).kind.value)
    print(" ".join(kinds))
    """
)


def start(script, *words):
    command = [sys.executable, "-c", script, *map(str, words)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT)


def test_two_processes_never_write_one_dispatch_twice(store_url):
    workers = [start(WORKER, store_url, 0, 1), start(WORKER, store_url, 1, -1)]
    outs = [worker.communicate(timeout=60) for worker in workers]
    assert [worker.returncode for worker in workers] == [0, 0], outs
    kinds = " ".join(out for out, _ in outs).split()
    assert {kind: kinds.count(kind) for kind in set(kinds)} == {"new": 12, "new_version": 12, "same_file": 24}
    with open_store(store_url) as store:
        heads = store.heads()
        assert len(heads) == 24
        assert sorted(h.arrival_number for h in heads) == list(range(1, 25))
        assert {h.received_at.minute for h in store.heads(in_force=True)} == {(MORNING.minute + 1) % 60}
        assert store.verify().whole and store.balance().balanced


KILLED = textwrap.dedent(
    """
    import os, signal, sys
    from sqlalchemy import event
    from outputs.store import open_store
    from tests.papers import MORNING, outcome

    store = open_store(sys.argv[1])

    def kill(connection, cursor, statement, *rest):
        if statement.lower().startswith("insert into audit"):
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(store._database._writer, "before_cursor_execute", kill)
    store.save(outcome(), run_id="x", received_at=MORNING, archived_as=None)
    """
)


def test_a_process_killed_while_saving_leaves_nothing(store_url):
    with open_store(store_url) as store:
        process = start(KILLED, store_url)
        process.communicate(timeout=60)
        assert process.returncode == -signal.SIGKILL
        assert store.heads() == [] and store.files() == [] and store.verify().rows == 0
        store.save(outcome(), run_id="x", received_at=MORNING, archived_as=None)
        assert store.balance().stored == 1


def test_a_forked_child_uses_connections_of_its_own(store_url):
    with open_store(store_url) as store:
        store.save(outcome("cha"), run_id="x", received_at=MORNING, archived_as=None)
        child = os.fork()
        if child == 0:
            code = 1
            try:
                store.save(outcome("con"), run_id="x", received_at=MORNING, archived_as=None)
                code = 0
            finally:
                os._exit(code)
        _, status = os.waitpid(child, 0)
        assert os.waitstatus_to_exitcode(status) == 0
        assert len(store.heads()) == 2
        assert store.verify().whole


def test_a_half_written_upgrade_is_undone(store_url, monkeypatch):
    from outputs.store import upgrade

    def fail(connection):
        connection.execute(text("CREATE TABLE half (x INTEGER)"))
        raise RuntimeError("điện tắt")

    monkeypatch.setattr(upgrade, "run_upgrade", fail)
    with pytest.raises(RuntimeError):
        open_store(store_url)
    monkeypatch.undo()
    with open_store(store_url) as store, store._database.read() as connection:
        assert "half" not in inspect(connection).get_table_names()


def test_a_table_made_anew_keeps_every_row_that_refers_to_it(store_url):
    """SQLite swaps the table of dispatches for one with other constraints; its children stay where they were."""
    from outputs.store.upgrade import run_upgrade

    database = connect(store_url, upgrade=False)
    with database.write() as connection:
        run_upgrade(connection, "0003")
    with database.write() as connection:
        connection.execute(
            text(
                "INSERT INTO file (sha256, name, size, media_type, state, received_at, run_id, ocr)"
                " VALUES ('a', 'a.pdf', 1, 'x', 'stored', '2024-01-01', 'r', true)"
            )
        )
        connection.execute(
            text(
                "INSERT INTO dispatch (id, sha256, series, identity, status, profile, arrival_year, arrival_number,"
                " received_at, run_id, evidence, search, record)"
                " VALUES ('d', 'a', 's', 's', 'clean', 'state', 2024, 1, '2024-01-01', 'r', '{}', '', '{}')"
            )
        )
        connection.execute(
            text(
                "INSERT INTO recipient (id, dispatch_id, ordinal, role, text, raw, confidence, evidence)"
                " VALUES ('q', 'd', 0, 'recipient', 'Sở', 'Sở', 1, '[]')"
            )
        )
    database.upgrade()
    with database.read() as connection:
        assert connection.execute(text("SELECT form, part, standing FROM dispatch")).all() == [("scan", 1, "counts")]
        assert connection.scalar(text("SELECT dispatch_id FROM recipient")) == "d"
        if database.engine.dialect.name == "sqlite":
            assert connection.scalar(text("PRAGMA foreign_keys")) == 1, "references are kept again afterwards"
    database.close()
