"""Reports that came and of which no figure of the period is made: named, so that nothing is left out in silence."""

from collections.abc import Iterator
from datetime import timedelta

from pipeline.consolidate.known import Known
from pipeline.consolidate.values import FindingRow
from pipeline.model import Finding, Period, Severity
from pipeline.ports import StoredDispatch

#: A report is written within this many days of the last day that it speaks of.
_SOON = timedelta(days=60)


def unheard(known: Known, period: Period) -> Iterator[FindingRow]:
    """Give a finding for each report in force that is of no unit, or that speaks of other days than those it was written in."""
    about = {d.id for d in known.reports(period)}
    for stored in known.dispatches:
        told = known.told.get(stored.id)
        if told is None or stored.id in known.gone or stored.id in known.mine or not stored.dispatch.results:
            continue
        unit, day = known.unit_of.get(stored.id), known.days[stored.id]
        if unit is None:
            if told.about(period, day):
                yield _row(stored, "NO_UNIT", _NOBODY.format(paper=_named(stored)), "issuer", None)
        elif stored.id not in about and period.start <= day <= period.end + _SOON:
            last = max(told.ends_all, default=day)
            if last < period.start and day - last > _SOON:
                said = _ELSEWHEN.format(unit=unit.name, paper=_named(stored), day=day, last=last)
                yield _row(stored, "OTHER_PERIOD", said, "results", unit.id)


_NOBODY = (
    "Báo cáo {paper} không đọc được cơ quan ban hành nên số liệu không tính cho đơn vị nào và không nằm trong tổng."
)
_ELSEWHEN = (
    "{unit}: báo cáo {paper} ngày {day:%d/%m/%Y} chỉ có số liệu đến ngày {last:%d/%m/%Y} nên không tính vào kỳ này; "
    "nghi ghi nhầm năm."
)
_RULES = {
    "NO_UNIT": "Số liệu chỉ được tính cho đơn vị đã xác định",
    "OTHER_PERIOD": "Số liệu được tính vào kỳ mà báo cáo ghi",
}
_ASK = {
    "NO_UNIT": "Ghi cơ quan ban hành ở bàn duyệt rồi lập lại báo cáo.",
    "OTHER_PERIOD": "Đối chiếu kỳ số liệu với bản gốc; sửa ở bàn duyệt hoặc đề nghị đơn vị đính chính.",
}


def _named(stored: StoredDispatch) -> str:
    return stored.dispatch.symbol.value if stored.dispatch.symbol else stored.file_name


def _row(stored: StoredDispatch, code: str, message: str, field: str, unit: str | None) -> FindingRow:
    evidence = tuple(e for f in stored.dispatch.results[:1] for e in f.evidence)
    return FindingRow(
        stored.id, Finding(code, Severity.WARNING, message, _RULES[code], field, evidence, _ASK[code]), unit
    )
