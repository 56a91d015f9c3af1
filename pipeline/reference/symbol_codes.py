"""Codes that open a document's symbol, with the type names they stand for."""

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class SymbolCode:
    """One code of one series: ``KH`` is Kế hoạch. ``series`` is ``state``, ``party``, ``law`` or ``joint``.

    A code may stand in several series (``QĐ``), and in the Party's for two types; the title decides then.
    """

    code: str
    name: str
    series: str
    valid_from: date | None
    valid_to: date | None
    source: str


@cache
def symbol_codes() -> tuple[SymbolCode, ...]:
    """Every known code, in the order of the file."""
    with (files("pipeline.reference") / "symbol_codes.csv").open(encoding="utf-8") as handle:
        return tuple(
            SymbolCode(
                row["code"],
                row["name"],
                row["series"],
                date.fromisoformat(row["valid_from"]) if row["valid_from"] else None,
                date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
                row["source"],
            )
            for row in csv.DictReader(handle)
        )


@cache
def codes() -> frozenset[str]:
    """Every code, letter for letter: ``CTr`` and ``CT`` are two."""
    return frozenset(c.code for c in symbol_codes())


@cache
def type_names() -> tuple[str, ...]:
    """Every type name once, longest first, so that the first match in a text is the whole name."""
    return tuple(sorted({c.name for c in symbol_codes()}, key=lambda n: (-len(n), n)))
