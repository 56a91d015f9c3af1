"""What a correction teaches for other documents, and the page that lists it: each can be taken back with a reason."""

from collections.abc import Sequence

from starlette.responses import Response

from outputs.desk.gate import Door, Stop, Visit, missing
from outputs.store import Change
from pipeline.learned import Kind
from pipeline.model import Dispatch
from pipeline.text import key


def asked(visit: Visit) -> bool:
    """Tell whether the person wants a correction kept for other documents. Raises Stop when the role may not."""
    wanted = visit.text("nho", 4) == "1"
    if wanted and not visit.may("teach"):
        raise Stop(403, "Vai trò của bạn không được ghi nhớ cách hiểu cho các văn bản khác.")
    return wanted


def lessons(visit: Visit, read: Dispatch, changes: Sequence[Change]) -> list[tuple[Kind, str, str, str]]:
    """Give what corrections teach, as (kind, text, target, name): a code given to a label, a body to a name as read.

    Raises Stop for a code that no indicator has.
    """
    out = []
    for change in changes:
        old, new = change.old or {}, change.new or {}
        if change.field == "results" and (code := new.get("indicator")):
            names = {row["code"]: row["name"] for row in visit.desk.store.table("indicator")}
            if code not in names:
                raise Stop(400, f"Không có chỉ tiêu mã «{code[:20]}»: không ghi nhớ được. Xem mã ở mục Sổ và danh mục.")
            out.append((Kind.LABEL, old.get("label") or new["label"], code, names[code]))
        if change.field == "issuer" and read.issuer is not None and (body := new.get("agency")):
            out.append((Kind.ALIAS, read.issuer.value.text, body, new.get("name") or body))
    if not out:
        raise Stop(
            400, "Không có gì để ghi nhớ: hãy sửa mã chỉ tiêu, hoặc sửa cơ quan ban hành thành tên có trong danh mục."
        )
    return out


def keep(visit: Visit, found: Sequence[tuple[Kind, str, str, str]], document: str) -> None:
    """Keep what was taught at a document."""
    held = {(one.kind, key(one.text), one.target) for one in visit.desk.store.lessons.holding()} if found else set()
    for kind, text, target, name in found:
        if (kind, key(text), target) in held:
            continue
        reason = visit.text("reason", 500) or f"Sửa tại văn bản {document}"
        visit.desk.store.lessons.teach(kind, text, target, name, who=visit.who, reason=reason)


def show(visit: Visit) -> Response:
    """Give everything that was taught."""
    return visit.page(
        "learned.html", rows=visit.desk.store.lessons.rows(), back=_back(visit, visit.query.get("ve", ""))
    )


def _back(visit: Visit, asked: str) -> str:
    """Give the document that a person came from, nothing when there is none or it is not to be seen."""
    entry = visit.desk.store.desk.entry(asked, visit.within) if asked else None
    return "" if entry is None or entry.id is None else entry.id


def undo(visit: Visit) -> Response:
    """Take back what was taught; that it was taught stays."""
    try:
        visit.desk.store.lessons.undo(visit.path("word"), who=visit.who, reason=visit.reason())
    except KeyError as error:
        raise missing() from error
    back = _back(visit, visit.text("ve", 200))
    return visit.go(f"/van-ban/{back}" if back else "/so/da-nho", "da-luu")


DOORS = (
    Door("GET", "/so/da-nho", "registers", show),
    Door("POST", "/so/da-nho/{word}/bo", "teach", undo),
)
