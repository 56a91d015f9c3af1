"""The table of checks 15 to 29: every rule has a case that it catches and a near one that it leaves alone.

A rule that the program can break and that is missing here fails the last test.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

import pipeline.checks.council
from pipeline.checks import arithmetic
from pipeline.checks.council import Flag, Traits
from pipeline.model import Basis, Dispatch, Target
from pipeline.reference.agencies import Agency, Registry
from pipeline.text import key
from tests.council_papers import NAMES, SPOKEN, award, consolidated, findings, paper, report
from tests.movement import field, plan, result

ONE, TWO = NAMES["dv-1"], NAMES["dv-2"]
MO = award("Lê Thị Mơ", "BKT", unit=ONE)
THU = award("Trần Văn Thử", "BKT", unit=ONE)


def judged(papers, units=(1,), **known):
    """The codes that the checks of a consolidation give."""
    return {r.finding.code for r in findings(papers, units, **known)}


def told(papers, units=(1,), **terms):
    """The codes that the consolidation itself gives."""
    return {r.finding.code for r in consolidated(papers, units, **terms).findings}


def standing(*papers):
    """What became of the report that unit 1 owes."""
    (owed,) = consolidated([plan(), *papers]).reporting.owed
    return {owed.standing.value}


def counted(*results, targets=()):
    """The codes that the arithmetic of one document gives."""
    return {f.code for f in arithmetic.check(Dispatch(results=results, targets=targets))}


def row(code, value, unit, place="bảng 1, hàng 2, cột 4", **rest):
    rest.setdefault("table", place.startswith("bảng"))
    return result(code, value, unit, place=place, **rest)


def column(*values, total):
    cells = [row("D01", v, "nhà", f"bảng 1, hàng {n}, cột 3", about=f"Xã {n}") for n, v in enumerate(values, 2)]
    return *cells, row("D01", total, "nhà", f"bảng 1, hàng {len(values) + 2}, cột 3", is_total=True)


def share(percent):
    goal = field(Target("D01", Decimal(100), unit="nhà"), "100", "bảng 1, hàng 2, cột 3")
    done = row("D01", 120, "nhà"), row("E09", percent, "%", "bảng 1, hàng 2, cột 5", label="D01 - đạt kế hoạch")
    return counted(*done, targets=(goal,))


def money(*amounts):
    return [report(n, result("C01", a, "triệu đồng")) for n, a in enumerate(amounts, 1)]


PEERS = (100, 120, 90, 150, 110, 130, 105)
EIGHT = range(1, 9)


def last_year(amount, unit="triệu đồng"):
    return [report(1, result("C01", amount, unit, "2022"), year="2022")]


def grown(first):
    """Everybody grew by a tenth but unit 1."""
    last = [report(n, result("D05", 10 * n, "mô hình", "2022"), year="2022") for n in EIGHT]
    now = [report(n, result("D05", 11 * n if n > 1 else first, "mô hình")) for n in EIGHT]
    return judged(now, EIGHT, last=last)


def running(value, year="2023"):
    day, since = date(int(year), 12, 10), date(2021, 1, 1)
    return result("D01", value, "nhà", None, basis=Basis.CUMULATIVE, as_of=day, period_start=since)


def until(month, *, unit):
    days = {"period_start": date(2023, 1, 1), "period_end": date(2023, month, 28)}
    return report(unit, result("D01", 5, "nhà", None, **days))


def dossier(*names, minutes=True):
    papers = [paper(1, "TTr", *names), paper(1, "BC", subject="Báo cáo thành tích đề nghị tặng Bằng khen", id="tt")]
    return papers + ([paper(1, "BB", *names, subject="Họp xét khen thưởng")] if minutes else [])


def titles(lower, upper):
    named = [award(f"Người Thứ {n}", "LDTT", unit=ONE) for n in range(lower)]
    return [paper(1, "TTr", *named, *(award(f"Người Thứ {n}", "CSTDCS", unit=ONE) for n in range(upper)))]


def collective(members):
    people = [award(f"Người Thứ {n}", "LDTT", unit=ONE) for n in range(members)]
    return judged([paper(1, "TTr", award(ONE, "TTLDTT", "tập thể"), *people)], headcounts={"dv-1": 20})


def ladder(*mine, others=()):
    named = [("Lê Thị Mơ", 1, y) for y in mine] + [("Trần Văn Thử", 2, y) for y in others]
    earlier = [
        paper(u, "QĐ", award(n, "CSTDCS", status="granted", year=y), issued=f"{y}-12-20", id=f"qd-{u}-{y}")
        for n, u, y in named
    ]
    return judged([paper(1, "TTr", award("Lê Thị Mơ", "CSTDT", unit=ONE))], earlier=earlier)


def pair(one, other, posts=(None, None), forms=("BKT", "GK")):
    return [
        paper(1, "TTr", award(one, forms[0], unit=ONE, position=posts[0])),
        paper(2, "TTr", award(other, forms[1], unit=TWO, position=posts[1])),
    ]


def case(until=None):
    return [Flag("Lê Thị Mơ", ONE, "đang xem xét kỷ luật", date(2023, 11, 1), until)]


def dissolved(issued):
    gone = Registry.of([Agency("cu", "Chi cục Đê điều", valid_to=date(2025, 6, 30))])
    named = award("Chi cục Đê điều", "BKT", "tập thể", year=2025)
    return judged([paper(1, "TTr", named, issued=issued)], year="2025", registry=gone)


def subject(kind):
    return judged([paper(1, "TTr", award("Mẫu Một", "CSTDCS", kind))])


def shares(position, **known):
    return judged([paper(1, "TTr", award("Lê Thị Mơ", "BKT", unit=ONE, position=position))], **known)


@dataclass(frozen=True)
class Rule:
    """A check of the domain's list, the code it gives, a case that it catches and a near one that it leaves alone."""

    number: int
    code: str
    caught: Callable[[], set[str]]
    near: Callable[[], set[str]]


B06 = result("B06", 5, "hộ")
BOTH = (1, 2)
RULES = (
    Rule(15, "late", lambda: standing(report(1, B06, issued="2023-12-17")), lambda: standing(report(1, B06, issued="2023-12-15"))),
    Rule(15, "missing", lambda: standing(), lambda: standing(report(1, B06))),
    Rule(16, "SECTION_MISSING", lambda: judged([report(1, B06, quotes=SPOKEN[1:])]), lambda: judged([report(1, B06)])),
    Rule(17, "TARGET_NO_RESULT",
         lambda: judged([plan(), report(1, result("D01", 3, "nhà"))]),
         lambda: judged([plan(), report(1, result("D01", 0, "nhà"), result("C04", 0, "triệu đồng"), B06)])),
    Rule(18, "ARITHMETIC_TOTAL", lambda: counted(*column(5, 7, total=13)), lambda: counted(*column(5, 7, total=12))),
    Rule(18, "ARITHMETIC_PARTS",
         lambda: counted(row("C01", 60, "triệu đồng"), row("C02", 40, "triệu đồng"), row("C03", 30, "triệu đồng")),
         lambda: counted(row("C01", 70, "triệu đồng"), row("C02", 40, "triệu đồng"), row("C03", 30, "triệu đồng"))),
    Rule(18, "ARITHMETIC_PERCENT", lambda: share(102), lambda: share(120)),
    Rule(18, "ARITHMETIC_CHANGE",
         lambda: counted(row("B01", 152, "hộ"), row("B02", 120, "hộ"), row("B06", 30, "hộ")),
         lambda: counted(row("B01", 152, "hộ"), row("B02", 120, "hộ"), row("B06", 32, "hộ"))),
    Rule(18, "ARITHMETIC_RATE",
         lambda: counted(row("B02", 120, "hộ"), row("B08", 4000, "hộ"), row("B03", "4.2", "%")),
         lambda: counted(row("B02", 120, "hộ"), row("B08", 4000, "hộ"), row("B03", "3.0", "%"))),
    Rule(18, "ARITHMETIC_TABLE_PROSE",
         lambda: counted(row("D01", 12, "nhà"), row("D01", 14, "nhà", "đoạn 7")),
         lambda: counted(row("D01", 12, "nhà"), row("D01", 12, "nhà", "đoạn 7"))),
    Rule(18, "RATIO_MISMATCH",
         lambda: told([report(1, result("B02", 120, "hộ"), result("B08", 4000, "hộ"), result("B03", "4.2", "%"))]),
         lambda: told([report(1, result("B02", 120, "hộ"), result("B08", 4000, "hộ"), result("B03", "3.0", "%"))])),
    Rule(19, "MAGNITUDE_SLIP",
         lambda: judged([report(1, result("C01", 130, "tỷ đồng"))], last=last_year(120)),
         lambda: judged([report(1, result("C01", 360, "triệu đồng"))], last=last_year(120))),
    Rule(19, "MAGNITUDE_SLIP", lambda: judged(money(*PEERS, 118_000), EIGHT), lambda: judged(money(*PEERS, 300), EIGHT)),
    Rule(19, "JUMP", lambda: judged(money(*PEERS, 2500), EIGHT), lambda: judged(money(*PEERS, 300), EIGHT)),
    Rule(19, "JUMP", lambda: grown(90), lambda: grown(14)),
    Rule(20, "CUMULATIVE_FALL",
         lambda: judged([report(1, running(12))], last=[report(1, running(14, "2022"), year="2022")]),
         lambda: judged([report(1, running(14))], last=[report(1, running(14, "2022"), year="2022")])),
    Rule(20, "CUMULATIVE_DROP",
         lambda: told([report(1, running(12), running(14, "2022"))]), lambda: told([report(1, running(14), running(12, "2022"))])),
    Rule(20, "CUMULATIVE_LESS",
         lambda: judged([report(1, result("D01", 9, "nhà"), running(5))]),
         lambda: judged([report(1, result("D01", 5, "nhà"), running(9))])),
    Rule(20, "MIXED_BASIS",
         lambda: judged([report(1, result("D01", 5, "nhà")), report(2, running(9))], BOTH),
         lambda: judged([report(1, result("D01", 5, "nhà")), report(2, result("D01", 9, "nhà"))], BOTH)),
    Rule(20, "COVERAGE",
         lambda: told([until(9, unit=1), until(12, unit=2)], BOTH), lambda: told([until(12, unit=1), until(12, unit=2)], BOTH)),
    Rule(21, "DOSSIER_INCOMPLETE", lambda: judged(dossier(MO, minutes=False)), lambda: judged(dossier(MO))),
    Rule(22, "NAMES_DIFFER",
         lambda: judged([paper(1, "TTr", MO, THU), *dossier(MO)[1:]]), lambda: judged(dossier(MO, THU))),
    Rule(22, "AWARD_DIFFERS",
         lambda: judged([paper(1, "TTr", MO), paper(1, "BB", award("Lê Thị Mơ", "BKB", unit=ONE))]),
         lambda: judged([paper(1, "TTr", MO), paper(1, "BB", MO)])),
    Rule(22, "NAME_SPELLING",
         lambda: judged([paper(1, "TTr", MO), paper(1, "BB", award("Lê Thị Mỡ", "BKT", unit=ONE))]),
         lambda: judged([paper(1, "TTr", MO), paper(1, "BB", award("LÊ THỊ MƠ", "BKT", unit=ONE))])),
    Rule(23, "QUOTA", lambda: judged(titles(44, 8)), lambda: judged(titles(44, 6))),
    Rule(23, "QUOTA_UNKNOWN", lambda: judged(titles(0, 3)), lambda: judged(titles(44, 3))),
    Rule(23, "TITLE_SHARE", lambda: collective(10), lambda: collective(11)),
    Rule(24, "LADDER", lambda: ladder(2021, 2023, others=(2022,)), lambda: ladder(2021, 2022, 2023)),
    Rule(24, "LADDER_UNKNOWN", lambda: ladder(2023), lambda: ladder(2020, 2021, 2022)),
    Rule(25, "SAME_PERSON",
         lambda: judged(pair("Lê Thị Mơ", "LÊ THỊ MƠ", ("Chuyên viên", "Chuyên viên")), BOTH),
         lambda: judged(pair("Lê Thị Mơ", "Lê Thị Mai", ("Chuyên viên", "Chuyên viên")), BOTH)),
    Rule(25, "SAME_PERSON_UNSURE",
         lambda: judged(pair("Lê Thị Mơ", "Le Thi Mo"), BOTH), lambda: judged(pair("Lê Thị Mơ", "Le Thi Mai"), BOTH)),
    Rule(25, "AWARD_TWICE",
         lambda: told(pair("Lê Thị Mơ", "Lê Thị Mơ", forms=("BKT", "BKT")), BOTH),
         lambda: told(pair("Lê Thị Mơ", "Lê Thị Mai", forms=("BKT", "BKT")), BOTH)),
    Rule(25, "MERIT_TWICE",
         lambda: judged([paper(1, "TTr", award("Lê Thị Mơ", "BKT"), award("Lê Thị Mơ", "GK"))]),
         lambda: judged([paper(1, "TTr", award("Lê Thị Mơ", "CSTDCS"), award("Lê Thị Mơ", "GK"))])),
    Rule(25, "STATE_TWICE",
         lambda: judged([paper(1, "TTr", award("Lê Thị Mơ", "BKTTG"), award("Lê Thị Mơ", "HCLD3"))]),
         lambda: judged([paper(1, "TTr", award("Lê Thị Mơ", "BKTTG"), award("Lê Thị Mơ", "CSTDCS"))])),
    Rule(26, "PENDING_CASE",
         lambda: judged([paper(1, "TTr", MO)], flags=case()), lambda: judged([paper(1, "TTr", MO)], flags=case(date(2023, 12, 1)))),
    Rule(27, "PEOPLE_SHARES",
         lambda: shares("Thành viên", traits={(key("Lê Thị Mơ"), key(ONE)): Traits(woman=True)}), lambda: shares("Thành viên")),
    Rule(28, "UNIT_DISSOLVED", lambda: dissolved("2025-12-14"), lambda: dissolved("2025-06-14")),
    Rule(29, "WRONG_SUBJECT", lambda: subject("hộ"), lambda: subject("cá nhân")),
)  # fmt: skip


@pytest.mark.parametrize("rule", RULES, ids=lambda r: f"{r.number}-{r.code}")
def test_the_case_is_caught_and_the_near_one_left_alone(rule):
    assert rule.code in rule.caught()
    assert rule.code not in rule.near()


def test_every_check_of_the_list_is_in_the_table():
    assert {r.number for r in RULES} == set(range(15, 30))


#: About a reporting unit that no list knows; no check of the list.
OTHER = {"UNKNOWN_UNIT"}
#: Parts of a dossier, in the same letters as codes.
PARTS = {"LIST", "BCTT"}


def test_every_code_that_a_check_can_give_is_in_the_table():
    modules = [*Path(pipeline.checks.council.__path__[0]).glob("*.py"), Path(arithmetic.__file__)]
    given = {c for module in modules for c in re.findall(r'"([A-Z]{3,}(?:_[A-Z]+)*)"', module.read_text("utf-8"))}
    assert given - PARTS - OTHER <= {r.code for r in RULES}
