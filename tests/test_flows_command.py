"""The command line from outside: exit codes, one clear line, quick help."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests import messages
from tests.cabinet import zipped

THIDUA = Path(sys.executable).parent / "thidua"
EXAMPLES = Path(__file__).parent.parent / "examples" / "inbox"
PLAN = EXAMPLES / "01. Ke hoach phong trao thi dua 2021-2025.docx"


def thidua(*words, home, **variables):
    env = os.environ | {"THIDUA_HOME": str(home), "THIDUA_WORKERS": "1"} | variables
    return subprocess.run([THIDUA, *map(str, words)], env=env, capture_output=True, text=True, timeout=110, check=False)


def test_help_is_vietnamese_and_loads_nothing_heavy(tmp_path):
    done = thidua("--help", home=tmp_path)
    assert done.returncode == 0 and "phong trào thi đua" in done.stdout
    assert "emulation" in thidua("--help", home=tmp_path, THIDUA_LANG="en").stdout
    heavy = {"prefect", "pandas", "spacy", "sqlalchemy", "pydantic", "lxml"}
    code = "import sys, flows.command; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert heavy & set(loaded) == set()


def test_parse_prints_the_contracts_shape(tmp_path):
    done = thidua("parse", PLAN, home=tmp_path)
    assert done.returncode == 0, done.stderr
    record = json.loads(done.stdout)
    assert record["schema"] == "thidua.dispatch/1" and record["status"] == "clean"
    assert record["fields"]["symbol"]["value"] == "45/KH-SNNPTNT"
    assert record["fields"]["issued_on"]["value"] == "2022-09-28"
    evidence = record["fields"]["symbol"]["evidence"][0]
    assert set(evidence) == {"page", "bbox", "line", "text"} and "45/KH-SNNPTNT" in evidence["text"]
    assert not (tmp_path / "var").exists(), "parse touches no store"


def test_bad_files_are_one_line_each_and_the_rest_is_done(tmp_path):
    (tmp_path / "empty.docx").touch()
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing more")
    (tmp_path / "folder.docx").mkdir()
    bad = [tmp_path / n for n in ("empty.docx", "broken.pdf", "folder.docx", "gone.docx")]
    done = thidua("parse", *bad, PLAN, home=tmp_path)
    assert done.returncode == 1
    lines = done.stderr.strip().splitlines()
    assert [line.split("]")[0] for line in lines] == ["[EMPTY", "[DAMAGED", "[NOT_A_FILE", "[NOT_FOUND"]
    assert "Traceback" not in done.stderr
    statuses = [json.loads(line)["status"] for line in done.stdout.splitlines()]
    assert statuses == ["failed"] * 4 + ["clean"]


@pytest.mark.parametrize(
    "words",
    [
        ("parse",),
        ("parse", PLAN, "--format", "xml"),
        ("report", "--movement", "x", "--from", "năm ngoái"),
        ("report", "--movement", "x", "--from", "2024", "--to", "2023"),
        ("nonsense",),
    ],
    ids=lambda w: " ".join(map(str, w))[:30],
)
def test_wrong_use_is_2(tmp_path, words):
    done = thidua(*words, home=tmp_path)
    assert done.returncode == 2 and "Traceback" not in done.stderr


def test_a_movement_that_is_not_there_is_wrong_use_with_advice(tmp_path):
    done = thidua("report", "--movement", "x", "--from", "2023", home=tmp_path)
    assert done.returncode == 2 and "thidua ingest" in done.stderr


def test_a_store_that_is_not_there_is_3(tmp_path):
    done = thidua("status", home=tmp_path, THIDUA_DATABASE_URL="postgresql+psycopg://nobody@127.0.0.1:1/none")
    assert done.returncode == 3 and done.stderr.count("\n") <= 2 and "Traceback" not in done.stderr


def test_text_and_check(tmp_path):
    done = thidua("text", PLAN, "-o", tmp_path / "out", home=tmp_path)
    assert done.returncode == 0
    body = next((tmp_path / "out").iterdir()).read_text(encoding="utf-8")
    assert "Độc lập - Tự do - Hạnh phúc" in body and "quý IV/2023" in body
    done = thidua("check", EXAMPLES / "BC VPS nam 2023.docx", home=tmp_path)
    assert done.returncode == 1 and "nhỏ hơn các phần" in done.stdout


def test_text_of_a_bundle_is_the_text_of_its_files(tmp_path):
    inner = zipped({"đợt 1/kế hoạch.txt": messages.PLAN}, tmp_path / "trong.zip")
    mail = messages.mail(
        tmp_path / "thư.eml", "Kính gửi.", ("hồ sơ.zip", inner.read_bytes()), ("báo cáo.txt", b"BAO CAO\n")
    )
    done = thidua("text", mail, "-o", tmp_path / "out", home=tmp_path)
    assert done.returncode == 0, done.stderr
    texts = {one.name: one.read_text(encoding="utf-8") for one in (tmp_path / "out").iterdir()}
    assert set(texts) == {"kế hoạch.txt", "báo cáo.txt"}
    assert "Số: 119/KH-SNV" in texts["kế hoạch.txt"]


def test_evaluate_scores_a_corpus(tmp_path):
    corpus = tmp_path / "corpus"
    (corpus / "docs").mkdir(parents=True), (corpus / "gold").mkdir()
    (corpus / "docs" / PLAN.name).write_bytes(PLAN.read_bytes())
    gold = {"file": PLAN.name, "fields": {"symbol": "45/KH-SNNPTNT", "doc_type": "BC", "signer_capacity": None}}
    (corpus / "gold" / "1.json").write_text(json.dumps(gold), encoding="utf-8")
    done = thidua("evaluate", corpus, "--errors", "--json", tmp_path / "figures.json", home=tmp_path)
    assert done.returncode == 0, done.stderr
    figures = json.loads((tmp_path / "figures.json").read_text())["gold"]["fields"]
    assert figures["symbol"]["strict"] == 1.0 and figures["doc_type"]["strict"] == 0.0
    assert '"KH"' in done.stdout and "«KẾ HOẠCH»" in done.stdout, "the miss is listed with what was read, and its line"
    assert f"2/3   {PLAN.name}: doc_type" in done.stdout, "each document is listed with its wrong fields"


def test_evaluate_keeps_figures_and_fails_under_a_floor(tmp_path):
    corpus = tmp_path / "corpus"
    (corpus / "docs").mkdir(parents=True), (corpus / "body").mkdir()
    (corpus / "docs" / "a.txt").write_bytes((EXAMPLES.parents[1] / "tests/corpus/docs/c02-khoa-y.txt").read_bytes())

    def score(number: str, *options: str) -> subprocess.CompletedProcess[str]:
        gold = {"file": "a.txt", "fields": {"symbol": number, "targets": []}}
        (corpus / "body" / "1.json").write_text(json.dumps(gold), encoding="utf-8")
        return thidua("evaluate", corpus, *options, home=tmp_path)

    right = json.loads((EXAMPLES.parents[1] / "tests/corpus/gold/c02-khoa-y.json").read_text())["fields"]["symbol"]
    assert score(right, "--raise").returncode == 0, "a folder of body gold alone is a corpus too"
    assert json.loads((corpus / "floors.json").read_text())["body"]["symbol"] == 0.995
    fallen = score("999/XX-X", "--raise")
    assert fallen.returncode == 1 and "- a.txt: symbol" in fallen.stdout and "DƯỚI SÀN body, symbol" in fallen.stdout
    assert json.loads((corpus / "floors.json").read_text())["body"]["symbol"] == 0.995, "a floor never falls"
    risen = score(right)
    assert risen.returncode == 0 and "+ a.txt: symbol" in risen.stdout


def test_doctor_names_what_is_missing(tmp_path):
    done = thidua("doctor", "--json", home=tmp_path, PATH="/nonexistent")
    checks = {c["name"]: c for c in json.loads(done.stdout)["checks"]}
    assert done.returncode == 1
    assert not checks["LibreOffice"]["ok"] and "apt-get" in checks["LibreOffice"]["remedy"]
    assert checks["prefect"]["ok"]


def test_parse_survives_a_closed_pipe(tmp_path):
    process = subprocess.Popen(
        [THIDUA, "parse", *[PLAN] * 3],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | {"THIDUA_HOME": str(tmp_path)},
    )
    assert process.stdout is not None and process.stderr is not None
    process.stdout.readline()
    process.stdout.close()
    began = time.monotonic()
    errors = process.stderr.read()
    process.stderr.close()
    assert process.wait(timeout=60) in (0, 1) and b"Traceback" not in errors and time.monotonic() - began < 60
