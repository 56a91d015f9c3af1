"""The whole service as an office runs it: up, a drop stored at once, told by health and metrics, down without a trace."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from flows import pulse
from flows.service import Part, free_port, parts
from flows.settings import Settings
from tests.crashes import REPORT

EXAMPLES = Path(__file__).parent.parent / "examples"
THIDUA = Path(sys.executable).parent / "thidua"


def ask(address):
    try:
        with urllib.request.urlopen(address, timeout=30) as reply:
            return reply.status, reply.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def knock(address):
    """What a page says, None while nobody answers."""
    try:
        return ask(address)[1]
    except OSError:
        return None


def until(true, seconds):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if (found := true()) is not None:
            return found
        time.sleep(0.1)
    pytest.fail(f"not within {seconds} s")


@pytest.mark.xdist_group("prefect")
@pytest.mark.timeout(400)
def test_the_service_from_start_to_stop(tmp_path):
    health, desk = free_port(), free_port()
    home = tmp_path / "home"
    inbox = home / "var" / "inbox"
    inbox.mkdir(parents=True)
    for name in ("thidua.toml", "agencies.csv"):
        shutil.copyfile(EXAMPLES / name, home / name)
    env = {k: v for k, v in os.environ.items() if not k.startswith("PREFECT_")} | {
        "THIDUA_HOME": str(home), "THIDUA_WORKERS": "1", "THIDUA_SERVICE__HEALTH_PORT": str(health),
        "THIDUA_SERVICE__DESK_PORT": str(desk), "THIDUA_WATCH__QUIET_SECONDS": "0.5",
    }  # fmt: skip
    output = tmp_path / "output.txt"
    with output.open("wb") as stream:
        service = subprocess.Popen([THIDUA, "serve"], env=env, stdout=stream, stderr=stream, start_new_session=True)
    words = lambda: output.read_text(encoding="utf-8")  # noqa: E731
    try:
        until(lambda: True if "Đang theo dõi" in words() else None, 200)
        code, answer = ask(f"http://127.0.0.1:{health}/health")
        assert (code, json.loads(answer)["parts"]) == (
            200, {"prefect": True, "deployments": True, "watch": True, "desk": True},
        )  # fmt: skip
        shown = until(lambda: page if (page := knock(f"http://127.0.0.1:{desk}/dang-nhap")) else None, 30)
        assert "Đăng nhập" in shown

        # The first drop starts the readers; the second finds them ready.
        (inbox / "1.txt").write_text(REPORT.format(number=1), encoding="utf-8")
        until(lambda: True if "1/BC-CCM" in words() else None, 60)
        dropped = time.monotonic()
        (inbox / "2.txt").write_text(REPORT.format(number=2), encoding="utf-8")
        until(lambda: True if "2/BC-CCM" in words() else None, 60)
        assert time.monotonic() - dropped < 10
        metrics = until(
            lambda: text if 'thidua_files{state="stored"} 2' in (text := ask(f"http://127.0.0.1:{health}/metrics")[1]) else None,
            20,
        )  # fmt: skip
        assert 'thidua_part_up{part="watch"} 1' in metrics and "thidua_up 1" in metrics
        assert ask(f"http://127.0.0.1:{health}/else")[0] == 404

        api = next(w for w in words().split() if w.startswith("http://")) + "/api"
        request = urllib.request.Request(f"{api}/deployments/filter", b"{}", {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=30) as reply:
            found = {d["name"]: d for d in json.loads(reply.read())}
        assert set(found) == {"nightly", "on-drop", "report", "verify"}
        (night,) = found["nightly"]["schedules"]
        assert (night["schedule"]["cron"], night["schedule"]["timezone"]) == ("0 22 * * *", "Asia/Ho_Chi_Minh")
        form = found["report"]["parameter_openapi_schema"]["properties"]
        assert {"movement", "start", "end", "as_of"} <= set(form)

        # A part that dies comes back.
        journal = (home / "var" / "logs" / "thidua.jsonl").read_text(encoding="utf-8").splitlines()
        events = [json.loads(line) for line in journal]
        watcher = next(e["process"] for e in events if e["event"] == "part started" and e["part"] == "watch")
        os.killpg(watcher, signal.SIGKILL)
        until(lambda: True if words().count("Đang theo dõi") == 2 else None, 120)
    finally:
        service.terminate()
        try:
            code = service.wait(timeout=100)
        except subprocess.TimeoutExpired:
            os.killpg(service.pid, signal.SIGKILL)
            raise
    assert code == 0 and "Đã dừng." in words() and "Traceback" not in words()
    with pytest.raises(OSError):
        urllib.request.urlopen(f"{api}/health", timeout=5)


def test_a_configured_server_is_used(tmp_path, monkeypatch):
    monkeypatch.setenv("THIDUA_HOME", str(tmp_path))
    own = {}
    assert [p.name for p in parts(Settings(), own)] == ["prefect", "deployments", "watch", "desk"]
    assert own["PREFECT_API_URL"].startswith("http://127.0.0.1:")
    theirs = {"PREFECT_API_URL": "http://10.0.0.5:4200/api"}
    assert [p.name for p in parts(Settings(), theirs)] == ["deployments", "watch", "desk"]
    monkeypatch.setenv("THIDUA_SERVICE__DESK_PORT", "0")
    assert "desk" not in {p.name for p in parts(Settings(), theirs)}, "a desk of its own unit"


def test_a_part_that_dies_is_started_again_and_one_that_is_deaf_is_ended(tmp_path):
    program = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(99)"
    )
    part = Part("deaf", [sys.executable, "-c", program], tmp_path / "log.txt")
    part.start()
    first = part.process.pid
    until(lambda: True if "up" in (tmp_path / "log.txt").read_text() else None, 20)
    os.kill(first, signal.SIGKILL)
    until(lambda: True if part.mind() else None, 10)
    until(lambda: None if part.mind() or not part.up else True, 10)
    assert part.process.pid != first
    until(lambda: True if "up" in (tmp_path / "log.txt").read_text() else None, 20)
    began = time.monotonic()
    part.end(0.5)
    assert not part.up and time.monotonic() - began < 10


def test_health_names_what_is_wrong(tmp_path, monkeypatch):
    monkeypatch.setenv("THIDUA_HOME", str(tmp_path))
    monkeypatch.setenv("THIDUA_DATABASE_URL", "postgresql+psycopg://nobody@127.0.0.1:1/none")
    settings = Settings()
    settings.inbox.mkdir(parents=True)
    with pulse.answering(settings, lambda: {"watch": False}, 0) as port:
        code, answer = ask(f"http://127.0.0.1:{port}/health")
        metrics = ask(f"http://127.0.0.1:{port}/metrics")
    told = json.loads(answer)
    assert code == 503 and told["status"] == "unwell"
    assert told["faults"][0] == "phần «watch» không chạy" and told["faults"][1].startswith("kho dữ liệu:")
    assert metrics[0] == 200 and "thidua_up 0" in metrics[1]
