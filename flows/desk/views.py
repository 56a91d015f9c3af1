"""Documents for the eyes of people at the desk, drawn by a program of their own: a stranger's file meets no server."""

import contextlib
import json
import subprocess
import sys
import threading
import time
import uuid
from pathlib import Path

from flows.settings import Settings
from outputs import registry as outputs
from outputs.desk.commands import CannotDo, Frame, Shown, ShownLine

#: Seconds for drawing a page or reading the lines of a document.
_VIEW_S = 60
#: Views made side by side: the machine has others to serve.
_VIEWS = threading.BoundedSemaphore(2)
#: Documents whose lines are kept in memory.
_SHOWN = 64
#: Bytes of drawn pages kept on disk; the oldest go first.
_KEPT_BYTES = 512 * 1024 * 1024


class Views:
    """How archived documents are shown. Every method takes the path inside the archive and may raise CannotDo."""

    def __init__(self, settings: Settings) -> None:
        """Show from the archive of these settings."""
        self._settings = settings
        self._lock = threading.Lock()
        self._shown: dict[str, Shown] = {}

    def original(self, archived_as: str) -> Path:
        """Give where an original lies."""
        try:
            path = outputs.open_archive(self._settings.archive_url, self._settings.archive).path(archived_as)
        except ValueError as error:
            raise CannotDo("Tệp gốc không nằm trong kho lưu.") from error
        except OSError as error:
            raise CannotDo("Kho bản gốc dùng chung chưa trả lời. Thử lại sau, hoặc chạy «thidua doctor».") from error
        if not path.is_file():
            raise CannotDo("Không thấy tệp gốc trong kho lưu. Chạy «thidua verify».")
        return path

    def show(self, archived_as: str) -> Shown:
        """Give how a document is shown."""
        with self._lock:
            known = self._shown.get(archived_as)
        if known is not None:
            return known
        # Not kept on disk: the lines of a newer program may be counted differently.
        plain = json.loads(self._view("show", self.original(archived_as)))
        lines = (
            ShownLine(index, text, place, None if cell is None else tuple(cell), bold, centered)
            for index, text, place, cell, bold, centered in plain["lines"]
        )
        shown = Shown(tuple((float(w), float(h)) for w, h in plain["pages"]), tuple(lines))
        with self._lock:
            for old in list(self._shown)[: len(self._shown) - _SHOWN + 1]:
                del self._shown[old]
            self._shown[archived_as] = shown
        return shown

    def picture(self, archived_as: str, number: int) -> bytes:
        """Give a page as a PNG."""
        path = self.original(archived_as)
        kept = self._settings.var / "cache" / "desk" / f"{path.stem}.{number}.png"
        with contextlib.suppress(OSError):
            return kept.read_bytes()
        drawn = self._view("picture", path, str(number))
        kept.parent.mkdir(parents=True, exist_ok=True)
        draft = kept.with_name(f".{uuid.uuid4().hex}")
        draft.write_bytes(drawn)
        draft.rename(kept)
        _sweep(kept.parent)
        return drawn

    def words(self, archived_as: str, number: int, frame: Frame) -> str:
        """Give what stands inside a frame of a page."""
        said: str = json.loads(self._view("words", self.original(archived_as), str(number), *map(str, frame)))
        return said

    def _view(self, what: str, path: Path, *more: str) -> bytes:
        """Give what the viewing program prints about a file."""
        command = [sys.executable, "-m", "parsers.viewing", what, str(path), *more]
        with _VIEWS:
            try:
                done = subprocess.run(command, capture_output=True, timeout=_VIEW_S, check=False)
            except subprocess.TimeoutExpired as error:
                raise CannotDo("Dựng trang quá lâu. Tải tệp gốc để xem.") from error
        if done.returncode == 3:
            raise CannotDo(done.stderr.decode(errors="replace").strip().splitlines()[-1])
        if done.returncode:
            raise CannotDo("Không dựng được trang này. Tải tệp gốc để xem.")
        return done.stdout


def _sweep(folder: Path) -> None:
    """Drop the oldest drawn pages when they take too much room; looked at once in a hundred times."""
    if time.monotonic_ns() % 100:
        return
    files = sorted(((p.stat().st_mtime, p.stat().st_size, p) for p in folder.iterdir()), reverse=True)
    total = 0
    for _, size, path in files:
        total += size
        if total > _KEPT_BYTES:
            path.unlink(missing_ok=True)
