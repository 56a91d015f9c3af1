"""``thidua cases``: what people corrected or confirmed becomes a corpus that ``thidua evaluate`` reads, persons masked.

A case is the document's layout, kept as JSON so that reading it again tests every step behind the reader, and the
fields as people want them. A case in which something personal would be left is not written.
"""

import json
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from flows.assembly import open_store, registry, toolkit
from flows.settings import Settings
from outputs import registry as outputs
from parsers import registry as parsers
from pipeline import evaluate, intake, masking
from pipeline.corrections import Correction, apply
from pipeline.model import Dispatch, Layout, Outcome, Source, Status
from pipeline.plain import from_plain, to_plain
from pipeline.ports import StoredDispatch
from pipeline.process import understand
from pipeline.record import as_fields, as_record

SCHEMA = "thidua.case/1"
#: How the name of a document ends that is a kept layout.
ENDING = ".layout.json"


@dataclass(frozen=True, slots=True)
class Kept:
    """A document that people had a word on: as they want it, and the fields that they answer for."""

    stored: StoredDispatch
    wanted: Dispatch
    fields: frozenset[str]
    part: int


@dataclass(frozen=True, slots=True)
class Made:
    """One case: its document's name, the fields of its gold, and those left out since they read otherwise when masked."""

    name: str
    fields: int
    right: int
    left_out: tuple[str, ...] = ()
    refused: str = ""

    def __str__(self) -> str:
        """Words for the person who asked."""
        if self.refused:
            return f"{self.name}: không lập được: {self.refused}"
        more = f"; bỏ {', '.join(self.left_out)} vì đọc khác đi sau khi che" if self.left_out else ""
        return f"{self.name}: {self.fields} trường, hiện đọc đúng {self.right}{more}"


def make(settings: Settings, folder: Path) -> list[Made]:
    """Write a case for each document that people corrected or confirmed and give what was made; the same store, the same files."""
    with open_store(settings) as store:
        kept = list(_kept(store))
        places = {k.stored.sha256: store.desk.entry(k.stored.id) for k in kept}
    archive = outputs.open_archive(settings.archive_url, settings.archive)
    by_file: dict[str, list[Kept]] = defaultdict(list)
    for one in kept:
        by_file[one.stored.sha256].append(one)
    paths: dict[str, Path] = {}
    out: list[Made] = []
    for sha256, entry in places.items():
        try:
            assert entry is not None
            paths[sha256] = archive.path(entry.archived_as or "")
        except (ValueError, OSError):
            out.append(_refused(sha256, "không có bản gốc trong kho lưu"))
    for part in ("docs", "gold"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="thidua-") as passing:
        outcomes = _laid_out(paths.values(), settings, Path(passing))
        for sha256, outcome in zip(paths, outcomes, strict=True):
            if outcome.failure is not None:
                out.append(_refused(sha256, outcome.failure.message))
                continue
            layout = from_plain(Layout, json.loads((Path(passing) / sha256).read_text(encoding="utf-8")))
            out += _case(outcome.source, layout, by_file[sha256], settings, folder)
    return out


def _refused(sha256: str, why: str) -> Made:
    return Made(_name(sha256), 0, 0, refused=why)


def _name(sha256: str) -> str:
    # The file's own name may hold a person's.
    return f"van-ban-{sha256[:12]}{ENDING}"


def _kept(store: Any) -> Iterator[Kept]:
    words: dict[str, list[Correction]] = defaultdict(list)
    for row in store.corrections():
        words[row["dispatch_id"]].append(Correction.of(row))
    confirmed = store.desk.confirmed()
    for identifier in sorted(words.keys() | confirmed):
        stored = store.dispatch(identifier)
        if stored is None:
            continue
        # A document confirmed is right whole; else only what somebody had a word on counts.
        fields = evaluate.SCORED if identifier in confirmed else {w.field for w in words[identifier]} & evaluate.SCORED
        part = int(stored.file_name.rpartition("#")[2]) if _further(stored) else 1
        if fields:
            yield Kept(stored, apply(stored.dispatch, words[identifier]), frozenset(fields), part)


def _further(stored: StoredDispatch) -> bool:
    head, mark, number = stored.file_name.rpartition("#")
    return bool(head and mark) and number.isdecimal() and stored.id.endswith(f".{number}")


def _laid_out(paths: Iterable[Path], settings: Settings, folder: Path) -> Iterator[Outcome]:
    """Read originals in processes that can be killed; each layout lies in ``folder`` under the hash of its file."""
    with parsers.sandbox(
        partial(lay_out, folder=folder),
        workers=settings.workers,
        timeout_s=settings.timeout_seconds,
        memory_bytes=settings.memory_mb * 2**20,
    ) as readers:
        yield from readers.run(paths)


def lay_out(path: Path, folder: Path) -> Outcome:
    """Write one file's layout into ``folder`` and give an outcome without fields: the work of a reading process."""
    source = intake.open_source(path)
    plain = to_plain(parsers.read(source))
    (folder / source.sha256).write_text(json.dumps(plain, ensure_ascii=False), encoding="utf-8")
    return Outcome(source, Status.CLEAN, Dispatch())


def _case(source: Source, layout: Layout, kept: list[Kept], settings: Settings, folder: Path) -> Iterator[Made]:
    """Write the case of one file, and give what was made of each of its documents."""
    agencies, tools, name = registry(settings.unit_files), toolkit(settings.unit_files), _name(source.sha256)
    before = understand(source, layout, tools)
    known = [one.dispatch for one in before.dispatches if one.dispatch is not None]
    wanted = [word for one in kept for word in (one.stored.dispatch, one.wanted)]
    mask = masking.Mask(masking.secrets_of(layout, (*known, *wanted), agencies), source.sha256)
    masked = mask.layout(layout)
    document = {"schema": SCHEMA, "media_type": source.media_type, "layout": to_plain(masked)}
    golds: dict[str, dict[str, Any]] = {}
    told = []
    after = _records(understand(source, masked, tools))
    for one in kept:
        named = name if one.part == 1 else f"{name}#{one.part}"
        record = {"profile": one.stored.profile.value, "fields": as_fields(one.wanted)}
        own = evaluate.gold_of(record, one.fields)
        gold = mask.value(own)
        right = evaluate.fields_right(_records(before).get(one.part, {}), own)
        again = evaluate.fields_right(after.get(one.part, {}), gold)
        golds[named] = {field: value for field, value in gold.items() if field not in right - again}
        told.append(Made(named, len(golds[named]), len(again), tuple(sorted(right - again))))
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    if left := _left(mask.secrets, masked, golds):
        yield Made(name, 0, 0, refused=f"còn {left} chỗ có thông tin cá nhân sau khi che")
        return
    (folder / "docs" / name).write_text(text + "\n", encoding="utf-8")
    for named, gold in golds.items():
        path = folder / "gold" / f"{named}.json"
        path.write_text(
            json.dumps({"file": named, "fields": gold}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
        )
    yield from told


def _records(outcome: Outcome) -> Mapping[int, Mapping[str, Any]]:
    return {one.extent.part: as_record(one) for one in outcome.dispatches}


def _left(secrets: masking.Secrets, layout: Layout, golds: Mapping[str, Any]) -> int:
    """Give how many names, numbers and mails are left anywhere in a case."""
    cells = (cell.text for table in layout.tables for cell in table.cells)
    said = [*("\n".join(line.text for line in layout.lines), *cells), *_texts(golds)]
    return sum(1 for text in said for _ in secrets.left_in(text))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping | list):
        for item in value.values() if isinstance(value, Mapping) else value:
            yield from _texts(item)


def read(path: Path, settings: Settings) -> tuple[Outcome, ...]:
    """Give the outcomes of the documents in a kept layout. Raises ValueError for a file that is none."""
    document = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(document, dict) or document.get("schema") != SCHEMA:
        raise ValueError(f"{path.name}: không phải văn bản mẫu ({SCHEMA})")
    layout = from_plain(Layout, document["layout"])
    source = Source(path.name, path, "", path.stat().st_size, document["media_type"])
    return understand(source, layout, toolkit(settings.unit_files)).dispatches
