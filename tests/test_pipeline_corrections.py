"""A person's word over a reading: kept, laid over newer readings, and told when the reading agrees."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.corrections import FIELDS, Correction, Effect, apply, drawn_together, inner_type, lay, value_of
from pipeline.model import Award, PartialDate, Result
from pipeline.plain import to_plain
from tests.papers import dispatch, field

NOON = datetime(2026, 3, 2, 5, tzinfo=UTC)


def word(name, old, new, minute=0, **rest):
    return Correction(name, old, new, "hoa", NOON + timedelta(minutes=minute), id=str(minute), **rest)


def figure(value, label="Số nhà xây mới", **rest):
    return Result(label, Decimal(value), "nhà", **rest)


def test_a_scalar_is_replaced_and_keeps_the_place_where_it_was_read():
    read = dispatch("45/KH-SNV")
    out = apply(read, [word("symbol", "45/KH-SNV", "46/KH-SNV")])
    assert (out.symbol.value, out.symbol.confidence) == ("46/KH-SNV", 1.0)
    assert out.symbol.evidence == read.symbol.evidence and read.symbol.value == "45/KH-SNV"
    assert out.symbol.reasons == ("Sửa bởi hoa.",)


def test_a_confirmation_makes_sure_without_changing():
    out = apply(dispatch("45/KH-SNV"), [word("symbol", "45/KH-SNV", "45/KH-SNV")])
    assert (out.symbol.value, out.symbol.confidence, out.symbol.reasons) == ("45/KH-SNV", 1.0, ("Xác nhận bởi hoa.",))


def test_a_value_that_was_not_found_is_entered_and_one_that_is_none_is_taken_away():
    out = apply(dispatch(None), [word("symbol", None, "7/BC-SNV"), word("place", "Hà Đông Giang", None, 1)])
    assert out.symbol.value == "7/BC-SNV" and out.symbol.evidence[0].line == "do hoa nhập"
    assert out.place is None


def test_a_date_is_typed():
    out = apply(dispatch(), [word("issued_on", "2023-06-30", "2023-07-01")])
    assert out.issued_on.value == PartialDate(2023, 7, 1)


@pytest.mark.parametrize(
    ("read", "effect", "why"),
    [
        ("45/KH-SNV", Effect.APPLIED, "the reading still says the old value"),
        ("46/KH-SNV", Effect.AGREES, "a newer parser reads what the person wrote"),
        ("48/KH-SNV", Effect.MOVED, "a newer parser reads a third thing: the person's word stands"),
        (None, Effect.MOVED, "nothing is read any more"),
    ],
)
def test_a_newer_reading_meets_the_same_word(read, effect, why):
    laid = lay(dispatch(read), [word("symbol", "45/KH-SNV", "46/KH-SNV")])
    assert laid.dispatch.symbol.value == "46/KH-SNV", why
    assert [e for _, e in laid.effects] == [effect], why


def test_a_chain_is_one_word():
    chain = [word("symbol", "A", "B"), word("symbol", "B", "C", 1), word("symbol", "C", "C", 2)]
    assert [(c.old, c.new) for c in drawn_together(reversed(chain))] == [("A", "C")]


def test_an_item_is_found_again_when_others_moved():
    old, new = to_plain(figure(3)), to_plain(figure(30))
    read = replace(dispatch(), results=(field(figure(9, "Số cầu")), field(figure(3))))
    out = apply(read, [word("results", old, new, ordinal=0)])
    assert [r.value.value for r in out.results] == [9, 30]


def test_of_equal_items_the_one_at_the_place_is_meant():
    old, new = to_plain(figure(3)), to_plain(figure(30))
    read = replace(dispatch(), results=(field(figure(3)), field(figure(3)), field(figure(3))))
    out = apply(read, [word("results", old, new, ordinal=1)])
    assert [r.value.value for r in out.results] == [3, 30, 3]


def test_two_words_about_equal_items_take_one_each():
    old, new = to_plain(figure(3)), to_plain(figure(30))
    read = replace(dispatch(), results=(field(figure(3)), field(figure(3))))
    out = apply(read, [word("results", old, new, 0, ordinal=0), word("results", old, new, 1, ordinal=1)])
    assert [r.value.value for r in out.results] == [30, 30]


def test_an_item_read_differently_is_known_by_what_it_is_about():
    old, new = to_plain(figure(3)), to_plain(figure(30))
    laid = lay(replace(dispatch(), results=(field(figure(33)),)), [word("results", old, new, ordinal=0)])
    assert [r.value.value for r in laid.dispatch.results] == [30]
    assert laid.effects[0][1] is Effect.MOVED


def test_a_corrected_item_that_is_lost_is_not():
    old, new = to_plain(figure(3)), to_plain(figure(30))
    out = apply(replace(dispatch(), results=()), [word("results", old, new, ordinal=0)])
    assert [r.value.value for r in out.results] == [30]


def test_items_are_added_and_struck_out():
    award = to_plain(Award("Giấy khen", name="Tổ Một"))
    read = dispatch()
    gone = to_plain(read.results[0].value)
    out = apply(read, [word("awards", None, award), word("results", gone, None, 1, ordinal=0)])
    assert out.awards[-1].value.award == "Giấy khen" and len(out.awards) == len(read.awards) + 1
    assert out.results == read.results[1:]


def test_an_entered_item_is_changed_and_taken_away_again():
    one, other = to_plain(Award("Giấy khen", name="Tổ Một")), to_plain(Award("Giấy khen", name="Tổ Hai"))
    read, enter = dispatch(), word("awards", None, one)
    out = apply(read, [enter, word("awards", one, other, 1, ordinal=1)])
    assert [a.value.name for a in out.awards[1:]] == ["Tổ Hai"]
    assert apply(read, [enter, word("awards", one, None, 1, ordinal=1)]) == read


def test_an_item_struck_out_and_put_back_is_the_one_that_was_read():
    """Struck out and put back is a word that the item stands, where it was read; what it was changed to before stays."""
    read = dispatch()
    first, other = to_plain(read.results[0].value), to_plain(figure(99))
    gone, back = word("results", first, None, 1, ordinal=0), word("results", None, first, 2, ordinal=0)
    out = apply(read, [gone, back])
    assert [r.value for r in out.results] == [r.value for r in read.results]
    assert out.results[0].evidence == read.results[0].evidence
    changed = [word("results", first, other, 0, ordinal=0), word("results", other, None, 1, ordinal=0)]
    out = apply(read, [*changed, word("results", None, other, 2, ordinal=0)])
    assert out.results[0].value == figure(99) and len(out.results) == len(read.results)


def test_a_like_item_entered_after_one_was_struck_out_is_another():
    read = dispatch()
    first = to_plain(read.results[0].value)
    out = apply(read, [word("results", first, None, 1, ordinal=0), word("results", None, first, 2)])
    assert out.results[-1].evidence[0].line == "do hoa nhập"


def test_striking_out_what_is_not_read_any_more_agrees():
    laid = lay(replace(dispatch(), results=()), [word("results", to_plain(figure(3)), None, ordinal=0)])
    assert laid.dispatch.results == () and laid.effects[0][1] is Effect.AGREES


@pytest.mark.parametrize(
    ("name", "plain"),
    [("issued_on", "hôm qua"), ("results", {"label": "x", "value": "nhiều"}), ("results", {"nhãn": "x"}),
     ("symbol", 7), ("awards", "x"), ("issued_on", "2023-13-40")],
)  # fmt: skip
def test_a_word_of_the_wrong_type_is_refused_and_never_applied(name, plain):
    with pytest.raises(ValueError):
        value_of(name, plain)
    read = dispatch()
    assert apply(read, [word(name, None, plain)]) == read


def test_every_attribute_has_a_type():
    assert all(inner_type(name) for name in FIELDS)


@given(st.lists(st.tuples(st.sampled_from("ABC"), st.sampled_from("ABC")), max_size=6), st.sampled_from("ABC"))
def test_the_last_word_wins_whatever_is_read(chain, read):
    words = [word("subject", old, new, i) for i, (old, new) in enumerate(chain)]
    out = apply(dispatch(subject=field(read)), words)
    assert out.subject.value == (chain[-1][1] if chain else read)
