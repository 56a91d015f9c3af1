"""The cabinet of hostile and broken files: each ends in a record or a failure with a name, and the next file is read."""

from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.assembly import read_file, warm_up
from parsers import registry
from parsers.sandbox import Sandbox
from pipeline import media
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


def _changed(data, changes, cut, spliced):
    """Bytes flipped, a stretch copied to another place, the end cut off."""
    out = bytearray(data)
    for place, byte in changes:
        out[int(place * len(out))] = byte
    if spliced is not None:
        start, length, place = spliced
        piece = out[int(start * len(out)) :][: int(length * 2_000)]
        at = int(place * len(out))
        out[at:at] = piece
    return bytes(out[: max(1, int(cut * len(out)))])


SHARE = st.floats(0, 1, exclude_max=True)


@pytest.mark.parametrize("name", FORMATS)
@settings(max_examples=60, deadline=None)
@given(
    changes=st.lists(st.tuples(SHARE, st.integers(0, 255)), max_size=16),
    spliced=st.none() | st.tuples(SHARE, SHARE, SHARE),
    cut=st.sampled_from([1.0]) | st.floats(0.1, 1),
)
def test_any_bytes_give_a_layout_or_a_name(tmp_path_factory, name, changes, spliced, cut):
    folder = tmp_path_factory.mktemp("any")
    path = folder / f"b.{name}"
    path.write_bytes(_changed(good(name, folder / f"a.{name}"), changes, cut, spliced))
    # LibreOffice, asked about old Word files that are damaged, takes seconds and is a process of its own.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("parsers.formats.office.program", lambda: None)
        try:
            source = open_source(path)
            registry.unpack(source, folder)
            assert isinstance(registry.read(source), Layout)
        except FileError as error:
            assert error.failure.message


def test_every_reader_and_unpacker_has_a_file_in_the_laws(tmp_path):
    kinds = set()
    for name in FORMATS:
        good(name, tmp_path / f"a.{name}")
        kinds.add(open_source(tmp_path / f"a.{name}").media_type)
    # Pictures have laws of their own where the reader of scans is tested; nothing here writes XLSB.
    without = {media.XLSB, *media.IMAGES}
    assert (set(registry.READERS) | set(registry.UNPACKERS)) - without == kinds
