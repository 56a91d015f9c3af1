"""What was taught helps readings that found nothing, stands below people's corrections, and lies in an edition."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

from pipeline.consolidate import consolidate
from pipeline.editions import Terms, freeze, read, rebuild, write
from pipeline.learned import Kind, Learned, helped, understood
from pipeline.model import AgencyMention, Profile, Result
from pipeline.plain import to_plain
from pipeline.ports import StoredDispatch
from pipeline.reference.indicators import indicators
from tests.movement import MOVEMENT, OFFICE, UNITS, YEAR, movement
from tests.papers import MORNING, dispatch, field

AT = datetime(2024, 1, 2, 3, tzinfo=UTC)
LABEL = Learned("w1", Kind.LABEL, "Số tổ ấm trao tặng", "D01", "Số nhà", "lan", AT, "cùng nội dung")
ALIAS = Learned("w2", Kind.ALIAS, "CCTL", "don-vi-1", "Chi cục Thủy lợi", "lan", AT, "tên viết tắt")


def stored(**parts):
    return StoredDispatch("v1", "aa", "v1.docx", MORNING, dispatch(**parts), Profile.STATE)


def one(paper, words, corrections=()):
    (found,) = understood([paper], corrections, words)
    return found.dispatch


def correction(name, old, new, ordinal=None):
    row = {
        "field": name,
        "old": old,
        "new": new,
        "who": "hoa",
        "at": AT,
        "ordinal": ordinal,
        "reason": None,
        "id": "c1",
    }
    return row | {"dispatch_id": "v1"}


def test_a_label_and_a_name_are_understood_and_say_why():
    row = Result("SỐ TỔ ẤM, trao tặng", Decimal(3), "căn")
    found = one(stored(results=(field(row),), issuer=field(AgencyMention("CCTL"))), (LABEL, ALIAS))
    assert found.results[0].value == replace(row, indicator="D01")
    assert found.issuer.value == AgencyMention("CCTL", "don-vi-1", "Chi cục Thủy lợi")
    assert "Theo cách hiểu đã ghi nhớ của lan" in found.results[0].reasons[-1]


def test_what_the_reading_knows_stays():
    paper = stored(
        results=(field(Result(LABEL.text, Decimal(3), "căn", "D02")),),
        issuer=field(AgencyMention("CCTL", "khac", "Khác")),
    )
    assert one(paper, (LABEL, ALIAS)) == paper.dispatch


def test_a_persons_word_on_the_document_stands_over_it():
    row = Result(LABEL.text, Decimal(3), "căn")
    paper = stored(results=(field(row),), issuer=field(AgencyMention("CCTL")))
    plain = to_plain(row)
    said = [correction("results", plain, plain, 0), correction("issuer", {"text": "CCTL"}, {"text": "CCTL"})]
    found = one(paper, (LABEL, ALIAS), said)
    assert found.results[0].value.indicator is None and found.issuer.value.agency is None


def test_the_newest_word_on_a_text_counts():
    newer = replace(LABEL, id="w0", target="D02", at=AT.replace(year=2025))
    paper = stored(results=(field(Result(LABEL.text, Decimal(3), "căn")),))
    for words in ((LABEL, newer), (newer, LABEL)):
        assert one(paper, words).results[0].value.indicator == "D02"


def test_an_edition_carries_what_was_taught_and_is_rebuilt_after_it_is_undone():
    """The figures of the edition rest on a lesson; later it is undone, and the rebuild still gives them."""
    code = next(r.value.indicator for d in movement() for r in d.dispatch.results)
    word = replace(LABEL, target=code)

    def unread(paper):
        rows = tuple(
            replace(r, value=replace(r.value, indicator=None, label=word.text)) if r.value.indicator == code else r
            for r in paper.dispatch.results
        )
        return replace(paper, dispatch=replace(paper.dispatch, results=rows))

    papers = [unread(d) for d in movement()]

    def figures(words):
        known = list(understood(papers, (), words))
        data = consolidate(known, YEAR, AT.date(), UNITS, indicators(), movement=MOVEMENT, own=OFFICE)
        return known, data

    known, data = figures((word,))
    assert code in data.by_total and code not in figures(())[1].by_total
    terms = Terms(MOVEMENT, YEAR, AT.date(), UNITS, OFFICE, learned=(word,))
    manifest = read(write(freeze(data, terms, known))).manifest
    assert manifest.terms.learned == (word,)
    again = rebuild(manifest, understood(papers, (), manifest.terms.learned))
    assert (again.cells, again.totals) == (data.cells, data.totals)


def test_where_words_helped_is_told():
    paper = stored(
        results=(field(Result("Khác", Decimal(1), "nhà")), field(Result(LABEL.text, Decimal(3), "căn"))),
        issuer=field(AgencyMention("CCTL")),
    )
    found, helps = helped(paper.dispatch, paper.dispatch, (LABEL, ALIAS))
    assert [(h.field, h.ordinal, h.word.id) for h in helps] == [("issuer", None, "w2"), ("results", 1, "w1")]
    assert found == one(paper, (LABEL, ALIAS)), "the desk sees what reports count"
    assert helped(paper.dispatch, paper.dispatch, ()) == (paper.dispatch, ())
