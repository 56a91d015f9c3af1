"""Found against gold, field by field and document by document.

Gold is one JSON a document: ``{"file": NAME, "fields": {...}}``. A key that is missing was not annotated and
is not scored; null or an empty list was looked for on the page and is not there, so a found value is wrong.
A date cut off before an unread day and a symbol without its unread number are missed, not wrong.
"""

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.likeness import Mode, same, soft, strict

#: Scalars that only ever compare to the letter.
_EXACT = frozenset({"symbol", "issued_on", "doc_type", "signer_capacity", "urgency", "secrecy", "profile"})
_TEXT = frozenset({"issuer", "parent_issuer", "place", "subject", "signer_name", "signer_position", "archive"})
_LISTS_OF_TEXT = {"recipients": "text", "addressees": "text", "references": "symbol"}
#: Lists of records, and the keys that must agree.
_RECORDS = {
    "targets": ("value", "value_max", "unit"),
    "milestones": ("start", "end"),
    "results": ("value", "unit"),
    "awards": ("name", "award_code"),
}
#: A document's head is right when all of these are.
HEAD = ("symbol", "issued_on", "doc_type", "issuer", "place", "subject", "signer_name", "recipients")
_SCORED = _EXACT | _TEXT | _LISTS_OF_TEXT.keys() | _RECORDS.keys()
_ABOUT = re.compile(r"^\s*(?:V\s*/\s*v|Về việc)\s*:?\s*", re.IGNORECASE)
_HONORIFIC = re.compile(r"^\s*(?:(?:ông|bà|đồng chí|đ/c|thầy|cô)\s+)+", re.IGNORECASE)


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
    """One field of one document that is not right to the letter."""

    file: str
    field: str
    wanted: tuple[Any, ...]
    got: tuple[Any, ...]


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


def evaluate(gold: Mapping[str, Mapping[str, Any]], records: Iterable[Mapping[str, Any]]) -> Report:
    """Score records of ``thidua.dispatch/1`` against gold by file name."""
    found = {unicodedata.normalize("NFC", Path(r["source"]["name"]).name): r for r in records}
    report = Report(documents=len(gold))
    for name, fields in gold.items():
        record = found.get(name)
        if record is None or record.get("status") == "failed":
            report.failed.append(name)
        right = dict.fromkeys(Mode, True)
        for field_name, wanted in fields.items():
            if field_name not in _SCORED:
                continue
            got = _found(record or {}, field_name)
            for mode in Mode:
                hit, extra, missed, honest = _compare(field_name, got, wanted, mode)
                count = report.counts[field_name][mode]
                count.hit += hit
                count.wrong += 0 if honest else len(extra)
                count.missed += len(missed)
                ok = not missed and (honest or not extra)
                if field_name in HEAD and not ok:
                    right[mode] = False
                if mode is Mode.STRICT and not ok:
                    report.misses.append(Miss(name, field_name, tuple(missed), tuple(extra)))
        for mode in Mode:
            report.whole[mode] += right[mode]
    return report


def _compare(name: str, got: Any, wanted: Any, mode: Mode) -> tuple[int, list[Any], list[Any], bool]:
    """Give hits, extra values, missed values, and whether the extra one is an honest half of the gold value."""
    if isinstance(wanted, list):
        left, missed = list(got or []), []
        for gold in wanted:
            index = next((i for i, value in enumerate(left) if _same(name, value, gold, mode)), None)
            if index is None:
                missed.append(gold)
            else:
                del left[index]
        return len(wanted) - len(missed), left, missed, False
    if got is not None and wanted is not None and _same(name, got, wanted, mode):
        return 1, [], [], False
    extra, missed = ([] if got is None else [got]), ([] if wanted is None else [wanted])
    return 0, extra, missed, bool(extra and missed) and _abstains(name, got, wanted)


def _found(record: Mapping[str, Any], name: str) -> Any:
    if name == "profile":
        return record.get("profile")
    value = (record.get("fields") or {}).get(name)
    if name in _LISTS_OF_TEXT:
        return [item[_LISTS_OF_TEXT[name]] for item in value or [] if item.get(_LISTS_OF_TEXT[name])]
    if name in _RECORDS:
        return value or []
    return (value or {}).get("value") or None


def _same(name: str, got: Any, gold: Any, mode: Mode) -> bool:
    if name in ("symbol", "references"):
        return _symbol(got) == _symbol(gold)
    if name in _EXACT:
        return strict(str(got)) == strict(str(gold))
    if name == "subject":
        return same(_ABOUT.sub("", str(got)), _ABOUT.sub("", str(gold)), mode)
    if name in _RECORDS:
        return all(_same_key(key, got.get(key), gold[key], mode) for key in _RECORDS[name] if key in gold)
    return same(str(got), str(gold), mode)


def _same_key(key: str, got: Any, gold: Any, mode: Mode) -> bool:
    if key in ("start", "end", "award_code"):
        return strict(str(got or "")) == strict(str(gold or ""))
    if got is None or gold is None:
        return got is gold
    if key == "name":
        return same(_HONORIFIC.sub("", str(got)), _HONORIFIC.sub("", str(gold)), mode)
    if key == "unit":
        return _same_unit(str(got), str(gold), mode)
    return _same_number(got, gold)


def _same_unit(got: str, gold: str, mode: Mode) -> bool:
    """Units as printed; except to the letter the head word is enough ("hộ" for "hộ nghèo")."""
    if same(got, gold, mode):
        return True
    x, y = soft(got), soft(gold)
    return mode is not Mode.STRICT and bool(x and y) and (x in y or y in x)


def _same_number(got: Any, gold: Any) -> bool:
    try:
        x, y = _number(got), _number(gold)
    except (ValueError, ZeroDivisionError):
        return soft(str(got)) == soft(str(gold))
    return abs(x - y) <= 1e-6 * max(1.0, abs(y))


def _number(value: Any) -> float:
    top, _, bottom = str(value).partition("/")
    return float(top) / float(bottom) if bottom else float(top)


def _symbol(value: Any) -> str:
    return re.sub(r"\s+", "", strict(str(value))).removeprefix("Số:").removeprefix("Số")


def _abstains(name: str, got: Any, gold: Any) -> bool:
    if name == "issued_on":
        return len(str(got)) in (4, 7) and str(gold).startswith(f"{got}-")
    return name == "symbol" and _symbol(got).startswith("/") and _symbol(gold).endswith(_symbol(got))


@dataclass(frozen=True, slots=True)
class Band:
    """Stated against true: scalar fields whose stated confidence lies in one band."""

    low: float
    high: float
    fields: int
    stated: float
    true: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """What stated confidences are worth. ``sure`` fields were said to be at least :data:`SURE`, ``sure_right`` of them are.

    ``error`` is the expected calibration error over ten bands (Guo et al. 2017): the mean distance of stated from true,
    weighted by the fields of each band; 0.0 without fields.
    """

    bands: tuple[Band, ...]
    sure: int
    sure_right: int

    @property
    def error(self) -> float:
        """Expected calibration error."""
        total = sum(band.fields for band in self.bands)
        return sum(band.fields * abs(band.stated - band.true) for band in self.bands) / total if total else 0.0

    @property
    def sure_share(self) -> float:
        """Share of the sure fields that are right; 1.0 when none was sure."""
        return self.sure_right / self.sure if self.sure else 1.0


#: A field this sure or more is taken at its word.
SURE = 0.9


def calibration(gold: Mapping[str, Mapping[str, Any]], records: Iterable[Mapping[str, Any]]) -> Calibration:
    """Give stated confidence against the share that is right (softly), in ten bands; empty bands left out.

    An honest half (a date without its unread day) is neither right nor wrong and is not counted.
    """
    points: list[tuple[float, bool]] = []
    for record in records:
        fields = gold.get(unicodedata.normalize("NFC", Path(record["source"]["name"]).name), {})
        for name in sorted((_EXACT | _TEXT) & fields.keys()):
            value, wanted = (record.get("fields") or {}).get(name), fields[name]
            if value and not (wanted is not None and _abstains(name, value["value"], wanted)):
                ok = wanted is not None and _same(name, value["value"], wanted, Mode.SOFT)
                points.append((value["confidence"], ok))
    bands = []
    for i in range(10):
        inside = [(c, ok) for c, ok in points if i / 10 <= c < (i + 1) / 10 or (i == 9 and c == 1)]
        if inside:
            stated, true = sum(c for c, _ in inside) / len(inside), sum(ok for _, ok in inside) / len(inside)
            bands.append(Band(i / 10, (i + 1) / 10, len(inside), stated, true))
    sure = [ok for c, ok in points if c >= SURE]
    return Calibration(tuple(bands), len(sure), sum(sure))
