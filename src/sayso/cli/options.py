"""Arguments and options that several commands share."""

from collections.abc import Callable
from typing import Any

import click
from click.shell_completion import CompletionItem

from sayso.intake import Particulars, parse_published

LEDGER = "sayso.db"


def complete_files(_context: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Leave it to the shell, which knows the files."""
    return [CompletionItem(incomplete, type="file")]


class PublishedDate(click.ParamType[str]):
    """A date or date-time in any usual form, given on as ISO."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The ISO form, or a usage error."""
        return parse_published(value) or self.fail(f"{value!r} is no full date; write it as 2031-05-04", param, ctx)


def report_arguments(*, is_required: bool = True) -> Callable[[Callable[..., int]], Callable[..., int]]:
    """The arguments of each command that reads reports; with inputs that it may do without."""
    metavar = "INPUT..." if is_required else "[INPUT...]"
    inputs = click.argument("inputs", metavar=metavar, nargs=-1, required=is_required, shell_complete=complete_files)
    return lambda command: _decorate(command, inputs)


def _decorate(command: Callable[..., int], inputs: Callable[..., Any]) -> Callable[..., int]:
    for decorate in (
        inputs,
        click.option("--outlet", metavar="NAME", help="Who published them."),
        click.option(
            "--published", type=PublishedDate(), help="The day they came out, for those that do not say: 2031-05-04."
        ),
        click.option("--allow-private", is_flag=True, help="Fetch pages from private networks too."),
    ):
        command = decorate(command)
    return command


def make_particulars(published: str | None, outlet: str | None) -> Particulars:
    """What the options of `report_arguments` tell of reports that do not tell it themselves."""
    return Particulars(published=published, outlet=outlet and outlet.encode("utf-8", "replace").decode())


ledger_option = click.option(
    "--ledger",
    "path",
    default=LEDGER,
    show_default=True,
    metavar="PATH",
    envvar="SAYSO_LEDGER",
    shell_complete=complete_files,
    help="The file that is the ledger, or the address of one that is shared: postgresql://HOST/DATABASE.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="One JSON object a line, for programs.")
