"""Exports keep every value: exact figures, three kinds of nothing, Vietnamese in Excel, and no formula of a stranger."""

import csv
import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pandas
import pyarrow.parquet
import pytest

from outputs import tables
from outputs.exports import WRITERS, export, harmless
from outputs.store import SqlStore, open_store
from pipeline.model import Result, State
from tests.papers import MORNING, dispatch, failure, field, outcome

RESULTS = (
    field(Result("=HYPERLINK(1)", Decimal("-5.50"), "%", period_start=date(2023, 1, 1), as_of=date(2023, 6, 30))),
    field(Result("Tổng kinh phí", Decimal("9007199254740993"), "đồng", value_vnd=9_007_199_254_740_993)),
    field(Result("Số nhà", Decimal(0))),
    field(Result("Số mô hình", None, state=State.MISSING)),
    field(Result("Xã biên giới", None, state=State.NOT_APPLICABLE)),
)


@pytest.fixture
def store(tmp_path):
    with open_store(f"sqlite:///{tmp_path / 'x.db'}") as opened:
        what = outcome(
            content=dispatch(results=RESULTS, subject=field("- Trích yếu có “dấu”, phẩy\tvà tab")), review=True
        )
        opened.save(what, run_id="r", received_at=MORNING, archived_as="ab/x.docx")
        opened.save(failure("hai"), run_id="r", received_at=MORNING, archived_as=None)
        yield opened


@pytest.mark.parametrize("kind", WRITERS)
def test_one_file_a_table_whether_it_has_rows_or_not(store: SqlStore, tmp_path: Path, kind):
    paths = export(store.table, tmp_path / "ra", kind)
    assert tuple(paths) == tables.names()
    assert sorted(p.name for p in (tmp_path / "ra").iterdir()) == sorted(f"{t}.{kind}" for t in tables.names())
    counts = {name: len(list(store.table(name))) for name in tables.names()}
    for name, path in paths.items():
        if kind == "parquet":
            found = pyarrow.parquet.read_table(path)
            assert found.num_rows == counts[name] and found.column_names == list(tables.layout(name))
        elif kind == "csv":
            with path.open(encoding="utf-8-sig", newline="") as stream:
                lines = list(csv.reader(stream))
            assert len(lines) == counts[name] + 1 and lines[0] == list(tables.layout(name))
        else:
            assert len(path.read_text("utf-8").splitlines()) == counts[name]


def cells(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_csv_keeps_figures_and_the_three_kinds_of_nothing(store, tmp_path):
    paths = export(store.table, tmp_path / "ra", "csv")
    assert paths["result"].read_bytes().startswith(b"\xef\xbb\xbf"), "Excel's sign for UTF-8"
    rows = [(r["label"], r["state"], r["value"], r["value_vnd"], r["period_start"]) for r in cells(paths["result"])]
    assert rows == [
        ("'=HYPERLINK(1)", "stated", "-5.50", "", "2023-01-01"),
        ("Tổng kinh phí", "stated", "9007199254740993", "9007199254740993", ""),
        ("Số nhà", "stated", "0", "", ""),
        ("Số mô hình", "missing", "", "", ""),
        ("Xã biên giới", "not_applicable", "", "", ""),
    ]
    (head,) = cells(paths["dispatch"])
    assert head["subject"] == "'- Trích yếu có “dấu”, phẩy\tvà tab"
    assert json.loads(head["movements"]) == [row["id"] for row in cells(paths["movement"])]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("+84 912", "'+84 912"),
        ("- Như trên", "'- Như trên"),
        ("\t=1", "'\t=1"),
        ("＝1", "'＝1"),
        ("-5", "-5"),
        ("-1.234,5", "-1.234,5"),
        ("1/3", "1/3"),
        ("-1/3", "-1/3"),
        ("", ""),
        ("12 = 12", "12 = 12"),
        ("45/KH-SNV", "45/KH-SNV"),
    ],
)
def test_what_would_start_a_formula_is_made_harmless(text, shown):
    assert harmless(text) == shown


def test_jsonl_keeps_structures(store, tmp_path):
    paths = export(store.table, tmp_path / "ra", "jsonl")
    (first, *_) = [json.loads(line) for line in paths["result"].read_text("utf-8").splitlines()]
    assert first["evidence"][0]["bbox"] == [85.0, 120.5, 300.2, 134.0]
    (head,) = [json.loads(line) for line in paths["dispatch"].read_text("utf-8").splitlines()]
    assert head["received_at"] == MORNING.isoformat()
    assert "record" not in head


def test_parquet_has_types_for_analysis(store, tmp_path):
    paths = export(store.table, tmp_path / "ra", "parquet")
    found = pandas.read_parquet(paths["result"], dtype_backend="numpy_nullable")
    assert found["value_vnd"].tolist() == [pandas.NA, 9_007_199_254_740_993, pandas.NA, pandas.NA, pandas.NA]
    assert found["value"][0] == "-5.50" and found["value_number"][0] == -5.5
    schema = pyarrow.parquet.read_schema(paths["result"])
    assert str(schema.field("period_start").type) == "date32[day]"
    assert str(pyarrow.parquet.read_schema(paths["correction"]).field("at").type) == "timestamp[us, tz=UTC]"


def test_frames_have_the_same_types_with_and_without_rows(store):
    for name in tables.names():
        full, empty = tables.frame(name, store.table(name)), tables.frame(name, [])
        assert list(full.columns) == list(empty.columns) == list(tables.layout(name))
        assert full.dtypes.to_dict() == empty.dtypes.to_dict(), name


def test_a_large_table_is_written_in_pieces(tmp_path, monkeypatch):
    monkeypatch.setattr("outputs.exports._BATCH", 7)
    row = dict.fromkeys(tables.layout("alias")) | {"agency_id": "x", "text": "y"}
    WRITERS["parquet"]("alias", ({**row, "row": n} for n in range(20)), tmp_path / "alias.parquet")
    assert pyarrow.parquet.read_table(tmp_path / "alias.parquet")["row"].to_pylist() == list(range(20))


def test_an_export_that_breaks_leaves_the_old_file(store, tmp_path):
    paths = export(store.table, tmp_path / "ra", "csv")
    before = paths["result"].read_bytes()

    def broken(name):
        yield from store.table(name)
        if name == "result":
            raise OSError("mất kết nối")

    with pytest.raises(OSError, match="mất kết nối"):
        export(broken, tmp_path / "ra", "csv")
    assert paths["result"].read_bytes() == before
    assert not list((tmp_path / "ra").glob(".*"))


def test_another_format_is_refused(store, tmp_path):
    with pytest.raises(ValueError, match="csv, parquet, jsonl"):
        export(store.table, tmp_path / "ra", "xml")
