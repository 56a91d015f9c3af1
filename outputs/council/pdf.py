"""Word file -> PDF by LibreOffice, in a process of its own with its own profile and a time limit."""

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

_PROGRAMS = ("soffice", "libreoffice")
_MISSING = (
    "Không tìm thấy LibreOffice nên chưa tạo được bản PDF; các bản Word, Excel và HTML vẫn đầy đủ. "
    "Cài đặt LibreOffice Writer, hoặc mở bản Word và lưu thành PDF."
)


class PdfUnavailable(Exception):
    """The PDF could not be made; the message says why in Vietnamese."""


def program() -> str | None:
    """Give the path of LibreOffice, None when it is not installed."""
    return next((found for name in _PROGRAMS if (found := shutil.which(name)) is not None), None)


def pdf(document: bytes, seconds: float = 120) -> bytes:
    """Give the PDF of a Word file. Raises PdfUnavailable when LibreOffice is missing, fails or takes too long."""
    office = program()
    if office is None:
        raise PdfUnavailable(_MISSING)
    with tempfile.TemporaryDirectory(prefix="thidua-pdf-") as folder:
        home = Path(folder)
        (home / "report.docx").write_bytes(document)
        command = [
            office,
            f"-env:UserInstallation={(home / 'profile').as_uri()}",
            "--headless",
            "--norestore",
            "--nolockcheck",
            "--convert-to",
            "pdf:writer_pdf_Export",
            "--outdir",
            str(home),
            str(home / "report.docx"),
        ]
        # A session of its own: soffice is a script, and the program that it starts must end with it.
        with subprocess.Popen(
            command,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"HOME": folder},
            start_new_session=True,
        ) as run:
            try:
                run.wait(seconds)
            except subprocess.TimeoutExpired:
                os.killpg(run.pid, signal.SIGKILL)
                raise PdfUnavailable(
                    f"LibreOffice chạy quá {seconds:.0f} giây nên chưa tạo được bản PDF; các bản khác vẫn đầy đủ."
                ) from None
        made = home / "report.pdf"
        if run.returncode != 0 or not made.is_file() or made.stat().st_size == 0:
            raise PdfUnavailable("LibreOffice không chuyển được bản Word sang PDF; các bản khác vẫn đầy đủ.")
        return made.read_bytes()
