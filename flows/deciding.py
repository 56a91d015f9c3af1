"""What an officer decides on a consolidation from the command line: sources chosen, findings accepted, both taken back."""

import getpass
from collections.abc import Callable, Sequence
from datetime import date
from typing import TypeVar

from flows import reporting
from flows.assembly import open_store
from flows.settings import Settings
from pipeline.consolidate import Consolidation
from pipeline.consolidate.decisions import key_of
from pipeline.model import Period
from pipeline.text import key

T = TypeVar("T")

#: So many letters of a key or an id are shown, and suffice to name it.
_SHOWN = 8


class CannotDecide(Exception):
    """What was asked for cannot be decided so; the message says why."""


def _who(who: str | None) -> str:
    return who or getpass.getuser()


def _one(what: str, start: str, among: Sequence[str]) -> str:
    found = sorted({one for one in among if one.startswith(start.strip().lower())}) if start.strip() else []
    if len(found) != 1:
        raise CannotDecide(f"{'Không có' if not found else 'Có nhiều'} {what} bắt đầu bằng «{start}».")
    return found[0]


def listed(settings: Settings, movement: str, period: Period, as_of: date | None) -> list[str]:
    """Give the open findings with their keys, the totals that may overlap, and the decisions that hold."""
    data = reporting.gather(settings, movement, period, as_of or date.today())
    out = [
        f"{key_of(row, data)[:_SHOWN]}  [{row.finding.severity.value}] {row.finding.message}" for row in data.findings
    ]
    for total in data.totals:
        if total.may_overlap:
            names = ", ".join(data.by_unit[u].name for u in total.counted)
            indicator = data.by_indicator[total.indicator]
            out.append(f"Có thể trùng: {indicator.code} «{indicator.name}» do {names} cùng báo cáo; chọn một nguồn.")
    with open_store(settings) as store:
        holding = store.decisions.all(data.movement_id)
    for row in holding:
        said = row.details.get("message") or f"nguồn {row.subject}: {row.details.get('unit')}"
        out.append(f"{row.id[:_SHOWN]}  {row.who}, {row.at:%d/%m/%Y}: {said} (lý do: {row.reason})")
    return out or ["Không có điểm nào cần xác minh."]


def choose_source(
    settings: Settings,
    movement: str,
    period: Period,
    indicator: str,
    unit: str,
    over: Sequence[str],
    *,
    reason: str,
    who: str | None = None,
    as_of: date | None = None,
) -> str:
    """Let one unit be the source of an indicator over a period and give the decision's id. Raises CannotDecide."""
    data = reporting.gather(settings, movement, period, as_of or date.today())
    code = indicator.strip().upper()
    if code not in data.by_indicator:
        codes = ", ".join(i.code for i in data.indicators)
        raise CannotDecide(f"Không đơn vị nào có số liệu của chỉ tiêu «{indicator}». Các chỉ tiêu đang có: {codes}.")
    source, inside = _unit(data, unit), [_unit(data, one) for one in over]
    with open_store(settings) as store:
        return _reasoned(
            lambda: store.decisions.choose(
                data.movement_id, code, source, who=_who(who), reason=reason, over=inside, period=period
            )
        )


def accept(
    settings: Settings,
    movement: str,
    period: Period,
    start: str,
    *,
    reason: str,
    who: str | None = None,
    as_of: date | None = None,
) -> str:
    """Accept the open finding whose key begins with ``start`` and give the decision's id. Raises CannotDecide."""
    data = reporting.gather(settings, movement, period, as_of or date.today())
    keys = {key_of(row, data): row for row in data.findings}
    chosen = _one("điểm cần xác minh nào", start, list(keys))
    row = keys[chosen]
    said = {"code": row.finding.code, "message": row.finding.message, "unit": row.unit or ""}
    with open_store(settings) as store:
        return _reasoned(
            lambda: store.decisions.accept(data.movement_id, period, chosen, who=_who(who), reason=reason, **said)
        )


def undo(settings: Settings, start: str, *, reason: str, who: str | None = None) -> str:
    """Take back the decision whose id begins with ``start`` and give the id. Raises CannotDecide."""
    with open_store(settings) as store:
        identifier = _one("quyết định nào còn hiệu lực", start, [d.id for d in store.decisions.all()])
        _reasoned(lambda: store.decisions.undo(identifier, who=_who(who), reason=reason))
    return identifier


def _reasoned(work: Callable[[], T]) -> T:
    try:
        return work()
    except ValueError as error:
        raise CannotDecide(str(error)) from error


def _unit(data: Consolidation, named: str) -> str:
    """Give the id of the unit meant by an id or a name."""
    if named in data.by_unit:
        return named
    found = [u.id for u in data.units if key(u.name) == key(named)]
    if len(found) != 1:
        names = "\n".join(f"  {u.id}: {u.name}" for u in data.units)
        raise CannotDecide(f"Không rõ đơn vị «{named}». Các đơn vị đang có:\n{names}")
    return found[0]
