"""The short guide inside the desk."""

from starlette.responses import Response

from outputs.desk.gate import Door, Visit


def show(visit: Visit) -> Response:
    """Give the guide."""
    return visit.page("guide.html")


DOORS = (Door("GET", "/tro-giup", "own", show),)
