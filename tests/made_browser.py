"""A desk that is served, and a page of it in Debian's Chromium."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import uvicorn

from made_cases import make_case
from made_desk import TOKEN
from sayso.desk import make_app

CHROMIUM = Path("/usr/bin/chromium")
PATIENCE = 30_000  # milliseconds


@contextmanager
def launch_chromium() -> Iterator[Any]:
    """The browser, without a window."""
    from playwright.sync_api import expect, sync_playwright  # noqa: PLC0415 - tests without it are skipped

    expect.set_options(timeout=PATIENCE)  # a machine with other work is slow, and nothing here measures time
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield browser
        browser.close()


@contextmanager
def serve_desk(path: Path) -> Iterator[str]:
    """The address of a desk over this ledger."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
        app = make_app(path, by="Ada", token=TOKEN, port=port, make_case=make_case)
        server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{port}"
        server.should_exit = True
        thread.join()


@contextmanager
def open_page(browser: Any, home: str, **settings: Any) -> Iterator[Any]:
    """The first page; nothing may go wrong while it is open, and nothing be asked of the outside."""
    context = browser.new_context(**{"viewport": {"width": 1280, "height": 800}, **settings})
    opened, faults, asked = context.new_page(), [], []
    opened.set_default_timeout(PATIENCE)
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    opened.on("request", lambda request: asked.append(request.url))
    opened.goto(f"{home}/?token={TOKEN}")
    yield opened
    context.close()
    assert not faults and all(address.startswith((home, "blob:")) for address in asked), (faults, asked)
