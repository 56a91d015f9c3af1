"""Evidence that agrees or not moves a field's confidence; its value never. Documents and persons are made up."""

from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import evaluate
from pipeline.agreement import Facts, observe
from pipeline.confidence import weigh
from pipeline.model import AgencyMention, Dispatch, Evidence, Field, PartialDate, Reference, Signature, Zones
from pipeline.reference import agencies
from pipeline.reference.agreements import assuring, spoilings, weights
from tests.factories import layout, line

#: The page of a sound letter: what each field's evidence points at.
PAGE = {
    "parent_issuer": "UBND TỈNH THÁI BÌNH",
    "issuer": "SỞ NỘI VỤ",
    "symbol": "Số: 45/BC-SNV",
    "issued_on": "Thái Bình, ngày 15 tháng 11 năm 2022",
    "doc_type": "BÁO CÁO",
    "subject": "Kết quả phong trào thi đua năm 2022",
    "signer_capacity": "KT. GIÁM ĐỐC",
    "signer_position": "PHÓ GIÁM ĐỐC",
    "signer_name": "Trần Văn Thử",
    "archive": "- Lưu: VT, TCCB.",
}
AGENCIES = agencies.load()


def page(legibility: float = 1.0, **changes: Any) -> Zones:
    texts = [line(text, legibility=legibility) for text in PAGE.values()]
    return Zones(layout(*texts, ocr=legibility < 1, **changes))


def facts(zones: Zones | None = None, file_name: str = "vanban.pdf", **changes: Any) -> Facts:
    """A report whose parts all agree, but for ``changes`` (attribute to value)."""
    zones = zones or page()
    at = {name: zones.layout.lines[i] for i, name in enumerate(PAGE)}

    def field(name: str, value: Any, source: str | None = None) -> Field[Any]:
        own = at[source or name]
        return Field.of(value, (Evidence.of(own),), 0.96 * own.legibility)

    values: dict[str, Any] = {
        "parent_issuer": AgencyMention(PAGE["parent_issuer"]), "issuer": AgencyMention(PAGE["issuer"]),
        "symbol": "45/BC-SNV", "number": "45", "notation": "BC-SNV", "issued_on": PartialDate(2022, 11, 15),
        "place": "Thái Bình", "doc_type": "BC", "subject": PAGE["subject"], "signer_capacity": "KT",
        "signer_position": "PHÓ GIÁM ĐỐC", "signer_name": PAGE["signer_name"], "archive": "VT, TCCB",
    }  # fmt: skip
    sources = {"number": "symbol", "notation": "symbol", "place": "issued_on"}
    made = {
        n: field(n, v, sources.get(n)) for n, v in (values | changes).items() if v is not None and n != "references"
    }
    dispatch = Dispatch(**made, references=changes.get("references", ()))
    issuer = AGENCIES.agencies["snv.thai-binh"]
    return Facts(dispatch, zones, file_name, issuer, AGENCIES.agencies["ubnd.thai-binh"])


def test_a_clean_document_whose_parts_agree_is_sure_of_its_head() -> None:
    weighed = weigh(facts())
    for name in ("symbol", "issued_on", "doc_type", "issuer", "subject", "signer_name", "place", "signer_position"):
        assert getattr(weighed, name).confidence >= 0.95, name


#: A change that contradicts the rest, the field it must lower, and a word of the reason the clerk reads.
CONTRADICTIONS = [
    ({"symbol": "45/KH-SNV", "notation": "KH-SNV"}, "symbol", "tên loại"),
    ({"symbol": "45/KH-SNV", "notation": "KH-SNV"}, "doc_type", "chữ viết tắt"),
    ({"symbol": "45/BC-STC", "notation": "BC-STC"}, "symbol", "cơ quan ban hành"),
    ({"issuer": AgencyMention("SỞ NỘI VU")}, "issuer", "danh bạ"),
    ({"issuer": AgencyMention("SỞ NỘI VỤ Số: 45!BC")}, "issuer", "chữ hoặc dấu lạ"),
    ({"place": "Hà Nội"}, "place", "đóng trụ sở"),
    ({"symbol": "45/2021/BC-SNV"}, "symbol", "Năm trong ký hiệu"),
    ({"signer_position": "GIÁM ĐỐC"}, "signer_capacity", "không khớp"),
    ({"signer_position": "PHÓ GIÁM ĐỐC ^Z"}, "signer_position", "chữ hoặc dấu lạ"),
    ({"subject": "Kết quả phong trào thi đua và"}, "subject", "chưa đủ câu"),
    ({"subject": "tại các cơ quan của tỉnh"}, "subject", "chưa đủ câu"),
]


@pytest.mark.parametrize(("changes", "name", "reason"), CONTRADICTIONS)
def test_contradictions_lower(changes: dict[str, Any], name: str, reason: str) -> None:
    sound, doubted = getattr(weigh(facts()), name), getattr(weigh(facts(**changes)), name)
    assert doubted.confidence < sound.confidence - 0.01
    assert any(reason in r for r in doubted.reasons if r not in assuring()), doubted.reasons


def test_a_cited_document_of_a_later_day_lowers_the_date() -> None:
    zones = page()

    def cited(day: PartialDate) -> tuple[Field[Reference], ...]:
        return (Field.of(Reference("119/KH-UBND", issued_on=day), (Evidence.of(zones.layout.lines[5]),), 0.9),)

    later = weigh(facts(zones, references=cited(PartialDate(2023, 1, 7)))).issued_on
    earlier = weigh(facts(zones, references=cited(PartialDate(2022, 9, 7)))).issued_on
    assert later is not None and earlier is not None
    assert later.confidence < 0.7 < 0.95 < earlier.confidence


def test_a_file_named_after_its_symbol_bears_it_out_or_not() -> None:
    def sure(name: str) -> float:
        symbol = weigh(facts(page(legibility=0.85), name)).symbol
        assert symbol is not None
        return symbol.confidence

    silent = sure("scan0012.pdf")
    assert sure("bao-cao_45-bc-snv.pdf") > silent > sure("bao-cao_46-bc-snv.pdf")
    assert sure("45_van_ban.pdf") == silent  # a number alone may be anything


def test_the_day_of_signing_bears_out_the_date() -> None:
    def sure(*signatures: Signature) -> float:
        issued = weigh(facts(page(legibility=0.85, signatures=signatures))).issued_on
        assert issued is not None
        return issued.confidence

    soon, late = Signature(None, "2022-11-16T08:00:00+07:00"), Signature(None, "2024-11-16T08:00:00+07:00")
    assert sure(soon) > sure() > sure(late)


def test_a_rare_surname_on_clear_print_is_borne_out_by_its_own_line() -> None:
    zones = page()
    signed = replace(zones, signature=zones.layout.lines[6:9])
    alone, nowhere = (weigh(facts(z, signer_name="Ắt Văn Thử")).signer_name for z in (signed, zones))
    assert alone is not None and nowhere is not None and alone.confidence > nowhere.confidence
    scanned = weigh(facts(page(0.85), signer_name="Ắt Văn Thử")).signer_name
    assert scanned is not None and "Họ của người ký không có trong danh mục họ." in scanned.reasons


def test_letters_read_off_an_image_are_doubted_by_how_hard_they_were_to_read() -> None:
    for name in ("issuer", "subject", "signer_name", "symbol", "issued_on"):
        clear, hard, dim = (getattr(weigh(facts(page(s))), name).confidence for s in (1.0, 0.85, 0.6))
        assert clear > hard > dim, name


def test_what_the_pen_wrote_and_nobody_read_is_no_sure_value() -> None:
    found = weigh(facts(page(0.85), number=None, symbol="/BC-SNV", issued_on=PartialDate(2022, 11)))
    assert found.symbol is not None and found.symbol.confidence <= 0.6
    assert found.issued_on is not None and found.issued_on.confidence <= 0.6


@given(st.sampled_from(sorted(PAGE)), st.text(max_size=40), st.floats(0.05, 1.0), st.floats(0.0, 1.0))
def test_weighing_changes_no_value_and_never_raises(name: str, text: str, legibility: float, sure: float) -> None:
    given_ = facts(page(legibility))
    old = getattr(given_.dispatch, name)
    value: Any = AgencyMention(text) if name.endswith("issuer") else PartialDate(2020) if name == "issued_on" else text
    before = replace(given_.dispatch, **{name: replace(old, value=value, confidence=sure)})
    after = weigh(replace(given_, dispatch=before))
    for f in fields(Dispatch):
        x, y = getattr(before, f.name), getattr(after, f.name)
        if isinstance(x, Field):
            assert (x.value, x.raw, x.evidence) == (y.value, y.raw, y.evidence)
            assert 0 < y.confidence < 1 and len(set(y.reasons)) == len(y.reasons)
        else:
            assert x == y


def test_every_observation_has_a_weight_and_every_sentence_ends() -> None:
    seen = {(rule, name) for rule, name, _ in observe(facts())}
    assert seen <= weights().keys() and len(seen) > 12
    for (_, name), weight in weights().items():
        assert name in spoilings() and weight.agree >= 1 >= weight.disagree
        assert all(not reason or reason.endswith(".") for reason in (weight.agree_reason, weight.disagree_reason))


def record(name: str, **confidences: float) -> dict[str, Any]:
    values = {"symbol": "1/BC-SNV", "place": "Thái Bình", "issued_on": "2022-11"}
    stated = {n: {"value": values[n], "confidence": c} for n, c in confidences.items()}
    return {"source": {"name": name}, "fields": stated}


def test_calibration_sets_stated_against_true() -> None:
    gold = {"a.pdf": {"symbol": "1/BC-SNV", "place": "Hà Nội", "issued_on": "2022-11-15"}}
    found = evaluate.calibration(gold, [record("a.pdf", symbol=0.95, place=0.95, issued_on=0.95)])
    # The date cut off before its day is an honest half: not counted.
    assert (found.sure, found.sure_right, found.sure_share) == (2, 1, 0.5)
    assert found.error == pytest.approx(0.45) and len(found.bands) == 1


def test_calibration_of_nothing() -> None:
    found = evaluate.calibration({}, [])
    assert (found.bands, found.error, found.sure_share) == ((), 0.0, 1.0)
