"""The pages of a document: as pictures, the words inside a frame drawn over one, the original as a download."""

import re
from urllib.parse import quote

from starlette.responses import FileResponse, JSONResponse, Response

from outputs.desk import forms
from outputs.desk.gate import Door, Stop, Visit, missing
from outputs.store import Entry

#: One edge of a frame, in points.
_EDGE = re.compile(r"\d{1,5}(?:\.\d{1,4})?")


def _kept(visit: Visit) -> tuple[Entry, str]:
    """Give the document of the address and where it lies. Raises Stop when it is not there, or not to be seen."""
    found = visit.desk.store.desk.entry(visit.path("id"), visit.within)
    if found is None or found.archived_as is None:
        raise missing()
    return found, found.archived_as


def _number(visit: Visit) -> int:
    number = visit.path("number")
    if not (number.isascii() and number.isdecimal()) or len(number) > 4:
        raise missing()
    return int(number)


def picture(visit: Visit) -> Response:
    """Give a page as a picture: the document itself never reaches the browser."""
    image = visit.desk.commands.picture(_kept(visit)[1], _number(visit))
    return Response(image, media_type="image/png", headers={"cache-control": "private, max-age=600"})


def framed(visit: Visit) -> Response:
    """Give what stands inside a frame that a person drew over a page, for the value in hand."""
    place, number = _kept(visit)[1], _number(visit)
    edges = [visit.text(name, 12) for name in ("x0", "y0", "x1", "y1")]
    if not all(_EDGE.fullmatch(edge) for edge in edges):
        raise Stop(400, "Khung không hợp lệ.")
    x0, y0, x1, y1 = map(float, edges)
    if x1 <= x0 or y1 <= y0:
        raise Stop(400, "Khung không hợp lệ.")
    text = visit.desk.commands.words(place, number, (x0, y0, x1, y1))
    if not text:
        raise Stop(409, "Không đọc được chữ nào trong khung. Kéo khung rộng hơn, hoặc gõ giá trị.")
    return JSONResponse({"text": text[: forms.LONGEST]})


def original(visit: Visit) -> Response:
    """Give the original as a download, whatever it is; who took it stands on the trail."""
    found, place = _kept(visit)
    path = visit.desk.commands.original(place)
    visit.desk.store.note(visit.who, "file.downloaded", found.sha256)
    name = quote("".join(c if c.isprintable() and c not in '/\\"' else "_" for c in found.file_name))
    headers = {"content-disposition": f"attachment; filename*=UTF-8''{name}"}
    return FileResponse(path, media_type="application/octet-stream", headers=headers)


DOORS = (
    Door("GET", "/van-ban/{id}/trang/{number}", "read", picture),
    Door("POST", "/van-ban/{id}/trang/{number}/khung", "correct", framed),
    Door("GET", "/van-ban/{id}/goc", "original", original),
)
