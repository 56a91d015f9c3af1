"""Everything that can be made of one movement and period, by name: reports to councils, letters, lists, forms.

A new one is a function from a job to files and one line in :data:`REPORTS`; a new kind of consolidated report is a few lines
in ``council/templates/profiles.toml`` or in the office's own file of that name.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

from outputs.council.charts import pictures
from outputs.council.compose import compose
from outputs.council.facts import Office, ReportError, ReportFacts
from outputs.council.profiles import ReportProfile, profiles
from outputs.council.profiles import template as template_path
from outputs.council.render import FORMATS, PAPER_FORMATS, OnSkip, render, render_all, whole
from outputs.council.template import check
from outputs.council.views import Draw
from outputs.letters.changes import changes
from outputs.letters.nominations import notice, submission
from outputs.letters.reminders import reminders
from outputs.letters.sending import message
from outputs.statistics import statistics
from pipeline.consolidate import Consolidation
from pipeline.model import Period
from pipeline.ports import MovementRow


class UnknownReport(ReportError):
    """No report bears the name asked for; the message lists those there are."""


@dataclass(frozen=True, slots=True)
class Job:
    """What a report is made of. ``templates`` is the office's own folder; ``movements`` are all those of the store.

    ``before`` is the edition that was reported last, None when there is none. ``draw`` shows pages of the source documents.
    """

    data: Consolidation
    office: Office
    out_dir: Path
    formats: Sequence[str] = FORMATS
    templates: Path | None = None
    on_skip: OnSkip | None = None
    movements: Sequence[MovementRow] = ()
    before: Consolidation | None = None
    draw: Draw | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """A report: its name on the command line, its title for people, and what writes it.

    ``paper`` is the Word template that it is printed on, blank for one without; ``due`` gives the day it has to be sent.
    """

    name: str
    title: str
    _write: Callable[[Job], Mapping[str, Path]]
    paper: str = ""
    due: Callable[[Period], date | None] = lambda period: None

    def check(self, templates: Path | None = None) -> None:
        """Look the Word template over before any work is done. Raises ReportError that names the wrong tag."""
        if self.paper:
            check(template_path(self.paper, templates))

    def write(
        self,
        data: Consolidation,
        office: Office,
        out_dir: Path,
        formats: Sequence[str] = FORMATS,
        *,
        templates: Path | None = None,
        on_skip: OnSkip | None = None,
        movements: Sequence[MovementRow] = (),
        before: Consolidation | None = None,
        draw: Draw | None = None,
    ) -> Mapping[str, Path]:
        """Write the report and give the path of each file made. Raises ReportError; then nothing was written."""
        self.check(templates)
        return self._write(Job(data, office, out_dir, formats, templates, on_skip, movements, before, draw))


def _consolidated(profile: ReportProfile, job: Job) -> Mapping[str, Path]:
    drawn = pictures(job.data) if profile.charts else ()
    facts = compose(job.data, job.office, drawn, profile, job.draw if "html" in job.formats else None)
    paper = template_path(facts.template, job.templates)
    return render(facts, job.out_dir, job.formats, template=paper, on_skip=job.on_skip)


def _papers(write: Callable[[Consolidation, Office], Sequence[ReportFacts]], none: str, job: Job) -> Mapping[str, Path]:
    """Write letters; ``none`` is told when there is nothing to write."""
    made = write(job.data, job.office)
    if not made:
        if job.on_skip is not None:
            job.on_skip("docx", none)
        return {}
    paper = template_path(made[0].template, job.templates)
    formats = [f for f in job.formats if f in PAPER_FORMATS]
    return render_all(made, job.out_dir, formats, template=paper, on_skip=job.on_skip)


def _one(
    write: Callable[[Consolidation, Office], ReportFacts | None],
) -> Callable[[Consolidation, Office], Sequence[ReportFacts]]:
    return lambda data, office: tuple(f for f in (write(data, office),) if f is not None)


def _changes(job: Job) -> Mapping[str, Path]:
    before = job.before
    none = "chưa có lần tổng hợp nào được lưu để so sánh."
    return _papers(lambda data, office: () if before is None else (changes(before, data, office),), none, job)


def _statistics(job: Job) -> Mapping[str, Path]:
    path, unfinished = statistics(job.data, job.office, job.movements, job.out_dir)
    if unfinished and job.on_skip is not None:
        job.on_skip(
            "ô còn trống",
            f"{unfinished} dòng trong các danh sách cần điền cấp phát động, phạm vi, nhóm cá nhân hoặc đơn vị trình.",
        )
    return {"xlsx": path}


def _sent(job: Job) -> Mapping[str, Path]:
    """Write the default report with its edXML envelope, the printed files inside."""
    made = dict(
        _consolidated(next(iter(profiles(job.templates).values())), replace(job, formats=("docx", "pdf", "xlsx")))
    )
    path, data = message(job.data, job.office, tuple(made.values()))
    return made | {"edxml": whole(path, data)}


#: What is not a consolidated report; those stand in the profiles.
REPORTS: tuple[Report, ...] = (
    Report("don-doc", "Công văn đôn đốc các đơn vị chưa gửi hoặc gửi chậm báo cáo",
           partial(_papers, reminders, "không có đơn vị nào chưa gửi hoặc gửi chậm báo cáo."), "letter.docx"),
    Report("to-trinh", "Tờ trình và danh sách đề nghị khen thưởng",
           partial(_papers, _one(submission), "chưa có trường hợp nào được đề nghị khen thưởng ở cấp trên."), "consolidated.docx"),
    Report("thieu-ho-so", "Thông báo bổ sung hồ sơ đề nghị khen thưởng",
           partial(_papers, _one(notice), "không có hồ sơ đề nghị khen thưởng nào còn thiếu."), "consolidated.docx"),
    Report("thong-ke", "Biểu thống kê 0601.N, 0602.N, 0603.N theo TT 02/2023/TT-BNV", _statistics),
    Report("thay-doi", "Thay đổi so với lần tổng hợp trước", _changes, "consolidated.docx"),
    Report("goi-edxml", "Báo cáo tổng hợp trong phong bì edXML để gửi qua trục liên thông", _sent, "consolidated.docx"),
)  # fmt: skip


def reports(templates: Path | None = None) -> tuple[Report, ...]:
    """Give every report, the default one first. Raises ReportError for a wrong profile of the office."""
    council = (
        Report(p.name, p.title, partial(_consolidated, p), p.template, p.due) for p in profiles(templates).values()
    )
    return (*council, *REPORTS)


def report(name: str | None = None, templates: Path | None = None) -> Report:
    """Give the report called ``name``, the default one for None. Raises ReportError for a name that is not there."""
    every = reports(templates)
    if name is None:
        return every[0]
    found = {r.name: r for r in every}.get(name)
    if found is None:
        listed = "\n".join(f"  {r.name}: {r.title}" for r in every)
        raise UnknownReport(f"Không có mẫu «{name}». Các mẫu đang có:\n{listed}")
    return found
