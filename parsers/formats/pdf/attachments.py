"""Files attached to a PDF: documents among them are members, the others are named."""

from pathlib import Path

from parsers.bundles.laying import Laying
from parsers.formats.pdf.catalogue import is_portfolio
from parsers.formats.pdf.pages import open_document
from pipeline import media
from pipeline.errors import Code, Failure, FileError
from pipeline.model import Member, Note, Source, Unpacked

#: Data for machines, such as the XML of an electronic invoice.
_MACHINE = frozenset({media.XML})
_NAMED = 10


def unpack(source: Source, folder: Path) -> Unpacked:
    """Give the documents attached to a PDF laid into ``folder``, none for most PDFs.

    A portfolio, whose pages are a mere cover, says nothing of its own.
    Raises FileError ENCRYPTED, DAMAGED, UNREADABLE, or HOSTILE for attachments beyond all bounds.
    """
    laying = Laying(folder)
    with open_document(source.path) as document:
        for name, data in document.attachments():
            if data:
                laying.put(name, data)
            else:
                laying.refuse(name, Failure(Code.EMPTY if data == b"" else Code.DAMAGED))
    if not laying.members:
        return Unpacked()
    read = tuple(member for member in laying.members if _is_document(member))
    others = [member.name for member in laying.members if member not in read]
    notes = [Note("ATTACHMENTS", f"Tệp PDF mang theo {len(laying.members)} tệp; {len(read)} tệp được đọc riêng.")]
    if others:
        named = ", ".join(others[:_NAMED]) + (" …" if len(others) > _NAMED else "")
        notes.append(Note("ATTACHMENTS_UNREAD", f"Tệp kèm trong PDF không phải văn bản, không đọc: {named}."))
    return Unpacked(read, tuple(notes), speaks=not (read and is_portfolio(source.path)))


def _is_document(member: Member) -> bool:
    if member.path is None:
        return True
    try:
        with member.path.open("rb") as stream:
            return media.media_type(member.path, stream.read(media.HEAD_BYTES)) not in _MACHINE
    except FileError as error:
        # What is locked, broken or hostile is told as a file of its own.
        return error.failure.code not in (Code.UNKNOWN_FORMAT, Code.NOT_A_FILE)
