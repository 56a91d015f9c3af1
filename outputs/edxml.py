"""The electronic envelope that a document is sent in between offices: edXML of QCVN 102:2016/BTTTT, Sửa đổi 1:2022."""

import base64
import hashlib
import io
import uuid
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from xml.etree import ElementTree

_NAMESPACE = "http://www.mic.gov.vn/TBT/QCVN_102_2016"
#: The longest texts that gateways take.
_LIMITS = {
    "OrganName": 200, "CodeNumber": 11, "CodeNotation": 30, "Place": 50, "Subject": 500, "TypeName": 100, "Position": 100,
    "FullName": 50, "Appendix": 250,
}  # fmt: skip
_MEDIA = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Body:
    """An office of the exchange: its code there (mã định danh, blank when not known) and its name."""

    organ: str
    name: str


@dataclass(frozen=True, slots=True)
class Letter:
    """What the envelope states of the document. ``number`` is blank while the document has none."""

    sender: Body
    receivers: Sequence[Body]
    number: str
    notation: str
    place: str
    issued_on: date
    type_name: str
    subject: str
    competence: str
    position: str
    signer: str
    places: Sequence[str] = ()
    appendixes: Sequence[str] = ()
    pages: int | None = None


def _put(parent: ElementTree.Element, name: str, text: str = "") -> ElementTree.Element:
    element = ElementTree.SubElement(parent, f"{{{_NAMESPACE}}}{name}")
    limit = _LIMITS.get(name)
    element.text = text if limit is None or len(text) <= limit else text[: limit - 1] + "…"
    return element


def _body(parent: ElementTree.Element, name: str, body: Body) -> None:
    element = _put(parent, name)
    for part, text in (("OrganId", body.organ), ("OrganizationInCharge", ""), ("OrganName", body.name)):
        _put(element, part, text)
    for part in ("OrganAdd", "Email", "Telephone", "Fax", "Website"):
        _put(element, part)


def _packed(name: str, data: bytes) -> str:
    """Give a file as gateways carry it: base64 of a zip file with one entry, the same bytes every time."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        info = zipfile.ZipInfo(name, _EPOCH)
        info.compress_type = zipfile.ZIP_DEFLATED
        info.external_attr = 0o600 << 16
        archive.writestr(info, data)
    return base64.b64encode(out.getvalue()).decode("ascii")


def envelope(letter: Letter, files: Sequence[tuple[str, bytes]]) -> bytes:
    """Give the message with ``files`` (name, bytes) inside, the main document first; it is signed by the sending gateway."""
    ElementTree.register_namespace("edXML", _NAMESPACE)
    digest = hashlib.sha256(b"".join(hashlib.sha256(data).digest() for _, data in files)).hexdigest()
    document_id = str(uuid.uuid5(uuid.NAMESPACE_OID, f"{letter.sender.organ}/{letter.notation}/{digest}"))
    root = ElementTree.Element(f"{{{_NAMESPACE}}}edXML")
    inner = _put(root, "edXMLEnvelope")
    header = _put(inner, "edXMLHeader")
    message = _put(header, "MessageHeader")
    _body(message, "From", letter.sender)
    for receiver in letter.receivers:
        _body(message, "To", receiver)
    _put(message, "DocumentId", document_id)
    code = _put(message, "Code")
    _put(code, "CodeNumber", letter.number)
    _put(code, "CodeNotation", letter.notation)
    issued = _put(message, "PromulgationInfo")
    _put(issued, "Place", letter.place)
    _put(issued, "PromulgationDate", f"{letter.issued_on:%Y/%m/%d}")
    kind = _put(message, "DocumentType")
    _put(kind, "Type", "2")
    _put(kind, "TypeName", letter.type_name)
    _put(message, "Subject", letter.subject)
    signer = _put(message, "SignerInfo")
    for part, text in (("Competence", letter.competence), ("Position", letter.position), ("FullName", letter.signer)):
        _put(signer, part, text)
    places = _put(message, "ToPlaces")
    for one in letter.places:
        _put(places, "Place", one)
    other = _put(message, "OtherInfo")
    _put(other, "Priority", "0")
    _put(other, "PromulgationAmount", "1")
    if letter.pages is not None:
        _put(other, "PageAmount", str(letter.pages))
    appendixes = _put(other, "Appendixes")
    for one in letter.appendixes:
        _put(appendixes, "Appendix", one)
    # 3: a report on what was directed.
    _put(message, "SteeringType", "3")
    traces = _put(header, "TraceHeaderList")
    trace = _put(traces, "TraceHeader")
    _put(trace, "OrganId", letter.sender.organ)
    _put(trace, "Timestamp", f"{letter.issued_on:%Y/%m/%d} 00:00:00")
    business = _put(traces, "Bussiness")
    _put(business, "BussinessDocType", "0")
    _put(business, "BussinessDocReason", "Văn bản mới")
    manifest = _put(_put(inner, "edXMLBody"), "edXMLManifest")
    manifest.set("version", "1.0")
    carried = _put(root, "AttachmentEncoded")
    for number, (name, data) in enumerate(files, 1):
        media = _MEDIA.get(name.rpartition(".")[2].lower(), "application/octet-stream")
        reference = _put(manifest, "Reference")
        _put(reference, "ContentId", f"cid:{document_id}-{number}")
        _put(reference, "ContentType", media)
        _put(reference, "AttachmentName", name)
        attachment = _put(carried, "Attachment")
        _put(attachment, "ContentId", f"{document_id}-{number}")
        _put(attachment, "AttachmentName", name)
        _put(attachment, "ContentType", media)
        _put(attachment, "ContentTransferEncoded", _packed(name, data))
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True))
