"""The cabinet of hostile and broken files: each ends in a record or a failure with a name, and the next file is read."""

from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.assembly import read_file, warm_up
from parsers import registry
from parsers.sandbox import Sandbox
from pipeline.bundles import unfolded
from pipeline.errors import Code, FileError
from pipeline.intake import open_source
from pipeline.model import Layout
from tests.hostile import CABINET, FORMATS, READ, SECRET, good
from tests.messages import PLAN

#: Seconds and bytes that no file of the cabinet may go beyond.
SECONDS, BYTES = 30.0, 2**30


@pytest.fixture(scope="module")
def readers(tmp_path_factory):
    work = partial(read_file, unit_files=(), folder=tmp_path_factory.mktemp("ben trong"))
    with Sandbox(work, timeout_s=SECONDS, memory_bytes=BYTES, warm_up=partial(warm_up, ())) as sandbox:
        yield sandbox


def test_the_cabinet_has_kinds_enough():
    assert len(CABINET) >= 40


@pytest.mark.parametrize("name", CABINET)
def test_each_ends_by_name_and_the_next_is_read(readers, tmp_path, name):
    kind = CABINET[name]
    path, good = tmp_path / kind.file, tmp_path / "tốt.txt"
    kind.make(path)
    good.write_text(PLAN, encoding="utf-8")
    before = {p: p.read_bytes() for p in tmp_path.iterdir() if p.is_file()}
    bad, next_ = readers.run([path, good])
    found = [bad, *(out for out in unfolded(bad, readers.run) if out is not bad)]
    ends = {READ if out.failure is None else out.failure.code for out in found}
    told = [(out.source.name, out.failure) for out in found if out.failure]
    assert ends & kind.ends, told
    assert Code.INTERNAL not in ends, told
    # A bundle may hold good and bad files; a file of its own ends in exactly one of the ways allowed.
    assert bad.members or ends <= kind.ends, told
    assert SECRET not in repr(found)
    assert next_.dispatch is not None and next_.dispatch.symbol.value == "119/KH-SNV"
    assert {p: p.read_bytes() for p in tmp_path.iterdir() if p.is_file()} == before, (
        "nothing is written beside the file"
    )


TOLD = [
    ("word with macros", "MACROS"),
    ("workbook with macros", "MACROS"),
    ("old word with macros", "MACROS"),
    ("word with embedded objects", "EMBEDDED_FILES"),
    ("word with something from outside: template", "EXTERNAL_LINKS"),
    ("word with something from outside: picture", "EXTERNAL_LINKS"),
    ("word with something from outside: object", "EXTERNAL_LINKS"),
    ("workbook with another book", "EXTERNAL_LINKS"),
    ("pdf that wants to run something", "SCRIPTS"),
]


@pytest.mark.parametrize(("name", "code"), TOLD, ids=[name for name, _ in TOLD])
def test_what_is_never_run_nor_fetched_is_told(readers, tmp_path, name, code):
    path = tmp_path / CABINET[name].file
    CABINET[name].make(path)
    (outcome,) = readers.run([path])
    assert code in [finding.code for finding in outcome.findings]


@pytest.mark.parametrize("name", FORMATS)
@settings(max_examples=60, deadline=None)
@given(
    changes=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), max_size=16),
    cut=st.floats(0.1, 1),
)
def test_any_bytes_give_a_layout_or_a_name(tmp_path_factory, name, changes, cut):
    folder = tmp_path_factory.mktemp("any")
    data = bytearray(good(name, folder / f"a.{name}"))
    for place, byte in changes:
        data[int(place * len(data))] = byte
    path = folder / f"b.{name}"
    path.write_bytes(bytes(data[: max(1, int(cut * len(data)))]))
    # LibreOffice, asked about old Word files that are damaged, takes seconds and is a process of its own.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("parsers.formats.office.program", lambda: None)
        try:
            source = open_source(path)
            registry.unpack(source, folder)
            assert isinstance(registry.read(source), Layout)
        except FileError as error:
            assert error.failure.message
