import hashlib
import os
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers import registry
from pipeline import media
from pipeline.errors import Code, FileError
from pipeline.intake import open_source
from pipeline.model import Layout
from tests import cabinet


def code_of(path):
    with pytest.raises(FileError) as caught:
        registry.read(open_source(path))
    return caught.value.failure.code


KINDS = [
    (b"%PDF-1.7 rest", media.PDF, "the mark at the start"),
    (b"\r\n\r\n junk before %PDF-1.4 rest", media.PDF, "the mark within the first kilobyte"),
    (b"{\\rtf1\\ansi text}", media.RTF, "rich text"),
    (b"\xef\xbb\xbf{\\rtf1\\ansi text}", media.RTF, "rich text behind a byte order mark"),
    (b"<!DOCTYPE html><html><body>x</body></html>", media.HTML, "a web page"),
    (b"\n<HTML><p>x", media.HTML, "a web page in capitals"),
    (b'<?xml version="1.0"?><edXML xmlns="http://www.e-doc.vn/Schema/">', media.EDXML, "an exchange envelope"),
    (b'<?xml version="1.0"?><note/>', media.XML, "some other XML"),
    (b"\x89PNG\r\n\x1a\n....", "image/png", "a picture"),
    (b"II*\x00....", "image/tiff", "a fax or scan"),
    (b"\xff\xd8\xff\xe0....", "image/jpeg", "a photo"),
    (b"Rar!\x1a\x07\x00", media.RAR, "an archive"),
    ("Kính gửi: Sở Nội vụ".encode(), media.TEXT, "UTF-8"),
    ("Kính gửi: Sở Nội vụ".encode("utf-16"), media.TEXT, "UTF-16 with its mark"),
    ("Kính gửi: Sở Nội vụ tỉnh và các đơn vị".encode("utf-16-le"), media.TEXT, "UTF-16 without a mark"),
    (b"Uy ban nh\xa9n d\xa9n", media.TEXT, "legacy letters"),
    (b"MIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nx", media.MAIL, "a mail"),
    (b"From: a@b\r\nSubject: x\r\nMIME-Version: 1.0\r\n\r\nx", media.MAIL, "a mail that begins with its sender"),
]


@pytest.mark.parametrize(("data", "kind", "_why"), KINDS, ids=[why for *_, why in KINDS])
def test_the_content_tells_the_kind(tmp_path, data, kind, _why):
    path = tmp_path / "báo cáo.docx"
    path.write_bytes(data)
    assert open_source(path).media_type == kind


def test_a_source_knows_its_bytes_and_its_composed_name(tmp_path):
    path = tmp_path / unicodedata.normalize("NFD", "Kế hoạch.txt")
    path.write_bytes(b"a" * 3_000_000)
    source = open_source(path, origin="hộp thư")
    assert source.name == "Kế hoạch.txt"
    assert (source.size, source.sha256) == (3_000_000, hashlib.sha256(b"a" * 3_000_000).hexdigest())
    assert source.origin == "hộp thư"


def test_a_word_file_may_bear_any_extension(tmp_path):
    path = cabinet.docx(tmp_path / "bao-cao.pdf", cabinet.p("Số: 1/BC-SNV"))
    assert open_source(path).media_type == media.DOCX
    assert registry.read(open_source(path)).lines[0].text == "Số: 1/BC-SNV"


CONTAINERS = [
    ({"xl/workbook.xml": "<a/>"}, media.XLSX),
    ({"xl/workbook.bin": "x"}, media.XLSB),
    ({"ppt/presentation.xml": "<a/>"}, media.PPTX),
    ({"mimetype": media.ODT, "content.xml": "<a/>"}, media.ODT),
    ({"mimetype": media.ODS, "content.xml": "<a/>"}, media.ODS),
    ({"a.docx": "x", "b.pdf": "y"}, media.ZIP),
]


@pytest.mark.parametrize(("parts", "kind"), CONTAINERS, ids=[kind for _, kind in CONTAINERS])
def test_the_parts_of_a_container_tell_its_kind(tmp_path, parts, kind):
    assert open_source(cabinet.zipped(parts, tmp_path / "tep")).media_type == kind


@pytest.mark.parametrize(
    ("stream", "kind"), [("WordDocument", media.DOC), ("Workbook", media.XLS), ("Book", media.XLS)]
)
def test_the_streams_of_a_compound_file_tell_its_kind(tmp_path, stream, kind):
    names = ("\x01CompObj", stream, "\x05SummaryInformation")
    assert open_source(cabinet.compound(tmp_path / "tep", *names)).media_type == kind


class TestRefusals:
    def test_empty(self, tmp_path):
        path = tmp_path / "rong.docx"
        path.touch()
        assert code_of(path) is Code.EMPTY

    def test_missing(self, tmp_path):
        assert code_of(tmp_path / "khong-co.docx") is Code.NOT_FOUND

    def test_missing_folder_is_a_file_in_its_place(self, tmp_path):
        (tmp_path / "a").write_text("x")
        assert code_of(tmp_path / "a" / "b.docx") is Code.NOT_FOUND

    def test_folder(self, tmp_path):
        assert code_of(tmp_path) is Code.NOT_A_FILE

    def test_pipe_is_never_waited_for(self, tmp_path):
        os.mkfifo(tmp_path / "ong")
        assert code_of(tmp_path / "ong") is Code.NOT_A_FILE

    def test_shortcut(self, tmp_path):
        path = tmp_path / "bao cao.lnk"
        path.write_bytes(b"L\x00\x00\x00\x01\x14\x02\x00" + b"\0" * 60)
        assert code_of(path) is Code.NOT_A_FILE

    def test_too_large(self, tmp_path):
        path = tmp_path / "to.pdf"
        with path.open("wb") as stream:
            stream.truncate(256 * 1024 * 1024 + 1)
        assert code_of(path) is Code.TOO_LARGE

    @pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
    def test_no_right_to_read(self, tmp_path):
        path = tmp_path / "kin.txt"
        path.write_text("x")
        path.chmod(0)
        assert code_of(path) is Code.UNREADABLE

    def test_still_being_written(self, tmp_path, monkeypatch):
        path = tmp_path / "dang-ghi.txt"
        path.write_text("một nửa")

        def growing(*_):
            with path.open("a") as stream:
                stream.write("nửa kia")
            return media.TEXT

        monkeypatch.setattr(hashlib, "sha256", lambda real=hashlib.sha256: (growing(), real())[1])
        assert code_of(path) is Code.IN_USE

    def test_password_on_an_office_file(self, tmp_path):
        assert code_of(cabinet.compound(tmp_path / "mat.docx", "EncryptionInfo", "EncryptedPackage")) is Code.ENCRYPTED

    def test_unknown_bytes(self, tmp_path):
        path = tmp_path / "la.bin"
        path.write_bytes(bytes(range(256)) * 8)
        assert code_of(path) is Code.UNKNOWN_FORMAT

    def test_unknown_compound_file(self, tmp_path):
        assert code_of(cabinet.compound(tmp_path / "la.ole", "Contents")) is Code.UNKNOWN_FORMAT

    def test_known_kind_without_a_reader(self, tmp_path):
        path = tmp_path / "nen.rar"
        path.write_bytes(b"Rar!\x1a\x07\x00" + b"\0" * 32)
        assert code_of(path) is Code.UNKNOWN_FORMAT

    def test_directory_too_large_to_load(self, tmp_path):
        path = tmp_path / "muc.docx"
        path.write_bytes(b"PK\x03\x04" + b"\0" * 64 + b"PK\x05\x06" + b"\0" * 8 + b"\xff\xff\xff\x7f" + b"\0" * 6)
        assert code_of(path) is Code.HOSTILE

    @pytest.mark.parametrize("cut", [8, 100, 400, 700])
    def test_truncated_container(self, tmp_path, cut):
        whole = cabinet.docx(tmp_path / "a.docx", cabinet.p("x")).read_bytes()
        path = tmp_path / "cut.docx"
        path.write_bytes(whole[:cut])
        assert code_of(path) is Code.DAMAGED

    @pytest.mark.parametrize("cut", [9, 40, 513, 700])
    def test_truncated_compound_file(self, tmp_path, cut):
        whole = cabinet.compound(tmp_path / "a.doc", "WordDocument").read_bytes()
        path = tmp_path / "cut.doc"
        path.write_bytes(whole[:cut])
        assert code_of(path) is Code.DAMAGED


STARTS = [
    b"",
    b"%PDF-1.5\n",
    b"PK\x03\x04",
    b"{\\rtf1",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"<html>",
    b"\xff\xfe",
    b"<?xml ",
]


@settings(max_examples=150, deadline=None)
@given(start=st.sampled_from(STARTS), rest=st.binary(max_size=600))
def test_any_bytes_give_a_layout_or_a_named_failure(tmp_path_factory, start, rest):
    path = tmp_path_factory.mktemp("any") / "tep"
    path.write_bytes(start + rest)
    try:
        assert isinstance(registry.read(open_source(path)), Layout)
    except FileError as error:
        assert error.failure.message
