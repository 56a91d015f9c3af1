"""LibreOffice as the last resort: files that no reader here takes (Word 6 and 95, damaged ones) as DOCX."""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from pipeline.errors import Code, FileError
from pipeline.model import Source

_PROGRAMS = ("soffice", "libreoffice")
#: Less than a worker's own limit: who is ended from outside could not end LibreOffice any more.
_SECONDS = 60.0


def program() -> str | None:
    """Give the path of the LibreOffice program, None when it is not installed."""
    return next((found for name in _PROGRAMS if (found := shutil.which(name)) is not None), None)


@contextmanager
def converted(source: Source, seconds: float = _SECONDS) -> Iterator[Source]:
    """Give ``source`` converted to DOCX, for as long as the block lasts; hash and name stay those of the original.

    LibreOffice runs with a profile of its own in a folder of its own, both gone afterwards: no macro of the
    user's, no clash with an open window.

    Raises:
        FileError: MISSING_TOOL without LibreOffice, TIMEOUT after ``seconds``, DAMAGED when it gives nothing.
    """
    office = program()
    if office is None:
        raise FileError(Code.MISSING_TOOL, "LibreOffice")
    with tempfile.TemporaryDirectory(prefix="thidua-office-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        # A name of our own: the original's may hold anything.
        given = home / "in.doc"
        shutil.copyfile(source.path, given)
        command = [
            office,
            f"-env:UserInstallation={(home / 'profile').as_uri()}",
            "--headless",
            "--norestore",
            "--nolockcheck",
            "--nodefault",
            # Named, or LibreOffice would open rubble as plain text.
            "--infilter=MS Word 97",
            "--convert-to",
            "docx",
            "--outdir",
            str(home / "out"),
            str(given),
        ]
        _run(command, home, seconds)
        made = home / "out" / "in.docx"
        if not made.is_file() or made.stat().st_size == 0:
            raise FileError(Code.DAMAGED, "LibreOffice không mở được")
        yield replace(source, path=made)


def _run(command: list[str], home: Path, seconds: float) -> None:
    """Run ``command`` and end it with all its children when time is up."""
    environment = os.environ | {"HOME": str(home)}
    try:
        process = subprocess.Popen(
            command,
            cwd=home,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        raise FileError(Code.MISSING_TOOL, "LibreOffice") from error
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired as error:
        raise FileError(Code.TIMEOUT, f"LibreOffice quá {seconds:.0f} giây") from error
    finally:
        if process.poll() is None:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
