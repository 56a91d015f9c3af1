"""What ``flows`` plugs together: the store and the parsers as the pure steps see them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from pipeline.model import Candidate, Dispatch, Finding, Layout, Outcome, Period, Profile, Source, Unpacked, Zones
from pipeline.reference.agencies import Agency

#: Turns a file into a layout. Raises ``FileError`` and nothing else.
Reader = Callable[[Source], Layout]
#: Lays the files that a file brings into a folder; none for an ordinary file. Raises ``FileError`` and nothing else.
Unpacker = Callable[[Source, Path], Unpacked]
#: Proposes values of one family out of its zones. Pure; never raises.
Family = Callable[[Zones, Profile], tuple[Candidate, ...]]
#: Names an agency for a printed text on a day, inside a province when the text leaves the place out; None: not sure.
Resolver = Callable[[str, date | None, str | None], Agency | None]


def _ordinary(source: Source, folder: Path) -> Unpacked:
    return Unpacked()


@dataclass(frozen=True, slots=True)
class Toolkit:
    """The parsers as ``pipeline.process`` receives them; built by ``parsers.registry.toolkit``."""

    read: Reader
    detect: Callable[[Zones], Profile]
    families: tuple[Family, ...]
    resolve: Resolver
    unpack: Unpacker = _ordinary


class Kind(StrEnum):
    """What the store did with an outcome."""

    NEW = "new"
    SAME_FILE = "same_file"
    NEW_VERSION = "new_version"
    FAILED = "failed"
    #: A file that says nothing of its own; what it brought is saved file by file.
    BUNDLE = "bundle"


@dataclass(frozen=True, slots=True)
class Saved:
    """The store's answer: what it did, and the id of the dispatch (None for a failure).

    ``further`` are the answers for the dispatches behind the first one in the same file.
    """

    kind: Kind
    dispatch_id: str | None
    needs_review: bool = False
    further: tuple["Saved", ...] = ()


@dataclass(frozen=True, slots=True)
class StoredDispatch:
    """A dispatch as the store holds it. ``superseded_by`` is the id of the newer version, None for the one in force.

    ``agency`` is the registry id of the issuer; ``received_at`` is timezone-aware.
    """

    id: str
    sha256: str
    file_name: str
    received_at: datetime
    dispatch: Dispatch
    profile: Profile
    findings: tuple[Finding, ...] = ()
    superseded_by: str | None = None
    #: Why it counts no more though nothing took its place here (a recall), in a Vietnamese sentence; empty: it counts.
    withdrawn: str = ""


@dataclass(frozen=True, slots=True)
class MovementRow:
    """A movement in the store: id, name as first named by a plan, and its period when known."""

    id: str
    name: str
    start: date | None
    end: date | None
    documents: int


class Store(Protocol):
    """The normalized tables. Every method is one transaction; a file saved twice changes no row."""

    def knows(self, sha256: str) -> bool:
        """Tell whether a file with these bytes was stored before (failed ones do not count)."""

    def save(self, outcome: Outcome, *, run_id: str, received_at: datetime, archived_as: str | None) -> Saved:
        """Write one outcome whole, or nothing."""

    def movements(self) -> Sequence[MovementRow]:
        """Give every movement named by a stored dispatch."""

    def dispatches(self, movement: str | None = None, period: Period | None = None) -> Iterable[StoredDispatch]:
        """Give stored dispatches, those of one movement, or those whose figures or date touch a period; all versions."""
