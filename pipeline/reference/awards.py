"""The awards (danh hiệu thi đua, hình thức khen thưởng) of the law: what they are called, who may receive them, who decides."""

import csv
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files


class AwardKind(StrEnum):
    """A title won by emulation, or a form of commendation."""

    TITLE = "danh hiệu"
    COMMENDATION = "khen thưởng"


#: What the letters of the catalogue's subject column stand for, in the words of the contract.
SUBJECTS = {"T": "tập thể", "C": "cá nhân", "H": "hộ", "D": "doanh nghiệp"}


@dataclass(frozen=True, slots=True)
class CatalogueAward:
    """One award of the catalogue.

    ``general`` is the code that a document's award is recorded under (``GK`` for every giấy khen); ``code`` tells finer.
    It is None where only the giver would tell which award it is (a plain "bằng khen").
    ``subjects`` are the kinds that may receive it. ``level`` is empty where the name alone does not tell who gives it.
    """

    code: str
    general: str | None
    name: str
    kind: AwardKind
    subjects: tuple[str, ...]
    level: str
    decided_by: str
    variants: tuple[str, ...]
    valid_from: date | None
    valid_to: date | None
    source: str

    def in_force(self, day: date) -> bool:
        """Tell whether the award could be given on ``day``; an open end holds for ever."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


@cache
def awards() -> tuple[CatalogueAward, ...]:
    """Give the whole catalogue in its own order."""
    with (files("pipeline.reference") / "awards.csv").open(encoding="utf-8") as file:
        return tuple(
            CatalogueAward(
                code=row["code"],
                general=None if row["general"] == "-" else row["general"] or row["code"],
                name=row["name"],
                kind=AwardKind(row["kind"]),
                subjects=tuple(SUBJECTS[letter] for letter in row["subjects"].split(",")),
                level=row["level"],
                decided_by=row["decided_by"],
                variants=tuple(part.strip() for part in row["variants"].split("|")),
                valid_from=date.fromisoformat(row["valid_from"]) if row["valid_from"] else None,
                valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
                source=row["source"],
            )
            for row in csv.DictReader(file)
        )


@cache
def _by_code() -> dict[str, CatalogueAward]:
    return {one.code: one for one in awards()}


def award(code: str) -> CatalogueAward | None:
    """Give the award with ``code``, None when the catalogue has no such code."""
    return _by_code().get(code)
