"""A mail as its members: the attachments, and its text when that is a document or all there is."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from parsers.bundles.laying import Laying
from parsers.containers import parse_html
from pipeline.errors import Code, FileError
from pipeline.model import Line, Note, Unpacked
from pipeline.text import clean, squeeze
from pipeline.zones.columns import cut
from pipeline.zones.letters import Kind

#: Pictures inside the text below this size, in bytes, are logos and rules, not scanned pages.
_ORNAMENT = 60_000
#: Machine parts of a mail: signatures, calendars, delivery reports.
_MACHINE = re.compile(
    r"application/(?:x-)?pkcs7-signature|application/pgp-signature|text/calendar|message/delivery-status"
)
_HEADS = frozenset({Kind.COUNTRY, Kind.SYMBOL, Kind.PARTY, Kind.YOUTH})
#: No line of a head is longer.
_READ = 260
_UNPRINTED = re.compile("[\x00-\x1f\x7f-\x9f]+")


@dataclass(frozen=True, slots=True)
class Enclosure:
    """One attachment. ``inline``: shown inside the mail's text."""

    name: str
    data: bytes
    media_type: str = ""
    inline: bool = False


@dataclass(slots=True)
class Letter:
    """A mail opened: who, when, about what, its text as plain bytes or as a page, what it carries."""

    sender: str = ""
    sent: str = ""
    subject: str = ""
    text: bytes = b""
    page: str = ""
    enclosures: list[Enclosure] = field(default_factory=list)
    #: What could not be taken out: name and reason.
    lost: list[tuple[str, FileError]] = field(default_factory=list)


def lay(letter: Letter, folder: Path) -> Unpacked:
    """Give the mail's members laid into ``folder``. Raises FileError HOSTILE, EMPTY when nothing is in the mail."""
    laying = Laying(folder)
    left_out = 0
    for one in letter.enclosures:
        ornament = one.inline and one.media_type.startswith("image/") and len(one.data) < _ORNAMENT
        if ornament or _MACHINE.match(one.media_type):
            left_out += 1
        else:
            laying.put(one.name, one.data)
    for name, error in letter.lost:
        laying.refuse(name, error.failure)
    attached = len(laying.members)
    told = _lines(letter)
    is_document = reads_as_document(told)
    if told and (is_document or not attached):
        # A page keeps the columns of a head set in a table; plain text is surer otherwise.
        if letter.page and ("<table" in letter.page.lower() or not letter.text.strip()):
            laying.put("nội dung thư.html", letter.page.encode("utf-16"))
        else:
            laying.put("nội dung thư.txt", letter.text)
    if not laying.members:
        raise FileError(Code.EMPTY)
    return Unpacked(laying.members, (_note(letter, attached, left_out, bool(told), is_document),), speaks=False)


def _lines(letter: Letter) -> list[str]:
    texts = [letter.text.decode("utf-8-sig", "replace")]
    if letter.page:
        root = parse_html(letter.page)
        if root is not None:
            texts += [str(text) for text in root.itertext()]
    return [line for text in texts for line in clean(text).splitlines() if line.strip()]


def reads_as_document(lines: Iterable[str]) -> bool:
    """Tell whether a mail's text has a line that only the head of a dispatch has."""
    return any(
        strip.kind in _HEADS for text in lines for strip in cut(Line(0, clean(text[:_READ]), "")) if text.strip()
    )


def shown(text: str) -> str:
    """Give a header on one line, without what prints nothing: no header can forge a line of ours."""
    return squeeze(_UNPRINTED.sub(" ", clean(text)))[:300]


def _note(letter: Letter, attached: int, left_out: int, has_text: bool, is_document: bool) -> Note:
    parts = [f"Thư của {shown(letter.sender) or '(không rõ)'}"]
    if letter.sent:
        parts.append(f"gửi {shown(letter.sent)}")
    parts.append(f"tiêu đề «{shown(letter.subject)}»")
    parts.append(f"{attached} tệp đính kèm")
    if left_out:
        parts.append(f"bỏ qua {left_out} phần không phải văn bản (hình trang trí, chữ ký thư)")
    if has_text and attached:
        parts.append("nội dung thư được đọc như một văn bản" if is_document else "nội dung thư chỉ là lời gửi")
    return Note("MAIL", ", ".join(parts) + ".")
