"""One document: its pages with a box on every field, its values to be confirmed, mended, settled or returned."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from starlette.responses import JSONResponse, Response

from outputs.desk import fields, forms, lessons
from outputs.desk.commands import CannotDo
from outputs.desk.commands import Shown as Sheet
from outputs.desk.gate import Door, Stop, Visit, missing
from outputs.store import Asked, Change, Entry
from pipeline.corrections import Correction, Laid, lay
from pipeline.learned import Learned, helped
from pipeline.model import Dispatch
from pipeline.plain import to_plain
from pipeline.ports import StoredDispatch

#: Rows of a table that one page shows; a longer one is corrected in its file and sent again.
MOST_ROWS = 300
#: Pairs of files that a person may still want otherwise: proposed as one dispatch, or kept apart by somebody.
TIES = {"proposed": "Có thể là cùng một văn bản với", "apart": "Đã tách khỏi"}


@dataclass(frozen=True)
class Case:
    """A document with everything that people said of it, and what was taught elsewhere laid below that.

    ``own`` is the document as read and corrected, ``taught`` the words that help it by the key of what they help.
    """

    entry: Entry
    stored: StoredDispatch
    laid: Laid
    own: Dispatch
    words: tuple[Correction, ...]
    taught: Mapping[str, Learned]

    @property
    def dispatch(self) -> Dispatch:
        """The document as people want it."""
        return self.laid.dispatch


def case(visit: Visit, identifier: str | None = None) -> Case:
    """Give a document, that of the address unless told. Raises Stop when there is none, or it is not to be seen."""
    identifier = visit.path("id") if identifier is None else identifier
    entry = visit.desk.store.desk.entry(identifier, visit.within)
    stored = None if entry is None or entry.id is None else visit.desk.store.dispatch(entry.id)
    if entry is None or stored is None:
        raise missing()
    words = tuple(Correction.of(row) for row in visit.desk.store.corrections(stored.id))
    laid = lay(stored.dispatch, words)
    dispatch, helps = helped(laid.dispatch, stored.dispatch, visit.desk.store.lessons.holding())
    taught = {fields.key_of(one.field, one.ordinal): one.word for one in helps}
    return Case(entry, stored, replace(laid, dispatch=dispatch), laid.dispatch, words, taught)


def opened(visit: Visit) -> Case:
    """Give the document of the address for a change. Raises Stop when its period is locked."""
    found = case(visit)
    if visit.desk.store.desk.locked(found.stored.id):
        raise Stop(409, "Văn bản thuộc kỳ đã khóa. Lãnh đạo phải mở lại kỳ trước khi sửa.")
    return found


def sheet_of(visit: Visit, entry: Entry) -> tuple[Sheet, str]:
    """Give the pages or lines, and why there are none."""
    if entry.archived_as is None:
        return Sheet(), "Văn bản này không có bản gốc trong kho lưu."
    try:
        return visit.desk.commands.show(entry.archived_as), ""
    except CannotDo as error:
        return Sheet(), str(error)


def show(visit: Visit) -> Response:
    """Give the review page."""
    store, found = visit.desk.store, case(visit)
    identifier = found.stored.id
    findings = store.findings(identifier)
    open_ = [f for f in findings if f["state"] == "open"]
    sheet, excuse = sheet_of(visit, found.entry)
    scalars = fields.scalars(found.laid, open_, found.taught)
    tables = [
        (name, label, columns, fields.rows(name, found.laid, found.taught))
        for name, (label, columns) in fields.TABLES.items()
    ]
    listed = fields.listed(found.dispatch)
    everything = [
        *scalars,
        *(row for *_, rows in tables for row in rows[:MOST_ROWS]),
        *(one for _, items in listed for one in items),
    ]
    boxes: dict[int, list[tuple[fields.Shown, fields.Place]]] = {}
    marked: dict[int, list[fields.Shown]] = {}
    for one in everything:
        for place in one.places:
            if place.page is not None and place.box is not None:
                boxes.setdefault(place.page, []).append((one, place))
            elif place.line >= 0:
                marked.setdefault(place.line, []).append(one)
    return visit.page(
        "review.html",
        entry=found.entry,
        scalars=scalars,
        tables=tables,
        listed=listed,
        most=MOST_ROWS,
        sheet=sheet,
        excuse=excuse,
        boxes=boxes,
        marked=marked,
        open=[f for f in open_ if f["severity"] != "info"],
        notes=[f for f in open_ if f["severity"] == "info"],
        accepted=[f for f in findings if f["state"] == "accepted"],
        review=store.desk.review(identifier),
        copies=store.versions.copies(identifier),
        ties=[t for t in store.versions.ties(identifier) if t.state in TIES],
        tied=TIES,
        history=found.words,
        struck=struck(found.words),
        said=_said,
        locked=store.desk.locked(identifier),
        next=_next(visit, identifier),
        labels=fields.NAMES,
    )


def _said(plain: Any) -> str:
    """Give plain JSON of a correction in one line."""
    if isinstance(plain, dict):
        return ", ".join(str(v) for k, v in plain.items() if k != "agency" and v is not None)
    return "" if plain is None else str(plain)


def _next(visit: Visit, identifier: str) -> str | None:
    """Give the document to be looked at after this one: the weightiest."""
    wanted = Asked("review", within=visit.within)
    first = visit.desk.remembered(("next", wanted), lambda: visit.desk.store.desk.entries(wanted, 2))
    return next((e.id for e in first if e.id is not None and e.id != identifier), None)


def correct(visit: Visit) -> Response:
    """Confirm or change one value: one word of one person, kept beside the reading."""
    found = opened(visit)
    name = visit.text("field", 40)
    if name in fields.SCALARS:
        changes = _scalar(visit, found, name)
    elif name in fields.TABLES:
        changes = _row(visit, found, name)
    else:
        raise Stop(400, "Không có trường này.")
    reason = visit.text("reason", 500) or None
    taught = lessons.lessons(visit, found.stored.dispatch, changes) if lessons.asked(visit) else ()
    visit.desk.store.desk.correct(found.stored.id, changes, who=visit.who, reason=reason)
    lessons.keep(visit, taught, found.entry.symbol or found.entry.file_name)
    if visit.wants_json:
        return JSONResponse(_answer(visit, changes[0]))
    return visit.go(f"/van-ban/{found.stored.id}#truong-{visit.text('key', 60)}", "da-luu")


def _answer(visit: Visit, change: Change) -> dict[str, Any]:
    """Tell the page's script how the field stands now."""
    after = case(visit)
    open_ = [f for f in visit.desk.store.findings(after.stored.id, "open") if f["severity"] != "info"]
    every = {one.key: one for one in fields.scalars(after.laid, open_, after.taught)}
    for table in fields.TABLES:
        every |= {one.key: one for one in fields.rows(table, after.laid, after.taught)}
    one = every.get(visit.text("key", 60))
    gone = one is None or (change.new is None and change.field in fields.TABLES)
    return {
        "state": "gone" if gone or one is None else one.state,
        "text": "" if one is None else one.text,
        "cells": {} if one is None else dict(one.cells),
        "seen": "" if one is None else one.seen,
        "reload": (change.old is None and change.field in fields.TABLES) or gone,
        "open": len(open_),
        "findings": [f["id"] for f in open_],
    }


def _seen(visit: Visit, value: Any) -> None:
    if visit.text("seen", 40) != fields.seen(value):
        raise Stop(409, "Giá trị vừa được người khác sửa. Tải lại trang để xem.")


def _typed(work: Callable[[], Any]) -> Any:
    try:
        return work()
    except forms.BadForm as error:
        raise Stop(400, str(error)) from error


def _scalar(visit: Visit, found: Case, name: str) -> list[Change]:
    current = getattr(found.dispatch, name)
    value = None if current is None else current.value
    _seen(visit, value)
    # What a taught word added is no part of the reading; confirmed, it is the person's own word.
    own = getattr(found.own, name)
    old, shown = (None if one is None else to_plain(one.value) for one in (own, current))
    text = visit.text("candidate") or visit.text("value")
    if visit.text("do", 20) == "confirm" or text == fields.said(value):
        return [Change(name, old, shown)]
    on = _issued(found.dispatch)
    new = _typed(lambda: forms.scalar(name, text, visit.desk.commands, on))
    changes = [Change(name, old, new)]
    if name == "symbol":
        # Number and notation are parts of the symbol; apart they would contradict it.
        for part, said in forms.parts_of_symbol(new).items():
            before = getattr(found.dispatch, part)
            if (was := None if before is None else before.value) != said:
                changes.append(Change(part, was, said))
    return changes


def _issued(dispatch: Dispatch) -> date | None:
    return None if dispatch.issued_on is None else dispatch.issued_on.value.period.start


def _row(visit: Visit, found: Case, name: str) -> list[Change]:
    if visit.text("do", 20) == "restore":
        return [_put_back(found, name, visit.text("word", 60))]
    text = visit.text("ordinal", 8)
    items = getattr(found.dispatch, name)
    if not text:
        new = _typed(lambda: forms.row(name, _cells(visit, name), None, visit.desk.commands))
        return [Change(name, None, new)]
    if not text.isdecimal() or int(text) >= len(items):
        raise Stop(409, "Dòng này không còn. Tải lại trang để xem.")
    at = int(text)
    _seen(visit, items[at].value)
    old = to_plain(getattr(found.own, name)[at].value)
    ordinal = _read_ordinal(found, name, old, at)
    match visit.text("do", 20):
        case "remove":
            return [Change(name, old, None, ordinal)]
        case "confirm":
            return [Change(name, old, to_plain(items[at].value), ordinal)]
    new = _typed(lambda: forms.row(name, _cells(visit, name), old, visit.desk.commands))
    return [Change(name, old, new, ordinal)]


def _read_ordinal(found: Case, name: str, plain: Any, at: int) -> int | None:
    """Give the place that earlier words about the same row name, so that they make one chain."""
    for one, _ in found.laid.effects:
        if one.field == name and one.new == plain:
            return one.ordinal
    own, read = getattr(found.own, name)[at], getattr(found.stored.dispatch, name)
    return next((i for i, field in enumerate(read) if field is own), at)


def struck(words: Sequence[Correction]) -> frozenset[str]:
    """Give the ids of the words that struck a row out, where none after it says otherwise."""
    last = {(one.field, one.ordinal): one for one in words if one.field in fields.TABLES and one.ordinal is not None}
    return frozenset(one.id for one in last.values() if one.new is None)


def _put_back(found: Case, name: str, identifier: str) -> Change:
    one = next((w for w in found.words if w.id == identifier and w.field == name), None)
    if one is None or one.id not in struck(found.words):
        raise Stop(409, "Dòng này đã được lấy lại hoặc không còn. Tải lại trang để xem.")
    return Change(name, None, one.old, one.ordinal)


def _cells(visit: Visit, name: str) -> dict[str, str]:
    return {c: visit.text(f"c-{c}") for c in fields.TABLES[name][1] if f"c-{c}" in visit.form}


def accept(visit: Visit) -> Response:
    """Accept one finding with a reason."""
    found = opened(visit)
    reason = visit.reason()
    finding = visit.text("finding", 300)
    if finding not in {f["id"] for f in visit.desk.store.findings(found.stored.id, "open")}:
        raise missing()
    visit.desk.store.accept(finding, who=visit.who, reason=reason)
    return visit.go(f"/van-ban/{found.stored.id}#canh-bao", "da-luu")


def settle(visit: Visit) -> Response:
    """Settle the document and go on to the next one."""
    found = opened(visit)
    reason = visit.text("reason", 500)
    if reason and not visit.may("accept"):
        raise Stop(403, "Vai trò của anh/chị không có quyền chấp nhận cảnh báo.")
    after = _next(visit, found.stored.id)
    visit.desk.store.desk.confirm(found.stored.id, who=visit.who, accept=reason or None)
    return visit.go(f"/van-ban/{after}" if after else "/den", "da-duyet")


def send_back(visit: Visit) -> Response:
    """Mark the document as returned, with the reason that its sender will read."""
    found = opened(visit)
    reason = visit.reason(1000)
    visit.desk.store.desk.send_back(found.stored.id, who=visit.who, reason=reason)
    return visit.go(f"/van-ban/{found.stored.id}", "da-tra")


def reopen(visit: Visit) -> Response:
    """Put the document back among those to be looked at."""
    found = opened(visit)
    visit.desk.store.desk.reopen(found.stored.id, who=visit.who)
    return visit.go(f"/van-ban/{found.stored.id}", "da-mo")


def compare(visit: Visit) -> Response:
    """Give two files side by side that are versions of one document, or may be: values first, then the pages."""
    found, wanted = case(visit), visit.path("other")
    versions = visit.desk.store.versions
    near = {one.id for one in versions.copies(found.stored.id)}
    near |= {end for tie in versions.ties(found.stored.id) for end in (tie.one, tie.other)}
    if wanted == found.stored.id or wanted not in near:
        raise missing()
    other = case(visit, wanted)
    sides = [(one.entry, *sheet_of(visit, one.entry)) for one in (found, other)]
    pairs = fields.side_by_side(found.dispatch, other.dispatch)
    return visit.page(
        "compare.html", sides=sides, pairs=pairs, differing=sum(left != right for _, left, right in pairs)
    )


DOORS = (
    Door("GET", "/van-ban/{id}", "read", show),
    Door("GET", "/van-ban/{id}/so-sanh/{other}", "read", compare),
    Door("POST", "/van-ban/{id}/gia-tri", "correct", correct),
    Door("POST", "/van-ban/{id}/canh-bao", "accept", accept),
    Door("POST", "/van-ban/{id}/duyet", "confirm", settle),
    Door("POST", "/van-ban/{id}/tra-lai", "return", send_back),
    Door("POST", "/van-ban/{id}/mo-lai", "confirm", reopen),
)
