"""Signing in and out, and one's own password."""

from urllib.parse import urlsplit

from starlette.responses import RedirectResponse, Response

from outputs.desk import passwords
from outputs.desk.gate import COOKIE, FORM_COOKIE, Door, Stop, Visit, new_word

#: Failed sign-ins within a quarter of an hour after which a name, or an address, has to wait.
TRIES_OF_NAME, TRIES_OF_ADDRESS = 5, 30


def _form(visit: Visit, status: int = 200, message: str = "") -> Response:
    word = visit.request.cookies.get(FORM_COOKIE) or new_word()
    answer = visit.page("sign_in.html", status, form_word=word, message=message, wanted=_wanted(visit))
    answer.set_cookie(FORM_COOKIE, word, httponly=True, samesite="strict", path="/dang-nhap")
    return answer


def _wanted(visit: Visit) -> str:
    """Give where to go after signing in: a page of this desk and nowhere else."""
    asked = visit.text("toi", 500) or visit.query.get("toi", "")
    parts = urlsplit(asked)
    inside = asked.startswith("/") and not asked.startswith(("//", "/\\")) and not parts.scheme and not parts.netloc
    return asked if inside and asked.isprintable() and "\\" not in asked else "/"


def show(visit: Visit) -> Response:
    """Give the sign-in page."""
    return RedirectResponse("/", 303) if visit.session else _form(visit)


def sign_in(visit: Visit) -> Response:
    """Open a session, or say no without saying why."""
    people = visit.desk.store.people
    name, given = visit.text("name", 100).lower(), visit.form.get("password")
    password = given if isinstance(given, str) else ""
    address = visit.request.client.host if visit.request.client else "?"
    marks = (f"name:{name}", f"address:{address}")
    if people.failures(marks[0]) >= TRIES_OF_NAME or people.failures(marks[1]) >= TRIES_OF_ADDRESS:
        return _form(visit, 429, "Đăng nhập sai quá nhiều lần. Chờ 15 phút rồi thử lại, hoặc báo quản trị.")
    account = people.find(name)
    # An unknown name costs the same time, so that nobody learns who is here.
    fits = passwords.matches(account.secret if account else passwords.NOBODY, password)
    if account is None or not fits or not account.active:
        people.failed(*marks)
        return _form(visit, 401, "Tên đăng nhập hoặc mật khẩu không đúng.")
    if visit.session:
        people.sign_out(visit.token, who=visit.who)
    answer = RedirectResponse(_wanted(visit), 303)
    token = people.sign_in(account.name)
    secure = visit.request.url.scheme == "https"
    answer.set_cookie(COOKIE, token, httponly=True, samesite="strict", secure=secure, path="/")
    answer.delete_cookie(FORM_COOKIE, path="/dang-nhap")
    return answer


def sign_out(visit: Visit) -> Response:
    """End the session here and now."""
    visit.desk.store.people.sign_out(visit.token, who=visit.who)
    answer = RedirectResponse("/dang-nhap", 303)
    answer.delete_cookie(COOKIE, path="/")
    return answer


def own(visit: Visit) -> Response:
    """Give the page of one's own account."""
    return visit.page("own.html", message="")


def change_password(visit: Visit) -> Response:
    """Change one's own password; every session of the account ends."""
    old, new, again = (str(visit.form.get(n) or "") for n in ("old", "new", "again"))
    people = visit.desk.store.people
    mark = f"name:{visit.who}"
    if people.failures(mark) >= TRIES_OF_NAME:
        raise Stop(429, "Nhập sai quá nhiều lần. Chờ 15 phút rồi thử lại.")
    if not passwords.matches(visit.account.secret, old):
        people.failed(mark, "own")
        return visit.page("own.html", 400, message="Mật khẩu hiện tại không đúng.")
    if new != again:
        return visit.page("own.html", 400, message="Hai lần nhập mật khẩu mới không giống nhau.")
    try:
        secret = passwords.hashed(new)
    except ValueError as error:
        return visit.page("own.html", 400, message=str(error))
    people.change(visit.who, who=visit.who, secret=secret)
    return visit.go("/dang-nhap", "mat-khau")


DOORS = (
    Door("GET", "/dang-nhap", None, show),
    Door("POST", "/dang-nhap", None, sign_in),
    Door("POST", "/dang-xuat", "own", sign_out),
    Door("GET", "/toi", "own", own),
    Door("POST", "/toi", "own", change_password),
)
