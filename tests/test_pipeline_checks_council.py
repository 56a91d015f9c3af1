"""Checks 16 to 29: each catches its case and leaves the near one alone. All persons, units and figures are invented."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from pipeline.checks.council import Flag, Matter, Traits, judged, read_flags
from pipeline.checks.council.magnitude import robust
from pipeline.checks.council.people import tier
from pipeline.checks.council.quota import allowed
from pipeline.model import AgencyMention, Basis, State
from pipeline.reference.agencies import Agency, Registry
from pipeline.reference.award_rules import award_rules, rules
from pipeline.text import key
from tests.council_papers import NAMES, SPOKEN, award, codes, consolidated, findings, paper, report, said
from tests.movement import field as stated
from tests.movement import plan, result

# 16


def test_a_report_without_difficulties_is_named():
    missing = said("SECTION_MISSING", [report(1, result("B06", 5, "hộ"), quotes=SPOKEN[1:])])
    assert "tồn tại, hạn chế" in missing.message
    assert "kiến nghị" not in missing.message


def test_a_whole_report_and_a_letter_are_left_alone():
    assert "SECTION_MISSING" not in codes([report(1, result("B06", 5, "hộ"))])
    letter = report(1, result("B06", 5, "hộ"), quotes=(), kind="CV", subject=stated("V/v báo cáo số liệu"))
    assert "SECTION_MISSING" not in codes([letter])


# 17


def unanswered(*reports):
    rows = findings([plan(), *reports], units=(1, 2))
    return [r.finding.message for r in rows if r.finding.code == "TARGET_NO_RESULT" and "60 nhà" in r.finding.message]


def test_a_target_without_a_result_names_the_units():
    (message,) = unanswered(report(1, result("D01", 3, "nhà")), report(2))
    assert "1/2 đơn vị" in message and NAMES["dv-2"] in message and NAMES["dv-1"] not in message
    (message,) = unanswered(report(1), report(2))
    assert "Không đơn vị nào" in message


def test_zero_and_not_applicable_are_results():
    none = result("D01", None, None, state=State.NOT_APPLICABLE)
    assert unanswered(report(1, result("D01", 0, "nhà")), report(2, none)) == []


# 19


def test_triệu_for_đồng_shows_against_the_last_period():
    last = [report(1, result("C01", 120, "triệu đồng", "2022"), year="2022")]
    assert "MAGNITUDE_SLIP" in codes([report(1, result("C01", 130, "tỷ đồng"))], last=last)


def test_a_threefold_rise_is_no_slip():
    last = [report(1, result("C01", 120, "triệu đồng", "2022"), year="2022")]
    assert "MAGNITUDE_SLIP" not in codes([report(1, result("C01", 360, "triệu đồng"))], last=last)


PEERS = [100, 120, 90, 150, 110, 130, 105]


def many(*amounts):
    return [report(n, result("C01", a, "triệu đồng")) for n, a in enumerate(amounts, 1)]


def test_a_slip_shows_among_peers():
    assert "MAGNITUDE_SLIP" in codes(many(*PEERS, 118_000), units=range(1, 9))


def test_a_jump_is_shown_and_a_large_unit_is_not():
    assert "JUMP" in codes(many(*PEERS, 2500), units=range(1, 9))
    assert not codes(many(*PEERS, 300), units=range(1, 9)) & {"JUMP", "MAGNITUDE_SLIP"}


def test_few_peers_judge_nobody():
    assert not codes(many(100, 120, 118_000), units=(1, 2, 3)) & {"JUMP", "MAGNITUDE_SLIP"}


def test_the_robust_score():
    assert robust(3.0, [1.0, 2.0, 3.0, 4.0, 5.0]) == 0
    assert robust(7.0, [1.0, 2.0, 3.0, 4.0, 5.0]) == pytest.approx(0.6745 * 4)


# 20


def running(value, year):
    return result(
        "D01", value, "nhà", None, basis=Basis.CUMULATIVE, as_of=date(int(year), 12, 10), period_start=date(2021, 1, 1)
    )


def test_a_cumulative_figure_that_fell_since_last_year():
    last = [report(1, running(14, "2022"), year="2022")]
    assert "CUMULATIVE_FALL" in codes([report(1, running(12, "2023"))], last=last)
    assert "CUMULATIVE_FALL" not in codes([report(1, running(14, "2023"))], last=last)


def test_a_cumulative_figure_is_not_less_than_the_period():
    assert "CUMULATIVE_LESS" in codes([report(1, result("D01", 9, "nhà"), running(5, "2023"))])
    assert "CUMULATIVE_LESS" not in codes([report(1, result("D01", 5, "nhà"), running(9, "2023"))])


def test_a_total_of_both_bases_is_said():
    mixed = [report(1, result("D01", 5, "nhà")), report(2, running(9, "2023"))]
    assert "MIXED_BASIS" in codes(mixed, units=(1, 2))
    assert "MIXED_BASIS" not in codes(
        [report(1, result("D01", 5, "nhà")), report(2, result("D01", 9, "nhà"))], units=(1, 2)
    )


# 21 and 22

PERSON = award("Lê Thị Mơ", "BKT", unit=NAMES["dv-1"])


def dossier(*names):
    return [
        paper(1, "TTr", *names),
        paper(1, "BC", subject="Báo cáo thành tích đề nghị tặng Bằng khen", id="bctt"),
        paper(1, "BB", *names, subject="Họp Hội đồng xét khen thưởng"),
    ]


def test_a_dossier_without_minutes_is_incomplete():
    missing = said("DOSSIER_INCOMPLETE", dossier(PERSON)[:2])
    assert "biên bản" in missing.message and "tờ trình" not in missing.message


def test_a_whole_dossier_is_left_alone_and_a_report_is_none():
    assert "DOSSIER_INCOMPLETE" not in codes(dossier(PERSON))
    assert "DOSSIER_INCOMPLETE" not in codes([report(1, result("B06", 5, "hộ"))])


def test_minutes_of_the_units_council_belong_to_the_unit():
    minutes = dossier(PERSON)[2]
    council = stated(AgencyMention("HỘI ĐỒNG THI ĐUA - KHEN THƯỞNG"))
    above = stated(AgencyMention(NAMES["dv-1"].upper(), "dv-1", NAMES["dv-1"]))
    minutes = replace(minutes, dispatch=replace(minutes.dispatch, issuer=council, parent_issuer=above))
    assert "DOSSIER_INCOMPLETE" not in codes([*dossier(PERSON)[:2], minutes])


def test_a_name_of_the_request_is_in_the_minutes():
    second = award("Trần Văn Thử", "BKT", unit=NAMES["dv-1"])
    papers = dossier(PERSON)
    longer = [paper(1, "TTr", PERSON, second), *papers[1:]]
    assert "Trần Văn Thử" in said("NAMES_DIFFER", longer).message
    assert not codes(papers) & {"NAMES_DIFFER", "AWARD_DIFFERS", "NAME_SPELLING"}


def test_one_form_in_every_part_and_the_same_tones():
    other = award("Lê Thị Mơ", "BKB", unit=NAMES["dv-1"])
    assert "AWARD_DIFFERS" in codes([paper(1, "TTr", PERSON), paper(1, "BB", other)])
    spelt = award("Lê Thị Mỡ", "BKT", unit=NAMES["dv-1"])
    assert "NAME_SPELLING" in codes([paper(1, "TTr", PERSON), paper(1, "BB", spelt)])


# 23


def titled(lower, upper, year=2023):
    people = [award(f"Người Thứ {n}", "LDTT", unit=NAMES["dv-1"], year=year) for n in range(lower)]
    return people + [award(f"Người Thứ {n}", "CSTDCS", unit=NAMES["dv-1"], year=year) for n in range(upper)]


def test_a_quota_exceeded_shows_both_roundings():
    over = said("QUOTA", [paper(1, "TTr", *titled(44, 8))])
    assert over.severity == "error"
    assert "6 (làm tròn xuống) hoặc 7 (làm tròn theo số học)" in over.message


def test_a_quota_kept_or_kept_by_one_rounding():
    assert "QUOTA" not in codes([paper(1, "TTr", *titled(44, 6))])
    between = [paper(1, "TTr", *titled(44, 7))]
    assert said("QUOTA", between).severity == "error"
    assert said("QUOTA", between, rounding="round").severity == "info"


def test_the_rule_of_the_documents_day_is_cited():
    assert "TT 07/2014" in (said("QUOTA", [paper(1, "TTr", *titled(20, 8))]).rule or "")
    late = [paper(1, "TTr", *titled(20, 8, 2024), issued="2024-12-14")]
    assert "06/2022/QH15" in (said("QUOTA", late, year="2024").rule or "")


def test_without_the_lower_title_nothing_is_claimed():
    assert codes([paper(1, "TTr", *titled(0, 3))]) >= {"QUOTA_UNKNOWN"}


def test_rounding():
    assert [allowed(44, Decimal("0.15"), r) for r in ("floor", "round")] == [6, 7]
    assert [allowed(40, Decimal("0.15"), r) for r in ("floor", "round")] == [6, 6]


def test_a_collective_title_asks_for_enough_members():
    whole = award(NAMES["dv-1"], "TTLDTT", "tập thể")
    assert "TITLE_SHARE" in codes([paper(1, "TTr", whole, *titled(10, 0))], headcounts={"dv-1": 20})
    assert "TITLE_SHARE" not in codes([paper(1, "TTr", whole, *titled(11, 0))], headcounts={"dv-1": 20})
    assert "TITLE_SHARE" not in codes([paper(1, "TTr", whole, *titled(10, 0))])


# 24


def decisions(*years, other=()):
    mine = [
        paper(1, "QĐ", award("Lê Thị Mơ", "CSTDCS", status="granted", year=y), issued=f"{y}-12-20", id=f"qd-{y}")
        for y in years
    ]
    others = [
        paper(2, "QĐ", award("Trần Văn Thử", "CSTDCS", status="granted", year=y), issued=f"{y}-12-20", id=f"qd-o-{y}")
        for y in other
    ]
    return mine + others


HIGHER = [paper(1, "TTr", award("Lê Thị Mơ", "CSTDT", unit=NAMES["dv-1"]))]


def test_a_ladder_with_a_year_missing():
    broken = said("LADDER", HIGHER, earlier=decisions(2021, 2023, other=(2022,)))
    assert "2022" in broken.message


def test_a_whole_ladder_to_this_year_or_the_last_is_left_alone():
    assert not codes(HIGHER, earlier=decisions(2021, 2022, 2023)) & {"LADDER", "LADDER_UNKNOWN"}
    assert not codes(HIGHER, earlier=decisions(2020, 2021, 2022)) & {"LADDER", "LADDER_UNKNOWN"}


def test_years_without_any_decision_are_held_against_nobody():
    found = codes(HIGHER, earlier=decisions(2023))
    assert "LADDER_UNKNOWN" in found and "LADDER" not in found


# 25


def test_one_person_of_two_units_with_the_same_post_is_surely_said():
    pair = [
        paper(1, "TTr", award("Lê Thị Mơ", "BKT", unit=NAMES["dv-1"], position="Chuyên viên")),
        paper(2, "TTr", award("LÊ THỊ MƠ", "GK", unit=NAMES["dv-2"], position="Chuyên viên")),
    ]
    assert "SAME_PERSON" in codes(pair, units=(1, 2))


def test_a_name_without_its_tones_or_post_is_not_sure():
    pair = [
        paper(1, "TTr", award("Lê Thị Mơ", "BKT", unit=NAMES["dv-1"])),
        paper(2, "TTr", award("Le Thi Mo", "GK", unit=NAMES["dv-2"])),
    ]
    assert "chưa chắc" in said("SAME_PERSON_UNSURE", pair, units=(1, 2)).message


def test_two_names_are_two_persons():
    pair = [paper(1, "TTr", award("Lê Thị Mơ", "BKT")), paper(2, "TTr", award("Lê Thị Mai", "BKT"))]
    assert not codes(pair, units=(1, 2)) & {"SAME_PERSON", "SAME_PERSON_UNSURE"}


def test_one_merit_has_one_form():
    assert "MERIT_TWICE" in codes([paper(1, "TTr", award("Lê Thị Mơ", "BKT"), award("Lê Thị Mơ", "GK"))])
    assert "MERIT_TWICE" not in codes([paper(1, "TTr", award("Lê Thị Mơ", "CSTDCS"), award("Lê Thị Mơ", "GK"))])
    years = [paper(1, "TTr", award("Lê Thị Mơ", "BKT", year=2022), award("Lê Thị Mơ", "GK"))]
    assert "MERIT_TWICE" not in codes(years)


def test_one_award_of_the_state_a_year():
    assert "STATE_TWICE" in codes([paper(1, "TTr", award("Lê Thị Mơ", "BKTTG"), award("Lê Thị Mơ", "HCLD3"))])
    assert "STATE_TWICE" not in codes([paper(1, "TTr", award("Lê Thị Mơ", "BKTTG"), award("Lê Thị Mơ", "CSTDCS"))])


# 26


def test_an_open_case_and_a_closed_one():
    case = Flag("Lê Thị Mơ", NAMES["dv-1"], "đang xem xét kỷ luật", date(2023, 11, 1))
    papers = [paper(1, "TTr", PERSON)]
    assert said("PENDING_CASE", papers, flags=[case]).severity == "error"
    assert "PENDING_CASE" not in codes(papers, flags=[replace(case, until=date(2023, 12, 1))])
    elsewhere = replace(case, unit="Chi cục Khác")
    assert "chưa chắc" in said("PENDING_CASE", papers, flags=[elsewhere]).message


def test_open_cases_are_read_from_the_offices_list(tmp_path):
    path = tmp_path / "vu-viec.csv"
    path.write_text(
        "name,unit,what,since,until\nLê Thị Mơ,Chi cục Mẫu 1,đang xem xét kỷ luật,2023-11-01,\n", encoding="utf-8"
    )
    (case,) = read_flags(path)
    assert case == Flag("Lê Thị Mơ", "Chi cục Mẫu 1", "đang xem xét kỷ luật", date(2023, 11, 1))
    assert "PENDING_CASE" in codes([paper(1, "TTr", PERSON)], flags=[case])


@pytest.mark.parametrize(
    ("text", "said_"),
    [
        ("name,unit\nA,B\n", "thiếu cột"),
        ("name,unit,what,since\nA,B,,2023-01-01\n", "dòng 2: chưa điền what"),
        ("name,unit,what,since\nA,B,C,01/01/2023\n", "dòng 2: ngày"),
    ],
)
def test_a_list_of_cases_that_is_wrong_says_where(tmp_path, text, said_):
    path = tmp_path / "vu-viec.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=said_):
        read_flags(path)


# 27


def test_shares_are_shown_of_what_is_known():
    people = [
        award("Lê Thị Mơ", "BKT", unit=NAMES["dv-1"], position="Trưởng phòng"),
        award("Trần Văn Thử", "BKT", unit=NAMES["dv-1"], position="Công nhân kỹ thuật"),
        award("Phạm Mẫu", "BKT", unit=NAMES["dv-1"], position="Thành viên"),
    ]
    told = said("PEOPLE_SHARES", [paper(1, "TTr", *people)])
    assert "trực tiếp lao động 1/2 (50 %)" in told.message and "nữ" not in told.message
    known = {(key("Lê Thị Mơ"), key(NAMES["dv-1"])): Traits(woman=True)}
    assert "nữ 1/1 (100 %)" in said("PEOPLE_SHARES", [paper(1, "TTr", *people)], traits=known).message


def test_nothing_known_nothing_shown():
    assert "PEOPLE_SHARES" not in codes([paper(1, "TTr", award("Lê Thị Mơ", "BKT", position="Thành viên"))])


@pytest.mark.parametrize(
    ("position", "wanted"),
    [
        ("Phó Trưởng phòng Kỹ thuật", "leader"),
        ("Chuyên viên Phòng Hành chính", "direct"),
        ("Thành viên", None),
        (None, None),
    ],
)
def test_what_a_post_says(position, wanted):
    assert tier(position) == wanted


# 28


def test_a_dissolved_unit_and_one_whose_name_lives_on():
    gone = Agency("cu", "Chi cục Đê điều", valid_to=date(2025, 6, 30))
    papers = [paper(1, "TTr", award("Chi cục Đê điều", "BKT", "tập thể", year=2025), issued="2025-12-14")]
    known = {"year": "2025", "registry": Registry.of([gone])}
    assert "UNIT_DISSOLVED" in codes(papers, **known)
    again = Agency("moi", "Chi cục Đê điều", valid_from=date(2025, 7, 1))
    assert "UNIT_DISSOLVED" not in codes(papers, year="2025", registry=Registry.of([gone, again]))
    before = [paper(1, "TTr", award("Chi cục Đê điều", "BKT", "tập thể", year=2025), issued="2025-06-14")]
    assert "UNIT_DISSOLVED" not in codes(before, **known)


# 29


@pytest.mark.parametrize(
    ("code", "kind", "wrong"),
    [
        ("CSTDCS", "hộ", True),
        ("CSTDCS", "cá nhân", False),
        ("LDTT", "tập thể", True),
        ("TTLDTT", "tập thể", False),
        ("BKT", "doanh nghiệp", False),
    ],
)
def test_the_right_subject_for_the_form(code, kind, wrong):
    assert ("WRONG_SUBJECT" in codes([paper(1, "TTr", award("Mẫu Một", code, kind))])) is wrong


# agencies


def test_a_reporting_unit_in_no_list_is_proposed():
    stranger = report(1, result("B06", 5, "hộ"))
    mention = stated(AgencyMention("TRUNG TÂM MỚI LẬP"))
    stranger = replace(stranger, dispatch=replace(stranger.dispatch, issuer=mention))
    registry = Registry.of([Agency("dv-1", NAMES["dv-1"])])
    assert "UNKNOWN_UNIT" in codes([stranger], registry=registry)
    assert "UNKNOWN_UNIT" not in codes([report(1, result("B06", 5, "hộ"))], registry=registry)


# all together


def test_findings_join_those_of_the_consolidation_in_order_and_once():
    papers = [plan(), *dossier(PERSON)[:2], report(1, result("D01", 3, "nhà"), quotes=())]
    data = consolidated(papers)
    twice = judged(Matter(judged(Matter(data, papers)), papers))
    assert twice.findings == judged(Matter(data, papers)).findings
    severities = [r.finding.severity for r in twice.findings]
    assert severities == sorted(severities, key=["error", "warning", "info"].index)
    assert twice.totals == data.totals


def test_every_rule_has_its_source_and_mark_and_no_two_hold_at_once():
    for one in award_rules():
        assert one.source and one.mark and one.wording
        for on in (date(2016, 1, 1), date(2023, 6, 1), date(2024, 6, 1), date(2025, 12, 1)):
            assert len([r for r in rules(one.kind, on) if r.rule == one.rule]) <= 1
