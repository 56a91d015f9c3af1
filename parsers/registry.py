"""The only list of what exists: which reader takes which kind of file, which families look for fields."""

from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline import media
from pipeline.errors import Code, FileError
from pipeline.model import Layout, Outcome, Source, Unpacked
from pipeline.ports import Reader, Toolkit, Unpacker
from pipeline.reference.agencies import Registry

if TYPE_CHECKING:
    from parsers.sandbox import Sandbox

Work = Callable[[Path], Outcome]

#: Media type to module. Modules are loaded on first use: a clerk's ``--help`` shall not wait for PDF libraries.
READERS: dict[str, str] = {
    media.DOCX: "parsers.pasted",
    media.PDF: "parsers.page_by_page",
    media.TEXT: "parsers.formats.plain",
    media.XLSX: "parsers.formats.sheet",
    media.XLSB: "parsers.formats.sheet",
    media.XLS: "parsers.formats.sheet",
    media.ODS: "parsers.formats.sheet",
    media.DOC: "parsers.pasted",
    media.RTF: "parsers.pasted",
    media.HTML: "parsers.formats.html",
    media.MHTML: "parsers.formats.html",
    media.ODT: "parsers.pasted",
    media.EDXML: "parsers.formats.edxml",
    **dict.fromkeys(media.IMAGES, "parsers.formats.scan"),
}


#: Media type to the module that takes apart files of this kind, which stand for several.
UNPACKERS: dict[str, str] = {
    media.ZIP: "parsers.bundles.zipped",
    media.MAIL: "parsers.bundles.mail",
    media.MSG: "parsers.bundles.outlook",
    media.EDXML: "parsers.bundles.edxml",
    media.PDF: "parsers.formats.pdf.attachments",
}


def unpack(source: Source, folder: Path) -> Unpacked:
    """Give the files that a file brings, laid into ``folder``; none for an ordinary file. Raises FileError and nothing else."""
    name = UNPACKERS.get(source.media_type)
    if name is None:
        return Unpacked()
    unpacker: Unpacker = import_module(name).unpack
    return unpacker(source, folder)


#: Failures of the native .doc reader after which LibreOffice is asked: Word 6 and 95, and damage it may mend.
_OFFICE_TRIES = frozenset({Code.UNKNOWN_FORMAT, Code.DAMAGED})


def read(source: Source) -> Layout:
    """Give the layout of a file, read by the reader of its media type. Raises FileError and nothing else."""
    try:
        return reader(source.media_type)(source)
    except FileError as error:
        if source.media_type != media.DOC or error.failure.code not in _OFFICE_TRIES:
            raise
        return _by_office(source, error)


def _by_office(source: Source, first: FileError) -> Layout:
    """Give the layout of a .doc by way of LibreOffice and the DOCX reader; damage stays the failure when it is no help."""
    office = import_module("parsers.formats.office")
    try:
        with office.converted(source) as docx:
            return replace(reader(media.DOCX)(replace(docx, media_type=media.DOCX)), reader="office")
    except FileError as error:
        if first.failure.code is Code.DAMAGED and error.failure.code is not Code.TIMEOUT:
            raise first from error
        raise


def reader(media_type: str) -> Reader:
    """Give the reader of a media type. Raises FileError UNKNOWN_FORMAT when there is none."""
    name = READERS.get(media_type)
    if name is None:
        raise FileError(Code.UNKNOWN_FORMAT, media_type)
    try:
        found: Reader = import_module(name).read
    except ModuleNotFoundError as error:
        if error.name != name:
            raise
        raise FileError(Code.UNKNOWN_FORMAT, media_type) from error
    return found


#: Field families in the order they are asked; each is a stranger to the others.
FAMILIES: tuple[str, ...] = (
    "parsers.fields.envelope",
    "parsers.fields.issuer",
    "parsers.fields.symbol",
    "parsers.fields.place_date",
    "parsers.fields.marks",
    "parsers.fields.subject",
    "parsers.fields.addressees",
    "parsers.fields.recipients",
    "parsers.fields.signer",
    "parsers.fields.references",
    "parsers.fields.movements",
    "parsers.fields.targets",
    "parsers.fields.milestones",
    "parsers.fields.tasks",
    "parsers.fields.results",
    "parsers.fields.awards",
    "parsers.fields.quotes",
)


def toolkit(agencies: Registry) -> Toolkit:
    """Give the parsers as ``pipeline.process`` receives them, agencies named from one registry."""
    from parsers.profiles import detect
    from parsers.values.agencies import Matcher

    matcher = Matcher(agencies)
    return Toolkit(
        read=read,
        detect=detect,
        families=tuple(import_module(name).find for name in FAMILIES),
        resolve=lambda text, on, province: matcher.match(text, on, province).agency,
        unpack=unpack,
    )


def sandbox(work: Work, **limits: Any) -> "Sandbox":
    """Give reading processes that can be killed; see :class:`parsers.sandbox.Sandbox` for ``limits``."""
    from parsers.sandbox import Sandbox

    return Sandbox(work, **limits)
