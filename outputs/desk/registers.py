"""Registers and reference data to look at: the register of incoming dispatches, agencies, indicators."""

from datetime import date

from starlette.responses import Response

from outputs.desk.gate import Door, Visit
from pipeline.text import bare

_MOST = 200


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
    return visit.page(
        "register.html", heads=part, year=year, total=len(seen), number=page, pages=-(-len(seen) // _MOST)
    )


def agencies(visit: Visit) -> Response:
    """Give the agencies whose names hold the words."""
    words = visit.query.get("tim", "")[:100]
    rows = visit.desk.remembered(
        "agencies", lambda: [(bare(row["name"]), dict(row)) for row in visit.desk.store.table("agency")]
    )
    wanted = bare(words).split()
    found = [row for key, row in rows if all(w in key for w in wanted)]
    return visit.page("agencies.html", rows=found[:_MOST], total=len(found), words=words)


def indicators(visit: Visit) -> Response:
    """Give the indicators."""
    rows = visit.desk.remembered("indicators", lambda: [dict(row) for row in visit.desk.store.table("indicator")])
    return visit.page("indicators.html", rows=rows)


DOORS = (
    Door("GET", "/so", "registers", show),
    Door("GET", "/so/don-vi", "registers", agencies),
    Door("GET", "/so/chi-tieu", "registers", indicators),
)
