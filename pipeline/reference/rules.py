"""The rules a document is held to, each with the days and profiles it is in force for, from ``rules.csv``.

Also the dated register of legal documents and the words that checks look for. A document is judged by the rules
of its own date; a document without a date by today's.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files

from pipeline.model import Profile, Severity
from pipeline.text import key


@dataclass(frozen=True, slots=True)
class Rule:
    """What ``code`` asks (``wording``), how much a breach matters, for whom and when. No profiles: for all of them.

    ``note`` says what of the row has not been verified in the official text.
    """

    code: str
    severity: Severity
    profiles: frozenset[Profile]
    wording: str
    valid_from: date | None
    valid_to: date | None
    source: str
    note: str = ""

    def binds(self, profile: Profile, on: date | None) -> bool:
        """Tell whether the rule holds for a document of ``profile`` issued on a day; None is a day of today's rules."""
        if self.profiles and profile not in self.profiles:
            return False
        if on is None:
            return self.valid_to is None
        return (self.valid_from or date.min) <= on <= (self.valid_to or date.max)

    @property
    def cited(self) -> str:
        """The source with the days it is in force, as the clerk reads it."""
        start, end = self.valid_from, self.valid_to
        if start and end:
            return f"{self.source} (hiệu lực {start:%d/%m/%Y} - {end:%d/%m/%Y})"
        if start:
            return f"{self.source} (hiệu lực từ {start:%d/%m/%Y})"
        return f"{self.source} (áp dụng đến {end:%d/%m/%Y})" if end else self.source


@dataclass(frozen=True, slots=True)
class LegalDocument:
    """A law, decree or circular on emulation and records. Valid both days included; ``replaced_by`` is a symbol or empty."""

    symbol: str
    name: str
    issued_on: date
    valid_from: date
    valid_to: date | None
    replaced_by: str
    source: str


def _rows(name: str) -> Iterator[dict[str, str]]:
    with files("pipeline.reference").joinpath(name).open(encoding="utf-8") as handle:
        yield from csv.DictReader(handle)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@cache
def all_rules() -> dict[str, tuple[Rule, ...]]:
    """Give the rules by code, in the order of the table."""
    out: dict[str, tuple[Rule, ...]] = {}
    for row in _rows("rules.csv"):
        profiles = frozenset(Profile(p) for p in row["profiles"].split("|") if p)
        rule = Rule(
            row["code"], Severity(row["severity"]), profiles, row["wording"], _day(row["valid_from"]),
            _day(row["valid_to"]), row["source"], row["note"] or "",
        )  # fmt: skip
        out[rule.code] = (*out.get(rule.code, ()), rule)
    return out


def in_force(code: str, profile: Profile, on: date | None) -> Rule | None:
    """Give the rule ``code`` that binds a document, None when none did on its day. KeyError for an unknown code."""
    return next((rule for rule in all_rules()[code] if rule.binds(profile, on)), None)


@cache
def legal_documents() -> dict[str, LegalDocument]:
    """Give the register of legal documents by symbol."""
    out = {}
    for row in _rows("legal_documents.csv"):
        issued, start = date.fromisoformat(row["issued_on"]), date.fromisoformat(row["valid_from"])
        out[row["symbol"]] = LegalDocument(
            row["symbol"], row["name"], issued, start, _day(row["valid_to"]), row["replaced_by"], row["source"]
        )
    return out


@cache
def words(role: str) -> tuple[str, ...]:
    """Give the keys (``pipeline.text.key``) of the words of a role: ``council``, ``deputy``, ``committee`` and others."""
    return tuple(key(row["text"]) for row in _rows("check_words.csv") if row["role"] == role)


#: The same subject and title are asked about many times.
_folded = lru_cache(maxsize=1024)(key)


def speaks_of(text: str, role: str) -> bool:
    """Tell whether ``text`` holds a word of the role, whole words only, case and place of tone marks aside."""
    padded = f" {_folded(text)} "
    return any(f" {word} " in padded for word in words(role))


def opens_with(text: str, role: str) -> bool:
    """Tell whether ``text`` begins with a word of the role."""
    padded = f"{_folded(text)} "
    return any(padded.startswith(f"{word} ") for word in words(role))


def closes_with(text: str, role: str) -> bool:
    """Tell whether ``text`` ends with a word of the role."""
    padded = f" {_folded(text)}"
    return any(padded.endswith(f" {word}") for word in words(role))
