"""Templates to pages: everything escaped, figures and days as Vietnamese offices write them."""

from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, Response

from outputs.desk.rights import ROLES

if TYPE_CHECKING:
    from outputs.desk.gate import Visit

_FOLDER = Path(__file__).parent
#: Our own style, script and pictures.
STATIC = _FOLDER / "static"
_VIETNAM = timezone(timedelta(hours=7))

#: Sentences shown after a form, by the name that stands in the address: an address can never bring its own words.
NOTICES = {
    "da-luu": "Đã lưu.",
    "da-nap": "Đã nhận tệp vào thư mục tiếp nhận. Tệp đang được đọc.",
    "da-duyet": "Đã duyệt.",
    "da-ghep": "Đã ghép hai tệp thành một văn bản. Đề xuất kế tiếp ở dưới.",
    "da-tach": "Đã ghi là hai văn bản khác nhau. Đề xuất kế tiếp ở dưới.",
    "da-tra": "Đã ghi trả lại đơn vị gửi.",
    "da-mo": "Đã mở lại để xem.",
    "da-lap": "Đang lập báo cáo.",
    "mat-khau": "Đã đổi mật khẩu. Đăng nhập lại.",
    "da-trinh": "Đã trình khóa kỳ.",
    "da-khoa": "Đã khóa kỳ.",
    "da-thay-mau": "Mẫu của cơ quan đã được kiểm tra và đang dùng.",
    "da-thay-don-vi": "Danh sách đơn vị mới đang dùng. Danh sách trước đó được giữ lại bên dưới.",
    "da-bo-mau": "Đang dùng mẫu đi kèm chương trình.",
}
STATES = {
    "waiting": "Chờ xử lý",
    "review": "Cần xem",
    "done": "Đã duyệt",
    "returned": "Trả lại",
    "superseded": "Thay thế",
    "failed": "Lỗi",
}
#: Places of the desk: address, name, action.
NAVIGATION = (
    ("/den", "Văn bản đến", "read"),
    ("/phong-trao", "Phong trào", "consolidation"),
    ("/bao-cao", "Báo cáo", "report"),
    ("/mau", "Mẫu Word", "papers"),
    ("/so", "Sổ và danh mục", "registers"),
    ("/nguoi-dung", "Người dùng", "people"),
    ("/nhat-ky", "Nhật ký", "trail"),
    ("/tro-giup", "Hướng dẫn", "own"),
)


def number(value: Decimal | Fraction | float | int | str | None) -> str:
    """Give a figure with a point at thousands and a comma before decimals: ``1.234,5``; nothing for None."""
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    text = f"{exact:,f}"
    whole, _, rest = text.partition(".")
    rest = rest.rstrip("0")
    return whole.replace(",", ".") + (f",{rest}" if rest else "")


def day(value: date | datetime | str | None) -> str:
    """Give a day as ``28/09/2022`` (``09/2022``, ``2022`` when cut off), of a moment the day in Việt Nam."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.astimezone(_VIETNAM).date()
    return "/".join(reversed(str(value).split("-")))


def moment(value: datetime | None) -> str:
    """Give a moment as ``28/09/2022 14:05`` of Việt Nam."""
    return "" if value is None else f"{value.astimezone(_VIETNAM):%d/%m/%Y %H:%M}"


def percent(value: float | None) -> str:
    """Give a confidence of 0 to 1 as whole percent."""
    return "" if value is None else f"{round(100 * value)} %"


class Pages:
    """The templates, read once."""

    def __init__(self) -> None:
        """Load the templates of the package."""
        self._templates = Environment(
            loader=FileSystemLoader(_FOLDER / "templates"), autoescape=True, undefined=StrictUndefined,
            trim_blocks=True, lstrip_blocks=True, auto_reload=False,
        )  # fmt: skip
        self._templates.filters |= {"number": number, "day": day, "moment": moment, "percent": percent}
        self._templates.globals |= {"ROLES": ROLES, "STATES": STATES}

    def text(self, template: str) -> str:
        """Give a template that needs no values."""
        return self._templates.get_template(template).render()

    def response(self, template: str, visit: "Visit", status: int, values: dict[str, Any]) -> Response:
        """Give a page with what every page shows: who is here, where one may go, the form's word, a notice."""
        session = visit.session
        shared = {
            "visit": visit,
            "account": session.account if session else None,
            "form_word": session.form if session else values.get("form_word", ""),
            "navigation": [n for n in NAVIGATION if visit.may(n[2])],
            "here": visit.request.url.path,
            "notice": NOTICES.get(visit.query.get("bao", "")),
        }
        return HTMLResponse(self._templates.get_template(template).render(shared | values), status)
