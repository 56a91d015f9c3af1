"""Mails as saved by most programs (.eml, RFC 5322 and MIME)."""

import contextlib
import email
import email.policy
import mimetypes
from collections.abc import Iterator
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import EmailMessage, Message
from pathlib import Path

from parsers.bundles.laying import MAX_MEMBERS
from parsers.bundles.letter import Enclosure, Letter, lay
from pipeline.errors import Code, FileError
from pipeline.model import Source, Unpacked

_BROKEN = (MessageError, ValueError, TypeError, LookupError, AttributeError, AssertionError)


def unpack(source: Source, folder: Path) -> Unpacked:
    """Give the attachments of a mail, and its text when that is a document or all there is, laid into ``folder``.

    Raises:
        FileError: UNREADABLE, HOSTILE (nested too deep, too many parts), EMPTY, DAMAGED.
    """
    try:
        data = source.path.read_bytes()
    except OSError as error:
        raise FileError(Code.UNREADABLE) from error
    try:
        # The older policy: the newer one raises on headers that break the rules, and strangers' headers do.
        message = email.message_from_bytes(data, policy=email.policy.compat32)
        letter = _letter(message)
    except RecursionError as error:
        raise FileError(Code.HOSTILE, "thư lồng quá sâu") from error
    except FileError:
        raise
    # The library meets broken mails with errors of many kinds.
    except _BROKEN as error:
        raise FileError(Code.DAMAGED) from error
    return lay(letter, folder)


def _letter(message: Message) -> Letter:
    letter = Letter(_header(message, "From"), _header(message, "Date"), _header(message, "Subject"))
    for number, part in enumerate(_leaves(message), 1):
        if number > MAX_MEMBERS:
            raise FileError(Code.HOSTILE, "quá nhiều phần trong thư")
        kind, name = part.get_content_type(), _name(part)
        disposition = part.get_content_disposition()
        if kind == "message/rfc822":
            letter.enclosures.append(Enclosure(name or f"thư {number}.eml", _inner(part), kind))
            continue
        content = part.get_payload(decode=True)
        data = content if isinstance(content, bytes) else b""
        if kind in ("text/plain", "text/html") and not name and disposition != "attachment":
            if kind == "text/html":
                letter.page += _decoded(part, data)
            else:
                letter.text += (b"\n" if letter.text else b"") + _as_utf8(part, data)
        elif data:
            inline = disposition == "inline" or (disposition is None and part.get("Content-ID") is not None)
            letter.enclosures.append(Enclosure(name or _unnamed(kind, number), data, kind, inline))
        elif name:
            letter.lost.append((name, FileError(Code.EMPTY)))
    return letter


def _leaves(message: Message) -> Iterator[Message]:
    """Give the parts that hold something, in order; a mail inside the mail is one of them."""
    waiting = [message]
    while waiting:
        part = waiting.pop()
        payload = part.get_payload()
        if part.get_content_type() == "message/rfc822" or not isinstance(payload, list):
            yield part
        else:
            waiting.extend(inner for inner in reversed(payload) if isinstance(inner, Message))


def _inner(part: Message) -> bytes:
    payload = part.get_payload()
    inner = payload[0] if isinstance(payload, list) and payload else None
    return inner.as_bytes() if isinstance(inner, Message | EmailMessage) else b""


def _header(message: Message, name: str) -> str:
    try:
        return str(make_header(decode_header(str(message.get(name, "")))))
    except _BROKEN:
        return str(message.get(name, ""))


def _name(part: Message) -> str:
    name = part.get_filename() or ""
    if "=?" in name:
        with contextlib.suppress(*_BROKEN):
            name = str(make_header(decode_header(name.replace("\r", "").replace("\n", ""))))
    return name.strip()


def _unnamed(kind: str, number: int) -> str:
    return f"phần {number}{mimetypes.guess_extension(kind) or ''}"


def _decoded(part: Message, data: bytes) -> str:
    for charset in (part.get_content_charset(), "utf-8"):
        try:
            if charset:
                return data.decode(charset)
        except (LookupError, ValueError):
            continue
    return data.decode("cp1258", "replace")


def _as_utf8(part: Message, data: bytes) -> bytes:
    """Give text as UTF-8 where the mail says how it is stored; as it is otherwise: the reader of texts can tell."""
    charset = part.get_content_charset()
    try:
        return data.decode(charset).encode() if charset else data
    except (LookupError, ValueError):
        return data
