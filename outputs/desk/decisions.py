"""What people decide about a movement's figures: whose figure counts, which finding may stand; each can be taken back."""

from starlette.responses import Response

from outputs.desk.gate import Door, Stop, Visit, missing
from outputs.desk.movements import address, figures, movement
from pipeline.consolidate import Consolidation
from pipeline.consolidate.decisions import key_of
from pipeline.model import Period


def _figures(visit: Visit) -> tuple[Period, Consolidation]:
    """Give the figures that the person decides about. Raises Stop while they are worked out anew."""
    period, _, data, _ = figures(visit, movement(visit), visit.text("ky", 40), visit.text("ngay", 12))
    if data is None:
        raise Stop(409, "Số liệu đang được tổng hợp lại. Chờ vài giây, tải lại trang rồi làm lại.")
    return period, data


def choose(visit: Visit) -> Response:
    """Let one body's figure count where several report the same houses or the same money."""
    reason, (period, data) = visit.reason(), _figures(visit)
    indicator, unit = visit.text("indicator", 40), visit.text("unit", 300)
    cell = data.by_cell.get((unit, indicator))
    if cell is None or cell.value is None:
        raise Stop(400, "Đơn vị này không có số liệu của chỉ tiêu đã chọn.")
    visit.desk.store.decisions.choose(
        data.movement_id, indicator, unit, who=visit.who, reason=reason, period=period
    )  # fmt: skip
    return visit.go(address(visit, data), "da-luu")


def accept(visit: Visit) -> Response:
    """Let a finding stand in the reports of the period."""
    reason, (period, data) = visit.reason(), _figures(visit)
    asked = visit.text("key", 40)
    found = next((row for row in data.doubts if key_of(row, data) == asked), None)
    if found is None:
        raise Stop(409, "Điểm cần xác minh này không còn. Tải lại trang để xem.")
    visit.desk.store.decisions.accept(
        data.movement_id, period, asked, who=visit.who, reason=reason, message=found.finding.message[:500],
        code=found.finding.code,
    )  # fmt: skip
    return visit.go(address(visit, data), "da-luu")


def undo(visit: Visit) -> Response:
    """Take a decision back; that it was taken stays."""
    reason = visit.reason()
    try:
        visit.desk.store.decisions.undo(visit.path("decision"), who=visit.who, reason=reason)
    except KeyError as error:
        raise missing() from error
    back = visit.text("ve", 300)
    known = {m.id for m in visit.desk.store.movements()}
    return visit.go(f"/phong-trao/{back}" if back in known else "/phong-trao", "da-luu")


DOORS = (
    Door("POST", "/phong-trao/{id}/nguon", "decide", choose),
    Door("POST", "/phong-trao/{id}/chap-nhan", "decide", accept),
    Door("POST", "/quyet-dinh/{decision}/bo", "decide", undo),
)
