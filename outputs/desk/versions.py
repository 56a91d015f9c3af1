"""Files of one dispatch: which leads and why; put together, taken apart, withdrawn and taken up again by people."""

from collections.abc import Callable

from starlette.responses import Response

from outputs.desk.gate import Door, Visit, missing
from outputs.desk.review import opened


def _done(visit: Visit, work: Callable[[str], object]) -> Response:
    identifier = opened(visit).stored.id
    try:
        work(identifier)
    except KeyError as error:
        raise missing() from error
    return visit.go(f"/van-ban/{identifier}#phien-ban", "da-luu")


def pin(visit: Visit) -> Response:
    """Put this version in force."""
    return _done(visit, lambda one: visit.desk.store.versions.pin(one, who=visit.who))


def separate(visit: Visit) -> Response:
    """Take this file out of its dispatch."""
    reason = visit.reason()
    return _done(visit, lambda one: visit.desk.store.versions.separate(one, who=visit.who, reason=reason))


def join(visit: Visit) -> Response:
    """Make this file and another one dispatch."""
    other = visit.text("other", 300)
    if visit.desk.store.desk.entry(other, visit.within) is None:
        raise missing()
    reason = visit.text("reason", 500) or None
    return _done(visit, lambda one: visit.desk.store.versions.join(one, other, who=visit.who, reason=reason))


def reconsider(visit: Visit) -> Response:
    """Forget what people decided about the versions of this file: the rules decide again."""
    return _done(visit, lambda one: visit.desk.store.versions.reconsider(one, who=visit.who))


def withdraw(visit: Visit) -> Response:
    """Let this document count no more."""
    reason = visit.reason()
    return _done(visit, lambda one: visit.desk.store.versions.withdraw(one, who=visit.who, reason=reason))


def reinstate(visit: Visit) -> Response:
    """Let this document count again."""
    return _done(visit, lambda one: visit.desk.store.versions.reinstate(one, who=visit.who))


DOORS = (
    Door("POST", "/van-ban/{id}/hieu-luc", "pin", pin),
    Door("POST", "/van-ban/{id}/tach", "pin", separate),
    Door("POST", "/van-ban/{id}/ghep", "pin", join),
    Door("POST", "/van-ban/{id}/xet-lai", "pin", reconsider),
    Door("POST", "/van-ban/{id}/rut", "pin", withdraw),
    Door("POST", "/van-ban/{id}/khoi-phuc", "pin", reinstate),
)
