"""``thidua backup`` and ``thidua restore``: one file with everything an installation would miss, and back."""

import contextlib
import io
import json
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from flows.dropped import Drops
from flows.overview import Proven, prove
from flows.settings import Settings
from outputs import registry as outputs
from pipeline.errors import FileError
from pipeline.model import Source

#: What the first entry of every backup says it is.
SCHEMA = "thidua.backup/1"
_MANIFEST, _STORE, _END = "manifest.json", "store", "end.json"
#: Folders of the installation beside the store, by their names in the backup.
_FOLDERS = ("quarantine", "inbox", "reports")
_ARCHIVE = "archive"
_OWN_FILES = ("thidua.toml", "agencies.csv")


class NoBackup(Exception):
    """The file is no backup, or the place to restore to is not empty; the sentence says which."""


def backup(settings: Settings, file: Path) -> list[str]:
    """Write the store, originals, quarantine, drop folder, reports and settings to one tar file; give the summary.

    The store is read in one consistent view, before the originals: every file it names is then in the archive. The
    installation may go on working meanwhile. Raises StoreError, OSError.
    """
    draft = file.with_name(f".{file.name}.part")
    counts: dict[str, int] = {}
    try:
        # People's accounts are inside: nobody else reads it.
        draft.touch(0o600)
        # Documents are compressed already: packing them again would cost minutes and save little.
        with tarfile.open(draft, "w") as tar:
            manifest = {
                "schema": SCHEMA,
                "version": version("thidua"),
                "revision": outputs.store_revision(),
                "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
            }
            _add_bytes(tar, _MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1).encode())
            for name, lines in outputs.dump_store(settings.store_url):
                counts[name] = _add_lines(tar, f"{_STORE}/{name}.jsonl", lines)
            kept = _add_folders(tar, settings)
            for name in _OWN_FILES:
                if (settings.home / name).is_file():
                    tar.add(settings.home / name, f"home/{name}")
            # A cut tar file ends without a word: the last entry says how much there must be.
            _add_bytes(tar, _END, json.dumps(kept).encode())
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)
    return [
        f"Đã sao lưu {counts['file']} tệp trong sổ, {counts['dispatch']} văn bản, {kept['archive']} bản gốc vào {file}"
        f" ({file.stat().st_size / 2**20:.1f} MiB)."
    ]


def _add_folders(tar: tarfile.TarFile, settings: Settings) -> dict[str, int]:
    counts = dict.fromkeys((_ARCHIVE, *_FOLDERS), 0)
    archive = outputs.open_archive(settings.archive_url, settings.archive)
    for kept in archive:
        tar.add(archive.path(kept), f"{_ARCHIVE}/{kept}", recursive=False)
        counts[_ARCHIVE] += 1
    for name in _FOLDERS:
        folder: Path = getattr(settings, name)
        for path in _files(folder, whole=name == "inbox"):
            try:
                tar.add(path, f"{name}/{path.relative_to(folder).as_posix()}", recursive=False)
            except FileNotFoundError:
                # Claimed or released while we walked; the archive or the next look has it.
                continue
            counts[name] += 1
    return counts


def _files(folder: Path, *, whole: bool) -> list[Path]:
    if whole:
        drops = Drops(folder, 0)
        drops.look()
        return drops.whole()
    return sorted(p for p in folder.rglob("*") if p.is_file() and not p.name.startswith("."))


def _add_bytes(tar: tarfile.TarFile, name: str, data: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mtime, entry.mode = len(data), int(datetime.now(UTC).timestamp()), 0o600
    tar.addfile(entry, io.BytesIO(data))


def _add_lines(tar: tarfile.TarFile, name: str, lines: Iterator[str]) -> int:
    with tempfile.TemporaryFile() as stream:
        count = 0
        for line in lines:
            stream.write(line.encode() + b"\n")
            count += 1
        entry = tarfile.TarInfo(name)
        entry.size, entry.mtime, entry.mode = stream.tell(), int(datetime.now(UTC).timestamp()), 0o600
        stream.seek(0)
        tar.addfile(entry, stream)
    return count


def restore(settings: Settings, file: Path) -> Proven:
    """Fill an empty installation from a backup and prove that all of it is there.

    Files that were waiting to be read go back to the drop folder. The backup's settings are laid down where the home
    has none. Raises NoBackup, StoreError, OSError.
    """
    archive = outputs.open_archive(settings.archive_url, settings.archive)
    full = [settings.archive_url or settings.archive] if any(True for _ in archive) else []
    full += [f for f in (settings.quarantine,) if f.is_dir() and any(f.iterdir())]
    if full:
        raise NoBackup(f"{full[0]} không trống; chỉ khôi phục vào một thư mục mới (THIDUA_HOME).")
    settings.var.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=settings.var, prefix=".restore-") as passing:
        folder = Path(passing)
        revision = _unpack(file, folder)
        # The store last: with it, the installation is there.
        for name in (*_FOLDERS, "home"):
            _lay(folder / name, settings.home.resolve() if name == "home" else getattr(settings, name))
        _keep(folder / _ARCHIVE, archive)
        outputs.load_store(settings.store_url, _tables(folder / _STORE), revision)
    with outputs.open_store(settings.store_url) as store:
        waiting = store.files("received")
    for row in waiting:
        if row.archived_as is not None:
            place = settings.inbox / row.sha256[:12]
            place.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(archive.path(row.archived_as), place / Path(row.name).name)
    return prove(settings)


def _unpack(file: Path, folder: Path) -> str:
    """Unpack a backup, whose names must stay inside the folder, and give the revision of its tables."""
    try:
        with tarfile.open(file) as tar:
            tar.extractall(folder, filter="data")
        manifest = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
        if manifest["schema"] != SCHEMA:
            raise NoBackup(f"{file} là bản sao lưu kiểu {manifest['schema']}, cần {SCHEMA}.")
        for name, count in json.loads((folder / _END).read_text(encoding="utf-8")).items():
            if sum(p.is_file() for p in (folder / name).rglob("*")) != count:
                raise NoBackup(f"{file} thiếu tệp trong «{name}» (phải có {count}).")
        return str(manifest["revision"])
    except (tarfile.TarError, KeyError, ValueError, FileNotFoundError) as error:
        raise NoBackup(f"{file} không phải bản sao lưu của thidua, hoặc đã hỏng ({type(error).__name__}).") from error


def _keep(folder: Path, archive: outputs.Originals) -> None:
    """Lay originals into the archive. What was damaged before the backup is left out: the proof names it as missing."""
    if isinstance(archive, outputs.Archive):
        _lay(folder, archive.folder)
        return
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        sha256 = path.name.partition(".")[0]
        with contextlib.suppress(FileError, ValueError):
            archive.put(Source(path.name, path, sha256, path.stat().st_size, "application/octet-stream"))


def _lay(source: Path, target: Path) -> None:
    for path in sorted(p for p in source.rglob("*") if p.is_file()) if source.is_dir() else ():
        place = target / path.relative_to(source)
        if not place.exists():
            place.parent.mkdir(parents=True, exist_ok=True)
            path.rename(place)
            # As the archive wrote them: the names inside a tar file may not carry a mode.
            if source.name in (_ARCHIVE, "quarantine"):
                place.chmod(0o444)


def _tables(folder: Path) -> Iterator[tuple[str, Iterator[str]]]:
    order = outputs.store_tables()
    found = {path.stem: path for path in folder.glob("*.jsonl")}
    for name in sorted(found, key=lambda n: order.index(n) if n in order else len(order)):
        yield name, _rows(found[name])


def _rows(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8", newline="\n") as stream:
        yield from stream
