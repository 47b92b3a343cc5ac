"""Serving the desk on this machine, and opening it in the browser."""

import socket
import webbrowser
from collections.abc import Callable
from pathlib import Path
from secrets import token_urlsafe
from threading import Timer

import uvicorn

from sayso.desk.app import make_app
from sayso.desk.cases import CaseMaker
from sayso.problems import SaysoError

HOST = "127.0.0.1"
OPEN_AFTER = 0.5  # seconds: the server listens before, the socket being bound already


def serve(
    path: str | Path,
    by: str,
    port: int,
    announce: Callable[[str], None],
    make_case: CaseMaker,
    *,
    open_browser: bool,
) -> None:
    """Serve the ledger until Ctrl-C; port 0 takes any that is free. Raises SaysoError where the port is taken."""
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, port))
        except OSError as error:
            raise SaysoError(
                f"port {port} cannot be had ({error.strerror}); name another with --port, or 0 for any"
            ) from error
        port, token = listener.getsockname()[1], token_urlsafe(32)
        address = f"http://{HOST}:{port}/?token={token}"
        announce(address)
        if open_browser:
            timer = Timer(OPEN_AFTER, webbrowser.open, (address,))
            timer.daemon = True
            timer.start()
        app = make_app(path, by=by, token=token, port=port, make_case=make_case)
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False, server_header=False))
        server.run(sockets=[listener])
