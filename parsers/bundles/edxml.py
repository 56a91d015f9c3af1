"""edXML messages: the files they carry are members, the envelope speaks for itself."""

from pathlib import Path

from parsers.bundles.laying import Laying
from parsers.envelopes import open_message
from pipeline.errors import Code, FileError
from pipeline.model import Source, Unpacked


def unpack(source: Source, folder: Path) -> Unpacked:
    """Give the files that an edXML message carries laid into ``folder``; one that is lost is a member that failed.

    Raises FileError as ``parsers.envelopes.open_message`` does, and HOSTILE for a bomb among the files.
    """
    laying = Laying(folder)
    for attachment in open_message(source.path).attachments:
        try:
            data = attachment.data()
        except FileError as error:
            if error.failure.code is Code.HOSTILE:
                raise
            laying.refuse(attachment.name, error.failure)
        else:
            laying.put(attachment.name, data)
    return Unpacked(laying.members)
