"""Kính gửi: one body inline, dash lines, lines of their own, pieces between semicolons."""

import pytest

from parsers.fields import addressees
from pipeline.model import Line, Profile, Zones
from tests.factories import layout, printed


def read(*lines: str | Line) -> list[str]:
    page = layout(*lines)
    found = addressees.find(Zones(page, addressees=page.lines), Profile.STATE)
    for candidate in found:
        for evidence in candidate.field.evidence:
            assert evidence.text in page.lines[evidence.index].text
    return [c.field.value.text for c in found]


CASES = [
    ("one inline", ["Kính gửi: Sở Nội vụ."], ["Sở Nội vụ"]),
    ("dashes below", ["Kính gửi:", "- Sở X;", "- Cục Y."], ["Sở X", "Cục Y"]),
    ("first dash inline", ["   Kính gửi: - Sở X;", "             - Cục Y."], ["Sở X", "Cục Y"]),
    ("single dash inline", ["Kính gửi:  - Các đơn vị đào tạo"], ["Các đơn vị đào tạo"]),
    (
        "lines without dashes",
        ["Kính gửi:", "Các sở, ban, ngành;", "UBND các huyện, thành phố."],
        ["Các sở, ban, ngành", "UBND các huyện, thành phố"],
    ),
    (
        "lines without marks",
        ["Kính gửi:", "Các sở, ban, ngành", "UBND các huyện"],
        ["Các sở, ban, ngành", "UBND các huyện"],
    ),
    ("semicolons in one line", ["Kính gửi: Sở X; Sở Y; Sở Z."], ["Sở X", "Sở Y", "Sở Z"]),
    ("a body with commas", ["Kính gửi: Các Bộ, cơ quan ngang Bộ"], ["Các Bộ, cơ quan ngang Bộ"]),
    (
        "wrapped in small letters",
        ["Kính gửi: Hội đồng Thi đua - Khen thưởng", "các huyện"],
        ["Hội đồng Thi đua - Khen thưởng các huyện"],
    ),
    ("by way of another office", ["Kính gửi: UBND tỉnh", "(qua Sở Nội vụ)"], ["UBND tỉnh (qua Sở Nội vụ)"]),
    ("southern spelling", ["Kính gởi: Sở X"], ["Sở X"]),
    ("label in capitals", ["KÍNH GỬI: SỞ NỘI VỤ"], ["SỞ NỘI VỤ"]),
    ("tờ trình of the Party", ["Kính trình: Ban Thường vụ Tỉnh ủy"], ["Ban Thường vụ Tỉnh ủy"]),
    ("nothing", ["Kính gửi:"], []),
]


@pytest.mark.parametrize(("why", "lines", "bodies"), CASES, ids=[c[0] for c in CASES])
def test_a_list(why: str, lines: list[str], bodies: list[str]) -> None:
    assert read(*lines) == bodies


def test_a_printed_line_that_goes_on_is_no_new_body() -> None:
    assert read(
        printed("Kính gửi: Công đoàn cơ quan, các công đoàn của", 100, 100, 500, 112),
        printed("Sở Nội vụ", 160, 114, 300, 126),
    ) == ["Công đoàn cơ quan, các công đoàn của Sở Nội vụ"]
