"""The consolidated report as plain steps: which movement, which documents, which units; the flow only orders them."""

import csv
import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypedDict

from flows.assembly import open_store, registry
from flows.picturing import draw
from flows.settings import Settings
from outputs import registry as outputs
from pipeline.checks.council import (
    Flag,
    Matter,
    Traits,
    asked,
    judged,
    read_flags,
    read_headcounts,
    read_traits,
)
from pipeline.consolidate import consolidate
from pipeline.consolidate.decisions import accept
from pipeline.consolidate.earlier import looked_back, remembered
from pipeline.consolidate.figures import figures
from pipeline.consolidate.known import Known
from pipeline.consolidate.periods import before
from pipeline.consolidate.values import Acceptance, Consolidation, Passage
from pipeline.editions import Edition, Terms, compare, freeze, in_words, read, write
from pipeline.learned import understood
from pipeline.model import Period
from pipeline.movements import choose as movement_choice
from pipeline.obligations import ExpectedUnit
from pipeline.ports import MovementRow, StoredDispatch
from pipeline.reference.indicators import indicators
from pipeline.successions import Lineage, Structure

#: A template, profile or name of a report that cannot be used.
ReportError = outputs.ReportError


#: The office's lists beside ``thidua.toml``: open cases, and what is known of persons.
OPEN_CASES = "vu-viec.csv"
PERSONS = "ca-nhan.csv"


#: What a change of an edition is about, as the table says it.
_KINDS = {
    "document": "văn bản",
    "unit": "đơn vị",
    "reporting": "chế độ báo cáo",
    "cell": "số liệu",
    "total": "tổng",
    "award": "khen thưởng",
}


class NoSuchMovement(Exception):
    """No stored movement, or more than one, fits what was asked for; the sentence lists those there are."""


@dataclass(frozen=True, slots=True)
class Made:
    """A report made: its files by format, why a format was left out, and what a person should look at."""

    title: str
    files: dict[str, str]
    skipped: dict[str, str]
    units: int
    reported: int
    late: int
    findings: int
    due: str | None = None

    @property
    def needs_person(self) -> bool:
        """Tell whether the report names something to verify or lacks a format."""
        return bool(self.findings or self.skipped)

    def lines(self) -> list[str]:
        """Give the summary for the officer."""
        out = [
            self.title,
            f"Đơn vị đã báo cáo: {self.reported}/{self.units} (trễ hạn: {self.late}). Điểm cần xác minh: {self.findings}.",
        ]
        if self.due is not None:
            out.append(f"Hạn gửi: {self.due}.")
        for kind, why in self.skipped.items():
            out.append(f"Không lập được {kind.upper()}: {why}" if kind in outputs.FORMATS else f"Lưu ý ({kind}): {why}")
        return out + [f"{kind.upper()}: {path}" for kind, path in self.files.items()]


def choose(movements: Sequence[MovementRow], wanted: str) -> MovementRow:
    """Give the movement with this id, this name, or the only one whose name holds the words (tone marks do not count).

    Raises:
        NoSuchMovement: none or several fit.
    """
    fits = movement_choice(wanted, movements)
    if len(fits) == 1:
        return fits[0]
    if fits:
        listed = "\n".join(f"  {m.id}: {m.name}" for m in fits)
        raise NoSuchMovement(f"Có nhiều phong trào khớp «{wanted}», chọn một mã:\n{listed}")
    if not movements:
        raise NoSuchMovement("Kho chưa có văn bản nào về phong trào thi đua. Tiếp nhận văn bản trước (thidua ingest).")
    listed = "\n".join(f"  {m.id}: {m.name}" for m in movements)
    raise NoSuchMovement(f"Không có phong trào nào khớp «{wanted}». Các phong trào đang có:\n{listed}")


def find_movement(settings: Settings, wanted: str) -> MovementRow:
    """Give the stored movement that is meant. Raises NoSuchMovement."""
    with open_store(settings) as store:
        return choose(store.movements(), wanted)


def gather(
    settings: Settings,
    wanted: str,
    period: Period,
    as_of: date,
    structure: Structure = Structure.AS_FILED,
    choices: Mapping[str, str] | None = None,
) -> Consolidation:
    """Give the consolidated figures of a movement over a period, judged. Raises NoSuchMovement and ReportError.

    ``structure`` says by which units they stand; ``choices`` which unit a person chose for one that was split.
    """
    return _gathered(settings, wanted, period, as_of, structure, choices or {}).data


def edition(
    settings: Settings,
    wanted: str,
    period: Period,
    as_of: date,
    structure: Structure = Structure.AS_FILED,
    choices: Mapping[str, str] | None = None,
) -> Edition:
    """Give what ``gather`` gives, frozen with its manifest. Raises NoSuchMovement and ReportError."""
    found = _gathered(settings, wanted, period, as_of, structure, choices or {})
    known = registry(settings.unit_files)
    with _at_rest():
        return freeze(
            found.data,
            found.terms,
            found.dispatches,
            registry=known,
            corrections=found.corrections,
            program=version("thidua"),
        )


@dataclass(frozen=True, slots=True)
class _Gathered:
    data: Consolidation
    terms: Terms
    dispatches: Sequence[StoredDispatch]
    corrections: Sequence[str]


@contextmanager
def _at_rest() -> Iterator[None]:
    """Leave the garbage collector off: frozen values refer to no cycle, and it would walk millions of them for nothing."""
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            gc.enable()


def _gathered(
    settings: Settings, wanted: str, period: Period, as_of: date, structure: Structure, choices: Mapping[str, str]
) -> _Gathered:
    bodies = registry(settings.unit_files)
    own = settings.office.agency
    units = bodies.children(own, as_of) if own else ()
    expected = tuple(ExpectedUnit(u.id, u.name) for u in units)
    lists = _lists(settings)
    with _at_rest(), open_store(settings) as store:
        movement = choose(store.movements(), wanted)
        corrections = store.corrections()
        learned = store.lessons.holding()
        dispatches = list(understood(store.dispatches(movement.id), corrections, learned))
        sources = store.decisions.sources(movement.id, period)
        words = store.decisions.acceptances(movement.id, period)
        papers = _settled(store.findings(state="accepted"))
        known = Known.of(dispatches, as_of, expected, own)
        laid: _Laid = {"lineage": Lineage(bodies), "structure": structure, "choices": choices}
        data = consolidate(
            dispatches,
            period,
            as_of,
            expected,
            indicators(),
            movement=movement,
            own=own,
            passages=_passages(dispatches),
            sources=sources,
            known=known,
            **laid,
        )
        past = cache(partial(figures, known, indicators=indicators(), since=movement.start, **laid))
        lower = asked(data)
        earlier = list(understood(store.granting(lower), corrections, learned)) if lower else ()
        matter = Matter(data, dispatches, past(period=before(period)), earlier, bodies, **lists)
        data = accept(judged(matter), words, papers)
        data = remembered(data, (past(period=p) for p in looked_back(period, movement.start)))
    terms = Terms(
        movement,
        period,
        as_of,
        expected,
        own,
        structure=structure,
        choices=tuple(sorted(choices.items())),
        sources=sources,
        acceptances=words,
        learned=learned,
    )
    inside = {d.id for d in dispatches}
    return _Gathered(data, terms, dispatches, [str(c["id"]) for c in corrections if c["dispatch_id"] in inside])


class _Laid(TypedDict):
    lineage: Lineage
    structure: Structure
    choices: Mapping[str, str]


class _Lists(TypedDict):
    flags: Sequence[Flag]
    headcounts: Mapping[str, int]
    traits: Mapping[tuple[str, str], Traits]


def _passages(dispatches: Sequence[StoredDispatch]) -> list[Passage]:
    return [
        Passage(stored.id, quote.value.kind, quote.value.text, quote.evidence[0].line)
        for stored in dispatches
        for quote in stored.dispatch.quotes
    ]


def _settled(rows: Iterable[Mapping[str, Any]]) -> dict[tuple[str, str, str | None, str], Acceptance]:
    """Give findings that were accepted with their document, by what they say."""
    return {
        (row["dispatch_id"], row["code"], row["field"], row["message"]): Acceptance(
            row["id"], "", row["decided_by"], row["decided_at"], row["reason"] or ""
        )
        for row in rows
    }


def _lists(settings: Settings) -> _Lists:
    """Read the office's own lists, as far as it keeps them. Raises ReportError that names the file and the row."""
    cases, persons = settings.home / OPEN_CASES, settings.home / PERSONS
    try:
        counts = [read_headcounts(path) for path in settings.unit_files]
        return {
            "flags": read_flags(cases) if cases.is_file() else (),
            "headcounts": {unit: n for one in counts for unit, n in one.items()},
            "traits": read_traits(persons) if persons.is_file() else {},
        }
    except ValueError as error:
        raise ReportError(str(error)) from error


def keep(frozen: Edition, made: Made) -> Path | None:
    """Write an edition beside the report made of it and give its path; None when no file was made."""
    first = next(iter(made.files.values()), None)
    if first is None:
        return None
    path = Path(first).with_suffix(".manifest.json")
    path.write_text(write(frozen), encoding="utf-8")
    return path


def compared(old: Path, new: Path, table: Path | None = None) -> tuple[str, ...]:
    """Give in words what changed between two kept editions, and write it to ``table`` as CSV, a row a change.

    Raises ValueError for a file that is none, or was altered.
    """
    one, other = (read(path.read_text(encoding="utf-8")) for path in (old, new))
    changes = compare(one.data, other.data)
    if table is not None:
        # With the mark at its head that spreadsheets know UTF-8 by.
        with table.open("w", encoding="utf-8-sig", newline="") as handle:
            rows = csv.writer(handle)
            rows.writerow(("Loại", "Đơn vị", "Nội dung", "Bản trước", "Bản sau", "Diễn giải"))
            rows.writerows(
                (_KINDS.get(c.kind, c.kind), c.unit, c.subject, c.before, c.after, c.sentence) for c in changes
            )
    return in_words(changes, limit=20)


def last_kept(folder: Path, data: Consolidation) -> Consolidation | None:
    """Give the edition of the same movement and period that was kept last in a folder, None when there is none."""
    kept = sorted(folder.glob("bao-cao-*.manifest.json"), key=lambda p: p.stat().st_mtime, reverse=True)
    for path in kept:
        try:
            found = read(path.read_text(encoding="utf-8")).data
        except (OSError, ValueError):
            continue
        if (found.movement_id, found.period) == (data.movement_id, data.period):
            return found
    return None


def office(settings: Settings) -> outputs.Office:
    """Give the letterhead that the report is printed under."""
    plain = settings.office.model_dump()
    return outputs.Office(**plain | {"recipients": tuple(plain["recipients"])})


def templates(settings: Settings) -> Path | None:
    """Give the office's own templates folder, None when there is none."""
    folder = settings.home / "templates"
    return folder if folder.is_dir() else None


def check_template(settings: Settings, template: str | None) -> None:
    """Look over what a report will be printed on. Raises ReportError with the wrong name or tag and its place."""
    outputs.report(template, templates(settings)).check(templates(settings))


def make(settings: Settings, data: Consolidation, template: str | None, folder: Path | None) -> Made:
    """Write the report in every format and give what was made. Raises ReportError."""
    chosen = outputs.report(template, templates(settings))
    skipped: dict[str, str] = {}
    with open_store(settings) as store:
        movements = store.movements()
    files = chosen.write(
        data,
        office(settings),
        folder or settings.reports,
        templates=templates(settings),
        on_skip=lambda kind, why: skipped.update({kind: why}),
        movements=movements,
        before=last_kept(folder or settings.reports, data),
        draw=partial(draw, settings),
    )
    reporting = data.reporting
    late = reporting.received - reporting.on_time if reporting.deadlines else 0
    return Made(
        chosen.title,
        {k: str(p) for k, p in files.items()},
        skipped,
        reporting.expected,
        reporting.received,
        late,
        len(data.doubts),
        None if (due := chosen.due(data.period)) is None else f"{due:%d/%m/%Y}",
    )
