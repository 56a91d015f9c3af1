"""What became of one file."""

from dataclasses import dataclass
from enum import StrEnum

from pipeline.errors import Failure
from pipeline.model.dispatch import Dispatch
from pipeline.model.evidence import Finding
from pipeline.model.source import Source
from pipeline.model.zones import Profile


class Status(StrEnum):
    """``clean``: nothing needs a person. ``needs_review``: something does. ``failed``: not read, see the failure."""

    CLEAN = "clean"
    NEEDS_REVIEW = "needs_review"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Reading:
    """How a file was read: which reader, how many pages, which encoding, whether by OCR."""

    reader: str
    pages: int | None = None
    encoding: str = "unicode"
    ocr: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """A file read as far as it goes: small, frozen, safe to send between processes.

    Law: ``status`` is FAILED exactly when ``failure`` is set, and then ``dispatch`` is None.
    """

    source: Source
    status: Status
    dispatch: Dispatch | None = None
    failure: Failure | None = None
    profile: Profile = Profile.OTHER
    findings: tuple[Finding, ...] = ()
    reading: Reading | None = None
    seconds: float = 0.0

    def __post_init__(self) -> None:
        """Refuse a failure that looks like success, and the reverse."""
        failed = self.status is Status.FAILED
        if failed != (self.failure is not None) or failed != (self.dispatch is None):
            raise ValueError("failed means: a failure and no dispatch")
