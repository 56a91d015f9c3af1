"""The desk put together: every door behind the gate, our own files beside it, nothing else."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from outputs.desk import (
    decisions,
    entry,
    guide,
    inbox,
    lessons,
    movements,
    papers,
    registers,
    reports,
    review,
    sheet,
    staff,
    ties,
    units,
    versions,
)
from outputs.desk.commands import Commands
from outputs.desk.gate import Desk, Door, enter
from outputs.desk.headers import Headers
from outputs.desk.pages import STATIC, Pages
from outputs.store import SqlStore

#: Every address of the desk.
DOORS: tuple[Door, ...] = (
    *entry.DOORS,
    *inbox.DOORS,
    *review.DOORS,
    *sheet.DOORS,
    *versions.DOORS,
    *ties.DOORS,
    *movements.DOORS,
    *decisions.DOORS,
    *reports.DOORS,
    *papers.DOORS,
    *registers.DOORS,
    *lessons.DOORS,
    *units.DOORS,
    *staff.DOORS,
    *guide.DOORS,
)


class _Files(StaticFiles):
    """Our own style and script: kept by browsers for an hour."""

    def file_response(self, *arguments: Any, **named: Any) -> Response:
        """Give a file that may be kept."""
        answer = super().file_response(*arguments, **named)
        answer.headers["cache-control"] = "private, max-age=3600"
        return answer


async def _fault(_request: Request, _error: Exception) -> Response:
    # What went wrong is in the log; the person is told nothing of the machine's inside.
    return PlainTextResponse("Lỗi của phần mềm. Việc vừa làm chưa được lưu. Báo bộ phận CNTT.", 500)


async def _nowhere(_request: Request, _error: Exception) -> Response:
    return PlainTextResponse("Không có trang này.", 404)


def build(store: SqlStore, commands: Commands, hosts: Sequence[str] = ("127.0.0.1", "localhost")) -> Starlette:
    """Give the desk as an ASGI application that answers under the given host names only."""
    desk = Desk(store, commands, Pages())
    routes: list[BaseRoute] = [
        Route(door.path, enter(desk, door), methods=[door.method], name=f"{door.method} {door.path}") for door in DOORS
    ]
    routes.append(Mount("/tinh", _Files(directory=STATIC)))
    return Starlette(
        routes=routes,
        middleware=[Middleware(Headers), Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts))],
        exception_handlers={404: _nowhere, Exception: _fault},
    )


def serve(app: Starlette, host: str, port: int) -> None:
    """Answer until stopped."""
    settings = uvicorn.Config(
        app, host=host, port=port, log_level="warning", access_log=False, server_header=False, proxy_headers=False,
        timeout_graceful_shutdown=5, h11_max_incomplete_event_size=64 * 1024,
    )  # fmt: skip
    with suppress(KeyboardInterrupt):
        uvicorn.Server(settings).run()
