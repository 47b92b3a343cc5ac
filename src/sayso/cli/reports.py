"""Commands that read reports: read, add."""

import click

from sayso.cli.group import make_examples
from sayso.cli.inputs import read_each
from sayso.cli.options import json_option, ledger_option, make_particulars, report_arguments
from sayso.cli.output import complain, make_console, write_reading
from sayso.ledger import Ledger
from sayso.problems import SaysoError
from sayso.show.printable import make_printable


@click.command(
    epilog=make_examples(
        ("sayso read report.txt", "for a person"),
        ("sayso read --json reports/ > readings.jsonl", "one reading a line, for programs"),
        (
            "sayso read --published 2031-05-04 --outlet 'The Ennis Echo' page.html",
            "if the page does not tell",
        ),
        ("sayso read https://example.org/news/ferry", "a page, as robots.txt allows"),
    )
)
@report_arguments()
@json_option
def read(inputs: tuple[str, ...], published: str | None, outlet: str | None, allow_private: bool, as_json: bool) -> int:
    """Take reports apart: who says what, on whose word.

    INPUT is a file (text, HTML, PDF, mail, feed, JSON lines, CSV, Parquet, web archive, or a .zip or .tar.gz of these),
    a folder of them, the address of a page, or - for standard input.
    """
    code, console = 0, make_console()
    for result in read_each(inputs, make_particulars(published, outlet), allow_private):
        if isinstance(result, SaysoError):
            code = complain(result)
        else:
            write_reading(result, console, as_json)
    return code


@click.command(
    epilog=make_examples(
        ("sayso add reports/", "a folder, into sayso.db here"),
        ("sayso add --ledger ferry.db feed.xml letter.eml archive.zip", "several inputs, into a ledger of their own"),
    )
)
@ledger_option
@report_arguments()
def add(path: str, inputs: tuple[str, ...], published: str | None, outlet: str | None, allow_private: bool) -> int:
    """Read reports and keep what was read in the ledger.

    A report that is there already, and reads the same, changes nothing.
    """
    code = 0
    with Ledger.open(path) as ledger:
        for result in read_each(inputs, make_particulars(published, outlet), allow_private):
            if isinstance(result, SaysoError):
                code = complain(result)
            else:
                added, report = ledger.add(result), result.report
                count = len(result.statements)
                title = make_printable(report.title or "(no title)")
                click.echo(f"{added:9}  {make_printable(report.id):13}  {count:3} statements  {title}")
    return code
