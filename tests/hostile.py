"""Hostile and broken files, each made by a few lines: one function a kind, registered with what may come of it.

``READ`` is a record (perhaps with findings); a code is the failure's name. Nothing else may come, and never a hang.
"""

import base64
import io
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from itertools import islice
from pathlib import Path
from random import Random

import openpyxl

from pipeline.errors import Code
from tests import messages, signed, workbooks
from tests.cabinet import bomb, compound, docx, p, pdf, zipped
from tests.compound_files import Word
from tests.compound_files import compound as streams
from tests.messages import PLAN

READ = "read"
SECRET = "BI-MAT-8413"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@dataclass(frozen=True)
class Kind:
    """One file of the cabinet: its name, how it is made, what may come of it."""

    file: str
    make: Callable[[Path], object]
    ends: frozenset[str]


CABINET: dict[str, Kind] = {}


def kind(file: str, *ends: str) -> Callable[[Callable[[Path], object]], Callable[[Path], object]]:
    """Register a maker under its function's name."""

    def put(make: Callable[[Path], object]) -> Callable[[Path], object]:
        CABINET[make.__name__.replace("_", " ")] = Kind(file, make, frozenset(ends))
        return make

    return put


def several(file: str, *ends: str) -> Callable[[Callable[..., object]], None]:
    """Register a maker once for each of its cases, given by its ``cases`` default."""

    def put(make: Callable[..., object]) -> None:
        for name, case in make.__defaults__[0].items():

            def one(path: Path, case: object = case) -> object:
                return make(path, case)

            CABINET[f"{make.__name__.replace('_', ' ')}: {name}"] = Kind(file.format(name=name), one, frozenset(ends))

    return put


# Containers


@several("bom.{name}", Code.HOSTILE)
def bomb_by_ratio(
    path: Path,
    part: object = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "zip": "a.txt"},
) -> None:
    bomb(path, str(part))


@kind("bom.odt", Code.HOSTILE)
def open_document_bomb(path: Path) -> None:
    _odt(path, "0" * (40 * 2**20))


@kind("dem.zip", Code.HOSTILE)
def bomb_by_count(path: Path) -> None:
    zipped({f"{i}.txt": b"" for i in range(10_001)}, path)


@kind("muc luc.zip", Code.HOSTILE)
def directory_of_many_megabytes(path: Path) -> None:
    zipped({f"{'x' * 220}{i}": b"" for i in range(16_000)}, path)


@kind("noi doi.zip", Code.HOSTILE, Code.DAMAGED)
def sizes_that_lie(path: Path) -> None:
    zipped({"a.txt": b"\0" * (64 * 2**20)}, path)
    data = bytearray(path.read_bytes())
    for at, offset in ((data.index(b"PK\x03\x04"), 22), (data.index(b"PK\x01\x02"), 24)):
        struct.pack_into("<I", data, at + offset, 100)
    path.write_bytes(data)


@kind("chong.zip", Code.HOSTILE, Code.DAMAGED, READ)
def entries_that_overlap(path: Path) -> None:
    """Many directory entries over one body: a bomb whose ratio shows only in the sum."""
    zipped({"a.txt": b"\0" * (2**20)}, path)
    data = path.read_bytes()
    at, end = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    entry = data[at:end]
    count = 900
    tail = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, count, count, len(entry) * count, at, 0)
    path.write_bytes(data[:at] + entry * count + tail)


@kind("long nhau.zip", Code.HOSTILE)
def zips_nested_without_end(path: Path) -> None:
    data = zipped({"a.txt": PLAN}, path).read_bytes()
    for _ in range(12):
        data = zipped({"a.zip": data}, path).read_bytes()


@several("duong dan.zip", Code.HOSTILE)
def names_that_lead_outside(
    path: Path,
    name: object = {"up": "../../etc/a.txt", "absolute": "/etc/a.txt", "drive": "C:\\a.txt", "windows": "..\\a.txt"},
) -> None:
    zipped({"a.txt": "x", str(name): "x"}, path)


@several("lien ket.{name}", Code.HOSTILE)
def links_and_devices(path: Path, mode: object = {"zip": 0o120777, "docx": 0o020644}) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml" if path.suffix == ".docx" else "a.txt", "<a/>")
        info = zipfile.ZipInfo("b")
        info.create_system, info.external_attr = 3, int(str(mode)) << 16
        archive.writestr(info, "/etc/passwd")


@kind("rong.zip", Code.EMPTY)
def zip_of_nothing(path: Path) -> None:
    path.write_bytes(b"PK\x05\x06" + bytes(18))


@kind("trung ten.zip", READ)
def zip_with_two_of_one_name(path: Path) -> None:
    with warnings.catch_warnings(), zipfile.ZipFile(path, "w") as archive:
        warnings.simplefilter("ignore")
        archive.writestr("a.txt", PLAN)
        archive.writestr("a.txt", PLAN + "\n")


@kind("ten la.zip", READ)
def zip_with_odd_names(path: Path) -> None:
    zipped({"a\u202etxt.exe": PLAN, "b" * 255: PLAN + "\n", "c\x01.txt": PLAN + "\n\n", "nul.txt": PLAN + "."}, path)


@kind("rtl\u202exslx.txt", READ)
def name_that_turns_around(path: Path) -> None:
    path.write_text(PLAN, encoding="utf-8")


@kind("n" * 251 + ".txt", READ)
def name_of_255_bytes(path: Path) -> None:
    path.write_text(PLAN, encoding="utf-8")


@kind("cat.zip", Code.DAMAGED)
def zip_cut_off(path: Path) -> None:
    data = zipped({"a.txt": PLAN * 20}, path).read_bytes()
    path.write_bytes(data[: len(data) // 2])


# Locked files


def _flagged(path: Path, inside: dict[str, str | bytes]) -> None:
    data = bytearray(zipped(inside, path).read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(mark, at + 4)
    path.write_bytes(data)


@kind("khoa.zip", Code.ENCRYPTED)
def locked_zip(path: Path) -> None:
    _flagged(path, {"a.txt": PLAN})


@several("khoa.{name}", Code.ENCRYPTED)
def locked_office_file(
    path: Path, names: object = {"docx": ("EncryptedPackage",), "xlsx": ("EncryptedPackage",)}
) -> None:
    compound(path, "EncryptionInfo", *names)  # type: ignore[misc]


@kind("khoa.pdf", Code.ENCRYPTED)
def locked_pdf(path: Path) -> None:
    pdf(path, "BT /F 12 Tf 72 700 Td (So) Tj ET", encrypted=True)


@kind("khoa.doc", Code.ENCRYPTED)
def locked_old_word(path: Path) -> None:
    path.write_bytes(streams(Word(flags=0x0300).run("KẾ HOẠCH").end().streams()))


@kind("khoa.odt", Code.ENCRYPTED)
def locked_open_document(path: Path) -> None:
    _odt(path, "x", manifest="<manifest><file-entry><encryption-data/></file-entry></manifest>")


# XML


LAUGHS = (
    '<!DOCTYPE a [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 12}">' for i in range(9))
    + "]>"
)


def outside(path: Path) -> str:
    """An external entity that would read a file of this machine."""
    secret = path.with_name("bi mat.txt")
    secret.write_text(SECRET, encoding="utf-8")
    return f'<!DOCTYPE a [<!ENTITY j SYSTEM "{secret.as_uri()}">]>'


def _word(path: Path, document: str | bytes, **parts: str | bytes) -> None:
    zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": document, **parts}, path)


def _document(text: str) -> str:
    return f'<w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>'


def _odt(path: Path, text: str, before: str = "", manifest: str = "<manifest/>") -> None:
    names = (
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    )
    content = (
        f"<office:document-content {names}><office:body><office:text><text:p>{text}</text:p></office:text>"
        "</office:body></office:document-content>"
    )
    zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": before + content,
            "META-INF/manifest.xml": manifest,
        },
        path,
    )


@kind("cuoi.docx", Code.HOSTILE)
def laughs_in_word(path: Path) -> None:
    _word(path, LAUGHS + _document("&j;"))


@kind("cuoi.xlsx", Code.HOSTILE, Code.DAMAGED)
def laughs_in_a_workbook(path: Path) -> None:
    _book(path, 3, 3)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/worksheets/sheet1.xml"] = LAUGHS.encode() + b"<worksheet><sheetData>&j;</sheetData></worksheet>"
    zipped(parts, path)  # type: ignore[arg-type]


@kind("cuoi.odt", Code.HOSTILE)
def laughs_in_open_document(path: Path) -> None:
    _odt(path, "&j;", LAUGHS)


@kind("cuoi.edxml", Code.HOSTILE)
def laughs_in_edxml(path: Path) -> None:
    messages.edxml(path, before=LAUGHS)


@kind("ngoai.docx", Code.HOSTILE)
def entity_outside_in_word(path: Path) -> None:
    _word(path, outside(path) + _document("&j;"))


@kind("ngoai.edxml", Code.HOSTILE)
def entity_outside_in_edxml(path: Path) -> None:
    messages.edxml(path, before=outside(path), inner=messages.header(subject="&j;"))


@kind("khieu.docx", Code.HOSTILE)
def document_type_in_a_side_part(path: Path) -> None:
    body = docx(path, p("KẾ HOẠCH"), styles="").read_bytes()
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["word/styles.xml"] = b"<!DOCTYPE a>" + parts["word/styles.xml"]
    zipped(parts, path)  # type: ignore[arg-type]


@kind("utf16.docx", Code.HOSTILE)
def laughs_in_utf16(path: Path) -> None:
    _word(path, (LAUGHS + _document("&j;")).encode("utf-16"))


@kind("ebcdic.docx", Code.HOSTILE, Code.DAMAGED)
def laughs_in_ebcdic(path: Path) -> None:
    text = '<?xml version="1.0" encoding="IBM037"?>' + LAUGHS + _document("&j;").replace("&j;", "&d;")
    _word(path, text.encode("cp037"))


@kind("ky tu.docx", Code.DAMAGED)
def signs_xml_forbids(path: Path) -> None:
    _word(path, _document("a\x01\x02b\ufffe"))


@kind("sau.docx", Code.DAMAGED, Code.HOSTILE, READ)
def word_nested_deep(path: Path) -> None:
    _word(path, _document("</w:t></w:r></w:p>" + "<w:sdt>" * 5_000 + "</w:sdt>" * 5_000 + "<w:p><w:r><w:t>"))


@kind("sau.edxml", Code.DAMAGED, Code.HOSTILE)
def edxml_nested_deep(path: Path) -> None:
    messages.edxml(path, inner="<a>" * 1_500 + "x" + "</a>" * 1_500)


@kind("ban.edxml", READ)
def edxml_with_broken_files(path: Path) -> None:
    carried = messages.attachment("a.pdf", "%%%") + messages.attachment("../../b.txt", messages.wrapped(PLAN.encode()))
    messages.edxml(path, carried)


@kind("bom.edxml", Code.HOSTILE)
def bomb_in_edxml(path: Path) -> None:
    messages.edxml(path, messages.attachment("a.txt", messages.wrapped(b"\0" * (32 * 2**20))))


# Sizes


@kind("trieu o.docx", READ, Code.TIMEOUT, Code.MEMORY, Code.HOSTILE, Code.TOO_LARGE)
def table_of_a_million_cells(path: Path) -> None:
    # Figures of chance: the same figure again and again would pack like a bomb.
    digits = Random(1).randbytes(2_500_000).hex()
    cells = (f"<w:tc><w:p><w:r><w:t>{digits[i * 5 : i * 5 + 5]}</w:t></w:r></w:p></w:tc>" for i in range(1_000_000))
    rows = "".join("<w:tr>" + "".join(islice(cells, 100)) + "</w:tr>" for _ in range(10_000))
    _word(path, _document(f"</w:t></w:r></w:p><w:tbl>{rows}</w:tbl><w:p><w:r><w:t>"))


@kind("trieu o.xlsx", READ, Code.TIMEOUT, Code.MEMORY, Code.TOO_LARGE, Code.HOSTILE)
def workbook_of_a_million_cells(path: Path) -> None:
    sheet = "".join(f'<row r="{r}">' + "<c><v>1</v></c>" * 100 + "</row>" for r in range(1, 10_001))
    _book(path, 1, 1, sheet)


@kind("goc xa.xlsx", READ, Code.TOO_LARGE, Code.HOSTILE)
def workbook_with_one_cell_at_the_far_corner(path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "KẾ HOẠCH"
    book.active["XFD1048576"] = 1
    book.save(path)


@kind("o gop.html", READ)
def table_cells_a_billion_wide(path: Path) -> None:
    path.write_text('<html><table><tr><td colspan="999999999" rowspan="999999999">a<td>b</table>', encoding="utf-8")


def _book(path: Path, rows: int, columns: int, sheet: str | None = None) -> None:
    book = openpyxl.Workbook()
    for row in range(rows):
        book.active.append([f"ô {row}.{column}" for column in range(columns)])
    book.save(path)
    if sheet is not None:
        with zipfile.ZipFile(path) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        name = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        parts["xl/worksheets/sheet1.xml"] = (
            f'<worksheet xmlns="{name}"><sheetData>{sheet}</sheetData></worksheet>'.encode()
        )
        zipped(parts, path)  # type: ignore[arg-type]


# Pictures


def _png(path: Path, width: int, height: int, rows: bytes) -> None:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b""))


@kind("rong.png", READ, Code.NO_TEXT, Code.TOO_LARGE, Code.HOSTILE)
def picture_of_30000_pixels(path: Path) -> None:
    _png(path, 30_000, 400, zlib.compress(bytes((30_000 // 8 + 1) * 400)))


@kind("lon.png", Code.TOO_LARGE, Code.HOSTILE)
def picture_over_200_megapixels(path: Path) -> None:
    _png(path, 30_000, 30_000, zlib.compress(bytes((30_000 // 8 + 1) * 30_000)))


@kind("cat.png", Code.DAMAGED, Code.NO_TEXT, READ)
def picture_cut_off(path: Path) -> None:
    _png(path, 800, 800, zlib.compress(bytes(101 * 800)))
    path.write_bytes(path.read_bytes()[:60])


@kind("vong.tiff", Code.DAMAGED, Code.NO_TEXT, Code.HOSTILE, Code.TOO_LARGE)
def picture_whose_pages_run_in_a_circle(path: Path) -> None:
    entries = b"".join(
        struct.pack("<HHII", *e) for e in ((256, 4, 1, 10), (257, 4, 1, 10), (258, 3, 1, 1), (273, 4, 1, 8))
    )
    path.write_bytes(b"II*\x00" + struct.pack("<I", 8) + struct.pack("<H", 4) + entries + struct.pack("<I", 8))


# PDF


def _objects(path: Path, *objects: str | bytes) -> None:
    out, places = io.BytesIO(), []
    out.write(b"%PDF-1.5\n")
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n" % number + (body.encode("latin-1") if isinstance(body, str) else body) + b"\nendobj\n")
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.write("".join(f"{at:010d} 00000 n \n" for at in places).encode())
    out.write(b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))
    path.write_bytes(out.getvalue())


_PAGE = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F 5 0 R >> >> /Contents 4 0 R >>"
_TEXT = "<< /Length 45 >>\nstream\nBT /F 12 Tf 72 700 Td (KE HOACH) Tj ET       \nendstream"
_FONT = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
_CATALOG = "<< /Type /Catalog /Pages 2 0 R >>"
_PAGES = "<< /Type /Pages /Kids [3 0 R] /Count 1 >>"


@kind("tram nghin trang.pdf", READ, Code.TOO_LARGE, Code.DAMAGED, Code.NO_TEXT, Code.HOSTILE, Code.TIMEOUT)
def pdf_that_claims_100000_pages(path: Path) -> None:
    _objects(path, _CATALOG, "<< /Type /Pages /Kids [3 0 R] /Count 100000 >>", _PAGE, _TEXT, _FONT)


@kind("nghin trang.pdf", READ, Code.TOO_LARGE, Code.HOSTILE, Code.TIMEOUT)
def pdf_of_100000_references_to_one_page(path: Path) -> None:
    kids = "3 0 R " * 100_000
    _objects(path, _CATALOG, f"<< /Type /Pages /Kids [{kids}] /Count 100000 >>", _PAGE, _TEXT, _FONT)


@kind("vong.pdf", Code.DAMAGED, Code.NO_TEXT, READ, Code.HOSTILE)
def pdf_whose_pages_run_in_a_circle(path: Path) -> None:
    _objects(path, _CATALOG, "<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 2 /Parent 2 0 R >>", _PAGE, _TEXT, _FONT)


@several("hinh {name}.pdf", READ, Code.NO_TEXT, Code.DAMAGED, Code.TIMEOUT, Code.MEMORY, Code.CRASHED)
def pdf_with_a_form_that_draws_itself(
    path: Path, calls: object = {"once": "/X Do      ", "twice": "/X Do /X Do"}
) -> None:
    page = _PAGE.replace("/Font", "/XObject << /X 6 0 R >> /Font")
    form = (
        "<< /Type /XObject /Subtype /Form /BBox [0 0 99 99] /Resources << /XObject << /X 6 0 R >> >> /Length 11 >>\n"
        f"stream\n{calls}\nendstream"
    )
    text = _TEXT.replace("BT", "/X Do BT")
    _objects(path, _CATALOG, _PAGES, page, text, _FONT, form)


@kind("bom.pdf", READ, Code.NO_TEXT, Code.TIMEOUT, Code.MEMORY, Code.HOSTILE, Code.TOO_LARGE, Code.DAMAGED)
def pdf_with_a_stream_bomb(path: Path) -> None:
    data = zlib.compress(b"BT /F 12 Tf 72 700 Td (KE HOACH) Tj ET " + b"q Q " * (30 * 2**20), 9)
    stream = b"<< /Filter /FlateDecode /Length %d >>\nstream\n" % len(data) + data + b"\nendstream"
    _objects(path, _CATALOG, _PAGES, _PAGE, stream, _FONT)


@kind("phong chu.pdf", READ, Code.NO_TEXT)
def pdf_with_a_broken_font(path: Path) -> None:
    font = (
        "<< /Type /Font /Subtype /TrueType /BaseFont /X /FontDescriptor 6 0 R /FirstChar 0 /LastChar 255 /Widths [] >>"
    )
    about = "<< /Type /FontDescriptor /FontName /X /Flags 4 /FontFile2 7 0 R >>"
    file = "<< /Length 40 >>\nstream\n" + "\x00\x01\x00\x00\xff\xff\xff\xff" * 5 + "\nendstream"
    _objects(path, _CATALOG, _PAGES, _PAGE, _TEXT, font, about, file)


@kind("lenh.pdf", READ)
def pdf_that_wants_to_run_something(path: Path) -> None:
    script = "/AA << /O << /S /JavaScript /JS (app.alert(1)) >> >>"
    catalog = f"<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /Launch /F (calc.exe) >> {script} >>"
    _objects(path, catalog, _PAGES, _PAGE, _TEXT, _FONT)


@kind("khong trang.pdf", Code.DAMAGED, Code.EMPTY, Code.NO_TEXT)
def pdf_without_pages(path: Path) -> None:
    _objects(path, _CATALOG, "<< /Type /Pages /Kids [] /Count 0 >>")


# Text formats


@kind("sau.rtf", READ, Code.HOSTILE, Code.DAMAGED, Code.EMPTY)
def rtf_nested_10000_deep(path: Path) -> None:
    path.write_bytes(b"{\\rtf1 " + b"{" * 10_000 + b"KE HOACH" + b"}" * 10_000 + b"}")


@kind("nhi phan.rtf", READ, Code.DAMAGED, Code.EMPTY)
def rtf_with_a_binary_of_gigabytes(path: Path) -> None:
    path.write_bytes(b"{\\rtf1 KE HOACH\\par \\bin2147483647 xyz}")


@kind("lo.rtf", READ, Code.DAMAGED, Code.HOSTILE, Code.EMPTY)
def rtf_with_numbers_beyond_reason(path: Path) -> None:
    cells = b"\\cellx99999999999" * 50
    path.write_bytes(
        b"{\\rtf1\\ansi\\uc999999\\u8212 ?\\fs999999999 KE HOACH\\par\\trowd" + cells + b"\\intbl a\\cell\\row}"
    )


@kind("ma.html", READ)
def html_with_scripts(path: Path) -> None:
    path.write_text(
        f"<html><script>alert('{SECRET}')</script><iframe src='file:///etc/passwd'></iframe>"
        "<img src=x onerror=alert(1)><p>KẾ HOẠCH</p></html>",
        encoding="utf-8",
    )


@kind("sau.html", READ, Code.HOSTILE, Code.EMPTY)
def html_nested_deep(path: Path) -> None:
    path.write_text("<html>" + "<div>" * 50_000 + "KẾ HOẠCH", encoding="utf-8")


@kind("khong.txt", READ, Code.UNKNOWN_FORMAT)
def text_with_zero_bytes(path: Path) -> None:
    path.write_bytes(PLAN.encode().replace(b" ", b"\0"))


@kind("mot dong.txt", READ)
def one_line_of_3_megabytes(path: Path) -> None:
    path.write_bytes(PLAN.encode() + b"Nguyen Van Mau 12,5 % " * 140_000)


@kind("rac.bin", Code.UNKNOWN_FORMAT)
def noise(path: Path) -> None:
    path.write_bytes(bytes(range(256)) * 64)


# Old office files


@kind("macro.docm", READ)
def word_with_macros(path: Path) -> None:
    docx(path, p("KẾ HOẠCH"))
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"\xd0\xcf\x11\xe0Auto_Open")


@kind("macro.xlsm", READ)
def workbook_with_macros(path: Path) -> None:
    _book(path, 2, 2)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0Auto_Open")


@kind("macro.doc", READ)
def old_word_with_macros(path: Path) -> None:
    tree: messages.Tree = dict(Word().run("KẾ HOẠCH").end().streams())
    tree = {name: data.ljust(4096, b"\0") for name, data in tree.items() if isinstance(data, bytes)}
    path.write_bytes(messages.storages(tree | {"Macros": {"VBA": {"dir": b"Auto_Open".ljust(4096)}}}))


@kind("nhung.docx", READ)
def word_with_embedded_objects(path: Path) -> None:
    docx(path, p("KẾ HOẠCH"))
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("word/embeddings/oleObject1.bin", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))


@kind("vong.doc", Code.DAMAGED, Code.UNKNOWN_FORMAT, Code.MISSING_TOOL, Code.EMPTY)
def compound_file_whose_sectors_run_in_a_circle(path: Path) -> None:
    compound(path, "WordDocument")
    data = bytearray(path.read_bytes())
    data[512 : 512 + 512] = struct.pack("<128I", *range(128))
    path.write_bytes(data)


# Mails


@kind("nhieu phan.eml", READ)
def mail_of_5000_parts(path: Path) -> None:
    part = 'Content-Type: image/png\r\nContent-Disposition: inline; filename="{}.png"\r\n\r\nx\r\n'
    body = "".join("--r\r\n" + part.format(i) for i in range(5_000))
    path.write_text(
        f"MIME-Version: 1.0\r\nTo: a@mau.vn\r\nContent-Type: multipart/mixed; boundary=r\r\n\r\n"
        f"--r\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{PLAN}\r\n{body}--r--\r\n",
        encoding="utf-8",
    )


@kind("sau.eml", READ, Code.HOSTILE, Code.EMPTY)
def mail_nested_deep(path: Path) -> None:
    lines = ["MIME-Version: 1.0", "To: a@mau.vn"]
    for i in range(2_000):
        lines += [f"Content-Type: multipart/mixed; boundary=r{i}", "", f"--r{i}"]
    path.write_text("\r\n".join([*lines, "Content-Type: text/plain", "", "x"]), encoding="utf-8")


@kind("dong gia.eml", READ)
def mail_with_forged_headers(path: Path) -> None:
    message = EmailMessage()
    message["To"] = "a@mau.vn"
    message.set_content("Chào.")
    text = message.as_string().replace(
        "To:", "Subject: =?utf-8?Q?a=0D=0AContent-Type:_text/html?=\nFrom: \x00\x1b[2J <a@b>\nTo:", 1
    )
    path.write_text("MIME-Version: 1.0\n" + text, encoding="utf-8")


@kind("thu cung.eml", READ)
def mail_with_paths_for_names(path: Path) -> None:
    messages.mail(
        path, "Chào.", ("../../../etc/cron.d/x", PLAN.encode()), ("C:\\Windows\\a.txt", (PLAN + ".").encode())
    )


@kind("loi tat.lnk", Code.NOT_A_FILE)
def windows_shortcut(path: Path) -> None:
    path.write_bytes(b"L\x00\x00\x00\x01\x14\x02\x00" + bytes(60))


# What would be fetched, carried along, or unpacked without end


def _with(path: Path, parts: dict[str, str | bytes]) -> None:
    """Add parts to a zipped file, or take their place."""
    with zipfile.ZipFile(path) as archive:
        old: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    zipped(old | parts, path)


def _relation(kind_: str, target: str) -> str:
    space = "http://schemas.openxmlformats.org"
    return (
        f'<Relationships xmlns="{space}/package/2006/relationships"><Relationship Id="x" '
        f'Type="{space}/officeDocument/2006/relationships/{kind_}" Target="{target}" TargetMode="External"/>'
        "</Relationships>"
    )


@several("ngoai {name}.docx", READ)
def word_with_something_from_outside(
    path: Path,
    part: object = {
        "template": ("word/_rels/settings.xml.rels", "attachedTemplate"),
        "picture": ("word/_rels/document.xml.rels", "image"),
        "object": ("word/_rels/document.xml.rels", "oleObject"),
    },
) -> None:
    name, kind_ = part  # type: ignore[misc]
    docx(path, p("KẾ HOẠCH"))
    _with(path, {name: _relation(kind_, "http://127.0.0.1:9/x.dotm")})


@kind("ngoai.xlsx", READ)
def workbook_with_another_book(path: Path) -> None:
    _book(path, 2, 2)
    _with(path, {"xl/externalLinks/externalLink1.xml": "<externalLink/>"})


@kind("hinh lon.docx", READ, Code.NO_TEXT)
def word_with_a_picture_over_200_megapixels(path: Path) -> None:
    picture = path.with_suffix(".png")
    _png(picture, 30_000, 30_000, zlib.compress(bytes((30_000 // 8 + 1) * 30_000)))
    docx(path, '<w:p><w:r><w:drawing><a:blip xmlns:a="urn:a" r:embed="p"/></w:drawing></w:r></w:p>')
    relation = _relation("image", "media/a.png").replace('Id="x"', 'Id="p"').replace(' TargetMode="External"', "")
    _with(path, {"word/_rels/document.xml.rels": relation, "word/media/a.png": picture.read_bytes()})
    picture.unlink()


@kind("bom kem.pdf", READ, Code.NO_TEXT, Code.MEMORY, Code.HOSTILE, Code.TOO_LARGE, Code.DAMAGED)
def pdf_with_an_attached_bomb(path: Path) -> None:
    signed.paper(path, [(70, 700, "KE HOACH")], files={"a.txt": b"a" * 2**26})


@kind("hai mu.pdf", READ, Code.NO_TEXT, Code.TIMEOUT, Code.MEMORY, Code.CRASHED, Code.DAMAGED)
def pdf_whose_forms_double_at_every_step(path: Path) -> None:
    steps = 40
    forms = [
        f"<< /Type /XObject /Subtype /Form /BBox [0 0 99 99] /Resources << /XObject << /X {7 + i} 0 R >> >> /Length 11 >>\n"
        "stream\n/X Do /X Do\nendstream"
        for i in range(steps)
    ]
    last = "<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Length 10 >>\nstream\n0 0 m 9 9 l S\nendstream"
    page = _PAGE.replace("/Font", "/XObject << /X 6 0 R >> /Font")
    _objects(path, _CATALOG, _PAGES, page, _TEXT.replace("BT", "/X Do BT"), _FONT, *forms, last)


@kind("cay sau.pdf", READ, Code.NO_TEXT, Code.DAMAGED, Code.TOO_LARGE, Code.CRASHED)
def pdf_whose_pages_lie_20000_levels_deep(path: Path) -> None:
    levels = 20_000
    chain = [f"<< /Type /Pages /Kids [{7 + i} 0 R] /Count 1 /Parent {5 + i} 0 R >>" for i in range(levels)]
    _objects(path, _CATALOG, "<< /Type /Pages /Kids [6 0 R] /Count 1 >>", _PAGE, _TEXT, _FONT, *chain, _PAGE)


@kind("cuoi.html", READ, Code.EMPTY, Code.HOSTILE, Code.DAMAGED)
def laughs_in_a_web_page(path: Path) -> None:
    path.write_text(LAUGHS.replace("DOCTYPE a", "DOCTYPE html") + "<html><body><p>KE HOACH &j;</p></body></html>")


@kind("cuoi.fodt", Code.HOSTILE)
def laughs_in_flat_open_document(path: Path) -> None:
    path.write_text(
        f'<?xml version="1.0"?>{LAUGHS}<office:document '
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'office:mimetype="application/vnd.oasis.opendocument.text">&j;</office:document>'
    )


@kind("cuoi.svg", Code.UNKNOWN_FORMAT, Code.HOSTILE)
def laughs_in_a_drawing(path: Path) -> None:
    path.write_text(f'<?xml version="1.0"?>{LAUGHS}<svg xmlns="http://www.w3.org/2000/svg"><text>&j;</text></svg>')


@kind("khoa.xls", Code.ENCRYPTED, Code.DAMAGED)
def locked_old_workbook(path: Path) -> None:
    data = workbooks.workbook({"A": workbooks.label(0, 0, "x")})
    lock = workbooks.record(0x2F, struct.pack("<HHH", 1, 1, 1) + bytes(48))
    path.write_bytes(streams({"Workbook": data[:20] + lock + data[20:]}))


@kind("khoa.ods", Code.ENCRYPTED)
def locked_open_workbook(path: Path) -> None:
    workbooks.ods(path, "")
    _with(path, {"META-INF/manifest.xml": "<manifest><file-entry><encryption-data/></file-entry></manifest>"})


@kind("dong dai.csv", READ, Code.TOO_LARGE)
def values_in_one_line_of_100_megabytes(path: Path) -> None:
    path.write_bytes(b"Don vi,So ho " * 8_000_000)


@kind("vo tan.csv", READ, Code.TOO_LARGE)
def rows_of_values_by_the_hundred_thousand(path: Path) -> None:
    path.write_bytes(b"a;b;c\n" * 400_000)


@kind("qp.eml", READ)
def mail_of_soft_line_breaks(path: Path) -> None:
    head = (
        "MIME-Version: 1.0\r\nTo: a@mau.vn\r\nContent-Type: text/plain; charset=utf-8\r\n"
        "Content-Transfer-Encoding: quoted-printable\r\n\r\nChao =C4=90\r\n"
    )
    path.write_bytes(head.encode() + b"=\r\n" * 2_000_000)


@kind("thu trong thu.eml", READ, Code.HOSTILE, Code.DAMAGED)
def mail_in_mail_in_mail(path: Path) -> None:
    text = "MIME-Version: 1.0\r\nTo: a@mau.vn\r\nContent-Type: text/plain\r\n\r\nChao.\r\n"
    for i in range(40):
        text = (
            f"MIME-Version: 1.0\r\nTo: a@mau.vn\r\nContent-Type: multipart/mixed; boundary=b{i}\r\n\r\n--b{i}\r\n"
            f"Content-Type: message/rfc822\r\n\r\n{text}\r\n--b{i}--\r\n"
        )
    path.write_text(text)


@several("kho {name}", Code.UNKNOWN_FORMAT)
def archives_that_are_not_opened(
    path: Path,
    start: object = {"rar": b"Rar!\x1a\x07\x01\x00", "7z": b"7z\xbc\xaf\x27\x1c\x00\x04", "gz": b"\x1f\x8b\x08\x00"},
) -> None:
    path.write_bytes(bytes(start) + bytes(range(256)) * 4)  # type: ignore[call-overload]


# Every format cut off and misnamed


def good(kind_: str, path: Path) -> bytes:
    """The bytes of a small good file of a format, which is left at ``path``."""
    match kind_:
        case "docx":
            docx(path, p("KẾ HOẠCH") * 50)
        case "xlsx":
            _book(path, 30, 3)
        case "pdf":
            pdf(path, "BT /F 12 Tf 72 700 Td (KE HOACH) Tj ET")
        case "odt":
            _odt(path, "KẾ HOẠCH")
        case "rtf":
            path.write_bytes(b"{\\rtf1\\ansi {\\fonttbl{\\f0 Arial;}} KE HOACH\\par So: 12\\par}")
        case "html":
            path.write_text("<html><body><p>KẾ HOẠCH</p><p>Số: 12</p></body></html>", encoding="utf-8")
        case "doc":
            path.write_bytes(streams(Word().run("KẾ HOẠCH").end().streams()))
        case "eml":
            messages.mail(path, PLAN, ("a.txt", b"x"))
        case "msg":
            messages.msg(path, ("a.txt", PLAN.encode()), text=PLAN)
        case "edxml":
            messages.edxml(path, messages.attachment("a.txt", base64.b64encode(PLAN.encode()).decode()))
        case "xls":
            workbooks.xls(path, {"A": workbooks.label(0, 0, "Số hộ") + workbooks.number(0, 1, 0.5, workbooks.PERCENT)})
        case "ods":
            row = f"<table:table-row>{workbooks.cell('Số hộ')}</table:table-row>"
            workbooks.ods(path, f'<table:table table:name="A">{row}</table:table>')
        case "signed.pdf":
            signed.paper(path, [(70, 700, "KẾ HOẠCH")], signed.Mark(signed.cms("Sở Nội vụ")), files={"a.txt": b"x"})
        case "csv":
            path.write_text("Đơn vị;Số hộ\nSở A;12\nSở B;7\n", encoding="utf-8")
        case "fodt":
            names = "urn:oasis:names:tc:opendocument:xmlns"
            path.write_text(
                f'<?xml version="1.0"?><office:document xmlns:office="{names}:office:1.0" xmlns:text="{names}:text:1.0" '
                'office:mimetype="application/vnd.oasis.opendocument.text"><office:body><office:text>'
                "<text:p>KẾ HOẠCH</text:p></office:text></office:body></office:document>",
                encoding="utf-8",
            )
        case "mht":
            path.write_bytes(
                b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=r\r\n\r\n--r\r\n"
                b"Content-Type: text/html; charset=utf-8\r\n\r\n<html><body><p>KE HOACH</p></body></html>\r\n--r--\r\n"
            )
        case "zip":
            zipped({"a.txt": PLAN}, path)
        case "txt":
            path.write_text(PLAN, encoding="utf-8")
    return path.read_bytes()


FORMATS = (
    "docx", "xlsx", "pdf", "odt", "rtf", "html", "doc", "eml", "msg", "edxml", "txt", "xls", "ods", "signed.pdf", "csv",
    "fodt", "mht", "zip",
)  # fmt: skip


@several("cat.{name}", READ, Code.DAMAGED, Code.EMPTY, Code.UNKNOWN_FORMAT, Code.NO_TEXT, Code.MISSING_TOOL)
def cut_off(path: Path, name: object = {name: name for name in FORMATS}) -> None:
    data = good(str(name), path)
    path.write_bytes(data[: len(data) * 3 // 5])


@several("sai duoi {name}.xyz", READ)
def under_a_wrong_ending(path: Path, name: object = {name: name for name in FORMATS}) -> None:
    good(str(name), path)
