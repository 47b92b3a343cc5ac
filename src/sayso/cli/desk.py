"""The command that opens the desk."""

from getpass import getuser

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
def desk(path: str, port: int, by: str | None, no_browser: bool) -> int:
    """Open the ledger in the browser: look, correct, keep.

    The desk is served on this machine only, to whoever opens the address that is printed, until Ctrl-C.
    """
    try:
        from sayso.desk import serve  # noqa: PLC0415 - loads the server: other commands do not wait
    except ModuleNotFoundError as error:
        raise SaysoError(f"the desk needs {error.name}: pip install 'sayso[desk]'") from error
    with Ledger.open(path, create=False):  # what cannot be opened is said here, not in the browser
        pass
    name = " ".join((by if by is not None else getuser()).split())
    if not name:
        raise click.UsageError("--by is empty; give the name under which your decisions are kept.")
    serve(path, name, port, lambda address: click.echo(f"The desk is at {address}"), open_browser=not no_browser)
    return 0
