"""What province the short names of a document are meant in."""

import pytest

from parsers import registry
from pipeline.assemble import assemble
from pipeline.model import Addressee, AgencyMention, Candidate, Evidence, Field, PartialDate
from pipeline.reference import agencies
from tests.factories import zones


def province_of(place: str, issuer: str, parent: str | None = None) -> str | None:
    """The registry id that "Sở Nội vụ", an addressee, is given."""
    toolkit = registry.toolkit(agencies.load())

    def candidate(name: str, value: object, text: str) -> Candidate:
        return Candidate(name, Field.of(value, (Evidence(0, text, "đoạn 1"),), 0.95))

    found = [
        candidate("place", place, place),
        candidate("issuer", AgencyMention(issuer), issuer),
        candidate("issued_on", PartialDate(2023, 5, 4), "ngày 4"),
        candidate("addressees", Addressee("Sở Nội vụ"), "Sở Nội vụ"),
    ]
    if parent is not None:
        found.append(candidate("parent_issuer", AgencyMention(parent), parent))
    dispatch = assemble(found, toolkit.resolve, zones("Nội dung."), "van-ban.txt").dispatch
    return dispatch.addressees[0].value.agency


@pytest.mark.parametrize(
    ("place", "issuer", "parent", "inside"),
    [
        # A ministry in Hà Nội writes to the departments of all provinces.
        ("Hà Nội", "BỘ NỘI VỤ", None, None),
        ("Hà Nội", "TỔNG CỤC THUẾ", "BỘ TÀI CHÍNH", None),
        ("Hà Nội", "VĂN PHÒNG", "BỘ NỘI VỤ", None),
        # Its branch in a province does.
        ("Thái Bình", "CHI NHÁNH KHU VỰC", "TỔNG CỤC THUẾ", "thai-binh"),
        # A body of the province itself does not.
        ("Hà Nội", "SỞ TÀI CHÍNH", "ỦY BAN NHÂN DÂN THÀNH PHỐ HÀ NỘI", "ha-noi"),
        ("Thái Bình", "SỞ TÀI CHÍNH", None, "thai-binh"),
    ],
)
def test_the_province_of_short_names(place: str, issuer: str, parent: str | None, inside: str | None) -> None:
    found = province_of(place, issuer, parent)
    assert (found is None) if inside is None else (found is not None and inside in found)
