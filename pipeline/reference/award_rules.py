"""The rules that proposals and reports are held to, each with its days and source, from ``award_rules.csv``.

``mark`` says how far a row has been verified (V in a published source, M from memory, M? to be checked before relying
on it). An office changes a ratio or a rounding in the data, never in code.
"""

import csv
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class AwardRule:
    """One rule. ``kind`` says which check reads it; ``value`` is a share or a number, ``years`` a run of years.

    ``award`` and ``base`` are codes of the catalogue, ``parts`` what must be there; ``rounding`` is ``floor`` or ``round``.
    """

    rule: str
    kind: str
    award: str
    base: tuple[str, ...]
    value: Decimal | None
    years: int | None
    parts: tuple[str, ...]
    rounding: str
    valid_from: date | None
    valid_to: date | None
    source: str
    mark: str
    wording: str

    def in_force(self, on: date) -> bool:
        """Tell whether the rule holds on a day."""
        return (self.valid_from or date.min) <= on <= (self.valid_to or date.max)

    @property
    def cited(self) -> str:
        """The rule with its source and the days it is in force, as the clerk reads it."""
        start, end = self.valid_from, self.valid_to
        days = " ".join(
            part for part in (f"từ {start:%d/%m/%Y}" if start else "", f"đến {end:%d/%m/%Y}" if end else "") if part
        )
        return f"{self.wording} ({self.source}{'; hiệu lực ' + days if days else ''})"


def _many(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split("|") if part)


@cache
def award_rules() -> tuple[AwardRule, ...]:
    """Give every rule in the order of the file."""
    with (files("pipeline.reference") / "award_rules.csv").open(encoding="utf-8") as file:
        return tuple(
            AwardRule(
                row["rule"],
                row["kind"],
                row["award"],
                _many(row["base"]),
                Decimal(row["value"]) if row["value"] else None,
                int(row["years"]) if row["years"] else None,
                _many(row["parts"]),
                row["rounding"],
                date.fromisoformat(row["valid_from"]) if row["valid_from"] else None,
                date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
                row["source"],
                row["mark"],
                row["wording"],
            )
            for row in csv.DictReader(file)
        )


@lru_cache(maxsize=4096)
def rules(kind: str, on: date) -> tuple[AwardRule, ...]:
    """Give the rules of a kind that are in force on a day."""
    return tuple(one for one in award_rules() if one.kind == kind and one.in_force(on))
