"""Word templates of the office: looked over by a program of their own before they are put in force.

``python -m flows.desk.papers FILE`` prints what is wrong with a template; exit 3 when something is.
"""

import contextlib
import subprocess
import sys
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from flows import reporting
from flows.settings import Settings
from outputs import registry as outputs
from outputs.desk.commands import CannotDo, Paper

#: Bytes of a template with its letterhead's picture; seconds for looking it over.
_LARGEST, _SECONDS = 10 * 1024 * 1024, 30
_ENDING = ".docx"


class Papers:
    """The templates in force: the program's, and in their place the office's own."""

    def __init__(self, settings: Settings) -> None:
        """Keep the office's own beside its settings."""
        self.settings = settings
        self.folder = settings.home / "templates"

    def papers(self) -> Sequence[Paper]:
        """Give every template that a report is printed on."""
        used: dict[str, list[str]] = {}
        try:
            every = outputs.reports(reporting.templates(self.settings))
        except outputs.ReportError as error:
            raise CannotDo(str(error)) from error
        for one in every:
            if one.paper:
                used.setdefault(one.paper, []).append(one.title)
        return [Paper(name, tuple(titles), self._since(name)) for name, titles in sorted(used.items())]

    def _since(self, name: str) -> datetime | None:
        try:
            return datetime.fromtimestamp((self.folder / name).stat().st_mtime, UTC)
        except OSError:
            return None

    def _known(self, name: str) -> str:
        """Give the name back when a report is printed on it: nothing else is ever written or read."""
        if name not in {paper.name for paper in self.papers()}:
            raise CannotDo("Không có mẫu Word này.")
        return name

    def file(self, name: str) -> Path:
        """Give where the template in force lies."""
        return outputs.template(self._known(name), reporting.templates(self.settings))

    def put(self, name: str, stream: BinaryIO) -> None:
        """Put a template in force, or say what is wrong with it and leave everything as it was."""
        self._known(name)
        data = stream.read(_LARGEST + 1)
        if len(data) > _LARGEST:
            raise CannotDo(f"Mẫu Word lớn quá {_LARGEST // 1024 // 1024} MB.")
        self.folder.mkdir(exist_ok=True)
        # Beside the one in force, so that it takes its place at once or not at all.
        draft = self.folder / f".{uuid.uuid4().hex}{_ENDING}"
        try:
            draft.write_bytes(data)
            if wrong := _looked_over(draft):
                raise CannotDo(wrong.replace(draft.name, name))
            draft.replace(self.folder / name)
        except OSError as error:
            raise CannotDo(f"Không ghi được mẫu vào thư mục templates: {error.strerror}.") from error
        finally:
            with contextlib.suppress(OSError):
                draft.unlink(missing_ok=True)

    def drop(self, name: str) -> None:
        """Put the program's template in force again; the office's own is kept under another name."""
        own = self.folder / self._known(name)
        if own.is_file():
            own.replace(own.with_suffix(f".{datetime.now(UTC):%Y%m%d-%H%M%S}.cu"))


def _looked_over(path: Path) -> str:
    """Give what is wrong with a template, blank for nothing."""
    # This module is loaded with its package before it runs, of which Python would warn on the stream that people read.
    command = [sys.executable, "-W", "ignore", "-m", "flows.desk.papers", str(path)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return "Xem xét mẫu quá lâu. Lưu lại mẫu bằng Word rồi thử lại."
    if done.returncode == 0:
        return ""
    said = done.stderr.decode(errors="replace").strip()
    return (
        said if done.returncode == _WRONG and said else "Không đọc được mẫu này. Lưu lại bằng Word (.docx) rồi thử lại."
    )


_WRONG = 3


def main(path: Path) -> int:
    """Look a template over as a stranger's file first, then as a template; give the exit code."""
    from outputs.council.template import check
    from parsers import registry as parsers
    from parsers.viewing import limit_memory
    from pipeline import media
    from pipeline.errors import FileError
    from pipeline.intake import open_source

    limit_memory()
    try:
        source = open_source(path)
        if source.media_type != media.DOCX:
            print("Mẫu phải là tệp Word dạng .docx.", file=sys.stderr)
            return _WRONG
        if any(note.code == "MACROS" for note in parsers.read(source).notes):
            print("Mẫu có macro. Bỏ macro, lưu lại dạng .docx rồi thử lại.", file=sys.stderr)
            return _WRONG
        check(path)
    except FileError as error:
        print(error.failure.message, file=sys.stderr)
        return _WRONG
    except outputs.ReportError as error:
        print(error, file=sys.stderr)
        return _WRONG
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
