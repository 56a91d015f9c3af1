"""What the review desk may set off, as it receives it: views from a process of their own, runs, figures."""

import contextlib
import json
import os
import re
import subprocess
import sys
import threading
import time
import unicodedata
import uuid
from collections import deque
from collections.abc import Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any, BinaryIO

from flows import reporting
from flows.files import free_name, is_temporary
from flows.settings import Settings
from outputs import registry as outputs
from outputs.desk.commands import CannotDo, Commands, Edition, ReportRequest, Shown, ShownLine, Work
from pipeline.consolidate import Consolidation
from pipeline.model import Period

#: Seconds for drawing a page or reading the lines of a document.
_VIEW_S = 60
#: Views made side by side: the machine has others to serve.
_VIEWS = threading.BoundedSemaphore(2)
#: Documents whose lines are kept in memory.
_SHOWN = 64
#: Bytes of drawn pages kept on disk; the oldest go first.
_KEPT_BYTES = 512 * 1024 * 1024
#: Bytes of a file laid into the drop folder at a time.
_PIECE = 1024 * 1024
_MEMBER = re.compile(r"[0-9a-f]{32}")
_SAFE = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]')
#: Bytes of a name that every file system takes, with room for `` (2)``.
_LONGEST_NAME = 200


def safe_name(given: str) -> str:
    """Give the name that an uploaded file may bear: no folder, nothing invisible, not too long.

    Raises CannotDo for a name that programs give to files they still write, since nobody would ever take it in.
    """
    last = re.split(r"[/\\]", given)[-1]
    name = _SAFE.sub("_", unicodedata.normalize("NFC", last)).strip(" .") or "tep"
    if is_temporary(Path(last.strip())) or is_temporary(Path(name)):
        raise CannotDo(f"«{last[:80]}» là tệp tạm của chương trình khác. Chọn tệp văn bản đã lưu.")
    ending = Path(name).suffix
    if len(ending.encode()) > 16:
        ending = ""
    stem = name.removesuffix(ending).encode()[: _LONGEST_NAME - len(ending.encode())].decode(errors="ignore")
    return f"{stem.strip() or 'tep'}{ending}"


@dataclass
class _Run:
    """A program that the desk started."""

    work: Work
    process: "subprocess.Popen[str] | None" = None


@dataclass
class Hands:
    """Everything behind the commands of one running desk. Close it when the desk stops."""

    settings: Settings
    runs: "deque[_Run]" = field(default_factory=lambda: deque(maxlen=10))
    lock: threading.Lock = field(default_factory=threading.Lock)
    shown: dict[str, Shown] = field(default_factory=dict)
    figures: dict[Any, "Future[Consolidation]"] = field(default_factory=dict)
    pool: ProcessPoolExecutor | None = None
    again: bool = False

    def commands(self) -> Commands:
        """Give the commands for the desk."""
        return Commands(
            show=self.show,
            picture=self.picture,
            original=self.original,
            take_in=self.take_in,
            start_ingest=self.start_ingest,
            works=lambda: tuple(run.work for run in self.runs),
            consolidation=self.consolidation,
            start_report=self.start_report,
            editions=self.editions,
            edition_file=self.edition_file,
            money=money,
            agency=partial(agency, self.settings),
        )

    def close(self) -> None:
        """Stop what was started and give everything back."""
        if self.pool is not None:
            self.pool.shutdown(wait=False, cancel_futures=True)
        for run in self.runs:
            if run.process is not None and run.process.poll() is None:
                run.process.terminate()

    # Views

    def original(self, archived_as: str) -> Path:
        """Give where an original lies."""
        try:
            path = outputs.Archive(self.settings.archive).path(archived_as)
        except ValueError as error:
            raise CannotDo("Tệp gốc không nằm trong kho lưu.") from error
        if not path.is_file():
            raise CannotDo("Không thấy tệp gốc trong kho lưu. Chạy «thidua verify».")
        return path

    def show(self, archived_as: str) -> Shown:
        """Give how a document is shown."""
        with self.lock:
            known = self.shown.get(archived_as)
        if known is not None:
            return known
        # Not kept on disk: the lines of a newer program may be counted differently.
        plain = json.loads(self._view("show", self.original(archived_as)))
        lines = (
            ShownLine(index, text, place, None if cell is None else tuple(cell), bold, centered)
            for index, text, place, cell, bold, centered in plain["lines"]
        )
        shown = Shown(tuple((float(w), float(h)) for w, h in plain["pages"]), tuple(lines))
        with self.lock:
            for old in list(self.shown)[: len(self.shown) - _SHOWN + 1]:
                del self.shown[old]
            self.shown[archived_as] = shown
        return shown

    def picture(self, archived_as: str, number: int) -> bytes:
        """Give a page as a PNG."""
        path = self.original(archived_as)
        kept = self.settings.var / "cache" / "desk" / f"{path.stem}.{number}.png"
        with contextlib.suppress(OSError):
            return kept.read_bytes()
        drawn = self._view("picture", path, str(number))
        kept.parent.mkdir(parents=True, exist_ok=True)
        draft = kept.with_name(f".{uuid.uuid4().hex}")
        draft.write_bytes(drawn)
        draft.rename(kept)
        _sweep(kept.parent)
        return drawn

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

    # Taking in

    def take_in(self, given: str, stream: BinaryIO) -> str:
        """Lay one file into the drop folder, whole or not at all."""
        name = safe_name(given)
        inbox = self.settings.inbox
        inbox.mkdir(parents=True, exist_ok=True)
        draft = inbox / f".{uuid.uuid4().hex}"
        try:
            with draft.open("wb") as out:
                while piece := stream.read(_PIECE):
                    out.write(piece)
            while True:
                target = free_name(inbox, name)
                # A link never replaces a file: two people may send one name at once.
                with contextlib.suppress(FileExistsError):
                    os.link(draft, target)
                    return target.name
        except OSError as error:
            raise CannotDo(f"Không ghi được tệp vào thư mục tiếp nhận: {error.strerror}.") from error
        finally:
            draft.unlink(missing_ok=True)

    def start_ingest(self, who: str) -> None:
        """Start a run over the drop folder; while one is running another follows it, once."""
        with self.lock:
            if any(run.work.kind == "tiếp nhận" and run.work.state == "running" for run in self.runs):
                self.again = True
                return
            run = self._started("tiếp nhận", who)
        threading.Thread(target=self._ingest, args=(run,), daemon=True).start()

    def _ingest(self, run: _Run) -> None:
        self._follow(run, ["ingest", "--quiet"])
        with self.lock:
            again, self.again = self.again, False
        if again:
            self.start_ingest(run.work.who)

    def _started(self, kind: str, who: str) -> _Run:
        run = _Run(Work(kind, "running", datetime.now(UTC), who))
        self.runs.appendleft(run)
        return run

    def _follow(self, run: _Run, arguments: Sequence[str]) -> int:
        """Run a command of the program in a process of its own and keep what it prints."""
        start = "import sys; from flows.command import main; sys.argv[0] = 'thidua'; main()"
        environment = os.environ | {"THIDUA_HOME": str(self.settings.home.resolve()), "PYTHONUNBUFFERED": "1"}
        code = 3
        try:
            process = subprocess.Popen(
                [sys.executable, "-c", start, *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT, text=True, encoding="utf-8", errors="replace", env=environment,
            )  # fmt: skip
            run.process = process
            for line in process.stdout or ():
                if line.strip():
                    run.work = replace(run.work, lines=(*run.work.lines[-40:], line.strip()[:400]))
            code = process.wait()
        except OSError as error:
            run.work = replace(run.work, lines=(f"Không chạy được: {error.strerror}",))
        run.work = replace(run.work, state="done" if code in (0, 1) else "failed")
        return code

    # Figures and reports

    def consolidation(self, movement: str, period: Period, as_of: date, version: int) -> Consolidation | None:
        """Give the figures of a movement, worked out in a process of its own; None while that lasts.

        ``version`` is the store's: figures of an older one are worked out anew.
        """
        key = (movement, period, as_of, version)
        with self.lock:
            if self.pool is None:
                self.pool = ProcessPoolExecutor(1, mp_context=get_context("spawn"))
            if key not in self.figures:
                for old in [k for k, f in self.figures.items() if k[:3] == key[:3] and f.done()] + list(self.figures)[
                    :-20
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

    @property
    def _editions(self) -> Path:
        return self.settings.reports / "ban-duyet"

    def start_report(self, request: ReportRequest, who: str) -> str:
        """Start a report run and give the edition's id."""
        identifier = uuid.uuid4().hex
        folder = self._editions / identifier
        folder.mkdir(parents=True)
        asked = {
            "movement": request.movement, "period": f"{request.period.start}..{request.period.end}",
            "as_of": request.as_of.isoformat(), "who": who, "made_at": datetime.now(UTC).isoformat(),
        }  # fmt: skip
        with self.lock:
            run = self._started("lập báo cáo", who)
        _write(folder, asked | {"state": "running", "lines": []})
        arguments = [
            "report", "--movement", request.movement, "--from", request.period.start.isoformat(),
            "--to", request.period.end.isoformat(), "--as-of", request.as_of.isoformat(), "-o", str(folder),
        ]  # fmt: skip

        def work() -> None:
            code = self._follow(run, arguments)
            state = "done" if code in (0, 1) else "failed"
            _write(folder, asked | {"state": state, "lines": list(run.work.lines)})

        threading.Thread(target=work, daemon=True).start()
        return identifier

    def editions(self) -> Sequence[Edition]:
        """Give the reports made from the desk, newest first."""
        out = []
        for folder in self._editions.glob("*"):
            with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
                plain = json.loads((folder / "phieu.json").read_text(encoding="utf-8"))
                files = tuple(sorted(p.name for p in folder.iterdir() if p.is_file() and p.name != "phieu.json"))
                made = datetime.fromisoformat(plain.pop("made_at"))
                lines = tuple(plain.pop("lines"))
                out.append(Edition(id=folder.name, made_at=made, files=files, lines=lines, **plain))
        return sorted(out, key=lambda e: e.made_at, reverse=True)

    def edition_file(self, identifier: str, name: str) -> Path:
        """Give where a file of an edition lies: one that the edition lists, and nothing else."""
        for edition in self.editions() if _MEMBER.fullmatch(identifier) else ():
            if edition.id == identifier and name in edition.files:
                return self._editions / identifier / name
        raise CannotDo("Không có tệp này.")


def _write(folder: Path, plain: dict[str, Any]) -> None:
    draft = folder / ".phieu"
    draft.write_text(json.dumps(plain, ensure_ascii=False), encoding="utf-8")
    draft.rename(folder / "phieu.json")


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


def money(value: str, unit: str) -> int | None:
    """Give a sum in whole đồng, None for what is no sum."""
    # Loaded by the first correction of a sum, not by every start.
    from parsers.viewing import dong

    return dong(f"{value} {unit}")


def agency(settings: Settings, text: str, on: date | None) -> tuple[str, str] | None:
    """Give id and canonical name of the body that a text names, None when not sure."""
    from flows.assembly import toolkit

    found = toolkit(settings.unit_files).resolve(text, on, None)
    return None if found is None else (found.id, found.name)


def run(settings: Settings, host: str, port: int) -> None:
    """Serve the desk until stopped."""
    from flows.assembly import open_store
    from outputs.desk import app

    hands = Hands(settings)
    with open_store(settings) as store:
        try:
            names = {"127.0.0.1", "localhost", "[::1]", host}
            app.serve(app.build(store, hands.commands(), sorted(names)), host, port)
        finally:
            hands.close()


def create_admin(settings: Settings, name: str, password: str) -> None:
    """Make an account that manages the others. Raises ValueError with a Vietnamese sentence."""
    from flows.assembly import open_store
    from outputs.desk import passwords
    from outputs.store import Account, TakenName

    secret = passwords.hashed(password)
    with open_store(settings) as store:
        try:
            store.people.add(Account(name.lower(), name, "quan_tri", None, secret, True), who="dòng lệnh")
        except TakenName as error:
            raise ValueError(f"Đã có người dùng «{name}».") from error
        except ValueError as error:
            raise ValueError("Tên gồm chữ thường không dấu, số, dấu chấm, gạch; từ 2 đến 40 ký tự.") from error
