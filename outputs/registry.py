"""What the outputs wing offers to the flows: store, archive, exports, and the reports by name.

A new report is one line in ``_REPORTS``. Databases and spreadsheets are loaded by whoever first needs them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from outputs.archive import Archive, Proof, Quarantine
from outputs.council.charts import pictures
from outputs.council.compose import compose
from outputs.council.facts import Office
from outputs.council.render import FORMATS, render
from pipeline.consolidate import Consolidation

if TYPE_CHECKING:
    from outputs.store import SqlStore

__all__ = [
    "FORMATS",
    "Archive",
    "Office",
    "Proof",
    "Quarantine",
    "Report",
    "export",
    "is_store_error",
    "open_store",
    "register",
    "report",
    "reports",
]

#: Called with a format that could not be made and the Vietnamese reason.
OnSkip = Callable[[str, str], None]


@dataclass(frozen=True, slots=True)
class Report:
    """A report: its name on the command line, its title for people, and what writes it."""

    name: str
    title: str
    _write: Callable[[Consolidation, Office, Path, Sequence[str], Path | None, OnSkip | None], Mapping[str, Path]]

    def write(
        self,
        data: Consolidation,
        office: Office,
        out_dir: Path,
        formats: Sequence[str] = FORMATS,
        *,
        template: Path | None = None,
        on_skip: OnSkip | None = None,
    ) -> Mapping[str, Path]:
        """Write the report and give the path of each format made; ``template`` is the office's own Word file."""
        return self._write(data, office, out_dir, formats, template, on_skip)


def _consolidated(
    data: Consolidation,
    office: Office,
    out_dir: Path,
    formats: Sequence[str],
    template: Path | None,
    on_skip: OnSkip | None,
) -> Mapping[str, Path]:
    drawn = pictures(data) if {"docx", "pdf", "html"} & set(formats) else ()
    return render(compose(data, office, drawn), out_dir, formats, template=template, on_skip=on_skip)


_REPORTS = (Report("tong-hop", "Báo cáo tổng hợp kết quả phong trào thi đua trình Hội đồng", _consolidated),)


def reports() -> tuple[Report, ...]:
    """Give every report, the default one first."""
    return _REPORTS


def report(name: str | None = None) -> Report:
    """Give the report called ``name``, the default one for None. Raises KeyError for a name that is not there."""
    return _REPORTS[0] if name is None else {r.name: r for r in _REPORTS}[name]


def open_store(url: str, *, create: bool = True) -> "SqlStore":
    """Open the store at a SQLAlchemy URL, its tables brought up to date. Raises StoreError with a Vietnamese sentence."""
    from outputs.store import open_store as open_

    return open_(url, create=create)


def is_store_error(error: BaseException) -> bool:
    """Tell whether an error came from the store's surroundings: locked, gone, full."""
    from outputs.store import StoreError

    return isinstance(error, StoreError)


def export(store: "SqlStore", folder: Path, kind: str) -> dict[str, Path]:
    """Write every normalized table as ``csv``, ``parquet`` or ``jsonl`` and give the path of each."""
    from outputs import exports

    return exports.export(store.table, folder, kind)


def register(store: "SqlStore", year: int, path: Path, office: str = "") -> int:
    """Write the register of incoming dispatches of a year as an Excel file and give the number of its entries."""
    from outputs.register import write_register

    return write_register(store, year, path, office=office)
