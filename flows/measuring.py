"""``thidua evaluate``: the figures of the outside's score, per field, per format, per document, with every miss."""

import json
import sys
import unicodedata
from collections import defaultdict
from pathlib import Path
from typing import Any

from flows.reading import read
from flows.settings import Settings
from pipeline import evaluate as scoring
from pipeline.likeness import Mode
from pipeline.record import as_record


def evaluate(corpus: Path, settings: Settings, *, errors: bool, output: Path | None) -> int:
    """Read ``corpus/docs``, score against ``corpus/gold`` (and ``corpus/body``), print; give the exit code."""
    documents, folders = corpus / "docs", [f for f in (corpus / "gold", corpus / "body") if f.is_dir()]
    if not documents.is_dir() or not folders:
        print(f"{corpus}: cần hai thư mục docs/ và gold/", file=sys.stderr)
        return 2
    records = [as_record(outcome) for outcome in read([documents], settings)]
    figures: dict[str, Any] = {}
    for folder in folders:
        gold = scoring.load_gold(folder)
        report = scoring.evaluate(gold, records)
        print(f"== {folder.name}: {report.documents} văn bản, {len(report.failed)} không đọc được")
        show(report)
        for reader, part in by_reader(gold, records).items():
            print(f"-- {folder.name}, {reader}: {part.documents} văn bản")
            show(part)
        if folder.name == "gold":
            show_calibration(scoring.calibration(gold, records))
        if errors:
            for miss in report.misses:
                wanted, got = (json.dumps(v, ensure_ascii=False) for v in (miss.wanted, miss.got))
                print(f"{miss.file}\t{miss.field}\tđáp án {wanted}\tđọc được {got[:300]}")
        figures[folder.name] = summary(report)
    if output:
        output.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0


def show(report: scoring.Report) -> None:
    """Print a table of F1 in four modes, with strict precision and recall."""
    print(f"{'trường':<18}{'n':>5} " + " ".join(f"{m:>8}" for m in Mode) + "   (F1; P/R strict)")
    for name in sorted(report.counts):
        by_mode = report.counts[name]
        strict = by_mode[Mode.STRICT]
        row = " ".join(f"{by_mode[m].f1:>8.4f}" for m in Mode)
        print(f"{name:<18}{strict.hit + strict.missed:>5} {row}   {strict.precision:.3f}/{strict.recall:.3f}")
    print(f"{'micro F1':<24}" + " ".join(f"{report.micro(m):>8.4f}" for m in Mode))
    print(f"{'đúng cả phần đầu':<24}" + " ".join(f"{report.whole[m] / max(1, report.documents):>8.4f}" for m in Mode))


def show_calibration(found: scoring.Calibration) -> None:
    """Print stated against true, the expected calibration error, and what the sure fields are worth."""
    if not found.bands:
        return
    print("độ tin cậy nêu    số trường   nêu    đúng")
    for band in found.bands:
        print(f"{band.low:.1f}-{band.high:.1f} {band.fields:>16} {band.stated:>7.3f} {band.true:>7.3f}")
    print(f"sai số hiệu chỉnh kỳ vọng (ECE) {found.error:.4f}")
    print(f"nêu từ {scoring.SURE} trở lên: {found.sure} trường, đúng {found.sure_right} ({found.sure_share:.4f})")


def by_reader(gold: dict[str, Any], records: list[dict[str, Any]]) -> dict[str, scoring.Report]:
    """Give a report for each kind of file, so that a strong format does not hide a weak one."""
    names: dict[str, set[str]] = defaultdict(set)
    for record in records:
        kind = "ocr" if record["source"]["ocr"] else record["source"]["reader"] or "không đọc được"
        names[kind].add(unicodedata.normalize("NFC", record["source"]["name"]))
    parts = {kind: {n: f for n, f in gold.items() if n in inside} for kind, inside in sorted(names.items())}
    return {kind: scoring.evaluate(part, records) for kind, part in parts.items() if part}


def summary(report: scoring.Report) -> dict[str, Any]:
    """Give the figures as plain data for a file of floors."""
    return {
        "documents": report.documents,
        "failed": report.failed,
        "fields": {
            name: {m.value: round(c.f1, 4) for m, c in by_mode.items()}
            for name, by_mode in sorted(report.counts.items())
        },
        "micro": {m.value: round(report.micro(m), 4) for m in Mode},
        "whole": {m.value: round(n / max(1, report.documents), 4) for m, n in report.whole.items()},
    }
