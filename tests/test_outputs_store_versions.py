"""Versions in the tables: several dispatches in one file, drafts, persons' joins and separations, recalls; on both databases."""

import itertools
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from outputs.store import SqlStore, open_store
from pipeline.likeness import gist
from pipeline.model import Extent, Reading, Reference, Relation
from pipeline.ports import Kind
from tests.papers import MORNING, dispatch, field, outcome, source
from tests.test_outputs_store import contents
from tests.test_pipeline_versions import TEXT, body, misread


@pytest.fixture
def store(store_url: str) -> Iterator[SqlStore]:
    with open_store(store_url) as opened:
        yield opened


def save(store, what, minutes=0, **rest):
    return store.save(what, run_id="đợt 1", received_at=MORNING + timedelta(minutes=minutes), archived_as=None, **rest)


def paper(name, symbol="45/KH-SNV", issued="2023-06-30", *, ocr=False, reader="word", text=TEXT, **parts):
    parts.setdefault("number", field(symbol.partition("/")[0]) if symbol and symbol[0].isdigit() else None)
    made = outcome(name, dispatch(symbol, issued, **parts))
    return replace(made, reading=Reading(reader, 2, ocr=ocr), gist=str(gist(text)))


FINAL, SCAN = paper("bản ký"), paper("bản quét", ocr=True, text=misread(TEXT, 0.03))
DRAFT = paper("dự thảo", "/KH-SNV", "2023-06")
UNREAD = paper("quét chưa rõ số", "/KH-SNV", "2023-06", ocr=True, text=misread(TEXT, 0.02, seed=3))
ENVELOPE = paper("phong bì", reader="edxml", text=())


def hashes(store):
    """The files in force by what they are called in this test."""
    names = {source(n).sha256: n for n in ("bản ký", "bản quét", "dự thảo", "quét chưa rõ số", "phong bì", "hai", "ba")}
    return sorted(names[h.sha256] for h in store.heads(in_force=True))


@pytest.mark.parametrize("order", list(itertools.permutations(range(5)))[::7])
def test_one_dispatch_in_five_files_in_any_order(store, order):
    files = [FINAL, SCAN, DRAFT, UNREAD, ENVELOPE]
    kinds = [save(store, files[n], minutes).kind for minutes, n in enumerate(order)]
    assert hashes(store) == ["bản ký"]
    assert kinds[0] is Kind.NEW and len(list(store.dispatches())) == 5
    copies = store.versions.copies(store.heads(in_force=True)[0].id)
    assert [c.leads for c in copies] == [True, False, False, False, False] and all(c.why for c in copies)
    assert copies[0].why.startswith("Bản được dùng vì ")
    assert {c.form for c in copies} == {"bản điện tử", "bản quét", "phong bì điện tử"}
    assert [row.documents for row in store.movements()] == [1], "counted once"
    assert {t.state for t in store.versions.ties()} == {"made"}
    assert store.verify().whole and store.balance().balanced


def test_a_late_scan_does_not_lead(store):
    save(store, FINAL)
    assert save(store, SCAN, 60).kind is Kind.NEW_VERSION
    assert hashes(store) == ["bản ký"]


def test_a_file_is_separated_for_good_and_put_back(store):
    one, other = save(store, FINAL), save(store, SCAN, 1)
    assert store.versions.separate(other.dispatch_id, who="Văn thư", reason="Hai công văn khác nhau") == [
        one.dispatch_id
    ]
    assert hashes(store) == ["bản ký", "bản quét"]
    save(store, replace(SCAN, seconds=9.0, gist=""), 2, reread=True)
    save(store, SCAN, 3)
    assert hashes(store) == ["bản ký", "bản quét"], "read again, sent again: still apart"
    save(store, paper("ba"), 4)
    assert hashes(store) == ["ba", "bản quét"], "a third copy goes with one of them"
    (tie,) = store.versions.ties(other.dispatch_id, "apart")
    assert (tie.who, tie.state) == ("Văn thư", "apart") and tie.why
    store.versions.join(one.dispatch_id, other.dispatch_id, who="Văn thư")
    assert hashes(store) == ["ba"]
    assert {t.who for t in store.versions.ties(other.dispatch_id, "together")} == {"Văn thư"}
    store.versions.separate(other.dispatch_id, who="Văn thư")
    assert hashes(store) == ["ba", "bản quét"], "undone, and undone again"
    store.versions.reconsider(other.dispatch_id, who="Văn thư")
    assert hashes(store) == ["ba"] and store.versions.ties(None, "apart", "together") == []
    assert store.verify().whole


def test_a_proposal_is_accepted_or_refused(store):
    half = paper("hai", "/KH-SNV", "2023-06", text=[*TEXT[:150], *body(9)[:110]])
    one, other = save(store, FINAL), save(store, half, 1)
    assert other.kind is Kind.NEW and hashes(store) == ["bản ký", "hai"]
    (tie,) = store.versions.ties(None, "proposed")
    assert {tie.one, tie.other} == {one.dispatch_id, other.dispatch_id} and "một bản chưa có số" in tie.why
    assert 0.4 <= tie.likeness < 1
    store.versions.join(tie.one, tie.other, who="Văn thư")
    assert hashes(store) == ["bản ký"] and store.versions.ties(None, "proposed") == []
    store.versions.separate(other.dispatch_id, who="Văn thư")
    assert hashes(store) == ["bản ký", "hai"] and store.versions.ties(None, "proposed") == []


def test_a_pin_is_taken_back(store):
    save(store, FINAL)
    scan = save(store, SCAN, 1)
    store.versions.pin(scan.dispatch_id, who="Văn thư")
    assert hashes(store) == ["bản quét"]
    assert store.versions.copies(scan.dispatch_id)[0].why == "Bản được dùng vì người dùng đã chọn."
    store.versions.unpin(scan.dispatch_id, who="Văn thư")
    assert hashes(store) == ["bản ký"]
    for act in (store.versions.copies, lambda i: store.versions.separate(i, who="x")):
        with pytest.raises(KeyError):
            act("không có")


def test_versions_settled_twice_change_no_row(store):
    for minutes, what in enumerate((FINAL, DRAFT, SCAN)):
        save(store, what, minutes)
    before = contents(store)
    for what in (FINAL, DRAFT, SCAN):
        save(store, what, 9)
        save(store, what, 9, reread=True)
    assert contents(store) == before


# Several dispatches in one file


def parts(name, *found):
    """One file that holds so many dispatches."""
    outs = [
        replace(one, source=source(name), extent=Extent(n, len(found), (2 * n - 1, 2 * n)))
        for n, one in enumerate(found, 1)
    ]
    if len(found) == 1:
        outs = [replace(outs[0], extent=Extent())]
    return replace(outs[0], further=tuple(outs[1:]))


ONE, TWO, THREE = (paper("x", f"{n}/BC-SNV", text=body(n), subject=field(f"Việc số {n}")) for n in (1, 2, 3))


def living(store):
    return [(h.symbol, h.file_name, h.superseded_by is None) for h in store.heads()]


def test_each_dispatch_of_a_file_has_a_row_and_the_file_one(store):
    saved = save(store, parts("gộp", ONE, TWO, THREE))
    assert [s.kind for s in (saved, *saved.further)] == [Kind.NEW] * 3
    assert sorted(living(store)) == [
        ("1/BC-SNV", "van-ban.docx", True),
        ("2/BC-SNV", "van-ban.docx#2", True),
        ("3/BC-SNV", "van-ban.docx#3", True),
    ]
    assert [h.arrival_number for h in store.heads()] and len({h.arrival_number for h in store.heads()}) == 3
    rows = {row["symbol"]: (row["part"], row["page_from"], row["page_to"]) for row in store.table("dispatch")}
    assert rows == {"1/BC-SNV": (1, 1, 2), "2/BC-SNV": (2, 3, 4), "3/BC-SNV": (3, 5, 6)}
    assert store.dispatch(source("gộp").sha256).id == saved.dispatch_id
    balance = store.balance()
    assert (balance.received, balance.stored, balance.balanced) == (1, 1, True)
    before = contents(store)
    assert save(store, parts("gộp", ONE, TWO, THREE), 5).kind is Kind.SAME_FILE
    save(store, parts("gộp", ONE, TWO, THREE), 5, reread=True)
    assert contents(store) == before


def test_a_part_is_a_version_of_a_file_of_its_own(store):
    save(store, replace(TWO, source=source("riêng")))
    saved = save(store, parts("gộp", ONE, TWO), 1)
    assert saved.further[0].kind is Kind.NEW_VERSION
    assert len(store.heads(in_force=True)) == 2


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        ((ONE,), (ONE, TWO, THREE), "a newer program finds more"),
        ((ONE, TWO, THREE), (ONE,), "it finds fewer"),
        ((ONE, TWO), (ONE, THREE), "it reads another number in the same place"),
        ((ONE, TWO, THREE), (ONE, THREE), "one in the middle was none"),
        ((TWO, ONE), (ONE, TWO), "in another order"),
    ],
    ids=lambda v: v if isinstance(v, str) else "",
)
def test_a_file_read_again_that_splits_otherwise_counts_each_once(store, before, after, why):
    first = save(store, parts("gộp", *before))
    store.correct(first.dispatch_id, "place", old=None, new="X", who="Văn thư")
    kept = {h.symbol: (h.id, h.arrival_number) for h in store.heads()}
    again = save(store, parts("gộp", *after), 5, reread=True)
    assert again.kind is Kind.SAME_FILE
    assert sorted(h.symbol for h in store.heads(in_force=True)) == sorted(a.dispatch.symbol.value for a in after), why
    assert sorted(d.dispatch.symbol.value for d in store.dispatches()) == sorted(a.dispatch.symbol.value for a in after)
    for head in store.heads(in_force=True):
        assert head.symbol not in kept or kept[head.symbol] == (head.id, head.arrival_number), "found again: same row"
    assert len(store.corrections()) == 1
    figures = [row["dispatch_id"] for row in store.table("result")]
    assert len(figures) == 4 * len(after)
    assert store.balance().balanced and store.verify().whole
    save(store, parts("gộp", *before), 9, reread=True)
    assert sorted(h.symbol for h in store.heads(in_force=True)) == sorted(b.dispatch.symbol.value for b in before)
    for symbol, (identifier, number) in kept.items():
        assert any(
            (h.id, h.arrival_number, h.symbol) == (identifier, number, symbol) for h in store.heads(in_force=True)
        )


def test_a_retired_dispatch_frees_the_version_it_hid(store):
    own = save(store, replace(TWO, source=source("riêng"), reading=Reading("pdf", 2, ocr=True)))
    save(store, parts("gộp", ONE, TWO), 1)
    assert own.dispatch_id not in {h.id for h in store.heads(in_force=True)}
    save(store, parts("gộp", ONE), 2, reread=True)
    assert {h.symbol for h in store.heads(in_force=True)} == {"1/BC-SNV", "2/BC-SNV"}
    assert own.dispatch_id in {h.id for h in store.heads(in_force=True)}


# Recalls and replacements by envelope


def message(name, relation, symbol="45/KH-SNV", own=None, day=None):
    cited = (field(Reference(symbol, issued_on=day, relation=relation)),)
    return paper(name, own or symbol, reader="edxml", text=(), references=cited)


def withdrawn(store):
    return sorted(row["form"] for row in store.table("dispatch") if row["standing"] == "withdrawn")


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_a_recall_takes_back_every_version_whenever_it_comes(store, order):
    files = [FINAL, DRAFT, message("thu hồi", Relation.RECALLS)]
    for minutes, n in enumerate(order):
        save(store, files[n], minutes)
    assert withdrawn(store) == ["digital", "digital"]
    told = {d.withdrawn for d in store.dispatches() if d.withdrawn}
    assert told == {"Cơ quan ban hành đã thu hồi văn bản này (phong bì điện tử «van-ban.docx»)."}
    assert store.verify().whole


def test_a_person_keeps_what_was_recalled(store):
    saved = save(store, FINAL)
    save(store, message("thu hồi", Relation.RECALLS), 1)
    store.versions.reinstate(saved.dispatch_id, who="Văn thư", reason="Thu hồi nhầm")
    save(store, message("thu hồi lần nữa", Relation.RECALLS), 2)
    assert withdrawn(store) == []
    store.versions.withdraw(saved.dispatch_id, who="Văn thư", reason="Đúng là thu hồi")
    assert withdrawn(store) == ["digital"]
    (told,) = {d.withdrawn for d in store.dispatches() if d.withdrawn}
    assert told == "Người dùng rút văn bản này khỏi tổng hợp: Đúng là thu hồi."


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_a_replaced_dispatch_gives_way_to_the_new_one(store, order):
    page = paper("hai", "46/KH-SNV", text=body(4))
    files = [FINAL, message("phong bì", Relation.REPLACES, own="46/KH-SNV"), page]
    for minutes, n in enumerate(order):
        save(store, files[n], minutes)
    assert withdrawn(store) == ["digital"]
    (told,) = {d.withdrawn for d in store.dispatches() if d.withdrawn}
    assert told.startswith("Cơ quan ban hành đã thay thế văn bản này bằng văn bản số 46/KH-SNV")


def test_what_an_envelope_does_not_mean_stays(store):
    save(store, FINAL)
    other = message("a", Relation.RECALLS, day=dispatch(issued="2022-06-30").issued_on.value)
    save(store, other, 1)
    save(store, message("b", Relation.RECALLS, "99/KH-SNV"), 2)
    save(store, message("c", Relation.REPLACES), 3)
    assert withdrawn(store) == [], "another year's, another number, its own page sent anew"


def test_an_envelope_read_anew_that_recalls_nothing_frees_what_it_took(store):
    save(store, FINAL)
    save(store, message("thu hồi", Relation.RECALLS), 1)
    save(store, message("thu hồi", Relation.MENTIONS), 2, reread=True)
    assert withdrawn(store) == []
