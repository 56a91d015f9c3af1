"""edXML messages opened: what the envelope states, element by element, and the files it carries.

QCVN 102:2016/BTTTT (with Sửa đổi 1:2022) and the older dialect of ``e-doc.vn`` in a SOAP envelope, whose files may
be MIME parts. Producers mix namespaces and prefixes, so elements are known by their local names.
"""

import base64
import binascii
import email
import email.policy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.errors import MessageError
from email.message import Message as Mail
from io import BytesIO
from pathlib import Path

from parsers.containers import Element, local_name, open_container, parse_xml
from pipeline.errors import Code, FileError
from pipeline.text import clean, squeeze

#: Elements whose texts are no words: keys, digests and files.
_BINARY = frozenset(
    {"SignatureValue", "DigestValue", "X509Certificate", "ContentTransferEncoded", "Modulus", "Exponent"}
)
_ROOTS = frozenset({"edXML", "edXMLEnvelope", "Envelope"})
_UNPRINTED = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")
#: Deeper than any message nests.
_DEEPEST = 64


@dataclass(frozen=True, slots=True)
class Entry:
    """One stated value: ``path`` is ``MessageHeader/To[2]/OrganName``, siblings of one name counted from 1."""

    path: str
    text: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """One carried file as it was sent: base64 text, or bytes of a MIME part. None: the message lacks its content."""

    name: str
    content: str | bytes | None

    def data(self) -> bytes:
        """Give the file's bytes, out of the zip file of one entry that many gateways wrap around it.

        Raises FileError DAMAGED, HOSTILE.
        """
        if self.content is None:
            raise FileError(Code.DAMAGED, "thiếu nội dung tệp đính kèm")
        data = self.content if isinstance(self.content, bytes) else _decoded(self.content)
        return _unwrapped(data) if data.startswith(b"PK\x03\x04") else data


@dataclass(frozen=True, slots=True)
class Message:
    """An edXML message. ``signers`` are the subjects of the certificates in it; nothing of them is checked."""

    entries: tuple[Entry, ...]
    attachments: tuple[Attachment, ...]
    signers: tuple[str, ...]
    is_signed: bool


def open_message(path: Path) -> Message:
    """Open the message at ``path``.

    Raises:
        FileError: UNREADABLE, HOSTILE (document type, entities, depth), DAMAGED when it is not well formed.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise FileError(Code.UNREADABLE) from error
    if data.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00").startswith(b"<"):
        parts: list[tuple[str, str, bytes]] = []
        root = parse_xml(data.lstrip(), large=True)
    else:
        root, parts = _of_mime(data)
    try:
        entries = tuple(_entries(root))
        return Message(entries, tuple(_attachments(root, parts)), tuple(_signers(root)), _has(root, "Signature"))
    except RecursionError as error:
        raise FileError(Code.HOSTILE, "XML lồng quá sâu") from error


def _of_mime(data: bytes) -> tuple[Element, list[tuple[str, str, bytes]]]:
    """Give the root of a message sent as MIME parts, and its other parts: content id, name, bytes."""
    try:
        mail: Mail = email.message_from_bytes(data, policy=email.policy.compat32)
        leaves = [part for part in mail.walk() if not part.is_multipart()]
    except RecursionError as error:
        raise FileError(Code.HOSTILE, "thư lồng quá sâu") from error
    except (MessageError, ValueError, TypeError, LookupError, AttributeError) as error:
        raise FileError(Code.DAMAGED, "thư hỏng") from error
    root: Element | None = None
    parts: list[tuple[str, str, bytes]] = []
    for part in leaves:
        content = _content(part)
        if root is None and content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
            root = parse_xml(content.lstrip(b"\xef\xbb\xbf \t\r\n"), large=True)
            continue
        mark = str(part.get("Content-ID", "")).strip(" <>")
        parts.append((mark, str(part.get_filename() or part.get("Content-Location") or ""), content))
    if root is None:
        raise FileError(Code.DAMAGED, "không có phong bì edXML")
    return root, parts


def _content(part: Mail) -> bytes:
    try:
        payload = part.get_payload(decode=True)
    except (MessageError, ValueError, TypeError, LookupError, AttributeError) as error:
        raise FileError(Code.DAMAGED, "thư hỏng") from error
    return payload if isinstance(payload, bytes) else b""


def _entries(root: Element) -> Iterator[Entry]:
    for child in root:
        name = local_name(child)
        if name in ("edXMLEnvelope", "edXMLHeader", "Header", "edXMLBody", "Body"):
            yield from _entries(child)
        elif name not in ("AttachmentEncoded", "Signature"):
            yield from _walk(child, name, 0)


def _walk(element: Element, path: str, depth: int) -> Iterator[Entry]:
    if depth > _DEEPEST:
        raise FileError(Code.HOSTILE, "XML lồng quá sâu")
    text = squeeze(clean(_UNPRINTED.sub("", element.text or "")))
    if text and local_name(element) not in _BINARY:
        yield Entry(path, text)
    counts: dict[str, int] = {}
    for child in element:
        name = local_name(child)
        counts[name] = counts.get(name, 0) + 1
        numbered = name if counts[name] == 1 else f"{name}[{counts[name]}]"
        if name != "Signature":
            yield from _walk(child, f"{path}/{numbered}", depth + 1)


def _attachments(root: Element, parts: list[tuple[str, str, bytes]]) -> Iterator[Attachment]:
    carried = [element for element in root.iter() if local_name(element) == "Attachment" and len(element)]
    named = _names(root)
    seen: set[str] = set()
    for number, element in enumerate(carried, 1):
        inside = {local_name(child): child.text or "" for child in element}
        mark = _mark(inside.get("ContentId", ""))
        seen.add(mark)
        name = inside.get("AttachmentName", "").strip() or named.get(mark) or f"đính kèm {number}"
        yield Attachment(clean(name), inside.get("ContentTransferEncoded") or None)
    for number, (mark, name, content) in enumerate(parts, 1):
        seen.add(mark)
        yield Attachment(clean(named.get(mark) or name or f"đính kèm {number}"), content)
    for mark, name in named.items():
        if mark not in seen:
            yield Attachment(clean(name), None)


def _names(root: Element) -> dict[str, str]:
    """Give the names that the manifest has for its files, by content id."""
    out: dict[str, str] = {}
    for element in root.iter():
        if local_name(element) != "Reference":
            continue
        inside = {local_name(child): (child.text or "").strip() for child in element}
        href = next((str(v) for k, v in element.attrib.items() if str(k).rpartition("}")[2] == "href"), "")
        mark = _mark(inside.get("ContentId") or href)
        name = inside.get("AttachmentName") or inside.get("Description") or ""
        if mark and name:
            out[mark] = name
    return out


def _mark(content_id: str) -> str:
    return content_id.strip().removeprefix("cid:").strip("<> ")


def _signers(root: Element) -> Iterator[str]:
    for element in root.iter():
        if local_name(element) == "X509SubjectName" and element.text:
            yield squeeze(clean(element.text))


def _has(root: Element, name: str) -> bool:
    return any(local_name(element) == name for element in root.iter())


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise FileError(Code.DAMAGED, "tệp đính kèm không phải base64") from error


def _unwrapped(data: bytes) -> bytes:
    """Give the only file of a zip file, or ``data`` itself when it holds several (an office document, a real bundle)."""
    try:
        with open_container(BytesIO(data)) as container:
            files = list(container.files())
            return files[0][1]() if len(files) == 1 else data
    except FileError as error:
        if error.failure.code is Code.HOSTILE:
            raise
        # Cut off or locked: the file's own reader tells what is wrong with it.
        return data
