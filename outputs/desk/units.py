"""The office's list of units: taken away as a spreadsheet, handed in, looked over row by row, put in force, undone."""

from collections import Counter
from collections.abc import Sequence
from urllib.parse import quote

from starlette.responses import Response

from outputs.desk.gate import Door, Stop, Visit
from outputs.desk.unit_sheet import as_workbook
from pipeline import proposals
from pipeline.reference.unit_lists import columns

#: Rows of one kind that a page shows; the rest are counted.
MOST_ROWS = 300
#: Bodies met in documents and in no list that a page and a spreadsheet propose.
_PROPOSED = 50
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def show(visit: Visit) -> Response:
    """Give the list in force, the way to replace it, and the lists before it."""
    lists = visit.desk.commands.units
    return visit.page(
        "units.html", rows=lists.in_force(), versions=lists.versions(), columns=columns(),
        strangers=_strangers(visit), most=_PROPOSED,
    )  # fmt: skip


def _strangers(visit: Visit) -> Sequence[proposals.Stranger]:
    return visit.desk.remembered("strangers", lambda: proposals.strangers(visit.desk.store.heads()))


def sample(visit: Visit) -> Response:
    """Give a spreadsheet to be filled in: headings, an example, and what each column holds."""
    return _download(visit, as_workbook([{c.name: c.example for c in columns()}]), "mau-danh-sach-don-vi.xlsx")


def current(visit: Visit) -> Response:
    """Give the list in force as a spreadsheet, with the bodies met in documents proposed on a sheet of their own."""
    proposed = [one.proposal.row for one in _strangers(visit)[:_PROPOSED]]
    return _download(visit, as_workbook(visit.desk.commands.units.in_force(), proposed), "danh-sach-don-vi.xlsx")


def earlier(visit: Visit) -> Response:
    """Give a list that was in force as a spreadsheet."""
    return _download(visit, as_workbook(visit.desk.commands.units.rows(visit.path("version"))), "danh-sach-don-vi.xlsx")


def _download(visit: Visit, data: bytes, name: str) -> Response:
    headers = {"content-disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
    return Response(data, media_type=_EXCEL, headers=headers)


def hand_in(visit: Visit) -> Response:
    """Keep a spreadsheet for looking over; nothing is used yet."""
    files = visit.files("file")
    if len(files) != 1:
        raise Stop(400, "Chọn một tệp bảng tính.")
    given = files[0].filename or ""
    identifier = visit.desk.commands.units.hand_in(given, files[0].file)
    visit.desk.store.note(visit.who, "units.handed_in", identifier, given=given[:200])
    return visit.go(f"/so/don-vi/bang/xem/{identifier}")


def look(visit: Visit) -> Response:
    """Give what a list that was handed in would change, row by row."""
    draft = visit.desk.commands.units.draft(visit.path("draft"))
    documents = _documents(visit) if draft.judgement.gone else Counter()
    return visit.page(
        "units_check.html", draft=draft, identifier=visit.path("draft"), columns=columns(), most=MOST_ROWS,
        gone=[(row, documents[row["id"]]) for row in draft.judgement.gone],
    )  # fmt: skip


def _documents(visit: Visit) -> Counter[str]:
    """Give how many documents each body issued."""
    return visit.desk.remembered(
        "issuers", lambda: Counter(head.agency for head in visit.desk.store.heads() if head.agency is not None)
    )


def use(visit: Visit) -> Response:
    """Put a list that was looked over in force."""
    identifier, reason = visit.path("draft"), visit.reason()
    rows = visit.desk.commands.units.use(identifier, visit.text("seen", 80), visit.who, reason)
    return _changed(visit, identifier, rows, reason)


def restore(visit: Visit) -> Response:
    """Put an earlier list in force again."""
    version, reason = visit.path("version"), visit.reason()
    return _changed(visit, version, visit.desk.commands.units.restore(version, visit.who, reason), reason)


def _changed(visit: Visit, subject: str, rows: int, reason: str) -> Response:
    visit.desk.store.note(visit.who, "units.changed", subject, rows=rows, reason=reason)
    return visit.go("/so/don-vi/bang", "da-thay-don-vi")


DOORS = (
    Door("GET", "/so/don-vi/bang", "units", show),
    Door("GET", "/so/don-vi/bang/mau.xlsx", "units", sample),
    Door("GET", "/so/don-vi/bang/dang-dung.xlsx", "units", current),
    Door("POST", "/so/don-vi/bang", "units", hand_in, uploads=True),
    Door("GET", "/so/don-vi/bang/xem/{draft}", "units", look),
    Door("POST", "/so/don-vi/bang/xem/{draft}", "units", use),
    Door("GET", "/so/don-vi/bang/cu/{version}", "units", earlier),
    Door("POST", "/so/don-vi/bang/cu/{version}", "units", restore),
)
