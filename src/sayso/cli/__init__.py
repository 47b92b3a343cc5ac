"""The command line: a command reads its options, makes one call and prints.

Each module holds the commands of one kind; a new command is listed in `COMMANDS`, in the order of the help.
"""

import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper

import click

from sayso.cli.contract import schema
from sayso.cli.desk import desk
from sayso.cli.ledgers import export, show
from sayso.cli.output import SOME_FAILED, complain
from sayso.cli.reports import add, read
from sayso.problems import SaysoError

COMMANDS = (read, add, show, desk, export, schema)
INTERRUPTED = 130


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="sayso", message="sayso %(version)s")
def commands() -> None:
    """On whose say-so? Reads news reports and keeps the ledger of who says what, on whose word."""


for _command in COMMANDS:
    commands.add_command(_command)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; the exit code is 0 if all went well, 1 if something could not be done, 2 for misuse."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        code = commands.main(arguments, prog_name="sayso", standalone_mode=False) or 0
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except SaysoError as error:
        return complain(error)
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except BrokenPipeError:
        return _close_quietly()
    except OSError as error:
        _close_quietly()
        return complain(
            SaysoError(f"the output could not be written ({error.strerror}); make room, or write elsewhere")
        )
    return int(code)


def _close_quietly() -> int:
    """Nobody reads on: keep the interpreter from complaining when it flushes at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return SOME_FAILED
