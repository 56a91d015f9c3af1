"""The measure itself: what counts as right, where a miss stands, what a confidence is worth, floors. All made up."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import evaluate
from pipeline.likeness import Mode


def scalar(
    value: Any, confidence: float = 0.9, text: str = "", line: str = "đoạn 1", page: int | None = None
) -> dict[str, Any]:
    return {"value": value, "confidence": confidence, "evidence": [{"page": page, "line": line, "text": text or value}]}


def record(name: str = "a.docx", **fields: Any) -> dict[str, Any]:
    return {"source": {"name": name, "ocr": False, "reader": "word"}, "status": "clean", "fields": fields}


#: Gold, found, the counts (hit, wrong, missed) to the letter, why.
CASES = [
    ({"symbol": "12/KH-SNV"}, {"symbol": scalar("12/KH-SNV")}, (1, 0, 0), "the same"),
    ({"symbol": "12/KH-SNV"}, {"symbol": scalar("/KH-SNV")}, (0, 0, 1), "a blank number is honest: missed, not wrong"),
    ({"issued_on": "2022-11-15"}, {"issued_on": scalar("2022-11")}, (0, 0, 1), "so is an unread day"),
    ({"issued_on": "2022-11-15"}, {"issued_on": scalar("2022-11-16")}, (0, 1, 1), "another day is wrong"),
    ({"urgency": None}, {"urgency": scalar("KHẨN")}, (0, 1, 0), "looked for and not on the page"),
    ({"urgency": None}, {}, (0, 0, 0), "rightly nothing"),
    ({"subject": "kết quả thi đua"}, {"subject": scalar("V/v kết quả thi đua")}, (1, 0, 0), "V/v is no part of it"),
    ({"recipients": ["Như trên", "Sở Y tế"]}, {"recipients": [{"text": "Sở Y tế"}, {"text": "x"}]}, (1, 1, 1), "lists"),
    (
        {"targets": [{"value": 3, "unit": "nhà"}]},
        {"targets": [{"value": "3", "unit": "nhà"}, {"value": 3, "unit": None}]},
        (1, 1, 0),
        "an item of gold is taken once",
    ),
    (
        {"awards": [{"name": "Trần Văn Thử", "award_code": "BK"}]},
        {"awards": [{"name": "Ông Trần Văn Thử", "award_code": "BK"}]},
        (1, 0, 0),
        "forms of address aside",
    ),
]


@pytest.mark.parametrize(("gold", "found", "counts", "why"), CASES)
def test_counts(gold: dict[str, Any], found: dict[str, Any], counts: tuple[int, int, int], why: str) -> None:
    report = evaluate.evaluate({"a.docx": gold}, [record(**found)])
    count = report.counts[next(iter(gold))][Mode.STRICT]
    assert (count.hit, count.wrong, count.missed) == counts, why


def test_a_miss_names_the_line_it_was_read_from() -> None:
    gold = {"a.docx": {"symbol": "12/KH-SNV", "recipients": ["Sở Y tế"]}}
    same = {"text": "Trang 1", "evidence": [{"page": None, "line": "đoạn 40", "text": "Trang 1"}]}
    found = record(symbol=scalar("13/KH-SNV", text="Số: 13/KH-SNV", line="dòng 4", page=1), recipients=[same])
    symbol, recipients = evaluate.evaluate(gold, [found]).misses
    assert symbol.places == ("trang 1, dòng 4: «Số: 13/KH-SNV»",)
    assert recipients.places == ("đoạn 40: «Trang 1»",)


def test_a_document_without_a_record_is_failed_and_all_of_it_is_missed() -> None:
    report = evaluate.evaluate({"a.docx": {"symbol": "1/KH-A", "place": None}}, [])
    assert report.failed == ["a.docx"] and [m.field for m in report.misses] == ["symbol"]


def test_calibration_sets_stated_against_true() -> None:
    gold = {"a.docx": {"symbol": "1/BC-SNV", "place": "Hà Nội", "issued_on": "2022-11-15"}}
    found = record(symbol=scalar("1/BC-SNV", 0.95), place=scalar("Thái Bình", 0.95), issued_on=scalar("2022-11", 0.95))
    told = evaluate.calibration(gold, [found])
    # The date cut off before its day is an honest half: not counted.
    assert (told.sure, told.sure_right, told.sure_share) == (2, 1, 0.5)
    assert told.error == pytest.approx(0.45) and len(told.bands) == 1


def test_items_of_lists_are_calibrated_one_by_one() -> None:
    gold = {"a.docx": {"recipients": ["Sở Y tế", "Như trên"]}}
    items = [{"text": "Sở Y tế", "confidence": 0.9}, {"text": "x", "confidence": 0.3}]
    judged = list(evaluate.judged(gold["a.docx"], record(recipients=items)))
    assert [(j.at, j.confidence, j.right) for j in judged] == [(0, 0.9, True), (1, 0.3, False)]
    assert evaluate.calibration(gold, [record(recipients=items)]).bands == (), "lists are asked for by name"
    assert evaluate.calibration(gold, [record(recipients=items)], evaluate.LISTS).sure_right == 1


def test_calibration_of_nothing() -> None:
    found = evaluate.calibration({}, [])
    assert (found.bands, found.error, found.sure_share) == ((), 0.0, 1.0)


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=60))
def test_every_value_falls_into_one_band(points: list[tuple[float, bool]]) -> None:
    found = evaluate.of_points(points)
    assert sum(band.fields for band in found.bands) == len(points)
    assert all(band.low <= band.stated <= band.high + 1e-9 for band in found.bands)
    assert 0 <= found.error <= 1
