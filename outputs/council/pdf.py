"""Word file -> PDF by LibreOffice, in a process of its own with its own profile and a time limit."""

import os
import re
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

_PROGRAMS = ("soffice", "libreoffice")
_MISSING = (
    "Không tìm thấy LibreOffice nên chưa tạo được bản PDF; các bản Word, Excel và HTML vẫn đầy đủ. "
    "Cài đặt LibreOffice Writer, hoặc mở bản Word và lưu thành PDF."
)


#: Faces with the letters and the widths of Times New Roman.
_FACES = ("Times New Roman", "Liberation Serif", "Tinos")
_OTHER_FACE = (
    "máy không có phông Times New Roman hay Liberation Serif nên bản PDF in bằng phông khác, trang có thể ngắt khác bản Word. "
    "Cài đặt gói fonts-liberation."
)


_PAGE = re.compile(rb"/Type\s*/Page\b(?!s)")


def pages(data: bytes) -> int:
    """Give how many pages a PDF of LibreOffice has."""
    return len(_PAGE.findall(data))


class PdfUnavailable(Exception):
    """The PDF could not be made; the message says why in Vietnamese."""


def program() -> str | None:
    """Give the path of LibreOffice, None when it is not installed."""
    return next((found for name in _PROGRAMS if (found := shutil.which(name)) is not None), None)


def other_face() -> str | None:
    """Give a Vietnamese warning when the PDF would be set in another face, None when the right one is there or unknown."""
    finder = shutil.which("fc-match")
    if finder is None:
        return None
    try:
        asked = [finder, "--format=%{family}", _FACES[0]]
        found = subprocess.run(asked, capture_output=True, text=True, timeout=20, check=True).stdout
    except (OSError, subprocess.SubprocessError):
        return None
    return None if any(face in found for face in _FACES) else _OTHER_FACE


def pdf(document: bytes, seconds: float = 120) -> bytes:
    """Give the PDF of a Word file. Raises PdfUnavailable when LibreOffice is missing, fails or takes too long."""
    return pdfs((document,), seconds)[0]


def pdfs(documents: Sequence[bytes], seconds: float = 120) -> tuple[bytes, ...]:
    """Give the PDFs of Word files, all by one run of LibreOffice, which takes longer to start than to print.

    Raises:
        PdfUnavailable: LibreOffice is missing, fails or takes longer than ``seconds``.
    """
    office = program()
    if office is None:
        raise PdfUnavailable(_MISSING)
    if not documents:
        return ()
    with tempfile.TemporaryDirectory(prefix="thidua-pdf-") as folder:
        home = Path(folder)
        names = [f"report-{number}" for number in range(1, len(documents) + 1)]
        for name, data in zip(names, documents, strict=True):
            (home / f"{name}.docx").write_bytes(data)
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
            *(str(home / f"{name}.docx") for name in names),
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
        made = [home / f"{name}.pdf" for name in names]
        if run.returncode != 0 or not all(one.is_file() and one.stat().st_size for one in made):
            raise PdfUnavailable("LibreOffice không chuyển được bản Word sang PDF; các bản khác vẫn đầy đủ.")
        return tuple(one.read_bytes() for one in made)
