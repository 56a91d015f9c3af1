"""What the desk may ask of the rest of the program: a frozen set of callables that ``flows`` builds.

The desk itself reads no document, starts no run and knows no path.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO, Protocol

from pipeline.consolidate import Consolidation
from pipeline.editions import Change
from pipeline.model import Period
from pipeline.reference.unit_lists import Cells, Judgement

#: How the file ends that keeps an edition's figures and all they rest on.
KEPT = ".manifest.json"
#: Left, top, right and bottom in points from the top left of a page.
Frame = tuple[float, float, float, float]


class CannotDo(Exception):
    """A command was not done; the sentence says why, in Vietnamese."""


@dataclass(frozen=True, slots=True)
class ShownLine:
    """One line of a document without pages: its number in the layout, its text, where it stands, and its table cell."""

    index: int
    text: str
    place: str
    cell: tuple[int, int, int] | None = None
    bold: bool = False
    centered: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """How a document is shown: ``pages`` are sizes in points (drawn as pictures); else ``lines``."""

    pages: tuple[tuple[float, float], ...] = ()
    lines: tuple[ShownLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Work:
    """A run that the desk started: ``running``, ``done`` or ``failed``; ``lines`` are what it printed."""

    kind: str
    state: str
    started_at: datetime
    who: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportRequest:
    """A report asked for; ``kind`` is the name of a report, blank for the default one."""

    movement: str
    period: Period
    as_of: date
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Edition:
    """A report made from the desk: its folder's name, what was asked, its files by name, and how the run stands.

    ``kind`` is the name of the report, blank for the default one.
    """

    id: str
    movement: str
    period: str
    as_of: str
    who: str
    made_at: datetime
    state: str
    files: tuple[str, ...]
    lines: tuple[str, ...] = ()
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """A Word template that reports are printed on: its name, which reports use it, and since when it is the office's own."""

    name: str
    reports: tuple[str, ...]
    own_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class UnitVersion:
    """A list of units that was put in force: by whom, out of which file, why; how many rows it has; whether it counts now."""

    id: str
    at: datetime
    who: str
    given: str
    reason: str
    rows: int
    in_force: bool


@dataclass(frozen=True, slots=True)
class UnitDraft:
    """A list handed in and not yet used, looked over now. ``seen`` tells which list in force it was held against."""

    given: str
    judgement: Judgement
    seen: str


class UnitLists(Protocol):
    """The office's own list of units: looked at, handed in, used, and an earlier one used again. All raise CannotDo."""

    def in_force(self) -> Sequence[Cells]:
        """Give the rows of the list in force."""

    def versions(self) -> Sequence[UnitVersion]:
        """Give the lists that were in force, the newest first."""

    def rows(self, version: str) -> Sequence[Cells]:
        """Give the rows of one of them."""

    def hand_in(self, given: str, stream: BinaryIO) -> str:
        """Read a spreadsheet named ``given`` and keep it for looking over; give the draft's id."""

    def draft(self, identifier: str) -> UnitDraft:
        """Give a list that was handed in, held against the one in force now."""

    def use(self, identifier: str, seen: str, who: str, reason: str) -> int:
        """Put a draft in force and give its number of rows; ``seen`` must be of the list that is in force."""

    def restore(self, version: str, who: str, reason: str) -> int:
        """Put an earlier list in force again and give its number of rows."""


@dataclass(frozen=True, slots=True)
class Commands:
    """Everything the desk can set off. All that can fail raise CannotDo.

    ``show``, ``picture`` and ``words`` take the path inside the archive; ``picture`` gives a PNG of a page (from
    1), ``words`` what stands inside a frame of a page. ``take_in`` lays one file into the drop folder under the
    name it came with and gives the name it got; ``start_ingest`` starts a run over the drop folder unless one is
    running. ``consolidation`` gives None while the figures of that version of the store are still being worked out.
    ``kinds`` are the reports there are, by name and title, the default one first; ``compare`` gives what changed
    from one edition to another. ``put_paper`` puts an office's own Word template in force when no tag in it is
    wrong, ``drop_paper`` the program's again. ``units`` is the office's list of units. ``money`` gives whole đồng
    for a figure and its unit, ``agency`` the id and name of the body that a text names. ``office`` is the office's
    own registry id or name, blank when it has told none.
    """

    show: Callable[[str], Shown]
    picture: Callable[[str, int], bytes]
    words: Callable[[str, int, Frame], str]
    original: Callable[[str], Path]
    take_in: Callable[[str, BinaryIO], str]
    start_ingest: Callable[[str], None]
    works: Callable[[], Sequence[Work]]
    consolidation: Callable[[str, Period, date, int], Consolidation | None]
    kinds: Callable[[], Sequence[tuple[str, str]]]
    start_report: Callable[[ReportRequest, str], str]
    editions: Callable[[], Sequence[Edition]]
    edition_file: Callable[[str, str], Path]
    compare: Callable[[str, str], Sequence[Change]]
    papers: Callable[[], Sequence[Paper]]
    paper_file: Callable[[str], Path]
    put_paper: Callable[[str, BinaryIO], None]
    drop_paper: Callable[[str], None]
    units: UnitLists
    money: Callable[[str, str], int | None]
    agency: Callable[[str, date | None], tuple[str, str] | None]
    office: str = ""
