"""Each check has a case it catches and a near one it leaves alone. Documents and persons are made up."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from parsers.values.agencies import Matcher
from pipeline import checks
from pipeline.checks import arrival
from pipeline.checks.series import Numbered, findings, of_heads, series
from pipeline.model import (
    Addressee,
    AgencyMention,
    Dispatch,
    Evidence,
    Extent,
    Field,
    Finding,
    Outcome,
    PartialDate,
    Profile,
    Recipient,
    Reference,
    Relation,
    Severity,
    Signature,
    Source,
    Status,
    Zones,
)
from pipeline.reference import agencies, rules
from pipeline.reference.initials import same_place, stands_for
from tests.factories import layout, line

_MATCHER = Matcher(agencies.load())


def resolve(text: str, on: date | None, province: str | None) -> Any:
    return _MATCHER.match(text, on, province).agency


def field(value: Any, raw: str | None = None, confidence: float = 0.97) -> Field[Any]:
    text = raw or getattr(value, "text", None) or str(value)
    return Field.of(value, (Evidence.of(line(text)),), confidence)


def report(**changes: Any) -> Dispatch:
    """A sound report of a department, but for what ``changes`` say."""
    sound = Dispatch(
        symbol=field("123/BC-SNV"),
        number=field("123"),
        notation=field("BC-SNV"),
        issued_on=field(PartialDate(2022, 11, 15), "ngày 15 tháng 11 năm 2022"),
        place=field("Thái Bình"),
        doc_type=field("BC"),
        issuer=field(AgencyMention("SỞ NỘI VỤ")),
        parent_issuer=field(AgencyMention("UBND TỈNH THÁI BÌNH")),
        subject=field("Kết quả thực hiện phong trào thi đua năm 2022"),
        signer_name=field("Trần Văn Thử"),
        signer_position=field("PHÓ GIÁM ĐỐC"),
        signer_capacity=field("KT"),
        archive=field("VT, TCCB"),
        recipients=(field(Recipient("Hội đồng Thi đua - Khen thưởng tỉnh")),),
        references=(
            field(Reference("119/KH-UBND", "KH", PartialDate(2022, 9, 7), relation=Relation.IMPLEMENTS)),
            field(Reference("91/2017/NĐ-CP", "NĐ", PartialDate(2017, 7, 31), relation=Relation.BASIS)),
        ),
    )
    return replace(sound, **changes)


RIGHT = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")


def found(
    dispatch: Dispatch,
    *,
    right: tuple[str, ...] = RIGHT,
    signature: tuple[str, ...] = ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"),
    profile: Profile = Profile.STATE,
    **page: Any,
) -> dict[str, Finding]:
    zones = Zones(
        layout(**page),
        head_right=tuple(line(text) for text in right),
        signature=tuple(line(text) for text in signature),
        recipients=(line("Nơi nhận:"),),
    )
    out = checks.run(dispatch, zones, profile, resolve=resolve)
    return {finding.code: finding for finding in out}


def test_a_sound_document_has_no_finding() -> None:
    assert found(report()) == {}


#: What is changed, and the finding it must give.
CAUGHT = [
    ({"symbol": None, "number": None, "notation": None}, "NO_SYMBOL"),
    ({"issued_on": None}, "NO_DATE"),
    ({"subject": None}, "NO_SUBJECT"),
    ({"signer_name": None}, "NO_SIGNER"),
    ({"signer_position": None, "signer_capacity": None}, "NO_POSITION"),
    ({"number": None, "symbol": field("/BC-SNV")}, "BLANK_NUMBER"),
    ({"issued_on": field(PartialDate(2022, 11), "ngày … tháng 11 năm 2022")}, "PARTIAL_DATE"),
    ({"issuer": field(AgencyMention("SỞ NỘI VỤ"), confidence=0.5)}, "DOUBTFUL"),
    ({"symbol": field("5/BC-SNV"), "number": field("5")}, "NUMBER_PADDING"),
    ({"symbol": field("123/BC-SNV", "123/BC – SNV")}, "NUMBER_BLANKS"),
    ({"symbol": field("123/2022/BC-SNV")}, "NUMBER_YEAR"),
    ({"symbol": field("123/KH-SNV"), "notation": field("KH-SNV")}, "CODE_NOT_TYPE"),
    ({"doc_type": field("CV"), "symbol": field("12/CV-SNV"), "notation": field("CV-SNV")}, "CODE_ON_LETTER"),
    ({"doc_type": field("CV"), "symbol": field("12/SNV-TH"), "notation": field("SNV-TH")}, "NO_ADDRESSEE"),
    ({"issued_on": field(PartialDate(2022, 11, 5), "ngày 5 tháng 11 năm 2022")}, "DATE_PADDING"),
    ({"symbol": field("12/2021/QĐ-SNV"), "notation": field("QĐ-SNV"), "doc_type": field("QĐ")}, "YEAR_NOT_DATE"),
    ({"notation": field("BC-XYZ"), "symbol": field("123/BC-XYZ")}, "ISSUER_CODE"),
    ({"place": field("Hà Nội")}, "PLACE_NOT_SEAT"),
    ({"issuer": field(AgencyMention("CÔNG TY CỔ PHẦN BÌNH MINH XANH"))}, "UNKNOWN_ISSUER"),
    ({"signer_position": field("GIÁM ĐỐC")}, "KT_NOT_DEPUTY"),
    ({"signer_capacity": None}, "DEPUTY_NOT_KT"),
    ({"signer_capacity": field("TUQ")}, "DELEGATED"),
    ({"archive": None}, "NO_ARCHIVE"),
    ({"archive": field("TCCB")}, "ARCHIVE_FORM"),
    ({"recipients": (field(Recipient("Chi cục Thuế")),)}, "COUNCIL_NOT_NAMED"),
    ({"secrecy": field("MẬT")}, "SECRET"),
    ({"urgency": field("HỎA TỐC")}, "URGENT"),
    ({"references": ()}, "NO_PLAN_CITED"),
    ({"references": (field(Reference("119/KH-UBND", relation=Relation.IMPLEMENTS)),)}, "PLAN_UNDATED"),
    ({"references": (field(Reference("9/KH-UBND", issued_on=PartialDate(2022, 12, 7))),)}, "CITES_FUTURE"),
    ({"references": (field(Reference("91/2017/NĐ-CP", issued_on=PartialDate(2018, 7, 31))),)}, "CITED_YEAR"),
    ({"references": (field(Reference("91/2017/NĐ-CP", issued_on=PartialDate(2017, 7, 30))),)}, "CITED_DATE"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "code"), CAUGHT, ids=[code for _, code in CAUGHT])
def test_caught(changes: dict[str, Any], code: str) -> None:
    finding = found(report(**changes))[code]
    assert finding.message.endswith(".")
    assert finding.rule or code == "DOUBTFUL"


#: Near the cases above, and sound.
LEFT_ALONE = [
    ("a number of two digits needs no zero", {"symbol": field("10/BC-SNV"), "number": field("10")}, "NUMBER_PADDING"),
    ("a gap left for the number is no blank", {"symbol": field("123/BC-SNV", "123   /BC-SNV")}, "NUMBER_BLANKS"),
    ("a decision may be a legal norm", {"symbol": field("12/2022/QĐ-SNV"), "doc_type": field("QĐ")}, "NUMBER_YEAR"),
    ("month 5 takes no zero", {"issued_on": field(PartialDate(2022, 5, 15), "ngày 15 tháng 5 năm 2022")}, "DATE_PADDING"),
    ("a spelling of the same place", {"place": field("Thái  bình")}, "PLACE_NOT_SEAT"),
    ("initials of another office's style", {"notation": field("BC-SNV-TĐKT")}, "ISSUER_CODE"),
    ("one's own committee for a deputy", {"signer_position": field("PHÓ CHỦ TỊCH")}, "KT_NOT_DEPUTY"),
    ("standing office named", {"recipients": (field(Recipient("Sở Nội vụ")),)}, "COUNCIL_NOT_NAMED"),
    ("a unit reports to the body above it", {"recipients": (field(Recipient("UBND tỉnh Thái Bình")),)}, "COUNCIL_NOT_NAMED"),
    ("a letter's addressees are there", {"doc_type": field("CV"), "addressees": (field(Addressee("Các sở")),)}, "NO_ADDRESSEE"),
    ("a plan is no report", {"doc_type": field("KH"), "references": ()}, "NO_PLAN_CITED"),
]  # fmt: skip


@pytest.mark.parametrize(("why", "changes", "code"), LEFT_ALONE, ids=[code for _, _, code in LEFT_ALONE])
def test_left_alone(why: str, changes: dict[str, Any], code: str) -> None:
    assert code not in found(report(**changes)), why


@pytest.mark.parametrize(
    ("right", "code", "suggestion"),
    [
        (("CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM", RIGHT[1]), "COUNTRY_VARIANT", f"«{RIGHT[0]}»"),
        (("CỘNG HÕA XÃ HỘI CHỦ NGHĨA VIỆT NAM", RIGHT[1]), "COUNTRY_VARIANT", f"«{RIGHT[0]}»"),
        ((RIGHT[0], "Độc lập -Tự do - Hạnh phúc"), "MOTTO_VARIANT", f"«{RIGHT[1]}»"),
        ((), "NO_COUNTRY", "Ghi Quốc hiệu và Tiêu ngữ theo mẫu ở góc phải, trên cùng."),
    ],
)
def test_the_national_title_and_motto(right: tuple[str, ...], code: str, suggestion: str) -> None:
    finding = found(report(), right=right)[code]
    assert (finding.severity, finding.suggestion) == (Severity.INFO, suggestion)


@pytest.mark.parametrize(
    "right",
    [
        (RIGHT[0], "Độc lập – Tự do – Hạnh phúc"),  # a long dash is how word processors write it
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA", "VIỆT NAM", RIGHT[1]),  # broken over two lines
    ],
)
def test_the_national_title_as_it_may_be_set(right: tuple[str, ...]) -> None:
    assert found(report(), right=right) == {}


def test_letters_of_a_scan_are_not_held_against_the_document() -> None:
    assert found(report(), right=("CỘNG HÕA XÃ HỘI CHỦ NGHĨA VIỆT NAM", RIGHT[1]), ocr=True) == {}


def test_rules_are_those_of_the_documents_own_day() -> None:
    padded = {"symbol": field("5/BC-SNV"), "number": field("5")}
    old = report(issued_on=field(PartialDate(2004, 3, 15), "ngày 15 tháng 3 năm 2004"), references=(), **padded)
    assert "NUMBER_PADDING" not in found(old)
    middle = report(issued_on=field(PartialDate(2015, 3, 15), "ngày 15 tháng 3 năm 2015"), references=(), **padded)
    assert "TT 01/2011" in str(found(middle)["NUMBER_PADDING"].rule)
    assert "NĐ 30/2020" in str(found(report(**padded))["NUMBER_PADDING"].rule)


def test_party_documents_are_not_judged_by_the_decree() -> None:
    own = report(
        symbol=field("5-BC/TU"), number=field("5"), notation=field("BC/TU"), issuer=field(AgencyMention("TỈNH ỦY THÁI BÌNH")),
        parent_issuer=None, archive=field("Văn phòng Tỉnh ủy"), signer_capacity=field("TM"), signer_position=field("PHÓ BÍ THƯ"),
    )  # fmt: skip
    right = ("ĐẢNG CỘNG SẢN VIỆT NAM",)
    assert found(own, right=right, profile=Profile.PARTY) == {}
    stately = replace(own, symbol=field("5/BC-TU"), notation=field("BC-TU"))
    assert set(found(stately, right=right, profile=Profile.PARTY)) == {"PARTY_SYMBOL"}


def test_a_contradiction_is_an_error_only_where_both_sides_are_sure() -> None:
    wrong = {"symbol": field("123/KH-SNV"), "notation": field("KH-SNV")}
    assert found(report(**wrong))["CODE_NOT_TYPE"].severity is Severity.ERROR
    unsure = report(**wrong | {"notation": field("KH-SNV", confidence=0.8)})
    assert found(unsure)["CODE_NOT_TYPE"].severity is Severity.WARNING


def test_the_partys_code_stands_for_two_kinds() -> None:
    rule = report(doc_type=field("QyĐ"), symbol=field("12-QĐ/TU"), notation=field("QĐ/TU"))
    assert "CODE_NOT_TYPE" not in found(rule, profile=Profile.PARTY)


def test_a_joint_documents_code_is_its_kinds() -> None:
    joint = {"symbol": field("123/HDLN-SNV-STC"), "notation": field("HDLN-SNV-STC"), "doc_type": field("HD")}
    assert "CODE_NOT_TYPE" not in found(report(**joint))
    assert "CODE_NOT_TYPE" in found(report(**joint | {"doc_type": field("TTr")}))


def test_the_archive_line_in_another_order() -> None:
    assert "ARCHIVE_FORM" not in found(report(archive=field("TCHC, VT")))


#: The day printed, how sure, the day it came in, and how much that matters.
ARRIVALS = [
    ("a day too late", PartialDate(2022, 11, 15), 0.97, date(2022, 11, 14), Severity.ERROR),
    ("the same day", PartialDate(2022, 11, 15), 0.97, date(2022, 11, 15), None),
    ("a day that may be the reader's", PartialDate(2022, 11, 15), 0.6, date(2022, 11, 14), Severity.WARNING),
    ("an unread day may lie before", PartialDate(2022, 11), 0.97, date(2022, 11, 14), None),
    ("a month that had not begun", PartialDate(2022, 12), 0.97, date(2022, 11, 14), Severity.ERROR),
]  # fmt: skip


@pytest.mark.parametrize(("why", "day", "sure", "came", "severity"), ARRIVALS, ids=[why for why, *_ in ARRIVALS])
def test_a_day_after_arrival(why: str, day: PartialDate, sure: float, came: date, severity: Severity | None) -> None:
    dispatch = report(issued_on=field(day, confidence=sure))
    found = arrival.check(dispatch, Profile.STATE, came)
    assert [f.severity for f in found] == ([] if severity is None else [severity]), why


def test_each_dispatch_of_a_file_is_held_against_the_day_once() -> None:
    early, late = report(), report(issued_on=field(PartialDate(2022, 11, 20)))
    file = Source("tep.pdf", Path("tep.pdf"), "00", 1, "application/pdf")
    second = Outcome(file, Status.CLEAN, late, profile=Profile.STATE, extent=Extent(2, 2))
    outcome = Outcome(file, Status.CLEAN, early, profile=Profile.STATE, further=(second,))
    once = arrival.judged(outcome, date(2022, 11, 15))
    assert once.status is Status.CLEAN and once.findings == ()
    assert [f.message for f in once.further[0].findings] == ["Ngày ban hành 20/11/2022 sau ngày đến 15/11/2022."]
    assert once.further[0].status is Status.NEEDS_REVIEW
    assert arrival.judged(once, date(2022, 11, 15)) == once


def department(day: PartialDate) -> Dispatch:
    return report(
        issuer=field(AgencyMention("SỞ NÔNG NGHIỆP VÀ PHÁT TRIỂN NÔNG THÔN")),
        issued_on=field(day, f"ngày {day.day} tháng {day.month} năm {day.year}"),
        symbol=field("123/BC-SNNPTNT"),
        notation=field("BC-SNNPTNT"),
        references=(field(Reference("119/KH-UBND", "KH", PartialDate(2022, 9, 7), relation=Relation.IMPLEMENTS)),),
    )


def test_a_body_that_no_longer_exists() -> None:
    gone = found(department(PartialDate(2025, 6, 15)))["ISSUER_DISSOLVED"]
    assert gone.severity is Severity.ERROR and "28/02/2025" in gone.message
    assert found(department(PartialDate(2025, 3, 10)))["ISSUER_HANDOVER"].severity is Severity.WARNING
    assert found(department(PartialDate(2024, 12, 14))) == {}


@pytest.mark.parametrize(
    ("subject", "capacity", "caught"),
    [
        ("Về việc tặng Bằng khen cho các tập thể, cá nhân", "TM", True),
        ("Về việc tặng Bằng khen cho các tập thể, cá nhân", "KT", False),  # the Chairman's deputy: as it should be
        ("Ban hành Quy chế khen thưởng của tỉnh", "TM", False),  # rules on awards are the Committee's
    ],
)
def test_awards_are_the_chairmans(subject: str, capacity: str, caught: bool) -> None:
    decision = report(
        doc_type=field("QĐ"), subject=field(subject), symbol=field("9/QĐ-UBND", "09/QĐ-UBND"), notation=field("QĐ-UBND"),
        issuer=field(AgencyMention("ỦY BAN NHÂN DÂN TỈNH THÁI BÌNH")), parent_issuer=None, signer_capacity=field(capacity),
        signer_position=field("PHÓ CHỦ TỊCH"),
    )  # fmt: skip
    assert ("AWARD_FOR_COMMITTEE" in found(decision, signature=("TM. ỦY BAN NHÂN DÂN", "PHÓ CHỦ TỊCH"))) is caught


@pytest.mark.parametrize(
    ("signer", "caught"),
    [("Sở Nội vụ", False), ("Trần Văn Thử", False), ("Công ty Bình Minh Xanh", True), (None, False)],
)
def test_whose_signature_the_file_bears(signer: str | None, caught: bool) -> None:
    signed = found(report(), reader="pdf", signatures=(Signature(signer, None),))
    assert ("SIGNATURE_NOT_SIGNER" in signed) is caught


def test_a_pdf_without_a_signature_is_told_once_they_are_the_rule() -> None:
    assert found(report(), reader="pdf")["NO_DIGITAL_SIGNATURE"].severity is Severity.INFO
    old = report(issued_on=field(PartialDate(2012, 11, 15), "ngày 15 tháng 11 năm 2012"), references=())
    assert "NO_DIGITAL_SIGNATURE" not in found(old, reader="pdf")


def based_on(symbol: str, relation: Relation, year: int) -> Dispatch:
    cited = field(Reference(symbol, relation=relation))
    return report(references=(cited,), issued_on=field(PartialDate(year, 11, 15), f"ngày 15 tháng 11 năm {year}"))


def test_a_repealed_basis() -> None:
    caught = found(based_on("91/2017/NĐ-CP", Relation.BASIS, 2024))["REPEALED_BASIS"]
    assert "98/2023/NĐ-CP" in str(caught.suggestion)
    assert "REPEALED_BASIS" not in found(based_on("91/2017/NĐ-CP", Relation.BASIS, 2022))
    assert "REPEALED_BASIS" not in found(based_on("91/2017/NĐ-CP", Relation.MENTIONS, 2024))


def row(number: str, *, id: str, issuer: str = "snv.x", year: int = 2022) -> Numbered:
    return Numbered(id, issuer, number, date(year, 5, 2))


def test_duplicates_and_gaps_of_a_series() -> None:
    rows = [row("05/BC-SNV", id="a"), row("5/BC-SNV", id="b"), row("9/BC-SNV", id="c"), row("10/BC-SNV", id="d")]
    (one,) = series(rows)
    assert one.twice == (("5", ("a", "b")),) and one.gaps == ((6, 8),) and one.last == 10
    assert [(f.code, f.severity) for f in findings(one)] == [("NUMBER_TWICE", Severity.ERROR)]


#: The numbers that are there, whether the office's own, and whether a missing one says something.
GAPS = [
    ("another's numbers, nearly all of them", (1, 2, 3, 4, 6, 7), False, True),
    ("another's numbers, as they happen to be sent here", (3, 9, 14, 20, 41, 57), False, False),
    ("own numbers, half of them filed", (1, 2, 5, 6, 10), True, True),
    ("the same of another office", (1, 2, 5, 6, 10), False, False),
    ("too few to speak of a series", (1, 2, 4), True, False),
]  # fmt: skip


@pytest.mark.parametrize(("why", "numbers", "own", "tells"), GAPS, ids=[why for why, *_ in GAPS])
def test_gaps_are_told_where_most_numbers_are(why: str, numbers: tuple[int, ...], own: bool, tells: bool) -> None:
    rows = [replace(row(f"{n}/BC-SNV", id=str(n)), own=own) for n in numbers]
    told = [f.message for one in series(rows) for f in findings(one) if f.code == "NUMBER_GAP"]
    assert bool(told) is tells, why
    assert all(("chưa lưu" if own else "chưa nhận được") in message for message in told)


@dataclass(frozen=True)
class Head:
    """What a store's list shows of a dispatch."""

    id: str
    symbol: str | None
    issued_on: str | None
    issuer: str | None = "SỞ MẪU"
    agency: str | None = None
    file_name: str = "tệp.docx"


def test_series_of_a_stores_heads_the_newest_first() -> None:
    heads = [
        Head("a", "5/BC-SM", "2023-05-02", file_name="một.docx"),
        Head("b", "05/BC-SM", "2023-06", file_name="hai.docx"),
        Head("c", "7/QĐ-VP", "2024-01-02", issuer="Văn phòng mẫu"),
        Head("d", "07/QĐ-VP", "2024-02-01", issuer="VĂN PHÒNG MẪU"),
        Head("e", "9/BC-SM", None),
        Head("f", None, "2023-01-01"),
        Head("g", "5/BC-SM", "2023-05-02", issuer=None),
    ]
    own, other = of_heads(heads, own="Văn phòng Mẫu")
    assert (own.own, own.newest, other.own) == (True, date(2024, 2, 1), False)
    assert other.twice == (("5", ("một.docx", "hai.docx")),)
    (finding,) = findings(other)
    assert finding.message == "Số 5/BC-SM năm 2023 của SỞ MẪU có ở 2 văn bản: một.docx, hai.docx."


def test_other_issuers_years_notations_and_lettered_numbers_are_no_duplicates() -> None:
    rows = [
        row("05/BC-SNV", id="a"),
        row("05/BC-SNV", id="b", issuer="snv.y"),
        row("05/BC-SNV", id="c", year=2023),
        row("05/KH-SNV", id="d"),
        row("05a/BC-SNV", id="e"),
        row("/BC-SNV", id="f"),
    ]
    assert series(rows) == ()


def test_initials_of_names() -> None:
    assert stands_for("UBND", "ỦY BAN NHÂN DÂN TỈNH THÁI BÌNH") and stands_for("UB", "ỦY BAN NHÂN DÂN TỈNH THÁI BÌNH")
    assert stands_for("ĐHCT", "TRƯỜNG ĐẠI HỌC CẦN THƠ") and stands_for("THPTCL2", "TRƯỜNG THPT CAO LÃNH 2")
    assert stands_for("TTg", "THỦ TƯỚNG CHÍNH PHỦ", "TTg") and not stands_for("STC", "SỞ NỘI VỤ", "SNV")
    assert same_place("TP. Hồ Chí Minh", "Hồ Chí Minh") and same_place("Đăk Nông", "Đắk Nông")
    assert not same_place("Hà Nội", "Hà Nam")


def test_every_rule_has_dated_rows_that_never_bind_twice() -> None:
    days = [date(y, 6, 15) for y in range(2000, 2027)]
    for code, rows in rules.all_rules().items():
        for profile in Profile:
            for day in days:
                assert sum(rule.binds(profile, day) for rule in rows) <= 1, (code, profile, day)
            assert sum(rule.binds(profile, None) for rule in rows) <= 1, (code, profile)


def test_what_another_document_issues_needs_no_number_day_and_place_of_its_own() -> None:
    lacking = report(symbol=None, number=None, notation=None, issued_on=None, place=None, doc_type=field("QyĐ"))
    words = "(Ban hành kèm theo Quyết định số … ngày … của Ủy ban nhân dân tỉnh)"
    page = Zones(layout(), head_right=tuple(line(text) for text in RIGHT), title=(line("QUY ĐỊNH"), line(words)))
    codes = {f.code for f in checks.run(lacking, page, Profile.STATE, resolve=resolve)}
    assert not codes & {"NO_SYMBOL", "NO_DATE", "NO_PLACE"}
    assert {"NO_SYMBOL", "NO_DATE", "NO_PLACE"} <= set(found(lacking))
