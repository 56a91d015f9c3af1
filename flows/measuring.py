"""``thidua evaluate``: the figures of a corpus, a field, a format and a document at a time, against the last ones kept."""

import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flows import cases
from flows.files import expand
from flows.reading import read
from flows.settings import Settings
from pipeline import evaluate as scoring
from pipeline.evaluate import Calibration, Report
from pipeline.likeness import Mode
from pipeline.model import Outcome
from pipeline.record import as_record

#: Figures and floors of a corpus lie beside its documents; ``--raise`` writes them.
FIGURES, FLOORS = "figures.json", "floors.json"
_LONGEST = 300

Gold = Mapping[str, Mapping[str, Any]]
Records = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Asked:
    """What ``thidua evaluate`` is to do beside the tables: list misses, write the figures elsewhere, raise what is kept."""

    errors: bool = False
    output: Path | None = None
    keep: bool = False


def evaluate(corpus: Path, settings: Settings, asked: Asked) -> int:
    """Read ``corpus/docs``, score against ``corpus/gold`` and ``corpus/body``, print; give the exit code.

    1 when a field has fallen under its floor, 2 when the folder is no corpus.
    """
    documents, folders = corpus / "docs", [f for f in (corpus / "gold", corpus / "body") if f.is_dir()]
    golds = {folder.name: gold for folder in folders if (gold := scoring.load_gold(folder))}
    if not documents.is_dir() or not golds:
        print(f"{corpus}: cần hai thư mục docs/ và gold/ (hoặc body/) có đáp án", file=sys.stderr)
        return 2
    records = [as_record(outcome) for outcome in _read(documents, settings)]
    reports = {name: scoring.evaluate(gold, records) for name, gold in golds.items()}
    for name, gold in golds.items():
        for line in told(name, gold, records, reports[name], errors=asked.errors):
            print(line)
    figures = {name: scoring.figures(report) for name, report in reports.items()}
    floors, fallen = _kept(corpus / FLOORS), False
    for name, line in compared(_kept(corpus / FIGURES), figures, floors):
        fallen = fallen or name == "floor"
        print(line)
    if asked.output:
        _write(asked.output, {name: summary(report) for name, report in reports.items()})
    if asked.keep:
        _write(corpus / FIGURES, figures)
        _write(corpus / FLOORS, {n: scoring.raised(floors.get(n, {}), f["fields"]) for n, f in figures.items()})
    return 1 if fallen else 0


def _read(documents: Path, settings: Settings) -> Iterator[Outcome]:
    """Give the outcomes of a corpus; those of kept layouts (``thidua cases``) behind those of files."""
    files = list(expand([documents]))
    kept = [path for path in files if path.name.endswith(cases.ENDING)]
    if files := [path for path in files if path not in kept]:
        yield from read(files, settings)
    for path in kept:
        yield from cases.read(path, settings)


def _kept(path: Path) -> dict[str, Any]:
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else {}


def _write(path: Path, content: Mapping[str, Any]) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def told(name: str, gold: Gold, records: Records, report: Report, *, errors: bool) -> Iterator[str]:
    """Give the lines on one set of gold: all of it, a kind of file at a time, calibration, documents, misses."""
    yield f"== {name}: {report.documents} văn bản, {len(report.failed)} không đọc được"
    yield from table(report)
    for reader, part in by_reader(gold, records).items():
        yield f"-- {name}, {reader}: {part.documents} văn bản"
        yield from table(part)
    lists = scoring.LISTS - scoring.PARTIAL
    for title, names in (("trường đơn", scoring.SCALARS), ("trường danh sách", lists)):
        yield from calibrated(title, scoring.calibration(gold, records, names))
    yield from documents(report, gold)
    if errors:
        yield from misses(report)


def table(report: Report) -> Iterator[str]:
    """Give a table of F1 in four modes, with strict precision and recall."""
    yield f"{'trường':<18}{'n':>5} " + " ".join(f"{m:>8}" for m in Mode) + "   (F1; P/R strict)"
    for name in sorted(report.counts):
        by_mode = report.counts[name]
        strict = by_mode[Mode.STRICT]
        row = " ".join(f"{by_mode[m].f1:>8.4f}" for m in Mode)
        yield f"{name:<18}{strict.hit + strict.missed:>5} {row}   {strict.precision:.3f}/{strict.recall:.3f}"
    yield f"{'micro F1':<24}" + " ".join(f"{report.micro(m):>8.4f}" for m in Mode)
    if scoring.HEAD[0] in report.counts:
        yield f"{'đúng cả phần đầu':<24}" + " ".join(
            f"{report.whole[m] / max(1, report.documents):>8.4f}" for m in Mode
        )


def calibrated(title: str, found: Calibration) -> Iterator[str]:
    """Give stated against true, the expected calibration error, and what the sure values are worth."""
    if not found.bands:
        return
    yield f"độ tin cậy, {title}: số giá trị, nêu, đúng"
    for band in found.bands:
        yield f"  {band.low:.1f}-{band.high:.1f} {band.fields:>8} {band.stated:>8.3f} {band.true:>8.3f}"
    yield f"  sai số hiệu chỉnh kỳ vọng (ECE) {found.error:.4f}"
    yield f"  nêu từ {scoring.SURE} trở lên: {found.sure} giá trị, đúng {found.sure_right} ({found.sure_share:.4f})"


def documents(report: Report, gold: Gold) -> Iterator[str]:
    """Give a line for each document that is not right whole: how many of its fields are, and which are not."""
    wrong: dict[str, list[str]] = defaultdict(list)
    for miss in report.misses:
        wrong[miss.file].append(miss.field)
    whole = report.documents - len(wrong)
    yield f"văn bản đúng mọi trường: {whole}/{report.documents}"
    for name, fields in sorted(wrong.items()):
        scored = sum(field in scoring.SCORED for field in gold[name])
        failed = " (không đọc được)" if name in report.failed else ""
        yield f"  {scored - len(fields):>3}/{scored:<3} {name}{failed}: {', '.join(sorted(fields))}"


def misses(report: Report) -> Iterator[str]:
    """Give a line for each field not right to the letter: the document, what was wanted, what was read, and from which line."""
    for miss in report.misses:
        wanted, got = (json.dumps(value, ensure_ascii=False)[:_LONGEST] for value in (miss.wanted, miss.got))
        yield f"{miss.file}\t{miss.field}\tđáp án {wanted}\tđọc được {_plainly(miss.got) or got}\t{'; '.join(miss.places)}"


def _plainly(values: Sequence[Any]) -> str:
    """Give records without what is told beside them (evidence, raw text); nothing for plain values."""
    kept = [
        {k: v for k, v in value.items() if k not in ("evidence", "raw", "confidence") and v is not None}
        for value in values
        if isinstance(value, dict)
    ]
    return json.dumps(kept, ensure_ascii=False)[:_LONGEST] if kept else ""


def compared(
    kept: Mapping[str, Any], figures: Mapping[str, Any], floors: Mapping[str, Any]
) -> Iterator[tuple[str, str]]:
    """Give what was gained and lost against the figures kept, a document at a time, and each field under its floor.

    The first of each pair is ``change``, ``figure`` or ``floor``. Nothing for a corpus that keeps no figures.
    """
    for name, new in figures.items():
        if name in kept:
            lines = list(scoring.changes(kept[name], new))
            yield (
                "figure",
                f"so với lần ghi trước ({name}): {len(lines)} thay đổi (+ nay đúng, - nay sai, ~ sai khác đi)",
            )
            yield from (("change", f"  {line}") for line in lines)
            yield "figure", f"  micro F1 {kept[name]['micro']} -> {new['micro']}"
        for field, (figure, floor) in scoring.fallen(floors.get(name, {}), new["fields"]).items():
            yield "floor", f"DƯỚI SÀN {name}, {field}: {figure} < {floor}"


def by_reader(gold: Gold, records: Records) -> dict[str, Report]:
    """Give a report for each kind of file, so that a strong format does not hide a weak one."""
    names: dict[str, set[str]] = defaultdict(set)
    for name, record in scoring.by_name(records).items():
        kind = "ocr" if record["source"]["ocr"] else record["source"]["reader"] or "không đọc được"
        names[kind].add(name)
    parts = {kind: {n: f for n, f in gold.items() if n in inside} for kind, inside in sorted(names.items())}
    return {kind: scoring.evaluate(part, records) for kind, part in parts.items() if part}


def summary(report: Report) -> dict[str, Any]:
    """Give the figures as plain data: F1 a field in four modes, and what each document misses with its lines."""
    return {
        "documents": report.documents,
        "failed": report.failed,
        "fields": {
            name: {m.value: round(c.f1, 4) for m, c in by_mode.items()}
            for name, by_mode in sorted(report.counts.items())
        },
        "micro": {m.value: round(report.micro(m), 4) for m in Mode},
        "whole": {m.value: round(n / max(1, report.documents), 4) for m, n in report.whole.items()},
        "misses": [
            {"file": m.file, "field": m.field, "wanted": list(m.wanted), "got": list(m.got), "places": list(m.places)}
            for m in report.misses
        ],
    }
