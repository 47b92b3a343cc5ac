"""A desk that others reach over a network: nothing without the password, and no guessing."""

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner
from starlette.testclient import TestClient
from starlette.types import ASGIApp

from made_cases import make_case
from made_desk import PORT, TOKEN, make_ledger
from sayso.cli import commands, main
from sayso.desk import HOST, is_loopback, make_app, serve
from sayso.desk.door import PAUSE, WRONG, WRONG_OF_ALL, Door
from sayso.problems import SaysoError

PASSWORD = "a long word, for Ennis"
NAME = "desk.example"
HOME = f"http://{NAME}:{PORT}"


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def guest(tmp_path: Path, clock: Clock) -> TestClient:
    make_ledger(tmp_path / "l.db")
    app = make_guarded(tmp_path / "l.db", clock)
    return TestClient(app, base_url=HOME, headers={"origin": HOME}, follow_redirects=False)


def make_guarded(path: Path, clock: Clock) -> ASGIApp:
    door = Door(PASSWORD, clock)
    return make_app(path, by="Ada", token=TOKEN, port=PORT, make_case=make_case, hosts=(NAME,), door=door)


def log_in(guest: TestClient, password: str = PASSWORD, **headers: str) -> int:
    return guest.post("/login", data={"password": password}, headers=headers).status_code


@pytest.mark.parametrize(
    "address", ["/", "/reports", "/review.json", "/openapi.json", f"/reports?token={TOKEN}", "/login"]
)
def test_nothing_is_shown_before_the_password(guest: TestClient, address: str) -> None:
    answer = guest.get(address)
    assert answer.status_code == 401 and 'name="password"' in answer.text and "ferry" not in answer.text.lower()
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_the_password_opens_the_desk_and_stays_out_of_the_cookie(guest: TestClient) -> None:
    assert log_in(guest) == 303
    (cookie,) = guest.cookies.jar
    assert PASSWORD not in str(cookie.value) and cookie.has_nonstandard_attr("HttpOnly")
    assert guest.get("/reports").status_code == 200


@pytest.mark.parametrize("password", ["", "a long word", PASSWORD.upper(), PASSWORD + " ", "x" * 5000, "é" * 20])
def test_another_password_does_not(guest: TestClient, password: str) -> None:
    assert log_in(guest, password) == 401
    assert not guest.cookies and guest.get("/reports").status_code == 401


def test_who_guesses_waits_even_with_the_right_password(guest: TestClient, clock: Clock) -> None:
    assert [log_in(guest, f"guess {n}") for n in range(WRONG + 1)] == [401] * WRONG + [429]
    assert log_in(guest) == 429
    clock.now = PAUSE
    assert log_in(guest) == 303


def test_many_addresses_guess_no_faster(tmp_path: Path, clock: Clock) -> None:
    make_ledger(tmp_path / "l.db")
    app = make_guarded(tmp_path / "l.db", clock)
    guests = [
        TestClient(app, base_url=HOME, headers={"origin": HOME}, client=(f"192.0.2.{n}", 5000)) for n in range(40)
    ]
    codes = [log_in(guest, "guess") for guest in guests]
    assert codes.count(401) == WRONG_OF_ALL and codes[-1] == 429


@pytest.mark.parametrize("origin", ["http://evil.example", "null", ""])
def test_another_page_cannot_give_the_password(guest: TestClient, origin: str) -> None:
    assert log_in(guest, origin=origin) == 403


@pytest.mark.parametrize("host", ["evil.example", f"127.0.0.1:{PORT}", NAME])
def test_only_the_given_host_is_answered(guest: TestClient, host: str) -> None:
    assert guest.get("/", headers={"host": host}).status_code == 421


def test_a_form_without_the_cookie_changes_nothing(guest: TestClient) -> None:
    assert guest.post("/reports/r/decide", data={"kind": "accept"}).status_code == 403


@pytest.mark.parametrize(
    ("host", "told"), [("192.0.2.1", False), ("localhost", True), ("127.8.8.8", True), ("::1", True)]
)
def test_is_loopback(host: str, told: bool) -> None:
    assert is_loopback(host) is told


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "0", "no.such.host.invalid", ""])
def test_a_host_that_is_none_or_all_is_refused(host: str) -> None:
    with pytest.raises(SaysoError, match="; "):
        is_loopback(host)


def test_another_host_needs_a_password_that_is_long_enough(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make_ledger(tmp_path / "l.db")
    asked = ["desk", "--ledger", str(tmp_path / "l.db"), "--host", "192.0.2.1", "--no-browser"]
    assert main(asked) == 1 and "give the desk a password with --password-file" in capsys.readouterr().err
    (tmp_path / "word").write_text("short\n", encoding="utf-8")
    assert main([*asked, "--password-file", str(tmp_path / "word")]) == 1
    assert "fewer than 12 characters; take a longer one" in capsys.readouterr().err


def test_no_option_takes_the_password_itself() -> None:
    shown = CliRunner().invoke(commands, ["desk", "--help"]).output
    assert "--password-file" in shown and "--password " not in shown


@pytest.fixture
def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a desk with a door, by the command's own way, on another address of this machine."""
    make_ledger(tmp_path / "l.db")
    told: list[str] = []
    ready = threading.Event()
    monkeypatch.setattr("signal.signal", lambda *_: None)

    def announce(address: str) -> None:
        told.append(address)
        ready.set()

    threading.Thread(
        target=serve, args=(tmp_path / "l.db", "Ada", 0, announce, make_case), daemon=True,
        kwargs={"open_browser": False, "host": "127.0.0.2", "password": PASSWORD},
    ).start()  # fmt: skip
    assert ready.wait(10)
    yield told[0]


def test_served_by_its_name_and_without_a_token(served: str) -> None:
    assert served.startswith("http://127.0.0.2:") and "token" not in served
    with httpx.Client(base_url=served, headers={"origin": served.rstrip("/")}) as client:
        assert client.get("/reports").status_code == 401
        assert client.post("/login", data={"password": PASSWORD}).status_code == 303
        assert client.get("/reports").status_code == 200
        assert client.get("/reports", headers={"x-forwarded-for": "192.0.2.1"}).status_code == 200


def test_a_port_that_is_taken(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind((HOST, 0))
        other.listen()
        with pytest.raises(SaysoError, match="name another with --port"):
            serve(tmp_path / "l.db", "Ada", other.getsockname()[1], print, make_case, open_browser=False)
