"""The command that opens the desk."""

import os
import sys
from getpass import getuser
from typing import TextIO

import click

from sayso.cli.group import make_examples
from sayso.cli.options import ledger_option
from sayso.ledger import Ledger
from sayso.problems import SaysoError


@click.command(
    epilog=make_examples(
        ("sayso desk", "opens the browser; Ctrl-C ends it"),
        ("sayso desk --ledger ferry.db --by Ada --no-browser", "decisions signed Ada; the address is printed"),
    )
)
@ledger_option
@click.option("--port", type=click.IntRange(0, 65535), default=0, metavar="N", help="Where to listen  [default: any]")
@click.option("--by", metavar="NAME", help="Who decides  [default: your user name]")
@click.option("--no-browser", is_flag=True, help="Only print the address.")
@click.option("--host", metavar="H", help="Serve others too, under this address or name of the machine.")
@click.option(
    "--password-file",
    type=click.File(encoding="utf-8"),
    metavar="PATH",
    help="Its first line is asked of every browser.",
)
def desk(path: str, port: int, by: str | None, no_browser: bool, host: str | None, password_file: TextIO | None) -> int:
    """Open the ledger in the browser: look, correct, keep.

    The desk is served on this machine only, to whoever opens the address that is printed, until Ctrl-C. With --host it
    is served to others, who are asked for a password: that of --password-file, of the variable SAYSO_DESK_PASSWORD, or
    one that is asked for here. Nothing is encrypted on its way: take a network that you trust, or a tunnel.
    """
    try:
        from sayso.cases import make_case  # noqa: PLC0415 - not needed by other commands
        from sayso.desk import HOST, is_loopback, serve  # noqa: PLC0415 - loads the server: other commands do not wait
    except ModuleNotFoundError as error:
        raise SaysoError(f"the desk needs {error.name}: pip install 'sayso[desk]'") from error
    with Ledger.open(path, create=False):  # what cannot be opened is said here, not in the browser
        pass
    name = " ".join((by if by is not None else getuser()).split())
    if not name:
        raise click.UsageError("--by is empty; give the name under which your decisions are kept.")
    host = HOST if host is None else host
    password = _find_password(password_file, is_asked_for=not is_loopback(host))

    def announce(address: str) -> None:
        click.echo(f"The desk is at {address}")

    serve(path, name, port, announce, make_case, open_browser=not no_browser, host=host, password=password)
    return 0


def _find_password(file: TextIO | None, is_asked_for: bool) -> str | None:
    """The password of the desk: from the file, the environment or the terminal, never from the command itself."""
    if file:
        return file.readline().rstrip("\r\n")
    given = os.environ.get("SAYSO_DESK_PASSWORD")
    if given is None and is_asked_for and sys.stdin is not None and sys.stdin.isatty():
        given = str(click.prompt("Password of the desk", hide_input=True, confirmation_prompt=True, err=True))
    return given
