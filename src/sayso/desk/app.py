"""The desk as an application: which address shows what."""

from collections.abc import Awaitable, Callable, Sequence
from importlib.resources import files
from pathlib import Path
from urllib.parse import parse_qs

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from sayso.desk import description
from sayso.desk.casepages import CasePages
from sayso.desk.cases import Casebook, CaseMaker
from sayso.desk.door import Door
from sayso.desk.guard import Guard
from sayso.desk.matter import Form, decide, first_of, open_matter
from sayso.desk.pages import Pages
from sayso.desk.render import Renderer, address
from sayso.ledger import Ledger
from sayso.lexicon import shown
from sayso.problems import BusyLedgerError, DecisionError, SaysoError

LARGEST_FORM = 100_000  # bytes
LOOPBACK = ("127.0.0.1", "localhost")  # what a browser may call this machine
Handler = Callable[[Request], Awaitable[Response]]


def make_app(
    path: str | Path,
    *,
    by: str,
    token: str,
    port: int,
    make_case: CaseMaker,
    hosts: Sequence[str] = LOOPBACK,
    door: Door | None = None,
) -> ASGIApp:
    """The application over the ledger at this path, for one person, reached at this port under one of these names.

    The token lets in who knows it; where there is a door, the password does. `make_case` makes a case of readings.
    """
    renderer = Renderer(by)
    pages, cases = Pages(by, renderer), CasePages(by, renderer, Casebook(make_case))
    desk = _Desk(path, pages, cases, by)
    routes = [
        Route("/", _to_reports),
        Route(description.ADDRESS, _describe, methods=["GET"]),
        Mount("/static", StaticFiles(directory=str(files("sayso.desk").joinpath("static")))),
        *_twins("/reports", desk.show(pages.list_reports)),
        *_twins("/review", desk.show(pages.review_all)),
        *_twins("/case", desk.show(cases.show_matrix)),
        *_twins("/case/claim", desk.show(cases.show_claim)),
        *_twins("/case/dossier", desk.show(cases.show_dossier)),
        Route("/case/dossier.html", desk.show(cases.save_dossier), methods=["GET"]),
        Route("/case/export/{form}", desk.show(cases.export), methods=["GET"]),
        Route("/case/decide", desk.decide_case, methods=["POST"]),
        *_twins("/reports/{id:path}/reader", desk.show(pages.read)),
        *_twins("/reports/{id:path}/review", desk.show(pages.review)),
        *_twins("/reports/{id:path}/chain", desk.show(pages.draw)),
        *_twins("/reports/{id:path}/voices", desk.show(pages.list_voices)),
        Route("/reports/{id:path}/edit", desk.show(pages.edit), methods=["GET"]),
        Route("/reports/{id:path}/decide", desk.decide, methods=["POST"]),
    ]
    app = Starlette(routes=routes, exception_handlers={SaysoError: desk.complain, HTTPException: desk.complain})
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

    def __init__(self, path: str | Path, pages: Pages, cases: CasePages, by: str) -> None:
        self._path, self._pages, self._cases, self._by = path, pages, cases, by

    def show(self, make_page: Callable[[Ledger, Request], Response]) -> Handler:
        """A handler that answers with this page."""

        async def handle(request: Request) -> Response:
            return await run_in_threadpool(self._show, make_page, request)

        return handle

    def _show(self, make_page: Callable[[Ledger, Request], Response], request: Request) -> Response:
        with Ledger.open(self._path, create=False) as ledger:
            return make_page(ledger, request)

    async def decide(self, request: Request) -> Response:
        """Keep what a form asks for, and show the report as it then is."""
        return await run_in_threadpool(self._decide, request, await _read_form(request))

    async def decide_case(self, request: Request) -> Response:
        """Keep what a form asks for of a claim, and show the claim as it then is."""
        return await run_in_threadpool(self._decide_case, request, await _read_form(request))

    def _decide_case(self, request: Request, form: Form) -> Response:
        with Ledger.open(self._path, create=False) as ledger:
            try:
                then, in_step = self._cases.decide(ledger, request, form)
            except DecisionError as error:
                return self._pages.complain(request, str(error), 422)
            return RedirectResponse(then if in_step else f"{then}&between=1", 303)

    def _decide(self, request: Request, form: Form) -> Response:
        with Ledger.open(self._path, create=False) as ledger:
            reviewed = open_matter(ledger, request.path_params["id"])
            try:
                in_step = decide(ledger, reviewed, form, self._by)
            except DecisionError as error:
                if request.headers.get("hx-request"):
                    return Response(str(error), 422, media_type="text/plain")
                return self._pages.complain(request, str(error), 422)
            if "voices" in form:
                return RedirectResponse(address(reviewed.machine.report.id, "voices"), 303)
            if request.headers.get("hx-request"):
                notice = None if in_step else shown("somebody in between", "desk")
                return self._pages.read(ledger, request, notice)
            here = address(reviewed.machine.report.id, "reader")
            return RedirectResponse(f"{here}#{first_of(form, 'target')}", 303)

    async def complain(self, request: Request, error: Exception) -> Response:
        """Say what could not be done, as a page."""
        if isinstance(error, HTTPException):
            return self._pages.complain(request, error.detail, error.status_code)
        return self._pages.complain(request, str(error), 503 if isinstance(error, BusyLedgerError) else 404)


async def _read_form(request: Request) -> Form:
    """What a form holds, by name, each with its values in order."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_FORM:
            raise HTTPException(413)
    return parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True)
