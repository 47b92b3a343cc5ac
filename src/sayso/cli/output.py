"""What commands print: readings on standard output, one line for what went wrong on standard error."""

import sys

import click
from rich.console import Console

from sayso.problems import SaysoError
from sayso.show.printable import make_printable
from sayso.show.terminal import print_reading
from sayso.show.wire import encode_reading
from sayso.types import Reading

SOME_FAILED = 1
WIDTH = 120  # columns where the output is no terminal


def make_console() -> Console:
    """As wide as the terminal; plain and of one width where the output goes elsewhere."""
    return Console(width=None if sys.stdout.isatty() else WIDTH, markup=False, emoji=False, highlight=False)


def complain(error: SaysoError) -> int:
    """One line on standard error; the exit code."""
    click.echo(f"sayso: {make_printable(str(error))}", err=True)
    return SOME_FAILED


def write_reading(reading: Reading, console: Console, as_json: bool) -> None:
    """The reading as a line of JSON, or for a person."""
    if as_json:
        click.echo(encode_reading(reading), nl=False)
    else:
        print_reading(reading, console)
