"""Zip containers (DOCX, XLSX, ODT, bundles) opened within bounds, and XML parsed without any entity."""

import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path, PurePosixPath
from typing import IO

from lxml import etree

from pipeline.errors import Code, FileError

MAX_ENTRIES = 10_000
MAX_UNPACKED = 512 * 1024 * 1024
#: Packing ratio above which a container is taken for a bomb, once it unpacks to more than ``BOMB_FLOOR`` bytes.
MAX_RATIO = 100
BOMB_FLOOR = 16 * 1024 * 1024

Element = etree._Element


class Container:
    """An open zip file whose parts are read within the bounds above."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        """Check the directory of ``archive``. Raises FileError HOSTILE or ENCRYPTED."""
        infos = archive.infolist()
        if len(infos) > MAX_ENTRIES:
            raise FileError(Code.HOSTILE, "quá nhiều mục nén")
        if any(_escapes(info.filename) for info in infos):
            raise FileError(Code.HOSTILE, "đường dẫn bên trong không hợp lệ")
        if any(_is_special(info) for info in infos):
            raise FileError(Code.HOSTILE, "liên kết hoặc thiết bị bên trong tệp nén")
        _check_size(sum(i.file_size for i in infos), sum(i.compress_size for i in infos))
        self._archive = archive
        self._infos = {info.filename: info for info in infos}
        self._unpacked = 0
        self._packed = 0

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all parts in the order of the directory."""
        return tuple(self._infos)

    def read(self, name: str) -> bytes | None:
        """Give the bytes of one part, None when there is no such part.

        Raises:
            FileError: HOSTILE when it unpacks to more than it may, ENCRYPTED, DAMAGED.
        """
        info = self._infos.get(name)
        return None if info is None else self._bytes(info)

    def files(self) -> Iterator[tuple[str, Callable[[], bytes]]]:
        """Give every file of the directory in order, those of one name too, with what reads it as ``read`` does.

        Names that were not stored as Unicode are read as UTF-8 when they are that, else as Windows-1258.
        """
        for info in self._archive.infolist():
            if not info.is_dir():
                yield _name(info), partial(self._bytes, info)

    def _bytes(self, info: zipfile.ZipInfo) -> bytes:
        if info.flag_bits & 1:
            raise FileError(Code.ENCRYPTED)
        self._packed += info.compress_size
        data = bytearray()
        try:
            with self._archive.open(info) as stream:
                # The directory's sizes can lie; what really comes out is what is counted.
                while chunk := stream.read(1024 * 1024):
                    data += chunk
                    self._unpacked += len(chunk)
                    _check_size(self._unpacked, self._packed)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError) as error:
            raise FileError(Code.DAMAGED) from error
        return bytes(data)

    def xml(self, name: str) -> Element | None:
        """Give the root element of one XML part, None when there is no such part or it is blank.

        Raises FileError as ``read`` and ``parse_xml`` do.
        """
        data = self.read(name)
        return None if data is None or not data.strip() else parse_xml(data)


def local_name(element: Element) -> str:
    """Give an element's name without its namespace: ``tbl`` for ``{…}tbl``."""
    return str(element.tag).rpartition("}")[2]


def _escapes(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or (len(name) > 1 and name[1] == ":")


def _is_special(info: zipfile.ZipInfo) -> bool:
    """Tell whether an entry made on Unix is a link, a device, a pipe: neither file nor folder."""
    kind = stat.S_IFMT(info.external_attr >> 16) if info.create_system == 3 else 0
    return kind not in (0, stat.S_IFREG, stat.S_IFDIR)


def _name(info: zipfile.ZipInfo) -> str:
    if info.flag_bits & 0x800:
        return info.filename
    # Without the mark the library takes code page 437, which maps every byte: the bytes can be had back.
    raw = info.filename.encode("cp437", "replace")
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("cp1258", "replace")


def _check_size(unpacked: int, packed: int) -> None:
    if unpacked > MAX_UNPACKED or (unpacked > BOMB_FLOOR and unpacked > MAX_RATIO * max(1, packed)):
        raise FileError(Code.HOSTILE, "bom nén")


@contextmanager
def open_container(path: Path | IO[bytes]) -> Iterator[Container]:
    """Open a zip file, at ``path`` or already in memory, for reading.

    Raises:
        FileError: DAMAGED when it is no whole zip file, HOSTILE, UNREADABLE.
    """
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError) as error:
        raise FileError(Code.DAMAGED) from error
    except OSError as error:
        raise FileError(Code.UNREADABLE) from error
    with archive:
        yield Container(archive)


def parse_xml(data: bytes, *, large: bool = False) -> Element:
    """Give the root of an XML document. No entity is resolved, nothing is fetched, depth is bounded.

    ``large`` admits single texts over 10 MB: files that an edXML message carries.

    Raises:
        FileError: HOSTILE when it declares a document type (entities), DAMAGED when it is not well formed.
    """
    # UTF-16 hides the letters between zeros.
    plain = data.replace(b"\x00", b"") if b"\x00" in data[:64] else data
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        raise FileError(Code.HOSTILE, "XML có khai báo DOCTYPE")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=large, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise FileError(Code.DAMAGED) from error
    # An encoding unlike ASCII hides the letters from the search above, but not from the parser.
    if root.getroottree().docinfo.doctype:
        raise FileError(Code.HOSTILE, "XML có khai báo DOCTYPE")
    return root


def parse_html(text: str) -> Element | None:
    """Give the root of an HTML page as a browser would mend it, None when it has no element. Nothing is fetched."""
    # A declared encoding would contradict text that is decoded already.
    if text.lstrip().startswith("<?xml"):
        text = text[text.find(">") + 1 :]
    parser = etree.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        return etree.fromstring(text, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
