"""``thidua doctor`` tells how the service is: archive, ports, deployments, each fault with what it costs."""

import json
import socket
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from flows import health, pulse
from flows.service import free_port
from flows.settings import Settings


@pytest.fixture
def asked(tmp_path, monkeypatch):
    """Gives the checks by name under settings."""
    monkeypatch.setenv("THIDUA_HOME", str(tmp_path))
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    for name in ("DESK", "HEALTH"):
        monkeypatch.setenv(f"THIDUA_SERVICE__{name}_PORT", str(free_port()))

    def ask(**environment):
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        return {check["name"]: check for check in health.examine(Settings())["checks"]}

    return ask


def test_a_service_that_does_not_run_is_no_fault(asked):
    checks = asked()
    assert checks["Dịch vụ"]["ok"] and "không chạy" in checks["Dịch vụ"]["found"]
    assert checks["Kho bản gốc"]["ok"] and "Cổng bàn duyệt" not in checks and "Máy chủ Prefect" not in checks


def test_a_port_that_another_program_has_is_named(asked):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        check = asked(THIDUA_SERVICE__DESK_PORT=str(port))["Cổng bàn duyệt"]
    assert not check["ok"] and str(port) in check["found"] and check["remedy"]


@pytest.mark.parametrize(("up", "ok"), [(True, True), (False, False)])
def test_a_running_service_says_itself_how_it_is(asked, up, ok):
    settings = Settings()
    settings.inbox.mkdir(parents=True)
    with pulse.answering(settings, lambda: {"watch": up}, 0) as port:
        check = asked(THIDUA_SERVICE__HEALTH_PORT=str(port))["Dịch vụ"]
    assert check["ok"] is ok and "watch" in check["found"]


@pytest.mark.parametrize(
    ("url", "ok", "why"),
    [
        ("file:///không/có", False, "the share is not mounted"),
        ("nosuch://x/y", False, "no library speaks to it"),
        ("memory://doctor/x", True, "the store answers"),
    ],
)
def test_the_archive_must_answer(asked, url, ok, why):
    assert asked(THIDUA_ARCHIVE_URL=url)["Kho bản gốc"]["ok"] is ok, why


@pytest.fixture
def prefect():
    """A server that knows the deployments it is told of."""
    known = []

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self):
            body = json.dumps([{"name": name} for name in known]).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/api", known
    server.shutdown()
    server.server_close()


def test_a_configured_server_must_know_the_deployments(asked, prefect):
    address, known = prefect
    known += ["nightly", "report"]
    check = asked(PREFECT_API_URL=address)["Máy chủ Prefect"]
    assert not check["ok"] and check["found"].endswith("thiếu deployment on-drop, verify")
    known += ["on-drop", "verify"]
    assert asked()["Máy chủ Prefect"]["ok"]


def test_a_server_that_is_away_is_a_fault(asked):
    check = asked(PREFECT_API_URL=f"http://127.0.0.1:{free_port()}/api")["Máy chủ Prefect"]
    assert not check["ok"] and check["cost"] and check["remedy"]
