"""Files in, records out, without store or Prefect: the commands ``parse``, ``text`` and ``check``."""

import json
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from flows.assembly import read_file, warm_up
from flows.files import expand, free_name
from flows.language import pick
from flows.settings import Settings
from parsers import registry as parsers
from pipeline.bundles import unfolded
from pipeline.model import Dispatch, Outcome, Severity, Status
from pipeline.record import as_record

DONE, NEEDS_PERSON = 0, 1
_BUNDLE_ENDS = (".zip", ".eml", ".msg", ".edxml")


def read(paths: Iterable[Path], settings: Settings, *, workers: int | None = None) -> Iterator[Outcome]:
    """Give the outcome of every file that the paths stand for, in order; none can stop the others.

    A bundle gives the outcomes of its files, which lie in a passing folder while they are read.
    """
    files = list(expand(paths))
    units = settings.unit_files
    # One file may bring many, but few do: more processes than files cost more than they save.
    few = len(files) == 1 and files[0].suffix.casefold() not in _BUNDLE_ENDS
    return _run(
        files,
        settings,
        partial(read_file, unit_files=units),
        workers=1 if few else workers or settings.workers,
        warm_up=partial(warm_up, units),
    )


def _run(
    files: Iterable[Path],
    settings: Settings,
    work: Callable[..., Outcome],
    *,
    workers: int,
    warm_up: Callable[[], object] | None = None,
) -> Iterator[Outcome]:
    """Give what ``work`` makes of every file and of all that it brings, laid into a passing folder (``folder=``)."""
    with (
        tempfile.TemporaryDirectory(prefix="thidua-", ignore_cleanup_errors=True) as folder,
        parsers.sandbox(
            partial(work, folder=Path(folder)),
            warm_up=warm_up,
            workers=workers,
            timeout_s=settings.timeout_seconds,
            memory_bytes=settings.memory_mb * 2**20,
        ) as readers,
    ):
        for outcome in readers.run(files):
            yield from unfolded(outcome, readers.run)
            for member in outcome.members:
                if member.path is not None:
                    shutil.rmtree(member.path.parent, ignore_errors=True)


def complaint(outcome: Outcome) -> str | None:
    """Give the clerk's line about a file that could not be read, None for one that could."""
    failure = outcome.failure
    return None if failure is None else f"[{failure.code}] {outcome.source.name}: {failure.message}"


def _progress(outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    """Pass outcomes on, telling failures on standard error, with a counter when a person watches a long run."""
    watched = sys.stderr.isatty() and not sys.stdout.isatty()
    for number, outcome in enumerate(outcomes, 1):
        if watched:
            print(f"\r{pick('Đã đọc', 'Read')} {number}", end="", file=sys.stderr, flush=True)
        if line := complaint(outcome):
            print(("\n" if watched else "") + line, file=sys.stderr, flush=True)
        yield outcome
    if watched:
        print(file=sys.stderr)


def _verdict(outcome: Outcome) -> int:
    return NEEDS_PERSON if outcome.status is Status.FAILED else DONE


def write_jsonl(outcomes: Iterable[Outcome], output: Path | None) -> int:
    """Write one JSON object a line to a file or standard output; give the exit code (1 when a file failed)."""
    worst = DONE
    handle = output.open("w", encoding="utf-8") if output else sys.stdout
    try:
        for outcome in _progress(outcomes):
            print(json.dumps(as_record(outcome), ensure_ascii=False), file=handle)
            worst = max(worst, _verdict(outcome))
    finally:
        if output:
            handle.close()
    return worst


def _columns(record: dict[str, Any]) -> list[str]:
    fields = record["fields"]

    def value(name: str) -> str:
        return str(fields[name]["value"]) if fields.get(name) else "–"

    recipients = len(fields.get("recipients") or ())
    names = ("symbol", "issued_on", "doc_type", "issuer", "subject", "signer_name")
    return [record["source"]["name"], record["status"], *(value(n) for n in names), str(recipients)]


def write_table(outcomes: Iterable[Outcome]) -> int:
    """Print a table of the head fields for a person to look over; give the exit code."""
    from rich.console import Console
    from rich.table import Table

    table = Table(show_lines=False)
    for heading in ("Tệp", "Trạng thái", "Số, ký hiệu", "Ngày", "Loại", "Cơ quan", "Trích yếu", "Người ký", "Nơi nhận"):
        table.add_column(heading, overflow="fold")
    worst = DONE
    for outcome in _progress(outcomes):
        table.add_row(*_columns(as_record(outcome)))
        worst = max(worst, _verdict(outcome))
    Console().print(table)
    return worst


def text_of(path: Path, output: Path, folder: Path) -> Outcome:
    """Write one file's text into ``output`` and give an outcome without fields: the work of a reading process.

    What the file brings is laid into ``folder``; a mere bundle has no text of its own.
    """
    from pipeline import intake, plain_text

    source = intake.open_source(path)
    unpacked = parsers.unpack(source, folder)
    if not unpacked.speaks:
        return Outcome(source, Status.CLEAN, members=unpacked.members)
    free_name(output, f"{path.stem}.txt").write_text(plain_text.render(parsers.read(source)), encoding="utf-8")
    return Outcome(source, Status.CLEAN, Dispatch(), members=unpacked.members)


def write_texts(paths: Iterable[Path], settings: Settings, folder: Path) -> int:
    """Write the Unicode text of each file, and of each file of a bundle, as ``STEM.txt``; give the exit code.

    A second file of one stem becomes ``STEM (2).txt``.
    """
    folder.mkdir(parents=True, exist_ok=True)
    # One process: two would race for the free name.
    outcomes = _run(expand(paths), settings, partial(text_of, output=folder), workers=1)
    return max((_verdict(outcome) for outcome in _progress(outcomes)), default=DONE)


_OF_A_BODY = frozenset({"UNKNOWN_ISSUER"})
_MARKS = {Severity.ERROR: "LỖI", Severity.WARNING: "CẦN XEM", Severity.INFO: "LƯU Ý"}


def write_findings(outcomes: Iterable[Outcome]) -> int:
    """Print every finding with rule, place and suggestion; give 1 when something needs a person.

    What holds of a body and not of one document (``_OF_A_BODY``) is printed with the first document only.
    """
    worst, told = DONE, set()
    for outcome in _progress(outcomes):
        print(outcome.source.name)
        findings = [f for f in outcome.findings if (f.code, f.message) not in told]
        told |= {(f.code, f.message) for f in findings if f.code in _OF_A_BODY}
        if outcome.failure is None and not findings:
            print("  Không có phát hiện.")
        for finding in findings:
            place = f" ({finding.evidence[0].line})" if finding.evidence else ""
            rule = f" [{finding.rule}]" if finding.rule else ""
            print(f"  {_MARKS[finding.severity]} {finding.code}: {finding.message}{place}{rule}")
            if finding.suggestion:
                print(f"    Gợi ý: {finding.suggestion}")
        if outcome.status is not Status.CLEAN:
            worst = NEEDS_PERSON
    return worst
