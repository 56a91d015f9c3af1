"""What the office's own lists say beyond the documents: people by unit, and who of those named is a woman or a direct worker."""

import csv
from collections.abc import Iterator
from pathlib import Path

from pipeline.checks.council.matter import Traits
from pipeline.reference.agencies import unit_rows
from pipeline.text import bare, key, slug

#: Columns of the list of persons; ``name`` must be filled, the rest may be blank or missing.
COLUMNS = ("name", "unit", "woman", "direct")
_YES = frozenset({"1", "x", "co", "nu", "dung", "yes", "true"})
_NO = frozenset({"0", "khong", "nam", "no", "false"})


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    with path.open(encoding="utf-8-sig", newline="") as handle:
        for number, row in enumerate(csv.DictReader(handle), 2):
            yield number, {k.strip(): (v or "").strip() for k, v in row.items() if k}


def read_headcounts(path: Path) -> dict[str, int]:
    """Give how many people a unit has by the unit's id, from the column ``headcount`` of the office's list.

    Raises:
        ValueError: a Vietnamese sentence naming the file, the row and what is wrong with it.
    """
    out = {}
    for number, row in unit_rows(path):
        told = row.get("headcount", "")
        if not told:
            continue
        if not told.isdecimal() or not int(told):
            raise ValueError(f"{path.name}, dòng {number}: số người (cột headcount) phải là số nguyên dương: «{told}»")
        out[row.get("id") or slug(row.get("name", ""))] = int(told)
    return out


def read_traits(path: Path) -> dict[tuple[str, str], Traits]:
    """Give what a list of persons says of each, by (name, unit) folded with ``key``; see :data:`COLUMNS`.

    Raises:
        ValueError: a Vietnamese sentence naming the file, the row and what is wrong with it.
    """
    out = {}
    for number, row in _rows(path):
        if not row.get("name"):
            raise ValueError(f"{path.name}, dòng {number}: chưa điền name")
        try:
            woman, direct = (_told(row.get(column, "")) for column in COLUMNS[2:])
        except ValueError as error:
            raise ValueError(f"{path.name}, dòng {number}: chỉ ghi có hoặc không, không ghi «{error}»") from error
        out[key(row["name"]), key(row.get("unit", ""))] = Traits(woman, direct)
    return out


def _told(text: str) -> bool | None:
    word = bare(text)
    if not word:
        return None
    if word not in _YES | _NO:
        raise ValueError(text)
    return word in _YES
