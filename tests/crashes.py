"""Runs that die or fail at a named point between claim and archive, and the proof that nothing came of it.

A run is a fork of the caller, so that hundreds of deaths cost seconds; what it would call at its point kills it with
SIGKILL, or raises what a full disk, a read-only or a lost database raises. Production code knows nothing of this.
"""

import errno
import hashlib
import importlib
import io
import os
import random
import signal
import sqlite3
import sys
import traceback
import unicodedata
import zipfile
from collections.abc import Callable, Iterable
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from outputs.store import StoreError

REPORT = """SỞ NỘI VỤ
CHI CỤC MẪU

Số: {number}/BC-CCM

Hồng Lam, ngày 12 tháng 12 năm 2023

BÁO CÁO

Kết quả thực hiện Phong trào thi đua "Chung tay vì cộng đồng" năm 2023

Có {number} hộ thoát nghèo.

Nơi nhận:
- Sở Nội vụ;
- Lưu: VT.

GIÁM ĐỐC

Nguyễn Văn Mẫu
"""

#: Point -> (what is called there, before or after it). The order is that of a file's way.
POINTS: dict[str, tuple[str, str]] = {
    "before the work folder is made": ("flows.files:WorkFolder._make", "before"),
    "work folder made": ("flows.files:WorkFolder._make", "after"),
    "run entered": ("outputs.store.sql:SqlStore.start_run", "after"),
    "a dead run's file moved": ("flows.files:WorkFolder._place", "after"),
    "before a claim": ("flows.files:WorkFolder.claim", "before"),
    "its sub-folder noted": ("flows.folders:note", "after"),
    "claimed by rename": ("flows.files:WorkFolder._move", "after"),
    "claimed": ("flows.files:WorkFolder.claim", "after"),
    "before hashing": ("flows.taking_in:open_source", "before"),
    "hashed": ("flows.taking_in:open_source", "after"),
    "before archiving": ("outputs.archive:Archive.put", "before"),
    "bytes copied to the archive": ("outputs.archive:_copy", "after"),
    "before the archive's link": ("outputs.archive:os.link", "before"),
    "archive's link made": ("outputs.archive:os.link", "after"),
    "archive's folder settled": ("outputs.archive:_settle", "after"),
    "archived": ("outputs.archive:Archive.put", "after"),
    "before the ledger's entry": ("outputs.store.sql:SqlStore.receive", "before"),
    "ledger's entry not committed": ("outputs.store.ledger:add", "after"),
    "entered in the ledger": ("outputs.store.sql:SqlStore.receive", "after"),
    "before reading": ("flows.standby:read_claimed", "before"),
    "read": ("flows.standby:read_claimed", "after"),
    "before saving": ("outputs.store.sql:SqlStore.save", "before"),
    "dispatch written, its rows not": ("outputs.store.placing:_dispatch", "after"),
    "rows written, not committed": ("outputs.store.write:save", "after"),
    "saved": ("outputs.store.sql:SqlStore.save", "after"),
    "before the quarantine": ("outputs.archive:Quarantine.put", "before"),
    "reason half written": ("outputs.archive:_write", "after"),
    "in the quarantine": ("outputs.archive:Quarantine.put", "after"),
    "before letting go": ("flows.taking_in:release", "before"),
    "let go": ("flows.taking_in:release", "after"),
    "before the run is closed": ("outputs.store.sql:SqlStore.end_run", "before"),
    "run closed": ("outputs.store.sql:SqlStore.end_run", "after"),
}

#: Points that a run passes once; it passes the others once a file.
ONCE = frozenset(name for name, (place, _) in POINTS.items() if place.endswith(("._make", ".start_run", ".end_run")))


def full_disk() -> BaseException:
    return OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def bad_disk() -> BaseException:
    return OSError(errno.EIO, os.strerror(errno.EIO))


def gone_database() -> BaseException:
    return StoreError("Không mở được kho dữ liệu: không có máy chủ trả lời")


#: Fault -> (what is called there, what it raises).
FAULTS: dict[str, tuple[str, Callable[[], BaseException]]] = {
    "disk full while claiming": ("flows.files:Path.mkdir", full_disk),
    "disk full while archiving": ("outputs.archive:_copy", full_disk),
    "disk full at the archive's link": ("outputs.archive:os.link", full_disk),
    "disk full in the quarantine": ("outputs.archive:_write", full_disk),
    "disk failing while hashing": ("flows.taking_in:open_source", bad_disk),
    "disk failing at the archive's folder": ("outputs.archive:_settle", bad_disk),
    "database gone at the ledger": ("outputs.store.sql:SqlStore.receive", gone_database),
    "database gone while saving": ("outputs.store.sql:SqlStore.save", gone_database),
}


def _owner(place: str) -> tuple[object, str]:
    module, path = place.split(":")
    owner: object = importlib.import_module(module)
    *way, name = path.split(".")
    for step in way:
        owner = getattr(owner, step)
    return owner, name


def at(place: str, when: str, call: int, act: Callable[[], None]) -> None:
    """Let ``act`` happen before the ``call``-th call of a function of this process, or after the ``call``-th that returns.

    A call that raises, as a broken file makes it, has no afterwards: files are taken over in no order.
    """
    owner, name = _owner(place)
    real, calls = getattr(owner, name), 0

    def count() -> None:
        nonlocal calls
        calls += 1
        if calls == call:
            act()

    def stand_in(*args, **kwargs):
        if when == "before":
            count()
        out = real(*args, **kwargs)
        if when == "after":
            count()
        return out

    setattr(owner, name, stand_in)


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def raising(make: Callable[[], BaseException]) -> Callable[[], None]:
    def act() -> None:
        raise make()

    return act


def read_only() -> None:
    """SQLite of this process may only read."""
    engine = importlib.import_module("outputs.store.engine")
    real = engine._sqlite_connect

    def connect(connection, record):
        real(connection, record)
        connection.execute("PRAGMA query_only = ON")

    engine._sqlite_connect = connect


class Jumping(datetime):
    """A clock that is decades ahead, then behind, then right."""

    @classmethod
    def now(cls, tz=None):
        return datetime.now(tz) + timedelta(days=random.choice((-9000, 0, 9000)))


def jumping_clock() -> None:
    for module in ("flows.taking_in", "outputs.store.sql"):
        importlib.import_module(module).datetime = Jumping


class InProcess:
    """Reads here instead of in other processes: the deaths that are proved are those of the run itself."""

    def run(self, paths: Iterable[Path]):
        from flows import standby

        for path in paths:
            yield standby.read_claimed(path, ())


@contextmanager
def _in_process(_settings):
    yield InProcess()


def work(run_id: str, *, own_readers: bool = True) -> None:
    """One whole run over the drop folder, as the flow orders it."""
    from flows import standby
    from flows.dropped import whole_now
    from flows.settings import Settings
    from flows.taking_in import Intake, Summary

    if own_readers:
        standby.readers = _in_process
    settings = Settings()
    with Intake(settings, run_id) as intake:
        intake.store.start_run("ingest", run_id=run_id)
        left = intake.folder.take_over(settings.inbox)
        mine, failures = intake.claim(whole_now(settings.inbox, 0))
        taken = failures + list(intake.take(left + mine))
        intake.store.end_run(run_id, Summary(run_id, tuple(taken)).counts)


def warm_up(folder: Path) -> None:
    """Load before the first fork what every run needs."""
    from flows import assembly

    importlib.import_module("outputs.store")
    importlib.import_module("flows.taking_in")
    sample = folder / "sample.txt"
    sample.write_text(REPORT.format(number=0), encoding="utf-8")
    assembly.read_file(sample, ())


def start(run_id: str, prepare: Callable[[], None] = lambda: None) -> int:
    """Fork a run and give its process id; ``prepare`` is called inside it first."""
    sys.stdout.flush(), sys.stderr.flush()
    child = os.fork()
    if child:
        return child
    code = 7
    try:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 2)
        prepare()
        work(run_id)
        code = 0
    except BaseException:
        if os.environ.get("THIDUA_DEBUG"):
            Path(os.environ["THIDUA_HOME"], "fault.txt").write_text(traceback.format_exc())
    finally:
        os._exit(code)


def end(child: int) -> int:
    """Wait for a run and give how it ended: its exit code, or minus the signal that killed it."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def run(run_id: str, prepare: Callable[[], None] = lambda: None) -> int:
    return end(start(run_id, prepare))


@dataclass
class Dropped:
    """Everything that was ever dropped: what must be found in the end, by hash of the bytes."""

    inbox: Path
    stored: set[str] = field(default_factory=set)
    quarantined: set[str] = field(default_factory=set)
    bundles: set[str] = field(default_factory=set)
    #: Sub-folder by hash, for what was dropped in one.
    folders: dict[str, str] = field(default_factory=dict)
    count: int = 0

    def _put(self, data: bytes, name: str, folder: str = "") -> str:
        # As a careful writer does: written aside, then renamed.
        place = self.inbox / folder
        place.mkdir(parents=True, exist_ok=True)
        draft = place / f".{name}"
        draft.write_bytes(data)
        draft.rename(place / name)
        self.count += 1
        return hashlib.sha256(data).hexdigest()

    def report(self, number: int, name: str | None = None, folder: str = "") -> None:
        data = REPORT.format(number=number).encode()
        sha256 = self._put(data, name or f"báo cáo {number}.txt", folder)
        self.stored.add(sha256)
        if folder:
            self.folders[sha256] = unicodedata.normalize("NFC", folder)

    def broken(self, number: int) -> None:
        self.quarantined.add(self._put(b"PK\x03\x04" + str(number).encode() * 40, f"hỏng {number}.docx"))

    def bundle(self, *numbers: int) -> None:
        data = io.BytesIO()
        with zipfile.ZipFile(data, "w") as made:
            for number in numbers:
                text = REPORT.format(number=number).encode()
                made.writestr(zipfile.ZipInfo(f"{number}.txt"), text)
                self.stored.add(hashlib.sha256(text).hexdigest())
        self.bundles.add(self._put(data.getvalue(), f"bó {numbers[0]}.zip"))

    def some(self, number: int) -> None:
        """Drop a few of each kind; ``number`` is new each time and counts in tens."""
        self.report(number)
        self.report(number, name=f"bản sao {number}.txt")
        # Some systems write names composed, some take the marks off the letters.
        self.report(number + 1, folder="Sở Tài chính/2026-Q3")
        self.report(number + 2, folder=unicodedata.normalize("NFD", "Sở Nội vụ"))
        self.broken(number)
        self.bundle(number + 5, number + 6)


def faults(home: Path, dropped: Dropped) -> list[str]:
    """Give everything that is lost, there twice, or unexplained in a home whose last run ended well."""
    from flows.overview import prove
    from flows.settings import Settings

    settings = Settings()
    proven = prove(settings)
    out = [] if proven.whole else [*proven.lines(), *proven.faults()]
    if proven.balance.waiting:
        out.append(f"{proven.balance.waiting} waiting")
    with sqlite3.connect(settings.var / "thidua.db") as connection:
        states = dict(connection.execute("SELECT sha256, state FROM file").fetchall())
        folders = dict(connection.execute("SELECT sha256, folder FROM file WHERE folder IS NOT NULL").fetchall())
        dispatches = [row[0] for row in connection.execute("SELECT sha256 FROM dispatch")]
        numbers = connection.execute("SELECT arrival_year, arrival_number FROM dispatch").fetchall()
    known = dropped.stored | dropped.quarantined | dropped.bundles
    out += [f"lost {sha}" for sha in known - set(states)]
    out += [f"unexplained {sha}" for sha in set(states) - known]
    out += [f"not stored {sha}" for sha in dropped.stored if states.get(sha) != "stored"]
    out += [f"not quarantined {sha}" for sha in dropped.quarantined if states.get(sha) != "quarantined"]
    if folders != dropped.folders:
        out.append(f"{len(folders)} files keep their sub-folder, not as the {len(dropped.folders)} were dropped")
    if sorted(dispatches) != sorted(dropped.stored):
        out.append(f"{len(dispatches)} dispatches for {len(dropped.stored)} documents")
    if len(set(numbers)) != len(numbers):
        out.append("an arrival number twice")
    left = [p for folder in (settings.inbox, settings.work) for p in folder.rglob("*") if p.is_file()]
    out += [f"left lying {p}" for p in left]
    quarantine = {p.name.split("_")[0] for p in settings.quarantine.glob("*/*.docx")}
    if quarantine != {sha[:12] for sha in dropped.quarantined}:
        out.append("the quarantine holds other files than the ledger says")
    return out


def now() -> str:
    return datetime.now(UTC).strftime("%H%M%S%f")
