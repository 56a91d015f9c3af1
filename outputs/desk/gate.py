"""The one way in: every page names the action it needs, and nothing is served that was not asked for here.

A request passes, in this order: its size, where it came from, its session, the right to the action, the word of its
form. What fails is answered with a page and never reaches a handler.
"""

import hmac
import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import quote, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from outputs.desk.commands import CannotDo, Commands
from outputs.desk.pages import Pages
from outputs.desk.rights import allows, table
from outputs.store import Account, Refused, Session, SqlStore

COOKIE = "thidua_phien"
#: The word of the sign-in form, for a browser that has no session yet.
FORM_COOKIE = "thidua_cua"
#: Bytes of an ordinary form; uploads have their own limit.
FORM_BYTES = 256 * 1024
UPLOAD_BYTES = 200 * 1024 * 1024
UPLOAD_FILES = 200
#: Letters of a reason that says something.
SHORTEST_REASON = 5
#: Lists kept in memory while the store does not change.
_REMEMBERED = 200

T = TypeVar("T")


class Stop(Exception):
    """A request that goes no further: the HTTP status, and the sentence that the person reads."""

    def __init__(self, status: int, message: str) -> None:
        """Keep the status and the Vietnamese sentence."""
        super().__init__(message)
        self.status, self.message = status, message


def missing() -> Stop:
    """Give the answer for what is not there, or is not to be seen: the two look the same."""
    return Stop(404, "Không tìm thấy trang hoặc văn bản này, hoặc anh/chị không được xem.")


@dataclass(frozen=True)
class Desk:
    """What every page works on."""

    store: SqlStore
    commands: Commands
    pages: Pages
    memory: dict[Any, Any] = field(default_factory=dict)

    def remembered(self, key: Any, make: Callable[[], T]) -> T:
        """Give what was worked out for ``key`` since the store last changed, or work it out.

        Twenty people look at the same lists; every change of the store is a line of the audit trail.
        """
        version = self.store.desk.version()
        kept = self.memory.get(key)
        if kept is not None and kept[0] == version:
            value: T = kept[1]
            return value
        value = make()
        if len(self.memory) >= _REMEMBERED:
            for old in list(self.memory)[: _REMEMBERED // 2]:
                self.memory.pop(old, None)
        self.memory[key] = (version, value)
        return value


@dataclass(frozen=True)
class Visit:
    """One request of one person, already let in."""

    desk: Desk
    request: Request
    session: Session | None
    token: str
    form: FormData

    @property
    def account(self) -> Account:
        """Whose request it is. Raises Stop for the sign-in page, which has nobody."""
        if self.session is None:
            raise Stop(403, "Chưa đăng nhập.")
        return self.session.account

    @property
    def who(self) -> str:
        """The name that the audit trail keeps."""
        return self.account.name

    def may(self, action: str) -> bool:
        """Tell whether the person may do an action."""
        return self.session is not None and allows(self.session.account.role, action)

    @property
    def within(self) -> frozenset[str] | None:
        """The issuers whose documents the person may see, None for all."""
        unit = self.account.unit
        return None if unit is None else self.desk.store.desk.below(unit)

    @property
    def query(self) -> Mapping[str, str]:
        """What the address asks for."""
        return self.request.query_params

    def path(self, name: str) -> str:
        """Give a part of the address."""
        return str(self.request.path_params[name])

    def text(self, name: str, longest: int = 2000) -> str:
        """Give a field of the form, blanks at the ends cut off. Raises Stop for one that is too long."""
        value = self.form.get(name)
        words = value.strip() if isinstance(value, str) else ""
        if len(words) > longest:
            raise Stop(400, f"Nội dung quá dài (tối đa {longest} ký tự).")
        return words

    def reason(self, longest: int = 500) -> str:
        """Give the reason that a form states. Raises Stop for one too short to say anything."""
        words = self.text("reason", longest)
        if len(words) < SHORTEST_REASON:
            raise Stop(400, f"Nêu lý do (ít nhất {SHORTEST_REASON} ký tự).")
        return words

    def files(self, name: str) -> list[UploadFile]:
        """Give the files of the form."""
        return [f for f in self.form.getlist(name) if isinstance(f, UploadFile) and f.filename]

    @property
    def wants_json(self) -> bool:
        """Tell whether the page's own script asks."""
        return "application/json" in self.request.headers.get("accept", "")

    def page(self, template: str, status: int = 200, **values: Any) -> Response:
        """Give a page."""
        return self.desk.pages.response(template, self, status, values)

    def go(self, address: str, notice: str | None = None) -> Response:
        """Send the browser on after a form; ``notice`` is the name of a sentence of ``pages.NOTICES``."""
        mark = f"{'&' if '?' in address else '?'}bao={notice}" if notice else ""
        path, hash_, anchor = address.partition("#")
        return RedirectResponse(path + mark + hash_ + anchor, 303)


Handler = Callable[[Visit], Response]


@dataclass(frozen=True, slots=True)
class Door:
    """One address: its method, the action it needs (None: for anybody, before sign-in), and what answers."""

    method: str
    path: str
    action: str | None
    answer: Handler
    uploads: bool = False

    def __post_init__(self) -> None:
        """Refuse an action that the table of rights does not know."""
        if self.action is not None and self.action not in table():
            raise ValueError(self.action)


def enter(desk: Desk, door: Door) -> Callable[[Request], Awaitable[Response]]:
    """Give the endpoint of a door."""

    async def endpoint(request: Request) -> Response:
        token = request.cookies.get(COOKIE, "")
        visit = Visit(desk, request, None, token, FormData())
        try:
            if door.method == "POST":
                _check_sender(request, UPLOAD_BYTES if door.uploads else FORM_BYTES)
            session = await run_in_threadpool(desk.store.people.session, token) if token else None
            visit = Visit(desk, request, session, token, FormData())
            if door.action is not None:
                if session is None:
                    return _to_sign_in(request)
                if not allows(session.account.role, door.action):
                    raise Stop(403, "Vai trò của anh/chị không có quyền làm việc này.")
            if door.method == "POST":
                async with request.form(max_files=UPLOAD_FILES, max_fields=400) as form:
                    visit = Visit(desk, request, session, token, form)
                    _check_word(visit)
                    return await run_in_threadpool(door.answer, visit)
            return await run_in_threadpool(door.answer, visit)
        except Stop as stop:
            return await run_in_threadpool(refused, visit, stop)
        except (Refused, CannotDo) as error:
            return await run_in_threadpool(refused, visit, Stop(409, str(error)))

    return endpoint


def refused(visit: Visit, stop: Stop) -> Response:
    """Give the answer to a request that goes no further."""
    if visit.wants_json:
        return JSONResponse({"error": stop.message}, stop.status)
    return visit.page("stop.html", stop.status, message=stop.message)


def _to_sign_in(request: Request) -> Response:
    if request.method != "GET" or "application/json" in request.headers.get("accept", ""):
        if "application/json" in request.headers.get("accept", ""):
            return JSONResponse({"error": "Phiên làm việc đã hết. Tải lại trang để đăng nhập."}, 401)
        return RedirectResponse("/dang-nhap", 303)
    wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return RedirectResponse("/dang-nhap" + (f"?toi={quote(wanted)}" if wanted != "/" else ""), 303)


def _check_sender(request: Request, limit: int) -> None:
    """Refuse a form that another site sent, or one that is too large to be one."""
    site = request.headers.get("sec-fetch-site", "same-origin")
    origin = request.headers.get("origin")
    foreign = origin is not None and urlsplit(origin).netloc != request.headers.get("host")
    if site not in ("same-origin", "none") or foreign:
        raise Stop(403, "Yêu cầu không đến từ trang này.")
    length = request.headers.get("content-length", "")
    if not length.isdecimal():
        raise Stop(411, "Yêu cầu không cho biết độ dài.")
    if int(length) > limit:
        raise Stop(413, f"Dữ liệu gửi lên quá lớn (tối đa {limit // 1024:,} KB).".replace(",", "."))


def _check_word(visit: Visit) -> None:
    """Refuse a form that does not carry the word of its session."""
    expected = visit.session.form if visit.session else visit.request.cookies.get(FORM_COOKIE, "")
    given = visit.text("form", 200) or visit.request.headers.get("x-form", "")
    if not expected or not hmac.compare_digest(given.encode(), expected.encode()):
        raise Stop(403, "Biểu mẫu đã cũ. Tải lại trang rồi làm lại.")


def new_word() -> str:
    """Give a word for the form of a browser without a session."""
    return secrets.token_urlsafe(24)
