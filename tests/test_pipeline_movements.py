"""Which movement a mention means, and which one a person means."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import MovementMention, PartialDate
from pipeline.movements import Named, attach, choose, fold, named
from pipeline.ports import MovementRow

FIRST, SECOND = Named("a", 2021, 2025), Named("b", 2026, 2030)
ALONE = Named("x", None, None)


@pytest.mark.parametrize(
    ("mention", "known", "year", "means", "why"),
    [
        (ALONE, [], 2023, None, "nothing to attach to"),
        (ALONE, [FIRST], 2023, FIRST, "the only movement of the name"),
        (ALONE, [FIRST], 2031, FIRST, "reports come after the end too"),
        (ALONE, [FIRST, SECOND], 2023, FIRST, "the one that runs in the document's year"),
        (ALONE, [FIRST, SECOND], None, None, "two fit and no year decides"),
        (ALONE, [FIRST, SECOND], 2035, None, "two fit and neither runs"),
        (ALONE, [FIRST, Named("c", 2022, 2026)], 2023, None, "both run"),
        (ALONE, [ALONE, FIRST, SECOND], 2035, ALONE, "the same undated name was seen before"),
        (Named("y", 2021, None), [FIRST, SECOND], None, FIRST, "one end is enough"),
        (Named("y", None, 2030), [FIRST, SECOND], None, SECOND, "the other end as well"),
        (Named("y", 2022, None), [FIRST], 2023, None, "another start is another movement"),
        (Named("y", 2021, 2025), [FIRST], 2030, FIRST, "the same period"),
        (Named("y", 2021, 2024), [FIRST], 2023, None, "two periods are two movements"),
        (ALONE, [Named("y", 2021, None)], 2023, Named("y", 2021, None), "a start is a period of a kind"),
    ],
)
def test_a_mention_means(mention, known, year, means, why):
    assert attach(mention, known, year) == means, why


YEARS = st.none() | st.integers(2000, 2030)


@given(YEARS, YEARS, st.lists(st.tuples(YEARS, YEARS)), YEARS)
def test_a_mention_is_never_attached_against_its_own_words(start, end, others, year):
    known = [Named(str(n), *pair) for n, pair in enumerate(others)]
    found = attach(Named("x", start, end), known, year)
    if found is not None:
        assert found in known
        assert start in (None, found.start) and end in (None, found.end)


@given(YEARS, YEARS, st.lists(st.tuples(YEARS, YEARS), unique=True), YEARS, st.randoms())
def test_the_order_of_what_is_known_does_not_matter(start, end, others, year, random):
    known = [Named(str(n), *pair) for n, pair in enumerate(others)]
    shuffled = random.sample(known, len(known))
    assert attach(Named("x", start, end), known, year) == attach(Named("x", start, end), shuffled, year)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Vì biển xanh - Không rác thải", "VÌ BIỂN XANH, KHÔNG RÁC THẢI."),
        ("Chiến sĩ giỏi", "chiến sỹ  giỏi"),
        ("Thi đua hoà giải", "Thi đua hòa giải"),
        ("xanh-sạch", "Xanh – sạch"),
    ],
)
def test_near_same_names_are_one(one, other):
    assert fold(one) == fold(other)


@given(st.text(max_size=30), st.text(max_size=30))
def test_names_of_one_id_are_never_two_movements(one, other):
    if MovementMention(one).id == MovementMention(other).id:
        assert fold(one) == fold(other)


def test_a_mention_alone_is_known_by_its_years():
    mention = MovementMention("Vì biển xanh", PartialDate(2021, 5), PartialDate(2025))
    assert named(mention) == Named("vi-bien-xanh--2021-2025", 2021, 2025)


ROWS = tuple(
    MovementRow(id_, name, None, None, 1)
    for id_, name in (
        ("vi-bien-xanh--2021-2025", "Vì biển xanh"),
        ("vi-bien-xanh--2026-2030", "Vì biển xanh"),
        ("vi-bien-xanh-que-huong", "Vì biển xanh quê hương"),
        ("nong-thon-moi", "Chung sức xây dựng nông thôn mới"),
    )
)


@pytest.mark.parametrize(
    ("asked", "ids"),
    [
        ("vi-bien-xanh--2026-2030", ["vi-bien-xanh--2026-2030"]),
        ("NONG THON", ["nong-thon-moi"]),
        ("vì biển xanh quê hương", ["vi-bien-xanh-que-huong"]),
        ("Vì biển xanh", ["vi-bien-xanh--2021-2025", "vi-bien-xanh--2026-2030"]),
        ("vì biển", ["vi-bien-xanh--2021-2025", "vi-bien-xanh--2026-2030", "vi-bien-xanh-que-huong"]),
        ("đường hoa", []),
        (" - ", []),
    ],
)
def test_a_person_may_ask_by_id_name_or_part(asked, ids):
    assert [row.id for row in choose(asked, ROWS)] == ids
