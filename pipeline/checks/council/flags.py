"""The office's list of open cases (discipline, inspection, investigation, complaint), one row a case."""

import csv
from datetime import date
from pathlib import Path

from pipeline.checks.council.matter import Flag

COLUMNS = ("name", "unit", "what", "since", "until", "source")


def read_flags(path: Path) -> tuple[Flag, ...]:
    """Read a CSV with the columns of :data:`COLUMNS`; ``name``, ``unit``, ``what`` and ``since`` must be filled.

    Raises:
        ValueError: a Vietnamese sentence naming the file, the row and what is wrong with it.
    """
    out = []
    with path.open(encoding="utf-8-sig", newline="") as handle:
        reader = csv.DictReader(handle)
        missing = set(COLUMNS[:4]) - set(reader.fieldnames or ())
        if missing:
            raise ValueError(f"{path.name}: thiếu cột {', '.join(sorted(missing))}")
        for number, row in enumerate(reader, 2):
            filled = {k: (v or "").strip() for k, v in row.items() if k}
            empty = [c for c in COLUMNS[:4] if not filled[c]]
            if empty:
                raise ValueError(f"{path.name}, dòng {number}: chưa điền {', '.join(empty)}")
            try:
                since = date.fromisoformat(filled["since"])
                until = date.fromisoformat(filled["until"]) if filled.get("until") else None
            except ValueError as error:
                raise ValueError(f"{path.name}, dòng {number}: ngày phải có dạng năm-tháng-ngày") from error
            out.append(Flag(filled["name"], filled["unit"], filled["what"], since, until, filled.get("source", "")))
    return tuple(out)
