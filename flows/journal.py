"""What happened to each file, as JSON lines in ``var/logs``: one id a file from drop to report."""

import contextlib
import fcntl
import json
import logging
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import file_digest
from pathlib import Path
from typing import Any

from flows.settings import Settings

NAME = "thidua.jsonl"
_LOG = logging.getLogger("thidua.journal")
_LOG.propagate = False
_LOG.setLevel(logging.INFO)


class Lines(logging.Handler):
    """A file of JSON lines that several processes write at once and any of them turns over when it is full."""

    def __init__(self, path: Path, most_bytes: int, files: int) -> None:
        """Write to ``path``; at ``most_bytes`` it becomes ``….1``, and so on up to ``files`` in all."""
        super().__init__()
        self.path = path
        self._most_bytes = most_bytes
        self._files = files

    def emit(self, record: logging.LogRecord) -> None:
        """Append one line. A journal that cannot be written never stops the work: the store is the truth."""
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "event": record.getMessage(),
            "pid": record.process,
        } | getattr(record, "details", {})
        text = json.dumps(line, ensure_ascii=False, default=str) + "\n"
        with contextlib.suppress(OSError):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._append(text.encode(errors="backslashreplace"))

    def _append(self, line: bytes) -> None:
        handle = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o640)
        try:
            os.write(handle, line)
            full = os.fstat(handle).st_size >= self._most_bytes
        finally:
            os.close(handle)
        if full:
            self._turn_over()

    def _turn_over(self) -> None:
        with _alone(self.path.with_name(".turning")):
            # Another process may have been quicker.
            if self.path.stat().st_size < self._most_bytes:
                return
            for number in range(self._files - 1, 0, -1):
                older = self.path if number == 1 else self.path.with_name(f"{self.path.name}.{number - 1}")
                if older.exists():
                    older.replace(self.path.with_name(f"{self.path.name}.{number}"))
            if self._files == 1:
                self.path.unlink(missing_ok=True)


@contextlib.contextmanager
def _alone(lock: Path) -> Iterator[None]:
    handle = os.open(lock, os.O_RDWR | os.O_CREAT, 0o640)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def open_journal(settings: Settings) -> None:
    """Write this process's lines to the installation's journal from now on."""
    path = settings.logs / NAME
    for handler in list(_LOG.handlers):
        if isinstance(handler, Lines) and handler.path == path:
            return
        _LOG.removeHandler(handler)
    _LOG.addHandler(Lines(path, settings.service.log_mb * 2**20, settings.service.log_files))


def tell(event: str, **details: Any) -> None:
    """Write one line: what happened, the ``file`` it happened to (:func:`file_id`), the ``run``, and whatever else."""
    _LOG.info(event, extra={"details": details})


def file_id(sha256: str) -> str:
    """Give the short id that all lines about a file bear: the first twelve letters of its SHA-256."""
    return sha256[:12]


def id_of(path: Path) -> str | None:
    """Give the id of a file that no run has claimed yet, None when it cannot be read."""
    try:
        with path.open("rb") as stream:
            return file_id(file_digest(stream, "sha256").hexdigest())
    except OSError:
        return None
