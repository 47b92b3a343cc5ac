"""Who may speak with the desk: a browser that opened the address with the token, from the desk's own pages.

The desk listens on this machine only, and so does every other program and every page open in the browser. Against them:
a secret in a cookie (named after the port, for cookies do not keep ports apart), the Host that was meant (else a page
could bind its own name to 127.0.0.1), the Origin of whatever changes something, and a policy that lets no word of a
report become script, style or a request to the outside. A desk that listens on a network has a door as well: its
cookie is had for a password, not for a token.
"""

from collections.abc import Mapping, Sequence
from secrets import compare_digest
from urllib.parse import parse_qs, quote, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request, cookie_parser
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sayso.desk.door import LOGIN, Door

POLICY = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
SAFE_METHODS = {"GET", "HEAD"}
_FOR_ALL = "/static/"  # the desk's own style, which the page that asks for the password needs
HTTP_PORT = 80  # browsers leave it out of Host and Origin


class Guard:
    """Lets through what comes from the desk's own browser and pages; everything that goes out carries the policy."""

    def __init__(
        self, app: ASGIApp, token: str, port: int, refusal: str, hosts: Sequence[str], door: Door | None = None
    ) -> None:
        self._app, self._token, self._refusal, self._door = app, token, refusal, door
        self._cookie = f"sayso-desk-{port}"
        self._hosts = {f"{name}:{port}" for name in hosts} | (set(hosts) if port == HTTP_PORT else set())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or let the application answer."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(POLICY)
            await send(message)

        await (await self._answer(scope, receive) or self._app)(scope, receive, send_guarded)

    async def _answer(self, scope: Scope, receive: Receive) -> Response | None:
        """What is answered in place of the application."""
        headers = Headers(scope=scope)
        if headers.get("host") not in self._hosts:
            return PlainTextResponse(self._refusal, 421)
        if scope["method"] not in SAFE_METHODS and not _is_own_page(headers):
            return PlainTextResponse(self._refusal, 403)
        if self._door and scope["path"] == LOGIN and scope["method"] == "POST":
            return await self._door.refuse(Request(scope, receive)) or self._welcome("/", {})
        is_known = self._is_token(cookie_parser(headers.get("cookie", "")).get(self._cookie, ""))
        return self._ask_password(scope, is_known) if self._door else self._ask_token(scope, is_known)

    def _ask_token(self, scope: Scope, is_known: bool) -> Response | None:
        query = parse_qs(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        if scope["method"] == "GET" and self._is_token(query.get("token", [""])[0]):
            return self._welcome(scope["path"], query)
        return None if is_known else PlainTextResponse(self._refusal, 403)

    def _ask_password(self, scope: Scope, is_known: bool) -> Response | None:
        is_read = scope["method"] in SAFE_METHODS
        if is_known or (is_read and scope["path"].startswith(_FOR_ALL)):
            return None
        return self._door.ask() if self._door and is_read else PlainTextResponse(self._refusal, 403)

    def _welcome(self, path: str, query: Mapping[str, list[str]]) -> Response:
        """Take the token out of the address and into a cookie."""
        rest = urlencode([(name, value) for name, values in query.items() if name != "token" for value in values])
        local = "/" + quote(path.lstrip("/\\"))  # "//elsewhere" would lead out
        response = RedirectResponse(local + (f"?{rest}" if rest else ""), 303)
        response.set_cookie(self._cookie, self._token, httponly=True, samesite="strict")
        return response

    def _is_token(self, word: str) -> bool:
        return compare_digest(word.encode("utf-8", "replace"), self._token.encode())


def _is_own_page(headers: Mapping[str, str]) -> bool:
    """Whether a change is asked for by a page of the desk itself; a browser names the origin of every POST."""
    return headers.get("origin") == f"http://{headers['host']}"
