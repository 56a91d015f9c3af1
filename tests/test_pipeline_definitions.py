"""What a document defines for itself, and bodies that nobody knows yet."""

from datetime import date

import pytest

from parsers.values.agencies import Matcher
from pipeline.definitions import definitions, honouring
from pipeline.model import AgencyMention, Dispatch, Evidence, Field, PartialDate
from pipeline.proposals import propose, unknown_issuer
from pipeline.reference import agencies

DAY = date(2022, 9, 28)


@pytest.fixture(scope="module")
def matcher():
    return Matcher(agencies.load())


def resolver(matcher, *texts):
    return honouring(lambda text, on, province: matcher.match(text, on, province).agency, definitions(texts))


@pytest.mark.parametrize(
    ("sentence", "short", "agency"),
    [
        (
            "Giám đốc Sở Nông nghiệp và Phát triển nông thôn (sau đây gọi tắt là Sở) yêu cầu",
            "Sở",
            "snnptnt.thai-binh",
        ),
        ("Thực hiện kế hoạch của Ủy ban nhân dân tỉnh (sau đây viết tắt là “UBND”),", "UBND", "ubnd.thai-binh"),
        ("Ban Thi đua - Khen thưởng Trung ương (gọi tắt là Ban)", "Ban", "ban-tdkt-tw"),
        ("Công ty Mẫu Một (sau đây gọi là Sở Nội vụ)", "Sở Nội vụ", None),
    ],
)
def test_a_document_says_what_its_short_names_mean(matcher, sentence, short, agency):
    found = resolver(matcher, sentence)(short, DAY, "thai-binh")
    assert (found.id if found else None) == agency


def test_a_text_in_brackets_that_defines_nothing_changes_nothing(matcher):
    resolve = resolver(matcher, "Ủy ban nhân dân tỉnh (để báo cáo)", "Chỉ tiêu (tỷ lệ phần trăm)")
    assert resolve("Sở Nội vụ", DAY, "thai-binh").id == "snv.thai-binh"
    assert resolve("UBND", DAY, "thai-binh") is None


def issued_by(text, agency=None):
    evidence = (Evidence(0, text, "đoạn 1"),)
    day = Field(PartialDate(2022, 9, 28), "28/9/2022", 0.9, (Evidence(1, "28/9/2022", "đoạn 2"),))
    return Dispatch(issuer=Field(AgencyMention(text, agency), text, 0.9, evidence), issued_on=day)


def test_an_unknown_unit_is_proposed_with_the_bodies_it_may_be(matcher):
    finding = unknown_issuer(issued_by("SỞ NÔNG NGHỆP VÀ PHÁT TRIỄN NÔNG THÔN TỈNH THÁI BÌNH"), matcher.near)
    assert finding.code == "UNKNOWN_UNIT"
    assert "Sở Nông nghiệp và Phát triển nông thôn tỉnh Thái Bình" in finding.message


def test_a_known_unit_is_not_proposed():
    assert unknown_issuer(issued_by("Sở Nội vụ", "snv.thai-binh")) is None
    assert unknown_issuer(Dispatch()) is None


def test_a_proposal_is_a_row_of_the_offices_list(tmp_path):
    row = propose("CHI CỤC QUẢN LÝ ĐÊ ĐIỀU", "snnptnt.thai-binh").row
    path = tmp_path / "units.csv"
    path.write_text(",".join(row) + "\n" + ",".join(row.values()) + "\n", encoding="utf-8")
    (unit,) = agencies.read_units(path)
    assert (unit.id, unit.name, unit.parent) == (
        "chi-cuc-quan-ly-de-dieu",
        "Chi cục quản lý đê điều",
        "snnptnt.thai-binh",
    )
