"""Pages pasted into documents of text: read like scans, with the picture as their place."""

import io
import struct
import zipfile

import pytest
from PIL import Image

from parsers import registry
from parsers.formats import scan
from pipeline import zones
from pipeline.errors import Code, FileError
from pipeline.intake import open_source
from tests.cabinet import R, docx, p, zipped
from tests.compound_files import Word
from tests.compound_files import compound as streams
from tests.test_parsers_formats_scan import dispatch

needs_engine = pytest.mark.skipif(scan.problem() is not None, reason="no Tesseract with Vietnamese data here")
PHOTO = Image.radial_gradient("L").resize((1600, 1200)).point(lambda light: light // 2)


@pytest.fixture(scope="module")
def page():
    return as_png(dispatch())


def as_png(image):
    out = io.BytesIO()
    image.save(out, "png", dpi=(200, 200))
    return out.getvalue()


def word(path, *pictures, text=""):
    """Pictures in the body of a Word document, each with its relation."""
    drawn = "".join(
        f'<w:p><w:r><w:drawing><a:blip xmlns:a="urn:a" r:embed="p{i}"/></w:drawing></w:r></w:p>'
        for i, _ in enumerate(pictures)
    )
    docx(path, text + drawn)
    relations = "".join(
        f'<Relationship Id="p{i}" Type="{R}/image" Target="media/{i}.png"/>' for i, _ in enumerate(pictures)
    )
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    rels = "word/_rels/document.xml.rels"
    parts[rels] = parts[rels].replace(b"</Relationships>", relations.encode() + b"</Relationships>")
    return zipped(parts | {f"word/media/{i}.png": data for i, data in enumerate(pictures)}, path)


def old_word(path, picture):
    record = struct.pack("<HHI", 0x6E00, 0xF01E, 17 + len(picture)) + bytes(17) + picture
    path.write_bytes(streams(Word().run("\x01").end().streams() | {"Data": bytes(68) + record}))
    return path


def rich_text(path, picture):
    older = b"{\\nonshppict{\\pict\\wmetafile8 " + b"01" * 5_000 + b"}}"
    newer = b"{\\*\\shppict{\\pict{\\*\\blipuid 0123456789abcdef}\\pngblip\\picw10 "
    path.write_bytes(b"{\\rtf1\\ansi{\\fonttbl{\\f0 Arial;}}" + newer + picture.hex().encode() + b"}}" + older + b"}")
    return path


def open_text(path, picture):
    names = (
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
        'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"'
    )
    content = (
        f"<office:document-content {names}><office:body><office:text><text:p><draw:frame>"
        '<draw:image xlink:href="Pictures/a.png"/></draw:frame></text:p></office:text></office:body>'
        "</office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.text"
    return zipped({"mimetype": kind, "content.xml": content, "Pictures/a.png": picture}, path)


@needs_engine
@pytest.mark.parametrize("make", [word, old_word, rich_text, open_text], ids=lambda make: make.__name__)
def test_a_scan_in_a_document_is_read_like_a_scan(tmp_path, page, make):
    layout = registry.read(open_source(make(tmp_path / "a", page)))
    split = zones.split(layout)
    assert "NÔNG NGHIỆP" in " ".join(line.text for line in split.head_left)
    assert "Số: 125" in " ".join(line.text for line in split.head_left)
    assert layout.ocr and layout.lines[0].place == "ảnh 1, dòng 1" and layout.lines[0].page == 1
    assert layout.notes[0].code == "OCR_PAGES" and layout.notes[0].message.startswith("Ảnh 1 ")


@needs_engine
def test_a_caption_stands_behind_the_page_and_a_logo_is_no_page(tmp_path, page):
    seal = as_png(Image.effect_noise((300, 300), 90))
    layout = registry.read(open_source(word(tmp_path / "a.docx", seal, page, text=p("Gửi anh chị bản quét"))))
    assert layout.pages == 1 and layout.reader == "scan+word"
    assert layout.lines[-1].text == "Gửi anh chị bản quét" and layout.lines[-1].place == "đoạn 1"


@needs_engine
def test_behind_a_text_stand_its_pasted_pages_and_no_photographs(tmp_path, page):
    text = p("Báo cáo kết quả thực hiện phong trào thi đua của đơn vị. " * 10)
    layout = registry.read(open_source(word(tmp_path / "a.docx", as_png(PHOTO), page, text=text)))
    assert layout.lines[0].place == "đoạn 1" and layout.lines[1].place == "ảnh 1, dòng 1"
    assert [line.index for line in layout.lines] == list(range(len(layout.lines)))
    only = registry.read(open_source(word(tmp_path / "b.docx", as_png(PHOTO), text=text)))
    assert only.reader == "word" and not only.ocr


def test_without_an_engine_the_text_is_given_with_a_note(tmp_path, page, monkeypatch):
    monkeypatch.setattr(scan, "problem", lambda: "Tesseract")
    with pytest.raises(FileError) as caught:
        registry.read(open_source(word(tmp_path / "a.docx", page)))
    assert caught.value.failure.code is Code.NO_TEXT and "Tesseract" in caught.value.failure.detail
    layout = registry.read(open_source(word(tmp_path / "b.docx", page, text=p("Kế hoạch"))))
    (note,) = layout.notes
    assert note.code == "PICTURES_UNREAD" and note.needs_person


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n" + bytes(20_000), b"\xd7\xcd\xc6\x9a" + bytes(20_000)])
def test_a_picture_that_cannot_be_opened_costs_nothing_else(tmp_path, data):
    assert registry.read(open_source(word(tmp_path / "a.docx", data, text=p("Kế hoạch")))).lines[0].text == "Kế hoạch"
    with pytest.raises(FileError) as caught:
        registry.read(open_source(word(tmp_path / "b.docx", data)))
    assert caught.value.failure.code is Code.NO_TEXT
