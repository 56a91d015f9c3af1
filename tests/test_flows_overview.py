"""What ``thidua status`` says of numbers and of issuers in no list: each once, bounded, own and others' apart."""

from dataclasses import replace

import pytest

from flows import overview, reading
from flows.assembly import open_store
from flows.settings import Settings
from pipeline.model import AgencyMention, Finding, Severity
from tests.papers import MORNING, dispatch, field, outcome


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("THIDUA_HOME", str(tmp_path))
    (tmp_path / "thidua.toml").write_text('[office]\nname = "HỘI MẪU"\n', encoding="utf-8")
    return tmp_path


def keep(*papers):
    """Store a dispatch for each symbol, day and issuer."""
    with open_store(Settings()) as store:
        for at, (symbol, day, issuer) in enumerate(papers):
            content = dispatch(symbol, day, issuer=field(AgencyMention(issuer), issuer), parent_issuer=None)
            paper = outcome(f"tệp {at}", content, gist="")
            store.save(paper, run_id="run", received_at=MORNING, archived_as=None)


def printed(capsys):
    overview.status(Settings())
    return capsys.readouterr().out


def test_a_number_borne_twice_and_a_missing_one_of_the_office(home, capsys):
    own = [(f"{n}/BC-HM", f"2023-03-{n:02d}", "Hội Mẫu") for n in (1, 2, 3, 4, 6, 7)]
    twice = [("9/BC-BM", "2023-04-01", "Ban Mẫu"), ("09/BC-BM", "2023-05-02", "BAN MẪU")]
    keep(*own, *twice, ("40/BC-BM", "2023-06-01", "Ban Mẫu"))
    out = printed(capsys)
    assert "Số văn bản đi: Dãy số BC-HM năm 2023 của Hội Mẫu có 6 số từ 1 đến 7, chưa lưu: 5." in out
    (line,) = [line for line in out.splitlines() if line.startswith("Số văn bản đến")]
    assert line.startswith("Số văn bản đến: Số 9/BC-BM năm 2023 của") and "có ở 2 văn bản" in line


def test_an_unknown_issuer_is_told_once_with_the_row_that_would_add_it(home, capsys):
    keep(*[(f"{n}/BC-LM", f"2023-03-{n:02d}", "LIÊN MINH MẪU") for n in (1, 9, 17)])
    out = printed(capsys)
    assert "Cơ quan chưa có trong danh mục (1), dòng đề xuất cho tệp đơn vị:" in out
    assert [line for line in out.splitlines() if "lien-minh-mau" in line] == [
        "  lien-minh-mau,Liên minh mẫu (3 văn bản)"
    ]


def test_many_are_cut_off_and_counted(home, capsys):
    keep(*[(f"{n}/BC-M", f"2023-03-{n:02d}", f"Tổ chức mẫu {n}") for n in range(1, 14)])
    out = printed(capsys)
    assert out.count("(1 văn bản)") == 10 and "còn 3 cơ quan khác" in out


def test_check_tells_of_an_unknown_issuer_with_its_first_document_only(capsys):
    stranger = Finding("UNKNOWN_ISSUER", Severity.INFO, "Cơ quan ban hành «BAN MẪU» chưa có trong danh bạ.")
    own = Finding("DATE_PADDING", Severity.INFO, "Ngày ban hành ghi «ngày 5 tháng 3», chưa thêm số 0.")
    papers = [replace(outcome(name), findings=(stranger, own)) for name in ("một", "hai")]
    reading.write_findings(papers)
    out = capsys.readouterr().out
    assert out.count("UNKNOWN_ISSUER") == 1 and out.count("DATE_PADDING") == 2
