"""Fetching: polite, bounded, and never into a private network by accident."""

import gzip
import socket
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from made_documents import HEADLINE, make_page
from sayso.intake import Filed, read_inputs
from sayso.intake import fetch as fetching
from sayso.intake.fetch import USER_AGENT, Fetcher, is_private, split_address
from sayso.intake.kinds import is_address
from sayso.problems import UnreadableInputError

Answer = tuple[int, dict[str, str], bytes]
ROBOTS = b"User-agent: *\nAllow: /\nDisallow: /private\nDisallow: /*?print\n"


class Server:
    """A server on this machine: what it answers by path, and what it was asked."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {"/robots.txt": (200, {}, ROBOTS)}
        self.asked: list[tuple[str, str | None]] = []
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                server.asked.append((self.path, self.headers["User-Agent"]))
                status, headers, body = server.answers.get(self.path, (404, {}, b""))
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                for at in range(0, len(body), 1 << 16):
                    self.wfile.write(body[at : at + (1 << 16)])
                    self.wfile.flush()
                if "X-Slow" in headers:
                    for _ in range(40):
                        time.sleep(0.05)
                        self.wfile.write(b"x")
                        self.wfile.flush()

            def log_message(self, *_: object) -> None:
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        self.http.handle_error = lambda *_: None  # type: ignore[method-assign]  # who is hung up on complains
        Thread(target=self.http.serve_forever, args=[0.01], daemon=True).start()
        self.root = f"http://127.0.0.1:{self.http.server_port}"

    def give(self, path: str, body: bytes = b"", status: int = 200, **headers: str) -> str:
        self.answers[path] = (status, {name.replace("_", "-"): value for name, value in headers.items()}, body)
        return self.root + path


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setattr(fetching, "PAUSE", 0.0)
    server = Server()
    yield server
    server.http.shutdown()
    server.http.server_close()


def fetch(address: str) -> bytes:
    return Fetcher(allow_private=True).fetch(address).stream.read()


def refusal(address: str, allow_private: bool = True) -> str:
    with pytest.raises(UnreadableInputError) as caught:
        Fetcher(allow_private).fetch(address)
    assert "; " in str(caught.value) and "\n" not in str(caught.value)
    return str(caught.value)


def test_page_is_read_under_its_address(server: Server) -> None:
    address = server.give("/port", make_page(), Content_Type="text/html; charset=utf-8")
    (filed,) = read_inputs([address], allow_private=True)
    assert isinstance(filed, Filed)
    assert (filed.place, filed.report.title, filed.report.url) == (address, HEADLINE, address)
    assert server.asked == [("/robots.txt", USER_AGENT), ("/port", USER_AGENT)]


def test_one_bad_address_does_not_stop_the_others(server: Server) -> None:
    server.give("/port", make_page(), Content_Type="text/html")
    results = list(read_inputs([f"{server.root}/gone", f"{server.root}/port"], allow_private=True))
    assert [isinstance(result, Filed) for result in results] == [False, True]
    assert str(results[0]) == f"{server.root}/gone: the server says 404 (Not Found); check the address in a browser"
    assert [path for path, _ in server.asked].count("/robots.txt") == 1


def test_robots_are_heeded_with_wildcards_and_the_longest_rule(server: Server) -> None:
    assert fetch(server.give("/open", b"x")) == b"x"
    for path in ("/private/1", "/open?print=1"):
        assert "asks programs to stay away; " in refusal(server.give(path, b"x"))
        assert path not in [asked for asked, _ in server.asked]


@pytest.mark.parametrize(("status", "is_open"), [(404, True), (403, True), (500, False), (503, False), (429, False)])
def test_robots_that_cannot_be_had(server: Server, status: int, is_open: bool) -> None:
    server.give("/robots.txt", b"", status)
    address = server.give("/page", b"x")
    if is_open:
        assert fetch(address) == b"x"
    else:
        assert "robots.txt cannot be had; " in refusal(address)


def test_requests_to_one_server_are_spaced(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "PAUSE", 0.2)
    server.give("/robots.txt", b"User-agent: *\nCrawl-delay: 0.3\n")
    started = time.monotonic()
    fetch(server.give("/page", b"x"))
    assert time.monotonic() - started >= 0.29


def test_redirects_are_followed_counted_and_asked_leave_for(server: Server) -> None:
    server.give("/a", status=301, Location="/b")
    server.give("/b", b"x")
    assert Fetcher(True).fetch(f"{server.root}/a").url == f"{server.root}/b"
    assert "redirects more than 5 times; " in refusal(server.give("/loop", status=302, Location="/loop"))
    assert "stay away" in refusal(server.give("/in", status=302, Location="/private"))


@pytest.mark.parametrize(
    "location", ["file:///etc/passwd", "ftp://e.example/x", "gopher://127.0.0.1/", "http://[", "//"]
)
def test_redirect_to_what_is_not_fetched(server: Server, location: str) -> None:
    refusal(server.give("/away", status=302, Location=location))


def test_redirect_into_a_private_network(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """A public name whose server sends on to this machine."""
    port = server.http.server_port
    resolve, connect = socket.getaddrinfo, socket.create_connection
    public = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.216.34", port))
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda host, *a, **k: [public] if host == "public.example" else resolve(host, *a, **k)
    )
    monkeypatch.setattr(socket, "create_connection", lambda to, timeout: connect(("127.0.0.1", to[1]), timeout))
    server.give("/ok", b"x")
    assert Fetcher().fetch(f"http://public.example:{port}/ok").stream.read() == b"x"
    for target in (f"{server.root}/ok", f"http://localhost:{port}/ok", f"http://[::1]:{port}/ok"):
        server.give("/in", status=302, Location=target)
        assert "private network; --allow-private" in refusal(f"http://public.example:{port}/in", allow_private=False)
    server.give("/robots.txt", status=302, Location=f"{server.root}/robots.txt")
    assert "private network" in refusal(f"http://public.example:{port}/ok", allow_private=False)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "localhost", "[::1]", "0.0.0.0", "10.1.2.3", "169.254.169.254", "2130706433", "0x7f.1",
        "017700000001", "[::ffff:127.0.0.1]", "[::127.0.0.1]", "127.0.0.1.", "１２７.0.0.1", "①②⑦.0.0.1",
    ],
)  # fmt: skip
def test_private_networks_are_refused(host: str) -> None:
    assert "; " in refusal(f"http://{host}:9/", allow_private=False)


def test_one_private_address_among_public_ones_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(2, 1, 6, "", (ip, 80)) for ip in ("93.184.216.34", "192.168.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *a, **k: found)
    assert "private network" in refusal("http://mixed.example/", allow_private=False)


def test_a_name_that_is_bound_anew_leads_nowhere_else(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """DNS rebinding: public when asked first, this machine from then on."""
    asked = iter(["93.184.216.34"])
    connected: list[str] = []

    def connect(to: tuple[str, int], timeout: float) -> socket.socket:
        connected.append(to[0])
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", lambda *a, **k: [(2, 1, 6, "", (next(asked, "127.0.0.1"), 80))])
    monkeypatch.setattr(socket, "create_connection", connect)
    assert "cannot be fetched" in refusal("http://rebound.example/", allow_private=False)
    assert "private network" in refusal("http://rebound.example/", allow_private=False)
    assert connected == ["93.184.216.34"]


@pytest.mark.parametrize(
    "address", ["http://ada:word@93.184.216.34/", "http://127.0.0.1@93.184.216.34/", "http://:x@a.b/"]
)
def test_an_address_with_credentials_is_not_fetched(address: str) -> None:
    assert "password" in refusal(address)


@pytest.mark.parametrize("location", ["file:///etc/passwd", "gopher://a.b/", "//0/ok", "http://[::ffff:7f00:1]/"])
def test_a_redirect_to_another_kind_of_address(server: Server, location: str) -> None:
    fetcher = Fetcher()
    with pytest.raises(UnreadableInputError, match=r"fetched|private network"):
        fetcher._get(split_address(fetching._follow(split_address("http://public.example/"), location)), 1)


@pytest.mark.parametrize(
    ("ip", "private"),
    [
        ("93.184.216.34", False), ("2606:4700::1", False),
        ("10.0.0.1", True), ("172.16.0.1", True), ("192.168.1.1", True), ("100.64.0.1", True), ("169.254.1.1", True),
        ("224.0.0.1", True), ("255.255.255.255", True), ("::", True), ("fe80::1%eth0", True), ("fd00::1", True),
        ("::ffff:127.0.0.1", True), ("::ffff:8.8.8.8", False), ("2002:7f00:1::", True), ("64:ff9b::7f00:1", True),
        ("64:ff9b::808:808", False), ("::127.0.0.1", True), ("64:ff9b:1::7f00:1", True), ("fec0::1", True),
        ("2001:4860::5efe:a00:1", True), ("2001:4860::200:5efe:808:808", False), ("3fff::1", True), ("5f00::1", True),
    ],
)  # fmt: skip
def test_is_private(ip: str, private: bool) -> None:
    assert is_private(ip) is private


def test_size_is_limited_also_when_packed(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "MAX_REPORT", 1 << 20)
    assert fetch(server.give("/packed", gzip.compress(b"hello"), Content_Encoding="gzip")) == b"hello"
    assert "larger than 1 MiB; " in refusal(server.give("/big", bytes(1 << 21)))
    packed = gzip.compress(bytes(1 << 24))
    assert "larger than 1 MiB; " in refusal(server.give("/bomb", packed, Content_Encoding="gzip"))
    assert "cannot be fetched" in refusal(server.give("/broken", b"junk", Content_Encoding="gzip"))


def test_silence_and_trickle_end(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "DEADLINE", 0.3)
    address = server.give("/slow", b"", X_Slow="1", Content_Length="99")
    started = time.monotonic()
    assert "no whole answer in time; " in refusal(address)
    assert time.monotonic() - started < 1.5
    assert "cannot be fetched" in refusal(server.give("/short", b"x", Content_Length="99"))
    whole = gzip.compress(bytes(999))
    assert "cannot be fetched" in refusal(server.give("/half", whole[:-9], Content_Encoding="gzip"))
    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setattr(fetching, "SILENCE", 0.2)
        assert "no whole answer in time" in refusal(f"http://127.0.0.1:{silent.getsockname()[1]}/")


def test_no_server_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    assert "cannot be fetched (Connection refused); " in refusal(f"http://127.0.0.1:{port}/")


@pytest.mark.parametrize(
    "address",
    ["ftp://e.example/x", "file:///etc/passwd", "http://", "http://u:p@e.example/", "http://e.example:99999/", "http://[::1/",
     "https://\ud800.example/", "http://a..b/"],
)  # fmt: skip
def test_address_that_is_not_fetched(address: str) -> None:
    assert is_address(address)
    refusal(address)


@given(st.text(max_size=60))
def test_split_address_of_any_text(text: str) -> None:
    try:
        assert split_address(f"http://{text}").geturl().isascii()
    except UnreadableInputError as error:
        assert "; " in str(error)


def test_file_names_are_no_addresses() -> None:
    assert not any(map(is_address, ("a.txt", "C:/x.txt", "-", "./http:/x", "http.txt")))
