"""The only list of what exists: which reader takes which kind of file, which families look for fields."""

from importlib import import_module

from pipeline import media
from pipeline.errors import Code, FileError
from pipeline.model import Layout, Source
from pipeline.ports import Reader

#: Media type to module. Modules are loaded on first use: a clerk's ``--help`` shall not wait for PDF libraries.
READERS: dict[str, str] = {
    media.DOCX: "parsers.formats.word",
    media.PDF: "parsers.formats.pdf",
    media.TEXT: "parsers.formats.plain",
    media.XLSX: "parsers.formats.sheet",
    media.XLSB: "parsers.formats.sheet",
    media.XLS: "parsers.formats.sheet",
    media.ODS: "parsers.formats.sheet",
    media.DOC: "parsers.formats.legacy_word",
    media.RTF: "parsers.formats.rich_text",
    media.HTML: "parsers.formats.html",
    media.MHTML: "parsers.formats.html",
    media.ODT: "parsers.formats.open_text",
    media.EDXML: "parsers.formats.edxml",
}


def read(source: Source) -> Layout:
    """Give the layout of a file, read by the reader of its media type. Raises FileError and nothing else."""
    return reader(source.media_type)(source)


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
