"""The command that compares many reports."""

from collections.abc import Sequence
from pathlib import Path

import click
from click.core import ParameterSource

from sayso.cli.group import make_examples
from sayso.cli.ids import find_reading
from sayso.cli.inputs import read_each
from sayso.cli.options import json_option, ledger_option, make_particulars, report_arguments
from sayso.cli.output import complain, make_console
from sayso.intake import read_inputs
from sayso.ledger import Ledger
from sayso.problems import SaysoError
from sayso.review import apply
from sayso.show.printable import make_printable
from sayso.show.wire import encode_line
from sayso.types import Reading


@click.command(
    short_help="Compare reports on one matter: who rests on whom, and how many origins each claim has.",
    epilog=make_examples(
        ("sayso case reports/", "a folder of reports, or JSON lines with id, outlet, published and text"),
        ("sayso case --ledger ferry.db", "all that a ledger holds, as people corrected it"),
        ("sayso case --ledger ferry.db r1f r20 r33", "some of its reports"),
        ("sayso case --json reports/ > monday.json", "for programs, and to compare with later"),
        ("sayso case --before monday.json reports/", "what changed since"),
    ),
)
@report_arguments(is_required=False)
@ledger_option
@click.option("--before", type=click.Path(path_type=Path), metavar="FILE", help="An earlier state, as --json printed.")
@json_option
@click.pass_context
def case(
    context: click.Context, inputs: tuple[str, ...], published: str | None, outlet: str | None, allow_private: bool,
    path: str, before: Path | None, as_json: bool,
) -> int:  # fmt: skip
    """Compare reports on one matter: who rests on whom, what they claim, and from how many origins.

    INPUT is what `sayso read` takes. With --ledger it is the ids of reports in the ledger; without any, all of them.
    Origins are counted from what the texts show; which claim is true is not for sayso to say.
    """
    from sayso.cases import find_changes, make_case  # noqa: PLC0415 - loads numpy: other commands do not wait
    from sayso.show.case import print_case, print_changes  # noqa: PLC0415 - the same
    from sayso.show.case_wire import decode_state, encode_case, make_state  # noqa: PLC0415 - the same

    code = 0
    if not inputs or context.get_parameter_source("path") is not ParameterSource.DEFAULT:
        readings = _list_readings(path, inputs)
    else:
        readings = []
        for result in read_each(inputs, make_particulars(published, outlet), allow_private):
            if isinstance(result, SaysoError):
                code = complain(result)
            else:
                readings.append(result)
    if not readings:
        raise SaysoError("there is no report to compare; name files, folders or JSON lines")
    found = make_case(readings)
    earlier = decode_state(_read_bytes(before)) if before else None
    for reason in found.left_out:
        click.echo(f"sayso: left out {make_printable(reason)}", err=True)
    if as_json:
        click.echo(encode_case(found), nl=False)
        return code
    console = make_console()
    if earlier:
        print_changes(find_changes(earlier, make_state(found)), console)
    else:
        print_case(found, console)
    return code


@click.command(
    short_help="Group reports that are copies of one another: tens of thousands in a minute.",
    epilog=make_examples(
        ("sayso copies reports/", "the groups, a line for each report"),
        ("sayso copies --json corpus.jsonl > groups.jsonl", "a group a line: the ids, and how much each shares"),
    ),
)
@report_arguments()
@json_option
def copies(
    inputs: tuple[str, ...], published: str | None, outlet: str | None, allow_private: bool, as_json: bool
) -> int:
    """Group reports that are copies of one another, verbatim, cut short or with some words changed.

    What stands between quotation marks does not count: two reports may have heard the same speech. The model is not
    needed, and the time grows with the reports, not with their pairs.
    """
    from sayso.cases import find_groups  # noqa: PLC0415 - loads numpy: other commands do not wait
    from sayso.show.case import print_group  # noqa: PLC0415 - the same

    code, reports = 0, []
    for filed in read_inputs(inputs, make_particulars(published, outlet), allow_private):
        if isinstance(filed, SaysoError):
            code = complain(filed)
        else:
            reports.append(filed.report)
    for number, group in enumerate(find_groups(reports), 1):
        if as_json:
            click.echo(encode_line(group), nl=False)
        else:
            print_group(number, group, make_console())
    return code


def _read_bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise SaysoError(f"{path}: {error.strerror}; name a file that `sayso case --json` has written") from error


def _list_readings(path: str, ids: Sequence[str]) -> list[Reading]:
    """The readings of a ledger as people corrected them."""
    with Ledger.open(path, create=False) as ledger:
        readings = [find_reading(ledger, id_) for id_ in ids] if ids else list(ledger.list_readings())
        return [apply(reading, ledger.list_decisions(reading.report.id)).reading for reading in readings]
