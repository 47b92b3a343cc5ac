"""Take the pictures of the desk and of the terminal:  python -m pages.pictures

Needs playwright and Debian's package chromium.
"""

import os
import re
import secrets
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import uvicorn
from playwright.sync_api import Page, sync_playwright
from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

from sayso import read
from sayso.cases import make_case
from sayso.cli import main as run_sayso
from sayso.desk import make_app
from sayso.show.terminal import print_reading

ROOT = Path(__file__).parents[1]
REPORT = ROOT / "examples" / "harbour.txt"
PICTURES = ROOT / "docs" / "pictures"
CHROMIUM = "/usr/bin/chromium"
_LINES = 24  # of the terminal
_PAPER = TerminalTheme(
    (255, 253, 248),
    (29, 28, 26),
    [
        (29, 28, 26),
        (179, 38, 30),
        (39, 112, 63),
        (154, 91, 0),
        (43, 91, 138),
        (122, 79, 163),
        (15, 109, 117),
        (98, 95, 89),
    ],
)


def main() -> None:
    """Take both."""
    take_terminal(PICTURES / "terminal.svg")
    with TemporaryDirectory() as folder:
        ledger = Path(folder, "ferry.db")
        run_sayso(["add", "--ledger", str(ledger), "--outlet", "Port Amsel Post", str(REPORT)])
        with serve(ledger) as address:
            take_desk(address, PICTURES / "desk.png")


def take_terminal(picture: Path) -> None:
    """What `sayso read` shows of the example, its first lines."""
    reading = read(REPORT.read_bytes().decode())
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        whole = Console(
            width=108, record=True, force_terminal=True, file=nowhere, highlight=False, color_system="standard"
        )
        print_reading(reading, whole)
        lines = whole.export_text(styles=True).splitlines()[:_LINES]
        part = Console(
            width=108, record=True, force_terminal=True, file=nowhere, highlight=False, color_system="standard"
        )
        part.out("$ sayso read examples/harbour.txt", style="bold")
        for line in lines:
            part.print(Text.from_ansi(line), soft_wrap=True)
        part.out("…", style="dim")
        drawn = part.export_svg(title="sayso", theme=_PAPER, unique_id="sayso")
        # Without the fonts of another server, which no page of ours asks for.
        picture.write_text(re.sub(r"@font-face \{.*?\}\s*", "", drawn, flags=re.DOTALL), encoding="utf-8")


@contextmanager
def serve(ledger: Path) -> Iterator[str]:
    """The desk over a ledger, for as long as the block runs; the address that lets in."""
    token = secrets.token_urlsafe()
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
        app = make_app(ledger, by="Ada", token=token, port=port, make_case=make_case)
        server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{port}/?token={token}"
        server.should_exit = True
        thread.join()


def take_desk(address: str, picture: Path) -> None:
    """The reader of the one report, with a statement of three hands chosen."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page: Page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.goto(address)
        page.click(".reports th a")
        page.wait_for_selector("#text")
        while page.locator(".entry.d2.now").count() == 0:
            page.keyboard.press("j")
            page.wait_for_timeout(50)
        page.evaluate("window.scrollTo(0, 0)")
        page.wait_for_timeout(300)
        page.screenshot(path=str(picture))
        browser.close()


if __name__ == "__main__":
    main()
