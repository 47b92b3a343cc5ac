"""The command that walks a newcomer through a fictional case."""

import shlex
import tomllib
from importlib.resources import files
from pathlib import Path

import click
from msgspec import Struct, convert, json

from sayso.cli.group import make_examples
from sayso.cli.ledgers import show
from sayso.cli.output import make_console
from sayso.cli.reports import add
from sayso.problems import SaysoError

FOLDER = Path("sayso-tour")
REPORTS = FOLDER / "reports.jsonl"
_COMMANDS = {"add": add, "show": show}


class Step(Struct, frozen=True, forbid_unknown_fields=True):
    """A heading, what is told under it, and the commands that then run."""

    heading: str
    told: str
    commands: tuple[str, ...] = ()
    shows_first_report: bool = False


@click.command(
    epilog=make_examples(
        ("sayso tour", "a key goes on, Ctrl-C stops"),
        ("sayso tour --no-wait > tour.txt", "all of it at once"),
    )
)
@click.option("--no-wait", is_flag=True, help="Do not stop between the steps.")
def tour(no_wait: bool) -> int:
    """Walk through a fictional case in five steps, and leave its ledger to play with.

    The case and its ledger are put into the folder sayso-tour here, where they stay.
    """
    console = make_console()
    _make_folder()
    steps = load_steps()
    for number, step in enumerate(steps, 1):
        console.rule(f"{number} of {len(steps)} · {step.heading}", align="left", style="cyan")
        click.echo()
        console.print(step.told.strip())
        click.echo()
        if step.shows_first_report:
            console.print(_load_first_text().strip(), style="italic")
            click.echo()
        for command in step.commands:
            _run(command)
        if number < len(steps) and not no_wait:
            click.pause("Press any key to go on.")
    return 0


def load_steps() -> tuple[Step, ...]:
    """The steps, in order."""
    return convert(tomllib.loads(_load("steps.toml"))["step"], tuple[Step, ...])


def _run(command: str) -> None:
    """Show a command as one would type it, and what it prints."""
    _, name, *arguments = shlex.split(command)
    click.secho(f"$ {command}", bold=True)
    _COMMANDS[name].main(arguments, prog_name=f"sayso {name}", standalone_mode=False)
    click.echo()


def _make_folder() -> None:
    try:
        FOLDER.mkdir(exist_ok=True)
        REPORTS.write_text(_load("reports.jsonl"), encoding="utf-8")
    except OSError as error:
        raise SaysoError(f"{FOLDER}: the tour cannot be put here ({error.strerror}); go to another folder") from error


def _load_first_text() -> str:
    first: dict[str, str] = json.decode(_load("reports.jsonl").splitlines()[0])
    return first["text"]


def _load(name: str) -> str:
    return files("sayso").joinpath("tour", name).read_text(encoding="utf-8")
