"""Two Prefect workers of one pool and a night run at once, each a process, all on PostgreSQL: no dispatch is written twice."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from contextlib import ExitStack
from pathlib import Path

import pytest

from flows.overview import prove
from flows.service import free_port
from flows.settings import Settings
from tests.crashes import Dropped

pytestmark = [pytest.mark.xdist_group("prefect"), pytest.mark.timeout(600)]

ROOT = Path(__file__).parent.parent
PREFECT = [sys.executable, "-m", "prefect"]


def ask(address, body=None):
    """What Prefect's server answers, None while it does not."""
    data = None if body is None else json.dumps(body).encode()
    try:
        with urllib.request.urlopen(
            urllib.request.Request(address, data, {"Content-Type": "application/json"}), timeout=20
        ) as reply:
            return json.loads(reply.read())
    except OSError:
        return None


def until(true, seconds, what):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := true():
            return found
        time.sleep(0.3)
    pytest.fail(f"{what}: not within {seconds} s")


@pytest.fixture
def prefect_database(postgres_server):
    """The address of an empty database as Prefect's own server takes it."""
    import psycopg

    name = f"prefect{time.monotonic_ns()}"
    with psycopg.connect(postgres_server.replace("+psycopg", "") + "/postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
    return f"{postgres_server}/{name}".replace("+psycopg", "+asyncpg")


@pytest.fixture
def office(tmp_path, monkeypatch, postgres_url, prefect_database):
    """A home on PostgreSQL, Prefect's server on it too, prefect.yaml deployed, two workers of its pool: the server's address."""
    for name in [n for n in os.environ if n.startswith("PREFECT_")]:
        monkeypatch.delenv(name)
    port = free_port()
    address = f"http://127.0.0.1:{port}/api"
    for name, value in {
        "THIDUA_HOME": str(tmp_path), "THIDUA_DATABASE_URL": postgres_url, "THIDUA_WORKERS": "1", "THIDUA_BATCH": "5",
        "THIDUA_WATCH__QUIET_SECONDS": "0", "THIDUA_PROJECT": str(ROOT), "PREFECT_HOME": str(tmp_path / "prefect"),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false", "DO_NOT_TRACK": "1", "PREFECT_CLI_PROMPT": "false",
        "PREFECT_API_DATABASE_CONNECTION_URL": prefect_database,
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    with ExitStack() as stack:

        def start(name, *command):
            log = stack.enter_context((tmp_path / f"{name}.log").open("wb"))
            process = subprocess.Popen([*PREFECT, *command], stdout=log, stderr=log, cwd=ROOT, start_new_session=True)
            stack.callback(end, process)

        def end(process):
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()

        start("server", "server", "start", "--host", "127.0.0.1", "--port", str(port))
        until(lambda: ask(f"{address}/health"), 120, "Prefect's server")
        monkeypatch.setenv("PREFECT_API_URL", address)
        for command in (
            ("work-pool", "create", "thidua", "--type", "process"),
            ("--no-prompt", "deploy", "--all", "--prefect-file", "flows/prefect.yaml"),
        ):
            done = subprocess.run(
                [*PREFECT, *command], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
            )
            assert done.returncode == 0, done.stdout + done.stderr
        for name in ("a", "b"):
            # One run at a time each: three runs need both.
            start(name, "worker", "start", "--pool", "thidua", "--type", "process", "--name", name, "--limit", "1")
        yield address


def test_two_workers_and_a_night_run_at_once(office, tmp_path):
    dropped = Dropped(tmp_path / "var" / "inbox")
    dropped.inbox.mkdir(parents=True)
    for number in range(4):
        dropped.some(number * 10)
        dropped.report(number * 10, name=f"lại {number}.txt")
    assert not list((tmp_path / "prefect").glob("*.db")), "Prefect keeps its runs in PostgreSQL"
    known = {d["name"]: d["id"] for d in ask(f"{office}/deployments/filter", {})}
    assert set(known) == {"nightly", "on-drop", "report", "verify"}
    runs = [
        ask(f"{office}/deployments/{known[name]}/create_flow_run", {"state": {"type": "SCHEDULED"}})["id"]
        for name in ("on-drop", "nightly", "on-drop")
    ]

    def over():
        found = ask(f"{office}/flow_runs/filter", {"flow_runs": {"id": {"any_": runs}}}) or []
        return found if all(run["state_type"] in ("COMPLETED", "FAILED", "CRASHED") for run in found) else None

    # More of the same bytes comes while they run.
    for number in range(4, 8):
        dropped.some(number * 10)
        dropped.report((number - 4) * 10, name=f"muộn {number}.txt")
        time.sleep(1)
    ended = until(over, 400, "three runs")
    assert {run["state_type"] for run in ended} == {"COMPLETED"}, [(run["name"], run["state"]) for run in ended]
    last = ask(f"{office}/deployments/{known['nightly']}/create_flow_run", {"state": {"type": "SCHEDULED"}})["id"]
    runs[:] = [last]
    until(over, 200, "the last run")

    settings = Settings()
    proven = prove(settings)
    assert proven.whole and proven.balance.waiting == 0
    assert proven.balance.stored == len(dropped.stored | dropped.bundles)
    assert proven.balance.quarantined == len(dropped.quarantined)
    from flows.assembly import open_store

    with open_store(settings) as store:
        dispatches = list(store.table("dispatch"))
    hashes = [row["sha256"] for row in dispatches]
    numbers = {(row["arrival_year"], row["arrival_number"]) for row in dispatches}
    assert len(hashes) == len(set(hashes)) == len(dropped.stored), "each dispatch once"
    assert len(numbers) == len(dispatches), "each arrival number once"
    assert not [p for folder in (settings.inbox, settings.work) for p in folder.rglob("*") if p.is_file()]
