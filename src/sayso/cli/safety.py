"""Commands that keep a ledger safe: check, backup, rescue."""

from pathlib import Path

import click

from sayso.cli.group import make_examples
from sayso.cli.options import ledger_option
from sayso.cli.output import SOME_FAILED, complain
from sayso.ledger import back_up, check_ledger
from sayso.ledger import rescue as save_from_damage
from sayso.problems import LedgerError
from sayso.show.printable import make_printable


@click.command(epilog=make_examples(("sayso check --ledger ferry.db", "is all of it sound?")))
@ledger_option
def check(path: str) -> int:
    """Read all of the ledger and say whether it is sound."""
    click.echo(f"{path}: sound; {check_ledger(path)}")
    return 0


@click.command(
    short_help="Copy the ledger, in use or not, and check the copy.",
    epilog=make_examples(("sayso backup --ledger ferry.db ferry-monday.db", "a ledger of its own")),
)
@ledger_option
@click.argument("to", type=click.Path(path_type=Path))
def backup(path: str, to: Path) -> int:
    """Copy the ledger, in use or not, to the new file TO, and check the copy.

    The copy is a ledger: to restore it, put it in the place of the old one, or name it with --ledger. A ledger on
    PostgreSQL is copied with pg_dump.
    """
    click.echo(f"{to}: copied and sound; {back_up(path, to)}")
    return 0


@click.command(
    short_help="Save what can still be read of a damaged ledger.",
    epilog=make_examples(("sayso rescue --ledger damaged.db saved.db", "the damaged file stays as it is")),
)
@ledger_option
@click.argument("to", metavar="NEW", type=click.Path(path_type=Path))
def rescue(path: str, to: Path) -> int:
    """Write what can still be read of a damaged ledger to the new file NEW.

    The damaged file stays as it is. What is known to be lost is named on standard error, and the exit code is then 1.
    """
    rescued = save_from_damage(path, to)
    click.echo(f"{to}: saved {rescued.saved}")
    for id_ in rescued.reports:
        complain(LedgerError(f"{path}: the report {make_printable(id_)} could not be saved; add it again"))
    if rescued.decisions:
        complain(LedgerError(f"{path}: {rescued.decisions} decisions could not be saved; decide on these again"))
    return SOME_FAILED if rescued.reports or rescued.decisions else 0
