"""Personal data gives way to made-up data of the same shape; agencies and figures stay; the page reads as before."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers import registry as parsers
from pipeline import intake
from pipeline.masking import Mask, secrets_of
from pipeline.model import Cell, CellRef, Dispatch, Layout, Line, Signature, Table
from pipeline.process import understand
from pipeline.record import as_fields
from pipeline.reference import agencies
from pipeline.reference.people import written_surnames
from pipeline.text import key
from tests.factories import layout
from tests.papers import field

CORPUS = Path(__file__).parent / "corpus" / "docs"
REGISTRY = agencies.load()


def mask_of(*texts: str, dispatch: Dispatch | None = None) -> Mask:
    return Mask(secrets_of(layout(*texts), [dispatch or Dispatch()], REGISTRY), "muối")


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("Biểu dương ông Lò Văn Tiếp đã hiến đất làm đường.", "Lò Văn Tiếp"),
        ("Liên hệ đồng chí Quàng Thị Ơn, điện thoại: 0912.345.678.", "Quàng Thị Ơn"),
        ("Liên hệ đồng chí Quàng Thị Ơn, điện thoại: 0912.345.678.", "0912.345.678"),
        ("Gọi (0212) 3852 147 để biết thêm.", "3852 147"),
        ("Đồng chí Bí thư Chi bộ, Tòng Văn Inh kết luận.", "Tòng Văn Inh"),
        ("Giao đ/c Inh theo dõi.", "Inh"),
        ("Gửi về hộp thư: long.tv@mau-vi-du.gov.vn trước ngày 15.", "long.tv"),
        ("Số tài khoản: 3711.0.1053602 tại Kho bạc.", "3711.0.1053602"),
        ("CCCD số 014 088 001 234 cấp ngày 05/04/2021", "014 088 001 234"),
        ("số định danh 014088001234", "014088001234"),
        ("BÀ QUÀNG THỊ ƠN ĐƯỢC KHEN", "QUÀNG THỊ ƠN"),
    ],
    ids=lambda v: v[:24],
)
def test_what_is_personal_gives_way(text, secret):
    masked = mask_of(text).text(text)
    assert secret not in masked and len(masked) == len(text)
    assert [c.isupper() for c in masked] == [c.isupper() for c in text]
    assert [c.isdigit() for c in masked] == [c.isdigit() for c in text]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("UBND tỉnh Bà Rịa - Vũng Tàu", "a province whose name opens like an address"),
        ("Đoàn Thanh niên Cộng sản Hồ Chí Minh Thành phố Hồ Chí Minh", "a place that is a man's name"),
        ("Sở Nội vụ tỉnh Thái Bình báo cáo", "an agency"),
        ("Đồng chí Chủ tịch Ủy ban nhân dân huyện chủ trì", "an office, not a person"),
        ("Vận động 4.250.000.000 đồng, 123.456 lượt người, đạt 098,5 %", "figures"),
        ("ngày 05.04.2023 đến 31.12.2023; 01-01-2021", "days"),
        ("Số: 0123/BC-UBND, Nghị định 30/2020/NĐ-CP", "symbols"),
        ("Trường THCS Nguyễn Trung Trực, đường Lý Thường Kiệt", "a school and a street named after people"),
        ("Lưu: VT, TCCB.", "the archive line"),
        ("Tài khoản định danh điện tử được kích hoạt: 1.234.567", "a figure about accounts"),
        ("0 12 345 678 0 9 014", "a row of figures"),
    ],
)  # fmt: skip
def test_agencies_and_figures_stay(text, why):
    assert mask_of(text).text(text) == text, why


def test_one_person_is_one_made_up_person_everywhere():
    texts = ["GIÁM ĐỐC", "Tòng Văn Inh", "Ông Tòng Văn Inh và đ/c Inh ký.", "TÒNG VĂN INH"]
    mask = mask_of(*texts, dispatch=Dispatch(signer_name=field("Tòng Văn Inh")))
    _, signed, told, capitals = map(mask.text, texts)
    assert signed in told and capitals == signed.upper() and f"đ/c {signed.split()[-1]} ký" in told
    assert key(signed.split()[0]) in {key(s) for s in written_surnames()}, "a made-up name reads as a name"


def test_two_persons_stay_two():
    names = ["Lò Văn Tiếp", "Lò Văn Thiếp", "Lù Văn Tiếp", "Lò Thị Tiếp"]
    texts = [f"Ông {name} được khen." for name in names]
    mask = mask_of(*texts)
    assert len({mask.text(t) for t in texts}) == 4


def test_a_name_over_two_lines_and_over_two_cells():
    running = mask_of("Khen đồng chí Lò Văn", "Tiếp, xã Chiềng Ơn")
    assert running.text("Khen đồng chí Lò Văn").endswith("Lò Văn") is False
    lines = (
        Line(0, "Họ và tên đệm", "ô", cell=CellRef(0, 0, 0)),
        Line(1, "Tên", "ô", cell=CellRef(0, 0, 1)),
        Line(2, "Giàng A", "ô", cell=CellRef(0, 1, 0)),
        Line(3, "Chứ", "ô", cell=CellRef(0, 1, 1)),
    )
    cells = tuple(Cell(x.cell.row, x.cell.column, x.text, (x.index,)) for x in lines)
    whole = Layout("test", lines, (Table(0, 2, 2, cells, 0),))
    masked = Mask(secrets_of(whole, [], REGISTRY), "muối").layout(whole)
    assert [c.text for c in masked.tables[0].cells] == [line.text for line in masked.lines]
    assert "Chứ" not in masked.lines[3].text and "Giàng" not in masked.lines[2].text
    assert masked.lines[0].text == "Họ và tên đệm"


def test_numbers_below_a_head_that_names_them_and_a_spreadsheets_own_number():
    lines = (Line(0, "CMND", "A1", cell=CellRef(0, 0, 0)), Line(1, "123456789", "A2", cell=CellRef(0, 1, 0)))
    cells = (Cell(0, 0, "CMND", (0,)), Cell(1, 0, "123456789", (1,), number="123456789"))
    whole = Layout("test", lines, (Table(0, 2, 1, cells, 0),))
    masked = Mask(secrets_of(whole, [], REGISTRY), "muối").layout(whole)
    own = masked.tables[0].cells[1]
    assert own.text == own.number == masked.lines[1].text != "123456789" and own.text.isdigit()


def test_a_digital_signature_is_masked_and_notes_are_left_out():
    whole = layout("Người ký: Lò Văn Tiếp", signatures=(Signature("Lò Văn Tiếp", "2023-01-01"),))
    masked = Mask(secrets_of(whole, [], REGISTRY), "muối").layout(whole)
    assert masked.signatures[0].signer in masked.lines[0].text and "Tiếp" not in masked.lines[0].text


_SYLLABLES = (
    "An", "Bình", "Chứ", "Dần", "Ơn", "Inh", "Khuê", "Nghĩa", "Nguyệt", "Phương", "Sua", "Tiếp", "Thạch", "Ý", "Kpă",
)  # fmt: skip
_SYLLABLE = st.sampled_from(_SYLLABLES)
_NAME = st.builds(
    lambda surname, rest: " ".join([surname, *rest]),
    st.sampled_from(["Nguyễn", "Lò", "Giàng", "Trần", "Thạch", "Ô", "H'Mok"]),
    st.lists(_SYLLABLE, min_size=1, max_size=4),
)
_PHONE = st.builds("0{}{}".format, st.sampled_from("35789"), st.text("0123456789", min_size=8, max_size=8))


@settings(max_examples=60, deadline=None)
@given(st.lists(_NAME, min_size=1, max_size=30, unique=True), st.lists(_PHONE, max_size=8), st.booleans())
def test_nothing_personal_is_left_and_a_second_run_gives_the_same(names, phones, capitals):
    """The law: no name, number or mail of the document stands in its masked form; shape and lengths are kept."""
    texts = [f"Ông {n.upper() if capitals else n}, đạt 1.234 điểm" for n in names]
    texts += [f"ĐT: {p}, thư {p}@mau.vn" for p in phones]
    mask, again = mask_of(*texts), mask_of(*texts)
    masked = mask.layout(layout(*texts))
    said = "\n".join(line.text for line in masked.lines)
    assert not list(mask.secrets.left_in(said))
    words = set(key(said).split())
    assert not [n for n in names for w in n.split() if len(w) > 2 and key(w) in words]
    assert not [p for p in phones if p in said]
    assert said == "\n".join(line.text for line in again.layout(layout(*texts)).lines)
    assert [len(line.text) for line in masked.lines] == [len(t) for t in texts]
    assert said.count("1.234 điểm") == len(names)


@pytest.mark.parametrize("ending", ["txt", "docx", "rtf", "html"])
def test_the_corpus_reads_masked_as_it_reads(ending):
    """Every field of every made-up document comes out of its masked layout as the masked field."""
    tools = parsers.toolkit(REGISTRY)
    for path in sorted(CORPUS.glob(f"*.{ending}"))[:12]:
        source = intake.open_source(path)
        whole = parsers.read(source)
        before = understand(source, whole, tools)
        mask = Mask(secrets_of(whole, [d.dispatch for d in before.dispatches], REGISTRY), source.sha256)
        after = understand(source, mask.layout(whole), tools)
        assert _bare(mask.value(as_fields(before.dispatch))) == _bare(as_fields(after.dispatch)), path.name
        assert before.dispatch.issuer == after.dispatch.issuer


def _bare(fields):
    """Fields without what is told beside their values."""
    beside = ("raw", "confidence", "evidence")
    if isinstance(fields, dict):
        return {name: _bare(item) for name, item in fields.items() if name not in beside}
    return [_bare(item) for item in fields] if isinstance(fields, list) else fields
