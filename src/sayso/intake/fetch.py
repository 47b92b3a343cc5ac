"""Pages by their address: politely, and never from a network that the user did not mean.

robots.txt is asked first, requests to one server are spaced, and time, size and redirects have limits. A name is
resolved once, its addresses are checked, and the connection goes to the very address that was checked: a server that
answers the second question otherwise gains nothing. Each redirect is checked in the same way.
"""

import http.client
import io
import socket
import ssl
import time
import zlib
from importlib.metadata import version
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from threading import Timer
from typing import BinaryIO, NamedTuple
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from protego import Protego

from sayso.intake.limits import MAX_REPORT, MIB
from sayso.problems import UnreadableInputError

AGENT = "sayso"
USER_AGENT = f"{AGENT}/{version(AGENT)} (reads single pages that a person names)"
MAX_REDIRECTS = 5
SILENCE = 15  # seconds in which nothing comes
DEADLINE = 60  # seconds for one answer
PAUSE = 1.0  # seconds between two requests to one server
LONGEST_PAUSE = 30.0  # seconds that a server may ask for between two requests
MAX_ROBOTS = 512 * 1024  # bytes, as RFC 9309 asks for at least

_MOVED = {301, 302, 303, 307, 308}
_SAFE = "%/:=&?~#+!$,;'@()*[]-._"
_NAT64 = IPv6Network("64:ff9b::/96")
_PUBLIC = IPv6Network("2000::/3")  # all that is given out of IPv6; what is set aside elsewhere may lead anywhere
_SET_ASIDE = IPv6Network("3fff::/20")  # for documentation; Python before 3.13 does not know
_ISATAP = {0x00005EFE, 0x02005EFE}  # before an IPv4 address, in the last half of one of IPv6


class Page(NamedTuple):
    """What a server gave: under which address in the end, as which file name, in which charset by its word."""

    url: str
    name: str
    stream: BinaryIO
    charset: str | None


class Answer(NamedTuple):
    """A server's answer, its body unpacked."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes


class Fetcher:
    """Fetches pages; what the servers' robots.txt say is asked once. Private networks only if allowed."""

    def __init__(self, allow_private: bool = False) -> None:
        self._allow_private = allow_private
        self._rules: dict[str, Protego | None] = {}
        self._last: dict[str, float] = {}

    def fetch(self, address: str) -> Page:
        """The page at an address. Raises UnreadableInputError where it cannot, or must not, be fetched."""
        for _ in range(MAX_REDIRECTS + 1):
            target = split_address(address)
            self._ask_leave(target)
            answer = self._get(target, MAX_REPORT)
            location = answer.headers.get("Location")
            if answer.status not in _MOVED or not location:
                return _make_page(target, answer)
            address = _follow(target, location)
        raise UnreadableInputError(f"it redirects more than {MAX_REDIRECTS} times; save the page yourself")

    def _ask_leave(self, target: SplitResult) -> None:
        """Raise UnreadableInputError where robots.txt forbids the page, or cannot be had, which forbids all."""
        origin = f"{target.scheme}://{target.netloc}"
        if origin not in self._rules:
            self._rules[origin] = self._load_rules(urlsplit(f"{origin}/robots.txt"))
        rules = self._rules[origin]
        if rules is None:
            raise UnreadableInputError("its server’s robots.txt cannot be had; try later, or save the page yourself")
        if not rules.can_fetch(target.geturl(), AGENT):
            raise UnreadableInputError("its server’s robots.txt asks programs to stay away; save the page yourself")

    def _load_rules(self, target: SplitResult) -> Protego | None:
        """The rules; none where the server has no such file, None where it cannot say. Redirects as for pages."""
        for _ in range(MAX_REDIRECTS + 1):
            answer = self._get(target, MAX_ROBOTS, cut=True)
            location = answer.headers.get("Location")
            if answer.status in _MOVED and location:
                target = split_address(_follow(target, location))
            elif answer.status >= 500 or answer.status == 429:
                return None
            else:
                return Protego.parse(answer.body.decode("utf-8", "replace") if answer.status == 200 else "")
        return Protego.parse("")

    def _get(self, target: SplitResult, limit: int, cut: bool = False) -> Answer:
        """One request, after the pause that its server is owed. Raises UnreadableInputError where no answer comes."""
        self._pause(target)
        until = time.monotonic() + DEADLINE
        try:
            connection = _connect(target, self._allow_private)
            watch = Timer(max(0.0, until - time.monotonic()), _hang_up, [connection.sock])
            watch.daemon = True
            watch.start()
            try:
                answer = _ask(connection, target, limit, cut)
            finally:
                watch.cancel()
                connection.close()
                self._last[target.netloc] = time.monotonic()
            if time.monotonic() >= until:  # what was hung up on may look whole
                raise TimeoutError
            return answer
        except (OSError, http.client.HTTPException, zlib.error) as error:
            if isinstance(error, TimeoutError) or time.monotonic() >= until:
                raise UnreadableInputError("no whole answer in time; try later") from error
            cause = getattr(error, "reason", None) or getattr(error, "strerror", None) or type(error).__name__
            raise UnreadableInputError(f"it cannot be fetched ({cause}); check the address, or try later") from error

    def _pause(self, target: SplitResult) -> None:
        rules = self._rules.get(f"{target.scheme}://{target.netloc}")
        wanted = min(max(PAUSE, (rules and rules.crawl_delay(AGENT)) or 0), LONGEST_PAUSE)
        if target.netloc in self._last:
            time.sleep(max(0.0, self._last[target.netloc] + wanted - time.monotonic()))


def split_address(address: str) -> SplitResult:
    """The parts of an address, in ASCII, without its fragment. Raises UnreadableInputError if it is not one to use."""
    try:
        parts = urlsplit(address.strip())
        host = (parts.hostname or "").encode("idna").decode()
        port = parts.port
    except ValueError as error:
        raise UnreadableInputError("this is no address; write it as https://example.org/page") from error
    if parts.scheme not in {"http", "https"} or not host:
        raise UnreadableInputError("only http and https addresses are fetched; save the file, and name it")
    if parts.username or parts.password:
        raise UnreadableInputError("an address with a password is not fetched; save the page yourself")
    named = (f"[{host}]" if ":" in host else host) + ("" if port is None else f":{port}")
    return SplitResult(parts.scheme, named, quote(parts.path or "/", _SAFE), quote(parts.query, _SAFE), "")


def _follow(target: SplitResult, location: str) -> str:
    """The address that a redirect leads to."""
    try:
        return urljoin(target.geturl(), location)
    except ValueError as error:
        raise UnreadableInputError("it redirects to what is no address; save the page yourself") from error


def is_private(address: str) -> bool:
    """Whether an IP address is none of the public internet's, or hides one that is not."""
    ip = ip_address(address.partition("%")[0])
    if isinstance(ip, IPv6Address):
        hidden = _find_hidden(ip)
        if hidden is not None:
            return is_private(str(hidden))
        if ip not in _PUBLIC or ip in _SET_ASIDE:
            return True
    return not ip.is_global or ip.is_multicast


def _find_hidden(ip: IPv6Address) -> IPv4Address | None:
    """The IPv4 address to which one of IPv6 leads."""
    if ip in _NAT64 or (int(ip) >> 32) & 0xFFFFFFFF in _ISATAP:
        return IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)


def _connect(target: SplitResult, allow_private: bool) -> http.client.HTTPConnection:
    """A connection to an address of the target that was checked."""
    host, is_safe = target.hostname or "", target.scheme == "https"
    port = target.port or (443 if is_safe else 80)
    try:
        entries = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError) as error:
        raise UnreadableInputError("no server has this name; check the address, and the connection") from error
    found = list(dict.fromkeys(str(entry[4][0]) for entry in entries))
    if not allow_private and any(map(is_private, found)):
        raise UnreadableInputError("it is in a private network; --allow-private fetches it all the same")
    last: OSError = OSError("no address")
    for ip in found:
        try:
            plain = socket.create_connection((ip, port), SILENCE)
        except OSError as error:
            last = error
            continue
        connection = http.client.HTTPConnection(host, port, timeout=SILENCE)
        connection.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=host) if is_safe else plain
        return connection
    raise last


def _ask(connection: http.client.HTTPConnection, target: SplitResult, limit: int, cut: bool) -> Answer:
    """The answer to one request. A body over the limit is cut, or refused with UnreadableInputError."""
    path = f"{target.path}?{target.query}" if target.query else target.path
    connection.putrequest("GET", path, skip_host=True, skip_accept_encoding=True)
    for name, value in (("Host", target.netloc), ("User-Agent", USER_AGENT), ("Accept-Encoding", "gzip")):
        connection.putheader(name, value)
    connection.putheader("Accept", "text/html, application/xhtml+xml, */*;q=0.8")
    connection.endheaders()
    response = connection.getresponse()
    is_packed = response.headers.get("Content-Encoding", "").lower() in {"gzip", "deflate"}
    unpack = zlib.decompressobj(47) if is_packed else None  # 47: either header
    body = bytearray()
    while len(body) <= limit and (piece := response.read1(1 << 16)):
        body += unpack.decompress(piece, limit + 1 - len(body)) if unpack else piece
    if len(body) > limit and not cut:
        raise UnreadableInputError(f"larger than {limit // MIB} MiB; fetch it with a browser, and split it")
    if len(body) <= limit and (response.length or (unpack and body and not unpack.eof)):
        raise http.client.IncompleteRead(bytes(body))
    return Answer(response.status, response.headers, bytes(body[:limit]))


def _hang_up(connected: socket.socket) -> None:
    """End an answer that trickles in."""
    try:
        connected.shutdown(socket.SHUT_RDWR)
    except OSError:
        return


def _make_page(target: SplitResult, answer: Answer) -> Page:
    if answer.status != 200:
        reason = http.client.responses.get(answer.status, "unknown")
        raise UnreadableInputError(f"the server says {answer.status} ({reason}); check the address in a browser")
    kind = answer.headers.get_content_type()
    name = target.path.rpartition("/")[2]
    if kind in {"text/html", "application/xhtml+xml"}:
        name += ".html"
    return Page(target.geturl(), name, io.BytesIO(answer.body), answer.headers.get_content_charset())
