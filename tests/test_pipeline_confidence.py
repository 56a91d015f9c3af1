"""Evidence that agrees or not moves a field's confidence; its value never. Documents and persons are made up."""

from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.agreement import Facts, observe
from pipeline.checks.envelope import compared
from pipeline.confidence import Weighed, stated, weigh
from pipeline.model import (
    Addressee,
    AgencyMention,
    Award,
    Dispatch,
    Evidence,
    Field,
    Finding,
    Milestone,
    Outcome,
    PartialDate,
    Recipient,
    Reference,
    Result,
    Severity,
    Signature,
    Source,
    Status,
    Target,
    Zones,
)
from pipeline.reference import agencies
from pipeline.reference.agreements import Scale, assuring, scales, spoilings, weights
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
    lists = {n: v for n, v in changes.items() if isinstance(v, tuple)}
    scalars = {n: v for n, v in (values | changes).items() if v is not None and n not in lists}
    dispatch = Dispatch(**{n: field(n, v, sources.get(n)) for n, v in scalars.items()}, **lists)
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
    ({"subject": "BÁO CÁO"}, "subject", "giống tên loại"),
    ({"subject": "Kết quả thi đua năm 2022 Đơn vị tính: triệu đồng"}, "subject", "phần khác của trang"),
    ({"subject": "Phòng Tổng hợp V/v kết quả phong trào thi đua"}, "subject", "phần khác của trang"),
    ({"issuer": AgencyMention("SỞ NỘI VỤ SAO Y")}, "issuer", "dấu đóng"),
    ({"signer_position": "PHÓ GIÁM ĐỐC Trần Văn Thử"}, "signer_position", "lẫn họ tên"),
    ({"signer_position": "PHÓ"}, "signer_position", "lẫn họ tên"),
    ({"signer_name": "Trần Thị"}, "signer_name", "bị cắt"),
    ({"archive": "VT. Trần Văn Thử"}, "archive", "lẫn họ tên"),
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


def test_two_bodies_on_one_line_and_two_names_in_one_foot_are_doubted() -> None:
    unknown = facts(issuer=AgencyMention("TỔNG CÔNG TY SÔNG LÔI CÔNG TY CƠ KHÍ SÔNG LÔI"), parent_issuer=None)
    run_in = weigh(replace(unknown, issuer=None, parent=None)).issuer
    assert run_in is not None and any("hai cơ quan" in reason for reason in run_in.reasons)
    zones = page()
    foot = (*zones.layout.lines[6:9], line("Lê Thị Mẫu", len(zones.layout.lines)))
    alone = weigh(facts(replace(zones, signature=zones.layout.lines[6:9])))
    crowd = weigh(facts(replace(zones, signature=foot)))
    for name in ("signer_name", "signer_position"):
        assert getattr(crowd, name).confidence < getattr(alone, name).confidence, name


def test_letters_of_the_body_above_doubt_which_of_the_two_issued() -> None:
    turned = facts(issuer=AgencyMention("UBND TỈNH THÁI BÌNH"), parent_issuer=AgencyMention("SỞ NỘI VỤ"))
    weighed = weigh(replace(turned, issuer=turned.parent, parent=turned.issuer))
    sound = weigh(facts())
    for name in ("issuer", "parent_issuer"):
        assert getattr(weighed, name).confidence < getattr(sound, name).confidence - 0.05, name
        assert "Ký hiệu mang chữ viết tắt của cơ quan chủ quản." in getattr(weighed, name).reasons


#: A list, an item that is borne out, one that is doubted, and a word of the reason the clerk reads.
ITEMS = [
    ("recipients", Recipient("Sở Tài chính"), Recipient("Trang 1/3"), "nơi nhận"),
    ("addressees", Addressee("Sở Tài chính"), Addressee("x"), "cơ quan nhận"),
    ("references", Reference("119/KH-UBND", "KH"), Reference("45/BC-SNV", "BC"), "chính văn bản"),
    (
        "references",
        Reference("119/KH-UBND", "KH", PartialDate(2022, 9, 7)),
        Reference("119/KH-UBND", "KH", PartialDate(2023, 9, 7)),
        "sau ngày ban hành",
    ),
    (
        "targets",
        Target("giảm 10 hộ", Decimal(10), unit="hộ"),
        Target("3 Tổ", Decimal(3), unit="Phòng"),
        "đơn vị tính",
    ),
    ("results", Result("Nhà xây mới", Decimal(10), unit="nhà"), Result("Nhà", Decimal(10)), "đơn vị tính"),
    # «Không phát sinh» needs no unit.
    ("results", Result("Nhà", Decimal(0)), Result("Nhà", Decimal(10)), "đơn vị tính"),
    (
        "milestones",
        Milestone("sơ kết", date(2022, 12, 1), date(2022, 12, 31)),
        Milestone("sơ kết", date(2052, 12, 1), date(2052, 12, 31)),
        "ngày ban hành",
    ),
    (
        "awards",
        Award("Bằng khen", "BK", subject_kind="cá nhân", name="Bà Trần Thị Thử"),
        Award("Bằng khen", "BK", subject_kind="tập thể", name="Bà Trần Thị Thử"),
        "đối tượng được khen",
    ),
]


@pytest.mark.parametrize(("name", "sound", "doubted", "reason"), ITEMS)
def test_items_of_lists_are_weighed(name: str, sound: Any, doubted: Any, reason: str) -> None:
    zones = page()
    at = (Evidence.of(zones.layout.lines[5]),)
    fields = tuple(Field.of(value, at, 0.9) for value in (sound, doubted))
    one, other = getattr(weigh(facts(zones, **{name: fields})), name)
    assert (one.value, other.value) == (sound, doubted)
    assert other.confidence < one.confidence - 0.05
    assert any(reason in r for r in other.reasons if r not in assuring())
    assert not any(reason in r for r in one.reasons if r not in assuring())


def test_an_envelope_bears_out_what_it_states_alike_and_doubts_the_rest() -> None:
    page_ = weigh(facts(page(legibility=0.85)))
    source = Source("a.pdf", Path("a.pdf"), "0" * 64, 1, "application/pdf")
    doubts = (Finding("DOUBTFUL", Severity.WARNING, "?", field="subject"),)
    outcome = Outcome(source, Status.NEEDS_REVIEW, page_, findings=doubts)
    alike = compared(outcome, page_, first=True)
    assert alike.dispatch is not None and alike.dispatch.subject is not None and page_.subject is not None
    assert alike.dispatch.subject.confidence > page_.subject.confidence
    assert "Trích yếu khớp với phong bì điện tử." in alike.dispatch.subject.reasons
    assert (alike.status, alike.findings) == (Status.CLEAN, ()), "what the envelope states alike is no longer doubtful"
    other = compared(
        outcome, replace(page_, subject=replace(page_.subject, value="Xin ý kiến dự thảo luật")), first=True
    )
    assert other.dispatch is not None and other.dispatch.subject is not None
    assert other.dispatch.subject.confidence < page_.subject.confidence
    assert [f.code for f in other.findings] == ["DOUBTFUL", "ENVELOPE_DIFFERS"] and not other.vouched


@given(st.text(max_size=40), st.floats(0.0, 1.0), st.sampled_from(["cá nhân", "tập thể", "hộ", None]))
def test_no_text_of_an_item_raises(text: str, sure: float, kind: str | None) -> None:
    zones = page()
    at = (Evidence.of(zones.layout.lines[5]),)
    items: dict[str, Any] = {
        "recipients": Recipient(text), "addressees": Addressee(text), "references": Reference(text),
        "targets": Target(text, Decimal(1), unit=text), "results": Result(text, Decimal(1), unit=text),
        "awards": Award(text, name=text, subject_kind=kind),
    }  # fmt: skip
    weighed = weigh(facts(zones, **{name: (Field.of(value, at, sure),) for name, value in items.items()}))
    for name, value in items.items():
        (item,) = getattr(weighed, name)
        assert item.value == value and 0 < item.confidence < 1


WEIGHED = st.builds(Weighed, st.floats(-8, 8), st.just(0.995), st.booleans(), st.just(()))
SCALES = st.builds(Scale, st.floats(0.2, 3), st.floats(-4, 0), st.just(0), st.just(0))


@given(WEIGHED, st.floats(-8, 8), SCALES)
def test_a_scale_keeps_the_order_and_never_lifts_out_of_doubt(own: Weighed, odds: float, scale: Scale) -> None:
    other = replace(own, odds=odds)
    low, high = sorted((own, other), key=lambda weighed: weighed.odds)
    assert stated(low, scale) <= stated(high, scale)
    assert stated(own, None) >= 0.7 or stated(own, scale) <= stated(own, None)


def test_scales_are_of_known_fields_and_lift_nothing() -> None:
    assert scales().keys() <= spoilings().keys() and "subject" in scales()
    for name, scale in scales().items():
        assert scale.slope > 0 and scale.offset <= 0 and 0 < scale.right <= scale.values, name


@example("signer_name", "\r", 1.0, 0.0)
@example("signer_position", " ", 1.0, 0.5)
@example("subject", "", 1.0, 0.5)
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
    for (rule, name), weight in weights().items():
        # What stands outside the page is asked of movements too, which nothing on the page bears out.
        assert name in spoilings() or (rule, name) == ("folder", "movements")
        assert weight.agree >= 1 >= weight.disagree
        told = ((weight.agree, weight.agree_reason), (weight.disagree, weight.disagree_reason))
        assert all(not reason or (reason.endswith(".") and reason[0].isupper()) for _, reason in told)
        # What moves the odds by half or more is told to the clerk.
        assert all(reason or 2 / 3 < factor < 1.5 for factor, reason in told), name
