"""One file the whole way: source, layout, zones, candidates, dispatch, findings. A failure is a value."""

import time
from dataclasses import replace
from pathlib import Path

from pipeline import checks, intake, parting, zones
from pipeline.assemble import assemble
from pipeline.definitions import definitions, honouring
from pipeline.errors import Code, Failure, FileError
from pipeline.model import Dispatch, Finding, Layout, Note, Outcome, Reading, Severity, Source, Status, Unpacked, Zones
from pipeline.ports import Toolkit
from pipeline.text import clean


def process(path: Path, toolkit: Toolkit, folder: Path | None = None) -> Outcome:
    """Give the outcome of one file; never raises for anything the file holds.

    What a bundle brings is laid into ``folder``; without one only the file itself is read.
    Set failed first, clean last: whatever goes wrong in between is a failed outcome with its code.
    """
    began = time.perf_counter()
    try:
        source = intake.open_source(path)
    except FileError as error:
        return failed(path, error.failure, began)
    try:
        unpacked = Unpacked() if folder is None else toolkit.unpack(source, folder)
        if unpacked.speaks:
            outcome = understand(source, toolkit.read(source), toolkit)
            outcome = replace(outcome, members=unpacked.members, findings=(*_notes(unpacked.notes), *outcome.findings))
        else:
            findings = _notes(unpacked.notes)
            outcome = Outcome(source, Status.CLEAN, findings=findings, members=unpacked.members)
    except FileError as error:
        outcome = Outcome(source, Status.FAILED, failure=error.failure)
    except MemoryError:
        outcome = Outcome(source, Status.FAILED, failure=Failure(Code.MEMORY))
    # A file no one foresaw must not stop the night's batch; its name and place go to the clerk's quarantine.
    except Exception as error:
        outcome = Outcome(source, Status.FAILED, failure=Failure(Code.INTERNAL, _where(error)))
    return replace(outcome, seconds=time.perf_counter() - began)


def understand(source: Source, layout: Layout, toolkit: Toolkit) -> Outcome:
    """Give the outcome of a file already read."""
    split = zones.split(layout)
    profile = toolkit.detect(split)
    candidates = [c for find in toolkit.families for c in find(split, profile)]
    resolve = honouring(toolkit.resolve, definitions(line.text for line in layout.lines))
    assembled = assemble(candidates, resolve, split, source.name)
    judged = checks.run(assembled.dispatch, split, profile, resolve=resolve)
    more = parting.further(split, assembled.dispatch, lambda part: _head_of(part, toolkit)) if split.next_head else ()
    findings = (*_notes(layout.notes), *more, *assembled.findings, *judged)
    return Outcome(
        source,
        _status(findings, assembled.dispatch),
        assembled.dispatch,
        profile=profile,
        findings=findings,
        reading=Reading(layout.reader, layout.pages, layout.encoding, layout.ocr),
    )


def _head_of(part: Zones, toolkit: Toolkit) -> Dispatch:
    """Give the dispatch of a further part of the file, to tell whether it is one."""
    profile = toolkit.detect(part)
    return assemble([c for find in toolkit.families for c in find(part, profile)], toolkit.resolve, part, "").dispatch


def failed(path: Path, failure: Failure, began: float) -> Outcome:
    """Give the outcome of a file that could not even be opened; its hash is then unknown and empty."""
    source = Source(clean(path.name), path, "", 0, "application/octet-stream")
    return Outcome(source, Status.FAILED, failure=failure, seconds=time.perf_counter() - began)


def _notes(notes: tuple[Note, ...]) -> tuple[Finding, ...]:
    return tuple(
        Finding(note.code, Severity.WARNING if note.needs_person else Severity.INFO, note.message) for note in notes
    )


def _status(findings: tuple[Finding, ...], dispatch: Dispatch) -> Status:
    if dispatch == Dispatch() or any(f.severity is not Severity.INFO for f in findings):
        return Status.NEEDS_REVIEW
    return Status.CLEAN


def _where(error: Exception) -> str:
    """Give the kind of error and the innermost place, for the people who mend the program."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else "?"
    return f"{type(error).__name__} tại {place}"
