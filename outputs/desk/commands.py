"""What the desk may ask of the rest of the program: a frozen set of callables that ``flows`` builds.

The desk itself reads no document, starts no run and knows no path.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO

from pipeline.consolidate import Consolidation
from pipeline.model import Period

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
    """A report asked for."""

    movement: str
    period: Period
    as_of: date


@dataclass(frozen=True, slots=True)
class Edition:
    """A report made from the desk: its folder's name, what was asked, its files by name, and how the run stands."""

    id: str
    movement: str
    period: str
    as_of: str
    who: str
    made_at: datetime
    state: str
    files: tuple[str, ...]
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Commands:
    """Everything the desk can set off.

    ``show``, ``picture`` and ``words`` take the path inside the archive; ``picture`` gives a PNG of a page (from 1),
    ``words`` what stands inside a frame of a page (left, top, right, bottom in points).
    ``take_in`` lays one file into the drop folder under the name it came with and gives the name it got;
    ``start_ingest`` starts a run over the drop folder unless one is running. ``consolidation`` gives None while the
    figures of that version of the store are still being worked out. ``money`` gives whole đồng for a figure and its
    unit, ``agency`` the id and name of the body that a text names. All that can fail raise CannotDo.
    """

    show: Callable[[str], Shown]
    picture: Callable[[str, int], bytes]
    words: Callable[[str, int, Frame], str]
    original: Callable[[str], Path]
    take_in: Callable[[str, BinaryIO], str]
    start_ingest: Callable[[str], None]
    works: Callable[[], Sequence[Work]]
    consolidation: Callable[[str, Period, date, int], Consolidation | None]
    start_report: Callable[[ReportRequest, str], str]
    editions: Callable[[], Sequence[Edition]]
    edition_file: Callable[[str, str], Path]
    money: Callable[[str, str], int | None]
    agency: Callable[[str, date | None], tuple[str, str] | None]
