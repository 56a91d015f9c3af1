"""What came out of a file that stands for several: a zip file, a mail, an edXML message."""

from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import Failure
from pipeline.model.layout import Note
from pipeline.model.source import Source


@dataclass(frozen=True, slots=True)
class Member:
    """One file out of a bundle: where its bytes were laid, or why they could not be had.

    ``name`` is the sender's name for it (NFC, without folders); ``inside`` are the bundle's inner folders, joined
    by `` › ``. Law: exactly one of ``path`` and ``failure`` is set.
    """

    name: str
    inside: str = ""
    path: Path | None = None
    size: int = 0
    failure: Failure | None = None

    def __post_init__(self) -> None:
        """Refuse a file that is neither there nor missing."""
        if (self.path is None) == (self.failure is None):
            raise ValueError("a member has a path or a failure")

    def origin(self, bundle: Source) -> str:
        """Give the way to the file, outermost first: ``thư.eml › hồ sơ.zip › đợt 1``."""
        return " › ".join(part for part in (bundle.origin, bundle.name, self.inside) if part)


@dataclass(frozen=True, slots=True)
class Unpacked:
    """The files that a file brought, none for an ordinary file, and what was noticed.

    ``speaks`` is False when the bundle says nothing of its own beside its members.
    """

    members: tuple[Member, ...] = ()
    notes: tuple[Note, ...] = ()
    speaks: bool = True
