"""Checks 16 and 17: what a report must say, and targets without a result."""

from collections.abc import Iterator

from pipeline.checks.council.matter import Matter, finding
from pipeline.consolidate.values import FindingRow, Role
from pipeline.model import Severity, State
from pipeline.ports import StoredDispatch
from pipeline.reference.award_rules import rules

_PARTS = {"results": "kết quả bằng số", "difficulty": "tồn tại, hạn chế", "proposal": "kiến nghị, đề xuất"}
#: A part whose name ends so may be left out by a unit that has nothing to say there.
_WISHED = "?"
_RULE_TARGET = "Mỗi chỉ tiêu của kế hoạch phải có kết quả, đơn vị tính và nơi nêu trong báo cáo"


def _has(stored: StoredDispatch, part: str) -> bool:
    if part == "results":
        return any(f.value.state is not State.MISSING for f in stored.dispatch.results)
    return any(q.value.kind == part for q in stored.dispatch.quotes)


def sections(matter: Matter) -> Iterator[FindingRow]:
    """Give a finding for each report that leaves out a required section; one finding names all of them."""
    units = {d.id: d.unit for d in matter.data.documents if d.role is Role.REPORT}
    for stored in matter.in_force:
        if stored.id not in units or stored.dispatch.doc_type is None or stored.dispatch.doc_type.value != "BC":
            continue
        for rule in rules("sections", matter.data.as_of):
            absent = [p for p in rule.parts if not _has(stored, p.removesuffix(_WISHED))]
            lacking = [_PARTS[p.removesuffix(_WISHED)] for p in absent]
            if lacking:
                severity = Severity.INFO if all(p.endswith(_WISHED) for p in absent) else Severity.WARNING
                message = f"Báo cáo của {matter.name(units[stored.id])} không thấy phần: {'; '.join(lacking)}."
                found = finding("SECTION_MISSING", severity, message, rule, on="results")
                yield FindingRow(stored.id, found, units[stored.id])


def targets(matter: Matter) -> Iterator[FindingRow]:
    """Give a finding for each target that expected units report nothing for; zero is a result, not applicable an answer."""
    data = matter.data
    for progress in data.progress:
        if progress.indicator is None or progress.indicator not in data.by_indicator:
            continue
        cells = [(u, data.by_cell.get((u.id, progress.indicator))) for u in data.units if u.expected]
        silent = [u for u, c in cells if c is None or c.state is State.MISSING]
        if not silent:
            continue
        names = ", ".join(u.name for u in silent[:5]) + (
            f" và {len(silent) - 5} đơn vị khác" if len(silent) > 5 else ""
        )
        every = "Không đơn vị nào" if len(silent) == len(cells) else f"{len(silent)}/{len(cells)} đơn vị chưa"
        message = (
            f"Chỉ tiêu «{progress.target.value.text}»: {every} nêu kết quả"
            f"{'' if len(silent) == len(cells) else ' (' + names + ')'}; chưa nêu không có nghĩa là bằng 0."
        )
        severity = Severity.ERROR if len(silent) == len(cells) else Severity.WARNING
        found = finding("TARGET_NO_RESULT", severity, message, _RULE_TARGET, [progress.target], on="targets")
        yield FindingRow(progress.plan, found)
