"""The desk as an application: which address shows what."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from sayso.desk import description
from sayso.desk.door import Door
from sayso.desk.guard import Guard
from sayso.desk.matter import decide, open_matter
from sayso.desk.pages import Pages, address
from sayso.ledger import Ledger
from sayso.lexicon import shown
from sayso.problems import DecisionError, LedgerError

LARGEST_FORM = 100_000  # bytes
LOOPBACK = ("127.0.0.1", "localhost")  # what a browser may call this machine
Handler = Callable[[Request], Awaitable[Response]]


def make_app(
    path: str | Path, *, by: str, token: str, port: int, hosts: Sequence[str] = LOOPBACK, door: Door | None = None
) -> ASGIApp:
    """The application over the ledger at this path, for one person, reached at this port under one of these names.

    The token lets in who knows it; where there is a door, the password does.
    """
    desk = _Desk(Path(path), Pages(by), by)
    routes = [
        Route("/", _to_reports),
        Route(description.ADDRESS, _describe, methods=["GET"]),
        Mount("/static", StaticFiles(directory=str(files("sayso.desk").joinpath("static")))),
        *_twins("/reports", desk.show("list_reports")),
        *_twins("/review", desk.show("review_all")),
        *_twins("/reports/{id:path}/reader", desk.show("read")),
        *_twins("/reports/{id:path}/review", desk.show("review")),
        *_twins("/reports/{id:path}/chain", desk.show("draw")),
        Route("/reports/{id:path}/edit", desk.show("edit"), methods=["GET"]),
        Route("/reports/{id:path}/decide", desk.decide, methods=["POST"]),
    ]
    app = Starlette(routes=routes, exception_handlers={LedgerError: desk.complain, HTTPException: desk.complain})
    return Guard(app, token, port, shown("refusal of the guard", "desk"), hosts, door)


def _twins(path: str, handler: Handler) -> tuple[Route, Route]:
    """The page and its JSON."""
    return Route(f"{path}.json", handler, methods=["GET"]), Route(path, handler, methods=["GET"])


async def _to_reports(request: Request) -> Response:
    return RedirectResponse("/reports", 303)


async def _describe(request: Request) -> Response:
    return Response(description.describe(), media_type="application/json")


class _Desk:
    """Opens the ledger anew for each request, so that no request waits for another and each sees the last decisions."""

    def __init__(self, path: Path, pages: Pages, by: str) -> None:
        self._path, self._pages, self._by = path, pages, by

    def show(self, page: str) -> Handler:
        """A handler that answers with this page."""

        async def handle(request: Request) -> Response:
            return await run_in_threadpool(self._show, getattr(self._pages, page), request)

        return handle

    def _show(self, make_page: Callable[[Ledger, Request], Response], request: Request) -> Response:
        with Ledger.open(self._path, create=False) as ledger:
            return make_page(ledger, request)

    async def decide(self, request: Request) -> Response:
        """Keep what a form asks for, and show the report as it then is."""
        form = dict(parse_qsl(await _read_body(request), keep_blank_values=True))
        return await run_in_threadpool(self._decide, request, form)

    def _decide(self, request: Request, form: Mapping[str, str]) -> Response:
        with Ledger.open(self._path, create=False) as ledger:
            reviewed = open_matter(ledger, request.path_params["id"])
            try:
                in_step = decide(ledger, reviewed, form, self._by)
            except DecisionError as error:
                return Response(str(error), 422, media_type="text/plain")
            if request.headers.get("hx-request"):
                notice = None if in_step else shown("somebody in between", "desk")
                return self._pages.read(ledger, request, notice)
            here = address(reviewed.machine.report.id, "reader")
            return RedirectResponse(f"{here}#{form.get('target', '')}", 303)

    async def complain(self, request: Request, error: Exception) -> Response:
        """Say what could not be done, as a page."""
        code, told = (error.status_code, error.detail) if isinstance(error, HTTPException) else (404, str(error))
        return self._pages.complain(request, told, code)


async def _read_body(request: Request) -> str:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_FORM:
            raise HTTPException(413)
    return body.decode("utf-8", "replace")
