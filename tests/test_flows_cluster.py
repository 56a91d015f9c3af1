"""The same flow on a Dask cluster: the same rows as on this machine alone."""

import importlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

from flows.settings import Settings
from parsers.formats import scan
from tests import crashes

pytest.importorskip("prefect_dask")
pytestmark = [
    pytest.mark.skipif(scan.problem() is not None, reason="no Tesseract with Vietnamese data here"),
    pytest.mark.xdist_group("prefect"),
    pytest.mark.timeout(600),
]

BENCH = Path(__file__).parent / "bench"


def test_a_cluster_of_two_writes_what_one_machine_writes(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(str(BENCH))
    cluster = importlib.import_module("cluster")
    there, here = tmp_path / "there", tmp_path / "here"
    there.mkdir()
    command = [sys.executable, BENCH / "cluster.py", "--files", "6", "--workers", "2", "--home", there]
    done = subprocess.run(command, capture_output=True, text=True, timeout=500, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    assert json.loads(done.stdout.splitlines()[-1])["seconds"] > 0

    monkeypatch.setenv("THIDUA_HOME", str(here))
    monkeypatch.setenv("THIDUA_WORKERS", "1")
    settings = Settings()
    settings.inbox.mkdir(parents=True)
    drawn = there / "documents"
    for path in drawn.iterdir():
        (settings.inbox / path.name).write_bytes(path.read_bytes())
    with monkeypatch.context() as patched:
        patched.setattr("flows.standby.readers", crashes._in_process)
        crashes.work("here", own_readers=False)
    assert cluster.rows(there, drawn) == cluster.rows(here, drawn) and len(cluster.rows(here, drawn)) == 6
    journal = (there / "var" / "logs" / "thidua.jsonl").read_text(encoding="utf-8").splitlines()
    assert len({json.loads(line)["pid"] for line in journal if '"new"' in line}) == 2, "both workers took part"
