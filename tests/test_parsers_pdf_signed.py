"""Signed PDFs: who signed and when comes out of the dictionaries; what signing software draws is no field."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers import registry
from parsers.formats.pdf.certificates import Signed, signed
from pipeline.intake import open_source
from pipeline.model import Part, Signature
from pipeline.process import process
from pipeline.reference import agencies
from tests.messages import PLAN
from tests.signed import Mark, cms, paper

TOOLS = registry.toolkit(agencies.load())
LINES = [
    (60, 760, "UBND TỈNH HỒNG LAM"),
    (300, 760, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    (80, 744, "SỞ NỘI VỤ"),
    (340, 744, "Độc lập - Tự do - Hạnh phúc"),
    (70, 724, "Số: 119/KH-SNV"),
    (310, 724, "Hồng Lam, ngày 09 tháng 6 năm 2023"),
    (260, 700, "KẾ HOẠCH"),
    (150, 680, "Phát động phong trào thi đua năm 2023"),
    (70, 640, "Sở Nội vụ ban hành kế hoạch phát động phong trào thi đua như sau:"),
    (70, 620, "1. Mục đích: nêu gương người tốt, việc tốt."),
    (70, 420, "Nơi nhận:"),
    (70, 405, "- Như trên;"),
    (70, 390, "- Lưu: VT."),
    (370, 420, "GIÁM ĐỐC"),
    (350, 280, "Nguyễn Văn Mẫu"),
]
STYLES = {
    "the government's": [
        "Người ký: Sở Nội vụ",
        "Email: snv@mau.vn",
        "Cơ quan: Tỉnh Hồng Lam",
        "Thời gian ký: 12.06.2023",
        "08:00:27 +07:00",
    ],
    "a carrier's": ["Ký bởi: SỞ NỘI VỤ", "Ngày ký: 12/06/2023 08:00:27"],
    "a carrier's longer one": [
        "Được ký số bởi: Trần Thị Thử",
        "Tổ chức xác thực: CA Mẫu",
        "Ngày ký: 12-06-2023 08:00:27",
    ],
    "a reader's": [
        "Digitally signed by TRẦN THỊ THỬ",
        "DN: C=VN, S=Hồng Lam, CN=TRẦN THỊ THỬ",
        "Reason: I am approving this document",
        "Location: Hồng Lam",
        "Date: 2023.06.12 08:00:27 +07'00'",
    ],
    "a validator's": ["Signature Not Verified", "Ký bởi: Trần Thị Thử", "Thời gian: 12/06/2023 08:00:27"],
}
PLACES = {"in the signer's block": (340, 320), "at the top": (330, 782), "over the foot": (60, 330)}


def head(outcome):
    found = outcome.dispatch
    assert found is not None
    return {
        "symbol": found.symbol.value,
        "issued_on": str(found.issued_on.value),
        "issuer": found.issuer.value.text,
        "signer": found.signer_name.value,
        "position": found.signer_position.value,
    }


WANTED = {
    "symbol": "119/KH-SNV",
    "issued_on": "2023-06-09",
    "issuer": "SỞ NỘI VỤ",
    "signer": "Nguyễn Văn Mẫu",
    "position": "GIÁM ĐỐC",
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("style", STYLES)
def test_what_a_signature_draws_is_evidence_and_no_field(tmp_path, style, place):
    x, y = PLACES[place]
    mark = Mark(cms("Sở Nội vụ"), lines=STYLES[style], x=x, y=y)
    path = paper(tmp_path / "a.pdf", LINES, mark)
    before = path.read_bytes()
    layout = registry.read(open_source(path))
    drawn = [line.text for line in layout.lines if line.part is Part.SIGNATURE]
    assert drawn == STYLES[style]
    assert layout.signatures == (Signature("Sở Nội vụ", "2023-06-12T08:00:27+07:00"),)
    assert head(process(path, TOOLS)) == WANTED
    assert path.read_bytes() == before, "the bytes that were signed are left as they are"


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("style", STYLES)
def test_a_stamp_printed_onto_the_page_is_no_field_either(tmp_path, style, place):
    x, y = PLACES[place]
    stamp = [(x, y + 11 * (len(STYLES[style]) - n) - 9, text) for n, text in enumerate(STYLES[style])]
    path = paper(tmp_path / "a.pdf", sorted(LINES + stamp, key=lambda one: -one[1]))
    assert head(process(path, TOOLS)) == WANTED


def test_several_signatures_one_invisible_and_a_time_stamp(tmp_path):
    marks = [
        Mark(cms("Trần Thị Thử"), time="D:20230611070000+07'00'"),
        Mark(cms("Sở Nội vụ"), lines=STYLES["the government's"]),
        Mark(cms("CA Mẫu dấu thời gian"), form="ETSI.RFC3161"),
    ]
    layout = registry.read(open_source(paper(tmp_path / "a.pdf", LINES, *marks)))
    assert layout.signatures == (
        Signature("Trần Thị Thử", "2023-06-11T07:00:00+07:00"),
        Signature("Sở Nội vụ", "2023-06-12T08:00:27+07:00"),
    )


def test_a_number_filled_in_by_a_signature_is_the_symbol(tmp_path):
    lines = [line for line in LINES if not line[2].startswith("Số:")] + [(70, 724, "Số:        /KH-SNV")]
    mark = Mark(cms("Sở Nội vụ"), lines=["119"], x=92, y=721)
    outcome = process(paper(tmp_path / "a.pdf", lines, mark), TOOLS)
    assert outcome.dispatch.symbol.value == "119/KH-SNV"


TIMES = [
    ({"at": "230612010027Z"}, "2023-06-12T01:00:27+00:00", "told by the signer"),
    ({"stamped": "20230612010030.5Z"}, "2023-06-12T01:00:30+00:00", "told by an authority"),
    ({"at": "230612010027Z", "stamped": "20230612010030Z"}, "2023-06-12T01:00:27+00:00", "the signer's own first"),
    ({"at": "991231235959Z"}, "1999-12-31T23:59:59+00:00", "a year of the last century"),
    ({"at": "hom qua"}, None, "no time"),
    ({}, None, "none told"),
]


@pytest.mark.parametrize(("told", "at", "_why"), TIMES, ids=[why for *_, why in TIMES])
def test_the_time_of_a_signature(told, at, _why):
    assert signed(cms("Sở Nội vụ", **told) + bytes(50)) == Signed("Sở Nội vụ", at)


@pytest.mark.parametrize("tag", [0x0C, 0x1E], ids=["UTF-8", "wide letters"])
def test_the_name_is_that_of_the_certificate_pointed_to(tag):
    assert signed(cms("Nguyễn  Văn Mẫu", tag=tag)).signer == "Nguyễn Văn Mẫu"


def codes(outcome):
    return {finding.code for finding in outcome.findings}


def test_documents_attached_to_a_pdf_are_members(tmp_path):
    files = {
        "kế hoạch.txt": PLAN.encode(),
        "hoá đơn.xml": b"<?xml version='1.0'?><a/>",
        "chạy.exe": b"MZ\0\0" + bytes(90),
    }
    outcome = process(paper(tmp_path / "a.pdf", LINES, files=files), TOOLS, tmp_path / "trong")
    (member,) = outcome.members
    assert (member.name, member.path.read_bytes()) == ("kế hoạch.txt", PLAN.encode())
    assert head(outcome) == WANTED and {"ATTACHMENTS", "ATTACHMENTS_UNREAD"} <= codes(outcome)


def test_a_portfolio_is_its_attachments(tmp_path):
    path = paper(tmp_path / "a.pdf", [(70, 700, "Cover")], files={"a.txt": PLAN.encode()}, extra="/Collection << >>")
    outcome = process(path, TOOLS, tmp_path / "trong")
    assert outcome.is_bundle and [member.name for member in outcome.members] == ["a.txt"]


SCRIPTS = [
    ("/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>", True, "a script on opening"),
    ("/OpenAction << /S /Launch /F (cmd.exe) >>", True, "a program on opening"),
    ("/OpenAction [3 0 R /Fit]", False, "a page to open at"),
]


@pytest.mark.parametrize(("extra", "expected", "_why"), SCRIPTS, ids=[why for *_, why in SCRIPTS])
def test_scripts_are_told_and_never_run(tmp_path, extra, expected, _why):
    outcome = process(paper(tmp_path / "a.pdf", LINES, extra=extra), TOOLS)
    assert ("SCRIPTS" in codes(outcome)) is expected and head(outcome) == WANTED


def test_a_form_that_shows_itself_only_in_its_own_program_is_told(tmp_path):
    path = paper(tmp_path / "a.pdf", LINES)
    data = path.read_bytes()
    # A longer catalogue moves the objects; a reader finds them all the same.
    path.write_bytes(data.replace(b"/SigFlags 3", b"/SigFlags 3 /XFA [(template) 6 0 R]"))
    assert "XFA_FORM" in codes(process(path, TOOLS))


@given(st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), max_size=12), st.floats(0, 1))
def test_any_bytes_say_something_or_nothing(changes, cut):
    data = bytearray(cms("Sở Nội vụ", "230612010027Z", "20230612010030Z"))
    for place, byte in changes:
        data[int(place * len(data))] = byte
    assert isinstance(signed(bytes(data[: int(cut * len(data))])), Signed)
