"""The command line: a command reads its options, makes one call and prints.

Each module holds the commands of one kind; a new command is listed in `COMMANDS`, in the order of the help.
"""

import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import Any

import click

from sayso.cli.bulk import bulk
from sayso.cli.cases import case, copies
from sayso.cli.contract import schema
from sayso.cli.desk import desk
from sayso.cli.group import Commands, tell_next
from sayso.cli.ledgers import export, show
from sayso.cli.options import LEDGER
from sayso.cli.output import SOME_FAILED, complain
from sayso.cli.reports import add, read
from sayso.cli.safety import backup, check, rescue
from sayso.cli.tour import tour
from sayso.cli.watch import watch
from sayso.problems import SaysoError

COMMANDS = (tour, read, add, watch, case, copies, bulk, show, desk, export, backup, check, rescue, schema)
INTERRUPTED = 130
HELP: dict[str, Any] = {"help_option_names": ["-h", "--help"]}


@click.group(
    cls=Commands,
    invoke_without_command=True,
    context_settings={**HELP, "max_content_width": 100},
    epilog="\b\n"
    "Exit codes: 0 all went well; 1 something could not be done, which a line on standard error names;\n"
    "2 the command was not understood; 130 stopped with Ctrl-C, what was kept until then stays.",
)
@click.version_option(package_name="sayso", message="sayso %(version)s")
@click.pass_context
def commands(context: click.Context) -> None:
    """On whose say-so? Reads news reports and keeps the ledger of who says what, on whose word."""
    if context.invoked_subcommand is None:
        click.echo(tell_next(has_ledger=Path(LEDGER).is_file()), nl=False)


for _command in COMMANDS:
    _command.context_settings = {
        **_command.context_settings,
        **HELP,
    }  # also where a command is started without the group
    commands.add_command(_command)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; the exit code: 0 all went well, 1 something could not be done, 2 misuse, 130 Ctrl-C."""
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
