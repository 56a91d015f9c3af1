"""Files that may be one dispatch: the rules propose, a person says yes or no with one key, both papers side by side."""

from collections.abc import Sequence

from starlette.responses import Response

from outputs.desk import fields
from outputs.desk.gate import Door, Stop, Visit, missing
from outputs.desk.review import case, sheet_of
from outputs.store import Tie


def proposed(visit: Visit) -> Sequence[Tie]:
    """Give the pairs that wait for a person who may see both, the oldest first."""
    ties = visit.desk.remembered("ties", lambda: visit.desk.store.versions.ties(None, "proposed"))
    within = visit.within
    if within is None:
        return ties
    entry = visit.desk.store.desk.entry
    return [tie for tie in ties if entry(tie.one, within) is not None and entry(tie.other, within) is not None]


def show(visit: Visit) -> Response:
    """Give one pair: why it is proposed, what was read from each, and the pages of both."""
    ties = proposed(visit)
    asked = visit.query.get("thu", "1")
    number = min(max(1, int(asked)), len(ties)) if asked.isascii() and asked.isdecimal() and len(asked) < 6 else 1
    if not ties:
        return visit.page("ties.html", tie=None, sides=[], pairs=[], differing=0, number=0, total=0)
    tie = ties[number - 1]
    cases = [case(visit, tie.one), case(visit, tie.other)]
    pairs = fields.side_by_side(cases[0].dispatch, cases[1].dispatch)
    return visit.page(
        "ties.html", tie=tie, sides=[(one.entry, *sheet_of(visit, one.entry)) for one in cases], pairs=pairs,
        differing=sum(left != right for _, left, right in pairs), number=number, total=len(ties),
    )  # fmt: skip


def decide(visit: Visit) -> Response:
    """Make the pair one dispatch or keep it two. Raises Stop when somebody decided meanwhile."""
    one, other = visit.text("one", 300), visit.text("other", 300)
    if not any((tie.one, tie.other) == (one, other) for tie in proposed(visit)):
        raise Stop(409, "Cặp này không còn là đề xuất: đã có người quyết định, hoặc một tệp đã được đọc lại.")
    store = visit.desk.store
    if store.desk.locked(one) or store.desk.locked(other):
        raise Stop(409, "Có văn bản thuộc kỳ đã khóa. Lãnh đạo phải mở lại kỳ trước khi ghép hay tách.")
    reason, same = visit.text("reason", 500) or None, visit.text("do", 20)
    if same not in ("join", "part"):
        raise Stop(400, "Không có việc này.")
    try:
        if same == "join":
            store.versions.join(one, other, who=visit.who, reason=reason)
        else:
            store.versions.part(one, other, who=visit.who, reason=reason)
    except KeyError as error:
        raise missing() from error
    number = visit.text("thu", 6)
    return visit.go(f"/den/ghep?thu={number if number.isdecimal() else 1}", "da-ghep" if same == "join" else "da-tach")


DOORS = (Door("GET", "/den/ghep", "pin", show), Door("POST", "/den/ghep", "pin", decide))
