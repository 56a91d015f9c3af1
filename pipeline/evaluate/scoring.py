"""Found against gold, field by field and document by document: hits, wrong values, misses, and where each stands.

Gold is one JSON a document: ``{"file": NAME, "fields": {...}}``. A key that is missing was not annotated and
is not scored; null or an empty list was looked for on the page and is not there, so a found value is wrong.
A date cut off before an unread day and a symbol without its unread number are missed, not wrong.
"""

import json
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.evaluate.matching import HEAD, LISTS, RECORDS, SCORED, abstains, found, listed, right
from pipeline.likeness import Mode


@dataclass(slots=True)
class Count:
    """Hits, wrong ones and misses of one field in one mode."""

    hit: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """Share of the found values that are right; 1.0 when nothing was found."""
        return self.hit / (self.hit + self.wrong) if self.hit + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """Share of the gold values that were found; 1.0 when there are none."""
        return self.hit / (self.hit + self.missed) if self.hit + self.missed else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of both; 1.0 when there was nothing to find and nothing found."""
        total = 2 * self.hit + self.wrong + self.missed
        return 2 * self.hit / total if total else 1.0


@dataclass(frozen=True, slots=True)
class Miss:
    """One field of one document that is not right to the letter.

    ``places`` are the lines that the wrong values were read from: ``trang 1, dòng 5: «Số: 12/KH-SNV»``.
    """

    file: str
    field: str
    wanted: tuple[Any, ...]
    got: tuple[Any, ...]
    places: tuple[str, ...] = ()


@dataclass(slots=True)
class Report:
    """The figures over a corpus."""

    documents: int = 0
    failed: list[str] = field(default_factory=list)
    counts: dict[str, dict[Mode, Count]] = field(
        default_factory=lambda: defaultdict(lambda: {m: Count() for m in Mode})
    )
    whole: dict[Mode, int] = field(default_factory=lambda: dict.fromkeys(Mode, 0))
    misses: list[Miss] = field(default_factory=list)

    def micro(self, mode: Mode) -> float:
        """Give F1 over all fields together."""
        total = Count()
        for by_mode in self.counts.values():
            count = by_mode[mode]
            total = Count(total.hit + count.hit, total.wrong + count.wrong, total.missed + count.missed)
        return total.f1


def load_gold(folder: Path) -> dict[str, dict[str, Any]]:
    """Give the gold fields by file name (NFC) of every ``*.json`` in a folder."""
    out = {}
    for path in sorted(folder.glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        out[unicodedata.normalize("NFC", gold["file"])] = gold["fields"]
    return out


def by_name(records: Iterable[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    """Give records of ``thidua.dispatch/1`` by file name (NFC)."""
    return {unicodedata.normalize("NFC", Path(r["source"]["name"]).name): r for r in records}


def evaluate(gold: Mapping[str, Mapping[str, Any]], records: Iterable[Mapping[str, Any]]) -> Report:
    """Score records of ``thidua.dispatch/1`` against gold by file name."""
    read = by_name(records)
    report = Report(documents=len(gold))
    for name, fields in gold.items():
        record = read.get(name)
        if record is None or record.get("status") == "failed":
            report.failed.append(name)
        whole = dict.fromkeys(Mode, True)
        for field_name, wanted in fields.items():
            if field_name not in SCORED:
                continue
            got = found(record or {}, field_name)
            for mode in Mode:
                hit, extra, missed, honest = _compare(field_name, got, wanted, mode)
                count = report.counts[field_name][mode]
                count.hit += hit
                count.wrong += 0 if honest else len(extra)
                count.missed += len(missed)
                ok = not missed and (honest or not extra)
                if field_name in HEAD and not ok:
                    whole[mode] = False
                if mode is Mode.STRICT and not ok:
                    places = _places(record or {}, field_name, extra)
                    report.misses.append(Miss(name, field_name, tuple(missed), tuple(extra), places))
        for mode in Mode:
            report.whole[mode] += whole[mode]
    return report


def _compare(name: str, got: Any, wanted: Any, mode: Mode) -> tuple[int, list[Any], list[Any], bool]:
    """Give hits, extra values, missed values, and whether the extra one is an honest half of the gold value."""
    if isinstance(wanted, list):
        left, missed = list(got or []), []
        for gold in wanted:
            index = next((i for i, value in enumerate(left) if right(name, value, gold, mode)), None)
            if index is None:
                missed.append(gold)
            else:
                del left[index]
        return len(wanted) - len(missed), left, missed, False
    if got is not None and wanted is not None and right(name, got, wanted, mode):
        return 1, [], [], False
    extra, missed = ([] if got is None else [got]), ([] if wanted is None else [wanted])
    return 0, extra, missed, bool(extra and missed) and abstains(name, got, wanted)


def _places(record: Mapping[str, Any], name: str, extra: list[Any]) -> tuple[str, ...]:
    """Give the lines that the wrong values of a field were read from."""
    if name in LISTS:
        # By identity: equal items of a list stand on lines of their own.
        items = [item for value, item in listed(record, name) if any(value is other for other in extra)]
    else:
        whole = (record.get("fields") or {}).get(name) if extra else None
        items = [whole] if whole else []
    return tuple(dict.fromkeys(_place(e) for item in items for e in item.get("evidence") or ()))


def _place(evidence: Mapping[str, Any]) -> str:
    page = f"trang {evidence['page']}, " if evidence.get("page") and "trang" not in str(evidence["line"]) else ""
    return f"{page}{evidence['line']}: «{evidence['text']}»"


def gold_of(record: Mapping[str, Any], fields: Iterable[str]) -> dict[str, Any]:
    """Give what a record holds as gold for these fields: null for an empty one, of list items what is compared."""
    out: dict[str, Any] = {}
    for name in sorted(SCORED & set(fields)):
        got = found(record, name)
        keys = RECORDS.get(name)
        out[name] = got if keys is None else [{key: item.get(key) for key in keys} for item in got]
    return out


def fields_right(record: Mapping[str, Any], gold: Mapping[str, Any]) -> frozenset[str]:
    """Give the names of the fields that a record holds to the letter as gold has them."""
    out = set()
    for name, wanted in gold.items():
        _, extra, missed, _ = _compare(name, found(record, name), wanted, Mode.STRICT)
        if not extra and not missed:
            out.add(name)
    return frozenset(out)
