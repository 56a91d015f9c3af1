"""What became of one file."""

from dataclasses import dataclass, replace
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
    #: A digital signature was found in the file; it is not checked.
    signed: bool = False


@dataclass(frozen=True, slots=True)
class Extent:
    """Which of the dispatches in its file one is: ``part`` counted from 1, ``of`` so many; its first and last page.

    ``pages`` is None in formats without pages, and for a file that holds one dispatch.
    """

    part: int = 1
    of: int = 1
    pages: tuple[int, int] | None = None

    def named(self, name: str) -> str:
        """Give the name of the dispatch: the file's for the first one, ``tệp.pdf#2`` for the second."""
        return name if self.part == 1 else f"{name}#{self.part}"

    def __str__(self) -> str:
        """Words for a clerk: ``văn bản 2/3, trang 4–6``."""
        where = "" if self.pages is None else f", trang {self.pages[0]}–{self.pages[1]}"
        return f"văn bản {self.part}/{self.of}{where}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """A file read as far as it goes: small, frozen, safe to send between processes.

    ``members`` are the files that it brought. A mere bundle (zip, mail) has members and no dispatch of its own.
    ``further`` are the dispatches behind the first one in the same file, each with its ``extent``. ``gist`` is the digest
    of the main text (``pipeline.likeness``), empty when there is none.
    Laws: ``status`` is FAILED exactly when ``failure`` is set; ``dispatch`` is None exactly for a failure or a
    mere bundle; what is ``further`` has nothing further.
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
    extent: Extent = Extent()
    further: tuple["Outcome", ...] = ()
    gist: str = ""
    #: The electronic envelope that it came in says the same of it.
    vouched: bool = False

    def __post_init__(self) -> None:
        """Refuse a failure that looks like success, and the reverse."""
        failed = self.status is Status.FAILED
        if failed != (self.failure is not None) or (failed and (self.dispatch is not None or self.members)):
            raise ValueError("failed means: a failure, no dispatch and no members")
        if not failed and self.dispatch is None and not self.members:
            raise ValueError("a file that was read is a dispatch or a bundle")
        if any(one.further or one.dispatch is None for one in self.further):
            raise ValueError("further dispatches stand side by side")

    @property
    def dispatches(self) -> tuple["Outcome", ...]:
        """Every dispatch of the file on its own, the first one first; the outcome itself when it holds none or one."""
        return (replace(self, further=()), *self.further) if self.further else (self,)

    def of(self, source: Source) -> "Outcome":
        """Give the same outcome, of a file that is known otherwise."""
        return replace(self, source=source, further=tuple(replace(one, source=source) for one in self.further))

    @property
    def is_bundle(self) -> bool:
        """Tell whether the file is a mere bundle: it says nothing of its own."""
        return self.failure is None and self.dispatch is None
