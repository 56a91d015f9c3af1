"""Originals kept for good (by SHA-256, written once) and files that could not be read, with the reason beside them."""

import errno
import hashlib
import json
import os
import re
import shutil
import stat
import unicodedata
import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Protocol

from pipeline.errors import Code, Failure, FileError
from pipeline.model import Source

_CHUNK = 1024 * 1024
#: Endings that may stand in the archive; anything else a stranger calls his file is dropped.
_ENDING = re.compile(r"\.[a-z0-9]{1,8}")
_HASH = re.compile(r"[0-9a-f]{64}")
#: A name in the quarantine, in bytes: the longest that common file systems take is 255, and endings are added.
_LONGEST_NAME = 150
#: Clerks read the clock of Việt Nam.
_VIETNAM = timezone(timedelta(hours=7))


def _copy(path: Path, target: Path) -> str:
    """Copy the bytes of ``path`` safely to disk and give their SHA-256."""
    digest = hashlib.sha256()
    with path.open("rb") as source, target.open("wb") as out:
        while chunk := source.read(_CHUNK):
            digest.update(chunk)
            out.write(chunk)
        out.flush()
        os.fsync(out.fileno())
    return digest.hexdigest()


def place_of(source: Source) -> str:
    """Give the path of a source's bytes inside any archive: ``ab/abcdef….docx``. Raises ValueError without a hash."""
    if not _HASH.fullmatch(source.sha256):
        raise ValueError(f"not a SHA-256: {source.sha256!r}")
    ending = Path(source.name).suffix.lower()
    return f"{source.sha256[:2]}/{source.sha256}{ending if _ENDING.fullmatch(ending) else ''}"


def _settle(folder: Path) -> None:
    """Make the names in a folder as durable as the bytes."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@dataclass(frozen=True, slots=True)
class Proof:
    """What a check of the archive found: files read, paths missing, paths whose bytes changed, paths nobody knows."""

    checked: int
    missing: tuple[str, ...] = ()
    damaged: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Every byte is there. Unknown files are no loss: a run may have died between archiving and the ledger."""
        return not self.missing and not self.damaged


class Originals(Protocol):
    """Where originals are kept for good, whether a folder or an object store."""

    def put(self, source: Source) -> str:
        """Keep the bytes of ``source`` and give their path inside the archive."""

    def find(self, sha256: str) -> str | None:
        """Give the path inside the archive of the bytes with this hash, None when they are not there."""

    def path(self, archived_as: str) -> Path:
        """Give where a kept file, or a copy of it, lies on this machine. Raises ValueError and OSError."""

    def __iter__(self) -> Iterator[str]:
        """Give the path inside the archive of every kept file, in order."""

    def verify(self, expected: Iterable[tuple[str, str | None]]) -> Proof:
        """Read every file again."""


def proved(
    expected: Iterable[tuple[str, str | None]], hash_of: Callable[[str], str | None], kept: Iterable[str]
) -> Proof:
    """Compare what the ledger expects with what lies there. ``hash_of`` gives None for a path where nothing is."""
    missing, damaged, known = [], [], set()
    checked = 0
    for sha256, archived_as in expected:
        if not _HASH.fullmatch(sha256):
            continue
        found = None if archived_as is None else hash_of(archived_as)
        if archived_as is None or found is None:
            missing.append(archived_as or sha256)
            continue
        known.add(archived_as)
        checked += 1
        if found != sha256:
            damaged.append(archived_as)
    return Proof(checked, tuple(missing), tuple(damaged), tuple(p for p in kept if p not in known))


class Archive:
    """A folder of originals: ``ab/abcdef….docx``, read-only, never rewritten."""

    def __init__(self, folder: Path) -> None:
        """Work on ``folder``, which is made when the first file comes."""
        self.folder = folder

    def put(self, source: Source) -> str:
        """Keep the bytes of ``source`` and give their path inside the archive (with ``/``).

        Bytes that are there already are not written again, whatever the file is called now.

        Raises:
            FileError: IN_USE when the bytes are no longer those that were hashed.
            OSError: the disk is full, or may not be written.
        """
        target = self.folder / place_of(source)
        folder = target.parent
        known = self.find(source.sha256)
        if known is not None:
            return known
        folder.mkdir(parents=True, exist_ok=True)
        draft = folder / f".{source.sha256}.{uuid.uuid4().hex}"
        try:
            if _copy(source.path, draft) != source.sha256:
                raise FileError(Code.IN_USE)
            draft.chmod(stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH)
            # A link never replaces a file, so of two writers at once the second finds the first one's work.
            try:
                os.link(draft, target)
            except FileExistsError:
                pass
            except OSError as error:
                if error.errno not in (errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP):
                    raise
                draft.rename(target)
        finally:
            draft.unlink(missing_ok=True)
        _settle(folder)
        _settle(self.folder)
        return target.relative_to(self.folder).as_posix()

    def find(self, sha256: str) -> str | None:
        """Give the path inside the archive of the bytes with this hash, None when they are not there."""
        folder = self.folder / sha256[:2]
        found = sorted(folder.glob(f"{sha256}*")) if _HASH.fullmatch(sha256) else []
        return found[0].relative_to(self.folder).as_posix() if found else None

    def path(self, archived_as: str) -> Path:
        """Give where a kept file lies. Raises ValueError for a path that leads out of the archive."""
        path = (self.folder / archived_as).resolve()
        if self.folder.resolve() not in path.parents:
            raise ValueError(f"not in the archive: {archived_as!r}")
        return path

    def __iter__(self) -> Iterator[str]:
        """Give the path inside the archive of every kept file, in order."""
        for path in sorted(self.folder.glob("??/*")):
            if not path.name.startswith("."):
                yield path.relative_to(self.folder).as_posix()

    def verify(self, expected: Iterable[tuple[str, str | None]]) -> Proof:
        """Read every file again. ``expected`` gives the hash and the archived path of each file of the ledger.

        A file without a hash (nothing of it could be read) left no bytes and is passed over.
        """
        return proved(expected, self._hash, self)

    def _hash(self, archived_as: str) -> str | None:
        path = self.folder / archived_as
        if not path.is_file():
            return None
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()


class Quarantine:
    """Files that could not be read, by reason: the file, ``….json`` for programs and ``….txt`` for people."""

    def __init__(self, folder: Path) -> None:
        """Work on ``folder``, which is made when the first file comes."""
        self.folder = folder

    def put(
        self, source: Source, failure: Failure, *, run_id: str, received_at: datetime, original: Path | None = None
    ) -> Path:
        """Lay the file and its reason into ``CODE/`` and give the path of the file (which may not exist to copy).

        ``original`` is where the bytes lie when not at ``source.path``: usually in the archive. A file that fails
        again, for another reason, moves; for the same reason, nothing changes.
        """
        folder = self.folder / failure.code.value
        target = folder / _name(source)
        if self._reason(target) == failure and target.exists():
            return target
        self._drop(_mark(source))
        folder.mkdir(parents=True, exist_ok=True)
        bytes_at = original or source.path
        if bytes_at.is_file():
            shutil.copyfile(bytes_at, target)
            target.chmod(stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH)
        reason = {
            "file": source.name, "sha256": source.sha256, "size": source.size, "media_type": source.media_type,
            "origin": source.origin, "code": failure.code.value, "detail": failure.detail,
            "message": failure.message, "run": run_id, "received_at": received_at.isoformat(),
        }  # fmt: skip
        _write(_beside(target, ".json"), json.dumps(reason, ensure_ascii=False, indent=2) + "\n")
        _write(_beside(target, ".txt"), _letter(source, failure, received_at))
        return target

    def release(self, sha256: str) -> None:
        """Take a file out that has been read after all; the archive keeps its bytes."""
        if _HASH.fullmatch(sha256):
            self._drop(sha256[:12])

    def _drop(self, mark: str) -> None:
        for path in list(self.folder.glob(f"*/{mark}_*")):
            path.unlink(missing_ok=True)

    def _reason(self, target: Path) -> Failure | None:
        try:
            reason = json.loads(_beside(target, ".json").read_text(encoding="utf-8"))
            return Failure(Code(reason["code"]), reason["detail"])
        except (OSError, ValueError, KeyError):
            return None


def _beside(target: Path, ending: str) -> Path:
    return target.with_name(target.name + ending)


def _write(path: Path, text: str) -> None:
    # Windows' Notepad of old machines takes UTF-8 for ANSI unless the mark is there; JSON readers want none.
    path.write_text(text, encoding="utf-8-sig" if path.suffix == ".txt" else "utf-8", errors="replace")


def _mark(source: Source) -> str:
    """Twelve letters that tell two files apart: of the hash, or of the name when the file could not be hashed."""
    if _HASH.fullmatch(source.sha256):
        return source.sha256[:12]
    return hashlib.sha256(f"{source.origin or ''}\0{source.name}".encode(errors="surrogatepass")).hexdigest()[:12]


def _name(source: Source) -> str:
    """A name that any file system takes, with the hash in front so that two files never meet."""
    safe = re.sub(r'[<>:"/\\|?*\x00-\x1f\x7f\ud800-\udfff]', "_", unicodedata.normalize("NFC", source.name)).strip(" .")
    stem, ending = Path(safe).stem, Path(safe).suffix
    room = _LONGEST_NAME - len(ending.encode())
    if room < 1:
        stem, ending, room = safe, "", _LONGEST_NAME
    return f"{_mark(source)}_{stem.encode()[:room].decode(errors='ignore') or 'tep'}{ending}"


def _letter(source: Source, failure: Failure, received_at: datetime) -> str:
    moment = received_at.astimezone(_VIETNAM)
    lines = (
        "TỆP CHƯA ĐỌC ĐƯỢC",
        "",
        f"Tên tệp: {source.name}",
        *([f"Nằm trong: {source.origin}"] if source.origin else []),
        *([f"Thư mục khi thả: {source.folder}"] if source.folder else []),
        f"Nhận lúc: {moment:%H:%M} ngày {moment:%d/%m/%Y}",
        f"Dung lượng: {f'{source.size:,}'.replace(',', '.')} byte",
        f"Lý do ({failure.code.value}): {failure.message}",
        "",
        "Tệp gốc được giữ nguyên trong kho lưu trữ. Sau khi khắc phục, thả lại tệp vào thư mục tiếp nhận.",
        *([f"Mã SHA-256: {source.sha256}"] if source.sha256 else []),
    )
    return "\r\n".join(lines) + "\r\n"
