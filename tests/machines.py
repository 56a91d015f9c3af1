"""Work functions that break on purpose, one way each, told by the file's name."""

import os
import signal
import sys
import time
from pathlib import Path

from pipeline.errors import Code, Failure, FileError
from pipeline.model import Outcome, Source, Status


class Unsendable(Exception):
    """An error that cannot be sent between processes."""

    def __reduce__(self):
        raise TypeError("no")


def work(path: Path) -> Outcome:
    """Do what the first word of the file's name says; ``good`` ends well."""
    word = path.name.split("-")[0]
    source = Source(path.name, path, "0" * 64, 1, "text/plain")
    if word == "hang":
        time.sleep(600)
    if word == "spin":
        while True:
            pass
    if word == "deaf":
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        time.sleep(600)
    if word == "leak":
        hoard = []
        while True:
            hoard.append(bytearray(16 * 1024 * 1024))
    if word == "exit":
        os._exit(3)
    if word == "leave":
        sys.exit(5)
    if word == "segfault":
        os.kill(os.getpid(), signal.SIGSEGV)
    if word == "raise":
        raise ValueError("no one foresaw this")
    if word == "refuse":
        raise FileError(Code.HOSTILE, "bom nén")
    if word == "unsendable":
        raise Unsendable
    if word == "garbage":
        return "not an outcome"  # type: ignore[return-value]
    if word == "lambda":
        return lambda: None  # type: ignore[return-value]
    if word == "recurse":
        return work_again(path)
    return Outcome(source, Status.FAILED, failure=Failure(Code.NO_TEXT, str(os.getpid())))


def work_again(path: Path) -> Outcome:
    return work_again(path)


def failing_warm_up() -> None:
    raise RuntimeError("not installed")
