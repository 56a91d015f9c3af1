"""What the outputs wing offers to the flows: the reports, by name. A new report is one line in ``_REPORTS``."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from outputs.council.charts import pictures
from outputs.council.compose import compose
from outputs.council.facts import Office
from outputs.council.render import FORMATS, render
from pipeline.consolidate import Consolidation

__all__ = ["FORMATS", "Office", "Report", "report", "reports"]

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
