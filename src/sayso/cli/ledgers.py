"""Commands over a ledger that is there: show, export."""

from collections.abc import Sequence
from typing import Any

import click
from msgspec.structs import replace

from sayso.cli.group import make_examples
from sayso.cli.ids import complete_ids, complete_words, find_reading
from sayso.cli.options import json_option, ledger_option
from sayso.cli.output import make_console, write_reading
from sayso.ledger import Ledger, Row, Wanted
from sayso.problems import SaysoError
from sayso.review import apply
from sayso.show.formats import FORMATS, load_writer
from sayso.show.lists import COLUMNS, print_list
from sayso.show.wire import encode_line
from sayso.types import Stance

PAGE = 50  # rows of a list for a person
MOST_ROWS = 1_000_000_000


@click.command(
    short_help="Show what the ledger holds.",
    epilog=make_examples(
        ("sayso show", "the reports"),
        ("sayso show r1f", "one report, by the first characters of its id"),
        ("sayso show voices --outlet courier", "who speaks in the Courier's reports"),
        ("sayso show statements --stance denies --words ferry", "who denies what about the ferry"),
    ),
)
@ledger_option
@click.argument("what", metavar="[reports|voices|statements|ID]", default="reports", shell_complete=complete_words)
@click.option("--voice", metavar="NAME", help="Only what this voice says: words of its name.")
@click.option("--outlet", metavar="NAME", help="Only from this outlet: words of its name.")
@click.option("--stance", type=click.Choice(list(Stance), case_sensitive=False), help="Only statements of this stance.")
@click.option("--words", metavar="WORDS", help='Only statements in which all these words stand; "in this order".')
@click.option(
    "--limit",
    type=click.IntRange(1, MOST_ROWS),
    metavar="N",
    help=f"How many at most  [default: {PAGE}; with --json: all]",
)
@json_option
def show(path: str, what: str, limit: int | None, as_json: bool, **filters: Any) -> int:
    """Show what the ledger holds: its reports, voices or statements, or the reading of one report."""
    if what not in COLUMNS and (limit or any(filters.values())):
        raise click.UsageError(f"{what} is taken for the id of one report, which nothing filters.")
    with Ledger.open(path, create=False) as ledger:
        if what in COLUMNS:
            _print_list(ledger, what, Wanted(**filters, limit=limit), as_json)
        else:
            write_reading(find_reading(ledger, what, tuple(COLUMNS)), make_console(), as_json)
    return 0


@click.command(
    short_help="Hand on what the ledger holds: JSON lines, tables, Web Annotations, PROV, STIX, a dossier.",
    epilog=make_examples(
        ("sayso export > readings.jsonl", "all reports"),
        ("sayso export --format csv r1f > statements.csv", "one report, a row for each statement"),
        ("sayso export --format dossier > dossier.html", "the case of all reports, to read and to print"),
    ),
)
@ledger_option
@click.argument("ids", metavar="[ID...]", nargs=-1, shell_complete=complete_ids)
@click.option("--format", "form", type=click.Choice(FORMATS), default="jsonl", show_default=True)
def export(path: str, ids: tuple[str, ...], form: str) -> int:
    """Hand on what the ledger holds, as people corrected it: all reports, or those with these ids.

    jsonl: one reading a line, with the log of decisions. csv, parquet: a row for each statement. annotations: a W3C
    Web Annotation collection (JSON-LD). prov: who made which entry, W3C PROV-O (JSON-LD). schemaorg: schema.org
    (JSON-LD). stix: a STIX 2.1 bundle. dossier: the case of these reports as a page that stands alone. A person's part
    is marked as such in each.
    """
    with Ledger.open(path, create=False) as ledger:
        readings = [find_reading(ledger, id_) for id_ in ids] if ids else ledger.list_readings()
        reviewed = (apply(reading, ledger.list_decisions(reading.report.id)) for reading in readings)
        pieces = [_write_dossier(ledger, ids)] if form == "dossier" else load_writer(form)(reviewed)
        for piece in pieces:
            click.echo(piece if isinstance(piece, bytes) else piece.encode("utf-8", "replace"), nl=False)
    return 0


def _write_dossier(ledger: Ledger, ids: Sequence[str]) -> str:
    """The page of the case of these reports, of all where none is named."""
    from sayso.cases import make_case  # noqa: PLC0415 - not needed by other commands

    try:
        from sayso.desk.dossier import print_dossier  # noqa: PLC0415 - needs an extra
    except ModuleNotFoundError as error:
        raise SaysoError(f"the dossier needs {error.name}: pip install 'sayso[desk]'") from error
    return print_dossier(ledger, [find_reading(ledger, id_).report.id for id_ in ids], make_case)


def _print_list(ledger: Ledger, what: str, wanted: Wanted, as_json: bool) -> None:
    if as_json:
        for row in _list(ledger, what, wanted):
            click.echo(encode_line(row), nl=False)
        return
    page = wanted.limit or PAGE
    rows = _list(ledger, what, replace(wanted, limit=page + 1))
    if rows:
        print_list(what, rows[:page], make_console())
    else:
        click.echo(f"The ledger holds no such {what}.", err=True)
    if len(rows) > page:
        click.echo(f"These are the first {page}; --limit shows more.", err=True)


def _list(ledger: Ledger, what: str, wanted: Wanted) -> Sequence[Row]:
    if what == "reports":
        return ledger.list_reports(wanted)
    return ledger.list_voices(wanted) if what == "voices" else ledger.list_statements(wanted)
