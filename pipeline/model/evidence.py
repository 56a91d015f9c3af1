"""A value and where it stands on the page. No value travels without its evidence."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, TypeVar

from pipeline.model.layout import Box, Line

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Evidence:
    """A piece of one line. Law: ``text`` stands in ``Layout.lines[index].text``, letter for letter."""

    index: int
    text: str
    line: str
    page: int | None = None
    box: Box | None = None

    @classmethod
    def of(cls, line: Line, text: str | None = None) -> "Evidence":
        """Point at ``text`` inside ``line``, or at the whole line (blanks at the ends cut off)."""
        piece = line.text.strip() if text is None else text
        if piece not in line.text:
            raise ValueError(f"{piece!r} does not stand in {line.text!r}")
        return cls(line.index, piece, line.place, line.page, line.box)


@dataclass(frozen=True, slots=True)
class Field(Generic[T]):
    """A value read from the page. ``raw`` is the evidence's pieces joined by one blank; ``confidence`` is 0 to 1.

    ``reasons`` are Vietnamese sentences that say what raised or lowered the confidence.
    """

    value: T
    raw: str
    confidence: float
    evidence: tuple[Evidence, ...]
    reasons: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a value without evidence or with a confidence outside 0 to 1."""
        if not 0 <= self.confidence <= 1:
            raise ValueError(f"confidence {self.confidence}")
        if not self.evidence:
            raise ValueError("a value needs evidence")

    @classmethod
    def of(cls, value: T, evidence: tuple[Evidence, ...], confidence: float, *reasons: str) -> "Field[T]":
        """Build a field whose raw text is its evidence."""
        return cls(value, " ".join(e.text for e in evidence), confidence, evidence, reasons)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One proposal for the attribute ``name`` of a dispatch. Several may compete; ``assemble`` picks."""

    name: str
    field: Field[Any]


class Severity(StrEnum):
    """How much a finding matters."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a person should know: what (``message``), by which ``rule``, on which ``field``, where (``evidence``).

    ``suggestion`` is the wording that would mend it, None when there is none.
    """

    code: str
    severity: Severity
    message: str
    rule: str | None = None
    field: str | None = None
    evidence: tuple[Evidence, ...] = ()
    suggestion: str | None = None
