"""Signed PDFs made up for tests: the dictionaries and certificates of signing software, and what it draws. No key is real."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

#: Common name; signed data; time of signing; time-stamp token; content of a time stamp.
_COMMON_NAME, _DATA = "550403", "2a864886f70d010702"
_SIGNING_TIME, _TIME_STAMP, _STAMPED = "2a864886f70d010905", "2a864886f70d010910020e", "2a864886f70d0109100104"


def der(tag: int, *parts: bytes) -> bytes:
    """One element of DER."""
    content = b"".join(parts)
    size = len(content)
    length = bytes([size]) if size < 0x80 else bytes([0x82]) + size.to_bytes(2, "big")
    return bytes([tag]) + length + content


def _oid(code: str) -> bytes:
    return der(6, bytes.fromhex(code))


def _name(text: str, tag: int = 0x0C) -> bytes:
    raw = text.encode("utf-16-be" if tag == 0x1E else "utf-8")
    return der(
        0x30,
        der(0x31, der(0x30, _oid("550406"), der(0x13, b"VN"))),
        der(0x31, der(0x30, _oid(_COMMON_NAME), der(tag, raw))),
    )


def certificate(subject: str, issuer: str, number: int, tag: int = 0x0C) -> bytes:
    """A certificate of ``subject``; the parts that nobody reads are left empty."""
    head = der(
        0x30,
        der(0xA0, der(2, b"\x02")),
        der(2, bytes([number])),
        der(0x30),
        _name(issuer),
        der(0x30),
        _name(subject, tag),
        der(0x30),
    )
    return der(0x30, head, der(0x30), der(3, b"\0"))


def cms(signer: str, at: str | None = None, stamped: str | None = None, tag: int = 0x0C) -> bytes:
    """A CMS message signed by ``signer``; ``at`` is a UTCTime (``230612010027Z``), ``stamped`` a GeneralizedTime."""
    told = b"" if at is None else der(0x30, _oid(_SIGNING_TIME), der(0x31, der(0x17, at.encode())))
    token = b""
    if stamped is not None:
        info = der(0x30, der(2, b"\1"), _oid("2a03"), der(0x30), der(2, b"\7"), der(0x18, stamped.encode()))
        inner = der(0x30, der(2, b"\3"), der(0x31), der(0x30, _oid(_STAMPED), der(0xA0, der(4, info))), der(0x31))
        token = der(0x30, _oid(_TIME_STAMP), der(0x31, der(0x30, _oid(_DATA), der(0xA0, inner))))
    info = der(
        0x30,
        der(2, b"\1"),
        der(0x30, _name("CA Mẫu"), der(2, b"\7")),
        der(0x30),
        *([der(0xA0, told)] if told else []),
        der(0x30),
        der(4, b"khoa"),
        *([der(0xA1, token)] if token else []),
    )
    chain = certificate("CA Mẫu", "CA Gốc", 1) + certificate(signer, "CA Mẫu", 7, tag)
    data = der(0x30, der(2, b"\1"), der(0x31), der(0x30, _oid("2a864886f70d010701")), der(0xA0, chain), der(0x31, info))
    return der(0x30, _oid(_DATA), der(0xA0, data))


@dataclass(frozen=True)
class Mark:
    """One signature: what it draws at (x, y) of the page, and its dictionary. No lines: an invisible signature."""

    contents: bytes = b""
    time: str | None = "D:20230612080027+07'00'"
    lines: Sequence[str] = ()
    x: float = 330
    y: float = 300
    form: str = "ETSI.CAdES.detached"


class _Letters:
    """A font whose codes mean whatever letters were asked for, told by its map to Unicode."""

    def __init__(self) -> None:
        self.codes: dict[str, int] = {}

    def shown(self, text: str) -> str:
        return "<" + "".join(f"{self.codes.setdefault(c, 33 + len(self.codes)):02x}" for c in text) + ">"

    def map(self) -> bytes:
        pairs = "".join(f"<{code:02x}> <{c.encode('utf-16-be').hex()}>\n" for c, code in self.codes.items())
        return (
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /M def /CMapType 2 def\n"
            f"1 begincodespacerange <00> <ff> endcodespacerange {len(self.codes)} beginbfchar\n{pairs}endbfchar\n"
            "endcmap end end"
        ).encode()


def paper(
    path: Path,
    lines: Sequence[tuple[float, float, str]],
    *marks: Mark,
    extra: str = "",
    files: dict[str, bytes] | None = None,
) -> Path:
    """A PDF of one page with ``lines`` at (x, y) from the bottom left, and the signatures ``marks``.

    ``extra`` is added to the catalogue; ``files`` are attached.
    """
    font = _Letters()
    text = "".join(f"BT /F 12 Tf {x} {y} Td {font.shown(t)} Tj ET\n" for x, y, t in lines)
    objects: dict[int, bytes] = {}
    widgets = []
    for i, mark in enumerate(marks):
        widget, value, look = 10 + 3 * i, 11 + 3 * i, 12 + 3 * i
        widgets.append(widget)
        high = 11 * len(mark.lines) + 2
        rows = "".join(
            f"BT /F 9 Tf 1 {high - 11 * (n + 1)} Td {font.shown(t)} Tj ET\n" for n, t in enumerate(mark.lines)
        )
        rect = f"[{mark.x} {mark.y} {mark.x + 220} {mark.y + high}]" if mark.lines else "[0 0 0 0]"
        objects[widget] = (
            f"<< /Type /Annot /Subtype /Widget /FT /Sig /T (S{i}) /F 4 /Rect {rect} /V {value} 0 R /AP << /N {look} 0 R >> >>"
        ).encode()
        time = "" if mark.time is None else f"/M ({mark.time})"
        hole = mark.contents.hex() + "00" * 64
        objects[value] = (
            f"<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /{mark.form} {time} /ByteRange [0 1 2 3] /Contents <{hole}> >>"
        ).encode()
        form = f"/Type /XObject /Subtype /Form /BBox [0 0 220 {high}] /Resources << /Font << /F 4 0 R >> >>"
        objects[look] = _stream(rows.encode(), form)
    attached = ""
    for i, (name, data) in enumerate((files or {}).items()):
        letters = "feff" + name.encode("utf-16-be").hex()
        attached += f"<{letters}> {500 + 2 * i} 0 R "
        objects[500 + 2 * i] = (
            f"<< /Type /Filespec /F <{letters}> /UF <{letters}> /EF << /F {501 + 2 * i} 0 R >> >>".encode()
        )
        objects[501 + 2 * i] = _stream(data, f"/Type /EmbeddedFile /Params << /Size {len(data)} >>")
    if attached:
        extra += f" /Names << /EmbeddedFiles << /Names [{attached}] >> >>"
    refs = " ".join(f"{n} 0 R" for n in widgets)
    objects |= {
        1: f"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [{refs}] /SigFlags 3 >> {extra} >>".encode(),
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: (
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F 4 0 R >> >> "
            f"/Contents 6 0 R /Annots [{refs}] >>"
        ).encode(),
        4: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 5 0 R >>",
        5: _stream(font.map()),
        6: _stream(text.encode()),
    }
    return written(path, objects)


def _stream(data: bytes, more: str = "") -> bytes:
    packed = zlib.compress(data)
    return f"<< /Length {len(packed)} /Filter /FlateDecode {more} >>\nstream\n".encode() + packed + b"\nendstream"


def written(path: Path, objects: dict[int, bytes]) -> Path:
    """A PDF of ``objects`` by number; the first is the catalogue."""
    out, places = b"%PDF-1.7\n", {}
    for number, body in sorted(objects.items()):
        places[number] = len(out)
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start, size = len(out), max(objects) + 1
    table = "".join(f"{places[n]:010d} 00000 n \n" if n in places else "0000000000 65535 f \n" for n in range(size))
    out += f"xref\n0 {size}\n{table}trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    path.write_bytes(out)
    return path
