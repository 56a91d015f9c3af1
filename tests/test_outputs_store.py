"""The store on both databases: whole or nothing, twice the same as once, in whatever order files come."""

import itertools
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, select, text

from outputs.store import SqlStore, StoreError, open_store
from outputs.store.schema import EXPORTED, metadata
from pipeline.errors import Code
from pipeline.model import AgencyMention, Dispatch, MovementMention, PartialDate, Period
from pipeline.ports import Kind, Saved
from pipeline.reference.agencies import Agency, Succession
from pipeline.reference.indicators import indicators
from pipeline.text import slug
from tests import papers
from tests.papers import FIVE_YEARS, MORNING, NAME, dispatch, failure, field, outcome


@pytest.fixture
def store(store_url: str) -> Iterator[SqlStore]:
    with open_store(store_url) as opened:
        yield opened


def save(store: SqlStore, what: Any, minutes: int = 0, **rest: Any) -> Saved:
    rest.setdefault("archived_as", None)
    return store.save(what, run_id="đợt 1", received_at=MORNING + timedelta(minutes=minutes), **rest)


def contents(store: SqlStore) -> dict[str, list[Any]]:
    """Every row of every table, inside ones too."""
    with store._database.read() as connection:
        return {
            name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key.columns))]
            for name, table in metadata.tables.items()
        }


# Idempotence and identity


@pytest.mark.parametrize(
    "what",
    [outcome(), outcome(review=True), failure(), outcome(content=Dispatch())],
    ids=["clean", "doubt", "bad", "empty"],
)
def test_saved_twice_changes_no_row(store, what):
    first = save(store, what)
    before = contents(store)
    second = save(store, what, minutes=5)
    assert contents(store) == before
    assert second.dispatch_id == first.dispatch_id
    assert second.kind is (Kind.FAILED if what.failure else Kind.SAME_FILE)
    assert second.needs_review == first.needs_review


def test_what_comes_out_is_what_went_in(store):
    what = outcome(review=True)
    saved = save(store, what)
    (back,) = store.dispatches()
    assert back.dispatch == what.dispatch
    assert back.findings == what.findings
    assert (back.id, back.sha256, back.file_name) == (saved.dispatch_id, what.source.sha256, what.source.name)
    assert back.received_at == MORNING
    assert back.profile is what.profile
    assert store.dispatch(back.id) == store.dispatch(back.sha256) == back


WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\n"), min_size=1, max_size=20)
FIGURES = st.decimals(allow_nan=False, allow_infinity=False) | st.fractions()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(WORDS, FIGURES, st.floats(0, 1))
def test_any_text_and_figure_survives(store, words, figure, confidence):
    results = (field(papers.Result(words, figure, words), words, confidence),)
    what = outcome(f"{words}{figure}{confidence}", dispatch(words, subject=field(words, words), results=results))
    save(store, what)
    back = store.dispatch(what.source.sha256)
    assert back is not None and back.dispatch == what.dispatch


def test_letters_that_no_database_takes_are_kept_in_the_record(store):
    what = outcome(content=dispatch(subject=field("a\x00b\ud800c")))
    saved = save(store, what)
    assert store.dispatch(saved.dispatch_id).dispatch == what.dispatch
    (head,) = store.heads()
    assert head.subject == "a\ufffdb\ufffdc"


def test_other_bytes_of_one_dispatch_are_a_new_version_and_both_stay(store):
    old, new = save(store, outcome("bản quét")), save(store, outcome("bản sửa"), minutes=10)
    assert (old.kind, new.kind) == (Kind.NEW, Kind.NEW_VERSION)
    leads = {d.id: d.superseded_by for d in store.dispatches()}
    assert leads == {old.dispatch_id: new.dispatch_id, new.dispatch_id: None}
    assert [h.id for h in store.heads(in_force=True)] == [new.dispatch_id]


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_the_last_to_arrive_leads_whatever_the_order_of_saving(store, order):
    for n in order:
        save(store, outcome(f"bản {n}"), minutes=n)
    leader = store.dispatch(papers.source("bản 2").sha256)
    assert [d.superseded_by for d in store.dispatches()] == [leader.id, leader.id, None]


def test_a_person_pins_the_version_in_force(store):
    first = save(store, outcome("đúng"))
    save(store, outcome("nhầm"), minutes=1)
    store.versions.pin(first.dispatch_id, who="Văn thư")
    save(store, outcome("nhầm nữa"), minutes=2)
    assert [h.id for h in store.heads(in_force=True)] == [first.dispatch_id]
    with pytest.raises(KeyError):
        store.versions.pin("không có", who="Văn thư")


@pytest.mark.parametrize(
    ("other", "why"),
    [
        (dispatch(symbol="46/KH-SNV"), "another number"),
        (dispatch(issued="2022-06-30"), "numbers begin anew every year"),
        (dispatch(issuer=field(AgencyMention("SỞ TÀI CHÍNH"))), "another issuer's series"),
        (dispatch(symbol="/KH-SNV"), "a blank number is no number"),
        (dispatch(issued="2023-06"), "a date cut off is not sure"),
        (dispatch(symbol=None), "no symbol at all"),
        (dispatch(issuer=field(AgencyMention("SỞ NỘI VỤ"), confidence=0.3)), "a doubtful issuer"),
        (dispatch(subject=field("Tổng kết công tác văn thư, lưu trữ cuối năm")), "a number given to two documents"),
    ],
)
def test_what_is_not_surely_the_same_dispatch_stays_apart(store, other, why):
    save(store, outcome("một"))
    assert save(store, outcome("hai", other), minutes=1).kind is Kind.NEW, why
    assert len(store.heads(in_force=True)) == 2


def test_a_version_finds_its_own_among_two_documents_of_one_number(store):
    save(store, outcome("một"))
    twin = dispatch(subject=field("Tổng kết công tác văn thư, lưu trữ cuối năm"))
    save(store, outcome("hai", twin), minutes=1)
    assert save(store, outcome("ba", twin), minutes=2).kind is Kind.NEW_VERSION
    assert [h.file_name for h in store.heads(in_force=True)] == ["van-ban.docx"] * 2
    assert {h.sha256 for h in store.heads(in_force=True)} == {papers.source(b).sha256 for b in ("một", "ba")}


def test_a_registered_agency_is_one_issuer_however_it_is_printed(store):
    def of(text):
        return dispatch(issuer=field(AgencyMention(text, "so-noi-vu-x", "Sở Nội vụ")), parent_issuer=None)

    save(store, outcome("một", of("SỞ NỘI VỤ")))
    assert save(store, outcome("hai", of("SỞ NỘI VỤ TỈNH X"))).kind is Kind.NEW_VERSION


# Failures and the ledger


def test_a_failed_file_that_later_succeeds_is_one_row(store):
    assert save(store, failure()) == Saved(Kind.FAILED, None)
    assert not store.knows(failure().source.sha256)
    (row,) = store.files("quarantined")
    assert (row.failure_code, row.failure_message) == ("DAMAGED", failure().failure.message)
    assert save(store, outcome(), minutes=9).kind is Kind.NEW
    (row,) = store.files()
    assert (row.state, row.failure_code, row.received_at) == ("stored", None, MORNING)
    assert store.knows(row.sha256)


def test_another_failure_of_the_same_bytes_replaces_the_first(store):
    save(store, failure())
    save(store, failure(code=Code.TIMEOUT, detail=""))
    assert [row.failure_code for row in store.files()] == ["TIMEOUT"]


def test_files_that_could_not_be_opened_are_known_by_their_names(store):
    for name in ("một.docx", "hai.docx", "một.docx"):
        lost = papers.Source(name, papers.Path("x") / name, "", 0, "")
        save(store, papers.Outcome(lost, papers.Status.FAILED, failure=papers.Failure(Code.NOT_FOUND)))
    assert sorted(row.name for row in store.files("quarantined")) == ["hai.docx", "một.docx"]
    assert store.balance().balanced


def test_a_failure_never_undoes_a_stored_file(store):
    saved = save(store, outcome(review=True))
    before = contents(store)
    assert save(store, failure(), minutes=3) == Saved(Kind.SAME_FILE, saved.dispatch_id, True)
    assert contents(store) == before


def test_the_ledger_balances_at_every_step(store):
    def counts():
        balance = store.balance()
        assert balance.balanced
        return balance.received, balance.stored, balance.waiting, balance.quarantined

    assert counts() == (0, 0, 0, 0)
    for words in ("một", "hai", "ba"):
        assert store.receive(papers.source(words), run_id="đợt 1", received_at=MORNING)
    assert counts() == (3, 0, 3, 0)
    save(store, outcome("một"))
    save(store, failure("hai"))
    assert counts() == (3, 1, 1, 1)
    assert not store.receive(papers.source("một"), run_id="đợt 2", received_at=MORNING), "stored: nothing to read"
    assert store.receive(papers.source("hai"), run_id="đợt 2", received_at=MORNING), "failed: read it again"
    save(store, outcome("bốn", dispatch("9/BC-X")))
    assert counts() == (4, 2, 1, 1)
    assert [row.sha256 for row in store.files("received")] == [papers.source("ba").sha256]


def test_the_ledger_notices_a_lost_row(store):
    save(store, failure())
    with store._database.write() as connection:
        connection.execute(text("DELETE FROM file"))
    assert not store.balance().balanced


def test_where_the_bytes_lie_is_added_once_known(store):
    store.receive(papers.source(), run_id="đợt 1", received_at=MORNING)
    save(store, outcome(), archived_as="ab/abc.docx")
    assert [row.archived_as for row in store.files()] == ["ab/abc.docx"]


def test_an_instant_without_a_time_zone_is_refused(store):
    with pytest.raises(Exception, match="time zone"):
        store.save(outcome(), run_id="x", received_at=datetime(2023, 1, 1), archived_as=None)
    assert store.files() == []


STEPS = ["file", "dispatch", "recipient", "result", "movement", "mention", "audit"]


@pytest.mark.parametrize("step", STEPS)
def test_stopped_anywhere_nothing_is_half_there(store, step):
    save(store, outcome("trước", dispatch("1/QĐ-SNV", movements=())))
    before = contents(store)

    class Stopped(BaseException):
        """Like a kill: no handler of ours may catch it."""

    def stop(connection, cursor, statement, *rest):
        if statement.lower().startswith(f"insert into {step}"):
            raise Stopped

    event.listen(store._database._writer, "before_cursor_execute", stop)
    with pytest.raises(Stopped):
        save(store, outcome("một"))
    event.remove(store._database._writer, "before_cursor_execute", stop)
    assert contents(store) == before
    assert save(store, outcome("một")).kind is Kind.NEW, "and the next try goes through"


# Rows


def test_child_rows_carry_their_dispatch_evidence_and_confidence(store):
    saved = save(store, outcome())
    for name in ("recipient", "reference", "target", "milestone", "task", "result", "award"):
        rows = list(store.table(name))
        assert rows, name
        for row in rows:
            assert row["id"].startswith(f"{saved.dispatch_id}:")
            assert row["dispatch_id"] == saved.dispatch_id
            assert row["confidence"] == 0.9
            assert row["evidence"] == [
                {"page": 1, "bbox": [85.0, 120.5, 300.2, 134.0], "line": "trang 1, dòng 5", "text": "chữ trên trang"}
            ]


def test_figures_are_exact_and_missing_zero_and_not_applicable_are_three(store):
    save(store, outcome())
    rows = {row["label"]: row for row in store.table("result")}
    assert (rows["Quỹ Vì người nghèo"]["value"], rows["Quỹ Vì người nghèo"]["value_vnd"]) == ("4023.883", 4_023_883_000)
    states = {label: (row["state"], row["value"]) for label, row in rows.items()}
    assert states["Số nhà xây mới"] == ("stated", "0")
    assert states["Số mô hình"] == ("missing", None)
    assert states["Số hộ vùng biên giới"] == ("not_applicable", None)
    assert [(row["value"], row["value_max"]) for row in store.table("target")] == [("1.5", None), ("1/3", "0.50")]


def test_addressees_and_recipients_are_told_apart(store):
    save(store, outcome())
    assert [(r["role"], r["text"]) for r in store.table("recipient")] == [
        ("addressee", "Các phòng chuyên môn"),
        ("recipient", "Sở Tài chính"),
        ("recipient", "Các chi cục"),
    ]


def test_numbers_of_arrival_run_through_the_year_of_viet_nam(store):
    late = datetime(2023, 12, 31, 16, 59, tzinfo=UTC)
    for n, moment in enumerate([late, late + timedelta(minutes=2), late + timedelta(minutes=3)]):
        store.save(outcome(str(n), dispatch(f"{n + 1}/BC-X")), run_id="x", received_at=moment, archived_as=None)
    # 17:00 UTC is midnight in Hà Nội.
    assert [(h.arrival_year, h.arrival_number) for h in store.heads()] == [(2023, 1), (2024, 1), (2024, 2)]


def test_moments_come_back_in_utc_whatever_zone_they_went_in(store):
    hanoi = MORNING.astimezone(timezone(timedelta(hours=7)))
    store.save(outcome(), run_id="x", received_at=hanoi, archived_as=None)
    (head,) = store.heads()
    assert head.received_at == MORNING and head.received_at.tzinfo is UTC


# Asking


def test_dispatches_of_a_movement_and_of_a_period(store):
    plan = save(store, outcome("một"))
    other = save(store, outcome("hai", dispatch("7/BC-X", "2024-03-05", movements=(), results=())), minutes=1)

    def ids(**asked):
        return [d.id for d in store.dispatches(**asked)]

    assert ids() == [plan.dispatch_id, other.dispatch_id]
    assert ids(movement=FIVE_YEARS.id) == [plan.dispatch_id]
    assert ids(period=Period.parse("2024-Q1")) == [other.dispatch_id]
    assert ids(period=Period.parse("2023-06-30")) == [plan.dispatch_id], "by its date"
    assert ids(period=Period.parse("2023-02")) == [plan.dispatch_id], "by the period of a figure"
    assert ids(period=Period.parse("2022-12-31")) == [plan.dispatch_id], "by the as-of date of a figure"
    assert ids(period=Period.parse("2022-11")) == []
    assert ids(movement=FIVE_YEARS.id, period=Period.parse("2024")) == []


def test_heads_are_found_without_tone_marks(store):
    save(store, outcome())
    assert len(store.heads(words="lang que SANG")) == 1
    assert len(store.heads(words="đặng thị thử 45/kh")) == 1
    assert store.heads(words="làng 100%") == []


def test_the_queue_holds_what_needs_a_person_and_is_in_force(store):
    save(store, outcome("một", review=True))
    save(store, outcome("hai", dispatch("2/BC-X")))
    newer = save(store, outcome("ba", review=True), minutes=5)
    assert [h.id for h in store.queue()] == [newer.dispatch_id]


def test_a_finding_is_accepted_with_a_reason_and_stays_so_when_read_again(store):
    save(store, outcome(review=True))
    (found,) = store.findings(state="open")
    store.accept(found["id"], who="Văn thư", reason="Đã đối chiếu bản giấy")
    assert store.findings(state="open") == []
    save(store, outcome(review=True, content=dispatch(place=field("Nơi khác"))), reread=True)
    (kept,) = store.findings()
    assert (kept["state"], kept["decided_by"], kept["reason"]) == ("accepted", "Văn thư", "Đã đối chiếu bản giấy")
    with pytest.raises(KeyError):
        store.accept("không có", who="Văn thư", reason="")


def test_a_correction_is_kept_with_who_and_why(store):
    saved = save(store, outcome())
    store.correct(saved.dispatch_id, "targets", ordinal=1, old={"value": "1/3"}, new={"value": "2/3"}, who="Tổng hợp")
    (row,) = store.corrections(saved.dispatch_id)
    assert (row["field"], row["ordinal"], row["new"], row["who"]) == ("targets", 1, {"value": "2/3"}, "Tổng hợp")
    with pytest.raises(KeyError):
        store.correct("không có", "place", old=None, new="X", who="Tổng hợp")


# Reading again


def test_read_again_replaces_the_content_and_keeps_the_id(store):
    first = save(store, outcome())
    again = save(store, outcome(content=dispatch("46/KH-SNV", targets=())), reread=True)
    assert (again.kind, again.dispatch_id) == (Kind.SAME_FILE, first.dispatch_id)
    assert list(store.table("target")) == []
    (head,) = store.heads()
    assert (head.symbol, head.arrival_number) == ("46/KH-SNV", 1)
    assert store.verify().whole and store.balance().balanced


def test_read_again_with_nothing_new_changes_no_row(store):
    save(store, outcome(review=True))
    before = contents(store)
    save(store, outcome(review=True), reread=True)
    assert contents(store) == before


def test_read_again_as_another_dispatch_frees_the_version_it_hid(store):
    old, new = save(store, outcome("một")), save(store, outcome("hai"), minutes=1)
    save(store, outcome("hai", dispatch("99/KH-SNV")), reread=True)
    assert {h.id for h in store.heads(in_force=True)} == {old.dispatch_id, new.dispatch_id}


# Movements


def mention(start=None, end=None, name=NAME):
    ends = [None if year is None else PartialDate(year) for year in (start, end)]
    return (field(MovementMention(name, *ends)),)


def arrive(store, papers_):
    """Save documents in the given order; each is (minutes of arrival, symbol, issued, mentions, type)."""
    for minutes, symbol, issued, mentions, kind in papers_:
        paper = dispatch(symbol, issued, movements=mentions, doc_type=field(kind))
        save(store, outcome(symbol, paper), minutes=minutes)


FAMILY = [
    (1, "1/BC-A", "2023-05-01", mention(), "BC"),
    (2, "2/KH-B", "2021-03-01", mention(2021, 2025), "KH"),
    (3, "3/BC-C", "2017-05-01", mention(name=NAME.upper()), "BC"),
    (4, "4/KH-D", "2026-02-01", mention(2026, 2030), "KH"),
    (5, "5/BC-E", "2024-05-01", mention(2021), "BC"),
]


def attached(store):
    return {
        symbol: [movement for movement, ids in by_movement(store).items() if symbol in ids]
        for symbol in ("1/BC-A", "2/KH-B", "3/BC-C", "4/KH-D", "5/BC-E")
    }


def by_movement(store):
    return {row.id: {h.symbol for h in store.heads(row.id)} for row in store.movements()}


@pytest.mark.parametrize("order", [(0, 1, 2, 3, 4), (4, 3, 2, 1, 0), (1, 0, 4, 3, 2), (3, 0, 2, 1, 4), (2, 4, 0, 3, 1)])
def test_mentions_find_their_movement_in_any_order(store, order):
    arrive(store, [FAMILY[n] for n in order])
    first, second = f"{slug(NAME)}--2021-2025", f"{slug(NAME)}--2026-2030"
    assert attached(store) == {
        "1/BC-A": [first],  # of two periods the one that runs in 2023
        "2/KH-B": [first],
        "3/BC-C": [slug(NAME)],  # 2017 is in neither: it stands for itself
        "4/KH-D": [second],
        "5/BC-E": [first],  # one end is enough
    }
    rows = {row.id: row for row in store.movements()}
    assert (rows[first].start, rows[first].end, rows[first].documents) == (date(2021, 1, 1), date(2025, 12, 31), 3)


def test_the_only_movement_of_a_name_takes_undated_mentions_of_any_year(store):
    arrive(store, [(1, "1/BC-A", "2027-05-01", mention(name=f"{NAME}."), "BC"), FAMILY[1]])
    assert [(row.id, row.documents) for row in store.movements()] == [(f"{slug(NAME)}--2021-2025", 2)]


def test_a_plan_words_the_name(store):
    arrive(store, [(1, "1/BC-A", "2020-01-01", mention(2021, 2025, NAME.upper()), "BC"), FAMILY[1]])
    assert [row.name for row in store.movements()] == [NAME]


def test_two_ways_to_write_sĩ_are_one_movement(store):
    arrive(store, [(1, "1/BC-A", "2023-01-01", mention(name="Chiến sỹ giỏi"), "BC"),
                   (2, "2/BC-A", "2023-01-02", mention(name="Chiến sĩ giỏi"), "BC")])  # fmt: skip
    assert [row.documents for row in store.movements()] == [2]


def test_a_movement_goes_with_the_last_reading_that_named_it(store):
    save(store, outcome("một"))
    save(store, outcome("hai", dispatch("2/BC-X")), minutes=1)
    save(store, outcome("một", dispatch(movements=mention(name="Phong trào khác"))), reread=True)
    assert {row.name: row.documents for row in store.movements()} == {NAME: 1, "Phong trào khác": 1}
    save(store, outcome("hai", dispatch("2/BC-X", movements=())), reread=True)
    assert {row.name: row.documents for row in store.movements()} == {"Phong trào khác": 1}


# Runs, trail, reference data


def test_a_run_counts_what_it_did(store):
    identifier = store.start_run("ingest", version="0.1")
    assert store.start_run("ingest", run_id=identifier) == identifier, "a retried task opens no second run"
    store.end_run(identifier, {"new": 3, "failed": 1}, details={"inbox": "var/inbox"})
    (row,) = store.runs()
    assert (row["state"], row["new"], row["failed"], row["same_file"]) == ("done", 3, 1, 0)
    with pytest.raises(KeyError, match="lost"):
        store.end_run(identifier, {"lost": 1})
    with pytest.raises(KeyError):
        store.end_run("không có")


def unseal(connection):
    """What someone with the database's password can do."""
    if connection.engine.dialect.name == "sqlite":
        for change in ("update", "delete"):
            connection.execute(text(f"DROP TRIGGER audit_no_{change}"))
    else:
        connection.execute(text("DROP TRIGGER audit_no_change ON audit"))


@pytest.mark.parametrize(
    ("crime", "broken"),
    [
        ("UPDATE audit SET who = 'ai đó' WHERE seq = 2", 2),
        ("UPDATE audit SET at = '2020-01-01 00:00:00.000000' WHERE seq = 3", 3),
        ("UPDATE audit SET details = '{}' WHERE seq = 1", 1),
        ("DELETE FROM audit WHERE seq = 2", 2),
        ("DELETE FROM audit WHERE seq = 1", 1),
    ],
)
def test_the_trail_names_the_first_row_that_was_touched(store, crime, broken):
    for n in range(3):
        save(store, outcome(str(n), dispatch(f"{n}/BC-X")))
    chain = store.verify()
    assert chain.whole and chain.rows == 6
    with store._database.write() as connection:
        unseal(connection)
        connection.execute(text(crime))
    chain = store.verify()
    assert chain.broken == broken and str(broken) in chain.reason


@pytest.mark.parametrize("crime", ["UPDATE audit SET who = 'x'", "DELETE FROM audit"])
def test_the_database_itself_guards_the_trail(store, crime):
    save(store, outcome())
    with pytest.raises(Exception, match="append-only"), store._database.write() as connection:
        connection.execute(text(crime))
    assert store.verify().whole


def test_reference_tables_follow_the_reference_data(store):
    old = Agency(
        "so-a", "Sở A", "SA", "SA", "department", aliases=("Sở A cũ",), valid_to=date(2025, 6, 30), source="thử"
    )
    new = Agency("so-b", "Sở B", kind="department", valid_from=date(2025, 7, 1))
    step = Succession("so-a", "so-b", date(2025, 7, 1), "merge")
    assert store.sync_reference([old, new], [step], indicators())
    assert not store.sync_reference([old, new], [step], indicators()), "nothing changed, nothing written"
    assert [row["id"] for row in store.table("agency")] == ["so-a", "so-b"]
    assert [row["text"] for row in store.table("alias")] == ["Sở A cũ"]
    assert [(row["from_id"], row["date"]) for row in store.table("succession")] == [("so-a", "2025-07-01")]
    assert len(list(store.table("indicator"))) == len(indicators())
    assert store.sync_reference([old], [], indicators())
    assert [row["name"] for row in store.table("agency_name")] == ["Sở A"]
    assert list(store.table("succession")) == []


def test_every_table_of_the_contract_can_be_read(store):
    save(store, outcome(review=True))
    for name in EXPORTED:
        list(store.table(name))
    assert [row["movements"] for row in store.table("dispatch")] == [[FIVE_YEARS.id]]
    with pytest.raises(KeyError):
        next(store.table("mention"))


def test_money_beyond_32_bits_and_decimals_survive(store):
    big = papers.Result("Tổng kinh phí", Decimal("12345.678901"), "tỷ đồng", value_vnd=12_345_678_901_000)
    save(store, outcome(content=dispatch(results=(field(big),))))
    (row,) = store.table("result")
    assert (row["value"], row["value_vnd"]) == ("12345.678901", 12_345_678_901_000)


def test_a_store_that_is_not_there_is_not_made_by_asking(tmp_path):
    with pytest.raises(StoreError, match="Chưa có kho dữ liệu"):
        open_store(f"sqlite:///{tmp_path / 'x.db'}", create=False)
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(StoreError, match="Không hỗ trợ"):
        open_store("mysql://localhost/x")
