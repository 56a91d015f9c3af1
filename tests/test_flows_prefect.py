"""The two flows under Prefect's own harness: they only order steps, so few cases suffice."""

import shutil
from pathlib import Path

import pytest

pytestmark = [pytest.mark.xdist_group("prefect"), pytest.mark.timeout(300)]
EXAMPLES = Path(__file__).parent.parent / "examples"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """Prefect with a database of its own, its settings read before it is first imported."""
    import os

    os.environ.setdefault("PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS", "90")
    os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
    from prefect.testing.utilities import prefect_test_harness

    with prefect_test_harness(server_startup_timeout=120):
        yield


@pytest.fixture(scope="module")
def office(server, tmp_path_factory):
    """The example office after its first night: (home, the run's summary)."""
    import os

    from flows.ingest import ingest

    home = tmp_path_factory.mktemp("office")
    for name in ("thidua.toml", "agencies.csv"):
        shutil.copyfile(EXAMPLES / name, home / name)
    shutil.copytree(EXAMPLES / "inbox", home / "var" / "inbox")
    before = os.environ.get("THIDUA_HOME")
    os.environ["THIDUA_HOME"] = str(home)
    try:
        yield home, ingest()
    finally:
        os.environ.pop("THIDUA_HOME") if before is None else os.environ.update(THIDUA_HOME=before)


def test_the_example_inbox_is_taken_in(office):
    _, summary = office
    assert summary.counts == {"new": 13, "same_file": 1, "new_version": 0, "failed": 1, "needs_review": 1}
    told = {t.name: t.message for t in summary.taken if t.message}
    assert told["BC BQLDA nam 2023.docx"].startswith("[DAMAGED]")
    assert "nhỏ hơn các phần" in told["BC VPS nam 2023.docx"], "the wrong total is found"


@pytest.mark.usefixtures("office")
def test_a_run_leaves_a_table_of_outcomes():
    from prefect.client.orchestration import get_client

    with get_client(sync_client=True) as client:
        artifacts = client.read_artifacts()
    table = next(a for a in artifacts if a.key == "tiep-nhan")
    assert "BC TTKN nam 2023.docx" in table.data and "259/BC-TTKN" in table.data
    assert "BC VPS nam 2023.docx" in table.description, "what needs a person is named"


@pytest.mark.usefixtures("office")
def test_an_empty_night_is_no_failure():
    from flows.ingest import ingest

    summary = ingest()
    assert summary.taken == () and not summary.needs_person


@pytest.mark.usefixtures("office")
def test_the_report_of_the_year():
    from flows.report import report

    made = report(movement="vi nguoi ngheo", start="2023-01-01", end="2023-12-31", as_of="2023-12-31")
    assert (made.units, made.reported, made.late) == (12, 11, 1)
    assert {"docx", "xlsx", "html"} <= set(made.files)
    for path in made.files.values():
        assert Path(path).stat().st_size > 5_000
    page = Path(made.files["html"]).read_text(encoding="utf-8")
    # 17+26+8+11+41+9+4+38+6+10 hộ thoát nghèo; the revised report of Chi cục Thủy sản counts 11, not 9.
    assert "170 hộ thoát nghèo" in page
    assert "Ban Quản lý dự án chuyên ngành nông nghiệp" in page, "the unit that has not reported is named"
    assert "Chưa gửi báo cáo" in page
