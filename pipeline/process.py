"""One file the whole way: source, layout, zones, candidates, dispatch, findings. A failure is a value."""

import time
from dataclasses import replace
from pathlib import Path

from pipeline import checks, intake, zones
from pipeline import parting as parts
from pipeline.assemble import assemble
from pipeline.definitions import definitions, honouring
from pipeline.errors import Code, Failure, FileError
from pipeline.likeness import gist
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
    """Give the outcome of a file already read; the dispatches behind the first one are its ``further``."""
    split = zones.split(layout)
    first = _understood(source, split, toolkit)
    if split.next_head is None or first.dispatch is None:
        return _found(first, _notes(layout.notes))
    parting = parts.part(split, first.dispatch, lambda tail: _head_of(tail, toolkit))
    if not parting.starts:
        return _found(first, (*_notes(layout.notes), *(f for _, f in parting.doubts)))
    out: list[Outcome] = []
    for begin, piece, extent in parts.pieces(layout, parting.starts):
        one = _understood(source, zones.split(piece), toolkit)
        end = begin + len(piece.lines)
        assert one.dispatch is not None
        one = replace(
            one,
            dispatch=parts.in_file(one.dispatch, begin),
            findings=parts.findings_in_file(one.findings, begin),
            extent=extent,
        )
        told = Finding("PART_OF_FILE", Severity.INFO, f"Tệp có {extent.of} văn bản; đây là {extent}.")
        notes = _notes(layout.notes) if extent.part == 1 else ()
        out.append(_found(one, (*notes, told, *(f for at, f in parting.doubts if begin <= at < end))))
    return replace(out[0], further=tuple(out[1:]))


def _understood(source: Source, split: Zones, toolkit: Toolkit) -> Outcome:
    """Give the outcome of one dispatch, without what its reader noticed."""
    layout = split.layout
    profile = toolkit.detect(split)
    candidates = [c for find in toolkit.families for c in find(split, profile)]
    resolve = honouring(toolkit.resolve, definitions(line.text for line in layout.lines))
    assembled = assemble(candidates, resolve, split, source.name)
    judged = checks.run(assembled.dispatch, split, profile, resolve=resolve)
    reading = Reading(layout.reader, layout.pages, layout.encoding, layout.ocr, bool(layout.signatures))
    # Versions of one dispatch come with and without their annexes.
    told = str(gist(block.text for block in split.body if block.annex == 0))
    outcome = Outcome(source, Status.CLEAN, assembled.dispatch, profile=profile, reading=reading, gist=told)
    return _found(outcome, (*assembled.findings, *judged))


def _found(outcome: Outcome, findings: tuple[Finding, ...]) -> Outcome:
    """Give an outcome with more findings, in front of those it has, and the status that they make."""
    found = (*findings, *outcome.findings)
    return replace(outcome, findings=found, status=_status(found, outcome.dispatch))


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


def _status(findings: tuple[Finding, ...], dispatch: Dispatch | None) -> Status:
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
