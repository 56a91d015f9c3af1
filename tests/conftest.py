"""Stores to test on: a fresh SQLite file, and a fresh database of a PostgreSQL server that the tests start."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest


def _as_postgres(*command: str | Path) -> list[str]:
    """PostgreSQL refuses to run as root: Debian's package brings the user it wants."""
    words = [str(word) for word in command]
    if os.geteuid() != 0:
        return words
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--", *words]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of an empty server, without a database name."""
    binaries = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not binaries:
        pytest.skip("PostgreSQL chưa cài: apt-get install postgresql")
    programs = binaries[-1].parent
    home = Path(tempfile.mkdtemp(prefix="thidua-pg-"))
    if os.geteuid() == 0:
        shutil.chown(home, "postgres", "postgres")
    data, port = home / "data", _free_port()
    try:
        subprocess.run(
            _as_postgres(programs / "initdb", "-D", data, "-U", "thidua", "-A", "trust", "-E", "UTF8",
                         "--no-locale", "--no-sync"),
            check=True, capture_output=True, cwd=home,
        )  # fmt: skip
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={home} -c fsync=off"
        start = _as_postgres(programs / "pg_ctl", "-D", data, "-o", options, "-l", home / "log", "-w", "start")
        subprocess.run(start, check=True, capture_output=True, cwd=home)
        yield f"postgresql+psycopg://thidua@127.0.0.1:{port}"
    finally:
        stop = _as_postgres(programs / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
        subprocess.run(stop, check=False, capture_output=True, cwd=home)
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture
def postgres_url(postgres_server: str) -> str:
    """The address of a new, empty database."""
    import psycopg

    name = f"t{time.monotonic_ns()}"
    with psycopg.connect(postgres_server.replace("+psycopg", "") + "/postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
    return f"{postgres_server}/{name}"


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a store that does not exist yet: every test of tables runs on both databases."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'kho' / 'thidua.db'}"
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture
def store(store_url):
    """A store with one person of each role, as the tests of the desk want it; other tests have stores of their own."""
    from outputs.store import open_store
    from tests.counter import hire

    with open_store(store_url) as store:
        hire(store)
        yield store


@pytest.fixture
def asked():
    """What the desk asked of the rest of the program."""
    from tests.counter import Asked

    return Asked()
