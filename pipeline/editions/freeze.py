"""A consolidation frozen with its manifest: every document and version, the rule data, the terms, the program.

The frozen figures are read back as they were. ``rebuild`` computes them again from the documents that the manifest names;
``drift`` says what has changed since and would make them differ.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import Any

from pipeline.consolidate import consolidate
from pipeline.consolidate.values import Acceptance, Consolidation, Passage, SourceChoice
from pipeline.learned import Learned
from pipeline.model import Period
from pipeline.obligations import Clock, ExpectedUnit
from pipeline.plain import from_plain, to_plain
from pipeline.ports import MovementRow, StoredDispatch
from pipeline.reference.agencies import Registry
from pipeline.reference.indicators import indicators
from pipeline.successions import Lineage, Structure

SCHEMA = "thidua.edition/1"


@dataclass(frozen=True, slots=True)
class Terms:
    """By what a consolidation was asked for: everything that it takes but documents and reference data.

    ``sources`` and ``acceptances`` are what people had decided by then, each with who, when and why.
    """

    movement: MovementRow
    period: Period
    as_of: date
    expected: tuple[ExpectedUnit, ...]
    own: str | None = None
    clock: Clock = Clock.ISSUED
    structure: Structure = Structure.AS_FILED
    choices: tuple[tuple[str, str], ...] = ()
    sources: tuple[SourceChoice, ...] = ()
    acceptances: tuple[Acceptance, ...] = ()
    #: What people had taught by then; the documents of the edition carry it.
    learned: tuple[Learned, ...] = ()


@dataclass(frozen=True, slots=True)
class FrozenDocument:
    """One document that was known: its file, its version, and a digest of its fields as people had corrected them."""

    id: str
    sha256: str
    file_name: str
    received_at: datetime
    superseded_by: str | None
    digest: str
    withdrawn: str = ""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an edition rests on. ``reference`` are digests of the data files by name, ``registry`` of all agencies."""

    terms: Terms
    documents: tuple[FrozenDocument, ...]
    reference: tuple[tuple[str, str], ...]
    registry: str
    corrections: tuple[str, ...]
    program: str
    figures: str


@dataclass(frozen=True)
class Edition:
    """A manifest and the figures as they were shown."""

    manifest: Manifest
    data: Consolidation
    schema: str = field(default=SCHEMA)


def _digest(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@cache
def reference_digests() -> tuple[tuple[str, str], ...]:
    """Give the SHA-256 of every data file of the reference, by name."""
    found = (f for f in files("pipeline.reference").iterdir() if f.name.endswith(".csv"))
    return tuple(sorted((f.name, hashlib.sha256(f.read_bytes()).hexdigest()) for f in found))


def _registry_digest(registry: Registry | None) -> str:
    if registry is None:
        return ""
    bodies = [to_plain(registry.agencies[i]) for i in sorted(registry.agencies)]
    return _digest([bodies, sorted(map(str, registry.successions))])


def _document(stored: StoredDispatch) -> FrozenDocument:
    content = _digest([to_plain(stored.dispatch), to_plain(stored.findings), stored.profile.value])
    return FrozenDocument(
        stored.id,
        stored.sha256,
        stored.file_name,
        stored.received_at,
        stored.superseded_by,
        content,
        stored.withdrawn,
    )


def figures_of(data: Consolidation) -> str:
    """Give the digest of all figures: cells with their sources, totals, progress, reporting, awards."""
    parts = (data.cells, data.totals, data.progress, data.reporting, data.award_counts, data.nominees, data.units)
    return _digest([to_plain(part) for part in parts])


def freeze(
    data: Consolidation,
    terms: Terms,
    dispatches: Iterable[StoredDispatch],
    *,
    registry: Registry | None = None,
    corrections: Sequence[str] = (),
    program: str = "",
) -> Edition:
    """Give the edition of a consolidation. ``corrections`` are the ids of people's corrections that the documents carry."""
    documents = tuple(sorted((_document(d) for d in dispatches), key=lambda d: d.id))
    manifest = Manifest(
        terms,
        documents,
        reference_digests(),
        _registry_digest(registry),
        tuple(sorted(corrections)),
        program,
        figures_of(data),
    )
    return Edition(manifest, data)


def write(edition: Edition) -> str:
    """Give an edition as JSON text."""
    return json.dumps(to_plain(edition) | {"schema": edition.schema}, ensure_ascii=False, separators=(",", ":"))


def read(text: str) -> Edition:
    """Give the edition that ``write`` wrote. Raises ValueError with a Vietnamese sentence for anything else."""
    try:
        plain = json.loads(text)
    except ValueError as error:
        raise ValueError("Tệp không phải bản chốt số liệu (không đọc được JSON).") from error
    if not isinstance(plain, dict) or plain.get("schema") != SCHEMA:
        raise ValueError(f"Tệp không phải bản chốt số liệu {SCHEMA}.")
    edition: Edition = from_plain(Edition, plain)
    if figures_of(edition.data) != edition.manifest.figures:
        raise ValueError("Bản chốt số liệu đã bị sửa: số liệu không khớp mã kiểm tra trong tệp.")
    return edition


def drift(
    manifest: Manifest, dispatches: Iterable[StoredDispatch], registry: Registry | None = None, program: str = ""
) -> tuple[str, ...]:
    """Give what has changed since the freeze, one Vietnamese sentence each; empty: a rebuild gives the same figures."""
    now = {d.id: d for d in dispatches}
    out = []
    for document in manifest.documents:
        stored = now.get(document.id)
        if stored is None:
            out.append(f"Không còn văn bản «{document.file_name}» trong kho.")
        elif stored.sha256 != document.sha256 or _document(stored).digest != document.digest:
            out.append(f"Nội dung đã đọc của «{document.file_name}» khác với khi chốt (đọc lại hoặc đã sửa).")
    held = dict(reference_digests())
    changed = sorted(name for name, digest in manifest.reference if held.get(name) != digest)
    changed += sorted(set(held) - {name for name, _ in manifest.reference})
    out += [f"Dữ liệu tham chiếu «{name}» đã thay đổi." for name in changed]
    if registry is not None and _registry_digest(registry) != manifest.registry:
        out.append("Danh mục đơn vị đã thay đổi.")
    if program != manifest.program:
        out.append(
            f"Phiên bản chương trình khác: khi chốt {manifest.program or '(không ghi)'}, nay {program or '(không ghi)'}."
        )
    return tuple(out)


def rebuild(
    manifest: Manifest,
    dispatches: Iterable[StoredDispatch],
    *,
    lineage: Lineage | None = None,
    passages: Sequence[Passage] = (),
) -> Consolidation:
    """Give the consolidation computed again from the documents of the manifest, each in the version it had then.

    ``dispatches`` are ``pipeline.learned.understood`` with the corrections and ``manifest.terms.learned``.

    Raises:
        ValueError: a document of the manifest is missing; the Vietnamese sentence names it.
    """
    now: Mapping[str, StoredDispatch] = {d.id: d for d in dispatches}
    held: list[StoredDispatch] = []
    for document in manifest.documents:
        if document.id not in now:
            raise ValueError(f"Không lập lại được số liệu: thiếu văn bản «{document.file_name}».")
        then = {name: getattr(document, name) for name in ("superseded_by", "received_at", "withdrawn")}
        held.append(replace(now[document.id], **then))
    terms = manifest.terms
    return consolidate(
        held,
        terms.period,
        terms.as_of,
        terms.expected,
        indicators(),
        movement=terms.movement,
        own=terms.own,
        clock=terms.clock,
        passages=passages,
        lineage=lineage,
        structure=terms.structure,
        choices=dict(terms.choices),
        sources=terms.sources,
    )
