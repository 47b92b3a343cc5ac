"""The command line: a command reads its options, makes one call and prints."""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from getpass import getuser
from io import TextIOWrapper
from typing import Any, TextIO

import click
from msgspec.structs import replace
from rich.console import Console

from sayso.intake import Filed, Particulars, parse_published, read_inputs
from sayso.ledger import Ledger, Row, Wanted
from sayso.problems import SaysoError
from sayso.review import apply
from sayso.show.annotations import write_annotations
from sayso.show.csv import write_csv
from sayso.show.lists import COLUMNS, make_table
from sayso.show.printable import make_printable
from sayso.show.terminal import print_reading
from sayso.show.wire import encode_line, make_schema, write_lines
from sayso.types import Reading, Stance

SOME_FAILED = 1
INTERRUPTED = 130
PAGE = 50  # rows of a list for a person
MOST_ROWS = 1_000_000_000
CHARACTERS_A_MINUTE = 400_000  # on one slow core
FORMATS = {"jsonl": write_lines, "csv": write_csv, "annotations": write_annotations}
WIDTH = 120  # columns where the output is no terminal


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
        return _complain(error)
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except BrokenPipeError:
        return _close_quietly()
    except OSError as error:
        _close_quietly()
        return _complain(
            SaysoError(f"the output could not be written ({error.strerror}); make room, or write elsewhere")
        )
    return int(code)


def _complain(error: SaysoError) -> int:
    """One line on standard error."""
    click.echo(f"sayso: {make_printable(str(error))}", err=True)
    return SOME_FAILED


def _close_quietly() -> int:
    """Nobody reads on: keep the interpreter from complaining when it flushes at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return SOME_FAILED


class PublishedDate(click.ParamType[str]):
    """A date or date-time in any usual form, given on as ISO."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The ISO form, or a usage error."""
        return parse_published(value) or self.fail(f"{value!r} is no full date; write it as 2031-05-04", param, ctx)


def _report_arguments(command: Callable[..., int]) -> Callable[..., int]:
    """The arguments of each command that reads reports."""
    for decorate in (
        click.argument("inputs", metavar="INPUT...", nargs=-1, required=True),
        click.option("--outlet", metavar="NAME", help="Who published them."),
        click.option(
            "--published", type=PublishedDate(), help="The day they came out, for those that do not say: 2031-05-04."
        ),
        click.option("--allow-private", is_flag=True, help="Fetch pages from private networks too."),
    ):
        command = decorate(command)
    return command


_ledger_option = click.option(
    "--ledger", "path", default="sayso.db", show_default=True, metavar="PATH", help="The file that is the ledger."
)
_json_option = click.option("--json", "as_json", is_flag=True, help="One JSON object a line, for programs.")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="sayso", message="sayso %(version)s")
def commands() -> None:
    """On whose say-so? Reads news reports and keeps the ledger of who says what, on whose word."""


@commands.command()
@_report_arguments
@_json_option
def read(inputs: tuple[str, ...], published: str | None, outlet: str | None, allow_private: bool, as_json: bool) -> int:
    """Take reports apart: who says what, on whose word.

    INPUT is a file (text, HTML, PDF, mail, feed, JSON lines, CSV, Parquet, web archive, or a .zip or .tar.gz of these),
    a folder of them, the address of a page, or - for standard input.
    """
    code, console = 0, _make_console()
    for result in _read_each(inputs, _make_particulars(published, outlet), allow_private):
        if isinstance(result, SaysoError):
            code = _complain(result)
        else:
            _print_reading(result, console, as_json)
    return code


@commands.command()
@_ledger_option
@_report_arguments
def add(path: str, inputs: tuple[str, ...], published: str | None, outlet: str | None, allow_private: bool) -> int:
    """Read reports and keep what was read in the ledger.

    A report that is there already, and reads the same, changes nothing.
    """
    code = 0
    with Ledger.open(path) as ledger:
        for result in _read_each(inputs, _make_particulars(published, outlet), allow_private):
            if isinstance(result, SaysoError):
                code = _complain(result)
            else:
                added, report = ledger.add(result), result.report
                count = len(result.statements)
                title = make_printable(report.title or "(no title)")
                click.echo(f"{added:9}  {make_printable(report.id)}  {count:3} statements  {title}")
    return code


@commands.command()
@_ledger_option
@click.argument("what", metavar="[reports|voices|statements|ID]", default="reports")
@click.option("--voice", metavar="NAME", help="Only what this voice says: words of its name.")
@click.option("--outlet", metavar="NAME", help="Only from this outlet: words of its name.")
@click.option("--stance", type=click.Choice(list(Stance), case_sensitive=False), help="Only statements of this stance.")
@click.option("--words", metavar="WORDS", help='Only statements in which all these words stand; "in this order".')
@click.option(
    "--limit", type=click.IntRange(1, MOST_ROWS), help=f"How many at most  [default: {PAGE}; with --json: all]"
)
@_json_option
def show(path: str, what: str, limit: int | None, as_json: bool, **filters: Any) -> int:
    """Show what the ledger holds: its reports, voices or statements, or the reading of one report."""
    if what not in COLUMNS and (limit or any(filters.values())):
        raise click.UsageError(f"{what} is taken for the id of one report, which nothing filters.")
    with Ledger.open(path, create=False) as ledger:
        if what in COLUMNS:
            _print_list(ledger, what, Wanted(**filters, limit=limit), as_json)
        else:
            _print_reading(ledger.get_reading(what), _make_console(), as_json)
    return 0


@commands.command()
@_ledger_option
@click.option("--port", type=click.IntRange(0, 65535), default=0, metavar="N", help="Where to listen  [default: any]")
@click.option("--by", metavar="NAME", help="Who decides  [default: your user name]")
@click.option("--no-browser", is_flag=True, help="Only print the address.")
@click.option("--host", metavar="H", help="Serve others too, under this address or name of the machine.")
@click.option(
    "--password-file", type=click.File(encoding="utf-8"), metavar="PATH",
    help="Its first line is asked of every browser.",
)  # fmt: skip
def desk(path: str, port: int, by: str | None, no_browser: bool, host: str | None, password_file: TextIO | None) -> int:
    """Open the ledger in the browser: look, correct, keep.

    The desk is served on this machine only, to whoever opens the address that is printed, until Ctrl-C. With --host it
    is served to others, who are asked for a password: that of --password-file, of the variable SAYSO_DESK_PASSWORD, or
    one that is asked for here. Nothing is encrypted on its way: take a network that you trust, or a tunnel.
    """
    try:
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

    serve(path, name, port, announce, open_browser=not no_browser, host=host, password=password)
    return 0


def _find_password(file: TextIO | None, is_asked_for: bool) -> str | None:
    """The password of the desk: from the file, the environment or the terminal, never from the command itself."""
    if file:
        return file.readline().rstrip("\r\n")
    given = os.environ.get("SAYSO_DESK_PASSWORD")
    if given is None and is_asked_for and sys.stdin is not None and sys.stdin.isatty():
        given = str(click.prompt("Password of the desk", hide_input=True, confirmation_prompt=True, err=True))
    return given


@commands.command()
@_ledger_option
@click.argument("ids", metavar="[ID...]", nargs=-1)
@click.option("--format", "form", type=click.Choice(list(FORMATS)), default="jsonl", show_default=True)
def export(path: str, ids: tuple[str, ...], form: str) -> int:
    """Hand on what the ledger holds, as people corrected it: all reports, or those with these ids.

    jsonl: one reading a line, with the log of decisions. csv: a row for each statement. annotations: a W3C Web
    Annotation collection (JSON-LD). A person's part is marked as such in each.
    """
    with Ledger.open(path, create=False) as ledger:
        readings = [ledger.get_reading(id_) for id_ in ids] if ids else ledger.list_readings()
        reviewed = (apply(reading, ledger.list_decisions(reading.report.id)) for reading in readings)
        for piece in FORMATS[form](reviewed):
            click.echo(piece.encode(), nl=False)
    return 0


@commands.command()
def schema() -> None:
    """Print the JSON Schema of a reading."""
    click.echo(make_schema(), nl=False)


def _make_particulars(published: str | None, outlet: str | None) -> Particulars:
    return Particulars(published=published, outlet=outlet and outlet.encode("utf-8", "replace").decode())


def _read_each(inputs: Sequence[str], particulars: Particulars, allow_private: bool) -> Iterator[Reading | SaysoError]:
    """One reading, or the reason why there is none, for each report."""
    from sayso.pipeline import read_report  # noqa: PLC0415 - loads the model's runtime: `sayso --help` does not wait

    for filed in read_inputs(inputs, particulars, allow_private):
        if isinstance(filed, SaysoError):
            yield filed
            continue
        _announce_long_reading(filed)
        try:
            yield read_report(filed.report, filed.problems)
        except SaysoError as error:
            yield type(error)(f"{filed.place}: {error}")


def _announce_long_reading(filed: Filed) -> None:
    """Say beforehand what takes minutes."""
    minutes = len(filed.report.text) / CHARACTERS_A_MINUTE
    if minutes > 1:
        size = f"{len(filed.report.text) / 1e6:.1f} million characters"
        told = f"{make_printable(filed.place)}: {size} take about {minutes:.0f} minutes; Ctrl-C stops"
        click.echo(f"sayso: {told}", err=True)


def _print_reading(reading: Reading, console: Console, as_json: bool) -> None:
    if as_json:
        click.echo(encode_line(reading), nl=False)
    else:
        print_reading(reading, console)


def _print_list(ledger: Ledger, what: str, wanted: Wanted, as_json: bool) -> None:
    if as_json:
        for row in _list(ledger, what, wanted):
            click.echo(encode_line(row), nl=False)
        return
    page = wanted.limit or PAGE
    rows = _list(ledger, what, replace(wanted, limit=page + 1))
    if rows:
        _make_console().print(make_table(what, rows[:page]))
    else:
        click.echo(f"The ledger holds no such {what}.", err=True)
    if len(rows) > page:
        click.echo(f"These are the first {page}; --limit shows more.", err=True)


def _list(ledger: Ledger, what: str, wanted: Wanted) -> Sequence[Row]:
    if what == "reports":
        return ledger.list_reports(wanted)
    return ledger.list_voices(wanted) if what == "voices" else ledger.list_statements(wanted)


def _make_console() -> Console:
    return Console(width=None if sys.stdout.isatty() else WIDTH, markup=False, emoji=False, highlight=False)
