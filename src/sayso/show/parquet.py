"""The table of statements as Parquet, as people corrected them. Needs pyarrow: the extra `parquet`."""

from collections.abc import Iterable, Iterator
from itertools import islice
from tempfile import TemporaryFile

import pyarrow
from pyarrow import parquet

from sayso.review import Reviewed
from sayso.show import arrow
from sayso.show.csv import COLUMNS, judged_rows

_REPORTS = 200  # in a row group
_PIECE = 1 << 20  # bytes
SCHEMA = pyarrow.schema([*arrow.SCHEMA, *((name, pyarrow.string()) for name in COLUMNS[len(arrow.SCHEMA) :])])


def write_parquet(reviewed: Iterable[Reviewed]) -> Iterator[bytes]:
    """The pieces of one file, which is whole on the disk before the first is given."""
    rest = iter(reviewed)
    with TemporaryFile() as out:
        with parquet.ParquetWriter(out, SCHEMA) as writer:
            while group := list(islice(rest, _REPORTS)):
                rows = [_make_plain(row) for one in group for row in judged_rows(one)]
                writer.write_table(pyarrow.Table.from_pylist(rows, SCHEMA))
        out.seek(0)
        while piece := out.read(_PIECE):
            yield piece


def _make_plain(row: dict[str, object]) -> dict[str, object]:
    """The row with half characters, which no file of UTF-8 can hold, replaced."""
    return {
        name: value.encode("utf-8", "replace").decode() if isinstance(value, str) else value
        for name, value in row.items()
    }
