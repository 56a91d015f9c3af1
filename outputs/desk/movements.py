"""A movement as it stands: who reported, unit x indicator, progress; every number opens the documents it came from."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import quote, urlencode

from starlette.responses import Response

from outputs.desk.gate import Door, Stop, Visit, missing
from pipeline.consolidate import Consolidation
from pipeline.consolidate.decisions import key_of
from pipeline.model import Period, Severity
from pipeline.ports import MovementRow

#: Findings that one page shows.
MOST_FINDINGS = 200
#: A year's reports still come in its first quarter after.
_SEASON = timedelta(days=90)


def show(visit: Visit) -> Response:
    """Give the movements there are."""
    movements = visit.desk.remembered("movements", visit.desk.store.movements)
    return visit.page("movements.html", movements=movements, closings=visit.desk.store.desk.closings())


def movement(visit: Visit) -> MovementRow:
    """Give the movement of the address. Raises Stop."""
    wanted = visit.path("id")
    for one in visit.desk.remembered("movements", visit.desk.store.movements):
        if one.id == wanted:
            return one
    raise missing()


def _years(visit: Visit, movement: MovementRow) -> list[int]:
    heads = visit.desk.remembered(
        ("years", movement.id), lambda: [h.issued_on for h in visit.desk.store.heads(movement.id)]
    )
    return sorted({int(text[:4]) for text in heads if text and text[:4].isdecimal()}, reverse=True)


def asked_period(text: str) -> Period:
    """Give the period that an address or a form names. Raises Stop."""
    begin, _, finish = text.partition("..")
    try:
        first, last = Period.parse(begin), Period.parse(finish or begin)
        return Period(first.start, last.end)
    except ValueError as error:
        raise Stop(400, f"«{text[:40]}» không phải kỳ. Ghi như 2023, 2023-Q3 hoặc 2023-06.") from error


def asked_day(text: str, period: Period) -> date:
    """Give the day on which the figures stand: as asked, else within the season of reporting after the period."""
    try:
        return date.fromisoformat(text) if text else min(date.today(), period.end + _SEASON)
    except ValueError as error:
        raise Stop(400, f"«{text[:40]}» không phải ngày.") from error


def figures(
    visit: Visit, of: MovementRow, period_asked: str = "", day_asked: str = ""
) -> tuple[Period, date, Consolidation | None, list[int]]:
    """Give period, day, figures (None while they are worked out) and the years of a movement's documents. Raises Stop."""
    # Figures of all units together are no business of one who may see one unit only.
    if visit.within is not None:
        raise Stop(403, "Tài khoản chỉ xem một đơn vị không xem được số liệu tổng hợp.")
    years = _years(visit, of)
    period = asked_period(period_asked or str(years[0] if years else date.today().year))
    as_of = asked_day(day_asked, period)
    version = visit.desk.store.desk.version()
    return period, as_of, visit.desk.commands.consolidation(of.id, period, as_of, version), years


def _asked(visit: Visit, of: MovementRow) -> tuple[Period, date, Consolidation | None, list[int]]:
    return figures(visit, of, visit.query.get("ky", ""), visit.query.get("ngay", ""))


def _window(data: Consolidation) -> str:
    return urlencode({"ky": f"{data.period.start}..{data.period.end}", "ngay": data.as_of.isoformat()})


def address(visit: Visit, data: Consolidation) -> str:
    """Give the address of the figures that a form was about."""
    return f"/phong-trao/{quote(visit.path('id'))}?{_window(data)}"


def matrix(visit: Visit) -> Response:
    """Give the matrix of a movement over a period."""
    of = movement(visit)
    period, as_of, data, years = _asked(visit, of)
    shown: dict[str, Any] = {"movement": of, "period": period, "as_of": as_of, "years": years}
    if data is None:
        return visit.page("waiting.html", **shown)
    stated = {c.indicator for c in data.cells}
    indicators = [i for i in data.indicators if i.code in stated]
    # Bodies that report the same houses or the same money, an indicator each: whose figure counts is for a person.
    shared = [
        (data.by_indicator[t.indicator], t, [data.by_unit[u] for u in (*t.counted, *t.left_out) if u in data.by_unit])
        for t in data.totals
        if t.may_overlap or t.authority is not None
    ]
    return visit.page(
        "matrix.html", data=data, indicators=indicators, asked=_window(data), shared=shared,
        doubts=[(key_of(row, data), row) for row in data.doubts[:MOST_FINDINGS]],
        remarks=[row for row in data.findings if row.finding.severity is Severity.INFO][:MOST_FINDINGS],
        decisions=visit.desk.store.decisions.all(of.id), **shown,
    )  # fmt: skip


def cell(visit: Visit) -> Response:
    """Give where one figure comes from: each stated figure, its document, its page and line."""
    of = movement(visit)
    period, as_of, data, _ = _asked(visit, of)
    if data is None:
        return visit.page("waiting.html", movement=of, period=period, as_of=as_of, years=[])
    found = data.by_cell.get((visit.path("unit"), visit.path("indicator")))
    if found is None:
        raise missing()
    return visit.page("cell.html", movement=of, period=period, as_of=as_of, data=data, cell=found, asked=_window(data))


def propose(visit: Visit) -> Response:
    """Propose that a period be closed."""
    of = movement(visit)
    period = asked_period(visit.text("ky", 40))
    visit.desk.store.desk.propose(of.id, period.start, period.end, who=visit.who)
    return visit.go("/phong-trao", "da-trinh")


def decide(visit: Visit) -> Response:
    """Lock a proposed period, or open it again with a reason."""
    state = visit.text("state", 20)
    if state not in ("locked", "reopened"):
        raise Stop(400, "Không có trạng thái này.")
    reason = visit.reason() if state == "reopened" else visit.text("reason", 500)
    try:
        visit.desk.store.desk.decide(visit.path("closing"), state, who=visit.who, reason=reason or None)
    except KeyError as error:
        raise missing() from error
    return visit.go("/phong-trao", "da-khoa" if state == "locked" else "da-mo")


DOORS = (
    Door("GET", "/phong-trao", "consolidation", show),
    Door("GET", "/phong-trao/{id}", "consolidation", matrix),
    Door("GET", "/phong-trao/{id}/o/{unit}/{indicator}", "consolidation", cell),
    Door("POST", "/phong-trao/{id}/trinh", "propose", propose),
    Door("POST", "/ky/{closing}", "close", decide),
)
