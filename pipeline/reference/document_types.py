"""The kinds of documents with their codes (tên loại văn bản và chữ viết tắt), dated, from ``document_types.csv``."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from pipeline.text import key


@dataclass(frozen=True, slots=True)
class DocumentType:
    """One kind. ``names`` are the printed names, the official one first.

    ``kind`` is ``administrative`` (NĐ 30/2020, Điều 7), ``letter`` (no code in its symbol), ``normative``,
    ``party``, ``copy`` or ``other``. ``code`` is the printed name itself where no code is in use.
    """

    code: str
    names: tuple[str, ...]
    kind: str
    valid_from: date | None = None
    valid_to: date | None = None
    source: str = ""

    @property
    def name(self) -> str:
        """The official name."""
        return self.names[0]

    @property
    def coded(self) -> bool:
        """Whether symbols carry the code; False for công văn, thư công and kinds known by name only."""
        return self.kind != "letter" and not self.code.isspace() and self.code != self.name.upper()


@cache
def all_types() -> tuple[DocumentType, ...]:
    """Give every kind of the table in its order; administrative kinds come before others with the same code."""
    return tuple(_rows())


@cache
def by_name() -> dict[str, DocumentType]:
    """Give kinds by ``key`` of every printed name."""
    out: dict[str, DocumentType] = {}
    for kind in all_types():
        for name in kind.names:
            out.setdefault(key(name), kind)
    return out


@cache
def by_code() -> dict[str, tuple[DocumentType, ...]]:
    """Give kinds by code, letter case kept (``CT`` is not ``CTr``); several where one code means several."""
    out: dict[str, tuple[DocumentType, ...]] = {}
    for kind in all_types():
        if kind.coded:
            out[kind.code] = (*out.get(kind.code, ()), kind)
    return out


def of_name(name: str) -> DocumentType | None:
    """Give the kind printed as ``name``; case and the place of tone marks do not count."""
    return by_name().get(key(name))


def of_code(code: str) -> tuple[DocumentType, ...]:
    """Give the kinds that ``code`` stands for in a symbol; none for a code that is no type."""
    return by_code().get(code, ())


def _rows() -> Iterator[DocumentType]:
    with files("pipeline.reference").joinpath("document_types.csv").open(encoding="utf-8") as handle:
        for row in csv.DictReader(handle):
            names = (row["name"], *(n for n in row["names_in_use"].split("|") if n))
            yield DocumentType(
                row["code"], names, row["kind"], _day(row["valid_from"]), _day(row["valid_to"]), row["source"]
            )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
