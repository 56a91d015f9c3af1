"""A cabinet of files made by code: small good ones of every kind, and ones that are broken or hostile on purpose."""

import hashlib
import io
import struct
import zipfile
from pathlib import Path

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_NAMES = (
    f'xmlns:w="{W}" xmlns:r="{R}" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)


def zipped(parts: dict[str, str | bytes], path: Path) -> Path:
    """A zip file of ``parts`` by name."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def docx(path: Path, body: str, **parts: str) -> Path:
    """A Word document whose body is ``body`` (inner XML of ``w:body``).

    Further parts by kind: ``styles``, ``numbering``, ``settings`` (inner XML), ``header``, ``footer``,
    ``footnotes`` (inner XML; a section that refers to them is added to the body), ``raw_*`` (whole files).
    """
    roots = {"header": "hdr", "footer": "ftr"}
    relations, overrides = "", ""
    files: dict[str, str | bytes] = {}
    for kind, inner in parts.items():
        relations += f'<Relationship Id="{kind}" Type="{R}/{kind}" Target="{kind}.xml"/>'
        root = roots.get(kind, kind)
        files[f"word/{kind}.xml"] = f"<w:{root} {_NAMES}>{inner}</w:{root}>"
    section = "".join(f'<w:{k}Reference w:type="default" r:id="{k}"/>' for k in ("header", "footer") if k in parts)
    files |= {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">{overrides}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{R}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{relations}</Relationships>',
        "word/document.xml": f"<w:document {_NAMES}><w:body>{body}<w:sectPr>{section}</w:sectPr></w:body></w:document>",
    }
    return zipped(files, path)


def p(*runs: str, properties: str = "") -> str:
    """A paragraph of runs; a run that is no XML is plain text."""
    inner = "".join(r if r.startswith("<") else f'<w:r><w:t xml:space="preserve">{r}</w:t></w:r>' for r in runs)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def r(text: str, properties: str = "") -> str:
    """A run of text."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def compound(path: Path, *names: str) -> Path:
    """An OLE compound file with empty streams of these names at its root."""
    entries = [("Root Entry", 5, 1)] + [(name, 2, 0xFFFFFFFF) for name in names]
    directory = b""
    for i, (name, kind, child) in enumerate(entries):
        letters = name.encode("utf-16-le")
        right = i + 1 if 0 < i < len(entries) - 1 else 0xFFFFFFFF
        directory += letters.ljust(64, b"\0") + struct.pack(
            "<HBBIII", len(letters) + 2, kind, 1, 0xFFFFFFFF, right, child
        )
        directory += b"\0" * 36 + struct.pack("<IQ", 0xFFFFFFFE, 0)
    directory = directory.ljust(-(-len(directory) // 512) * 512, b"\0")
    count = len(directory) // 512
    chain = [0xFFFFFFFD] + [i + 2 for i in range(count - 1)] + [0xFFFFFFFE]
    fat = struct.pack(f"<{len(chain)}I", *chain).ljust(512, b"\xff")
    header = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 10
    )
    header += struct.pack("<IIIIIIIII", 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0)
    header = header.ljust(512, b"\xff")
    path.write_bytes(header + fat + directory)
    return path


def bomb(path: Path, name: str = "word/document.xml", megabytes: int = 32) -> Path:
    """A zip file whose part ``name`` unpacks to a thousand times its size."""
    return zipped({name: b"\0" * megabytes * 1024 * 1024, "[Content_Types].xml": "<Types/>"}, path)


def many(path: Path, count: int) -> Path:
    """A zip file of ``count`` empty entries around a Word document."""
    return zipped({"word/document.xml": "<a/>"} | {f"n{i}": b"" for i in range(count)}, path)


LAUGHS = """<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;&lol;&lol;&lol;">
<!ENTITY lol3 "&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;">]>"""


def pdf(path: Path, *contents: str, encrypted: bool = False, password: str = "secret") -> Path:
    """A PDF of one page a content stream, in Helvetica as ``/F`` and Helvetica-Bold as ``/B``.

    ``encrypted`` locks it with what a reader must type, nothing when ``password`` is empty.
    """
    objects = ["<< /Type /Catalog /Pages 2 0 R >>"]
    pages = [5 + 2 * i for i in range(len(contents))]
    objects.append(f"<< /Type /Pages /Kids [{' '.join(f'{n} 0 R' for n in pages)}] /Count {len(pages)} >>")
    objects.append("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    objects.append("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>")
    for number, content in zip(pages, contents, strict=True):
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F 3 0 R /B 4 0 R >> >> "
            f"/Contents {number + 1} 0 R >>"
        )
        if encrypted:
            key = hashlib.md5(_locks(password)[2] + struct.pack("<I", number + 1)[:3] + b"\0\0").digest()[:10]
            content = _rc4(key, content.encode("latin-1")).decode("latin-1")
        objects.append(f"<< /Length {len(content.encode('latin-1'))} >>\nstream\n{content}\nendstream")
    trailer = ""
    if encrypted:
        owner, user, _ = _locks(password)
        objects.append(f"<< /Filter /Standard /V 1 /R 2 /O <{owner.hex()}> /U <{user.hex()}> /P -4 >>")
        trailer = f"/Encrypt {len(objects)} 0 R /ID [<{_ID.hex()}> <{_ID.hex()}>]"
    out = io.BytesIO()
    out.write(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1"))
    start = out.tell()
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    out.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}".encode())
    out.write(f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode())
    path.write_bytes(out.getvalue())
    return path


_ID = b"0123456789abcdef"
_PAD = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")


def _locks(password: str) -> tuple[bytes, bytes, bytes]:
    """The owner's and the user's entry, and the key, for one password (PDF 32000-1, 7.6.3, revision 2)."""
    padded = (password.encode() + _PAD)[:32]
    owner = _rc4(hashlib.md5((b"secret" + _PAD)[:32]).digest()[:5], padded)
    key = hashlib.md5(padded + owner + struct.pack("<i", -4) + _ID).digest()[:5]
    return owner, _rc4(key, _PAD), key


def _rc4(key: bytes, data: bytes) -> bytes:
    state, j = list(range(256)), 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)
