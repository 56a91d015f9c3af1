"""What people corrected or confirmed becomes a corpus that ``thidua evaluate`` reads, with nobody's name in it."""

import json

import pytest

from flows import cases, measuring
from flows.assembly import toolkit
from flows.settings import Settings
from outputs.archive import Archive
from outputs.store import Change, open_store
from pipeline.process import process
from pipeline.text import key
from tests.papers import MORNING

LETTER = """UBND TỈNH HỒNG LAM          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
SỞ NỘI VỤ                   Độc lập - Tự do - Hạnh phúc

Số: {number}/BC-SNV                 Hồng Lam, ngày 15 tháng 6 năm 2023

BÁO CÁO
Kết quả phong trào thi đua “Chung tay vì cộng đồng”

Trong năm đã hỗ trợ 312 hộ nghèo xây mới nhà ở. Biểu dương ông Quàng Văn Ún (điện thoại 0912.345.678).

Nơi nhận:                                GIÁM ĐỐC
- UBND tỉnh;
- Lưu: VT.
                                         Tòng Thị Inh
"""


@pytest.fixture
def home(tmp_path):
    """A store with two documents: one is to be worked on, one nobody looks at."""
    settings = Settings(home=tmp_path, workers=1)
    settings.var.mkdir(parents=True)
    with open_store(settings.store_url) as store:
        for number in (12, 13):
            path = tmp_path / f"Bao cao cua ong Quang {number}.txt"
            path.write_text(LETTER.format(number=number), encoding="utf-8")
            outcome = process(path, toolkit(()))
            archived = Archive(settings.archive).put(outcome.source)
            store.save(outcome, run_id="r", received_at=MORNING, archived_as=archived)
    return settings


def first(store):
    return next(d for d in store.dispatches() if d.dispatch.symbol.value == "12/BC-SNV")


def texts_of(folder):
    return "\n".join(p.name + p.read_text(encoding="utf-8") for p in sorted(folder.rglob("*.json")))


def test_a_confirmed_document_is_a_case_that_evaluates_whole(home, tmp_path, capsys):
    with open_store(home.store_url) as store:
        one = first(store)
        store.desk.correct(
            one.id, [Change("subject", one.dispatch.subject.value, "Việc của ông Quàng Văn Ún")], who="an"
        )
        store.desk.confirm(one.id, who="an", accept="Đã đối chiếu bản giấy.")
    folder = tmp_path / "mau"
    (made,) = cases.make(home, folder)
    assert not made.refused and not made.left_out and made.right == made.fields - 1, "all but what was corrected"
    said = key(texts_of(folder))
    for secret in ("Quàng Văn Ún", "Tòng Thị Inh", "Inh", "Ún"):
        assert f" {key(secret)} " not in f" {said} ", secret
    assert "0912.345.678" not in texts_of(folder) and "0912345678" not in texts_of(folder)
    assert "SỞ NỘI VỤ" in texts_of(folder) and "312 hộ" in texts_of(folder)
    gold = json.loads(next((folder / "gold").iterdir()).read_text(encoding="utf-8"))["fields"]
    assert gold["symbol"] == "12/BC-SNV" and gold["urgency"] is None and gold["subject"].startswith("Việc của ông ")
    assert measuring.evaluate(folder, home, measuring.Asked(errors=True)) == 0
    told = capsys.readouterr().out
    assert "gold: 1 văn bản, 0 không đọc được" in told
    assert [line.split("\t")[1] for line in told.splitlines() if "đáp án" in line] == ["subject"]


def test_of_a_document_only_corrected_what_was_looked_at_counts(home, tmp_path):
    with open_store(home.store_url) as store:
        one = first(store)
        value = one.dispatch.signer_name.value
        store.desk.correct(one.id, [Change("signer_name", value, value)], who="an")
    cases.make(home, tmp_path / "mau")
    gold = json.loads(next((tmp_path / "mau" / "gold").iterdir()).read_text(encoding="utf-8"))
    assert gold["fields"].keys() == {"signer_name"} and gold["fields"]["signer_name"] != value


def test_a_second_run_gives_the_same_files(home, tmp_path):
    with open_store(home.store_url) as store:
        store.desk.confirm(first(store).id, who="an", accept="Đã đối chiếu bản giấy.")
    for name in ("mot", "hai"):
        cases.make(home, tmp_path / name)
    assert texts_of(tmp_path / "mot") == texts_of(tmp_path / "hai") != ""


def test_a_document_without_its_original_is_told_and_nothing_is_written(home, tmp_path):
    with open_store(home.store_url) as store:
        one = first(store)
        store.desk.confirm(one.id, who="an", accept="Đã đối chiếu bản giấy.")
    for path in home.archive.rglob(f"{one.sha256}*"):
        path.unlink()
    (made,) = cases.make(home, tmp_path / "mau")
    assert made.refused and not list((tmp_path / "mau" / "docs").iterdir())


def test_what_nobody_looked_at_is_no_case(home, tmp_path):
    assert cases.make(home, tmp_path / "mau") == []


def test_a_file_that_only_bears_the_name_is_told(home, tmp_path):
    path = tmp_path / f"x{cases.ENDING}"
    path.write_text('{"schema": "khác"}', encoding="utf-8")
    with pytest.raises(ValueError, match="không phải"):
        cases.read(path, home)
