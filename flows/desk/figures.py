"""Figures of movements for the desk, worked out in a process beside the server so that pages keep coming."""

import os
import threading
from concurrent.futures import Future, ProcessPoolExecutor
from datetime import date
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from typing import Any

from flows import reporting
from flows.settings import Settings
from outputs.desk.commands import CannotDo
from pipeline.consolidate import Consolidation
from pipeline.model import Period

#: Sets of figures kept in memory.
_KEPT = 20


class Figures:
    """Consolidations by movement, period, day and version of the store. Close it when the desk stops."""

    def __init__(self, settings: Settings) -> None:
        """Work on the store of these settings."""
        self.settings = settings
        self.lock = threading.Lock()
        self.figures: dict[Any, Future[Consolidation]] = {}
        self.pool: ProcessPoolExecutor | None = None

    def close(self) -> None:
        """Stop the process beside the server."""
        if self.pool is not None:
            self.pool.shutdown(cancel_futures=True)

    def consolidation(self, movement: str, period: Period, as_of: date, version: int) -> Consolidation | None:
        """Give the figures of a movement, worked out in a process of its own; None while that lasts.

        ``version`` is the store's: figures of an older one are worked out anew.
        """
        key = (movement, period, as_of, version)
        with self.lock:
            if self.pool is None:
                self.pool = ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=leave_with_parent)
            if key not in self.figures:
                for old in [k for k, f in self.figures.items() if k[:3] == key[:3] and f.done()] + list(self.figures)[
                    :-_KEPT
                ]:
                    self.figures.pop(old, None)
                self.figures[key] = self.pool.submit(reporting.gather, self.settings, movement, period, as_of)
            future = self.figures[key]
        try:
            # A small movement is there at once; whoever has to wait sees that it is being worked out.
            return future.result(timeout=0.15)
        except TimeoutError:
            return None
        except reporting.NoSuchMovement as error:
            raise CannotDo(str(error)) from error
        except Exception as error:
            with self.lock:
                self.figures.pop(key, None)
                self.pool = None
            raise CannotDo("Không tổng hợp được số liệu. Thử lại, hoặc báo bộ phận CNTT.") from error


def leave_with_parent() -> None:
    """Let this process end when the one that started it is gone, however it went: a killed server leaves nothing behind."""
    parent = parent_process()

    def watch() -> None:
        if parent is not None:
            wait([parent.sentinel])
        os._exit(0)

    threading.Thread(target=watch, daemon=True).start()
