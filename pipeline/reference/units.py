"""The units (đơn vị tính) of figures: how they are written, what kind they are, and what they are worth."""

import csv
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit.

    ``kind`` says what is counted: figures of two kinds are never compared (``people`` and ``people_times`` are two).
    ``multiplier`` rows (nghìn, triệu) stand before another unit and carry a ``factor``; standing alone they are money.
    """

    unit: str
    variants: tuple[str, ...]
    kind: str
    factor: Decimal
    valid_from: date | None
    valid_to: date | None
    source: str


@cache
def units() -> tuple[UnitRow, ...]:
    """Give every unit in the order of the file."""
    with (files("pipeline.reference") / "units.csv").open(encoding="utf-8") as file:
        return tuple(
            UnitRow(
                unit=row["unit"],
                variants=tuple(part.strip() for part in row["variants"].split("|") if part.strip()),
                kind=row["kind"],
                factor=Decimal(row["factor"]),
                valid_from=date.fromisoformat(row["valid_from"]) if row["valid_from"] else None,
                valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
                source=row["source"],
            )
            for row in csv.DictReader(file)
        )
