"""The files of a bundle laid into a folder under names of our own, within bounds."""

import re
import unicodedata
import uuid
from pathlib import Path, PurePosixPath

from pipeline.errors import Code, Failure, FileError
from pipeline.model import Member

#: One bundle brings no more files, and no more bytes, than this.
MAX_MEMBERS = 10_000
MAX_BYTES = 512 * 1024 * 1024
#: The longest name given to a file on disk, in bytes.
_LONGEST = 150
_UNSAFE = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]')
#: What programs leave beside files: never a document.
_JUNK = re.compile(r"(?:^|/)(?:__MACOSX/|\._|\.DS_Store$|Thumbs\.db$|desktop\.ini$|~\$)", re.IGNORECASE)


class Laying:
    """The members of one bundle as they are found. Each lies in a folder of its own, so that names never meet."""

    def __init__(self, folder: Path) -> None:
        """Lay files into a new folder inside ``folder``."""
        self._folder = folder / uuid.uuid4().hex
        self._members: list[Member] = []
        self._bytes = 0
        self.junk = 0

    @property
    def members(self) -> tuple[Member, ...]:
        """The files so far, in order."""
        return tuple(self._members)

    def put(self, full_name: str, data: bytes) -> None:
        """Lay one file; folders in its name say where in the bundle it stood. Raises FileError HOSTILE, UNREADABLE."""
        if _JUNK.search(full_name.replace("\\", "/")):
            self.junk += 1
            return
        name, inside = _parts(full_name)
        self._bytes += len(data)
        if self._bytes > MAX_BYTES:
            raise FileError(Code.HOSTILE, "bom nén")
        path = self._folder / str(len(self._members)) / _safe(name)
        try:
            path.parent.mkdir(parents=True)
            path.write_bytes(data)
        except OSError as error:
            raise FileError(Code.UNREADABLE) from error
        self._add(Member(name, inside, path, len(data)))

    def refuse(self, full_name: str, failure: Failure) -> None:
        """Note a file that could not be had."""
        name, inside = _parts(full_name)
        self._add(Member(name, inside, failure=failure))

    def _add(self, member: Member) -> None:
        if len(self._members) >= MAX_MEMBERS:
            raise FileError(Code.HOSTILE, "quá nhiều tệp bên trong")
        self._members.append(member)


def _parts(full_name: str) -> tuple[str, str]:
    """Give the shown name of a file and its inner folders: printable, NFC, never empty."""
    *folders, name = PurePosixPath(full_name.replace("\\", "/")).parts or ("tệp",)
    shown = [_shown(part) for part in (*folders, name)]
    return shown[-1] or "tệp", " › ".join(part for part in shown[:-1] if part)


def _shown(part: str) -> str:
    # Marks that turn the direction of writing make "exe.cod" read "doc.exe": they print nothing and go.
    shown = unicodedata.normalize("NFC", _UNSAFE.sub("", part)).strip()
    return shown if shown.strip(" .") else ""


def _safe(name: str) -> str:
    """Give a name that any file system takes, its ending kept."""
    stem, ending = Path(name).stem, Path(name).suffix
    if len(ending.encode()) > 16:
        stem, ending = name, ""
    room = _LONGEST - len(ending.encode())
    short = stem.encode()[:room].decode(errors="ignore").strip(" .")
    return f"{short or 'tep'}{ending.rstrip(' .')}"
