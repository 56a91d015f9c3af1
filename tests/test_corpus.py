"""The project's own corpus: made-up documents of every kind of body and layout, and the gold read off their pages."""

import json
import tomllib

import pytest

from pipeline.evaluate import SLACK, changes, fallen, figures, raised
from tests.corpus.figures import HERE, committed, report
from tests.corpus.make import documents, gold, write

#: No floor may ever stand lower than this; a floor that has been raised is guarded by ``raised`` alone.
LEAST = 0.9


@pytest.fixture(scope="module")
def measured() -> dict:
    return figures(report())


def test_no_field_falls_under_its_floor(measured: dict) -> None:
    """What is gained and lost is printed document by document; a field under its floor fails."""
    for line in changes(committed("figures.json"), measured):
        print(line)
    assert not fallen(committed("floors.json"), measured["fields"])


def test_every_scored_field_has_a_floor(measured: dict) -> None:
    assert measured["fields"].keys() == committed("floors.json").keys()


def test_floors_stand_close_under_the_committed_figures() -> None:
    """A floor written by hand far under its figure would guard nothing."""
    floors, figured = committed("floors.json"), committed("figures.json")["fields"]
    assert all(floor >= max(LEAST, round(figured[name] - SLACK, 4)) for name, floor in floors.items())


def test_a_floor_never_falls() -> None:
    assert raised({"symbol": 0.98}, {"symbol": 0.5}) == {"symbol": 0.98}
    assert raised({"symbol": 0.98}, {"symbol": 1.0, "place": 0.96}) == {"place": 0.955, "symbol": 0.995}


def test_a_field_no_longer_measured_lies_under_its_floor() -> None:
    assert fallen({"symbol": 0.9, "place": 0.8}, {"place": 0.8}) == {"symbol": (0.0, 0.9)}


def test_changes_name_the_document_and_the_field() -> None:
    old = {"misses": {"a.txt": {"place": [["X"], []]}, "b.txt": {"symbol": [["1/KH-A"], ["1/KH"]]}}}
    new = {"misses": {"b.txt": {"symbol": [["1/KH-A"], []], "subject": [["Y"], ["Z"]]}}}
    told = list(changes(old, new))
    assert told[0] == "+ a.txt: place"
    assert told[1] == "- b.txt: subject: ['Y'] -> ['Z']"
    assert told[2] == "~ b.txt: symbol: ['1/KH'] -> []"


def test_the_corpus_is_what_its_sources_say(tmp_path) -> None:
    """Gold and plain documents come out of ``make.py`` byte for byte as committed; nothing else lies beside them."""
    known = documents()
    assert len(known) >= 60
    assert {d["file"] for d in known} == {path.name for path in (HERE / "docs").iterdir()}
    for document in known:
        committed_gold = json.loads((HERE / "gold" / document["file"]).with_suffix(".json").read_text(encoding="utf-8"))
        document["kind"] = document["file"].rpartition(".")[2]
        assert committed_gold == json.loads(json.dumps(gold(document)))
        if document["kind"] in ("txt", "rtf", "html"):
            write(document, tmp_path / document["file"])
            assert (tmp_path / document["file"]).read_bytes() == (HERE / "docs" / document["file"]).read_bytes()


def test_gold_stands_on_the_page() -> None:
    """Every subject, name and receiver of the gold is made of words of its page: gold is read, not composed."""
    for source in sorted((HERE / "sources").glob("*.toml")):
        for document in tomllib.loads(source.read_text(encoding="utf-8"))["document"]:
            page = document["page"].replace("Ð", "Đ")
            for name in ("subject", "signer_name", "issuer", "archive"):
                words = document["gold"].get(name, "").split()
                assert not [word for word in words if word not in page], (document["file"], name)
