"""What the names of sub-folders say, and what that does to a dispatch: evidence for a value, never a value."""

import unicodedata
from dataclasses import replace
from datetime import date
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.assembly import registry, toolkit
from pipeline.checks.dropped import judged
from pipeline.hints import Hints, read
from pipeline.model import AgencyMention, Dispatch, Finding, MovementMention, PartialDate, Severity, Status
from tests.papers import field, outcome

KNOWN, RESOLVE = registry(()), toolkit(()).resolve
PROVINCE = "lam-dong"
#: A dispatch of 2023 that names its province by its place, and nothing else.
PLACED = Dispatch(place=field("Lâm Đồng"), issued_on=field(PartialDate(2023, 10, 5)))


def hints(folder: str, page: Dispatch = PLACED, home: str | None = None) -> Hints:
    return read(folder, page, KNOWN, RESOLVE, home)


@pytest.mark.parametrize(
    ("folder", "wanted", "why"),
    [
        ("Sở Tài chính", "stc", "a name"),
        (unicodedata.normalize("NFD", "Sở Tài chính"), "stc", "a name as some systems take it apart"),
        ("SO_TAI_CHINH", "stc", "without tones, with underscores"),
        ("so-tai-chinh", "stc", "with hyphens"),
        ("03. Sở Tài chính", "stc", "numbered"),
        ("STC", "stc", "the code, inside the province that the dispatch names"),
        ("Sở Tài chính - Quý III", "stc", "a name and a period"),
        ("2023/Sở Tài chính/báo cáo", "stc", "a folder in the middle"),
        ("Sở Nội vụ/Sở Tài chính", "stc", "the inner one"),
        ("stc.lam-dong", "stc", "the registry's own id"),
        ("Báo cáo", None, "no body"),
        ("BC", None, "the letters of no body"),
        ("Sở Tài chánh cũ", None, "likeness is no name"),
        ("..", None, "a hostile name"),
        ("", None, "nothing"),
    ],
)
def test_a_body_is_heard_when_the_name_means_one(folder, wanted, why):
    body = hints(unicodedata.normalize("NFC", folder)).body
    assert (body and body.id) == (wanted and f"{wanted}.{PROVINCE}"), why


def test_without_a_province_a_short_name_means_none_and_the_office_tells_its_own():
    nowhere = Dispatch(issued_on=field(PartialDate(2023, 10, 5)))
    assert hints("SO_TAI_CHINH", nowhere).body is None
    found = hints("SO_TAI_CHINH", nowhere, home=f"ubnd.{PROVINCE}").body
    assert found is not None and found.id == f"stc.{PROVINCE}"


@pytest.mark.parametrize(
    ("folder", "start", "end", "why"),
    [
        ("2026-Q3", date(2026, 7, 1), date(2026, 9, 30), "as the command line writes it"),
        ("Q3-2026", date(2026, 7, 1), date(2026, 9, 30), "the other way round"),
        ("Quý III năm 2026", date(2026, 7, 1), date(2026, 9, 30), "as a report writes it"),
        ("QUY_4_2026", date(2026, 10, 1), date(2026, 12, 31), "as a machine does"),
        ("2026/Quý 1", date(2026, 1, 1), date(2026, 3, 31), "the year stands around"),
        ("Tháng 6-2026", date(2026, 6, 1), date(2026, 6, 30), "a month"),
        ("2026-06", date(2026, 6, 1), date(2026, 6, 30), "a month as numbers"),
        ("6 tháng đầu năm 2026", date(2026, 1, 1), date(2026, 6, 30), "a half"),
        ("6 tháng cuối năm 2026", date(2026, 7, 1), date(2026, 12, 31), "the other half"),
        ("Giai đoạn 2022-2025", date(2022, 1, 1), date(2025, 12, 31), "years"),
        ("Năm 2026", date(2026, 1, 1), date(2026, 12, 31), "a year"),
        ("Báo cáo 2026/Sở Nội vụ", date(2026, 1, 1), date(2026, 12, 31), "a folder around"),
    ],
)
def test_a_period_is_heard(folder, start, end, why):
    found = hints(folder).period
    assert found is not None and (found.start, found.end) == (start, end), why


@pytest.mark.parametrize(
    ("folder", "why"),
    [
        ("2026-08-15", "the day somebody put it there"),
        ("15.08.2026", "the same, as people write it"),
        ("Quý III", "no year anywhere"),
        ("Tháng 13-2026/Tháng 13", "no such month"),
        ("Hồ sơ 20260815", "figures run together"),
        ("1999999", "a long number"),
    ],
)
def test_what_is_no_period_stays_unheard(folder, why):
    found = hints(folder).period
    assert found is None or (found.start, found.end) == (date(2026, 1, 1), date(2026, 12, 31)), why
    assert why == "no such month" or found is None


@given(st.text(max_size=60))
def test_no_name_of_a_folder_stops_anything(folder):
    found = hints(folder)
    assert found.body is None or found.body.id in KNOWN.agencies


MINE = replace(
    PLACED,
    issuer=field(AgencyMention("SỞ TÀI CHÍNH", f"stc.{PROVINCE}", "Sở Tài chính"), confidence=0.6),
    issued_on=field(PartialDate(2023, 10, 5), confidence=0.6),
    movements=(field(MovementMention("Ngày thứ bảy vì dân")),),
)
DOUBT = Finding("DOUBTFUL", Severity.WARNING, "?", field="issuer")


def after(folder: str, page: Dispatch = MINE, findings=()):
    status = Status.NEEDS_REVIEW if findings else Status.CLEAN
    given_ = replace(outcome(content=page), findings=tuple(findings), status=status)
    return judged(given_, partial(read, folder, registry=KNOWN, resolve=RESOLVE, home=None), KNOWN)


def test_a_folder_that_agrees_makes_surer_and_settles_the_doubt():
    heard = after("Sở Tài chính/2023-Q3/Phong trào Ngày thứ bảy vì dân", findings=[DOUBT])
    page = heard.dispatch
    assert page.issuer.confidence > 0.85 and page.issued_on.confidence > 0.7
    assert page.movements[0].confidence > MINE.movements[0].confidence
    assert "Tên thư mục chứa tệp cũng chỉ cơ quan này." in page.issuer.reasons
    assert (heard.status, heard.findings) == (Status.CLEAN, ())


def test_a_folder_that_contradicts_makes_less_sure_and_is_told():
    heard = after("Sở Nội vụ/2020-Q1")
    assert heard.dispatch.issuer.confidence < 0.4 and heard.dispatch.issuer.value == MINE.issuer.value
    assert heard.dispatch.issued_on.confidence < 0.5
    assert [(f.code, f.severity.value) for f in heard.findings] == [
        ("FOLDER_UNIT", "warning"),
        ("FOLDER_PERIOD", "warning"),
    ]
    assert "«Sở Nội vụ»" in heard.findings[0].message and "05/10/2023" in heard.findings[1].message
    assert heard.status is Status.NEEDS_REVIEW


def test_what_the_page_says_clearly_stands_and_asks_nobody():
    sure = replace(MINE, issuer=replace(MINE.issuer, confidence=0.99))
    heard = after("Sở Nội vụ", sure)
    assert [f.severity for f in heard.findings] == [Severity.INFO] and heard.status is Status.CLEAN
    assert heard.dispatch.issuer.confidence >= 0.9


@pytest.mark.parametrize(
    ("folder", "why"),
    [
        ("UBND tỉnh Lâm Đồng", "the body above sends its plans to all"),
        ("Tài liệu khác", "a name that says nothing"),
        ("Kế hoạch 2024", "a plan of the coming year is issued before it"),
    ],
)
def test_silence_where_a_folder_says_nothing_against(folder, why):
    heard = after(folder)
    assert heard.findings == () and heard.dispatch.issuer == MINE.issuer, why


def test_an_unreadable_issuer_is_proposed_and_stays_empty():
    heard = after("SO_TAI_CHINH", PLACED)
    (found,) = heard.findings
    assert heard.dispatch.issuer is None and heard.status is Status.NEEDS_REVIEW
    assert (found.code, found.field) == ("FOLDER_UNIT", "issuer") and "chưa chắc chắn" in found.message
    assert "«SO_TAI_CHINH»" in found.message and "Sở Tài chính" in found.suggestion


def test_an_unknown_issuer_may_be_the_folders_and_an_unread_date_its_period():
    page = Dispatch(place=field("Lâm Đồng"), issuer=field(AgencyMention("S0 TAI CHlNH")))
    heard = after("Sở Tài chính/2023-Q3", page)
    assert [(f.code, f.severity.value) for f in heard.findings] == [("FOLDER_UNIT", "info"), ("FOLDER_PERIOD", "info")]
    assert heard.dispatch == page


@pytest.mark.parametrize("folder", ["Sở Nội vụ/2020", "SO_TAI_CHINH", "Sở Tài chính"])
def test_told_once_however_often_it_is_asked(folder):
    once = after(folder, PLACED)
    hear = partial(read, folder, registry=KNOWN, resolve=RESOLVE, home=None)
    assert judged(once, hear, KNOWN).findings == once.findings
