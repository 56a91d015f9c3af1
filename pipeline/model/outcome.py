"""What became of one file."""

from dataclasses import dataclass
from enum import StrEnum

from pipeline.errors import Failure
from pipeline.model.bundle import Member
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

    ``members`` are the files that it brought. A mere bundle (zip, mail) has members and no dispatch of its own.
    Laws: ``status`` is FAILED exactly when ``failure`` is set; ``dispatch`` is None exactly for a failure or a
    mere bundle.
    """

    source: Source
    status: Status
    dispatch: Dispatch | None = None
    failure: Failure | None = None
    profile: Profile = Profile.OTHER
    findings: tuple[Finding, ...] = ()
    reading: Reading | None = None
    seconds: float = 0.0
    members: tuple[Member, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a failure that looks like success, and the reverse."""
        failed = self.status is Status.FAILED
        if failed != (self.failure is not None) or (failed and (self.dispatch is not None or self.members)):
            raise ValueError("failed means: a failure, no dispatch and no members")
        if not failed and self.dispatch is None and not self.members:
            raise ValueError("a file that was read is a dispatch or a bundle")

    @property
    def is_bundle(self) -> bool:
        """Tell whether the file is a mere bundle: it says nothing of its own."""
        return self.failure is None and self.dispatch is None
