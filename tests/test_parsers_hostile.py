"""Good files with bytes changed at random: whatever comes out is a layout or a failure with a name."""

import zipfile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers import registry
from pipeline.errors import FileError
from pipeline.intake import open_source
from pipeline.model import Layout
from tests import cabinet
from tests.cabinet import docx, p, r

CHANGES = st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=12)
MANY = settings(max_examples=120, deadline=None)


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    return tmp_path_factory.mktemp("xuong")


@pytest.fixture(scope="module")
def good(room):
    lines = '<w:tbl><w:tblPr/><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>' + p("ô") + "</w:tc></w:tr></w:tbl>"
    body = p(r("KẾ HOẠCH", '<w:b/><w:sz w:val="28"/>')) + lines + p("- Như trên;")
    word = docx(room / "a.docx", body, styles="", numbering="", header=p("đầu trang"))
    text = "BT /F 12 Tf 72 700 Td (KE HOACH) Tj ET 0.5 w 72 690 m 200 690 l 200 660 l 72 660 l s"
    paper = cabinet.pdf(room / "a.pdf", text, "BT /B 12 Tf 1 0 0 1 72 700 Tm [(So:) -900 (12)] TJ ET")
    book = openpyxl.Workbook()
    book.active.append(["Số hộ", 12, 0.5])
    book.active.merge_cells("A2:B2")
    book.save(room / "a.xlsx")
    return {"docx": word, "pdf": paper, "xlsx": room / "a.xlsx"}


def changed(data, changes):
    out = bytearray(data)
    for place, byte in changes:
        out[int(place * len(out))] = byte
    return bytes(out)


def ends_well(path):
    try:
        assert isinstance(registry.read(open_source(path)), Layout)
    except FileError as error:
        assert error.failure.message


@pytest.mark.parametrize("kind", ["docx", "pdf", "xlsx"])
@MANY
@given(changes=CHANGES)
def test_bytes_of_the_file(good, room, kind, changes):
    path = room / f"doi.{kind}"
    path.write_bytes(changed(good[kind].read_bytes(), changes))
    ends_well(path)


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
@MANY
@given(which=st.integers(0, 50), changes=CHANGES)
def test_bytes_inside_a_part(good, room, kind, which, changes):
    with zipfile.ZipFile(good[kind]) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = sorted(n for n, data in parts.items() if data)[which % sum(bool(d) for d in parts.values())]
    ends_well(cabinet.zipped(parts | {name: changed(parts[name], changes)}, room / f"trong.{kind}"))


@pytest.mark.parametrize("kind", ["docx", "pdf", "xlsx"])
@MANY
@given(cut=st.floats(0, 1))
def test_files_cut_off(good, room, kind, cut):
    data = good[kind].read_bytes()
    path = room / f"cut.{kind}"
    path.write_bytes(data[: max(1, int(cut * len(data)))])
    ends_well(path)
