"""Mails as Outlook saves them (.msg, MS-OXMSG): properties in streams of a compound file."""

import struct
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

from parsers import compound
from parsers.bundles.letter import Enclosure, Letter, lay, reads_as_document
from pipeline.errors import Code, FileError
from pipeline.model import Source, Unpacked

_ATTACHMENT = "__attach_version1.0_#"
_PROPERTIES = "__properties_version1.0"
#: PidTagSubject, PidTagSenderName, PidTagSenderEmailAddress, PidTagBody, PidTagHtml (MS-OXPROPS).
_SUBJECT, _SENDER, _ADDRESS, _BODY, _PAGE = "0037", "0C1A", "0C1F", "1000", "1013"
#: PidTagAttachLongFilename, AttachFilename, DisplayName; content; an embedded mail; its id inside the text.
_NAMES, _CONTENT, _EMBEDDED, _CONTENT_ID = ("3707", "3704", "3001"), "37010102", "3701000D", "3712"
_MEDIA_TYPE = "370E"
_SUBMITTED = 0x00390040
#: Mails inside mails are opened so deep.
_DEEPEST = 3
#: Windows counts tenths of a microsecond from here.
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
_VIETNAM = timezone(timedelta(hours=7))


def unpack(source: Source, folder: Path) -> Unpacked:
    """Give the attachments of an Outlook mail and of mails inside it, and its text when that is a document or all there is.

    Raises:
        FileError: DAMAGED, HOSTILE when mails are nested too deep, EMPTY.
    """
    names = compound.names(source.path)

    def read(name: str) -> bytes:
        return compound.streams(source.path, name).get(name, b"")

    box = _Box(frozenset(names), read)
    letter = Letter(box.text(_SENDER) or box.text(_ADDRESS), box.sent(), box.text(_SUBJECT))
    letter.text = box.text(_BODY).encode("utf-8", "replace")
    letter.page = box.page()
    _collect(box, letter, "", 1)
    return lay(letter, folder)


class _Box:
    """The streams below one storage: the mail itself, or a mail inside it."""

    def __init__(self, names: frozenset[str], read: Callable[[str], bytes], prefix: str = "") -> None:
        self.names = names
        self.prefix = prefix
        self._read = read

    def bytes(self, name: str) -> bytes | None:
        return self._read(self.prefix + name) if self.prefix + name in self.names else None

    def inside(self, folder: str) -> "_Box":
        return _Box(self.names, self._read, f"{self.prefix}{folder}/")

    def text(self, tag: str, where: str = "") -> str:
        wide = self.bytes(f"{where}__substg1.0_{tag}001F")
        if wide is not None:
            return wide.decode("utf-16-le", "replace").rstrip("\0")
        narrow = self.bytes(f"{where}__substg1.0_{tag}001E")
        return "" if narrow is None else _narrow(narrow).rstrip("\0")

    def page(self) -> str:
        stored = self.bytes(f"__substg1.0_{_PAGE}0102")
        return self.text(_PAGE) if stored is None else _narrow(stored)

    def sent(self) -> str:
        properties = self.bytes(_PROPERTIES) or b""
        # The head of the properties is 32 bytes in a mail of its own and 24 in one inside another.
        for at in range(24 if self.prefix else 32, len(properties) - 15, 16):
            tag, _, ticks = struct.unpack_from("<IIQ", properties, at)
            if tag == _SUBMITTED:
                try:
                    moment = (_EPOCH + timedelta(microseconds=ticks // 10)).astimezone(_VIETNAM)
                except OverflowError:
                    return ""
                return f"{moment:%H:%M} ngày {moment:%d/%m/%Y}"
        return ""

    def attachments(self) -> list[str]:
        heads = {name[len(self.prefix) :].partition("/")[0] for name in self.names if name.startswith(self.prefix)}
        return sorted(head for head in heads if head.startswith(_ATTACHMENT))


def _collect(box: _Box, letter: Letter, where: str, depth: int) -> None:
    if depth > _DEEPEST:
        raise FileError(Code.HOSTILE, f"thư lồng quá {_DEEPEST} lớp")
    for number, folder in enumerate(box.attachments(), 1):
        one = box.inside(folder)
        name = next((text for tag in _NAMES if (text := one.text(tag))), f"đính kèm {number}")
        embedded = one.inside(f"__substg1.0_{_EMBEDDED}")
        if any(stream.startswith(embedded.prefix) for stream in box.names):
            subject = (embedded.text(_SUBJECT) or name).replace("/", "-")
            text = embedded.text(_BODY)
            if text.strip() and (reads_as_document(text.splitlines()) or not embedded.attachments()):
                letter.enclosures.append(
                    Enclosure(f"{where}{subject}/nội dung thư.txt", text.encode("utf-8", "replace"))
                )
            _collect(embedded, letter, f"{where}{subject}/", depth + 1)
            continue
        data = one.bytes(f"__substg1.0_{_CONTENT}")
        full_name = where + name.replace("/", "-")
        if data:
            inline = bool(one.text(_CONTENT_ID))
            letter.enclosures.append(Enclosure(full_name, data, one.text(_MEDIA_TYPE).lower(), inline))
        else:
            letter.lost.append((full_name, FileError(Code.EMPTY)))


def _narrow(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("cp1258", "replace")
