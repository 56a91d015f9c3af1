"""Pages drawn by hand, scanned in thought: stamped, crooked, in columns, on their side; read back."""

import io
import shutil
from difflib import SequenceMatcher
from pathlib import Path

import matplotlib
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from parsers import registry
from parsers.formats import scan
from parsers.formats.scan import images, models, recogniser, second_reader, tesseract
from parsers.formats.scan.head import read_digits
from parsers.formats.scan.page import read_page
from parsers.formats.scan.rereading import Purse, reread
from pipeline import zones
from pipeline.errors import Code, FileError
from pipeline.intake import open_source
from pipeline.text import squeeze

needs_engine = pytest.mark.skipif(scan.problem() is not None, reason="no Tesseract with Vietnamese data here")
needs_second = pytest.mark.skipif(models.session("lines") is None, reason="asterocr or onnxruntime is not installed")
needs_digits = pytest.mark.skipif(models.session("digits") is None, reason="rapidocr or onnxruntime is not installed")

#: matplotlib is a dependency and brings its fonts along, on every machine the same.
FONTS = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
WIDTH, HEIGHT = 1654, 2339

LEFT = ["SỞ NÔNG NGHIỆP", "TỈNH MINH HÀ"]
RIGHT = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]
BODY = [
    "Thực hiện Kế hoạch của Ủy ban nhân dân tỉnh về phong trào thi đua,",
    "Sở đề nghị các phòng, đơn vị trực thuộc triển khai các nội dung sau:",
    "1. Tổ chức phát động thi đua lập thành tích chào mừng ngày thành lập;",
    "2. Phấn đấu hoàn thành vượt mức các chỉ tiêu được giao trong năm;",
    "3. Báo cáo kết quả thực hiện về Văn phòng Sở trước thời hạn quy định.",
]
FOOT = ["Nơi nhận:", "- Như trên;", "- Ủy ban nhân dân tỉnh;", "- Lưu: VT, TĐKT."]
SIGNER = ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]
NAME = "Nguyễn Văn Thành"


def font(size, bold=False):
    return ImageFont.truetype(str(FONTS / ("DejaVuSerif-Bold.ttf" if bold else "DejaVuSerif.ttf")), size)


def dispatch(number="Số: 125 /SNN-VP", date="Minh Hà, ngày 05 tháng 8 năm 2024"):
    """A made-up dispatch as printed at 200 dots an inch."""
    image = Image.new("RGB", (WIDTH, HEIGHT), "white")
    pen = ImageDraw.Draw(image)
    for i, text in enumerate(LEFT):
        pen.text((400, 160 + 45 * i), text, "black", font(24, bold=True), anchor="ma")
    for i, text in enumerate(RIGHT):
        pen.text((1100, 160 + 45 * i), text, "black", font(24, bold=True), anchor="ma")
    pen.text((400, 290), number, "black", font(26), anchor="ma")
    pen.text((1100, 290), date, "black", font(26), anchor="ma")
    pen.text((760, 450), "Kính gửi: Các phòng, đơn vị trực thuộc Sở", "black", font(28), anchor="ma")
    for i, text in enumerate(BODY):
        pen.text((230, 560 + 55 * i), text, "black", font(28))
    for i, text in enumerate(FOOT):
        pen.text((230, 1000 + 36 * i), text, "black", font(22))
    for i, text in enumerate(SIGNER):
        pen.text((1200, 1000 + 45 * i), text, "black", font(26, bold=True), anchor="ma")
    pen.text((1200, 1290), NAME, "black", font(26, bold=True), anchor="ma")
    return image


def stamped(image):
    pen = ImageDraw.Draw(image)
    for radius in (150, 142, 100):
        pen.ellipse((1060 - radius, 1150 - radius, 1060 + radius, 1150 + radius), outline=(225, 40, 60), width=5)
    pen.text((1060, 1150), "SỞ NÔNG NGHIỆP", (225, 40, 60), font(26, bold=True), anchor="mm")
    return image


def crooked(image, degrees=1.5):
    return image.rotate(degrees, Image.Resampling.BICUBIC, fillcolor="white")


def saved(image, path, **kind):
    image.save(path, dpi=(200, 200), **kind)
    return open_source(path)


def lines_of(layout):
    return [squeeze(line.text) for line in layout.lines]


def errors(read, printed):
    """Share of wrong letters, each printed line held against the read line that is most like it."""
    wrong = total = 0
    for want in printed:
        best = max(read, key=lambda line: SequenceMatcher(None, line, want, autojunk=False).ratio(), default="")
        same = sum(b.size for b in SequenceMatcher(None, best, want, autojunk=False).get_matching_blocks())
        wrong += max(len(want), len(best)) - same
        total += len(want)
    return wrong / total


PRINTED = [*LEFT, *RIGHT, *BODY, *FOOT, *SIGNER, NAME]


@needs_engine
class TestReading:
    @pytest.fixture(scope="class")
    @classmethod
    def clean(cls, tmp_path_factory):
        return registry.read(saved(dispatch(), tmp_path_factory.mktemp("scan") / "a.png"))

    def test_a_clean_page_is_read_to_the_letter(self, clean):
        assert errors(lines_of(clean), PRINTED) <= 0.015

    def test_it_says_that_it_was_read_by_ocr(self, clean):
        assert clean.ocr and not clean.has_paragraphs and clean.pages == 1
        assert "OCR_PAGES" in {note.code for note in clean.notes}
        assert all(0 < line.legibility < 1 for line in clean.lines)

    def test_columns_of_head_and_foot_are_lines_of_their_own(self, clean):
        read = lines_of(clean)
        assert LEFT[0] in read and RIGHT[0] in read
        assert FOOT[1] in read and SIGNER[1] in read

    def test_boxes_are_points_of_the_page(self, clean):
        name = next(line for line in clean.lines if line.text == NAME)
        assert name.box.middle == pytest.approx(1200 * 72 / 200, abs=4)
        assert clean.page_sizes[0] == pytest.approx((WIDTH * 0.36, HEIGHT * 0.36), abs=0.5)

    def test_the_zones_find_head_and_foot(self, clean):
        found = zones.split(clean)
        assert any("NÔNG NGHIỆP" in line.text for line in found.head_left)
        assert any("ngày" in line.text for line in found.head_right)
        assert any(line.text == NAME for line in found.signature)
        assert any("Như trên" in line.text for line in found.recipients)

    def test_a_stamp_and_a_crooked_page(self, tmp_path):
        layout = registry.read(saved(crooked(stamped(dispatch())), tmp_path / "a.png"))
        assert errors(lines_of(layout), PRINTED) <= 0.03

    @pytest.mark.parametrize("quarters", [1, 2, 3])
    def test_a_page_on_its_side_is_turned(self, quarters, tmp_path):
        layout = registry.read(saved(dispatch().rotate(90 * quarters, expand=True), tmp_path / "a.png"))
        assert errors(lines_of(layout), BODY) <= 0.03

    def test_a_ruled_table_is_read_cell_by_cell(self, tmp_path):
        image = Image.new("RGB", (WIDTH, HEIGHT), "white")
        pen = ImageDraw.Draw(image)
        texts = [
            ["TT", "Tập thể", "Danh hiệu"],
            ["1", "Phòng Kế hoạch", "Lao động tiên tiến"],
            ["2", "Chi cục Thủy lợi", "Cờ thi đua"],
        ]
        xs, ys = (200, 300, 800, 1400), (300, 380, 460, 540)
        for y in ys:
            pen.line((xs[0], y, xs[-1], y), "black", 3)
        for x in xs:
            pen.line((x, ys[0], x, ys[-1]), "black", 3)
        for r, row in enumerate(texts):
            for c, text in enumerate(row):
                pen.text((xs[c] + 15, ys[r] + 22), text, "black", font(28))
        layout = registry.read(saved(image, tmp_path / "a.png"))
        (table,) = layout.tables
        assert (table.rows, table.columns, table.ruled) == (3, 3, True)
        read = [[cell.text for cell in row] for row in table.grid]
        assert [row[1:] for row in read] == [row[1:] for row in texts]
        assert all(layout.lines[i].cell is not None for cell in table.cells for i in cell.lines)

    def test_a_tiff_of_two_pages(self, tmp_path):
        first, second = dispatch(), dispatch()
        source = saved(first, tmp_path / "a.tiff", save_all=True, append_images=[second])
        layout = registry.read(source)
        assert (source.media_type, layout.pages) == ("image/tiff", 2)
        assert {line.page for line in layout.lines} == {1, 2}

    def test_a_photograph_without_a_resolution_is_taken_for_a_page(self, tmp_path):
        path = tmp_path / "a.jpg"
        dispatch().resize((2481, 3508)).save(path, quality=90)
        (picture,) = images.pictures(path)
        assert (picture.dpi, picture.width) == (200, pytest.approx(1654, abs=2))

    def test_a_pdf_of_pictures_and_a_blank_page(self, tmp_path):
        path = tmp_path / "a.pdf"
        dispatch().save(path, resolution=200, save_all=True, append_images=[Image.new("RGB", (WIDTH, HEIGHT), "white")])
        layout = registry.read(open_source(path))
        assert errors(lines_of(layout), PRINTED) <= 0.015
        assert (layout.reader, layout.ocr, layout.pages) == ("scan", True, 2)

    def test_an_image_without_a_letter_has_no_text(self, tmp_path):
        with pytest.raises(FileError) as refused:
            registry.read(saved(Image.new("RGB", (WIDTH, HEIGHT), "white"), tmp_path / "a.png"))
        assert refused.value.failure.code is Code.NO_TEXT

    def test_the_command_reads_what_the_library_reads(self, tmp_path, monkeypatch):
        if shutil.which("tesseract") is None:
            pytest.skip("the tesseract command is not installed")
        monkeypatch.setattr(tesseract, "_engine", lambda: None)
        layout = registry.read(saved(dispatch(), tmp_path / "a.png"))
        assert errors(lines_of(layout), PRINTED) <= 0.015


@needs_engine
class TestTime:
    def test_pages_left_over_are_named_and_not_lost_in_silence(self, tmp_path):
        path = tmp_path / "a.tiff"
        saved(dispatch(), path, save_all=True, append_images=[dispatch(), dispatch()])
        pages = scan.read_pictures(images.pictures(path), 3, seconds=0.001)
        assert pages.unread == (2, 3)
        note = next(note for note in pages.layout.notes if note.code == "SCANNED_PAGES")
        assert "2, 3" in note.message and note.needs_person


@needs_engine
class TestNumberAndDay:
    def page(self, image, tmp_path):
        path = tmp_path / "a.png"
        saved(image, path)
        sheet = read_page(next(images.pictures(path)))
        reread(sheet, Purse())
        return sheet

    @needs_digits
    def test_printed_digits_are_read_by_all_and_written_into_the_line(self, tmp_path):
        sheet = self.page(dispatch(), tmp_path)
        read_digits(sheet)
        texts = [row.text for row in sheet.rows]
        assert "Số: 125/SNN-VP" in texts
        assert "Minh Hà, ngày 05 tháng 08 năm 2024" in texts

    @needs_digits
    def test_digits_in_blue_ink_are_read(self, tmp_path):
        image = dispatch(number="Số:            /SNN-VP")
        ImageDraw.Draw(image).text((325, 286), "946", (40, 60, 170), font=font(32))
        sheet = self.page(image, tmp_path)
        read_digits(sheet)
        assert "Số: 946/SNN-VP" in [row.text for row in sheet.rows]

    @needs_digits
    def test_a_scrawl_leaves_a_gap_and_never_a_guess(self, tmp_path):
        image = dispatch(number="Số:         /SNN-VP", date="Minh Hà, ngày        tháng 8 năm 2024")
        pen = ImageDraw.Draw(image)
        for x in (340, 1060):
            pen.line([(x, 300), (x + 12, 318), (x + 4, 300), (x + 25, 322), (x + 30, 296)], (30, 40, 150), 4)
        sheet = self.page(image, tmp_path)
        read_digits(sheet)
        number = next(row.text for row in sheet.rows if row.text.startswith("Số"))
        date = next(row.text for row in sheet.rows if "tháng" in row.text and "2024" in row.text)
        assert number.replace(" ", "") == "Số:/SNN-VP"
        assert "ngày        tháng" in date

    def test_without_the_recogniser_the_line_stays_as_it_was_read(self, tmp_path, monkeypatch):
        monkeypatch.setattr("parsers.formats.scan.recogniser.is_here", lambda: False)
        sheet = self.page(dispatch(), tmp_path)
        before = [row.text for row in sheet.rows]
        read_digits(sheet)
        assert [row.text for row in sheet.rows] == before


@needs_engine
def test_without_the_second_reader_pages_are_read_once_and_a_note_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr(second_reader, "is_here", lambda: False)
    layout = registry.read(saved(dispatch(), tmp_path / "a.png"))
    assert "OCR_ONE_READER" in {note.code for note in layout.notes}
    assert errors(lines_of(layout), BODY) <= 0.03


class Failing:
    """A model that fails on every line, as onnxruntime does on a shape that its graph cannot take."""

    def get_inputs(self):
        return [type("Input", (), {"name": "images"})]

    def run(self, outputs, tensors):
        raise RuntimeError(
            "[ONNXRuntimeError] : 1 : FAIL : Non-zero status code while running Add node pos_encoder/Add"
        )


@needs_engine
@needs_second
def test_a_model_that_fails_leaves_the_first_reading(tmp_path, monkeypatch):
    source = saved(dispatch(), tmp_path / "a.png")
    monkeypatch.setattr(second_reader, "is_here", lambda: False)
    alone = lines_of(registry.read(source))
    monkeypatch.undo()
    monkeypatch.setattr(models, "session", lambda name: Failing())
    layout = registry.read(source)
    read = lines_of(layout)
    # The readers of digits fail too: the handwritten places become gaps, everything else stands as it was read first.
    assert [line for line in read if "/SNN-VP" not in line and "ngày" not in line] == [
        line for line in alone if "/SNN-VP" not in line and "ngày" not in line
    ]
    assert any("/SNN-VP" in line for line in read)


@needs_second
@needs_digits
@pytest.mark.parametrize(
    "shape", [(0, 40), (40, 0), (1, 1), (3, 900), (900, 3), (4, 4), (4, 6_000), (31, 984), (40, 1_271)]
)
def test_crops_of_any_shape_are_read_or_give_nothing(shape):
    assert isinstance(second_reader.read_line(np.full(shape, 255, np.uint8)).text, str)
    found = recogniser.scores(np.full((*shape, 3), 255, np.uint8))
    assert found.ndim == 2 and found.shape[1] == len(recogniser.letters())


@needs_engine
@needs_second
def test_the_second_reader_reads_a_line_and_a_very_long_one(tmp_path):
    for text in ("Ủy ban nhân dân tỉnh", " ".join(BODY[:3])):
        image = Image.new("L", (20 + round(font(28).getlength(text)), 50), 255)
        ImageDraw.Draw(image).text((10, 8), text, 0, font(28))
        reading = second_reader.read_line(np.asarray(image))
        assert errors([reading.text], [text]) <= 0.08
        assert len(reading.sure) == len(reading.text.split())


def test_without_an_engine_images_and_pictured_pdfs_say_what_is_missing(tmp_path, monkeypatch):
    monkeypatch.setattr(tesseract, "data_home", lambda: None)
    with pytest.raises(FileError) as refused:
        scan.read(saved(dispatch(), tmp_path / "a.png"))
    assert refused.value.failure.code is Code.MISSING_TOOL
    assert "tesseract-ocr-vie" in refused.value.failure.message
    path = tmp_path / "a.pdf"
    dispatch().save(path, resolution=200)
    with pytest.raises(FileError) as refused:
        registry.read(open_source(path))
    assert refused.value.failure.code is Code.NO_TEXT


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(64), Code.DAMAGED),
        (b"\x89PNG\r\n\x1a\n" + b"0" * 50, Code.DAMAGED),  # Pillow says OSError here, as for a file without rights
        (b"\xff\xd8\xff" + bytes(64), Code.DAMAGED),
        (b"II*\x00" + bytes(64), Code.DAMAGED),
    ],
)
def test_damaged_images_fail_by_name(content, code, tmp_path):
    path = tmp_path / "a"
    path.write_bytes(content)
    with pytest.raises(FileError) as refused:
        registry.read(open_source(path))
    assert refused.value.failure.code is code


def test_a_cut_off_image_is_damaged_or_read_in_part(tmp_path):
    buffer = io.BytesIO()
    dispatch().save(buffer, "PNG")
    path = tmp_path / "a.png"
    path.write_bytes(buffer.getvalue()[:20_000])
    with pytest.raises(FileError) as refused:
        registry.read(open_source(path))
    assert refused.value.failure.code is Code.DAMAGED


@pytest.mark.parametrize(
    ("text", "is_name"),
    [
        ("Nguyễn Văn Thành", True),
        ("Sở Tài chính", False),
        ("NGUYỄN VĂN THÀNH", False),
        ("Nguyễn 15.05.2019", False),
        ("Thành", False),
    ],
)
def test_what_reads_like_a_name(text, is_name):
    assert scan.is_name(text) is is_name
