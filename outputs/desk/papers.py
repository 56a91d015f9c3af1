"""Word templates that reports are printed on: taken away, changed in Word, put in force when no tag is wrong."""

from urllib.parse import quote

from starlette.responses import FileResponse, Response

from outputs.desk.gate import Door, Stop, Visit


def show(visit: Visit) -> Response:
    """Give the templates in force."""
    return visit.page("papers.html", papers=visit.desk.commands.papers())


def download(visit: Visit) -> Response:
    """Give the template in force, to be changed in Word."""
    name = visit.path("name")
    path = visit.desk.commands.paper_file(name)
    headers = {"content-disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
    return FileResponse(path, media_type="application/octet-stream", headers=headers)


def put(visit: Visit) -> Response:
    """Put the office's own template in force, or say which tag of it is wrong."""
    files = visit.files("file")
    if len(files) != 1:
        raise Stop(400, "Chọn một tệp Word.")
    name = visit.path("name")
    visit.desk.commands.put_paper(name, files[0].file)
    visit.desk.store.note(visit.who, "paper.changed", name, given=(files[0].filename or "")[:200])
    return visit.go("/mau", "da-thay-mau")


def drop(visit: Visit) -> Response:
    """Put the program's own template in force again."""
    name = visit.path("name")
    visit.desk.commands.drop_paper(name)
    visit.desk.store.note(visit.who, "paper.dropped", name)
    return visit.go("/mau", "da-bo-mau")


DOORS = (
    Door("GET", "/mau", "papers", show),
    Door("GET", "/mau/{name}", "papers", download),
    Door("POST", "/mau/{name}", "papers", put, uploads=True),
    Door("POST", "/mau/{name}/bo", "papers", drop),
)
