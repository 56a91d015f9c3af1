"""Messages made up for tests: edXML in both dialects, mails in both formats, and what they carry."""

import base64
import io
import struct
import zipfile
from email.message import EmailMessage
from pathlib import Path

NEW = "http://www.mic.gov.vn/TBT/QCVN_102_2016"
OLD = "http://www.e-doc.vn/Schema/"

PLAN = """UBND TỈNH HỒNG LAM          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
SỞ NỘI VỤ                      Độc lập - Tự do - Hạnh phúc

Số: 119/KH-SNV                 Hồng Lam, ngày 12 tháng 6 năm 2023

KẾ HOẠCH

Phát động phong trào thi đua "Chung tay vì cộng đồng" năm 2023

Sở Nội vụ ban hành kế hoạch như sau:

1. Mục đích: nêu gương người tốt.

Nơi nhận:
- UBND tỉnh;
- Lưu: VT.

GIÁM ĐỐC

Nguyễn Văn Mẫu
"""


def wrapped(data: bytes, name: str = "9f3a.tmp") -> str:
    """Base64 of a zip file with one entry of a random name, as gateways send it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return base64.b64encode(out.getvalue()).decode()


def attachment(name: str, content: str, mark: str = "cid:1") -> str:
    """An element of ``AttachmentEncoded``, without a namespace, as most producers write it."""
    return (
        f"<Attachment><ContentId>{mark}</ContentId><AttachmentName>{name}</AttachmentName>"
        "<ContentType>application/octet-stream</ContentType>"
        f"<ContentTransferEncoded>{content}</ContentTransferEncoded></Attachment>"
    )


def header(
    number: str = "119",
    notation: str = "KH-SNV",
    day: str = "2023/06/12",
    subject: str = "Phát động phong trào thi đua",
) -> str:
    """The inner XML of ``MessageHeader`` with every element of the standard that a dispatch needs."""
    return f"""<From><OrganId>H99.05</OrganId><OrganizationInCharge>UBND tỉnh Hồng Lam</OrganizationInCharge>
<OrganName>Sở Nội vụ</OrganName><OrganAdd>1 Đường Mẫu</OrganAdd></From>
<To><OrganId>H99.06</OrganId><OrganName>Sở Tài chính</OrganName></To>
<To><OrganId>H99.07</OrganId><OrganName>Sở Xây dựng</OrganName></To>
<DocumentId>2023-1</DocumentId><Code><CodeNumber>{number}</CodeNumber><CodeNotation>{notation}</CodeNotation></Code>
<PromulgationInfo><Place>Hồng Lam</Place><PromulgationDate>{day}</PromulgationDate></PromulgationInfo>
<DocumentType><Type>2</Type><TypeName>Kế hoạch</TypeName></DocumentType><Subject>V/v {subject}</Subject>
<SignerInfo><Competence>KT. GIÁM ĐỐC</Competence><Position>PHÓ GIÁM ĐỐC</Position><FullName>NGUYỄN VĂN MẪU</FullName>
</SignerInfo><DueDate>2023/07/01</DueDate><ToPlaces><Place>Như trên</Place><Place>Lưu VT</Place></ToPlaces>
<OtherInfo><Priority>1</Priority></OtherInfo>
<ResponseFor><OrganId>H99</OrganId><Code>45/UBND-NC</Code><DocumentId>x</DocumentId>
<PromulgationDate>2023/05/30</PromulgationDate></ResponseFor>"""


def edxml(path: Path, attachments: str = "", *, inner: str | None = None, trace: str = "", before: str = "") -> Path:
    """A message of the standard's dialect, elements half prefixed and half not."""
    text = f"""<?xml version="1.0" encoding="utf-8"?>{before}
<edXML xmlns="{NEW}" xmlns:e="{NEW}"><e:edXMLEnvelope><e:edXMLHeader>
<MessageHeader>{header() if inner is None else inner}</MessageHeader>
<TraceHeaderList>{trace}</TraceHeaderList></e:edXMLHeader><edXMLBody/></e:edXMLEnvelope>
<AttachmentEncoded xmlns="">{attachments}</AttachmentEncoded></edXML>"""
    path.write_text(text, encoding="utf-8")
    return path


def soap(path: Path, name: str, data: bytes) -> Path:
    """A message of the older dialect, its file as a MIME part."""
    envelope = f"""<?xml version="1.0"?><SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/"
 xmlns:edXML="{OLD}" xmlns:xlink="http://www.w3.org/1999/xlink"><SOAP-ENV:Header><edXML:MessageHeader>
<edXML:From><edXML:OrganId>000.00.05.H99</edXML:OrganId><edXML:OrganInCharge>UBND tỉnh Hồng Lam</edXML:OrganInCharge>
<edXML:OrganName>Sở Nội vụ</edXML:OrganName></edXML:From>
<edXML:Code><edXML:CodeNumber>119</edXML:CodeNumber><edXML:CodeNotation>KH-SNV</edXML:CodeNotation></edXML:Code>
<edXML:PromulgationInfo><edXML:Place>Hồng Lam</edXML:Place><edXML:Date>12/06/2023</edXML:Date></edXML:PromulgationInfo>
<edXML:Subject>Phát động phong trào thi đua</edXML:Subject></edXML:MessageHeader></SOAP-ENV:Header><SOAP-ENV:Body>
<edXML:Manifest><edXML:Reference xlink:href="cid:tep1" xlink:type="simple">
<edXML:AttachmentName>{name}</edXML:AttachmentName></edXML:Reference></edXML:Manifest></SOAP-ENV:Body>
</SOAP-ENV:Envelope>"""
    content = base64.encodebytes(data).decode()
    path.write_bytes(
        f"""MIME-Version: 1.0\r
Content-Type: multipart/related; boundary="ranh"; type="text/xml"\r
\r
--ranh\r
Content-Type: text/xml; charset=utf-8\r
Content-Transfer-Encoding: 8bit\r
\r
{envelope}\r
--ranh\r
Content-Type: application/octet-stream\r
Content-ID: <tep1>\r
Content-Transfer-Encoding: base64\r
\r
{content}\r
--ranh--\r
""".encode()
    )
    return path


def mail(
    path: Path, text: str = "Kính gửi anh chị.", *attached: tuple[str, bytes], subject: str = "Gửi văn bản"
) -> Path:
    """A mail (.eml) with attachments."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "Văn thư <vt@mau.vn>", "so@mau.vn", subject
    message["Date"] = "Mon, 12 Jun 2023 08:00:00 +0700"
    message["Message-ID"] = "<1@mau.vn>"
    message.set_content(text)
    for name, data in attached:
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    path.write_bytes(message.as_bytes())
    return path


Tree = dict[str, "bytes | Tree"]


def storages(tree: Tree) -> bytes:
    """A compound file (version 3, no mini stream) with streams and storages inside storages."""
    free, end, sector = 0xFFFFFFFF, 0xFFFFFFFE, 512
    entries: list[list[object]] = [["Root Entry", 5, free, free, free, end, 0]]
    contents: list[tuple[int, bytes]] = []

    def add(inside: Tree, parent: int) -> None:
        before = None
        for name in sorted(inside, key=lambda n: (len(n), n.upper())):
            item, number = inside[name], len(entries)
            entries.append([name, 2 if isinstance(item, bytes) else 1, free, free, free, end, 0])
            if before is None:
                entries[parent][4] = number
            else:
                entries[before][3] = number
            before = number
            if isinstance(item, bytes):
                contents.append((number, item))
            else:
                add(item, number)

    add(tree, 0)
    fat: list[int] = []
    body = b""
    for number, data in contents:
        size = max(4096, len(data))
        count = -(-size // sector)
        entries[number][5:] = [len(fat), size]
        fat += [*range(len(fat) + 1, len(fat) + count), end]
        body += data.ljust(count * sector, b"\0")
    directory = b"".join(_entry(*entry) for entry in entries)
    directory = directory.ljust(-(-len(directory) // sector) * sector, b"\0")
    at = len(fat)
    count = len(directory) // sector
    fat += [*range(at + 1, at + count), end]
    tables = 1
    while len(fat) + tables > tables * 128:
        tables += 1
    first = len(fat)
    fat += [0xFFFFFFFD] * tables
    fat += [free] * (tables * 128 - len(fat))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, tables, at, 0, 4096, end, 0, end, 0)
    head += struct.pack("<109I", *range(first, first + tables), *[free] * (109 - tables))
    return head + body + directory + struct.pack(f"<{len(fat)}I", *fat)


def _entry(
    name: object, kind: object, left: object, right: object, child: object, start: object, size: object
) -> bytes:
    raw = (str(name) + "\0").encode("utf-16-le")
    return struct.pack("<64sHBBIII36xIQ", raw, len(raw), kind, 1, left, right, child, start, size)


def msg(path: Path, *attached: tuple[str, bytes], text: str = "Kính gửi anh chị.", inner: "Tree | None" = None) -> Path:
    """An Outlook mail (.msg) with attachments, and with a mail inside it."""
    path.write_bytes(storages(msg_tree(*attached, text=text, inner=inner)))
    return path


def msg_tree(
    *attached: tuple[str, bytes], text: str, subject: str = "Gửi văn bản", inner: "Tree | None" = None
) -> Tree:
    """The streams of an Outlook mail."""
    tree: Tree = {
        "__substg1.0_0037001F": subject.encode("utf-16-le"),
        "__substg1.0_0C1A001F": "Văn thư".encode("utf-16-le"),
        "__substg1.0_1000001F": text.encode("utf-16-le"),
        "__properties_version1.0": bytes(32) + struct.pack("<IIQ", 0x00390040, 6, 133309908000000000),
    }
    for number, (name, data) in enumerate(attached):
        tree[f"__attach_version1.0_#{number:08X}"] = {
            "__substg1.0_3707001F": name.encode("utf-16-le"),
            # Shorter streams would stand in a mini stream, which these files have none of.
            "__substg1.0_37010102": data.ljust(4096),
        }
    if inner is not None:
        tree[f"__attach_version1.0_#{len(attached):08X}"] = {
            "__substg1.0_3001001F": "thư trong".encode("utf-16-le"),
            "__substg1.0_3701000D": inner,
        }
    return tree
