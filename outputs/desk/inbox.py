"""What came in: the list with its states, upload, and deciding about many at once."""

from urllib.parse import urlencode

from starlette.responses import JSONResponse, RedirectResponse, Response

from outputs.desk.gate import Door, Stop, Visit, missing
from outputs.desk.ties import proposed
from outputs.store import Asked

PAGE = 50
#: Documents decided about at once.
_AT_ONCE = 200


def home(visit: Visit) -> Response:
    """Send everybody to the list."""
    return RedirectResponse("/den", 303)


def _number(visit: Visit, name: str) -> int | None:
    text = visit.query.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else None


def asked(visit: Visit) -> Asked:
    """Give what the address asks the list for."""
    state = visit.query.get("trang-thai", "review")
    return Asked(
        None if state in ("", "tat-ca") else state,
        visit.query.get("tim", "")[:200],
        visit.query.get("loai") or None,
        visit.query.get("phong-trao") or None,
        _number(visit, "nam"),
        visit.within,
    )


def show(visit: Visit) -> Response:
    """Give a page of the list."""
    store, wanted = visit.desk.store, asked(visit)
    number = max(1, _number(visit, "trang") or 1)
    counts = visit.desk.remembered(("counts", wanted), lambda: store.desk.counts(wanted))
    entries = visit.desk.remembered(
        ("entries", wanted, number), lambda: store.desk.entries(wanted, PAGE, (number - 1) * PAGE)
    )
    shown = tuple(e.id for e in entries if e.id is not None)
    helping = visit.desk.remembered(("helping", shown), lambda: store.lessons.helping(shown))
    total = sum(counts.values()) if wanted.state is None else counts.get(wanted.state, 0)
    kept = {k: v for k, v in visit.query.items() if k not in ("trang", "bao", "trang-thai") and v}
    return visit.page(
        "inbox.html",
        entries=entries,
        counts=counts,
        helping=helping,
        total=total,
        number=number,
        pages=-(-total // PAGE),
        wanted=wanted,
        state=wanted.state or "tat-ca",
        types=visit.desk.remembered("types", store.desk.doc_types),
        movements=visit.desk.remembered("movements", store.movements),
        works=visit.desk.commands.works(),
        others=urlencode(kept),
        proposed=len(proposed(visit)) if visit.may("pin") else 0,
    )


def upload(visit: Visit) -> Response:
    """Lay the files into the drop folder, where the same rules meet them as any other file, and start a run."""
    files = visit.files("files")
    if not files:
        raise Stop(400, "Chưa chọn tệp nào.")
    names = []
    for one in files:
        given = one.filename or ""
        laid = visit.desk.commands.take_in(given, one.file)
        visit.desk.store.note(visit.who, "file.uploaded", laid, given=given[:200], size=one.size or 0)
        names.append(laid)
    visit.desk.commands.start_ingest(visit.who)
    if visit.wants_json:
        return JSONResponse({"files": names})
    return visit.go("/den?trang-thai=tat-ca", "da-nap")


def works(visit: Visit) -> Response:
    """Give how the runs stand, for the page's script."""
    store = visit.desk.store
    wanted = Asked(within=visit.within)
    counts = visit.desk.remembered(("counts", wanted), lambda: store.desk.counts(wanted))
    runs = [
        {"kind": w.kind, "state": w.state, "who": w.who, "lines": list(w.lines[-3:])}
        for w in visit.desk.commands.works()
    ]
    return JSONResponse({"runs": runs, "counts": counts})


def together(visit: Visit) -> Response:
    """Settle many documents with one reason, all or none."""
    chosen = [str(v) for v in visit.form.getlist("id")][:_AT_ONCE]
    if not chosen:
        raise Stop(400, "Chưa chọn văn bản nào.")
    reason = visit.reason()
    store = visit.desk.store.desk
    for identifier in chosen:
        if store.entry(identifier, visit.within) is None:
            raise missing()
        if store.locked(identifier):
            raise Stop(409, "Có văn bản thuộc kỳ đã khóa. Mở lại kỳ trước khi duyệt.")
    store.confirm(*chosen, who=visit.who, accept=reason)
    return visit.go("/den", "da-duyet")


DOORS = (
    Door("GET", "/", "own", home),
    Door("GET", "/den", "read", show),
    Door("POST", "/den", "upload", upload, uploads=True),
    Door("GET", "/den/tien-do", "read", works),
    Door("POST", "/den/duyet", "accept", together),
)
