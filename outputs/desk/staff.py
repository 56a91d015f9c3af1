"""The people of the desk: accounts, roles, and what each role may do; the trail of what they did."""

from starlette.responses import Response

from outputs.desk import passwords
from outputs.desk.gate import Door, Stop, Visit, missing
from outputs.desk.rights import ROLES, meanings, table
from outputs.store import Account, TakenName

_LINES = 200


def show(visit: Visit, status: int = 200, message: str = "") -> Response:
    """Give the accounts and the table of rights."""
    people = visit.desk.store.people.all()
    units = {row["id"]: row["name"] for row in visit.desk.store.table("agency")} if people else {}
    named = {p.name: units.get(p.unit, p.unit) if p.unit else "" for p in people}
    return visit.page(
        "staff.html", status, people=people, units=named, rights=table(), meanings=meanings(), message=message
    )


def _unit(visit: Visit) -> str | None:
    unit = visit.text("unit", 200) or None
    if unit is not None and len(visit.desk.store.desk.below(unit)) == 1:
        known = {row["id"] for row in visit.desk.store.table("agency")}
        if unit not in known:
            raise Stop(400, f"Không có đơn vị mang mã «{unit}».")
    return unit


def _role(visit: Visit) -> str:
    role = visit.text("role", 40)
    if role not in ROLES:
        raise Stop(400, "Không có vai trò này.")
    return role


def add(visit: Visit) -> Response:
    """Make an account."""
    name = visit.text("name", 40).lower()
    try:
        secret = passwords.hashed(str(visit.form.get("password") or ""))
        account = Account(name, visit.text("full_name", 100) or name, _role(visit), _unit(visit), secret, True)
        visit.desk.store.people.add(account, who=visit.who)
    except TakenName:
        return show(visit, 409, f"Đã có người dùng «{name}».")
    except ValueError as error:
        plain = "Tên đăng nhập gồm chữ thường không dấu, số, dấu chấm, gạch; từ 2 đến 40 ký tự."
        return show(visit, 400, str(error) if str(error) != name else plain)
    return visit.go("/nguoi-dung", "da-luu")


def change(visit: Visit) -> Response:
    """Change role, unit, state or password of an account. Nobody can lock the last administrator out."""
    people = visit.desk.store.people
    name = visit.path("name")
    account = people.find(name)
    if account is None:
        raise missing()
    values = {"role": _role(visit), "unit": _unit(visit), "active": visit.text("active") == "1"}
    rest = [p for p in people.all() if p.role == "quan_tri" and p.active and p.name != name]
    if not rest and account.role == "quan_tri" and (values["role"] != "quan_tri" or not values["active"]):
        return show(visit, 409, "Phải còn ít nhất một quản trị đang hoạt động.")
    password = str(visit.form.get("password") or "")
    if password:
        try:
            values["secret"] = passwords.hashed(password)
        except ValueError as error:
            return show(visit, 400, str(error))
    people.change(name, who=visit.who, **values)
    return visit.go("/nguoi-dung", "da-luu")


def trail(visit: Visit) -> Response:
    """Give the last lines of the audit trail and whether the chain holds."""
    store = visit.desk.store
    key = ("chain", store.desk.version())
    chain = visit.desk.memory.get(key)
    if visit.query.get("kiem-tra") and chain is None:
        chain = store.verify()
        visit.desk.memory[key] = chain
    return visit.page("trail.html", lines=store.desk.trail(_LINES), chain=chain)


DOORS = (
    Door("GET", "/nguoi-dung", "people", show),
    Door("POST", "/nguoi-dung", "people", add),
    Door("POST", "/nguoi-dung/{name}", "people", change),
    Door("GET", "/nhat-ky", "trail", trail),
)
