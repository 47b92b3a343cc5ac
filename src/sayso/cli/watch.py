"""The command that keeps a case current."""

import time
from collections.abc import Iterator, Sequence

import click

from sayso.cli.group import make_examples
from sayso.cli.inputs import read_each
from sayso.cli.options import complete_files, ledger_option
from sayso.cli.output import complain, make_console
from sayso.intake import Particulars
from sayso.ledger import Added, Ledger
from sayso.problems import SaysoError, TeaserError
from sayso.review import apply
from sayso.show.printable import make_printable
from sayso.types import Reading


@click.command(
    short_help="Look at feeds again and again, and keep a case current.",
    epilog=make_examples(
        ("sayso watch --ledger ferry.db https://example.org/feed.xml", "every quarter of an hour, until Ctrl-C"),
        ("sayso watch --ledger ferry.db --once feeds/*.xml", "once, for a scheduler such as cron"),
    ),
)
@ledger_option
@click.argument("feeds", metavar="FEED...", nargs=-1, required=True, shell_complete=complete_files)
@click.option("--every", type=click.FloatRange(min=1), default=15.0, show_default=True, metavar="MINUTES")
@click.option("--once", is_flag=True, help="Look once, and end.")
@click.option("--allow-private", is_flag=True, help="Fetch pages from private networks too.")
def watch(path: str, feeds: tuple[str, ...], every: float, once: bool, allow_private: bool) -> int:
    """Look at feeds again and again; add what is new to the ledger, and tell what it changes in the case.

    FEED is the address or the file of an RSS or Atom feed. Where a feed has only teasers, the pages are read, as
    robots.txt allows. A feed that fails is named, and looked at again next time.
    """
    code = 0
    while True:
        with Ledger.open(path) as ledger:
            code = _look_once(ledger, feeds, allow_private)
        if once:
            return code
        time.sleep(every * 60)


def _look_once(ledger: Ledger, feeds: Sequence[str], allow_private: bool) -> int:
    """Add what is new; print it, and what it changes. The exit code."""
    from sayso.cases import find_changes, make_case  # noqa: PLC0415 - loads numpy: other commands do not wait
    from sayso.show.case import print_changes  # noqa: PLC0415 - the same
    from sayso.show.case_wire import make_state  # noqa: PLC0415 - the same

    code = 0
    before = list(_list_readings(ledger))
    known = {reading.report.url for reading in before if reading.report.url}
    has_new = False
    for result in _read_feeds(feeds, known, allow_private):
        if isinstance(result, SaysoError):
            code = complain(result)
        elif (added := ledger.add(result)) is not Added.UNCHANGED:
            has_new = True
            report = result.report
            title = make_printable(report.title or "(no title)")
            click.echo(f"{added:9}  {make_printable(report.id):13}  {title}")
    if has_new and before:
        states = (make_state(make_case(readings)) for readings in (before, list(_list_readings(ledger))))
        print_changes(find_changes(*states), make_console())
    return code


def _read_feeds(feeds: Sequence[str], known: set[str], allow_private: bool) -> Iterator[Reading | SaysoError]:
    """The readings of the entries that are not known by their address; a teaser's page in its place."""
    for result in read_each(feeds, Particulars(), allow_private):
        if isinstance(result, TeaserError) and result.link:
            if result.link not in known:
                known.add(result.link)
                yield from read_each([result.link], Particulars(), allow_private)
        elif isinstance(result, SaysoError) or not result.report.url or result.report.url not in known:
            yield result


def _list_readings(ledger: Ledger) -> Iterator[Reading]:
    """The readings of the ledger as people corrected them."""
    for reading in ledger.list_readings():
        yield apply(reading, ledger.list_decisions(reading.report.id)).reading
