"""Which files are one dispatch, which leads, what only a person can tell; in whatever order they come."""

import random
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.editions.versions import Bond, Form, Version, families, pair, reason
from pipeline.likeness import Gist, at_most, gist, likeness, marks

MORNING = datetime(2023, 7, 1, 8, tzinfo=UTC)
WORDS = "ba cây dân gia hộ khu làng mới nhà nông phong quê sáng tết vui xã yên đồng thôn giúp chăm học nghề vốn"
SYLLABLES = WORDS.split()


def body(seed, figures=12, words=260):
    """A made-up text of so many syllables with figures in it."""
    draw = random.Random(seed)
    text = [draw.choice(SYLLABLES) for _ in range(words)]
    for _ in range(figures):
        text.insert(draw.randrange(len(text)), str(draw.randrange(10, 9999)))
    return text


def misread(text, share, seed=7):
    """The text as a scan gives it, so many letters in a hundred wrong."""
    draw = random.Random(seed)
    letters = "abcdeghiklmnopqrstu"
    return ["".join(draw.choice(letters) if c.isalpha() and draw.random() < share else c for c in w) for w in text]


TEXT = body(1)
SUBJECT = "Kết quả phong trào thi đua năm 2023"
KIN = "so-noi-vu|BC|2023|ket qua"
SERIES = "so-noi-vu|12/BC-SNV|2023-06-30"


def final(name="cuối", minutes=0, **parts):
    known = {
        "series": SERIES,
        "kin": KIN,
        "symbol": "12/BC-SNV",
        "number": "12",
        "notation": "BC-SNV",
        "issued_on": "2023-06-30",
        "subject": SUBJECT,
        "gist": gist(TEXT),
    }
    return Version(name, name * 8, MORNING + timedelta(minutes=minutes), **known | parts)


def draft(name="dự thảo", minutes=0, text=TEXT, **parts):
    unread = {"series": None, "symbol": "/BC-SNV", "number": None, "issued_on": "2023-06", "gist": gist(text)}
    return final(name, minutes, **unread | parts)


def leader(*versions):
    (family,), _ = families(versions)
    return family.leader.id


# Which leads

RANKS = [
    (final(), draft(minutes=9), "a number and a day over a draft that comes later"),
    (final(form=Form.SCAN), draft(minutes=9), "a scan of the signed paper over a draft without a number"),
    (final(), final("quét", 9, form=Form.SCAN), "letters over a scan that comes later"),
    (final(form=Form.SIGNED), final("không ký", 9), "a digital signature"),
    (final(vouched=True), final("khác", 9), "an envelope says the same"),
    (final(), final("phong bì", 9, form=Form.ENVELOPE), "a page over its envelope"),
    (final("sau", 9), final(), "of equals the last to arrive"),
    (final(pinned=True, form=Form.SCAN), final("mới", 9, form=Form.SIGNED), "a person's choice"),
    (final(), final("rút", 9, form=Form.SIGNED, pinned=True, standing="withdrawn"), "a withdrawn one never"),
]


@pytest.mark.parametrize(("first", "other", "why"), RANKS, ids=[why for *_, why in RANKS])
def test_the_better_version_leads(first, other, why):
    assert leader(first, other) == leader(other, first) == first.id, why


def test_why_a_version_leads_is_said():
    assert reason(final(), [draft()]) == "Bản được dùng vì đã có số và ngày ban hành."
    assert reason(final(), [final("quét", form=Form.SCAN), draft()]).endswith("là chữ điện tử, không phải ảnh quét.")
    assert reason(final(), []) == ""


# Which belong together

PERIODIC = [*TEXT[:-40], *body(5, figures=12, words=40)]
TOGETHER = [
    (draft(), "a draft of the same text"),
    (
        draft(form=Form.SCAN, text=misread(TEXT, 0.03)),
        "a scan with three letters in a hundred wrong, its number unread",
    ),
    (draft(text=TEXT[20:]), "a draft of which a paragraph was taken out"),
    (draft(subject="Kết quả phong trào thì đua năm 2023"), "a letter of the subject read wrong"),
    (draft(issued_on=None), "a draft without a day"),
]
ASKED = [
    (draft(text=[*TEXT[:150], *body(9)[:110]]), "half of the text is other"),
    (draft(issued_on="2023-07-04"), "another whole day is printed on it"),
    (draft(text=[w if not w.isdigit() else str(int(w) + 1) for w in TEXT]), "the same words with other figures"),
]
APART = [
    (draft(text=body(2)), "another text"),
    (draft(subject="Kết quả phong trào thi đua năm 2022", kin=KIN.replace("2023", "2022")), "another year's report"),
    (draft(subject="Kết quả phong trào thi đua quý II năm 2023"), "a report on a quarter"),
    (draft(notation="BC-UBND"), "another office's notation"),
    (draft(kin="so-y-te|BC|2023|ket qua"), "another issuer"),
    (draft(kin=None), "an unread issuer"),
    (draft(subject=None), "an unread subject"),
    (draft(text=TEXT[:20]), "too few words to tell"),
    (draft(form=Form.ENVELOPE), "an envelope has no text"),
    (draft(number="13"), "another number whose day is unread"),
]


@pytest.mark.parametrize(("other", "why"), TOGETHER, ids=[why for _, why in TOGETHER])
def test_a_draft_finds_its_final(other, why):
    (family,), joinings = families([final(), other])
    assert family.identity == SERIES and {v.id for v in family.members} == {"cuối", other.id}
    (made,) = joinings
    assert made.state is Bond.MADE and made.why.startswith("Cùng cơ quan ban hành, cùng loại, cùng trích yếu; lời văn")


@pytest.mark.parametrize(("other", "why"), ASKED, ids=[why for _, why in ASKED])
def test_what_is_not_sure_is_proposed(other, why):
    found, joinings = families([final(), other])
    assert len(found) == 2
    assert [(j.state, {j.one, j.other}) for j in joinings] == [(Bond.PROPOSED, {"cuối", other.id})], why


@pytest.mark.parametrize(("other", "why"), APART, ids=[why for _, why in APART])
def test_what_is_another_dispatch_stays_apart(other, why):
    found, joinings = families([final(), other])
    assert len(found) == 2 and joinings == (), why


def test_a_draft_like_two_dispatches_belongs_to_neither():
    other = final("khác", series=SERIES.replace("12/", "13/"), symbol="13/BC-SNV", number="13")
    found, joinings = families([final(), other, draft()])
    assert len(found) == 3
    assert {j.state for j in joinings} == {Bond.PROPOSED}
    assert all("giống nhiều văn bản khác số" in j.why for j in joinings) and len(joinings) == 2


def test_one_number_for_two_subjects_is_two_dispatches():
    twin = final("hai", subject="Tổng kết công tác văn thư, lưu trữ cuối năm")
    found, _ = families([final(), twin])
    assert [f.identity for f in found] == [SERIES, f"{SERIES}#hai"]


# What persons decide


def test_a_separation_holds_for_copies_that_come_later():
    first, second = final(), final("hai", 1)
    apart = {pair("cuối", "hai"): Bond.APART}
    found, joinings = families([first, second, final("ba", 2)], apart)
    assert [{v.id for v in f.members} for f in found] == [{"cuối", "ba"}, {"hai"}]
    assert all({j.one, j.other} != {"cuối", "hai"} for j in joinings)


def test_a_person_joins_what_the_rules_would_not():
    stranger = draft(text=body(2))
    (family,), _ = families([final(), stranger], {pair("cuối", stranger.id): Bond.TOGETHER})
    assert family.leader.id == "cuối"


COPIES = [
    final("a"),
    final("b", 1, form=Form.SCAN),
    final("c", 2, form=Form.SIGNED),
    draft("d", 3),
    draft("e", 4, text=misread(TEXT, 0.02), form=Form.SCAN),
    draft("f", 5, text=body(2)),
    draft("g", 6, text=[*TEXT[:150], *body(9)[:110]]),
    final("h", 7, series="x", symbol="9/KH-X", subject="Việc khác", kin="x", gist=gist(body(3))),
    final("i", 8, subject="Tổng kết công tác văn thư, lưu trữ cuối năm"),
]
IDS = [v.id for v in COPIES]
PAIRS = st.tuples(st.sampled_from(IDS), st.sampled_from(IDS)).filter(lambda p: p[0] < p[1])
DECISIONS = st.dictionaries(PAIRS, st.sampled_from([Bond.TOGETHER, Bond.APART]), max_size=4)


@given(st.permutations(COPIES), DECISIONS)
def test_the_order_of_files_changes_nothing(order, decided):
    assert families(order, decided) == families(COPIES, decided)


@given(st.lists(st.sampled_from(COPIES), unique=True), DECISIONS)
def test_every_file_is_in_one_family_and_no_two_that_a_person_parts(versions, decided):
    found, _ = families(versions, decided)
    members = [v.id for family in found for v in family.members]
    assert sorted(members) == sorted(v.id for v in versions)
    assert len({family.identity for family in found}) == len(found)
    for family in found:
        assert all(family.leader.rank >= v.rank for v in family.members)
        ids = {v.id for v in family.members}
        assert not any(bond is Bond.APART and set(p) <= ids for p, bond in decided.items())


# The gist


def test_a_gist_survives_being_written_down():
    told = gist(TEXT)
    assert Gist.parse(str(told)) == told and len(str(told)) < 3000
    assert Gist.parse("") == Gist.parse(None) == Gist.parse("\x00") == Gist() and str(Gist()) == ""


@given(st.lists(st.sampled_from(SYLLABLES), min_size=2, max_size=400), st.integers(1, 10))
def test_where_lines_break_changes_nothing(words, width):
    broken = [" ".join(words[i : i + width]) for i in range(0, len(words), width)]
    assert gist(broken) == gist([" ".join(words)])


def test_likeness_is_near_the_true_resemblance():
    """Of two long texts half of which is the same, a third of all that stands in either is in both."""
    one, other = body(11, 0, 4000), body(12, 0, 4000)
    words = [[f"{w}{i % 97}" for i, w in enumerate(text)] for text in (one, other)]
    mixed = words[0][:2000] + words[1][2000:]

    def true(a, b):
        pairs = [set(pairwise(x)) for x in (a, b)]
        return len(pairs[0] & pairs[1]) / len(pairs[0] | pairs[1])

    letters = [[w.translate(str.maketrans("0123456789", "zxqjkwvfyu")) for w in text] for text in (words[0], mixed)]
    assert abs(likeness(gist(letters[0]), gist(letters[1])).words - true(*letters)) < 0.1
    assert likeness(gist(letters[0]), gist(letters[0])).words == 1
    assert likeness(Gist(), Gist()).words == 0


@given(st.lists(st.sampled_from(SYLLABLES), max_size=400), st.lists(st.sampled_from(SYLLABLES), max_size=400))
def test_the_bound_told_without_decoding_is_never_too_low(one, other):
    first, second = gist([" ".join(one)]), gist([" ".join(other)])
    assert at_most(marks(str(first)), marks(str(second))) >= likeness(first, second).words


def test_a_damaged_gist_is_none():
    assert Gist.parse('0000"') == Gist()
    assert Gist.parse("~~~~~") == Gist(), "more than four bytes hold"
