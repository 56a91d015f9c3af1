"""Nơi nhận as items, purposes and the Lưu line, in the many ways the list is set."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.fields import recipients
from pipeline.model import Profile, Recipient, Zones
from tests.factories import layout, printed


def read(*lines: str) -> tuple[list[str], str | None]:
    page = layout(*lines)
    found = recipients.find(Zones(page, recipients=page.lines), Profile.STATE)
    for candidate in found:
        for evidence in candidate.field.evidence:
            assert evidence.text in page.lines[evidence.index].text
    archive = [c.field.value for c in found if c.name == "archive"]
    assert len(archive) < 2
    return [c.field.value.text for c in found if c.name == "recipients"], archive[0] if archive else None


CASES = [
    (
        "as the decree has it",
        ["Nơi nhận:", "- Như trên;", "- Sở Nội vụ;", "- Lưu: VT, TCCB."],
        ["Như trên", "Sở Nội vụ"],
        "VT, TCCB",
    ),
    ("numbers for dashes", ["Nơi nhận:", "1. Sở X;", "2. Công đoàn;", "3. Lưu: VT."], ["Sở X", "Công đoàn"], "VT"),
    ("Lưu without colon", ["Nơi nhận:", "- BCH;", "- Lưu VT."], ["BCH"], "VT"),
    ("Lưu without dash", ["Nơi nhận :", "- Công báo,", "Lưu : CCHC (5b), VT."], ["Công báo"], "CCHC (5b), VT"),
    ("Lưu misspelt", ["Nơi nhận:", "- Công báo", "- Lựu: VP (HC,TH)"], ["Công báo"], "VP (HC,TH)"),
    ("Lưu with copies", ["Nơi nhận:", "- Sở X;", "- Lưu: VT, NN(03b)."], ["Sở X"], "VT, NN(03b)"),
    ("Lưu over two lines", ["- Sở X;", "- Lưu: VP (HC, TH)", "TCT (HC, NV3)"], ["Sở X"], "VP (HC, TH) TCT (HC, NV3)"),
    ("an office of archives is no Lưu line", ["- Lưu trữ tỉnh;", "- Lưu: VT."], ["Lưu trữ tỉnh"], "VT"),
    ("number of the office system below", ["- Sở X;", "- Lưu: VT, Ban A.", "Số EOF: 843296"], ["Sở X"], "VT, Ban A"),
    ("number of the office system, Lưu left open", ["- Sở X;", "- Lưu: VT", "Số eOffice:12345/VB"], ["Sở X"], "VT"),
    (
        "wrapped item",
        ["- Các cơ quan, đơn vị thuộc", "khối thi đua của tỉnh;", "- Lưu: VT."],
        ["Các cơ quan, đơn vị thuộc khối thi đua của tỉnh"],
        "VT",
    ),
    (
        "wrapped item without closing marks",
        ["- Ban Chỉ đạo giảm nghèo", "   và việc làm", "- Tổ CNN"],
        ["Ban Chỉ đạo giảm nghèo và việc làm", "Tổ CNN"],
        None,
    ),
    ("lost dash after a closed item", ["- Sở X;", "Sở Y;", "- Lưu: VT."], ["Sở X", "Sở Y"], "VT"),
    ("no dashes at all", ["Nơi nhận:", "Như trên;", "Sở Nội vụ;", "Lưu: VT."], ["Như trên", "Sở Nội vụ"], "VT"),
    ("no dashes, no marks", ["Nơi nhận:", "Như trên", "Sở Nội vụ", "Lưu VT"], ["Như trên", "Sở Nội vụ"], "VT"),
    (
        "sub-items stay with theirs",
        ["- Bộ X:", "+ Bộ trưởng;", "+ Cổng TTĐT;", "- Lưu: VT."],
        ["Bộ X: + Bộ trưởng; + Cổng TTĐT"],
        "VT",
    ),
    (
        "several bodies in one item",
        ["- Bộ Tài chính; Ban công tác đại biểu;"],
        ["Bộ Tài chính; Ban công tác đại biểu"],
        None,
    ),
    ("all on one line", ["Nơi nhận: - Như trên; - Sở X; - Lưu: VT, TH."], ["Như trên", "Sở X"], "VT, TH"),
    ("Lưu behind an item", ["Nơi nhận: Như trên; Lưu: VT, TH."], ["Như trên"], "VT, TH"),
    ("bullets of a symbol font", ["\uf02d Sở X;", "\uf02d Lưu: VT."], ["Sở X"], "VT"),
    ("en dashes, no blank", ["–Sở X;", "–Lưu:VT."], ["Sở X"], "VT"),
    ("Party", ["Nơi nhận:", "- Các chi bộ,", "- Lưu Văn phòng Đảng ủy."], ["Các chi bộ"], "Văn phòng Đảng ủy"),
    ("nothing", ["Nơi nhận:"], [], None),
]


@pytest.mark.parametrize(("why", "lines", "items", "archive"), CASES, ids=[c[0] for c in CASES])
def test_a_list(why: str, lines: list[str], items: list[str], archive: str | None) -> None:
    assert read(*lines) == (items, archive)


PURPOSES = [
    ("UBND tỉnh (để b/c)", "để báo cáo"),
    ("UBND tỉnh (b/cáo)", "để báo cáo"),
    ("Các khoa (thực hiện)", "để thực hiện"),
    ("Đơn vị X (ph/h)", "để phối hợp"),
    ("Cục Y (để đăng lên Cổng)", "để đăng lên Cổng"),
    ("Giám đốc: báo cáo", "để báo cáo"),
    ("Sở Nội vụ (phòng CCHC)", None),
    ("Công ty X (02)", None),
    ("VPUB: CVP, PCVP", None),
    ("Sở Nội vụ", None),
]


@pytest.mark.parametrize(("text", "purpose"), PURPOSES)
def test_purpose(text: str, purpose: str | None) -> None:
    page = layout(f"- {text};")
    (candidate,) = recipients.find(Zones(page, recipients=page.lines), Profile.STATE)
    assert candidate.field.value == Recipient(text, purpose=purpose)


def test_printed_lines_without_dashes() -> None:
    page = layout(
        printed("Nơi nhận:", 85, 600, 140, 612),
        printed("Như trên", 85, 614, 140, 626),
        printed("Sở Nội vụ và các", 85, 628, 180, 640),
        printed("đơn vị trực thuộc", 85, 642, 180, 654),
        printed("Lưu: VT", 85, 656, 130, 668),
    )
    found = recipients.find(Zones(page, recipients=page.lines), Profile.STATE)
    texts = [c.field.value.text for c in found if c.name == "recipients"]
    assert texts == ["Như trên", "Sở Nội vụ và các đơn vị trực thuộc"]


@given(st.lists(st.text(alphabet="abĐ- ;.:()+Lưu,VT/", max_size=25), max_size=8))
def test_evidence_stands_on_the_page(lines: list[str]) -> None:
    read(*lines)


names = st.from_regex(r"(Sở|Ban|Phòng) [A-Z][a-z]{2,8}( [a-z]{2,6}){0,3}", fullmatch=True)


@given(st.lists(names, min_size=1, max_size=8))
def test_what_is_written_is_read(bodies: list[str]) -> None:
    assert read("Nơi nhận:", *(f"- {b};" for b in bodies), "- Lưu: VT.") == (bodies, "VT")
