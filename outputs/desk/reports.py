"""Consolidated reports: asked for here, made by a run, kept as editions, taken away as files."""

from datetime import date
from urllib.parse import quote

from starlette.responses import FileResponse, Response

from outputs.desk.commands import ReportRequest
from outputs.desk.gate import Door, Stop, Visit
from outputs.desk.movements import asked_day, asked_period


def show(visit: Visit, status: int = 200, message: str = "") -> Response:
    """Give the form and the editions."""
    return visit.page(
        "reports.html",
        status,
        movements=visit.desk.remembered("movements", visit.desk.store.movements),
        editions=visit.desk.commands.editions(),
        works=[w for w in visit.desk.commands.works() if w.state == "running"],
        message=message,
        year=date.today().year - 1,
        asked=visit.query.get("phong-trao", ""),
    )


def build(visit: Visit) -> Response:
    """Start a report run."""
    movement = visit.text("movement", 300)
    known = {m.id: m.name for m in visit.desk.store.movements()}
    if movement not in known:
        raise Stop(400, "Không có phong trào này.")
    if visit.within is not None:
        raise Stop(403, "Tài khoản chỉ xem một đơn vị không lập được báo cáo tổng hợp.")
    period = asked_period(visit.text("ky", 40))
    request = ReportRequest(movement, period, asked_day(visit.text("ngay", 12), period))
    identifier = visit.desk.commands.start_report(request, visit.who)
    visit.desk.store.note(visit.who, "report.asked", identifier, movement=movement, period=str(period.start))
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


DOORS = (
    Door("GET", "/bao-cao", "report", show),
    Door("POST", "/bao-cao", "report", build),
    Door("GET", "/bao-cao/{id}/{name}", "report", download),
)
