"""The short guide inside the desk, and the same as a Word file for print."""

from pathlib import Path

from starlette.responses import Response

from outputs.desk.gate import Door, Visit
from outputs.desk.pages import STATIC

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def show(visit: Visit) -> Response:
    """Give the guide."""
    return visit.page("guide.html")


def booklet(visit: Visit) -> Response:
    """Give the guide as a Word file."""
    # Writes Word files: only for whoever asks for one.
    from outputs.desk.booklet import as_word

    data = as_word(visit.desk.pages.text("guide_text.html"), _picture)
    name = "so-tay-ban-duyet.docx"
    return Response(data, media_type=_WORD, headers={"content-disposition": f"attachment; filename={name}"})


def _picture(address: str) -> Path:
    return STATIC / address.removeprefix("/tinh/")


DOORS = (Door("GET", "/tro-giup", "own", show), Door("GET", "/tro-giup/so-tay.docx", "own", booklet))
