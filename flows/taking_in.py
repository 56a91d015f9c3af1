"""Taking files in, as plain steps: own the file, keep its bytes, read it, write it down, let go. In this order.

The bytes are in the archive before anything is read, the ledger knows them before they are read, and the run's own
copy goes last; so a run may die anywhere and the next one finds every file and counts none twice.
"""

from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone
from hashlib import file_digest
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from flows import standby
from flows.assembly import heard, open_store
from flows.files import Claimed, WorkFolder, release
from flows.journal import file_id, open_journal, tell
from flows.settings import Settings
from outputs import registry as outputs
from pipeline import bundles
from pipeline.bundles import Nest
from pipeline.checks import arrival
from pipeline.errors import Code, Failure, FileError
from pipeline.intake import open_source
from pipeline.model import Outcome, Source, Status
from pipeline.ports import Kind

if TYPE_CHECKING:
    from parsers.sandbox import Sandbox

_VIETNAM = timezone(timedelta(hours=7))


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one file: ``kind`` is the store's word, ``message`` the clerk's line when something needs a person.

    A file with several dispatches gives one each; ``part`` counts them from 1.
    """

    name: str
    kind: str
    dispatch_id: str | None = None
    symbol: str | None = None
    needs_review: bool = False
    message: str = ""
    part: int = 1


class Intake:
    """Everything one run needs, opened once and closed with it: store, archive, quarantine, reading processes."""

    def __init__(self, settings: Settings, run_id: str, *, joins: bool = False) -> None:
        """Open the store and take the run's folder; the reading processes start with the first new file.

        One that ``joins`` works on files that the run has claimed already, in another process or on another machine.
        """
        open_journal(settings)
        self.settings = settings
        self.run_id = run_id
        self.store = open_store(settings)
        self.archive = outputs.open_archive(settings.archive_url, settings.archive)
        self.quarantine = outputs.Quarantine(settings.quarantine)
        settings.inbox.mkdir(parents=True, exist_ok=True)
        self.folder = WorkFolder(settings.work, run_id, joins=joins)
        self._opened = ExitStack()
        self._sandbox: Sandbox | None = None

    def __enter__(self) -> "Intake":
        """Give itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop the reading processes and give everything back."""
        self._opened.close()
        self.folder.close()
        self.store.close()

    def claim(self, paths: Sequence[Path], asked: Sequence[Path] = ()) -> tuple[list[Claimed], list[Taken]]:
        """Own the files; those that cannot be had come back as failures with a name. Nothing of them is lost: they stay put.

        ``asked`` are the paths that were named: of a folder among them, the sub-folders are hints.
        """
        named = [path for path in asked if path.is_dir()]
        mine: list[Claimed] = []
        failures: list[Taken] = []
        for path in paths:
            try:
                if not path.exists() and not path.is_symlink():
                    raise FileError(Code.NOT_FOUND)
                if not path.is_file() or path.is_symlink():
                    raise FileError(Code.NOT_A_FILE)
                mine.append(self.folder.claim(path, self.settings.inbox, named))
            except FileError as error:
                failures.append(_untouched(path, error.failure))
            except PermissionError:
                failures.append(_untouched(path, Failure(Code.UNREADABLE)))
            except FileNotFoundError:
                # Another run was quicker; it tells what became of the file.
                continue
        return mine, failures

    def take(self, claimed: Sequence[Claimed], around: Nest | None = None) -> Iterator[Taken]:
        """Take a batch in and give what became of each file. Done again after a fault, it goes on where it stopped.

        A bundle is written down after all that it brought: a run that dies in between opens it again. ``around`` is
        the bundle whose files are taken in.
        """
        told: deque[Taken] = deque()
        waiting: deque[tuple[Claimed, Source, str]] = deque()
        # Files are archived and entered while those before them are read: neither disk nor readers wait.
        for outcome in self._readers().run(self._enter(claimed, waiting, told)):
            while told:
                yield told.popleft()
            item, source, archived_as = waiting.popleft()
            outcome = outcome.of(replace(source, path=item.path))
            if around is not None and item.member is not None:
                outcome = around.settled(outcome, item.member)
            outcome, nest = bundles.accepted(outcome, around)
            if nest is not None:
                yield from self._open(outcome, nest)
            yield from self._keep(item, outcome, archived_as)
        yield from told

    def _open(self, outcome: Outcome, nest: Nest) -> Iterator[Taken]:
        """Take in what a bundle brought, as files of their own."""
        inside: list[Claimed] = []
        for member in outcome.members:
            lost = bundles.missing(member, outcome.source)
            if lost is not None:
                # There is no copy to let go: what lies near is the bundle, which is written down last.
                yield from self._write_down(lost, None)
            elif member.path is not None:
                origin, folder = member.origin(outcome.source), outcome.source.folder
                inside.append(Claimed(member.path, member.name, None, member, origin, folder))
        yield from self.take(inside, nest)

    def _enter(
        self, claimed: Sequence[Claimed], waiting: "deque[tuple[Claimed, Source, str]]", told: "deque[Taken]"
    ) -> Iterator[Path]:
        """Archive each file and enter it in the ledger; give the paths to read. What needs no reading is ``told``."""
        for item in claimed:
            if not item.path.exists():
                continue
            try:
                source = replace(open_source(item.path), name=item.name, origin=item.origin, folder=item.folder)
                archived_as = self.archive.put(source)
            except FileError as error:
                told.extend([_busy(item)] if error.failure.code is Code.IN_USE else self._refuse(item, error.failure))
                continue
            if self.store.receive(source, run_id=self.run_id, received_at=datetime.now(UTC), archived_as=archived_as):
                tell("received", file=file_id(source.sha256), run=self.run_id, name=item.name, size=source.size)
                waiting.append((item, source, archived_as))
                yield item.path
            else:
                tell("same_file", file=file_id(source.sha256), run=self.run_id, name=item.name)
                release(item)
                told.append(Taken(item.name, Kind.SAME_FILE.value))

    def _readers(self) -> "Sandbox":
        if self._sandbox is None:
            self._sandbox = self._opened.enter_context(standby.readers(self.settings))
        return self._sandbox

    def _keep(self, item: Claimed, outcome: Outcome, archived_as: str | None) -> list[Taken]:
        """Write an outcome down and let the run's copy go; give what became of each dispatch."""
        told = self._write_down(outcome, archived_as)
        release(item)
        return told

    def _write_down(self, outcome: Outcome, archived_as: str | None) -> list[Taken]:
        now = datetime.now(UTC)
        # Bytes that came in before keep their first day: that of a run that died, of an earlier failure, of a reading.
        came = self.store.arrived(outcome.source.sha256) or now
        outcome = heard(arrival.judged(outcome, came.astimezone(_VIETNAM).date()), self.settings)
        saved = self.store.save(outcome, run_id=self.run_id, received_at=now, archived_as=archived_as)
        if outcome.failure is not None:
            original = self.archive.path(archived_as) if archived_as else None
            self.quarantine.put(outcome.source, outcome.failure, run_id=self.run_id, received_at=now, original=original)
        else:
            self.quarantine.release(outcome.source.sha256)
        code = outcome.failure.code.value if outcome.failure else None
        # The same bytes again may have been read otherwise the first time: then only the file is told of.
        answers = (saved, *saved.further)
        written = zip(outcome.dispatches, answers, strict=False) if saved.further else ((outcome, saved),)
        told = []
        for one, answer in written:
            words = {"name": one.extent.named(one.source.name), "dispatch": answer.dispatch_id, "code": code}
            seconds = round(outcome.seconds, 3)
            tell(answer.kind.value, file=file_id(one.source.sha256), run=self.run_id, **words, seconds=seconds)
            told.append(_told(one, answer.kind.value, answer.dispatch_id, answer.needs_review))
        return told

    def _refuse(self, item: Claimed, failure: Failure) -> list[Taken]:
        """Keep a file that could not even be opened as a document: its bytes, its reason, its line in the ledger."""
        with item.path.open("rb") as stream:
            sha256 = file_digest(stream, "sha256").hexdigest()
        size, kind = item.path.stat().st_size, "application/octet-stream"
        source = Source(item.name, item.path, sha256, size, kind, item.origin, item.folder)
        archived_as = self.archive.put(source)
        self.store.receive(source, run_id=self.run_id, received_at=datetime.now(UTC), archived_as=archived_as)
        return self._keep(item, Outcome(source, Status.FAILED, failure=failure), archived_as)


def _untouched(path: Path, failure: Failure) -> Taken:
    return Taken(path.name, Kind.FAILED.value, message=f"[{failure.code}] {path.name}: {failure.message}")


def _busy(item: Claimed) -> Taken:
    """Tell of a file that somebody still writes to: it stays in the run's folder, and the next run takes it over."""
    failure = Failure(Code.IN_USE)
    return Taken(item.name, Kind.FAILED.value, message=f"[{failure.code}] {item.name}: {failure.message}")


def _told(outcome: Outcome, kind: str, dispatch_id: str | None, needs_review: bool) -> Taken:
    symbol = outcome.dispatch.symbol.value if outcome.dispatch and outcome.dispatch.symbol else None
    message = ""
    if outcome.failure is not None:
        message = f"[{outcome.failure.code}] {outcome.source.name}: {outcome.failure.message}"
    elif needs_review:
        message = " ".join(f.message for f in outcome.findings if f.severity.value != "info")
    # The same bytes again ask nobody anything: whoever must look has been told the first time.
    fresh = kind != Kind.SAME_FILE.value
    name, part = outcome.extent.named(outcome.source.name), outcome.extent.part
    return Taken(name, kind, dispatch_id, symbol, needs_review and fresh, message if fresh else "", part)


@dataclass(frozen=True, slots=True)
class Summary:
    """One run's outcome, for the clerk and for the exit code."""

    run_id: str
    taken: tuple[Taken, ...]

    @property
    def counts(self) -> dict[str, int]:
        """Files and the further dispatches in them by kind, with those that need a review."""
        out = {kind.value: sum(t.kind == kind.value for t in self.taken) for kind in Kind if kind is not Kind.BUNDLE}
        return out | {"needs_review": sum(t.needs_review for t in self.taken)}

    @property
    def needs_person(self) -> bool:
        """Tell whether something failed or needs a review."""
        return any(t.kind == Kind.FAILED.value or t.needs_review for t in self.taken)

    def totals(self) -> list[str]:
        """Give the one-line summary."""
        n, opened = self.counts, sum(t.kind == Kind.BUNDLE.value for t in self.taken)
        further = sum(t.part > 1 for t in self.taken)
        held = f", trong đó {opened} bó tệp" if opened else ""
        held += f", có thêm {further} văn bản nằm chung tệp" if further else ""
        return [
            f"Đã tiếp nhận {len(self.taken) - further} tệp{held}: {n['new']} mới, {n['new_version']} phiên bản mới, "
            f"{n['same_file']} trùng, {n['needs_review']} cần xem, {n['failed']} lỗi."
        ]

    def lines(self) -> list[str]:
        """Give a line a file, then the summary."""
        words = {
            "new": "MỚI",
            "same_file": "TRÙNG",
            "new_version": "PHIÊN BẢN MỚI",
            "failed": "LỖI",
            "bundle": "BÓ TỆP",
        }
        out = []
        for item in self.taken:
            mark = "CẦN XEM" if item.needs_review and item.kind != Kind.FAILED.value else words[item.kind]
            symbol = f" {item.symbol}" if item.symbol else ""
            out.append(f"{mark:<14}{item.name}{symbol}" + (f"\n{'':<14}{item.message}" if item.message else ""))
        return out + self.totals()
