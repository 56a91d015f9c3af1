"""Sources chosen and findings accepted: rows that say who, when and why, and that are undone, never deleted."""

import pytest

from outputs.store import open_store
from pipeline.model import Period
from tests.papers import MORNING, outcome

YEAR = Period.parse("2024")
ABOUT = "vi-nguoi-ngheo"


@pytest.fixture
def store(store_url):
    with open_store(store_url) as opened:
        yield opened


def test_a_choice_is_kept_with_who_when_and_why(store):
    identifier = store.decisions.choose(
        ABOUT, "D01", "mttq", who="lan", reason="MTTQ có danh sách", over=("so-xd",), period=YEAR
    )
    (choice,) = store.decisions.sources(ABOUT, YEAR)
    assert (choice.id, choice.indicator, choice.unit, choice.over) == (identifier, "D01", "mttq", ("so-xd",))
    assert (choice.who, choice.reason) == ("lan", "MTTQ có danh sách")
    assert choice.at.tzinfo is not None


@pytest.mark.parametrize(
    ("kept", "asked", "holds"),
    [
        ("2024", "2024", True),
        ("2024", "2024-Q3", True),  # what holds for the year holds for its quarters
        ("2024-Q3", "2024", False),  # the year may hold what the quarter did not
        ("2023", "2024", False),
        (None, "2024", True),
    ],
)
def test_a_choice_holds_for_its_period_and_what_lies_inside(store, kept, asked, holds):
    period = None if kept is None else Period.parse(kept)
    store.decisions.choose(ABOUT, "D01", "mttq", who="lan", reason="có danh sách", period=period)
    assert bool(store.decisions.sources(ABOUT, Period.parse(asked))) is holds
    assert not store.decisions.sources("phong-trao-khac", Period.parse(asked))


def test_an_acceptance_holds_for_exactly_its_period(store):
    store.decisions.accept(ABOUT, YEAR, "0123456789abcdef", who="lan", reason="đã đối chiếu", message="Số giảm")
    (word,) = store.decisions.acceptances(ABOUT, YEAR)
    assert (word.key, word.who, word.reason) == ("0123456789abcdef", "lan", "đã đối chiếu")
    assert not store.decisions.acceptances(ABOUT, Period.parse("2024-Q4"))


def test_what_is_undone_holds_no_more_and_can_still_be_read(store):
    identifier = store.decisions.choose(ABOUT, "D01", "mttq", who="lan", reason="có danh sách")
    store.decisions.undo(identifier, who="minh", reason="danh sách sai")
    assert not store.decisions.sources(ABOUT, YEAR)
    assert not store.decisions.all(ABOUT)
    (row,) = store.decisions.all(ABOUT, undone=True)
    assert (row.who, row.undone_by, row.undone_reason) == ("lan", "minh", "danh sách sai")
    with pytest.raises(KeyError):
        store.decisions.undo(identifier, who="minh", reason="lần nữa")


@pytest.mark.parametrize("blank", ["", "  "])
def test_no_decision_without_a_reason(store, blank):
    with pytest.raises(ValueError, match="lý do"):
        store.decisions.choose(ABOUT, "D01", "mttq", who="lan", reason=blank)
    with pytest.raises(ValueError, match="lý do"):
        store.decisions.accept(ABOUT, YEAR, "0123456789abcdef", who="lan", reason=blank)
    assert not store.decisions.all(undone=True)


def test_every_decision_is_in_the_sealed_trail(store):
    identifier = store.decisions.choose(ABOUT, "D01", "mttq", who="lan", reason="có danh sách")
    store.decisions.undo(identifier, who="minh", reason="danh sách sai")
    told = [(row["who"], row["what"]) for row in store.table("audit")]
    assert told[-2:] == [("lan", "source.chosen"), ("minh", "source.undone")]
    assert store.verify().whole


def test_a_finding_of_a_document_is_opened_again(store):
    store.save(outcome(review=True), run_id="x", received_at=MORNING, archived_as=None)
    found = store.findings()[0]["id"]
    store.accept(found, who="lan", reason="đã đối chiếu")
    store.decisions.reopen(found, who="minh", reason="đối chiếu lại")
    assert not store.findings(state="accepted")
    with pytest.raises(KeyError):
        store.decisions.reopen(found, who="minh", reason="lần nữa")
