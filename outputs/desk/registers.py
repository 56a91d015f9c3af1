"""Registers and reference data to look at: the register of incoming dispatches, agencies, indicators."""

from datetime import date
from typing import Any

from starlette.responses import Response

from outputs.desk.gate import Door, Visit
from pipeline.checks.series import Series, of_heads
from pipeline.reference.rules import all_rules
from pipeline.text import bare

_MOST = 200
_STEPS = {"merge": "sáp nhập", "split": "chia tách", "rename": "đổi tên", "transfer": "chuyển", "abolish": "giải thể"}
_SEVERITIES = {"error": "Lỗi", "warning": "Cần xem", "info": "Lưu ý"}


def show(visit: Visit) -> Response:
    """Give the register of a year."""
    store = visit.desk.store
    text = visit.query.get("nam", "")
    year = int(text) if text.isascii() and text.isdecimal() and len(text) == 4 else date.today().year
    within = visit.within
    heads = visit.desk.remembered(("register", year), lambda: store.heads(year=year))
    seen = [h for h in heads if within is None or h.agency in within]
    number = visit.query.get("trang", "1")
    page = max(1, int(number)) if number.isascii() and number.isdecimal() and len(number) < 6 else 1
    part = sorted(seen, key=lambda h: -h.arrival_number)[(page - 1) * _MOST : page * _MOST]
    gaps = sum(len(one.gaps) * one.whole_enough + len(one.twice) for one in _series(visit) if one.year == year)
    return visit.page(
        "register.html", heads=part, year=year, total=len(seen), number=page, pages=-(-len(seen) // _MOST), gaps=gaps
    )


def _series(visit: Visit) -> tuple[Series, ...]:
    """Give the series of numbers with something to tell, of those that the person may see."""
    store, within = visit.desk.store, visit.within
    heads = visit.desk.remembered("in force", lambda: store.heads(in_force=True))
    return visit.desk.remembered(
        ("series", within),
        lambda: of_heads((h for h in heads if within is None or h.agency in within), visit.desk.commands.office),
    )


def numbers(visit: Visit) -> Response:
    """Give what is missing and what is given twice in the series of numbers, each with the documents beside it."""
    heads = visit.desk.remembered("in force", lambda: visit.desk.store.heads(in_force=True))
    named = {h.id: h for h in heads}
    found = sorted(_series(visit), key=lambda one: not one.own)
    asked = visit.query.get("nam", "")
    if asked.isascii() and asked.isdecimal():
        found = [one for one in found if one.year == int(asked)]
    return visit.page("numbers.html", found=found[:_MOST], total=len(found), year=asked[:4], named=named)


def agencies(visit: Visit) -> Response:
    """Give the agencies whose names hold the words."""
    words = visit.query.get("tim", "")[:100]
    rows = visit.desk.remembered(
        "agencies", lambda: [(bare(row["name"]), dict(row)) for row in visit.desk.store.table("agency")]
    )
    wanted = bare(words).split()
    found = [row for key, row in rows if all(w in key for w in wanted)]
    aliases, steps = visit.desk.remembered("agency words", lambda: _around(visit))
    return visit.page(
        "agencies.html", rows=found[:_MOST], total=len(found), words=words, aliases=aliases, steps=steps, kinds=_STEPS
    )


def _around(visit: Visit) -> tuple[dict[str, list[str]], dict[str, list[dict[str, Any]]]]:
    """Give the aliases of each body, and the successions that it is an end of, each with the name of the other end."""
    aliases: dict[str, list[str]] = {}
    for row in visit.desk.store.table("alias"):
        aliases.setdefault(row["agency_id"], []).append(row["text"])
    names = {row["id"]: row["name"] for row in visit.desk.store.table("agency")}
    steps: dict[str, list[dict[str, Any]]] = {}
    for row in visit.desk.store.table("succession"):
        for own, other, before in ((row["from_id"], row["to_id"], False), (row["to_id"], row["from_id"], True)):
            if not own:
                continue
            told = dict(row) | {"other": names.get(other, other) or "(không còn)", "before": before}
            steps.setdefault(own, []).append(told)
    return aliases, steps


def indicators(visit: Visit) -> Response:
    """Give the indicators."""
    rows = visit.desk.remembered("indicators", lambda: [dict(row) for row in visit.desk.store.table("indicator")])
    return visit.page("indicators.html", rows=rows)


def rules(visit: Visit) -> Response:
    """Give the rules that documents are held to, with the days they are in force."""
    return visit.page(
        "rules.html", rows=[rule for ones in all_rules().values() for rule in ones], severities=_SEVERITIES
    )


DOORS = (
    Door("GET", "/so", "registers", show),
    Door("GET", "/so/day-so", "registers", numbers),
    Door("GET", "/so/don-vi", "registers", agencies),
    Door("GET", "/so/chi-tieu", "registers", indicators),
    Door("GET", "/so/quy-tac", "registers", rules),
)
