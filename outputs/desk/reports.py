"""Consolidated reports: asked for here, made by a run, kept as editions, taken away as files."""

from collections.abc import Sequence
from datetime import date
from urllib.parse import quote

from starlette.responses import FileResponse, Response

from outputs.desk.commands import KEPT, Edition, ReportRequest
from outputs.desk.gate import Door, Stop, Visit
from outputs.desk.movements import asked_day, asked_period

#: Differences that one page shows; the rest are counted.
MOST_CHANGES = 500


def _before(editions: Sequence[Edition]) -> dict[str, str]:
    """Give, an edition each, the one made before it of the same movement and period; both keep their figures."""
    out: dict[str, str] = {}
    last: dict[tuple[str, str], str] = {}
    for one in reversed(editions):
        if one.state == "done" and any(name.endswith(KEPT) for name in one.files):
            key = (one.movement, one.period)
            if key in last:
                out[one.id] = last[key]
            last[key] = one.id
    return out


def show(visit: Visit, status: int = 200, message: str = "") -> Response:
    """Give the form and the editions."""
    editions = visit.desk.commands.editions()
    kinds = visit.desk.commands.kinds()
    return visit.page(
        "reports.html",
        status,
        movements=visit.desk.remembered("movements", visit.desk.store.movements),
        editions=editions,
        before=_before(editions),
        kinds=kinds,
        titles=dict(kinds),
        kept=KEPT,
        works=[w for w in visit.desk.commands.works() if w.state == "running"],
        message=message,
        year=date.today().year - 1,
        asked=visit.query.get("phong-trao", ""),
        wanted=visit.query.get("loai", ""),
        period=visit.query.get("ky", ""),
    )


def build(visit: Visit) -> Response:
    """Start a report run."""
    movement = visit.text("movement", 300)
    known = {m.id: m.name for m in visit.desk.store.movements()}
    if movement not in known:
        raise Stop(400, "Không có phong trào này.")
    if visit.within is not None:
        raise Stop(403, "Tài khoản chỉ xem một đơn vị không lập được báo cáo tổng hợp.")
    kind = visit.text("loai", 60)
    if kind and kind not in dict(visit.desk.commands.kinds()):
        raise Stop(400, "Không có loại báo cáo này.")
    period = asked_period(visit.text("ky", 40))
    request = ReportRequest(movement, period, asked_day(visit.text("ngay", 12), period), kind)
    identifier = visit.desk.commands.start_report(request, visit.who)
    visit.desk.store.note(visit.who, "report.asked", identifier, movement=movement, period=str(period.start), kind=kind)
    return visit.go("/bao-cao", "da-lap")


def download(visit: Visit) -> Response:
    """Give a file of an edition."""
    if visit.within is not None:
        raise Stop(403, "Tài khoản chỉ xem một đơn vị không tải được báo cáo tổng hợp.")
    identifier, name = visit.path("id"), visit.path("name")
    path = visit.desk.commands.edition_file(identifier, name)
    visit.desk.store.note(visit.who, "report.downloaded", identifier, file=name)
    headers = {"content-disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
    return FileResponse(path, media_type="application/octet-stream", headers=headers)


def compare(visit: Visit) -> Response:
    """Give what changed from one edition to another, in words and as a table."""
    if visit.within is not None:
        raise Stop(403, "Tài khoản chỉ xem một đơn vị không xem được báo cáo tổng hợp.")
    identifier, other = visit.path("id"), visit.path("other")
    changes = visit.desk.commands.compare(other, identifier)
    made = {e.id: e for e in visit.desk.commands.editions()}
    return visit.page(
        "changes.html", before=made[other], after=made[identifier], most=MOST_CHANGES,
        told=[c for c in changes if c.kind != "cell"], cells=[c for c in changes if c.kind == "cell"],
    )  # fmt: skip


DOORS = (
    Door("GET", "/bao-cao", "report", show),
    Door("POST", "/bao-cao", "report", build),
    Door("GET", "/bao-cao/{id}/so-voi/{other}", "report", compare),
    Door("GET", "/bao-cao/{id}/{name}", "report", download),
)
