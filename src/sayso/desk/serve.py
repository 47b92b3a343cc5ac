"""Serving the desk, on this machine or on a network, and opening it in the browser."""

import socket
import webbrowser
from collections.abc import Callable
from ipaddress import ip_address
from pathlib import Path
from secrets import token_urlsafe
from threading import Timer

import uvicorn

from sayso.desk.app import LOOPBACK, make_app
from sayso.desk.cases import CaseMaker
from sayso.desk.door import Door
from sayso.problems import SaysoError

HOST = "127.0.0.1"
OPEN_AFTER = 0.5  # seconds: whoever comes before the server is up waits, the socket listening already


def serve(
    path: str | Path,
    by: str,
    port: int,
    announce: Callable[[str], None],
    make_case: CaseMaker,
    *,
    open_browser: bool,
    host: str = HOST,
    password: str | None = None,
) -> None:
    """Serve the ledger until Ctrl-C; port 0 takes any that is free.

    Who opens the address that is announced is let in; where there is a password, who knows it. Raises SaysoError where
    host and port cannot be had, or others could reach the desk without a password.
    """
    is_local = is_loopback(host)
    if not is_local and password is None:
        raise SaysoError(f"{host} can be reached from elsewhere; give the desk a password with --password-file")
    door = None if password is None else Door(password)
    with _listen(host, port) as listener:
        port, token = listener.getsockname()[1], token_urlsafe(32)
        name = f"[{host}]" if ":" in host else host
        address = f"http://{name}:{port}/" + ("" if door else f"?token={token}")
        announce(address)
        if open_browser:
            timer = Timer(OPEN_AFTER, webbrowser.open, (address,))
            timer.daemon = True
            timer.start()
        hosts = tuple({*LOOPBACK, name}) if is_local else (name.lower(),)
        app = make_app(path, by=by, token=token, port=port, make_case=make_case, hosts=hosts, door=door)
        # Headers by which a proxy names its guest are not believed: anybody may send them.
        config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False, proxy_headers=False)
        uvicorn.Server(config).run(sockets=[listener])


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches the host. Raises SaysoError where there is none, or it is all of them."""
    try:
        found = [ip_address(str(entry[4][0]).partition("%")[0]) for entry in socket.getaddrinfo(host or ".", None)]
    except (OSError, UnicodeError) as error:
        raise SaysoError(
            f"{host!r} is no host of this machine; name the one under which the desk is reached"
        ) from error
    if any(ip.is_unspecified for ip in found):
        raise SaysoError(f"{host} is every network at once; name the address or host under which the desk is reached")
    return all(ip.is_loopback for ip in found)


def _listen(host: str, port: int) -> socket.socket:
    """A socket that listens at the first address of the host."""
    family, *_, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(place)
        listener.listen()  # at once: who opens the address before the server is up waits for it
    except OSError as error:
        listener.close()
        raise SaysoError(
            f"port {port} of {host} cannot be had ({error.strerror}); name another with --port, or 0 for any"
        ) from error
    return listener
