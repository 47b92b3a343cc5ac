"""The door of a desk that is reached over a network: a password, which each browser gives once.

Wrong ones are counted: who guesses is made to wait, by address and all together, so that many addresses guess no faster
than a few.
"""

import time
from collections import deque
from collections.abc import Callable
from hashlib import sha256
from hmac import compare_digest
from urllib.parse import parse_qs

from jinja2 import Environment, PackageLoader
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from sayso.lexicon import shown
from sayso.problems import SaysoError

LOGIN = "/login"
SHORTEST = 12  # characters of a password
WRONG, WRONG_OF_ALL = 5, 30  # guesses within the pause: from one address, and from all together
PAUSE = 60.0  # seconds
_LARGEST = 4096  # bytes of the form


class Door:
    """Tells who has the password. Raises SaysoError where that is too short to keep anybody out."""

    def __init__(self, password: str, clock: Callable[[], float] = time.monotonic) -> None:
        if len(password) < SHORTEST:
            raise SaysoError(f"the password has fewer than {SHORTEST} characters; take a longer one")
        self._digest = _digest_of(password)
        self._clock = clock
        self._wrong: deque[tuple[float, str]] = deque()
        self._page = Environment(loader=PackageLoader("sayso.desk"), autoescape=True).get_template("login.html")

    async def refuse(self, request: Request) -> Response | None:
        """None where the form holds the password; else the page that asks for it again."""
        guest = request.client.host if request.client else ""
        if self._is_waiting(guest):
            return self.ask(429, shown("too many passwords", "desk"))
        if compare_digest(_digest_of(await _read_password(request)), self._digest):
            return None
        self._wrong.append((self._clock(), guest))
        return self.ask(401, shown("wrong password", "desk"))

    def ask(self, status: int = 401, notice: str = "") -> Response:
        """The page that asks for the password."""
        headers = {"Retry-After": f"{PAUSE:.0f}"} if status == 429 else None
        return HTMLResponse(self._page.render(notice=notice, login=LOGIN), status, headers)

    def _is_waiting(self, guest: str) -> bool:
        while self._wrong and self._wrong[0][0] <= self._clock() - PAUSE:
            self._wrong.popleft()
        return len(self._wrong) >= WRONG_OF_ALL or sum(who == guest for _, who in self._wrong) >= WRONG


def _digest_of(password: str) -> bytes:
    """Of one length for all passwords, so that comparing takes the same time for each."""
    return sha256(password.encode("utf-8", "replace")).digest()


async def _read_password(request: Request) -> str:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LARGEST:
            return ""
    return parse_qs(body.decode("utf-8", "replace")).get("password", [""])[0]
