"""Zip files of many: every file inside is a member."""

from pathlib import Path

from parsers.bundles.laying import Laying
from parsers.containers import open_container
from pipeline.errors import Code, FileError
from pipeline.model import Note, Source, Unpacked


def unpack(source: Source, folder: Path) -> Unpacked:
    """Give the files of a zip file laid into ``folder``; a damaged one is a member that failed.

    Raises:
        FileError: DAMAGED, HOSTILE, EMPTY when it holds no file.
    """
    laying = Laying(folder)
    with open_container(source.path) as container:
        for name, read in container.files():
            try:
                data = read()
            except FileError as error:
                if error.failure.code is Code.HOSTILE:
                    raise
                laying.refuse(name, error.failure)
            else:
                laying.put(name, data)
    if not laying.members:
        raise FileError(Code.EMPTY)
    message = f"Tệp nén có {len(laying.members)} tệp; mỗi tệp được đọc riêng."
    return Unpacked(laying.members, (Note("BUNDLE", message),), speaks=False)
