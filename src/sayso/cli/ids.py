"""Reports named on the command line: found by the first characters of their ids, suggested, completed."""

from difflib import get_close_matches

import click

from sayso.ledger import Ledger, Wanted
from sayso.problems import LedgerError, SaysoError
from sayso.show.lists import COLUMNS
from sayso.types import Reading

_SUGGESTED_FROM = 1000  # the latest reports, among whose ids the one that was meant is looked for


def find_reading(ledger: Ledger, id_: str, words: tuple[str, ...] = ()) -> Reading:
    """The reading of the one report whose id starts so.

    Raises LedgerError, which names what may have been meant: an id, or one of the `words` that might stand here.
    """
    try:
        return ledger.get_reading(id_)
    except LedgerError as error:
        meant = get_close_matches(id_, [*words, *_list_ids(ledger)])
        if not meant or id_ in meant:
            raise
        raise LedgerError(f"{error}. Did you mean {' or '.join(meant)}?") from error


def complete_ids(context: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    """The ids in the ledger that begin so; none where there is no ledger."""
    try:
        with Ledger.open(context.params.get("path", ""), create=False) as ledger:
            return [id_ for id_ in _list_ids(ledger) if id_.startswith(incomplete)]
    except SaysoError:
        return []


def complete_words(context: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """What `sayso show` can list, and the ids."""
    return [word for word in COLUMNS if word.startswith(incomplete)] + complete_ids(context, param, incomplete)


def _list_ids(ledger: Ledger) -> list[str]:
    return [row.id for row in ledger.list_reports(Wanted(limit=_SUGGESTED_FROM))]
