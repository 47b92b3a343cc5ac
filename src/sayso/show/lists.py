"""The lists of `sayso show`, for a person: a table, or where that would not fit, a few lines for each row."""

from collections.abc import Sequence

from msgspec import Struct
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from sayso.show.printable import make_printable


class Column(Struct, frozen=True):
    """A heading, and the fields of a row that it shows: the first that is not empty.

    `share` is of the width left; `is_word` says that the values are the contract's own words.
    """

    heading: str
    fields: tuple[str, ...]
    share: int = 0
    is_number: bool = False
    is_word: bool = False


NARROW = 76  # columns of a terminal, below which a table leaves no room for titles
COLUMNS = {
    "reports": (
        Column("id", ("id",)),
        Column("published", ("published",)),
        Column("outlet", ("outlet",), share=1),
        Column("title", ("title",), share=3),
        Column("statements", ("statements",), is_number=True),
        Column("voices", ("voices",), is_number=True),
    ),
    "voices": (
        Column("voice", ("name",), share=1),
        Column("kind", ("kind",), is_word=True),
        Column("statements", ("statements",), is_number=True),
        Column("reports", ("reports",), is_number=True),
    ),
    "statements": (
        Column("report", ("report",)),
        Column("who", ("chain", "source", "source_type"), share=1),
        Column("stance", ("stance",), is_word=True),
        Column("certainty", ("certainty",), is_word=True),
        Column("what", ("content", "sentence"), share=2),
    ),
}


def print_list(what: str, rows: Sequence[Struct], console: Console) -> None:
    """Print a list of reports, voices or statements."""
    if console.width >= NARROW:
        console.print(_make_table(COLUMNS[what], rows))
        return
    for row in rows:
        facts = (_cell(row, c) + f" {c.heading}" * c.is_number for c in COLUMNS[what] if not c.share)
        console.print(Text(" · ".join(facts), style="dim"))
        for column in COLUMNS[what]:
            if column.share:
                console.print(Padding(Text(_cell(row, column)), (0, 0, 0, 2)))


def _make_table(columns: Sequence[Column], rows: Sequence[Struct]) -> Table:
    table = Table(box=SIMPLE_HEAD, expand=True, pad_edge=False, padding=(0, 1, 0, 0))
    for column in columns:
        table.add_column(
            column.heading,
            ratio=column.share or None,
            no_wrap=not column.share,
            justify="right" if column.is_number else "left",
            overflow="fold",
        )
    for row in rows:
        table.add_row(*(Text(_cell(row, column)) for column in columns))
    return table


def _cell(row: Struct, column: Column) -> str:
    values = (str(getattr(row, field) or "") for field in column.fields)
    value = next(filter(None, values), "0" if column.is_number else "–")
    return make_printable(value.replace("_", " ") if column.is_word else value)
